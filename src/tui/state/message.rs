//! Messages (input) and effects (output): plain data, so that they can be compared and logged.

use crate::document::Span;
use crate::library::{DraftCheck, Highlight, Piece};
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
use std::fmt;
use std::sync::Arc;

/// An event that changes the state.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key press.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// A mouse event.
    Mouse(MouseEvent),
    /// A new size of the screen.
    Resize(Size),
    /// A source was read, or the reason why not, in one line.
    Text {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// The text without attributions.
        result: Result<Arc<Reading>, String>,
    },
    /// The source is a feed with this address; its list of articles follows as [`Message::Text`].
    Feed {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// Address of the feed.
        url: String,
    },
    /// The first screens of a long source were read.
    Beginning {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// A reading of these first screens alone.
        reading: Arc<Reading>,
    },
    /// A long source was read to its end. The reader is prepared on the worker thread, since that takes longer than a
    /// frame.
    Whole {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// The complete text.
        reader: Box<Reader>,
    },
    /// The attributions of a text are ready.
    Voices {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// Attributions with their indexes.
        voices: Box<Voices>,
    },
    /// The quotations of a draft were checked.
    Checked {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// The verdicts.
        check: Box<DraftCheck>,
    },
    /// The bytes of a source that cannot be read again: from the web or standard input.
    Source {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// The loaded bytes, unchanged.
        source: Arc<Source>,
    },
    /// A source is the first article of a container.
    Further {
        /// Ticket of the [`Effect::Load`].
        ticket: Ticket,
        /// Locations of those behind it.
        locations: Vec<OsString>,
    },
    /// Tokens of a code block.
    Highlighted(HighlightResult),
    /// A search has finished.
    SearchResults {
        /// Ticket of the [`Effect::Search`].
        ticket: Ticket,
        /// Hits as byte ranges of the article's text, in order.
        hits: Vec<Span>,
    },
    /// A picture was fetched, or the reason why it cannot be shown, as a clause.
    Picture {
        /// Address of the picture.
        url: String,
        /// The picture, ready to be drawn.
        picture: Result<Arc<Picture>, String>,
    },
    /// A command of the user's has ended: its output, or the reason why there is none, as a clause.
    CommandEnded {
        /// Ticket of the [`Effect::RunUserCommand`].
        ticket: Ticket,
        /// Bytes of standard output.
        result: Result<Vec<u8>, String>,
    },
    /// The terminal shows pictures by another protocol or in cells of another size.
    PicturesOutdated,
    /// A response of the library thread.
    Library(Response),
    /// The outcome of an effect.
    Notice(Notice),
    /// A new theme.
    Theme(Box<Theme>),
    /// The spinner's clock, ten times a second while something is loading.
    Tick,
    /// A request to end the program.
    Quit(Exit),
}

/// An action to be carried out outside the state machine.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Load, parse and declutter a source ([`Message::Text`], or [`Message::Beginning`] and [`Message::Whole`] for a
    /// long one), then attribute it ([`Message::Voices`]).
    Load {
        /// Ticket for the responses.
        ticket: Ticket,
        /// Location as given.
        location: OsString,
        /// Origin of the request; it limits what may be loaded.
        named_by: Requester,
        /// Number of speaker colours.
        colours: usize,
        /// True for a draft: nothing in it is clutter.
        is_draft: bool,
    },
    /// Look up a draft's quotations in its sources ([`Message::Checked`]).
    Check {
        /// Ticket for the response: that of the [`Effect::Load`].
        ticket: Ticket,
        /// The draft with its attributions.
        draft: Box<Reading>,
    },
    /// Drop all responses to this ticket.
    Forget(Ticket),
    /// Find words in an article's text ([`Message::SearchResults`]).
    Search {
        /// Ticket for the response.
        ticket: Ticket,
        /// Article to search.
        piece: Arc<Reading>,
        /// Words to find.
        words: String,
    },
    /// Fetch a picture and fit it into `room` ([`Message::Picture`]).
    Picture {
        /// Address of the picture.
        url: String,
        /// Maximum size in cells.
        room: Size,
        /// Location of the text that shows it: a picture in a book is read from there.
        location: String,
        /// The picture as fetched before, to be encoded again.
        known: Option<Arc<Picture>>,
    },
    /// Find the colours of a code block ([`Message::Highlighted`]).
    Colour(HighlightJob),
    /// Copy text to the clipboard; the second string names it in the message.
    Copy(String, &'static str),
    /// Open an address in the browser.
    Browse(String),
    /// Export a piece to a file.
    Export(Box<ExportJob>),
    /// Show a text in the editor.
    Edit(String),
    /// Save the decision about a block as a site rule.
    Rule(Box<RuleChange>),
    /// Run a command of the user's ([`Message::CommandEnded`]).
    RunUserCommand(Box<UserCommandJob>),
    /// Send a request to the library thread.
    Library(Request),
    /// Suspend the program to the shell.
    Suspend,
    /// Reload the settings.
    Reload,
    /// Write settings to the user's file: section, name, value.
    Settings(Vec<(&'static str, &'static str, toml_edit::Value)>),
    /// Repaint every cell.
    Repaint,
    /// End the program.
    Quit(Exit),
}

/// A command of the user's to be run.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCommandJob {
    /// Ticket for the response.
    pub ticket: Ticket,
    /// Name in the settings.
    pub name: String,
    /// Program and arguments, the placeholders replaced.
    pub words: Vec<String>,
    /// Text for standard input.
    pub input: Option<String>,
    /// True if its output is used.
    pub wants_output: bool,
    /// Time limit in seconds.
    pub seconds: u16,
}

impl fmt::Debug for UserCommandJob {
    /// Leaves the arguments out, since they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserCommandJob").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A text to be exported.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportJob {
    /// The text with attributions and corrections.
    pub reading: Reading,
    /// Its entry in the library, if it is saved.
    pub piece: Option<Piece>,
    /// Highlighted passages.
    pub highlights: Vec<Highlight>,
    /// Format of the file.
    pub format: ExportFormat,
    /// File, or folder for it, as the user named it.
    pub path: String,
}
