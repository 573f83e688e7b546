//! Which language a page is written in, by its commonest words. English is what the tagger was trained on; all else is
//! left to the rules and to the words of that language, and no English word list speaks there.

use super::lexicon::{Classes, Lexicon, class, of_capitals};
use super::tokens::{Kind, Token, shape};

/// So many words are enough to tell.
const SAMPLE: usize = 2000;
/// A text of fewer words, in no language that is known, may be English all the same.
const FEW: usize = 40;

/// So many words of a language show it.
const LEAST: usize = 3;

/// The languages that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, sure enough for the tagger.
    English,
    /// Too short to tell, read like English by rules alone.
    #[default]
    Short,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Polish.
    Polish,
    /// Portuguese.
    Portuguese,
    /// Swedish.
    Swedish,
    /// None of these.
    Unknown,
}

impl Language {
    /// The language of a page's tokens, which were classed as if they were English; those of another are classed anew.
    /// The page's own claim is not asked: it is often wrong.
    pub fn settle(tokens: &mut [Token], lexicon: &Lexicon) -> Self {
        let grammar = class::DET
            | class::PREP
            | class::AUX
            | class::CONJ
            | class::REL
            | class::HE
            | class::SHE
            | class::THEY
            | class::IT;
        let words = || tokens.iter().filter(|token| token.kind == Kind::Word).take(SAMPLE);
        let all = words().count();
        let english = words().filter(|token| token.is(grammar) && !token.is(class::FOREIGN_STOP)).count();
        let foreign = words().filter(|token| token.is(class::FOREIGN_STOP) && !token.is(grammar)).count();
        if english * 6 >= all && english > foreign {
            return Self::English;
        }
        let spoken =
            words().filter(|t| t.is(grammar | class::FIRST | class::SPEECH) && !t.is(class::FOREIGN_STOP)).count();
        let known = |language: Self| {
            let own = Lexicon::of_language(language).unwrap_or_default();
            (words().filter(|token| own.contains_key(&token.hash)).count(), language, own)
        };
        let best = Lexicon::others().map(known).max_by_key(|(hits, ..)| *hits);
        match best {
            Some((hits, language, own)) if hits >= LEAST && hits * 6 >= all && hits > spoken => {
                class_anew(tokens, |hash| Classes(lexicon.shared(hash).0 | own.get(&hash).map_or(0, |c| c.0)));
                language
            }
            _ if all < FEW || english * 10 >= all => Self::Short,
            _ => {
                class_anew(tokens, |hash| lexicon.shared(hash));
                Self::Unknown
            }
        }
    }

    /// Whether all nouns begin with a capital.
    pub const fn capital_nouns(self) -> bool {
        matches!(self, Self::German)
    }

    /// Whether it is another language than English.
    pub const fn is_foreign(self) -> bool {
        !matches!(self, Self::English | Self::Short)
    }
}

fn class_anew(tokens: &mut [Token], classes: impl Fn(u64) -> Classes) {
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word) {
        token.classes = classes(token.hash);
        if token.has(shape::UPPER) && token.end - token.start <= 3 {
            token.classes = of_capitals(token.classes);
        }
    }
}
