//! Earlier versions of a piece and the difference between two texts.

use super::error::{Error, Result};
use super::ids::PieceId;
use super::piece::{Original, Seconds};
use super::{Library, pack};
use crate::check::WordLists;
use crate::check::revision::{revisions, summary};
use crate::document::MediaType;
use crate::reading::Reading;
use rusqlite::{Connection, OptionalExtension};

/// A current or earlier text of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Number of the version in the file.
    pub number: i64,
    /// Time of fetching.
    pub fetched: Seconds,
    /// True if it is the current one.
    pub current: bool,
}

/// A paragraph of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine<'a> {
    /// The paragraph is in both texts.
    Same(&'a str),
    /// Only in the earlier text.
    Gone(&'a str),
    /// Only in the later text.
    Come(&'a str),
}

impl Library {
    /// Returns all versions of a piece, newest first.
    ///
    /// # Errors
    /// The file fails.
    pub fn versions(&self, id: PieceId) -> Result<Vec<Version>> {
        let sql = "SELECT b.id, b.fetched, b.id IS p.body FROM body b JOIN piece p ON p.id = b.piece
                   WHERE p.id = ?1 ORDER BY b.id DESC";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement
            .query_map([id], |row| Ok(Version { number: row.get(0)?, fetched: row.get(1)?, current: row.get(2)? }))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the quotations of the current version that differ from the one before, counted, as far as that was told when
    /// it was fetched.
    ///
    /// # Errors
    /// The file fails.
    pub fn revised(&self, id: PieceId) -> Result<Option<String>> {
        let sql = "SELECT b.revised FROM piece p JOIN body b ON b.id = p.body WHERE p.id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.flatten())
    }

    /// Returns the time of the last opening of a piece.
    ///
    /// # Errors
    /// The file fails.
    pub fn opened(&self, id: PieceId) -> Result<Option<Seconds>> {
        let sql = "SELECT opened FROM piece WHERE id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.flatten())
    }

    /// Returns the reading of a version.
    ///
    /// # Errors
    /// There is no such version, or it does not unpack.
    pub fn version(&self, version: Version) -> Result<Reading> {
        reading_of_version(&self.db, version.number)
    }

    /// Returns the bytes that a version was made from.
    ///
    /// # Errors
    /// As [`Library::version`].
    pub fn version_original(&self, version: Version) -> Result<Option<Original>> {
        let sql = "SELECT media_type, charset, original FROM body WHERE id = ?1 AND original IS NOT NULL";
        let found: Option<(Option<String>, Option<String>, Vec<u8>)> = self
            .db
            .prepare_cached(sql)?
            .query_row([version.number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((media_type, charset, bytes)) = found else { return Ok(None) };
        let media_type = media_type.unwrap_or_default();
        let media_type = MediaType::named(&media_type).ok_or(Error::UnknownMediaType(media_type))?;
        Ok(Some(Original { media_type, charset: charset.unwrap_or_default(), bytes: pack::inflate(&bytes)? }))
    }
}

pub(super) fn reading_of_version(db: &Connection, body: i64) -> Result<Reading> {
    let (text, rest): (Vec<u8>, Vec<u8>) = db
        .prepare_cached("SELECT text, reading_json FROM body WHERE id = ?1")?
        .query_row([body], |row| Ok((row.get(0)?, row.get(1)?)))?;
    pack::unpack(&text, &rest)
}

/// Counts the quotations that differ between the current text of a piece and a new one; `None` where none do, where the
/// current text is only a summary, or does not unpack.
pub(super) fn revised_by(db: &Connection, id: PieceId, later: &Reading) -> Result<Option<String>> {
    let sql = "SELECT b.id FROM piece p JOIN body b ON b.id = p.body WHERE p.id = ?1 AND b.excerpt = 0";
    let Some(body) = db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()? else { return Ok(None) };
    let Ok(earlier) = reading_of_version(db, body) else { return Ok(None) };
    Ok(summary(&revisions(&earlier, later, &WordLists::default())))
}

/// Number of edits from which two texts count as wholly different; it limits the work.
const MAX_EDITS: usize = 1_000;

/// Returns the difference of two texts by paragraphs, in reading order (Myers, "An O(ND) difference algorithm",
/// 1986).
pub fn difference<'a>(earlier: &'a str, later: &'a str) -> Vec<DiffLine<'a>> {
    let old: Vec<&str> = earlier.split("\n\n").collect();
    let new: Vec<&str> = later.split("\n\n").collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (middle_old, middle_new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut lines: Vec<DiffLine<'a>> = old[..start].iter().map(|text| DiffLine::Same(text)).collect();
    lines.extend(edits(middle_old, middle_new));
    lines.extend(old[old.len() - end..].iter().map(|text| DiffLine::Same(text)));
    lines
}

fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<DiffLine<'a>> {
    let Some(trace) = trace(old, new) else {
        let gone = old.iter().map(|text| DiffLine::Gone(text));
        return gone.chain(new.iter().map(|text| DiffLine::Come(text))).collect();
    };
    let (mut x, mut y) = (old.len(), new.len());
    let mut lines = Vec::with_capacity(x + y);
    for (d, furthest) in trace.iter().enumerate().rev() {
        let (k, d) = (x as isize - y as isize, d as isize);
        let at = |k: isize| furthest.get((k + d) as usize).copied().unwrap_or(0);
        let down = k == -d || (k != d && at(k - 1) < at(k + 1));
        let previous = if down { k + 1 } else { k - 1 };
        let (px, py) = if d == 0 { (0, 0) } else { (at(previous), (at(previous) as isize - previous) as usize) };
        while x > px && y > py && (d > 0 || x > 0) {
            lines.push(DiffLine::Same(old[x - 1]));
            (x, y) = (x - 1, y - 1);
        }
        if d > 0 && down {
            lines.push(DiffLine::Come(new[y - 1]));
            y -= 1;
        } else if d > 0 {
            lines.push(DiffLine::Gone(old[x - 1]));
            x -= 1;
        }
    }
    lines.reverse();
    lines
}

/// For each number of edits, returns the furthest points reached before it, by diagonal from −d to d.
fn trace(old: &[&str], new: &[&str]) -> Option<Vec<Vec<usize>>> {
    let (n, m) = (old.len() as isize, new.len() as isize);
    let most = (n + m).min(MAX_EDITS as isize);
    let mut reach = vec![0_usize; 2 * most as usize + 3];
    let mid = most + 1;
    let mut trace = Vec::new();
    for d in 0..=most {
        trace.push(reach[(mid - d) as usize..=(mid + d) as usize].to_vec());
        for k in (-d..=d).step_by(2) {
            let (below, above) = (reach[(mid + k - 1) as usize], reach[(mid + k + 1) as usize]);
            let mut x = if k == -d || (k != d && below < above) { above } else { below + 1 };
            let mut y = (x as isize - k) as usize;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[(mid + k) as usize] = x;
            if x as isize >= n && y as isize >= m {
                return Some(trace);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(lines: &[DiffLine<'_>]) -> String {
        let show = |line: &DiffLine<'_>| match line {
            DiffLine::Same(text) => format!(" {text}"),
            DiffLine::Gone(text) => format!("-{text}"),
            DiffLine::Come(text) => format!("+{text}"),
        };
        lines.iter().map(show).collect()
    }

    #[test]
    fn differences_by_paragraph() {
        let cases = [
            ("a\n\nb\n\nc", "a\n\nb\n\nc", " a b c"),
            ("a\n\nb\n\nc", "a\n\nx\n\nc", " a-b+x c"),
            ("a\n\nb", "b", "-a b"),
            ("b", "a\n\nb", "+a b"),
            ("a\n\nb\n\nc\n\nd", "a\n\nc\n\ne\n\nd", " a-b c+e d"),
        ];
        for (old, new, expected) in cases {
            assert_eq!(shown(&difference(old, new)), expected);
        }
    }

    proptest! {
        #[test]
        fn both_texts_can_be_told_from_the_difference(
            old in prop::collection::vec("[a-d]", 1..12), new in prop::collection::vec("[a-d]", 1..12),
        ) {
            let (old, new) = (old.join("\n\n"), new.join("\n\n"));
            let lines = difference(&old, &new);
            let before: Vec<_> = lines.iter().filter_map(|line| match line {
                DiffLine::Same(text) | DiffLine::Gone(text) => Some(*text),
                DiffLine::Come(_) => None,
            }).collect();
            let after: Vec<_> = lines.iter().filter_map(|line| match line {
                DiffLine::Same(text) | DiffLine::Come(text) => Some(*text),
                DiffLine::Gone(_) => None,
            }).collect();
            prop_assert_eq!(before.join("\n\n"), old.as_str());
            prop_assert_eq!(after.join("\n\n"), new.as_str());
        }
    }
}
