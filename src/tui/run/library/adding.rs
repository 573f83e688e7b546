//! Adds addresses and files given by the user.

use crate::library::{Error, Incoming, Original, Result, SaveOutcome};
use crate::load::{self, Location};
use crate::tui::run::library::worker::LibraryWorker;
use crate::web_address::has_web_scheme;
use std::ffi::OsStr;

impl LibraryWorker {
    /// Saves an address or a file given by the user.
    pub(super) fn add(&mut self, named: &str) -> Result<()> {
        let incoming = if has_web_scheme(named) {
            Incoming { url: Some(named.to_owned()), ..Incoming::default() }
        } else {
            let failed = |error: load::LoadError| Error::Other(error.to_string());
            let location = Location::parse(OsStr::new(named)).map_err(failed)?;
            let source = load::load(&location, &load::Options::default()).map_err(failed)?;
            let (media_type, charset) = (source.media_type, source.charset.clone());
            let original = Original { media_type, charset, bytes: source.bytes };
            let incoming = Incoming { url: source.url, original: Some(original), ..Incoming::default() };
            crate::library::import::analyse(incoming, &self.models)
        };
        let kept = self.library.save(incoming)?;
        if !self.library.piece(kept.id())?.fetched {
            self.library.enqueue(kept.id(), true)?;
            self.start_fetching();
        }
        self.kept(kept)
    }

    /// Tells the screen what became of a saved text.
    pub(super) fn kept(&mut self, kept: SaveOutcome) -> Result<()> {
        let words = match kept {
            SaveOutcome::New(_) => "saved · u to undo",
            SaveOutcome::Changed(_) | SaveOutcome::Same(_) => "already saved",
        };
        self.changed(words.to_owned(), &[kept.id()])
    }
}
