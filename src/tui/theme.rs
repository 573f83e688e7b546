//! Colours and emphasis: the look of everything on the screen, for terminals of any colour depth.
//!
//! A [`Theme`] is a palette; [`Theme::style`] resolves an [`Ink`] (the meaning of a thing) to a ratatui style for a
//! [`Depth`]. Without colours, bold, italics, underline and reverse make all distinctions.

pub mod background;
pub mod depth;
pub mod file;
pub mod palette;
mod snap;

pub use background::Background;
pub use file::{named, names};
pub use palette::{Palette, Rgb};

use crate::config::{BackgroundSource, Look, SettingsProblem};
use crate::layout::{CodeToken, Ornament, Part, RunStyle, Tones};
use crate::paths;
use crate::tui::theme;
use ratatui::style::{Color, Modifier, Style};

/// Colour depth of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Depth {
    /// 24-bit colours.
    #[default]
    True,
    /// The 256 colours of xterm.
    Indexed,
    /// The sixteen colours set in the terminal.
    Sixteen,
    /// No colours: `NO_COLOR`, or a monochrome terminal.
    None,
}

/// Meaning of a thing on the screen, which determines its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Background of the whole screen, with the colour of running text.
    Background,
    /// Running text.
    #[default]
    Text,
    /// Titles and headings.
    Strong,
    /// Roles, hints, pane headings, hidden blocks.
    Dim,
    /// Thin lines.
    Rule,
    /// Kickers, keys, the site's name.
    Accent,
    /// Error messages.
    Error,
    /// Words of the speaker of this number; numbers beyond the palette start again.
    Speaker(usize),
    /// Current quotation; patched over the speaker's ink.
    Current,
    /// Selected line or passage; patched over any ink.
    Selection,
    /// Search hit.
    Hit,
    /// Highlighted passage; patched over any ink.
    Kept,
    /// Link; patched over the text's ink.
    Link,
    /// Cue of a quotation; patched over the text's ink.
    Cue,
    /// Mention of the source; patched over the speaker's ink.
    Mention,
    /// Indirect speech; patched over the speaker's ink.
    Indirect,
}

/// A named palette for terminals of one depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Name in the settings.
    pub name: String,
    /// The palette's colours.
    pub palette: Palette,
    /// Colour depth of the terminal.
    pub depth: Depth,
    /// Source of the background colour.
    pub background: BackgroundSource,
    /// True if the sixteen colours have to be read on a dark ground as well as on a light one, since the terminal cannot be
    /// asked for its own.
    pub is_on_any_ground: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self::dark(Depth::True)
    }
}

impl Theme {
    /// The built-in dark theme.
    pub fn dark(depth: Depth) -> Self {
        Self::built_in("dark", depth)
    }

    /// The built-in light theme.
    pub fn light(depth: Depth) -> Self {
        Self::built_in("light", depth)
    }

    fn built_in(name: &str, depth: Depth) -> Self {
        Self::new(name, file::built_in(name).unwrap_or_default(), depth)
    }

    /// A theme of a palette, adapted to the colour depth.
    pub fn new(name: &str, palette: Palette, depth: Depth) -> Self {
        let palette = if depth == Depth::Indexed { palette.snapped() } else { palette };
        Self { name: name.into(), palette, depth, background: BackgroundSource::Theme, is_on_any_ground: false }
    }

    /// Chooses the theme of the settings for a background, and returns the problems found. An unknown name gives the
    /// built-in theme that suits the background.
    pub fn choose(look: &Look, depth: Depth, background: Option<Background>) -> (Self, Vec<SettingsProblem>) {
        let light = background == Some(Background::Light);
        let name = match look.theme.as_str() {
            "auto" if light => look.light.as_str(),
            "auto" => look.dark.as_str(),
            name => name,
        };
        let (mut theme, problems) = match theme::named(name, paths::theme_folder().as_deref()) {
            Ok((palette, problems)) => (Self::new(name, palette, depth), problems),
            Err(text) => {
                let theme = if light { Self::light(depth) } else { Self::dark(depth) };
                (theme, vec![SettingsProblem { line: 0, text }])
            }
        };
        theme.background = look.background;
        (theme, problems)
    }

    /// Returns true if the choice of the theme depends on the terminal's background.
    pub fn depends_on_background(look: &Look, depth: Depth) -> bool {
        look.theme == "auto" && look.dark != look.light && depth != Depth::None
    }

    /// Returns the number of speaker colours.
    pub fn voices(&self) -> usize {
        match self.depth {
            Depth::True | Depth::Indexed => self.palette.speakers.len(),
            Depth::Sixteen => SIXTEEN.len(),
            Depth::None => 0,
        }
    }

    /// Returns true if speakers must be marked by initials because there are no colours.
    pub const fn needs_initials(&self) -> bool {
        matches!(self.depth, Depth::None)
    }

    /// Returns the style of an ink.
    pub fn style(&self, ink: Ink) -> Style {
        let plain = Style::new();
        match ink {
            Ink::Background => self.on_background(plain),
            Ink::Text => self.fg(plain, self.palette.text, Color::Reset),
            Ink::Strong => self.fg(plain, self.palette.strong, Color::Reset).add_modifier(Modifier::BOLD),
            Ink::Dim => self.dim(plain),
            Ink::Rule => self.fg(plain, self.palette.rule, Color::DarkGray),
            Ink::Accent => {
                self.fg(plain, self.palette.accent, self.either(Color::LightYellow, Color::Blue, Color::Magenta))
            }
            Ink::Error => self.error(plain),
            Ink::Speaker(number) => self.speaker(plain, number),
            Ink::Current => self.current(plain),
            Ink::Selection => self.selection(plain),
            Ink::Hit => self.hit(plain),
            Ink::Kept => self.kept(plain),
            Ink::Link | Ink::Cue => plain.add_modifier(Modifier::UNDERLINED),
            Ink::Mention => plain.add_modifier(Modifier::BOLD),
            Ink::Indirect => plain.add_modifier(Modifier::ITALIC),
        }
    }

    /// Returns the style of a run before quotations, hits and selections are patched over it.
    pub fn run(&self, style: &RunStyle) -> Style {
        let mut looks = match style.part {
            Part::Text | Part::Cell | Part::Code | Part::Ornament(Ornament::Hyphen | Ornament::Padding) => {
                self.style(Ink::Text)
            }
            Part::Heading(_) | Part::Head => self.style(Ink::Strong),
            Part::Token(token) => self.token(token),
            Part::Image => self.style(Ink::Dim).add_modifier(Modifier::ITALIC),
            Part::Ornament(Ornament::Rule) => self.style(Ink::Rule),
            Part::Ornament(Ornament::Bar | Ornament::Marker | Ornament::Label | Ornament::Cut | Ornament::Icon) => {
                self.style(Ink::Dim)
            }
        };
        for (tone, modifier) in [
            (Tones::EMPHASIS, Modifier::ITALIC),
            (Tones::STRONG, Modifier::BOLD),
            (Tones::STRIKE, Modifier::CROSSED_OUT),
        ] {
            if style.tones.contains(tone) {
                looks = looks.add_modifier(modifier);
            }
        }
        if style.tones.contains(Tones::CODE) {
            looks = self.fg(looks, self.palette.strong, Color::Reset);
        }
        if style.link.is_some() {
            looks = looks.patch(self.style(Ink::Link));
        }
        looks
    }

    /// Returns the style of a code token, in the palette's colours or, without colours, by emphasis.
    fn token(&self, token: CodeToken) -> Style {
        let plain = Style::new();
        match token {
            CodeToken::Comment => self.style(Ink::Dim).add_modifier(Modifier::ITALIC),
            CodeToken::Keyword => self.style(Ink::Accent).add_modifier(Modifier::BOLD),
            CodeToken::Function => self.speaker(plain, 0),
            CodeToken::Number => self.speaker(plain, 1),
            CodeToken::String => self.speaker(plain, 2),
            CodeToken::Type => self.speaker(plain, 5),
        }
    }

    fn fg(&self, style: Style, rgb: Rgb, sixteen: Color) -> Style {
        match self.colour(rgb, sixteen) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    fn bg(&self, style: Style, rgb: Rgb, sixteen: Color) -> Style {
        match self.colour(rgb, sixteen) {
            Some(colour) => style.bg(colour),
            None => style,
        }
    }

    fn colour(&self, rgb: Rgb, sixteen: Color) -> Option<Color> {
        match self.depth {
            Depth::True => Some(Color::Rgb(rgb.0, rgb.1, rgb.2)),
            Depth::Indexed => Some(Color::Indexed(rgb.indexed())),
            Depth::Sixteen => Some(sixteen),
            Depth::None => None,
        }
    }

    /// Chooses among the sixteen colours: for a dark ground, a light one, or one that is not known.
    const fn either(&self, dark: Color, light: Color, any: Color) -> Color {
        match (self.is_on_any_ground, self.palette.light) {
            (true, _) => any,
            (false, true) => light,
            (false, false) => dark,
        }
    }

    fn on_background(&self, style: Style) -> Style {
        let style = self.fg(style, self.palette.text, Color::Reset);
        match self.background {
            BackgroundSource::Theme => self.bg(style, self.palette.ground, Color::Reset),
            BackgroundSource::Terminal => style.bg(Color::Reset),
        }
    }

    fn dim(&self, style: Style) -> Style {
        match self.depth {
            Depth::None => style.add_modifier(Modifier::DIM),
            _ => self.fg(style, self.palette.dim, self.either(Color::Gray, Color::DarkGray, Color::DarkGray)),
        }
    }

    fn error(&self, style: Style) -> Style {
        match self.depth {
            Depth::None => style.add_modifier(Modifier::BOLD),
            _ => self.fg(style, self.palette.error, self.either(Color::LightRed, Color::Red, Color::LightRed)),
        }
    }

    fn speaker(&self, style: Style, number: usize) -> Style {
        let voices = &self.palette.speakers;
        let rgb = voices.get(number % voices.len().max(1)).copied().unwrap_or(self.palette.text);
        let (dark, light, any) = SIXTEEN[number % SIXTEEN.len()];
        self.fg(style, rgb, self.either(dark, light, any))
    }

    fn current(&self, style: Style) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.bg(style, self.palette.current, Color::Reset),
            Depth::Sixteen | Depth::None => style,
        }
        .add_modifier(Modifier::BOLD)
    }

    fn selection(&self, style: Style) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.bg(style, self.palette.selection, Color::Reset),
            Depth::Sixteen | Depth::None => style.add_modifier(Modifier::REVERSED),
        }
    }

    /// Marks a highlight: by the selection's background, or by an underline if there are few or no colours.
    fn kept(&self, style: Style) -> Style {
        match self.depth {
            Depth::True | Depth::Indexed => self.bg(style, self.palette.highlight(), Color::Reset),
            Depth::Sixteen => style.bg(Color::Cyan).fg(Color::Black),
            Depth::None => style.add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
        }
    }

    fn hit(&self, style: Style) -> Style {
        if self.depth == Depth::None {
            return style.add_modifier(Modifier::REVERSED | Modifier::UNDERLINED);
        }
        let style = self.fg(style, self.palette.ground, Color::Black);
        self.bg(style, self.palette.accent, Color::Yellow)
    }
}

/// Speaker colours among the sixteen, chosen for a dark ground, a light one, and one that is not known.
const SIXTEEN: [(Color, Color, Color); 6] = [
    // Yellow, green and cyan cannot be read on white: xterm's have a contrast of about 2.
    (Color::LightBlue, Color::Blue, Color::LightBlue),
    (Color::Yellow, Color::Red, Color::LightRed),
    (Color::LightGreen, Color::Magenta, Color::Magenta),
    (Color::LightMagenta, Color::LightBlue, Color::Red),
    (Color::LightRed, Color::LightRed, Color::DarkGray),
    (Color::LightCyan, Color::Black, Color::Reset),
];

#[cfg(test)]
mod tests;
