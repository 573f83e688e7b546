//! The nearest mention of a candidate before a quotation: how far, and in which part of its sentence.

use super::candidates::Who;
use super::turn::Turn;
use crate::attribute::draft::BlockPart;
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Occurrence;
use crate::attribute::speakers::Resolver;
use crate::attribute::tokens::Kind;
use crate::forest::FeatureRow;

/// So many places of an entity are looked back over.
const PLACES: usize = 12;
/// Columns that a place fills.
const COLUMNS: usize = 13;
/// Greater distances count as this one.
pub(super) const FARTHEST: f32 = 20.0;

impl Resolver<'_> {
    /// Fills the columns for the nearest mention before the quotation.
    pub(super) fn push_place<const WIDTH: usize>(&self, turn: &Turn, who: Who, row: &mut FeatureRow<WIDTH>) {
        match who {
            Who::Entity(entity) => match self.place_before(turn, entity) {
                Some(place) => self.push_occurrence(turn, place, row),
                None => row.skip(COLUMNS),
            },
            Who::Speaker(_) | Who::Phrase(..) => match self.turns_of(who) {
                Some((_, spoke)) => {
                    self.push_distance(turn, spoke.anchor, row);
                    row.skip(COLUMNS - 4);
                }
                None => row.skip(COLUMNS),
            },
        }
    }

    /// The last place outside marks before the quotation's anchor.
    pub(super) fn place_before(&self, turn: &Turn, entity: usize) -> Option<&Occurrence> {
        let places = self.names.places_before(entity, turn.anchor).take(PLACES);
        places.into_iter().find(|place| !self.page.marks.inside(place.name.start))
    }

    fn push_distance<const WIDTH: usize>(&self, turn: &Turn, at: usize, row: &mut FeatureRow<WIDTH>) {
        let sentence = |at: usize| self.page.sentences.of.get(at).copied().unwrap_or_default() as f32;
        let paragraph = self.paragraph(at);
        row.push((turn.anchor.saturating_sub(at) as f32 + 1.0).log2());
        row.push((sentence(turn.anchor) - sentence(at)).min(FARTHEST));
        row.push((turn.paragraph as f32 - paragraph as f32).min(FARTHEST));
        let heading = (paragraph + 1..=turn.paragraph).any(|at| self.page.part(at) == BlockPart::Heading);
        row.flags(&[heading]);
    }

    fn push_occurrence<const WIDTH: usize>(&self, turn: &Turn, place: &Occurrence, row: &mut FeatureRow<WIDTH>) {
        let page = self.page;
        let at = place.name.start;
        self.push_distance(turn, at, row);
        let sentence = page.sentences.at(at);
        let paragraph = page.tokens.paragraphs.get(self.paragraph(at));
        let next = page.token(place.name.end).filter(|_| place.name.end < sentence.end);
        let owns = next.is_some_and(|t| t.is(WordClass::AUX) && page.tokens.list[place.name.end - 1].end == t.start);
        let verb = next.is_some_and(|t| t.is(WordClass::AUX | WordClass::SPEECH | WordClass::STANCE) && !owns)
            || page.says_participle(place.name.end);
        let relative = (sentence.start + 1..at).any(|at| page.tokens.list[at].is(WordClass::REL));
        row.flags(&[
            self.opens(place),
            paragraph.is_some_and(|range| place.titled.start <= range.start + 3),
            self.hangs(place),
            owns,
            verb,
            relative,
            place.titled.start < at,
            next.is_some_and(|t| t.kind == Kind::Comma),
            page.part(self.paragraph(at)) == BlockPart::Heading,
        ]);
    }
}
