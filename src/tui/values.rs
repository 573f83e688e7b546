//! Small types used everywhere in the interface: tickets, notices, the end of the program, sources of bytes. They
//! depend neither on each other nor on the state.

use crate::declutter::overrides::Action;
use crate::library::{BlockOverrides, PieceId};
use crate::load::Source;
use crate::reading::Reading;
use std::ffi::OsString;
use std::sync::Arc;

/// A decision about a block, for the site rules.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// Source of the page's original bytes.
    pub page: ByteSource,
    /// The reading without corrections.
    pub reading: Arc<Reading>,
    /// All decisions on this page, including this one.
    pub moves: BlockOverrides,
    /// Number of the block on the page.
    pub order: u32,
    /// Action: hide or show.
    pub action: Action,
    /// Made or revoked.
    pub standing: RuleDirection,
}

/// Direction of a rule change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleDirection {
    /// The decision is made.
    Apply,
    /// The decision is revoked.
    Revert,
}

/// Identifies a request, so that its response can be matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// Origin of a request to load; it limits what may be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    /// The user, with the address given by `--url`.
    User(Option<String>),
    /// A link or picture of a page.
    Page,
}

/// Export formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// JSON in the schema of `sayso extract`.
    Json,
}

impl ExportFormat {
    /// All formats with display name and file extension.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Markdown, "Markdown", "md"),
        (Self::Text, "plain text", "txt"),
        (Self::Html, "HTML", "html"),
        (Self::Json, "JSON", "json"),
    ];

    /// Returns the file extension.
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(paper, ..)| *paper == self).map_or("txt", |(.., ending)| ending)
    }
}

/// A message in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Information.
    Info(String),
    /// An error.
    Error(String),
}

impl From<Result<String, String>> for Notice {
    fn from(result: Result<String, String>) -> Self {
        match result {
            Ok(words) => Self::Info(words),
            Err(why) => Self::Error(why),
        }
    }
}

/// End of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Normal end.
    Done,
    /// Ended by the signal of this number.
    Signal(i32),
    /// Nothing could be read; the reason in one line.
    Nothing(String),
}

/// Source of the original bytes of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum ByteSource {
    /// In memory.
    Memory(Arc<Source>),
    /// In a file, with the address it came from.
    File(OsString, Option<String>),
    /// In the library.
    Library(PieceId),
}
