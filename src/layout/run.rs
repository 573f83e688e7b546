//! Lines and runs, the output of the layout, with conversions between bytes and columns.

use super::style::{Ornament, Part, RunStyle};
use super::width::{cluster_start, clusters, display_width};
use crate::document::Span;

/// A line of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Runs in visual order, from left to right.
    pub runs: Vec<Run>,
    /// Bytes of the block's text from the start of this line to the start of the next one, including white space at the
    /// break. In a table, each line of a row has the span of the whole row.
    pub span: Span,
}

/// Adjacent cells of one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Text as drawn, from left to right.
    pub text: String,
    /// Bytes of the block's text that it shows; `None` for additions of the layout.
    pub span: Option<Span>,
    /// Width in cells.
    pub width: u16,
    /// Style of the cells.
    pub style: RunStyle,
    /// Relation of `text` to the bytes of `span`.
    pub shape: LineShape,
}

/// Relation of a run's text to its source bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineShape {
    /// Equal to the bytes.
    #[default]
    Literal,
    /// The bytes in reverse, cluster by cluster.
    Reversed,
    /// A replacement of the bytes as a whole: a widened space, a tab, a soft hyphen.
    Replaced,
}

impl Run {
    /// A run of source text.
    pub fn literal(text: &str, span: Span, style: RunStyle) -> Self {
        let text = span.of(text).to_owned();
        Self { width: display_width(&text), text, span: Some(span), style, shape: LineShape::Literal }
    }

    /// An addition of the layout.
    pub fn ornament(text: impl Into<String>, ornament: Ornament) -> Self {
        let text = text.into();
        let style = RunStyle { part: Part::Ornament(ornament), ..RunStyle::default() };
        Self { width: display_width(&text), text, span: None, style, shape: LineShape::Replaced }
    }

    /// Blank cells.
    pub fn padding(width: u16) -> Self {
        Self::ornament(" ".repeat(usize::from(width)), Ornament::Padding)
    }

    /// Splits the run so that the second part starts with byte `at` of the block's text (in right-to-left text: ends
    /// with it, visually). Returns the run itself if `at` is not inside or the run cannot be split. A cluster stays
    /// whole, in the second part.
    pub fn split(self, at: usize) -> (Self, Option<Self>) {
        let Some(span) = self.span.filter(|s| s.start < at && at < s.end) else { return (self, None) };
        let cut = match self.shape {
            LineShape::Literal => at - span.start,
            LineShape::Reversed => span.end - at,
            LineShape::Replaced => return (self, None),
        };
        let cut = cluster_start(&self.text, cut);
        if cut == 0 {
            return (self, None);
        }
        let (left, right) = self.text.split_at(cut);
        let at = if self.shape == LineShape::Literal { span.start + cut } else { span.end - cut };
        let (first, second) = (Span::new(span.start, at), Span::new(at, span.end));
        let (left_span, right_span) = if self.shape == LineShape::Literal { (first, second) } else { (second, first) };
        let part = |text: &str, span| Self {
            text: text.to_owned(),
            width: display_width(text),
            span: Some(span),
            style: self.style,
            shape: self.shape,
        };
        (part(left, left_span), Some(part(right, right_span)))
    }
}

impl Line {
    /// Returns the first byte of the next line.
    pub const fn next(&self) -> usize {
        self.span.end
    }

    /// Returns the width in cells.
    pub fn width(&self) -> u16 {
        self.runs.iter().fold(0, |sum, run| sum.saturating_add(run.width))
    }

    /// Returns the visible text, ornaments included.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Splits runs at each of `cuts` (bytes of the block's text, in any order), so that every run is entirely inside or
    /// outside of spans with these ends.
    #[must_use]
    pub fn cut_at(self, cuts: &[usize]) -> Self {
        let mut runs = self.runs;
        for &at in cuts {
            let Some(found) = runs.iter().position(|run| run.span.is_some_and(|s| s.start < at && at < s.end)) else {
                continue;
            };
            let (left, right) = std::mem::take(&mut runs[found]).split(at);
            runs.splice(found..=found, std::iter::once(left).chain(right));
        }
        Self { runs, span: self.span }
    }

    /// Returns the column of byte `at` of the block's text; `None` if it is not on this line.
    pub fn column_of(&self, at: usize) -> Option<u16> {
        let mut column = 0;
        for run in &self.runs {
            if let Some(span) = run.span.filter(|s| s.contains(at)) {
                return Some(column + run.offset_of(span, at));
            }
            column += run.width;
        }
        None
    }

    /// Returns the byte of the block's text in `column`; `None` on an ornament or beyond the line.
    pub fn byte_at(&self, column: u16) -> Option<usize> {
        let mut left = column;
        let run = self.runs.iter().find(|run| {
            let here = left < run.width;
            left -= if here { 0 } else { run.width };
            here
        })?;
        run.byte_at(left)
    }
}

impl Run {
    fn offset_of(&self, span: Span, at: usize) -> u16 {
        match self.shape {
            LineShape::Literal => self.text.get(..at - span.start).map_or(0, display_width),
            LineShape::Reversed => {
                let mut from = span.end;
                let mut column = 0;
                for (cluster, width) in clusters(&self.text) {
                    from -= cluster.len();
                    if at >= from {
                        break;
                    }
                    column += width;
                }
                column
            }
            LineShape::Replaced => 0,
        }
    }

    fn byte_at(&self, mut left: u16) -> Option<usize> {
        let span = self.span?;
        if self.shape == LineShape::Replaced {
            return Some(span.start);
        }
        let mut passed = 0;
        for (cluster, width) in clusters(&self.text) {
            if left < width {
                break;
            }
            left -= width;
            passed += cluster.len();
        }
        match self.shape {
            LineShape::Reversed => {
                let next = clusters(&self.text[passed..]).next().map_or(0, |(cluster, _)| cluster.len());
                Some(span.end.saturating_sub(passed + next))
            }
            LineShape::Literal | LineShape::Replaced => Some(span.start + passed),
        }
    }
}
