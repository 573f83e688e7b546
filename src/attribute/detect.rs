//! Detects the language of a page by its commonest words, or by its script if that is unambiguous.
//!
//! The tagger was trained on English. Other languages use rules and word lists of their own; no English list applies
//! to them.

use super::language::Language;
use super::lexicon::{Lexicon, WordClass, hash_of, of_capitals};
use super::multilingual::scripts::without_particle;
use super::tokens::{Kind, Shape, Token};
use rustc_hash::FxHashMap;

/// Number of words that are examined.
const SAMPLE: usize = 2000;
/// Shorter texts in no known language may still be English.
const FEW: usize = 40;

/// Fewest words of a language that prove it.
const LEAST: usize = 3;
/// Fewest words of a language that prove it where they are rare.
const SEVERAL: usize = 8;

/// Detects the language of tokens that were classed as English, and reclassifies them for another one. The page's own
/// claim is ignored: it is often wrong.
pub fn detect(text: &str, tokens: &mut [Token], lexicon: &Lexicon) -> Language {
    let grammar = WordClass::DET
        | WordClass::PREP
        | WordClass::AUX
        | WordClass::CONJ
        | WordClass::REL
        | WordClass::HE
        | WordClass::SHE
        | WordClass::THEY
        | WordClass::IT;
    let words = || tokens.iter().filter(|token| token.kind == Kind::Word).take(SAMPLE);
    let all = words().count();
    let english = words().filter(|token| token.is(grammar) && !token.is(WordClass::FOREIGN_STOP)).count();
    let foreign = words().filter(|token| token.is(WordClass::FOREIGN_STOP) && !token.is(grammar)).count();
    if english * 6 >= all && english > foreign {
        return Language::English;
    }
    let spoken = words()
        .filter(|t| t.is(grammar | WordClass::FIRST | WordClass::SPEECH) && !t.is(WordClass::FOREIGN_STOP))
        .count();
    let by_words = || {
        let (language, hits, next) = if all < FEW {
            let list: Vec<_> = words().map(|token| (token.span().of(text), token.hash)).collect();
            let (language, hits) = lexicon.others().most_of_all(&list)?;
            (language, hits, hits)
        } else {
            lexicon.others().most(words().map(|token| token.hash))?
        };
        // Languages that say with endings what others say with words have few function words.
        let endings = hits >= SEVERAL && hits * 16 >= all && hits >= next * 2;
        (hits >= LEAST && (hits * 6 >= all || endings) && hits > spoken).then_some(language)
    };
    let language = match by_script(text, tokens).or_else(by_words) {
        Some(language) => language,
        None if all < FEW || english * 10 >= all => return Language::Short,
        None => Language::Unknown,
    };
    reclassify(text, tokens, lexicon, language);
    language
}

/// Returns Korean, Japanese or Chinese if most of the text is in its script.
fn by_script(text: &str, tokens: &[Token]) -> Option<Language> {
    let caseless =
        tokens.iter().filter(|token| token.kind == Kind::Word).take(SAMPLE).filter(|t| t.has(Shape::CASELESS));
    let (mut hangul, mut kana, mut han) = (0_usize, 0_usize, 0_usize);
    for c in caseless.filter_map(|token| token.span().of(text).chars().next()) {
        match c {
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{3041}'..='\u{30ff}' => kana += 1,
            '\u{3400}'..='\u{9fff}' => han += 1,
            _ => {}
        }
    }
    let words = tokens.iter().filter(|token| token.kind == Kind::Word).take(SAMPLE).count();
    match (hangul, kana, han) {
        _ if hangul * 2 > words => Some(Language::Korean),
        _ if (kana + han) * 2 <= words || words == 0 => None,
        _ if kana * 10 > han => Some(Language::Japanese),
        _ => Some(Language::Chinese),
    }
}

/// Classifies all words by the lists of `language` and by the lists shared by all languages.
fn reclassify(text: &str, tokens: &mut [Token], lexicon: &Lexicon, language: Language) {
    let mut known: FxHashMap<(u64, bool), WordClass> = FxHashMap::default();
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word) {
        let (hash, shape) = (token.hash, token.shape);
        let found = known.entry((hash, shape.contains(Shape::UPPER)));
        token.classes = *found.or_insert_with(|| classes(token.span().of(text), hash, shape, lexicon, language));
    }
}

/// The classes of a word in another language: by its own lists and by those that all languages share.
pub fn classes(word: &str, hash: u64, shape: Shape, lexicon: &Lexicon, language: Language) -> WordClass {
    let others = lexicon.others();
    let vocabulary = others.of(language);
    let mut own = vocabulary.map(|own| own.get(word, hash)).unwrap_or_default();
    if language == Language::Korean {
        let bare = without_particle(word);
        own |= vocabulary.map(|own| own.get(bare, hash_of(bare))).unwrap_or_default();
    }
    let all = lexicon.shared(hash) | others.name(hash) | own;
    if shape.contains(Shape::UPPER) && word.len() <= 3 { of_capitals(all) } else { all }
}
