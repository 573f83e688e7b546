//! Colours by value.

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Whether its ground is light.
    pub light: bool,
    /// Behind everything.
    pub ground: Rgb,
    /// Running text.
    pub text: Rgb,
    /// Titles.
    pub strong: Rgb,
    /// Hints and hidden blocks.
    pub dim: Rgb,
    /// Thin lines.
    pub rule: Rgb,
    /// Kickers, keys; the ground of search hits.
    pub accent: Rgb,
    /// Behind the current quote.
    pub current: Rgb,
    /// Behind what is selected.
    pub selection: Rgb,
    /// What went wrong.
    pub error: Rgb,
    /// One colour a speaker.
    pub speakers: [Rgb; 10],
}

impl Rgb {
    /// From `0xRRGGBB`.
    pub const fn hex(value: u32) -> Self {
        Self((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }

    /// The nearest of xterm's 256 colours, the sixteen that users change left out.
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

    fn distance(self, other: Self) -> u32 {
        let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        part(self.0, other.0) + part(self.1, other.1) + part(self.2, other.2)
    }

    /// How light it is, 0 to 1: WCAG 2.2, relative luminance.
    pub fn luminance(self) -> f64 {
        let part = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.0) + 0.7152 * part(self.1) + 0.0722 * part(self.2)
    }

    /// The contrast between two colours, 1 to 21: WCAG 2.2, contrast ratio.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

const fn hexes(values: [u32; 10]) -> [Rgb; 10] {
    let mut colours = [Rgb(0, 0, 0); 10];
    let mut at = 0;
    while at < values.len() {
        colours[at] = Rgb::hex(values[at]);
        at += 1;
    }
    colours
}

impl Palette {
    /// The built-in dark palette.
    pub const DARK: Self = Self {
        light: false,
        ground: Rgb::hex(0x16_181d),
        text: Rgb::hex(0xd6_d2c8),
        strong: Rgb::hex(0xf2_efe8),
        dim: Rgb::hex(0x8b_909b),
        rule: Rgb::hex(0x2a_2e37),
        accent: Rgb::hex(0xe0_b567),
        current: Rgb::hex(0x2b_2a22),
        selection: Rgb::hex(0x23_272f),
        error: Rgb::hex(0xe0_6c75),
        speakers: hexes([
            0x7f_b4e6, 0xe2_a57a, 0x8f_c48a, 0xc7_9be0, 0xe5_8fa0, 0x6f_c3bd, 0xb7_c46a, 0xa3_aef0, 0xc9_a58c,
            0x9f_c5d8,
        ]),
    };

    /// The built-in light palette.
    pub const LIGHT: Self = Self {
        light: true,
        ground: Rgb::hex(0xfa_f8f2),
        text: Rgb::hex(0x33_322e),
        strong: Rgb::hex(0x14_1310),
        dim: Rgb::hex(0x6b_6a64),
        rule: Rgb::hex(0xe3_dfd3),
        accent: Rgb::hex(0x8a_5a00),
        current: Rgb::hex(0xff_f0c2),
        selection: Rgb::hex(0xef_ebdf),
        error: Rgb::hex(0xa6_1b1b),
        speakers: hexes([
            0x1f_5f9e, 0x9a_4a12, 0x2f_6d2a, 0x7a_3aa0, 0xa6_2a45, 0x0c_6b66, 0x73_5a00, 0x3f_4bb0, 0x7a_4a2a,
            0x2a_6580,
        ]),
    };
}
