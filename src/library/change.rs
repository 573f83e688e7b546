//! What the user does to pieces. Every change goes through [`Log::set`], which notes the field before and after, so that
//! undo and redo work for one piece as for a hundred thousand, and after a restart.

use super::error::{Error, Result};
use super::import::dates;
use super::piece::{Correction, Highlight, Id, Seconds, State, WHOLE};
use super::{Library, index, keep, pack, prepare, settings};
use crate::models::Models;
use crate::plural::pluralize;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// Steps that can be undone; older ones are forgotten.
const REMEMBERED: i64 = 1_000;

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

/// What an undo or redo did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// The words of the step: "archived 3".
    pub label: String,
    /// Pieces that it concerned, each once, at most a thousand of them.
    pub pieces: Vec<Id>,
    /// Whether it concerned saved views.
    pub views: bool,
}

/// The fields that a change may concern; the numbers stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub(super) enum Field {
    State,
    Star,
    Progress,
    Note,
    Deleted,
    Saved,
    Tags,
    Body,
    Title,
    Highlights,
    Corrections,
    /// Of a speaker: whom it was joined to.
    Head,
    /// A saved view by its number, as JSON; none where there is none.
    View,
}

impl Field {
    const ALL: [Self; 13] = [
        Self::State,
        Self::Star,
        Self::Progress,
        Self::Note,
        Self::Deleted,
        Self::Saved,
        Self::Tags,
        Self::Body,
        Self::Title,
        Self::Highlights,
        Self::Corrections,
        Self::Head,
        Self::View,
    ];

    /// Whether it is a field of a piece.
    const fn is_of_piece(self) -> bool {
        !matches!(self, Self::Head | Self::View)
    }
}

/// One step in the making.
pub(super) struct Log<'c> {
    pub(super) db: &'c Connection,
    pub(super) models: &'c Models,
    pub(super) now: Seconds,
    pub(super) label: String,
    pub(super) step: Option<i64>,
    pub(super) n: i64,
}

impl<'c> Log<'c> {
    pub(super) fn new(db: &'c Connection, models: &'c Models, now: Seconds) -> Self {
        Self { db, models, now, label: String::new(), step: None, n: 0 }
    }

    /// Sets a field; says whether that changed anything.
    pub(super) fn set(&mut self, target: Id, field: Field, after: &Value) -> Result<bool> {
        let before = read(self.db, target, field)?;
        if before == *after {
            return Ok(false);
        }
        write(self.db, self.models, target, field, after)?;
        self.note(target, field, &before, after)?;
        Ok(true)
    }

    /// Notes a change that was made already.
    pub(super) fn note(&mut self, target: Id, field: Field, before: &Value, after: &Value) -> Result<()> {
        let step = match self.step {
            Some(step) => step,
            None => self.begin()?,
        };
        let sql = "INSERT INTO change(step, n, target, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.db.prepare_cached(sql)?.execute(params![step, self.n, target, field as i64, before, after])?;
        self.n += 1;
        Ok(())
    }

    fn begin(&mut self) -> Result<i64> {
        self.db.prepare_cached("DELETE FROM step WHERE undone = 1")?.execute([])?;
        let sql = "INSERT INTO step(made, label) VALUES (?1, ?2)";
        let step = self.db.prepare_cached(sql)?.insert(params![self.now, self.label])?;
        self.db.prepare_cached("DELETE FROM step WHERE id <= ?1")?.execute([step - REMEMBERED])?;
        self.step = Some(step);
        Ok(step)
    }

    /// Changes the words of the step.
    pub(super) fn relabel(&mut self, label: String) -> Result<()> {
        if let Some(step) = self.step {
            self.db.prepare_cached("UPDATE step SET label = ?2 WHERE id = ?1")?.execute(params![step, label])?;
        }
        self.label = label;
        Ok(())
    }
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

    /// Undoes the last step that is not undone.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn undo(&mut self) -> Result<Option<Undone>> {
        self.travel("SELECT max(id) FROM step WHERE undone = 0", "before", "DESC", 1)
    }

    /// Does the step again that was undone last.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn redo(&mut self) -> Result<Option<Undone>> {
        self.travel("SELECT min(id) FROM step WHERE undone = 1", "after", "ASC", 0)
    }

    fn travel(&mut self, find: &str, column: &str, order: &str, undone: i64) -> Result<Option<Undone>> {
        self.must_be_writable()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(step) = tx.query_row(find, [], |row| row.get::<_, Option<i64>>(0))? else { return Ok(None) };
        let mut done = Undone::default();
        {
            let sql = format!("SELECT target, field, {column} FROM change WHERE step = ?1 ORDER BY n {order}");
            let mut statement = tx.prepare(&sql)?;
            let mut rows = statement.query([step])?;
            while let Some(row) = rows.next()? {
                let (target, field): (Id, i64) = (row.get(0)?, row.get(1)?);
                let Some(&field) = Field::ALL.get(field as usize) else { continue };
                write(&tx, &self.models, target, field, &row.get(2)?)?;
                done.views |= field == Field::View;
                if field.is_of_piece() && done.pieces.len() < 1_000 && done.pieces.last() != Some(&target) {
                    done.pieces.push(target);
                }
            }
            tx.execute("UPDATE step SET undone = ?2 WHERE id = ?1", [step, undone])?;
            done.label = tx.query_row("SELECT label FROM step WHERE id = ?1", [step], |row| row.get(0))?;
        }
        tx.commit()?;
        done.pieces.sort_unstable();
        done.pieces.dedup();
        Ok(Some(done))
    }

    /// Runs one step in one transaction.
    pub(super) fn step<T>(&mut self, work: impl FnOnce(&mut Log<'_>) -> Result<T>) -> Result<T> {
        self.must_be_writable()?;
        let now = self.now();
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&mut Log::new(&tx, &self.models, now))?;
        tx.commit()?;
        Ok(done)
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

pub(super) fn json(value: &impl serde::Serialize) -> Result<Value> {
    Ok(serde_json::to_string(value).map_err(|error| Error::Unreadable(error.to_string()))?.into())
}

fn parsed<T: serde::de::DeserializeOwned>(value: &Value) -> Result<Vec<T>> {
    let Value::Text(text) = value else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|error| Error::Unreadable(error.to_string()))
}

fn parsed_one<T: serde::de::DeserializeOwned>(value: &Value) -> Result<Option<T>> {
    let Value::Text(text) = value else { return Ok(None) };
    serde_json::from_str(text).map(Some).map_err(|error| Error::Unreadable(error.to_string()))
}

/// The SQL of a plain column, for reading and writing.
const fn column(field: Field) -> Option<(&'static str, &'static str)> {
    Some(match field {
        Field::State => ("SELECT state FROM piece WHERE id = ?1", "UPDATE piece SET state = ?2 WHERE id = ?1"),
        Field::Star => ("SELECT star FROM piece WHERE id = ?1", "UPDATE piece SET star = ?2 WHERE id = ?1"),
        Field::Progress => ("SELECT progress FROM piece WHERE id = ?1", "UPDATE piece SET progress = ?2 WHERE id = ?1"),
        Field::Note => ("SELECT note FROM piece WHERE id = ?1", "UPDATE piece SET note = ?2 WHERE id = ?1"),
        Field::Deleted => ("SELECT deleted FROM piece WHERE id = ?1", "UPDATE piece SET deleted = ?2 WHERE id = ?1"),
        Field::Title => ("SELECT title FROM piece WHERE id = ?1", "UPDATE piece SET title = ?2 WHERE id = ?1"),
        Field::Head => ("SELECT head FROM speaker WHERE id = ?1", "UPDATE speaker SET head = ?2 WHERE id = ?1"),
        Field::Saved => ("SELECT saved FROM piece WHERE id = ?1", "UPDATE piece SET saved = ?2 WHERE id = ?1"),
        Field::Body => ("SELECT body FROM piece WHERE id = ?1", "UPDATE piece SET body = ?2 WHERE id = ?1"),
        Field::Tags | Field::Highlights | Field::Corrections | Field::View => return None,
    })
}

fn read(db: &Connection, target: Id, field: Field) -> Result<Value> {
    if let Some((sql, _)) = column(field) {
        let found = db.prepare_cached(sql)?.query_row([target], |row| row.get(0)).optional()?;
        return found.ok_or_else(|| Error::NotFound(format!("number {target}")));
    }
    match field {
        Field::View => settings::read_view(db, target)?.map_or(Ok(Value::Null), |view| json(&view)),
        Field::Tags => json(&index::tags(db, target)?),
        Field::Highlights => json(&index::highlights(db, target)?),
        _ => json(&index::corrections(db, target)?),
    }
}

fn write(db: &Connection, models: &Models, target: Id, field: Field, value: &Value) -> Result<()> {
    if let Some((_, sql)) = column(field) {
        db.prepare_cached(sql)?.execute(params![target, value])?;
    }
    match field {
        Field::Tags => index::set_tags(db, target, &parsed(value)?),
        Field::Highlights => {
            index::set_highlights(db, target, &parsed(value)?)?;
            index::rewrite_words(db, target)
        }
        Field::Corrections => {
            index::set_corrections(db, target, &parsed(value)?)?;
            keep::index_again(db, models, target)
        }
        Field::Note | Field::Title => index::rewrite_words(db, target),
        Field::Saved => keep::replace(db, target),
        Field::Body => keep::take_version(db, models, target),
        Field::View => settings::write_view(db, target, parsed_one(value)?.as_ref()),
        Field::State | Field::Star | Field::Progress | Field::Deleted | Field::Head => Ok(()),
    }
}

/// The reading of a version.
pub(super) fn version(db: &Connection, body: i64) -> Result<crate::reading::Reading> {
    let (text, rest): (Vec<u8>, Vec<u8>) = db
        .prepare_cached("SELECT text, rest FROM body WHERE id = ?1")?
        .query_row([body], |row| Ok((row.get(0)?, row.get(1)?)))?;
    pack::unpack(&text, &rest)
}
