//! Tables for eyes: columns parted by blanks, the last one taking what width is left, long cells wrapped.

use super::context::Styling;
use super::screen;
use crate::reading::export::text::wrapped;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthStr;

/// A cell and the codes of its look.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Codes for [`screen::span`].
    pub codes: String,
}

impl Cell {
    /// A cell without a look of its own.
    pub fn plain(text: String) -> Self {
        Self { text, codes: String::new() }
    }
}

/// Widest column but the last.
const WIDEST: usize = 28;
/// Blanks between columns.
const GAP: usize = 2;

/// Lays out rows below headings, in the width of the terminal, or of 100 columns in a pipe.
pub fn lay(headings: &[&str], rows: &[Vec<Cell>], styling: Styling) -> String {
    let terminal = std::io::stdout().is_terminal().then(screen::columns).flatten();
    lay_in(terminal.unwrap_or(100), headings, rows, styling)
}

fn lay_in(total: usize, headings: &[&str], rows: &[Vec<Cell>], styling: Styling) -> String {
    let last = headings.len().saturating_sub(1);
    let widest = (total / 3).clamp(4, WIDEST);
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.width().min(widest));
        }
    }
    let before: usize = widths.iter().take(last).map(|width| width + GAP).sum();
    if let Some(width) = widths.get_mut(last) {
        *width = total.saturating_sub(before + 1).max(16);
    }
    let mut out = String::new();
    let head = if styling == Styling::Plain { "" } else { ";2" };
    let heads: Vec<_> = headings.iter().map(|text| Cell { text: (*text).into(), codes: head.into() }).collect();
    lay_row(&heads, &widths, &mut out);
    for row in rows {
        lay_row(row, &widths, &mut out);
    }
    out
}

fn lay_row(row: &[Cell], widths: &[usize], out: &mut String) {
    let cells: Vec<Vec<&str>> = row.iter().zip(widths).map(|(cell, &width)| wrapped(&cell.text, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    for line in 0..height {
        let mut pending = 0;
        for ((cell, lines), width) in row.iter().zip(&cells).zip(widths) {
            let text = lines.get(line).copied().unwrap_or_default();
            if !text.is_empty() {
                out.push_str(&" ".repeat(pending));
                pending = 0;
                screen::span(text, &cell.codes, out);
            }
            pending += width.saturating_sub(text.width()) + GAP;
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_wrap_and_nothing_trails() {
        let row = |a: &str, b: &str| vec![Cell::plain(a.into()), Cell::plain(b.into())];
        let rows = [row("Ada Vane, historian of clocks", "It was late, and it always had been"), row("", "x")];
        let text = lay_in(40, &["WHO", "SAID"], &rows, Styling::Plain);
        let expected = "WHO            SAID\nAda Vane,      It was late, and it\nhistorian of   always had been\nclocks\n               x\n";
        assert_eq!(text, expected);
    }
}
