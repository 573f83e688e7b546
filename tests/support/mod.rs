//! A stage for tests of the screen: the whole application without terminal, threads and clock. Keys in, screen out.

#![allow(dead_code, reason = "each test crate uses its own part of the stage")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod feeds;
pub mod pieces;
pub mod scenarios;

use ratatui::layout::Size;
use sayso::attribute::attribute;
use sayso::check::WordLists;
use sayso::declutter;
use sayso::library::DraftSources;
use sayso::load::{self, Location};
use sayso::models::Models;
use sayso::pipeline;
use sayso::tui::commands::texts;
use sayso::tui::display::RenderMode;
use sayso::tui::keys::parse_sequence;
use sayso::tui::reader::search::find;
use sayso::tui::reader::voices::Voices;
use sayso::tui::state::{App, Effect, Message};
use sayso::tui::theme::{Depth, Theme};
use sayso::tui::view;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The application and the effects that it asked for.
pub struct Stage {
    pub app: App,
    pub asked: Vec<Effect>,
}

/// Returns the path of a fixture.
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/screen").join(name)
}

fn models() -> &'static Models {
    static KNOWLEDGE: OnceLock<Models> = OnceLock::new();
    KNOWLEDGE.get_or_init(Models::default)
}

impl Stage {
    /// The application with these sources open.
    pub fn open(sources: &[PathBuf], width: u16, height: u16) -> Self {
        Self::coloured(sources, width, height, Depth::True)
    }

    /// The same on a terminal of this colour depth.
    pub fn coloured(sources: &[PathBuf], width: u16, height: u16, depth: Depth) -> Self {
        let app = App::new(Size { width, height }, Theme::dark(depth));
        let mut stage = Self { app, asked: Vec::new() };
        texts::begin(&mut stage.app, sources.iter().map(OsString::from).collect(), None);
        stage.send(Message::Resize(Size { width, height }));
        stage
    }

    /// A draft, checked against these sources.
    pub fn draft(draft: PathBuf, sources: &[PathBuf], width: u16, height: u16, depth: Depth) -> Self {
        let app = App::new(Size { width, height }, Theme::dark(depth));
        let mut stage = Self { app, asked: Vec::new() };
        texts::begin_drafts(&mut stage.app, vec![draft.into()], None);
        stage.send(Message::Resize(Size { width, height }));
        let lists = WordLists::default();
        let read = |file: &PathBuf| {
            let source = load::load(&Location::parse(file.as_os_str()).ok()?, &load::Options::default()).ok()?;
            Some(Arc::new(pipeline::analyse(&source, models(), &declutter::ClutterOptions::default())))
        };
        let sources: Vec<_> = sources.iter().filter_map(read).collect();
        for effect in std::mem::take(&mut stage.asked) {
            let Effect::Check { ticket, draft } = effect else { continue };
            let check = DraftSources::new(&sources, None, &lists, models()).check(&draft).unwrap_or_default();
            stage.send(Message::Checked { ticket, check: Box::new(check) });
        }
        stage
    }

    /// The application while its source is loading.
    pub fn loading(source: &str, width: u16, height: u16) -> Self {
        let mut stage = Self { app: App::new(Size { width, height }, Theme::dark(Depth::True)), asked: Vec::new() };
        texts::begin(&mut stage.app, vec![source.into()], None);
        stage.asked = stage.app.update(Message::Resize(Size { width, height }));
        stage
    }

    /// Switches to `--plain`.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.app.view.mode = RenderMode::Plain;
        self.send(Message::Resize(self.app.size));
        self
    }

    /// Sends a message and carries out its effects, as far as they need no outside world.
    pub fn send(&mut self, message: Message) {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            for effect in self.app.update(message) {
                match effect {
                    Effect::Load { ticket, ref location, colours, is_draft, .. } => {
                        let loaded = Location::parse(location).and_then(|l| load::load(&l, &load::Options::default()));
                        match loaded {
                            Ok(source) => {
                                if !source.further.is_empty() {
                                    messages.push(Message::Further { ticket, locations: source.further.clone() });
                                }
                                let options =
                                    declutter::ClutterOptions { keep_clutter: is_draft, ..Default::default() };
                                let reading = pipeline::analyse_text(&source, models(), &options);
                                let said = attribute(&reading.article, models().attribution());
                                let voices = Box::new(Voices::of(said, &reading.article, colours));
                                messages.push(Message::Voices { ticket, voices });
                                messages.push(Message::Text { ticket, result: Ok(Arc::new(reading)) });
                            }
                            Err(why) => messages.push(Message::Text { ticket, result: Err(why.to_string()) }),
                        }
                    }
                    Effect::Search { ticket, piece, words } => {
                        let hits = find(&piece.article.text, &words);
                        messages.push(Message::SearchResults { ticket, hits });
                    }
                    other => self.asked.push(other),
                }
            }
        }
    }

    /// Presses keys, written as in the settings and separated by blanks.
    pub fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).unwrap_or_default() {
            self.send(Message::Key(key));
        }
    }

    /// Returns the contents of the screen.
    pub fn screen(&self) -> String {
        let (buffer, _) = view::draw(&self.app);
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut covered = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if covered == 0 {
                    line.push_str(symbol);
                    covered = usize::from(sayso::layout::display_width(symbol)).saturating_sub(1);
                } else {
                    covered -= 1;
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
