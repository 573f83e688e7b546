//! Palettes for 256-colour terminals: the nearest colours that are still readable.

use crate::tui::theme::{Palette, Rgb};

/// Minimum contrast ratio of text (WCAG 2.2, level AA).
const READABLE: f64 = 4.5;

impl Rgb {
    /// Returns colour 16 to 255 of xterm's 256; lower ones, which users change, count as black.
    pub const fn of_index(index: u8) -> Self {
        const fn level(step: u8) -> u8 {
            if step == 0 { 0 } else { 55 + 40 * step }
        }
        match index {
            0..=15 => Self(0, 0, 0),
            16..=231 => {
                let cube = index - 16;
                Self(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
            }
            232..=255 => {
                let grey = 8 + 10 * (index - 232);
                Self(grey, grey, grey)
            }
        }
    }
}

impl Palette {
    /// Converts the palette to xterm's 256 colours: backgrounds to the nearest, inks to the nearest that is readable on
    /// all of them, no two speakers alike.
    #[must_use]
    pub fn snapped(&self) -> Self {
        let nearest = |colour: Rgb| Rgb::of_index(colour.indexed());
        let mut snapped = self.clone();
        for ground in [&mut snapped.ground, &mut snapped.current, &mut snapped.selection, &mut snapped.rule] {
            *ground = nearest(*ground);
        }
        let grounds = [snapped.ground, snapped.current, snapped.selection];
        let readable: Vec<Rgb> = (16..=u8::MAX)
            .map(Rgb::of_index)
            .filter(|ink| grounds.iter().all(|ground| ink.contrast(*ground) >= READABLE))
            .collect();
        let ink = |colour: Rgb, taken: &[Rgb]| {
            let free = readable.iter().filter(|ink| !taken.contains(ink));
            free.min_by_key(|ink| ink.distance(colour)).copied().unwrap_or_else(|| nearest(colour))
        };
        for colour in
            [&mut snapped.text, &mut snapped.strong, &mut snapped.dim, &mut snapped.accent, &mut snapped.error]
        {
            *colour = ink(*colour, &[]);
        }
        let mut speakers = Vec::with_capacity(self.speakers.len());
        for colour in &self.speakers {
            let found = ink(*colour, &speakers);
            speakers.push(found);
        }
        snapped.speakers = speakers;
        snapped
    }
}
