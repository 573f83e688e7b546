//! [`claims`]: the quotations of a draft, each with its speaker and its sentence.

use super::names::NamedSpeaker;
use super::verdict::Claim;
use crate::attribute::{self, MarkedPassage};
use crate::document::Span;
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Reading};
use crate::small_sort::SmallSort;

/// A quotation of a draft and its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftClaim {
    /// The words and who said them.
    pub claim: Claim,
    /// The pieces in quote marks: bytes of the draft's text.
    pub spans: Vec<Span>,
    /// The quotation in the draft's attributions; none where they have none for these marks.
    pub quote: Option<u32>,
}

impl DraftClaim {
    /// The words, pieces joined by " … ".
    pub fn text(&self) -> String {
        self.claim.pieces.join(" … ")
    }
}

/// A quote mark that never closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnclosedMark {
    /// The words behind it, to the end of the paragraph: bytes of the draft's text.
    pub span: Span,
}

/// Bytes of a sentence that are looked at beside a quotation.
const SENTENCE: usize = 400;

/// Finds all quotations in marks of a draft, in order, and the marks that never close.
pub fn claims(draft: &Reading, model: &attribute::Model) -> (Vec<DraftClaim>, Vec<UnclosedMark>) {
    let text = &draft.article.text;
    let passages = attribute::marked_passages(&draft.article, model);
    let mut all = Vec::new();
    for quote in &draft.attributions.quotes {
        let speakers = speakers(&draft.attributions, quote);
        let groups: Vec<Vec<Span>> = match quote.kind {
            QuoteKind::Direct => vec![quote.quoted_spans.clone()],
            // Words in marks within a clause are quotations of their own.
            _ => quote.quoted_spans.iter().map(|&span| vec![span]).collect(),
        };
        for spans in groups.into_iter().filter(|spans| !spans.is_empty()) {
            all.push(claim(text, spans, speakers.clone(), Some(quote.id)));
        }
    }
    let mut held: Vec<Span> = all.iter().flat_map(|one| one.spans.iter().copied()).collect();
    held.sort_unstable();
    for passage in passages.iter().filter(|passage| passage.depth == 0) {
        let after = held.partition_point(|span| span.end <= passage.span.start);
        if held.get(after).is_none_or(|span| span.start >= passage.span.end) {
            all.push(claim(text, vec![passage.span], Vec::new(), None));
        }
    }
    all.retain(|one| one.claim.pieces.iter().any(|piece| piece.contains(char::is_alphanumeric)));
    all.small_sort_by_key(|one| one.spans.first().copied());
    let unclosed = passages.iter().filter(|passage| is_unclosed(passage, &passages, text));
    (all, unclosed.map(|passage| UnclosedMark { span: passage.span }).collect())
}

/// Returns true if the passage has no closing mark though the next paragraph does not go on with it.
fn is_unclosed(passage: &MarkedPassage, all: &[MarkedPassage], text: &str) -> bool {
    let goes_on = |next: &MarkedPassage| {
        next.continues && next.span.start >= passage.span.end && next.span.start - passage.span.end < 8
    };
    !passage.is_closed && !all.iter().any(goes_on) && passage.span.end <= text.len()
}

fn claim(text: &str, spans: Vec<Span>, speakers: Vec<NamedSpeaker>, quote: Option<u32>) -> DraftClaim {
    let (first, last) = (spans.first().map_or(0, |span| span.start), spans.last().map_or(0, |span| span.end));
    let pieces = spans.iter().map(|span| span.of(text).to_owned()).collect();
    let claim = Claim { pieces, speakers, before: before(text, first), after: after(text, last) };
    DraftClaim { claim, spans, quote }
}

/// The speakers of a quotation, also uncertain ones.
pub(super) fn all_speakers(attributions: &Attributions, quote: &Quote) -> Vec<NamedSpeaker> {
    let all = quote.speakers.iter().filter_map(|&id| attributions.speakers.get(id as usize));
    all.map(|speaker| NamedSpeaker { name: speaker.name.clone(), role: speaker.role.clone() }).collect()
}

/// The speakers of a quotation as far as they are not a guess.
pub(super) fn speakers(attributions: &Attributions, quote: &Quote) -> Vec<NamedSpeaker> {
    if quote.grade >= Grade::Likely { all_speakers(attributions, quote) } else { Vec::new() }
}

/// The part of the sentence before a byte.
fn before(text: &str, at: usize) -> String {
    let from = text.ceil_char_boundary(at.saturating_sub(SENTENCE));
    let sentence = text.get(from..at).unwrap_or_default();
    let start = sentence.rfind(['.', '!', '?', '\n']).map_or(0, |end| end + 1);
    sentence[start..].to_owned()
}

/// The part of the sentence behind a byte.
fn after(text: &str, at: usize) -> String {
    let to = text.floor_char_boundary(at + SENTENCE);
    let sentence = text.get(at..to).unwrap_or_default();
    let end = sentence.find(['.', '!', '?', '\n']).map_or(sentence.len(), |end| end + 1);
    sentence[..end].to_owned()
}
