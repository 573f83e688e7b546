//! Colours as RGB values, and palettes.

/// An sRGB colour: red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours of a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// True for a light background.
    pub light: bool,
    /// Background of the screen.
    pub ground: Rgb,
    /// Running text.
    pub text: Rgb,
    /// Titles and headings.
    pub strong: Rgb,
    /// Hints and hidden blocks.
    pub dim: Rgb,
    /// Thin lines.
    pub rule: Rgb,
    /// Kickers and keys; background of search hits.
    pub accent: Rgb,
    /// Background of the current quotation.
    pub current: Rgb,
    /// Background of the selection.
    pub selection: Rgb,
    /// Error messages.
    pub error: Rgb,
    /// Speaker colours.
    pub speakers: Vec<Rgb>,
}

impl Palette {
    /// Background of highlighted passages: the ground with as much of the accent as leaves all inks readable (WCAG AA).
    pub fn highlight(&self) -> Rgb {
        const READABLE: f64 = 4.5;
        let inks = || self.speakers.iter().chain([&self.text, &self.strong]);
        let mixed = |share: u16| {
            let part = |from: u8, to: u8| ((u16::from(from) * (100 - share) + u16::from(to) * share) / 100) as u8;
            let (ground, accent) = (self.ground, self.accent);
            Rgb(part(ground.0, accent.0), part(ground.1, accent.1), part(ground.2, accent.2))
        };
        let shares = (1..=8).rev().map(|step| mixed(step * 5));
        shares.into_iter().find(|ground| inks().all(|ink| ink.contrast(*ground) >= READABLE)).unwrap_or(self.selection)
    }
}

impl Rgb {
    /// Converts from `0xRRGGBB`.
    pub const fn hex(value: u32) -> Self {
        Self((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }

    /// Parses `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self::hex(value)),
            3 => {
                let part = |shift: u32| (((value >> shift) & 15) * 17) as u8;
                Some(Self(part(8), part(4), part(0)))
            }
            _ => None,
        }
    }

    /// Returns the index of the nearest of xterm's 256 colours, without the first sixteen, which users change.
    pub fn indexed(self) -> u8 {
        let step = |value: u8| -> u8 {
            if value < 48 {
                0
            } else if value < 115 {
                1
            } else {
                (value - 35) / 40
            }
        };
        let level = |step: u8| -> u8 { if step == 0 { 0 } else { 55 + 40 * step } };
        let (r, g, b) = (step(self.0), step(self.1), step(self.2));
        let cube = Self(level(r), level(g), level(b));
        let mean = (u16::from(self.0) + u16::from(self.1) + u16::from(self.2)) / 3;
        let grey_step = (mean.saturating_sub(3) / 10).min(23) as u8;
        let grey = Self(8 + 10 * grey_step, 8 + 10 * grey_step, 8 + 10 * grey_step);
        if self.distance(grey) < self.distance(cube) { 232 + grey_step } else { 16 + 36 * r + 6 * g + b }
    }

    /// Returns the squared distance between two colours.
    pub(super) fn distance(self, other: Self) -> u32 {
        let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        part(self.0, other.0) + part(self.1, other.1) + part(self.2, other.2)
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let part = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    /// Contrast ratio of two colours, 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl Palette {
    /// Names of the single colours in a theme file.
    pub const NAMES: [&'static str; 9] =
        ["ground", "text", "strong", "dim", "rule", "accent", "current", "selection", "error"];

    /// Returns the colour of this name for changing.
    pub fn slot(&mut self, name: &str) -> Option<&mut Rgb> {
        Some(match name {
            "ground" => &mut self.ground,
            "text" => &mut self.text,
            "strong" => &mut self.strong,
            "dim" => &mut self.dim,
            "rule" => &mut self.rule,
            "accent" => &mut self.accent,
            "current" => &mut self.current,
            "selection" => &mut self.selection,
            "error" => &mut self.error,
            _ => return None,
        })
    }
}
