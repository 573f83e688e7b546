//! The surroundings of a page's mentions, as features of a candidate: other mentions, reporting words, headings.

use super::candidates::{CandidateRow, History, SAYS, Scene, Utterance};
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::quotations::is_question;
use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::Kind;
use crate::forest::flag;
use crate::reading::SpeakerKind;

/// Distances are counted up to here, in tokens.
const FAR: u8 = 15;

/// Places and counts that are measured once for a page.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// First token of each mention of an entity outside marks, in order.
    places: Vec<Vec<usize>>,
    /// For each mention the number of names outside marks before it.
    names: Vec<u32>,
    /// For each token the distance to the next reporting word from it on, at most [`FAR`].
    next: Vec<u8>,
    /// For each token the distance to the last reporting word before it, at most [`FAR`].
    last: Vec<u8>,
    /// True for an entity that a heading names.
    headed: Vec<bool>,
    /// True for a paragraph that ends with a question outside marks.
    asks: Vec<bool>,
    /// The entity that stands most often beside a reporting word.
    pub(super) most_beside: Option<usize>,
    /// The person who is named most.
    pub(super) most_named: Option<usize>,
}

impl Surroundings {
    /// Measures a page.
    pub(super) fn of(page: &Analysis<'_>, mentions: &[Mention], people: &People) -> Self {
        let mut found = Self {
            places: vec![Vec::new(); people.entities.len()],
            headed: vec![false; people.entities.len()],
            ..Self::default()
        };
        let mut names = 0;
        for (mention, entity) in mentions.iter().zip(&people.of) {
            found.names.push(names);
            if page.marks.inside(mention.head.start) {
                continue;
            }
            names += u32::from(mention.kind == MentionKind::Name);
            if let Some(entity) = *entity {
                found.places[entity].push(mention.range.start);
                found.headed[entity] |= page.part(page.paragraph(mention.range.start)) == BlockPart::Heading;
            }
        }
        let says = page.tokens.list.iter().enumerate().map(|(at, token)| {
            let verb = token.kind == Kind::Word && token.is(SAYS) && !token.is(WordClass::DET);
            verb && !page.marks.inside(at)
        });
        let says: Vec<bool> = says.collect();
        found.next = distances(says.iter().rev()).into_iter().rev().collect();
        found.last = distances(says.iter());
        found.asks = (0..page.tokens.paragraphs.len()).map(|number| is_question(page, number)).collect();
        found
    }

    /// Notes who stands most beside reporting words, and who is named most.
    pub(super) fn note_main(&mut self, people: &People, beside: &[u32]) {
        let most = (0..beside.len()).filter(|&entity| beside[entity] > 1);
        self.most_beside = most.max_by_key(|&entity| (beside[entity], std::cmp::Reverse(entity)));
        let persons = (0..people.entities.len()).filter(|&entity| {
            let known = &people.entities[entity];
            known.kind == SpeakerKind::Person && known.mentions > 1
        });
        self.most_named = persons.max_by_key(|&entity| (people.entities[entity].mentions, std::cmp::Reverse(entity)));
    }
}

/// For each place the number of places since the last true one, at most [`FAR`].
fn distances<'a>(list: impl Iterator<Item = &'a bool>) -> Vec<u8> {
    let mut since = FAR;
    list.map(|&says| {
        since = if says { 0 } else { (since + 1).min(FAR) };
        since
    })
    .collect()
}

/// A number for languages with a like order of words.
const fn family(language: Language) -> f32 {
    match language {
        Language::German | Language::Dutch => 1.0,
        Language::Swedish | Language::Danish | Language::Norwegian | Language::Icelandic => 2.0,
        Language::Spanish | Language::French | Language::Italian | Language::Portuguese => 3.0,
        Language::Polish | Language::Czech | Language::Lithuanian | Language::Russian => 4.0,
        Language::Turkish | Language::Finnish => 5.0,
        Language::Korean | Language::Japanese => 6.0,
        Language::Chinese | Language::Vietnamese | Language::Indonesian => 7.0,
        _ => 0.0,
    }
}

impl Scene<'_> {
    /// Fills what depends on a mention: its neighbours, the reporting words about it, what stands between it and the
    /// statement.
    pub(super) fn around_mention(&self, at: usize, statement: &Utterance, row: &mut CandidateRow) {
        let page = self.page;
        let mention = &self.mentions[at];
        let sentence = page.sentences.at(mention.range.start);
        let near = |from: usize, to: usize| {
            from <= to && to <= from + 1 && (from..to).all(|at| page.tokens.list[at].kind == Kind::Word)
        };
        let next = self.mentions.get(at + 1);
        let before = at.checked_sub(1).map(|before| &self.mentions[before]);
        row[82] = flag(next.is_some_and(|next| near(mention.range.end, next.range.start)));
        row[83] = flag(before.is_some_and(|before| near(before.range.end, mention.range.start)));
        let paragraph = page.paragraph(mention.range.start) as f32;
        row[84] = (statement.paragraph as f32 - paragraph).clamp(-4.0, 4.0);
        let names = &self.surroundings.names;
        let split = self.mentions.partition_point(|other| other.range.start < statement.content.start);
        let behind = self.mentions.partition_point(|other| other.range.start < statement.content.end);
        let of = |at: usize| names.get(at).or(names.last()).copied().unwrap_or_default();
        let between = if at < split { of(split) - of((at + 1).min(split)) } else { of(at).saturating_sub(of(behind)) };
        row[85] = between.min(6) as f32;
        let first = self.mentions.partition_point(|other| other.range.start < sentence.start);
        let all = self.mentions[first..].iter().take(8).take_while(|other| other.range.start < sentence.end).count();
        row[86] = (at - first.min(at)).min(6) as f32;
        row[87] = all as f32;
        let inside =
            |distance: u8, room: usize| if usize::from(distance) < room { f32::from(distance) } else { f32::from(FAR) };
        let next = self.surroundings.next.get(mention.range.end).copied().unwrap_or(FAR);
        row[88] = inside(next, sentence.end.saturating_sub(mention.range.end));
        let last = mention.range.start.checked_sub(1).and_then(|at| self.surroundings.last.get(at)).copied();
        row[89] = inside(last.unwrap_or(FAR), mention.range.start - sentence.start);
        row[90] = flag(mention.range.len() > mention.head.len()) + flag(mention.range.len() > mention.head.len() + 4);
        let alone = mention.head.len() == 1 && mention.head.start == sentence.start;
        row[111] =
            flag(alone) + flag(alone && self.people.of[at].is_some_and(|of| self.people.entities[of].mentions < 2));
        let own = |at: usize| self.mentions.get(at).is_some_and(|one| self.led_by_role(one));
        let apposed =
            |a: usize| self.mentions.get(a).zip(self.mentions.get(a + 1)).is_some_and(|(a, b)| self.apposed(a, b));
        // "der Anwalt von Lind, Otto Berg": Lind is a part of Berg's role.
        row[113] = flag(apposed(at)) + flag(apposed(at) && own(at));
        let follows = at.checked_sub(1).is_some_and(apposed);
        row[114] = flag(follows) + flag(follows && own(at - 1));
        row[115] = flag(own(at));
        row[116] = flag(page.token(mention.range.end).is_some_and(|token| token.kind == Kind::Comma))
            + 2.0
                * flag(
                    at > 0 && mention.range.start > 0 && page.tokens.list[mention.range.start - 1].kind == Kind::Comma,
                );
        row[112] = mention.range.len().min(9) as f32;
        row[91] = flag(page.word(mention.range.start).chars().next().is_some_and(char::is_uppercase));
    }

    /// Returns true if a name follows another mention at once or behind a comma.
    fn apposed(&self, mention: &Mention, next: &Mention) -> bool {
        let gap = mention.range.end..next.range.start;
        let comma = |at: usize| self.page.tokens.list[at].kind == Kind::Comma;
        next.kind == MentionKind::Name && gap.start <= gap.end && gap.len() <= 1 && gap.clone().all(comma)
    }

    /// Returns true if a role stands right before a mention, with nothing but small words between them.
    fn led_by_role(&self, mention: &Mention) -> bool {
        const NEAR: usize = 4;
        let tokens = &self.page.tokens.list;
        let low = self.page.sentences.at(mention.range.start).start.max(mention.range.start.saturating_sub(NEAR));
        let role = |at: &usize| tokens[*at].is(WordClass::ROLE | WordClass::TITLE);
        let word = |at: &usize| tokens[*at].kind == Kind::Word && !tokens[*at].is(SAYS | WordClass::AUX);
        (low..mention.range.start).rev().take_while(|at| word(at) || role(at)).any(|at| role(&at))
    }

    /// Fills what depends on an entity: where it was mentioned before, whether it spoke, whether a heading names it.
    pub(super) fn around_entity(
        &self,
        entity: usize,
        statement: &Utterance,
        history: &History,
        row: &mut CandidateRow,
    ) {
        let page = self.page;
        let content = &statement.content;
        let places = &self.surroundings.places[entity];
        let split = places.partition_point(|&place| place < content.start);
        let last = split.checked_sub(1).map(|at| places[at]);
        row[92] = last.map_or(15.0, |last| ((content.start - last) as f32 + 1.0).log2());
        let since = |start: usize| (split - places.partition_point(|&place| place < start)).min(6) as f32;
        let paragraph = &page.tokens.paragraphs[statement.paragraph];
        row[93] = since(paragraph.start);
        row[94] = since(page.tokens.paragraphs[statement.paragraph.saturating_sub(3)].start);
        row[95] = places.get(split).map_or(15.0, |next| (next.saturating_sub(content.start) as f32 + 1.0).log2());
        row[96] = flag(history.is_earlier(entity));
        row[97] = flag(self.surroundings.headed[entity]);
        row[98] = flag(self.surroundings.most_beside == Some(entity));
        row[99] = flag(self.surroundings.most_named == Some(entity));
        row[100] = flag(places.first().is_some_and(|&place| place >= content.end));
    }

    /// Fills what all candidates of a statement share: whether it answers a question, how many questions the page has, the
    /// order of words that its language has.
    pub(super) fn in_interview(&self, statement: &Utterance, row: &mut CandidateRow) {
        let asks = &self.surroundings.asks;
        let asked = statement.paragraph.checked_sub(1).and_then(|before| asks.get(before).copied());
        let begins = self.page.tokens.paragraphs[statement.paragraph].start == statement.content.start;
        row[108] = flag(asked.unwrap_or_default()) + flag(asked.unwrap_or_default() && begins);
        row[109] = asks.iter().filter(|asks| **asks).count().min(9) as f32;
        row[110] = family(self.page.language);
    }

    /// Fills what all candidates of a statement share: what stands between the last statement and this one.
    pub(super) fn since_last(&self, statement: &Utterance, history: &History, row: &mut CandidateRow) {
        let start = statement.content.start;
        let Some(end) = history.end().filter(|&end| end <= start) else {
            row[101] = 9.0;
            return;
        };
        let index = |token: usize| self.mentions.partition_point(|mention| mention.range.start < token);
        let of = |at: usize| self.surroundings.names.get(at).or(self.surroundings.names.last()).copied();
        let names = of(index(start)).unwrap_or_default().saturating_sub(of(index(end)).unwrap_or_default());
        row[101] = names.min(6) as f32;
        row[102] = self.count(&(end..start)).min(4) as f32;
        let last = self.page.paragraph(end.saturating_sub(1));
        row[103] = statement.paragraph.saturating_sub(last).min(6) as f32;
        row[104] = (self.page.sentences.of.get(start).copied().unwrap_or_default() as f32
            - self.page.sentences.of.get(end.saturating_sub(1)).copied().unwrap_or_default() as f32)
            .clamp(0.0, 8.0);
        row[105] = flag(self.page.part(statement.paragraph) == BlockPart::Heading)
            + 2.0 * flag(self.page.part(statement.paragraph) == BlockPart::Caption);
    }
}
