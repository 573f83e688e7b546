//! Saves pieces: the same page is one piece, a newer text becomes a new version, user data are merged.

use super::error::Result;
use super::identity::same;
use super::ids::PieceId;
use super::index;
use super::journal::{JournalField, UndoJournal, json};
use super::piece::{Incoming, MergePolicy, SaveOutcome, Seconds, UserData};
use super::prepare::{Body, Index, Prepared, one_line, prepare, tidy_tags};
use super::reindex::{LastRank, day, free_rank, reindex, site};
use super::versions::revised_by;
use super::{Library, PieceState, pack};
use crate::document::Metadata;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;

/// Saves many pieces as one undo step, in one transaction per call of [`Bulk::store`].
#[derive(Debug)]
pub struct Bulk<'l> {
    library: &'l mut Library,
    label: String,
    step: Option<i64>,
    seq: i64,
    place: LastRank,
}

impl Library {
    /// Saves one piece as one undo step.
    ///
    /// # Errors
    /// It has neither a URL nor a text, or the file can't be written; then nothing was changed.
    pub fn save(&mut self, incoming: Incoming) -> Result<SaveOutcome> {
        let prepared = prepare(incoming)?;
        let kept = self.bulk("added 1 article").store(vec![prepared])?;
        // One input has one outcome.
        kept.into_iter().next().ok_or_else(|| super::Error::Other("nothing was kept".into()))
    }

    /// Begins to save many pieces; `label` is shown by undo.
    pub fn bulk(&mut self, label: &str) -> Bulk<'_> {
        Bulk { library: self, label: label.to_owned(), step: None, seq: 0, place: LastRank::default() }
    }
}

impl Bulk<'_> {
    /// Changes the label, also of what was saved so far.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn relabel(&mut self, label: String) -> Result<()> {
        if let Some(step) = self.step {
            self.library.db.execute("UPDATE step SET label = ?2 WHERE id = ?1", rusqlite::params![step, label])?;
        }
        self.label = label;
        Ok(())
    }

    /// Saves these in one transaction. Returns the outcome of each, in order.
    ///
    /// # Errors
    /// The file can't be written; then none of these was saved.
    pub fn store(&mut self, all: Vec<Prepared>) -> Result<Vec<SaveOutcome>> {
        self.library.ensure_writable()?;
        let now = self.library.now();
        let tx = self.library.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let models = &self.library.models;
        let mut journal = UndoJournal {
            db: &tx,
            models,
            now,
            label: self.label.clone(),
            step: self.step,
            seq: self.seq,
            is_silent: false,
        };
        let mut kept = Vec::with_capacity(all.len());
        let mut place = self.place;
        let mut pending_fulltext = BTreeMap::new();
        for prepared in all {
            kept.push(store(&mut journal, prepared, &mut place, &mut pending_fulltext)?);
        }
        let all: Vec<(PieceId, &Index)> = pending_fulltext.iter().map(|(&id, index)| (id, index)).collect();
        index::write_fulltexts(&tx, &all)?;
        let (step, seq) = (journal.step, journal.seq);
        tx.commit()?;
        (self.step, self.seq, self.place) = (step, seq, place);
        Ok(kept)
    }
}

/// New pieces whose full text is not written yet.
pub(super) type PendingFulltext = BTreeMap<PieceId, Index>;

pub(super) fn store(
    journal: &mut UndoJournal<'_>,
    prepared: Prepared,
    place: &mut LastRank,
    pending_fulltext: &mut PendingFulltext,
) -> Result<SaveOutcome> {
    let Some((id, deleted)) = find(journal.db, &prepared)? else {
        let (id, index) = insert(journal, prepared, place)?;
        pending_fulltext.extend(index.map(|index| (id, index)));
        return Ok(SaveOutcome::New(id));
    };
    // A change to a piece rewrites its full text.
    if let Some(index) = pending_fulltext.remove(&id) {
        index::write_fulltexts(journal.db, &[(id, &index)])?;
    }
    merge(journal, id, deleted, prepared)
}

/// Returns the existing piece, and true if it was deleted.
fn find(db: &Connection, prepared: &Prepared) -> Result<Option<(PieceId, bool)>> {
    if prepared.intent == MergePolicy::Feed && prepared.url.is_none() {
        return find_entry(db, prepared);
    }
    let words = || {
        let body = prepared.body.as_ref().filter(|_| prepared.intent != MergePolicy::Feed);
        body.map(|body| (body.content, body.index.length))
    };
    same(db, prepared.url.as_deref(), words)
}

/// Finds an imported entry without an address by the same title and words.
fn find_entry(db: &Connection, prepared: &Prepared) -> Result<Option<(PieceId, bool)>> {
    let Some(body) = &prepared.body else { return Ok(None) };
    let title = title(&prepared.meta, prepared.given.as_deref(), Some(body));
    let sql =
        "SELECT id, deleted FROM piece WHERE content_hash = ?1 AND title = ?2 AND url IS NULL ORDER BY id LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)? != 0));
    Ok(db.prepare_cached(sql)?.query_row(params![body.content, title], read).optional()?)
}

/// Writes a new piece except its full text, which is returned if it is still to be written.
pub(super) fn insert(
    journal: &mut UndoJournal<'_>,
    prepared: Prepared,
    place: &mut LastRank,
) -> Result<(PieceId, Option<Index>)> {
    let db = journal.db;
    let Prepared { url, given, host, meta, user_data, body, earlier, .. } = prepared;
    let saved = user_data.saved.unwrap_or(journal.now).clamp(0, 253_402_300_799);
    let site = site(db, host.as_deref(), meta.site.as_deref())?;
    let title = title(&meta, url.as_deref().or(given.as_deref()), body.as_ref());
    let sql =
        "INSERT INTO piece(place, url, given_url, title, site, published, language, state, star, progress, position,
                                 saved, opened, note)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let (state, star) = (user_data.state.unwrap_or_default().number(), user_data.starred.unwrap_or_default());
    let id = PieceId(db.prepare_cached(sql)?.insert(params![
        free_rank(db, saved, place)?,
        url,
        given,
        title,
        site,
        meta.published,
        meta.language,
        state,
        star,
        user_data.progress.unwrap_or_default(),
        user_data.position.unwrap_or_default(),
        saved,
        user_data.opened,
        user_data.note,
    ])?);
    let sql = "INSERT INTO state_count VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET pieces = pieces + 1";
    db.prepare_cached(sql)?.execute(params![state, star])?;
    // A new piece has no old rows to replace.
    if !meta.authors.is_empty() {
        index::set_authors(db, id, &meta.authors)?;
    }
    if !user_data.tags.is_empty() {
        index::set_tags(db, id, &user_data.tags)?;
    }
    if !user_data.highlights.is_empty() {
        index::set_highlights(db, id, &user_data.highlights)?;
    }
    if !user_data.corrections.is_empty() {
        index::set_corrections(db, id, &user_data.corrections)?;
    }
    for body in &earlier {
        insert_body(db, id, journal.now, body)?;
    }
    let pending_fulltext = match body {
        Some(body) => {
            let number = insert_body(db, id, journal.now, &body)?;
            db.prepare_cached("UPDATE piece SET body = ?2, content_hash = ?3 WHERE id = ?1")?.execute(params![
                id,
                number,
                body.content
            ])?;
            if user_data.corrections.is_empty() {
                index::write_rows(db, id, day(meta.published.as_deref(), saved), &body.index)?;
                Some(body.index)
            } else {
                reindex(db, journal.models, id)?;
                None
            }
        }
        None => Some(Index::default()),
    };
    journal.record(id, JournalField::Deleted, &Value::Integer(1), &Value::Integer(0))?;
    Ok((id, pending_fulltext))
}

pub(super) fn merge(
    journal: &mut UndoJournal<'_>,
    id: PieceId,
    deleted: bool,
    prepared: Prepared,
) -> Result<SaveOutcome> {
    if deleted && prepared.intent != MergePolicy::Add {
        return Ok(SaveOutcome::Same(id));
    }
    let Prepared { user_data, body, intent, .. } = prepared;
    let mut changed = deleted && journal.set(id, JournalField::Deleted, &0.into())?;
    if let Some(body) = body {
        let held: Option<Option<i64>> = journal
            .db
            .prepare_cached("SELECT p.content_hash FROM piece p WHERE p.id = ?1 AND p.body IS NOT NULL")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let wanted = match held {
            None => true,
            Some(content) => {
                !matches!(intent, MergePolicy::Import | MergePolicy::Feed) && content != Some(body.content)
            }
        };
        if wanted {
            let later = held.and_then(|_| pack::unpack(&body.text, &body.rest).ok());
            let revised = later.map(|later| revised_by(journal.db, id, &later)).transpose()?.flatten();
            let number = insert_body(journal.db, id, journal.now, &body)?;
            if let Some(revised) = revised {
                let sql = "UPDATE body SET revised = ?2 WHERE id = ?1";
                journal.db.prepare_cached(sql)?.execute(params![number, revised])?;
            }
            changed |= journal.set(id, JournalField::Body, &number.into())?;
        }
    }
    changed |= merge_user_data(journal, id, user_data, intent)?;
    Ok(if changed { SaveOutcome::Changed(id) } else { SaveOutcome::Same(id) })
}

fn merge_user_data(
    journal: &mut UndoJournal<'_>,
    id: PieceId,
    user_data: UserData,
    intent: MergePolicy,
) -> Result<bool> {
    let sql = "SELECT state, star, progress, note, saved FROM piece WHERE id = ?1";
    let (state, star, progress, note, saved): (i64, i64, u16, Option<String>, Seconds) = journal
        .db
        .prepare_cached(sql)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    let mut changed = false;
    if let Some(given) = user_data.state {
        let given = if intent == MergePolicy::Add { given } else { given.max(PieceState::numbered(state)) };
        changed |= journal.set(id, JournalField::State, &given.number().into())?;
    }
    if user_data.starred == Some(true) && star == 0 {
        changed |= journal.set(id, JournalField::Star, &1.into())?;
    }
    if let Some(given) = user_data.progress.filter(|&given| given > progress) {
        changed |= journal.set(id, JournalField::Progress, &i64::from(given).into())?;
    }
    if let Some(given) = user_data.saved.filter(|&given| intent == MergePolicy::Import && given < saved) {
        changed |= journal.set(id, JournalField::Saved, &given.into())?;
    }
    if let Some(given) = user_data.note.filter(|given| !note.as_deref().unwrap_or_default().contains(given.as_str())) {
        let joined = note.map_or(given.clone(), |note| format!("{note}\n---\n{given}"));
        changed |= journal.set(id, JournalField::Note, &joined.into())?;
    }
    if !user_data.tags.is_empty() {
        let mut tags = index::tags(journal.db, id)?;
        tags.extend(user_data.tags);
        changed |= journal.set(id, JournalField::Tags, &json(&tidy_tags(tags))?)?;
    }
    let mut highlights = index::highlights(journal.db, id)?;
    let held = highlights.len();
    for given in user_data.highlights {
        if !highlights.iter().any(|one| one.text == given.text && one.note == given.note) {
            highlights.push(given);
        }
    }
    if highlights.len() > held {
        changed |= journal.set(id, JournalField::Highlights, &json(&highlights)?)?;
    }
    let mut corrections = index::corrections(journal.db, id)?;
    if !user_data.corrections.is_empty() && (intent == MergePolicy::Add || corrections.is_empty()) {
        corrections.retain(|held| !user_data.corrections.iter().any(|given| given.spot() == held.spot()));
        corrections.extend(user_data.corrections);
        changed |= journal.set(id, JournalField::Corrections, &json(&corrections)?)?;
    }
    Ok(changed)
}

pub(super) fn insert_body(db: &Connection, id: PieceId, now: Seconds, body: &Body) -> Result<i64> {
    let sql =
        "INSERT INTO body(piece, fetched, content_hash, text, reading_json, media_type, charset, original, excerpt)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let original = body.original.as_ref();
    Ok(db.prepare_cached(sql)?.insert(params![
        id,
        body.fetched.unwrap_or(now),
        body.content,
        body.text,
        body.rest,
        original.map(|original| original.media_type.name()),
        original.map(|original| &original.charset),
        original.map(|original| &original.bytes),
        body.is_excerpt,
    ])?)
}

/// Returns the title; without one, the first words of the text, or the address.
pub(super) fn title(meta: &Metadata, address: Option<&str>, body: Option<&Body>) -> String {
    let given = meta.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let start = || {
        let text = super::pack::unpack_text(&body?.text).ok()?;
        let line = text.lines().find(|line| !line.trim().is_empty())?;
        Some(one_line(&line.chars().take(80).collect::<String>()))
    };
    given.map(str::to_owned).or_else(start).or_else(|| address.map(str::to_owned)).unwrap_or_default()
}
