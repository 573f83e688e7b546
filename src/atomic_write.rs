//! Atomic writes of the user's files: each appears complete or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Permissions of a new file; an existing one keeps its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permissions {
    /// Only the user can read it.
    Private,
    /// The default of the system for new files.
    Default,
}

/// Writes a file through `write`. A symbolic link is kept and its target written; a device or pipe is written
/// directly.
///
/// # Errors
/// An error of `write`, or the file can't be written; then it has not changed.
pub fn write<T, E: From<io::Error>>(
    file: &Path,
    rights: Permissions,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<T, E>,
) -> Result<T, E> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let there = fs::metadata(&file).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return through(&File::options().write(true).open(&file)?, write);
    }
    let draft = draft(folder(&file), rights)?;
    let done = through(draft.as_file(), write)?;
    if let Some(there) = there {
        draft.as_file().set_permissions(there.permissions())?;
    }
    draft.as_file().sync_all()?;
    draft.persist(&file).map_err(|error| error.error)?;
    Ok(done)
}

/// Returns the parent folder of a file; `.` for a bare name.
pub fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn through<T, E: From<io::Error>>(
    file: &File,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<T, E>,
) -> Result<T, E> {
    let mut out = BufWriter::new(file);
    let done = write(&mut out)?;
    out.flush()?;
    Ok(done)
}

fn draft(folder: &Path, rights: Permissions) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    if rights == Permissions::Default {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = (&mut builder, rights);
    builder.tempfile_in(folder)
}
