//! The same quotation in other pieces, and pieces that are like one: by who speaks in them and by their rare words.

use super::error::Result;
use super::fold::words;
use super::piece::{Id, Seconds};
use super::prints::{overlap, prints};
use super::{Library, index};
use rusqlite::{OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// A quotation that stands in another piece too.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
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
const MOST_ECHOES: usize = 40;
/// Pieces with less in common are not told: one rare word is chance.
const TELLING: f32 = 2.0;
/// A word in more pieces than this says nothing about two of them.
const RARE: usize = 400;

impl Library {
    /// Quotations of this text that stand in other pieces: `quotes` are ids and words; `except` is the piece itself.
    ///
    /// # Errors
    /// The file fails.
    pub fn echoes(&self, quotes: &[(u32, &str)], except: Option<Id>) -> Result<Vec<Echo>> {
        let mut found = Vec::new();
        for &(id, text) in quotes {
            let prints = prints(text);
            if prints.is_empty() {
                continue;
            }
            let any = prints.iter().map(|print| format!("\"{print}\"")).collect::<Vec<_>>().join(" OR ");
            let mut hits = self.db.prepare_cached(
                "SELECT p.id, p.title, coalesce(s.name, s.host), p.saved FROM echo e JOIN piece p ON p.id = e.rowid
                 LEFT JOIN site s ON s.id = p.site
                 WHERE echo MATCH ?1 AND p.deleted = 0 AND p.id IS NOT ?2 LIMIT ?3",
            )?;
            let mut rows = hits.query(params![any, except, MOST_ECHOES])?;
            while let Some(row) = rows.next()? {
                let piece = row.get(0)?;
                if let Some((day, start, share)) = self.same_quote(piece, text)? {
                    let (title, site) = (row.get(1)?, row.get(2)?);
                    found.push(Echo { quote: id, piece, title, site, day, start, share });
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
                   LEFT JOIN said d ON d.quote = q.id WHERE q.piece = ?1 AND q.n = ?2 LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row(params![piece, n], |row| Ok((row.get(0)?, row.get(1)?, share))).optional()?)
    }

    /// Pieces like this one, the likest first, at most `limit`; several that tell the same story stand as one.
    ///
    /// # Errors
    /// The file fails.
    pub fn similar(&self, id: Id, limit: usize) -> Result<Vec<Similar>> {
        let title = self.piece(id)?.title;
        let text = index::text(&self.db, id)?.unwrap_or_default();
        let speakers = self.speaker_ids(id)?;
        self.similar_to(&title, &text, &speakers, Some(id), limit)
    }

    /// As [`Library::similar`], for a text that is not in the library: by its title, text and speakers' names.
    ///
    /// # Errors
    /// The file fails.
    pub fn similar_to_text(&self, title: &str, text: &str, names: &[&str], limit: usize) -> Result<Vec<Similar>> {
        let mut speakers = Vec::new();
        for name in names {
            if let Ok(id) = self.speaker_named(name) {
                speakers.push((id, (*name).to_owned()));
            }
        }
        self.similar_to(title, text, &speakers, None, limit)
    }

    fn speaker_ids(&self, id: Id) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT DISTINCT sp.id, sp.name FROM quote q JOIN said d ON d.quote = q.id
                   JOIN speaker sp ON sp.id = d.speaker WHERE q.piece = ?1 AND sp.kind < 3";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    fn similar_to(
        &self,
        title: &str,
        text: &str,
        speakers: &[(i64, String)],
        except: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Similar>> {
        let mut scores: HashMap<Id, (f32, Vec<String>)> = HashMap::new();
        for (speaker, name) in speakers {
            let sql = "SELECT DISTINCT q.piece FROM said d JOIN quote q ON q.id = d.quote
                       WHERE d.speaker = ?1 ORDER BY d.day DESC LIMIT ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            let hits: Vec<Id> = statement
                .query_map(params![speaker, RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            let weight = 3.0 / (1.0 + (hits.len() as f32).ln());
            for piece in hits {
                let held = scores.entry(piece).or_default();
                held.0 += weight;
                held.1.insert(0, format!("{name} speaks in both"));
            }
        }
        for word in self.rare_words(title, text)? {
            let sql = "SELECT p.id FROM fulltext f JOIN piece p ON p.place = f.rowid WHERE fulltext MATCH ?1
                       ORDER BY f.rowid DESC LIMIT ?2";
            let mut statement = self.db.prepare_cached(sql)?;
            let hits: Vec<Id> = statement
                .query_map(params![format!("\"{word}\""), RARE], |row| row.get(0))?
                .collect::<std::result::Result<_, _>>()?;
            let weight = 2.0 / (1.0 + (hits.len() as f32).ln());
            for piece in hits.into_iter().take(RARE - 1) {
                let held = scores.entry(piece).or_default();
                held.0 += weight;
                held.1.push(word.clone());
            }
        }
        scores.retain(|&piece, (score, _)| Some(piece) != except && *score >= TELLING);
        let mut all: Vec<_> = scores.into_iter().collect();
        all.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(b.0.cmp(&a.0)));
        all.truncate(limit * 3);
        self.told(all, limit)
    }

    /// The rarest words of a text that stand in several pieces: its title's, and its capitalised ones.
    fn rare_words(&self, title: &str, text: &str) -> Result<Vec<String>> {
        let mut candidates = words(title);
        let is_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        let (capitalised, small): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_capital);
        // A word that also stands in lower case was at the beginning of a sentence, not a name.
        let small: HashSet<String> = small.into_iter().flat_map(words).collect();
        let names = capitalised.into_iter().flat_map(words).filter(|word| !small.contains(word));
        candidates.extend(names.take(300));
        candidates.retain(|word| word.len() > 4 && !word.bytes().all(|byte| byte.is_ascii_digit()));
        candidates.sort_unstable();
        candidates.dedup();
        let mut counted = Vec::new();
        // In a small library a word of every twentieth piece is no rare one.
        let rare = (self.counts()?.all() / 20).clamp(4, RARE);
        let sql = "SELECT count(*) FROM (SELECT 1 FROM fulltext WHERE fulltext MATCH ?1 LIMIT ?2)";
        let mut statement = self.db.prepare_cached(sql)?;
        for word in candidates {
            let count: usize = statement.query_row(params![format!("\"{word}\""), RARE], |row| row.get(0))?;
            if (2..rare).contains(&count) {
                counted.push((count, word));
            }
        }
        counted.sort();
        Ok(counted.into_iter().take(12).map(|(_, word)| word).collect())
    }

    fn told(&self, all: Vec<(Id, (f32, Vec<String>))>, limit: usize) -> Result<Vec<Similar>> {
        let sql = "SELECT p.title, coalesce(s.name, s.host), p.saved FROM piece p LEFT JOIN site s ON s.id = p.site
                   WHERE p.id = ?1 AND p.deleted = 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found: Vec<Similar> = Vec::new();
        for (piece, (score, reasons)) in all {
            let row = statement.query_row([piece], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            let Some((title, site, day)) = row else { continue };
            let title: String = title;
            if let Some(held) = found.iter_mut().find(|held| same_story(&held.title, &title, held.day - day)) {
                held.same_story.push(piece);
            } else if found.len() < limit {
                let reason = reason(&reasons);
                found.push(Similar { piece, title, site, day, reason, score, same_story: Vec::new() });
            }
        }
        Ok(found)
    }
}

fn reason(reasons: &[String]) -> String {
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
