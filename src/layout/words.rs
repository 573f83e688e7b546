//! A fast path for words of letters between blanks, most of most articles, which need no Unicode tables.

/// A word whose break opportunities are known without the algorithm of UAX #14.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Length of the word, in bytes.
    pub shown: usize,
    /// Length of the word with the blanks after it, in bytes.
    pub whole: usize,
    /// Width of the word, in cells.
    pub cells: u16,
}

/// Class of a byte for plain words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// A letter, digit, straight quote mark, full stop, comma, colon or semicolon: one cell, and no break between two
    /// of them (classes AL, NU, QU, IS).
    Plain,
    /// A comma or similar, which cannot start a line (class IS).
    Trailing,
    /// First of the two bytes of a Latin letter with a diacritic (U+00C0 to U+024F).
    Latin,
    /// First of the three bytes of a curly quote mark, depending on the others.
    Quote,
    /// A blank.
    Blank,
    /// Anything else.
    Other,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Other; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        bytes[at] = match byte {
            b'.' | b',' | b';' | b':' => Byte::Trailing,
            b'\'' | b'"' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Byte::Plain,
            0xc3..=0xc8 => Byte::Latin,
            0xe2 => Byte::Quote,
            b' ' => Byte::Blank,
            _ => Byte::Other,
        };
        at += 1;
    }
    bytes
};

/// Returns the plain word at the start of `text` with the blanks after it, if a break after them is certainly allowed
/// because the next word starts plainly too.
pub fn plain_word(text: &str) -> Option<Plain> {
    let bytes = text.as_bytes();
    let (mut at, mut cells) = (0, 0u16);
    let shown = loop {
        match BYTES[usize::from(*bytes.get(at)?)] {
            Byte::Plain | Byte::Trailing => at += 1,
            Byte::Latin => at += 2,
            Byte::Quote if is_quote(bytes, at) => at += 3,
            Byte::Blank if at > 0 => break at,
            Byte::Quote | Byte::Blank | Byte::Other => return None,
        }
        cells = cells.saturating_add(1);
    };
    while *bytes.get(at)? == b' ' {
        at += 1;
    }
    let begins_plainly = match BYTES[usize::from(bytes[at])] {
        Byte::Plain | Byte::Latin => true,
        Byte::Quote => is_quote(bytes, at),
        Byte::Trailing | Byte::Blank | Byte::Other => false,
    };
    begins_plainly.then_some(Plain { shown, whole: at, cells })
}

/// Returns true for `‘`, `’`, `“` or `”`.
fn is_quote(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x98 | 0x99 | 0x9c | 0x9d]))
}

#[cfg(test)]
mod tests {
    use super::plain_word;
    use proptest::prelude::*;
    use unicode_linebreak::linebreaks;

    proptest! {
        #[test]
        fn plain_words_agree_with_uax_14(text in "[a-cé0-9.,;:'\"“”‘’ ()/\u{301}-]{1,12}") {
            if let Some(word) = plain_word(&text) {
                prop_assert_eq!(linebreaks(&text).next().map(|(at, _)| at), Some(word.whole));
            }
        }
    }
}
