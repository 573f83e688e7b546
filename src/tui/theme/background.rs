//! Brightness of the terminal's background, from its reply to OSC 11.

use crate::tui::theme::Rgb;

/// Brightness of the terminal's background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Nearer to black.
    Dark,
    /// Nearer to white.
    Light,
}

/// Relative luminance of mid grey (L* = 50 in CIELAB).
const MIDDLE: f64 = 0.184;

impl Background {
    /// Reads `COLORFGBG` ("15;0", "0;default;15"), which rxvt and Konsole set: its last number is the colour of the ground.
    /// `None` if it names none of the sixteen.
    pub fn of_variable(value: &str) -> Option<Self> {
        match value.rsplit(';').next()?.trim().parse::<u8>().ok()? {
            7 | 9..=15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }

    /// Parses a reply to OSC 11: `rgb:` or `rgba:` and numbers of one to four hexadecimal digits, relative to the
    /// maximum of that many digits. `None` if it contains no colour.
    pub fn told(answer: &str) -> Option<Self> {
        let (kind, numbers) = answer.split_once(':')?;
        if !matches!(kind, "rgb" | "rgba") {
            return None;
        }
        let mut channels = numbers.split('/').map(|number| {
            let most = [0, 0xf, 0xff, 0xfff, 0xffff].get(number.len()).copied().filter(|&most| most > 0)?;
            u8::try_from(u32::from_str_radix(number, 16).ok()? * 0xff / most).ok()
        });
        let colour = Rgb(channels.next()??, channels.next()??, channels.next()??);
        Some(if colour.luminance() > MIDDLE { Self::Light } else { Self::Dark })
    }
}

#[cfg(test)]
mod tests {
    use super::Background;

    #[test]
    fn variable_determines_background() {
        for (value, ground) in [
            ("15;0", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;15", Some(Background::Light)),
            ("7;8", Some(Background::Dark)),
            ("0;default", None),
            ("", None),
            ("0;99", None),
        ] {
            assert_eq!(Background::of_variable(value), ground, "{value}");
        }
    }

    #[test]
    fn reply_determines_background() {
        for (answer, ground) in [
            ("rgb:1e1e/1e1e/1e1e", Background::Dark),
            ("rgb:ff/ff/f8", Background::Light),
            ("rgb:F/f/F", Background::Light),
            ("rgba:0000/0000/8080/ffff", Background::Dark),
            ("rgb:7fff/7fff/7fff", Background::Light),
        ] {
            assert_eq!(Background::told(answer), Some(ground), "{answer}");
        }
        for none in ["", "jjk", "rgb:", "rgb:12345/0/0", "rgb:1/2", "rgb:x/y/z", "hsl:1/1/1"] {
            assert_eq!(Background::told(none), None, "{none}");
        }
    }
}
