//! Overlays on top of the text: lists with a filter, prompts, labels on links. They form a stack; the last one has the
//! focus.

mod count;
mod entry;
pub mod geometry;
pub mod labels;
mod list;
pub mod rows;
pub mod verdict;

pub use entry::{Choice, ListEntry, Measure};
pub use list::{List, ListPurpose, TypedChoice};
pub use rows::ListRow;

use crate::library::FeedId;
use crate::library::Suggestions;
use crate::tui::overlay::geometry::rows_area;
use crate::tui::values::ExportFormat;
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
    /// Suggestions for the end of the line.
    pub offered: Offered,
}

/// Suggestions for the end of a line of input, and the one taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// Out of the library, for the line as it was typed.
    pub suggestions: Suggestions,
    /// The one that stands in the line now.
    pub at: Option<usize>,
}

impl Prompt {
    /// A line for a purpose, with something in it already.
    pub fn new(purpose: Purpose, input: impl Into<String>) -> Self {
        Self { purpose, input: input.into(), offered: Offered::default() }
    }

    /// Returns true if the library may know how its end goes on.
    pub const fn is_completed(&self) -> bool {
        matches!(self.purpose, Purpose::Filter | Purpose::Tags)
    }

    /// Puts the next suggestion, or the one before, at its end; whether there is any.
    pub fn complete(&mut self, by: isize) -> bool {
        let Offered { suggestions: Suggestions { start, words }, at } = &mut self.offered;
        if words.is_empty() {
            return false;
        }
        let next =
            at.map_or(if by > 0 { 0 } else { -1 }, |at| at as isize + by).rem_euclid(words.len() as isize) as usize;
        *at = Some(next);
        self.input.truncate(*start);
        self.input.push_str(&words[next]);
        true
    }
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
    /// File or folder to export to.
    ExportPath(ExportFormat),
    /// The address of a feed to follow.
    Follow,
    /// The name of a feed, by its number.
    FeedName(FeedId),
    /// The tags of a feed, by its number.
    FeedTags(FeedId),
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
            list.fit(rows_area(size, list.low()));
        }
    }
}
