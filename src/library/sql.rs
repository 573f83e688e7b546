//! Translates a [`Query`] to SQL from fixed parts; the user's text is passed as parameters only.

use super::error::Result;
use super::fold::folded;
use super::piece::PieceState;
use super::query::{Predicate, Query, StateFilter, Term};
use super::speakers;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A query's SQL in parts.
pub(super) struct Sql {
    /// Tables, and the start of the conditions.
    pub(super) from: &'static str,
    /// True if rows come from the full text, in the order of `place`.
    pub(super) ordered_by_rank: bool,
    /// True if so many pieces match that counting all of them is too slow.
    pub(super) is_broad: bool,
    /// `WHERE` conditions that follow those in `from`.
    pub(super) conditions: String,
    /// Parameters of all parts.
    pub(super) values: Vec<Value>,
}

impl Sql {
    pub(super) fn of(db: &Connection, query: &Query) -> Result<Self> {
        let matching = matching(db, query, false)?;
        let mut sql = Self {
            from: "FROM piece p WHERE",
            ordered_by_rank: matching.is_some(),
            is_broad: false,
            conditions: String::new(),
            values: Vec::new(),
        };
        if let Some(matching) = matching {
            sql.from = "FROM fulltext f CROSS JOIN piece p ON p.place = f.rowid WHERE fulltext MATCH ? AND";
            sql.values.push(matching.into());
        }
        sql.conditions.push_str(if query.wants_deleted() { " p.deleted = 1" } else { " p.deleted = 0" });
        if !query.problems.is_empty() {
            sql.conditions.push_str(" AND 0");
        }
        if let Some(unwanted) = matching_unwanted(db, query)? {
            sql.conditions.push_str(" AND p.place NOT IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)");
            sql.values.push(unwanted.into());
        }
        for term in &query.terms {
            sql.condition(db, term)?;
        }
        Ok(sql)
    }

    fn condition(&mut self, db: &Connection, term: &Term) -> Result<()> {
        let (condition, value): (&str, Option<Value>) = match &term.test {
            Predicate::Words { .. } | Predicate::Is(StateFilter::Deleted) => return Ok(()),
            Predicate::Said(name) => {
                let speakers = speakers::ids_by_name(db, name)?;
                let is_broad = are_quoted_frequently(db, &speakers)?;
                self.is_broad |= is_broad;
                (if is_broad { QUOTED_FREQUENTLY } else { QUOTED }, Some(speakers.into()))
            }
            Predicate::By(name) => (BY, Some(folded(name).into())),
            Predicate::Tag(name) => (TAG, Some(folded(name).into())),
            Predicate::Site(name) => (SITE, Some(name.strip_prefix("www.").unwrap_or(name).to_owned().into())),
            Predicate::Feed(name) => (FEED, Some(name.clone().into())),
            Predicate::After(time) => ("p.saved >= ?", Some((*time).into())),
            Predicate::Before(time) => ("p.saved < ?", Some((*time).into())),
            Predicate::Is(StateFilter::State(PieceState::Unread)) => ("p.state = 0", None),
            Predicate::Is(StateFilter::State(PieceState::Reading)) => ("p.state = 1", None),
            Predicate::Is(StateFilter::State(PieceState::Archive)) => ("p.state = 2", None),
            Predicate::Is(StateFilter::Starred) => ("p.star = 1", None),
            Predicate::Is(StateFilter::Read) => ("p.progress >= 1000", None),
            Predicate::Is(StateFilter::Waiting) => ("p.body IS NULL", None),
            Predicate::Is(StateFilter::Noted) => ("p.note IS NOT NULL", None),
            Predicate::Is(StateFilter::Highlighted) => {
                ("EXISTS (SELECT 1 FROM highlight h WHERE h.piece = p.id)", None)
            }
            Predicate::Is(StateFilter::Tagged) => ("EXISTS (SELECT 1 FROM piece_tag d WHERE d.piece = p.id)", None),
        };
        self.conditions.push_str(if term.not { " AND NOT (" } else { " AND (" });
        // With the full text as the outer loop, the `+` keeps SQLite from scanning the set for each row; it only
        // tests membership.
        let is_set = condition.starts_with("p.id IN") || condition.starts_with("p.site IN");
        let plus = if self.ordered_by_rank && is_set { "+" } else { "" };
        self.conditions.push_str(plus);
        self.conditions.push_str(condition);
        self.conditions.push(')');
        self.values.extend(value);
        Ok(())
    }
}

/// Number of quotations from which pieces are tested one by one, instead of collecting all quotations of the
/// speakers.
const MIN_FREQUENT_QUOTES: usize = 20_000;

/// Returns true if these speakers have so many quotations that a page of pieces is found faster by testing all
/// pieces.
fn are_quoted_frequently(db: &Connection, speakers: &str) -> Result<bool> {
    let sql =
        "SELECT count(*) FROM (SELECT 1 FROM json_each(?1) j JOIN quote_speaker d ON d.speaker = j.value LIMIT ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let found: usize = statement.query_row(rusqlite::params![speakers, MIN_FREQUENT_QUOTES], |row| row.get(0))?;
    Ok(found >= MIN_FREQUENT_QUOTES)
}

const QUOTED_FREQUENTLY: &str = "EXISTS (SELECT 1 FROM quote q CROSS JOIN quote_speaker d ON d.quote = q.id
  WHERE q.piece = p.id AND q.grade > 0 AND +d.speaker IN (SELECT value FROM json_each(?)))";
const QUOTED: &str = "p.id IN (SELECT q.piece FROM quote q JOIN quote_speaker d ON d.quote = q.id
  WHERE d.speaker IN (SELECT value FROM json_each(?)) AND q.grade > 0)";
const BY: &str = "p.id IN (SELECT w.piece FROM piece_author w JOIN author a ON a.id = w.author
  WHERE ' ' || a.key LIKE '% ' || ? || '%')";
const TAG: &str = "p.id IN (SELECT d.piece FROM piece_tag d WHERE d.tag IN (SELECT t.id FROM tag t WHERE t.key = ?))";
const FEED: &str = "p.id IN (SELECT e.piece FROM seen e JOIN feed d ON d.id = e.feed, (SELECT ? AS v)
  WHERE d.state < 3 AND (CAST(d.id AS TEXT) = v OR d.url = v OR instr(lower(coalesce(d.name, d.title, d.url)), v) > 0))";
const SITE: &str = "p.site IN (SELECT x.id FROM site x, (SELECT ? AS v) WHERE x.host = v OR x.host LIKE '%.' || v
  OR instr(lower(x.name), v) > 0)";

/// Returns the query's words in FTS5 syntax, quoted so that none is an operator.
fn matching(db: &Connection, query: &Query, not: bool) -> Result<Option<String>> {
    let mut parts = Vec::new();
    for term in query.terms.iter().filter(|term| term.not == not) {
        let Predicate::Words { words, is_prefix } = &term.test else { continue };
        let last = words.len() - 1;
        for (n, word) in words.iter().enumerate() {
            match if *is_prefix && n == last { end(db, word, words.len() > 1)? } else { End::Whole } {
                End::Whole => parts.push(format!("\"{word}\"")),
                End::GoesOn => parts.push(format!("\"{word}\"*")),
                End::Unknown => {}
            }
        }
    }
    Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
}

/// Interpretation of a last word that is being typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The word itself.
    Whole,
    /// Words that begin with it.
    GoesOn,
    /// Undecided until more is typed.
    Unknown,
}

/// Decides how to search for a last word that is being typed. It is a prefix, unless it is a common word itself
/// ("the"): merging thousands of words would only find pieces that are on the first page anyway. One or two letters
/// match too many words: they are searched for as a word if they occur as one, and otherwise ignored until more is
/// typed. In a phrase they are checked in the texts.
fn end(db: &Connection, word: &str, in_row: bool) -> Result<End> {
    const COMMON: usize = 500;
    let short = word.is_ascii() && word.len() < 3;
    if short && in_row {
        return Ok(End::Unknown);
    }
    let sql = "SELECT count(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ?1 LIMIT ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let found: usize = statement.query_row(rusqlite::params![format!("\"{word}\""), COMMON], |row| row.get(0))?;
    Ok(match found {
        0 if short => End::Unknown,
        COMMON.. => End::Whole,
        _ if short => End::Whole,
        _ => End::GoesOn,
    })
}

fn matching_unwanted(db: &Connection, query: &Query) -> Result<Option<String>> {
    let mut parts = Vec::new();
    // Words of a phrase may occur separately: phrases are checked in the texts.
    let single = |term: &&Term| term.not && matches!(&term.test, Predicate::Words { words, .. } if words.len() == 1);
    for term in query.terms.iter().filter(single) {
        let one = Query { terms: vec![term.clone()], ..Query::default() };
        parts.extend(matching(db, &one, true)?.map(|part| format!("({part})")));
    }
    Ok((!parts.is_empty()).then(|| parts.join(" OR ")))
}
