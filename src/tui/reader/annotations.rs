//! What the reader keeps of a text: blocks shown and hidden, speakers set right, passages highlighted; and the piece that it is
//! in the library, once it is saved.
//!
//! The article stays as the program made it; corrections are laid over it, so that each can be taken back. Bytes that leave the
//! reader (where it was left, where a highlight stands) count in the corrected text, as the library does.

use crate::document::Span;
use crate::library::{
    BlockAnchor, BlockOverrides as Overrides, Correction, Highlight, Id, Piece, resolve_overrides, set_speakers,
};
use crate::reading::{Attributions, Grade, Quote, Reading, Speaker};
use crate::tui::reader::flow::{Flow, Place};
use crate::tui::reader::library_context::LibraryContext;
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Pane, Reader};

/// What is kept of a text.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The piece in the library; none while it is not saved.
    pub piece: Option<Box<Piece>>,
    /// What the reader knows better, and marked.
    pub marks: AnnotationSet,
    /// Blocks that corrections hide or bring back.
    pub overrides: Overrides,
    /// What the library has beside the text.
    pub context: LibraryContext,
    /// First and last place of each highlight that stands in the text, and its index; in order.
    pub places: Vec<(Place, Place, usize)>,
    /// Who said what, as the program found it; taken aside with the first correction.
    found: Option<Attributions>,
    past: Vec<AnnotationSet>,
    future: Vec<AnnotationSet>,
}

/// Corrections and highlights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnnotationSet {
    /// What the reader knows better.
    pub corrections: Vec<Correction>,
    /// Passages marked.
    pub highlights: Vec<Highlight>,
}

impl Annotations {
    /// The piece's number in the library.
    pub fn id(&self) -> Option<Id> {
        self.piece.as_ref().map(|piece| piece.id)
    }

    /// Remembers what is in force, before it is changed: for a text that is not saved, and so has no history in the library.
    pub fn remember(&mut self) {
        self.past.push(self.marks.clone());
        self.future.clear();
    }

    /// What was in force before the last change; none where nothing was changed.
    pub fn undo(&mut self) -> Option<AnnotationSet> {
        let marks = self.past.pop()?;
        self.future.push(self.marks.clone());
        Some(marks)
    }

    /// What was in force before it was taken back.
    pub fn redo(&mut self) -> Option<AnnotationSet> {
        let marks = self.future.pop()?;
        self.past.push(self.marks.clone());
        Some(marks)
    }

    /// From now on the library has the history.
    pub fn saved_as(&mut self, piece: Piece) {
        self.piece = Some(Box::new(piece));
        self.past.clear();
        self.future.clear();
    }

    /// The highlight at a place.
    pub fn highlight_at(&self, place: Place) -> Option<usize> {
        let over = |(first, last, _): &&(Place, Place, usize)| *first <= place && place <= *last;
        self.places.iter().find(over).map(|(.., index)| *index)
    }
}

impl Reader {
    /// Takes corrections and highlights over; the place on the screen stays.
    pub fn mark(&mut self, marks: AnnotationSet) {
        let moves = resolve_overrides(&self.piece.article, &marks.corrections);
        let other_blocks = moves.hidden != self.annotations.overrides.hidden;
        self.annotations.overrides = moves;
        let spoken = |all: &[Correction]| all.iter().filter(|one| one.is_of_speech()).cloned().collect::<Vec<_>>();
        let changed = spoken(&marks.corrections) != spoken(&self.annotations.marks.corrections) || other_blocks;
        self.annotations.marks = marks;
        if changed {
            self.set_speakers();
        }
        self.flow = Flow::of(&self.piece.article, self.clutter, &self.annotations.overrides);
        self.reflow();
        self.annotations.places = self.highlighted();
    }

    /// Lays the corrected speakers over those found; what is quoted in blocks now hidden is quoted no more.
    pub(super) fn set_speakers(&mut self) {
        let untouched = self.annotations.found.is_none();
        if untouched && self.annotations.marks.corrections.is_empty() {
            return;
        }
        let Some(voices) = self.voices.take() else { return };
        let Voices { all, colours, .. } = voices;
        let before = all.speakers.clone();
        let found = self.annotations.found.get_or_insert(all);
        let mut all = found.clone();
        set_speakers(&mut all, &self.piece.article.text, &self.annotations.marks.corrections);
        let article = &self.piece.article;
        let hidden: Vec<Span> = article
            .blocks
            .iter()
            .filter(|it| self.annotations.overrides.hidden.contains(&it.order))
            .map(|it| it.span)
            .collect();
        let gone = |quote: &Quote| {
            quote.spans.is_empty() || quote.spans.iter().any(|span| hidden.iter().any(|block| block.overlaps(*span)))
        };
        let gone: Vec<u32> = all.quotes.iter().filter(|quote| gone(quote)).map(|quote| quote.id).collect();
        for speaker in &mut all.speakers {
            speaker.quotes.retain(|quote| !gone.contains(quote));
        }
        // Who was there before keeps their colour; a new one gets the next.
        let mut next = colours.len();
        let colour = |speaker: &Speaker| {
            let at = before.iter().position(|one| one.name == speaker.name && one.kind == speaker.kind);
            at.and_then(|at| colours.get(at).copied()).unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        };
        let colours = all.speakers.iter().map(colour).collect();
        let mut voices = Voices { colours, ..Voices::of(all, article, 0) };
        voices.set_least(self.list.least);
        voices.order.retain(|(_, quote)| !gone.contains(quote));
        voices.unattributed.retain(|quote| !gone.contains(quote));
        self.current = self.current.filter(|quote| !gone.contains(quote));
        let speaker = self.current.map(|quote| voices.speaker_of(quote).map(|speaker| speaker.id));
        self.list.rows.clear();
        self.list.refill(&voices, speaker);
        self.voices = Some(voices);
        if let Some(quote) = self.current.filter(|_| self.focus == Pane::Text) {
            self.list.select(SpeakerRow::Quote(quote));
        }
    }

    /// The reading as the program made it.
    pub fn uncorrected(&self) -> Reading {
        let found = self.annotations.found.as_ref().or_else(|| self.voices.as_ref().map(|voices| &voices.all));
        Reading { attributions: found.cloned().unwrap_or_default(), ..Reading::clone(&self.piece) }
    }

    /// The corrections with a block hidden that is shown, or shown that is hidden.
    pub fn with_block_toggled(&self, order: u32) -> Vec<Correction> {
        let article = &self.piece.article;
        let shown = article.blocks.binary_search_by_key(&order, |resolve_overrides| resolve_overrides.order).ok();
        let hidden = article.clutter.binary_search_by_key(&order, |hidden| hidden.order).ok();
        let mut corrections = self.annotations.marks.corrections.clone();
        let here = |one: &Correction| match one {
            Correction::Show(_) | Correction::Hide(_) => {
                let moves = resolve_overrides(article, std::slice::from_ref(one));
                moves.hidden.contains(&order) || moves.shown.contains(&order)
            }
            Correction::Speaker(..) | Correction::Dismiss(_) => false,
        };
        let count = corrections.len();
        corrections.retain(|one| !here(one));
        if corrections.len() < count {
            return corrections;
        }
        let spot = |text: &str| BlockAnchor::of(order as usize, text);
        let hide = shown.map(|at| Correction::Hide(spot(&article.blocks[at].block.text)));
        let show = hidden.map(|at| Correction::Show(spot(&article.clutter[at].block.text)));
        corrections.extend(hide.or(show));
        corrections
    }

    /// The corrections with a quotation's speaker set.
    pub fn with_speaker(&self, quote: u32, name: Option<String>) -> Vec<Correction> {
        let mut corrections = self.annotations.marks.corrections.clone();
        let span = self.voices.as_ref().and_then(|voices| voices.quote(quote)?.spans.first().copied());
        let Some(span) = span else { return corrections };
        let spot = BlockAnchor::of(span.start, span.of(&self.piece.article.text));
        corrections.retain(|one| !matches!(one, Correction::Speaker(held, _) if *held == spot));
        corrections.push(Correction::Speaker(spot, name));
        corrections
    }

    /// The corrections with these quotations dismissed.
    pub fn with_dismissed(&self, quote: u32) -> Vec<Correction> {
        let mut corrections = self.annotations.marks.corrections.clone();
        let span = self.voices.as_ref().and_then(|voices| voices.quote(quote)?.spans.first().copied());
        let Some(span) = span else { return corrections };
        let spot = BlockAnchor::of(span.start, span.of(&self.piece.article.text));
        corrections.retain(|one| !(one.is_of_speech() && *one.spot() == spot));
        corrections.push(Correction::Dismiss(spot));
        corrections
    }

    /// The corrections with all that a speaker said given to another one, or to nobody named.
    pub fn with_speaker_replaced(&self, speaker: u32, name: Option<&str>) -> Vec<Correction> {
        let mut corrections = self.annotations.marks.corrections.clone();
        let Some(voices) = &self.voices else { return corrections };
        for span in voices.said(Some(speaker)).iter().filter_map(|&quote| voices.quote(quote)?.spans.first()) {
            let spot = BlockAnchor::of(span.start, span.of(&self.piece.article.text));
            corrections.retain(|one| !(one.is_of_speech() && *one.spot() == spot));
            corrections.push(Correction::Speaker(spot, name.map(str::to_owned)));
        }
        corrections
    }

    /// Shows attributions from this grade on.
    pub fn set_least(&mut self, least: Grade) {
        self.list.least = least;
        let Some(voices) = &mut self.voices else { return };
        voices.set_least(least);
        self.current = self.current.filter(|&quote| voices.rank(quote).is_some());
        self.list.rows.clear();
        self.list.refill(voices, self.list.open);
    }

    /// The blocks that are read when no clutter is looked at, with their texts, in order.
    fn own_blocks(&self) -> Vec<(u32, &str)> {
        let article = &self.piece.article;
        let shown = article.blocks.iter().filter(|it| !self.annotations.overrides.hidden.contains(&it.order));
        let brought = article.clutter.iter().filter(|it| self.annotations.overrides.shown.contains(&it.order));
        let mut all: Vec<(u32, &str)> = shown.map(|it| (it.order, it.block.text.as_str())).collect();
        all.extend(brought.map(|it| (it.order, it.block.text.as_str())));
        all.sort_by_key(|(order, _)| *order);
        all
    }

    /// The byte of the corrected text at a place; in a hidden block, where the next one begins.
    pub fn corrected_offset(&self, place: Place) -> usize {
        let mut at = 0;
        for (order, text) in self.own_blocks() {
            match order.cmp(&place.order) {
                std::cmp::Ordering::Less => at += text.len() + 2,
                std::cmp::Ordering::Equal => return at + place.byte.min(text.len()),
                std::cmp::Ordering::Greater => return at,
            }
        }
        at.saturating_sub(2)
    }

    /// The place of a byte of the corrected text.
    pub fn place_of_corrected(&self, byte: usize) -> Option<Place> {
        let mut start = 0;
        let mut found = None;
        for (order, text) in self.own_blocks() {
            if start > byte {
                break;
            }
            found = Some(Place { order, byte: (byte - start).min(text.len()) });
            start += text.len() + 2;
        }
        found
    }

    /// Where highlights stand that have a place.
    fn highlighted(&self) -> Vec<(Place, Place, usize)> {
        let spans = self.annotations.marks.highlights.iter().enumerate().filter_map(|(at, one)| Some((at, one.span?)));
        let ends = |(at, span): (usize, Span)| {
            let letter = self.annotations.marks.highlights[at].text.chars().next_back().map_or(1, char::len_utf8);
            let last = span.end.checked_sub(letter).filter(|last| *last >= span.start)?;
            Some((self.place_of_corrected(span.start)?, self.place_of_corrected(last)?, at))
        };
        let mut places: Vec<_> = spans.filter_map(ends).collect();
        places.sort();
        places
    }
}
