//! The result of a command: how it went, or why it stopped.

use crate::library;
use thiserror::Error;

/// The result of a command that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All was done.
    Done,
    /// Some source failed and was reported on standard error.
    SomeFailed,
}

/// The reason why a command stopped.
#[derive(Debug, Error)]
pub(super) enum CliError {
    /// Wrong usage: exit status 2.
    #[error("{0}")]
    Usage(String),
    /// It can't be done: exit status 1.
    #[error("{0}")]
    Failed(String),
    /// The library failed: exit status 1.
    #[error("library: {0}")]
    Library(#[from] library::Error),
    /// A signal of this number ended it: exit status 128 plus the number.
    #[error("ended by signal {0}")]
    Signal(i32),
    /// Standard output failed; a closed pipe is no failure.
    #[error("{0}")]
    Output(#[from] std::io::Error),
}
