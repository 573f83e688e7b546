//! Where a word may be hyphenated, by the language's patterns (Liang's method, crate `hypher`).

use super::width::display_width;

/// Words shorter than this stay whole.
const MIN_WORD_CHARS: usize = 5;
/// Longer ones are not words.
const MAX_WORD_CHARS: usize = 80;

/// The last point (in bytes) at which the first word of `text` may be parted so that what stands before takes at most
/// `room` cells; none where no such point is, or the text is not a plain word with marks around it.
pub fn point(text: &str, room: u16, language: hypher::Lang) -> Option<usize> {
    if text.len() > MAX_WORD_CHARS {
        return None;
    }
    let start = text.find(char::is_alphabetic)?;
    let word = &text[start..];
    let word = &word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())];
    if word.chars().count() < MIN_WORD_CHARS || text[start + word.len()..].chars().any(char::is_alphanumeric) {
        return None;
    }
    let mut at = start;
    let mut found = None;
    for syllable in hypher::hyphenate(word, language) {
        at += syllable.len();
        if at == start + word.len() || display_width(&text[..at]) > room {
            break;
        }
        found = Some(at);
    }
    found
}
