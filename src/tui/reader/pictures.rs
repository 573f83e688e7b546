//! Pictures in the text: fetched when asked for (`p`) or, where the settings say so, as they come into view.

use super::Reader;
use super::flow::block_of;
use super::page::Row;
use crate::document::{Image, Kind, Media};
use crate::tui::app::{App, Effect, Notice};
use crate::tui::config::Policy;
use crate::tui::images::Picture;
use ratatui::layout::Size;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of the pictures of a text, by their addresses.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    known: BTreeMap<String, State>,
}

/// How far a picture has come.
#[derive(Clone, Debug)]
enum State {
    Fetching,
    Failed,
    Here(Arc<Picture>),
}

impl Pictures {
    /// The picture of an address, if it is here.
    pub fn get(&self, url: &str) -> Option<&Picture> {
        match self.known.get(url) {
            Some(State::Here(picture)) => Some(picture),
            _ => None,
        }
    }
}

/// `p`: fetches the pictures on the screen; those that are shown already go.
pub fn show(app: &mut App, _: Option<u32>) {
    if app.config.images.policy == Policy::Never {
        return app.tell("pictures are turned off: [images] policy in the settings");
    }
    let Some(reader) = app.reader() else { return };
    let seen = on_screen(reader);
    if seen.is_empty() {
        return app.tell("no picture that could be fetched is on the screen");
    }
    let shown = |url: &&String| reader.pictures.get(url).is_some();
    let (gone, wanted): (Vec<&String>, Vec<&String>) = seen.iter().partition(shown);
    if !wanted.is_empty() {
        let wanted = wanted.into_iter().cloned().collect();
        return fetch(app, wanted);
    }
    let gone: Vec<String> = gone.into_iter().cloned().collect();
    if let Some(reader) = app.reader_mut() {
        reader.pictures.known.retain(|url, _| !gone.contains(url));
        reader.frame_pictures();
    }
}

/// Asks for the pictures that have come into view, where the settings say so.
pub fn follow(app: &mut App) {
    if app.config.images.policy != Policy::Always {
        return;
    }
    let Some(reader) = app.reader() else { return };
    let new: BTreeSet<String> =
        on_screen(reader).into_iter().filter(|url| !reader.pictures.known.contains_key(url)).collect();
    fetch(app, new);
}

/// A picture is here, or cannot be shown: a clause why.
pub fn arrived(reader: &mut Reader, url: &str, picture: Result<Arc<Picture>, String>) -> Option<Notice> {
    let state = reader.pictures.known.get_mut(url)?;
    let (now, told) = match picture {
        Ok(picture) => (State::Here(picture), None),
        Err(why) => (State::Failed, Some(Notice::Failed(format!("the picture is not shown: {why}")))),
    };
    *state = now;
    reader.frame_pictures();
    told
}

fn fetch(app: &mut App, urls: BTreeSet<String>) {
    let room = Size::new(app.areas().text.width, app.config.images.height);
    for url in urls {
        if let Some(reader) = app.reader_mut() {
            reader.pictures.known.insert(url.clone(), State::Fetching);
        }
        app.ask(Effect::Picture { url, room });
    }
}

/// The addresses of the pictures whose words or cells are on the screen.
fn on_screen(reader: &Reader) -> BTreeSet<String> {
    let text = reader.text();
    let item = |row| match row {
        Row::Line(index, _) => text.flow.items.get(index),
        Row::Blank => None,
    };
    let address = |row| address(&block_of(text.article, item(row)?.origin)?.kind).map(str::to_owned);
    reader.page.rows(text).filter_map(address).collect()
}

/// The address of a picture that can be fetched.
pub fn address(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Image(Image { url: Some(url), media: Media::Image }) => Some(url),
        _ => None,
    }
}

impl Reader {
    /// Makes room in the page for the pictures that are here.
    fn frame_pictures(&mut self) {
        let blocks = self.piece.article.blocks.iter().map(|placed| (placed.order, &placed.block));
        let hidden = self.piece.article.clutter.iter().map(|hidden| (hidden.order, &hidden.block));
        let rows = |block: &crate::document::Block| Some(self.pictures.get(address(&block.kind)?)?.size().height);
        let framed = blocks.chain(hidden).filter_map(|(order, block)| Some((order, rows(block)?))).collect();
        self.page.frame(framed);
        self.reflow();
    }
}
