//! Changes the user makes to pieces, each one step of undo: [`UndoJournal::set`] records every field that changes.

use super::error::Result;
use super::ids::PieceId;
use super::journal::{JournalField, UndoJournal, json};
use super::piece::{Correction, Highlight, PieceState, Seconds, WHOLE};
use super::{Library, dates, index, prepare};
use crate::plural::pluralize;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

/// A change to pieces.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Sets the state.
    State(PieceState),
    /// Marks them as read to the end, or as not begun.
    Read(bool),
    /// Sets or removes the star.
    Star(bool),
    /// Adds and removes tags.
    Tags {
        /** Given to each piece. */
        add: Vec<String>,
        /** Taken from each piece. */
        remove: Vec<String>,
    },
    /// Sets the note; `None` removes it.
    Note(Option<String>),
    /// Deletes them, or brings them back.
    Delete(bool),
    /// Replaces the title.
    Title(String),
    /// Replaces the highlights; those without a date get the current time.
    Highlights(Vec<Highlight>),
    /// Replaces the corrections.
    Corrections(Vec<Correction>),
}

impl Library {
    /// Applies a change to pieces as one undo step. Returns the number of pieces changed.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn change(&mut self, pieces: &[PieceId], change: &Change) -> Result<usize> {
        self.transaction(|journal| {
            let mut changed = 0;
            for &id in pieces {
                changed += usize::from(apply(journal, id, change)?);
            }
            journal.relabel(label(change, changed))?;
            Ok(changed)
        })
    }

    /// Stores the reading position of a piece. This is no undo step.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn record_progress(&mut self, id: PieceId, position: usize, progress: u16) -> Result<()> {
        self.ensure_writable()?;
        let sql = "UPDATE piece SET position = ?2, progress = max(progress, ?3), opened = ?4,
                   state = CASE WHEN state = 0 AND ?3 > 0 THEN 1 ELSE state END WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![id, position, progress.min(WHOLE), self.now()])?;
        Ok(())
    }

    /// Returns a warning if the clock is well behind the newest undo step. Only stored dates depend on the clock, not
    /// the order of steps.
    ///
    /// # Errors
    /// The file fails.
    pub fn clock_warning(&self) -> Result<Option<String>> {
        const DAY: Seconds = 86_400;
        let sql = "SELECT made FROM step ORDER BY id DESC LIMIT 1";
        let last: Option<Seconds> = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        let now = self.now();
        Ok(last.filter(|last| now < last - DAY).map(|last| {
            let (now, last) = (dates::day(now), dates::day(last));
            format!("the clock says {now}, but the library was last changed on {last}; nothing is lost, but articles saved now are dated {now}")
        }))
    }
}

fn apply(journal: &mut UndoJournal<'_>, id: PieceId, change: &Change) -> Result<bool> {
    match change {
        Change::State(state) => journal.set(id, JournalField::State, &state.number().into()),
        Change::Read(read) => {
            let (state, progress) = if *read { (PieceState::Reading, WHOLE) } else { (PieceState::Unread, 0) };
            let moved = journal.set(id, JournalField::Progress, &i64::from(progress).into())?;
            Ok(journal.set(id, JournalField::State, &state.number().into())? || moved)
        }
        Change::Star(star) => journal.set(id, JournalField::Star, &i64::from(*star).into()),
        Change::Tags { add, remove } => {
            let mut tags = index::tags(journal.db, id)?;
            tags.retain(|tag| !remove.contains(tag));
            tags.extend(add.iter().cloned());
            journal.set(id, JournalField::Tags, &json(&prepare::tidy_tags(tags))?)
        }
        Change::Note(note) => {
            let note = note.as_ref().filter(|note| !note.trim().is_empty());
            journal.set(id, JournalField::Note, &note.map_or(Value::Null, |note| note.clone().into()))
        }
        Change::Delete(deleted) => journal.set(id, JournalField::Deleted, &i64::from(*deleted).into()),
        Change::Title(title) => journal.set(id, JournalField::Title, &prepare::one_line(title).into()),
        Change::Highlights(all) => {
            let now = journal.now;
            let dated = |one: &Highlight| Highlight { made: if one.made == 0 { now } else { one.made }, ..one.clone() };
            journal.set(id, JournalField::Highlights, &json(&all.iter().map(dated).collect::<Vec<_>>())?)
        }
        Change::Corrections(all) => journal.set(id, JournalField::Corrections, &json(all)?),
    }
}

impl Change {
    /// Returns the label of the undo step for `count` pieces: "archived 3 articles".
    pub fn label(&self, count: usize) -> String {
        label(self, count)
    }
}

fn label(change: &Change, count: usize) -> String {
    let words = match change {
        Change::State(PieceState::Archive) => "archived",
        Change::State(PieceState::Unread) | Change::Read(false) => "marked unread",
        Change::State(PieceState::Reading) => "marked in progress",
        Change::Read(true) => "marked read",
        Change::Star(true) => "starred",
        Change::Star(false) => "unstarred",
        Change::Tags { .. } => "tagged",
        Change::Note(_) => return one_or("note", count),
        Change::Delete(true) => "deleted",
        Change::Delete(false) => "restored",
        Change::Title(_) => "renamed",
        Change::Highlights(_) => return one_or("highlight", count),
        Change::Corrections(_) => "corrected",
    };
    format!("{words} {}", pluralize(count, "article", "articles"))
}

/// Names what is changed in one article at a time; with several articles, adds their number.
fn one_or(what: &str, count: usize) -> String {
    match count {
        1 => what.to_owned(),
        _ => format!("{what} in {}", pluralize(count, "article", "articles")),
    }
}
