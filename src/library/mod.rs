//! `library`: [`Reading`]s with their state, tags, full text, quotes and speakers in one SQLite file.
//!
//! | file | subject |
//! | --- | --- |
//! | `schema`, `backup`, `partial_copy` | the file: opening, migrations, refusals; copies and restoring them |
//! | `piece` | the values that go in and out |
//! | `prepare` → `identity`, `save` → `index`, `reindex` | a reading becomes rows; the same page twice is one piece |
//! | `change`, `journal` | changes by the user, each undoable |
//! | `query` → `sql` → `list`, `pinned` | the filter language and the first page of its hits; rows that keep their positions |
//! | `name_match`, `vocabulary`, `suggest`, `hits` | names and words typed wrongly; what a filter may go on with; the words that answer it |
//! | `speakers`, `speaker_timeline`, `speaker_shares`, `similar` | speakers over all pieces; what they said by day; their shares; shared quotations and similar pieces |
//! | `draft_check`, `checked_quote` → `quotation_search` | quotations of a draft looked up in sources and in all pieces |
//! | `versions`, `corrections`, `highlights` | earlier texts and their difference; the user's corrections and highlights |
//! | `settings`, `views` | saved views; the position in the list |
//! | `feeds`, `feed_find`, `feed_schedule`, `feed_filter` | followed feeds; finding them, when they are due, their term in filters |
//! | `feed_fetch` → `feed` → `feed_entries` | feeds are fetched, parsed, and their entries saved |
//! | `fetch_queue`, `fetch` | pages that are fetched later |
//! | `import`, `export` | other programs' files, in and out |
//!
//! The clock is passed in. This layer does not know the terminal.

pub mod address;
mod backup;
mod change;
mod checked_quote;
mod corrections;
pub mod dates;
mod dates_in_words;
mod draft_check;
mod entities;
mod error;
pub mod export;
pub mod feed;
mod feed_entries;
pub mod feed_fetch;
mod feed_filter;
mod feed_find;
mod feed_schedule;
mod feeds;
pub mod fetch;
mod fetch_queue;
mod fingerprints;
pub mod fold;
mod highlights;
mod hits;
mod identity;
mod ids;
pub mod import;
mod index;
mod journal;
mod list;
mod name_match;
mod names;
mod names_in_text;
mod pack;
mod partial_copy;
mod piece;
mod pinned;
mod prepare;
pub mod query;
mod quotation_search;
mod reanalysis;
mod reindex;
mod save;
mod save_page;
mod schema;
mod settings;
mod similar;
mod speaker_shares;
mod speaker_timeline;
mod speakers;
mod sql;
mod suggest;
#[cfg(test)]
mod tests;
mod versions;
mod views;
mod vocabulary;

pub use backup::{Restored, backups, restore};
pub use change::Change;
pub use checked_quote::{CheckedQuote, FoundSource};
pub use corrections::{BlockOverrides, apply_corrections, apply_overrides, resolve_overrides, set_speakers};
pub use draft_check::{DraftCheck, DraftSources};
pub use error::{Error, Result};
pub use feed_entries::{FetchedFeed, SavedEntries};
pub use feed_filter::FeedTerm;
pub use feed_find::{FoundFeeds, find_feeds};
pub use feeds::{Feed, FeedSettings, FeedState, FeedText, feed_address};
pub use fetch_queue::{FetchJob, QueueStats};
pub use highlights::anchor;
pub use hits::HitWords;
pub use ids::{FeedId, PieceId, SpeakerId};
pub use journal::{StepId, Undone};
pub use list::{Counts, ListPage};
pub use names::is_pronoun;
pub use piece::{
    BlockAnchor, Correction, EarlierText, Highlight, Incoming, MergePolicy, Original, Piece, PieceState, SaveOutcome,
    Seconds, TextSource, UserData, WHOLE,
};
pub use pinned::ListRequest;
pub use prepare::{Prepared, prepare};
pub use query::Sort;
pub use quotation_search::QuotationSearch;
pub use save::Bulk;
pub use schema::version as schema_version;
pub use similar::{SharedQuote, Similar};
pub use speaker_shares::{GroupBy, SpeakerShare, SpeakerShares};
pub use speaker_timeline::{SpeakerTimeline, StatementFilter};
pub use speakers::{LibrarySpeaker, Statement, timeline};
pub use sql::Guess;
pub use suggest::Suggestions;
pub use versions::{DiffLine, Version, difference};
pub use views::SavedView;

use crate::models::Models;
use crate::reading::{Least, Reading};
use rusqlite::{Connection, OptionalExtension};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Returns the current time. It is passed in, so that tests control it.
pub type Clock = Arc<dyn Fn() -> Seconds + Send + Sync>;

/// A connection to a library file. Open one for each thread.
pub struct Library {
    db: Connection,
    clock: Clock,
    file: Option<PathBuf>,
    writable: bool,
    models: Arc<Models>,
    least: Least,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("file", &self.file).field("writable", &self.writable).finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library in `file`, creates it if it is missing, and migrates it.
    ///
    /// # Errors
    /// The file is newer, foreign, damaged, or can't be created.
    pub fn open(file: &Path, clock: Clock) -> Result<Self> {
        let started = Instant::now();
        let opened =
            schema::open(file).inspect_err(|error| log::warn!("{}: cannot be opened: {error}", file.display()));
        let schema::OpenedFile { db, writable } = opened?;
        let ms = started.elapsed().as_millis();
        log::info!("{}: opened in {ms} ms, {}", file.display(), if writable { "writable" } else { "read-only" });
        Ok(Self { db, clock, file: Some(file.to_owned()), writable, models: Arc::default(), least: Least::default() })
    }

    /// Opens the library in `file` for reading only; it never waits for a writer. A missing or outdated file is
    /// opened like [`Library::open`] does.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_to_read(file: &Path, clock: Clock) -> Result<Self> {
        match schema::open_to_look(file)? {
            Some(schema::OpenedFile { db, writable }) => Ok(Self {
                db,
                clock,
                file: Some(file.to_owned()),
                writable,
                models: Arc::default(),
                least: Least::default(),
            }),
            None => Self::open(file, clock),
        }
    }

    /// Creates a library in memory, for tests and for reading an export.
    ///
    /// # Errors
    /// Memory is exhausted.
    pub fn in_memory(clock: Clock) -> Result<Self> {
        let (models, least) = (Arc::default(), Least::default());
        Ok(Self { db: schema::open_in_memory()?, clock, file: None, writable: true, models, least })
    }

    /// Sets the models that attribute blocks which the user shows again.
    #[must_use]
    pub fn with_models(self, models: &Arc<Models>) -> Self {
        Self { models: Arc::clone(models), ..self }
    }

    /// Sets the lowest certainty of quotations that are listed and counted by speaker.
    #[must_use]
    pub fn with_least(self, least: Least) -> Self {
        Self { least, ..self }
    }

    /// Sets the lowest certainty of quotations that are listed and counted by speaker.
    pub const fn set_least(&mut self, least: Least) {
        self.least = least;
    }

    /// Path of the file; `None` in memory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Returns true if the file is writable.
    pub const fn is_writable(&self) -> bool {
        self.writable
    }

    /// Returns the time of the library's clock.
    pub fn now(&self) -> Seconds {
        (self.clock)().clamp(0, 253_402_300_799)
    }

    /// Returns the reading of a piece with the user's corrections; `None` if it is not fetched yet.
    ///
    /// # Errors
    /// The file fails or its data does not unpack.
    pub fn reading(&self, id: PieceId) -> Result<Option<Reading>> {
        let Some(reading) = self.stored_reading(id)? else { return Ok(None) };
        let corrections = index::corrections(&self.db, id)?;
        Ok(Some(apply_corrections(reading, &corrections, &self.models)))
    }

    /// Returns the reading without corrections.
    ///
    /// # Errors
    /// As [`Library::reading`].
    pub fn stored_reading(&self, id: PieceId) -> Result<Option<Reading>> {
        let packed: Option<(Vec<u8>, Vec<u8>)> = self
            .db
            .prepare_cached("SELECT b.text, b.reading_json FROM piece p JOIN body b ON b.id = p.body WHERE p.id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        packed.map(|(text, rest)| pack::unpack(&text, &rest)).transpose()
    }

    /// Returns the article's text of a piece.
    ///
    /// # Errors
    /// As [`Library::reading`].
    pub fn text(&self, id: PieceId) -> Result<Option<String>> {
        index::text(&self.db, id)
    }

    /// Returns the page's bytes of the current version.
    ///
    /// # Errors
    /// As [`Library::reading`].
    pub fn original(&self, id: PieceId) -> Result<Option<Original>> {
        match self.versions(id)?.into_iter().find(|version| version.current) {
            Some(version) => self.version_original(version),
            None => Ok(None),
        }
    }

    /// Returns the tags of a piece, sorted.
    ///
    /// # Errors
    /// The file fails.
    pub fn tags_of(&self, id: PieceId) -> Result<Vec<String>> {
        index::tags(&self.db, id)
    }

    /// Returns the user's highlights in order of creation, with their current positions in [`Library::reading`]'s
    /// text; without a position if their words no longer occur.
    ///
    /// # Errors
    /// The file fails or its data does not unpack.
    pub fn highlights(&self, id: PieceId) -> Result<Vec<Highlight>> {
        let mut all = index::highlights(&self.db, id)?;
        if !all.is_empty()
            && let Some(reading) = self.reading(id)?
        {
            for one in &mut all {
                one.span = anchor(one, &reading.article.text);
            }
        }
        Ok(all)
    }

    /// Returns the user's corrections of a piece.
    ///
    /// # Errors
    /// The file fails.
    pub fn corrections(&self, id: PieceId) -> Result<Vec<Correction>> {
        index::corrections(&self.db, id)
    }

    /// Returns a number that changes whenever another connection has written.
    ///
    /// # Errors
    /// The file fails.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Checks the whole file for damage; slow.
    ///
    /// # Errors
    /// The file is damaged; the first problem found.
    pub fn check(&self) -> Result<()> {
        let found: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found == "ok" { Ok(()) } else { Err(Error::Damaged(found)) }
    }

    /// Writes the write-ahead log into the file and refreshes the planner's statistics, after bulk work.
    ///
    /// # Errors
    /// The file fails.
    pub fn checkpoint_and_optimize(&self) -> Result<()> {
        self.db.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(PASSIVE);")?;
        Ok(())
    }

    fn ensure_writable(&self) -> Result<()> {
        if self.writable { Ok(()) } else { Err(Error::ReadOnly) }
    }
}
