//! Saves a fetched page as the text of the article that waited for it, even after redirects to another address.

use super::address::canonical;
use super::error::Result;
use super::identity::other_scheme;
use super::ids::PieceId;
use super::journal::JournalField;
use super::piece::{SaveOutcome, UserData};
use super::prepare::Prepared;
use super::save::merge;
use super::{Library, index};
use rusqlite::{OptionalExtension, params};
use url::Url;

/// A shorter page, in words, may be a paywall or an error: the known title stays.
const MIN_TITLE_WORDS: u32 = 60;

impl Library {
    /// Saves a page as the text of an article. `address` is the page's own after redirects; if another article has
    /// it, the two are merged. Returns `None` and saves nothing if the page has less text than the existing excerpt.
    ///
    /// # Errors
    /// The file can't be written.
    pub(super) fn save_page(
        &mut self,
        id: PieceId,
        prepared: Prepared,
        address: Option<&str>,
    ) -> Result<Option<SaveOutcome>> {
        let piece = self.piece(id)?;
        let is_excerpt = self.is_excerpt(id)?;
        let words = prepared.body.as_ref().map_or(0, |body| body.index.length);
        if is_excerpt && words < piece.words {
            return Ok(None);
        }
        let keeps_title = words < MIN_TITLE_WORDS && piece.url.as_ref() != Some(&piece.title);
        let moved_to = address.and_then(canonical).filter(|to| is_article_address(to, piece.url.as_deref()));
        let twin = match &moved_to {
            Some(to) => self.piece_at(to)?.filter(|(twin, _)| *twin != id),
            None => None,
        };
        let user_data = UserData {
            tags: piece.tags.clone(),
            starred: Some(piece.starred),
            progress: Some(piece.progress),
            note: piece.note.clone(),
            highlights: index::highlights(&self.db, id)?,
            ..UserData::default()
        };
        self.transaction(|journal| {
            journal.label = "downloaded 1 article".into();
            let Some((twin, false)) = twin else {
                let outcome = merge(journal, id, piece.deleted, prepared)?;
                if keeps_title {
                    journal.set(id, JournalField::Title, &piece.title.clone().into())?;
                }
                if let (Some(to), None) = (&moved_to, twin) {
                    let sql = "UPDATE OR IGNORE piece SET url = ?2 WHERE id = ?1";
                    journal.db.prepare_cached(sql)?.execute(params![id, to])?;
                }
                return Ok(Some(outcome));
            };
            let outcome = merge(journal, twin, false, Prepared { user_data, ..prepared })?;
            journal.set(id, JournalField::Deleted, &1.into())?;
            journal.db.prepare_cached("UPDATE seen SET piece = ?2 WHERE piece = ?1")?.execute([id, twin])?;
            Ok(Some(outcome))
        })
    }

    /// Returns true if the text of an article is only a summary or an excerpt of its page.
    ///
    /// # Errors
    /// The file fails.
    pub fn is_excerpt(&self, id: PieceId) -> Result<bool> {
        let sql = "SELECT b.excerpt FROM piece p JOIN body b ON b.id = p.body WHERE p.id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Returns the article with an address, and true if it is deleted.
    fn piece_at(&self, url: &str) -> Result<Option<(PieceId, bool)>> {
        let sql = "SELECT id, deleted FROM piece WHERE url IN (?1, ?2)";
        let mut statement = self.db.prepare_cached(sql)?;
        let row = statement.query_row([url, &other_scheme(url)], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? != 0)));
        Ok(row.optional()?)
    }
}

/// Returns true if a redirect led to an article, not to the front page, where sites send requests for missing pages.
fn is_article_address(to: &str, from: Option<&str>) -> bool {
    let path = Url::parse(to).map(|url| url.path().to_owned()).unwrap_or_default();
    let base = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    path.len() > 1 && from.is_none_or(|from| base(from) != to)
}
