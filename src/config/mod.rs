//! The user's settings: a TOML file with sections, read at the start and on `:reload`.
//!
//! Its contents never stop the program: an unknown or wrong entry becomes a [`SettingsProblem`] with line and
//! suggestion, and all other entries apply. [`entries`] is the table of all settings.

/// Declares the choices of a setting: variants and their words in the file.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// All variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Words of the variants in the file, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];
        }
    };
}

mod commands;
pub mod entries;
pub mod fields;
mod hosts;
mod values;
pub mod write;

pub use commands::{CommandInput, CommandOutput, UserCommand};
pub use entries::check_keys;
pub use fields::SettingsProblem;

use crate::layout::{Alignment, BidiOrder, CodeLines, Typography, hyphenation};
use crate::load::HostAccess;
use crate::reading::Grade;
use crate::small_sort::SmallSort;
use crate::{bounded_read, paths};
use std::ops::RangeInclusive;
use std::path::Path;

/// Range of the text column's width in cells, for `[reader] width` and for `+` and `-`.
pub const TEXT_WIDTH: RangeInclusive<u16> = 20..=200;

choices! {
    /// Panes shown at the start.
    Panes {
        /// Both panes.
        Both = "both",
        /// The speakers pane.
        Speakers = "speakers",
        /// The related pane.
        Related = "related",
        /// No pane, only the text.
        None = "none",
    }
}

choices! {
    /// Lowest grade of attributions shown by lists and the screen.
    LeastGrade {
        /// Right nineteen times in twenty.
        Sure = "sure",
        /// Probably right.
        Likely = "likely",
        /// All attributions.
        Uncertain = "uncertain",
    }
}

impl LeastGrade {
    /// Converts to the grade.
    pub const fn grade(self) -> Grade {
        match self {
            Self::Sure => Grade::Sure,
            Self::Likely => Grade::Likely,
            Self::Uncertain => Grade::Uncertain,
        }
    }
}

choices! {
    /// Source of the background.
    BackgroundSource {
        /// The theme's background.
        Theme = "theme",
        /// The terminal's background, such as a picture.
        Terminal = "terminal",
    }
}

choices! {
    /// Columns of the library's list.
    ListColumn {
        /// Sign of the state.
        State = "state",
        /// Title; takes the space that the others leave.
        Title = "title",
        /// Publication or host.
        Site = "site",
        /// Day of publication.
        Published = "published",
        /// Time since it was saved.
        Saved = "saved",
        /// Minutes to read.
        Minutes = "minutes",
        /// Number of speakers.
        Speakers = "speakers",
        /// Share that was read.
        Progress = "progress",
        /// Tags.
        Tags = "tags",
    }
}

choices! {
    /// Policy for fetching pictures.
    Policy {
        /// Never; their captions are shown instead.
        Never = "never",
        /// On request.
        Ask = "ask",
        /// As they come into view.
        Always = "always",
    }
}

choices! {
    /// Protocol for drawing pictures.
    Protocol {
        /// The best one that the terminal supports.
        Auto = "auto",
        /// The kitty graphics protocol.
        Kitty = "kitty",
        /// Inline images of iTerm2.
        Iterm = "iterm2",
        /// Sixel.
        Sixel = "sixel",
        /// Half-blocks, for any terminal with colours.
        Blocks = "halfblocks",
        /// No pictures.
        None = "none",
    }
}

choices! {
    /// Destination of copied text.
    Clipboard {
        /// Both, through the terminal (OSC 52) and to the system's clipboard.
        Both = "both",
        /// Only the terminal (OSC 52); works over ssh.
        Terminal = "terminal",
        /// Only the system's clipboard.
        System = "system",
    }
}

/// All settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Section `[look]`: colours, mouse, links.
    pub look: Look,
    /// Section `[reader]`: the text and its panes.
    pub reader: ReaderSettings,
    /// Section `[library]`: the list of articles.
    pub library: ListSettings,
    /// Section `[images]`: pictures.
    pub images: Images,
    /// Section `[feeds]`: fetching feeds.
    pub feeds: FeedOptions,
    /// Section `[programs]`: external programs.
    pub programs: Programs,
    /// Sections `[hosts."…"]`: access to hosts.
    pub hosts: Vec<HostAccess>,
    /// Sections `[commands.…]`: the user's commands in file order.
    pub commands: Vec<UserCommand>,
    /// The user's key bindings in file order, without the defaults.
    pub keys: Vec<Binding>,
}

/// Section `[look]`: colours, mouse, links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// `auto`, or the name of a theme.
    pub theme: String,
    /// Theme of `auto` on a dark background.
    pub dark: String,
    /// Theme of `auto` on a light background.
    pub light: String,
    /// Source of the background.
    pub background: BackgroundSource,
    /// True to write clickable links (OSC 8).
    pub hyperlinks: bool,
    /// True to use the mouse.
    pub mouse: bool,
    /// True to start as with `--plain`.
    pub plain: bool,
}

/// Section `[reader]`: the text and its panes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one line of the settings, `true` or `false`")]
pub struct ReaderSettings {
    /// Maximum width of the text column, in cells.
    pub width: u16,
    /// Panes shown at the start.
    pub panes: Panes,
    /// True to justify text.
    pub justify: bool,
    /// True to hyphenate, in languages with known patterns.
    pub hyphenate: bool,
    /// True to cut code lines that are too long instead of wrapping them.
    pub cut_code: bool,
    /// True to highlight code.
    pub highlight: bool,
    /// Lowest grade of attributions shown at the start.
    pub least_grade: LeastGrade,
    /// Reading speed in words per minute, for the time left.
    pub speed: u16,
    /// Destination of copied text.
    pub clipboard: Clipboard,
}

/// Section `[library]`: the list of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSettings {
    /// Columns in their order.
    pub columns: Vec<ListColumn>,
    /// True for two rows an article, with its progress.
    pub airy: bool,
    /// Share of the list beside its preview, in per cent.
    pub split: u16,
}

/// Range of [`ListSettings::split`].
pub const LIST_SPLIT: RangeInclusive<u16> = 25..=80;

/// Section `[images]`: pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// Policy for fetching.
    pub policy: Policy,
    /// Protocol for drawing.
    pub protocol: Protocol,
    /// Maximum height of a picture, in rows.
    pub height: u16,
}

/// Section `[feeds]`: fetching feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedOptions {
    /// Minutes between two fetches of a feed while sayso is open; 0 to fetch only on request.
    pub interval: u16,
}

/// Section `[programs]`: external programs; empty strings mean those of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programs {
    /// Command that opens addresses; `%s` stands for the address. Takes precedence over `$BROWSER`.
    pub browser: String,
    /// Command that opens texts. Takes precedence over `$VISUAL` and `$EDITOR`.
    pub editor: String,
    /// Command that plays recordings; `%s` stands for the address. The browser opens them if it is empty.
    pub player: String,
}

/// A key binding of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Scope: the last part of a section name such as `[keys.reader]`.
    pub scope: String,
    /// A key, or several for a sequence: `g g`.
    pub keys: String,
    /// Name of a command, or `none`.
    pub command: String,
    /// Line in the file, counted from 1.
    pub line: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: "auto".into(),
            dark: "dark".into(),
            light: "light".into(),
            background: BackgroundSource::Theme,
            hyperlinks: true,
            mouse: true,
            plain: false,
        }
    }
}

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            width: 72,
            panes: Panes::Both,
            justify: false,
            hyphenate: false,
            cut_code: false,
            highlight: true,
            least_grade: LeastGrade::Likely,
            speed: 230,
            clipboard: Clipboard::Both,
        }
    }
}

impl Default for ListSettings {
    fn default() -> Self {
        use ListColumn::{Minutes, Saved, Site, Speakers, State, Title};
        Self { columns: vec![State, Title, Site, Saved, Minutes, Speakers], airy: false, split: 60 }
    }
}

impl Default for Images {
    fn default() -> Self {
        Self { policy: Policy::Ask, protocol: Protocol::Auto, height: 18 }
    }
}

impl Default for FeedOptions {
    fn default() -> Self {
        Self { interval: 60 }
    }
}

impl Config {
    /// Reads the user's settings file and returns its problems; defaults if there is none.
    pub fn load() -> (Self, Vec<SettingsProblem>) {
        let (config, problems) = paths::config_file().map_or_else(Default::default, |path| Self::read(&path));
        for problem in &problems {
            log::warn!("settings, line {}: {}", problem.line, problem.text);
        }
        (config, problems)
    }

    /// Reads a settings file and returns its problems. A missing file counts as empty.
    pub fn read(path: &Path) -> (Self, Vec<SettingsProblem>) {
        match bounded_read::read_text(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Default::default(),
            Err(error) => (Self::default(), vec![SettingsProblem { line: 0, text: format!("can't be read: {error}") }]),
        }
    }

    /// Parses a settings text and returns its problems.
    pub fn parse(text: &str) -> (Self, Vec<SettingsProblem>) {
        let mut config = Self::default();
        let (fields, mut problems) = fields::fields(text);
        for field in fields {
            if let Err(text) = entries::apply(&mut config, &field) {
                problems.push(SettingsProblem { line: field.line, text });
            }
        }
        problems.extend(commands::drop_incomplete(&mut config));
        problems.small_sort_by_key(|problem| problem.line);
        (config, problems)
    }

    /// Returns the typography for text in a language (a BCP 47 tag).
    pub fn typography(&self, language: Option<&str>) -> Typography {
        let hyphens = language.filter(|_| self.reader.hyphenate).and_then(hyphenation);
        Typography {
            order: BidiOrder::Visual,
            alignment: if self.reader.justify { Alignment::Justified } else { Alignment::Ragged },
            hyphens,
            code: if self.reader.cut_code { CodeLines::Cut } else { CodeLines::Wrap },
        }
    }
}

/// The commented default settings file, without the keys.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

#[cfg(test)]
mod tests;
