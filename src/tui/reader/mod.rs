//! The reader: an article on the screen, with a pane of speakers and a pane of related stories.
//!
//! | file | subject |
//! | --- | --- |
//! | [`flow`] | the blocks in reading order, and places in them |
//! | [`page`] | lines and scrolling |
//! | [`streaming`] | a long text shown before it is complete |
//! | [`voices`] | indexes and colours of the attributions |
//! | [`annotations`], [`library_context`] | corrections and highlights, and related pieces of the library |
//! | [`panes`] | the entries of the side panes |
//! | [`verdicts`] | the quotations of a draft that is checked |
//! | [`search`], [`selection`], [`pictures`], [`codes`] | search hits, the selected passage, pictures, syntax colours |
//! | [`export`] | copying and exporting |
//! | `signs` | letters for speakers where there are no colours |
//! | [`plain`] | the current line of `--plain` |
//! | [`geometry`] | the areas of the screen |
//! | `header` | lines above the article that its page shows nowhere |
//!
//! Nothing here depends on the complete state: commands are in `commands::reader`, drawing is in `view::reader`.

pub mod annotations;
pub mod codes;
pub mod export;
pub mod flow;
pub mod geometry;
mod header;
pub mod library_context;
pub mod page;
pub mod panes;
pub mod pictures;
pub mod plain;
pub mod search;
pub mod selection;
mod signs;
pub mod streaming;
pub mod verdicts;
pub mod voices;

use crate::article::Article;
use crate::document::Span;
use crate::layout::Typography;
use crate::library::BlockOverrides as Overrides;
use crate::reading::Reading;
use crate::tui::display::RenderMode;
use crate::tui::reader::annotations::Annotations;
use crate::tui::reader::codes::Codes;
use crate::tui::reader::flow::{Clutter, Flow, Place};
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::page::{Page, Text};
use crate::tui::reader::panes::{Related, SpeakerRow, VoiceList};
use crate::tui::reader::pictures::Pictures;
use crate::tui::reader::plain::PlainCursor;
use crate::tui::reader::search::Search;
use crate::tui::reader::selection::Passage;
use crate::tui::reader::streaming::{PendingRest, Streaming};
use crate::tui::reader::verdicts::Verdicts;
use crate::tui::reader::voices::Voices;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The panes of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Speakers and their quotations.
    Voices,
    /// The article's text.
    #[default]
    Text,
    /// Related stories and links.
    Related,
}

/// An open article and the state of its part of the screen.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The article and its stories. Its attributions are in `voices`.
    pub piece: Arc<Reading>,
    /// Words and reading minutes of the body.
    pub words: usize,
    /// Attributions; `None` until they are computed.
    pub voices: Option<Voices>,
    /// Blocks in reading order.
    pub flow: Flow,
    /// Lines and scroll position.
    pub page: Page,
    /// Focused pane.
    pub focus: Pane,
    /// Id of the current quotation.
    pub current: Option<u32>,
    /// Pending quote jump (signed count) to run once attributions arrive.
    pub pending_quote_jump: Option<isize>,
    /// State of the left pane.
    pub list: VoiceList,
    /// State of the right pane.
    pub related: Related,
    /// Visibility of hidden blocks.
    pub clutter: Clutter,
    /// Current search in the text.
    pub search: Option<Search>,
    /// Marked places by letter; `'` is the start of the last jump.
    pub marks: BTreeMap<char, Place>,
    /// Syntax colours of the code blocks.
    pub codes: Codes,
    /// Passage being selected.
    pub passage: Option<Passage>,
    /// Fetched pictures.
    pub pictures: Pictures,
    /// Drawing mode, and the current line of `--plain`.
    pub plain_cursor: PlainCursor,
    /// State of a text that is shown before it is complete.
    pub streaming: Streaming,
    /// Verdicts on the quotations, if this is a draft that is checked.
    pub verdicts: Option<Verdicts>,
    /// The user's corrections and highlights.
    pub annotations: Annotations,
}

impl Reader {
    /// A reader at the start of an article.
    pub fn new(piece: Arc<Reading>) -> Self {
        let flow = Flow::of(&piece.article, Clutter::default(), &Overrides::default());
        let related = Related::of(&piece);
        Self {
            words: piece.article.words(),
            voices: None,
            page: Page::at(flow.items.first().map(flow::place).unwrap_or_default()),
            flow,
            focus: Pane::default(),
            current: None,
            pending_quote_jump: None,
            list: VoiceList::default(),
            related,
            clutter: Clutter::default(),
            search: None,
            marks: BTreeMap::new(),
            codes: Codes::default(),
            passage: None,
            pictures: Pictures::default(),
            plain_cursor: PlainCursor::default(),
            streaming: Streaming::default(),
            verdicts: None,
            annotations: Annotations::default(),
            piece,
        }
    }

    /// Fits the page and the panes to their areas.
    pub fn fit(&mut self, areas: &Areas, settings: Typography) {
        self.plain_cursor.mode = areas.mode;
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.fit(text, areas.text.width, areas.text.height, settings);
        self.list.fit(self.voices.as_ref(), areas.left_rows());
        let focused = self.focus == Pane::Related;
        self.related.fit(areas.right_width(), areas.right_rows(), focused);
    }

    /// Returns flow and article, as the page's functions need them.
    pub fn text(&self) -> Text<'_> {
        Text { flow: &self.flow, article: &self.piece.article }
    }

    /// Returns the open article.
    pub fn article(&self) -> &Article {
        &self.piece.article
    }

    /// Stores the attributions and updates everything derived from them.
    pub fn set_voices(&mut self, mut voices: Voices) {
        voices.set_least(self.list.least);
        self.list.refill(&voices, None);
        self.voices = Some(voices);
        self.set_speakers();
    }

    /// Rebuilds the flow after the visibility of blocks has changed.
    pub fn reflow(&mut self) {
        self.flow = Flow::of(&self.piece.article, self.clutter, &self.annotations.overrides);
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.refresh(text);
    }

    /// Converts a byte of the article's text to a place; `None` if its block is not shown.
    pub fn place_of(&self, byte: usize) -> Option<Place> {
        let blocks = &self.article().blocks;
        let index = blocks.partition_point(|b| b.span.start <= byte).checked_sub(1)?;
        let placed = blocks.get(index)?;
        let shown = !self.annotations.overrides.hidden.contains(&placed.order) || self.clutter != Clutter::Hidden;
        let byte = (byte - placed.span.start).min(placed.span.len());
        shown.then_some(Place { order: placed.order, byte })
    }

    /// Converts a place to a byte of the article's text; `None` in hidden blocks.
    pub fn byte_of(&self, place: Place) -> Option<usize> {
        let blocks = &self.article().blocks;
        let index = blocks.binary_search_by_key(&place.order, |b| b.order).ok()?;
        let placed = &blocks[index];
        Some(placed.span.start + place.byte.min(placed.span.len()))
    }

    /// Returns the range of the article's text on the screen.
    pub fn visible(&self) -> Option<Span> {
        let (first, last) = self.page.bounds(self.text())?;
        let start = self.byte_of(first).or_else(|| self.next_byte(first))?;
        let end = self.byte_of(last).map_or_else(|| self.next_byte(last), |b| Some(b + 1))?;
        Some(Span::new(start, end.max(start)))
    }

    fn next_byte(&self, place: Place) -> Option<usize> {
        let blocks = &self.article().blocks;
        let index = blocks.partition_point(|b| b.order < place.order);
        blocks.get(index).map(|b| b.span.start).or(Some(self.article().text.len()))
    }

    /// Returns true if the last line is visible.
    pub fn is_at_end(&self) -> bool {
        self.page.progress(self.text()) >= 0.999
    }

    /// Scrolls by rows; the current quotation follows the visible text.
    pub fn scroll(&mut self, rows: isize) {
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.scroll(text, rows);
        (self.plain_cursor.line, self.pending_quote_jump) = (None, None);
        self.streaming.rest = self.streaming.rest.map(|_| PendingRest::default());
        self.follow(rows >= 0);
    }

    /// Jumps to a place, shown `above` rows below the top, and remembers the start of the jump.
    pub fn go(&mut self, place: Place, above: usize) {
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.marks.insert('\'', self.here());
        (self.plain_cursor.line, self.pending_quote_jump) = (Some(place), None);
        self.streaming.rest = self.streaming.rest.map(|_| PendingRest::default());
        if self.plain_cursor.mode == RenderMode::Full || self.page.row_of(text, place).is_none() {
            self.page.go(text, place, above);
        }
        self.follow(true);
    }

    /// Scrolls a range of the article's text into view.
    pub fn reveal(&mut self, span: Span) {
        let (Some(from), to) = (self.place_of(span.start), self.place_of(span.end.saturating_sub(1))) else { return };
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.plain_cursor.line = Some(from);
        self.page.reveal(text, from, to.unwrap_or(from));
    }

    /// Brings a range of the article's text into view after a resize; scrolling back to the former size restores the place.
    pub fn peek(&mut self, span: Span) {
        let (Some(from), to) = (self.place_of(span.start), self.place_of(span.end.saturating_sub(1))) else { return };
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.peek(text, from, to.unwrap_or(from));
    }

    /// Selects a quotation in the text and in the list.
    pub fn choose(&mut self, quote: u32) {
        let Some(span) = self.voices.as_ref().and_then(|v| v.quote(quote)?.spans.first().copied()) else { return };
        self.current = Some(quote);
        self.reveal(span);
        self.mirror();
    }

    /// Updates the list of speakers to the current quotation.
    fn mirror(&mut self) {
        let (Some(voices), Some(quote)) = (&self.voices, self.current) else { return };
        let speaker = voices.speaker_of(quote).map(|s| s.id);
        self.list.refill(voices, Some(speaker));
        self.list.select(SpeakerRow::Quote(quote));
    }

    /// Returns true if any part of a quotation is visible.
    pub fn sees(&self, quote: u32) -> bool {
        let (Some(voices), Some(seen)) = (&self.voices, self.visible()) else { return false };
        voices.quote(quote).is_some_and(|q| q.spans.iter().any(|s| s.overlaps(seen)))
    }

    /// Keeps the current quotation while any part of it is visible, or else selects the nearest visible one.
    fn follow(&mut self, downwards: bool) {
        let (Some(voices), Some(seen)) = (&self.voices, self.visible()) else { return };
        if self.current.is_some_and(|quote| self.sees(quote)) {
            return;
        }
        let from = voices.order.partition_point(|(start, _)| *start < seen.start);
        let to = voices.order.partition_point(|(start, _)| *start < seen.end);
        let found = if downwards { voices.order[from..to].first() } else { voices.order[from..to].last() };
        if let Some((_, quote)) = found {
            self.current = Some(*quote);
            self.mirror();
        }
    }
}
