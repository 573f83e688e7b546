//! The same quotation in other pieces, and pieces that are like one: by who speaks in them and by their rare words.

use super::dates;
use super::error::Result;
use super::fingerprints::{fingerprints, overlap};
use super::fold::{content_hash, words};
use super::piece::{Id, Seconds};
use super::{Library, index};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashMap, HashSet};
use unicode_normalization::char::is_combining_mark;

/// A quotation that stands in another piece too.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedQuote {
    /// The quote's id within the reading asked about.
    pub quote: u32,
    /// The other piece.
    pub piece: Id,
    /// Its title.
    pub title: String,
    /// Its publication or host.
    pub site: Option<String>,
    /// When it was said there.
    pub day: Seconds,
    /// Where it begins there: a byte in the article's text.
    pub start: usize,
    /// The share of the shorter quotation's words in a row that the other has, 0 to 1.
    pub share: f32,
}

/// A piece that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The piece.
    pub piece: Id,
    /// Its title.
    pub title: String,
    /// Its publication or host.
    pub site: Option<String>,
    /// Its date, else when it was saved.
    pub day: Seconds,
    /// Why it is here, as a clause: "Okafor speaks in both · flooded, archive".
    pub reason: String,
    /// How like it is; for ordering.
    pub score: f32,
    /// Other pieces that tell the same story as this one and stand behind it.
    pub same_story: Vec<Id>,
}

/// Two quotations are the same when this share of the shorter one stands in the other.
const SAME: f32 = 0.6;
/// Pieces looked into for one quotation.
const MAX_PIECES_PER_QUOTE: usize = 40;
/// Pieces with less in common are not told: what one more piece in *e* to this power would share by chance.
const MIN_SURPRISE: f32 = 6.0;
/// A word in more pieces than this says nothing about two of them.
const RARE: usize = 400;
/// A word of a title that is no name tells less than a name.
const NO_NAME: f32 = 0.5;
/// Names of a text that are looked up.
const MAX_NAMES: usize = 300;

impl Library {
    /// Quotations of this text that stand in other pieces: `quotes` are ids and words; `except` is the piece itself.
    ///
    /// # Errors
    /// The file fails.
    pub fn shared_quotes(&self, quotes: &[(u32, &str)], except: Option<Id>) -> Result<Vec<SharedQuote>> {
        let mut found = Vec::new();
        for &(id, text) in quotes {
            let prints = fingerprints(text);
            if prints.is_empty() {
                continue;
            }
            let any = prints.iter().map(|print| format!("\"{print}\"")).collect::<Vec<_>>().join(" OR ");
            let mut hits = self.db.prepare_cached(
                "SELECT p.id, p.title, coalesce(s.name, s.host), p.saved FROM echo e JOIN piece p ON p.id = e.rowid
                 LEFT JOIN site s ON s.id = p.site
                 WHERE echo MATCH ?1 AND p.deleted = 0 AND p.id IS NOT ?2 LIMIT ?3",
            )?;
            let mut rows = hits.query(params![any, except, MAX_PIECES_PER_QUOTE])?;
            while let Some(row) = rows.next()? {
                let piece = row.get(0)?;
                if let Some((day, start, share)) = self.same_quote(piece, text)? {
                    let (title, site) = (row.get(1)?, row.get(2)?);
                    found.push(SharedQuote { quote: id, piece, title, site, day, start, share });
                }
            }
        }
        found.sort_by(|a, b| a.quote.cmp(&b.quote).then(b.share.total_cmp(&a.share)).then(a.piece.cmp(&b.piece)));
        Ok(found)
    }

    fn same_quote(&self, piece: Id, text: &str) -> Result<Option<(Seconds, usize, f32)>> {
        let mut best: Option<(usize, f32)> = None;
        for (n, other) in index::spoken(&self.db, piece)?.iter().enumerate() {
            let share = overlap(text, other);
            if share >= SAME && best.is_none_or(|(_, held)| share > held) {
                best = Some((n, share));
            }
        }
        let Some((n, share)) = best else { return Ok(None) };
        let sql = "SELECT coalesce(d.day, p.saved), q.start FROM quote q JOIN piece p ON p.id = q.piece
                   LEFT JOIN quote_speaker d ON d.quote = q.id WHERE q.piece = ?1 AND q.n = ?2 LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(params![piece, n], |row| Ok((row.get(0)?, row.get(1)?, share))).optional()?)
    }

    /// Pieces like this one, the likest first, at most `limit`; several that tell the same story stand as one.
    ///
    /// # Errors
    /// The file fails.
    pub fn similar(&self, id: Id, limit: usize) -> Result<Vec<Similar>> {
        let piece = self.piece(id)?;
        let day = piece.published.as_deref().and_then(dates::parse).unwrap_or(piece.saved);
        let title = piece.title;
        let text = index::text(&self.db, id)?.unwrap_or_default();
        let speakers = self.speaker_ids(id)?;
        self.similar_to(&About { title: &title, text: &text, day, except: Some(id) }, &speakers, limit)
    }

    /// As [`Library::similar`], for a text that is not in the library: by its title, words, day and speakers' names.
    ///
    /// # Errors
    /// The file fails.
    pub fn similar_to_text(
        &self,
        title: &str,
        text: &str,
        names: &[&str],
        day: Seconds,
        limit: usize,
    ) -> Result<Vec<Similar>> {
        let mut speakers = Vec::new();
        for name in names {
            if let Ok(id) = self.speaker_named(name) {
                speakers.push((id, (*name).to_owned()));
            }
        }
        self.similar_to(&About { title, text, day, except: None }, &speakers, limit)
    }

    fn speaker_ids(&self, id: Id) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT DISTINCT sp.id, sp.name FROM quote q JOIN quote_speaker d ON d.quote = q.id
                   JOIN speaker sp ON sp.id = d.speaker WHERE q.piece = ?1 AND q.grade > 0 AND sp.kind < 3";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn similar_to(&self, about: &About<'_>, speakers: &[(i64, String)], limit: usize) -> Result<Vec<Similar>> {
        let mut scores: HashMap<Id, (f32, Vec<String>)> = HashMap::new();
        let all = self.counts()?.all() as f32;
        let rarity = |pieces: usize| (all / pieces.max(1) as f32).max(1.0).ln();
        for (speaker, name) in speakers {
            let sql = "SELECT DISTINCT q.piece FROM quote_speaker d JOIN quote q ON q.id = d.quote
                       WHERE d.speaker = ?1 AND q.grade > 0 ORDER BY d.day DESC LIMIT ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            let hits: Vec<Id> = statement
                .query_map(params![speaker, RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            // Who speaks in both is reason enough; whoever speaks everywhere comes last.
            let weight = MIN_SURPRISE + rarity(hits.len());
            for piece in hits {
                let held = scores.entry(piece).or_default();
                held.0 += weight;
                held.1.insert(0, format!("{name} speaks in both"));
            }
        }
        let called: HashSet<String> = speakers.iter().flat_map(|(_, name)| words(name)).collect();
        let mut rare = self.rare_words(about.title, about.text)?;
        rare.retain(|(word, _)| !called.contains(word));
        let written = as_written(&rare, &[about.text, about.title]);
        for (word, telling) in rare {
            let sql = "SELECT p.id FROM fulltext f JOIN piece p ON p.place = f.rowid WHERE fulltext MATCH ?1
                       ORDER BY f.rowid DESC LIMIT ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            let hits: Vec<Id> = statement
                .query_map(params![format!("\"{word}\""), RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            let weight = telling * rarity(hits.len());
            for piece in hits.into_iter().take(RARE - 1) {
                let held = scores.entry(piece).or_default();
                held.0 += weight;
                held.1.push(written.get(&word).copied().unwrap_or(&word).to_owned());
            }
        }
        scores.retain(|&piece, (score, _)| Some(piece) != about.except && *score >= MIN_SURPRISE);
        let mut all: Vec<_> = scores.into_iter().collect();
        all.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(b.0.cmp(&a.0)));
        all.truncate(limit * 3);
        self.told(about, all, limit)
    }

    /// The rarest words of a text that stand in several pieces: its names and its title's words; each with how much it tells.
    fn rare_words(&self, title: &str, text: &str) -> Result<Vec<(String, f32)>> {
        let names = names(text);
        let others = words(title).into_iter().filter(|word| !names.contains(word) && word.len() > 4);
        let mut candidates: Vec<(String, f32)> = others.map(|word| (word, NO_NAME)).collect();
        candidates.extend(names.iter().take(MAX_NAMES).map(|name| (name.clone(), 1.0)));
        candidates.retain(|(word, _)| word.len() > 2 && !word.bytes().all(|byte| byte.is_ascii_digit()));
        candidates.sort_by(|a, b| a.0.cmp(&b.0));
        candidates.dedup_by(|a, b| a.0 == b.0);
        let mut counted = Vec::new();
        // In a small library a word of every twentieth piece is no rare one.
        let rare = (self.counts()?.all() / 20).clamp(4, RARE);
        let sql = "SELECT count(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ?1 LIMIT ?2)";
        let mut statement = self.db.prepare_cached(sql)?;
        for (word, telling) in candidates {
            let count: usize = statement.query_row(params![format!("\"{word}\""), RARE], |row| row.get(0))?;
            if (2..rare).contains(&count) {
                counted.push((count, word, telling));
            }
        }
        counted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Ok(counted.into_iter().take(12).map(|(_, word, telling)| (word, telling)).collect())
    }

    fn told(&self, about: &About<'_>, all: Vec<(Id, (f32, Vec<String>))>, limit: usize) -> Result<Vec<Similar>> {
        // What has the same words is this text itself, however it came there.
        let own = content_hash(about.text) as i64;
        let sql = "SELECT p.title, coalesce(s.name, s.host), p.published, p.saved FROM piece p LEFT JOIN site s ON s.id = p.site
                   WHERE p.id = ?1 AND p.deleted = 0 AND p.content_hash IS NOT ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows: Vec<Similar> = Vec::with_capacity(all.len());
        for (piece, (score, reasons)) in all {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            let Some((title, site, published, saved)) = statement.query_row(params![piece, own], read).optional()?
            else {
                continue;
            };
            let (title, published): (String, Option<String>) = (title, published);
            let day = published.as_deref().and_then(dates::parse).unwrap_or(saved);
            let reason = about.reason(&title, day, &reasons);
            let score = score * nearness(about.day - day);
            rows.push(Similar { piece, title, site, day, reason, score, same_story: Vec::new() });
        }
        rows.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.piece.cmp(&a.piece)));
        let mut found: Vec<Similar> = Vec::new();
        for row in rows {
            if let Some(held) = found.iter_mut().find(|held| same_story(&held.title, &row.title, held.day - row.day)) {
                held.same_story.push(row.piece);
            } else if found.len() < limit {
                found.push(row);
            }
        }
        Ok(found)
    }
}

/// The text that others are compared with.
struct About<'a> {
    title: &'a str,
    text: &'a str,
    day: Seconds,
    except: Option<Id>,
}

impl About<'_> {
    /// Why a piece is like it, as a clause.
    fn reason(&self, title: &str, day: Seconds, reasons: &[String]) -> String {
        let shared = shared(reasons);
        if same_story(self.title, title, self.day - day) { format!("the same story · {shared}") } else { shared }
    }
}

/// Folded words that are capitalised within a sentence and never stand in lower case: what a text names.
fn names(text: &str) -> BTreeSet<String> {
    let (mut found, mut small) = (BTreeSet::new(), HashSet::new());
    for paragraph in text.split("\n\n") {
        let mut begins = true;
        for token in paragraph.split_whitespace() {
            let bare = token.trim_start_matches(|c: char| !c.is_alphanumeric());
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            if !capital {
                small.extend(words(bare));
            } else if !begins && bare.len() == token.len() {
                found.extend(words(bare));
            }
            begins = token.ends_with(['.', '!', '?', ':', '”', '"', '’']);
        }
    }
    found.retain(|word| !small.contains(word));
    found
}

/// How folded words stand in these texts: in lower case, where they do so anywhere, else as they are met first.
fn as_written<'t>(folded: &[(String, f32)], texts: &[&'t str]) -> HashMap<String, &'t str> {
    let mut found: HashMap<String, &'t str> = HashMap::new();
    let wanted: HashSet<&str> = folded.iter().map(|(word, _)| word.as_str()).collect();
    let parts = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    for token in texts.iter().flat_map(|text| text.split(parts)).filter(|token| !token.is_empty()) {
        let [word] = words(token).try_into().unwrap_or_default();
        if wanted.contains(word.as_str()) {
            let held = found.entry(word).or_insert(token);
            if token.starts_with(char::is_lowercase) && !held.starts_with(char::is_lowercase) {
                *held = token;
            }
        }
    }
    found
}

/// What is near in time is likelier of the same matter: half as much again on the same day, a tenth after three weeks.
fn nearness(apart: Seconds) -> f32 {
    let days = apart.unsigned_abs() as f32 / 86_400.0;
    1.0 + 0.5 * (-days / 14.0).exp()
}

/// Speakers and words in common, as a clause.
fn shared(reasons: &[String]) -> String {
    let (speakers, words): (Vec<&str>, Vec<&str>) = reasons.iter().map(String::as_str).partition(|r| r.contains(' '));
    let speakers = speakers.into_iter().take(2).collect::<Vec<_>>().join(" · ");
    let words = words.into_iter().take(4).collect::<Vec<_>>().join(", ");
    [speakers, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Whether two titles of about the same time tell one story: most of the shorter one's telling words stand in the other.
fn same_story(one: &str, other: &str, apart: Seconds) -> bool {
    let telling = |title: &str| words(title).into_iter().filter(|word| word.len() > 3).collect::<Vec<_>>();
    let (one, other) = (telling(one), telling(other));
    let shorter = one.len().min(other.len());
    let common = one.iter().filter(|word| other.contains(word)).count();
    apart.abs() < 4 * 86_400 && shorter >= 3 && common * 3 >= shorter * 2
}
