//! Tables for people: columns separated by blanks, the last one as wide as the remaining room, long cells wrapped.

use super::context::Styling;
use super::screen;
use crate::document::Span;
use crate::reading::export::text::wrapped;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthStr;

/// A cell: its text, and for parts of it SGR codes for [`screen::span`].
#[derive(Clone, Debug, Default)]
pub struct Cell {
    text: String,
    looks: Vec<(Span, String)>,
}

impl Cell {
    /// A cell in one style.
    pub fn new(text: impl AsRef<str>, codes: &str) -> Self {
        let mut cell = Self::default();
        cell.push(text.as_ref(), codes);
        cell
    }

    /// Appends text in a style.
    pub fn push(&mut self, text: &str, codes: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.looks.push((Span::new(start, self.text.len()), codes.to_owned()));
    }

    /// Joins several cells to one line, separated by dots.
    pub fn joined<'a>(cells: impl IntoIterator<Item = &'a Self>, codes: &str) -> Self {
        let mut joined = Self::default();
        for cell in cells.into_iter().filter(|cell| !cell.text.is_empty()) {
            if !joined.text.is_empty() {
                joined.push(" · ", codes);
            }
            joined.append(cell);
        }
        joined
    }

    /// Appends another cell with its styles.
    pub fn append(&mut self, other: &Self) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        let moved = |(span, codes): &(Span, String)| (Span::new(start + span.start, start + span.end), codes.clone());
        self.looks.extend(other.looks.iter().map(moved));
    }

    /// Formats the cell, which has no line ends, as one line.
    pub fn line(&self) -> String {
        let mut out = String::new();
        self.write(Span::new(0, self.text.len()), &mut out);
        out.push('\n');
        out
    }

    /// Formats the cell as wrapped lines.
    pub fn lines(&self, width: usize) -> String {
        let mut out = String::new();
        for line in wrapped(&self.text, width) {
            self.write(line, &mut out);
            out.push('\n');
        }
        out
    }

    /// Writes the part of the text in `line`, which is within one line.
    fn write(&self, line: Span, out: &mut String) {
        for (span, codes) in self.looks.iter().filter(|(span, _)| span.overlaps(line)) {
            let part = Span::new(span.start.max(line.start), span.end.min(line.end));
            screen::span(part.of(&self.text), codes, out);
        }
    }
}

/// Maximum width of all columns but the last.
const WIDEST: usize = 28;
/// Number of blanks between columns.
const GAP: usize = 2;

/// Returns the width of the terminal, or 100 columns in a pipe.
pub fn width() -> usize {
    std::io::stdout().is_terminal().then(screen::columns).flatten().unwrap_or(100)
}

/// Minimum width for a table; narrower terminals get stacked cells.
const NARROW: usize = 64;

/// Returns true if the terminal is too narrow for a table; never in a pipe.
pub fn is_narrow() -> bool {
    width() < NARROW
}

/// Stacks cells, each on lines of its own; empty ones are left out.
pub fn stack<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> String {
    let width = width().saturating_sub(1);
    cells.into_iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.lines(width)).collect()
}

/// Lays out rows below their headings.
pub fn lay(headings: &[&str], rows: &[Vec<Cell>], styling: Styling) -> String {
    lay_in(width(), headings, rows, styling)
}

fn lay_in(total: usize, headings: &[&str], rows: &[Vec<Cell>], styling: Styling) -> String {
    let last = headings.len().saturating_sub(1);
    let widest = (total / 3).clamp(4, WIDEST);
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            let needed = cell.text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
            *width = (*width).max(needed.min(widest));
        }
    }
    let before: usize = widths.iter().take(last).map(|width| width + GAP).sum();
    if let Some(width) = widths.get_mut(last) {
        *width = total.saturating_sub(before + 1).max(16);
    }
    let mut out = String::new();
    let head = if styling == Styling::Plain { "" } else { ";2" };
    let heads: Vec<_> = headings.iter().map(|text| Cell::new(text, head)).collect();
    lay_row(&heads, &widths, &mut out);
    for row in rows {
        lay_row(row, &widths, &mut out);
    }
    out
}

fn lay_row(row: &[Cell], widths: &[usize], out: &mut String) {
    let cells: Vec<Vec<Span>> = row.iter().zip(widths).map(|(cell, &width)| wrapped(&cell.text, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    for number in 0..height {
        let mut pending = 0;
        for ((cell, lines), width) in row.iter().zip(&cells).zip(widths) {
            let line = lines.get(number).copied().unwrap_or_default();
            if !line.is_empty() {
                out.push_str(&" ".repeat(pending));
                pending = 0;
                cell.write(line, out);
            }
            pending += width.saturating_sub(line.of(&cell.text).width()) + GAP;
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_wrap_without_trailing_blanks() {
        let row = |a: &str, b: &str| vec![Cell::new(a, ""), Cell::new(b, "")];
        let rows = [row("Ada Vane, historian of clocks", "It was late, and it always had been"), row("", "x")];
        let text = lay_in(40, &["WHO", "SAID"], &rows, Styling::Plain);
        let expected = "WHO            SAID\nAda Vane,      It was late, and it\nhistorian of   always had been\nclocks\n               x\n";
        assert_eq!(text, expected);
    }
}
