//! A passage selected with the keyboard: the caret, its motions, and copying.

use super::flow::{Place, block_of};
use super::page::Row;
use super::take::with_citation;
use super::{Pane, Reader};
use crate::document::Span;
use crate::library::Highlight;
use crate::tui::app::{App, Effect, marks};
use crate::tui::overlay::{Overlay, Prompt, Purpose};
use unicode_segmentation::UnicodeSegmentation;

/// A passage that is being selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The end that stays.
    pub anchor: Place,
    /// The end that moves; the passage includes the character there.
    pub caret: Place,
}

impl Passage {
    /// Both ends, the earlier one first.
    pub fn ends(&self) -> [Place; 2] {
        [self.anchor.min(self.caret), self.anchor.max(self.caret)]
    }

    /// Whether the character at a place is in it.
    pub fn contains(&self, place: Place) -> bool {
        let [first, last] = self.ends();
        first <= place && place <= last
    }
}

/// `v`: from the current quotation, or the first visible line.
pub fn begin(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let seen = reader.visible();
    let start = reader.voices.as_ref().zip(reader.current).and_then(|(v, q)| Some(v.quote(q)?.spans.first()?.start));
    let quoted = start.filter(|at| seen.is_some_and(|s| s.contains(*at))).and_then(|at| reader.place_of(at));
    let place = quoted.unwrap_or_else(|| reader.here());
    reader.focus = Pane::Text;
    reader.passage = Some(Passage { anchor: place, caret: place });
}

/// `Esc`.
pub fn end(app: &mut App, _: Option<u32>) {
    if let Some(reader) = app.reader_mut() {
        reader.passage = None;
    }
}

/// `o`.
pub fn other_end(app: &mut App, _: Option<u32>) {
    if let Some(passage) = app.reader_mut().and_then(|r| r.passage.as_mut()) {
        std::mem::swap(&mut passage.anchor, &mut passage.caret);
    }
}

/// `y`.
pub fn copy(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let Some(passage) = reader.passage.take() else { return };
    let words = reader.words_of(passage);
    let text = with_citation(reader, &format!("“{words}”"), None);
    app.ask(Effect::Copy(text, "the passage with its citation"));
}

/// `s`: keeps the passage as a highlight; on one that is kept, takes it away.
pub fn keep(app: &mut App, _: Option<u32>) {
    let highlights = app.reader_mut().and_then(|reader| {
        let passage = reader.passage.take()?;
        Some(reader.with_highlight(passage))
    });
    let Some((highlights, come)) = highlights else { return };
    marks::highlight(app, highlights);
    app.tell(if come {
        "highlighted · V lists the highlights, u takes it back"
    } else {
        "no longer highlighted · u takes it back"
    });
}

/// `;`: keeps the passage with a note, or changes the note of one that is kept.
pub fn note(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let Some(passage) = reader.passage else { return };
    let held = reader.kept.highlight_at(passage.caret).map(|at| reader.kept.marks.highlights[at].note.clone());
    let input = held.flatten().unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::HighlightNote, input }));
}

/// The note of a passage was typed.
pub fn noted(app: &mut App, words: &str) {
    let words = words.trim().to_owned();
    let Some(reader) = app.reader_mut() else { return };
    let Some(passage) = reader.passage.take() else { return };
    let mut highlights = match reader.kept.highlight_at(passage.caret) {
        Some(_) => reader.kept.marks.highlights.clone(),
        None => reader.with_highlight(passage).0,
    };
    let at = reader.kept.highlight_at(passage.caret).unwrap_or(highlights.len() - 1);
    highlights[at].note = (!words.is_empty()).then_some(words);
    marks::highlight(app, highlights);
    app.tell("highlighted with a note · u takes it back");
}

/// Goes to a highlight and selects it.
pub fn highlighted(reader: &mut Reader, at: usize) {
    let Some(&(first, last, _)) = reader.kept.places.iter().find(|(.., index)| *index == at) else { return };
    reader.go(first, 3);
    reader.focus = Pane::Text;
    reader.passage = Some(Passage { anchor: first, caret: last });
}

/// `h`.
pub fn left(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        match text[..caret.byte].grapheme_indices(true).next_back() {
            Some((byte, _)) => Some(Place { byte, ..caret }),
            None => reader.neighbour(caret, -1),
        }
    });
}

/// `l`.
pub fn right(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        match text[caret.byte..].grapheme_indices(true).nth(1) {
            Some((by, _)) => Some(Place { byte: caret.byte + by, ..caret }),
            None => reader.neighbour(caret, 1),
        }
    });
}

/// `w`.
pub fn word_on(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let next = text[caret.byte..].split_word_bound_indices().skip(1).find(|(_, w)| is_word(w));
        next.map(|(by, _)| Place { byte: caret.byte + by, ..caret }).or_else(|| reader.neighbour(caret, 1))
    });
}

/// `b`.
pub fn word_back(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let last = text[..caret.byte].split_word_bound_indices().rfind(|(_, w)| is_word(w));
        last.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, -1))
    });
}

/// `)`.
pub fn sentence_on(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let next = text.split_sentence_bound_indices().find(|(at, _)| *at > caret.byte);
        next.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, 1))
    });
}

/// `(`.
pub fn sentence_back(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let last = text.split_sentence_bound_indices().take_while(|(at, _)| *at < caret.byte).last();
        last.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, -1))
    });
}

/// `$`.
pub fn paragraph_end(app: &mut App, _: Option<u32>) {
    repeat(app, None, |reader, caret| {
        let (byte, _) = reader.text_at(caret)?.grapheme_indices(true).next_back()?;
        Some(Place { byte, ..caret })
    });
}

/// `0`.
pub fn paragraph_start(app: &mut App, _: Option<u32>) {
    repeat(app, None, |_, caret| Some(Place { byte: 0, ..caret }));
}

/// `j`.
pub fn down(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| reader.line_beside(caret, 1));
}

/// `k`.
pub fn up(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| reader.line_beside(caret, -1));
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn repeat(app: &mut App, count: Option<u32>, motion: fn(&mut Reader, Place) -> Option<Place>) {
    let Some(reader) = app.reader_mut() else { return };
    for _ in 0..count.unwrap_or(1).min(1_000) {
        let Some(passage) = reader.passage else { return };
        let Some(caret) = motion(reader, passage.caret) else { break };
        reader.passage = Some(Passage { caret, ..passage });
        reader.page.reveal_line(super::Text { flow: &reader.flow, article: &reader.piece.article }, caret);
    }
}

impl Reader {
    fn text_at(&self, place: Place) -> Option<&str> {
        let item = self.flow.items.get(self.flow.find(place)?)?;
        let text = block_of(self.article(), item.origin)?.text.as_str();
        (item.order == place.order && text.is_char_boundary(place.byte)).then_some(text)
    }

    /// The first place of the next block, or the last of the one before.
    fn neighbour(&self, place: Place, by: isize) -> Option<Place> {
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

    /// The place above or below on the screen, scrolling where it ends.
    fn line_beside(&mut self, place: Place, by: isize) -> Option<Place> {
        let text = super::Text { flow: &self.flow, article: &self.piece.article };
        self.page.reveal_line(text, place);
        let row = self.page.row_of(text, place)?;
        let column = self.line_at(row)?.1.column_of(place.byte).unwrap_or(0);
        let rows = usize::from(self.page.height);
        if (by > 0 && row + 3 > rows) || (by < 0 && row < 3) {
            self.page.scroll(text, by * 3);
        }
        let text = super::Text { flow: &self.flow, article: &self.piece.article };
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

    fn line_at(&self, row: usize) -> Option<(u32, &crate::tui::layout::Line)> {
        match self.page.rows(self.text()).nth(row)? {
            Row::Line(index, line) => Some((self.flow.items[index].order, line)),
            Row::Blank(_) => None,
        }
    }

    /// The highlights with this passage among them, or without the one that holds its caret; and whether it has come.
    fn with_highlight(&self, passage: Passage) -> (Vec<Highlight>, bool) {
        let mut all = self.kept.marks.highlights.clone();
        if let Some(held) = self.kept.highlight_at(passage.caret) {
            all.remove(held);
            return (all, false);
        }
        let text = self.words_of(passage);
        let start = self.own_byte(passage.ends()[0]);
        // The librarian, who has a clock, dates what has no date.
        all.push(Highlight { span: Some(Span::new(start, start + text.len())), text, note: None, made: 0 });
        (all, true)
    }

    /// The words of a passage, blocks parted by blank lines.
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
