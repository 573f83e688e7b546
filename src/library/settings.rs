//! Saved views and small things to remember, such as where the list was left.

use super::Library;
use super::error::Result;
use super::list::Sort;
use rusqlite::{OptionalExtension, params};

/// A filter with a name and an order, on a key from 1 to 9.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// 1 to 9.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// The filter as typed.
    pub query: String,
    /// The order.
    pub sort: Sort,
}

impl Library {
    /// Saved views by number. A new library has four.
    ///
    /// # Errors
    /// The file fails.
    pub fn views(&self) -> Result<Vec<View>> {
        let mut statement = self.db.prepare_cached("SELECT n, name, query, sort FROM view ORDER BY n")?;
        let rows = statement.query_map([], |row| {
            let sort: String = row.get(3)?;
            let sort = Sort::ALL.iter().find(|(name, _)| *name == sort).map(|(_, sort)| *sort);
            Ok(View { number: row.get(0)?, name: row.get(1)?, query: row.get(2)?, sort: sort.unwrap_or_default() })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Saves a view in the place of another of its number.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save_view(&mut self, view: &View) -> Result<()> {
        self.must_be_writable()?;
        let sort = Sort::ALL.iter().find(|(_, sort)| *sort == view.sort).map_or("newest", |(name, _)| name);
        let sql = "INSERT OR REPLACE INTO view(n, name, query, sort) VALUES (?1, ?2, ?3, ?4)";
        self.db.prepare_cached(sql)?.execute(params![view.number, view.name, view.query, sort])?;
        Ok(())
    }

    /// Something remembered.
    ///
    /// # Errors
    /// The file fails.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Remembers something.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<()> {
        self.must_be_writable()?;
        self.db.prepare_cached("INSERT OR REPLACE INTO setting(key, value) VALUES (?1, ?2)")?.execute([key, value])?;
        Ok(())
    }
}
