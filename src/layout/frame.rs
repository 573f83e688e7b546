//! The frame before a block's lines: bars of block quotations, bullets and numbers, footnote labels.

use super::bidi::{self, Direction};
use super::run::Run;
use super::style::Ornament;
use super::width::display_width;
use crate::document::{Block, Marker};

/// Indentation per list level, in cells: markers of an inner list are below the words of the outer one.
const INDENT: u16 = 3;

/// Bar of one block quotation.
const BAR: &str = "│ ";

/// Returns the number of bars before a block's lines in a column of `width` cells.
fn bars_of(block: &Block, width: u16) -> u16 {
    u16::from(block.quotes).min(width / 4)
}

/// Returns the bars common to two adjacent blocks, for the rows between them; empty if one is right-to-left.
pub fn bars(above: &Block, below: &Block, width: u16) -> String {
    let left = |block: &Block| bidi::direction(&block.text) == Direction::LeftToRight;
    let bars = if left(above) && left(below) { bars_of(above, width).min(bars_of(below, width)) } else { 0 };
    BAR.repeat(usize::from(bars)).trim_end().to_owned()
}

/// Runs before the first and further lines, of equal width.
pub struct BlockFrame {
    /// Before the first line.
    pub first: Vec<Run>,
    /// Before further lines.
    pub rest: Vec<Run>,
    /// Cells left for the text, at least one.
    pub width: u16,
}

impl BlockFrame {
    /// Builds the frame of a block in a column of `width` cells; it takes at most half of the column.
    pub fn of(block: &Block, width: u16) -> Self {
        let room = width / 2;
        let bars = bars_of(block, width);
        let mut shared: Vec<Run> = (0..bars).map(|_| Run::ornament(BAR, Ornament::Bar)).collect();
        let mut room = room - bars * 2;
        let mut lead = None;
        if let Some(item) = block.list {
            let depth = u16::from(item.depth.saturating_sub(1)) * INDENT;
            let marker = marker(item.marker);
            let indent = depth.min(room.saturating_sub(display_width(&marker)));
            if indent > 0 {
                shared.push(Run::padding(indent));
                room -= indent;
            }
            lead = Some((marker, Ornament::Marker));
        } else if let Some(label) = &block.footnote {
            lead = Some((format!("[{label}] "), Ornament::Label));
        }
        let mut frame = Self { first: shared.clone(), rest: shared, width: 0 };
        if let Some((text, ornament)) = lead.filter(|(text, _)| display_width(text) <= room) {
            frame.rest.push(Run::padding(display_width(&text)));
            frame.first.push(if text.trim().is_empty() {
                Run::padding(display_width(&text))
            } else {
                Run::ornament(text, ornament)
            });
        }
        let taken: u16 = frame.rest.iter().map(|run| run.width).sum();
        frame.width = (width - taken).max(1);
        frame
    }
}

/// Returns a marker with its blank, three cells wide if possible, so that the blocks of a list are aligned.
fn marker(marker: Marker) -> String {
    match marker {
        Marker::Bullet => " • ".into(),
        Marker::Number(number) => format!("{number}. "),
        Marker::Task(true) => " ☑ ".into(),
        Marker::Task(false) => " ☐ ".into(),
        Marker::None => "   ".into(),
    }
}
