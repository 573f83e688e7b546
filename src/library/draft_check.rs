//! [`DraftSources`]: quotations of a draft looked up in the sources named and in the library, on all cores.

use super::checked_quote::{CheckedQuote, FoundSource};
use super::error::{Error, Result};
use super::quotation_search::QuotationSearch;
use super::{Clock, Library};
use crate::check::{DraftClaim, PreparedClaim, QuoteVerdict, SHORT, SourceText, WordLists, claims, is_better, judge};
use crate::models::Models;
use crate::reading::Reading;
use crate::reading::cite::Paragraphs;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Quotations that are worth a thread of their own.
const LOT: usize = 40;

/// The sources to check against.
pub struct DraftSources<'a> {
    named: Vec<NamedSource<'a>>,
    library: Option<(PathBuf, Clock)>,
    lists: &'a WordLists,
    models: &'a Models,
}

struct NamedSource<'a> {
    reading: Arc<Reading>,
    paragraphs: Arc<Paragraphs>,
    text: SourceText<'a>,
}

/// The quotations of a draft with their verdicts.
#[derive(Clone, Debug, Default)]
pub struct DraftCheck {
    /// All quotations in marks, in the order of the text.
    pub quotes: Vec<CheckedQuote>,
    /// Oddities of the draft, in one line each.
    pub notes: Vec<String>,
}

impl<'a> DraftSources<'a> {
    /// The sources named, and the library's file, if it is wanted.
    pub fn new(
        readings: &'a [Arc<Reading>],
        library: Option<(PathBuf, Clock)>,
        lists: &'a WordLists,
        models: &'a Models,
    ) -> Self {
        let named = readings.iter().map(|reading| NamedSource {
            reading: Arc::clone(reading),
            paragraphs: Arc::new(Paragraphs::of(&reading.article)),
            text: SourceText::of(reading, models.attribution()),
        });
        Self { named: named.collect(), library, lists, models }
    }

    /// Checks all quotations of a draft.
    ///
    /// # Errors
    /// The library's file fails.
    pub fn check(&self, draft: &Reading) -> Result<DraftCheck> {
        let (claims, unclosed) = claims(draft, self.models.attribution());
        let mut notes: Vec<String> = Vec::new();
        for mark in unclosed {
            let words: Vec<_> = mark.span.of(&draft.article.text).split_whitespace().take(5).collect();
            let words = words.join(" ");
            notes.push(format!("the quote mark before “{words} …” never closes; checked to the end of its paragraph"));
        }
        if claims.is_empty() {
            notes.push("no quotations found; nothing to check".into());
        }
        Ok(DraftCheck { quotes: self.look_up(&claims)?, notes })
    }

    /// Looks up all quotations, in their order.
    fn look_up(&self, claims: &[DraftClaim]) -> Result<Vec<CheckedQuote>> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = claims.len().div_ceil(LOT).clamp(1, cores);
        let lots: Vec<&[DraftClaim]> = claims.chunks(claims.len().div_ceil(jobs).max(1)).collect();
        let done: Vec<Result<Vec<CheckedQuote>>> = thread::scope(|scope| {
            let running: Vec<_> = lots.iter().map(|lot| scope.spawn(|| self.check_lot(lot))).collect();
            let failed = || Err(Error::Other("the check stopped in one of its threads; please report it".into()));
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| failed())).collect()
        });
        let mut all = Vec::with_capacity(claims.len());
        for lot in done {
            all.extend(lot?);
        }
        Ok(all)
    }

    fn check_lot(&self, claims: &[DraftClaim]) -> Result<Vec<CheckedQuote>> {
        let open = |(file, clock): &(PathBuf, Clock)| Library::open_to_read(file, Arc::clone(clock));
        let library = self.library.as_ref().map(open).transpose()?;
        let mut search = library.as_ref().map(|library| QuotationSearch::new(library, self.models, self.lists));
        claims.iter().map(|claim| self.check_one(claim, search.as_mut())).collect()
    }

    fn check_one(&self, claim: &DraftClaim, search: Option<&mut QuotationSearch<'_>>) -> Result<CheckedQuote> {
        let prepared = PreparedClaim::of(&claim.claim, self.lists);
        let mut best: Option<FoundSource> = None;
        for source in &self.named {
            if let Some(judgement) = judge(&prepared, &source.text, self.lists)
                && best.as_ref().is_none_or(|held| is_better(&judgement, &held.judgement))
            {
                let (reading, paragraphs) = (Arc::clone(&source.reading), Arc::clone(&source.paragraphs));
                best = Some(FoundSource { reading, paragraphs, piece: None, judgement });
            }
        }
        let is_fine = |best: &FoundSource| best.judgement.verdict <= QuoteVerdict::Reported;
        if let Some(search) = search.filter(|_| !best.as_ref().is_some_and(is_fine))
            && let Some(found) = search.find(&claim.claim, &prepared)?
            && best.as_ref().is_none_or(|held| is_better(&found.judgement, &held.judgement))
        {
            best = Some(found);
        }
        let missing = if prepared.length() <= SHORT { QuoteVerdict::TooShort } else { QuoteVerdict::NotFound };
        let verdict = best.as_ref().map_or(missing, |found| found.judgement.verdict);
        Ok(CheckedQuote { claim: claim.clone(), verdict, found: best })
    }
}
