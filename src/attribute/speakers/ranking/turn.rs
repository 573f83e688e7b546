//! The turn of a quotation: its place on the page and the words that name its source.

use crate::attribute::draft::{BlockPart, Draft};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Gender;
use crate::attribute::speakers::gender_nouns::told_gender;
use crate::attribute::speakers::{MentionType, Pronoun, Resolution, Resolver};
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// So probable somebody must be to speak where the rules find nobody.
const LEAST: f32 = 0.1;
/// The same where the source is "I" or "we", which may be the writer.
const OF_WRITER: f32 = 0.3;

/// Stems of verbs whose subject was asked or spoken to.
const REPLIES: [&str; 6] = ["repl", "answer", "respond", "retort", "shot", "quip"];

/// The sort of words that name a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceWords {
    /// None.
    None,
    /// Those of an earlier quotation.
    Carried,
    /// "he"
    He,
    /// "she"
    She,
    /// "they"
    They,
    /// "it"
    It,
    /// "I", "we"
    First,
    /// "who"
    Relative,
    /// "the minister"
    Definite,
    /// Any other words without a name.
    Phrase,
    /// Words with a name.
    Name,
}

/// A quotation whose speaker is looked for.
#[derive(Debug)]
pub(super) struct Turn {
    /// The token from which names are looked for: that of the source, else of the content.
    pub anchor: usize,
    /// The words that name the source; empty where there are none.
    pub source: Range<usize>,
    /// The whole content.
    pub content: Range<usize>,
    /// Its paragraph.
    pub paragraph: usize,
    /// The sort of the source.
    pub sort: SourceWords,
    /// The gender that the source tells.
    pub gender: Gender,
    /// The words of a description, in small letters, its noun last.
    pub words: Vec<String>,
    /// Those of the words that have a capital inside the sentence.
    pub capitals: Vec<String>,
    /// The class of the description's noun.
    pub noun: WordClass,
    /// A heading stands right before its paragraph.
    pub headed: bool,
    /// True where it stands in marks, where it begins its paragraph, and where it has a cue.
    pub form: [bool; 3],
    /// Its cue is "replied" or "answered".
    pub reply: bool,
    /// Part of the page that its paragraph is.
    pub part: BlockPart,
    /// True where the speech of the paragraph before goes on, where a colon ends that paragraph, and where the layout
    /// tells that this is speech.
    pub setting: [bool; 3],
}

impl Turn {
    /// Measures a draft.
    pub fn of(resolver: &Resolver<'_>, draft: &Draft, evidence: &Resolution) -> Self {
        let page = resolver.page;
        let content = draft.start()..draft.end();
        let paragraph = resolver.paragraph(content.start);
        let source = draft.source.clone().filter(|source| !draft.carried && !source.is_empty());
        let sort =
            source.as_ref().map_or(if draft.carried { SourceWords::Carried } else { SourceWords::None }, |source| {
                resolver.sort_of(source, evidence)
            });
        let words = match (&source, sort) {
            (Some(source), SourceWords::Definite | SourceWords::Phrase) => resolver.described_words(source),
            _ => 0..0,
        };
        let noun = words.end.checked_sub(1).and_then(|at| page.token(at));
        let inner = |at: &usize| page.tokens.list[*at].capital() && !page.sentences.begins[*at];
        let capitals = words.clone().filter(inner).map(|at| page.word(at).to_lowercase()).collect();
        let words: Vec<String> = words.map(|at| page.word(at).to_lowercase()).collect();
        let gender = match sort {
            SourceWords::He => Gender::Male,
            SourceWords::She => Gender::Female,
            _ => words.last().and_then(|head| told_gender(head)).unwrap_or_default(),
        };
        let start = page.tokens.paragraphs.get(paragraph).map_or(content.start, |range| range.start);
        let last = start.checked_sub(1).and_then(|at| page.token(at));
        Self {
            anchor: source.as_ref().map_or(content.start, |source| source.start),
            source: source.unwrap_or(content.start..content.start),
            headed: paragraph.checked_sub(1).is_some_and(|before| page.part(before) == BlockPart::Heading),
            paragraph,
            sort,
            gender,
            words,
            capitals,
            noun: noun.map_or(WordClass::empty(), |token| token.classes),
            form: [resolver.marked, content.start <= start + 1, draft.cue.is_some()],
            reply: draft.cue.clone().unwrap_or_default().any(|at| {
                let word = page.word(at).to_lowercase();
                REPLIES.iter().any(|stem| word.starts_with(stem))
            }),
            part: page.part(paragraph),
            setting: [
                page.marks.outermost(content.start).is_some_and(|quoted| quoted.continues),
                last.is_some_and(|token| token.kind == Kind::Colon),
                draft.is_verbatim(),
            ],
            content,
        }
    }

    /// Returns true for "he" and "she".
    pub fn is_one(&self) -> bool {
        matches!(self.sort, SourceWords::He | SourceWords::She)
    }

    /// Returns true if a candidate this probable may take the place of the rules' answer. What has no answer may have
    /// an unlikely one: the grade tells how far to trust it.
    pub fn may_change(&self, best: f32, ruled: f32, answered: bool) -> bool {
        match self.sort {
            SourceWords::Name => false,
            _ if answered => best > ruled,
            SourceWords::First => best > OF_WRITER,
            SourceWords::None if self.headed => false,
            _ => best > LEAST,
        }
    }
}

impl Resolver<'_> {
    fn sort_of(&self, source: &Range<usize>, evidence: &Resolution) -> SourceWords {
        if let Some(pronoun) = self.pronoun(source) {
            return match pronoun {
                Pronoun::One(Gender::Female) => SourceWords::She,
                Pronoun::One(_) => SourceWords::He,
                Pronoun::They => SourceWords::They,
                Pronoun::It => SourceWords::It,
                Pronoun::First | Pronoun::Reader => SourceWords::First,
            };
        }
        if matches!(evidence.mention, MentionType::FullName | MentionType::ShortName) {
            return SourceWords::Name;
        }
        if source.len() == 1 && self.page.token(source.start).is_some_and(|token| token.is(WordClass::REL)) {
            return SourceWords::Relative;
        }
        let definite = ["the", "that", "this", "these", "those"].iter().any(|word| self.page.says(source.start, word));
        if definite { SourceWords::Definite } else { SourceWords::Phrase }
    }

    /// The words of a description without its article and what hangs on behind its noun.
    pub(in crate::attribute::speakers) fn described_words(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        let article = tokens.get(source.start).is_some_and(|token| token.is(WordClass::DET));
        let start = source.start + usize::from(article);
        let clitic = |at: usize| at > start && tokens[at].start == tokens[at - 1].end;
        let ends = |&at: &usize| {
            let grammar = tokens[at].is(WordClass::PREP | WordClass::REL) || tokens[at].kind != Kind::Word;
            grammar || self.is_verb(at) && !clitic(at)
        };
        start..(start..source.end).skip(1).find(ends).unwrap_or(source.end).max(start)
    }
}
