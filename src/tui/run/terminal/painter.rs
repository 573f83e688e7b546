//! Writes frames as bytes: only the changed cells, in one write, as one synchronised update.

use crate::layout::display_width;
use crate::tui::hyperlinks;
use crate::tui::view::frame::{FrameExtras, LinkArea};
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::style::{Attribute, Color as Ink, Colors, ResetColor, SetAttribute, SetColors};
use ratatui::crossterm::{Command, cursor};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use std::io;
use std::io::Write;

/// Paints frames and remembers the last one.
#[derive(Debug)]
pub struct Painter {
    last: Buffer,
    anchors: Vec<LinkArea>,
    cursor: Option<Position>,
    bytes: String,
    links: Links,
    rows: RowMode,
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
        Self { last, anchors: Vec::new(), cursor: None, bytes: String::new(), links, rows: RowMode::default() }
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
    pub fn paint(&mut self, next: Buffer, extras: FrameExtras, out: &mut impl Write) -> io::Result<()> {
        self.bytes.clear();
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
        let diff = self.last.diff(next);
        let mut extra = if self.rows == RowMode::Whole { self.whole_rows(&diff, next) } else { Vec::new() };
        for anchor in relinked {
            for position in anchor.area.intersection(next.area).positions() {
                let covered = position.x > 0 && wide(next, position.x - 1, position.y);
                if let Some(cell) = next.cell(position).filter(|_| !covered) {
                    extra.push((position.x, position.y, cell));
                }
            }
        }
        let mut all = diff;
        if !extra.is_empty() {
            all.extend(extra);
            all.sort_by_key(|(x, y, _)| (*y, *x));
            all.dedup_by_key(|(x, y, _)| (*x, *y));
        }
        for (x, y, cell) in all {
            let here = Position { x, y };
            if pending != Some(here) {
                write(&mut self.bytes, &cursor::MoveTo(x, y));
            }
            let link = anchors.iter().position(|a| a.area.contains(here));
            pen.link(&mut self.bytes, link, anchors);
            pen.style(&mut self.bytes, cell);
            self.bytes.push_str(cell.symbol());
            let width = display_width(cell.symbol());
            pending = (width == 1 && cell.symbol().is_ascii()).then_some(Position { x: x + 1, y });
        }
        pen.end(&mut self.bytes);
    }

    /// Returns all cells of the changed rows, up to the last one that is or was in use.
    fn whole_rows<'a>(&self, diff: &[(u16, u16, &'a Cell)], next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
        let mut rows: Vec<u16> = diff.iter().map(|(_, y, _)| *y).collect();
        rows.dedup();
        let width = next.area.width;
        let end =
            |buffer: &Buffer, y| (0..width).rev().find(|x| buffer.cell((*x, y)).is_some_and(|c| c.symbol() != " "));
        let cells = |y: u16| {
            let to = end(next, y).max(end(&self.last, y)).map_or(0, |x| x + 1);
            (0..to)
                .filter(move |x| *x == 0 || !wide(next, x - 1, y))
                .filter_map(move |x| Some((x, y, next.cell((x, y))?)))
        };
        rows.into_iter().flat_map(cells).collect()
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

/// Returns true if the glyph of a cell also covers the next cell.
fn wide(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer.cell((x, y)).is_some_and(|cell| display_width(cell.symbol()) > 1)
}

/// Returns the links that are in only one of the lists; their cells must be written again.
fn changed<'a>(old: &'a [LinkArea], new: &'a [LinkArea]) -> Vec<&'a LinkArea> {
    let gone = old.iter().filter(|a| !new.contains(a));
    let come = new.iter().filter(|a| !old.contains(a));
    gone.chain(come).collect()
}

/// Current attributes of the terminal's output.
#[derive(Debug, Default)]
struct Pen {
    style: Option<(Color, Color, Modifier)>,
    link: Option<usize>,
}

impl Pen {
    fn style(&mut self, bytes: &mut String, cell: &Cell) {
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if self.style == Some(wanted) {
            return;
        }
        if self.style.is_none_or(|(.., modifier)| modifier != cell.modifier) {
            bytes.push_str("\x1b[0m");
            for (modifier, attribute) in ATTRIBUTES {
                if cell.modifier.contains(modifier) {
                    write(bytes, &SetAttribute(attribute));
                }
            }
        } else if cell.fg == Color::Reset || cell.bg == Color::Reset {
            write(bytes, &ResetColor);
        }
        if cell.fg != Color::Reset || cell.bg != Color::Reset {
            write(bytes, &SetColors(Colors::new(ink(cell.fg), ink(cell.bg))));
        }
        self.style = Some(wanted);
    }

    fn link(&mut self, bytes: &mut String, link: Option<usize>, anchors: &[LinkArea]) {
        if self.link == link {
            return;
        }
        match link.and_then(|i| hyperlinks::encoded(&anchors.get(i)?.url)) {
            Some(url) => {
                let _ = write!(bytes, "\x1b]8;id={:x};{url}\x1b\\", number(&url));
            }
            None => bytes.push_str("\x1b]8;;\x1b\\"),
        }
        self.link = link;
    }

    fn end(&mut self, bytes: &mut String) {
        if self.link.take().is_some() {
            bytes.push_str("\x1b]8;;\x1b\\");
        }
        if self.style.take().is_some() {
            bytes.push_str("\x1b[0m");
        }
    }
}

const ATTRIBUTES: [(Modifier, Attribute); 7] = [
    (Modifier::BOLD, Attribute::Bold),
    (Modifier::DIM, Attribute::Dim),
    (Modifier::ITALIC, Attribute::Italic),
    (Modifier::UNDERLINED, Attribute::Underlined),
    (Modifier::REVERSED, Attribute::Reverse),
    (Modifier::CROSSED_OUT, Attribute::CrossedOut),
    (Modifier::HIDDEN, Attribute::Hidden),
];

fn ink(color: Color) -> Ink {
    use ratatui::crossterm::style::Color as C;
    match color {
        Color::Reset => C::Reset,
        Color::Black => C::Black,
        Color::Red => C::DarkRed,
        Color::Green => C::DarkGreen,
        Color::Yellow => C::DarkYellow,
        Color::Blue => C::DarkBlue,
        Color::Magenta => C::DarkMagenta,
        Color::Cyan => C::DarkCyan,
        Color::Gray => C::Grey,
        Color::DarkGray => C::DarkGrey,
        Color::LightRed => C::Red,
        Color::LightGreen => C::Green,
        Color::LightYellow => C::Yellow,
        Color::LightBlue => C::Blue,
        Color::LightMagenta => C::Magenta,
        Color::LightCyan => C::Cyan,
        Color::White => C::White,
        Color::Indexed(i) => C::AnsiValue(i),
        Color::Rgb(r, g, b) => C::Rgb { r, g, b },
    }
}

/// Returns a number that is the same for the same address, so that a wrapped link is one link.
fn number(url: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(url.as_bytes());
    hasher.finish() & 0xffff_ffff
}

fn write(bytes: &mut String, command: &impl Command) {
    // Writing to a String cannot fail.
    let _ = command.write_ansi(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn changed_rows_are_written_whole_for_screen_readers() {
        let mut painter = Painter::new(Links::Left).rows(RowMode::Whole);
        paint(&mut painter, ["4 of 24: Ada", "other"], FrameExtras::default());
        let frame = paint(&mut painter, ["5 of 24: Ada", "other"], FrameExtras::default());
        assert!(frame.contains("5 of 24: Ada") && !frame.contains("other"), "{frame:?}");
    }
}
