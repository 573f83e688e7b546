//! The open texts: the sources that were named, and the history of texts opened from texts.

use crate::load::Source;
use crate::tui::reader::Reader;
use crate::tui::values::{ByteSource, Requester, Ticket};
use std::ffi::OsString;
use std::sync::Arc;

/// The texts that are or were open.
#[derive(Debug, Default)]
pub struct OpenTexts {
    pub(in crate::tui) pieces: Vec<OpenText>,
    /// Indexes of the sources that were named at the start.
    pub sources: Vec<usize>,
    /// Index of the text on the screen.
    pub current: usize,
    /// Where `H` leads, the nearest last.
    pub back: Vec<usize>,
    /// Where `L` leads, the nearest last.
    pub forward: Vec<usize>,
    pub(in crate::tui) opening: Option<usize>,
    tickets: u32,
}

/// One text.
#[derive(Debug)]
pub struct OpenText {
    /// As it was given.
    pub location: OsString,
    /// Who named it.
    pub named_by: Requester,
    /// How far it is.
    pub state: LoadState,
    pub(in crate::tui) ticket: Ticket,
    pub(in crate::tui) source: Option<Arc<Source>>,
}

/// How far a text is.
#[derive(Debug)]
pub enum LoadState {
    /// Not asked for yet.
    Waiting,
    /// Being loaded.
    Loading,
    /// It cannot be read: one line why.
    Failed(String),
    /// It can be read.
    Ready(Box<Reader>),
}

impl OpenTexts {
    /// The text on the screen.
    pub fn piece(&self) -> Option<&OpenText> {
        self.pieces.get(self.current)
    }

    /// How far it is.
    pub fn state(&self) -> Option<&LoadState> {
        self.piece().map(|p| &p.state)
    }

    /// The same, to be changed.
    pub fn state_mut(&mut self) -> Option<&mut LoadState> {
        self.pieces.get_mut(self.current).map(|p| &mut p.state)
    }

    /// Where the bytes of the text on the screen are.
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

    /// A text by its number.
    pub fn reader_at(&mut self, number: usize) -> Option<&mut Reader> {
        match self.pieces.get_mut(number).map(|piece| &mut piece.state) {
            Some(LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Every text that can be read.
    pub fn readers_mut(&mut self) -> impl Iterator<Item = &mut Reader> {
        self.pieces.iter_mut().filter_map(|p| match &mut p.state {
            LoadState::Ready(reader) => Some(&mut **reader),
            LoadState::Waiting | LoadState::Loading | LoadState::Failed(_) => None,
        })
    }

    /// What is being opened beside the text on the screen.
    pub fn opening(&self) -> Option<&OpenText> {
        self.opening.and_then(|i| self.pieces.get(i))
    }

    /// Whether anything is being loaded that the reader waits for.
    pub fn is_loading(&self) -> bool {
        let under_way = match self.state() {
            Some(LoadState::Loading) => true,
            Some(LoadState::Ready(reader)) => reader.pending_rest.is_some() || reader.voices.is_none(),
            Some(LoadState::Waiting | LoadState::Failed(_)) | None => false,
        };
        self.opening.is_some() || under_way
    }

    /// Which of the sources is on the screen, from 0.
    pub fn source(&self) -> Option<usize> {
        self.sources.iter().position(|s| *s == self.current)
    }

    /// A ticket nobody has.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    pub(in crate::tui) fn add(&mut self, location: OsString, named_by: Requester) -> usize {
        let ticket = self.ticket();
        self.pieces.push(OpenText { location, named_by, state: LoadState::Waiting, ticket, source: None });
        self.pieces.len() - 1
    }

    pub(in crate::tui) fn holder(&mut self, ticket: Ticket) -> Option<usize> {
        self.pieces.iter().position(|p| p.ticket == ticket)
    }
}
