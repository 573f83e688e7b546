//! Translates a [`Query`] to SQL from fixed parts; the user's text is passed as parameters only.

mod lookup;

use super::error::Result;
use super::piece::{PieceState, Seconds};
use super::query::{DateRange, Predicate, Query, StateFilter, Term};
use super::vocabulary::{self, End};
use super::{dates, speakers};
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A query's SQL in parts.
pub(super) struct Sql {
    /// Tables, and the start of the conditions.
    pub(super) from: &'static str,
    /// True if rows come from the full text, in the order of `place`.
    pub(super) ordered_by_rank: bool,
    /// True if a condition collects the pieces of authors, tags, feeds, sites or speakers before any row is read.
    pub(super) is_set: bool,
    /// True if so many pieces match that counting all of them is too slow.
    pub(super) is_broad: bool,
    /// `WHERE` conditions that follow those in `from`.
    pub(super) conditions: String,
    /// Parameters of all parts.
    pub(super) values: Vec<Value>,
    /// Typed words that stand nowhere, with those taken for them.
    pub(super) guesses: Vec<Guess>,
}

/// A word of a filter that nothing has, and what was searched for in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// As typed.
    pub typed: String,
    /// As it stands in the library.
    pub taken: String,
}

impl Sql {
    pub(super) fn of(db: &Connection, query: &Query, now: Seconds) -> Result<Self> {
        let today = jiff::Timestamp::from_second(now).unwrap_or_default();
        let mut builder = Builder {
            db,
            today: jiff::tz::Offset::UTC.to_datetime(today).date(),
            guesses: Vec::new(),
            is_broad: false,
        };
        let mut fulltext = Vec::new();
        let mut rest = Vec::new();
        for term in &query.terms {
            match if term.not { None } else { builder.fulltext(&term.test)? } {
                Some(expression) => fulltext.extend(Some(expression).filter(|it| !it.is_empty())),
                None => rest.push(term),
            }
        }
        let mut sql = Self {
            from: "FROM piece p WHERE",
            ordered_by_rank: !fulltext.is_empty(),
            is_set: false,
            is_broad: false,
            conditions: String::new(),
            values: Vec::new(),
            guesses: Vec::new(),
        };
        if sql.ordered_by_rank {
            sql.from = "FROM fulltext f CROSS JOIN piece p ON p.place = f.rowid WHERE fulltext MATCH ? AND";
            sql.values.push(fulltext.join(" AND ").into());
        }
        sql.conditions.push_str(match () {
            () if query.wants_deleted() => " p.deleted = 1",
            () if query.terms.iter().any(Term::names_deleted) => " 1",
            () => " p.deleted = 0",
        });
        if !query.problems.is_empty() {
            sql.conditions.push_str(" AND 0");
        }
        for term in rest {
            // Several words in a row are checked on the texts, as the words that are excluded each may stand alone.
            if matches!(&term.test, Predicate::Words { words, .. } if words.len() > 1) {
                continue;
            }
            if term.test == Predicate::Is(StateFilter::Deleted) && !term.not {
                continue;
            }
            let (condition, values) = builder.test(&term.test, term.not)?;
            // Where the full text leads, a set of pieces is only looked into: as a way to find rows it would be walked through
            // for each of them.
            let is_set = condition.starts_with("p.id IN") || condition.starts_with("p.site IN");
            let plus = if sql.ordered_by_rank && is_set { "+" } else { "" };
            sql.is_set |= is_set && !term.not;
            sql.conditions.push_str(&if term.not {
                format!(" AND NOT coalesce(({plus}{condition}), 0)")
            } else {
                format!(" AND ({plus}{condition})")
            });
            sql.values.extend(values);
        }
        (sql.is_broad, sql.guesses) = (builder.is_broad, builder.guesses);
        Ok(sql)
    }
}

/// A condition with its parameters, in their order.
type Condition = (String, Vec<Value>);

struct Builder<'db> {
    db: &'db Connection,
    today: Date,
    guesses: Vec<Guess>,
    is_broad: bool,
}

impl Builder<'_> {
    /// The words of a test in FTS5's language: quoted, so that nothing in them is an operator. `None` for a test of something
    /// else; empty where the words are too short to ask for anything.
    fn fulltext(&mut self, test: &Predicate) -> Result<Option<String>> {
        match test {
            Predicate::Words { words, is_prefix } => Ok(Some(self.words(words, *is_prefix, false)?)),
            Predicate::Any(groups) => {
                let only_words =
                    |term: &Term| !term.not && matches!(&term.test, Predicate::Words { words, .. } if words.len() == 1);
                if !groups.iter().flatten().all(only_words) {
                    return Ok(None);
                }
                let mut parts = Vec::new();
                for group in groups {
                    let mut all = Vec::new();
                    for term in group {
                        all.extend(self.fulltext(&term.test)?.filter(|it| !it.is_empty()));
                    }
                    if all.is_empty() {
                        return Ok(Some(String::new()));
                    }
                    parts.push(format!("({})", all.join(" AND ")));
                }
                Ok(Some(format!("({})", parts.join(" OR "))))
            }
            _ => Ok(None),
        }
    }

    fn words(&mut self, words: &[String], is_prefix: bool, exactly: bool) -> Result<String> {
        let mut parts = Vec::new();
        let last = words.len().saturating_sub(1);
        for (n, word) in words.iter().enumerate() {
            let end =
                if is_prefix && n == last { vocabulary::end(self.db, word, words.len() > 1)? } else { End::Whole };
            if end == End::Unknown {
                continue;
            }
            let star = if end == End::GoesOn { "*" } else { "" };
            let near = if exactly || words.len() > 1 { Vec::new() } else { vocabulary::near(self.db, word, end)? };
            if near.is_empty() {
                parts.push(format!("\"{word}\"{star}"));
                continue;
            }
            self.guesses.push(Guess { typed: word.clone(), taken: near.join(", ") });
            let near: Vec<String> = near.iter().map(|word| format!("\"{word}\"")).collect();
            parts.push(format!("({})", near.join(" OR ")));
        }
        Ok(parts.join(" AND "))
    }

    fn guessed(&mut self, typed: &str, taken: Option<String>) {
        self.guesses.extend(taken.map(|taken| Guess { typed: typed.to_owned(), taken }));
    }

    /// The condition of a test. `not`: it will be negated, so nothing is guessed.
    fn test(&mut self, test: &Predicate, not: bool) -> Result<Condition> {
        let plain = |sql: &str| Ok((sql.to_owned(), Vec::new()));
        match test {
            Predicate::Any(groups) => self.any(groups, not),
            Predicate::Words { words, is_prefix } => self.nested_words(words, *is_prefix, not),
            Predicate::Said(name) => {
                let found = speakers::ids_by_name(self.db, name, not)?;
                self.guessed(name, found.guess);
                let is_broad = are_quoted_frequently(self.db, &found.ids)?;
                self.is_broad |= is_broad;
                let sql = if is_broad { QUOTED_FREQUENTLY } else { QUOTED };
                Ok((sql.to_owned(), vec![found.ids.into()]))
            }
            Predicate::By(name) => Ok((BY.to_owned(), vec![self.authors(name, not)?.into()])),
            Predicate::Title { words, is_prefix } => {
                // The index knows the titles' words among those of the texts.
                let (mut sql, mut values) = ("title_has(p.title, ?, ?)".to_owned(), Vec::<Value>::new());
                values.extend([words.join(" ").into(), i64::from(*is_prefix).into()]);
                for (n, word) in words.iter().enumerate() {
                    let goes_on = *is_prefix && n + 1 == words.len();
                    let (condition, more) = self.nested_words(std::slice::from_ref(word), goes_on, not)?;
                    sql = format!("{condition} AND {sql}");
                    values.splice(0..0, more);
                }
                Ok((sql, values))
            }
            Predicate::Tag { name, is_prefix } => Ok((TAG.to_owned(), vec![self.tags(name, *is_prefix, not)?.into()])),
            Predicate::Site(name) => Ok((SITE.to_owned(), vec![self.sites(name, not)?.into()])),
            Predicate::Feed(name) => Ok((FEED.to_owned(), vec![self.feeds(name, not)?.into()])),
            Predicate::Language(code) => {
                let sql = "lower(p.language) = ? OR lower(p.language) LIKE ? || '-%'";
                Ok((sql.to_owned(), vec![code.clone().into(), code.clone().into()]))
            }
            Predicate::Minutes(from, to) => Ok(minutes(*from, *to)),
            Predicate::Published(range) => Ok(self.days(range, true, false)),
            Predicate::Saved(range) => Ok(self.days(range, false, true)),
            Predicate::Dated(range) => {
                let ((published, mut values), (saved, more)) =
                    (self.days(range, true, false), self.days(range, false, true));
                values.extend(more);
                Ok((format!("({published}) OR (p.published IS NULL AND {saved})"), values))
            }
            Predicate::Is(state) => plain(match state {
                StateFilter::State(PieceState::Unread) => "p.state = 0",
                StateFilter::State(PieceState::Reading) => "p.state = 1",
                StateFilter::State(PieceState::Archive) => "p.state = 2",
                StateFilter::Starred => "p.star = 1",
                StateFilter::Read => "p.progress >= 1000",
                StateFilter::Waiting => "p.body IS NULL",
                StateFilter::Noted => "p.note IS NOT NULL",
                StateFilter::Highlighted => "EXISTS (SELECT 1 FROM highlight h WHERE h.piece = p.id)",
                StateFilter::Tagged => "EXISTS (SELECT 1 FROM piece_tag d WHERE d.piece = p.id)",
                StateFilter::Deleted => "p.deleted = 1",
            }),
        }
    }

    fn any(&mut self, groups: &[Vec<Term>], not: bool) -> Result<Condition> {
        let names_deleted = groups.iter().flatten().any(Term::names_deleted);
        let (mut alternatives, mut values) = (Vec::new(), Vec::new());
        for group in groups {
            let mut all = Vec::new();
            if names_deleted && !group.iter().any(Term::names_deleted) {
                all.push("p.deleted = 0".to_owned());
            }
            for term in group {
                let (condition, more) = self.test(&term.test, not != term.not)?;
                all.push(if term.not { format!("NOT coalesce(({condition}), 0)") } else { format!("({condition})") });
                values.extend(more);
            }
            alternatives.push(format!("({})", all.join(" AND ")));
        }
        Ok((alternatives.join(" OR "), values))
    }

    /// Words as a condition of their own; of several in a row the texts are asked.
    fn nested_words(&mut self, words: &[String], is_prefix: bool, not: bool) -> Result<Condition> {
        let expression = self.words(words, is_prefix, not)?;
        if expression.is_empty() {
            return Ok(("1".to_owned(), Vec::new()));
        }
        let mut sql = "p.place IN (SELECT rowid FROM fulltext WHERE fulltext MATCH ?)".to_owned();
        let mut values: Vec<Value> = vec![expression.into()];
        if words.len() > 1 {
            sql.push_str(" AND text_has((SELECT b.text FROM body b WHERE b.id = p.body), p.title, p.note, ?, ?)");
            values.extend([words.join(" ").into(), i64::from(is_prefix).into()]);
        }
        Ok((sql, values))
    }

    /// The days of publication, or of saving, in a range.
    fn days(&self, range: &DateRange, published: bool, saved: bool) -> Condition {
        let (mut parts, mut values) = (Vec::new(), Vec::<Value>::new());
        let (from, to) = range.resolve(self.today);
        for (day, sign) in [(from, ">="), (to, "<")] {
            let Some(day) = day else { continue };
            if published {
                parts.push(format!("p.published {sign} ?"));
                values.push(day.to_string().into());
            }
            if saved {
                parts.push(format!("p.saved {sign} ?"));
                values.push(dates::parse(&day.to_string()).unwrap_or(0).into());
            }
        }
        if parts.is_empty() {
            parts.push("1".to_owned());
        }
        (parts.join(" AND "), values)
    }
}

/// A piece without text has no known reading time and never matches.
fn minutes(from: u32, to: Option<u32>) -> Condition {
    let words = |minutes: u32| i64::from(minutes) * i64::from(super::piece::WORDS_A_MINUTE);
    let mut values: Vec<Value> = vec![words(from.saturating_sub(1)).max(0).into()];
    let mut sql = "p.words > ?".to_owned();
    if let Some(to) = to {
        sql.push_str(" AND p.words <= ?");
        values.push(words(to).into());
    }
    (sql, values)
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
const BY: &str = "p.id IN (SELECT w.piece FROM piece_author w WHERE w.author IN (SELECT value FROM json_each(?)))";
const TAG: &str = "p.id IN (SELECT d.piece FROM piece_tag d WHERE d.tag IN (SELECT value FROM json_each(?)))";
const FEED: &str = "p.id IN (SELECT e.piece FROM seen e WHERE e.feed IN (SELECT value FROM json_each(?)))";
const SITE: &str = "p.site IN (SELECT value FROM json_each(?))";
