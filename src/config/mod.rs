//! The user's settings: a TOML file, nested by subject, that is read once and again on `:reload`.
//!
//! Nothing in it can stop the program: an unknown or wrong entry becomes a [`SettingsProblem`] with its line and a suggestion,
//! and everything else still counts. [`entries`] is the one table of what can be set.

pub mod entries;
pub mod fields;
pub mod write;

pub use entries::check_keys;
pub use fields::SettingsProblem;

use crate::layout::{Alignment, BidiOrder, CodeLines, Typography, hyphenation};
use crate::reading::Grade;
use crate::{bounded_read, paths};
use std::ops::RangeInclusive;
use std::path::Path;

/// Cells that the widest line of text may have: in `[reader] width`, and with `+` and `-`.
pub const TEXT_WIDTH: RangeInclusive<u16> = 20..=200;

/// Declares the choices of a setting: its words in the file and their values, in one list.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// Their words in the config, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];
        }
    };
}

choices! {
    /// Which panes stand beside the text at first.
    Panes {
        /// Both.
        Both = "both",
        /// Who said what.
        Speakers = "speakers",
        /// Related stories.
        Related = "related",
        /// Only the text.
        None = "none",
    }
}

choices! {
    /// The least certain attributions that lists and the screen begin with.
    LeastGrade {
        /// Those that are right nineteen times in twenty.
        Sure = "sure",
        /// Those that are probably right.
        Likely = "likely",
        /// All.
        Uncertain = "uncertain",
    }
}

impl LeastGrade {
    /// The grade itself.
    pub const fn grade(self) -> Grade {
        match self {
            Self::Sure => Grade::Sure,
            Self::Likely => Grade::Likely,
            Self::Uncertain => Grade::Uncertain,
        }
    }
}

choices! {
    /// What is behind the text.
    BackgroundSource {
        /// The theme's own background.
        Theme = "theme",
        /// Whatever the terminal has, a picture for instance.
        Terminal = "terminal",
    }
}

choices! {
    /// When pictures are fetched.
    Policy {
        /// Never: their words stand for them.
        Never = "never",
        /// When the reader asks for one.
        Ask = "ask",
        /// As soon as they come into view.
        Always = "always",
    }
}

choices! {
    /// How pictures are drawn.
    Protocol {
        /// The best that the terminal can.
        Auto = "auto",
        /// The kitty graphics protocol.
        Kitty = "kitty",
        /// iTerm2's inline images.
        Iterm = "iterm2",
        /// Sixel.
        Sixel = "sixel",
        /// Half-blocks, which every terminal with colours can.
        Blocks = "halfblocks",
        /// Not at all.
        None = "none",
    }
}

choices! {
    /// Where copied text goes.
    Clipboard {
        /// Through the terminal (OSC 52) and to the system's clipboard.
        Both = "both",
        /// Only through the terminal; works over ssh.
        Terminal = "terminal",
        /// Only to the system's clipboard.
        System = "system",
    }
}

/// Everything that can be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Colours, mouse, links.
    pub look: Look,
    /// The text and its panes.
    pub reader: ReaderSettings,
    /// Pictures.
    pub images: Images,
    /// Other programs.
    pub programs: Programs,
    /// The user's keys, in the order of the file; the default ones are not among them.
    pub keys: Vec<Binding>,
}

/// Colours, mouse, links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// `auto`, or the name of a theme.
    pub theme: String,
    /// The theme that `auto` takes on a dark background.
    pub dark: String,
    /// The theme that `auto` takes on a light background.
    pub light: String,
    /// What is behind the text.
    pub background: BackgroundSource,
    /// Whether links can be clicked in terminals that know OSC 8.
    pub hyperlinks: bool,
    /// Whether the mouse works.
    pub mouse: bool,
    /// Whether the screen is always as with `--plain`.
    pub plain: bool,
}

/// The text and its panes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one line of the config, `true` or `false`")]
pub struct ReaderSettings {
    /// Widest column of text, in cells.
    pub width: u16,
    /// Panes at first.
    pub panes: Panes,
    /// Whether lines end at the right edge.
    pub justify: bool,
    /// Whether words may be parted, in languages that are known.
    pub hyphenate: bool,
    /// Whether code that is too wide is cut instead of wrapped.
    pub cut_code: bool,
    /// Whether code is coloured.
    pub highlight: bool,
    /// The least certain attributions that are shown at first.
    pub least_grade: LeastGrade,
    /// Words a minute, for the time left.
    pub speed: u16,
    /// Where copied text goes.
    pub clipboard: Clipboard,
}

/// Pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// When they are fetched.
    pub policy: Policy,
    /// How they are drawn.
    pub protocol: Protocol,
    /// Most lines that one takes.
    pub height: u16,
}

/// Other programs; empty: those of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programs {
    /// Opens addresses; `%s` stands for the address. Before `$BROWSER`.
    pub browser: String,
    /// Opens text. Before `$VISUAL` and `$EDITOR`.
    pub editor: String,
}

/// A key of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it works: the last word of `[keys.reader]`.
    pub scope: String,
    /// One key or several after each other: `g g`.
    pub keys: String,
    /// The name of a command, or `none`.
    pub command: String,
    /// Where in the file it stands, counted from 1.
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

impl Default for Images {
    fn default() -> Self {
        Self { policy: Policy::Ask, protocol: Protocol::Auto, height: 18 }
    }
}

impl Config {
    /// The user's config and what is wrong in it; the defaults where there is no file.
    pub fn load() -> (Self, Vec<SettingsProblem>) {
        let (config, problems) = paths::config_file().map_or_else(Default::default, |path| Self::read(&path));
        for problem in &problems {
            log::warn!("settings, line {}: {}", problem.line, problem.text);
        }
        (config, problems)
    }

    /// The config in a file and what is wrong in it. A file that is not there is an empty one.
    pub fn read(path: &Path) -> (Self, Vec<SettingsProblem>) {
        match bounded_read::read_text(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Default::default(),
            Err(error) => (Self::default(), vec![SettingsProblem { line: 0, text: format!("can't be read: {error}") }]),
        }
    }

    /// The config that a text holds and what is wrong in it.
    pub fn parse(text: &str) -> (Self, Vec<SettingsProblem>) {
        let mut config = Self::default();
        let (fields, mut problems) = fields::fields(text);
        for field in fields {
            if let Err(text) = entries::apply(&mut config, &field) {
                problems.push(SettingsProblem { line: field.line, text });
            }
        }
        problems.sort_by_key(|problem| problem.line);
        (config, problems)
    }

    /// How text in a language (a BCP 47 tag) is to be set.
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

/// The commented file with every setting at its default, without the keys.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

#[cfg(test)]
mod tests;
