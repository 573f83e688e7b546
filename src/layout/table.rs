//! Tables: columns as wide as their contents if that fits, otherwise narrowed and wrapped, otherwise one cell per line.

use super::Alignment;
use super::Typography;
use super::bidi;
use super::columns::{Columns, GAP};
use super::frame::BlockFrame;
use super::line_builder::LineBuilder;
use super::run::{Line, Run};
use super::style::{Ornament, Part, RunStyle};
use super::style_changes::StyleChanges;
use super::wrap::{self, LinePiece};
use crate::document::{Block, Span, Table};

/// Lays out rows, beginning with the one that starts at byte `from`, until there are at least `count` lines.
pub fn lay_out(
    block: &Block,
    table: &Table,
    width: u16,
    typography: Typography,
    from: usize,
    count: usize,
) -> Vec<Line> {
    let frame = BlockFrame::of(block, width);
    let columns = Columns::fit(&block.text, table, frame.width);
    let wrapped = columns.as_ref().is_some_and(|columns| columns.wrapped);
    let mut lines: Vec<Line> = Vec::new();
    for (number, row) in table.rows.iter().enumerate() {
        let span = row_span(table, number, block.text.len());
        if span.start < from {
            continue;
        }
        if lines.len() >= count {
            break;
        }
        let part = if number < table.head { Part::Head } else { Part::Cell };
        let changes = StyleChanges::new(&block.marks, span, RunStyle { part, ..RunStyle::default() });
        let page = Page { text: &block.text, changes, typography, span };
        let below = match number + 1 {
            next if next == table.head => Some("─"),
            next if wrapped && next < table.rows.len() => Some("┄"),
            _ => None,
        };
        let set = match &columns {
            Some(columns) => page.in_columns(row, columns, below),
            None => {
                page.stacked(row, table.rows.first().filter(|_| number >= table.head && table.head > 0), frame.width)
            }
        };
        for line in set {
            let lead = if lines.is_empty() && from == 0 { &frame.first } else { &frame.rest };
            lines.push(Line { runs: lead.iter().cloned().chain(line.runs).collect(), ..line });
        }
    }
    lines
}

/// Returns the bytes of a row with the break after it.
fn row_span(table: &Table, number: usize, length: usize) -> Span {
    let start = |row: Option<&Vec<Span>>| row.and_then(|cells| cells.first()).map(|cell| cell.start);
    let begin = if number == 0 { 0 } else { start(table.rows.get(number)).unwrap_or(length) };
    let end = table.rows[number + 1..].iter().find_map(|row| start(Some(row))).unwrap_or(length);
    Span::new(begin, end.max(begin))
}

/// Context of one row.
struct Page<'a> {
    text: &'a str,
    changes: StyleChanges,
    typography: Typography,
    span: Span,
}

impl Page<'_> {
    /// Lays out the cells next to each other, each wrapped to its column, with a rule of this stroke below.
    fn in_columns(&self, row: &[Span], columns: &Columns, stroke: Option<&str>) -> Vec<Line> {
        let cells: Vec<Vec<Vec<Run>>> =
            row.iter().zip(&columns.widths).map(|(cell, width)| self.cell(*cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut lines: Vec<Vec<Run>> = Vec::with_capacity(height + 1);
        for at in 0..height {
            let mut runs = Vec::new();
            for (column, width) in columns.widths.iter().enumerate() {
                if column > 0 {
                    runs.push(Run::padding(GAP));
                }
                let words = cells.get(column).and_then(|cell| cell.get(at)).cloned().unwrap_or_default();
                let taken = words.iter().fold(0u16, |sum, run| sum.saturating_add(run.width));
                let slack = Run::padding(width.saturating_sub(taken));
                if columns.figures[column] {
                    runs.push(slack);
                    runs.extend(words);
                } else {
                    runs.extend(words);
                    runs.push(slack);
                }
            }
            runs.retain(|run| run.width > 0 || run.span.is_some());
            lines.push(trimmed(runs));
        }
        self.numbered(lines, stroke.map(|stroke| rules(&columns.widths, stroke)))
    }

    /// Lays out the cells below each other, each after its column's heading.
    fn stacked(&self, row: &[Span], head: Option<&Vec<Span>>, width: u16) -> Vec<Line> {
        let mut lines = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let label = head.and_then(|head| head.get(column)).map_or("", |span| span.of(self.text).trim());
            let label = Run::ornament(format!("{label}: "), Ornament::Label);
            let indent = if width >= 10 { 2 } else { 0 };
            let mut cells = self.cell(*cell, width - indent).into_iter();
            let beside = label.width > 2
                && label.width <= width / 2
                && cells.len() == 1
                && label.width + cells.as_slice()[0].iter().map(|run| run.width).sum::<u16>() <= width;
            if beside {
                let runs = std::iter::once(label).chain(cells.next().unwrap_or_default());
                lines.push(runs.collect());
                continue;
            }
            if label.width > 2 && label.width <= width {
                lines.push(vec![label]);
            }
            lines.extend(cells.map(|cell| std::iter::once(Run::padding(indent)).chain(cell).collect()));
        }
        let rule = Run::ornament("─".repeat(usize::from((width / 3).max(1))), Ornament::Rule);
        self.numbered(lines, Some(vec![rule]))
    }

    /// Lays out one cell.
    fn cell(&self, cell: Span, width: u16) -> Vec<Vec<Run>> {
        let text = cell.of(self.text);
        let order = self.typography.order;
        let direction = bidi::set_in(text, order);
        let alignment = Alignment::Ragged;
        let builder = LineBuilder { text: self.text, changes: &self.changes, width, alignment, direction, order };
        let mut lines = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let piece = wrap::next_line(text, at, width, self.typography.hyphens);
            at = piece.next;
            let shift = |at: usize| at + cell.start;
            let piece =
                LinePiece { start: shift(piece.start), end: shift(piece.end), next: shift(piece.next), ..piece };
            lines.push(builder.words(&piece));
        }
        lines
    }

    /// Gives each line the span of the whole row, and the rule below it an empty span.
    fn numbered(&self, lines: Vec<Vec<Run>>, rule: Option<Vec<Run>>) -> Vec<Line> {
        let below = Span::new(self.span.end, self.span.end);
        let lines = lines.into_iter().map(|runs| Line { runs, span: self.span });
        lines.chain(rule.map(|runs| Line { runs, span: below })).collect()
    }
}

fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    while runs.last().is_some_and(|run| run.span.is_none() && run.text.trim().is_empty()) {
        runs.pop();
    }
    runs
}

fn rules(widths: &[u16], stroke: &str) -> Vec<Run> {
    let mut runs = Vec::with_capacity(widths.len() * 2);
    for (column, width) in widths.iter().enumerate() {
        if column > 0 {
            runs.push(Run::padding(GAP));
        }
        runs.push(Run::ornament(stroke.repeat(usize::from(*width)), Ornament::Rule));
    }
    runs
}
