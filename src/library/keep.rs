//! Writing pieces: the same page twice is one piece, a newer text stands before the older one, marks are joined.

use super::change::{Field, Log, json, version};
use super::error::Result;
use super::index;
use super::names::key;
use super::piece::{Id, Incoming, Intent, Kept, Marks, Seconds};
use super::prepare::{Body, Index, Prepared, one_line, prepare, tidy_tags};
use super::{Library, State, corrected};
use crate::document::Metadata;
use crate::models::Models;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;

/// Articles with fewer words are the same only by address: "page not found" is on many pages.
const TELLING: u32 = 40;

/// Keeps many pieces as one step of undo, in as many transactions as there are calls of [`Bulk::store`].
#[derive(Debug)]
pub struct Bulk<'l> {
    library: &'l mut Library,
    label: String,
    step: Option<i64>,
    n: i64,
    place: Place,
}

/// The last place given, so that thousands of pieces of one second don't search for a free one each.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    saved: Seconds,
    given: i64,
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

/// The piece of an address, else of a text; and whether it was deleted. `words`: the text's [`content_hash`] and length, if it has one,
/// asked for where the address is not known.
///
/// [`content_hash`]: super::fold::content_hash
pub(super) fn same(
    db: &Connection,
    url: Option<&str>,
    words: impl FnOnce() -> Option<(i64, u32)>,
) -> Result<Option<(Id, bool)>> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)? != 0));
    if let Some(url) = url {
        let mut statement = db.prepare_cached("SELECT id, deleted FROM piece WHERE url = ?1")?;
        if let Some(found) = statement.query_row([url], read).optional()? {
            return Ok(Some(found));
        }
    }
    let Some((content, _)) = words().filter(|(_, length)| url.is_none() || *length >= TELLING) else { return Ok(None) };
    let mut statement = db.prepare_cached("SELECT id, deleted FROM piece WHERE content = ?1 ORDER BY id LIMIT 1")?;
    Ok(statement.query_row([content], read).optional()?)
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
                index_again(db, log.models, id)?;
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
        original.map(|original| &original.media_type),
        original.map(|original| &original.charset),
        original.map(|original| &original.bytes),
    ])?)
}

/// Takes over what the version in force says of itself, and writes all that is looked up of it anew.
pub(super) fn take_version(db: &Connection, models: &Models, id: Id) -> Result<()> {
    let (body, url): (Option<i64>, Option<String>) = db
        .prepare_cached("SELECT body, url FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let content = "UPDATE piece SET content = (SELECT content FROM body WHERE id = ?2) WHERE id = ?1";
    db.prepare_cached(content)?.execute(params![id, body])?;
    if let Some(body) = body {
        let meta = version(db, body)?.article.meta;
        let host = url.as_deref().and_then(super::address::host);
        // A page that does not name itself leaves the name that somebody else gave it.
        let site = meta.site.as_deref().map(|name| site(db, host.as_deref(), Some(name))).transpose()?.flatten();
        let sql = "UPDATE piece SET title = coalesce(?2, title), site = coalesce(?3, site),
                     published = coalesce(?4, published), language = coalesce(?5, language) WHERE id = ?1";
        db.prepare_cached(sql)?.execute(params![id, meta.title, site, meta.published, meta.language])?;
        if !meta.authors.is_empty() {
            index::set_authors(db, id, &meta.authors)?;
        }
    }
    index_again(db, models, id)
}

/// Writes all that is looked up of the version in force anew: after another version or a correction.
pub(super) fn index_again(db: &Connection, models: &Models, id: Id) -> Result<()> {
    let (body, published, saved): (Option<i64>, Option<String>, Seconds) = db
        .prepare_cached("SELECT body, published, saved FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let Some(body) = body else { return index::write(db, id, saved, &Index::default()) };
    let reading = corrected(version(db, body)?, &index::corrections(db, id)?, models);
    index::write(db, id, day(published.as_deref(), saved), &Index::of(&reading))
}

/// Gives the piece the place that its `saved` calls for.
pub(super) fn replace(db: &Connection, id: Id) -> Result<()> {
    let (old, saved): (i64, Seconds) = db
        .prepare_cached("SELECT place, saved FROM piece WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    db.prepare_cached("DELETE FROM fulltext WHERE rowid = ?1")?.execute([old])?;
    let place = free_place(db, saved, &mut Place::default())?;
    db.prepare_cached("UPDATE piece SET place = ?2 WHERE id = ?1")?.execute([id, place])?;
    index::rewrite_words(db, id)
}

/// The first free place from `saved` on.
fn free_place(db: &Connection, saved: Seconds, last: &mut Place) -> Result<i64> {
    let from = if last.saved == saved && last.given >= saved { last.given + 1 } else { saved };
    let taken = "SELECT 1 FROM piece WHERE place = ?1";
    let place = if db.prepare_cached(taken)?.exists([from])? {
        let gap = "SELECT p.place + 1 FROM piece p WHERE p.place >= ?1
                   AND NOT EXISTS (SELECT 1 FROM piece q WHERE q.place = p.place + 1) ORDER BY p.place LIMIT 1";
        db.prepare_cached(gap)?.query_row([from], |row| row.get(0))?
    } else {
        from
    };
    *last = Place { saved, given: place };
    Ok(place)
}

/// The publication of a host under the name that the page gives itself: several share a host, and what does not name itself
/// goes by the host alone.
fn site(db: &Connection, host: Option<&str>, name: Option<&str>) -> Result<Option<i64>> {
    let name = name.map(str::trim).filter(|name| !name.is_empty() && Some(*name) != host);
    let host = match (host, name) {
        (Some(host), _) => host.to_owned(),
        // What has no address is filed under the name itself.
        (None, Some(name)) => key(name, crate::reading::SpeakerKind::Outlet),
        (None, None) => return Ok(None),
    };
    let found = db
        .prepare_cached("SELECT id FROM site WHERE host = ?1 AND coalesce(name, '') = ?2")?
        .query_row([&host, name.unwrap_or_default()], |row| row.get(0))
        .optional()?;
    Ok(Some(match found {
        Some(id) => id,
        None => db.prepare_cached("INSERT INTO site(host, name) VALUES (?1, ?2)")?.insert(params![host, name])?,
    }))
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

/// When the quotes of a piece were said: on its date, else when it was saved.
fn day(published: Option<&str>, saved: Seconds) -> Seconds {
    published.and_then(super::import::dates::parse).unwrap_or(saved)
}
