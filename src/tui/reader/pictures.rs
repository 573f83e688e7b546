//! Pictures of a text by address, and the rows they take up on the page.

use crate::document::{BlockKind, Image, Media};
use crate::tui::images::Picture;
use crate::tui::reader::Reader;
use crate::tui::reader::flow::block_of;
use crate::tui::reader::page::PageRow;
use crate::tui::values::Notice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Pictures of a text, by address.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    pub(in crate::tui) known: BTreeMap<String, State>,
}

/// State of a picture.
#[derive(Clone, Debug)]
pub(in crate::tui) enum State {
    Fetching,
    Failed,
    Here(Arc<Picture>),
    /// Fetched, and hidden by the user.
    Hidden(Arc<Picture>),
}

impl Pictures {
    /// Returns the picture at an address if it has been fetched.
    pub fn get(&self, url: &str) -> Option<&Picture> {
        match self.known.get(url) {
            Some(State::Here(picture)) => Some(picture),
            _ => None,
        }
    }
}

/// Stores a picture, or the reason (a clause) why it cannot be shown. Returns a notice for the user, if any.
pub fn arrived(reader: &mut Reader, url: &str, picture: Result<Arc<Picture>, String>) -> Option<Notice> {
    let state = reader.pictures.known.get_mut(url)?;
    let (now, told) = match picture {
        Ok(picture) if matches!(state, State::Hidden(_)) => (State::Hidden(picture), None),
        Ok(picture) => (State::Here(picture), None),
        Err(why) => (State::Failed, Some(Notice::Error(format!("picture not shown: {why}")))),
    };
    *state = now;
    reader.frame_pictures();
    told
}

/// Returns the addresses of pictures whose words or cells are visible.
pub(in crate::tui) fn on_screen(reader: &Reader) -> BTreeSet<String> {
    let text = reader.text();
    let item = |row| match row {
        PageRow::Line(index, _) => text.flow.items.get(index),
        PageRow::Blank(_) => None,
    };
    let address = |row| address(&block_of(text.article, item(row)?.origin)?.kind).map(str::to_owned);
    reader.page.rows(text).filter_map(address).collect()
}

/// Returns the address of a picture that can be fetched.
pub fn address(kind: &BlockKind) -> Option<&str> {
    match kind {
        BlockKind::Image(Image { url: Some(url), media: Media::Image }) => Some(url),
        _ => None,
    }
}

impl Reader {
    /// Reserves rows on the page for the fetched pictures.
    pub(in crate::tui) fn frame_pictures(&mut self) {
        let blocks = self.piece.article.blocks.iter().map(|placed| (placed.order, &placed.block));
        let hidden = self.piece.article.clutter.iter().map(|hidden| (hidden.order, &hidden.block));
        let rows = |block: &crate::document::Block| Some(self.pictures.get(address(&block.kind)?)?.size().height);
        let framed = blocks.chain(hidden).filter_map(|(order, block)| Some((order, rows(block)?))).collect();
        self.page.frame(framed);
        self.reflow();
    }
}
