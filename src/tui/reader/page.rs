//! Lines and scrolling. Lays out only visible items, caches them per width, and scrolls by rows.
//!
//! The first visible row is stored both as (item, row in the item) and as a [`Place`], which stays valid across
//! layouts.

use crate::article::{Article, Role};
use crate::document::{Block, Span};
use crate::layout::{Alignment, Line, Typography, lay_out};
use crate::tui::reader::flow::{Flow, Guise, ItemOrigin, Place, block_of, is_heading, slice_of};
use rustc_hash::FxHashMap;

/// Longer jumps, in rows, are estimated by bytes instead of being laid out.
const EXACT_ROWS: usize = 2_000;

/// Maximum number of items whose lines are cached.
const KEPT_ITEMS: usize = 512;

/// Lines of one item; spans are bytes of the whole block.
type Lines = Vec<Line>;

/// The visible part of a flow.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Line width in cells.
    pub width: u16,
    /// Number of text rows.
    pub height: u16,
    settings: Typography,
    lines: FxHashMap<usize, Lines>,
    /// Rows reserved for pictures above the lines of their blocks, by block number.
    framed: FxHashMap<u32, u16>,
    top: Top,
    place: Place,
}

/// First visible row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Top {
    item: usize,
    row: usize,
}

/// A visible row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PageRow<'a> {
    /// Blank row before an item (index in the flow).
    Blank(usize),
    /// Line of an item (index in the flow).
    Line(usize, &'a Line),
}

/// A flow with its article; passed to all functions of [`Page`].
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Items in reading order.
    pub flow: &'a Flow,
    /// The article with their blocks.
    pub article: &'a Article,
}

impl Page {
    /// Fits the page to an area. A new width or typography causes a new layout; the place is kept.
    pub fn fit(&mut self, text: Text<'_>, width: u16, height: u16, settings: Typography) {
        if (self.width, self.settings) != (width, settings) {
            (self.width, self.settings) = (width, settings);
            self.refresh(text);
        }
        if self.height != height {
            self.height = height;
            self.top = self.top_of(text, self.place);
        }
        self.settle(text);
    }

    /// Drops all cached lines after the flow has changed; the place is kept.
    pub fn refresh(&mut self, text: Text<'_>) {
        self.lines.clear();
        self.top = self.top_of(text, self.place);
        self.settle(text);
    }

    /// Returns the number of blank rows above the first visible line.
    pub fn lead(&self, text: Text<'_>) -> usize {
        let gap = text.flow.items.get(self.top.item).map_or(0, |item| usize::from(item.gap));
        gap.saturating_sub(self.top.row)
    }

    /// Shows a place of another text, with `lead` blank rows above it.
    pub fn replace(&mut self, text: Text<'_>, place: Place, lead: usize) {
        self.place = place;
        self.refresh(text);
        self.up(text, lead);
        self.settle(text);
    }

    /// Reserves rows for pictures, by block number. Takes effect with [`Self::refresh`].
    pub fn frame(&mut self, framed: FxHashMap<u32, u16>) {
        self.framed = framed;
    }

    /// Number of lines of an item above the screen.
    pub fn skipped(&self, text: Text<'_>, item: usize) -> usize {
        let gap = text.flow.items.get(item).map_or(0, |item| usize::from(item.gap));
        if item == self.top.item { self.top.row.saturating_sub(gap) } else { 0 }
    }

    /// A page that starts at a place.
    pub fn at(place: Place) -> Self {
        Self { place, ..Self::default() }
    }

    /// Returns the place of the first visible line.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Scrolls down, or up if `rows` is negative.
    pub fn scroll(&mut self, text: Text<'_>, rows: isize) {
        if rows >= 0 {
            self.down(text, rows as usize);
        } else {
            self.up(text, rows.unsigned_abs());
        }
        self.settle(text);
        self.remember(text);
    }

    /// Scrolls so that a place is `above` rows below the top.
    pub fn go(&mut self, text: Text<'_>, place: Place, above: usize) {
        self.top = self.top_of(text, place);
        self.up(text, above);
        self.settle(text);
        self.remember(text);
    }

    /// Scrolls a range into view: not at all if it is visible, or else to a third of the height.
    pub fn reveal(&mut self, text: Text<'_>, from: Place, to: Place) {
        let (first, last) = (self.row_of(text, from), self.row_of(text, to));
        let height = usize::from(self.height);
        match (first, last) {
            (Some(_), Some(last)) if last < height => {}
            _ => self.go(text, from, height / 3),
        }
    }

    /// Scrolls a range into view for as long as the screen has this size: the place that is kept through resizing stays.
    pub fn peek(&mut self, text: Text<'_>, from: Place, to: Place) {
        let place = self.place;
        self.reveal(text, from, to);
        self.place = place;
    }

    /// Scrolls by the minimum that makes the line of a place visible.
    pub fn reveal_line(&mut self, text: Text<'_>, place: Place) {
        if self.row_of(text, place).is_some() {
            return;
        }
        let above = if place < self.place { 0 } else { usize::from(self.height).saturating_sub(1) };
        self.go(text, place, above);
    }

    /// Returns the row of a place on the screen; `None` if it is above or below.
    pub fn row_of(&self, text: Text<'_>, place: Place) -> Option<usize> {
        let target = self.seek(text, place)?;
        let mut row = 0;
        let mut at = self.top;
        if target < at {
            return None;
        }
        while row <= usize::from(self.height) {
            if at.item == target.item {
                let rows = row + target.row - at.row;
                return (rows < usize::from(self.height)).then_some(rows);
            }
            row += self.cached_rows(text, at.item)?.saturating_sub(at.row);
            at = Top { item: at.item + 1, row: 0 };
        }
        None
    }

    /// Returns the visible rows from the top.
    pub fn rows<'a>(&'a self, text: Text<'a>) -> impl Iterator<Item = PageRow<'a>> {
        let from = self.top;
        let items = text.flow.items.iter().enumerate().skip(from.item);
        let all = items.flat_map(move |(index, item)| {
            let skip = if index == from.item { from.row } else { 0 };
            let blanks = (0..item.gap).map(move |_| PageRow::Blank(index));
            let lines = self.lines.get(&index).into_iter().flatten().map(move |line| PageRow::Line(index, line));
            blanks.chain(lines).skip(skip)
        });
        all.take(usize::from(self.height))
    }

    /// Returns the first and last visible places.
    pub fn bounds(&self, text: Text<'_>) -> Option<(Place, Place)> {
        let mut bounds: Option<(Place, Place)> = None;
        for row in self.rows(text) {
            let PageRow::Line(index, line) = row else { continue };
            let order = text.flow.items[index].order;
            let first = bounds.map_or(Place { order, byte: line.span.start }, |b| b.0);
            bounds = Some((first, Place { order, byte: line.span.end.saturating_sub(1).max(line.span.start) }));
        }
        bounds
    }

    /// Returns the share that was scrolled, 0 at its beginning to 1 at its end.
    pub fn progress(&self, text: Text<'_>) -> f64 {
        let Some((first, last)) = self.bounds(text) else { return 0.0 };
        let end = text.flow.items.last().is_some_and(|i| i.order == last.order && last.byte + 1 >= i.slice.end);
        if end {
            return 1.0;
        }
        if self.top <= (Top { item: 0, row: 0 }) {
            return 0.0;
        }
        // What can be scrolled is the text but for one screen of it.
        let (top, bottom) = (text.flow.share(first), text.flow.share(last));
        (top / (1.0 - (bottom - top)).max(0.001)).clamp(0.0, 0.99)
    }

    fn down(&mut self, text: Text<'_>, mut rows: usize) {
        while rows > 0 {
            let here = if rows > EXACT_ROWS {
                self.estimate(text, self.top.item)
            } else {
                self.height_of(text, self.top.item)
            };
            let left = here.saturating_sub(self.top.row);
            if rows < left {
                self.top.row += rows;
                return;
            }
            if self.top.item + 1 >= text.flow.items.len() {
                self.top.row = here.saturating_sub(1);
                return;
            }
            rows -= left;
            self.top = Top { item: self.top.item + 1, row: 0 };
        }
    }

    fn up(&mut self, text: Text<'_>, mut rows: usize) {
        while rows > 0 {
            if rows <= self.top.row {
                self.top.row -= rows;
                return;
            }
            rows -= self.top.row;
            if self.top.item == 0 {
                self.top.row = 0;
                return;
            }
            let item = self.top.item - 1;
            let height = if rows > EXACT_ROWS { self.estimate(text, item) } else { self.height_of(text, item) };
            self.top = Top { item, row: height };
        }
    }

    /// Lays out the visible part, and avoids empty rows below the end of the text.
    fn settle(&mut self, text: Text<'_>) {
        if text.flow.items.is_empty() {
            self.top = Top::default();
            return;
        }
        self.top.item = self.top.item.min(text.flow.items.len() - 1);
        self.top.row = self.top.row.min(self.height_of(text, self.top.item).saturating_sub(1));
        let (mut rows, mut item, height) = (0, self.top.item, usize::from(self.height));
        while rows < height + self.top.row && item < text.flow.items.len() {
            rows += self.height_of(text, item);
            item += 1;
        }
        let missing = (height + self.top.row).saturating_sub(rows);
        if missing > 0 {
            self.up(text, missing);
        }
        if self.lines.len() > KEPT_ITEMS {
            let near = self.top.item.saturating_sub(KEPT_ITEMS / 4)..self.top.item + KEPT_ITEMS / 4;
            self.lines.retain(|item, _| near.contains(item));
        }
    }

    fn remember(&mut self, text: Text<'_>) {
        let first = self.rows(text).find_map(|row| match row {
            PageRow::Line(index, line) => Some(Place { order: text.flow.items[index].order, byte: line.span.start }),
            PageRow::Blank(_) => None,
        });
        self.place = first.unwrap_or(self.place);
    }

    fn top_of(&mut self, text: Text<'_>, place: Place) -> Top {
        let Some(item) = text.flow.find(place) else { return Top::default() };
        self.height_of(text, item);
        self.seek(text, place).unwrap_or(Top { item, row: 0 })
    }

    /// Returns the row of a place if its item is laid out, or else the start of its item.
    fn seek(&self, text: Text<'_>, place: Place) -> Option<Top> {
        let item = text.flow.find(place)?;
        let found = &text.flow.items[item];
        let line = match self.lines.get(&item) {
            Some(lines) if found.order == place.order => {
                lines.partition_point(|l| l.span.start <= place.byte).saturating_sub(1)
            }
            _ => 0,
        };
        Some(Top { item, row: usize::from(found.gap) + line })
    }

    fn cached_rows(&self, text: Text<'_>, item: usize) -> Option<usize> {
        Some(usize::from(text.flow.items.get(item)?.gap) + self.lines.get(&item)?.len())
    }

    fn height_of(&mut self, text: Text<'_>, index: usize) -> usize {
        let Some(item) = text.flow.items.get(index) else { return 0 };
        let width = self.width;
        let alignment = match item.guise {
            // Short lines under titles and pictures are not justified.
            Guise::Article(Role::Title | Role::Byline | Role::Caption) => Alignment::Ragged,
            Guise::Article(Role::Standfirst | Role::Body) | Guise::Dimmed | Guise::Brief => self.settings.alignment,
        };
        let settings = Typography { alignment, ..self.settings };
        let lines = self.lines.entry(index).or_insert_with(|| {
            if let ItemOrigin::Header(at) = item.origin {
                let Some(block) = text.flow.header.get(at as usize) else { return Vec::new() };
                return lay_out(block, width, &settings)
                    .into_iter()
                    .map(|line| whole(line, item.slice.start, &[]))
                    .collect();
            }
            let Some(block) = block_of(text.article, item.origin) else { return Vec::new() };
            if item.guise == Guise::Brief {
                return vec![Line { runs: Vec::new(), span: item.slice }];
            }
            let bare;
            let block = if is_heading(item.guise) && block.list.is_some() {
                bare = Block { list: None, ..block.clone() };
                &bare
            } else {
                block
            };
            if item.slice.len() == block.text.len() {
                let rows = self.framed.get(&item.order).copied().unwrap_or(0);
                let frame = (0..rows).map(|_| Line::default());
                return frame.chain(lay_out(block, width, &settings)).collect();
            }
            let (part, marks) = slice_of(block, item.slice);
            let lines = lay_out(&part, width, &settings);
            lines.into_iter().map(|line| whole(line, item.slice.start, &marks)).collect()
        });
        usize::from(item.gap) + lines.len()
    }

    fn estimate(&self, text: Text<'_>, index: usize) -> usize {
        let length = text.flow.items.get(index).map_or(0, |item| item.slice.len());
        self.cached_rows(text, index).unwrap_or(length / usize::from(self.width.max(1)) + 2)
    }
}

/// Converts a line of a slice to the whole block's byte offsets and mark indexes.
fn whole(mut line: Line, start: usize, marks: &[u32]) -> Line {
    line.span = line.span.shifted(start);
    for run in &mut line.runs {
        run.span = run.span.map(|span: Span| span.shifted(start));
        run.style.link = run.style.link.and_then(|link| marks.get(link as usize).copied());
    }
    line
}
