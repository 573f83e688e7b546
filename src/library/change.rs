//! Changes the user makes to pieces, each one step of undo: [`Log::set`] records every field that changes.

use super::error::Result;
use super::journal::{Field, Log, json};
use super::piece::{Correction, Highlight, Id, Seconds, State, WHOLE};
use super::{Library, dates, index, prepare};
use crate::plural::pluralize;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

/// Something to be done to pieces.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Put them in this state.
    State(State),
    /// Mark them as read to the end, or as not begun.
    Read(bool),
    /// Give or take the star.
    Star(bool),
    /// Add tags and take others away.
    Tags {
        /** Given to each piece. */
        add: Vec<String>,
        /** Taken from each piece. */
        remove: Vec<String>,
    },
    /// Write the note; none removes it.
    Note(Option<String>),
    /// Delete them, or bring them back.
    Delete(bool),
    /// Replace the title.
    Title(String),
    /// Replace the highlights; those without a date are made now.
    Highlights(Vec<Highlight>),
    /// Replace the corrections.
    Corrections(Vec<Correction>),
}

impl Library {
    /// Does something to pieces, as one step; gives how many it changed.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn change(&mut self, pieces: &[Id], change: &Change) -> Result<usize> {
        self.step(|log| {
            let mut changed = 0;
            for &id in pieces {
                changed += usize::from(apply(log, id, change)?);
            }
            log.relabel(label(change, changed))?;
            Ok(changed)
        })
    }

    /// Remembers how far a piece was read. No step of undo: it is no decision.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn left_at(&mut self, id: Id, position: usize, progress: u16) -> Result<()> {
        self.must_be_writable()?;
        let sql = "UPDATE piece SET position = ?2, progress = max(progress, ?3), opened = ?4,
                   state = CASE WHEN state = 0 AND ?3 > 0 THEN 1 ELSE state END WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![id, position, progress.min(WHOLE), self.now()])?;
        Ok(())
    }

    /// A sentence for whoever's clock stands well before the last step: it jumped, then or now. Nothing depends on it but the
    /// dates that are given; the order of steps does not.
    ///
    /// # Errors
    /// The file fails.
    pub fn doubt_of_clock(&self) -> Result<Option<String>> {
        const DAY: Seconds = 86_400;
        let sql = "SELECT made FROM step ORDER BY id DESC LIMIT 1";
        let last: Option<Seconds> = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        let now = self.now();
        let day = |time| dates::show(time).chars().take(10).collect::<String>();
        Ok(last.filter(|last| now < last - DAY).map(|last| {
            let (now, last) = (day(now), day(last));
            format!("the clock says {now}, but the library was last changed on {last}; nothing is lost, but what is saved now gets that date")
        }))
    }
}

fn apply(log: &mut Log<'_>, id: Id, change: &Change) -> Result<bool> {
    match change {
        Change::State(state) => log.set(id, Field::State, &state.number().into()),
        Change::Read(read) => {
            let (state, progress) = if *read { (State::Reading, WHOLE) } else { (State::Unread, 0) };
            let moved = log.set(id, Field::Progress, &i64::from(progress).into())?;
            Ok(log.set(id, Field::State, &state.number().into())? || moved)
        }
        Change::Star(star) => log.set(id, Field::Star, &i64::from(*star).into()),
        Change::Tags { add, remove } => {
            let mut tags = index::tags(log.db, id)?;
            tags.retain(|tag| !remove.contains(tag));
            tags.extend(add.iter().cloned());
            log.set(id, Field::Tags, &json(&prepare::tidy_tags(tags))?)
        }
        Change::Note(note) => {
            let note = note.as_ref().filter(|note| !note.trim().is_empty());
            log.set(id, Field::Note, &note.map_or(Value::Null, |note| note.clone().into()))
        }
        Change::Delete(deleted) => log.set(id, Field::Deleted, &i64::from(*deleted).into()),
        Change::Title(title) => log.set(id, Field::Title, &prepare::one_line(title).into()),
        Change::Highlights(all) => {
            let now = log.now;
            let dated = |one: &Highlight| Highlight { made: if one.made == 0 { now } else { one.made }, ..one.clone() };
            log.set(id, Field::Highlights, &json(&all.iter().map(dated).collect::<Vec<_>>())?)
        }
        Change::Corrections(all) => log.set(id, Field::Corrections, &json(all)?),
    }
}

impl Change {
    /// What it did to so many pieces, in words: "archived 3".
    pub fn label(&self, count: usize) -> String {
        label(self, count)
    }
}

fn label(change: &Change, count: usize) -> String {
    let words = match change {
        Change::State(State::Archive) => "archived",
        Change::State(State::Unread) | Change::Read(false) => "marked unread",
        Change::State(State::Reading) => "marked as being read",
        Change::Read(true) => "marked read",
        Change::Star(true) => "starred",
        Change::Star(false) => "unstarred",
        Change::Tags { .. } => "tagged",
        Change::Note(_) => return format!("noted on {}", pluralize(count, "piece", "pieces")),
        Change::Delete(true) => "deleted",
        Change::Delete(false) => "brought back",
        Change::Title(_) => "renamed",
        Change::Highlights(_) => return format!("highlighted in {}", pluralize(count, "piece", "pieces")),
        Change::Corrections(_) => "corrected",
    };
    format!("{words} {count}")
}
