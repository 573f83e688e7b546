//! Draws the library screen: list and preview.

mod empty;
pub mod list;
pub(super) mod preview;
pub mod rows;
