//! Results of drawing besides the cells: cursor and links.

use ratatui::layout::{Position, Rect};

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// Cells of the link, all in one row.
    pub area: Rect,
    /// Target address.
    pub url: String,
}

/// Results of drawing besides the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameExtras {
    /// Position of the cursor; `None` if it is hidden.
    pub cursor: Option<Position>,
    /// Links, for terminals that can open them.
    pub anchors: Vec<LinkArea>,
}
