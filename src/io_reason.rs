//! Reasons of failed reads and writes in plain words, without the system's numbers and the names of temporary files.

use std::io::{Error, ErrorKind};
use std::path::Path;

/// Returns the reason why a file or folder cannot be read.
pub fn reading(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".into(),
        _ => of(error),
    }
}

/// Returns the reason why a file cannot be written.
pub fn writing(file: &Path, error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            format!("no such folder: {}", folder.display())
        }
        ErrorKind::AlreadyExists => "already exists".into(),
        _ => of(error),
    }
}

fn of(error: &Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "this is a folder".into(),
        ErrorKind::NotADirectory => "a part of the path is not a folder".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => {
            let text = error.to_string();
            text.split_once(" (os error ").map_or(text.as_str(), |(words, _)| words).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_errors_have_plain_reasons() {
        let missing = std::fs::metadata("/no-such-folder/file").unwrap_err();
        assert_eq!(reading(&missing), "no such file");
        assert_eq!(writing(Path::new("/no-such-folder/file"), &missing), "no such folder: /no-such-folder");
        assert_eq!(reading(&Error::from_raw_os_error(28)), "the disk is full");
        assert!(!reading(&Error::from_raw_os_error(5)).contains("os error"));
        assert_eq!(reading(&Error::other("not a regular file")), "not a regular file");
    }
}
