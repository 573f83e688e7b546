//! The user's annotations of a text (block overrides, speaker corrections, highlights), and its entry in the library
//! once it is saved.
//!
//! The article itself is never changed; corrections are applied on top, so that each can be undone. Byte offsets that
//! leave the reader (reading position, highlights) refer to the corrected text, as in the library.

use crate::document::Span;
use crate::library::{
    BlockAnchor, BlockOverrides as Overrides, Correction, Highlight, Piece, PieceId, resolve_overrides, set_speakers,
};
use crate::reading::{Attributions, Grade, Quote, Reading, Speaker};
use crate::small_sort::SmallSort;
use crate::tui::reader::flow::{Flow, Place};
use crate::tui::reader::library_context::LibraryContext;
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Pane, Reader};

/// The annotations of a text and the state derived from them.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// Entry in the library; `None` while the text is not saved.
    pub piece: Option<Box<Piece>>,
    /// Corrections and highlights in effect.
    pub marks: AnnotationSet,
    /// Blocks that corrections hide or show.
    pub overrides: Overrides,
    /// Related contents of the library.
    pub context: LibraryContext,
    /// First and last place and index of each highlight found in the text, in text order.
    pub places: Vec<(Place, Place, usize)>,
    /// Attributions before any correction; stored with the first correction.
    found: Option<Attributions>,
    past: Vec<AnnotationSet>,
    future: Vec<AnnotationSet>,
}

/// Corrections and highlights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnnotationSet {
    /// The user's corrections.
    pub corrections: Vec<Correction>,
    /// Highlighted passages.
    pub highlights: Vec<Highlight>,
}

impl Annotations {
    /// Returns the id of the saved piece.
    pub fn id(&self) -> Option<PieceId> {
        self.piece.as_ref().map(|piece| piece.id)
    }

    /// Saves the current set for undo. Only for unsaved texts; the library keeps the history of the others.
    pub fn remember(&mut self) {
        self.past.push(self.marks.clone());
        self.future.clear();
    }

    /// Returns the set before the last change; `None` if there is nothing to undo.
    pub fn undo(&mut self) -> Option<AnnotationSet> {
        let marks = self.past.pop()?;
        self.future.push(self.marks.clone());
        Some(marks)
    }

    /// Returns the set that was undone last; `None` if there is nothing to redo.
    pub fn redo(&mut self) -> Option<AnnotationSet> {
        let marks = self.future.pop()?;
        self.past.push(self.marks.clone());
        Some(marks)
    }

    /// Links the text to its saved piece; from now on the library keeps the history.
    pub fn saved_as(&mut self, piece: Piece) {
        self.piece = Some(Box::new(piece));
        self.past.clear();
        self.future.clear();
    }

    /// Returns the index of the highlight at a place.
    pub fn highlight_at(&self, place: Place) -> Option<usize> {
        let over = |(first, last, _): &&(Place, Place, usize)| *first <= place && place <= *last;
        self.places.iter().find(over).map(|(.., index)| *index)
    }
}

impl Reader {
    /// Replaces corrections and highlights; the scroll position is kept.
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

    /// Applies speaker corrections to the attributions. Quotations in blocks that are now hidden are dropped.
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
        // Existing speakers keep their colours; new ones get the next.
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

    /// Returns the reading without corrections.
    pub fn uncorrected(&self) -> Reading {
        let found = self.annotations.found.as_ref().or_else(|| self.voices.as_ref().map(|voices| &voices.all));
        Reading { attributions: found.cloned().unwrap_or_default(), ..Reading::clone(&self.piece) }
    }

    /// Returns the corrections with one block's visibility toggled.
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

    /// Returns the corrections with a quotation's speaker set.
    pub fn with_speaker(&self, quote: u32, name: Option<String>) -> Vec<Correction> {
        let mut corrections = self.annotations.marks.corrections.clone();
        let span = self.voices.as_ref().and_then(|voices| voices.quote(quote)?.spans.first().copied());
        let Some(span) = span else { return corrections };
        let spot = BlockAnchor::of(span.start, span.of(&self.piece.article.text));
        corrections.retain(|one| !matches!(one, Correction::Speaker(held, _) if *held == spot));
        corrections.push(Correction::Speaker(spot, name));
        corrections
    }

    /// Returns the corrections with one more quotation dismissed.
    pub fn with_dismissed(&self, quote: u32) -> Vec<Correction> {
        let mut corrections = self.annotations.marks.corrections.clone();
        let span = self.voices.as_ref().and_then(|voices| voices.quote(quote)?.spans.first().copied());
        let Some(span) = span else { return corrections };
        let spot = BlockAnchor::of(span.start, span.of(&self.piece.article.text));
        corrections.retain(|one| !(one.is_of_speech() && *one.spot() == spot));
        corrections.push(Correction::Dismiss(spot));
        corrections
    }

    /// Returns the corrections with all quotations of a speaker given to another name; `None` for an unnamed speaker.
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

    /// Sets the lowest grade of attributions that is shown.
    pub fn set_least(&mut self, least: Grade) {
        self.list.least = least;
        let Some(voices) = &mut self.voices else { return };
        voices.set_least(least);
        self.current = self.current.filter(|&quote| voices.rank(quote).is_some());
        self.list.rows.clear();
        self.list.refill(voices, self.list.open);
    }

    /// Returns order number and text of the blocks that make up the corrected article, in page order.
    fn own_blocks(&self) -> Vec<(u32, &str)> {
        let article = &self.piece.article;
        let shown = article.blocks.iter().filter(|it| !self.annotations.overrides.hidden.contains(&it.order));
        let brought = article.clutter.iter().filter(|it| self.annotations.overrides.shown.contains(&it.order));
        let mut all: Vec<(u32, &str)> = shown.map(|it| (it.order, it.block.text.as_str())).collect();
        all.extend(brought.map(|it| (it.order, it.block.text.as_str())));
        all.small_sort_by_key(|(order, _)| *order);
        all
    }

    /// Converts a place to a byte of the corrected text; in a hidden block, the start of the next shown one.
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

    /// Converts a byte of the corrected text to a place.
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

    /// Locates the highlights; those not found in the text are left out.
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
