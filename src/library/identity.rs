//! The identity of a piece: its address, else its text.

use super::error::Result;
use super::ids::PieceId;
use rusqlite::{Connection, OptionalExtension};

/// Shorter articles, in words, are identified by address only: "page not found" is on many pages.
const MIN_WORDS_TO_MATCH_BY_TEXT: u32 = 40;

/// Returns the piece with an address, else with a text, and true if it was deleted. `words` returns [`content_hash`]
/// and length of the text, if there is one; it is called only for an unknown address.
///
/// [`content_hash`]: super::fold::content_hash
pub(super) fn same(
    db: &Connection,
    url: Option<&str>,
    words: impl FnOnce() -> Option<(i64, u32)>,
) -> Result<Option<(PieceId, bool)>> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)? != 0));
    if let Some(url) = url {
        let mut statement = db.prepare_cached("SELECT id, deleted FROM piece WHERE url = ?1")?;
        for url in [url, &other_scheme(url)] {
            if let Some(found) = statement.query_row([url], read).optional()? {
                return Ok(Some(found));
            }
        }
    }
    let Some((content, _)) = words().filter(|(_, length)| url.is_none() || *length >= MIN_WORDS_TO_MATCH_BY_TEXT)
    else {
        return Ok(None);
    };
    let mut statement =
        db.prepare_cached("SELECT id, deleted FROM piece WHERE content_hash = ?1 ORDER BY id LIMIT 1")?;
    Ok(statement.query_row([content], read).optional()?)
}

/// Swaps http and https: a site serves one page under both.
pub(super) fn other_scheme(url: &str) -> String {
    match url.strip_prefix("http://") {
        Some(rest) => format!("https://{rest}"),
        None => url.strip_prefix("https://").map_or_else(|| url.to_owned(), |rest| format!("http://{rest}")),
    }
}
