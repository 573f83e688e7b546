//! [`App`]: the complete state of the screen, with queries on it. Only `App::update` in `commands` changes it, without
//! terminal, threads or clock.

use crate::config::{CommandOutput, Config};
use crate::library::StepId;
use crate::tui::display::ViewOptions;
use crate::tui::keys::keymap::{KeySequence, Keymap};
use crate::tui::keys::table::{Command, CommandEntry, KeyContext, Needs};
use crate::tui::overlay::{ListPurpose, Overlay};
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::selection::Passage;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::library::LibraryState;
use crate::tui::state::open_texts::OpenTexts;
use crate::tui::state::{Effect, open_texts};
use crate::tui::theme::Theme;
use crate::tui::values::{Notice, Ticket};
use ratatui::layout::Size;

/// The complete state of the screen.
#[derive(Debug, Default)]
pub struct App {
    /// Size of the screen in cells.
    pub size: Size,
    /// The user's choices for the layout.
    pub view: ViewOptions,
    /// The user's settings.
    pub config: Config,
    /// Theme in effect.
    pub theme: Theme,
    /// Theme to restore if the list of themes is cancelled.
    pub theme_before: Option<Theme>,
    /// Key bindings in effect.
    pub keymap: Keymap,
    /// Screen that is shown.
    pub screen: Screen,
    /// True if the program started in the library, so that leaving a text leads back there.
    pub from_library: bool,
    /// State of the library screen.
    pub library: LibraryState,
    /// Open texts with their history.
    pub texts: OpenTexts,
    /// Overlays over the text; the last one has the focus.
    pub overlays: Vec<Overlay>,
    /// Pending keys: a count and the start of a sequence.
    pub typed: KeySequence,
    /// Command that waits for a letter.
    pub awaiting: Option<Awaiting>,
    /// Step of the library that a second press of the undo key in the reader undoes.
    pub undo_asked: Option<StepId>,
    /// Message in the footer.
    pub notice: Option<Notice>,
    /// The user's commands that are running, the latest last.
    pub running: Vec<RunningCommand>,
    /// Number of turns of the spinner.
    pub spinner_frame: usize,
    /// Effects requested during this update.
    pub(in crate::tui) effects: Vec<Effect>,
}

/// A command of the user's that is running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningCommand {
    /// Ticket of its response.
    pub ticket: Ticket,
    /// Name in the settings.
    pub name: String,
    /// Use of its output.
    pub output: CommandOutput,
    /// Number of the text that it got.
    pub text: usize,
    /// Passage that was selected.
    pub passage: Option<Passage>,
}

/// The screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// An article.
    #[default]
    Reader,
    /// The library's list.
    Library,
}

/// A command that waits for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaiting {
    /// Set a mark (`m`).
    SetMark,
    /// Go to a mark (`'`).
    GoToMark,
}

impl App {
    /// An empty state for a screen of `size` cells.
    pub fn new(size: Size, theme: Theme) -> Self {
        Self { size, theme, ..Self::default() }
    }

    /// Adds an effect to the outbox.
    pub fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Shows a message in the footer.
    pub fn notify(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    /// Returns the article on the screen.
    pub fn reader(&self) -> Option<&Reader> {
        match self.texts.state() {
            Some(open_texts::LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Mutable version of [`Self::reader`].
    pub fn reader_mut(&mut self) -> Option<&mut Reader> {
        match self.texts.state_mut() {
            Some(open_texts::LoadState::Ready(reader)) => Some(reader),
            _ => None,
        }
    }

    /// Returns the areas of the reader for the current size and focus.
    pub fn areas(&self) -> Areas {
        let Some(reader) = self.reader() else { return Areas::of(self.size, self.view, Pane::default()) };
        Areas::of(self.size, reader.wanted(self.view), reader.focus)
    }

    /// Returns true if the spinner is to be shown.
    pub fn is_busy(&self) -> bool {
        self.texts.is_loading() || !self.running.is_empty()
    }

    /// Returns true if the text on the screen was opened on top of a draft that is checked.
    pub fn is_beside_draft(&self) -> bool {
        let below = self.texts.back.last().and_then(|at| self.texts.pieces.get(*at)).map(|text| &text.state);
        let is_draft = matches!(below, Some(open_texts::LoadState::Ready(reader)) if reader.verdicts.is_some());
        is_draft && self.reader().is_some_and(|reader| reader.verdicts.is_none())
    }

    /// Returns true if the text on the screen belongs to the queue.
    pub fn is_in_queue(&self) -> bool {
        self.library.queue && self.reader().is_some_and(|reader| reader.annotations.piece.is_some())
    }

    /// Returns true if a command is available now.
    pub fn can(&self, command: Command) -> bool {
        let needs = command.entry().needs;
        let reader = self.reader();
        let has = |test: fn(&Reader) -> bool| reader.is_some_and(test);
        match needs {
            Needs::Nothing => true,
            Needs::Text => reader.is_some(),
            Needs::Quotes => has(|r| r.voices.as_ref().is_some_and(|v| !v.all.quotes.is_empty())),
            Needs::Quote => has(|r| r.current.is_some() || r.claim().is_some()),
            Needs::Headings => has(|r| r.headings().next().is_some()),
            Needs::Clutter => has(|r| !r.article().clutter.is_empty() || !r.annotations.overrides.hidden.is_empty()),
            Needs::Links => has(|r| !r.related.links.is_empty()),
            Needs::Address => has(|r| r.address().is_some()),
            Needs::Back => !self.texts.back.is_empty(),
            Needs::Forward => !self.texts.forward.is_empty(),
            Needs::Verdicts => has(|r| r.verdicts.as_ref().is_some_and(|v| v.is_done)),
            Needs::Checked => has(|r| r.verdicts.is_some()) || self.is_beside_draft(),
            Needs::Sources => self.texts.sources.len() > 1,
            Needs::Piece => self.library.window.total > 0,
            Needs::Queue => self.is_in_queue(),
            Needs::Feed => self.library.feeds.feed_at(self.library.feeds.selected).is_some(),
        }
    }

    /// Returns true if the keys of a command work on the screen, overlays aside.
    pub fn works_here(&self, entry: &CommandEntry) -> bool {
        let here = self.screen_context();
        entry.context == here || entry.context == KeyContext::Everywhere || entry.works_beside(here)
    }

    /// Returns the key context of the screen, without overlays.
    pub const fn screen_context(&self) -> KeyContext {
        match self.screen {
            Screen::Library if self.library.feeds.focused => KeyContext::Feeds,
            Screen::Library => KeyContext::Library,
            Screen::Reader => KeyContext::Reader,
        }
    }

    /// Returns the key context in effect, overlays included.
    pub fn context(&self) -> KeyContext {
        match self.overlays.last() {
            Some(Overlay::List(list)) => {
                return match list.purpose {
                    ListPurpose::Speakers => KeyContext::Speakers,
                    ListPurpose::Views => KeyContext::Views,
                    ListPurpose::Any | ListPurpose::Said | ListPurpose::Keys | ListPurpose::Themes => KeyContext::List,
                };
            }
            Some(_) => return KeyContext::List,
            None => {}
        }
        match (self.screen, self.reader()) {
            (Screen::Library, _) => self.screen_context(),
            (Screen::Reader, Some(reader)) if reader.passage.is_some() => KeyContext::Passage,
            (Screen::Reader, _) => KeyContext::Reader,
        }
    }
}
