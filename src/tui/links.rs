//! Links that the terminal itself can open (OSC 8), for ratatui, whose buffer knows none.
//!
//! A cell carries the number of its link as its underline colour, which sayso uses for nothing else. So a link is part
//! of what the buffer compares: where a link comes, goes or changes, its cells are drawn again. [`LinkBackend`] takes the
//! number off and writes the link around the cells. All cells of one link have one id, so that the terminal shows it as
//! one also where it wraps.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use std::io::{self, Write};
use std::sync::Arc;

/// Longer addresses are not given to the terminal: VTE ignores what is beyond 2,083 bytes.
const LONGEST: usize = 2083;
/// Numbers fit in a colour's 24 bits.
const MOST: u32 = 1 << 24;
/// What may not stand in an OSC 8 as it is (its specification: only bytes 32 to 126), and the blank.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// The links that may be on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    first: u32,
    addresses: Vec<Option<Box<str>>>,
}

impl Links {
    /// The links with these addresses, numbered from 0. Their cells differ from those of the links `before`, so that
    /// nothing of another page stays.
    pub fn new<'a>(addresses: impl IntoIterator<Item = &'a str>, before: &Self) -> Self {
        let addresses: Vec<_> = addresses.into_iter().map(|address| encoded(address).map(Into::into)).collect();
        let next = before.first.saturating_add(before.addresses.len() as u32);
        let fits = next.saturating_add(addresses.len() as u32) < MOST;
        Self { first: if fits { next } else { 0 }, addresses }
    }

    /// The underline colour that makes cells part of link `number`; none where it can't be opened.
    pub fn ink(&self, number: usize) -> Option<Color> {
        self.addresses.get(number)?.as_ref()?;
        let value = self.first.checked_add(u32::try_from(number).ok()?)?;
        let [high, red, green, blue] = value.to_be_bytes();
        (high == 0).then_some(Color::Rgb(red, green, blue))
    }

    /// The start of the link that an underline colour stands for.
    fn start(&self, ink: Color) -> Option<String> {
        let Color::Rgb(red, green, blue) = ink else { return None };
        let value = u32::from_be_bytes([0, red, green, blue]);
        let number = usize::try_from(value.checked_sub(self.first)?).ok()?;
        self.addresses.get(number)?.as_deref().map(|address| start(address, value))
    }
}

/// What ends a link.
pub const END: &str = "\x1b]8;;\x1b\\";

/// What begins a link in a terminal; `number` tells its parts from other links. None where the address may not be given
/// to a terminal.
pub fn opening(address: &str, number: usize) -> Option<String> {
    encoded(address).map(|address| start(&address, number as u32))
}

fn start(address: &str, number: u32) -> String {
    format!("\x1b]8;id=sayso{number};{address}\x1b\\")
}

/// Whether links are wanted: `NO_TERM_HYPERLINKS` turns them off.
pub fn wanted(environment: impl Fn(&str) -> Option<String>) -> bool {
    environment("NO_TERM_HYPERLINKS").is_none_or(|value| value.is_empty())
}

/// An address fit for OSC 8: only http, https and mailto, every other byte than 33 to 126 percent-encoded.
fn encoded(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let address = utf8_percent_encode(address, ENCODED).to_string();
    (known && address.len() <= LONGEST).then_some(address)
}

/// A backend that writes links around the cells of another one.
#[derive(Debug)]
pub struct LinkBackend<B> {
    inner: B,
    links: Option<Arc<Links>>,
}

impl<B: Backend + Write> LinkBackend<B> {
    /// Around `inner`; without links until [`Self::set_links`].
    pub const fn new(inner: B) -> Self {
        Self { inner, links: None }
    }

    /// The links of the next frames; none: no links are written.
    pub fn set_links(&mut self, links: Option<Arc<Links>>) {
        self.links = links;
    }

    /// The backend within.
    pub const fn inner_mut(&mut self) -> &mut B {
        &mut self.inner
    }

    /// Cells of one link, or of none.
    fn draw_stretch(&mut self, ink: Color, cells: &[(u16, u16, &Cell)]) -> Result<(), B::Error>
    where
        B::Error: From<io::Error>,
    {
        if ink == Color::Reset {
            return self.inner.draw(cells.iter().copied());
        }
        let start = self.links.as_ref().and_then(|links| links.start(ink));
        if let Some(start) = &start {
            self.inner.write_all(start.as_bytes())?;
        }
        let plain: Vec<(u16, u16, Cell)> = cells.iter().map(|(x, y, cell)| (*x, *y, without_ink(cell))).collect();
        self.inner.draw(plain.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        if start.is_some() {
            self.inner.write_all(END.as_bytes())?;
        }
        Ok(())
    }
}

fn without_ink(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    cell.underline_color = Color::Reset;
    cell
}

impl<B> Backend for LinkBackend<B>
where
    B: Backend + Write,
    B::Error: From<io::Error>,
{
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Self::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        for stretch in cells.chunk_by(|a, b| a.2.underline_color == b.2.underline_color) {
            self.draw_stretch(stretch[0].2.underline_color, stretch)?;
        }
        Ok(())
    }

    fn append_lines(&mut self, count: u16) -> Result<(), Self::Error> {
        self.inner.append_lines(count)
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Self::Error> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.inner.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Backend::flush(&mut self.inner)
    }
}

impl<B: Write> Write for LinkBackend<B> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests;
