//! Lines and runs: what a layout is made of, and how a screen finds its way in them.

use super::style::{Ornament, Part, RunStyle};
use super::width::{cluster_start, clusters, display_width};
use crate::document::Span;

/// One line of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// From left to right, as they are seen.
    pub runs: Vec<Run>,
    /// The bytes of the block's text from this line's first up to the next line's first: with the white space that
    /// fell to the break. In a table: of the whole row, for each of its lines.
    pub span: Span,
}

/// Cells of one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// What stands in the cells, as it is drawn from left to right.
    pub text: String,
    /// The bytes of the block's text that it shows; none for what the layout added.
    pub span: Option<Span>,
    /// Cells.
    pub width: u16,
    /// What it is.
    pub style: RunStyle,
    /// How `text` follows from the bytes of `span`.
    pub shape: LineShape,
}

/// How a run's text follows from the bytes it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineShape {
    /// It is those bytes.
    #[default]
    Literal,
    /// It is those bytes from right to left, cluster by cluster.
    Reversed,
    /// It stands for them as a whole: a widened space, a tab, a soft hyphen.
    Replaced,
}

impl Run {
    /// A run of the text's own words.
    pub fn literal(text: &str, span: Span, style: RunStyle) -> Self {
        let text = span.of(text).to_owned();
        Self { width: display_width(&text), text, span: Some(span), style, shape: LineShape::Literal }
    }

    /// Something that the layout adds.
    pub fn ornament(text: impl Into<String>, ornament: Ornament) -> Self {
        let text = text.into();
        let style = RunStyle { part: Part::Ornament(ornament), ..RunStyle::default() };
        Self { width: display_width(&text), text, span: None, style, shape: LineShape::Replaced }
    }

    /// Blank cells.
    pub fn padding(width: u16) -> Self {
        Self::ornament(" ".repeat(usize::from(width)), Ornament::Padding)
    }

    /// The run in two, so that the second begins with byte `at` of the block's text (in right-to-left text: ends with
    /// it, as it is seen); itself where `at` is not inside, or nothing can be cut. A cluster stays whole, with the second.
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
    /// The first byte of the line after this one.
    pub const fn next(&self) -> usize {
        self.span.end
    }

    /// Cells that are taken.
    pub fn width(&self) -> u16 {
        self.runs.iter().fold(0, |sum, run| sum.saturating_add(run.width))
    }

    /// What is seen, ornaments too.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The same line with runs cut at each of `cuts` (bytes of the block's text, in any order), so that every run lies
    /// wholly inside or outside of the spans that begin and end there.
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

    /// The column in which byte `at` of the block's text is shown; none if it is not on this line.
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

    /// The byte of the block's text that is shown in `column`; none on an ornament or beside the line.
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
