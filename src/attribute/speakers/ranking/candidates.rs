//! Candidates for the speaker of a quotation: those named around it, those who spoke before, those who speak most.

use super::turn::{SourceWords, Turn};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Occurrence;
use crate::attribute::speakers::Resolver;
use crate::white_space;
use std::ops::Range;

/// So many names before a quotation are looked at, and so many entities of them taken.
const BEFORE: (usize, usize) = (40, 7);
/// The same behind it, in its paragraph and the next.
const BEHIND: (usize, usize) = (6, 2);
/// So many of those who spoke last.
const TURNS: usize = 6;
/// All of them.
const MOST: usize = 16;

/// Somebody who may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An entity with a name.
    Entity(usize),
    /// A speaker without a name.
    Speaker(u32),
    /// Whoever the words of the source describe, in tokens: nobody that the page names or that spoke before.
    Phrase(usize, usize),
}

impl Who {
    /// The entity; `None` for a speaker without a name.
    pub(super) const fn entity(self) -> Option<usize> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::Speaker(_) | Self::Phrase(..) => None,
        }
    }
}

impl Resolver<'_> {
    /// The speaker with this number.
    pub(super) fn who(&self, id: u32) -> Who {
        self.entity_of.get(id as usize).copied().flatten().map_or(Who::Speaker(id), Who::Entity)
    }

    /// The name of a candidate as the list would have it.
    pub(super) fn name_of(&self, who: Who) -> String {
        match who {
            Who::Entity(entity) => self.full_name(&self.names.entities[entity]),
            Who::Speaker(id) => self.speakers[id as usize].name.clone(),
            Who::Phrase(start, end) => self.words_of(&(start..end)),
        }
    }

    /// Returns the words of a source that are the name of whom they describe.
    fn words_of(&self, source: &Range<usize>) -> String {
        white_space::fold(self.page.tokens.span(&self.without_tail(&self.without_clause(source))).of(self.page.text))
    }

    /// Returns whom the words of a source describe, if they are a noun phrase: the candidate that rules may refuse.
    fn described_by(&self, turn: &Turn) -> Option<Who> {
        let phrase = matches!(turn.sort, SourceWords::Phrase | SourceWords::Definite) && !turn.source.is_empty();
        let source = phrase.then(|| self.behind_dash(&turn.source))?;
        // "Mr. Bishop" is a name, if none that was found.
        let address = self.page.token(source.start).is_some_and(|first| first.is(WordClass::TITLE) && first.capital());
        if address && source.len() == 2 && self.page.tokens.list[source.start + 1].capital() {
            return None;
        }
        if source.clone().all(|at| self.is_quantity(at)) {
            return None;
        }
        let known = self.known_by(&self.words_of(&source));
        Some(known.map_or(Who::Phrase(source.start, source.end), |id| self.who(id)))
    }

    /// The candidates of a quotation, each once; `ruled` is the rules' answer.
    pub(super) fn candidates(&self, turn: &Turn, ruled: Option<Who>) -> Vec<Who> {
        let mut list: Vec<Who> = ruled.into_iter().collect();
        add(&mut list, self.described_by(turn).into_iter(), 1);
        let usable = |place: &&Occurrence| {
            !self.page.marks.inside(place.name.start)
                && !self.credits.contains(&(self.paragraph(place.name.start) as u32))
                && self.may_be_named(place)
        };
        let before = self.names.before(turn.anchor).take(BEFORE.0).filter(usable).map(|place| place.entity);
        add(&mut list, before.map(Who::Entity), BEFORE.1);
        let reach = self.page.tokens.paragraphs.get(turn.paragraph + 1).map_or(turn.content.end, |next| next.end);
        let behind = self.names.within(&(turn.anchor..reach)).iter().take(BEHIND.0).filter(usable);
        add(&mut list, behind.map(|place| Who::Entity(place.entity)), BEHIND.1);
        let turns = self.ranking.turns.iter().rev().take(TURNS).map(|spoke| self.who(spoke.id));
        add(&mut list, turns, 3);
        add(&mut list, self.main.map(Who::Entity).into_iter(), 1);
        add(&mut list, self.ranking.topics.into_iter().flatten().map(Who::Entity), 2);
        add(&mut list, self.next_named(turn.anchor).map(|(_, entity)| Who::Entity(entity)).into_iter(), 1);
        list.retain(|&who| Some(who) == ruled || self.is_somebody(who));
        list.truncate(MOST);
        list
    }

    /// Returns false for "We’ve" and for the letters of questions and answers.
    fn is_somebody(&self, who: Who) -> bool {
        let Who::Entity(entity) = who else { return true };
        let name = &self.names.entities[entity].name;
        let letter = name.len() == 1 && self.page.word(name.start).chars().count() == 1;
        !letter && self.pronoun(name).is_none()
    }

    /// The first named source behind a token: its token and entity.
    pub(super) fn next_named(&self, at: usize) -> Option<(usize, usize)> {
        let named = &self.ranking.named;
        named.get(named.partition_point(|&(token, _)| token <= at)).copied()
    }

    /// The last named source before a token: its token and entity.
    pub(super) fn last_named(&self, at: usize) -> Option<(usize, usize)> {
        let named = &self.ranking.named;
        named.partition_point(|&(token, _)| token < at).checked_sub(1).map(|last| named[last])
    }
}

/// Adds up to `most` new ones.
fn add(list: &mut Vec<Who>, more: impl Iterator<Item = Who>, most: usize) {
    let limit = list.len() + most;
    for who in more {
        if list.len() >= limit {
            break;
        }
        if !list.contains(&who) {
            list.push(who);
        }
    }
}
