//! What drawing yields beside the cells: the cursor and the links.

use ratatui::layout::{Position, Rect};

/// A link on the screen: cells and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// One row of cells.
    pub area: Rect,
    /// The address.
    pub url: String,
}

/// What drawing yields beside the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameExtras {
    /// Where the terminal's cursor stands; none: it is hidden.
    pub cursor: Option<Position>,
    /// Links, for terminals that can open them.
    pub anchors: Vec<LinkArea>,
}
