//! Runs a [`Query`] and returns a page of its hits; other ways to find pieces.
//!
//! With words, rows come from the full text newest first, and the search ends when the page is full. Phrases and
//! words with several parts (`20.04`) are checked in the hits' texts, since the index has no positions.

use super::error::Result;
use super::fold::holds;
use super::ids::PieceId;
use super::piece::{Piece, PieceState};
use super::query::{Phrase, Query, Sort};
use super::sql::{Guess, Sql};
use super::{Library, pack};
use rusqlite::{Row, params_from_iter};

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPage {
    /// Pieces of the page, in the order of the list.
    pub pieces: Vec<Piece>,
    /// Number of all hits …
    pub total: usize,
    /// … or true if there are more than that.
    pub or_more: bool,
    /// Words of the filter that stand nowhere, with those that were searched for instead.
    pub guesses: Vec<Guess>,
}

/// Number of pieces by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of unread pieces.
    pub unread: usize,
    /// Number of pieces being read.
    pub reading: usize,
    /// Number of archived pieces.
    pub archive: usize,
    /// Number of starred pieces in any state.
    pub starred: usize,
}

impl Counts {
    /// Number of all pieces that are not deleted.
    pub const fn all(&self) -> usize {
        self.unread + self.reading + self.archive
    }
}

/// Largest number of hits with words that is counted; beyond it the list shows "1,000 or more".
const MAX_COUNTED: usize = 1_000;

const COLUMNS: &str = "SELECT p.id, p.url, p.given_url, p.title, coalesce(s.name, s.host), p.published, p.language,
  p.words, p.voices, p.state, p.star, p.progress, p.position, p.saved,
  (SELECT b.revised FROM body b INDEXED BY body_revised WHERE b.piece = p.id AND b.id = p.body
    AND b.revised IS NOT NULL AND b.fetched >= coalesce(p.opened, 0)), p.note, p.body IS NOT NULL, p.deleted,
  (SELECT group_concat(t.name, char(31) ORDER BY t.name) FROM piece_tag d JOIN tag t ON t.id = d.tag WHERE d.piece = p.id),
  (SELECT group_concat(a.name, char(31) ORDER BY w.n) FROM piece_author w JOIN author a ON a.id = w.author WHERE w.piece = p.id)";

impl Library {
    /// Returns pieces that match the query from index `offset` on, at most `limit`.
    ///
    /// # Errors
    /// The file fails.
    pub fn list(&self, query: &Query, sort: Sort, offset: usize, limit: usize) -> Result<ListPage> {
        self.list_cancellable(query, sort, offset, limit, &|| true)
    }

    /// Like `list`, but stops early and returns a partial page when `is_current` returns false.
    ///
    /// # Errors
    /// The file fails.
    pub fn list_cancellable(
        &self,
        query: &Query,
        sort: Sort,
        offset: usize,
        limit: usize,
        is_current: &dyn Fn() -> bool,
    ) -> Result<ListPage> {
        let sql = Sql::of(&self.db, query, self.now())?;
        let end = offset + limit;
        let (mut ids, mut page) = if query.has_phrases() {
            let ids = self.checked(query, &sql, sort, end + 1, is_current)?;
            let or_more = ids.len() > end || !is_current();
            let page = ListPage { total: ids.len().min(end), or_more, ..ListPage::default() };
            (ids.into_iter().skip(offset).collect(), page)
        } else if sql.ordered_by_rank {
            // One walk through the full text finds the page and counts up to the limit.
            let most = (end + limit).max(MAX_COUNTED);
            let ids = self.ids(&sql, sort, &format!(" LIMIT {most}"))?;
            let page = ListPage { total: ids.len(), or_more: ids.len() == most, ..ListPage::default() };
            (ids.into_iter().skip(offset).collect(), page)
        } else if sql.is_set && !sql.is_broad {
            // The pieces of authors, tags and the like are collected once, for the page and for the total.
            let ids = self.ids(&sql, sort, "")?;
            let page = ListPage { total: ids.len(), ..ListPage::default() };
            (ids.into_iter().skip(offset).collect(), page)
        } else {
            let ids = self.ids(&sql, sort, &format!(" LIMIT {limit} OFFSET {offset}"))?;
            let total = if query.is_everything() { self.counts()?.all() } else { self.count(&sql, end + limit)? };
            (
                ids,
                ListPage {
                    total,
                    or_more: sql.is_broad && total >= MAX_COUNTED.max(end + limit),
                    ..ListPage::default()
                },
            )
        };
        ids.truncate(limit);
        page.guesses = sql.guesses;
        page.pieces = ids.into_iter().map(|id| self.piece(id)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// Calls `take` with every piece that matches the query, newest first, until it fails.
    ///
    /// # Errors
    /// The file fails, or `take` does.
    pub fn each(&self, query: &Query, take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
        self.walk(query, "p.place < ? ORDER BY p.place DESC", i64::MAX, take)
    }

    /// Like `each`, oldest first: saving the pieces in this order keeps the order of those with the same time.
    ///
    /// # Errors
    /// As [`Library::each`].
    pub fn each_from_oldest(&self, query: &Query, take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
        self.walk(query, "p.place > ? ORDER BY p.place", i64::MIN, take)
    }

    fn walk(
        &self,
        query: &Query,
        order: &str,
        mut after: i64,
        mut take: impl FnMut(Piece) -> Result<()>,
    ) -> Result<()> {
        const STEP: usize = 1_000;
        let sql = Sql::of(&self.db, query, self.now())?;
        let text = format!("SELECT p.id, p.place {}{} AND {order} LIMIT {STEP}", sql.from, sql.conditions);
        loop {
            let mut statement = self.db.prepare_cached(&text)?;
            let values = sql.values.iter().cloned().chain([after.into()]);
            let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
            let found: Vec<(PieceId, i64)> = rows.collect::<std::result::Result<_, _>>()?;
            for &(id, place) in &found {
                after = place;
                if self.holds_phrases(id, query)? {
                    take(self.piece(id)?)?;
                }
            }
            if found.len() < STEP {
                return Ok(());
            }
        }
    }

    /// Returns a piece.
    ///
    /// # Errors
    /// The file fails, or there is no such piece.
    pub fn piece(&self, id: PieceId) -> Result<Piece> {
        let sql = format!("{COLUMNS} FROM piece p LEFT JOIN site s ON s.id = p.site WHERE p.id = ?1");
        self.db.prepare_cached(&sql)?.query_row([id], piece).map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => super::Error::NotFound(format!("number {id}")),
            other => other.into(),
        })
    }

    /// Returns the piece with an address, even if it is deleted.
    ///
    /// # Errors
    /// The file fails.
    pub fn find_url(&self, address: &str) -> Result<Option<PieceId>> {
        use rusqlite::OptionalExtension;
        let Some(url) = super::address::canonical(address) else { return Ok(None) };
        let mut statement = self.db.prepare_cached("SELECT id FROM piece WHERE url = ?1")?;
        Ok(statement.query_row([url], |row| row.get(0)).optional()?)
    }

    /// Returns the piece of an article, even if it is deleted: by address, else by text, as [`Library::save`] finds
    /// it.
    ///
    /// # Errors
    /// The file fails.
    pub fn find(&self, address: Option<&str>, article: &crate::article::Article) -> Result<Option<PieceId>> {
        let url = address.and_then(super::address::canonical);
        let words = || Some((super::fold::content_hash(&article.text) as i64, article.words() as u32));
        Ok(super::identity::same(&self.db, url.as_deref(), words)?.map(|(id, _)| id))
    }

    /// Returns the number of pieces by state.
    ///
    /// # Errors
    /// The file fails.
    pub fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        let mut statement = self.db.prepare_cached("SELECT state, star, pieces FROM state_count")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (starred, pieces): (bool, usize) = (row.get(1)?, row.get(2)?);
            match PieceState::numbered(row.get(0)?) {
                PieceState::Unread => counts.unread += pieces,
                PieceState::Reading => counts.reading += pieces,
                PieceState::Archive => counts.archive += pieces,
            }
            counts.starred += if starred { pieces } else { 0 };
        }
        Ok(counts)
    }

    /// Returns all tags in use with the number of their pieces, most used first.
    ///
    /// # Errors
    /// The file fails.
    pub fn all_tags(&self) -> Result<Vec<(String, usize)>> {
        let sql = "SELECT t.name, count(*) FROM piece_tag d JOIN tag t ON t.id = d.tag JOIN piece p ON p.id = d.piece
                   WHERE p.deleted = 0 GROUP BY t.id ORDER BY 2 DESC, 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn ids(&self, sql: &Sql, sort: Sort, window: &str) -> Result<Vec<PieceId>> {
        let text = format!("SELECT p.id {}{}{}{window}", sql.from, sql.conditions, sort.sql(sql.ordered_by_rank));
        let mut statement = self.db.prepare_cached(&text)?;
        let rows = statement.query_map(params_from_iter(&sql.values), |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns pieces whose texts contain the query's phrases, at most `most`.
    fn checked(
        &self,
        query: &Query,
        sql: &Sql,
        sort: Sort,
        most: usize,
        is_current: &dyn Fn() -> bool,
    ) -> Result<Vec<PieceId>> {
        let text = format!("SELECT p.id {}{}{}", sql.from, sql.conditions, sort.sql(sql.ordered_by_rank));
        let mut statement = self.db.prepare_cached(&text)?;
        let mut rows = statement.query(params_from_iter(&sql.values))?;
        let mut found = Vec::new();
        while found.len() < most && is_current() {
            let Some(row) = rows.next()? else { break };
            let id = row.get(0)?;
            if self.holds_phrases(id, query)? {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Number of matching pieces. For broad queries it stops counting shortly after `end`.
    fn count(&self, sql: &Sql, end: usize) -> Result<usize> {
        let most = if sql.is_broad { MAX_COUNTED.max(end) as i64 } else { -1 };
        let newest = if sql.is_broad { Sort::Newest.sql(false) } else { "" };
        let text = format!("SELECT count(*) FROM (SELECT 1 {}{}{newest} LIMIT {most})", sql.from, sql.conditions);
        Ok(self.db.prepare_cached(&text)?.query_row(params_from_iter(&sql.values), |row| row.get(0))?)
    }

    /// Returns true if a piece's text, title and note contain the phrases of the query; the index has no positions.
    pub(super) fn holds_phrases(&self, id: PieceId, query: &Query) -> Result<bool> {
        if !query.has_phrases() {
            return Ok(true);
        }
        let sql = "SELECT b.text, p.title, coalesce(p.note, '') FROM piece p LEFT JOIN body b ON b.id = p.body
                   WHERE p.id = ?1";
        let (text, title, note): (Option<Vec<u8>>, String, String) =
            self.db.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let text = text.map(|text| pack::unpack_text(&text)).transpose()?.unwrap_or_default();
        let parts = [&text, &title, &note];
        let held = |phrase: Phrase<'_>| parts.into_iter().any(|text| holds(text, phrase.words, phrase.is_prefix));
        Ok(query.phrases().all(|phrase| held(phrase) != phrase.not))
    }
}

fn piece(row: &Row<'_>) -> rusqlite::Result<Piece> {
    // Names contain no unit separator: control characters are removed.
    let names = |column| {
        let all: Option<String> = row.get(column)?;
        Ok::<_, rusqlite::Error>(all.map(|all| all.split('\u{1f}').map(str::to_owned).collect()).unwrap_or_default())
    };
    Ok(Piece {
        id: row.get(0)?,
        url: row.get(1)?,
        given_url: row.get(2)?,
        title: row.get(3)?,
        site: row.get(4)?,
        authors: names(19)?,
        published: row.get(5)?,
        language: row.get(6)?,
        words: row.get(7)?,
        voices: row.get(8)?,
        state: PieceState::numbered(row.get(9)?),
        starred: row.get(10)?,
        progress: row.get(11)?,
        position: row.get(12)?,
        saved: row.get(13)?,
        revised: row.get(14)?,
        note: row.get(15)?,
        tags: names(18)?,
        fetched: row.get(16)?,
        deleted: row.get(17)?,
    })
}
