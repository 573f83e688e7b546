//! Partial copies: a copy is written as `NAME.sayso-partial-PID` and renamed when it is complete. The next copy into
//! the same folder removes leftovers of dead processes.

use super::error::Result;
use rusqlite::Connection;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Suffix of a partial copy's name, before the number of the process that writes it.
const MARK: &str = ".sayso-partial-";
/// Suffix used by older versions.
const OLD_MARK: &str = ".sayso-half-";

/// Writes a complete copy of a library under a partial name. The caller renames it to `to`.
pub(super) fn create(db: &Connection, to: &Path) -> Result<PathBuf> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    clear(folder);
    let partial = with_suffix(to, &format!("{MARK}{}", std::process::id()));
    let _ = std::fs::remove_file(&partial);
    let done = db.execute("VACUUM INTO ?1", [partial.to_string_lossy()]);
    if let Err(error) = done {
        let _ = std::fs::remove_file(&partial);
        return Err(error.into());
    }
    std::fs::File::open(&partial)?.sync_all()?;
    Ok(partial)
}

/// Returns true for names of partial copies.
pub(super) fn is_partial(name: &str) -> bool {
    name.contains(MARK) || name.contains(OLD_MARK)
}

/// Removes leftovers of dead processes.
fn clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let maker = entry.file_name().to_str().and_then(maker);
        if maker.is_some_and(|maker| !is_running(maker)) {
            // A leftover that can't be removed does no harm.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Returns the process that writes a partial copy, or SQLite's journal of one, by its name.
fn maker(name: &str) -> Option<i32> {
    let (_, number) = name.rsplit_once(MARK).or_else(|| name.rsplit_once(OLD_MARK))?;
    number.strip_suffix("-journal").unwrap_or(number).parse().ok()
}

#[cfg(unix)]
fn is_running(process: i32) -> bool {
    // A process of another user counts as running.
    rustix::process::Pid::from_raw(process)
        .is_some_and(|pid| rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_running(_: i32) -> bool {
    true
}

/// Appends an ending to a file's name.
pub(super) fn with_suffix(file: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = file.as_os_str().into();
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn create_removes_only_leftovers_of_dead_processes() {
        let folder = tempfile::tempdir().unwrap();
        let mut gone = std::process::Command::new("true").spawn().unwrap();
        let (dead, alive) = (gone.id(), std::process::id());
        gone.wait().unwrap();
        let kept = [format!("a{MARK}{alive}"), format!("b{MARK}1"), format!("c{MARK}x"), "d.before-2".into()];
        let left = format!("l.sqlite.before-2{MARK}{dead}");
        let old = format!("l.sqlite.before-2{OLD_MARK}{dead}");
        for name in kept.iter().chain([&left, &format!("{left}-journal"), &old, &format!("{old}-journal")]) {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let db = Connection::open_in_memory().unwrap();
        let partial = create(&db, &folder.path().join("copy")).unwrap();
        std::fs::remove_file(partial).unwrap();
        let mut left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, kept);
    }
}
