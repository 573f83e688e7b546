//! What comes in and what goes out: messages, effects, notices. Plain data, so that they can be compared and logged.

use crate::document::Span;
use crate::load::Source;
use crate::reading::Reading;
use crate::tui::highlight::{HighlightJob, HighlightResult};
use crate::tui::images::Picture;
use crate::tui::keys::Key;
use crate::tui::reader::Reader;
use crate::tui::reader::voices::Voices;
use crate::tui::state::request::{Request, Response};
use crate::tui::theme::Theme;
use crate::tui::values::{Exit, ExportFormat, Notice, Requester, RuleChange, Ticket};
use ratatui::crossterm::event::MouseEvent;
use ratatui::layout::Size;
use std::ffi::OsString;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// The screen has another size.
    Resize(Size),
    /// A source was read, or could not be: one line why.
    Text {
        /// Of which [`Effect::Load`].
        ticket: Ticket,
        /// The text without attributions.
        result: Result<Arc<Reading>, String>,
    },
    /// The first screens of a long source were read.
    Beginning {
        /// Of which [`Effect::Load`].
        ticket: Ticket,
        /// They alone.
        reading: Arc<Reading>,
    },
    /// A long source was read to its end; made ready beside the interface's thread, as that takes more than a frame.
    Whole {
        /// Of which [`Effect::Load`].
        ticket: Ticket,
        /// The whole text.
        reader: Box<Reader>,
    },
    /// It is known who said what in it.
    Voices {
        /// Of which [`Effect::Load`].
        ticket: Ticket,
        /// Who said what.
        voices: Box<Voices>,
    },
    /// The bytes of a source that can't be read again: from the web, from standard input.
    Source {
        /// Of which [`Effect::Load`].
        ticket: Ticket,
        /// As it was loaded.
        source: Arc<Source>,
    },
    /// Code was gone through.
    Highlighted(HighlightResult),
    /// A search has come to its end.
    SearchResults {
        /// Of which [`Effect::Search`].
        ticket: Ticket,
        /// Bytes of the article's text, in order.
        hits: Vec<Span>,
    },
    /// A picture was fetched, or cannot be shown: a clause why.
    Picture {
        /// Its address.
        url: String,
        /// Ready to be drawn.
        picture: Result<Arc<Picture>, String>,
    },
    /// The librarian answers.
    Library(Response),
    /// Something was done outside, or failed.
    Notice(Notice),
    /// The colours are to be these.
    Theme(Box<Theme>),
    /// A tenth of a second has passed while something is loading.
    Tick,
    /// The program is told to end.
    Quit(Exit),
}

/// Something to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Load, parse and declutter a source ([`Message::Text`], or [`Message::Beginning`] and [`Message::Whole`] where it is
    /// long), then attribute it ([`Message::Voices`]).
    Load {
        /// For the answers.
        ticket: Ticket,
        /// As it was given.
        location: OsString,
        /// Who named it.
        named_by: Requester,
        /// How many colours there are for speakers.
        colours: usize,
    },
    /// The answers of that ticket are not wanted any more.
    Forget(Ticket),
    /// Find words in an article's text ([`Message::SearchResults`]).
    Search {
        /// For the answer.
        ticket: Ticket,
        /// Where to look.
        piece: Arc<Reading>,
        /// What for.
        words: String,
    },
    /// Fetch a picture, to fit so many cells ([`Message::Picture`]).
    Picture {
        /// Its address.
        url: String,
        /// Most cells.
        room: Size,
    },
    /// Go through code for its colours ([`Message::Highlighted`]).
    Colour(HighlightJob),
    /// Put text into the clipboard; the notice tells what it was.
    Copy(String, &'static str),
    /// Open an address in the browser.
    Browse(String),
    /// Write a piece to a file.
    Export(Box<Reading>, ExportFormat),
    /// Show a text in the editor.
    Edit(String),
    /// Keep what was decided of a block for the other pages of its host.
    Rule(Box<RuleChange>),
    /// Ask the librarian.
    Library(Request),
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Read the settings again.
    Reload,
    /// Write settings into the user's file: section, name, value.
    Settings(Vec<(&'static str, &'static str, toml_edit::Value)>),
    /// Paint every cell anew.
    Repaint,
    /// End the program.
    Quit(Exit),
}
