//! Backups: copies of the whole library, and restoring them. Each migration makes a backup first.

use super::error::{Error, Result};
use super::piece::Seconds;
use super::{Library, partial_copy, schema};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Result of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Number of pieces in the restored library.
    pub pieces: usize,
    /// Path to which the previous library was moved.
    pub aside: Option<PathBuf>,
}

impl Library {
    /// Copies the whole library into a new file, which appears under its name only when it is complete.
    ///
    /// # Errors
    /// There is a file of that name, or it can't be written.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(Error::Other(format!("{} already exists; nothing was written", to.display())));
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Error::Other(format!("no such folder: {}; nothing was written", folder.display())));
        }
        schema::copy(&self.db, to)
    }
}

/// Returns the backups beside a library's file, newest first.
pub fn backups(file: &Path) -> Vec<PathBuf> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_backup = |path: &Path| {
        let ending = path.file_name().and_then(|held| held.to_string_lossy().strip_prefix(&name).map(str::to_owned));
        ending.filter(|ending| !partial_copy::is_partial(ending)).is_some_and(|ending| {
            ending.starts_with(".backup-") || ending.strip_prefix(".before-").is_some_and(|n| n.parse::<u32>().is_ok())
        })
    };
    let listed = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|one| one.path());
    let mut found: Vec<(SystemTime, PathBuf)> = listed
        .filter(|path| is_backup(path))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

/// Replaces a library by a backup. The previous file is kept beside it, even if it is damaged or newer than this
/// version supports. Other processes that have the library open see the restored one.
///
/// # Errors
/// The file is not a backup, is damaged, or the library can't be written; then nothing has changed.
pub fn restore(file: &Path, from: &Path, now: Seconds) -> Result<Restored> {
    let backup = schema::open_backup(from)?;
    let aside = if file.exists() { Some(free(file, now)) } else { None };
    match aside.as_deref() {
        None => schema::copy(&backup, file)?,
        Some(aside) => {
            if let Ok(mut live) = schema::open_as_it_is(file).and_then(|live| {
                schema::copy(&live, aside)?;
                Ok(live)
            }) {
                Backup::new(&backup, &mut live)?.run_to_completion(1_000, Duration::ZERO, None)?;
            } else {
                let _ = std::fs::remove_file(aside);
                move_aside(file, aside)?;
                schema::copy(&backup, file)?;
            }
        }
    }
    Ok(Restored { pieces: pieces(&backup)?, aside })
}

fn pieces(db: &Connection) -> Result<usize> {
    Ok(db.query_row("SELECT count(*) FROM piece WHERE deleted = 0", [], |row| row.get(0))?)
}

/// Returns an unused name beside the file.
fn free(file: &Path, now: Seconds) -> PathBuf {
    let mut names = (0..).map(|n| partial_copy::with_suffix(file, &format!(".replaced-{}", now + n)));
    names.find(|name| !name.exists()).unwrap_or_default()
}

/// Moves a library together with its write-ahead log, which may hold recent changes.
fn move_aside(file: &Path, aside: &Path) -> Result<()> {
    for ending in ["-wal", "-shm"] {
        let beside = partial_copy::with_suffix(file, ending);
        if beside.exists() {
            std::fs::rename(&beside, partial_copy::with_suffix(aside, ending))?;
        }
    }
    Ok(std::fs::rename(file, aside)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query::Query;
    use crate::library::{Incoming, Sort};
    use std::sync::Arc;

    fn open(file: &Path) -> Library {
        Library::open(file, Arc::new(|| 1_700_000_000)).unwrap()
    }

    fn add(library: &mut Library, name: &str) {
        let url = Some(format!("https://a.example/{name}"));
        library.save(Incoming { url, ..Incoming::default() }).unwrap();
    }

    fn titles(library: &Library) -> Vec<String> {
        let page = library.list(&Query::default(), Sort::Oldest, 0, 9).unwrap();
        page.pieces.into_iter().map(|piece| piece.title.rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_backup_comes_back_and_what_was_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (file, backup) = (folder.path().join("l.sqlite"), folder.path().join("l.sqlite.backup-1"));
        let mut library = open(&file);
        add(&mut library, "one");
        library.back_up(&backup).unwrap();
        assert!(library.back_up(&backup).is_err(), "a backup is never overwritten");
        add(&mut library, "two");
        assert_eq!(backups(&file), std::slice::from_ref(&backup));
        let restored = restore(&file, &backup, 5).unwrap();
        assert_eq!(restored.pieces, 1);
        assert_eq!(titles(&library), ["one"], "who has it open sees the backup");
        add(&mut library, "three");
        assert_eq!(titles(&open(&file)), ["one", "three"]);
        assert_eq!(titles(&open(&restored.aside.unwrap())), ["one", "two"]);
    }

    #[test]
    fn a_damaged_library_is_moved_aside_and_a_damaged_backup_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (file, backup) = (folder.path().join("l.sqlite"), folder.path().join("other name"));
        let mut library = open(&file);
        add(&mut library, "one");
        library.back_up(&backup).unwrap();
        drop(library);
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        let restored = restore(&file, &backup, 5).unwrap();
        assert_eq!(titles(&open(&file)), ["one"]);
        assert_eq!(std::fs::read(restored.aside.unwrap()).unwrap().len(), whole.len() / 2);
        let bytes = std::fs::read(&backup).unwrap();
        std::fs::write(&backup, &bytes[..bytes.len() / 2]).unwrap();
        assert!(matches!(restore(&file, &backup, 6).err(), Some(Error::Damaged(_))));
        std::fs::write(&backup, b"something else of some length").unwrap();
        assert!(matches!(restore(&file, &backup, 6).err(), Some(Error::NotALibrary)));
        assert!(restore(&file, Path::new("/none"), 6).is_err());
        assert_eq!(titles(&open(&file)), ["one"]);
    }
}
