//! Small values that every part of the interface uses: tickets, notices, the end of the program, where bytes are. They know
//! nothing of each other and nothing of the state.

use crate::declutter::overrides::Action;
use crate::library::{BlockOverrides, Id};
use crate::load::Source;
use crate::reading::Reading;
use std::ffi::OsString;
use std::sync::Arc;

/// What was decided of a block, for the file of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// Where the page's bytes are.
    pub page: ByteSource,
    /// The text as the program made it.
    pub reading: Arc<Reading>,
    /// All that is decided on this page, this decision included.
    pub moves: BlockOverrides,
    /// The block's number on the page.
    pub order: u32,
    /// What is done with it.
    pub action: Action,
    /// Whether it is decided, or taken back.
    pub standing: RuleDirection,
}

/// Whether something is decided or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleDirection {
    /// It is decided.
    Apply,
    /// It is taken back.
    Revert,
}

/// Ties an answer to its question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// Who named a source, and so what it may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    /// The user; and where it says that it came from (`--url`).
    User(Option<String>),
    /// A page.
    Page,
}

/// Formats that a piece is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// JSON as scripts get it.
    Json,
}

impl ExportFormat {
    /// All, with their names and the endings of their files.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Markdown, "Markdown", "md"),
        (Self::Text, "plain text", "txt"),
        (Self::Html, "HTML", "html"),
        (Self::Json, "JSON", "json"),
    ];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(paper, ..)| *paper == self).map_or("txt", |(.., ending)| ending)
    }
}

/// What the foot of the screen tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Something to know.
    Info(String),
    /// Something went wrong.
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

/// How the program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As asked.
    Done,
    /// By a signal of that number.
    Signal(i32),
    /// Nothing could be read: one line why.
    Nothing(String),
}

/// Where the bytes of a page are.
#[derive(Clone, Debug, PartialEq)]
pub enum ByteSource {
    /// In memory.
    Memory(Arc<Source>),
    /// In a file, with the address it came from.
    File(OsString, Option<String>),
    /// In the library.
    Library(Id),
}
