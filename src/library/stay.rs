//! A list that the user works on: pieces that were decided on stay in their places, also where they answer the filter no more.

use super::Library;
use super::error::Result;
use super::list::Page;
use super::piece::Id;
use super::query::{Query, Sort};
use super::sql::Sql;
use rusqlite::params_from_iter;
use std::collections::HashSet;

/// A part of a list, as it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The filter.
    pub query: &'a Query,
    /// The order.
    pub sort: Sort,
    /// The first piece wanted.
    pub offset: usize,
    /// How many, at most.
    pub limit: usize,
    /// Pieces that stay in sight with their places in the whole list, in the order of these.
    pub stays: &'a [(usize, Id)],
}

impl Library {
    /// The part of the list, with the pieces that stay where they stood; when `wanted` says no, what was found is enough.
    ///
    /// # Errors
    /// The file fails.
    pub fn view(&self, ask: &Ask<'_>, wanted: &dyn Fn() -> bool) -> Result<Page> {
        let gone = self.gone(ask.query, ask.stays)?;
        let before = gone.iter().filter(|(at, _)| *at < ask.offset).count();
        let mut page = self.list_while(ask.query, ask.sort, ask.offset - before, ask.limit, wanted)?;
        for &(at, id) in &gone[before..] {
            let at = at - ask.offset;
            if at < ask.limit && at <= page.pieces.len() {
                page.pieces.insert(at, self.piece(id)?);
            }
        }
        page.pieces.truncate(ask.limit);
        page.total += gone.len();
        Ok(page)
    }

    /// Those of the pieces that answer the query no more.
    fn gone(&self, query: &Query, stays: &[(usize, Id)]) -> Result<Vec<(usize, Id)>> {
        if stays.is_empty() {
            return Ok(Vec::new());
        }
        let sql = Sql::of(&self.db, query)?;
        let ids = serde_json::to_string(&stays.iter().map(|(_, id)| id).collect::<Vec<_>>()).unwrap_or_default();
        // The full text is asked for these rows alone.
        let which = if sql.by_place {
            "f.rowid IN (SELECT place FROM piece WHERE id IN (SELECT value FROM json_each(?)))"
        } else {
            "p.id IN (SELECT value FROM json_each(?))"
        };
        let text = format!("SELECT p.id {}{} AND {which}", sql.from, sql.conditions);
        let mut statement = self.db.prepare_cached(&text)?;
        let values = sql.values.iter().cloned().chain([ids.into()]);
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        let mut held: HashSet<Id> = rows.collect::<std::result::Result<_, _>>()?;
        for id in held.clone() {
            if !self.holds_phrases(id, query)? {
                held.remove(&id);
            }
        }
        Ok(stays.iter().copied().filter(|(_, id)| !held.contains(id)).collect())
    }
}
