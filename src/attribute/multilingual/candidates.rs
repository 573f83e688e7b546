//! Candidate speakers of a statement: the mentions around it and the last speaker, with language-independent
//! features.

use super::features::{Context, compare};
use super::mentions::{Mention, MentionKind};
use super::people::People;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::names::Gender;
use crate::attribute::tokens::{Kind, Shape};
use crate::forest::flag;
use crate::reading::SpeakerKind;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Values of a candidate.
pub const WIDTH: usize = 82;
/// A candidate's values.
pub type CandidateRow = [f32; WIDTH];

/// Words that report speech, in any language.
pub const SAYS: WordClass = WordClass::SPEECH.union(WordClass::FOREIGN);
/// Number of mentions before a statement, and after it, that are considered.
const BEFORE: usize = 10;
const BEHIND: usize = 6;
/// Number of mentions that a pronoun looks back.
const LOOK_BACK: usize = 30;

/// A statement whose speaker is looked for.
#[derive(Clone, Debug)]
pub struct Utterance {
    /// Tokens of the content, including marks.
    pub content: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// True if it is in marks or after a dash.
    pub marked: bool,
    /// Token of the reporting word, if a rule found one.
    pub cue: Option<usize>,
    /// The reporting words inside the statement's own marks: `"…, - said X, - …"`.
    pub inquit: Option<Range<usize>>,
    /// The phrase that the grammar names as its source.
    pub source: Option<Range<usize>>,
    /// Number of the rule that found it.
    pub rule: u8,
}

impl Utterance {
    /// Returns true if the mention is what the grammar names as the source.
    pub fn is_source(&self, mention: &Mention) -> bool {
        self.source.as_ref().is_some_and(|source| mention.range.start < source.end && source.start < mention.range.end)
    }
}

/// The last speaker.
#[derive(Clone, Copy, Debug)]
pub struct Last {
    /// Index of the entity.
    pub entity: usize,
    /// One past the last token of the entity's statement.
    pub end: usize,
    /// Index of the statement's paragraph.
    pub paragraph: usize,
    /// Number of statements in succession.
    pub times: usize,
}

/// The speakers so far.
#[derive(Clone, Debug, Default)]
pub struct History {
    last: Option<Last>,
    statements: FxHashMap<usize, u32>,
}

impl History {
    /// Notes that an entity made a statement.
    pub fn note(&mut self, entity: usize, statement: &Utterance) {
        let times = self.last.filter(|last| last.entity == entity).map_or(1, |last| last.times + 1);
        self.last = Some(Last { entity, end: statement.content.end, paragraph: statement.paragraph, times });
        *self.statements.entry(entity).or_default() += 1;
    }
}

/// One who may have said it.
#[derive(Clone, Debug)]
pub struct SourceCandidate {
    /// Index of the entity.
    pub entity: usize,
    /// Index of the mention; `None` if the candidate is only the last speaker.
    pub mention: Option<usize>,
    /// Features of the candidate.
    pub row: CandidateRow,
}

/// Data shared by all candidates of a page.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Tokenized page.
    pub page: &'a Analysis<'a>,
    /// Mentions of the page, in order.
    pub mentions: &'a [Mention],
    /// Entities that the mentions belong to.
    pub people: &'a People,
    /// For each entity, how often a reporting word stands right beside one of its mentions.
    pub(super) beside: Vec<u32>,
    /// For each token the number of reporting words outside marks before it.
    verbs: Vec<u32>,
    /// Mentions of the entity that is mentioned most.
    pub(super) most_mentions: usize,
}

impl<'a> Scene<'a> {
    /// Counts the reporting words of a page.
    pub fn new(page: &'a Analysis<'a>, mentions: &'a [Mention], people: &'a People) -> Self {
        let tokens = &page.tokens.list;
        let mut verbs = Vec::with_capacity(tokens.len() + 1);
        let mut count = 0;
        for (at, token) in tokens.iter().enumerate() {
            verbs.push(count);
            count += u32::from(
                token.kind == Kind::Word && token.is(SAYS) && !page.marks.inside(at) && !token.is(WordClass::DET),
            );
        }
        verbs.push(count);
        let most_mentions = people.entities.iter().map(|known| known.mentions).max().unwrap_or_default();
        let beside = vec![0; people.entities.len()];
        let mut scene = Self { page, mentions, people, beside, verbs, most_mentions };
        for (at, mention) in mentions.iter().enumerate() {
            if let Some(entity) = people.of[at]
                && (scene.says(mention.range.end..mention.range.end + 3)
                    || scene.says(mention.range.start.saturating_sub(2)..mention.range.start))
            {
                scene.beside[entity] += 1;
            }
        }
        scene
    }

    /// Number of reporting words in the range, outside marks.
    pub(super) fn count(&self, range: &Range<usize>) -> u32 {
        let last = self.verbs.len() - 1;
        self.verbs[range.end.min(last)].saturating_sub(self.verbs[range.start.min(last)])
    }

    /// Returns true if a reporting word stands in the range, in one sentence with its first token.
    pub(super) fn says(&self, range: Range<usize>) -> bool {
        let sentence = self.page.sentences.at(range.start.min(self.page.tokens.list.len().saturating_sub(1)));
        self.count(&(range.start.max(sentence.start)..range.end.min(sentence.end.max(range.start)))) > 0
    }

    /// All candidates of a statement.
    pub fn candidates(&self, statement: &Utterance, history: &History) -> Vec<SourceCandidate> {
        let last = history.last;
        let content = &statement.content;
        let paragraph = &self.page.tokens.paragraphs[statement.paragraph];
        let first = self.mentions.partition_point(|mention| mention.range.start < content.start);
        let usable = |mention: &Mention| {
            let head = mention.head.start;
            if statement.inquit.as_ref().is_some_and(|inquit| inquit.contains(&head)) {
                return true;
            }
            if statement.is_source(mention) {
                return true;
            }
            let outside = !self.page.marks.inside(mention.head.start)
                || !statement.marked && self.page.marks.inside(content.start);
            outside && (mention.range.end <= content.start || mention.range.start >= content.end)
        };
        let early = self.page.tokens.paragraphs[statement.paragraph.saturating_sub(2)].start;
        let before = (0..first)
            .rev()
            .filter(|&at| usable(&self.mentions[at]))
            .take_while(|&at| self.mentions[at].range.start >= early)
            .take(BEFORE);
        // Where the verb ends the sentence, the source stands before it.
        let final_verb = matches!(self.page.language, Language::Korean | Language::Japanese);
        let own = self.page.sentences.at(content.end.saturating_sub(1));
        let behind = (first..self.mentions.len())
            .take_while(|&at| self.mentions[at].range.start < paragraph.end)
            .filter(|&at| usable(&self.mentions[at]) && (!final_verb || self.mentions[at].range.start < own.end))
            .take(BEHIND);
        let mut found = Vec::new();
        let context = Context::of(self, statement, last);
        for (rank, at) in before.enumerate() {
            self.push(statement, at, rank, last, &context, &mut found);
        }
        for (rank, at) in behind.enumerate() {
            self.push(statement, at, rank, last, &context, &mut found);
        }
        if let Some(last) = last {
            let mut row = context.row;
            row[1] = 1.0;
            self.of_entity(last.entity, Some(last), statement, &mut row);
            found.push(SourceCandidate { entity: last.entity, mention: None, row });
        }
        for one in &mut found {
            let spoken = history.statements.get(&one.entity).copied().unwrap_or_default();
            one.row[60] = (spoken as f32 + 1.0).log2();
        }
        compare(&mut found);
        found
    }

    fn push(
        &self,
        statement: &Utterance,
        at: usize,
        rank: usize,
        last: Option<Last>,
        context: &Context,
        found: &mut Vec<SourceCandidate>,
    ) {
        let mention = &self.mentions[at];
        let mut row = context.row;
        self.measure(statement, at, rank, &mut row);
        let entities = match (mention.kind, self.people.of[at]) {
            (MentionKind::Pronoun, _) => self.antecedents(at, last),
            (_, Some(entity)) => vec![entity],
            _ => Vec::new(),
        };
        for (way, entity) in entities.into_iter().enumerate() {
            let mut row = row;
            row[0] = way as f32;
            row[73] = flag(mention.kind == MentionKind::Pronoun && self.agrees(mention, entity));
            self.of_entity(entity, last, statement, &mut row);
            found.push(SourceCandidate { entity, mention: Some(at), row });
        }
    }

    /// Returns true if the entity has the gender of a pronoun.
    fn agrees(&self, pronoun: &Mention, entity: usize) -> bool {
        let token = &self.page.tokens.list[pronoun.head.start];
        match self.people.entities[entity].gender {
            Gender::Male => token.is(WordClass::HE),
            Gender::Female => token.is(WordClass::SHE),
            Gender::Unknown => false,
        }
    }

    /// Returns the possible antecedents of a pronoun: the last speaker, the nearest fitting entity at the start of a
    /// sentence, and the nearest one anywhere.
    fn antecedents(&self, at: usize, last: Option<Last>) -> Vec<usize> {
        let token = &self.page.tokens.list[self.mentions[at].head.start];
        let (he, she) = (token.is(WordClass::HE), token.is(WordClass::SHE));
        let many = token.is(WordClass::THEY) && !he && !she;
        // "Demnach" means whoever or whatever was named.
        let any = !token.is(PRONOUN) && !token.has(Shape::DIGIT);
        let fits = |entity: usize| {
            let known = &self.people.entities[entity];
            if any {
                return true;
            }
            if many {
                return matches!(known.kind, SpeakerKind::Group | SpeakerKind::Organisation);
            }
            let person = matches!(known.kind, SpeakerKind::Person | SpeakerKind::Unnamed)
                || token.is(WordClass::THEY) && known.kind == SpeakerKind::Group;
            person && !(he && !she && known.gender == Gender::Female || she && !he && known.gender == Gender::Male)
        };
        let mut found: Vec<usize> = last.map(|last| last.entity).filter(|&entity| fits(entity)).into_iter().collect();
        let earlier = (at.saturating_sub(LOOK_BACK)..at).rev();
        let named = earlier.filter(|&i| {
            self.mentions[i].kind != MentionKind::Pronoun && !self.page.marks.inside(self.mentions[i].head.start)
        });
        let mut nearest = None;
        let mut subject = None;
        for i in named {
            let Some(entity) = self.people.of[i].filter(|&entity| fits(entity)) else { continue };
            nearest = nearest.or(Some(entity));
            let sentence = self.page.sentences.at(self.mentions[i].range.start);
            if subject.is_none() && self.mentions[i].range.start <= sentence.start + 2 {
                subject = Some(entity);
            }
        }
        for entity in [subject, nearest].into_iter().flatten() {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }
}
