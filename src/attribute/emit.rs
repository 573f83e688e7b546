//! Builds the [`Attributions`] of a reading from [`Draft`]s: pieces without marks, kinds, speakers, numbers.

use super::draft::{Analysis, Draft};
use super::echo;
use super::merge;
use super::names::Names;
use super::speakers::{Frame, Resolution, Resolver, SpeakerChoice, via};
use super::tokens::Kind;
use crate::document::Span;
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Speaker};
use crate::small_sort::SmallSort;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The attributions of a page with the draft and the resolution of each quotation.
#[derive(Debug)]
pub struct Emitted<'d> {
    /// Quotes and speakers with their numbers.
    pub attributions: Attributions,
    /// The draft of each quotation.
    pub drafts: Vec<&'d Draft>,
    /// Resolution of the speakers of each quotation.
    pub evidence: Vec<Resolution>,
    /// The candidates of each draft, where the frame asks for them.
    pub choices: Vec<SpeakerChoice>,
}

/// Resolves and numbers the drafts, which are in order of their content. `frame` holds the text's surroundings.
pub fn attributions<'d>(page: &Analysis<'_>, drafts: &'d [Draft], frame: Frame<'_>) -> Emitted<'d> {
    let names = Names::of(page, frame.kinds, frame.raw_names);
    let mut resolver = Resolver::new(page, &names, drafts, frame);
    let mut quotes: Vec<(Quote, (&Draft, Resolution))> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        // Speech known from the layout alone is as verbatim as words in marks.
        let Some(content) = QuoteContent::of(page, &draft.content, draft.is_verbatim()) else { continue };
        let (speakers, evidence) = resolver.resolve(draft);
        let quote = Quote {
            id: 0,
            kind: if draft.scare_quotes && !draft.is_verbatim() { QuoteKind::Indirect } else { content.kind },
            quoted_spans: content.quoted_spans,
            spans: content.spans,
            speakers,
            mention: draft.source.as_ref().map(|source| page.tokens.span(source)),
            cue: draft.cue.as_ref().map(|cue| page.tokens.span(cue)),
            via: via(page, &names, draft),
            confidence: draft.confidence,
            grade: Grade::default(),
            by: draft.by.to_owned(),
        };
        quotes.push((quote, (draft, evidence)));
    }
    resolver.give_to_interviewee(&mut quotes);
    quotes.small_sort_by_key(|(quote, _)| (quote.spans[0].start, std::cmp::Reverse(quote.spans[0].end)));
    let (mut quotes, found): (Vec<Quote>, Vec<(&Draft, Resolution)>) = quotes.into_iter().unzip();
    let (drafts, evidence): (Vec<&Draft>, Vec<Resolution>) = found.into_iter().unzip();
    let carried: Vec<bool> = drafts.iter().map(|draft| draft.carried).collect();
    echo::share(page, &mut quotes, &carried, |id| resolver.is_named(id));
    let choices = resolver.take_choices();
    let mut speakers = resolver.finish();
    merge::same_names(page.text, &mut speakers, &mut quotes);
    drop_silent(&mut speakers, &mut quotes);
    for (id, quote) in quotes.iter_mut().enumerate() {
        quote.id = id as u32;
        for &speaker in &quote.speakers {
            speakers[speaker as usize].quotes.push(quote.id);
        }
    }
    sort_mentions(&mut speakers);
    let attributions = Attributions {
        speakers,
        quotes,
        truncated_at: page.tokens.truncated_at,
        model: super::VERSION,
        ..Attributions::default()
    };
    Emitted { attributions, drafts, evidence, choices }
}

/// Leaves some quotations without a speaker, and drops the speakers who have no other.
pub fn take_speakers(found: &mut Attributions, quotes: &[usize]) {
    let Attributions { speakers, quotes: all, .. } = found;
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    let mut lost: FxHashSet<(u32, Span)> = FxHashSet::default();
    for &at in quotes {
        let Some(quote) = all.get_mut(at) else { continue };
        taken.insert(quote.id);
        let mention = quote.mention;
        lost.extend(std::mem::take(&mut quote.speakers).into_iter().filter_map(|id| Some((id, mention?))));
    }
    // A mention may belong to a quotation that keeps its speaker.
    for quote in all.iter() {
        let Some(mention) = quote.mention else { continue };
        for &id in &quote.speakers {
            lost.remove(&(id, mention));
        }
    }
    for speaker in speakers.iter_mut() {
        let id = speaker.id;
        speaker.quotes.retain(|one| !taken.contains(one));
        speaker.mentions.retain(|&mention| !lost.contains(&(id, mention)));
    }
    drop_silent(speakers, all);
}

/// Drops the speakers to whom no quotation was given after all, and numbers the others anew.
fn drop_silent(speakers: &mut Vec<Speaker>, quotes: &mut [Quote]) {
    let mut speaks = vec![false; speakers.len()];
    quotes.iter().flat_map(|quote| &quote.speakers).for_each(|&id| speaks[id as usize] = true);
    if speaks.iter().all(|&speaks| speaks) {
        return;
    }
    speakers.retain(|speaker| speaks[speaker.id as usize]);
    let mut ids = vec![0; speaks.len()];
    for (id, speaker) in (0_u32..).zip(speakers.iter_mut()) {
        ids[speaker.id as usize] = id;
        speaker.id = id;
    }
    quotes.iter_mut().flat_map(|quote| &mut quote.speakers).for_each(|id| *id = ids[*id as usize]);
}

/// Sorts the mentions of each speaker and removes duplicates.
pub(super) fn sort_mentions(speakers: &mut [Speaker]) {
    for speaker in speakers {
        speaker.mentions.sort_unstable();
        speaker.mentions.dedup();
    }
}

/// Content of a quotation as shown: pieces without their outer marks.
#[derive(Debug)]
pub(super) struct QuoteContent {
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// The pieces of the content.
    pub spans: Vec<Span>,
    /// Parts of the pieces that are in marks; all of a verbatim content.
    pub quoted_spans: Vec<Span>,
}

impl QuoteContent {
    /// Builds the content of these pieces, in tokens. Returns `None` if nothing is left without the marks.
    pub fn of(page: &Analysis<'_>, pieces: &[Range<usize>], verbatim: bool) -> Option<Self> {
        let pieces: Vec<Range<usize>> =
            pieces.iter().map(|piece| bare(page, piece)).filter(|piece| !piece.is_empty()).collect();
        let spans: Vec<Span> =
            pieces.iter().map(|piece| page.tokens.span(piece)).filter(|span| !span.is_empty()).collect();
        if spans.is_empty() {
            return None;
        }
        let (kind, quoted_spans) = if verbatim {
            (QuoteKind::Direct, spans.clone())
        } else {
            (kind(page, &pieces), pieces.iter().flat_map(|piece| marked(page, piece)).collect())
        };
        Some(Self { kind, spans, quoted_spans })
    }
}

/// Removes the marks at both ends of a piece if they are a pair or stand alone.
fn bare(page: &Analysis<'_>, piece: &Range<usize>) -> Range<usize> {
    let tokens = &page.tokens.list;
    let mut range = page.trimmed(piece.clone());
    let words = || piece.clone().filter(|&i| tokens[i].kind == Kind::Word);
    let whole = words().all(|i| page.marks.inside(i));
    if !whole && balanced(page, &range) {
        return range;
    }
    while range.start < range.end && tokens[range.start].kind == Kind::Mark {
        range.start += 1;
    }
    while range.start < range.end
        && (tokens[range.end - 1].kind == Kind::Mark
            || (tokens[range.end - 1].kind == Kind::Comma && !page.marks.inside(range.end - 1)))
    {
        range.end -= 1;
    }
    range
}

/// Returns true if no quotation crosses an end of the range.
fn balanced(page: &Analysis<'_>, range: &Range<usize>) -> bool {
    let within = |q: &super::marks::Quoted| range.start <= q.open && q.whole().end <= range.end;
    let edges = [range.start, range.end.saturating_sub(1)];
    edges.iter().all(|&at| page.marks.outermost(at).is_none_or(within))
}

fn kind(page: &Analysis<'_>, pieces: &[Range<usize>]) -> QuoteKind {
    let words =
        || pieces.iter().cloned().flatten().filter(|&i| matches!(page.tokens.list[i].kind, Kind::Word | Kind::Number));
    let inside = words().filter(|&i| page.marks.inside(i)).count();
    match inside {
        0 => QuoteKind::Indirect,
        all if all == words().count() => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

/// Returns the parts of a piece that are in marks.
fn marked(page: &Analysis<'_>, piece: &Range<usize>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from: Option<usize> = None;
    for at in piece.start..=piece.end {
        let inside = at < piece.end && page.marks.inside(at);
        match (inside, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                out.push(page.tokens.span(&(start..at)));
                from = None;
            }
            _ => {}
        }
    }
    out
}
