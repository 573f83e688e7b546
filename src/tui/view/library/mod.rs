//! Draws the library screen: list and preview.

pub mod list;
pub(super) mod preview;
