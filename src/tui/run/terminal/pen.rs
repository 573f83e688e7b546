//! Writes style and link of a cell, as far as they differ from those of the cell before.

use crate::tui::hyperlinks;
use crate::tui::view::frame::LinkArea;
use ratatui::buffer::Cell;
use ratatui::crossterm::Command;
use ratatui::crossterm::style::{Attribute, Color as Ink, Colors, ResetColor, SetAttribute, SetColors};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

/// Current attributes of the terminal's output.
#[derive(Debug, Default)]
pub(super) struct Pen {
    style: Option<(Color, Color, Modifier)>,
    link: Option<usize>,
}

impl Pen {
    pub(super) fn style(&mut self, bytes: &mut String, cell: &Cell) {
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

    pub(super) fn link(&mut self, bytes: &mut String, link: Option<usize>, anchors: &[LinkArea]) {
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

    pub(super) fn end(&mut self, bytes: &mut String) {
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

/// Adds the sequence of a command.
pub(super) fn write(bytes: &mut String, command: &impl Command) {
    // Writing to a String cannot fail.
    let _ = command.write_ansi(bytes);
}
