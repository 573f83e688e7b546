//! The undo journal records each changed field with its old and new value, so that undo and redo work for any number
//! of pieces, and after a restart.

use super::error::{Error, Result};
use super::feeds::{read_feed, write_feed};
use super::ids::{FeedId, PieceId, SpeakerId};
use super::piece::Seconds;
use super::views::{read_view, write_view};
use super::{Library, index, reindex};
use crate::models::Models;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// Largest number of steps that can be undone; older ones are deleted.
const MAX_UNDO_STEPS: i64 = 1_000;

/// Number of a step; later ones have greater numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub(crate) i64);

/// Result of an undo or redo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Label of the step: "archived 3 articles".
    pub label: String,
    /// Pieces it concerned, without duplicates, at most a thousand.
    pub pieces: Vec<PieceId>,
    /// True if it concerned saved views.
    pub views_changed: bool,
}

/// Number of the row that a change concerns; the field says in which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JournalTarget(pub(super) i64);

impl From<PieceId> for JournalTarget {
    fn from(piece: PieceId) -> Self {
        Self(piece.0)
    }
}

impl From<SpeakerId> for JournalTarget {
    fn from(speaker: SpeakerId) -> Self {
        Self(speaker.0)
    }
}

impl From<FeedId> for JournalTarget {
    fn from(feed: FeedId) -> Self {
        Self(feed.0)
    }
}

/// Fields that a change may concern. The numbers are stored in the file and must never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub(super) enum JournalField {
    State = 0,
    Star = 1,
    Progress = 2,
    Note = 3,
    Deleted = 4,
    Saved = 5,
    Tags = 6,
    Body = 7,
    Title = 8,
    Highlights = 9,
    Corrections = 10,
    /// The speaker that a speaker was joined to.
    Head = 11,
    /// A saved view by its number, as JSON; null if there is none.
    View = 12,
    /// A feed's settings, as JSON.
    Feed = 13,
}

impl JournalField {
    /// Returns the field with a stored number; `None` if a newer version wrote it.
    const fn from_number(number: i64) -> Option<Self> {
        Some(match number {
            0 => Self::State,
            1 => Self::Star,
            2 => Self::Progress,
            3 => Self::Note,
            4 => Self::Deleted,
            5 => Self::Saved,
            6 => Self::Tags,
            7 => Self::Body,
            8 => Self::Title,
            9 => Self::Highlights,
            10 => Self::Corrections,
            11 => Self::Head,
            12 => Self::View,
            13 => Self::Feed,
            _ => return None,
        })
    }

    /// Returns true for fields of a piece.
    const fn is_of_piece(self) -> bool {
        !matches!(self, Self::Head | Self::View | Self::Feed)
    }
}

/// A step that is being recorded.
pub(super) struct UndoJournal<'c> {
    pub(super) db: &'c Connection,
    pub(super) models: &'c Models,
    pub(super) now: Seconds,
    pub(super) label: String,
    pub(super) step: Option<i64>,
    pub(super) seq: i64,
    /// True if changes are not recorded: those that feeds bring are not the user's.
    pub(super) is_silent: bool,
}

impl<'c> UndoJournal<'c> {
    pub(super) fn new(db: &'c Connection, models: &'c Models, now: Seconds) -> Self {
        Self { db, models, now, label: String::new(), step: None, seq: 0, is_silent: false }
    }

    /// Sets a field. Returns true if its value changed.
    pub(super) fn set(&mut self, target: impl Into<JournalTarget>, field: JournalField, after: &Value) -> Result<bool> {
        let target = target.into();
        let before = read(self.db, target, field)?;
        if before == *after {
            return Ok(false);
        }
        write(self.db, self.models, target, field, after)?;
        self.record(target, field, &before, after)?;
        Ok(true)
    }

    /// Records a change that was already made.
    pub(super) fn record(
        &mut self,
        target: impl Into<JournalTarget>,
        field: JournalField,
        before: &Value,
        after: &Value,
    ) -> Result<()> {
        if self.is_silent {
            return Ok(());
        }
        let step = match self.step {
            Some(step) => step,
            None => self.begin()?,
        };
        let sql = "INSERT INTO change(step, n, target, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.db.prepare_cached(sql)?.execute(params![step, self.seq, target.into().0, field as i64, before, after])?;
        self.seq += 1;
        Ok(())
    }

    fn begin(&mut self) -> Result<i64> {
        self.db.prepare_cached("DELETE FROM step WHERE undone = 1")?.execute([])?;
        let sql = "INSERT INTO step(made, label) VALUES (?1, ?2)";
        let step = self.db.prepare_cached(sql)?.insert(params![self.now, self.label])?;
        self.db.prepare_cached("DELETE FROM step WHERE id <= ?1")?.execute([step - MAX_UNDO_STEPS])?;
        self.step = Some(step);
        Ok(step)
    }

    /// Changes the label of the step.
    pub(super) fn relabel(&mut self, label: String) -> Result<()> {
        if let Some(step) = self.step {
            self.db.prepare_cached("UPDATE step SET label = ?2 WHERE id = ?1")?.execute(params![step, label])?;
        }
        self.label = label;
        Ok(())
    }
}

impl Library {
    /// Returns the newest step that is not undone, with its label.
    ///
    /// # Errors
    /// The file fails.
    pub fn last_step(&self) -> Result<Option<(StepId, String)>> {
        let sql = "SELECT id, label FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| Ok((StepId(row.get(0)?), row.get(1)?))).optional()?)
    }

    /// Returns true if a step changed this piece and nothing else.
    ///
    /// # Errors
    /// The file fails.
    pub fn concerns_only(&self, step: StepId, piece: PieceId) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT target, field FROM change WHERE step = ?1")?;
        let mut rows = statement.query([step.0])?;
        while let Some(row) = rows.next()? {
            let field = JournalField::from_number(row.get(1)?);
            if row.get::<_, PieceId>(0)? != piece || !field.is_some_and(JournalField::is_of_piece) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Undoes the newest step that is not undone.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn undo(&mut self) -> Result<Option<Undone>> {
        self.replay("SELECT max(id) FROM step WHERE undone = 0", "before", "DESC", 1)
    }

    /// Repeats the step that was undone last.
    ///
    /// # Errors
    /// The file can't be written; then nothing was changed.
    pub fn redo(&mut self) -> Result<Option<Undone>> {
        self.replay("SELECT min(id) FROM step WHERE undone = 1", "after", "ASC", 0)
    }

    fn replay(&mut self, find: &str, column: &str, order: &str, undone: i64) -> Result<Option<Undone>> {
        self.ensure_writable()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(step) = tx.query_row(find, [], |row| row.get::<_, Option<i64>>(0))? else { return Ok(None) };
        let mut done = Undone::default();
        {
            let sql = format!("SELECT target, field, {column} FROM change WHERE step = ?1 ORDER BY n {order}");
            let mut statement = tx.prepare(&sql)?;
            let mut rows = statement.query([step])?;
            while let Some(row) = rows.next()? {
                let (target, field) = (JournalTarget(row.get(0)?), row.get(1)?);
                let Some(field) = JournalField::from_number(field) else { continue };
                write(&tx, &self.models, target, field, &row.get(2)?)?;
                done.views_changed |= field == JournalField::View;
                let piece = PieceId(target.0);
                if field.is_of_piece() && done.pieces.len() < 1_000 && done.pieces.last() != Some(&piece) {
                    done.pieces.push(piece);
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
    pub(super) fn transaction<T>(&mut self, work: impl FnOnce(&mut UndoJournal<'_>) -> Result<T>) -> Result<T> {
        self.ensure_writable()?;
        let now = self.now();
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&mut UndoJournal::new(&tx, &self.models, now))?;
        tx.commit()?;
        Ok(done)
    }
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

/// SQL for reading and writing a plain column.
const fn column(field: JournalField) -> Option<(&'static str, &'static str)> {
    Some(match field {
        JournalField::State => ("SELECT state FROM piece WHERE id = ?1", "UPDATE piece SET state = ?2 WHERE id = ?1"),
        JournalField::Star => ("SELECT star FROM piece WHERE id = ?1", "UPDATE piece SET star = ?2 WHERE id = ?1"),
        JournalField::Progress => {
            ("SELECT progress FROM piece WHERE id = ?1", "UPDATE piece SET progress = ?2 WHERE id = ?1")
        }
        JournalField::Note => ("SELECT note FROM piece WHERE id = ?1", "UPDATE piece SET note = ?2 WHERE id = ?1"),
        JournalField::Deleted => {
            ("SELECT deleted FROM piece WHERE id = ?1", "UPDATE piece SET deleted = ?2 WHERE id = ?1")
        }
        JournalField::Title => ("SELECT title FROM piece WHERE id = ?1", "UPDATE piece SET title = ?2 WHERE id = ?1"),
        JournalField::Head => {
            ("SELECT merged_into FROM speaker WHERE id = ?1", "UPDATE speaker SET merged_into = ?2 WHERE id = ?1")
        }
        JournalField::Saved => ("SELECT saved FROM piece WHERE id = ?1", "UPDATE piece SET saved = ?2 WHERE id = ?1"),
        JournalField::Body => ("SELECT body FROM piece WHERE id = ?1", "UPDATE piece SET body = ?2 WHERE id = ?1"),
        JournalField::Tags
        | JournalField::Highlights
        | JournalField::Corrections
        | JournalField::View
        | JournalField::Feed => return None,
    })
}

fn read(db: &Connection, target: JournalTarget, field: JournalField) -> Result<Value> {
    if let Some((sql, _)) = column(field) {
        let found = db.prepare_cached(sql)?.query_row([target.0], |row| row.get(0)).optional()?;
        return found.ok_or_else(|| Error::NotFound(format!("number {}", target.0)));
    }
    match field {
        JournalField::Feed => json(&read_feed(db, FeedId(target.0))?),
        JournalField::View => read_view(db, target.0)?.map_or(Ok(Value::Null), |view| json(&view)),
        JournalField::Tags => json(&index::tags(db, PieceId(target.0))?),
        JournalField::Highlights => json(&index::highlights(db, PieceId(target.0))?),
        _ => json(&index::corrections(db, PieceId(target.0))?),
    }
}

fn write(db: &Connection, models: &Models, target: JournalTarget, field: JournalField, value: &Value) -> Result<()> {
    if let Some((_, sql)) = column(field) {
        db.prepare_cached(sql)?.execute(params![target.0, value])?;
    }
    match field {
        JournalField::Tags => index::set_tags(db, PieceId(target.0), &parsed(value)?),
        JournalField::Highlights => {
            index::set_highlights(db, PieceId(target.0), &parsed(value)?)?;
            index::rewrite_words(db, PieceId(target.0))
        }
        JournalField::Corrections => {
            index::set_corrections(db, PieceId(target.0), &parsed(value)?)?;
            reindex::reindex(db, models, PieceId(target.0))
        }
        JournalField::Note | JournalField::Title => index::rewrite_words(db, PieceId(target.0)),
        JournalField::Saved => reindex::reposition(db, PieceId(target.0)),
        JournalField::Body => reindex::adopt_version(db, models, PieceId(target.0)),
        JournalField::Feed => parsed_one(value)?.map_or(Ok(()), |feed| write_feed(db, FeedId(target.0), &feed)),
        JournalField::View => write_view(db, target.0, parsed_one(value)?.as_ref()),
        JournalField::State
        | JournalField::Star
        | JournalField::Progress
        | JournalField::Deleted
        | JournalField::Head => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_numbers_survive_a_round_trip() {
        let fields: Vec<JournalField> = (0..).map_while(JournalField::from_number).collect();
        assert_eq!(fields.len(), 14);
        for (number, field) in (0..).zip(fields) {
            assert_eq!(field as i64, number);
        }
    }
}
