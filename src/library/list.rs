//! From a [`Query`] to the first page of its hits, and the other ways to find pieces.
//!
//! With words, rows come from the full text newest first, and the work ends with the page. Phrases and words that are
//! cut in several (`20.04`) are checked on the hits' texts, since the index knows no positions.

use super::error::Result;
use super::fold::{holds, words};
use super::piece::{Id, Piece, State};
use super::query::{Query, Test};
use super::sql::Sql;
use super::{Library, index, pack};
use rusqlite::{Row, params_from_iter};

/// Orders of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Saved last first.
    #[default]
    Newest,
    /// Saved first first.
    Oldest,
    /// Published last first.
    Published,
    /// Shortest first.
    Shortest,
    /// Longest first.
    Longest,
    /// Most voices first.
    Voices,
}

impl Sort {
    /// Each with its word.
    pub const ALL: [(&'static str, Self); 6] = [
        ("newest", Self::Newest),
        ("oldest", Self::Oldest),
        ("published", Self::Published),
        ("shortest", Self::Shortest),
        ("longest", Self::Longest),
        ("voices", Self::Voices),
    ];

    const fn sql(self, by_place: bool) -> &'static str {
        match (self, by_place) {
            (Self::Newest, true) => " ORDER BY f.rowid DESC",
            (Self::Oldest, true) => " ORDER BY f.rowid ASC",
            (Self::Newest, false) => " ORDER BY p.place DESC",
            (Self::Oldest, false) => " ORDER BY p.place ASC",
            (Self::Published, _) => " ORDER BY p.published DESC, p.id DESC",
            (Self::Shortest, _) => " ORDER BY p.words ASC, p.id",
            (Self::Longest, _) => " ORDER BY p.words DESC, p.id DESC",
            (Self::Voices, _) => " ORDER BY p.voices DESC, p.id DESC",
        }
    }
}

/// Part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// How many there are in all…
    pub total: usize,
    /// …or more than that.
    pub or_more: bool,
}

/// How many pieces are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Unread.
    pub unread: usize,
    /// Being read.
    pub reading: usize,
    /// Archived.
    pub archive: usize,
    /// Starred, in any state.
    pub starred: usize,
}

impl Counts {
    /// All pieces that are not deleted.
    pub const fn all(&self) -> usize {
        self.unread + self.reading + self.archive
    }
}

/// Hits with words are counted up to here; then it is "1,000 or more".
const MOST_COUNTED: usize = 1_000;
/// Texts looked into for one page of a phrase.
const MOST_CHECKED: usize = 20_000;

const COLUMNS: &str = "SELECT p.id, p.url, p.given_url, p.title, coalesce(s.name, s.host), p.published, p.language,
  p.words, p.voices, p.state, p.star, p.progress, p.position, p.saved, p.opened, p.note, p.body IS NOT NULL, p.deleted";

impl Library {
    /// Pieces that answer the query, from the `offset`th on, at most `limit`.
    ///
    /// # Errors
    /// The file fails.
    pub fn list(&self, query: &Query, sort: Sort, offset: usize, limit: usize) -> Result<Page> {
        let sql = Sql::of(&self.db, query)?;
        let phrases: Vec<&Test> = query.terms.iter().filter(|term| !term.not).map(|term| &term.test).collect();
        let phrases: Vec<&Test> =
            phrases.into_iter().filter(|test| matches!(test, Test::Words { row, .. } if row.len() > 1)).collect();
        let mut page = if phrases.is_empty() {
            let pieces = self.rows(&sql, sort, &format!(" LIMIT {limit} OFFSET {offset}"), |_| Ok(true), limit)?;
            Page { pieces, ..self.count(&sql)? }
        } else {
            let wanted = offset + limit + 1;
            let mut checked = 0;
            let fits = |id| {
                checked += 1;
                self.holds_all(id, &phrases)
            };
            let most = format!(" LIMIT {MOST_CHECKED}");
            let mut pieces = self.rows(&sql, sort, &most, fits, wanted)?;
            let or_more = pieces.len() == wanted || checked == MOST_CHECKED;
            let total = pieces.len().min(offset + limit);
            pieces.truncate(offset + limit);
            Page { pieces: pieces.split_off(offset.min(pieces.len())), total, or_more }
        };
        for piece in &mut page.pieces {
            piece.tags = index::tags(&self.db, piece.id)?;
            piece.authors = index::authors(&self.db, piece.id)?;
        }
        Ok(page)
    }

    /// Calls `take` with every piece that answers the query, newest first, until it fails.
    ///
    /// # Errors
    /// The file fails, or `take` did.
    pub fn each(&self, query: &Query, mut take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
        const STEP: usize = 1_000;
        let mut after = i64::MAX;
        loop {
            let mut sql = Sql::of(&self.db, query)?;
            sql.conditions.push_str(" AND p.place < ?");
            sql.values.push(after.into());
            let phrases: Vec<&Test> = query.terms.iter().filter(|term| !term.not).map(|term| &term.test).collect();
            let order = format!("{COLUMNS}, p.place {}{} ORDER BY p.place DESC LIMIT {STEP}", sql.from, sql.conditions);
            let mut statement = self.db.prepare_cached(&order)?;
            let mut rows = statement.query(params_from_iter(&sql.values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                after = row.get(18)?;
                found.push(piece(row)?);
            }
            let last = found.len() < STEP;
            for mut one in found {
                if self.holds_all(one.id, &phrases)? {
                    one.tags = index::tags(&self.db, one.id)?;
                    one.authors = index::authors(&self.db, one.id)?;
                    take(one)?;
                }
            }
            if last {
                return Ok(());
            }
        }
    }

    /// One piece.
    ///
    /// # Errors
    /// The file fails, or there is no such piece.
    pub fn piece(&self, id: Id) -> Result<Piece> {
        let sql = format!("{COLUMNS} FROM piece p LEFT JOIN site s ON s.id = p.site WHERE p.id = ?1");
        let mut found = self.db.prepare_cached(&sql)?.query_row([id], piece).map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => super::Error::NotFound(format!("number {id}")),
            other => other.into(),
        })?;
        found.tags = index::tags(&self.db, id)?;
        found.authors = index::authors(&self.db, id)?;
        Ok(found)
    }

    /// The piece of an address, whether it is deleted or not.
    ///
    /// # Errors
    /// The file fails.
    pub fn find_url(&self, address: &str) -> Result<Option<Id>> {
        use rusqlite::OptionalExtension;
        let Some(url) = super::address::canonical(address) else { return Ok(None) };
        let mut statement = self.db.prepare_cached("SELECT id FROM piece WHERE url = ?1")?;
        Ok(statement.query_row([url], |row| row.get(0)).optional()?)
    }

    /// How many pieces are in which state.
    ///
    /// # Errors
    /// The file fails.
    pub fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        let mut statement =
            self.db.prepare_cached("SELECT state, count(*) FROM piece WHERE deleted = 0 GROUP BY state")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let count = row.get(1)?;
            match State::numbered(row.get(0)?) {
                State::Unread => counts.unread = count,
                State::Reading => counts.reading = count,
                State::Archive => counts.archive = count,
            }
        }
        let starred = "SELECT count(*) FROM piece WHERE deleted = 0 AND star = 1";
        counts.starred = self.db.prepare_cached(starred)?.query_row([], |row| row.get(0))?;
        Ok(counts)
    }

    /// All tags in use with the number of their pieces, most used first.
    ///
    /// # Errors
    /// The file fails.
    pub fn all_tags(&self) -> Result<Vec<(String, usize)>> {
        let sql = "SELECT t.name, count(*) FROM tagged d JOIN tag t ON t.id = d.tag JOIN piece p ON p.id = d.piece
                   WHERE p.deleted = 0 GROUP BY t.id ORDER BY 2 DESC, 1";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn rows(
        &self,
        sql: &Sql,
        sort: Sort,
        window: &str,
        mut fits: impl FnMut(Id) -> Result<bool>,
        wanted: usize,
    ) -> Result<Vec<Piece>> {
        let text = format!("{COLUMNS} {}{}{}{window}", sql.from, sql.conditions, sort.sql(sql.by_place));
        let mut statement = self.db.prepare_cached(&text)?;
        let mut rows = statement.query(params_from_iter(&sql.values))?;
        let mut found = Vec::new();
        while found.len() < wanted {
            let Some(row) = rows.next()? else { break };
            if fits(row.get(0)?)? {
                found.push(piece(row)?);
            }
        }
        Ok(found)
    }

    fn count(&self, sql: &Sql) -> Result<Page> {
        let most = if sql.by_place { MOST_COUNTED } else { usize::MAX >> 1 };
        let text = format!("SELECT count(*) FROM (SELECT 1 {}{} LIMIT {most})", sql.from_bare, sql.conditions);
        let total = self.db.prepare_cached(&text)?.query_row(params_from_iter(&sql.values), |row| row.get(0))?;
        Ok(Page { pieces: Vec::new(), total, or_more: total == most })
    }

    fn holds_all(&self, id: Id, phrases: &[&Test]) -> Result<bool> {
        if !phrases.iter().any(|test| matches!(test, Test::Words { row, .. } if row.len() > 1)) {
            return Ok(true);
        }
        let sql = "SELECT b.text, p.title, coalesce(p.note, '') FROM piece p LEFT JOIN body b ON b.id = p.body
                   WHERE p.id = ?1";
        let (text, title, note): (Option<Vec<u8>>, String, String) =
            self.db.prepare_cached(sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut text = text.map(|text| pack::unpack_text(&text)).transpose()?.unwrap_or_default();
        for around in [title, note] {
            text.push_str("\n\n");
            text.push_str(&around);
        }
        let text = words(&text);
        Ok(phrases.iter().all(|test| match test {
            Test::Words { row, open } if row.len() > 1 => holds(&text, row, *open),
            _ => true,
        }))
    }
}

fn piece(row: &Row<'_>) -> rusqlite::Result<Piece> {
    Ok(Piece {
        id: row.get(0)?,
        url: row.get(1)?,
        given_url: row.get(2)?,
        title: row.get(3)?,
        site: row.get(4)?,
        authors: Vec::new(),
        published: row.get(5)?,
        language: row.get(6)?,
        words: row.get(7)?,
        voices: row.get(8)?,
        state: State::numbered(row.get(9)?),
        starred: row.get(10)?,
        progress: row.get(11)?,
        position: row.get(12)?,
        saved: row.get(13)?,
        opened: row.get(14)?,
        note: row.get(15)?,
        tags: Vec::new(),
        fetched: row.get(16)?,
        deleted: row.get(17)?,
    })
}
