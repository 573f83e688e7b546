//! Writing pieces: the same page twice is one piece, a newer text stands before the older one, marks are joined.

use super::error::Result;
use super::identity::same;
use super::index;
use super::journal::{Field, Log, json};
use super::piece::{Id, Incoming, Intent, Kept, Marks, Seconds};
use super::prepare::{Body, Index, Prepared, one_line, prepare, tidy_tags};
use super::reindex::{Place, day, free_place, reindex, site};
use super::{Library, State};
use crate::document::Metadata;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;

/// Keeps many pieces as one step of undo, in as many transactions as there are calls of [`Bulk::store`].
#[derive(Debug)]
pub struct Bulk<'l> {
    library: &'l mut Library,
    label: String,
    step: Option<i64>,
    n: i64,
    place: Place,
}

impl Library {
    /// Keeps one piece, as one step of undo.
    ///
    /// # Errors
    /// It has neither an address nor a text, or the file can't be written; then nothing was changed.
    pub fn keep(&mut self, incoming: Incoming) -> Result<Kept> {
        let prepared = prepare(incoming)?;
        let kept = self.bulk("added 1").store(vec![prepared])?;
        // One in, one out.
        kept.into_iter().next().ok_or_else(|| super::Error::Other("nothing was kept".into()))
    }

    /// Begins to keep many pieces; `label` is what undo will say.
    pub fn bulk(&mut self, label: &str) -> Bulk<'_> {
        Bulk { library: self, label: label.to_owned(), step: None, n: 0, place: Place::default() }
    }
}

impl Bulk<'_> {
    /// Keeps these in one transaction; what became of each, in their order.
    ///
    /// # Errors
    /// The file can't be written; then none of these was kept.
    pub fn store(&mut self, all: Vec<Prepared>) -> Result<Vec<Kept>> {
        self.library.must_be_writable()?;
        let now = self.library.now();
        let tx = self.library.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let models = &self.library.models;
        let mut log = Log { db: &tx, models, now, label: self.label.clone(), step: self.step, n: self.n };
        let mut kept = Vec::with_capacity(all.len());
        let mut place = self.place;
        let mut sought = BTreeMap::new();
        for prepared in all {
            kept.push(store(&mut log, prepared, &mut place, &mut sought)?);
        }
        let all: Vec<(Id, &Index)> = sought.iter().map(|(&id, index)| (id, index)).collect();
        index::write_fulltexts(&tx, &all)?;
        let (step, n) = (log.step, log.n);
        tx.commit()?;
        (self.step, self.n, self.place) = (step, n, place);
        Ok(kept)
    }
}

/// New pieces whose full text is yet to be written.
type Sought = BTreeMap<Id, Index>;

fn store(log: &mut Log<'_>, prepared: Prepared, place: &mut Place, sought: &mut Sought) -> Result<Kept> {
    let Some((id, deleted)) = find(log.db, &prepared)? else {
        let (id, index) = insert(log, prepared, place)?;
        sought.extend(index.map(|index| (id, index)));
        return Ok(Kept::New(id));
    };
    // What is changed of a piece writes its full text anew.
    if let Some(index) = sought.remove(&id) {
        index::write_fulltexts(log.db, &[(id, &index)])?;
    }
    join(log, id, deleted, prepared)
}

/// The piece that this is, and whether it was deleted.
fn find(db: &Connection, prepared: &Prepared) -> Result<Option<(Id, bool)>> {
    let words = || prepared.body.as_ref().map(|body| (body.content, body.index.length));
    same(db, prepared.url.as_deref(), words)
}

/// Writes a new piece but for its full text, which is given back if it is yet to be written.
fn insert(log: &mut Log<'_>, prepared: Prepared, place: &mut Place) -> Result<(Id, Option<Index>)> {
    let db = log.db;
    let Prepared { url, given, host, meta, marks, body, earlier, .. } = prepared;
    let saved = marks.saved.unwrap_or(log.now).clamp(0, 253_402_300_799);
    let site = site(db, host.as_deref(), meta.site.as_deref())?;
    let title = title(&meta, url.as_deref().or(given.as_deref()), body.as_ref());
    let sql =
        "INSERT INTO piece(place, url, given_url, title, site, published, language, state, star, progress, position,
                                 saved, opened, note)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let (state, star) = (marks.state.unwrap_or_default().number(), marks.starred.unwrap_or_default());
    let id = db.prepare_cached(sql)?.insert(params![
        free_place(db, saved, place)?,
        url,
        given,
        title,
        site,
        meta.published,
        meta.language,
        state,
        star,
        marks.progress.unwrap_or_default(),
        marks.position.unwrap_or_default(),
        saved,
        marks.opened,
        marks.note,
    ])?;
    let sql = "INSERT INTO tally VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET pieces = pieces + 1";
    db.prepare_cached(sql)?.execute(params![state, star])?;
    // There is nothing yet that these would have to replace.
    if !meta.authors.is_empty() {
        index::set_authors(db, id, &meta.authors)?;
    }
    if !marks.tags.is_empty() {
        index::set_tags(db, id, &marks.tags)?;
    }
    if !marks.highlights.is_empty() {
        index::set_highlights(db, id, &marks.highlights)?;
    }
    if !marks.corrections.is_empty() {
        index::set_corrections(db, id, &marks.corrections)?;
    }
    for body in &earlier {
        insert_body(db, id, log.now, body)?;
    }
    let sought = match body {
        Some(body) => {
            let number = insert_body(db, id, log.now, &body)?;
            db.prepare_cached("UPDATE piece SET body = ?2, content = ?3 WHERE id = ?1")?.execute(params![
                id,
                number,
                body.content
            ])?;
            if marks.corrections.is_empty() {
                index::write_rows(db, id, day(meta.published.as_deref(), saved), &body.index)?;
                Some(body.index)
            } else {
                reindex(db, log.models, id)?;
                None
            }
        }
        None => Some(Index::default()),
    };
    log.note(id, Field::Deleted, &Value::Integer(1), &Value::Integer(0))?;
    Ok((id, sought))
}

fn join(log: &mut Log<'_>, id: Id, deleted: bool, prepared: Prepared) -> Result<Kept> {
    if deleted && prepared.intent != Intent::Add {
        return Ok(Kept::Same(id));
    }
    let Prepared { marks, body, intent, .. } = prepared;
    let mut changed = deleted && log.set(id, Field::Deleted, &0.into())?;
    if let Some(body) = body {
        let held: Option<Option<i64>> = log
            .db
            .prepare_cached("SELECT p.content FROM piece p WHERE p.id = ?1 AND p.body IS NOT NULL")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let wanted = match held {
            None => true,
            Some(content) => intent != Intent::Import && content != Some(body.content),
        };
        if wanted {
            let number = insert_body(log.db, id, log.now, &body)?;
            changed |= log.set(id, Field::Body, &number.into())?;
        }
    }
    changed |= join_marks(log, id, marks, intent)?;
    Ok(if changed { Kept::Changed(id) } else { Kept::Same(id) })
}

fn join_marks(log: &mut Log<'_>, id: Id, marks: Marks, intent: Intent) -> Result<bool> {
    let sql = "SELECT state, star, progress, note, saved FROM piece WHERE id = ?1";
    let (state, star, progress, note, saved): (i64, i64, u16, Option<String>, Seconds) = log
        .db
        .prepare_cached(sql)?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    let mut changed = false;
    if let Some(given) = marks.state {
        let given = if intent == Intent::Add { given } else { given.max(State::numbered(state)) };
        changed |= log.set(id, Field::State, &given.number().into())?;
    }
    if marks.starred == Some(true) && star == 0 {
        changed |= log.set(id, Field::Star, &1.into())?;
    }
    if let Some(given) = marks.progress.filter(|&given| given > progress) {
        changed |= log.set(id, Field::Progress, &i64::from(given).into())?;
    }
    if let Some(given) = marks.saved.filter(|&given| intent == Intent::Import && given < saved) {
        changed |= log.set(id, Field::Saved, &given.into())?;
    }
    if let Some(given) = marks.note.filter(|given| !note.as_deref().unwrap_or_default().contains(given.as_str())) {
        let joined = note.map_or(given.clone(), |note| format!("{note}\n---\n{given}"));
        changed |= log.set(id, Field::Note, &joined.into())?;
    }
    if !marks.tags.is_empty() {
        let mut tags = index::tags(log.db, id)?;
        tags.extend(marks.tags);
        changed |= log.set(id, Field::Tags, &json(&tidy_tags(tags))?)?;
    }
    let mut highlights = index::highlights(log.db, id)?;
    let held = highlights.len();
    for given in marks.highlights {
        if !highlights.iter().any(|one| one.text == given.text && one.note == given.note) {
            highlights.push(given);
        }
    }
    if highlights.len() > held {
        changed |= log.set(id, Field::Highlights, &json(&highlights)?)?;
    }
    let mut corrections = index::corrections(log.db, id)?;
    if !marks.corrections.is_empty() && (intent == Intent::Add || corrections.is_empty()) {
        corrections.retain(|held| !marks.corrections.iter().any(|given| given.spot() == held.spot()));
        corrections.extend(marks.corrections);
        changed |= log.set(id, Field::Corrections, &json(&corrections)?)?;
    }
    Ok(changed)
}

fn insert_body(db: &Connection, id: Id, now: Seconds, body: &Body) -> Result<i64> {
    let sql = "INSERT INTO body(piece, fetched, content, text, rest, media_type, charset, original)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
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
    ])?)
}

/// The title; without one, the first words of the text, or the address.
fn title(meta: &Metadata, address: Option<&str>, body: Option<&Body>) -> String {
    let given = meta.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let start = || {
        let text = super::pack::unpack_text(&body?.text).ok()?;
        let line = text.lines().find(|line| !line.trim().is_empty())?;
        Some(one_line(&line.chars().take(80).collect::<String>()))
    };
    given.map(str::to_owned).or_else(start).or_else(|| address.map(str::to_owned)).unwrap_or_default()
}
