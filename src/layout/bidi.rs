//! Right-to-left text: reorders each line into visual order (UAX #9).
//!
//! Terminals disagree about right-to-left text. A program that reorders it itself sends `CSI 8 l` (explicit mode of the
//! terminal working group's recommendation), which other terminals ignore. Each line is analysed separately, in the
//! direction of its paragraph: the end of the previous line does not affect its first neutral characters.

use super::BidiOrder;
use super::run::{LineShape, Run};
use super::style::RunStyle;
use super::width::clusters;
use crate::document::Span;
use std::borrow::Cow;
use unicode_bidi::{BidiInfo, Level};

/// Base direction of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Left to right, as in Latin.
    #[default]
    LeftToRight,
    /// Right to left, as in Hebrew and Arabic.
    RightToLeft,
}

/// Number of bytes searched for a letter that determines the direction.
const MAX_SEARCHED_BYTES: usize = 2048;

/// Returns the direction in which a paragraph's lines are set; always left to right in logical order.
pub fn set_in(text: &str, order: BidiOrder) -> Direction {
    match order {
        BidiOrder::Visual => direction(text),
        BidiOrder::Logical => Direction::LeftToRight,
    }
}

/// Returns the direction of a paragraph: that of its first strong letter (UAX #9, P2 and P3).
pub fn direction(text: &str) -> Direction {
    let start = &text[..text.floor_char_boundary(MAX_SEARCHED_BYTES)];
    if !has_right_to_left(start) {
        return Direction::LeftToRight;
    }
    match unicode_bidi::get_base_direction_full(start) {
        unicode_bidi::Direction::Rtl => Direction::RightToLeft,
        unicode_bidi::Direction::Ltr | unicode_bidi::Direction::Mixed => Direction::LeftToRight,
    }
}

/// Returns true if any character belongs to a right-to-left script.
pub fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        })
}

/// Reorders the runs of `line` from logical to visual order.
pub fn reordered(runs: Vec<Run>, text: &str, line: Span, direction: Direction) -> Vec<Run> {
    let base = match direction {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    let info = BidiInfo::new(line.of(text), Some(base));
    let [paragraph] = info.paragraphs.as_slice() else { return runs };
    let (levels, order) = info.visual_runs(paragraph, paragraph.range.clone());
    let mut rest = runs;
    for edge in order.iter().map(|range| line.start + range.start) {
        if let Some(found) = rest.iter().position(|run| run.span.is_some_and(|s| s.start < edge && edge < s.end)) {
            let (left, right) = std::mem::take(&mut rest[found]).split(edge);
            rest.splice(found..=found, std::iter::once(left).chain(right));
        }
    }
    let mut seen = Vec::with_capacity(rest.len());
    for range in order {
        let backwards = levels.get(range.start).is_some_and(Level::is_rtl);
        let range = Span::new(line.start + range.start, line.start + range.end);
        let first = seen.len();
        for run in &mut rest {
            if run.span.is_some_and(|span| range.contains(span.start)) {
                let run = std::mem::take(run);
                seen.push(if backwards { reversed(run) } else { run });
            }
        }
        if backwards {
            seen[first..].reverse();
        }
    }
    seen
}

/// Reorders a text of one line into visual order.
pub fn visual(text: &str) -> Cow<'_, str> {
    if !has_right_to_left(text) {
        return Cow::Borrowed(text);
    }
    let line = Span::new(0, text.len());
    let runs = reordered(vec![Run::literal(text, line, RunStyle::default())], text, line, direction(text));
    Cow::Owned(runs.into_iter().map(|run| run.text).collect())
}

/// Reverses the clusters of a run.
fn reversed(run: Run) -> Run {
    if run.shape != LineShape::Literal {
        return run;
    }
    let mut parts: Vec<&str> = clusters(&run.text).map(|(cluster, _)| cluster).collect();
    parts.reverse();
    let text = parts.into_iter().map(mirrored).collect();
    Run { text, shape: LineShape::Reversed, ..run }
}

/// Returns the mirrored form of a bracket, guillemet or similar, with as many bytes (UAX #9, L4).
fn mirrored(cluster: &str) -> &str {
    const PAIRS: [(&str, &str); 9] =
        [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›"), ("≤", "≥"), ("⟨", "⟩"), ("「", "」")];
    let other = |(a, b): &(&'static str, &'static str)| match cluster {
        _ if cluster == *a => Some(*b),
        _ if cluster == *b => Some(*a),
        _ => None,
    };
    PAIRS.iter().find_map(other).unwrap_or(cluster)
}

/// Swaps leading and trailing blanks of an ornament, for right-to-left paragraphs.
pub fn turned(run: Run) -> Run {
    let body = run.text.trim();
    if body.is_empty() {
        return run;
    }
    let lead = run.text.len() - run.text.trim_start().len();
    let trail = run.text.len() - run.text.trim_end().len();
    let text = format!("{:trail$}{body}{:lead$}", "", "");
    Run { text, ..run }
}
