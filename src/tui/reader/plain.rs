//! The current line of `--plain`, marked by the terminal's cursor. Line keys move it, and the page turns only at the
//! edge of the screen, so that little is sent over a slow line and a screen reader speaks one line at a time.

use crate::document::Span;
use crate::tui::display::RenderMode;
use crate::tui::reader::Reader;
use crate::tui::reader::flow::Place;
use crate::tui::reader::page::{PageRow, Text};
use crate::tui::reader::voices::Voices;

/// Drawing mode and current line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlainCursor {
    /// Full drawing, or plain for screen readers.
    pub mode: RenderMode,
    /// Start of the current line, in `--plain`.
    pub line: Option<Place>,
}

/// A visible line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    row: usize,
    place: Place,
    /// Range of the line in its block, in bytes.
    bytes: Span,
}

impl Reader {
    /// Returns the starting point of motions: the current line in `--plain`, or else the first visible line.
    pub fn here(&self) -> Place {
        match self.plain_cursor.mode {
            RenderMode::Full => self.page.place(),
            RenderMode::Plain => self.current_line().map_or_else(|| self.page.place(), |seen| seen.place),
        }
    }

    /// Returns the row of the current line, relative to the first row of the text.
    pub fn current_row(&self) -> u16 {
        self.current_line().map_or(0, |seen| seen.row as u16)
    }

    /// Moves the current line; at the edge of the screen, turns the page.
    pub(in crate::tui) fn step_line(&mut self, by: isize) {
        let lines = self.seen();
        let Some(here) = self.current_line() else { return };
        let at = lines.iter().position(|seen| *seen == here).unwrap_or(0) as isize;
        let inside = usize::try_from(at + by).ok().and_then(|target| lines.get(target));
        self.plain_cursor.line = match inside {
            Some(seen) => Some(seen.place),
            None if by > 0 => self.turned(by - (lines.len() as isize - 1 - at), lines.last().copied()),
            None => self.turned(by + at, lines.first().copied()),
        };
        self.hear_line();
    }

    /// Turns the page and returns the line `by` lines after (before) the last (first) one.
    fn turned(&mut self, by: isize, edge: Option<Seen>) -> Option<Place> {
        let edge = edge?;
        let page = isize::from(self.page.height as i16).max(1);
        let rows = if by > 0 { edge.row as isize + by.max(1) } else { by - page + 1 };
        self.page.scroll(Text { flow: &self.flow, article: &self.piece.article }, rows);
        let mut beyond = self.seen().into_iter().map(|seen| seen.place);
        let found = if by > 1 {
            beyond.find(|_| true)
        } else if by > 0 {
            beyond.find(|place| *place > edge.place)
        } else {
            beyond.rfind(|place| *place < edge.place)
        };
        found.or(Some(edge.place))
    }

    /// Makes the quotation on the current line the current one.
    fn hear_line(&mut self) {
        let Some(seen) = self.current_line() else { return };
        let base = self.byte_of(Place { byte: 0, ..seen.place });
        let said = base.zip(self.voices.as_ref()).and_then(|(base, voices)| {
            let pieces = Voices::touching(&voices.contents, seen.bytes.shifted(base));
            let stays = self.current.filter(|current| pieces.iter().any(|piece| piece.quote == *current));
            stays.or_else(|| pieces.first().map(|piece| piece.quote))
        });
        if said != self.current {
            self.current = said;
            self.mirror();
        }
    }

    fn current_line(&self) -> Option<Seen> {
        let row = self.plain_cursor.line.and_then(|place| self.page.row_of(self.text(), place)).unwrap_or(0);
        self.seen().into_iter().find(|seen| seen.row >= row)
    }

    fn seen(&self) -> Vec<Seen> {
        let line = |(row, line): (usize, PageRow<'_>)| match line {
            PageRow::Line(index, line) => {
                let place = Place { order: self.flow.items[index].order, byte: line.span.start };
                Some(Seen { row, place, bytes: line.span })
            }
            PageRow::Blank(_) => None,
        };
        self.page.rows(self.text()).enumerate().filter_map(line).collect()
    }
}
