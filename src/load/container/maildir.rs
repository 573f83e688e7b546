//! Maildir: a folder with a file for each message, those that were seen in `cur`, the others in `new`.

use crate::load::error::Failure;
use crate::small_sort::SmallSort;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Time after which a change to a folder shows in its time of change, whatever the file system.
const SETTLED: Duration = Duration::from_secs(2);

/// Times at which the folders of a Maildir changed last; `None` for another folder, and for one that has just changed, whose
/// next change may bear the same time.
pub(super) fn changed(folder: &Path) -> Option<[SystemTime; 2]> {
    let time = |part: &str| folder.join(part).metadata().ok().filter(Metadata::is_dir)?.modified().ok();
    let times = [time("cur")?, time("new")?];
    times.iter().all(|time| time.elapsed().is_ok_and(|age| age > SETTLED)).then_some(times)
}

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
    all.small_sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    Some(Ok(all))
}
