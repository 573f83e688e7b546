//! The library's errors. Each message says what happened to the user's pieces; the caller puts the file's name in
//! front.

use crate::io_reason;
use rusqlite::ErrorCode;
use thiserror::Error;

/// Reason for a failed operation.
#[derive(Debug, Error)]
pub enum Error {
    /// SQLite's error.
    #[error("{}", sql(.0))]
    Sql(#[from] rusqlite::Error),
    /// A newer sayso wrote the file: its schema version, and the newest one supported.
    #[error(
        "this library was written by a newer sayso (its format is {0}, this version knows {1}); it was left untouched"
    )]
    NewerSchema(i64, i64),
    /// The file is not a library of sayso.
    #[error("this file is not a sayso library; it was left untouched")]
    NotALibrary,
    /// The file is damaged; SQLite's message.
    #[error(
        "the library file is damaged ({0}); `sayso restore` brings the last backup back and keeps this file beside it"
    )]
    Damaged(String),
    /// The folder or file is read-only.
    #[error("the library is read-only; nothing was changed")]
    ReadOnly,
    /// A file or folder could not be made or read.
    #[error("{}", io_reason::reading(.0))]
    Io(#[from] std::io::Error),
    /// Stored data does not unpack or parse; the reason.
    #[error("stored data cannot be read: {0}")]
    Unreadable(String),
    /// A stored page has a media type that this version cannot read.
    #[error("the stored page is of an unknown kind ({0:?}); a newer sayso may read it")]
    UnknownMediaType(String),
    /// A file that cannot be imported at all; the reason, as a clause.
    #[error("{0}")]
    UnreadableImport(String),
    /// The text is not a web address.
    #[error("not a web URL: {0}")]
    NotAWebAddress(String),
    /// Nothing has that name.
    #[error("{0} is not in the library")]
    NotFound(String),
    /// Any other message for the user, as a clause.
    #[error("{0}")]
    Other(String),
}

/// The result of the library's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Returns the message for an error of SQLite.
fn sql(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; this change was not saved, earlier changes were".into(),
        Some(ErrorCode::SystemIoFailure) => format!(
            "the file could not be read or written ({error}); is the disk full? This change was not saved, earlier changes were"
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is using the library; try again in a moment".into()
        }
        Some(ErrorCode::ReadOnly) => Error::ReadOnly.to_string(),
        Some(ErrorCode::CannotOpen) => {
            "the library cannot be opened or created; check the folder and its permissions".into()
        }
        Some(ErrorCode::NotADatabase) => Error::NotALibrary.to_string(),
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged(error.to_string()).to_string(),
        _ => error.to_string(),
    }
}
