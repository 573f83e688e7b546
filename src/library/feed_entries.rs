//! Saves the entries of a fetched feed as articles: all in one transaction, each exactly once, an edited one as a new
//! version.

use super::address::canonical;
use super::error::Result;
use super::feed::{FeedEntry, FeedFile};
use super::feeds::{Feed, FeedText};
use super::fold::{folded, hash};
use super::identity::other_scheme;
use super::ids::{FeedId, PieceId};
use super::import::prepare_all;
use super::index;
use super::journal::{JournalField, UndoJournal};
use super::piece::{SaveOutcome, TextSource};
use super::prepare::Prepared;
use super::reindex::LastRank;
use super::save::{PendingFulltext, insert, insert_body, merge, title};
use super::{Incoming, Library};
use crate::load::Validators;
use crate::models::Models;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// Largest number of an entry's tags that its article gets.
const MAX_ENTRY_TAGS: usize = 12;

/// Answer of a feed's server, parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FetchedFeed {
    /// The parsed feed; `None` if nothing has changed.
    pub file: Option<FeedFile>,
    /// Validators for the next request.
    pub validators: Validators,
    /// New address after a permanent redirect.
    pub moved_to: Option<String>,
}

/// Result of saving a feed's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedEntries {
    /// Number of new articles.
    pub new: usize,
    /// Number of articles that their publisher edited.
    pub changed: usize,
    /// Entries that could not be saved: name and reason.
    pub failed: Vec<(String, String)>,
}

/// An entry ready to be written.
struct Arrival {
    /// Hash of the entry's key.
    key: i64,
    /// Hash of the entry's content.
    print: i64,
    /// True if its page is to be fetched.
    wants_page: bool,
    prepared: Prepared,
}

/// The stored state of an entry that was seen before.
#[derive(Clone, Copy)]
struct Seen {
    /// The article. 0: another library had it. `None`: an older version of sayso saw it.
    piece: Option<PieceId>,
    print: Option<i64>,
    title: Option<i64>,
}

impl Library {
    /// Saves new and edited entries of a feed, and queues the pages that are needed.
    ///
    /// # Errors
    /// The library can't be written; then nothing was saved.
    pub fn save_feed(&mut self, feed: &Feed, fetched: FetchedFeed, models: &Models) -> Result<SavedEntries> {
        self.ensure_writable()?;
        let mut saved = SavedEntries::default();
        let FetchedFeed { file, validators, moved_to } = fetched;
        let mut arrivals = Vec::new();
        let mut about = (None, None, None);
        if let Some(file) = file {
            let seen = self.seen_entries(feed.id)?;
            about = (file.title.clone(), file.site.clone(), file.problem.clone());
            let changed = |(print, entry): &(i64, FeedEntry)| {
                let held = seen.get(&key(entry));
                held.is_none_or(|held| held.print != Some(*print))
            };
            let entries = file.entries.into_iter().map(|entry| (print(&entry), entry)).filter(changed);
            let title = feed.settings.name.clone().or_else(|| file.title.clone());
            let site = file.site.as_deref().unwrap_or(&feed.url);
            // The newest entry is first in the file; undated entries are saved in reverse order.
            let entries: Vec<(i64, FeedEntry)> = entries.collect();
            arrivals = prepare_entries(entries, feed, title.as_deref(), site, models, &mut saved);
        }
        self.write_feed_state(feed, &validators, moved_to.as_deref(), about, arrivals, &mut saved)?;
        if let Some(keep) = feed.settings.keep {
            self.drop_old_articles(feed.id, keep)?;
        }
        Ok(saved)
    }

    fn seen_entries(&self, feed: FeedId) -> Result<HashMap<i64, Seen>> {
        let mut statement = self.db.prepare_cached("SELECT entry, piece, print, title FROM seen WHERE feed = ?1")?;
        let rows = statement.query_map([feed], |row| {
            Ok((row.get(0)?, Seen { piece: row.get(1)?, print: row.get(2)?, title: row.get(3)? }))
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn write_feed_state(
        &mut self,
        feed: &Feed,
        validators: &Validators,
        moved_to: Option<&str>,
        (title, site, problem): (Option<String>, Option<String>, Option<String>),
        arrivals: Vec<Arrival>,
        saved: &mut SavedEntries,
    ) -> Result<()> {
        let seen = self.seen_entries(feed.id)?;
        let now = self.now();
        self.transaction(|journal| {
            journal.is_silent = true;
            let mut writer =
                Writer { journal, feed: feed.id, rank: LastRank::default(), pending: PendingFulltext::new() };
            for arrival in arrivals {
                match writer.save(arrival, &seen)? {
                    SaveOutcome::New(_) => saved.new += 1,
                    SaveOutcome::Changed(_) => saved.changed += 1,
                    SaveOutcome::Same(_) => {}
                }
            }
            let Writer { journal, pending, .. } = writer;
            let all: Vec<(PieceId, &super::prepare::Index)> = pending.iter().map(|(&id, index)| (id, index)).collect();
            index::write_fulltexts(journal.db, &all)?;
            let sql = "UPDATE feed SET title = coalesce(?2, title), site = coalesce(?3, site), problem = ?4, etag = ?5,
                         modified = ?6, checked = ?7, fetched = ?7, errors = 0, due = 0 WHERE id = ?1";
            let Validators { etag, modified } = validators;
            journal.db.prepare_cached(sql)?.execute(params![feed.id, title, site, problem, etag, modified, now])?;
            if let Some(moved_to) = moved_to {
                // If the new address is also followed, both feeds stay.
                journal
                    .db
                    .prepare_cached("UPDATE OR IGNORE feed SET url = ?2 WHERE id = ?1")?
                    .execute(params![feed.id, moved_to])?;
            }
            Ok(())
        })
    }

    /// Records a failure: the feed is not requested again for `wait` seconds.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn feed_failed(&mut self, feed: &Feed, problem: &str, wait: super::Seconds, ended: bool) -> Result<()> {
        self.ensure_writable()?;
        let now = self.now();
        let until = now + wait.clamp(0, super::fetch_queue::MAX_DELAY);
        let sql = "UPDATE feed SET problem = ?2, checked = ?3, errors = errors + 1, due = ?4,
                     state = CASE WHEN ?5 THEN 2 ELSE state END WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![feed.id, problem, now, until, ended])?;
        Ok(())
    }

    /// Deletes a feed's unread articles beyond the newest `keep`. Articles with a star, a note or highlights stay.
    fn drop_old_articles(&mut self, feed: FeedId, keep: u32) -> Result<()> {
        let sql = "UPDATE piece SET deleted = 1 WHERE id IN (
                     SELECT p.id FROM piece p WHERE p.id IN (SELECT s.piece FROM seen s WHERE s.feed = ?1)
                       AND p.deleted = 0 AND p.state = 0 ORDER BY p.place DESC LIMIT -1 OFFSET ?2)
                   AND star = 0 AND note IS NULL AND NOT EXISTS (SELECT 1 FROM highlight h WHERE h.piece = piece.id)";
        self.db.prepare_cached(sql)?.execute(params![feed, keep])?;
        Ok(())
    }
}

fn key(entry: &FeedEntry) -> i64 {
    hash(entry.key.as_bytes()) as i64
}

/// Returns a hash of an entry's content.
fn print(entry: &FeedEntry) -> i64 {
    let mut all = String::new();
    let texts = [entry.title.as_deref(), entry.link.as_deref(), entry.html.as_deref()];
    let enclosures = entry.enclosures.iter().map(|one| one.url.as_str());
    for text in texts.into_iter().flatten().chain(enclosures) {
        all.push_str(text);
        all.push('\n');
    }
    hash(all.as_bytes()) as i64
}

/// Analyses and prepares entries on all cores, the last one first. Failures are named.
fn prepare_entries(
    entries: Vec<(i64, FeedEntry)>,
    feed: &Feed,
    title: Option<&str>,
    site: &str,
    models: &Models,
    saved: &mut SavedEntries,
) -> Vec<Arrival> {
    let mut about = Vec::with_capacity(entries.len());
    let mut all: Vec<Incoming> = Vec::with_capacity(entries.len());
    for (print, entry) in entries.into_iter().rev() {
        let (key, is_page) = (key(&entry), entry.is_page);
        let mut incoming = entry.incoming_of(title, Some(site));
        let is_whole = incoming.original.is_some() && incoming.text_source == TextSource::Author;
        let wants_page = is_page
            && match feed.settings.text {
                FeedText::Auto => !is_whole,
                FeedText::Feed => false,
                FeedText::Page => true,
            };
        incoming.text_source = match feed.settings.text {
            _ if wants_page => TextSource::Excerpt,
            _ => TextSource::Author,
        };
        merge_tags(&mut incoming.user_data.tags, &feed.settings.tags);
        about.push((key, print, wants_page));
        all.push(incoming);
    }
    let mut arrivals = Vec::with_capacity(all.len());
    for ((key, print, wants_page), (name, result)) in about.into_iter().zip(prepare_all(all, models)) {
        match result {
            Ok(prepared) => arrivals.push(Arrival { key, print, wants_page, prepared }),
            Err(error) => saved.failed.push((name, error.to_string())),
        }
    }
    arrivals
}

/// Merges the feed's tags by the user with the entry's, without different spellings of the same tag.
fn merge_tags(entry: &mut Vec<String>, user: &[String]) {
    let own = std::mem::replace(entry, user.to_vec());
    for tag in own.into_iter().take(MAX_ENTRY_TAGS) {
        if !entry.iter().any(|held| folded(held) == folded(&tag)) {
            entry.push(tag);
        }
    }
}

/// Writes the entries of one feed within a transaction.
struct Writer<'a, 'c> {
    journal: &'a mut UndoJournal<'c>,
    feed: FeedId,
    rank: LastRank,
    pending: PendingFulltext,
}

impl Writer<'_, '_> {
    fn save(&mut self, arrival: Arrival, seen: &HashMap<i64, Seen>) -> Result<SaveOutcome> {
        let Arrival { key, print, wants_page, prepared } = arrival;
        let titled = hash(self.title(&prepared).as_bytes()) as i64;
        let held = seen.get(&key).copied();
        let outcome = match held.and_then(|held| held.piece) {
            // Another library had it: if it is missing here, it was deleted there.
            Some(PieceId(0)) => SaveOutcome::Same(PieceId(0)),
            Some(id) => self.update(id, held.and_then(|held| held.title), prepared)?,
            None => self.add(key, prepared)?,
        };
        if wants_page && matches!(outcome, SaveOutcome::New(_)) {
            let sql =
                "INSERT OR IGNORE INTO fetch(piece, host) SELECT p.id, x.host FROM piece p JOIN site x ON x.id = p.site
                       WHERE p.id = ?1 AND p.url IS NOT NULL";
            self.journal.db.prepare_cached(sql)?.execute([outcome.id()])?;
        }
        let sql = "INSERT INTO seen(feed, entry, piece, print, title) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET piece = ?3, print = ?4, title = ?5";
        self.journal.db.prepare_cached(sql)?.execute(params![self.feed, key, outcome.id(), print, titled])?;
        Ok(outcome)
    }

    fn title(&self, prepared: &Prepared) -> String {
        title(&prepared.meta, prepared.url.as_deref().or(prepared.given.as_deref()), prepared.body.as_ref())
    }

    /// Adds an entry that was not seen before.
    fn add(&mut self, key: i64, mut prepared: Prepared) -> Result<SaveOutcome> {
        if let Some(url) = prepared.url.clone() {
            let name = self.title(&prepared);
            let given = prepared.given.clone();
            for candidate in candidates(&url, given.as_deref(), key) {
                let Some((id, deleted, title)) = self.piece_of(&candidate)? else {
                    prepared.url = Some(candidate);
                    break;
                };
                if self.is_same_article(id, &candidate, &title, &name)? {
                    return self.merge(id, deleted, prepared);
                }
            }
        }
        let (id, index) = insert(self.journal, prepared, &mut self.rank)?;
        self.pending.extend(index.map(|index| (id, index)));
        Ok(SaveOutcome::New(id))
    }

    fn piece_of(&self, url: &str) -> Result<Option<(PieceId, bool, String)>> {
        let sql = "SELECT id, deleted, title FROM piece WHERE url IN (?1, ?2)";
        let mut statement = self.journal.db.prepare_cached(sql)?;
        let row = statement
            .query_row([url, &other_scheme(url)], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? != 0, row.get(2)?)));
        Ok(row.optional()?)
    }

    /// Returns true if an entry with that title belongs to the article at the address. Entries of one feed are the
    /// same article only if their titles match; the page's title often includes the site's name.
    fn is_same_article(&self, id: PieceId, url: &str, title: &str, name: &str) -> Result<bool> {
        let (title, name) = (folded(title), folded(name));
        if title == name || title == folded(url) || name == folded(url) {
            return Ok(true);
        }
        let sql = "SELECT 1 FROM seen WHERE piece = ?1 AND feed = ?2";
        let of_this_feed = self.journal.db.prepare_cached(sql)?.exists(params![id, self.feed])?;
        let of_a_feed = || -> Result<bool> {
            Ok(self.journal.db.prepare_cached("SELECT 1 FROM seen WHERE piece = ?1")?.exists([id])?)
        };
        Ok(!of_this_feed && (title.contains(&name) || name.contains(&title) || !of_a_feed()?))
    }

    fn merge(&mut self, id: PieceId, deleted: bool, prepared: Prepared) -> Result<SaveOutcome> {
        self.flush(id)?;
        merge(self.journal, id, deleted, prepared)
    }

    /// Rewrites the full text of a changed article.
    fn flush(&mut self, id: PieceId) -> Result<()> {
        match self.pending.remove(&id) {
            Some(index) => index::write_fulltexts(self.journal.db, &[(id, &index)]),
            None => Ok(()),
        }
    }

    /// Applies the publisher's edits. The user's own title and the text of a fetched page stay.
    fn update(&mut self, id: PieceId, was_titled: Option<i64>, prepared: Prepared) -> Result<SaveOutcome> {
        let sql = "SELECT p.deleted, p.title, p.content_hash, coalesce(b.excerpt, 1) FROM piece p LEFT JOIN body b ON b.id = p.body
                   WHERE p.id = ?1";
        let row = self.journal.db.prepare_cached(sql)?.query_row([id], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<i64>>(2)?, row.get::<_, i64>(3)?))
        });
        let Some((0, old_title, content, is_excerpt)) = row.optional()? else { return Ok(SaveOutcome::Same(id)) };
        self.flush(id)?;
        let is_own_title = was_titled == Some(hash(old_title.as_bytes()) as i64);
        let title = if is_own_title { self.title(&prepared) } else { old_title };
        let mut changed = false;
        if let Some(body) = prepared.body.filter(|body| content != Some(body.content)) {
            // A summary does not replace the text of a fetched page.
            if is_excerpt != 0 || !body.is_excerpt {
                let number = insert_body(self.journal.db, id, self.journal.now, &body)?;
                changed |= self.journal.set(id, JournalField::Body, &number.into())?;
            }
        }
        changed |= self.journal.set(id, JournalField::Title, &title.into())?;
        Ok(if changed { SaveOutcome::Changed(id) } else { SaveOutcome::Same(id) })
    }
}

/// Returns the possible addresses of an entry, best first: without fragment, with it, and with a unique one.
fn candidates(url: &str, given: Option<&str>, key: i64) -> impl Iterator<Item = String> {
    let fragment = given.and_then(|given| given.split_once('#')).map(|(_, fragment)| fragment);
    let with = |fragment: &str| format!("{}#{fragment}", url.split('#').next().unwrap_or_default());
    let written = fragment.filter(|fragment| !fragment.is_empty() && fragment.len() < 200).map(with);
    let own = with(&format!("entry-{:08x}", key as u32));
    let distinct = canonical(&own).is_some().then_some(own);
    [Some(url.to_owned()), written, distinct].into_iter().flatten()
}
