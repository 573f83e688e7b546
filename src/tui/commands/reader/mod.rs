//! Commands of the reader, by subject.

pub mod checking;
pub mod copy;
pub mod motion;
pub mod navigation;
pub mod pictures;
pub mod quotes;
pub mod selection;
pub mod streaming;
pub mod view_options;
