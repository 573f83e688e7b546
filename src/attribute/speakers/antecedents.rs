//! Who is meant by a word that stands for someone named elsewhere: pronouns ("she") and roles ("the minister").

use super::{LOOK_BACK, Resolver};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::{Gender, Occurrence};
use crate::attribute::roles;
use crate::reading::{Speaker, SpeakerKind};
use std::ops::Range;

impl Resolver<'_> {
    /// "the minister": who was called one.
    pub(super) fn by_role(&self, source: &Range<usize>) -> Option<u32> {
        let head = self.page.token(source.end.checked_sub(1)?).filter(|t| t.is(WordClass::ROLE | WordClass::TITLE))?;
        let word = head.span().of(self.page.text).to_lowercase();
        for place in self.names.before(source.start).take(LOOK_BACK) {
            let Some(&id) = self.of_entity.get(&place.entity) else { continue };
            let titled =
                self.page.tokens.span(&(place.titled.start..place.name.start)).of(self.page.text).to_lowercase();
            let role = roles::beside(self.page, place).map(|role| role.to_lowercase());
            if titled.split(' ').any(|w| w == word)
                || role.is_some_and(|role| role.split([' ', ',']).any(|w| w == word))
            {
                return Some(id);
            }
        }
        None
    }

    /// They: those who spoke last, if they were several or a body, else the last who are.
    pub(super) fn of_they(&self) -> Vec<u32> {
        let plural = self.last.len() > 1
            || self.last.first().is_some_and(|&id| self.speakers[id as usize].kind != SpeakerKind::Person);
        if plural {
            return self.last.clone();
        }
        let group =
            self.speakers.iter().rev().find(|s| matches!(s.kind, SpeakerKind::Group | SpeakerKind::Organisation));
        group.map(|s| vec![s.id]).unwrap_or_default()
    }

    /// He or she at this token: the one named or speaking before who fits best.
    pub(super) fn of_one(&mut self, at: usize, gender: Gender) -> Vec<u32> {
        match self.antecedent(at, gender) {
            Some(place) => vec![self.of_place(&place)],
            None => self.last_person(gender),
        }
    }

    /// It: the organisation that spoke last, if it was one.
    pub(super) fn of_it(&self) -> Vec<u32> {
        let is_body = |id: &&u32| {
            let kind = self.speakers[**id as usize].kind;
            matches!(kind, SpeakerKind::Organisation | SpeakerKind::Outlet | SpeakerKind::Group)
        };
        self.last.iter().find(is_body).map(|id| vec![*id]).unwrap_or_default()
    }

    /// The person whom a pronoun means: near, first in the sentence, speaking before, and named so that it fits.
    fn antecedent(&self, at: usize, gender: Gender) -> Option<Occurrence> {
        let here = self.page.sentences.at(at).start;
        let paragraph = self.paragraph(at);
        let mut best: Option<(i32, &Occurrence)> = None;
        for (back, place) in self.names.before(at).take(LOOK_BACK).enumerate() {
            let entity = &self.names.entities[place.entity];
            let clash = entity.gender != Gender::Unknown && entity.gender != gender;
            if entity.kind != SpeakerKind::Person || clash || self.page.marks.inside(place.name.start) {
                continue;
            }
            let sentence = self.page.sentences.at(place.name.start);
            let mut score =
                -(back as i32) * 2 - 6 * (paragraph.saturating_sub(self.paragraph(place.name.start)) as i32);
            if entity.gender == gender {
                score += 4;
            }
            if self.names.vague(place.entity) {
                score -= 4;
            }
            let opens = self.names.within(&(sentence.start..place.name.start + 1)).len() == 1
                && place.titled.start <= sentence.start + 3;
            if opens && sentence.start <= here {
                score += 5;
            }
            if self.of_entity.get(&place.entity).is_some_and(|id| self.last.contains(id)) {
                score += 8;
            }
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| place.clone())
    }

    fn last_person(&self, gender: Gender) -> Vec<u32> {
        let fits = |speaker: &&Speaker| {
            let known = self.entity_of[speaker.id as usize]
                .map_or(Gender::Unknown, |entity| self.names.entities[entity].gender);
            matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Unnamed)
                && (known == Gender::Unknown || known == gender)
        };
        self.speakers.iter().rev().take(LOOK_BACK).find(fits).map(|speaker| vec![speaker.id]).unwrap_or_default()
    }
}
