//! Sends lists in two steps: first the visible part, then the rest once no other request waits.

use crate::library::query::{LastWord, Query};
use crate::library::{ListRequest, PieceId, Result, Sort};
use crate::tui::run::library::worker::LibraryWorker;
use crate::tui::state::request::{Listed, Range, Response, WINDOW};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Number of pieces sent in the first step: as many as a tall screen shows.
const FIRST_PIECES: usize = 40;

/// Time limit of the search in the first step.
const FIRST_SEARCH_TIME: Duration = Duration::from_millis(50);

/// A requested part of a list.
#[derive(Debug)]
pub(super) struct WantedList {
    pub(super) number: u32,
    pub(super) filter: String,
    pub(super) sort: Sort,
    pub(super) offset: usize,
    pub(super) stays: Vec<(usize, PieceId)>,
}

impl LibraryWorker {
    /// Sends a part of a list; at the start of the list, first only the visible part, so that it appears at once.
    pub(super) fn list(&mut self, list: WantedList) -> Result<()> {
        self.unfinished = None;
        if list.offset > 0 {
            return self.rest(list);
        }
        self.left = Some((list.filter.clone(), list.sort));
        let begun = Instant::now();
        let newest = || self.wishes.listed.load(Ordering::Relaxed) == list.number;
        self.tell_list(&list, FIRST_PIECES, true, &|| newest() && begun.elapsed() < FIRST_SEARCH_TIME)?;
        self.unfinished = newest().then_some(list);
        Ok(())
    }

    /// Sends the whole requested part, unless another request is waiting.
    pub(super) fn rest(&mut self, list: WantedList) -> Result<()> {
        let wishes = &self.wishes;
        let newest = || wishes.listed.load(Ordering::Relaxed) == list.number;
        let whole =
            self.tell_list(&list, WINDOW, false, &|| newest() && wishes.waiting.load(Ordering::Relaxed) == 0)?;
        self.unfinished = (newest() && !whole).then_some(list);
        Ok(())
    }

    /// Sends the ids of a range of the list.
    pub(super) fn range(&self, range: &Range) -> Result<()> {
        let query = Query::parse(&range.filter, LastWord::Open);
        let (from, to) = range.places;
        let ask =
            ListRequest { query: &query, sort: range.sort, offset: from, limit: to + 1 - from, pinned: &range.stays };
        let pieces = self.library.list_pinned(&ask, &|| true)?.pieces.into_iter();
        self.say(Response::Range(pieces.map(|piece| piece.id).zip(from..).collect()));
        Ok(())
    }

    /// Sends pieces of a list. Returns false if nothing was sent because the search was cut off and no second step
    /// follows.
    fn tell_list(&self, list: &WantedList, limit: usize, more: bool, wanted: &dyn Fn() -> bool) -> Result<bool> {
        let query = Query::parse(&list.filter, LastWord::Open);
        let ask = ListRequest { query: &query, sort: list.sort, offset: list.offset, limit, pinned: &list.stays };
        let page = self.library.list_pinned(&ask, wanted)?;
        if !more && query.has_phrases() && !wanted() {
            return Ok(false);
        }
        let (counts, now) = (self.library.counts()?, self.library.now());
        let listed = Listed { offset: list.offset, page, counts, now, problems: query.problems, more };
        self.say(Response::Page(list.number, Box::new(listed)));
        Ok(true)
    }
}
