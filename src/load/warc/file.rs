//! Archives on disk: told by their first bytes, read whole or in part.

use super::{SecondLook, WarcForm, WarcReader};
use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

/// A file or a pipe.
pub type WarcInput = Box<dyn Read + Send>;

/// Bytes before a range from which on its first record is looked for. A record that holds an archive of its own is then
/// passed over as one, if it is not longer.
const BEFORE_RANGE: u64 = 4 << 20;

/// Returns the form of an archive on disk, by its first bytes; `None` for other files. A file that is called `.warc` and
/// whose first bytes are damaged is an archive, too.
///
/// # Errors
/// The file cannot be read.
pub fn form_of(path: &Path) -> Result<Option<WarcForm>> {
    let mut sample = Vec::new();
    File::open(path)?.take(WarcForm::SAMPLE as u64).read_to_end(&mut sample)?;
    let has_end = |path: &Path, end: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(end));
    let by_name = || match () {
        () if sample.is_empty() => None,
        () if has_end(path, "warc") => Some(WarcForm::Plain),
        () if has_end(path, "gz") && has_end(&path.with_extension(""), "warc") => Some(WarcForm::Gzip),
        () => None,
    };
    Ok(WarcForm::of(&sample).or_else(by_name))
}

/// Opens the members of an archive that begin in `range`; pages may have `most` bytes.
///
/// # Errors
/// The file cannot be read.
pub fn open(path: &Path, form: WarcForm, range: Range<u64>, most: usize) -> Result<WarcReader<WarcInput>> {
    let position = range.start.saturating_sub(BEFORE_RANGE);
    let file = file_at(path, position)?;
    Ok(WarcReader::of_range(file, form, most, position, range).with_second_look(second_look(path)))
}

/// Opens the one member of an archive that begins at `offset`, as a page tells it; pages may have `most` bytes. Nothing
/// before it is read.
///
/// # Errors
/// The file cannot be read.
pub fn open_at(path: &Path, form: WarcForm, offset: u64, most: usize) -> Result<WarcReader<WarcInput>> {
    Ok(WarcReader::of_member(file_at(path, offset)?, form, most, offset).with_second_look(second_look(path)))
}

fn file_at(path: &Path, position: u64) -> Result<WarcInput> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(position))?;
    Ok(Box::new(file))
}

fn second_look(path: &Path) -> SecondLook {
    let path = path.to_owned();
    Box::new(move |offset| file_at(&path, offset).map(|file| -> Box<dyn Read> { file }))
}
