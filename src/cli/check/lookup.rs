//! [`Sources`]: quotations looked up in the sources named and in the library, on all cores.

use super::result::{CheckedQuote, FoundSource};
use crate::check::{DraftClaim, PreparedClaim, QuoteVerdict, SHORT, SourceText, WordLists, is_better, judge};
use crate::cli::context::CliContext;
use crate::cli::error::CliError;
use crate::clock;
use crate::library::{Library, QuotationSearch};
use crate::reading::Reading;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Quotations that are worth a thread of their own.
const LOT: usize = 40;

/// The sources to check against.
pub struct Sources<'a> {
    named: Vec<(Arc<Reading>, SourceText<'a>)>,
    library: Option<PathBuf>,
    lists: &'a WordLists,
    context: &'a CliContext,
}

impl<'a> Sources<'a> {
    /// The sources named, and the library if it is wanted and there is one.
    pub fn new(
        readings: &'a [Arc<Reading>],
        library: bool,
        lists: &'a WordLists,
        context: &'a CliContext,
    ) -> Result<Self, CliError> {
        let model = context.models().attribution();
        let named = readings.iter().map(|reading| (Arc::clone(reading), SourceText::of(reading, model)));
        let file = if library { context.library_file().ok().filter(|file| file.exists()) } else { None };
        if file.is_some() {
            // What is wrong with the file is told once, before any thread opens it.
            context.library_to_read()?;
        }
        Ok(Self { named: named.collect(), library: file, lists, context })
    }

    /// Looks up all quotations, in their order.
    pub fn check(&self, claims: Vec<DraftClaim>) -> Result<Vec<CheckedQuote>, CliError> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = claims.len().div_ceil(LOT).clamp(1, cores);
        let lots: Vec<&[DraftClaim]> = claims.chunks(claims.len().div_ceil(jobs).max(1)).collect();
        let done: Vec<Result<Vec<CheckedQuote>, CliError>> = thread::scope(|scope| {
            let running: Vec<_> = lots.iter().map(|lot| scope.spawn(|| self.check_lot(lot))).collect();
            let failed = || Err(CliError::Failed("the check stopped in one of its threads; please report it".into()));
            running.into_iter().map(|one| one.join().unwrap_or_else(|_| failed())).collect()
        });
        let mut all = Vec::with_capacity(claims.len());
        for lot in done {
            all.extend(lot?);
        }
        Ok(all)
    }

    fn check_lot(&self, claims: &[DraftClaim]) -> Result<Vec<CheckedQuote>, CliError> {
        let open = |file: &PathBuf| Library::open_to_read(file, Arc::new(clock::now));
        let library = self.library.as_ref().map(open).transpose()?;
        let models = self.context.models();
        let mut search = library.as_ref().map(|library| QuotationSearch::new(library, models, self.lists));
        claims.iter().map(|claim| self.check_one(claim, search.as_mut())).collect()
    }

    fn check_one(
        &self,
        claim: &DraftClaim,
        search: Option<&mut QuotationSearch<'_>>,
    ) -> Result<CheckedQuote, CliError> {
        let prepared = PreparedClaim::of(&claim.claim, self.lists);
        let mut best: Option<FoundSource> = None;
        for (reading, source) in &self.named {
            if let Some(judgement) = judge(&prepared, source, self.lists)
                && best.as_ref().is_none_or(|held| is_better(&judgement, &held.judgement))
            {
                best = Some(FoundSource { reading: Arc::clone(reading), piece: None, judgement });
            }
        }
        let is_fine = |best: &FoundSource| best.judgement.verdict <= QuoteVerdict::Reported;
        if let Some(search) = search.filter(|_| !best.as_ref().is_some_and(is_fine))
            && let Some(found) = search.find(&claim.claim, &prepared)?
            && best.as_ref().is_none_or(|held| is_better(&found.judgement, &held.judgement))
        {
            best = Some(FoundSource { reading: found.reading, piece: Some(found.piece), judgement: found.judgement });
        }
        let missing = if prepared.length() <= SHORT { QuoteVerdict::TooShort } else { QuoteVerdict::NotFound };
        let verdict = best.as_ref().map_or(missing, |found| found.judgement.verdict);
        Ok(CheckedQuote { claim: claim.clone(), verdict, found: best })
    }
}
