//! The state of the library's screen.

use crate::library::{Counts, Id, Piece, SavedView, Sort};
use std::collections::BTreeMap;

/// What stands beside the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Of which piece.
    pub piece: Id,
    /// The standfirst, else the first lines.
    pub lead: String,
    /// Voices with role and quotations, the most quoted first.
    pub voices: Vec<(String, Option<String>, usize)>,
    /// The words where it was left.
    pub left_at: Option<String>,
    /// Similar pieces: title and reason.
    pub also: Vec<(String, String)>,
    /// Why it could not be fetched.
    pub problem: Option<String>,
}

/// What the library's screen depends on.
#[derive(Debug, Default)]
pub struct LibraryState {
    /// The filter as typed.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The part of the list that is at hand.
    pub window: Window,
    /// Which piece of the whole list is selected, from 0.
    pub selected: usize,
    /// The first piece on the screen.
    pub top: usize,
    /// Pieces that the screen has room for.
    pub rows: usize,
    /// How many pieces are in which state.
    pub counts: Counts,
    /// Pieces chosen for a bulk change, with their places in the whole list.
    pub chosen: BTreeMap<Id, usize>,
    /// Pieces that were decided on here, by their places: they stay in sight until the view is left.
    pub stays: BTreeMap<usize, Id>,
    /// Where a range began.
    pub anchor: Option<RangeAnchor>,
    /// The preview.
    pub preview: PreviewState,
    /// The piece that is to be selected once the list comes.
    pub left_at: Option<Id>,
    /// Saved views.
    pub views: Vec<SavedView>,
    /// Whether each decision opens the next piece at once.
    pub queue: bool,
    /// The speaker that is to be joined to the one picked next, with its name.
    pub joining: Option<(i64, String)>,
    /// What goes with the filter.
    pub filtering: Filtering,
    /// Addresses that are being fetched or wait for it.
    pub waiting: usize,
    /// Whether the librarian has answered yet, and what was wrong.
    pub status: LibraryStatus,
    /// The time when the list came, for the ages.
    pub now: i64,
    /// The number of the last question for a list; older answers are stale.
    pub asked: u32,
}

/// The preview of a piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreviewState {
    /// Once it has come.
    pub content: Option<Preview>,
    /// The piece that it was asked for.
    pub asked: Option<Id>,
    /// Whether it stands in the place of the list.
    pub alone: bool,
}

/// What goes with the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtering {
    /// The one before another is typed, and the piece that was selected.
    pub before: Option<(String, Option<Id>)>,
    /// What is not understood of it.
    pub problem: Option<String>,
    /// The one to begin with, where it was asked for before the library was open.
    pub wanted: Option<String>,
}

/// Where a range begins, by its place in the whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeAnchor {
    /// The place.
    pub at: usize,
    /// Whether it was begun as a range, and so is shown while it grows; else a piece was chosen there.
    pub growing: bool,
}

/// How far the library is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LibraryStatus {
    /// Not opened yet.
    #[default]
    Closed,
    /// Open.
    Open,
    /// It can't be opened: one line why.
    Failed(String),
}

/// A part of a list.
#[derive(Debug, Default)]
pub struct Window {
    /// Which piece of the whole list is the first, from 0.
    pub offset: usize,
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// How many the whole list has…
    pub total: usize,
    /// …or more.
    pub or_more: bool,
    /// Whether it was asked for anew and has not come.
    pub pending: bool,
}

impl LibraryState {
    /// The piece at a place of the whole list, if it is at hand.
    pub fn piece_at(&self, at: usize) -> Option<&Piece> {
        self.window.pieces.get(at.checked_sub(self.window.offset)?)
    }

    /// The selected piece.
    pub fn current(&self) -> Option<&Piece> {
        self.piece_at(self.selected)
    }

    /// Whether nothing is saved, and no filter hides what is.
    pub fn is_empty(&self) -> bool {
        let shown = self.status == LibraryStatus::Open && !self.window.pending && self.window.total == 0;
        shown && self.filter.is_empty() && self.counts.all() == 0
    }

    /// The places of a range that is growing.
    fn growing(&self) -> Option<std::ops::RangeInclusive<usize>> {
        let RangeAnchor { at, .. } = self.anchor.filter(|anchor| anchor.growing)?;
        Some(at.min(self.selected)..=at.max(self.selected))
    }

    /// Whether a piece is chosen, or stands in a range that is growing.
    pub fn is_marked(&self, piece: Id, at: usize) -> bool {
        self.chosen.contains_key(&piece) || self.growing().is_some_and(|places| places.contains(&at))
    }

    /// How many pieces are marked so.
    pub fn marked(&self) -> usize {
        let Some(places) = self.growing() else { return self.chosen.len() };
        let outside = self.chosen.values().filter(|at| !places.contains(at)).count();
        places.count() + outside
    }

    /// The pieces that a change concerns: those chosen, else the selected one.
    pub fn targets(&self) -> Vec<Id> {
        if self.chosen.is_empty() {
            self.current().map(|piece| piece.id).into_iter().collect()
        } else {
            self.chosen.keys().copied().collect()
        }
    }

    /// What is about to be changed stays where it stands until the view is left; nothing is chosen any more.
    pub fn pin_targets(&mut self) {
        if self.chosen.is_empty() {
            self.stays.extend(self.current().map(|piece| piece.id).map(|id| (self.selected, id)));
        } else {
            self.stays.extend(std::mem::take(&mut self.chosen).into_iter().map(|(id, at)| (at, id)));
        }
    }
}
