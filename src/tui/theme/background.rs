//! What is behind the terminal's text, and how a terminal tells it.

use crate::tui::theme::Rgb;

/// What is behind the terminal's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Nearer to black.
    Dark,
    /// Nearer to white.
    Light,
}

/// The luminance of the grey that looks half as light as white (L* = 50 of CIELAB).
const MIDDLE: f64 = 0.184;

impl Background {
    /// The ground that an answer to OSC 11 tells: `rgb:` or `rgba:` and numbers of one to four hexadecimal digits, of
    /// which that many are the whole. None where it tells no colour.
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
    fn an_answer_tells_the_ground() {
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
