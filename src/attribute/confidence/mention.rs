//! Compares the words that name a source with the name of the speaker they were resolved to.

use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{FUNCTION, WordClass, hash_of};
use crate::attribute::tokens::Kind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Number of tokens before a pronoun or description that are searched for other names.
const REACH: usize = 90;

/// The way a source is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionForm {
    /// No mention.
    None,
    /// Carried on from the cue or marks of an earlier quotation.
    Carried,
    /// "he", "she".
    HeOrShe,
    /// "they".
    They,
    /// "it".
    It,
    /// "I", "we", "you".
    First,
    /// "who".
    Relative,
    /// All words of the name, at least two.
    Full,
    /// The name, which is one word.
    Single,
    /// A part of the name.
    Short,
    /// Other words: a role, an age, a group.
    Described,
}

/// Returns the hashes of a name's words without function words.
pub fn words(name: &str) -> Vec<u64> {
    let word = |word: &&str| {
        word.chars().any(char::is_alphanumeric)
            && !matches!(*word, "the" | "The" | "of" | "for" | "and" | "a" | "an" | "in")
    };
    name.split([' ', '\u{a0}'])
        .filter(word)
        .map(|word| hash_of(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect()
}

/// Returns the form of a mention of a speaker whose name has the word hashes `name`.
pub fn mention_type(page: &Analysis<'_>, mention: Option<&Range<usize>>, carried: bool, name: &[u64]) -> MentionForm {
    let Some(mention) = mention.filter(|mention| !mention.is_empty()) else {
        return if carried { MentionForm::Carried } else { MentionForm::None };
    };
    let is = |bits: WordClass| page.token(mention.start).is_some_and(|t| t.is(bits));
    if mention.len() <= 2
        && page.token(mention.start).is_some_and(|t| !t.is(WordClass::DET) || t.is(WordClass::HE | WordClass::SHE))
    {
        if is(WordClass::HE | WordClass::SHE) {
            return MentionForm::HeOrShe;
        }
        if is(WordClass::THEY) {
            return MentionForm::They;
        }
        if is(WordClass::IT) {
            return MentionForm::It;
        }
        if is(WordClass::FIRST) {
            return MentionForm::First;
        }
        if is(WordClass::REL) && mention.len() == 1 {
            return MentionForm::Relative;
        }
    }
    let own: FxHashSet<u64> = mention.clone().filter_map(|at| page.token(at)).map(|t| t.hash).collect();
    let shared = name.iter().filter(|word| own.contains(word)).count();
    match (shared, name.len()) {
        (0, _) => MentionForm::Described,
        (1, 1) => MentionForm::Single,
        (some, all) if some == all => MentionForm::Full,
        _ => MentionForm::Short,
    }
}

/// Returns the number of names of others among the tokens between the speaker's last name before `at` and `at`, and
/// the number of tokens between them; at most [`REACH`] tokens are searched.
pub fn rivals(page: &Analysis<'_>, at: usize, name: &[u64]) -> (usize, usize) {
    let mut others: FxHashSet<u64> = FxHashSet::default();
    let first = at.saturating_sub(REACH);
    for before in (first..at).rev() {
        let token = &page.tokens.list[before];
        if !token.capital() || page.marks.inside(before) {
            continue;
        }
        if name.contains(&token.hash) {
            return (others.len(), at - before);
        }
        let opens = page.sentences.begins.get(before).copied().unwrap_or_default();
        let next_is_large = page.token(before + 1).is_some_and(|t| t.capital() || t.kind == Kind::Stop);
        let name_like = !token.is(FUNCTION | WordClass::DAY) && (!opens || next_is_large);
        // A name of several words is counted once, at its last word.
        if name_like && !page.token(before + 1).is_some_and(|t| t.capital() && before + 1 < at) {
            others.insert(token.hash);
        }
    }
    (others.len(), REACH + 1)
}

/// Positions of selected words in a page, in order.
#[derive(Debug, Default)]
pub struct Places(FxHashMap<u64, Vec<u32>>);

impl Places {
    /// Finds the words of all names outside and inside marks.
    pub fn of(page: &Analysis<'_>, names: &[Vec<u64>]) -> Self {
        let mut places: FxHashMap<u64, Vec<u32>> =
            names.iter().filter_map(|name| name.last()).map(|&word| (word, Vec::new())).collect();
        for (at, token) in page.tokens.list.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word) {
            if let Some(list) = places.get_mut(&token.hash) {
                list.push(at as u32);
            }
        }
        Self(places)
    }

    /// Returns the positions of a name's last word.
    pub fn of_name(&self, name: &[u64]) -> &[u32] {
        name.last().and_then(|word| self.0.get(word)).map_or(&[], Vec::as_slice)
    }
}
