//! Finds quotations shared with other pieces, and similar pieces: by their speakers and rare words.

use super::error::Result;
use super::fingerprints::{fingerprints, overlap};
use super::fold::{content_hash, words};
use super::ids::{PieceId, SpeakerId};
use super::index::kind_numbered;
use super::names_in_text::{full_names, names};
use super::piece::Seconds;
use super::reindex::day;
use super::{Library, index, vocabulary};
use crate::reading::SpeakerKind;
use rusqlite::{OptionalExtension, params};
use std::collections::{HashMap, HashSet};
use unicode_normalization::char::is_combining_mark;

/// A quotation that also occurs in another piece.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedQuote {
    /// Id of the quote in the reading that was asked about.
    pub quote: u32,
    /// The other piece.
    pub piece: PieceId,
    /// Title of the other piece.
    pub title: String,
    /// Publication or host of the other piece.
    pub site: Option<String>,
    /// Time of the quote there.
    pub day: Seconds,
    /// Start of the quote there: a byte in the article's text.
    pub start: usize,
    /// Share of the shorter quotation's word sequences that the other contains, 0 to 1.
    pub share: f32,
}

/// A similar piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// Number of the similar piece.
    pub piece: PieceId,
    /// Title of the similar piece.
    pub title: String,
    /// Publication or host of the similar piece.
    pub site: Option<String>,
    /// Date of publication, else time of saving.
    pub day: Seconds,
    /// Reason for the similarity, as a clause: "Okafor speaks in both · flooded, archive".
    pub reason: String,
    /// Score of the similarity, for ordering.
    pub score: f32,
    /// Other pieces on the same story, which are listed under this one.
    pub same_story: Vec<PieceId>,
}

/// Two quotations are the same if this share of the shorter one is in the other.
const SAME: f32 = 0.6;
/// Largest number of pieces compared for one quotation.
const MAX_PIECES_PER_QUOTE: usize = 40;
/// Lowest score of a similar piece: one in *e* to this power would share as much by chance.
const MIN_SURPRISE: f32 = 6.0;
/// Words in more pieces than this are not rare.
const RARE: usize = 400;
/// Rare names in common that make a piece similar where nobody speaks in both.
const MIN_NAMES: usize = 3;
/// Weight of a title's word that is not a name.
const NO_NAME: f32 = 0.5;
/// Largest number of names of a text that are looked up.
const MAX_NAMES: usize = 300;

impl Library {
    /// Returns the quotations of a text that occur in other pieces: `quotes` are ids and words; `except` is the piece
    /// itself.
    ///
    /// # Errors
    /// The file fails.
    pub fn shared_quotes(&self, quotes: &[(u32, &str)], except: Option<PieceId>) -> Result<Vec<SharedQuote>> {
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

    fn same_quote(&self, piece: PieceId, text: &str) -> Result<Option<(Seconds, usize, f32)>> {
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

    /// Returns similar pieces, most similar first, at most `limit`; those on the same story are grouped.
    ///
    /// # Errors
    /// The file fails.
    pub fn similar(&self, id: PieceId, limit: usize) -> Result<Vec<Similar>> {
        let piece = self.piece(id)?;
        let day = day(piece.published.as_deref(), piece.saved);
        let title = piece.title;
        let text = index::text(&self.db, id)?.unwrap_or_default();
        let speakers = self.speaker_ids(id)?;
        self.similar_to(&About { title: &title, text: &text, day, except: Some(id) }, &speakers, limit)
    }

    /// Like [`Library::similar`] for a text outside the library: by title, words, day and speakers' names.
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

    fn speaker_ids(&self, id: PieceId) -> Result<Vec<(SpeakerId, String)>> {
        let sql = "SELECT DISTINCT sp.id, sp.name FROM quote q JOIN quote_speaker d ON d.quote = q.id
                   JOIN speaker sp ON sp.id = d.speaker WHERE q.piece = ?1 AND q.grade > 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn similar_to(&self, about: &About<'_>, speakers: &[(SpeakerId, String)], limit: usize) -> Result<Vec<Similar>> {
        let mut found: HashMap<PieceId, Evidence> = HashMap::new();
        let all = self.counts()?.all();
        let rarity = |pieces: usize| (all as f32 / pieces.max(1) as f32).max(1.0).ln();
        for (speaker, name) in speakers {
            // Only persons: a ministry or a police force speaks in many stories.
            let kind: i64 = self
                .db
                .prepare_cached("SELECT kind FROM speaker WHERE id = ?1")?
                .query_row([speaker], |row| row.get(0))?;
            if kind_numbered(kind) != SpeakerKind::Person {
                continue;
            }
            let sql = "SELECT DISTINCT q.piece FROM quote_speaker d JOIN quote q ON q.id = d.quote
                       WHERE d.speaker = ?1 AND q.grade > 0 ORDER BY d.day DESC LIMIT ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            let hits: Vec<PieceId> = statement
                .query_map(params![speaker, RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            // Whoever speaks in every other article tells nothing about two of them.
            if hits.len() > (all / 4).max(4) {
                continue;
            }
            let weight = MIN_SURPRISE + rarity(hits.len());
            for piece in hits {
                let held = found.entry(piece).or_default();
                held.score += weight;
                held.speakers.push(name.clone());
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
            let hits: Vec<PieceId> = statement
                .query_map(params![format!("\"{word}\""), RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            let weight = telling * rarity(hits.len());
            let shown = written.get(&word).copied().unwrap_or(&word).to_owned();
            for piece in hits.into_iter().take(RARE - 1) {
                let held = found.entry(piece).or_default();
                held.score += weight;
                held.words.push((shown.clone(), telling > NO_NAME));
            }
        }
        found.retain(|&piece, held| Some(piece) != about.except && held.may_do());
        let mut all: Vec<_> = found.into_iter().collect();
        all.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(b.0.cmp(&a.0)));
        all.truncate(limit * 4);
        let mut proven = Vec::new();
        for (piece, held) in all {
            if let Some(held) = self.proven(about, piece, held)? {
                proven.push((piece, (held.score, held.reasons())));
            }
        }
        self.told(about, proven, limit)
    }

    /// Checks the words in common on the other text: they must be names there, too, and names of several things. `None` where
    /// what is left is no evidence.
    fn proven(&self, about: &About<'_>, piece: PieceId, mut held: Evidence) -> Result<Option<Evidence>> {
        if !held.speakers.is_empty() {
            return Ok(Some(held));
        }
        let text = index::text(&self.db, piece)?.unwrap_or_default();
        let there = names(&text);
        held.words.retain(|(word, is_name)| *is_name && words(word).iter().all(|word| there.contains(word)));
        let full = full_names(&text);
        let own = full_names(about.text);
        // The words of one name are one piece of evidence: "Lower Brindle".
        let mut single: Vec<String> = Vec::new();
        for (word, _) in &held.words {
            let folded = words(word).join(" ");
            let name =
                own.iter().filter(|name| full.contains(*name)).find(|name| name.split(' ').any(|one| one == folded));
            let name = name.cloned().unwrap_or(folded);
            if !single.contains(&name) {
                single.push(name);
            }
        }
        let other = self.piece(piece)?;
        // Names that both only mention in passing (places, firms) make no common story: one must stand in both titles.
        let titles = [words(about.title), words(&other.title)];
        let in_titles =
            |name: &String| titles.iter().all(|title| name.split(' ').all(|word| title.iter().any(|it| it == word)));
        if single.len() >= MIN_NAMES && single.iter().any(in_titles) {
            return Ok(Some(held));
        }
        let day = day(other.published.as_deref(), other.saved);
        Ok(same_story(about.title, &other.title, about.day - day).then_some(held))
    }

    /// Returns the rarest words of a text that occur in several pieces, from its names and its title, each with its
    /// weight.
    fn rare_words(&self, title: &str, text: &str) -> Result<Vec<(String, f32)>> {
        let names = names(text);
        let others = words(title).into_iter().filter(|word| !names.contains(word) && word.len() > 4);
        let mut candidates: Vec<(String, f32)> = others.map(|word| (word, NO_NAME)).collect();
        candidates.extend(names.iter().take(MAX_NAMES).map(|name| (name.clone(), 1.0)));
        candidates.retain(|(word, _)| word.len() > 2 && !word.bytes().all(|byte| byte.is_ascii_digit()));
        candidates.sort_by(|a, b| a.0.cmp(&b.0));
        candidates.dedup_by(|a, b| a.0 == b.0);
        let mut counted = Vec::new();
        // In a small library a word in one of twenty pieces is not rare.
        let rare = (self.counts()?.all() / 20).clamp(4, RARE);
        for (word, telling) in candidates {
            let count = vocabulary::found(&self.db, &format!("\"{word}\""), RARE)?;
            if (2..rare).contains(&count) {
                counted.push((count, word, telling));
            }
        }
        counted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Ok(counted.into_iter().take(12).map(|(_, word, telling)| (word, telling)).collect())
    }

    fn told(&self, about: &About<'_>, all: Vec<(PieceId, (f32, Vec<String>))>, limit: usize) -> Result<Vec<Similar>> {
        // A piece with the same words is this text itself.
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
            let day = day(published.as_deref(), saved);
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

/// Reasons to show a piece beside a text.
#[derive(Debug, Default)]
struct Evidence {
    score: f32,
    /// Speakers of both.
    speakers: Vec<String>,
    /// Rare words in both; true for those that are names.
    words: Vec<(String, bool)>,
}

impl Evidence {
    /// Returns true if it is worth being checked on the texts.
    fn may_do(&self) -> bool {
        !self.speakers.is_empty() || self.words.len() > 1
    }

    /// The reasons, most telling first.
    fn reasons(&self) -> Vec<String> {
        let speak = self.speakers.iter().map(|name| format!("{name} speaks in both"));
        speak.chain(self.words.iter().map(|(word, _)| word.clone())).collect()
    }
}

/// The text that pieces are compared with.
struct About<'a> {
    title: &'a str,
    text: &'a str,
    day: Seconds,
    except: Option<PieceId>,
}

impl About<'_> {
    /// Returns the reason for a piece's similarity, as a clause.
    fn reason(&self, title: &str, day: Seconds, reasons: &[String]) -> String {
        let shared = shared(reasons);
        if same_story(self.title, title, self.day - day) { format!("the same story · {shared}") } else { shared }
    }
}

/// Returns the spelling of folded words in these texts: in lower case if it occurs, else the first one found.
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

/// Returns a factor for closeness in time: 1.5 on the same day, about 1.1 after three weeks.
fn nearness(apart: Seconds) -> f32 {
    let days = apart.unsigned_abs() as f32 / 86_400.0;
    1.0 + 0.5 * (-days / 14.0).exp()
}

/// Formats common speakers and words as a clause.
fn shared(reasons: &[String]) -> String {
    let (speakers, words): (Vec<&str>, Vec<&str>) = reasons.iter().map(String::as_str).partition(|r| r.contains(' '));
    let speakers = speakers.into_iter().take(2).collect::<Vec<_>>().join(" · ");
    let words = words.into_iter().take(4).collect::<Vec<_>>().join(", ");
    [speakers, words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Returns true if two titles of about the same time tell one story: most of the shorter one's long words are in the
/// other.
fn same_story(one: &str, other: &str, apart: Seconds) -> bool {
    let telling = |title: &str| words(title).into_iter().filter(|word| word.len() > 3).collect::<Vec<_>>();
    let (one, other) = (telling(one), telling(other));
    let shorter = one.len().min(other.len());
    let common = one.iter().filter(|word| other.contains(word)).count();
    apart.abs() < 4 * 86_400 && shorter >= 3 && common * 3 >= shorter * 2
}
