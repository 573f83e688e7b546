//! The librarian's comparisons: of an article with its earlier version, and of several articles with each other.

use crate::check::WordLists;
use crate::check::compare::comparison;
use crate::check::revision::{QuoteRevision, revisions, summary};
use crate::library::{DiffLine, Error, PieceId, Result, difference};
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::{Least, Reading};
use crate::tui::run::library::worker::LibraryWorker;
use crate::tui::state::request::{ComparedPieces, Response, RevisedQuote, VersionDifference};
use std::sync::Arc;

/// Articles that are compared at once.
const MOST_COMPARED: usize = 12;

impl LibraryWorker {
    /// Compares the newest version of a piece with the one before.
    pub(super) fn difference(&self, id: PieceId) -> Result<()> {
        let Some((earlier, later)) = self.last_versions(id)? else {
            return Err(Error::Other("there is no earlier version of this article".into()));
        };
        let lines = difference(&earlier.article.text, &later.article.text).into_iter().map(|line| match line {
            DiffLine::Same(text) => (' ', text.to_owned()),
            DiffLine::Gone(text) => ('-', text.to_owned()),
            DiffLine::Come(text) => ('+', text.to_owned()),
        });
        let found = revisions(&earlier, &later, &WordLists::default());
        let numbered = [&earlier, &later].map(|reading| (reading, Paragraphs::of(&reading.article)));
        let quotes = found.iter().map(|it| revised(it, &numbered)).collect();
        let found = VersionDifference { summary: summary(&found), quotes, lines: lines.collect() };
        self.say(Response::Difference(Box::new(found)));
        Ok(())
    }

    fn last_versions(&self, id: PieceId) -> Result<Option<(Reading, Reading)>> {
        let versions = self.library.versions(id)?;
        let (Some(&later), Some(&earlier)) = (versions.first(), versions.get(1)) else { return Ok(None) };
        Ok(Some((self.library.version(earlier)?, self.library.version(later)?)))
    }

    /// Compares the coverage of several articles.
    pub(super) fn compare(&self, ids: &[PieceId]) -> Result<()> {
        let mut pieces = Vec::new();
        for &id in ids.iter().take(MOST_COMPARED) {
            if let Some(reading) = self.library.reading(id)? {
                pieces.push((self.library.piece(id)?, Arc::new(reading)));
            }
        }
        if pieces.len() < 2 {
            return Err(Error::Other("select two or more downloaded articles with x, then press C".into()));
        }
        let readings: Vec<&Reading> = pieces.iter().map(|(_, reading)| &**reading).collect();
        let comparison = comparison(&readings, Least::default(), &WordLists::default());
        self.say(Response::Comparison(Box::new(ComparedPieces { comparison, pieces })));
        Ok(())
    }
}

/// A quotation that differs, in words.
fn revised(revision: &QuoteRevision, [earlier, later]: &[(&Reading, Paragraphs); 2]) -> RevisedQuote {
    let line = |(reading, paragraphs): &(&Reading, Paragraphs), id: Option<u32>| {
        let quote = reading.attributions.quotes.get(id? as usize)?;
        let text = quote.text(&reading.article.text);
        let words = quote.kind.marked(text);
        let citation = Citation::of(reading, quote, paragraphs);
        Some(citation.names().map_or_else(|| words.clone(), |names| format!("{names}: {words}")))
    };
    let kind = revision.kind.in_words().to_owned();
    RevisedQuote { kind, earlier: line(earlier, revision.earlier), later: line(later, revision.later) }
}
