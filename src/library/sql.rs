//! From a [`Query`] to SQL, put together from fixed pieces; what the user typed goes in as parameters only.

use super::error::Result;
use super::fold::folded;
use super::piece::State;
use super::query::{Is, Query, Term, Test};
use super::who;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A query's SQL in parts.
pub(super) struct Sql {
    /// Tables, and the beginning of the conditions.
    pub(super) from: &'static str,
    /// Whether rows come from the full text, in the order of `place`.
    pub(super) by_place: bool,
    /// Whether so many pieces answer that counting all of them takes longer than anybody waits.
    pub(super) wide: bool,
    /// The conditions.
    pub(super) conditions: String,
    /// The parameters of all of it.
    pub(super) values: Vec<Value>,
}

impl Sql {
    pub(super) fn of(db: &Connection, query: &Query) -> Result<Self> {
        let matching = matching(db, query, false)?;
        let mut sql = Self {
            from: "FROM piece p WHERE",
            by_place: matching.is_some(),
            wide: false,
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
            Test::Words { .. } | Test::Is(Is::Deleted) => return Ok(()),
            Test::Said(name) => {
                let speakers = who::numbers(db, name)?;
                let wide = are_heard_often(db, &speakers)?;
                self.wide |= wide;
                (if wide { HEARD } else { SAID }, Some(speakers.into()))
            }
            Test::By(name) => (BY, Some(folded(name).into())),
            Test::Tag(name) => (TAG, Some(folded(name).into())),
            Test::Site(name) => (SITE, Some(name.strip_prefix("www.").unwrap_or(name).to_owned().into())),
            Test::After(time) => ("p.saved >= ?", Some((*time).into())),
            Test::Before(time) => ("p.saved < ?", Some((*time).into())),
            Test::Is(Is::State(State::Unread)) => ("p.state = 0", None),
            Test::Is(Is::State(State::Reading)) => ("p.state = 1", None),
            Test::Is(Is::State(State::Archive)) => ("p.state = 2", None),
            Test::Is(Is::Starred) => ("p.star = 1", None),
            Test::Is(Is::Read) => ("p.progress >= 1000", None),
            Test::Is(Is::Waiting) => ("p.body IS NULL", None),
            Test::Is(Is::Noted) => ("p.note IS NOT NULL", None),
            Test::Is(Is::Highlighted) => ("EXISTS (SELECT 1 FROM highlight h WHERE h.piece = p.id)", None),
            Test::Is(Is::Tagged) => ("EXISTS (SELECT 1 FROM tagged d WHERE d.piece = p.id)", None),
        };
        self.conditions.push_str(if term.not { " AND NOT (" } else { " AND (" });
        // Where the full text leads, a set of pieces is only looked into: as a way to find rows it would be walked through
        // for each of them.
        let is_set = condition.starts_with("p.id IN") || condition.starts_with("p.site IN");
        let plus = if self.by_place && is_set { "+" } else { "" };
        self.conditions.push_str(plus);
        self.conditions.push_str(condition);
        self.conditions.push(')');
        self.values.extend(value);
        Ok(())
    }
}

/// Quotations from which on pieces are asked one by one who speaks in them, instead of gathering all that these said.
const OFTEN: usize = 20_000;

/// Whether these speakers have so many quotations that a page of pieces is soon found among all.
fn are_heard_often(db: &Connection, speakers: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM json_each(?1) j JOIN said d ON d.speaker = j.value LIMIT ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let found: usize = statement.query_row(rusqlite::params![speakers, OFTEN], |row| row.get(0))?;
    Ok(found >= OFTEN)
}

const HEARD: &str = "EXISTS (SELECT 1 FROM quote q CROSS JOIN said d ON d.quote = q.id
  WHERE q.piece = p.id AND +d.speaker IN (SELECT value FROM json_each(?)))";
const SAID: &str = "p.id IN (SELECT q.piece FROM quote q JOIN said d ON d.quote = q.id
  WHERE d.speaker IN (SELECT value FROM json_each(?)))";
const BY: &str = "p.id IN (SELECT w.piece FROM wrote w JOIN author a ON a.id = w.author
  WHERE ' ' || a.key LIKE '% ' || ? || '%')";
const TAG: &str = "p.id IN (SELECT d.piece FROM tagged d WHERE d.tag IN (SELECT t.id FROM tag t WHERE t.key = ?))";
const SITE: &str = "p.site IN (SELECT x.id FROM site x, (SELECT ? AS v) WHERE x.host = v OR x.host LIKE '%.' || v
  OR instr(lower(x.name), v) > 0)";

/// The query's words in FTS5's language: quoted, so that nothing in them is an operator.
fn matching(db: &Connection, query: &Query, not: bool) -> Result<Option<String>> {
    let mut parts = Vec::new();
    for term in query.terms.iter().filter(|term| term.not == not) {
        let Test::Words { row, open } = &term.test else { continue };
        let last = row.len() - 1;
        for (n, word) in row.iter().enumerate() {
            match if *open && n == last { end(db, word, row.len() > 1)? } else { End::Whole } {
                End::Whole => parts.push(format!("\"{word}\"")),
                End::GoesOn => parts.push(format!("\"{word}\"*")),
                End::Unknown => {}
            }
        }
    }
    Ok((!parts.is_empty()).then(|| parts.join(" AND ")))
}

/// What a last word that is being typed stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Itself.
    Whole,
    /// Words that begin so.
    GoesOn,
    /// Nothing yet.
    Unknown,
}

/// A last word is taken for the beginning of words, but not when it is a common word itself ("the"): then thousands of words
/// would be merged only to find what is on the first page anyway. Of one or two letters, too, nearly all words would be
/// merged: it is taken for itself where it stands somewhere, and else asks nothing until more is typed, as it does at the end
/// of words in a row, which are looked for in the texts.
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
    // Of several words, each may stand alone: those are checked on the texts.
    let single = |term: &&Term| term.not && matches!(&term.test, Test::Words { row, .. } if row.len() == 1);
    for term in query.terms.iter().filter(single) {
        let one = Query { terms: vec![term.clone()], ..Query::default() };
        parts.extend(matching(db, &one, true)?.map(|part| format!("({part})")));
    }
    Ok((!parts.is_empty()).then(|| parts.join(" OR ")))
}
