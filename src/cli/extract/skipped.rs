//! `--skipped FILE`, and the counts of skipped records at the end of an archive.

use super::resume::LastRow;
use crate::cli::error::CliError;
use crate::load::warc::{WarcDamage, WarcSkip};
use crate::sanitize;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;

/// A line of the list.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    offset: u64,
    record_id: Option<&'a str>,
    url: Option<&'a str>,
    reason: &'a str,
    detail: Option<&'a str>,
}

#[derive(Deserialize)]
struct Place {
    file: String,
    offset: u64,
}

/// Counts what is left out, and lists it if wanted.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    list: Option<File>,
    /// Counts of the archive that is being read.
    counts: BTreeMap<&'static str, usize>,
}

impl Skipped {
    /// Creates or empties the list.
    pub(super) fn create(path: Option<&Path>) -> Result<Self, CliError> {
        let list =
            path.map(|path| File::options().read(true).append(true).create(true).open(path).map_err(failed(path)));
        Ok(Self { list: list.transpose()?, counts: BTreeMap::new() })
    }

    /// Removes what an earlier run listed behind its last row, or everything if there is none.
    pub(super) fn cut(&mut self, path: &Path, last: Option<(&LastRow, &BTreeSet<String>)>) -> Result<(), CliError> {
        let Some(list) = &mut self.list else { return Ok(()) };
        let mut end = 0;
        let mut reader = BufReader::new(&mut *list);
        let mut line = Vec::new();
        while let Some((last, done)) = last {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(failed(path))?;
            let Ok(place) = serde_json::from_slice::<Place>(&line) else { break };
            let is_before = done.contains(&place.file) || last.is_of(&place.file) && place.offset < last.offset();
            if line.last() != Some(&b'\n') || !is_before {
                break;
            }
            end += length as u64;
        }
        list.set_len(end).and_then(|()| list.seek(SeekFrom::End(0))).map_err(failed(path))?;
        Ok(())
    }

    /// Counts and lists a record that is no page.
    pub(super) fn skip(&mut self, file: &str, skip: &WarcSkip) -> Result<(), CliError> {
        let reason = skip.reason.name();
        *self.counts.entry(reason).or_default() += 1;
        let (record_id, url, detail) = (skip.record_id.as_deref(), skip.url.as_deref(), skip.detail.as_deref());
        self.add(&Line { file, offset: skip.offset, record_id, url, reason, detail })
    }

    /// Lists a damaged place.
    pub(super) fn damage(&mut self, file: &str, damage: &WarcDamage) -> Result<(), CliError> {
        *self.counts.entry("damaged").or_default() += 1;
        let detail = damage.fault.to_string();
        let (url, detail) = (damage.url.as_deref(), Some(detail.as_str()));
        self.add(&Line { file, offset: damage.offset, record_id: None, url, reason: "damaged", detail })
    }

    fn add(&mut self, line: &Line<'_>) -> Result<(), CliError> {
        let Some(list) = &mut self.list else { return Ok(()) };
        let file = sanitize::line(line.file);
        let text = crate::cli::rows::json(&Line { file: &file, ..*line })? + "\n";
        // Written at once: a row behind it is never there without it.
        list.write_all(text.as_bytes()).map_err(|error| CliError::Failed(format!("--skipped: {error}")))
    }

    /// Returns the counts in words, and begins anew; empty if nothing was left out.
    pub(super) fn take_counts(&mut self) -> String {
        let counts = std::mem::take(&mut self.counts);
        let total: usize = counts.values().sum();
        if total == 0 {
            return String::new();
        }
        let each: Vec<_> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        format!("; skipped {total} ({})", each.join(", "))
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> CliError + '_ {
    move |error| CliError::Failed(format!("{}: {error}", path.display()))
}
