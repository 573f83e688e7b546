//! [`Lexicon`]: what is known of single words, from the lists in assets/attribution; nothing about how words combine.
//!
//! A word is known by the hash of its lower-case letters, so that looking it up needs no allocation. The hash is our
//! own and fixed, because the tagger's weights are addressed by it too.

use super::language::Language;
use rustc_hash::FxHashMap;

/// What a word may be: a set of `Class` bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u32);

impl Classes {
    /// Whether any of the bits of `class` is set.
    #[inline]
    pub const fn is(self, class: u32) -> bool {
        self.0 & class != 0
    }
}

/// Declares the bits and the list that sets each.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal,)*) => {
        /// The bits of [`Classes`].
        pub mod class { $($(#[$doc])* pub const $name: u32 = 1 << $bit;)* }
    };
}

classes! {
    /// A verb of speech that alone can carry a quotation.
    SPEECH = 0,
    /// A verb of opinion, wish, models or judgement.
    STANCE = 1,
    /// A noun that reports.
    CUE_NOUN = 2,
    /// Stands before a name and is no part of it.
    TITLE = 3,
    /// One person in a role.
    ROLE = 4,
    /// Several persons who speak together.
    GROUP = 5,
    /// Makes a name that of an outlet.
    OUTLET_WORD = 6,
    /// Is the name of an outlet by itself.
    OUTLET = 7,
    /// Makes a name that of an organisation.
    ORGANISATION = 8,
    /// A man's given name.
    MALE = 9,
    /// A woman's given name.
    FEMALE = 10,
    /// A given name of either.
    EITHER = 11,
    /// Determiner.
    DET = 12,
    /// Preposition.
    PREP = 13,
    /// Auxiliary verb, or the ending of one.
    AUX = 14,
    /// Adverb that may stand between subject and verb.
    ADV = 15,
    /// Conjunction.
    CONJ = 16,
    /// Relative pronoun.
    REL = 17,
    /// Day or month.
    DAY = 18,
    /// He.
    HE = 19,
    /// She.
    SHE = 20,
    /// They.
    THEY = 21,
    /// First and second person.
    FIRST = 22,
    /// It.
    IT = 23,
    /// A reporting word of another language than English.
    FOREIGN = 24,
    /// A function word of another language, capitalised at most at a sentence's beginning.
    FOREIGN_STOP = 25,
    /// Its full stop ends no sentence.
    ABBREVIATION = 26,
    /// "say" and "tell" in all forms: what most quotations are carried by.
    SAY = 27,
    /// A third person's form in the past or present: may follow its subject directly.
    FINITE = 28,
    /// A country, state or city.
    PLACE = 29,
    /// Names a source in another language ("laut", "selon").
    CITE = 30,
    /// Begins a reported clause in another language ("dass", "que").
    THAT = 31,
}

/// All pronouns of the third person.
pub const PRONOUN: u32 = class::HE | class::SHE | class::THEY;
/// Given names of any sex.
pub const GIVEN: u32 = class::MALE | class::FEMALE | class::EITHER;
/// Words that belong to the grammar, not to a name.
pub const FUNCTION: u32 = class::DET
    | class::PREP
    | class::AUX
    | class::ADV
    | class::CONJ
    | class::REL
    | class::HE
    | class::SHE
    | class::THEY
    | class::FIRST
    | class::IT
    | class::FOREIGN_STOP;

/// Everything known of single words.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<u64, Classes>,
}

macro_rules! list {
    ($path:literal) => {
        include_str!(concat!("../../assets/attribution/", $path))
    };
}

/// Lists of one class each.
const LISTS: &[(u32, &str)] = &[
    (class::SPEECH, list!("en/speech-verbs.txt")),
    (class::STANCE, list!("en/stance-verbs.txt")),
    (class::CUE_NOUN, list!("en/cue-nouns.txt")),
    (class::TITLE, list!("en/titles.txt")),
    (class::ROLE, list!("en/role-nouns.txt")),
    (class::GROUP, list!("en/group-nouns.txt")),
    (class::OUTLET_WORD, list!("en/outlet-words.txt")),
    (class::OUTLET, list!("en/outlets.txt")),
    (class::ORGANISATION, list!("en/organisation-words.txt")),
    (class::MALE, list!("en/given-names-male.txt")),
    (class::FEMALE, list!("en/given-names-female.txt")),
    (class::EITHER, list!("en/given-names-either.txt")),
    (class::PLACE, list!("en/places.txt")),
    (class::FOREIGN_STOP, list!("foreign-stop-names.txt")),
    (class::ABBREVIATION, list!("abbreviations.txt")),
];

/// What the other languages have of their own: verbs that report, and words of several classes.
const OTHERS: &[(Language, &str, &str)] = &[
    (Language::German, list!("de/verbs.txt"), list!("de/words.txt")),
    (Language::Spanish, list!("es/verbs.txt"), list!("es/words.txt")),
    (Language::French, list!("fr/verbs.txt"), list!("fr/words.txt")),
    (Language::Italian, list!("it/verbs.txt"), list!("it/words.txt")),
    (Language::Dutch, list!("nl/verbs.txt"), list!("nl/words.txt")),
    (Language::Polish, list!("pl/verbs.txt"), list!("pl/words.txt")),
    (Language::Portuguese, list!("pt/verbs.txt"), list!("pt/words.txt")),
    (Language::Swedish, list!("sv/verbs.txt"), list!("sv/words.txt")),
];

/// What a word is in any language.
const SHARED: u32 = GIVEN
    | class::PLACE
    | class::OUTLET
    | class::OUTLET_WORD
    | class::ORGANISATION
    | class::ABBREVIATION
    | class::FOREIGN_STOP;

const FUNCTION_WORDS: &str = list!("en/function-words.txt");
const SAYING: &[&str] = &["say", "says", "said", "saying", "tell", "tells", "told", "telling"];

impl Lexicon {
    /// The lists that ship with sayso.
    pub fn bundled() -> Self {
        let mut words = FxHashMap::with_capacity_and_hasher(8192, rustc_hash::FxBuildHasher);
        let mut add = |word: &str, bits: u32| {
            let classes: &mut Classes = words.entry(hash_of(word)).or_default();
            classes.0 |= bits;
        };
        for &(bits, list) in LISTS {
            for word in lines(list) {
                let finite =
                    bits & (class::SPEECH | class::STANCE) != 0 && (word.ends_with('s') || !word.ends_with("ing"));
                add(word, bits | if finite { class::FINITE } else { 0 });
            }
        }
        for line in lines(FUNCTION_WORDS) {
            if let Some((name, word)) = line.split_once(' ') {
                add(word, function_class(name));
            }
        }
        for word in SAYING {
            add(word, class::SAY);
        }
        Self { words }
    }

    /// The words of another language than English; empty for [`Language::Unknown`], `None` for English itself.
    pub fn of_language(language: Language) -> Option<FxHashMap<u64, Classes>> {
        let mut words: FxHashMap<u64, Classes> = FxHashMap::default();
        let found = OTHERS.iter().find(|(other, ..)| *other == language);
        if let Some((_, verbs, list)) = found {
            for verb in lines(verbs) {
                words.entry(hash_of(verb)).or_default().0 |= class::FOREIGN;
            }
            for (name, word) in lines(list).filter_map(|line| line.split_once(' ')) {
                // A phrase goes on over "von" and "de"; any other preposition ends it, as adverbs do.
                let class = if name == "prep" { class::ADV } else { function_class(name) };
                words.entry(hash_of(word)).or_default().0 |= class;
            }
        }
        (language != Language::English).then_some(words)
    }

    /// The other languages.
    pub fn others() -> impl Iterator<Item = Language> {
        OTHERS.iter().map(|(language, ..)| *language)
    }

    /// What is known of the word with this hash, whatever the language.
    pub fn shared(&self, hash: u64) -> Classes {
        Classes(self.get(hash).0 & SHARED)
    }

    /// What is known of the word with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> Classes {
        self.words.get(&hash).copied().unwrap_or_default()
    }
}

/// The lines of a list that are not comments.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn function_class(name: &str) -> u32 {
    match name {
        "det" => class::DET,
        "prep" | "of" => class::PREP,
        "aux" => class::AUX,
        "adv" => class::ADV,
        "conj" => class::CONJ,
        "rel" => class::REL,
        "day" => class::DAY,
        "he" => class::HE,
        "she" => class::SHE,
        "they" => class::THEY,
        "first" => class::FIRST,
        "it" => class::IT,
        "that" => class::THAT,
        "cite" => class::CITE,
        "title" => class::TITLE | class::ROLE,
        "role" => class::ROLE,
        "group" => class::GROUP,
        "org" => class::ORGANISATION,
        _ => 0,
    }
}

/// The classes that a word in capitals has ("US", "IT" are no pronouns).
pub const fn of_capitals(classes: Classes) -> Classes {
    Classes(classes.0 & !(FUNCTION | class::ABBREVIATION))
}

/// The hash of a word's lower-case letters, the curly apostrophe counted as the straight one (FNV-1a with a final mix).
#[inline]
pub fn hash_of(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            c.encode_utf8(&mut buffer).bytes().for_each(&mut add);
        }
    }
    mix(hash)
}

/// Spreads the bits of a hash (the finaliser of `MurmurHash3`).
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
        assert!(lexicon.get(hash_of("Said")).is(class::SPEECH));
        assert!(lexicon.get(hash_of("said")).is(class::SAY));
        assert!(!lexicon.get(hash_of("sad")).is(class::SPEECH));
        assert_eq!(hash_of("don’t"), hash_of("DON'T"));
        let german = Lexicon::of_language(Language::German).unwrap_or_default();
        assert!(
            german[&hash_of("ERKLÄRTE")].is(class::FOREIGN) && !lexicon.get(hash_of("erklärte")).is(class::FOREIGN)
        );
    }

    #[test]
    fn lists_are_sorted_and_without_doubles() {
        let others = OTHERS.iter().flat_map(|&(_, verbs, words)| [verbs, words]);
        for list in LISTS.iter().map(|&(_, list)| list).chain(others) {
            assert!(list.starts_with('#'));
            let words: Vec<_> = lines(list).collect();
            assert!(words.is_sorted_by(|a, b| a < b), "{}", list.lines().next().unwrap_or_default());
        }
    }
}
