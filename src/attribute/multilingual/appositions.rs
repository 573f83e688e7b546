//! Names joined to the nouns beside them that say what their bearer is: "die Sprecherin des Weißen Hauses, Karoline
//! Leavitt", "Anna Lehmann, die Ingenieurin".

use super::mentions::{Finder, Mention, MentionKind, NOUN};
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Most tokens between the beginning of a role and the name behind it.
const ROLE: usize = 9;
/// The longest apposition before a name, in tokens.
const APPOSITION: usize = 16;

impl Finder<'_> {
    /// The noun before a name that says what its bearer is, with its index: "die Sprecherin des Weißen Hauses, …".
    fn role_before(&self, name: &Mention, sentence: &Range<usize>, found: &[Mention]) -> Option<(usize, Range<usize>)> {
        let tokens = &self.page.tokens.list;
        let start = name.range.start;
        let comma = start > sentence.start && tokens[start - 1].kind == Kind::Comma;
        let low = sentence.start.max(start.saturating_sub(APPOSITION));
        let beside = WordClass::FOREIGN | WordClass::AUX | WordClass::PREP | WordClass::ADV | WordClass::REL;
        let closed = tokens.get(name.range.end).is_none_or(|t| t.kind != Kind::Word || t.is(beside));
        for (at, noun) in found.iter().enumerate().rev().take_while(|(_, noun)| noun.range.start >= low) {
            if noun.kind != MentionKind::Noun
                || self.page.marks.inside(noun.range.start) != self.page.marks.inside(start)
            {
                continue;
            }
            let gap = noun.range.end..start;
            let head = &tokens[noun.head.start];
            let office = head.is(WordClass::ROLE | WordClass::TITLE);
            // "die Gewerkschaft Komba"
            let body = gap.is_empty() && at + 1 == found.len() && head.is(NOUN) && name.role.is_none();
            let inner = gap.start..gap.end - usize::from(comma && !gap.is_empty());
            let plain = inner.clone().all(|at| {
                tokens[at].kind == Kind::Word
                    && !tokens[at].is(WordClass::FOREIGN
                        | WordClass::AUX
                        | WordClass::CONJ
                        | WordClass::REL
                        | PRONOUN
                        | WordClass::THAT
                        | WordClass::CITE)
                    && (comma || !tokens[at].is(WordClass::ADV))
            });
            let small = gap.is_empty() || gap.len() <= 2 || !tokens[gap.end - 1].is(WordClass::DET | WordClass::PREP);
            let near = if comma { closed } else { at + 1 == found.len() && gap.len() <= ROLE && small };
            if body || office && plain && near {
                return Some((at, noun.range.start..inner.end));
            }
            if !plain {
                return None;
            }
        }
        None
    }

    /// "der Sprecher der SPD", "источник РБК": the name is that of the body to which an office belongs.
    fn is_body_of(&self, office: &Range<usize>, name: &Mention) -> bool {
        let tokens = &self.page.tokens.list;
        let list = &tokens[name.head.clone()];
        let upper = |token: &Token| token.has(Shape::UPPER) && !token.has(Shape::INITIAL);
        let body = upper(&list[0]) || list.iter().any(|t| t.is(WordClass::ORGANISATION | WordClass::OUTLET));
        let loud = tokens[office.clone()].iter().any(upper);
        let plain = !list.iter().any(|t| t.is(GIVEN) || t.has(Shape::INITIAL)) && name.role.is_none();
        let beside = office.end == name.range.start && tokens[office.end - 1].kind != Kind::Comma;
        body && plain && beside && !loud
    }

    /// Adds a mention, joined to the noun before it where that is its role.
    pub(super) fn push(&self, mut mention: Mention, found: &mut Vec<Mention>) {
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(mention.range.start);
        if mention.kind == MentionKind::Name
            && let Some((at, role)) = self.role_before(&mention, &sentence, found)
        {
            if self.is_body_of(&role, &mention) {
                found.truncate(at + 1);
                if let Some(office) = found.last_mut() {
                    office.range.end = mention.range.end;
                }
                return;
            }
            mention.role = Some(role.start..mention.role.as_ref().map_or(role.end, |_| mention.head.start));
            mention.range.start = role.start;
            found.truncate(at);
        }
        // "die Beraterin und Autorin Anna Lehmann"
        if mention.kind == MentionKind::Name
            && let Some(role) = mention.role.clone()
            && let Some(noun) = found.last()
            && noun.kind == MentionKind::Noun
            && noun.range.end + 1 == role.start
            && tokens[noun.range.end].is(WordClass::CONJ)
            && tokens[noun.head.start].is(WordClass::ROLE)
        {
            mention.role = Some(noun.range.start..role.end);
            mention.range.start = noun.range.start;
            found.pop();
        }
        if mention.kind == MentionKind::Noun
            && let Some(last) = found.last_mut()
            && last.kind == MentionKind::Name
            && last.role.is_none()
            && tokens[mention.head.start].is(WordClass::ROLE | WordClass::TITLE)
        {
            let gap = last.range.end..mention.range.start;
            let comma = (1..=4).contains(&gap.len()) && tokens[gap.start].kind == Kind::Comma;
            let plain = gap.clone().skip(1).all(|at| {
                tokens[at].kind == Kind::Word
                    && !tokens[at].is(WordClass::FOREIGN | WordClass::AUX | WordClass::REL | PRONOUN)
            });
            let same = self.page.sentences.at(last.range.start) == sentence;
            let closed = tokens.get(mention.range.end).is_none_or(|t| t.kind != Kind::Word || !t.capital());
            if comma && plain && same && closed {
                last.role = Some(gap.start + 1..mention.range.end);
                last.range.end = mention.range.end;
                return;
            }
        }
        found.push(mention);
    }
}
