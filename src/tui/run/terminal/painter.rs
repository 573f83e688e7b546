//! Writes frames as bytes: only the changed cells, in one write, as one synchronised update.

use crate::layout::display_width;
use crate::small_sort::SmallSort;
use crate::tui::run::terminal::pen::{Pen, write};
use crate::tui::run::terminal::symbols;
use crate::tui::terminal_name::CellWriting;
use crate::tui::view::frame::{FrameExtras, LinkArea};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::crossterm::cursor;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use std::io;
use std::io::Write;

/// Maximum width of a cluster in cells, such as an Indic syllable of several letters.
const WIDEST: u16 = 8;

/// Paints frames and remembers the last one.
#[derive(Debug)]
pub struct Painter {
    last: Buffer,
    anchors: Vec<LinkArea>,
    cursor: Option<Position>,
    bytes: String,
    links: Links,
    rows: RowMode,
    writing: CellWriting,
    italics: Italics,
}

/// Italics in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Italics {
    /// Written to the terminal.
    #[default]
    Written,
    /// Left out: GNU screen shows them reversed.
    Left,
}

impl Italics {
    /// Decides by environment variables.
    pub fn of(environment: impl Fn(&str) -> Option<String>) -> Self {
        let in_screen = environment("STY").is_some_and(|value| !value.is_empty());
        if in_screen { Self::Left } else { Self::Written }
    }
}

/// Part of a changed row that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowMode {
    /// Only the changed cells.
    #[default]
    Cells,
    /// The whole row, so that a screen reader speaks whole words.
    Whole,
}

/// Hyperlinks (OSC 8) in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// Written to the terminal.
    Written,
    /// Left out (`NO_TERM_HYPERLINKS`).
    Left,
}

impl Painter {
    /// A painter for a blank screen.
    pub fn new(links: Links) -> Self {
        let last = Buffer::empty(Rect::default());
        Self {
            last,
            anchors: Vec::new(),
            cursor: None,
            bytes: String::new(),
            links,
            rows: RowMode::default(),
            writing: CellWriting::default(),
            italics: Italics::default(),
        }
    }

    /// Sets the use of italics.
    #[must_use]
    pub fn italics(self, italics: Italics) -> Self {
        Self { italics, ..self }
    }

    /// Sets the characters that the terminal needs; the next frame is painted completely if they change.
    pub fn set_writing(&mut self, writing: CellWriting) {
        if self.writing != writing {
            self.writing = writing;
            self.forget();
        }
    }

    /// Sets the part of a changed row that is written.
    #[must_use]
    pub fn rows(self, rows: RowMode) -> Self {
        Self { rows, ..self }
    }

    /// Forgets the last frame, so that the next one is painted completely.
    pub fn forget(&mut self) {
        self.last = Buffer::empty(Rect::default());
        self.anchors.clear();
        self.cursor = None;
    }

    /// Writes the difference from the last frame.
    ///
    /// # Errors
    ///
    /// The terminal cannot be written to.
    pub fn paint(&mut self, mut next: Buffer, extras: FrameExtras, out: &mut impl Write) -> io::Result<()> {
        self.bytes.clear();
        if self.italics == Italics::Left {
            next.content.iter_mut().for_each(|cell| cell.modifier.remove(Modifier::ITALIC));
        }
        let anew = self.last.area != next.area;
        if anew {
            self.last = Buffer::empty(next.area);
            self.bytes.push_str("\x1b[0m\x1b[2J");
        }
        let anchors = if self.links == Links::Written { extras.anchors } else { Vec::new() };
        self.cells(&next, &anchors);
        self.place_cursor(extras.cursor);
        self.last = next;
        self.anchors = anchors;
        if self.bytes.is_empty() {
            return Ok(());
        }
        let frame = format!("\x1b[?2026h{}\x1b[?2026l", self.bytes);
        out.write_all(frame.as_bytes())?;
        out.flush()
    }

    fn cells(&mut self, next: &Buffer, anchors: &[LinkArea]) {
        let mut pen = Pen::default();
        let mut pending: Option<Position> = None;
        let relinked: Vec<&LinkArea> = changed(&self.anchors, anchors);
        let mut all = self.last.diff(next);
        // The ground of covered cells is painted with the character; a blank on top would cut it.
        all.retain(|(x, y, cell)| cell.symbol() != " " || !is_covered(next, *x, *y));
        let mut extra = Vec::new();
        for anchor in relinked {
            for position in anchor.area.intersection(next.area).positions() {
                let covered = is_covered(next, position.x, position.y);
                if let Some(cell) = next.cell(position).filter(|cell| !covered && !is_behind_picture(cell)) {
                    extra.push((position.x, position.y, cell));
                }
            }
        }
        extra.extend(self.whole_rows(&all, next));
        if !extra.is_empty() {
            all.extend(extra);
            all.small_sort_by_key(|(x, y, _)| (*y, *x));
            all.dedup_by_key(|(x, y, _)| (*x, *y));
        }
        let mut substitutes = symbols::Substitutes::new();
        for row in rows_of(&all) {
            symbols::substitute(next, row, self.writing, &mut substitutes);
        }
        for (x, y, cell) in all {
            let here = Position { x, y };
            if pending != Some(here) {
                write(&mut self.bytes, &cursor::MoveTo(x, y));
            }
            let link = anchors.iter().position(|a| a.area.contains(here));
            pen.link(&mut self.bytes, link, anchors);
            pen.style(&mut self.bytes, cell);
            pending = None;
            if !symbols::is_text(cell) {
                self.bytes.push_str(cell.symbol());
                continue;
            }
            let symbol = substitutes.get(&(x, y)).map_or(cell.symbol(), |symbol| symbol.as_ref());
            let width = display_width(symbol);
            if symbols::is_cluster(symbol) {
                // The ground first: the terminal may paint fewer cells than counted here.
                self.bytes.extend(std::iter::repeat_n(' ', usize::from(width)));
                write(&mut self.bytes, &cursor::MoveTo(x, y));
            }
            self.bytes.push_str(symbol);
            pending = (width == 1 && symbol.is_ascii()).then_some(Position { x: x + 1, y });
        }
        pen.end(&mut self.bytes);
    }

    /// Returns all cells, up to the last one that is or was in use, of the changed rows that have to be written whole.
    fn whole_rows<'a>(&self, diff: &[(u16, u16, &'a Cell)], next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
        let width = next.area.width;
        let end =
            |buffer: &Buffer, y| (0..width).rev().find(|x| buffer.cell((*x, y)).is_some_and(|c| c.symbol() != " "));
        let cells = |y: u16| {
            let to = end(next, y).max(end(&self.last, y)).map_or(0, |x| x + 1);
            (0..to)
                .filter(move |x| !is_covered(next, *x, y))
                .filter_map(move |x| Some((x, y, next.cell((x, y))?)))
                .filter(|(.., cell)| !is_behind_picture(cell))
        };
        let is_delicate = |buffer, y| symbols::is_delicate(buffer, y, self.writing);
        let is_whole = |y: &u16| self.rows == RowMode::Whole || is_delicate(next, *y) || is_delicate(&self.last, *y);
        rows_of(diff).into_iter().filter(is_whole).flat_map(cells).collect()
    }

    fn place_cursor(&mut self, cursor: Option<Position>) {
        match cursor {
            Some(at) if !self.bytes.is_empty() || self.cursor != cursor => {
                write(&mut self.bytes, &cursor::MoveTo(at.x, at.y));
                self.bytes.push_str("\x1b[?25h");
            }
            None if self.cursor.is_some() => self.bytes.push_str("\x1b[?25l"),
            _ => {}
        }
        self.cursor = cursor;
    }
}

/// Returns the numbers of the rows of some cells, which are in order.
fn rows_of(cells: &[(u16, u16, &Cell)]) -> Vec<u16> {
    let mut rows: Vec<u16> = cells.iter().map(|(_, y, _)| *y).collect();
    rows.dedup();
    rows
}

/// Returns true if a cell must not be written, since a picture covers it.
fn is_behind_picture(cell: &Cell) -> bool {
    matches!(cell.diff_option, CellDiffOption::Skip)
}

/// Returns true if the glyph of a cell further left also covers this one. Clusters may be wider than two cells, as counted
/// here.
fn is_covered(buffer: &Buffer, x: u16, y: u16) -> bool {
    let covers = |before: u16| {
        let cell = x.checked_sub(before).and_then(|x| buffer.cell((x, y))).filter(|cell| symbols::is_text(cell));
        cell.is_some_and(|cell| display_width(cell.symbol()) > before)
    };
    (1..WIDEST).any(covers)
}

/// Returns the links that are in only one of the lists; their cells must be written again.
fn changed<'a>(old: &'a [LinkArea], new: &'a [LinkArea]) -> Vec<&'a LinkArea> {
    let gone = old.iter().filter(|a| !new.contains(a));
    let come = new.iter().filter(|a| !old.contains(a));
    gone.chain(come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terminal_name::RightToLeft;
    use std::num::NonZeroU16;

    fn paint(painter: &mut Painter, lines: [&str; 2], extras: FrameExtras) -> String {
        let mut out = Vec::new();
        painter.paint(Buffer::with_lines(lines), extras, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn unchanged_cells_are_not_written() {
        let mut painter = Painter::new(Links::Written);
        assert!(paint(&mut painter, ["abc", "def"], FrameExtras::default()).contains("abc"));
        assert_eq!(paint(&mut painter, ["abc", "def"], FrameExtras::default()), "");
        let frame = paint(&mut painter, ["abX", "def"], FrameExtras::default());
        assert!(frame.starts_with("\x1b[?2026h") && frame.ends_with("\x1b[?2026l"));
        assert!(frame.contains('X') && !frame.contains('a'));
    }

    #[test]
    fn link_is_encoded_around_its_cells() {
        let mut painter = Painter::new(Links::Written);
        let anchor = LinkArea { area: Rect::new(1, 0, 2, 1), url: "https://example.org/é \x1b".into() };
        let frame = paint(&mut painter, ["abc", "def"], FrameExtras { anchors: vec![anchor], cursor: None });
        assert!(frame.contains("https://example.org/%C3%A9%20%1B\x1b\\"), "{frame:?}");
        assert!(paint(&mut painter, ["abc", "def"], FrameExtras::default()).contains("bc"));
    }

    #[test]
    fn wrapped_link_has_one_number_and_others_differ() {
        let anchor = |y, url: &str| LinkArea { area: Rect::new(0, y, 3, 1), url: url.into() };
        let ids = |urls: [&str; 2]| {
            let anchors = vec![anchor(0, urls[0]), anchor(1, urls[1])];
            let frame = paint(&mut Painter::new(Links::Written), ["abc", "def"], FrameExtras { anchors, cursor: None });
            let ids: Vec<_> = frame.split("]8;id=").skip(1).filter_map(|rest| rest.split(';').next()).collect();
            assert_eq!(ids.len(), 2, "{frame:?}");
            ids[0] == ids[1]
        };
        assert!(ids(["https://example.org/a", "https://example.org/a"]));
        assert!(!ids(["https://example.org/a", "https://example.org/b"]));
    }

    #[test]
    fn cells_behind_picture_are_not_written_for_links() {
        let mut painter = Painter::new(Links::Written);
        let anchor = LinkArea { area: Rect::new(0, 1, 3, 1), url: "https://example.org/".into() };
        paint(&mut painter, ["abc", "def"], FrameExtras { anchors: vec![anchor], cursor: None });
        let mut buffer = Buffer::with_lines(["abc", "   "]);
        buffer[(0, 0)].set_symbol("PICTURE").set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::MIN));
        for at in [(1, 0), (2, 0), (0, 1), (1, 1), (2, 1)] {
            buffer[at].set_diff_option(CellDiffOption::Skip);
        }
        let mut out = Vec::new();
        painter.paint(buffer, FrameExtras::default(), &mut out).unwrap();
        let frame = String::from_utf8(out).unwrap();
        let (_, after) = frame.split_once("PICTURE").unwrap();
        assert!(!after.contains(' '), "{frame:?}");
    }

    #[test]
    fn cells_of_clusters_are_painted_first_and_their_rows_whole() {
        let mut painter = Painter::new(Links::Left);
        let frame = paint(&mut painter, ["a ❤️ b", "c"], FrameExtras::default());
        assert!(frame.contains("  \x1b[1;3H❤️"), "{frame:?}");
        let syllable = paint(&mut painter, ["मंत्री ने", "c"], FrameExtras::default());
        assert!(!syllable.contains("\x1b[1;4H"), "{syllable:?}");
        paint(&mut painter, ["a ❤️ b", "c"], FrameExtras::default());
        let frame = paint(&mut painter, ["a ❤️ x", "c"], FrameExtras::default());
        assert!(frame.contains("❤️") && frame.contains('a') && !frame.contains('c'), "{frame:?}");
        let frame = paint(&mut painter, ["a xy x", "c"], FrameExtras::default());
        assert!(frame.contains('a'), "nothing of the cluster stays: {frame:?}");
    }

    #[test]
    fn italics_are_left_out_in_gnu_screen() {
        let frame = |environment: Option<&str>| {
            let italics = Italics::of(|_| environment.map(str::to_owned));
            let mut buffer = Buffer::with_lines(["abc"]);
            buffer[(0, 0)].modifier = Modifier::ITALIC | Modifier::BOLD;
            let mut out = Vec::new();
            Painter::new(Links::Left).italics(italics).paint(buffer, FrameExtras::default(), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(frame(None).contains("\x1b[3m") && !frame(Some("1.screen")).contains("\x1b[3m"));
        assert!(frame(Some("1.screen")).contains("\x1b[1m"));
    }

    #[test]
    fn change_of_order_repaints_right_to_left_rows() {
        let mut painter = Painter::new(Links::Left);
        assert!(paint(&mut painter, ["גבא", "c"], FrameExtras::default()).contains('ג'));
        painter.set_writing(CellWriting { order: RightToLeft::RunsReversed, ..CellWriting::default() });
        let frame = paint(&mut painter, ["גבא", "c"], FrameExtras::default());
        let letters: String = frame.chars().filter(|c| "אבג".contains(*c)).collect();
        assert_eq!(letters, "אבג");
    }

    #[test]
    fn changed_rows_are_written_whole_for_screen_readers() {
        let mut painter = Painter::new(Links::Left).rows(RowMode::Whole);
        paint(&mut painter, ["4 of 24: Ada", "other"], FrameExtras::default());
        let frame = paint(&mut painter, ["5 of 24: Ada", "other"], FrameExtras::default());
        assert!(frame.contains("5 of 24: Ada") && !frame.contains("other"), "{frame:?}");
    }
}
