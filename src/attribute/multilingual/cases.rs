//! Names in another case than the nominative, brought to it: "Petera Dickinsona" is "Peter Dickinson", "Kateřiny Brožové"
//! is "Kateřina Brožová".
//!
//! A given name is known by its base form in the lists; the surname takes the ending that goes with its gender.

use crate::attribute::language::Language;
use crate::attribute::lexicon::{GIVEN, Lexicon, WordClass, hash_of};
use crate::attribute::tokens::{Kind, Token};
use rustc_hash::{FxHashMap, FxHashSet};

/// An ending of another case, and those of the nominative that it may stand for.
type Endings = &'static [(&'static str, &'static [&'static str])];

/// Endings of the names of men and of women in one language, longest first.
struct Declension {
    male: Endings,
    female: Endings,
    /// Endings of surnames, where they differ from those of given names.
    male_surname: Endings,
    female_surname: Endings,
}

const CZECH: Declension = Declension {
    male: &[
        ("ovi", &["", "a"]),
        ("ího", &["í"]),
        ("ímu", &["í"]),
        ("ím", &["í"]),
        ("em", &[""]),
        ("kem", &["ek"]),
        ("ka", &["ek", "k"]),
        ("la", &["el", "l"]),
        ("y", &["a"]),
        ("ou", &["a"]),
        ("a", &[""]),
        ("u", &["", "a"]),
        ("e", &[""]),
    ],
    female: &[
        ("ii", &["ie"]),
        ("ií", &["ie"]),
        ("ou", &["a"]),
        ("y", &["a"]),
        ("u", &["a"]),
        ("ě", &["a"]),
        ("e", &["a"]),
        ("i", &["ie", "e"]),
    ],
    male_surname: &[
        ("ého", &["ý"]),
        ("ému", &["ý"]),
        ("ým", &["ý"]),
        ("ího", &["í"]),
        ("ímu", &["í"]),
        ("ovi", &["", "a"]),
        ("ím", &["í"]),
        ("em", &[""]),
        ("ou", &["a"]),
        ("ce", &["ec"]),
        ("y", &["a"]),
        ("a", &[""]),
        ("u", &["", "a"]),
        ("e", &[""]),
    ],
    female_surname: &[("ovou", &["ová"]), ("ové", &["ová"]), ("ou", &["á"]), ("é", &["á"])],
};

const POLISH: Declension = Declension {
    male: &[
        ("owi", &[""]),
        ("ego", &["y", "i"]),
        ("emu", &["y", "i"]),
        ("kiem", &["ek", "k"]),
        ("iem", &[""]),
        ("em", &[""]),
        ("ka", &["ek", "k"]),
        ("ła", &["eł", "ł"]),
        ("a", &[""]),
        ("y", &["a"]),
        ("ę", &["a"]),
        ("ą", &["a"]),
    ],
    female: &[
        ("ii", &["ia"]),
        ("ię", &["ia"]),
        ("ią", &["ia"]),
        ("ie", &["a"]),
        ("y", &["a"]),
        ("i", &["a"]),
        ("ę", &["a"]),
        ("ą", &["a"]),
    ],
    male_surname: &[
        ("kiego", &["ki"]),
        ("kiemu", &["ki"]),
        ("kim", &["ki"]),
        ("ego", &["y"]),
        ("emu", &["y"]),
        ("owi", &[""]),
        ("iem", &[""]),
        ("em", &[""]),
        ("ca", &["ec", "c"]),
        ("a", &[""]),
        ("y", &["a"]),
        ("ę", &["a"]),
        ("ą", &["a"]),
    ],
    female_surname: &[("kiej", &["ka"]), ("ką", &["ka"]), ("ej", &["a"]), ("ę", &["a"]), ("ą", &["a"])],
};

const RUSSIAN: Declension = Declension {
    male: &[
        ("ем", &["й", "ь", ""]),
        ("ом", &[""]),
        ("ла", &["ел", "л"]),
        ("лом", &["ел", "л"]),
        ("я", &["й", "ь"]),
        ("ю", &["й", "ь"]),
        ("а", &[""]),
        ("у", &["", "а"]),
        ("е", &["й", ""]),
        ("ы", &["а"]),
        ("ой", &["а"]),
        ("и", &["а", "я"]),
        ("ей", &["я"]),
    ],
    female: &[
        ("ией", &["ия"]),
        ("ию", &["ия"]),
        ("ии", &["ия"]),
        ("ой", &["а"]),
        ("ей", &["я"]),
        ("ы", &["а"]),
        ("у", &["а"]),
        ("ю", &["я"]),
        ("и", &["я", "а", "ь"]),
        ("е", &["а", "я"]),
    ],
    male_surname: &[
        ("кого", &["кий"]),
        ("кому", &["кий"]),
        ("ким", &["кий"]),
        ("ком", &["кий"]),
        ("овым", &["ов"]),
        ("евым", &["ев"]),
        ("ёвым", &["ёв"]),
        ("иным", &["ин"]),
        ("ыным", &["ын"]),
        ("ом", &[""]),
        ("ем", &["ь", "й", ""]),
        ("я", &["ь", "й"]),
        ("ю", &["ь", "й"]),
        ("а", &[""]),
        ("у", &[""]),
        ("е", &[""]),
    ],
    female_surname: &[
        ("кой", &["кая"]),
        ("кую", &["кая"]),
        ("овой", &["ова"]),
        ("евой", &["ева"]),
        ("ёвой", &["ёва"]),
        ("иной", &["ина"]),
        ("ыной", &["ына"]),
        ("ову", &["ова"]),
        ("еву", &["ева"]),
        ("ину", &["ина"]),
    ],
};

/// Lithuanian men's surnames end like their given names.
const LITHUANIAN_MALE: Endings = &[
    ("iaus", &["ius"]),
    ("iui", &["ius", "is"]),
    ("aus", &["us"]),
    ("io", &["is", "ys"]),
    ("ui", &["as", "us"]),
    ("iu", &["is", "ius"]),
    ("o", &["as"]),
    ("u", &["as"]),
    ("ą", &["as"]),
    ("į", &["is", "ys"]),
    ("ų", &["us"]),
];

const LITHUANIAN: Declension = Declension {
    male: LITHUANIAN_MALE,
    female: &[
        ("ės", &["ė"]),
        ("ei", &["ė"]),
        ("ę", &["ė"]),
        ("e", &["ė"]),
        ("os", &["a"]),
        ("ai", &["a"]),
        ("ą", &["a"]),
    ],
    male_surname: LITHUANIAN_MALE,
    female_surname: &[("ės", &["ė"]), ("ei", &["ė"]), ("ę", &["ė"]), ("e", &["ė"]), ("os", &["a"]), ("ai", &["a"])],
};

/// The endings of a language's names; `None` for a language whose names stay as they are or are told otherwise.
const fn declension(language: Language) -> Option<&'static Declension> {
    match language {
        Language::Czech => Some(&CZECH),
        Language::Polish => Some(&POLISH),
        Language::Russian => Some(&RUSSIAN),
        Language::Lithuanian => Some(&LITHUANIAN),
        _ => None,
    }
}

/// Fewest letters of a name's base form.
const SHORTEST: usize = 3;

/// Words with another of their endings.
fn bases(word: &str, endings: Endings) -> impl Iterator<Item = String> {
    let stems = endings.iter().filter_map(move |(ending, bases)| Some((word.strip_suffix(ending)?, bases)));
    let words = stems.flat_map(|(stem, bases)| bases.iter().map(move |base| format!("{stem}{base}")));
    words.filter(|word| word.chars().count() >= SHORTEST)
}

/// The given names of a page that stand in another case, and the words that prove a base form.
#[derive(Clone, Debug, Default)]
pub struct GivenNames {
    /// Base form and classes, by the hash of the word.
    bases: FxHashMap<u64, (String, WordClass)>,
    /// Hashes of the words with a capital; empty if no name stands in another case.
    capitals: FxHashSet<u64>,
}

impl GivenNames {
    /// The base form and the classes of a given name in another case, by its hash.
    pub fn base(&self, hash: u64) -> Option<(&str, WordClass)> {
        self.bases.get(&hash).map(|(base, classes)| (base.as_str(), *classes))
    }

    /// Returns true if the word stands on the page with a capital.
    pub fn stands(&self, word: &str) -> bool {
        self.capitals.contains(&hash_of(word))
    }
}

/// Finds words that are a known given name in another case, and classes them as given names.
pub fn given_names(text: &str, tokens: &mut [Token], lexicon: &Lexicon, language: Language) -> GivenNames {
    let mut found = GivenNames::default();
    let Some(declension) = declension(language) else { return found };
    let names = lexicon.others();
    let known = |word: &str, gender: WordClass| {
        let hash = hash_of(word);
        let classes = (lexicon.shared(hash) | names.name(hash)) & GIVEN;
        classes.is(gender | WordClass::EITHER).then_some(classes)
    };
    let base = |word: &str| {
        let of = |endings, gender| bases(word, endings).find_map(|base| known(&base, gender).map(|_| (base, gender)));
        of(declension.male, WordClass::MALE).or_else(|| of(declension.female, WordClass::FEMALE))
    };
    let mut seen: FxHashMap<u64, bool> = FxHashMap::default();
    for at in 0..tokens.len() {
        let next = tokens.get(at + 1).filter(|next| next.kind == Kind::Word && next.capital());
        let man = next.is_some_and(|next| is_of_man(next.span().of(text), language));
        let token = &mut tokens[at];
        let plain = token.classes == WordClass::empty() || token.classes == WordClass::FEMALE && man;
        if token.kind != Kind::Word || !token.capital() || !plain {
            continue;
        }
        let (hash, span) = (token.hash, token.span());
        let given = *seen.entry(hash).or_insert_with(|| {
            let base = base(span.of(text));
            found.bases.extend(base.map(|base| (hash, base)));
            found.bases.contains_key(&hash)
        });
        if given {
            token.classes = found.base(hash).map_or(token.classes, |(_, gender)| gender);
        }
    }
    if !found.bases.is_empty() {
        found.capitals = tokens.iter().filter(|token| token.capital()).map(|token| token.hash).collect();
    }
    found
}

/// "Petra Nováka" is a man: a Czech woman's surname ends in -á.
fn is_of_man(surname: &str, language: Language) -> bool {
    language == Language::Czech && ["a", "y", "ho"].iter().any(|ending| surname.ends_with(ending))
}

/// A surname in the nominative, for the gender of its given name; `stands` tells whether a word stands on the page.
pub fn surname(word: &str, gender: WordClass, language: Language, stands: impl Fn(&str) -> bool) -> String {
    let Some(declension) = declension(language) else { return word.to_owned() };
    let endings = if gender.is(WordClass::FEMALE) { declension.female_surname } else { declension.male_surname };
    let all: Vec<String> = bases(word, endings).collect();
    let known = all.iter().find(|base| stands(base));
    known.or(all.first()).map_or_else(|| word.to_owned(), |base| with_vowel(base, word, language))
}

/// "Peška" is "Pešek", "Nováka" is "Novák": a Czech or Polish surname in -k has a vowel before it.
fn with_vowel(base: &str, word: &str, language: Language) -> String {
    const VOWELS: &str = "aeiouyáéíóúůýąęó";
    let west = matches!(language, Language::Czech | Language::Polish);
    let stem = base.strip_suffix('k').filter(|stem| west && word.ends_with('a') && !stem.is_empty());
    match stem {
        Some(stem) if !stem.ends_with(|c| VOWELS.contains(c)) && !stem.ends_with(['c', 'n', 'r', 's', 'j']) => {
            format!("{stem}ek")
        }
        _ => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(words: [&str; 2], gender: WordClass, language: Language) -> String {
        let lexicon = Lexicon::bundled();
        let text = words[0];
        let mut tokens = crate::attribute::tokens::Tokens::of(
            text,
            std::iter::once(crate::document::Span::new(0, text.len())),
            &lexicon,
        );
        let found = given_names(text, &mut tokens.list, &lexicon, language);
        let given = found.bases.values().next().map_or(text, |(base, _)| base.as_str()).to_owned();
        format!("{given} {}", surname(words[1], gender, language, |_| false))
    }

    #[test]
    fn name_in_another_case_becomes_nominative() {
        let (he, she) = (WordClass::MALE, WordClass::FEMALE);
        assert_eq!(base(["Petera", "Dickinsona"], he, Language::Czech), "Peter Dickinson");
        assert_eq!(base(["Kateřiny", "Brožové"], she, Language::Czech), "Kateřina Brožová");
        assert_eq!(base(["Donalda", "Trumpa"], he, Language::Polish), "Donald Trump");
        assert_eq!(base(["Mateuszem", "Morawieckim"], he, Language::Polish), "Mateusz Morawiecki");
        assert_eq!(base(["Сергеем", "Лавровым"], he, Language::Russian), "Сергей Лавров");
        assert_eq!(base(["Ольгой", "Скабеевой"], she, Language::Russian), "Ольга Скабеева");
    }

    #[test]
    fn surname_with_a_lost_vowel_gets_it_back() {
        let peska = surname("Peška", WordClass::MALE, Language::Czech, |_| false);
        assert_eq!(
            (peska.as_str(), surname("Nováka", WordClass::MALE, Language::Czech, |_| false).as_str()),
            ("Pešek", "Novák")
        );
    }
}
