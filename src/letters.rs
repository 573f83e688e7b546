//! Whether a character is a letter or a number, for loops over every character of a text: by a table of thirteen kilobytes, where
//! the standard library searches through some fifty runs. For Thai, Arabic or Hindi that search took nine tenths of the time
//! that a page takes. The answers are the standard library's.

/// As build.rs writes it: the pages' numbers, then the pages.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/letters"));

/// Where the pages begin, and the bytes of one: half of them tell of letters, half of numbers.
const PAGES: usize = 0x11_0000 / 256;
const PAGE: usize = 64;
const LETTERS: usize = 0;
const NUMBERS: usize = PAGE / 2;

/// Whether it is a letter, as [`char::is_alphabetic`] says.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { holds(LETTERS, c) }
}

/// Whether it is a letter or a number, as [`char::is_alphanumeric`] says.
pub fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { holds(LETTERS, c) || holds(NUMBERS, c) }
}

fn holds(kind: usize, c: char) -> bool {
    let code = c as usize;
    let page = TABLE.get(code >> 8).map_or(0, |&page| usize::from(page));
    TABLE.get(PAGES + page * PAGE + kind + (code & 255) / 8).is_some_and(|eight| eight >> (code & 7) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            assert_eq!((is_letter(c), is_alphanumeric(c)), (c.is_alphabetic(), c.is_alphanumeric()), "{c:?}");
        }
    }
}
