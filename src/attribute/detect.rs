//! Detects the language of a page by its commonest words.
//!
//! The tagger was trained on English; other languages are left to the rules and to their own word lists, and no English
//! word list applies to them.

use super::language::Language;
use super::lexicon::{Lexicon, WordClass, of_capitals};
use super::tokens::{Kind, Shape, Token};

/// So many words are enough to tell.
const SAMPLE: usize = 2000;
/// A text of fewer words, in no language that is known, may be English all the same.
const FEW: usize = 40;

/// So many words of a language show it.
const LEAST: usize = 3;

/// The language of a page's tokens, which were classed as if they were English; those of another are classed anew.
/// The page's own claim is not asked: it is often wrong.
pub fn detect(tokens: &mut [Token], lexicon: &Lexicon) -> Language {
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
    let known = |language: Language| {
        let own = Lexicon::of_language(language).unwrap_or_default();
        (words().filter(|token| own.contains_key(&token.hash)).count(), language, own)
    };
    let best = Lexicon::others().map(known).max_by_key(|(hits, ..)| *hits);
    match best {
        Some((hits, language, own)) if hits >= LEAST && hits * 6 >= all && hits > spoken => {
            reclassify(tokens, |hash| lexicon.shared(hash) | own.get(&hash).copied().unwrap_or_default());
            language
        }
        _ if all < FEW || english * 10 >= all => Language::Short,
        _ => {
            reclassify(tokens, |hash| lexicon.shared(hash));
            Language::Unknown
        }
    }
}

fn reclassify(tokens: &mut [Token], classes: impl Fn(u64) -> WordClass) {
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word) {
        token.classes = classes(token.hash);
        if token.has(Shape::UPPER) && token.end - token.start <= 3 {
            token.classes = of_capitals(token.classes);
        }
    }
}
