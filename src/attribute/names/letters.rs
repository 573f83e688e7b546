//! Tells by its letters alone how much a word looks like a given name, and like one of a woman: sums of weights of its
//! runs of letters, learned by `dev train-letters` from the lists of given names. Serves for names that no list has.
//!
//! The method is logistic regression on hashed character n-grams (Weinberger et al., "Feature Hashing for Large Scale
//! Multitask Learning", 2009).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Number of weights in each table; a power of two.
pub const SIZE: usize = 1 << 14;
/// Steps in which a weight is stored.
pub const STEP: f32 = 1.0 / 16.0;
/// Lengths of the runs, with a sign for the start and the end of the word.
const RUNS: std::ops::RangeInclusive<usize> = 2..=4;
/// Longer words are cut.
const LONGEST: usize = 24;

static WEIGHTS: &[u8; 2 * SIZE] = include_bytes!("../../../assets/attribution/name-letters.bin");

/// The two tables of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterTable {
    /// Log odds to be a given name and no other word.
    Given,
    /// Log odds of a given name to be a woman's.
    Female,
}

/// The log odds of a word; 0 tells nothing.
pub(in crate::attribute) fn log_odds(word: &str, table: LetterTable) -> f32 {
    let start = table as usize * SIZE;
    let sum: i32 = runs(word).into_iter().map(|at| i32::from(WEIGHTS[start + at].cast_signed())).sum();
    sum as f32 * STEP
}

/// The places of a word's runs of letters in a table, each once.
pub fn runs(word: &str) -> Vec<usize> {
    let bare = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).take(LONGEST);
    let letters: Vec<char> = std::iter::once('^').chain(bare).chain(['$']).collect();
    let mut places: Vec<usize> = RUNS.flat_map(|size| letters.windows(size)).map(place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The place of a run: its FNV-1a hash, folded.
fn place(run: &[char]) -> usize {
    let hash = run.iter().fold(0x811c_9dc5_u32, |hash, &c| (hash ^ c as u32).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize % SIZE
}

#[cfg(test)]
mod tests {
    use super::{LetterTable, log_odds, runs};

    #[test]
    fn runs_of_a_word_ignore_case_and_accents() {
        assert_eq!(runs("Zoë"), runs("zoe"));
        assert_ne!(runs("Zoe"), runs("Eoz"));
    }

    #[test]
    fn names_on_no_list_look_more_like_names_than_words() {
        for (name, word) in [("Kashindra", "Ministry"), ("Sagufra", "Holdings"), ("Marilenka", "Pipeline")] {
            assert!(log_odds(name, LetterTable::Given) > log_odds(word, LetterTable::Given), "{name} and {word}");
        }
    }

    #[test]
    fn endings_tell_the_gender() {
        assert!(log_odds("Marilenka", LetterTable::Female) > log_odds("Hendrikus", LetterTable::Female));
    }
}
