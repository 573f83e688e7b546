//! The reader: one article on the screen, with the panes of who said what and of related stories beside it.
//!
//! | file | subject |
//! | --- | --- |
//! | [`flow`] | which blocks are read, and places in them |
//! | [`page`] | lines and scrolling |
//! | [`streaming`] | a long text whose beginning is shown before the rest is there |
//! | [`voices`] | the attributions' indexes and colours |
//! | [`annotations`], [`library_context`] | corrections and highlights, and related pieces of the library |
//! | [`panes`] | the entries of the side panes |
//! | [`search`], [`selection`], [`pictures`], [`codes`] | hits, the selected passage, pictures, coloured code |
//! | [`export`] | the text as it is copied and exported |
//! | [`plain`] | the current line of `--plain` |
//! | [`geometry`] | the areas of the screen |
//!
//! Nothing here knows the whole state: commands are in `commands::reader`, drawing is in `view::reader`.

pub mod annotations;
pub mod codes;
pub mod export;
pub mod flow;
pub mod geometry;
pub mod library_context;
pub mod page;
pub mod panes;
pub mod pictures;
pub mod plain;
pub mod search;
pub mod selection;
pub mod streaming;
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
use crate::tui::reader::streaming::PendingRest;
use crate::tui::reader::voices::Voices;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The three panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Who said what.
    Voices,
    /// The text.
    #[default]
    Text,
    /// Related stories and links.
    Related,
}

/// An article that is read: all that its part of the screen depends on.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The article and its stories; its attributions stand in `voices`.
    pub piece: Arc<Reading>,
    /// Words and minutes of the body.
    pub words: usize,
    /// Who said what, once that is known.
    pub voices: Option<Voices>,
    /// Which blocks are read.
    pub flow: Flow,
    /// Their lines, and where the screen stands among them.
    pub page: Page,
    /// Which pane the keys go to.
    pub focus: Pane,
    /// The current quotation.
    pub current: Option<u32>,
    /// So many quotations on is wanted, as soon as they are known.
    pub pending_quote_jump: Option<isize>,
    /// The left pane.
    pub list: VoiceList,
    /// The right pane.
    pub related: Related,
    /// What is shown of the clutter.
    pub clutter: Clutter,
    /// What is searched for.
    pub search: Option<Search>,
    /// Places by letter; `'` is where the last jump began.
    pub marks: BTreeMap<char, Place>,
    /// Colours of code.
    pub codes: Codes,
    /// The passage that is being selected.
    pub passage: Option<Passage>,
    /// Pictures that were fetched.
    pub pictures: Pictures,
    /// For whom the screen is made, and the current line.
    pub plain_cursor: PlainCursor,
    /// What waits for the rest, while only the beginning of the text is there.
    pub pending_rest: Option<PendingRest>,
    /// Whether the beginning stood there before the rest: what was empty beside it then stays where it is.
    pub was_partial: bool,
    /// What is kept of it.
    pub annotations: Annotations,
}

impl Reader {
    /// A reader at the beginning of an article.
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
            pending_rest: None,
            was_partial: false,
            annotations: Annotations::default(),
            piece,
        }
    }

    /// Makes the page and the panes fit the areas that `geometry` gives them.
    pub fn fit(&mut self, areas: &Areas, settings: Typography) {
        self.plain_cursor.mode = areas.mode;
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.fit(text, areas.text.width, areas.text.height, settings);
        self.list.fit(self.voices.as_ref(), areas.left_rows());
        let focused = self.focus == Pane::Related;
        self.related.fit(areas.right_width(), areas.right_rows(), focused);
    }

    /// The text in terms of the page.
    pub fn text(&self) -> Text<'_> {
        Text { flow: &self.flow, article: &self.piece.article }
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.piece.article
    }

    /// Takes the attributions in.
    pub fn set_voices(&mut self, mut voices: Voices) {
        voices.set_least(self.list.least);
        self.list.refill(&voices, None);
        self.voices = Some(voices);
        self.set_speakers();
    }

    /// Makes the flow anew after clutter or overrides changed.
    pub fn reflow(&mut self) {
        self.flow = Flow::of(&self.piece.article, self.clutter, &self.annotations.overrides);
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.refresh(text);
    }

    /// The place of a byte of the article's text; none where its block is not shown.
    pub fn place_of(&self, byte: usize) -> Option<Place> {
        let blocks = &self.article().blocks;
        let index = blocks.partition_point(|b| b.span.start <= byte).checked_sub(1)?;
        let placed = blocks.get(index)?;
        let shown = !self.annotations.overrides.hidden.contains(&placed.order) || self.clutter != Clutter::Hidden;
        let byte = (byte - placed.span.start).min(placed.span.len());
        shown.then_some(Place { order: placed.order, byte })
    }

    /// The byte of the article's text at a place; none in hidden blocks.
    pub fn byte_of(&self, place: Place) -> Option<usize> {
        let blocks = &self.article().blocks;
        let index = blocks.binary_search_by_key(&place.order, |b| b.order).ok()?;
        let placed = &blocks[index];
        Some(placed.span.start + place.byte.min(placed.span.len()))
    }

    /// The stretch of the article's text that is on the screen.
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

    /// Whether its last line is on the screen.
    pub fn is_at_end(&self) -> bool {
        self.page.progress(self.text()) >= 0.999
    }

    /// Scrolls by rows; the current quotation follows what is on the screen.
    pub fn scroll(&mut self, rows: isize) {
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.scroll(text, rows);
        (self.plain_cursor.line, self.pending_quote_jump) = (None, None);
        self.pending_rest = self.pending_rest.map(|_| PendingRest::default());
        self.follow(rows >= 0);
    }

    /// Goes to a place, `above` rows below the top, and remembers where the jump began.
    pub fn go(&mut self, place: Place, above: usize) {
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.marks.insert('\'', self.here());
        (self.plain_cursor.line, self.pending_quote_jump) = (Some(place), None);
        self.pending_rest = self.pending_rest.map(|_| PendingRest::default());
        if self.plain_cursor.mode == RenderMode::Full || self.page.row_of(text, place).is_none() {
            self.page.go(text, place, above);
        }
        self.follow(true);
    }

    /// Brings a stretch of the article's text onto the screen.
    pub fn reveal(&mut self, span: Span) {
        let (Some(from), to) = (self.place_of(span.start), self.place_of(span.end.saturating_sub(1))) else { return };
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.plain_cursor.line = Some(from);
        self.page.reveal(text, from, to.unwrap_or(from));
    }

    /// Makes a quotation the current one, and shows it in text and list.
    pub fn choose(&mut self, quote: u32) {
        let Some(span) = self.voices.as_ref().and_then(|v| v.quote(quote)?.spans.first().copied()) else { return };
        self.current = Some(quote);
        self.reveal(span);
        self.mirror();
    }

    /// Lets the list of speakers show the current quotation.
    fn mirror(&mut self) {
        let (Some(voices), Some(quote)) = (&self.voices, self.current) else { return };
        let speaker = voices.speaker_of(quote).map(|s| s.id);
        self.list.refill(voices, Some(speaker));
        self.list.select(SpeakerRow::Quote(quote));
    }

    /// Whether any of a quotation is on the screen.
    pub fn sees(&self, quote: u32) -> bool {
        let (Some(voices), Some(seen)) = (&self.voices, self.visible()) else { return false };
        voices.quote(quote).is_some_and(|q| q.spans.iter().any(|s| s.overlaps(seen)))
    }

    /// The current quotation stays while any of it can be seen; else the nearest visible one takes its place.
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
