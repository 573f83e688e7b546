//! [`App`]: the whole state of the screen, and questions to it. It is changed by `App::update` in `commands`, without terminal,
//! thread or clock.

use crate::config::Config;
use crate::tui::display::ViewOptions;
use crate::tui::keys::keymap::{KeySequence, Keymap};
use crate::tui::keys::table::{Command, KeyContext, Needs};
use crate::tui::overlay::{ListPurpose, Overlay};
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::library::LibraryState;
use crate::tui::state::open_texts::OpenTexts;
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
    pub view: ViewOptions,
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
    pub library: LibraryState,
    /// What is open: the sources, the way back and forward.
    pub texts: OpenTexts,
    /// What stands over the text; the last one has the keys.
    pub overlays: Vec<Overlay>,
    /// A count and the beginning of a sequence.
    pub typed: KeySequence,
    /// A command that waits for a letter.
    pub awaiting: Option<Awaiting>,
    /// What the foot tells.
    pub notice: Option<Notice>,
    /// How often the spinner has turned.
    pub spinner_frame: usize,
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
    pub fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Tells something at the foot of the screen.
    pub fn notify(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    /// The article on the screen.
    pub fn reader(&self) -> Option<&Reader> {
        match self.texts.state() {
            Some(open_texts::LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match self.texts.state_mut() {
            Some(open_texts::LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Where everything stands.
    pub fn areas(&self) -> Areas {
        let Some(reader) = self.reader() else { return Areas::of(self.size, self.view, Pane::default()) };
        Areas::of(self.size, reader.wanted(self.view), reader.focus)
    }

    /// Whether something is under way that the screen shows by a spinner.
    pub fn is_busy(&self) -> bool {
        self.texts.is_loading()
    }

    /// Whether the text on the screen is one of the queue.
    pub fn is_in_queue(&self) -> bool {
        self.library.queue && self.reader().is_some_and(|reader| reader.annotations.piece.is_some())
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
            Needs::Clutter => has(|r| !r.article().clutter.is_empty() || !r.annotations.overrides.hidden.is_empty()),
            Needs::Links => has(|r| !r.related.links.is_empty()),
            Needs::Address => has(|r| r.address().is_some()),
            Needs::Back => !self.texts.back.is_empty(),
            Needs::Forward => !self.texts.forward.is_empty(),
            Needs::Sources => self.texts.sources.len() > 1,
            Needs::Piece => self.library.window.total > 0,
            Needs::Queue => self.is_in_queue(),
        }
    }

    /// Which context's keys count on the screen that lists stand over.
    pub const fn screen_context(&self) -> KeyContext {
        match self.screen {
            Screen::Library => KeyContext::Library,
            Screen::Reader => KeyContext::Reader,
        }
    }

    /// Which context's keys count now.
    pub fn context(&self) -> KeyContext {
        match self.overlays.last() {
            Some(Overlay::List(list)) => {
                return match list.purpose {
                    ListPurpose::Speakers => KeyContext::Speakers,
                    ListPurpose::Views => KeyContext::Views,
                    ListPurpose::Any => KeyContext::List,
                };
            }
            Some(_) => return KeyContext::List,
            None => {}
        }
        match (self.screen, self.reader()) {
            (Screen::Library, _) => KeyContext::Library,
            (Screen::Reader, Some(reader)) if reader.passage.is_some() => KeyContext::Passage,
            (Screen::Reader, _) => KeyContext::Reader,
        }
    }
}
