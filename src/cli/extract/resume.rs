//! `--resume FILE`: the rows of an interrupted run, and the place to go on from.

use crate::document::WarcOrigin;
use crate::load::warc::WarcPage;
use crate::sanitize;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Result, Seek, SeekFrom};
use std::path::Path;

/// The source of the last whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LastRow {
    location: String,
    pub(super) warc: Option<WarcOrigin>,
    /// Number of rows at the end of the file with the same place in the archive: identical records in one member.
    repeats: usize,
}

#[derive(Deserialize, PartialEq, Eq)]
struct RowSource {
    location: String,
    #[serde(default)]
    warc: Option<WarcOrigin>,
}

impl LastRow {
    /// Returns true if the row comes from the source of this name.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.name() == name
    }

    /// Returns the name of the source: the archive, if it comes from one.
    pub(super) fn name(&self) -> &str {
        self.warc.as_ref().map_or(&self.location, |warc| &warc.file)
    }

    /// Returns the position of the row's record.
    pub(super) fn offset(&self) -> u64 {
        self.warc.as_ref().map_or(0, |warc| warc.offset)
    }

    /// Returns true if the page stands behind the row's member, whose record is then not to be found any more.
    pub(super) fn is_before(&self, page: &WarcPage) -> bool {
        page.offset > self.offset()
    }

    /// Returns true at the page of the row itself. Pages before it were written, too.
    pub(super) fn passes(&mut self, page: &WarcPage) -> bool {
        let id = page.record_id.as_deref().map(sanitize::line);
        let same = self.warc.as_ref().is_some_and(|warc| warc.record_id.as_deref() == id.as_deref());
        self.repeats -= usize::from(same && self.repeats > 0);
        self.repeats == 0
    }
}

/// Opens the rows of an earlier run, to write behind the last whole one; a row that broke off is removed. The file is
/// made if there is none.
///
/// # Errors
/// It cannot be read or written, or has lines that are no rows.
pub(super) fn open(path: &Path) -> Result<(File, Option<LastRow>)> {
    let mut file = File::options().read(true).append(true).create(true).open(path)?;
    let (mut end, mut last) = (0, None::<LastRow>);
    let (mut line, mut before) = (Vec::new(), Vec::new());
    let mut reader = BufReader::with_capacity(1 << 20, &mut file);
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            break;
        }
        end += length as u64;
        // Rows are long, and their sources stand at the beginning of each.
        let Some(source) = source(&line) else {
            return Err(std::io::Error::other("it holds lines that are no readings of `sayso extract`"));
        };
        let repeats = if source == before.as_slice() { last.as_ref().map_or(0, |row| row.repeats) } else { 0 };
        if repeats == 0 {
            before = source.to_vec();
            let RowSource { location, warc } = serde_json::from_slice(source)?;
            last = Some(LastRow { location, warc, repeats: 1 });
        } else if let Some(row) = &mut last {
            row.repeats += 1;
        }
    }
    file.set_len(end)?;
    file.seek(SeekFrom::End(0))?;
    Ok((file, last))
}

/// Returns the object `source` of a row.
fn source(line: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(line, b"\"source\":")? + b"\"source\":".len();
    let rest = line.get(start..)?;
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    rest.get(..values.byte_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn row(id: &str) -> String {
        format!(
            r#"{{"schema":2,"source":{{"location":"http://a/","warc":{{"file":"a.gz","offset":7,"record_id":"{id}","date":null,"truncated":null}}}},"title":"x"}}"#
        )
    }

    #[test]
    fn broken_last_row_is_removed_and_the_one_before_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        assert_eq!(open(&path).unwrap().1, None);
        let whole = format!("{}\n{}\n{}\n", row("a"), row("b"), row("b"));
        std::fs::write(&path, format!("{whole}{}", &row("c")[..40])).unwrap();
        let (mut file, last) = open(&path).unwrap();
        let last = last.unwrap();
        assert_eq!((last.name(), last.offset(), last.repeats), ("a.gz", 7, 2));
        file.write_all(b"more\n").unwrap();
        let mut text = String::new();
        File::open(&path).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, format!("{whole}more\n"));
        assert!(open(&path).unwrap_err().to_string().contains("no readings"));
    }
}
