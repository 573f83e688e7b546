//! Noun phrases that may be a source: "die Sprecherin des Weißen Hauses", "un chiraquien".

use super::candidates::SAYS;
use super::mentions::{Finder, Mention, MentionKind, NOUN};
use crate::attribute::language::Language;
use crate::attribute::lexicon::{FUNCTION, GIVEN, WordClass};
use crate::attribute::tokens::{Kind, Shape};
use std::ops::Range;

impl Finder<'_> {
    /// Returns the noun phrase of a person or body at `at`: "die Sprecherin des Weißen Hauses", "the police".
    pub(super) fn noun(&self, at: usize) -> Option<Mention> {
        let tokens = &self.page.tokens.list;
        let token = &tokens[at];
        if !token.is(NOUN) || token.is(WordClass::FOREIGN) && !token.capital() || token.kind != Kind::Word {
            return None;
        }
        let sentence = self.page.sentences.at(at);
        let mut start = at;
        while start > sentence.start && at - start < 3 {
            let before = &tokens[start - 1];
            let plain = before.kind == Kind::Word
                && !before.is(FUNCTION | WordClass::FOREIGN | NOUN)
                && !self.page.marks.inside(start - 1);
            let adjective = plain
                && (!before.capital() || start - 1 == sentence.start)
                && start > sentence.start + 1
                && tokens[start - 2].is(WordClass::DET);
            if before.is(WordClass::DET) {
                start -= 1;
                break;
            }
            if !adjective {
                break;
            }
            start -= 1;
        }
        let mut end = at + 1;
        // "le ministre russe de la Défense", "el portavoz adjunto, X"
        let small = |at: usize| {
            at < sentence.end
                && tokens[at].kind == Kind::Word
                && !tokens[at].capital()
                && !tokens[at].is(FUNCTION | WordClass::FOREIGN | WordClass::DAY | NOUN)
        };
        let adjectives = (end..end + 2).take_while(|&at| small(at)).count();
        let goes_on = |at: usize| {
            at < sentence.end
                && (tokens[at].is(WordClass::PREP)
                    || self.is_genitive(at)
                    || tokens[at].kind == Kind::Comma
                    || tokens[at].capital()
                    || matches!(self.page.word(at), "de" | "di" | "van" | "of"))
        };
        let after = !self.page.language.capital_nouns() && token.is(WordClass::ROLE | WordClass::TITLE);
        if adjectives > 0 && after && goes_on(end + adjectives) {
            end += adjectives;
        }
        while end < sentence.end.min(at + 10) && !self.page.marks.inside(end) {
            let of = tokens[end].is(WordClass::PREP)
                || tokens[end].is(WordClass::DET) && self.page.language == Language::German && self.owns_noun(end);
            let of = of
                || tokens[end].is(WordClass::DET)
                    && tokens[end].end - tokens[end].start <= 3
                    && tokens[end - 1].end <= tokens[end].start
                    && self.is_genitive(end);
            let next = end + 1 < sentence.end
                && (tokens[end + 1].capital()
                    || tokens[end + 1].is(NOUN)
                    || tokens[end + 1].is(WordClass::DET)
                        && end + 2 < sentence.end
                        && tokens[end + 2].kind == Kind::Word);
            if of && next {
                end += 2 + usize::from(tokens[end + 1].is(WordClass::DET));
            } else if tokens[end].capital() && tokens[end].has(Shape::UPPER) && !tokens[end].is(FUNCTION)
                || tokens[end].kind == Kind::Word && tokens[end].is(NOUN) && !tokens[end].is(WordClass::FOREIGN)
            {
                end += 1;
            } else {
                break;
            }
        }
        let end = end.min(sentence.end);
        Some(Mention { range: start..end, head: at..at + 1, kind: MentionKind::Noun, role: None })
    }

    /// Returns true for articles that attach a noun to the one before: "du", "de la", "del", "della", "des".
    fn is_genitive(&self, at: usize) -> bool {
        matches!(self.page.word(at), "du" | "des" | "del" | "della" | "dello" | "dei" | "do" | "da" | "dos" | "das")
    }

    /// Returns true for a German article or pronoun that may stand in the genitive: "der Stadt", not "den Entwurf".
    fn owns_noun(&self, at: usize) -> bool {
        let word = self.page.word(at);
        word == "der" || word.ends_with("es") || word.ends_with("er")
    }

    /// Returns an article and a noun right beside a reporting word: "un chiraquien", "ein Familienvater".
    pub(super) fn plain(&self, at: usize) -> Option<Mention> {
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(at);
        if self.page.language.lacks_articles() && self.is_bare_noun(at, &sentence) {
            return Some(Mention { range: at..at + 1, head: at..at + 1, kind: MentionKind::Noun, role: None });
        }
        if !tokens[at].is(WordClass::DET) || self.page.marks.inside(at) || tokens[at].kind != Kind::Word {
            return None;
        }
        let word = |at: usize| {
            at < sentence.end
                && tokens[at].kind == Kind::Word
                && !tokens[at].is(FUNCTION | WordClass::FOREIGN | WordClass::DAY | WordClass::SPEECH)
        };
        let words = (at + 1..at + 4).take_while(|&at| word(at)).count();
        let nouns = self.page.language.capital_nouns();
        // Phrases with a name or a noun for a person are found elsewhere.
        let other = |at: usize| tokens[at].is(NOUN.union(GIVEN)) || !nouns && tokens[at].capital();
        if (at + 1..=at + words).any(other) {
            return None;
        }
        let noun = (at + 1..=at + words).rev().find(|&at| !nouns || tokens[at].capital())?;
        let says = |at: usize| {
            tokens.get(at).is_some_and(|t| t.is(SAYS) && t.kind == Kind::Word) && !self.page.marks.inside(at)
        };
        let beside = at > sentence.start && says(at - 1) || noun + 1 < sentence.end && says(noun + 1);
        beside.then(|| Mention { range: at..noun + 1, head: noun..noun + 1, kind: MentionKind::Noun, role: None })
    }

    /// Returns true for "Sousedka" of "Sousedka popsala": a word that begins the sentence, right before a reporting word.
    fn is_bare_noun(&self, at: usize, sentence: &Range<usize>) -> bool {
        let tokens = &self.page.tokens.list;
        let verb = tokens.get(at + 1).is_some_and(|t| t.is(SAYS) && t.kind == Kind::Word) && at + 1 < sentence.end;
        at == sentence.start
            && tokens[at].capital()
            && !tokens[at].is(FUNCTION | WordClass::FOREIGN | WordClass::DAY | WordClass::CITE)
            && !self.page.marks.inside(at)
            && verb
    }
}
