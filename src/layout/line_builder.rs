//! Builds the runs of a line: styles, soft hyphens, right-to-left order, justification.

use super::bidi::{self, Direction};
use super::run::{LineShape, Run};
use super::style::Ornament;
use super::style_changes::StyleChanges;
use super::width::{cluster_start, display_width};
use super::wrap::{LineEnding, LinePiece, SOFT_HYPHEN};
use super::{Alignment, BidiOrder};
use crate::document::Span;

/// Maximum width of a justified space, in cells; a line that would need more stays ragged.
const MAX_SPACE_WIDTH: u16 = 3;

/// Builds the lines of one text.
pub struct LineBuilder<'a> {
    /// Text of the block.
    pub text: &'a str,
    /// Styles of the text.
    pub changes: &'a StyleChanges,
    /// Width of the column in cells, without the frame.
    pub width: u16,
    /// Ragged or justified.
    pub alignment: Alignment,
    /// Base direction of the paragraph.
    pub direction: Direction,
    /// Order of right-to-left text.
    pub order: BidiOrder,
}

impl LineBuilder<'_> {
    /// Returns the runs of a line with its frame: before the words, or after them in right-to-left paragraphs.
    pub fn framed(&self, lead: &[Run], piece: &LinePiece) -> Vec<Run> {
        let words = self.words(piece);
        if self.direction == Direction::LeftToRight {
            let mut runs = Vec::with_capacity(lead.len() + words.len());
            runs.extend_from_slice(lead);
            runs.extend(words);
            return runs;
        }
        let taken = total(&words);
        let mut runs = Vec::with_capacity(lead.len() + words.len() + 1);
        if taken < self.width {
            runs.push(Run::padding(self.width - taken));
        }
        runs.extend(words);
        runs.extend(lead.iter().rev().cloned().map(bidi::turned));
        runs
    }

    /// Returns the runs of a line in the order of `order`.
    pub fn words(&self, piece: &LinePiece) -> Vec<Run> {
        let line = Span::new(piece.start, piece.end);
        let mut runs = self.styled(line);
        let turns = self.direction == Direction::RightToLeft || bidi::has_right_to_left(line.of(self.text));
        if turns && self.order == BidiOrder::Visual {
            runs = bidi::reordered(runs, self.text, line, self.direction);
        }
        if piece.ending == LineEnding::Hyphen || piece.ending == LineEnding::SoftHyphen {
            let hyphen = Run::ornament("-", Ornament::Hyphen);
            match self.direction {
                Direction::LeftToRight => runs.push(hyphen),
                Direction::RightToLeft => runs.insert(0, hyphen),
            }
        }
        if self.alignment == Alignment::Justified && piece.ending != LineEnding::Hard {
            runs = self.justified(runs, line);
        }
        runs
    }

    /// Splits a line into runs of one style in logical order, with invisible soft hyphens separate.
    fn styled(&self, line: Span) -> Vec<Run> {
        let words = line.of(self.text);
        let mut runs = Vec::new();
        let mut at = line.start;
        for (span, style) in self.changes.within(line) {
            let end = line.start + cluster_start(words, span.end - line.start);
            for part in Span::new(at, end).of(self.text).split_inclusive(SOFT_HYPHEN) {
                let seen = part.strip_suffix(SOFT_HYPHEN).unwrap_or(part);
                if !seen.is_empty() {
                    runs.push(Run::literal(self.text, Span::new(at, at + seen.len()), style));
                }
                if seen.len() < part.len() {
                    let span = Some(Span::new(at + seen.len(), at + part.len()));
                    runs.push(Run { span, style, shape: LineShape::Replaced, ..Run::default() });
                }
                at += part.len();
            }
        }
        runs
    }

    /// Widens the spaces so that the runs fill the column, unless that would tear the line apart.
    fn justified(&self, runs: Vec<Run>, line: Span) -> Vec<Run> {
        let words = line.of(self.text);
        let first = line.start + words.len() - words.trim_start().len();
        let slack = self.width.saturating_sub(total(&runs));
        let count = words.bytes().filter(|byte| *byte == b' ').count();
        if slack == 0 || usize::from(slack) > count * usize::from(MAX_SPACE_WIDTH - 1) {
            return runs;
        }
        let mut parts = Vec::with_capacity(runs.len() + count * 2);
        for run in runs {
            at_spaces(run, &mut parts);
        }
        let may_widen = |part: &Run| part.text == " " && part.span.is_some_and(|span| span.start >= first);
        let gaps = parts.iter().filter(|part| may_widen(part)).count() as u16;
        if gaps == 0 {
            return parts;
        }
        // Wider spaces alternate between end and start, so that they do not form rivers.
        let turn = if line.start.is_multiple_of(2) { 0 } else { gaps - 1 };
        for (gap, space) in (0u16..).zip(parts.iter_mut().filter(|part| may_widen(part))) {
            let until = |gap: u16| (u32::from(gap) * u32::from(slack) + u32::from(turn)) / u32::from(gaps);
            space.width += (until(gap + 1) - until(gap)) as u16;
            space.text = " ".repeat(usize::from(space.width));
            space.shape = LineShape::Replaced;
        }
        parts
    }
}

/// Splits a run into words and single spaces.
fn at_spaces(run: Run, parts: &mut Vec<Run>) {
    let Some(span) = run.span.filter(|_| run.shape != LineShape::Replaced && run.text.contains(' ')) else {
        parts.push(run);
        return;
    };
    let part = |from: usize, to: usize| {
        let text = run.text[from..to].to_owned();
        let span = match run.shape {
            LineShape::Reversed => Span::new(span.end - to, span.end - from),
            LineShape::Literal | LineShape::Replaced => Span::new(span.start + from, span.start + to),
        };
        Run { width: display_width(&text), text, span: Some(span), ..run }
    };
    let mut from = 0;
    for (at, _) in run.text.match_indices(' ') {
        // A combining mark on a space forms one cluster with it.
        if cluster_start(&run.text, at + 1) != at + 1 {
            continue;
        }
        if from < at {
            parts.push(part(from, at));
        }
        parts.push(part(at, at + 1));
        from = at + 1;
    }
    if from < run.text.len() {
        parts.push(part(from, run.text.len()));
    }
}

fn total(runs: &[Run]) -> u16 {
    runs.iter().fold(0, |sum, run| sum.saturating_add(run.width))
}
