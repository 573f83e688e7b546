//! Detects the language of a page by its commonest words, or by its script where that tells.
//!
//! The tagger was trained on English; other languages are left to the rules and to their own word lists, and no English
//! word list applies to them.

use super::language::Language;
use super::lexicon::{Lexicon, WordClass, hash_of, of_capitals};
use super::multilingual::scripts::without_particle;
use super::tokens::{Kind, Shape, Token};
use rustc_hash::FxHashMap;

/// So many words are enough to tell.
const SAMPLE: usize = 2000;
/// A text of fewer words, in no language that is known, may be English all the same.
const FEW: usize = 40;

/// So many words of a language show it.
const LEAST: usize = 3;

/// The language of a page's tokens, which were classed as if they were English; those of another are classed anew.
/// The page's own claim is not asked: it is often wrong.
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
        let (language, hits) = if all < FEW {
            let list: Vec<_> = words().map(|token| (token.span().of(text), token.hash)).collect();
            lexicon.others().most_of_all(&list)?
        } else {
            lexicon.others().most(words().map(|token| token.hash))?
        };
        (hits >= LEAST && hits * 6 >= all && hits > spoken).then_some(language)
    };
    let language = match by_script(text, tokens).or_else(by_words) {
        Some(language) => language,
        None if all < FEW || english * 10 >= all => return Language::Short,
        None => Language::Unknown,
    };
    reclassify(text, tokens, lexicon, language);
    language
}

/// The language whose script most of the text is written in: Korean, Japanese, Chinese.
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

/// Classes all words anew by the language's own lists and those that all languages share.
fn reclassify(text: &str, tokens: &mut [Token], lexicon: &Lexicon, language: Language) {
    let others = lexicon.others();
    let vocabulary = others.of(language);
    let mut known: FxHashMap<u64, WordClass> = FxHashMap::default();
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word) {
        let (hash, span) = (token.hash, token.span());
        let found = known.entry(hash).or_insert_with(|| {
            let word = span.of(text);
            let mut own = vocabulary.map(|own| own.get(word, hash)).unwrap_or_default();
            if language == Language::Korean {
                let bare = without_particle(word);
                own |= vocabulary.map(|own| own.get(bare, hash_of(bare))).unwrap_or_default();
            }
            lexicon.shared(hash) | others.name(hash) | own
        });
        token.classes = *found;
        if token.has(Shape::UPPER) && token.end - token.start <= 3 {
            token.classes = of_capitals(token.classes);
        }
    }
}
