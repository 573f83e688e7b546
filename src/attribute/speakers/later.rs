//! Joins an unnamed speaker to the person of whom the text tells later that the description fits: "A Hexalon pilot" to
//! "Ann Lee, Hexalon’s former chief pilot".

use super::Resolver;
use super::descriptions::is_seldom_named;
use crate::attribute::lexicon::WordClass;
use crate::attribute::merge::without_article;
use crate::attribute::names::{Entity, Occurrence};
use crate::attribute::roles;
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

/// The opening of a story: its first paragraphs, the title among them.
const OPENING: usize = 5;
/// So many paragraphs behind a description in the opening the person is named.
const NEAR: usize = 3;

impl Resolver<'_> {
    /// Returns true for a description of one person in the opening of a story, who may be named later: "The country’s
    /// top virus expert has warned …".
    pub(super) fn opens_story(&self, source: &Range<usize>) -> bool {
        let others = ["another", "other", "one", "second", "third"];
        let other = source.clone().take(2).any(|at| others.iter().any(|word| self.page.says(at, word)));
        // "A pilot" may be anyone.
        let Some(head) = self.described_words(source).last().filter(|_| source.len() > 2) else { return false };
        let person = self.page.token(head).is_some_and(|t| t.is(WordClass::ROLE | WordClass::TITLE));
        person && !other && !self.page.word(head).ends_with('s') && self.paragraph(source.start) <= OPENING
    }

    /// Gives the unnamed speaker of the opening ("A senior official has claimed …") the name of the next speaker, if
    /// this person is named here first, and nobody else in between.
    pub(super) fn named_late(&mut self, place: &Occurrence, entity: &Entity) -> Option<u32> {
        let (id, source) = self.pending.take()?;
        let at = place.name.start;
        let first = self.names.of_entity(place.entity).next().is_some_and(|first| first.name.start == at);
        let near = source.end <= at && self.paragraph(at) <= self.paragraph(source.start) + NEAR;
        let person = |other: &Occurrence| self.names.entities[other.entity].kind == SpeakerKind::Person;
        let between =
            self.names.within(&(source.end..at)).iter().any(|other| other.entity != place.entity && person(other));
        if !first || !near || between || entity.kind != SpeakerKind::Person || entity.name.len() < 2 {
            return None;
        }
        let role = roles::beside(self.page, place);
        let head = self.described_words(&source).last().map(|at| self.page.word(at).to_lowercase())?;
        if is_seldom_named(&head) && !role.as_ref().is_some_and(|role| role.to_lowercase().contains(&head)) {
            return None;
        }
        let name = self.full_name(entity);
        let description = without_article(&self.speakers[id as usize].name).to_owned();
        let speaker = &mut self.speakers[id as usize];
        speaker.name = name;
        speaker.role = role.is_none().then_some(description);
        speaker.kind = SpeakerKind::Person;
        self.entity_of[id as usize] = Some(place.entity);
        self.of_entity.insert(place.entity, id);
        Some(id)
    }

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
