//! Joins an unnamed speaker to the person of whom the text tells later that the description fits: "A Hexalon pilot" to
//! "Ann Lee, Hexalon’s former chief pilot".

use super::Resolver;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::{Kind, Token};
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Words that cannot be in a plain noun phrase.
const GRAMMAR: WordClass = WordClass::PREP.union(WordClass::AUX).union(WordClass::REL).union(WordClass::CONJ);

/// Words that say nothing of who is described.
const EMPTY: [&str; 18] = [
    "the", "a", "an", "one", "of", "for", "at", "to", "in", "from", "with", "his", "her", "their", "senior", "top",
    "former", "its",
];

/// Most speakers among whom the person of a description is looked for: each is compared with each.
const MOST: usize = 500;

impl Resolver<'_> {
    /// Gives unnamed speakers the name of the one person among the speakers whose role has the words of their
    /// description. Speakers of one name are united later.
    pub(super) fn name_described(&mut self) {
        if self.speakers.len() > MOST {
            return;
        }
        for id in 0..self.speakers.len() {
            let speaker = &self.speakers[id];
            if speaker.kind != SpeakerKind::Unnamed || self.entity_of[id].is_some() {
                continue;
            }
            let Some(words) = words(&speaker.name) else { continue };
            let fits = |&other: &usize| {
                let entity = self.entity_of[other].filter(|_| self.speakers[other].kind == SpeakerKind::Person);
                entity.is_some_and(|entity| self.roles_of(entity).iter().any(|role| has(role, &words)))
            };
            let mut found = (0..self.speakers.len()).filter(fits);
            let person = found.next().filter(|_| found.next().is_none());
            if let Some(person) = person {
                let name = self.speakers[person].name.clone();
                self.speakers[id].name = name;
                self.speakers[id].kind = SpeakerKind::Person;
            }
        }
    }

    /// Returns the part of a phrase behind a dash, if it is a noun phrase of its own: "experts" of "people recover –
    /// experts".
    pub(super) fn behind_dash(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        let dash = source.clone().rfind(|&at| tokens[at].kind == Kind::Dash);
        let noun = |token: &Token| token.kind == Kind::Word && !token.capital() && !token.is(GRAMMAR);
        let name = |token: &Token| token.kind == Kind::Word && token.capital();
        let dashes = source.clone().filter(|&at| tokens[at].kind == Kind::Dash).count();
        match dash.map(|dash| dash + 1..source.end) {
            Some(rest)
                if dashes % 2 == 1
                    && (1..=3).contains(&rest.len())
                    && (tokens[rest.clone()].iter().all(noun) || tokens[rest.clone()].iter().all(name)) =>
            {
                rest
            }
            Some(rest) if dashes == 2 && !rest.is_empty() && tokens[rest.clone()].iter().all(name) => rest,
            _ => source.clone(),
        }
    }
}

/// The words of a description in small letters; `None` for one of several persons and for one without a qualification.
fn words(name: &str) -> Option<Vec<String>> {
    let lower = name.to_lowercase().replace('’', "'");
    let plain = |word: &str| word.trim_end_matches("'s").trim_end_matches(',').to_owned();
    let words: Vec<String> =
        lower.split([' ', '-']).map(plain).filter(|word| !EMPTY.contains(&word.as_str())).collect();
    (words.len() > 1).then_some(words)
}

/// Returns true if the role has all the words.
fn has(role: &str, words: &[String]) -> bool {
    let lower = role.to_lowercase().replace('’', "'");
    let role: Vec<&str> = lower.split([' ', ',', '-', '(', ')']).map(|word| word.trim_end_matches("'s")).collect();
    words.iter().all(|word| role.contains(&word.as_str()))
}
