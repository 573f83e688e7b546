//! Entries of lists, and the action of choosing one.

use crate::document::Span;
use crate::library::{PieceId, SpeakerId};
use crate::tui::keys::table::Command;
use crate::tui::reader::flow::Place;
use crate::tui::theme::Ink;
use crate::tui::values::ExportFormat;

/// Action of choosing an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Run a command.
    Run(Command),
    /// Run the user's command of this index.
    RunUserCommand(usize),
    /// Go to a place in the flow of blocks.
    Go(Place),
    /// Go to a byte of the article's text.
    Byte(usize),
    /// Go to a quotation, by id.
    Quote(u32),
    /// Go to the first quotation of a speaker; `None` for quotations without one.
    Speaker(Option<u32>),
    /// Set the speaker of a quotation by name; `None` for an unnamed speaker.
    Correct(u32, Option<String>),
    /// Give all quotations of a speaker to the one of this name.
    Merge(u32, String),
    /// Go to a highlight, by index, and select it.
    Highlight(usize),
    /// Search the library for these words.
    SearchLibrary(String),
    /// Switch to a theme, by name.
    Theme(String),
    /// Export the text in a format.
    Export(ExportFormat),
    /// Go to the source of the current quotation of a draft.
    Source,
    /// List everything a speaker of the library said: id, name, true if other speakers are merged into it.
    Said(SpeakerId, String, bool),
    /// Open a piece of the library at a byte of its text, or else at its reading position.
    Piece(PieceId, Option<usize>),
    /// Open the library's saved view of this number.
    View(u8),
    /// Follow the feed at this address.
    Follow(String),
}

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// Main text.
    pub words: String,
    /// Dim text after the main text, or below it if there is no room.
    pub detail: String,
    /// Text at the right: a key, a count.
    pub right: String,
    /// Style of the main text.
    pub ink: Ink,
    /// Indentation in cells.
    pub indent: u16,
    /// A word or sign before the main text.
    pub lead: String,
    /// Cells by which the main text after the lead, and all further rows, are indented.
    pub hang: u16,
    /// A share, drawn beside the text as far as there is room.
    pub measure: Option<Measure>,
    /// Ink of the lead, if not that of the words.
    pub lead_ink: Option<Ink>,
    /// Parts of the first text below it that stand out, with their ink.
    pub marks: (Vec<Span>, Ink),
    /// Words that find it and are not shown.
    pub aliases: &'static str,
    /// Lines below the entry that belong to it, with their styles.
    pub below: Vec<(String, Ink)>,
    /// Action of choosing it; `None` for a heading or a line to read.
    pub choice: Option<Choice>,
}

/// A share and its bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Length of the bar, per mille of the longest one.
    pub of: usize,
    /// The share as text.
    pub share: String,
    /// The amount that the share is taken from, as text.
    pub more: String,
}

impl ListEntry {
    /// A line to read, without an action.
    pub fn line(words: impl Into<String>, ink: Ink) -> Self {
        Self { words: words.into(), ink, ..Self::default() }
    }

    /// An entry with an action.
    pub fn new(words: impl Into<String>, choice: Choice) -> Self {
        Self { choice: Some(choice), ..Self::line(words, Ink::Text) }
    }

    /// Adds dim text after the main text.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// Adds text at the right.
    #[must_use]
    pub fn right(self, right: impl Into<String>) -> Self {
        Self { right: right.into(), ..self }
    }

    /// Sets the style of the main text.
    #[must_use]
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// Sets the indentation, in cells.
    #[must_use]
    pub fn indent(self, indent: u16) -> Self {
        Self { indent, ..self }
    }

    /// Sets the indentation of further rows, in cells.
    #[must_use]
    pub fn hanging(self, hang: u16) -> Self {
        Self { hang, ..self }
    }

    /// Adds a word or sign before the main text, in a column of `hang` cells.
    #[must_use]
    pub fn lead(self, lead: impl Into<String>, hang: u16) -> Self {
        Self { lead: lead.into(), hang, ..self }
    }

    /// Adds a line below the entry that belongs to it.
    #[must_use]
    pub fn below(mut self, words: impl Into<String>, ink: Ink) -> Self {
        self.below.push((words.into(), ink));
        self
    }
}
