//! Data shared by the rows of a page's quotations: positions of names, the main speaker, neighbours.

use super::cue::CueGroups;
use super::mention::{self, MentionForm, Places, mention_type};
use super::row::{self, WIDTH};
use crate::article::{Article, ShownBlock};
use crate::attribute::draft::{Analysis, Draft};
use crate::attribute::form::Form;
use crate::attribute::speakers::Resolution;
use crate::document::Span;
use crate::reading::{Quote, QuoteKind, Speaker};
use std::ops::Range;

/// A page whose quotations are graded.
#[derive(Debug)]
pub struct Graded<'a> {
    /// The tokenized page.
    pub page: &'a Analysis<'a>,
    /// Article that the quotations are from.
    pub article: &'a Article,
    /// The draft of each quotation.
    pub drafts: &'a [&'a Draft],
    /// Resolution of the speakers of each quotation.
    pub evidence: &'a [Resolution],
    /// Speakers of the page, in the order of their ids.
    pub speakers: &'a [Speaker],
    /// Classes of reporting words.
    pub classes: &'a CueGroups,
}

/// A quotation in tokens, with the words of its speaker's name.
#[derive(Debug)]
pub struct Placement<'a> {
    /// The quotation.
    pub quote: &'a Quote,
    /// Draft that it was built from.
    pub draft: &'a Draft,
    /// Tokens from the first to the last of the content.
    pub content: Range<usize>,
    /// Tokens that name the speaker.
    pub mention: Option<Range<usize>>,
    /// Tokens of the cue.
    pub cue: Option<Range<usize>>,
    /// The number of its paragraph.
    pub paragraph: usize,
    /// The first speaker.
    pub speaker: Option<&'a Speaker>,
    /// Form of the mention.
    pub how: MentionForm,
    /// Resolution of the speaker.
    pub evidence: Resolution,
    /// The form of the draft.
    pub form: Form,
}

/// Everything about a page that several rows need.
#[derive(Debug)]
pub struct Shared<'a> {
    /// The page.
    pub graded: &'a Graded<'a>,
    /// The words of each speaker's name.
    pub names: Vec<Vec<u64>>,
    /// The places of the names' last words.
    pub places: Places,
    /// All quotations, in order.
    pub list: Vec<Placement<'a>>,
    /// Number of quotations that name each speaker outright.
    pub named: Vec<usize>,
    /// Number of quotations in marks of each speaker.
    pub marked: Vec<usize>,
    /// The speaker of most quotations in marks that name the speaker outright.
    pub main: Option<u32>,
}

impl<'a> Graded<'a> {
    /// Returns the rows of all quotations and the form of each.
    pub fn rows(&'a self, quotes: &'a [Quote]) -> Vec<([f32; WIDTH], Form)> {
        let shared = Shared::of(self, quotes);
        shared.list.iter().enumerate().map(|(at, one)| (row::of(&shared, at), one.form)).collect()
    }

    /// Converts a span in bytes to a range of tokens.
    fn tokens(&self, span: Span) -> Range<usize> {
        let list = &self.page.tokens.list;
        let first = list.partition_point(|t| t.end as usize <= span.start);
        let last = list.partition_point(|t| (t.start as usize) < span.end);
        first..last.max(first)
    }

    /// The block at a byte of the text.
    pub fn block(&self, at: usize) -> Option<&'a ShownBlock> {
        let after = self.article.blocks.partition_point(|placed| placed.span.start <= at);
        after.checked_sub(1).and_then(|at| self.article.blocks.get(at))
    }
}

impl<'a> Shared<'a> {
    fn of(graded: &'a Graded<'a>, quotes: &'a [Quote]) -> Self {
        let names: Vec<Vec<u64>> = graded.speakers.iter().map(|speaker| mention::words(&speaker.name)).collect();
        let places = Places::of(graded.page, &names);
        let place = |((quote, &draft), &evidence): ((&'a Quote, &&'a Draft), &Resolution)| {
            let pieces = || quote.spans.iter().map(|&span| graded.tokens(span));
            let start = pieces().map(|piece| piece.start).min().unwrap_or_default();
            let end = pieces().map(|piece| piece.end).max().unwrap_or(start);
            let speaker = quote.speakers.first().and_then(|&id| graded.speakers.get(id as usize));
            let mention = quote.mention.map(|span| graded.tokens(span));
            let words = speaker.and_then(|speaker| names.get(speaker.id as usize)).map_or(&[][..], Vec::as_slice);
            let how = mention_type(graded.page, mention.as_ref(), draft.carried, words);
            Placement {
                quote,
                draft,
                content: start..end,
                cue: quote.cue.map(|span| graded.tokens(span)),
                paragraph: graded.page.paragraph(start),
                how: if draft.carried { MentionForm::Carried } else { how },
                mention,
                speaker,
                evidence,
                form: Form::of(graded.page, draft),
            }
        };
        let list: Vec<Placement<'a>> = quotes.iter().zip(graded.drafts).zip(graded.evidence).map(place).collect();
        let mut named = vec![0; graded.speakers.len()];
        let mut marked = vec![0; graded.speakers.len()];
        for one in &list {
            let Some(speaker) = one.speaker else { continue };
            let outright = matches!(one.how, MentionForm::Full | MentionForm::Short | MentionForm::Single);
            named[speaker.id as usize] += usize::from(outright);
            marked[speaker.id as usize] += usize::from(one.quote.kind != QuoteKind::Indirect);
        }
        let most =
            (0..named.len()).filter(|&id| named[id] > 0).max_by_key(|&id| (named[id] + marked[id], usize::MAX - id));
        Self { graded, names, places, list, named, marked, main: most.map(|id| id as u32) }
    }

    /// The words of a speaker's name.
    pub fn name(&self, speaker: &Speaker) -> &[u64] {
        self.names.get(speaker.id as usize).map_or(&[], Vec::as_slice)
    }
}
