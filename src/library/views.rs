//! Saved views: type and rows.

use super::error::Result;
use super::query::Sort;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// A named filter with an order, on a key from 1 to 9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Number from 1 to 9.
    pub number: u8,
    /// Name that the user gave it.
    pub name: String,
    /// Filter as typed.
    pub query: String,
    /// The order.
    pub sort: Sort,
}

/// Returns the view with a number, if there is one.
pub(super) fn read_view(db: &Connection, number: i64) -> Result<Option<SavedView>> {
    let mut statement = db.prepare_cached("SELECT n, name, query, sort FROM view WHERE n = ?1")?;
    Ok(statement.query_row([number], from_row).optional()?)
}

/// Writes or deletes the view with that number.
pub(super) fn write_view(db: &Connection, number: i64, view: Option<&SavedView>) -> Result<()> {
    let Some(view) = view else {
        db.prepare_cached("DELETE FROM view WHERE n = ?1")?.execute([number])?;
        return Ok(());
    };
    let sort = Sort::ALL.iter().find(|(_, sort)| *sort == view.sort).map_or("newest", |(name, _)| name);
    let sql = "INSERT OR REPLACE INTO view(n, name, query, sort) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![number, view.name, view.query, sort])?;
    Ok(())
}

/// Reads a view from its row: number, name, filter, order. The names that a new library has are replaced by those of
/// today.
pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<SavedView> {
    let sort: String = row.get(3)?;
    let (name, query) = (row.get::<_, String>(1)?, row.get::<_, String>(2)?);
    let name = match (name.as_str(), query.as_str()) {
        ("being read", "is:reading") => "in progress".to_owned(),
        ("to fetch", "is:waiting") => "to download".to_owned(),
        _ => name,
    };
    Ok(SavedView { number: row.get(0)?, name, query, sort: Sort::named(&sort).unwrap_or_default() })
}
