//! The open texts: the sources given at the start, and the history of texts opened from others.

use crate::load::Source;
use crate::tui::reader::Reader;
use crate::tui::values::{ByteSource, Requester, Ticket};
use std::ffi::OsString;
use std::sync::Arc;

/// All texts that are or were open.
#[derive(Debug, Default)]
pub struct OpenTexts {
    pub(in crate::tui) pieces: Vec<OpenText>,
    /// Indexes of the sources given at the start.
    pub sources: Vec<usize>,
    /// Index of the text on the screen.
    pub current: usize,
    /// Indexes to go back to (`H`), nearest last.
    pub back: Vec<usize>,
    /// Indexes to go forward to (`L`), nearest last.
    pub forward: Vec<usize>,
    pub(in crate::tui) opening: Option<usize>,
    tickets: u32,
}

/// A text and its loading state.
#[derive(Debug)]
pub struct OpenText {
    /// Location as given.
    pub location: OsString,
    /// Origin of the request; it limits what may be loaded.
    pub named_by: Requester,
    /// Loading state.
    pub state: LoadState,
    /// True for a draft whose quotations are checked.
    pub is_draft: bool,
    /// Address of the feed, if it is one.
    pub feed: Option<String>,
    pub(in crate::tui) ticket: Ticket,
    pub(in crate::tui) source: Option<Arc<Source>>,
}

/// Loading state of a text.
#[derive(Debug)]
pub enum LoadState {
    /// Not requested yet.
    Waiting,
    /// Loading.
    Loading,
    /// It cannot be read; the reason in one line.
    Failed(String),
    /// Loaded.
    Ready(Box<Reader>),
}

impl OpenTexts {
    /// Returns the text on the screen.
    pub fn piece(&self) -> Option<&OpenText> {
        self.pieces.get(self.current)
    }

    /// Returns the loading state of the text on the screen.
    pub fn state(&self) -> Option<&LoadState> {
        self.piece().map(|p| &p.state)
    }

    /// Mutable version of [`Self::state`].
    pub fn state_mut(&mut self) -> Option<&mut LoadState> {
        self.pieces.get_mut(self.current).map(|p| &mut p.state)
    }

    /// Returns the source of the original bytes of the text on the screen.
    pub fn page(&self) -> Option<ByteSource> {
        let piece = self.piece()?;
        let LoadState::Ready(reader) = &piece.state else { return None };
        let base = match &piece.named_by {
            Requester::User(base) => base.clone(),
            Requester::Page => None,
        };
        Some(match (&piece.source, reader.annotations.id()) {
            (Some(source), _) => ByteSource::Memory(Arc::clone(source)),
            (None, Some(id)) => ByteSource::Library(id),
            (None, None) => ByteSource::File(piece.location.clone(), base),
        })
    }

    /// Returns the loaded text of this number.
    pub fn reader_at(&mut self, number: usize) -> Option<&mut Reader> {
        match self.pieces.get_mut(number).map(|piece| &mut piece.state) {
            Some(LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Returns all loaded texts.
    pub fn readers_mut(&mut self) -> impl Iterator<Item = &mut Reader> {
        self.pieces.iter_mut().filter_map(|p| match &mut p.state {
            LoadState::Ready(reader) => Some(&mut **reader),
            LoadState::Waiting | LoadState::Loading | LoadState::Failed(_) => None,
        })
    }

    /// Returns the text that is being opened while another one is on the screen.
    pub fn opening(&self) -> Option<&OpenText> {
        self.opening.and_then(|i| self.pieces.get(i))
    }

    /// Returns true if a text that the user waits for is loading.
    pub fn is_loading(&self) -> bool {
        let under_way = match self.state() {
            Some(LoadState::Loading) => true,
            Some(LoadState::Ready(reader)) => {
                let is_unchecked = reader.verdicts.as_ref().is_some_and(|verdicts| !verdicts.is_done);
                reader.streaming.rest.is_some() || reader.voices.is_none() || is_unchecked
            }
            Some(LoadState::Waiting | LoadState::Failed(_)) | None => false,
        };
        self.opening.is_some() || under_way
    }

    /// Returns the index of the text on the screen among the sources.
    pub fn source(&self) -> Option<usize> {
        self.sources.iter().position(|s| *s == self.current)
    }

    /// Returns an unused ticket.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    pub(in crate::tui) fn add(&mut self, location: OsString, named_by: Requester) -> usize {
        let ticket = self.ticket();
        let state = LoadState::Waiting;
        self.pieces.push(OpenText { location, named_by, state, is_draft: false, feed: None, ticket, source: None });
        self.pieces.len() - 1
    }

    pub(in crate::tui) fn holder(&mut self, ticket: Ticket) -> Option<usize> {
        self.pieces.iter().position(|p| p.ticket == ticket)
    }
}
