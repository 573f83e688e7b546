//! A second opinion on who speaks: the people named or speaking around a quotation, ranked by trees over features that
//! belong to no page and no site (`row.rs`). The answer of the rules is one of the features. Learned by
//! `dev train-speakers`.

mod candidates;
mod likeness;
mod passage;
mod place;
mod row;
mod turn;

pub use candidates::Who;
pub use row::{RankedRow, SPEAKER_COLUMNS, SPEAKER_WIDTH};

use super::{Frame, MentionType, Resolution, Resolver};
use crate::attribute::draft::{Analysis, Draft};
use crate::attribute::lexicon::{WordClass, hash_of};
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::Kind;
use crate::document::Span;
use crate::forest::{ByteReader, Forest};
use crate::small_sort::SmallSort;
use rustc_hash::{FxHashMap, FxHashSet};
use turn::{SourceWords, Turn};

/// "I", "we" or "you" stands so often outside marks where the writer takes part.
const FIRST_PERSON: usize = 5;

/// Those who are asked stand so many tokens behind the verb.
const ASKED: usize = 4;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeakerRanker {
    /// The score of a candidate to be the speaker.
    pub right: Forest,
}

impl SpeakerRanker {
    /// Reads what [`Forest::write`] wrote; `None` where bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Forest::read(&mut ByteReader(bytes)).map(|right| Self { right })
    }

    /// Probability of each candidate to be the speaker: the softmax of their scores and of "none of them", whose score
    /// is 0.
    pub fn probabilities(&self, rows: &[RankedRow]) -> Vec<f32> {
        let odds = self.right.all_odds(rows);
        let all = 1.0 + odds.iter().sum::<f32>();
        odds.into_iter().map(|odds| odds / all).collect()
    }
}

/// All candidates of one quotation, for training.
#[derive(Clone, Debug, Default)]
pub struct SpeakerChoice {
    /// From the first byte of the content, its mark included, to one past its last.
    pub content: Span,
    /// The name and the features of each.
    pub candidates: Vec<(String, RankedRow)>,
    /// Index of the rules' answer.
    pub ruled: Option<usize>,
    /// Index of the answer given.
    pub chosen: Option<usize>,
}

/// One who spoke: the speaker, the place and the paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoke {
    id: u32,
    anchor: usize,
    paragraph: usize,
    /// The source is a noun for a person: "a spokeswoman for the council".
    by_person: bool,
    /// The entity that was asked: "a reporter asked Ann Lee".
    asked: Option<usize>,
    /// The words are a question.
    question: bool,
}

/// State of the ranking: the page and the quotations before.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// Those who spoke, in order.
    turns: Vec<Spoke>,
    /// For each who spoke the number of turns and the last one.
    of_speaker: FxHashMap<u32, (usize, Spoke)>,
    /// Each source that is a name: its token and the entity, in order.
    named: Vec<(usize, usize)>,
    /// The words of the title.
    title: FxHashSet<u64>,
    /// The person named most often, and the one of those in the title.
    topics: [Option<usize>; 2],
    /// Tokens of "he" and of "she" outside marks.
    pronouns: [Vec<usize>; 2],
    /// True if the writer speaks in the first person.
    first_person: bool,
    /// The choices so far, where the frame asks for them.
    pub(super) choices: Vec<SpeakerChoice>,
}

impl Ranking {
    /// The ranking of a page, of whose quotations nothing is known yet.
    pub fn new(page: &Analysis<'_>, frame: &Frame<'_>) -> Self {
        if frame.ranker.is_none() && !frame.traced {
            return Self::default();
        }
        let title = frame.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash_of);
        let first =
            page.tokens.list.iter().enumerate().filter(|(at, token)| {
                token.kind == Kind::Word && token.is(WordClass::FIRST) && !page.marks.inside(*at)
            });
        let pronouns = [WordClass::HE, WordClass::SHE].map(|class| {
            let tokens = page.tokens.list.iter().enumerate();
            let found = tokens.filter(|(at, token)| token.is(class) && !page.marks.inside(*at));
            found.map(|(at, _)| at).collect()
        });
        Self {
            title: title.collect(),
            pronouns,
            first_person: first.take(FIRST_PERSON).count() == FIRST_PERSON,
            ..Self::default()
        }
    }

    /// Returns true if all turns from this paragraph on are of this speaker.
    pub fn spoke_alone(&self, paragraph: usize, id: u32) -> bool {
        self.turns.iter().rev().take_while(|spoke| spoke.paragraph >= paragraph).all(|spoke| spoke.id == id)
    }

    /// Learns that a source at this token is about these names; the sources come in order of their quotations.
    pub fn note_source(&mut self, at: usize, heads: &[Occurrence]) {
        if let Some(first) = heads.first() {
            let place = self.named.partition_point(|&(token, _)| token <= at);
            self.named.insert(place, (at, first.entity));
        }
    }
}

impl Resolver<'_> {
    /// The choices so far, where they are kept.
    pub fn take_choices(&mut self) -> Vec<SpeakerChoice> {
        std::mem::take(&mut self.ranking.choices)
    }

    /// Remembers who spoke.
    pub(super) fn note_turn(&mut self, draft: &Draft, found: &[u32]) {
        if let [id] = found {
            let anchor = draft.start();
            let person = |at: usize| self.page.token(at).is_some_and(|token| token.is(WordClass::ROLE));
            let by_person = draft.source.clone().is_some_and(|source| source.into_iter().any(person));
            let cue = draft.cue.clone().unwrap_or_default();
            let asks = cue.clone().any(|at| self.page.word(at).to_lowercase().starts_with("ask"));
            let behind = self.names.within(&(cue.end..cue.end + ASKED)).first().filter(|_| asks);
            let asked = behind.filter(|place| !self.page.marks.inside(place.name.start)).map(|place| place.entity);
            let question = (draft.end().saturating_sub(2)..draft.end()).any(|at| self.page.word(at) == "?");
            let paragraph = self.paragraph(anchor);
            let spoke = Spoke { id: *id, anchor, paragraph, by_person, asked, question };
            self.ranking.turns.push(spoke);
            let turns = self.ranking.of_speaker.entry(*id).or_insert((0, spoke));
            *turns = (turns.0 + 1, spoke);
        }
    }

    /// The rules' answer, or the candidate that the trees hold for much likelier.
    pub(super) fn reconsidered(
        &mut self,
        draft: &Draft,
        found: Vec<u32>,
        evidence: Resolution,
    ) -> (Vec<u32>, Resolution) {
        let traced = self.frame.traced;
        if self.frame.ranker.is_none() && !traced || found.len() > 1 {
            return (found, evidence);
        }
        let turn = Turn::of(self, draft, &evidence);
        if self.is_turn(&turn.source) || turn.sort == SourceWords::Name && !traced {
            return (found, evidence);
        }
        let ruled = found.first().map(|&id| self.who(id));
        let candidates = self.candidates(&turn, ruled);
        let rows = self.rows(&turn, &candidates, ruled, &evidence);
        let (chosen, evidence) = self.choose(&turn, &candidates, &rows, ruled, evidence);
        if traced {
            let place = |who: Option<Who>| who.and_then(|who| candidates.iter().position(|one| *one == who));
            let names = candidates.iter().map(|&who| self.name_of(who));
            let choice = SpeakerChoice {
                content: self.page.tokens.span(&(draft.start()..draft.end())),
                candidates: names.zip(rows).collect(),
                ruled: place(ruled),
                chosen: place(chosen),
            };
            self.ranking.choices.push(choice);
        }
        match chosen {
            _ if chosen == ruled => (found, evidence),
            Some(Who::Entity(entity)) => (vec![self.of_entity(entity)], evidence),
            Some(Who::Speaker(id)) => (vec![id], evidence),
            Some(Who::Phrase(start, end)) => (vec![self.new_by_words(&(start..end))], evidence),
            None => (found, evidence),
        }
    }

    /// The candidate chosen, and the evidence with what the trees say.
    fn choose(
        &self,
        turn: &Turn,
        candidates: &[Who],
        rows: &[RankedRow],
        ruled: Option<Who>,
        evidence: Resolution,
    ) -> (Option<Who>, Resolution) {
        let Some(ranker) = self.frame.ranker else { return (ruled, evidence) };
        let mut scored: Vec<(f32, Who)> =
            ranker.probabilities(rows).into_iter().zip(candidates.iter().copied()).collect();
        scored.small_sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some(&(best, who)) = scored.first() else { return (ruled, evidence) };
        let of_ruled = scored.iter().find(|(_, who)| Some(*who) == ruled).map_or(0.0, |(p, _)| *p);
        let changes = Some(who) != ruled && turn.may_change(best, of_ruled, ruled.is_some());
        let (probability, chosen) = if changes { (best, Some(who)) } else { (of_ruled, ruled) };
        let other = scored.iter().find(|(_, who)| Some(*who) != chosen).map_or(0.0, |(p, _)| *p);
        let evidence = Resolution { probability, lead: probability - other, ..evidence };
        if changes {
            let mention =
                if evidence.mention == MentionType::Missing { MentionType::Carried } else { evidence.mention };
            return (chosen, Resolution { mention, agreed: false, margin: 0.0, ..evidence });
        }
        (chosen, evidence)
    }
}
