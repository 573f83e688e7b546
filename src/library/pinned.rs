//! Keeps changed pieces at their list positions until the view changes, even if they no longer match the filter.

use super::Library;
use super::error::Result;
use super::ids::PieceId;
use super::list::ListPage;
use super::query::{Query, Sort};
use super::sql::Sql;
use rusqlite::params_from_iter;
use std::collections::HashSet;

/// A request for a page of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListRequest<'a> {
    /// The filter.
    pub query: &'a Query,
    /// The order.
    pub sort: Sort,
    /// Index of the first piece.
    pub offset: usize,
    /// Largest number of pieces.
    pub limit: usize,
    /// Pinned pieces with their positions in the whole list, in order of position.
    pub pinned: &'a [(usize, PieceId)],
}

impl Library {
    /// Returns a page of the list with the pinned pieces at their positions. Stops early with a partial page when
    /// `is_current` returns false.
    ///
    /// # Errors
    /// The file fails.
    pub fn list_pinned(&self, request: &ListRequest<'_>, is_current: &dyn Fn() -> bool) -> Result<ListPage> {
        let gone = self.gone(request.query, request.pinned)?;
        let before = gone.iter().filter(|(at, _)| *at < request.offset).count();
        let mut page =
            self.list_cancellable(request.query, request.sort, request.offset - before, request.limit, is_current)?;
        for &(at, id) in &gone[before..] {
            let at = at - request.offset;
            if at < request.limit && at <= page.pieces.len() {
                page.pieces.insert(at, self.piece(id)?);
            }
        }
        page.pieces.truncate(request.limit);
        page.total += gone.len();
        Ok(page)
    }

    /// Returns those of the pieces that no longer match the query.
    fn gone(&self, query: &Query, pinned: &[(usize, PieceId)]) -> Result<Vec<(usize, PieceId)>> {
        if pinned.is_empty() {
            return Ok(Vec::new());
        }
        let sql = Sql::of(&self.db, query, self.now())?;
        let ids = serde_json::to_string(&pinned.iter().map(|(_, id)| id).collect::<Vec<_>>()).unwrap_or_default();
        // The full text is queried for these rows only.
        let which = if sql.ordered_by_rank {
            "f.rowid IN (SELECT place FROM piece WHERE id IN (SELECT value FROM json_each(?)))"
        } else {
            "p.id IN (SELECT value FROM json_each(?))"
        };
        let text = format!("SELECT p.id {}{} AND {which}", sql.from, sql.conditions);
        let mut statement = self.db.prepare_cached(&text)?;
        let values = sql.values.iter().cloned().chain([ids.into()]);
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        let mut held: HashSet<PieceId> = rows.collect::<std::result::Result<_, _>>()?;
        for id in held.clone() {
            if !self.holds_phrases(id, query)? {
                held.remove(&id);
            }
        }
        Ok(pinned.iter().copied().filter(|(_, id)| !held.contains(id)).collect())
    }
}
