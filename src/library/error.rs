//! What can go wrong with a library, each in a sentence that tells what happened to the user's pieces.
//! The sentences do not name the file: whoever prints them puts it in front.

use rusqlite::ErrorCode;
use std::fmt;

/// Why the library could not do what it was asked.
#[derive(Debug)]
pub enum Error {
    /// SQLite's own answer.
    Sql(rusqlite::Error),
    /// The file was written by a newer sayso: its schema, and the newest this one knows.
    Newer(i64, i64),
    /// The file is no library of sayso.
    Foreign,
    /// The file is damaged; how that shows.
    Damaged(String),
    /// Folder or file can't be written, and something was to be written.
    ReadOnly,
    /// A file or folder could not be made or read.
    Io(std::io::Error),
    /// Stored data does not unpack or parse; which.
    Unreadable(String),
    /// A page of a kind that this version cannot read is stored; its media type.
    UnknownMediaType(String),
    /// There is nothing of that name.
    NotFound(String),
    /// Anything else that the user should know, as a clause.
    Other(String),
}

/// What the library's functions give.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(error) => sql(error, f),
            Self::Newer(found, known) => write!(
                f,
                "this library was written by a newer sayso (its format is {found}, this version knows {known}); it was left untouched"
            ),
            Self::Foreign => f.write_str("this file is not a sayso library; it was left untouched"),
            Self::Damaged(how) => {
                write!(
                    f,
                    "the library file is damaged ({how}); `sayso restore` brings the last backup back and keeps this file beside it"
                )
            }
            Self::ReadOnly => f.write_str("the library can only be read here; nothing was changed"),
            Self::Io(error) => write!(f, "{error}"),
            Self::Unreadable(what) => write!(f, "stored data could not be read: {what}"),
            Self::UnknownMediaType(name) => {
                write!(f, "the stored page is of an unknown kind ({name:?}); a newer sayso may read it")
            }
            Self::NotFound(what) => write!(f, "nothing found for {what}"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

fn sql(error: &rusqlite::Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            f.write_str("the disk is full; this change was not saved, everything before it was")
        }
        Some(ErrorCode::SystemIoFailure) => write!(
            f,
            "the file could not be read or written ({error}); is the disk full? This change was not saved, everything before it was"
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            f.write_str("another program keeps the library busy; try again in a moment")
        }
        Some(ErrorCode::ReadOnly) => f.write_str("the library can only be read here; nothing was changed"),
        Some(ErrorCode::CannotOpen) => write!(f, "the library can't be opened or made ({error})"),
        Some(ErrorCode::NotADatabase) => f.write_str("this file is not a sayso library; it was left untouched"),
        Some(ErrorCode::DatabaseCorrupt) => {
            write!(
                f,
                "the library file is damaged ({error}); `sayso restore` brings the last backup back and keeps this file beside it"
            )
        }
        _ => write!(f, "{error}"),
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
