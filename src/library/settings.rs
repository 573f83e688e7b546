//! Saved views and small things to remember, such as where the list was left.

use super::Library;
use super::error::Result;
use super::journal::{Field, json};
use super::prepare::one_line;
use super::views::{View, from_row, read_view, write_view};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

impl Library {
    /// Saved views by number. A new library has some.
    ///
    /// # Errors
    /// The file fails.
    pub fn views(&self) -> Result<Vec<View>> {
        let mut statement = self.db.prepare_cached("SELECT n, name, query, sort FROM view ORDER BY n")?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// The views, unless they are those that a new library has.
    ///
    /// # Errors
    /// The file fails.
    pub fn own_views(&self) -> Result<Option<Vec<View>>> {
        let views = self.views()?;
        Ok(Some(views).filter(|views| {
            Self::in_memory(self.clock.clone()).and_then(|fresh| fresh.views()).ok().as_ref() != Some(views)
        }))
    }

    /// Saves a view in the place of another of its number, as one step of undo.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save_view(&mut self, view: &View) -> Result<()> {
        self.set_view(view.number, Some(view))
    }

    /// Deletes the view of a number, as one step of undo.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn delete_view(&mut self, number: u8) -> Result<()> {
        self.set_view(number, None)
    }

    fn set_view(&mut self, number: u8, view: Option<&View>) -> Result<()> {
        self.step(|log| {
            let held = read_view(log.db, number.into())?;
            let done = match (&held, view) {
                (_, None) => "deleted",
                (None, Some(_)) => "saved",
                (Some(held), Some(view)) if held.name != view.name => "renamed",
                (Some(_), Some(_)) => "changed",
            };
            let name = view.or(held.as_ref()).map(|view| view.name.as_str()).unwrap_or_default();
            log.label = format!("{done} view {number} “{name}”");
            log.set(number.into(), Field::View, &view.map_or(Ok(Value::Null), json)?)?;
            Ok(())
        })
    }

    /// Takes over the views of another library: in the place of those that a new library has, else beside one's own, on what
    /// numbers are free.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn take_views(&mut self, views: Vec<View>) -> Result<()> {
        let mut held = self.views()?;
        self.must_be_writable()?;
        if self.own_views()?.is_none() {
            for view in std::mem::take(&mut held) {
                write_view(&self.db, view.number.into(), None)?;
            }
        }
        for mut view in views.into_iter().filter(|view| (1..=9).contains(&view.number)) {
            (view.name, view.query) = (one_line(&view.name), one_line(&view.query));
            let same = |one: &View| (&one.name, &one.query, one.sort) == (&view.name, &view.query, view.sort);
            let taken = |number: u8| held.iter().any(|one| one.number == number);
            let free = std::iter::once(view.number).chain(1..=9).find(|number| !taken(*number));
            if let Some(number) = free.filter(|_| !held.iter().any(same)) {
                view.number = number;
                write_view(&self.db, number.into(), Some(&view))?;
                held.push(view);
            }
        }
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
