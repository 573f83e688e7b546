//! Maildir: a folder with a file for each message, those that were seen in `cur`, the others in `new`.

use crate::load::error::Failure;
use std::path::{Path, PathBuf};

/// The messages of a Maildir, in the order of their names, which begin with the time; `None` for another folder.
///
/// # Errors
/// A folder in it can't be listed.
pub(super) fn messages(folder: &Path) -> Option<Result<Vec<PathBuf>, Failure>> {
    let parts = [folder.join("cur"), folder.join("new")];
    if !parts.iter().all(|part| part.is_dir()) {
        return None;
    }
    let mut all = Vec::new();
    for part in &parts {
        let listed = match std::fs::read_dir(part) {
            Ok(listed) => listed,
            Err(error) => return Some(Err(Failure::Unreadable(error.to_string()))),
        };
        // Links are not followed, and what is hidden is no message.
        let files = listed.flatten().filter(|one| {
            let hidden = one.file_name().to_string_lossy().starts_with('.');
            !hidden && one.file_type().is_ok_and(|kind| kind.is_file())
        });
        all.extend(files.map(|one| one.path()));
    }
    all.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    Some(Ok(all))
}
