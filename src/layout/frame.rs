//! What stands before a block's lines: the bars of block quotations, bullets and numbers, labels of footnotes.

use super::bidi::{self, Direction};
use super::run::Run;
use super::style::Ornament;
use super::width::display_width;
use crate::document::{Block, Marker};

/// Cells by which a list within a list stands further in: its markers below the words of the outer one.
const INDENT: u16 = 3;

/// The bar of one block quotation.
const BAR: &str = "│ ";

/// How many bars stand before a block's lines in a column of `width` cells.
fn bars_of(block: &Block, width: u16) -> u16 {
    u16::from(block.quotes).min(width / 4)
}

/// The bars that stand before both of two blocks, and so in the rows between them; none where they run the other way.
pub fn bars(above: &Block, below: &Block, width: u16) -> String {
    let left = |block: &Block| bidi::direction(&block.text) == Direction::LeftToRight;
    let bars = if left(above) && left(below) { bars_of(above, width).min(bars_of(below, width)) } else { 0 };
    BAR.repeat(usize::from(bars)).trim_end().to_owned()
}

/// What stands before the first line and before the others, equally wide.
pub struct BlockFrame {
    /// Before the first line.
    pub first: Vec<Run>,
    /// Before the others.
    pub rest: Vec<Run>,
    /// Cells left for the text, at least one.
    pub width: u16,
}

impl BlockFrame {
    /// The frame of a block in a column of `width` cells. It takes at most half of the column.
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

/// A marker and the space after it, three cells where it can be, so that blocks of one list stand in line.
fn marker(marker: Marker) -> String {
    match marker {
        Marker::Bullet => " • ".into(),
        Marker::Number(number) => format!("{number}. "),
        Marker::Task(true) => " ☑ ".into(),
        Marker::Task(false) => " ☐ ".into(),
        Marker::None => "   ".into(),
    }
}
