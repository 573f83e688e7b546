//! Options of the screen, and the errors with which it can end.

use crate::models::Models;
use crate::tui::display::RenderMode;
use crate::tui::theme::Depth;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};

/// Options of the screen.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Paths, addresses or `-`; empty: the library.
    pub sources: Vec<OsString>,
    /// Options of a check, if the sources are drafts to check.
    pub check: Option<CheckOptions>,
    /// Address that a saved file came from.
    pub url: Option<String>,
    /// Name of the theme; `None`: as in the settings.
    pub theme: Option<String>,
    /// Number of colours of the terminal.
    pub depth: Depth,
    /// Library file; `None`: the default one.
    pub library: Option<PathBuf>,
    /// Full drawing, or plain for screen readers.
    pub mode: RenderMode,
    /// Models, and the user's site rules.
    pub models: Arc<Models>,
}

/// Options of the check of drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// Sources to check against.
    pub against: Vec<OsString>,
    /// True if the library is looked up, too.
    pub in_library: bool,
}

/// Reason for an abnormal end.
#[derive(Debug)]
pub enum RunError {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// Nothing could be read; the reason in one line.
    Nothing(String),
    /// Ended by the signal of this number.
    Signal(i32),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terminal(error) => write!(f, "the terminal cannot be used: {error}"),
            Self::Nothing(why) => f.write_str(why),
            Self::Signal(number) => write!(f, "stopped by signal {number}"),
        }
    }
}

impl std::error::Error for RunError {}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}
