//! Speakers and their quotations over all pieces. Speakers are matched by normalised name; the user can join and part
//! them.

use super::error::{Error, Result};
use super::ids::{PieceId, SpeakerId};
use super::index::{grade_number, grade_numbered, kind_numbered, quote_kind_numbered};
use super::journal::JournalField;
use super::name_match::TypedName;
use super::piece::Seconds;
use super::{Library, index};
use crate::check::WordLists;
use crate::check::timeline::{TimedStatement, Timeline};
use crate::reading::{Grade, Least, QuoteKind, SpeakerKind};
use crate::small_sort::SmallSort;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// A speaker quoted in some piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibrarySpeaker {
    /// Number of the speaker.
    pub id: SpeakerId,
    /// The fullest name found.
    pub name: String,
    /// Person, organisation, outlet, group or unnamed.
    pub kind: SpeakerKind,
    /// The role at the first occurrence.
    pub role: Option<String>,
    /// Names of speakers that the user joined to this one.
    pub joined: Vec<String>,
}

/// A quotation and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The speaker's name in that piece.
    pub speaker: String,
    /// The piece.
    pub piece: PieceId,
    /// The piece's title.
    pub title: String,
    /// Publication or host.
    pub site: Option<String>,
    /// Address of the piece.
    pub url: Option<String>,
    /// Time of the quote: the piece's date, else the time of saving.
    pub day: Seconds,
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// The words.
    pub text: String,
    /// Intermediary, such as an outlet.
    pub via: Option<String>,
    /// Start of the quote: a byte in the article's text.
    pub start: usize,
    /// Number of the quotation in the file.
    pub quote: i64,
    /// Grade of the confidence.
    pub grade: Grade,
    /// Probability that words and speaker are right, per mille.
    pub confidence: u16,
}

impl Statement {
    /// Returns the position after this statement in the order of [`Library::statements`].
    pub const fn cursor(&self) -> (Seconds, i64) {
        (self.day, self.quote)
    }
}

impl Library {
    /// Returns the speakers quoted in pieces that are not deleted, whose name contains these words, most quoted
    /// first; joined ones as one.
    ///
    /// # Errors
    /// The file fails.
    pub fn speakers(&self, name: &str) -> Result<Vec<LibrarySpeaker>> {
        let sql = "SELECT s.id, s.name, s.kind, s.role,
                     (SELECT group_concat(j.name, char(31)) FROM speaker j WHERE j.merged_into = s.id)
                   FROM speaker s WHERE s.merged_into IS NULL AND s.id IN (SELECT value FROM json_each(?1))
                     AND (EXISTS (SELECT 1 FROM quote_speaker d JOIN quote q ON q.id = d.quote JOIN piece p ON p.id = q.piece
                         WHERE d.speaker = s.id AND p.deleted = 0 AND q.grade >= ?2 AND q.confidence >= ?3)
                       OR EXISTS (SELECT 1 FROM speaker m JOIN quote_speaker d ON d.speaker = m.id JOIN quote q ON q.id = d.quote
                         JOIN piece p ON p.id = q.piece WHERE m.merged_into = s.id AND p.deleted = 0
                         AND q.grade >= ?2 AND q.confidence >= ?3))
                   ORDER BY (SELECT count(*) FROM quote_speaker d WHERE d.speaker = s.id) DESC, s.name";
        let (grade, confidence) = least_numbers(self.least);
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(
            rusqlite::params![ids_by_name(&self.db, name, false)?.ids, grade, confidence],
            |row| {
                let joined: Option<String> = row.get(4)?;
                Ok(LibrarySpeaker {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    kind: kind_numbered(row.get(2)?),
                    role: row.get(3)?,
                    joined: joined.map(|all| all.split('\u{1f}').map(str::to_owned).collect()).unwrap_or_default(),
                })
            },
        )?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the statements of a speaker and those joined to it, newest first, at most `limit`; `after` is the
    /// [`Statement::cursor`] of the previous page's last one.
    ///
    /// # Errors
    /// The file fails.
    pub fn statements(
        &self,
        speaker: SpeakerId,
        after: Option<(Seconds, i64)>,
        limit: usize,
    ) -> Result<Vec<Statement>> {
        let mut members = vec![speaker];
        members.extend(followers(&self.db, speaker)?);
        let after = after.unwrap_or((Seconds::MAX, 0));
        let mut found = Vec::new();
        for member in members {
            // Each speaker's rows come in index order and end with the page, however many there are.
            found.extend(self.said_by(member, after, limit)?);
        }
        // The order of each speaker's rows: any other would split pages between rows.
        found.small_sort_by(|(a, _), (b, _)| b.day.cmp(&a.day).then(a.quote.cmp(&b.quote)));
        let mut texts: HashMap<PieceId, Vec<String>> = HashMap::new();
        let mut page = Vec::with_capacity(limit.min(found.len()));
        for (mut said, n) in found.into_iter().take(limit) {
            if let std::collections::hash_map::Entry::Vacant(e) = texts.entry(said.piece) {
                e.insert(index::spoken(&self.db, said.piece)?);
            }
            said.text = texts.get(&said.piece).and_then(|all| all.get(n)).cloned().unwrap_or_default();
            page.push(said);
        }
        Ok(page)
    }

    /// Returns quotations without their words, with their number within the piece; those of a piece are adjacent.
    fn said_by(&self, speaker: SpeakerId, after: (Seconds, i64), limit: usize) -> Result<Vec<(Statement, usize)>> {
        let sql =
            "SELECT (SELECT name FROM speaker WHERE id = ?1), p.id, p.title, coalesce(s.name, s.host), p.url, d.day,
                     q.kind, q.n, q.via, q.start, d.quote, q.grade, q.confidence
                   FROM quote_speaker d JOIN quote q ON q.id = d.quote
                   JOIN piece p ON p.id = q.piece LEFT JOIN site s ON s.id = p.site
                   WHERE d.speaker = ?1 AND d.day <= ?3 AND (d.day < ?3 OR d.quote > ?4) AND p.deleted = 0
                     AND q.grade >= ?5 AND q.confidence >= ?6
                   ORDER BY d.day DESC, d.quote LIMIT ?2";
        let (grade, confidence) = least_numbers(self.least);
        let mut statement = self.db.prepare_cached(sql)?;
        let rows =
            statement.query_map(rusqlite::params![speaker, limit, after.0, after.1, grade, confidence], |row| {
                let said = Statement {
                    speaker: row.get(0)?,
                    piece: row.get(1)?,
                    title: row.get(2)?,
                    site: row.get(3)?,
                    url: row.get(4)?,
                    day: row.get(5)?,
                    kind: quote_kind_numbered(row.get(6)?),
                    text: String::new(),
                    via: row.get(8)?,
                    start: row.get(9)?,
                    quote: row.get(10)?,
                    grade: grade_numbered(row.get(11)?),
                    confidence: row.get(12)?,
                };
                Ok((said, row.get(7)?))
            })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Joins two speakers; `to` keeps its name. It can be undone.
    ///
    /// # Errors
    /// The file can't be written, or both are the same.
    pub fn join_speakers(&mut self, speaker: SpeakerId, to: SpeakerId) -> Result<()> {
        self.transaction(|journal| {
            let head: SpeakerId = journal
                .db
                .prepare_cached("SELECT coalesce(merged_into, id) FROM speaker WHERE id = ?1")?
                .query_row([to], |row| row.get(0))?;
            if head == speaker {
                return Err(Error::Other("a speaker cannot be merged with itself".into()));
            }
            for one in followers(journal.db, speaker)? {
                journal.set(one, JournalField::Head, &head.0.into())?;
            }
            journal.set(speaker, JournalField::Head, &head.0.into())?;
            journal.relabel("merged two speakers".into())
        })
    }

    /// Returns all joined speakers: the key of each, and of the one it was joined to.
    ///
    /// # Errors
    /// The file fails.
    pub fn joined_speakers(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT s.key, h.key FROM speaker s JOIN speaker h ON h.id = s.merged_into ORDER BY s.key";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Joins two speakers by their keys, unless one is missing or already joined.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn join_keys(&mut self, one: &str, to: &str) -> Result<()> {
        let sql =
            "SELECT s.id, h.id FROM speaker s, speaker h WHERE s.key = ?1 AND h.key = ?2 AND s.merged_into IS NULL
                   AND coalesce(h.merged_into, h.id) <> s.id";
        let found =
            self.db.prepare_cached(sql)?.query_row([one, to], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.map_or(Ok(()), |(one, to)| self.join_speakers(one, to))
    }

    /// Parts a speaker from the one it was joined to, or from all that were joined to it. Returns false if there was
    /// none.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn part_speaker(&mut self, speaker: SpeakerId) -> Result<bool> {
        self.transaction(|journal| {
            let mut parted = false;
            for one in followers(journal.db, speaker)?.into_iter().chain([speaker]) {
                parted |= journal.set(one, JournalField::Head, &Value::Null)?;
            }
            journal.relabel("split a speaker".into())?;
            Ok(parted)
        })
    }

    /// Returns the number of the speaker with exactly this name; joined ones have their own.
    ///
    /// # Errors
    /// The file fails, or nobody has the name.
    pub fn speaker_named(&self, name: &str) -> Result<SpeakerId> {
        let mut find = self.db.prepare_cached("SELECT id FROM speaker WHERE name = ?1 OR key = ?2 LIMIT 1")?;
        let key = super::names::normalized_name(name, SpeakerKind::Person);
        find.query_row([name, &key], |row| row.get(0)).map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Error::NotFound(name.to_owned()),
            other => other.into(),
        })
    }

    /// Returns true if text is stored for the piece; used before a fetch.
    ///
    /// # Errors
    /// The file fails.
    pub fn has_text(&self, id: PieceId) -> Result<bool> {
        Ok(index::text(&self.db, id)?.is_some())
    }
}

/// The timeline of a speaker's statements.
pub fn timeline(said: &[Statement]) -> Timeline {
    let all: Vec<TimedStatement<'_>> =
        said.iter().map(|it| TimedStatement { time: it.day, article: it.piece.0, text: &it.text }).collect();
    Timeline::of(&all, &WordLists::default())
}

/// Returns the lowest grade and confidence (per mille) that are included.
pub(super) fn least_numbers(least: Least) -> (i64, i64) {
    match least {
        Least::Grade(grade) => (grade_number(grade), 0),
        Least::Confidence(confidence) => (0, (confidence * 1000.0).round() as i64),
    }
}

fn followers(db: &Connection, speaker: SpeakerId) -> Result<Vec<SpeakerId>> {
    let mut statement = db.prepare_cached("SELECT id FROM speaker WHERE merged_into = ?1")?;
    let rows = statement.query_map([speaker], |row| row.get(0))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// Speakers found by a name.
pub(super) struct FoundSpeakers {
    /// Their numbers, and of those joined with them, as a JSON list.
    pub(super) ids: String,
    /// The name that they do have, where nobody is called as was typed.
    pub(super) guess: Option<String>,
}

/// The speakers whose names have these words. Whole words first; where nobody is called so, words that begin so; then, unless
/// `exactly`, words with another ending or a typing error.
pub(super) fn ids_by_name(db: &Connection, name: &str, exactly: bool) -> Result<FoundSpeakers> {
    let (found, guess) = TypedName::new(name, exactly).speakers(db)?;
    let list = serde_json::to_string(&found).unwrap_or_default();
    let heads =
        "SELECT DISTINCT coalesce(s.merged_into, s.id) FROM speaker s WHERE s.id IN (SELECT value FROM json_each(?1))";
    let mut statement = db.prepare_cached(heads)?;
    let heads: Vec<SpeakerId> =
        statement.query_map([list], |row| row.get(0))?.collect::<std::result::Result<_, _>>()?;
    let mut every = heads.clone();
    for head in heads {
        every.extend(followers(db, head)?);
    }
    Ok(FoundSpeakers { ids: serde_json::to_string(&every).unwrap_or_default(), guess })
}
