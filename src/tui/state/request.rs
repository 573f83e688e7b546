//! Requests to the thread that has the library open, and its responses: plain data.

use crate::library::{Change, Counts, Id, Incoming, Piece, SavedView, Sort, SpeakerShare, Statement};
use crate::reading::Reading;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::reader::library_context::{Echo, SimilarPiece};
use crate::tui::state::library::Preview;
use crate::tui::values::{ByteSource, Notice, RuleChange};
use std::sync::Arc;

/// A question to the librarian, or something to be changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The library's screen is opened.
    Open,
    /// A part of a list; the number comes back.
    List {
        /// For the answer.
        number: u32,
        /// The filter as typed.
        filter: String,
        /// The order.
        sort: Sort,
        /// The first piece wanted.
        offset: usize,
        /// Pieces that stay in sight, with their places in the whole list.
        stays: Vec<(usize, Id)>,
    },
    /// The pieces from one place of a list to another, both included.
    Range(Range),
    /// The preview of a piece.
    Preview(Id),
    /// Change pieces.
    Change(Vec<Id>, Change),
    /// Undo the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Open a piece in the reader, at a byte of its text, else where it was left.
    Read(Id, Option<usize>),
    /// A piece was left at this byte, so many per mille read.
    Left(Id, usize, u16),
    /// Keep an address or a file that the user named.
    Add(String),
    /// Keep what is on the screen.
    Save(Box<SaveRequest>),
    /// What the library has beside a text.
    Context(Box<ContextQuery>),
    /// Keep what was decided of a block of a saved piece for the other pages of its host.
    Rule(Box<RuleChange>),
    /// Fetch pieces (none: whatever waits).
    Fetch(Vec<Id>),
    /// Stop fetching.
    StopFetching,
    /// The difference to the earlier version.
    Difference(Id),
    /// Who is quoted most in the pieces of this filter.
    Voices(String),
    /// What a speaker said.
    Said(i64, String),
    /// Make two speakers one; then who is quoted most in the pieces of this filter.
    Join(i64, i64, String),
    /// Part a speaker from those it was joined with; then as before.
    Part(i64, String),
    /// Save a view.
    SaveView(SavedView),
    /// Delete the view of that number.
    DeleteView(u8),
    /// The list is left at this piece.
    LeaveList(Id),
}

/// What the librarian answers.
#[derive(Clone, Debug)]
pub enum Response {
    /// It is open: the views, and how it was left.
    Opened(Vec<SavedView>, LastView),
    /// A part of a list.
    Page(u32, Box<Listed>),
    /// Pieces of a range, with their places in the whole list.
    Range(Vec<(Id, usize)>),
    /// A preview.
    Preview(Box<Preview>),
    /// Something was changed: the words for the foot, the pieces as they are now.
    Changed(String, Vec<Piece>, Counts),
    /// A piece to read.
    Read(Box<OpenedPiece>),
    /// The text of that number among the open texts is this piece now.
    Kept(usize, Box<Piece>),
    /// What the library has beside a text.
    Context(Box<ContextResult>),
    /// A change of a piece's marks was taken back, or done again.
    AnnotationsChanged(Id, AnnotationSet),
    /// So many addresses are still being fetched; the last piece that came, or the problem with it.
    Fetching(usize, Option<Box<Piece>>, Option<String>),
    /// Speakers with their shares.
    Voices(Vec<SpeakerShare>),
    /// What the speaker of this name said.
    Said(String, Vec<Statement>),
    /// Paragraphs of a difference: `-`, `+` or a blank, and the words.
    Difference(Vec<(char, String)>),
    /// The saved views as they are now.
    Views(Vec<SavedView>),
    /// Somebody else has written into the library: the list may be another.
    ChangedExternally,
    /// Something was done.
    Notice(Notice),
    /// It could not be done: one line why.
    Failed(String),
    /// The library can't be opened at all: one line why.
    OpenFailed(String),
}

/// A stretch of a list, of which not all is at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The filter as typed.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The first place and the last.
    pub places: (usize, usize),
    /// Pieces that stay in sight, with their places in the whole list.
    pub stays: Vec<(usize, Id)>,
}

/// How the library was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastView {
    /// The filter as typed.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The piece that was selected.
    pub piece: Option<Id>,
}

/// A text that is to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveRequest {
    /// Its number among the open texts.
    pub number: usize,
    /// What is kept.
    pub incoming: Incoming,
    /// Where its bytes are, if they are not among that.
    pub page: Option<ByteSource>,
}

/// A text about which the library is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextQuery {
    /// Its number among the open texts.
    pub number: usize,
    /// The piece that it is, where that is known.
    pub id: Option<Id>,
    /// Its address.
    pub url: Option<String>,
    /// The text.
    pub reading: Arc<Reading>,
    /// Its quotations: id and words.
    pub said: Vec<(u32, String)>,
    /// Its speakers' names.
    pub names: Vec<String>,
}

/// What the library has beside a text.
#[derive(Clone, Debug, Default)]
pub struct ContextResult {
    /// The text's number among the open texts.
    pub number: usize,
    /// The piece that it is, with what was kept of it: told where it was not known before.
    pub known: Option<(Box<Piece>, AnnotationSet)>,
    /// The same quotations in other pieces.
    pub echoes: Vec<Echo>,
    /// Pieces that are like it.
    pub neighbours: Vec<SimilarPiece>,
}

/// A piece to read.
#[derive(Clone, Debug, Default)]
pub struct OpenedPiece {
    /// The piece.
    pub piece: Piece,
    /// Its text as the program made it.
    pub reading: Reading,
    /// What the reader corrected and marked.
    pub marks: AnnotationSet,
    /// The byte of the corrected text that is wanted, if not where it was left.
    pub at: Option<usize>,
}

/// A part of a list as it comes.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The first piece of it.
    pub offset: usize,
    /// The pieces and their number.
    pub page: crate::library::ListPage,
    /// How many pieces are in which state.
    pub counts: Counts,
    /// The time by the librarian's clock.
    pub now: i64,
    /// What was not understood of the filter.
    pub problems: Vec<String>,
    /// Whether the rest is still being looked for and follows.
    pub more: bool,
}

/// Pieces asked for at once.
pub const WINDOW: usize = 200;

/// Quotations of a speaker listed; `sayso who` prints all.
pub(in crate::tui) const MAX_QUOTES_LISTED: usize = 1_000;
