//! [`CheckedQuote`]: a quotation of a draft with its verdict and the place in its source.

use super::ids::PieceId;
use crate::check::{ClaimJudgement, DraftClaim, QuoteVerdict};
use crate::document::Span;
use crate::plural::pluralize;
use crate::reading::Reading;
use crate::reading::cite::{Citation, Paragraphs};
use crate::sanitize;
use std::sync::Arc;

/// A quotation of a draft that was looked up.
#[derive(Clone, Debug)]
pub struct CheckedQuote {
    /// The quotation.
    pub claim: DraftClaim,
    /// The verdict.
    pub verdict: QuoteVerdict,
    /// The place that bears it out best.
    pub found: Option<FoundSource>,
}

/// A source with a quotation's words.
#[derive(Clone, Debug)]
pub struct FoundSource {
    /// The source.
    pub reading: Arc<Reading>,
    /// Its paragraphs' numbers.
    pub paragraphs: Arc<Paragraphs>,
    /// Its number in the library.
    pub piece: Option<PieceId>,
    /// The comparison.
    pub judgement: ClaimJudgement,
}

/// Bytes of a sentence that are shown beyond the words found.
const SENTENCE: usize = 300;

impl CheckedQuote {
    /// The draft's speakers, joined by "and".
    pub fn speaker(&self) -> Option<String> {
        let names: Vec<&str> = self.claim.claim.speakers.iter().map(|one| one.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(" and "))
    }

    /// The verdicts counted: "12 quotations: 9 exact, 2 altered, 1 not found".
    pub fn summary(all: &[Self]) -> String {
        let count = |verdict: QuoteVerdict| all.iter().filter(|one| one.verdict == verdict).count();
        let counts = QuoteVerdict::ALL.map(|verdict| (count(verdict), verdict.name()));
        let parts: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
        format!("{}: {}", pluralize(all.len(), "quotation", "quotations"), parts.join(", "))
    }

    /// The differences that have no place among the words, one a line: what is cut out, who said it instead.
    pub fn remarks(&self) -> Vec<String> {
        let Some(found) = &self.found else { return Vec::new() };
        match (self.verdict, found.judgement.limit.as_deref()) {
            (QuoteVerdict::Cut, Some("?")) => vec!["left out: this is a question".into()],
            (QuoteVerdict::Cut, Some(limit)) => vec![format!("left out: “{limit}”")],
            (QuoteVerdict::OtherSpeaker, _) => {
                let names = found.citation().names().unwrap_or_else(|| "the article itself".into());
                vec![format!("said by: {names}")]
            }
            _ => Vec::new(),
        }
    }
}

impl FoundSource {
    /// Speakers, article and paragraph.
    pub fn citation(&self) -> Citation<'_> {
        let (article, said) = (&self.reading.article, &self.reading.attributions);
        let start = self.judgement.places.first().map(|span| span.start);
        let place = Citation::of_place(article, start, &self.paragraphs);
        match self.judgement.utterance.and_then(|at| said.quotes.get(at)) {
            Some(quote) => {
                Citation { paragraph: place.paragraph, ..Citation::within(article, said, quote, &self.paragraphs) }
            }
            None => place,
        }
    }

    /// The citation in one line; with the location where the source has neither title nor address.
    pub fn line(&self) -> String {
        let citation = self.citation();
        let line = citation.line();
        let is_known = !line.is_empty() && (citation.title.is_some() || citation.url.is_some());
        let line = if is_known {
            line
        } else {
            format!("{line}, {}", self.reading.source.location).trim_start_matches(", ").to_owned()
        };
        sanitize::line(&line).into_owned()
    }

    /// The sentences of the source that hold the words, places joined by " … ".
    pub fn sentences(&self) -> String {
        let text = &self.reading.article.text;
        let mut spans: Vec<Span> = self.judgement.places.iter().map(|&place| sentence(text, place)).collect();
        spans.dedup();
        spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
    }
}

/// The sentences around a place.
fn sentence(text: &str, place: Span) -> Span {
    let near = |at: usize, by: isize| text.floor_char_boundary(at.saturating_add_signed(by));
    let low = near(place.start, -(SENTENCE as isize));
    let before = text.get(low..place.start).unwrap_or_default();
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？');
    let mut start = low;
    for (at, c) in before.char_indices() {
        let rest = &before[at + c.len_utf8()..];
        if c == '\n' || ends(c) && rest.starts_with(char::is_whitespace) {
            start = low + at + c.len_utf8();
        }
    }
    let high = near(place.end, SENTENCE as isize);
    let after = text.get(place.end..high).unwrap_or_default();
    let end = after.char_indices().find_map(|(at, c)| match c {
        '\n' => Some(at),
        c if ends(c) => {
            let marks = after[at..].find(|c: char| c.is_whitespace()).unwrap_or(after.len() - at);
            Some(at + marks)
        }
        _ => None,
    });
    let end = place.end + end.unwrap_or(after.len());
    let blank = text.get(start..place.start).map_or(0, |lead| lead.len() - lead.trim_start().len());
    Span::new(start + blank, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_shown_whole() {
        let text = "It rained. “We will go, Lee said. Ross at 3.5 km stayed.”\n\nNo.";
        let at = text.find("Ross").unwrap_or_default();
        assert_eq!(sentence(text, Span::new(at, at + 4)).of(text), "Ross at 3.5");
        let at = text.find("We").unwrap_or_default();
        assert_eq!(sentence(text, Span::new(at, at + 10)).of(text), "“We will go, Lee said.");
    }
}
