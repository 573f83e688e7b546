//! Answers of the library thread about one text: related pieces, repeated quotations, annotations.

use crate::library;
use crate::library::{Error, Library, Original, Piece, PieceId, Result, Seconds, dates};
use crate::reading::Reading;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::reader::library_context::{Echo, SimilarPiece, time_between};
use crate::tui::run::library::worker::{LibraryWorker, clock, say};
use crate::tui::run::tasks;
use crate::tui::state::request::{ContextQuery, ContextResult, Response, SaveRequest};
use crate::tui::values::RuleChange;

/// Maximum number of similar pieces shown for a text.
const MAX_SIMILAR: usize = 6;

impl LibraryWorker {
    /// Searches the library for related contents on a thread of its own, since a long text with many speakers would
    /// delay the list. Errors are not shown.
    pub(super) fn beside(&self, question: ContextQuery) {
        let (file, tell) = (self.file.clone(), self.tell.clone());
        // Without a thread the text has no related pieces.
        let begun = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            match Library::open(&file, clock()).and_then(|library| find_context(&library, &question)) {
                Ok(found) => say(&tell, Response::Context(Box::new(found))),
                Err(error) => log::warn!("cannot look up related articles in the library: {error}"),
            }
        });
        if let Err(error) = begun {
            log::error!("cannot start a thread: {error}");
        }
    }

    /// Returns the user's annotations of a piece.
    pub(super) fn marks(&self, id: PieceId) -> Result<AnnotationSet> {
        marks(&self.library, id)
    }

    /// Saves a text, with its original bytes if they are available.
    pub(super) fn save(&mut self, saving: SaveRequest) -> Result<()> {
        let SaveRequest { number, mut incoming, page } = saving;
        let source = page.filter(|_| incoming.original.is_none()).and_then(|page| tasks::load_bytes(&page));
        incoming.original = source.map(|source| Original {
            media_type: source.media_type,
            charset: source.charset.clone(),
            bytes: source.bytes.clone(),
        });
        let kept = self.library.save(incoming)?;
        self.say(Response::Kept(number, Box::new(self.library.piece(kept.id())?)));
        let marks = self.marks(kept.id())?;
        self.say(Response::AnnotationsChanged(kept.id(), marks));
        self.kept(kept)
    }

    /// Saves the decision about a block as a site rule for the other pages of its host.
    pub(super) fn rule(&self, decision: &RuleChange, id: PieceId) -> Result<()> {
        let Some(original) = self.library.original(id)? else { return Ok(()) };
        let url = self.library.piece(id)?.url;
        let source = library::import::source(original, url);
        self.say(Response::Notice(tasks::save_rule(decision, &source, &self.models)));
        Ok(())
    }

    /// Returns title and reason of pieces for the preview: first those with the same quotation, then similar ones.
    pub(super) fn also(&self, piece: &Piece, reading: &Reading) -> Result<Vec<(String, String)>> {
        const SHOWN: usize = 4;
        let quotes = reading.attributions.quotes.iter().take(40);
        let said: Vec<_> = quotes.map(|quote| (quote.id, quote.text(&reading.article.text))).collect();
        let said: Vec<(u32, &str)> = said.iter().map(|(id, text)| (*id, text.as_str())).collect();
        let mut echoes = self.library.shared_quotes(&said, Some(piece.id))?;
        let mut seen = std::collections::HashSet::new();
        echoes.retain(|echo| seen.insert(echo.piece));
        let speaker = |quote: u32| {
            let said = &reading.attributions;
            let id = said.quotes.get(quote as usize)?.speakers.first()?;
            Some(said.speakers.get(*id as usize)?.name.clone())
        };
        let echo = |echo: &library::SharedQuote| {
            let name = speaker(echo.quote).map(|name| format!("{name}, ")).unwrap_or_default();
            (echo.title.clone(), format!("{name}same quote, {}", time_between(moment(piece), echo.day)))
        };
        let mut all: Vec<(String, String)> = echoes.iter().take(SHOWN / 2).map(echo).collect();
        let similar = self.library.similar(piece.id, SHOWN)?;
        all.extend(similar.into_iter().filter(|one| !seen.contains(&one.piece)).map(|one| (one.title, one.reason)));
        all.truncate(SHOWN);
        Ok(all)
    }
}

fn marks(library: &Library, id: PieceId) -> Result<AnnotationSet> {
    Ok(AnnotationSet { corrections: library.corrections(id)?, highlights: library.highlights(id)? })
}

/// Collects the related contents of the library for a text.
fn find_context(library: &Library, question: &ContextQuery) -> Result<ContextResult> {
    let known = match question.id {
        None => library.find(question.url.as_deref(), &question.reading.article)?,
        Some(_) => None,
    };
    let known = known.map(|id| Ok::<_, Error>((library.piece(id)?, marks(library, id)?))).transpose()?;
    let known = known.filter(|(piece, _)| !piece.deleted);
    let id = question.id.or_else(|| known.as_ref().map(|(piece, _)| piece.id));
    let own = match id {
        Some(id) => moment(&library.piece(id)?),
        None => published(&question.reading).unwrap_or_else(|| library.now()),
    };
    let said: Vec<(u32, &str)> = question.said.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let echoes = library.shared_quotes(&said, id)?.into_iter().map(|echo| echo_of(&echo, own)).collect();
    let similar = if let Some(id) = id {
        library.similar(id, MAX_SIMILAR)?
    } else {
        let article = &question.reading.article;
        let title = article.meta.title.as_deref().unwrap_or_default();
        let names: Vec<&str> = question.names.iter().map(String::as_str).collect();
        library.similar_to_text(title, &article.text, &names, own, MAX_SIMILAR)?
    };
    let neighbours: Result<Vec<_>> = similar.into_iter().map(|one| similar_piece(library, one, own)).collect();
    let known = known.map(|(piece, marks)| (Box::new(piece), marks));
    Ok(ContextResult { number: question.number, known, echoes, neighbours: neighbours? })
}

fn similar_piece(library: &Library, similar: library::Similar, own: Seconds) -> Result<SimilarPiece> {
    let same_story = similar
        .same_story
        .iter()
        .map(|id| Ok((*id, publication_or_title(library.piece(*id)?))))
        .collect::<Result<_>>()?;
    let about = about(similar.site.as_deref(), own, similar.day);
    Ok(SimilarPiece { piece: similar.piece, title: similar.title, about, reason: similar.reason, same_story })
}

/// Returns the publication of a piece, or else its title.
fn publication_or_title(piece: Piece) -> String {
    piece.site.filter(|site| !site.trim().is_empty()).unwrap_or(piece.title)
}

fn echo_of(echo: &library::SharedQuote, own: Seconds) -> Echo {
    let (quote, piece, start, title) = (echo.quote, echo.piece, echo.start, echo.title.clone());
    Echo { quote, piece, start, title, about: about(echo.site.as_deref(), own, echo.day) }
}

/// Formats publication and time between two pieces, such as "The Lantern, 2 days earlier".
fn about(site: Option<&str>, own: Seconds, other: Seconds) -> String {
    let when = time_between(own, other);
    site.map_or_else(|| when.clone(), |site| format!("{site}, {when}"))
}

/// Returns the publication date of a piece, or else the time it was saved.
fn moment(piece: &Piece) -> Seconds {
    piece.published.as_deref().and_then(dates::parse).unwrap_or(piece.saved)
}

fn published(reading: &Reading) -> Option<Seconds> {
    reading.article.meta.published.as_deref().and_then(dates::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn piece_without_publication_is_named_by_title() {
        let piece =
            |site: Option<&str>| Piece { title: "Tides".into(), site: site.map(str::to_owned), ..Piece::default() };
        assert_eq!(publication_or_title(piece(Some("The Lantern"))), "The Lantern");
        assert_eq!(
            (publication_or_title(piece(None)), publication_or_title(piece(Some(" ")))),
            ("Tides".into(), "Tides".into())
        );
    }
}
