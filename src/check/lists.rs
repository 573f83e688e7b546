//! [`WordLists`]: the words that reverse, limit or ask, numbers in words, and titles of persons.

use super::words::Words;
use rustc_hash::FxHashSet;

/// The lists by which context, changes and names are judged.
#[derive(Clone, Debug)]
pub struct WordLists {
    /// "not", "never", "without".
    pub negations: WordSet,
    /// "if", "unless", "but".
    pub conditions: WordSet,
    /// "and", "because": a clause begins.
    pub connectives: WordSet,
    /// "asked", "whether".
    pub asking: WordSet,
    /// "two", "million".
    pub numbers: WordSet,
    /// "Senator", "Mr".
    pub titles: WordSet,
}

/// The hashes of words.
#[derive(Clone, Debug, Default)]
pub struct WordSet(FxHashSet<u64>);

impl WordSet {
    fn of(list: &str) -> Self {
        let words = list.lines().filter(|line| !line.starts_with('#')).map(Words::of);
        Self(words.filter_map(|words| words.list.first().map(|word| word.hash)).collect())
    }

    /// Returns true if the word is listed.
    pub fn holds(&self, hash: u64) -> bool {
        self.0.contains(&hash)
    }
}

impl Default for WordLists {
    /// The lists that ship with sayso.
    fn default() -> Self {
        Self {
            negations: WordSet::of(include_str!("../../assets/check/negations.txt")),
            conditions: WordSet::of(include_str!("../../assets/check/conditions.txt")),
            connectives: WordSet::of(include_str!("../../assets/check/connectives.txt")),
            asking: WordSet::of(include_str!("../../assets/check/asking.txt")),
            numbers: WordSet::of(include_str!("../../assets/check/numbers.txt")),
            titles: WordSet::of(include_str!("../../assets/honorifics.txt")),
        }
    }
}
