//! [`QuotationSearch`]: looks up quotations of a draft in all articles of the library.
//!
//! Fingerprints of quotations are asked first, then the rarest words of the quotation vote for articles, and where it has
//! only common words those that have all of them are taken. A few of the articles are then compared word by word.

use super::checked_quote::FoundSource;
use super::error::Result;
use super::fingerprints::fingerprints;
use super::fold::words;
use super::ids::PieceId;
use super::query::{Predicate, Query, Sort, Term};
use super::{Library, index};
use crate::check::{Claim, PreparedClaim, QuoteVerdict, SHORT, SourceText, WordLists, is_better, judge};
use crate::models::Models;
use crate::reading::Reading;
use crate::reading::cite::Paragraphs;
use crate::small_sort::SmallSort;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;

/// A word in more articles than this does not vote.
const RARE: usize = 600;
/// Articles whose texts are compared with one quotation.
const MOST_TEXTS: usize = 12;
/// Articles whose readings are compared with one quotation.
const MOST_READINGS: usize = 3;
/// Articles taken by fingerprints, or by words that are all common.
const MOST_HITS: usize = 40;
/// Words of a quotation that all must stand in an article where none of them is rare.
const MOST_WORDS: usize = 16;

/// A reading with the numbers of its paragraphs.
type NumberedReading = (Arc<Reading>, Arc<Paragraphs>);

/// A search for many quotations over one connection; answers that several of them need are kept.
#[derive(Debug)]
pub struct QuotationSearch<'l> {
    library: &'l Library,
    models: &'l Models,
    lists: &'l WordLists,
    /// For each word the articles' places in the full text; `None` for words that are not rare.
    postings: HashMap<String, Option<Vec<i64>>>,
    readings: HashMap<PieceId, Option<NumberedReading>>,
}

impl<'l> QuotationSearch<'l> {
    /// Begins a search.
    pub fn new(library: &'l Library, models: &'l Models, lists: &'l WordLists) -> Self {
        Self { library, models, lists, postings: HashMap::new(), readings: HashMap::new() }
    }

    /// Finds the article that bears out a quotation best; `None` if no article has its words.
    ///
    /// # Errors
    /// The file fails.
    pub fn find(&mut self, claim: &Claim, prepared: &PreparedClaim) -> Result<Option<FoundSource>> {
        let text = claim.pieces.join(" ");
        let mut tried = Vec::new();
        let mut best = None;
        for pieces in [Self::by_fingerprint, Self::by_words] {
            let pieces: Vec<PieceId> =
                pieces(self, claim, &text)?.into_iter().filter(|piece| !tried.contains(piece)).collect();
            tried.extend(&pieces);
            best = self.compare(prepared, &pieces, best)?;
            if best.as_ref().is_some_and(|found| found.judgement.verdict <= QuoteVerdict::Reported) {
                break;
            }
        }
        Ok(best)
    }

    /// Compares a quotation with articles, those first that have most of its words.
    fn compare(
        &mut self,
        claim: &PreparedClaim,
        pieces: &[PieceId],
        mut best: Option<FoundSource>,
    ) -> Result<Option<FoundSource>> {
        let mut compared = 0;
        for &piece in pieces {
            if compared >= MOST_READINGS {
                break;
            }
            let Some(text) = index::text(&self.library.db, piece)? else { continue };
            let plain = SourceText::new(&text, Vec::new(), &[], Vec::new());
            if judge(claim, &plain, self.lists).is_none() {
                continue;
            }
            compared += 1;
            let Some((reading, paragraphs)) = self.reading(piece)? else { continue };
            let source = SourceText::of(&reading, self.models.attribution());
            let Some(judgement) = judge(claim, &source, self.lists) else { continue };
            drop(source);
            let is_fine = judgement.verdict <= QuoteVerdict::Reported;
            if best.as_ref().is_none_or(|held| is_better(&judgement, &held.judgement)) {
                best = Some(FoundSource { reading, paragraphs, piece: Some(piece), judgement });
            }
            if is_fine {
                break;
            }
        }
        Ok(best)
    }

    fn reading(&mut self, piece: PieceId) -> Result<Option<NumberedReading>> {
        if let Some(held) = self.readings.get(&piece) {
            return Ok(held.clone());
        }
        let numbered = |reading: Reading| {
            let paragraphs = Arc::new(Paragraphs::of(&reading.article));
            (Arc::new(reading), paragraphs)
        };
        let found = self.library.reading(piece)?.map(numbered);
        self.readings.insert(piece, found.clone());
        Ok(found)
    }

    /// Articles that quote a run of the same words.
    fn by_fingerprint(&mut self, _: &Claim, text: &str) -> Result<Vec<PieceId>> {
        let prints = fingerprints(text);
        if prints.is_empty() {
            return Ok(Vec::new());
        }
        let any = prints.iter().map(|print| format!("\"{print}\"")).collect::<Vec<_>>().join(" OR ");
        let sql =
            "SELECT p.id FROM echo e JOIN piece p ON p.id = e.rowid WHERE echo MATCH ?1 AND p.deleted = 0 LIMIT ?2";
        let mut statement = self.library.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![any, MOST_HITS], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Articles that have the quotation's rarest words.
    fn by_words(&mut self, claim: &Claim, text: &str) -> Result<Vec<PieceId>> {
        let mut all = words(text);
        let length = all.len();
        all.sort_unstable();
        all.dedup();
        if length <= SHORT {
            return self.by_speaker(claim, &all);
        }
        let mut votes: HashMap<i64, f32> = HashMap::new();
        let mut voters = 0;
        for word in &all {
            let Some(places) = self.places(word)?.filter(|places| !places.is_empty()) else { continue };
            voters += 1;
            let weight = (RARE as f32 * 4.0 / places.len() as f32).ln();
            for place in places {
                *votes.entry(*place).or_default() += weight;
            }
        }
        if voters == 0 {
            let query = Query { terms: all.into_iter().take(MOST_WORDS).map(term).collect(), ..Query::default() };
            return self.by_query(&query);
        }
        let mut votes: Vec<(i64, f32)> = votes.into_iter().collect();
        votes.small_sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        let mut pieces = Vec::new();
        for (place, _) in votes.into_iter().take(MOST_TEXTS) {
            let sql = "SELECT id FROM piece WHERE place = ?1 AND deleted = 0";
            pieces.extend(
                self.library.db.prepare_cached(sql)?.query_row([place], |row| row.get::<_, PieceId>(0)).optional()?,
            );
        }
        Ok(pieces)
    }

    /// Articles that quote the speakers and have these words, for quotations of a few words.
    fn by_speaker(&self, claim: &Claim, all: &[String]) -> Result<Vec<PieceId>> {
        let mut pieces = Vec::new();
        for speaker in &claim.speakers {
            let said = Term { not: false, test: Predicate::Said(speaker.name.clone()) };
            let terms = all.iter().cloned().map(term).chain([said]).collect();
            pieces.extend(self.by_query(&Query { terms, ..Query::default() })?);
        }
        Ok(pieces)
    }

    fn by_query(&self, query: &Query) -> Result<Vec<PieceId>> {
        let page = self.library.list(query, Sort::Newest, 0, MOST_HITS)?;
        Ok(page.pieces.into_iter().map(|piece| piece.id).collect())
    }

    /// The places of a word in the full text; `None` if it is not rare.
    fn places(&mut self, word: &str) -> Result<Option<&Vec<i64>>> {
        if !self.postings.contains_key(word) {
            let sql = "SELECT rowid FROM fulltext WHERE fulltext MATCH ?1 LIMIT ?2";
            let mut statement = self.library.db.prepare_cached(sql)?;
            let rows = statement.query_map(params![format!("\"{word}\""), RARE + 1], |row| row.get(0))?;
            let places: Vec<i64> = rows.collect::<std::result::Result<_, _>>()?;
            self.postings.insert(word.to_owned(), Some(places).filter(|places| places.len() <= RARE));
        }
        Ok(self.postings.get(word).and_then(Option::as_ref))
    }
}

fn term(word: String) -> Term {
    Term { not: false, test: Predicate::Words { words: vec![word], is_prefix: false } }
}
