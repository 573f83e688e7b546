//! State of the library screen.

use crate::library::{Counts, Guess, HitWords, Piece, PieceId, SavedView, Seconds, Sort, SpeakerId, SpeakerTimeline};
use crate::tui::state::feeds::FeedsState;
use crate::tui::state::request::Range;
use std::collections::BTreeMap;

/// Contents of the preview.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Id of the piece.
    pub piece: PieceId,
    /// Standfirst, or else the first lines.
    pub lead: String,
    /// Speakers with role and number of quotations, most quoted first.
    pub voices: Vec<(String, Option<String>, usize)>,
    /// The words around those that answer the filter.
    pub found: Option<String>,
    /// The words where it was left.
    pub left_at: Option<String>,
    /// Similar pieces: title and reason.
    pub also: Vec<(String, String)>,
    /// Reason for the failure of the last fetch.
    pub problem: Option<String>,
    /// Quotations that differ from the earlier version, counted.
    pub revised: Option<String>,
}

/// State of the library screen.
#[derive(Debug, Default)]
pub struct LibraryState {
    /// Filter as typed.
    pub filter: String,
    /// Sort order.
    pub sort: Sort,
    /// Loaded part of the list.
    pub window: Window,
    /// Index of the selected piece in the whole list.
    pub selected: usize,
    /// Index of the first visible piece.
    pub top: usize,
    /// Number of pieces that fit the screen.
    pub rows: usize,
    /// Number of pieces per state.
    pub counts: Counts,
    /// Pieces selected for a bulk change, with their indexes in the whole list.
    pub chosen: BTreeMap<PieceId, usize>,
    /// Pinned pieces by index: changed ones stay visible until the view changes.
    pub stays: BTreeMap<usize, PieceId>,
    /// Start of a range.
    pub anchor: Option<RangeAnchor>,
    /// Preview of the selected piece.
    pub preview: PreviewState,
    /// Piece to select once the list arrives.
    pub left_at: Option<PieceId>,
    /// Saved views of the library.
    pub views: Vec<SavedView>,
    /// True if each decision opens the next piece (queue mode).
    pub queue: bool,
    /// The lists of speakers.
    pub speakers: SpeakerLists,
    /// State of the filter prompt.
    pub filtering: Filtering,
    /// Number of addresses being fetched or waiting.
    pub waiting: usize,
    /// State of the library file.
    pub status: LibraryStatus,
    /// The feeds and their pane.
    pub feeds: FeedsState,
    /// Number of the last list request; responses to older ones are dropped.
    pub asked: u32,
}

/// State of the lists of speakers.
#[derive(Debug, Default)]
pub struct SpeakerLists {
    /// Speaker to merge with the one chosen next: id and name.
    pub joining: Option<(SpeakerId, String)>,
    /// Quotations of the speaker who was chosen last.
    pub said: Option<SaidList>,
}

/// The list of what a speaker said.
#[derive(Debug)]
pub struct SaidList {
    /// Name of the speaker.
    pub name: String,
    /// The statements.
    pub said: SpeakerTimeline,
    /// The filter that the entries were made for.
    pub filter: String,
}

/// State of the preview.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreviewState {
    /// Contents, once they have arrived.
    pub content: Option<Preview>,
    /// Id of the requested piece.
    pub asked: Option<PieceId>,
    /// True if it is shown in place of the list.
    pub alone: bool,
}

/// State of the filter prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtering {
    /// Filter and selected piece before editing, for cancelling.
    pub before: Option<(String, Option<PieceId>)>,
    /// Problem in the filter.
    pub problem: Option<String>,
    /// Words of it that stand nowhere, with those that were searched for instead.
    pub guesses: Vec<Guess>,
    /// The words that answer it, to be marked.
    pub hits: HitWords,
    /// The one to begin with, where it was asked for before the library was open.
    pub wanted: Option<String>,
}

/// Start of a range selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeAnchor {
    /// Index in the whole list.
    pub at: usize,
    /// True for a range started as such, which is shown while it grows; false for a piece that was selected alone.
    pub growing: bool,
}

/// State of the library file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LibraryStatus {
    /// Not opened yet.
    #[default]
    Closed,
    /// Opened.
    Open,
    /// It cannot be opened; the reason in one line.
    Failed(String),
}

/// The loaded part of the list.
#[derive(Debug, Default)]
pub struct Window {
    /// Index of its first piece in the whole list.
    pub offset: usize,
    /// Loaded pieces in list order.
    pub pieces: Vec<Piece>,
    /// Length of the whole list, at least.
    pub total: usize,
    /// True if the list may be longer than `total`.
    pub or_more: bool,
    /// True if a new list was requested and has not arrived.
    pub pending: bool,
    /// Time of the list in seconds since 1970, for the ages of pieces.
    pub now: Seconds,
}

impl Filtering {
    /// Returns a clause for the user: the word that no article has, and the words searched for instead.
    pub fn guessed(&self) -> Option<String> {
        let Guess { typed, taken } = self.guesses.first()?;
        Some(format!("nothing for “{typed}” · showing {taken}"))
    }
}

impl LibraryState {
    /// Returns the piece at an index of the whole list, if it is loaded.
    pub fn piece_at(&self, at: usize) -> Option<&Piece> {
        self.window.pieces.get(at.checked_sub(self.window.offset)?)
    }

    /// Returns the selected piece, if it is loaded.
    pub fn current(&self) -> Option<&Piece> {
        self.piece_at(self.selected)
    }

    /// Returns true if the library has no pieces at all, as opposed to a filter without matches.
    pub fn is_empty(&self) -> bool {
        let shown = self.status == LibraryStatus::Open && !self.window.pending && self.window.total == 0;
        shown && self.filter.is_empty() && self.counts.all() == 0
    }

    /// Returns the indexes of a growing range.
    fn growing(&self) -> Option<std::ops::RangeInclusive<usize>> {
        let RangeAnchor { at, .. } = self.anchor.filter(|anchor| anchor.growing)?;
        Some(at.min(self.selected)..=at.max(self.selected))
    }

    /// Returns true if a piece is selected for a bulk change or inside a growing range.
    pub fn is_marked(&self, piece: PieceId, at: usize) -> bool {
        self.chosen.contains_key(&piece) || self.growing().is_some_and(|places| places.contains(&at))
    }

    /// Returns the number of marked pieces.
    pub fn marked(&self) -> usize {
        let Some(places) = self.growing() else { return self.chosen.len() };
        let outside = self.chosen.values().filter(|at| !places.contains(at)).count();
        places.count() + outside
    }

    /// Returns the targets of a change: the marked pieces, or else the selected one.
    pub fn targets(&self) -> Vec<PieceId> {
        if self.chosen.is_empty() {
            self.current().map(|piece| piece.id).into_iter().collect()
        } else {
            self.chosen.keys().copied().collect()
        }
    }

    /// Returns the pinned pieces with their indexes in the whole list.
    pub fn pinned(&self) -> Vec<(usize, PieceId)> {
        self.stays.iter().map(|(at, id)| (*at, *id)).collect()
    }

    /// Returns a stretch of the list between two indexes, both included.
    pub fn range(&self, places: (usize, usize)) -> Range {
        Range { filter: self.filter.clone(), sort: self.sort, places, stays: self.pinned() }
    }

    /// Pins the pieces about to be changed to their places until the view changes, and clears the selection.
    pub fn pin_targets(&mut self) {
        if self.chosen.is_empty() {
            self.stays.extend(self.current().map(|piece| piece.id).map(|id| (self.selected, id)));
        } else {
            self.stays.extend(std::mem::take(&mut self.chosen).into_iter().map(|(id, at)| (at, id)));
        }
    }
}
