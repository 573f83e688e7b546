//! Shares of the quoted words by speaker, kind or site, over all pieces or those of a filter.
//!
//! The table `quote_summary` has one short line per piece. Adding up a hundred thousand of them takes a tenth of a
//! second for any filter, so no totals are stored that could become wrong.

use super::Library;
use super::error::Result;
use super::ids::{PieceId, SpeakerId};
use super::index::kind_numbered;
use super::query::Query;
use super::speakers::least_numbers;
use super::sql::Sql;
use crate::reading::{Least, SpeakerKind};
use crate::small_sort::SmallSort;
use rusqlite::{Connection, params_from_iter};

/// A speaker's share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerShare {
    /// Number of the speaker, if it is one.
    pub id: Option<SpeakerId>,
    /// Name of the speaker, kind or site.
    pub name: String,
    /// Kind, if it is one speaker.
    pub kind: Option<SpeakerKind>,
    /// True if the user joined other speakers to this one.
    pub joined: bool,
    /// Number of quotations.
    pub quotes: usize,
    /// Number of words in them.
    pub words: usize,
    /// Number of pieces with them.
    pub pieces: usize,
}

/// The largest shares and their total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerShares {
    /// The largest first.
    pub shares: Vec<SpeakerShare>,
    /// Number of words of all groups.
    pub words: usize,
    /// All groups, also those that are left out.
    pub groups: usize,
}

/// Grouping of shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// Speakers.
    #[default]
    Speaker,
    /// Kinds of speakers.
    Kind,
    /// Publications.
    Site,
}

/// Counts of one group. A quotation by two speakers counts for each of them, but once for their kind and site.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    quotes: usize,
    words: usize,
    pieces: usize,
    /// Number of the last quotation counted.
    quote: usize,
    /// Number of the last piece counted.
    piece: usize,
}

/// Sums by group number.
#[derive(Debug, Default)]
struct Sums {
    all: Vec<Sum>,
    quotes: usize,
    pieces: usize,
}

impl Sums {
    /// Counts the quotations of a piece; `group` returns the group of a speaker, if it has one.
    fn piece(&mut self, quotes: &str, group: impl Fn(usize) -> Option<usize>) {
        self.pieces += 1;
        // A million quotations are read to add up a library, so each byte is read once.
        let (mut number, mut words, mut is_speaker) = (0_usize, 0, false);
        for byte in quotes.bytes().chain([b',']) {
            if byte.is_ascii_digit() {
                number = number.wrapping_mul(10).wrapping_add(usize::from(byte - b'0'));
                continue;
            }
            if !is_speaker {
                (self.quotes, words) = (self.quotes + 1, number);
            } else if let Some(at) = group(number) {
                self.quote(at, words);
            }
            (number, is_speaker) = (0, byte == b':');
        }
    }

    fn quote(&mut self, group: usize, words: usize) {
        if group >= self.all.len() {
            self.all.resize(group + 1, Sum::default());
        }
        let sum = &mut self.all[group];
        if sum.quote != self.quotes {
            (sum.quote, sum.quotes, sum.words) = (self.quotes, sum.quotes + 1, sum.words + words);
        }
        if sum.piece != self.pieces {
            (sum.piece, sum.pieces) = (self.pieces, sum.pieces + 1);
        }
    }

    /// Returns the groups with most words, including ties with the last one, which are decided by name.
    fn most(&self, limit: usize) -> Vec<(usize, Sum)> {
        let heard = self.all.iter().copied().enumerate().filter(|(_, sum)| sum.quotes > 0);
        let mut most: Vec<_> = heard.collect();
        most.sort_unstable_by_key(|(group, sum)| (std::cmp::Reverse(sum.words), *group));
        let least = limit.checked_sub(1).and_then(|last| most.get(last)).map_or(0, |(_, sum)| sum.words);
        most.truncate(most.partition_point(|(_, sum)| sum.words >= least));
        most
    }
}

impl Library {
    /// Returns the shares of the quoted words in matching pieces, largest first, at most `limit`.
    ///
    /// # Errors
    /// The file fails.
    pub fn speaker_shares(&self, query: &Query, per: GroupBy, limit: usize) -> Result<Vec<SpeakerShare>> {
        Ok(self.shares_of_total(query, per, limit)?.shares)
    }

    /// Like `speaker_shares`, with the total.
    ///
    /// # Errors
    /// The file fails.
    pub fn shares_of_total(&self, query: &Query, per: GroupBy, limit: usize) -> Result<SpeakerShares> {
        let sums = self.sums(query, per)?;
        let words = sums.all.iter().map(|sum| sum.words).sum();
        let mut voices = Vec::new();
        for (group, sum) in sums.most(limit) {
            let voice = self.group(per, group)?;
            voices.push(SpeakerShare { quotes: sum.quotes, words: sum.words, pieces: sum.pieces, ..voice });
        }
        voices.small_sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.name.cmp(&b.name)));
        voices.truncate(limit);
        let groups = sums.all.iter().filter(|sum| sum.quotes > 0).count();
        Ok(SpeakerShares { shares: voices, words, groups })
    }

    fn sums(&self, query: &Query, per: GroupBy) -> Result<Sums> {
        let sql = Sql::of(&self.db, query, self.now())?;
        let groups = match per {
            GroupBy::Speaker => numbered(&self.db, "SELECT id, coalesce(merged_into, id) FROM speaker")?,
            GroupBy::Kind => numbered(
                &self.db,
                "SELECT s.id, h.kind FROM speaker s JOIN speaker h ON h.id = coalesce(s.merged_into, s.id)",
            )?,
            GroupBy::Site => Vec::new(),
        };
        // Without the site, an index alone provides the pieces.
        let site = if per == GroupBy::Site { "coalesce(p.site, 0)" } else { "0" };
        let summary = summary(self.least);
        let text = format!(
            "SELECT v.quotes, p.site, p.id FROM (SELECT p.id, {site} AS site {}{}) p JOIN {summary} v ON v.piece = p.id",
            sql.from, sql.conditions
        );
        let mut statement = self.db.prepare_cached(&text)?;
        let mut rows = statement.query(params_from_iter(&sql.values))?;
        let mut sums = Sums::default();
        while let Some(row) = rows.next()? {
            if query.has_phrases() && !self.holds_phrases(row.get(2)?, query)? {
                continue;
            }
            let site: usize = row.get(1)?;
            let quotes = row.get_ref(0)?.as_str_or_null().ok().flatten().unwrap_or_default();
            match per {
                GroupBy::Site => sums.piece(quotes, |_| Some(site)),
                GroupBy::Speaker | GroupBy::Kind => sums.piece(quotes, |speaker| groups.get(speaker).copied()),
            }
        }
        Ok(sums)
    }

    /// Returns the group without its counts.
    fn group(&self, per: GroupBy, group: usize) -> Result<SpeakerShare> {
        let id = group as i64;
        let named = |name| SpeakerShare { name, ..SpeakerShare::default() };
        match per {
            GroupBy::Kind => Ok(named(kind_numbered(id).name().to_owned())),
            GroupBy::Site if group == 0 => Ok(SpeakerShare::default()),
            GroupBy::Site => {
                let mut find = self.db.prepare_cached("SELECT coalesce(name, host) FROM site WHERE id = ?1")?;
                Ok(named(find.query_row([id], |row| row.get(0))?))
            }
            GroupBy::Speaker => {
                let sql = "SELECT name, kind, EXISTS (SELECT 1 FROM speaker j WHERE j.merged_into = s.id)
                           FROM speaker s WHERE id = ?1";
                let mut find = self.db.prepare_cached(sql)?;
                Ok(find.query_row([id], |row| {
                    let kind = Some(kind_numbered(row.get(1)?));
                    Ok(SpeakerShare {
                        id: Some(SpeakerId(id)),
                        name: row.get(0)?,
                        kind,
                        joined: row.get(2)?,
                        ..SpeakerShare::default()
                    })
                })?)
            }
        }
    }

    /// Returns the speakers in a piece, most quoted first: name, role, number of quotations.
    ///
    /// # Errors
    /// The file fails.
    pub fn speakers_in(&self, piece: PieceId) -> Result<Vec<(String, Option<String>, usize)>> {
        let sql = "SELECT h.name, h.role, count(*) FROM quote q JOIN quote_speaker d ON d.quote = q.id
                   JOIN speaker sp ON sp.id = d.speaker JOIN speaker h ON h.id = coalesce(sp.merged_into, sp.id)
                   WHERE q.piece = ?1 AND q.grade >= ?2 AND q.confidence >= ?3 GROUP BY h.id ORDER BY 3 DESC, min(q.n)";
        let mut statement = self.db.prepare_cached(sql)?;
        let (grade, confidence) = least_numbers(self.least);
        let rows = statement.query_map(rusqlite::params![piece, grade, confidence], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

/// SQL of the table, or of a query in its place, with a summary of each piece's quotations.
fn summary(least: Least) -> String {
    if least == Least::default() {
        return "quote_summary".to_owned();
    }
    let (grade, confidence) = least_numbers(least);
    format!(
        "(SELECT piece, group_concat(short, ',') AS quotes FROM (
            SELECT q.piece, q.words || ':' || group_concat(d.speaker, ':') AS short
            FROM quote q JOIN quote_speaker d ON d.quote = q.id
            WHERE q.grade >= {grade} AND q.confidence >= {confidence} GROUP BY q.id) GROUP BY piece)"
    )
}

/// Reads pairs of numbers into a list: the second at the index of the first.
fn numbered(db: &Connection, sql: &str) -> Result<Vec<usize>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (at, number): (usize, usize) = (row.get(0)?, row.get(1)?);
        if at >= all.len() {
            all.resize(at + 1, 0);
        }
        all[at] = number;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_counts_once_for_a_group_and_a_piece_too() {
        let mut sums = Sums::default();
        // Speakers 1 and 2 are one group, 3 another.
        let group = |speaker: usize| Some(usize::from(speaker > 2) + 1);
        sums.piece("10:1:2,5:1,7:3", group);
        sums.piece("2:2", group);
        let told = |(group, sum): (usize, Sum)| (group, sum.quotes, sum.words, sum.pieces);
        assert_eq!(sums.most(9).into_iter().map(told).collect::<Vec<_>>(), [(1, 3, 17, 2), (2, 1, 7, 1)]);
        assert_eq!(sums.most(1).len(), 1);
        assert_eq!(sums.most(0).len(), 2);
    }
}
