//! The whole state of the screen and how messages change it: `update(message) → effects`, without terminal, thread or clock.
//!
//! [`App::update`] finds out who a message is for; commands are functions of the key table. What has to be done outside
//! (loading, searching, copying) goes to the outbox as an [`Effect`] and comes back as a [`Message`].

pub mod general;
pub mod lists;
pub mod marks;
pub mod message;
pub mod mouse;
pub mod shelf;

pub use message::{Effect, Exit, Message, Notice, Paper, Ticket};

use self::shelf::{Shelf, State};
use super::keys::Key;
use super::keys::keymap::{Keymap, Outcome, Typed};
use super::keys::table::{Command, Context, Needs};
use super::library;
use super::overlay::{ListPurpose, Overlay};
use super::reader::geometry::{Areas, Look};
use super::reader::{Pane, Reader};
use super::theme::Theme;
use crate::config::Config;
use ratatui::layout::Size;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct App {
    /// Cells of the screen.
    pub size: Size,
    /// What the reader chose of the look.
    pub look: Look,
    /// The user's settings.
    pub config: Config,
    /// The colours in force.
    pub theme: Theme,
    /// The theme to go back to if the list of themes is left.
    pub theme_before: Option<Theme>,
    /// The keys in force.
    pub keymap: Keymap,
    /// Which screen is shown.
    pub screen: Screen,
    /// Whether the library was opened first, so that leaving a text leads back there.
    pub from_library: bool,
    /// The library's part.
    pub library: library::State,
    /// What is open: the sources, the way back and forward.
    pub shelf: Shelf,
    /// What stands over the text; the last one has the keys.
    pub overlays: Vec<Overlay>,
    /// A count and the beginning of a sequence.
    pub typed: Typed,
    /// A command that waits for a letter.
    pub awaiting: Option<Awaiting>,
    /// What the foot tells.
    pub notice: Option<Notice>,
    /// How often the spinner has turned.
    pub turns: usize,
    effects: Vec<Effect>,
}

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// A text.
    #[default]
    Reader,
    /// The saved pieces.
    Library,
}

/// A command that waits for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaiting {
    /// `m`.
    SetMark,
    /// `'`.
    GoToMark,
}

impl App {
    /// Nothing open yet, on a screen of that size.
    pub fn new(size: Size, theme: Theme) -> Self {
        Self { size, theme, ..Self::default() }
    }

    /// Takes one message in; what is to be done outside comes back.
    #[must_use = "effects that are not carried out are lost"]
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.key(key),
            Message::Paste(text) => self.paste(&text),
            Message::Mouse(event) => mouse::event(self, event),
            Message::Resize(size) => self.size = size,
            Message::Text { ticket, result } => shelf::text(self, ticket, result),
            Message::Beginning { ticket, reading } => shelf::beginning(self, ticket, reading),
            Message::Whole { ticket, reader } => shelf::whole(self, ticket, reader),
            Message::Voices { ticket, voices } => shelf::voices(self, ticket, *voices),
            Message::Coloured(found) => shelf::coloured(self, found),
            Message::Source { ticket, source } => shelf::source(self, ticket, source),
            Message::Found { ticket, hits } => lists::found(self, ticket, hits),
            Message::Picture { url, picture } => shelf::picture(self, &url, &picture),
            Message::Library(answer) => library::answer(self, answer),
            Message::Told(notice) => self.notice = Some(notice),
            Message::Turn => self.turns += 1,
            Message::Theme(theme) => self.theme = *theme,
            Message::End(exit) => self.ask(Effect::Quit(exit)),
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// Puts something into the outbox.
    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Tells something at the foot of the screen.
    pub fn tell(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Said(words.into()));
    }

    /// The article on the screen.
    pub fn reader(&self) -> Option<&Reader> {
        match self.shelf.state() {
            Some(State::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match self.shelf.state_mut() {
            Some(State::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Where everything stands.
    pub fn areas(&self) -> Areas {
        let Some(reader) = self.reader() else { return Areas::of(self.size, self.look, Pane::default()) };
        Areas::of(self.size, reader.wanted(self.look), reader.focus)
    }

    /// Whether something is under way that the screen shows by a spinner.
    pub fn is_busy(&self) -> bool {
        self.shelf.is_loading()
    }

    /// Whether a command is of use now.
    pub fn can(&self, command: Command) -> bool {
        let needs = command.entry().needs;
        let reader = self.reader();
        let has = |test: fn(&Reader) -> bool| reader.is_some_and(test);
        match needs {
            Needs::Nothing => true,
            Needs::Text => reader.is_some(),
            Needs::Quotes => has(|r| r.voices.as_ref().is_some_and(|v| !v.all.quotes.is_empty())),
            Needs::Quote => has(|r| r.current.is_some()),
            Needs::Headings => has(|r| r.headings().next().is_some()),
            Needs::Clutter => has(|r| !r.article().clutter.is_empty() || !r.kept.overrides.hidden.is_empty()),
            Needs::Links => has(|r| !r.related.links.is_empty()),
            Needs::Address => has(|r| r.address().is_some()),
            Needs::Back => !self.shelf.back.is_empty(),
            Needs::Forward => !self.shelf.forward.is_empty(),
            Needs::Sources => self.shelf.sources.len() > 1,
            Needs::Piece => self.library.window.total > 0,
            Needs::Queue => library::queue::is_on(self),
        }
    }

    /// Does what a command does, or tells why it is of no use now.
    pub fn run(&mut self, command: Command, count: Option<u32>) {
        let entry = command.entry();
        if self.can(command) {
            (entry.run)(self, count);
        } else {
            self.tell(entry.needs.missing());
        }
    }

    /// Which context's keys count on the screen that lists stand over.
    pub const fn screen_context(&self) -> Context {
        match self.screen {
            Screen::Library => Context::Library,
            Screen::Reader => Context::Reader,
        }
    }

    /// Which context's keys count now.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(Overlay::List(list)) => {
                return match list.purpose {
                    ListPurpose::Speakers => Context::Speakers,
                    ListPurpose::Views => Context::Views,
                    ListPurpose::Any => Context::List,
                };
            }
            Some(_) => return Context::List,
            None => {}
        }
        match (self.screen, self.reader()) {
            (Screen::Library, _) => Context::Library,
            (Screen::Reader, Some(reader)) if reader.passage.is_some() => Context::Passage,
            (Screen::Reader, _) => Context::Reader,
        }
    }

    fn key(&mut self, key: Key) {
        self.notice = None;
        if let Some(awaiting) = self.awaiting.take() {
            return general::letter(self, awaiting, key);
        }
        if lists::types_instead(self, key) {
            return;
        }
        let context = self.context();
        match self.typed.press(key, &self.keymap, context) {
            Outcome::Run(command, count) => self.run(command, count),
            Outcome::Unknown if context.is_typed_into() => lists::typed(self, key),
            Outcome::Wait | Outcome::Unknown => {}
        }
    }

    fn paste(&mut self, text: &str) {
        if self.context().is_typed_into() {
            lists::pasted(self, text);
        } else {
            general::paste(self, text);
        }
    }

    /// Lays out what is visible, so that drawing changes nothing.
    pub(super) fn settle(&mut self) {
        let areas = self.areas();
        let language = self.reader().and_then(|r| r.article().meta.language.as_deref());
        let settings = self.config.typography(language);
        if let Some(reader) = self.reader_mut() {
            reader.fit(&areas, settings);
        }
        if self.config.reader.highlight {
            let current = self.shelf.current;
            let jobs = self.reader_mut().map(|r| r.uncoloured(current)).unwrap_or_default();
            self.effects.extend(jobs.into_iter().map(Effect::Colour));
        }
        super::reader::pictures::follow(self);
        library::settle(&mut self.library, self.size, self.look.manner);
        for overlay in &mut self.overlays {
            overlay.fit(self.size);
        }
    }
}
