//! Drawing the library's screen.

pub mod list;
pub(super) mod preview;
