//! Requests to the library thread and its responses: plain data.

use crate::check::compare::Comparison;
use crate::library::{
    Change, Counts, Incoming, Piece, PieceId, SavedView, Seconds, Sort, SpeakerId, SpeakerShares, SpeakerTimeline,
    StepId, Suggestions,
};
use crate::reading::Reading;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::reader::library_context::{Echo, SimilarPiece};
use crate::tui::state::feeds::{FeedsRequest, FeedsResponse};
use crate::tui::state::library::Preview;
use crate::tui::values::{ByteSource, Notice, RuleChange};
use std::sync::Arc;

/// A query or a change for the library thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Open the library screen.
    Open,
    /// Send a part of a list.
    List {
        /// Number that the response repeats.
        number: u32,
        /// Filter as typed.
        filter: String,
        /// Sort order.
        sort: Sort,
        /// Index of the first piece.
        offset: usize,
        /// Pinned pieces with their indexes in the whole list.
        stays: Vec<(usize, PieceId)>,
    },
    /// Send the ids between two indexes of a list, both included.
    Range(Range),
    /// The preview of a piece, with the words that answer the filter.
    Preview(PieceId, String),
    /// Change pieces.
    Change(Vec<PieceId>, Change),
    /// Undo the last step, if it is within the scope.
    Undo(UndoScope),
    /// Redo the step that was undone last.
    Redo,
    /// Open a piece in the reader, at a byte of its text, or else at its reading position.
    Read(PieceId, Option<usize>),
    /// Open a piece in the reader at the first words that answer the filter, else where it was left.
    ReadHit(PieceId, String),
    /// Suggest how a line of input may go on.
    Suggest(Completed, String),
    /// A piece was left at this byte, so many per mille read.
    Left(PieceId, usize, u16),
    /// Add an address or file given by the user.
    Add(String),
    /// Save the text on the screen.
    Save(Box<SaveRequest>),
    /// Find related contents for a text.
    Context(Box<ContextQuery>),
    /// Save the decision about a block of a saved piece as a site rule.
    Rule(Box<RuleChange>),
    /// Fetch these pieces; if empty, everything that waits.
    Fetch(Vec<PieceId>),
    /// Stop fetching.
    StopFetching,
    /// Send the difference to the earlier version of a piece.
    Difference(PieceId),
    /// Compare the coverage of several articles.
    Compare(Vec<PieceId>),
    /// Send the speakers quoted most in the pieces of this filter.
    Voices(String),
    /// Send the statements of a speaker: id, name.
    Said(SpeakerId, String),
    /// Merge two speakers, then send the speakers of this filter.
    Join(SpeakerId, SpeakerId, String),
    /// Split a merged speaker, then send the speakers of this filter.
    Part(SpeakerId, String),
    /// Save a view.
    SaveView(SavedView),
    /// Delete the view of this number.
    DeleteView(u8),
    /// Store the selected piece for the next start.
    LeaveList(PieceId),
    /// A question or change about feeds.
    Feeds(FeedsRequest),
}

/// A response of the library thread.
#[derive(Clone, Debug)]
pub enum Response {
    /// The library is open: its saved views, and the view to restore.
    Opened(Vec<SavedView>, LastView),
    /// A part of a list, with the request's number.
    Page(u32, Box<Listed>),
    /// Ids of a range, with their indexes in the whole list.
    Range(Vec<(PieceId, usize)>),
    /// Contents of a preview.
    Preview(Box<Preview>),
    /// Pieces were changed: message, new versions, new counts.
    Changed(String, Vec<Piece>, Counts),
    /// A piece to open in the reader.
    Read(Box<OpenedPiece>),
    /// The open text of this number was saved as this piece.
    Kept(usize, Box<Piece>),
    /// Related contents for a text.
    Context(Box<ContextResult>),
    /// The annotations of a piece after undo or redo.
    AnnotationsChanged(PieceId, AnnotationSet),
    /// State of fetching: addresses left, the last fetched piece or its problem.
    Fetching(usize, Option<Box<Piece>>, Option<String>),
    /// Speakers with their shares.
    Voices(SpeakerShares),
    /// Quotations of the speaker of this name, by day.
    Said(String, Box<SpeakerTimeline>),
    /// Paragraphs of a difference: `-`, `+` or a blank, and the text.
    Difference(Box<VersionDifference>),
    /// Several articles compared.
    Comparison(Box<ComparedPieces>),
    /// Suggestions for the end of this line.
    Suggestions(String, Suggestions),
    /// The saved views as they are now.
    Views(Vec<SavedView>),
    /// An answer about feeds.
    Feeds(FeedsResponse),
    /// The list may be outdated: another process or a fetch has changed the library.
    ChangedExternally,
    /// The last step is outside the scope of a request to undo it: the step with its label.
    UndoAsked(StepId, String),
    /// The outcome of a request.
    Notice(Notice),
    /// A request failed; the reason in one line.
    Failed(String),
    /// The library cannot be opened; the reason in one line.
    OpenFailed(String),
}

/// Steps that a request may undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UndoScope {
    /// Any step.
    Any,
    /// Only a step of this session, or one that concerns only this piece.
    Reader(Option<PieceId>),
    /// This step, which the user was asked about.
    Step(StepId),
}

/// A line of input that is completed out of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completed {
    /// A filter.
    Filter,
    /// Tags, parted by commas.
    Tags,
}

/// A stretch of a list, of which not all is at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Filter as typed.
    pub filter: String,
    /// Sort order.
    pub sort: Sort,
    /// First and last index, both included.
    pub places: (usize, usize),
    /// Pinned pieces with their indexes in the whole list.
    pub stays: Vec<(usize, PieceId)>,
}

/// View of the last session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastView {
    /// Filter as typed.
    pub filter: String,
    /// Sort order.
    pub sort: Sort,
    /// Selected piece.
    pub piece: Option<PieceId>,
}

/// A text to save.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveRequest {
    /// Number among the open texts.
    pub number: usize,
    /// Text and user data to save.
    pub incoming: Incoming,
    /// Source of the original bytes, unless `incoming` has them.
    pub page: Option<ByteSource>,
}

/// A text whose related contents are requested.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextQuery {
    /// Number among the open texts.
    pub number: usize,
    /// Id of the saved piece, if known.
    pub id: Option<PieceId>,
    /// Address of the text.
    pub url: Option<String>,
    /// The text with its attributions.
    pub reading: Arc<Reading>,
    /// Quotations: id and words.
    pub said: Vec<(u32, String)>,
    /// Names of the speakers.
    pub names: Vec<String>,
}

/// Related contents of the library for a text.
#[derive(Clone, Debug, Default)]
pub struct ContextResult {
    /// Number among the open texts.
    pub number: usize,
    /// The saved piece and its annotations, if the request did not name it.
    pub known: Option<(Box<Piece>, AnnotationSet)>,
    /// The same quotations in other pieces.
    pub echoes: Vec<Echo>,
    /// Similar pieces.
    pub neighbours: Vec<SimilarPiece>,
}

/// A piece to open in the reader.
#[derive(Clone, Debug, Default)]
pub struct OpenedPiece {
    /// The piece with its user data.
    pub piece: Piece,
    /// The reading without corrections.
    pub reading: Reading,
    /// The user's annotations.
    pub marks: AnnotationSet,
    /// Byte of the corrected text to go to; `None` for the reading position.
    pub at: Option<usize>,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Index of its first piece.
    pub offset: usize,
    /// The pieces and the length of the list.
    pub page: crate::library::ListPage,
    /// Number of pieces per state.
    pub counts: Counts,
    /// Time of the library's clock, in seconds since 1970.
    pub now: Seconds,
    /// Problems in the filter.
    pub problems: Vec<String>,
    /// True if a second response with the rest follows.
    pub more: bool,
}

/// Number of pieces per request.
pub const WINDOW: usize = 200;

/// Maximum number of a speaker's quotations listed; `sayso who` prints all.
pub(in crate::tui) const MAX_QUOTES_LISTED: usize = 1_000;

/// Difference between two versions of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VersionDifference {
    /// Quotations that differ, counted.
    pub summary: Option<String>,
    /// Quotations that differ.
    pub quotes: Vec<RevisedQuote>,
    /// Paragraphs: `-`, `+` or a blank, and the words.
    pub lines: Vec<(char, String)>,
}

/// A quotation that differs between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevisedQuote {
    /// The sort of difference in words.
    pub kind: String,
    /// Speaker and words in the earlier version.
    pub earlier: Option<String>,
    /// Speaker and words in the later version.
    pub later: Option<String>,
}

/// Articles and their comparison.
#[derive(Clone, Debug, Default)]
pub struct ComparedPieces {
    /// The comparison.
    pub comparison: Comparison,
    /// The articles in its order.
    pub pieces: Vec<(Piece, Arc<Reading>)>,
}
