//! Candidate speakers of a statement: the mentions around it and the last speaker, with language-independent
//! features.

use super::features::{Context, compare};
use super::mentions::{Mention, MentionKind};
use super::people::People;
use super::references::Reference;
use super::surroundings::Surroundings;
use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::Kind;
use crate::forest::flag;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::ops::Range;

/// Values of a candidate.
pub const WIDTH: usize = 139;
/// A candidate's values.
pub type CandidateRow = [f32; WIDTH];

/// Words that report speech, in any language.
pub const SAYS: WordClass = WordClass::SPEECH.union(WordClass::FOREIGN);
/// Number of mentions before a statement, and after it, that are considered.
const BEFORE: usize = 10;
const BEHIND: usize = 6;

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
    /// The speaker before the last one.
    earlier: Option<usize>,
    /// The most frequent speaker, with the number of statements.
    most: Option<(usize, u32)>,
    statements: FxHashMap<usize, u32>,
}

impl History {
    /// Returns true for whoever spoke before the last speaker.
    pub(super) fn is_earlier(&self, entity: usize) -> bool {
        self.earlier == Some(entity)
    }

    /// One past the last token of the last statement.
    pub(super) fn end(&self) -> Option<usize> {
        self.last.map(|last| last.end)
    }
}

impl History {
    /// Notes that an entity made a statement.
    pub fn note(&mut self, entity: usize, statement: &Utterance) {
        let times = self.last.filter(|last| last.entity == entity).map_or(1, |last| last.times + 1);
        if let Some(last) = self.last.filter(|last| last.entity != entity) {
            self.earlier = Some(last.entity);
        }
        self.last = Some(Last { entity, end: statement.content.end, paragraph: statement.paragraph, times });
        let count = self.statements.entry(entity).or_default();
        *count += 1;
        if self.most.is_none_or(|(_, most)| *count > most) {
            self.most = Some((entity, *count));
        }
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

impl AsRef<[f32]> for SourceCandidate {
    fn as_ref(&self) -> &[f32] {
        &self.row
    }
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
    /// Places and counts around each mention.
    pub(super) surroundings: Surroundings,
    /// For each mention that is no name, those whom it may mean; made when first needed.
    references: Vec<OnceCell<Reference>>,
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
        let surroundings = Surroundings::of(page, mentions, people);
        let references = mentions.iter().map(|_| OnceCell::new()).collect();
        let mut scene = Self { page, mentions, people, beside, verbs, most_mentions, surroundings, references };
        for (at, mention) in mentions.iter().enumerate() {
            if let Some(entity) = people.of[at]
                && (scene.says(mention.range.end..mention.range.end + 3)
                    || scene.says(mention.range.start.saturating_sub(2)..mention.range.start))
            {
                scene.beside[entity] += 1;
            }
        }
        scene.surroundings.note_main(people, &scene.beside);
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
        let heading = self.page.part(statement.paragraph) == BlockPart::Heading;
        let limit = if final_verb && !heading { own.end } else { self.reach(statement) };
        let behind = (first..self.mentions.len())
            .take_while(|&at| self.mentions[at].range.start < limit)
            .filter(|&at| usable(&self.mentions[at]))
            .take(BEHIND);
        let mut found = Vec::new();
        let mut context = Context::of(self, statement, last);
        self.since_last(statement, history, &mut context.row);
        self.in_interview(statement, &mut context.row);
        for (rank, at) in before.enumerate() {
            self.push(statement, at, rank, history, &context, &mut found);
        }
        for (rank, at) in behind.enumerate() {
            self.push(statement, at, rank, history, &context, &mut found);
        }
        for (way, entity) in self.unmentioned(history) {
            let mut row = context.row;
            row[1] = f32::from(way);
            self.of_entity(entity, last, statement, &mut row);
            self.around_entity(entity, statement, history, &mut row);
            found.push(SourceCandidate { entity, mention: None, row });
        }
        for one in &mut found {
            let spoken = history.statements.get(&one.entity).copied().unwrap_or_default();
            one.row[60] = (spoken as f32 + 1.0).log2();
            let all = history.statements.len() as f32;
            one.row[106] = all.min(9.0);
        }
        compare(&mut found);
        found
    }

    /// One past the last token where a source behind a statement is looked for: the end of its paragraph; behind a heading
    /// the two paragraphs below; behind a paragraph that a statement ends, a short line that may sign it.
    fn reach(&self, statement: &Utterance) -> usize {
        const LINE: usize = 14;
        let paragraphs = &self.page.tokens.paragraphs;
        let end = paragraphs[statement.paragraph].end;
        let below = |by: usize| paragraphs.get(statement.paragraph + by);
        if self.page.part(statement.paragraph) == BlockPart::Heading {
            return below(2).or_else(|| below(1)).map_or(end, |paragraph| paragraph.end);
        }
        let ends = statement.content.end + 1 >= end;
        below(1).filter(|paragraph| ends && paragraph.len() <= LINE).map_or(end, |paragraph| paragraph.end)
    }

    /// Those who may speak without being mentioned near by, each with its kind: the last speaker, the one before, the one
    /// who spoke most, the one beside most reporting words, the person named most.
    fn unmentioned(&self, history: &History) -> Vec<(u8, usize)> {
        let most = history.most.map(|(entity, _)| entity);
        let last = history.last.map(|last| last.entity);
        let ways = [last, history.earlier, most, self.surroundings.most_beside, self.surroundings.most_named];
        let mut found: Vec<(u8, usize)> = Vec::with_capacity(ways.len());
        for (way, entity) in (1..).zip(ways) {
            let Some(entity) = entity.filter(|entity| found.iter().all(|(_, other)| other != entity)) else { continue };
            found.push((way, entity));
        }
        found
    }

    fn push(
        &self,
        statement: &Utterance,
        at: usize,
        rank: usize,
        history: &History,
        context: &Context,
        found: &mut Vec<SourceCandidate>,
    ) {
        let mention = &self.mentions[at];
        let last = history.last;
        let mut row = context.row;
        self.measure(statement, at, rank, &mut row);
        self.around_mention(at, statement, &mut row);
        let reference =
            (mention.kind != MentionKind::Name).then(|| self.references[at].get_or_init(|| Reference::of(self, at)));
        let entities = match (reference, self.people.of[at]) {
            (Some(reference), own) => reference.entities(self, at, own, last, rank),
            (None, own) => own.into_iter().collect(),
        };
        row[107] = flag(mention.kind == MentionKind::Noun && entities.len() > 1);
        for (way, entity) in entities.into_iter().enumerate() {
            let mut row = row;
            row[0] = way as f32;
            row[73] = flag(mention.kind == MentionKind::Pronoun && self.agrees(mention, entity));
            if let Some(reference) = reference {
                reference.compare(self, at, entity, &mut row);
            }
            self.of_entity(entity, last, statement, &mut row);
            self.around_entity(entity, statement, history, &mut row);
            found.push(SourceCandidate { entity, mention: Some(at), row });
        }
    }
}
