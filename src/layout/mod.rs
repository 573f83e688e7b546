//! Lays out blocks as lines of cells, independent of screens, colours and keys.
//!
//! [`lay_out`] turns one [`Block`] into [`Line`]s of at most a given width. It is pure and loses nothing: every
//! character of the block's text is in exactly one [`Run`], in order (except white space at line breaks, and code that
//! is [cut](CodeLines::Cut)). Additions (bullets, bars, hyphens, padding) are runs without a span. Blocks are laid out
//! one by one, so a reader needs only the visible ones; for a very long block [`lay_out_from`] starts at any line, and
//! [`height`] counts lines without building them.

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

pub use bidi::{has_right_to_left, visual};
pub use frame::bars;
pub use run::{Line, LineShape, Run};
pub use style::{CodeToken, Ornament, Part, RunStyle, Tones};
pub use width::{clusters, display_width};

use crate::document::{Block, BlockKind};

/// Typographic settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Typography {
    /// Ragged or justified.
    pub alignment: Alignment,
    /// Language for hyphenation; `None` for no hyphens.
    pub hyphens: Option<hypher::Lang>,
    /// Treatment of code lines that are too long.
    pub code: CodeLines,
    /// Order of right-to-left text.
    pub order: BidiOrder,
}

/// Order of right-to-left text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BidiOrder {
    /// Visual order, from left to right on the screen, with right-aligned lines.
    #[default]
    Visual,
    /// Logical order; the display reorders it.
    Logical,
}

/// Alignment of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// Ragged right.
    #[default]
    Ragged,
    /// Justified, by wider spaces.
    Justified,
}

/// Treatment of code lines that are wider than the column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CodeLines {
    /// Wrapped to the next line.
    #[default]
    Wrap,
    /// Cut, with a final `…`.
    Cut,
}

/// Returns the language for hyphenation of a BCP 47 tag: `en-GB` gives English. `None` if no patterns are known.
pub fn hyphenation(tag: &str) -> Option<hypher::Lang> {
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    hypher::Lang::from_iso(match &code {
        b"no" => *b"nb",
        _ => code,
    })
}

/// Lays out a block as lines of at most `width` cells (except a two-cell glyph in a column of one).
pub fn lay_out(block: &Block, width: u16, typography: &Typography) -> Vec<Line> {
    lay_out_from(block, width, typography, 0, usize::MAX)
}

/// Lays out at most `count` lines of a block, beginning with the one that starts at byte `from`: 0, or the
/// [next](Line::next) of a line laid out at the same width. The cost depends only on the lines requested. A table is
/// laid out in whole rows, and its columns are measured each time.
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

/// Number of lines that [`lay_out`] would return, computed at a fraction of its cost for running text.
pub fn height(block: &Block, width: u16, typography: &Typography) -> usize {
    match &block.kind {
        BlockKind::Rule => 1,
        BlockKind::Code(_) | BlockKind::Table(_) => lay_out(block, width, typography).len(),
        _ if block.text.is_empty() => lay_out(block, width, typography).len(),
        _ => prose::starts(block, width.max(1), *typography).count(),
    }
}

/// Returns the first byte of each line that [`lay_out`] would return, to start in the middle of a very long block
/// (`partition_point` finds the line of a byte). In a table all lines of a row have the row's first byte, a rule has
/// the next row's.
pub fn starts(block: &Block, width: u16, typography: &Typography) -> Vec<usize> {
    match &block.kind {
        BlockKind::Rule | BlockKind::Code(_) | BlockKind::Table(_) => {
            lay_out(block, width, typography).iter().map(|line| line.span.start).collect()
        }
        _ => prose::starts(block, width.max(1), *typography).collect(),
    }
}
