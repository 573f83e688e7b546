//! [`App`]: the whole state of the screen, and questions to it. It is changed by `App::update` in `commands`, without terminal,
//! thread or clock.

use crate::config::Config;
use crate::tui::display::Look;
use crate::tui::keys::keymap::{Keymap, Typed};
use crate::tui::keys::table::{Command, Context, Needs};
use crate::tui::overlay::{ListPurpose, Overlay};
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::library::State;
use crate::tui::state::open_texts::Shelf;
use crate::tui::state::{Effect, open_texts};
use crate::tui::theme::Theme;
use crate::tui::values::Notice;
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
    pub library: State,
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
    /// Effects that were asked for during this update.
    pub(in crate::tui) effects: Vec<Effect>,
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
            Some(open_texts::State::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match self.shelf.state_mut() {
            Some(open_texts::State::Ready(reader)) => Some(reader),
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

    /// Whether the text on the screen is one of the queue.
    pub fn is_in_queue(&self) -> bool {
        self.library.queue && self.reader().is_some_and(|reader| reader.kept.piece.is_some())
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
            Needs::Queue => self.is_in_queue(),
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
}
