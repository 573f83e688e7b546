//! Draws the library screen: feeds, list and preview.

mod empty;
pub mod feeds;
pub mod list;
pub(super) mod preview;
pub mod rows;
