//! Resolves pronouns: ranks the entities named before by the position and form of their mentions and by their speech.

use super::{LOOK_BACK, MentionType, Resolution, Resolver};
use crate::attribute::draft::Draft;
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::{Gender, Occurrence};
use crate::attribute::tokens::Kind;
use crate::reading::{Speaker, SpeakerKind};
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Paragraph distance from which the penalty no longer grows.
const FARTHEST: usize = 6;

/// Weight of opening the previous or the same sentence.
const TURN: f32 = 6.0;
/// Additional weight of opening the paragraph.
const SUBJECT: f32 = 4.0;
/// Additional weight of a verb of saying beside the name.
const SAYING: f32 = 6.0;
/// Score of an unnamed speaker who has just spoken.
const UNNAMED: f32 = 12.0;

impl Resolver<'_> {
    /// Resolves "they": the last speakers, if they were several or may be an organisation; else the latest group or
    /// organisation; else the last speakers.
    pub(super) fn of_they(&self) -> (Vec<u32>, Resolution) {
        if self.last.len() > 1 || self.last.first().is_some_and(|&id| self.may_be_body(id)) {
            return (self.last.clone(), self.weak(8.0));
        }
        let group = self.speakers.iter().rev().take(LOOK_BACK);
        let mut group = group.filter(|s| matches!(s.kind, SpeakerKind::Group | SpeakerKind::Organisation));
        match group.next() {
            Some(found) => (vec![found.id], self.weak(2.0)),
            None => (self.last.clone(), self.weak(1.0)),
        }
    }

    /// Returns true if the speaker is an organisation or may be one: the name is not surely a person's.
    fn may_be_body(&self, id: u32) -> bool {
        let sure = |entity: usize| {
            let known = &self.names.entities[entity];
            known.surely_person || known.gender != Gender::Unknown
        };
        self.speakers[id as usize].kind != SpeakerKind::Person || !self.entity_of[id as usize].is_none_or(sure)
    }

    /// Resolves "it": the last organisation that spoke, else the last one named at the start of a nearby sentence.
    pub(super) fn of_it(&mut self, at: usize) -> (Vec<u32>, Resolution) {
        let is_body =
            |kind: SpeakerKind| matches!(kind, SpeakerKind::Organisation | SpeakerKind::Outlet | SpeakerKind::Group);
        let spoke = self.last.iter().copied().find(|&id| is_body(self.speakers[id as usize].kind));
        if let Some(id) = spoke {
            return (vec![id], self.weak(8.0));
        }
        let paragraph = self.paragraph(at);
        let near = self.names.before(at).take(LOOK_BACK).find(|place| {
            self.paragraph(place.name.start) + 1 >= paragraph
                && is_body(self.names.entities[place.entity].kind)
                && !self.page.marks.inside(place.name.start)
                && self.opens(place)
        });
        let found = near.map(|place| place.entity);
        (found.map(|entity| self.of_entity(entity)).into_iter().collect(), self.weak(2.0))
    }

    /// Resolves "I": the speaker of the quotation around it, or the author in the author's own words.
    pub(super) fn of_first(&mut self, source: &Range<usize>, draft: &Draft) -> (Vec<u32>, Resolution) {
        if self.page.marks.inside(source.start) {
            let around = self.spoken.iter().rev().take(LOOK_BACK).find(|(content, _)| content.contains(&source.start));
            let found = around.map(|(_, speakers)| speakers.clone()).unwrap_or_default();
            return (found, self.weak(6.0));
        }
        let sentence = self.page.sentences.at(source.start);
        let own = draft.content.iter().all(|piece| {
            sentence.start <= piece.start && piece.end <= sentence.end && self.page.marks.inside(piece.start + 1)
        });
        match self.frame.author.filter(|_| own && self.page.says(source.start, "I")) {
            Some(author) => (vec![self.called(author, SpeakerKind::Person)], self.weak(4.0)),
            None => (Vec::new(), Resolution::clear(MentionType::Pronoun)),
        }
    }

    fn weak(&self, margin: f32) -> Resolution {
        Resolution { margin, agreed: false, ..Resolution::clear(MentionType::Pronoun) }
    }

    /// Resolves "he" or "she" at this token to the best-ranked person before it.
    pub(super) fn of_one(&mut self, at: usize, gender: Gender) -> (Vec<u32>, Resolution) {
        let ranked = self.ranked(at, gender);
        if let Some(id) = self.unnamed_before(at, ranked.first().map_or(f32::MIN, |best| best.0)) {
            return (vec![id], self.weak(2.0));
        }
        let Some(&(score, entity, distance)) = ranked.first() else {
            return (self.last_person(gender), self.weak(0.0));
        };
        let margin = ranked.get(1).map_or(Resolution::CLEAR, |(second, ..)| (score - second).min(Resolution::CLEAR));
        let evidence = Resolution {
            mention: MentionType::Pronoun,
            margin,
            candidates: ranked.len() as u32,
            agreed: self.last.iter().any(|id| self.entity_of[*id as usize] == Some(entity)),
            distance,
            ..Resolution::default()
        };
        (vec![self.of_entity(entity)], evidence)
    }

    /// Returns the unnamed last speaker if no person named since scores more than `best`.
    fn unnamed_before(&self, at: usize, best: f32) -> Option<u32> {
        let [id] = self.last.as_slice() else { return None };
        let unnamed =
            self.entity_of[*id as usize].is_none() && self.speakers[*id as usize].kind == SpeakerKind::Unnamed;
        let since = self.paragraph(at).saturating_sub(self.last_paragraph);
        (unnamed && UNNAMED - 4.0 * since as f32 > best).then_some(*id)
    }

    /// Returns the persons who fit a pronoun at this token, best first: score, entity, distance in paragraphs.
    pub(super) fn ranked(&self, at: usize, gender: Gender) -> Vec<(f32, usize, u32)> {
        let paragraph = self.paragraph(at);
        let mut found: Vec<(f32, usize, u32)> = Vec::new();
        for place in self.names.before(at).take(LOOK_BACK) {
            let entity = &self.names.entities[place.entity];
            if entity.kind != SpeakerKind::Person
                || gender.clashes(entity.gender)
                || self.page.marks.inside(place.name.start)
                || self.credits.contains(&(self.paragraph(place.name.start) as u32))
                || !self.may_be_named(place)
            {
                continue;
            }
            let distance = paragraph.saturating_sub(self.paragraph(place.name.start));
            let others = found.iter().filter(|(_, other, _)| *other != place.entity).count();
            let mut score = -2.0 * others as f32 - 4.0 * distance.min(FARTHEST) as f32;
            score += self.form(place, gender);
            // A new person at the start of the previous sentence is the new topic.
            if self.opens(place) && !self.hangs(place) && self.sentences_between(place.name.start, at) <= 1 {
                score += TURN;
                let subject =
                    self.page.tokens.paragraphs.get(paragraph).is_some_and(|p| place.titled.start <= p.start + 3);
                if distance == 0 && subject {
                    score += SUBJECT;
                }
            }
            score += self.standing(place.entity, paragraph);
            match found.iter_mut().find(|(_, other, _)| *other == place.entity) {
                Some(known) => known.0 = known.0.max(score),
                None => found.push((score, place.entity, distance as u32)),
            }
        }
        // The current speaker may have been named long before.
        if let Some((entity, spoke)) = self.last_person
            && !found.iter().any(|(_, other, _)| *other == entity)
            && !gender.clashes(self.names.entities[entity].gender)
        {
            let distance = paragraph.saturating_sub(spoke);
            let score = -2.0 * found.len().min(3) as f32 - 4.0 * distance.min(FARTHEST) as f32;
            found.push((score + 5.0 + self.standing(entity, paragraph), entity, distance as u32));
        }
        found.small_sort_by(|a, b| b.0.total_cmp(&a.0));
        found
    }

    fn sentences_between(&self, from: usize, to: usize) -> u32 {
        let of = |at: usize| self.page.sentences.of.get(at).copied().unwrap_or_default();
        of(to).saturating_sub(of(from))
    }

    /// Returns the weight of the position and form of a mention.
    fn form(&self, place: &Occurrence, gender: Gender) -> f32 {
        let mut score = 0.0;
        if gender != Gender::Unknown && self.names.entities[place.entity].gender == gender {
            score += 4.0;
        }
        let known = &self.names.entities[place.entity];
        if self.names.vague(place.entity) || !known.surely_person && known.gender == Gender::Unknown {
            score -= 4.0;
        }
        if self.opens(place) && !self.hangs(place) {
            score += 5.0;
        }
        if self.hangs(place) {
            score -= 4.0;
        }
        if self.says(place) {
            score += SAYING;
        }
        let owns = self.page.token(place.name.end).is_some_and(|t| {
            t.is(WordClass::AUX) && self.page.token(place.name.end - 1).is_some_and(|last| last.end == t.start)
        });
        score - if owns { 2.0 } else { 0.0 }
    }

    /// Returns true if a preposition or a verb of saying stands before the name: it is no subject.
    pub(super) fn hangs(&self, place: &Occurrence) -> bool {
        let mut at = place.titled.start;
        if at > 0 && self.page.token(at - 1).is_some_and(|t| t.is(WordClass::DET)) {
            at -= 1;
        }
        let Some(at) = at.checked_sub(1) else { return false };
        self.page.token(at).is_some_and(|t| {
            (t.is(WordClass::PREP) || t.is(WordClass::SPEECH) && !self.is_inverted(at))
                && !t.is(WordClass::ROLE | WordClass::TITLE)
        })
    }

    /// Returns true if the verb stands before its subject: ", said Ann Lee". The object of "told" follows the verb.
    pub(super) fn is_inverted(&self, verb: usize) -> bool {
        let before = verb.checked_sub(1).and_then(|at| self.page.token(at));
        let object = ["told", "tells", "asked", "asks", "urged", "urges", "warned", "warns", "accused", "accuses"];
        before.is_some_and(|t| matches!(t.kind, Kind::Comma | Kind::Mark | Kind::Stop | Kind::Dash))
            && !object.iter().any(|word| self.page.says(verb, word))
    }

    /// Returns the weight of the entity's part on the page: current speaker, source elsewhere.
    fn standing(&self, entity: usize, paragraph: usize) -> f32 {
        let speaks = self.last_person.is_some_and(|(known, _)| known == entity);
        let since = paragraph.saturating_sub(self.last_person.map_or(0, |(_, paragraph)| paragraph));
        let mut score = match since {
            _ if !speaks => 0.0,
            0..=1 => 8.0,
            2 => 6.0,
            _ => 4.0,
        };
        if self.sources[entity] > 0 {
            score += 3.0;
        }
        if self.main == Some(entity) {
            score += 1.0;
        }
        score
    }

    /// Returns true if the name begins its sentence.
    pub(super) fn opens(&self, place: &Occurrence) -> bool {
        let sentence = self.page.sentences.at(place.name.start);
        self.names.within(&(sentence.start..place.name.start + 1)).len() == 1
            && place.titled.start <= sentence.start + 3
            && self.page.token(place.titled.start).is_some_and(|t| t.kind == Kind::Word)
    }

    fn last_person(&self, gender: Gender) -> Vec<u32> {
        let fits = |speaker: &&Speaker| {
            let known = self.entity_of[speaker.id as usize]
                .map_or(Gender::Unknown, |entity| self.names.entities[entity].gender);
            matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Unnamed) && !gender.clashes(known)
        };
        self.speakers.iter().rev().take(LOOK_BACK).find(fits).map(|speaker| vec![speaker.id]).unwrap_or_default()
    }
}
