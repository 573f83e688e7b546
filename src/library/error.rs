//! The library's errors, each a sentence that says what happened to the user's pieces.
//! The sentences do not name the file: the caller puts it in front.

use rusqlite::ErrorCode;
use thiserror::Error;

/// The reason why the library could not do what it was asked.
#[derive(Debug, Error)]
pub enum Error {
    /// SQLite's own answer.
    #[error("{}", sql(.0))]
    Sql(#[from] rusqlite::Error),
    /// A newer sayso wrote the file: its schema, and the newest one this version knows.
    #[error(
        "this library was written by a newer sayso (its format is {0}, this version knows {1}); it was left untouched"
    )]
    NewerSchema(i64, i64),
    /// The file is not a library of sayso.
    #[error("this file is not a sayso library; it was left untouched")]
    NotALibrary,
    /// The file is damaged; how that shows.
    #[error(
        "the library file is damaged ({0}); `sayso restore` brings the last backup back and keeps this file beside it"
    )]
    Damaged(String),
    /// Folder or file can't be written, and something was to be written.
    #[error("the library can only be read here; nothing was changed")]
    ReadOnly,
    /// A file or folder could not be made or read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Stored data does not unpack or parse; which.
    #[error("stored data could not be read: {0}")]
    Unreadable(String),
    /// A page of a kind that this version cannot read is stored; its media type.
    #[error("the stored page is of an unknown kind ({0:?}); a newer sayso may read it")]
    UnknownMediaType(String),
    /// A file as a whole is not one that can be imported; the reason, as a clause.
    #[error("{0}")]
    UnreadableImport(String),
    /// The text is not an address of the web.
    #[error("not an address of the web: {0}")]
    NotAWebAddress(String),
    /// There is nothing of that name.
    #[error("nothing found for {0}")]
    NotFound(String),
    /// Anything else that the user should know, as a clause.
    #[error("{0}")]
    Other(String),
}

/// The result of the library's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// Returns the sentence for an error of SQLite.
fn sql(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; this change was not saved, everything before it was".into(),
        Some(ErrorCode::SystemIoFailure) => format!(
            "the file could not be read or written ({error}); is the disk full? This change was not saved, everything before it was"
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program keeps the library busy; try again in a moment".into()
        }
        Some(ErrorCode::ReadOnly) => Error::ReadOnly.to_string(),
        Some(ErrorCode::CannotOpen) => format!("the library can't be opened or made ({error})"),
        Some(ErrorCode::NotADatabase) => Error::NotALibrary.to_string(),
        Some(ErrorCode::DatabaseCorrupt) => Error::Damaged(error.to_string()).to_string(),
        _ => error.to_string(),
    }
}
