//! Candidate speakers of a statement: the mentions around it and the last speaker, with language-independent
//! features.

use super::mentions::{Mention, MentionKind};
use super::people::People;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::names::Gender;
use crate::attribute::tokens::Kind;
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Number of features of a candidate.
pub const WIDTH: usize = 52;
/// Feature row of a candidate.
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

/// A candidate speaker.
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
    /// For each entity, the number of its mentions right beside a reporting word.
    beside: Vec<u32>,
    /// For each token, the number of reporting words outside marks before it.
    verbs: Vec<u32>,
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
        let mut scene = Self { page, mentions, people, beside: vec![0; people.entities.len()], verbs };
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

    /// Number of reporting words outside marks in the range.
    fn count(&self, range: &Range<usize>) -> u32 {
        let last = self.verbs.len() - 1;
        self.verbs[range.end.min(last)] - self.verbs[range.start.min(last)].min(self.verbs[range.end.min(last)])
    }

    /// Returns true if a reporting word stands in the range, in the sentence of its first token.
    fn says(&self, range: Range<usize>) -> bool {
        let sentence = self.page.sentences.at(range.start.min(self.page.tokens.list.len().saturating_sub(1)));
        self.count(&(range.start.max(sentence.start)..range.end.min(sentence.end.max(range.start)))) > 0
    }

    /// Returns all candidates of a statement.
    pub fn candidates(&self, statement: &Utterance, last: Option<Last>) -> Vec<SourceCandidate> {
        let content = &statement.content;
        let paragraph = &self.page.tokens.paragraphs[statement.paragraph];
        let first = self.mentions.partition_point(|mention| mention.range.start < content.start);
        let usable = |mention: &Mention| {
            let head = mention.head.start;
            if statement.inquit.as_ref().is_some_and(|inquit| inquit.contains(&head)) {
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
        let behind = (first..self.mentions.len())
            .take_while(|&at| self.mentions[at].range.start < paragraph.end)
            .filter(|&at| usable(&self.mentions[at]))
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
            self.of_entity(entity, last, statement, &mut row);
            found.push(SourceCandidate { entity, mention: Some(at), row });
        }
    }

    /// Returns the possible antecedents of a pronoun: the last speaker, the nearest fitting entity at the start of a
    /// sentence, and the nearest one anywhere.
    fn antecedents(&self, at: usize, last: Option<Last>) -> Vec<usize> {
        let token = &self.page.tokens.list[self.mentions[at].head.start];
        let (he, she) = (token.is(WordClass::HE), token.is(WordClass::SHE));
        let many = token.is(WordClass::THEY) && !he && !she;
        let fits = |entity: usize| {
            let known = &self.people.entities[entity];
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

    fn of_entity(&self, entity: usize, last: Option<Last>, statement: &Utterance, row: &mut CandidateRow) {
        let known = &self.people.entities[entity];
        row[2] = (known.mentions as f32 + 1.0).log2();
        row[3] = (self.beside[entity] as f32 + 1.0).log2();
        row[4] = flag(known.kind == SpeakerKind::Person);
        row[5] = flag(known.kind == SpeakerKind::Organisation || known.kind == SpeakerKind::Outlet);
        row[6] = flag(known.kind == SpeakerKind::Unnamed);
        if let Some(last) = last {
            row[7] = flag(last.entity == entity);
            row[8] = if last.entity == entity {
                (statement.paragraph - last.paragraph.min(statement.paragraph)) as f32
            } else {
                9.0
            };
            row[9] = if last.entity == entity { last.times as f32 } else { 0.0 };
        }
        row[10] = flag(known.name.contains(' '));
    }

    fn measure(&self, statement: &Utterance, at: usize, rank: usize, row: &mut CandidateRow) {
        let page = self.page;
        let tokens = &page.tokens.list;
        let mention = &self.mentions[at];
        let (range, content) = (&mention.range, &statement.content);
        let is_before = range.end <= content.start;
        let gap = if is_before { range.end..content.start } else { content.end..range.start };
        let sentence = page.sentences.at(range.start);
        let own = page.sentences.at(content.start);
        let end = page.sentences.at(content.end.saturating_sub(1));
        let number = |token: usize| page.sentences.of.get(token).copied().unwrap_or_default() as f32;
        let kind = |at: usize| tokens.get(at).map(|t| t.kind);
        let before = range.start.checked_sub(1).filter(|&at| at >= sentence.start).map(|at| &tokens[at]);
        let after = tokens.get(range.end).filter(|_| range.end < sentence.end);
        row[11] = flag(is_before);
        row[12] = rank as f32;
        row[13] = (gap.len() as f32 + 1.0).log2();
        row[14] = flag(sentence == own);
        row[15] = flag(sentence == end);
        row[16] = if is_before {
            number(content.start) - number(range.start)
        } else {
            number(range.start) - number(content.end.saturating_sub(1))
        };
        row[17] = flag(self.page.tokens.paragraphs[statement.paragraph].contains(&range.start));
        row[18] = flag(mention.kind == MentionKind::Name);
        row[19] = flag(mention.kind == MentionKind::Noun);
        row[20] = flag(mention.kind == MentionKind::Pronoun);
        row[21] = flag(mention.head.len() > 1);
        row[22] = flag(tokens[mention.head.start].is(GIVEN));
        row[23] = flag(mention.role.is_some());
        row[24] = flag(self.says(range.end..range.end + 1));
        row[25] = flag(self.says(range.end..range.end + 4));
        row[26] = flag(self.says(range.start.saturating_sub(1).max(sentence.start)..range.start));
        row[27] = flag(self.says(range.start.saturating_sub(4).max(sentence.start)..range.start));
        row[28] = self.count(&gap).min(3) as f32;
        row[29] = self.count(&(sentence.start..range.start)).min(3) as f32;
        row[30] = self.count(&(range.end..sentence.end)).min(3) as f32;
        row[31] = (range.start - sentence.start).min(20) as f32;
        row[32] = flag(before.is_some_and(|t| t.is(WordClass::PREP | WordClass::ADV) && !t.is(WordClass::DET)));
        row[33] = flag(
            before.is_some_and(|t| t.is(WordClass::CITE))
                || before.is_some_and(|t| t.is(WordClass::PREP))
                    && range.start > 1
                    && page.says(range.start - 2, "according"),
        );
        row[34] = flag(before.is_some_and(|t| t.kind == Kind::Comma));
        row[35] = flag(after.is_some_and(|t| t.kind == Kind::Comma));
        row[36] = flag(after.is_some_and(|t| t.kind == Kind::Colon));
        row[37] = flag(after.is_some_and(|t| t.is(WordClass::REL)));
        row[38] = flag(gap.clone().any(|at| kind(at) == Some(Kind::Colon)));
        row[39] = flag(after.is_some_and(|t| t.is(WordClass::CITE)));
        row[40] = flag(before.is_some_and(|t| t.is(WordClass::AUX)) || after.is_some_and(|t| t.is(WordClass::AUX)));
        row[41] =
            flag(gap.len() <= 12 && gap.clone().any(|at| tokens[at].is(PRONOUN) || page.marks.outermost(at).is_some()));
        row[42] = flag(statement.cue.is_some_and(|cue| cue + 4 > range.start && cue < range.end + 4));
        row[43] = flag(tokens[mention.head.start].is(WordClass::PLACE));
    }
}

/// Features shared by all candidates of a statement.
struct Context {
    row: CandidateRow,
}

impl Context {
    fn of(scene: &Scene<'_>, statement: &Utterance, last: Option<Last>) -> Self {
        let page = scene.page;
        let content = &statement.content;
        let paragraph = &page.tokens.paragraphs[statement.paragraph];
        let sentence = page.sentences.at(content.start);
        let mut row = [0.0; WIDTH];
        row[44] = flag(content.start == paragraph.start);
        row[45] = flag(content.start == sentence.start && content.end + 1 >= sentence.end);
        row[46] = (content.len() as f32).log2();
        row[47] = flag(scene.says(content.end..(content.end + 3).min(paragraph.end)));
        row[48] = flag(scene.count(&(sentence.start..content.start)) > 0);
        row[49] = flag(statement.marked);
        row[50] = last.map_or(15.0, |last| (content.start.saturating_sub(last.end) as f32 + 1.0).log2());
        row[51] = flag(content.start > paragraph.start && page.tokens.list[content.start - 1].kind == Kind::Colon);
        Self { row }
    }
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
