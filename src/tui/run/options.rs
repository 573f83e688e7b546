//! How the screen begins, and why it may end otherwise than asked.

use crate::models::Models;
use crate::tui::display::RenderMode;
use crate::tui::theme::Depth;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};

/// How the screen begins.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Paths, addresses, `-`; none: the library.
    pub sources: Vec<OsString>,
    /// Where a saved file came from.
    pub url: Option<String>,
    /// The theme's name; none: by the config.
    pub theme: Option<String>,
    /// How many colours are shown.
    pub depth: Depth,
    /// The library's file; none: where it always is.
    pub library: Option<PathBuf>,
    /// For whom the screen is made.
    pub mode: RenderMode,
    /// Models, and the reader's rules by host.
    pub models: Arc<Models>,
}

/// Why the screen ended otherwise than asked.
#[derive(Debug)]
pub enum RunError {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// Nothing could be read: one line why.
    Nothing(String),
    /// A signal of that number ended it.
    Signal(i32),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terminal(error) => write!(f, "the terminal cannot be used: {error}"),
            Self::Nothing(why) => f.write_str(why),
            Self::Signal(number) => write!(f, "ended by signal {number}"),
        }
    }
}

impl std::error::Error for RunError {}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}
