//! The passage that leads to a quotation: who it is about, and who was about to speak.

use super::candidates::Who;
use super::turn::Turn;
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::{Gender, Occurrence};
use crate::attribute::speakers::Resolver;
use crate::forest::FeatureRow;
use crate::reading::SpeakerKind;
use std::ops::Range;

/// So many tokens behind a name are searched for its verb.
const REACH: usize = 30;
/// More mentions, pronouns or paragraphs than these count as so many.
const MOST: usize = 10;
/// Mentions are counted in the quotation's paragraph and so many before it.
const NEAR: usize = 2;
/// So many places of an entity are looked back over.
const PLACES: usize = 24;

/// The passage before a quotation, measured once for all its candidates.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passage {
    /// The first entity that fits the source in the quotation's paragraph, and in the one before.
    first: [Option<usize>; 2],
    /// Number of different entities that fit there.
    fitting: [usize; 2],
}

impl Resolver<'_> {
    /// Measures the passage before a turn.
    pub(super) fn passage(&self, turn: &Turn) -> Passage {
        let mut passage = Passage::default();
        let own = self.page.tokens.paragraphs.get(turn.paragraph).cloned().unwrap_or_default();
        let before = turn.paragraph.checked_sub(1).and_then(|at| self.page.tokens.paragraphs.get(at).cloned());
        let ranges = [own.start..turn.anchor.clamp(own.start, own.end), before.unwrap_or_default()];
        for (slot, range) in ranges.iter().enumerate() {
            let entities = self.fitting_in(turn, range);
            passage.first[slot] = entities.first().copied();
            passage.fitting[slot] = entities.len();
        }
        passage
    }

    /// The person named most often on the page, and of those whom the title names.
    pub(in crate::attribute::speakers) fn find_topics(&mut self) {
        let of_title = |entity: usize| {
            let last = self.names.entities[entity].name.end.checked_sub(1).and_then(|at| self.page.token(at));
            last.is_some_and(|token| self.ranking.title.contains(&token.hash))
        };
        let person = |entity: &usize| self.names.entities[*entity].kind == SpeakerKind::Person;
        let most = |entities: &mut dyn Iterator<Item = usize>| {
            entities.map(|at| (self.names.times(at), std::cmp::Reverse(at))).max().map(|(_, at)| at.0)
        };
        let all = || (0..self.names.entities.len()).filter(person);
        self.ranking.topics = [most(&mut all()), most(&mut all().filter(|&at| of_title(at)))];
    }

    /// The entities named outside marks in some tokens that fit the source, each once.
    fn fitting_in(&self, turn: &Turn, range: &Range<usize>) -> Vec<usize> {
        let mut found = Vec::new();
        for place in self.names.within(range).iter().take(PLACES) {
            let person = !turn.is_one() || self.names.entities[place.entity].kind == SpeakerKind::Person;
            let fits = person && self.fits(turn, Who::Entity(place.entity)) >= 0.0;
            if fits && !found.contains(&place.entity) && !self.page.marks.inside(place.name.start) {
                found.push(place.entity);
            }
        }
        found
    }

    /// Fills the columns of the passage for one candidate.
    pub(super) fn push_passage<const WIDTH: usize>(
        &self,
        turn: &Turn,
        passage: &Passage,
        who: Who,
        row: &mut FeatureRow<WIDTH>,
    ) {
        let entity = who.entity();
        for slot in 0..2 {
            row.flags(&[entity.is_some() && passage.first[slot] == entity]);
            row.counts(&[passage.fitting[slot].min(MOST)]);
        }
        let last = self.ranking.turns.last();
        row.flags(&[last.is_some_and(|spoke| spoke.by_person && self.who(spoke.id) == who), self.clashes(turn, who)]);
        row.flags(&self.ranking.topics.map(|topic| topic.is_some() && topic == entity));
        let Some(entity) = entity else { return row.skip(9) };
        self.push_mentions(turn, entity, row);
        let Some(place) = self.place_before(turn, entity) else { return row.skip(5) };
        row.flags(&[self.says(place), self.comes_to_speak(place)]);
        self.push_pronouns(turn, place, row);
    }

    /// Paragraphs since the entity was first named and since it was last a source, and its mentions nearby.
    fn push_mentions<const WIDTH: usize>(&self, turn: &Turn, entity: usize, row: &mut FeatureRow<WIDTH>) {
        let since = |token: usize| turn.paragraph.saturating_sub(self.paragraph(token)).min(MOST) as f32;
        let first = self.names.of_entity(entity).next().filter(|place| place.name.start < turn.anchor);
        row.push(first.map_or(-1.0, |place| since(place.name.start)));
        let named = &self.ranking.named;
        let source = named[..named.partition_point(|&(token, _)| token < turn.anchor)].iter().rev().take(PLACES);
        let source = source.into_iter().find(|(_, other)| *other == entity);
        row.push(source.map_or(-1.0, |&(token, _)| since(token)));
        let near = self.names.places_before(entity, turn.anchor).take(MOST).filter(|place| {
            self.paragraph(place.name.start) + NEAR >= turn.paragraph && !self.page.marks.inside(place.name.start)
        });
        row.counts(&[near.count()]);
        row.flags(&[source.is_some_and(|&(token, _)| self.last_named(turn.anchor).is_some_and(|(at, _)| at == token))]);
    }

    /// Pronouns of the source's gender since the last mention, of the other gender, and whether there are any.
    fn push_pronouns<const WIDTH: usize>(&self, turn: &Turn, place: &Occurrence, row: &mut FeatureRow<WIDTH>) {
        let [he, she] = [0, 1].map(|at| {
            let list: &[usize] = &self.ranking.pronouns[at];
            let until = list.partition_point(|&token| token < turn.anchor);
            until.saturating_sub(list.partition_point(|&token| token < place.name.end)).min(MOST)
        });
        match turn.gender {
            Gender::Unknown => row.skip(2),
            Gender::Male => row.counts(&[he, she]),
            Gender::Female => row.counts(&[she, he]),
        }
        row.flags(&[he + she > 0]);
    }

    /// Returns true if the source tells another gender than the candidate's.
    pub(super) fn clashes(&self, turn: &Turn, who: Who) -> bool {
        who.entity().is_some_and(|entity| turn.gender.clashes(self.names.entities[entity].gender))
    }

    /// Returns true if the name is the subject of a verb of saying beside it: "said Ann Lee", "Ann Lee warned".
    pub(in crate::attribute::speakers) fn says(&self, place: &Occurrence) -> bool {
        let before = place.titled.start.checked_sub(1).filter(|&at| self.speaks(at));
        self.speaks(place.name.end) || before.is_some_and(|at| self.is_inverted(at))
    }

    /// Returns true if a verb of saying follows the name in its sentence, with no other name in between.
    fn comes_to_speak(&self, place: &Occurrence) -> bool {
        let end = self.page.sentences.at(place.name.start).end.min(place.name.end + REACH);
        let others = self.names.within(&(place.name.end..end));
        let person = |other: &&Occurrence| self.names.entities[other.entity].kind == SpeakerKind::Person;
        let end = others.iter().find(person).map_or(end, |other| other.titled.start);
        (place.name.end..end).any(|at| self.speaks(at) && !self.page.marks.inside(at))
    }

    /// Returns true for a finite verb of saying.
    fn speaks(&self, at: usize) -> bool {
        self.page.token(at).is_some_and(|token| token.is(WordClass::SPEECH) && token.is(WordClass::FINITE))
    }
}
