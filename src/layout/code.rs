//! Preformatted text: keeps its lines, expands tabs, wraps or cuts long lines.

use super::CodeLines;
use super::frame::BlockFrame;
use super::run::{Line, LineShape, Run};
use super::style::{Ornament, Part, RunStyle};
use super::width::display_width;
use super::wrap::fitting;
use crate::document::{Block, Span};

/// Cells between tab stops.
const TAB_WIDTH: u16 = 4;
const STYLE: RunStyle = RunStyle { part: Part::Code, tones: super::Tones::empty(), link: None };

/// Lays out at most `count` lines, beginning with the one that starts at byte `from`.
pub fn lay_out(block: &Block, width: u16, mode: CodeLines, from: usize, count: usize) -> Vec<Line> {
    let frame = BlockFrame::of(block, width);
    let text = block.text.as_str();
    let mut lines = Vec::new();
    let mut at = from;
    while at < text.len() && lines.len() < count {
        let fresh = at == 0 || text.as_bytes()[at - 1] == b'\n';
        let mut runs = if at == 0 { frame.first.clone() } else { frame.rest.clone() };
        let mut room = frame.width;
        if !fresh && room > 4 {
            runs.push(Run::ornament("↳ ", Ornament::Cut));
            room -= 2;
        }
        let line = &text[at..];
        let (end, next) = match mode {
            CodeLines::Wrap => wrapped(line, room),
            CodeLines::Cut => cut(line, room),
        };
        let is_cut = mode == CodeLines::Cut && room > 2 && !matches!(&line[end..next], "" | "\n");
        columns(&mut runs, text, Span::new(at, at + end), room - u16::from(is_cut));
        if is_cut {
            runs.push(Run::ornament("…", Ornament::Cut));
        }
        lines.push(Line { runs, span: Span::new(at, at + next) });
        at += next;
    }
    lines
}

/// Returns the end of the shown part of the line at the start of `text`, and the start of the next one, in bytes.
fn wrapped(text: &str, room: u16) -> (usize, usize) {
    // A line of cells never has more bytes than this, unless they are combining marks.
    let window = text.floor_char_boundary((usize::from(room) * 64 + 1024).min(text.len()));
    let line = &text[..window];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let end = fitting(line, room, TAB_WIDTH);
    let next = end + usize::from(text[end..].starts_with('\n'));
    (end, next)
}

fn cut(text: &str, room: u16) -> (usize, usize) {
    let whole = text.find('\n').unwrap_or(text.len());
    let window = text.floor_char_boundary((usize::from(room) * 64 + 1024).min(whole));
    let mut end = fitting(&text[..window], room, TAB_WIDTH);
    if end < whole {
        end = fitting(&text[..window], room.saturating_sub(1).max(1), TAB_WIDTH);
    }
    (end, (whole + 1).min(text.len()))
}

/// Adds the runs of one line, with tabs expanded to the next stop, or to the edge of a narrower column.
fn columns(runs: &mut Vec<Run>, text: &str, span: Span, room: u16) {
    let mut column = 0;
    let mut at = span.start;
    for part in span.of(text).split_inclusive('\t') {
        let words = part.strip_suffix('\t').unwrap_or(part);
        if !words.is_empty() {
            runs.push(Run::literal(text, Span::new(at, at + words.len()), STYLE));
            column += display_width(words);
        }
        if words.len() < part.len() {
            let cells = (TAB_WIDTH - column % TAB_WIDTH).min(room.saturating_sub(column).max(1));
            let span = Some(Span::new(at + words.len(), at + part.len()));
            let text = " ".repeat(usize::from(cells));
            runs.push(Run { text, span, width: cells, style: STYLE, shape: LineShape::Replaced });
            column += cells;
        }
        at += part.len();
    }
}
