//! Rebuilds derived rows after a new version, correction or date: full text, quotations, list rank, publication.

use super::corrections::apply_corrections;
use super::error::Result;
use super::ids::PieceId;
use super::index;
use super::names::normalized_name;
use super::piece::Seconds;
use super::prepare::Index;
use super::versions::reading_of_version;
use crate::models::Models;
use rusqlite::{Connection, OptionalExtension, params};

/// Cache of the last assigned rank: avoids a search for a gap per piece when many have the same `saved` second.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LastRank {
    saved: Seconds,
    given: i64,
}

/// Takes over the metadata of the current version and rebuilds its index rows.
pub(super) fn adopt_version(db: &Connection, models: &Models, id: PieceId) -> Result<()> {
    let (body, url): (Option<i64>, Option<String>) = db
        .prepare_cached("SELECT body, url FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let content = "UPDATE piece SET content_hash = (SELECT content_hash FROM body WHERE id = ?2) WHERE id = ?1";
    db.prepare_cached(content)?.execute(params![id, body])?;
    if let Some(body) = body {
        let meta = reading_of_version(db, body)?.article.meta;
        let host = url.as_deref().and_then(super::address::host);
        // A page without its own name keeps the name it was given.
        let site = meta.site.as_deref().map(|name| site(db, host.as_deref(), Some(name))).transpose()?.flatten();
        let sql = "UPDATE piece SET title = coalesce(?2, title), site = coalesce(?3, site),
                     published = coalesce(?4, published), language = coalesce(?5, language) WHERE id = ?1";
        db.prepare_cached(sql)?.execute(params![id, meta.title, site, meta.published, meta.language])?;
        if !meta.authors.is_empty() {
            index::set_authors(db, id, &meta.authors)?;
        }
    }
    reindex(db, models, id)
}

/// Rebuilds all index rows of the current version, after a new version or a correction.
pub(super) fn reindex(db: &Connection, models: &Models, id: PieceId) -> Result<()> {
    let (body, published, saved): (Option<i64>, Option<String>, Seconds) = db
        .prepare_cached("SELECT body, published, saved FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let Some(body) = body else { return index::write(db, id, saved, &Index::default()) };
    let reading = apply_corrections(reading_of_version(db, body)?, &index::corrections(db, id)?, models);
    index::write(db, id, day(published.as_deref(), saved), &Index::of(&reading))
}

/// Moves the piece to the rank for its `saved` time.
pub(super) fn reposition(db: &Connection, id: PieceId) -> Result<()> {
    let (old, saved): (i64, Seconds) = db
        .prepare_cached("SELECT place, saved FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    db.prepare_cached("DELETE FROM fulltext WHERE rowid = ?1")?.execute([old])?;
    let place = free_rank(db, saved, &mut LastRank::default())?;
    db.prepare_cached("UPDATE piece SET place = ?2 WHERE id = ?1")?.execute(params![id, place])?;
    index::rewrite_words(db, id)
}

/// Returns the first free rank from `saved` on.
pub(super) fn free_rank(db: &Connection, saved: Seconds, last: &mut LastRank) -> Result<i64> {
    let from = if last.saved == saved && last.given >= saved { last.given + 1 } else { saved };
    let taken = "SELECT 1 FROM piece WHERE place = ?1";
    let place = if db.prepare_cached(taken)?.exists([from])? {
        let gap = "SELECT p.place + 1 FROM piece p WHERE p.place >= ?1
                   AND NOT EXISTS (SELECT 1 FROM piece q WHERE q.place = p.place + 1) ORDER BY p.place LIMIT 1";
        db.prepare_cached(gap)?.query_row([from], |row| row.get(0))?
    } else {
        from
    };
    *last = LastRank { saved, given: place };
    Ok(place)
}

/// Returns the publication of a host under the name that the page states. Several may share a host; a page without a
/// name is filed under the host alone.
pub(super) fn site(db: &Connection, host: Option<&str>, name: Option<&str>) -> Result<Option<i64>> {
    let name = name.map(str::trim).filter(|name| !name.is_empty() && Some(*name) != host);
    let host = match (host, name) {
        (Some(host), _) => host.to_owned(),
        // Without an address it is filed under the name.
        (None, Some(name)) => normalized_name(name, crate::reading::SpeakerKind::Outlet),
        (None, None) => return Ok(None),
    };
    let found = db
        .prepare_cached("SELECT id FROM site WHERE host = ?1 AND coalesce(name, '') = ?2")?
        .query_row([&host, name.unwrap_or_default()], |row| row.get(0))
        .optional()?;
    Ok(Some(match found {
        Some(id) => id,
        None => db.prepare_cached("INSERT INTO site(host, name) VALUES (?1, ?2)")?.insert(params![host, name])?,
    }))
}

/// Returns the time of a piece's quotes: its date, else the time of saving.
pub(super) fn day(published: Option<&str>, saved: Seconds) -> Seconds {
    published.and_then(super::dates::parse).unwrap_or(saved)
}
