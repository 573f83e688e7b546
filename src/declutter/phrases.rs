//! Searches for thousands of phrases at once in a hash table. Building it is much faster than building an automaton,
//! which would take longer than all other work for a page.
//!
//! The phrases' values are opaque here.

use crate::char_class::is_alphanumeric;
use std::ops::Range;

/// Phrases with their values, in chains by the hash of their first bytes.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    entries: Vec<Entry<T>>,
    /// First entry of each chain, counted from 1; 0 for an empty chain.
    heads: Vec<u16>,
    /// First bytes of the phrases that are shorter than [`KEY`].
    short: [bool; 256],
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    phrase: &'static str,
    meaning: T,
    /// Next entry of the chain, as in `heads`.
    next: u16,
}

/// Number of bits of the hash.
const BITS: u32 = 12;
/// Number of bytes that are hashed. Shorter phrases have chains of their own.
const KEY: usize = 4;

impl<T: Copy> Phrases<T> {
    /// Builds a table of the first 65,535 phrases. Empty ones and those that begin with a space are never found.
    pub fn new(phrases: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut entries: Vec<Entry<T>> = Vec::with_capacity(1 << BITS);
        let mut heads = vec![0; 1 << BITS];
        let mut short = [false; 256];
        for (phrase, meaning) in phrases {
            let Ok(number) = u16::try_from(entries.len() + 1) else { break };
            let head = &mut heads[slot(phrase.as_bytes())];
            entries.push(Entry { phrase, meaning, next: *head });
            if let Some(&first) = phrase.as_bytes().first().filter(|_| phrase.len() < KEY) {
                short[usize::from(first)] = true;
            }
            *head = number;
        }
        Self { entries, heads, short }
    }

    /// Returns the phrases in a text from left to right; of those with a common start, the longest. Only whole words
    /// match, and matches do not overlap.
    pub fn find<'t>(&self, text: &'t str) -> impl Iterator<Item = (Range<usize>, T)> + use<'_, 't, T> {
        let mut at = 0;
        let mut joined = false;
        std::iter::from_fn(move || {
            while let Some(c) = text[at..].chars().next() {
                let starts = c != ' ' && !(joined && is_alphanumeric(c));
                if starts && let Some((phrase, meaning)) = self.longest(&text[at..]) {
                    let start = at;
                    at += phrase.len();
                    joined = phrase.ends_with(is_alphanumeric);
                    return Some((start..at, meaning));
                }
                at += c.len_utf8();
                joined = is_alphanumeric(c);
            }
            None
        })
    }

    /// Returns the longest phrase of whole words at the start of a text.
    fn longest(&self, text: &str) -> Option<(&'static str, T)> {
        let bytes = text.as_bytes();
        let least = if self.short[usize::from(*bytes.first()?)] { 1 } else { KEY };
        (least..=KEY.min(bytes.len())).rev().find_map(|length| {
            let fits = |e: &&Entry<T>| (length == KEY || e.phrase.len() == length) && is_whole(text, e.phrase);
            let longest = self.chain(slot(&bytes[..length])).filter(fits).max_by_key(|e| e.phrase.len())?;
            Some((longest.phrase, longest.meaning))
        })
    }

    fn chain(&self, slot: usize) -> impl Iterator<Item = &Entry<T>> {
        let entry = |number: u16| usize::from(number).checked_sub(1).and_then(|at| self.entries.get(at));
        std::iter::successors(entry(self.heads[slot]), move |e| entry(e.next))
    }
}

/// Returns true if a text begins with a phrase that ends at a word boundary.
fn is_whole(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase).filter(|_| !phrase.is_empty()) else { return false };
    !(rest.starts_with(char::is_alphanumeric) && phrase.ends_with(is_alphanumeric))
}

/// Returns the chain of a phrase's first bytes (multiplicative hashing, Knuth, The Art of Computer Programming 3,
/// 6.4).
fn slot(bytes: &[u8]) -> usize {
    let key = bytes.iter().take(KEY).fold(0, |key, &b| key << 8 | u32::from(b));
    (key.wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::Phrases;
    use proptest::prelude::*;
    use std::ops::Range;

    /// Reference implementation: tries every phrase at every position.
    fn plainly(phrases: &[&'static str], text: &str) -> Vec<(Range<usize>, usize)> {
        let whole = |range: &Range<usize>| {
            let joined = |at: usize| {
                let (before, after) = text.split_at(at);
                before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
            };
            !joined(range.start) && !joined(range.end)
        };
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
            let fits = |(number, phrase): (usize, &&'static str)| {
                let range = at..at + phrase.len();
                (text[at..].starts_with(*phrase) && whole(&range)).then_some((range, number))
            };
            let free = found.last().is_none_or(|(last, _)| last.end <= at);
            let longest = phrases.iter().enumerate().filter_map(fits).max_by_key(|(range, _)| range.end);
            found.extend(longest.filter(|_| free));
        }
        found
    }

    const PHRASES: [&str; 12] =
        ["a", "ab", "a b", "a b c", "abc", "abc d", "abcd", "abcd abcd", "© a", "©", "é", "abcdabcd d."];

    #[test]
    fn phrases_match_longest_whole_words() {
        let phrases = Phrases::new(["share", "share this", "tv", "sign up"].into_iter().zip(1..));
        let found = |text| phrases.find(text).map(|(range, n)| (&text[range], n)).collect::<Vec<_>>();
        assert_eq!(found("share this: sign up"), [("share this", 2), ("sign up", 4)]);
        assert_eq!(found("share thistles, sharecropper"), [("share", 1)]);
        assert_eq!(found("atv tv"), [("tv", 3)]);
        assert_eq!(found(""), []);
    }

    proptest! {
        #[test]
        fn finds_what_is_found_plainly(text in "[abcd é©.]{0,60}") {
            let phrases = Phrases::new(PHRASES.into_iter().zip(0..));
            prop_assert_eq!(phrases.find(&text).collect::<Vec<_>>(), plainly(&PHRASES, &text));
        }
    }
}
