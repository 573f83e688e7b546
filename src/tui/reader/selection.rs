//! The selected passage: its ends, its words, and the places next to its caret.

use crate::document::Span;
use crate::library::Highlight;
use crate::tui::reader::Reader;
use crate::tui::reader::flow::{Place, block_of};
use crate::tui::reader::page::{PageRow, Text};
use unicode_segmentation::UnicodeSegmentation;

/// A passage being selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The fixed end.
    pub anchor: Place,
    /// The moving end; its character is included.
    pub caret: Place,
}

impl Passage {
    /// Returns both ends, the earlier one first.
    pub fn ends(&self) -> [Place; 2] {
        [self.anchor.min(self.caret), self.anchor.max(self.caret)]
    }

    /// Returns true if the character at a place is in the passage.
    pub fn contains(&self, place: Place) -> bool {
        let [first, last] = self.ends();
        first <= place && place <= last
    }
}

impl Reader {
    pub(in crate::tui) fn text_at(&self, place: Place) -> Option<&str> {
        let item = self.flow.items.get(self.flow.find(place)?)?;
        let text = block_of(self.article(), item.origin)?.text.as_str();
        (item.order == place.order && text.is_char_boundary(place.byte)).then_some(text)
    }

    /// Returns the first place of the next block, or the last of the previous one.
    pub(in crate::tui) fn neighbour(&self, place: Place, by: isize) -> Option<Place> {
        let orders = self.flow.items.iter().map(|i| i.order);
        let order = if by > 0 {
            self.flow.items.get(self.flow.items.partition_point(|i| i.order <= place.order))?.order
        } else {
            orders.take_while(|o| *o < place.order).last()?
        };
        let there = Place { order, byte: 0 };
        let last = self.text_at(there)?.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        Some(Place { order, byte: if by > 0 { 0 } else { last } })
    }

    /// Returns the place one line above or below, scrolling at the edge of the screen.
    pub(in crate::tui) fn line_beside(&mut self, place: Place, by: isize) -> Option<Place> {
        let text = Text { flow: &self.flow, article: &self.piece.article };
        self.page.reveal_line(text, place);
        let row = self.page.row_of(text, place)?;
        let column = self.line_at(row)?.1.column_of(place.byte).unwrap_or(0);
        let rows = usize::from(self.page.height);
        if (by > 0 && row + 3 > rows) || (by < 0 && row < 3) {
            self.page.scroll(text, by * 3);
        }
        let text = Text { flow: &self.flow, article: &self.piece.article };
        let mut row = self.page.row_of(text, place)?;
        loop {
            row = row.checked_add_signed(by).filter(|r| *r < rows)?;
            if let Some((order, line)) = self.line_at(row) {
                let byte = line.byte_at(column).or_else(|| Some(line.runs.iter().rev().find_map(|r| r.span)?.end - 1));
                let byte = byte.unwrap_or(line.span.start);
                let text = self.text_at(Place { order, byte: 0 })?;
                let byte = (0..=byte.min(text.len())).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0);
                return Some(Place { order, byte });
            }
        }
    }

    fn line_at(&self, row: usize) -> Option<(u32, &crate::layout::Line)> {
        match self.page.rows(self.text()).nth(row)? {
            PageRow::Line(index, line) => Some((self.flow.items[index].order, line)),
            PageRow::Blank(_) => None,
        }
    }

    /// Returns the highlights with this passage added, or without the one at its caret; true if it was added.
    pub(in crate::tui) fn with_highlight(&self, passage: Passage) -> (Vec<Highlight>, bool) {
        let mut all = self.annotations.marks.highlights.clone();
        if let Some(held) = self.annotations.highlight_at(passage.caret) {
            all.remove(held);
            return (all, false);
        }
        let text = self.words_of(passage);
        let start = self.corrected_offset(passage.ends()[0]);
        // The library thread has a clock and sets the date of highlights without one.
        all.push(Highlight { span: Some(Span::new(start, start + text.len())), text, note: None, made: 0 });
        (all, true)
    }

    /// Returns the words of a passage, with blank lines between blocks.
    pub fn words_of(&self, passage: Passage) -> String {
        let [first, last] = passage.ends();
        let mut words: Vec<&str> = Vec::new();
        let mut order = None;
        for item in self.flow.items.iter().filter(|i| (first.order..=last.order).contains(&i.order)) {
            if order.replace(item.order) == Some(item.order) {
                continue;
            }
            let Some(text) = block_of(self.article(), item.origin).map(|b| b.text.as_str()) else { continue };
            let start = if item.order == first.order { first.byte } else { 0 };
            let end = if item.order == last.order {
                last.byte + text.get(last.byte..).and_then(|t| t.graphemes(true).next()).map_or(0, str::len)
            } else {
                text.len()
            };
            words.push(Span::new(start, end).of(text));
        }
        words.join("\n\n")
    }
}
