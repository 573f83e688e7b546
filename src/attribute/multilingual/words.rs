//! Words of names and roles compared: all their endings count as one.

use super::scripts;
use crate::attribute::language::Language;
use crate::attribute::lexicon::hash_of;

/// Letters by which names are looked up.
const LETTERS: usize = 3;

/// The word in lower case, without what Turkish hangs on and without a genitive's apostrophe.
pub fn base(word: &str, language: Language) -> String {
    let lower = word.to_lowercase();
    if language == Language::Korean {
        return scripts::bare_name(&lower).to_owned();
    }
    match lower.rfind(['\'', '’']) {
        Some(at) if language == Language::Turkish => lower[..at].to_owned(),
        _ => lower.trim_end_matches(['\'', '’']).to_owned(),
    }
}

/// The hash of a word's first letters.
pub fn letters(word: &str) -> u64 {
    // A Chinese or Japanese surname has one or two signs.
    let signs = word.chars().next().is_some_and(|c| c >= '\u{3040}' && !('\u{ac00}'..='\u{d7a3}').contains(&c));
    let end = word.char_indices().nth(if signs { 2 } else { LETTERS }).map_or(word.len(), |(at, _)| at);
    hash_of(&word[..end])
}

/// Returns true if two words of names are the same but for their endings.
pub fn same_word(a: &str, b: &str, language: Language) -> bool {
    if a == b {
        return true;
    }
    if language.inflects_names() {
        let married =
            |word: &str| word.contains("ov") && (word.ends_with("á") || word.ends_with("é") || word.ends_with("ou"));
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let rest = |word: &str| word.chars().count() - shared;
        return shared >= LETTERS && rest(a) <= 3 && rest(b) <= 3 && married(a) == married(b);
    }
    a.strip_suffix('s').is_some_and(|a| a == b) || b.strip_suffix('s').is_some_and(|b| a == b)
}

/// Returns true if two nouns, in lower case, may name the same role: "Präsident", "US-Präsident", "Präsidentin".
pub fn same_noun(a: &str, b: &str, language: Language) -> bool {
    const SHORTEST: usize = 5;
    let stem = |word: &str| word.strip_suffix("in").unwrap_or(word).to_owned();
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if language.is_caseless() {
        // "시장" and "서울시장"
        return a == b || long.ends_with(short) && short.chars().count() > 1;
    }
    let ends = || short.chars().count() >= SHORTEST && (long.ends_with(short) || stem(long).ends_with(&stem(short)));
    // "AfD-Chef" and "AfD-Landeschef"
    let parts = || {
        let ((a, x), (b, y)) = (a.split_once('-')?, b.split_once('-')?);
        let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
        Some(a == b && short.chars().count() > 3 && stem(long).ends_with(&stem(short)))
    };
    same_word(a, b, language) || ends() || parts() == Some(true)
}
