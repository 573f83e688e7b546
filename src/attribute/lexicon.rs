//! [`Lexicon`]: classes of single words, from the lists in assets/attribution.
//!
//! A word is looked up by the hash of its lower-case letters, so that no allocation is needed. The hash function is
//! fixed and our own, because the tagger's weights are addressed by it too.

use super::multilingual::vocabulary::Vocabularies;
use crate::lazy::Lazy;
use bitflags::bitflags;
use rustc_hash::FxHashMap;

bitflags! {
    /// Classes of a word; a word may have several.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct WordClass: u32 {
        /// A verb of speech that alone can carry a quotation.
        const SPEECH = 1 << 0;
        /// A verb of opinion, wish, belief or judgement.
        const STANCE = 1 << 1;
        /// A noun that reports.
        const CUE_NOUN = 1 << 2;
        /// Precedes a name without being part of it.
        const TITLE = 1 << 3;
        /// One person in a role.
        const ROLE = 1 << 4;
        /// Several persons who speak together.
        const GROUP = 1 << 5;
        /// Makes a name that of an outlet, as part of it.
        const OUTLET_WORD = 1 << 6;
        /// The whole name of an outlet.
        const OUTLET = 1 << 7;
        /// Makes a name that of an organisation, as part of it.
        const ORGANISATION = 1 << 8;
        /// A man's given name.
        const MALE = 1 << 9;
        /// A woman's given name.
        const FEMALE = 1 << 10;
        /// A given name of men and women.
        const EITHER = 1 << 11;
        /// Determiner.
        const DET = 1 << 12;
        /// Preposition.
        const PREP = 1 << 13;
        /// Auxiliary verb, or the ending of one.
        const AUX = 1 << 14;
        /// Adverb that may stand between subject and verb.
        const ADV = 1 << 15;
        /// Conjunction.
        const CONJ = 1 << 16;
        /// Relative pronoun.
        const REL = 1 << 17;
        /// Day or month.
        const DAY = 1 << 18;
        /// He.
        const HE = 1 << 19;
        /// She.
        const SHE = 1 << 20;
        /// They.
        const THEY = 1 << 21;
        /// First and second person.
        const FIRST = 1 << 22;
        /// It.
        const IT = 1 << 23;
        /// A reporting word of another language than English.
        const FOREIGN = 1 << 24;
        /// A function word of another language, capitalised only at the start of a sentence.
        const FOREIGN_STOP = 1 << 25;
        /// Abbreviation: its full stop ends no sentence.
        const ABBREVIATION = 1 << 26;
        /// "say" and "tell" in all forms, the cue of most quotations.
        const SAY = 1 << 27;
        /// A finite verb of the third person, which may follow its subject directly.
        const FINITE = 1 << 28;
        /// A country, state or city.
        const PLACE = 1 << 29;
        /// Names a source in another language ("laut", "selon").
        const CITE = 1 << 30;
        /// Begins a reported clause in another language ("dass", "que").
        const THAT = 1 << 31;
    }
}

impl WordClass {
    /// Returns true if the word has any of `classes`.
    #[inline]
    pub const fn is(self, classes: Self) -> bool {
        self.intersects(classes)
    }
}

/// All pronouns of the third person.
pub const PRONOUN: WordClass = WordClass::HE.union(WordClass::SHE).union(WordClass::THEY);
/// Given names of any gender.
pub const GIVEN: WordClass = WordClass::MALE.union(WordClass::FEMALE).union(WordClass::EITHER);
/// Function words, which are not part of a name.
pub const FUNCTION: WordClass = WordClass::DET
    .union(WordClass::PREP)
    .union(WordClass::AUX)
    .union(WordClass::ADV)
    .union(WordClass::CONJ)
    .union(WordClass::REL)
    .union(WordClass::HE)
    .union(WordClass::SHE)
    .union(WordClass::THEY)
    .union(WordClass::FIRST)
    .union(WordClass::IT)
    .union(WordClass::FOREIGN_STOP);

/// The classes of all known words.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<u64, WordClass>,
    others: Lazy<Vocabularies>,
}

macro_rules! list {
    ($path:literal) => {
        include_str!(concat!("../../assets/attribution/", $path))
    };
}

/// Lists with one class each.
const LISTS: &[(WordClass, &str)] = &[
    (WordClass::SPEECH, list!("en/speech-verbs.txt")),
    (WordClass::STANCE, list!("en/stance-verbs.txt")),
    (WordClass::CUE_NOUN, list!("en/cue-nouns.txt")),
    (WordClass::TITLE, list!("en/titles.txt")),
    (WordClass::ROLE, list!("en/role-nouns.txt")),
    (WordClass::GROUP, list!("en/group-nouns.txt")),
    (WordClass::OUTLET_WORD, list!("en/outlet-words.txt")),
    (WordClass::OUTLET, list!("en/outlets.txt")),
    (WordClass::ORGANISATION, list!("en/organisation-words.txt")),
    (WordClass::MALE, list!("en/given-names-male.txt")),
    (WordClass::FEMALE, list!("en/given-names-female.txt")),
    (WordClass::EITHER, list!("en/given-names-either.txt")),
    (WordClass::PLACE, list!("en/places.txt")),
    (WordClass::FOREIGN_STOP, list!("foreign-stop-names.txt")),
    (WordClass::ABBREVIATION, list!("abbreviations.txt")),
];

/// Classes that hold in any language.
const SHARED: WordClass = GIVEN
    .union(WordClass::PLACE)
    .union(WordClass::OUTLET)
    .union(WordClass::OUTLET_WORD)
    .union(WordClass::ORGANISATION)
    .union(WordClass::ABBREVIATION)
    .union(WordClass::FOREIGN_STOP);

const FUNCTION_WORDS: &str = list!("en/function-words.txt");
const SAYING: &[&str] = &["say", "says", "said", "saying", "tell", "tells", "told", "telling"];

impl Lexicon {
    /// Loads the bundled lists.
    pub fn bundled() -> Self {
        let mut words = FxHashMap::with_capacity_and_hasher(8192, rustc_hash::FxBuildHasher);
        let mut add = |word: &str, bits: WordClass| {
            let classes: &mut WordClass = words.entry(hash_of(word)).or_default();
            *classes |= bits;
        };
        for &(bits, list) in LISTS {
            for word in lines(list) {
                let finite =
                    bits.is(WordClass::SPEECH | WordClass::STANCE) && (word.ends_with('s') || !word.ends_with("ing"));
                add(word, bits | if finite { WordClass::FINITE } else { WordClass::empty() });
            }
        }
        for line in lines(FUNCTION_WORDS) {
            if let Some((name, word)) = line.split_once(' ') {
                add(word, function_class(name));
            }
        }
        for word in SAYING {
            add(word, WordClass::SAY);
        }
        Self { words, others: Lazy::default() }
    }

    /// Returns the vocabularies of the other languages, which are read on first use.
    pub fn others(&self) -> &Vocabularies {
        self.others.get(Vocabularies::bundled)
    }

    /// Returns the classes that the word with this hash has in any language.
    pub fn shared(&self, hash: u64) -> WordClass {
        self.get(hash) & SHARED
    }

    /// Returns the classes of the word with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> WordClass {
        self.words.get(&hash).copied().unwrap_or_default()
    }
}

/// Returns the lines of a list without comments.
pub(super) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

pub(super) fn function_class(name: &str) -> WordClass {
    match name {
        "det" => WordClass::DET,
        "prep" | "of" => WordClass::PREP,
        "aux" => WordClass::AUX,
        "adv" => WordClass::ADV,
        "conj" => WordClass::CONJ,
        "rel" => WordClass::REL,
        "day" => WordClass::DAY,
        "he" => WordClass::HE,
        "she" => WordClass::SHE,
        "they" => WordClass::THEY,
        "first" => WordClass::FIRST,
        "it" => WordClass::IT,
        "that" => WordClass::THAT,
        "cite" => WordClass::CITE,
        "noun" => WordClass::CUE_NOUN,
        "title" => WordClass::TITLE | WordClass::ROLE,
        "role" => WordClass::ROLE,
        "group" => WordClass::GROUP,
        "org" => WordClass::ORGANISATION,
        "outlet" => WordClass::OUTLET_WORD,
        _ => WordClass::empty(),
    }
}

/// Removes the classes that a word in capitals cannot have ("US" and "IT" are not pronouns).
pub const fn of_capitals(classes: WordClass) -> WordClass {
    classes.difference(FUNCTION.union(WordClass::ABBREVIATION))
}

/// Returns the hash of a word's lower-case letters; curly apostrophes count as straight (FNV-1a with a final mix).
#[inline]
pub fn hash_of(word: &str) -> u64 {
    let mut hash = Hash::default();
    if word.is_ascii() {
        word.bytes().for_each(|byte| hash.add(byte.to_ascii_lowercase()));
    } else {
        word.chars().for_each(|c| hash.push(c));
    }
    hash.value()
}

/// Incremental hash: yields the hash of every prefix of a word in one pass.
#[derive(Clone, Copy, Debug)]
pub struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    #[inline]
    fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    /// Adds a lower-case letter.
    #[inline]
    pub fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        for c in c.to_lowercase() {
            let c = if c == '’' { '\'' } else { c };
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| self.add(byte));
        }
    }

    /// Returns the hash of the letters so far.
    #[inline]
    pub const fn value(self) -> u64 {
        mix(self.0)
    }
}

/// Mixes the bits of a hash (the finaliser of `MurmurHash3`).
#[inline]
pub const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_with_either_apostrophe() {
        let lexicon = Lexicon::bundled();
        assert!(lexicon.get(hash_of("Said")).is(WordClass::SPEECH));
        assert!(lexicon.get(hash_of("said")).is(WordClass::SAY));
        assert!(!lexicon.get(hash_of("sad")).is(WordClass::SPEECH));
        assert_eq!(hash_of("don’t"), hash_of("DON'T"));
    }

    #[test]
    fn lists_are_sorted_and_without_doubles() {
        for list in LISTS.iter().map(|&(_, list)| list) {
            assert!(list.starts_with('#'));
            let words: Vec<_> = lines(list).collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{}", list.lines().next().unwrap_or_default());
        }
    }
}
