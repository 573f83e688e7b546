//! What stands in a list over the text, and what taking it does.

use crate::tui::keys::table::Command;
use crate::tui::reader::flow::Place;
use crate::tui::theme::Ink;
use crate::tui::values::ExportFormat;

/// What taking an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Does what the command does.
    Run(Command),
    /// Goes to a place of the text.
    Go(Place),
    /// Goes to a byte of the article's text.
    Byte(usize),
    /// Goes to a quotation.
    Quote(u32),
    /// Goes to the first quotation of a speaker (none: of nobody).
    Speaker(Option<u32>),
    /// Sets the speaker of a quotation by name, or that nobody named said it.
    Correct(u32, Option<String>),
    /// Gives all that a speaker said to another one, by name.
    Merge(u32, String),
    /// Goes to a highlight and selects it.
    Highlight(usize),
    /// Shows what the library has for these words.
    SearchLibrary(String),
    /// Another theme.
    Theme(String),
    /// Writes the piece.
    Export(ExportFormat),
    /// Lists what a speaker of the library said; the number, the name, whether others were joined to it.
    Said(i64, String, bool),
    /// Opens a piece of the library, at a byte of its text, else where it was left.
    Piece(i64, Option<usize>),
    /// Goes to the library's saved view of that number.
    View(u8),
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// Its words.
    pub words: String,
    /// Dim words after them, or below them where there is no room.
    pub detail: String,
    /// Words at the right: a key, a count.
    pub right: String,
    /// How its words look.
    pub ink: Ink,
    /// Cells it is set in.
    pub indent: u16,
    /// A word or a sign before its words.
    pub lead: String,
    /// Cells that its words are set in behind the lead, and its further rows.
    pub hang: u16,
    /// A share, told beside the words as far as there is room.
    pub measure: Option<Measure>,
    /// What stands below it and belongs to it.
    pub below: Vec<(String, Ink)>,
    /// What taking it does; none: it is a heading or a line to read.
    pub choice: Option<Choice>,
}

/// A share of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The length of its bar, per mille of the longest.
    pub of: usize,
    /// In words.
    pub share: String,
    /// What it is a share of.
    pub more: String,
}

impl ListEntry {
    /// A line to read.
    pub fn line(words: impl Into<String>, ink: Ink) -> Self {
        Self { words: words.into(), ink, ..Self::default() }
    }

    /// An entry to take.
    pub fn new(words: impl Into<String>, choice: Choice) -> Self {
        Self { choice: Some(choice), ..Self::line(words, Ink::Text) }
    }

    /// With dim words after its own.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// With words at the right.
    #[must_use]
    pub fn right(self, right: impl Into<String>) -> Self {
        Self { right: right.into(), ..self }
    }

    /// In another ink.
    #[must_use]
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// Set in.
    #[must_use]
    pub fn indent(self, indent: u16) -> Self {
        Self { indent, ..self }
    }

    /// With its further rows set in.
    #[must_use]
    pub fn hanging(self, hang: u16) -> Self {
        Self { hang, ..self }
    }

    /// With a word or a sign before it, in a column of so many cells.
    #[must_use]
    pub fn lead(self, lead: impl Into<String>, hang: u16) -> Self {
        Self { lead: lead.into(), hang, ..self }
    }

    /// With words below it that belong to it.
    #[must_use]
    pub fn below(mut self, words: impl Into<String>, ink: Ink) -> Self {
        self.below.push((words.into(), ink));
        self
    }
}
