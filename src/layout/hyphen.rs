//! Hyphenation by the patterns of a language (Liang's method, crate `hypher`).

use super::width::display_width;

/// Minimum length of a hyphenated word, in characters.
const MIN_WORD_CHARS: usize = 5;
/// Maximum length, in characters; longer strings are not words.
const MAX_WORD_CHARS: usize = 80;

/// Returns the last hyphenation point (in bytes) of the first word of `text` such that the part before it takes at most
/// `room` cells. `None` if there is none, or if the text is not a plain word with punctuation around it.
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
