//! Word lists of the other languages, from `assets/attribution/LANGUAGE`: reporting verbs, and words by class.
//!
//! A `*` at the end of a word stands for any ending (`sag*`), at its beginning for any first part (`*minister`). The
//! lists are read once, for the first page in a language other than English.

use crate::attribute::language::Language;
use crate::attribute::lexicon::{Hash, WordClass, function_class, hash_of, lines};
use rustc_hash::FxHashMap;

macro_rules! vocabulary {
    ($($language:ident $folder:literal),* $(,)?) => {
        &[$((
            Language::$language,
            include_str!(concat!("../../../assets/attribution/", $folder, "/verbs.txt")),
            include_str!(concat!("../../../assets/attribution/", $folder, "/words.txt")),
        )),*]
    };
}

/// Verbs and words of each language.
const LISTS: &[(Language, &str, &str)] = vocabulary![
    German "de", Spanish "es", French "fr", Italian "it", Dutch "nl", Polish "pl", Portuguese "pt", Swedish "sv",
    Danish "da", Norwegian "no", Icelandic "is", Finnish "fi", Czech "cs", Lithuanian "lt", Russian "ru",
    Turkish "tr", Indonesian "id", Vietnamese "vi", Korean "ko", Japanese "ja", Chinese "zh",
];

/// Given names of other languages.
const NAMES: [(WordClass, &str); 3] = [
    (WordClass::MALE, include_str!("../../../assets/attribution/given-names-male.txt")),
    (WordClass::FEMALE, include_str!("../../../assets/attribution/given-names-female.txt")),
    (WordClass::EITHER, include_str!("../../../assets/attribution/given-names-either.txt")),
];

/// The words of one language.
#[derive(Debug, Default)]
pub struct Vocabulary {
    whole: FxHashMap<u64, WordClass>,
    beginnings: FxHashMap<u64, WordClass>,
    endings: FxHashMap<u64, WordClass>,
}

impl Vocabulary {
    fn of(verbs: &str, words: &str) -> Self {
        let mut vocabulary = Self::default();
        for verb in lines(verbs) {
            vocabulary.add(verb, WordClass::FOREIGN);
        }
        for (name, word) in lines(words).filter_map(|line| line.split_once(' ')) {
            // "von" and "de" continue a phrase; any other preposition ends it, as adverbs do.
            let class = if name == "prep" { WordClass::ADV } else { function_class(name) };
            vocabulary.add(word, class);
        }
        vocabulary
    }

    fn add(&mut self, word: &str, class: WordClass) {
        let (map, key) = if let Some(ending) = word.strip_prefix('*') {
            (&mut self.endings, reversed(ending))
        } else if let Some(beginning) = word.strip_suffix('*') {
            (&mut self.beginnings, hash_of(beginning))
        } else {
            (&mut self.whole, hash_of(word))
        };
        *map.entry(key).or_default() |= class;
    }

    /// Classes of the whole word with this hash.
    pub fn whole(&self, hash: u64) -> WordClass {
        self.whole.get(&hash).copied().unwrap_or_default()
    }

    /// Classes of a word.
    pub fn get(&self, word: &str, hash: u64) -> WordClass {
        let mut classes = self.whole(hash);
        classes |= longest(&self.beginnings, word.chars());
        classes |= longest(&self.endings, word.chars().rev());
        classes
    }
}

/// Returns the classes of all matching prefixes of the letters.
fn longest(parts: &FxHashMap<u64, WordClass>, letters: impl Iterator<Item = char>) -> WordClass {
    let mut classes = WordClass::default();
    if parts.is_empty() {
        return classes;
    }
    let mut hash = Hash::default();
    for c in letters {
        hash.push(c);
        classes |= parts.get(&hash.value()).copied().unwrap_or_default();
    }
    classes
}

fn reversed(word: &str) -> u64 {
    let mut hash = Hash::default();
    word.chars().rev().for_each(|c| hash.push(c));
    hash.value()
}

/// The vocabularies of all languages but English.
#[derive(Debug, Default)]
pub struct Vocabularies {
    list: Vec<(Language, Vocabulary)>,
    names: FxHashMap<u64, WordClass>,
    /// For each function word, the languages that have it, as bits in the order of `list`.
    grammar: FxHashMap<u64, u32>,
}

impl Vocabularies {
    /// Loads the bundled lists.
    pub fn bundled() -> Self {
        let mut all = Self::default();
        for (number, (language, verbs, words)) in LISTS.iter().enumerate() {
            for word in lines(words).filter_map(grammatical) {
                *all.grammar.entry(hash_of(word)).or_default() |= 1 << number;
            }
            all.list.push((*language, Vocabulary::of(verbs, words)));
        }
        for (class, list) in NAMES {
            for name in lines(list) {
                *all.names.entry(hash_of(name)).or_default() |= class;
            }
        }
        all
    }

    /// Returns the vocabulary of a language.
    pub fn of(&self, language: Language) -> Option<&Vocabulary> {
        self.list.iter().find(|(other, _)| *other == language).map(|(_, vocabulary)| vocabulary)
    }

    /// Returns the classes of a given name.
    pub fn name(&self, hash: u64) -> WordClass {
        self.names.get(&hash).copied().unwrap_or_default()
    }

    /// Like `most`, for a text too short for its function words alone: reporting verbs count too.
    pub fn most_of_all(&self, words: &[(&str, u64)]) -> Option<(Language, usize)> {
        let known = |classes: WordClass| {
            classes != WordClass::default()
                && !classes.intersects(WordClass::ROLE | WordClass::ORGANISATION | WordClass::DAY)
        };
        let hits = self.list.iter().map(|(language, own)| {
            (*language, words.iter().filter(|&&(word, hash)| known(own.get(word, hash))).count())
        });
        hits.rev().max_by_key(|&(_, hits)| hits)
    }

    /// Returns the language with most of these words among its function words, their number, and that of the language
    /// with the next most.
    pub fn most(&self, words: impl Iterator<Item = u64>) -> Option<(Language, usize, usize)> {
        let mut hits = vec![0; self.list.len()];
        for languages in words.filter_map(|word| self.grammar.get(&word)) {
            for (number, count) in hits.iter_mut().enumerate() {
                *count += usize::from(languages & (1 << number) != 0);
            }
        }
        let best = hits.iter().enumerate().max_by_key(|&(number, &count)| (count, std::cmp::Reverse(number)))?;
        let others = hits.iter().enumerate().filter(|&(number, _)| number != best.0);
        let next = others.map(|(_, &count)| count).max().unwrap_or_default();
        Some((self.list.get(best.0)?.0, *best.1, next))
    }
}

/// Returns the word of a line if it is a function word, not a noun for persons or bodies.
fn grammatical(line: &str) -> Option<&str> {
    let (class, word) = line.split_once(' ')?;
    let things = matches!(class, "role" | "title" | "group" | "org" | "outlet" | "day");
    (!things && !word.contains('*')).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_whole_and_in_part() {
        let all = Vocabularies::bundled();
        let german = all.of(Language::German).expect("a list");
        let class = |word: &str| german.get(word, hash_of(word));
        assert!(class("ERKLÄRTE").is(WordClass::FOREIGN), "a beginning");
        assert!(class("Außenministerin").is(WordClass::ROLE), "an ending");
        assert!(class("dass").is(WordClass::THAT), "a whole word");
        assert!(class("Brücke") == WordClass::default(), "neither");
        assert!(all.name(hash_of("Annalena")).is(WordClass::FEMALE), "a given name");
    }

    #[test]
    fn lists_are_sorted_and_without_doubles() {
        let lists = LISTS.iter().flat_map(|&(_, verbs, words)| [verbs, words]).chain(NAMES.map(|(_, names)| names));
        for list in lists {
            assert!(list.starts_with('#'));
            let words: Vec<_> = lines(list).collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{}", list.lines().next().unwrap_or_default());
        }
    }
}
