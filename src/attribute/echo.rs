//! Words in marks in a title or heading that the text repeats: they get the speaker they have in the text.

use super::draft::{Analysis, BlockPart, Draft};
use super::tokens::Kind;
use crate::document::Span;
use crate::reading::{Quote, QuoteKind};
use crate::small_sort::SmallSort;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Number of quotations with the same word that are compared.
const SAME_WORD: usize = 32;
/// Number of words of a heading's quotation that are compared.
const MOST: usize = 40;
/// Fewest words outside headings that tell that the same was said.
const LEAST: usize = 4;
/// Confidence of words in marks that the text repeats.
const REPEATED: f32 = 0.6;

/// For each word's hash, the quotations that contain it.
type Index = FxHashMap<u64, Vec<usize>>;

/// Adds words in marks in headings that no draft holds, if speech in the text repeats them.
pub(super) fn add(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let headings = headings(page);
    let reports = drafts.iter().any(|draft| draft.cue.is_some() && draft.source.is_some());
    if !reports || headings.iter().all(|heading| page.quoted(heading).next().is_none()) {
        return;
    }
    let mut index = Index::default();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.source.is_some()) {
        if !among(&headings, draft.start()) {
            let marked = draft.content.iter().cloned().flatten().filter(|&token| page.marks.inside(token));
            record(&mut index, at, &words(page, marked));
        }
    }
    let mut taken: Vec<Range<usize>> = drafts.iter().flat_map(|draft| draft.content.iter().cloned()).collect();
    taken.retain(|piece| among(&headings, piece.start));
    taken.small_sort_by_key(|piece| piece.end);
    let free = |whole: &Range<usize>| {
        let next = taken.partition_point(|other| other.end <= whole.start);
        taken.get(next).is_none_or(|other| other.start >= whole.end)
    };
    let echoes = headings.iter().flat_map(|heading| page.quoted(heading)).map(super::marks::Quoted::whole).filter(free);
    let found: Vec<Draft> = echoes
        .filter(|whole| repeated(&index, &words(page, whole.clone())).is_some())
        .map(|whole| Draft { content: vec![whole], by: "echo", confidence: REPEATED, ..Draft::default() })
        .collect();
    drafts.extend(found);
    drafts.small_sort_by_key(Draft::start);
}

/// Gives quotations whose speaker has no name, those in headings that name no speaker, and those that were given to a
/// speaker without words of their own the speakers of the same words in the text; `is_named`: the speaker has a name,
/// `carried`: the quotation has no words of its own that name its source.
pub(super) fn share(page: &Analysis<'_>, quotes: &mut [Quote], carried: &[bool], is_named: impl Fn(u32) -> bool) {
    let headings = headings(page);
    let marked = |quote: &Quote| words(page, quote.quoted_spans.iter().flat_map(|&span| tokens(page, span)));
    let mut told = Index::default();
    let mut index = Index::default();
    let mut above = Vec::new();
    for (at, (quote, &carried)) in quotes.iter().zip(carried).enumerate() {
        let named = quote.speakers.iter().any(|&id| is_named(id));
        let heading = quote.spans.first().is_some_and(|&span| among(&headings, tokens(page, span).start));
        let open = heading && (quote.mention.is_none() || !named);
        if open || (carried || !named) && marked(quote).len() >= LEAST {
            above.push((at, open || !named));
        }
        if named && !heading {
            record(&mut index, at, &marked(quote));
            if !carried {
                record(&mut told, at, &marked(quote));
            }
        }
    }
    above.retain(|&(at, _)| quotes[at].kind != QuoteKind::Indirect);
    for (at, open) in above {
        let words = marked(&quotes[at]);
        let other = repeated(&told, &words).or_else(|| repeated(&index, &words).filter(|_| open));
        if let Some(other) = other {
            let speakers = quotes[other].speakers.clone();
            quotes[at].speakers = speakers;
        }
    }
}

/// The paragraphs that are headings.
fn headings(page: &Analysis<'_>) -> Vec<Range<usize>> {
    let numbers = (0..page.tokens.paragraphs.len()).filter(|&at| page.part(at) == BlockPart::Heading);
    numbers.map(|at| page.tokens.paragraphs[at].clone()).collect()
}

/// Returns true if one of the ordered ranges contains the token.
fn among(ranges: &[Range<usize>], token: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= token);
    after > 0 && token < ranges[after - 1].end
}

/// Converts a span in bytes to a range of tokens.
fn tokens(page: &Analysis<'_>, span: Span) -> Range<usize> {
    let before = |byte: usize| page.tokens.list.partition_point(|token| (token.start as usize) < byte);
    before(span.start)..before(span.end)
}

/// Returns the hashes of the words among `tokens`.
fn words(page: &Analysis<'_>, tokens: impl Iterator<Item = usize>) -> Vec<u64> {
    let tokens = tokens.filter_map(|at| page.token(at));
    tokens.filter(|token| matches!(token.kind, Kind::Word | Kind::Number)).map(|token| token.hash).collect()
}

fn record(index: &mut Index, at: usize, words: &[u64]) {
    for &word in words {
        let places = index.entry(word).or_default();
        if places.last() != Some(&at) && places.len() < SAME_WORD {
            places.push(at);
        }
    }
}

/// Returns the quotation with most of these words, if it has at least four in five of them; the first one in a tie.
fn repeated(index: &Index, words: &[u64]) -> Option<usize> {
    let words = &words[..words.len().min(MOST)];
    let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
    for &at in words.iter().filter_map(|word| index.get(word)).flatten() {
        *counts.entry(at).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|&(quote, count)| (count, std::cmp::Reverse(quote)))?;
    (best.1 * 5 >= words.len() * 4).then_some(best.0)
}
