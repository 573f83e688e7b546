//! What stands over the text: lists with a filter, a line of input, labels of links. They form a stack; the last has the keys.

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

/// Something over the text.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Entries to choose from, or to read.
    List(List),
    /// A line of input at the foot.
    Prompt(Prompt),
    /// Labels on the links of the screen.
    Hints(Hints),
}

/// A line of input at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed.
    pub input: String,
}

/// What a line of input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Words to search for, while they are typed.
    Search,
    /// An address or a file to open.
    Open,
    /// A filter of the library, while it is typed.
    Filter,
    /// Tags, parted by commas.
    Tags,
    /// A note.
    Note,
    /// A note on a passage.
    HighlightNote,
    /// The name of the library's saved view of that number.
    ViewName(u8),
}

/// Labels on the links, or the blocks, of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Each with its place.
    pub labels: Vec<Hint>,
    /// What was typed of a label.
    pub typed: String,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// One or two letters.
    pub label: String,
    /// Where it stands.
    pub x: u16,
    /// Where it stands.
    pub y: u16,
    /// What it stands for.
    pub target: Target,
}

/// What a label stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address.
    Address(String),
    /// A block, by its number on the page.
    Block(u32),
}

impl Overlay {
    /// Makes it fit a screen.
    pub fn fit(&mut self, size: Size) {
        if let Self::List(list) = self {
            list.fit(rows_area(size));
        }
    }
}
