//! Blocks to lines: typography for a grid of cells, without any models of screens, colours or keys.
//!
//! [`lay_out`] turns one [`Block`] into [`Line`]s of at most a given width. It is pure, and it keeps its promise of
//! losing nothing: every character of the block's text stands in exactly one [`Run`], in order (white space at line
//! breaks excepted, and code that is [cut](CodeLines::Cut)). What is added (bullets, bars, hyphens, padding) are runs
//! without a span. Blocks are laid out one by one, so a reader asks only for the visible ones; of an enormous block
//! [`lay_out_from`] gives the lines from any line start on, and [`height`] counts lines without making them.

mod bidi;
mod code;
mod columns;
mod frame;
mod hyphen;
mod line_builder;
mod prose;
mod run;
mod style;
mod style_changes;
mod table;
mod width;
mod words;
mod wrap;

pub use bidi::visual;
pub use frame::bars;
pub use run::{Line, LineShape, Run};
pub use style::{CodeToken, Ornament, Part, RunStyle, Tones};
pub use width::{clusters, display_width};

use crate::document::{Block, BlockKind};

/// How text is to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Typography {
    /// Ragged or justified.
    pub alignment: Alignment,
    /// The language whose words may be hyphenated; none: no hyphens.
    pub hyphens: Option<hypher::Lang>,
    /// What happens to code that is wider than the column.
    pub code: CodeLines,
    /// In which order letters that run from right to left are given.
    pub order: BidiOrder,
}

/// In which order letters that run from right to left are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BidiOrder {
    /// As they are seen from left to right, their lines flush right.
    #[default]
    Visual,
    /// As they are written: whoever shows them puts them in order.
    Logical,
}

/// How lines of running text end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// Where the words end.
    #[default]
    Ragged,
    /// At the right edge, by wider spaces.
    Justified,
}

/// What happens to lines of code that are wider than the column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CodeLines {
    /// They go on in the next line.
    #[default]
    Wrap,
    /// They end in `…`.
    Cut,
}

/// The language to hyphenate by, of a BCP 47 tag: `en-GB` gives English. None where no patterns are known.
pub fn hyphenation(tag: &str) -> Option<hypher::Lang> {
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    hypher::Lang::from_iso(match &code {
        b"no" => *b"nb",
        _ => code,
    })
}

/// All lines of a block, each at most `width` cells wide (a glyph of two cells in a column of one excepted).
pub fn lay_out(block: &Block, width: u16, typography: &Typography) -> Vec<Line> {
    lay_out_from(block, width, typography, 0, usize::MAX)
}

/// At most `count` lines of a block from the line that starts at byte `from` of its text; `from` is 0 or the
/// [next](Line::next) of a line laid out before, at the same width. Costs only the lines asked for. A table is laid out
/// in whole rows, and its columns are measured each time.
pub fn lay_out_from(block: &Block, width: u16, typography: &Typography, from: usize, count: usize) -> Vec<Line> {
    let width = width.max(1);
    let from = if block.text.is_char_boundary(from) { from } else { 0 };
    match &block.kind {
        BlockKind::Code(_) => code::lay_out(block, width, typography.code, from, count),
        BlockKind::Rule => prose::rule(width),
        BlockKind::Table(cells) if !cells.rows.is_empty() => {
            table::lay_out(block, cells, width, *typography, from, count)
        }
        BlockKind::Paragraph
        | BlockKind::Heading(_)
        | BlockKind::Quote
        | BlockKind::List
        | BlockKind::Table(_)
        | BlockKind::Image(_) => prose::lay_out(block, width, *typography, from, count),
    }
}

/// How many lines [`lay_out`] would give, at a fraction of its cost for running text.
pub fn height(block: &Block, width: u16, typography: &Typography) -> usize {
    match &block.kind {
        BlockKind::Rule => 1,
        BlockKind::Code(_) | BlockKind::Table(_) => lay_out(block, width, typography).len(),
        _ if block.text.is_empty() => lay_out(block, width, typography).len(),
        _ => prose::starts(block, width.max(1), *typography).count(),
    }
}

/// The first byte of each line that [`lay_out`] would give: what is needed to begin in the middle of an enormous block
/// (`partition_point` finds the line of a byte). In a table every line of a row has the row's first byte, a rule the next row's.
pub fn starts(block: &Block, width: u16, typography: &Typography) -> Vec<usize> {
    match &block.kind {
        BlockKind::Rule | BlockKind::Code(_) | BlockKind::Table(_) => {
            lay_out(block, width, typography).iter().map(|line| line.span.start).collect()
        }
        _ => prose::starts(block, width.max(1), *typography).collect(),
    }
}
