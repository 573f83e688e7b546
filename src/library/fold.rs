//! Folds words for comparison and search: lower case, no diacritics, split at everything that is no letter or digit.
//!
//! Pure. The full-text index is filled and queried through the same function. Characters of scripts without spaces
//! are words of their own; a phrase check joins them.

use crate::document::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest indexed word, in bytes; longer ones are cut.
const MAX_WORD_BYTES: usize = 64;

/// Calls `take` with each folded word of the text, in order.
pub fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::with_capacity(MAX_WORD_BYTES);
    let mut flush = |word: &mut String| {
        if !word.is_empty() {
            take(word);
            word.clear();
        }
    };
    for ch in text.chars() {
        if ch.is_ascii_alphanumeric() {
            push(&mut word, ch.to_ascii_lowercase());
        } else if ch.is_ascii() {
            flush(&mut word);
        } else {
            for part in ch.nfkd().filter(|&part| !is_combining_mark(part)) {
                if stands_alone(part) {
                    flush(&mut word);
                    push(&mut word, part);
                    flush(&mut word);
                } else if part.is_alphanumeric() {
                    fold_into(part, &mut word);
                } else {
                    flush(&mut word);
                }
            }
        }
    }
    flush(&mut word);
}

/// Returns the folded words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_word(text, |word| found.push(word.to_owned()));
    found
}

/// The folded words of a text with the bytes that they stand at.
pub fn words_at(text: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut take = |from: usize, to: usize| {
        let span = Span::new(from, to);
        each_word(&text[from..to], |word| found.push((span, word.to_owned())));
    };
    for (at, ch) in text.char_indices() {
        let parts = || ch.nfkd().filter(|&part| !is_combining_mark(part));
        let alone = !ch.is_ascii() && parts().any(stands_alone);
        let goes_on = parts().any(char::is_alphanumeric) || parts().next().is_none();
        if !alone && goes_on {
            start = start.or(Some(at));
            continue;
        }
        if let Some(from) = start.take() {
            take(from, at);
        }
        if alone {
            take(at, at + ch.len_utf8());
        }
    }
    if let Some(from) = start {
        take(from, text.len());
    }
    found
}

/// The folded words of a text, joined by blanks.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_word(text, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
    out
}

/// Returns true if the folded words of `text` contain `phrase` as a sequence; with `open_end`, its last word may be a
/// prefix.
pub fn holds(text: &str, phrase: &[String], open_end: bool) -> bool {
    let Some(last) = phrase.len().checked_sub(1) else { return true };
    let fits = |at: usize, word: &str| {
        if at == last && open_end { word.starts_with(phrase[at].as_str()) } else { word == phrase[at] }
    };
    // For each position where the phrase may have begun, the number of its words matched so far.
    let (mut begun, mut found) = (Vec::new(), false);
    each_word(text, |word| {
        begun.push(0);
        begun.retain_mut(|come| {
            let fit = fits(*come, word);
            *come += 1;
            found |= fit && *come > last;
            fit && *come <= last
        });
    });
    found
}

/// A stable 64-bit hash (FNV-1a), the same in every version and on every machine.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Returns the hash of a text's words, equal for texts that differ only in spacing, case and punctuation.
pub fn content_hash(text: &str) -> u64 {
    let mut all = 0xcbf2_9ce4_8422_2325_u64;
    each_word(text, |word| all = (all ^ hash(word.as_bytes())).wrapping_mul(0x0100_0000_01b3));
    all
}

fn push(word: &mut String, ch: char) {
    if word.len() + ch.len_utf8() <= MAX_WORD_BYTES {
        word.push(ch);
    }
}

fn fold_into(ch: char, word: &mut String) {
    match ch {
        'ß' | 'ẞ' => "ss".chars().for_each(|ch| push(word, ch)),
        'æ' | 'Æ' => "ae".chars().for_each(|ch| push(word, ch)),
        'œ' | 'Œ' => "oe".chars().for_each(|ch| push(word, ch)),
        'ø' | 'Ø' => push(word, 'o'),
        'ł' | 'Ł' => push(word, 'l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => push(word, 'd'),
        'ı' => push(word, 'i'),
        ch => ch.to_lowercase().filter(|&low| !is_combining_mark(low)).for_each(|low| push(word, low)),
    }
}

/// Returns true for Han, kana, Thai, Lao, Khmer and Myanmar, which have no spaces between words.
fn stands_alone(ch: char) -> bool {
    matches!(u32::from(ch),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3134F)
        && ch.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded() {
        let cases = [
            ("Don’t panic, Ángström!", "don t panic angstrom"),
            ("Ubuntu 20.04 @nasa multi-agent", "ubuntu 20 04 nasa multi agent"),
            ("Straße Łódź Ørsted", "strasse lodz orsted"),
            ("e\u{301}te\u{301}", "ete"),
            ("東京tower", "東 京 tower"),
            ("İstanbul", "istanbul"),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn phrases_stand_in_a_row() {
        let text = "Nobody told us. It rang, rang in an empty building.";
        assert!(holds(text, &words("nobody told"), false));
        assert!(holds(text, &words("rang in"), false));
        assert!(holds(text, &words("empty build"), true));
        assert!(!holds(text, &words("empty build"), false));
        assert!(!holds(text, &words("told nobody"), false));
        assert!(holds(text, &[], false));
    }

    #[test]
    fn words_stand_where_they_are_written() {
        let text = "Café “talks”, 東京 e\u{301}te";
        let at: Vec<_> = words_at(text).into_iter().map(|(span, word)| (span.of(text), word)).collect();
        let at: Vec<_> = at.iter().map(|(written, word)| (*written, word.as_str())).collect();
        assert_eq!(at, [("Café", "cafe"), ("talks", "talks"), ("東", "東"), ("京", "京"), ("e\u{301}te", "ete")]);
        let marked: Vec<_> = words_at("𐦀\u{e31}A").into_iter().map(|(_, word)| word).collect();
        assert_eq!(marked, ["𐦀a"], "a mark that counts as a letter does not split a word");
    }

    proptest! {
        #[test]
        fn words_with_their_places_are_the_words(text in "\\PC{0,40}") {
            let at: Vec<String> = words_at(&text).into_iter().map(|(_, word)| word).collect();
            prop_assert_eq!(at, words(&text));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
