//! The words of the full text: what a word that is being typed stands for, and words close to one that stands nowhere.

use super::error::Result;
use super::name_match::{Closeness, MIN_FORGIVEN, closeness};
use super::{fold, pack};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Meaning of a last word that is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
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
pub(super) fn end(db: &Connection, word: &str, in_row: bool) -> Result<End> {
    const COMMON: usize = 500;
    let short = word.is_ascii() && word.len() < 3;
    if short && in_row {
        return Ok(End::Unknown);
    }
    Ok(match found(db, &format!("\"{word}\""), COMMON)? {
        0 if short => End::Unknown,
        COMMON.. => End::Whole,
        _ if short => End::Whole,
        _ => End::GoesOn,
    })
}

/// In how many pieces an expression is found, counted up to a limit.
pub(super) fn found(db: &Connection, expression: &str, limit: usize) -> Result<usize> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ?1 LIMIT ?2)";
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_row(rusqlite::params![expression, limit], |row| row.get(0))?)
}

/// Words that may be meant, at most.
const MAX_NEAR: usize = 8;

/// The words of the library that may be meant by one that stands nowhere: with another ending, else with one typing error
/// behind the first letter. None for a word that is there.
pub(super) fn near(db: &Connection, word: &str, end: End) -> Result<Vec<String>> {
    if word.chars().count() < MIN_FORGIVEN || stands(db, word, end)? {
        return Ok(Vec::new());
    }
    let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
    db.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, fulltext, row)")?;
    let sql = "SELECT term FROM temp.vocabulary WHERE term >= ?1 AND term < ?1 || char(1114111)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([first.to_string()])?;
    let (mut near, mut best) = (Vec::new(), Closeness::Typo);
    while let Some(row) = rows.next()? {
        let term = row.get_ref(0)?.as_str().unwrap_or_default();
        let Some(close) = closeness(term, word).filter(|close| *close <= best) else { continue };
        if close < best {
            near.clear();
            best = close;
        }
        near.push(term.to_owned());
    }
    near.truncate(MAX_NEAR);
    Ok(near)
}

/// Returns true if a word, or one that begins so, stands in some piece.
fn stands(db: &Connection, word: &str, end: End) -> Result<bool> {
    if end != End::GoesOn {
        return Ok(found(db, &format!("\"{word}\""), 1)? > 0);
    }
    // A search for all words that begin so would merge their rows only to find that there are any.
    db.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.place_of_word USING fts5vocab(main, fulltext, instance)",
    )?;
    let sql = "SELECT 1 FROM temp.place_of_word WHERE term >= ?1 AND term < ?1 || char(1114111) LIMIT 1";
    Ok(db.prepare_cached(sql)?.exists([word])?)
}

/// Adds the functions that look for words in a row: `text_has(text, title, note, words, is_prefix)`, the text deflated, and
/// `title_has(title, words, is_prefix)`, whose words may stand in any order and have other endings or one error.
pub(super) fn add_functions(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("text_has", 5, flags, |context| text_has(context))?;
    db.create_scalar_function("title_has", 3, flags, |context| title_has(context))?;
    Ok(())
}

fn text_has(context: &Context<'_>) -> rusqlite::Result<bool> {
    let words: String = context.get(3)?;
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let is_prefix = context.get(4)?;
    let has = |text: &str| fold::holds(text, &words, is_prefix);
    for at in [1, 2] {
        if context.get_raw(at).as_str_or_null()?.is_some_and(has) {
            return Ok(true);
        }
    }
    let Some(packed) = context.get_raw(0).as_blob_or_null()? else { return Ok(false) };
    Ok(pack::unpack_text(packed).is_ok_and(|text| has(&text)))
}

fn title_has(context: &Context<'_>) -> rusqlite::Result<bool> {
    let title = fold::words(context.get_raw(0).as_str_or_null()?.unwrap_or_default());
    let typed: String = context.get(1)?;
    let is_prefix: bool = context.get(2)?;
    let last = typed.rsplit(' ').next().unwrap_or_default();
    Ok(typed.split(' ').all(|typed| {
        title.iter().any(|word| match closeness(word, typed) {
            Some(Closeness::Begins) => is_prefix && typed == last,
            close => close.is_some(),
        })
    }))
}
