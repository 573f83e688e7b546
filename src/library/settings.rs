//! Saved views and small settings, such as the position in the list.

use super::Library;
use super::error::Result;
use super::journal::{JournalField, JournalTarget, json};
use super::prepare::one_line;
use super::views::{SavedView, from_row, read_view, write_view};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

impl Library {
    /// Returns the saved views by number. A new library has default ones.
    ///
    /// # Errors
    /// The file fails.
    pub fn views(&self) -> Result<Vec<SavedView>> {
        let mut statement = self.db.prepare_cached("SELECT n, name, query, sort FROM view ORDER BY n")?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the views, unless they are the default ones.
    ///
    /// # Errors
    /// The file fails.
    pub fn customized_views(&self) -> Result<Option<Vec<SavedView>>> {
        let views = self.views()?;
        Ok(Some(views).filter(|views| {
            Self::in_memory(self.clock.clone()).and_then(|fresh| fresh.views()).ok().as_ref() != Some(views)
        }))
    }

    /// Saves a view under its number, as one undo step.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save_view(&mut self, view: &SavedView) -> Result<()> {
        self.set_view(view.number, Some(view))
    }

    /// Deletes the view with a number, as one undo step.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn delete_view(&mut self, number: u8) -> Result<()> {
        self.set_view(number, None)
    }

    fn set_view(&mut self, number: u8, view: Option<&SavedView>) -> Result<()> {
        self.transaction(|journal| {
            let held = read_view(journal.db, number.into())?;
            let done = match (&held, view) {
                (_, None) => "deleted",
                (None, Some(_)) => "saved",
                (Some(held), Some(view)) if held.name != view.name => "renamed",
                (Some(_), Some(_)) => "changed",
            };
            let name = view.or(held.as_ref()).map(|view| view.name.as_str()).unwrap_or_default();
            journal.label = format!("{done} view {number} “{name}”");
            journal.set(JournalTarget(number.into()), JournalField::View, &view.map_or(Ok(Value::Null), json)?)?;
            Ok(())
        })
    }

    /// Adds the views of another library: they replace default ones; otherwise they go to unused numbers.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn adopt_views(&mut self, views: Vec<SavedView>) -> Result<()> {
        let mut held = self.views()?;
        self.ensure_writable()?;
        if self.customized_views()?.is_none() {
            for view in std::mem::take(&mut held) {
                write_view(&self.db, view.number.into(), None)?;
            }
        }
        for mut view in views.into_iter().filter(|view| (1..=9).contains(&view.number)) {
            (view.name, view.query) = (one_line(&view.name), one_line(&view.query));
            let same = |one: &SavedView| (&one.name, &one.query, one.sort) == (&view.name, &view.query, view.sort);
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

    /// Returns a stored setting.
    ///
    /// # Errors
    /// The file fails.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Stores a setting.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<()> {
        self.ensure_writable()?;
        self.db.prepare_cached("INSERT OR REPLACE INTO setting(key, value) VALUES (?1, ?2)")?.execute([key, value])?;
        Ok(())
    }
}
