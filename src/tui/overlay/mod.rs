//! Overlays on top of the text: lists with a filter, prompts, labels on links. They form a stack; the last one has the
//! focus.

mod entry;
pub mod geometry;
pub mod labels;
mod list;
mod rows;

pub use entry::{Choice, ListEntry, Measure};
pub use list::{List, ListPurpose, TypedChoice};
pub use rows::ListRow;

use crate::tui::overlay::geometry::rows_area;
use ratatui::layout::Size;

/// An overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Entries to choose or to read.
    List(List),
    /// A prompt in the footer.
    Prompt(Prompt),
    /// Labels on links or blocks of the screen.
    Hints(Hints),
}

/// A prompt in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Use of the input.
    pub purpose: Purpose,
    /// Text typed so far.
    pub input: String,
}

/// Uses of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A search in the text; runs on every keystroke.
    Search,
    /// The address or file to open.
    Open,
    /// The library's filter; applied on every keystroke.
    Filter,
    /// Tags, separated by commas.
    Tags,
    /// The note on a piece.
    Note,
    /// The note on a highlighted passage.
    HighlightNote,
    /// The name of a saved view, by its number.
    ViewName(u8),
}

/// Labels on links or blocks of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// All labels with their positions.
    pub labels: Vec<Hint>,
    /// Letters of a label typed so far.
    pub typed: String,
}

/// A label on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// One or two letters.
    pub label: String,
    /// Column on the screen, in cells.
    pub x: u16,
    /// Row on the screen, in cells.
    pub y: u16,
    /// Action target.
    pub target: Target,
}

/// Target of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A link's address.
    Address(String),
    /// A block, by its number on the page.
    Block(u32),
}

impl Overlay {
    /// Fits the overlay to the screen size.
    pub fn fit(&mut self, size: Size) {
        if let Self::List(list) = self {
            list.fit(rows_area(size));
        }
    }
}
