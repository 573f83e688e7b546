//! The program without terminal, threads and clock, for pictures and recordings: deterministic from keys to screens.

use crate::attribute::attribute;
use crate::load::{self, Location};
use crate::models::Models;
use crate::sample;
use crate::tui::commands::texts;
use crate::tui::keys::Key;
use crate::tui::reader::search::find;
use crate::tui::reader::voices::Voices;
use crate::tui::state::{App, Effect, Message};
use crate::tui::theme::{Depth, Palette, Theme, file};
use crate::tui::values::Ticket;
use crate::{declutter, pipeline};
use ratatui::layout::Size;
use std::ffi::OsStr;
use std::sync::Arc;

/// The program on a virtual screen.
pub struct Stage {
    /// Its state.
    pub app: App,
    models: Models,
}

impl Stage {
    /// Creates the program on a screen of the given columns and rows, in a built-in theme.
    pub fn new((width, height): (u16, u16), name: &str) -> Self {
        let palette = file::built_in(name).unwrap_or_default();
        let theme = Theme::new(name, palette, Depth::True);
        Self { app: App::new(Size::new(width, height), theme), models: Models::default() }
    }

    /// Returns its colours.
    pub fn palette(&self) -> &Palette {
        &self.app.theme.palette
    }

    /// Opens a source, as the command line does.
    pub fn open(&mut self, location: &OsStr) {
        texts::begin(&mut self.app, vec![location.to_owned()], None);
        let size = self.app.size;
        self.send(Message::Resize(size));
    }

    /// Presses keys in the notation of the config, separated by spaces.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace().filter_map(Key::parse) {
            self.send(Message::Key(key));
        }
    }

    /// Sends a message, and performs the returned effects as the workers would.
    pub fn send(&mut self, message: Message) {
        for effect in self.app.update(message) {
            match effect {
                Effect::Load { ticket, location, colours, .. } => {
                    for answer in self.read(ticket, &location, colours) {
                        self.send(answer);
                    }
                }
                Effect::Search { ticket, piece, words } => {
                    let hits = find(&piece.article.text, &words);
                    self.send(Message::SearchResults { ticket, hits });
                }
                _ => {}
            }
        }
    }

    fn read(&self, ticket: Ticket, location: &OsStr, colours: usize) -> Vec<Message> {
        let source = if location == sample::LOCATION {
            Ok(sample::source())
        } else {
            Location::parse(location).and_then(|location| load::load(&location, &load::Options::default()))
        };
        let source = match source {
            Ok(source) => source,
            Err(why) => return vec![Message::Text { ticket, result: Err(why.to_string()) }],
        };
        let reading = pipeline::analyse_text(&source, &self.models, &declutter::ClutterOptions::default());
        let attributions = attribute(&reading.article, self.models.attribution());
        let voices = Box::new(Voices::of(attributions, &reading.article, colours));
        vec![Message::Text { ticket, result: Ok(Arc::new(reading)) }, Message::Voices { ticket, voices }]
    }
}
