//! Results and errors of commands.

use crate::library;
use thiserror::Error;

/// Result of a command that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything succeeded.
    Done,
    /// At least one source failed and was reported on standard error.
    SomeFailed,
    /// A quotation has a verdict that fails a check.
    CheckFailed,
}

/// Error that ends a command.
#[derive(Debug, Error)]
pub(super) enum CliError {
    /// Wrong usage: exit status 2.
    #[error("{0}")]
    Usage(String),
    /// The command failed: exit status 1.
    #[error("{0}")]
    Failed(String),
    /// The library failed: exit status 1.
    #[error("{0}")]
    Library(#[from] library::Error),
    /// Ended by the signal of this number: exit status 128 plus the number.
    #[error("stopped by signal {0}")]
    Signal(i32),
    /// Writing to standard output failed; a closed pipe counts as success.
    #[error("{0}")]
    Output(#[from] std::io::Error),
}
