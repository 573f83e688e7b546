//! What stands over the text: lists with a filter, a line of input, labels of links. They form a stack; the last has the keys.

mod draw;
mod list;

pub use draw::{draw, rows};
pub use list::{Choice, Entry, List};

use super::app::Ticket;
use ratatui::layout::{Rect, Size};

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
    Search(Option<Ticket>),
    /// An address or a file to open.
    Open,
    /// A filter of the library, while it is typed.
    Filter,
    /// Tags, parted by commas.
    Tags,
    /// A note.
    Note,
}

/// Labels on the links of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Label and address.
    pub labels: Vec<Hint>,
    /// What was typed of a label.
    pub typed: String,
}

/// The label of one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// One or two letters.
    pub label: String,
    /// Where it stands.
    pub x: u16,
    /// Where it stands.
    pub y: u16,
    /// Where it leads.
    pub url: String,
}

impl Overlay {
    /// Whether keys go to it.
    pub const fn takes_keys(&self) -> bool {
        true
    }

    /// Makes it fit a screen whose lists have that room.
    pub fn fit(&mut self, room: Rect) {
        if let Self::List(list) = self {
            list.fit(room.height.saturating_sub(draw::AROUND));
        }
    }
}

/// Where lists stand on a screen.
pub fn room(size: Size) -> Rect {
    let Size { width, height } = size;
    if height < 12 {
        return Rect::new(0, 0, width, height);
    }
    Rect::new(0, 2, width, height - 4)
}
