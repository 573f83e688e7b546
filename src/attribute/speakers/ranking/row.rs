//! The features of a candidate for the speaker of a quotation: one row of numbers for the trees.

use super::Spoke;
use super::candidates::Who;
use super::likeness::Likeness;
use super::place::FARTHEST;
use super::turn::{SourceWords, Turn};
use crate::attribute::draft::BlockPart;
use crate::attribute::names::Gender;
use crate::attribute::speakers::{Resolution, Resolver};
use crate::forest::FeatureRow;
use crate::reading::SpeakerKind;

/// Numbers in a row.
pub const SPEAKER_WIDTH: usize = 116;
/// A row.
pub type RankedRow = [f32; SPEAKER_WIDTH];

/// The names of the columns, for reports.
pub const SPEAKER_COLUMNS: [&str; SPEAKER_WIDTH] = [
    "none",
    "carried",
    "he",
    "she",
    "they",
    "it",
    "first",
    "relative",
    "definite",
    "phrase",
    "name",
    "marked",
    "opens",
    "cued",
    "words",
    "heading",
    "caption",
    "quote",
    "continues",
    "introduced",
    "verbatim",
    "paragraph",
    "first person",
    "speakers",
    "ruled",
    "margin",
    "agreed",
    "candidates",
    "mention",
    "is ruled",
    "person",
    "organisation",
    "outlet",
    "unnamed",
    "group",
    "surely person",
    "gender",
    "name words",
    "vague",
    "times",
    "sources",
    "share",
    "quotes",
    "main",
    "tokens",
    "sentences",
    "paragraphs",
    "heading between",
    "opens sentence",
    "opens paragraph",
    "hangs",
    "owns",
    "verb",
    "clause",
    "titled",
    "comma",
    "in heading",
    "rank",
    "fitting rank",
    "behind",
    "behind tokens",
    "is last",
    "last paragraphs",
    "run",
    "is second",
    "same paragraph",
    "is next",
    "next paragraphs",
    "is previous",
    "previous paragraphs",
    "in content",
    "in title",
    "head in name",
    "role share",
    "head in role",
    "any body",
    "other noun",
    "plural noun",
    "capitals",
    "person noun",
    "document",
    "noun beside",
    "in source",
    "first in paragraph",
    "fitting in paragraph",
    "first before",
    "fitting before",
    "last as person",
    "clash",
    "topic",
    "title topic",
    "first named",
    "last source",
    "mentions near",
    "was last source",
    "says",
    "comes to speak",
    "own pronouns",
    "other pronouns",
    "any pronouns",
    "own words",
    "person probability",
    "matches",
    "rivals",
    "unmatched",
    "capitals unmatched",
    "body class",
    "issues",
    "introduced",
    "noun before",
    "told gender",
    "gender by letters",
    "was asked",
    "somebody asked",
    "last asks",
    "reply",
];

/// A body's name is no person's below this probability.
const MAY_BE_PERSON: f32 = 0.2;
/// Longer runs of turns of one speaker count as this one.
const LONGEST_RUN: usize = 10;

/// A row while it is filled.
pub(super) type Row = FeatureRow<SPEAKER_WIDTH>;

impl Resolver<'_> {
    /// The rows of all candidates of a turn.
    pub(super) fn rows(
        &self,
        turn: &Turn,
        candidates: &[Who],
        ruled: Option<Who>,
        evidence: &Resolution,
    ) -> Vec<[f32; SPEAKER_WIDTH]> {
        let mut start = Row::default();
        self.push_turn(turn, &mut start);
        push_rule(ruled, evidence, &mut start);
        let recent = self.recent();
        let passage = self.passage(turn);
        let last: Vec<Option<usize>> = candidates.iter().map(|&who| self.last_token(turn, who)).collect();
        let fitting: Vec<bool> = candidates.iter().map(|&who| self.fits(turn, who) >= 0.0).collect();
        let described: Vec<Likeness> = candidates.iter().map(|&who| self.likeness(turn, who)).collect();
        let noun = self.noun_before(turn);
        let row = |at: usize| {
            let mut row = start;
            let who = candidates[at];
            row.flags(&[Some(who) == ruled]);
            self.push_candidate(turn, who, &mut row);
            self.push_place(turn, who, &mut row);
            // Mentioned last behind the candidate's last mention.
            let others = (0..candidates.len()).filter(|&other| other != at && last[other] > last[at]);
            let (all, fit) = others.fold((0, 0), |(all, fit), other| (all + 1, fit + usize::from(fitting[other])));
            row.counts(&[all, fit]);
            self.push_behind(turn, who, &mut row);
            self.push_turns(turn, who, recent, &mut row);
            self.push_content(turn, who, &mut row);
            self.push_description(turn, who, &described[at], &mut row);
            let named = self.names.within(&turn.source).iter().any(|place| Who::Entity(place.entity) == who);
            row.flags(&[named]);
            self.push_passage(turn, &passage, who, &mut row);
            row.flags(&[matches!(who, Who::Phrase(..))]);
            row.push(who.entity().map_or(-1.0, |entity| self.names.entities[entity].person));
            let rivals = described.iter().enumerate().filter(|(other, match_)| *other != at && match_.any()).count();
            self.push_likeness(turn, who, &described[at], rivals, &noun, &mut row);
            row.finish()
        };
        (0..candidates.len()).map(row).collect()
    }

    fn push_turn(&self, turn: &Turn, row: &mut Row) {
        use SourceWords as S;
        let sorts = [
            S::None,
            S::Carried,
            S::He,
            S::She,
            S::They,
            S::It,
            S::First,
            S::Relative,
            S::Definite,
            S::Phrase,
            S::Name,
        ];
        sorts.iter().for_each(|&sort| row.flags(&[turn.sort == sort]));
        row.flags(&turn.form);
        row.push((turn.content.len() as f32 + 1.0).log2());
        row.flags(&[turn.part == BlockPart::Heading, turn.part == BlockPart::Caption, turn.part == BlockPart::Quote]);
        row.flags(&turn.setting);
        row.push((turn.paragraph as f32).min(40.0));
        row.flags(&[self.ranking.first_person]);
        row.counts(&[self.speakers.len()]);
    }

    fn push_candidate(&self, turn: &Turn, who: Who, row: &mut Row) {
        let kind = match who {
            Who::Entity(entity) => self.names.entities[entity].kind,
            Who::Speaker(id) => self.speakers[id as usize].kind,
            Who::Phrase(start, end) => self.kind_of_phrase(&(start..end)),
        };
        use SpeakerKind as K;
        [K::Person, K::Organisation, K::Outlet, K::Unnamed, K::Group].iter().for_each(|&one| row.flags(&[kind == one]));
        let entity = who.entity();
        row.flags(&[entity.is_some_and(|entity| self.names.entities[entity].surely_person)]);
        row.push(self.fits(turn, who));
        row.counts(&[entity.map_or(0, |entity| self.names.entities[entity].name.len())]);
        row.flags(&[entity.is_some_and(|entity| self.names.vague(entity))]);
        let sources = entity.map_or(0, |entity| self.sources[entity]);
        row.push((entity.map_or(0, |entity| self.names.times(entity)) as f32 + 1.0).log2());
        row.push(sources as f32);
        row.push(sources as f32 / self.ranking.named.len().max(1) as f32);
        row.counts(&[self.turns_of(who).map_or(0, |(turns, _)| *turns)]);
        row.flags(&[entity.is_some() && self.main == entity]);
    }

    /// 1 where the gender that the source tells is the candidate's, 0 where one is not known, -1 where they differ or
    /// the candidate is no person.
    pub(super) fn fits(&self, turn: &Turn, who: Who) -> f32 {
        let (kind, known, person) = match who {
            Who::Entity(entity) => {
                let entity = &self.names.entities[entity];
                (entity.kind, entity.gender, entity.person)
            }
            Who::Speaker(id) => (self.speakers[id as usize].kind, Gender::Unknown, 0.0),
            Who::Phrase(..) => return 0.0,
        };
        let several = matches!(kind, SpeakerKind::Organisation | SpeakerKind::Outlet | SpeakerKind::Group);
        let clashes = several && person < MAY_BE_PERSON || turn.gender.clashes(known);
        match turn.sort {
            _ if turn.gender != Gender::Unknown && clashes => -1.0,
            _ if turn.gender != Gender::Unknown => f32::from(u8::from(turn.gender == known)),
            SourceWords::They | SourceWords::It if several => 1.0,
            SourceWords::It => -1.0,
            _ => 0.0,
        }
    }

    /// The one who spoke last, and the last one who is somebody else.
    fn recent(&self) -> [Option<Who>; 2] {
        let mut turns = self.ranking.turns.iter().rev().map(|spoke| self.who(spoke.id));
        let last = turns.next();
        [last, turns.find(|&one| Some(one) != last)]
    }

    /// The number of turns of a candidate, and the last one.
    pub(super) fn turns_of(&self, who: Who) -> Option<&(usize, Spoke)> {
        let id = match who {
            Who::Entity(entity) => *self.of_entity.get(&entity)?,
            Who::Speaker(id) => id,
            Who::Phrase(..) => return None,
        };
        self.ranking.of_speaker.get(&id)
    }

    fn last_token(&self, turn: &Turn, who: Who) -> Option<usize> {
        match who {
            Who::Entity(entity) => self.names.places_before(entity, turn.anchor).next().map(|place| place.name.start),
            Who::Speaker(_) | Who::Phrase(..) => self.turns_of(who).map(|(_, spoke)| spoke.anchor),
        }
    }

    /// The next mention behind the content, in its paragraph.
    fn push_behind(&self, turn: &Turn, who: Who, row: &mut Row) {
        let end = self.page.tokens.paragraphs.get(turn.paragraph).map_or(turn.content.end, |range| range.end);
        let places = self.names.within(&(turn.content.end..end.max(turn.content.end)));
        let next = places.iter().take(8).find(|place| Who::Entity(place.entity) == who);
        row.flags(&[next.is_some()]);
        row.push(next.map_or(-1.0, |place| (place.name.start - turn.content.end) as f32));
    }

    fn push_turns(&self, turn: &Turn, who: Who, [last, second]: [Option<Who>; 2], row: &mut Row) {
        let own = self.turns_of(who).map(|(_, spoke)| spoke);
        let turns = self.ranking.turns.iter().rev().take(LONGEST_RUN);
        let run = turns.take_while(|spoke| self.who(spoke.id) == who).count();
        let since = |paragraph: usize| (turn.paragraph as f32 - paragraph as f32).min(FARTHEST);
        row.flags(&[last == Some(who)]);
        row.push(own.map_or(-1.0, |spoke| since(spoke.paragraph)));
        row.counts(&[run]);
        row.flags(&[second == Some(who), own.is_some_and(|spoke| spoke.paragraph == turn.paragraph)]);
        for (named, sign) in [(self.next_named(turn.anchor), -1.0), (self.last_named(turn.anchor), 1.0)] {
            row.flags(&[named.is_some_and(|(_, entity)| Who::Entity(entity) == who)]);
            row.push(named.map_or(-1.0, |(token, _)| (sign * since(self.paragraph(token))).min(FARTHEST)));
        }
    }

    fn push_content(&self, turn: &Turn, who: Who, row: &mut Row) {
        let Some(entity) = who.entity() else { return row.skip(2) };
        let inside = self.names.within(&turn.content).iter().any(|place| place.entity == entity);
        let last = self.names.entities[entity].name.end.checked_sub(1).and_then(|at| self.page.token(at));
        row.flags(&[inside, last.is_some_and(|token| self.ranking.title.contains(&token.hash))]);
    }
}

fn push_rule(ruled: Option<Who>, evidence: &Resolution, row: &mut Row) {
    row.flags(&[ruled.is_some()]);
    row.push(evidence.margin);
    row.flags(&[evidence.agreed]);
    row.counts(&[evidence.candidates as usize, evidence.mention as usize]);
}
