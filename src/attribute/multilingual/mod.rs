//! Attribution in languages other than English, by language-independent means.
//!
//! ```text
//! Analysis ─statements─▶ marks, dialogue, reported clauses ─candidates─ranking─▶ Attributions
//!         └─mentions─people─▶ who may have said them ──────┘
//! ```
//! Two things are learned from the project's own annotations: which words in marks are quotations, and which of the
//! people around a statement said it. All that is known of a language are the lists of its folder in
//! assets/attribution.

pub mod candidates;
mod dialogue;
pub mod mentions;
pub mod people;
mod phrases;
pub mod quotations;
pub mod ranking;
pub mod reported;
pub mod scripts;
pub mod statements;
pub mod vocabulary;

use super::draft::Analysis;
use super::emit::{QuoteContent, sort_mentions};
use super::lexicon::WordClass;
use crate::reading::{Attributions, Grade, Quote, Speaker};
use candidates::{Last, Scene, Utterance};
use people::People;
use quotations::MarkWeights;
use ranking::SourceRanker;
use rustc_hash::FxHashMap;
use statements::Found;
use std::ops::Range;

/// Probability below which a speaker is not named.
const NAMED: f32 = 0.22;
/// Probability from which statements without marks are shown.
const REPORTED: f32 = 0.15;

/// Confidence of a clause found by a rule before its speaker is known.
const CLAUSE: f32 = 0.3;

/// Weights for languages other than English.
#[derive(Clone, Debug, Default)]
pub struct MultilingualModel {
    /// Decides which words in marks are quotations.
    pub quotations: MarkWeights,
    /// Decides who said them.
    pub ranker: SourceRanker,
}

impl MultilingualModel {
    /// Loads the bundled weights.
    pub fn bundled() -> Self {
        Self {
            quotations: MarkWeights::read(include_str!("../../../assets/attribution/quotations.weights")),
            ranker: SourceRanker::read(include_bytes!("../../../assets/attribution/sources.bin")),
        }
    }
}

/// A statement with its speaker.
struct Attributed {
    pieces: Vec<Range<usize>>,
    found: Found,
    /// The entity, the tokens of its mention, and the probability.
    speaker: Option<(usize, Option<Range<usize>>)>,
    confidence: f32,
}

/// Finds every attribution of a page.
pub fn attributions(page: &Analysis<'_>, model: &MultilingualModel) -> Attributions {
    let mentions = mentions::find(page);
    let people = People::of(page, &mentions);
    let scene = Scene::new(page, &mentions, &people);
    let mut list: Vec<Attributed> = Vec::new();
    let mut last: Option<Last> = None;
    for mut found in statements::find(page, &model.quotations) {
        let candidates = scene.candidates(&found.statement, last);
        let best = model.ranker.best(&candidates);
        let best =
            best.filter(|(_, probability)| *probability >= if found.statement.marked { NAMED } else { REPORTED });
        if best.is_none() && !found.statement.marked {
            continue;
        }
        let speaker = best.map(|(one, _)| (one.entity, one.mention.map(|at| mentions[at].range.clone())));
        if let Some((entity, _)) = &speaker {
            last = Some(next(last, *entity, &found.statement));
        }
        let prior = if found.statement.marked { 0.0 } else { CLAUSE };
        let confidence = best.map_or(UNATTRIBUTED, |(_, probability)| prior + (1.0 - prior) * probability);
        if let Some((_, Some(mention))) = &speaker {
            found.cue = found
                .cue
                .or_else(|| cue(page, &found.statement, mention))
                .map(|cue| with_auxiliaries(page, cue, mention));
        }
        if !joined(page, &mut list, &found, speaker.as_ref()) {
            list.push(Attributed { pieces: found.pieces.clone(), found, speaker, confidence });
        }
    }
    emitted(page, &people, list)
}

/// Largest distance of a reporting word from its source, in tokens.
const REACH: usize = 6;

/// Returns the reporting word nearest to a source, with its auxiliaries.
fn cue(page: &Analysis<'_>, statement: &Utterance, mention: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(mention.start);
    let is_cue = |at: &usize| {
        let token = &tokens[*at];
        let apart = !mention.contains(at) && !statement.content.contains(at) && !page.marks.inside(*at);
        apart && token.is(candidates::SAYS.union(WordClass::CITE)) && !token.is(WordClass::DET)
    };
    let low = mention.start.saturating_sub(REACH).max(sentence.start);
    let high = sentence.end.min(mention.end + REACH);
    let before = (low..mention.start).rev().find(is_cue);
    let behind = (mention.end..high).find(is_cue);
    let at = match (before, behind) {
        (Some(a), Some(b)) => {
            if mention.start - a <= b + 1 - mention.end {
                a
            } else {
                b
            }
        }
        (a, b) => a.or(b)?,
    };
    Some(at..at + 1)
}

/// Extends a reporting word by the auxiliaries before it: "a déclaré", "ha detto".
fn with_auxiliaries(page: &Analysis<'_>, cue: Range<usize>, mention: &Range<usize>) -> Range<usize> {
    let low = page.sentences.at(cue.start).start;
    let auxiliary = |at: &usize| page.tokens.list[*at].is(WordClass::AUX) && !mention.contains(at);
    let first = (low..cue.start).rev().take(2).take_while(auxiliary).last();
    first.unwrap_or(cue.start)..cue.end
}

/// Confidence of a quotation without a speaker.
const UNATTRIBUTED: f32 = 0.5;

/// Returns the last speaker after this statement.
pub fn next(last: Option<Last>, entity: usize, statement: &Utterance) -> Last {
    let times = last.filter(|last| last.entity == entity).map_or(1, |last| last.times + 1);
    Last { entity, end: statement.content.end, paragraph: statement.paragraph, times }
}

/// Joins B of `“A”, said X, “B”` to A, in the same sentence and of the same speaker.
fn joined(
    page: &Analysis<'_>,
    list: &mut [Attributed],
    found: &Found,
    speaker: Option<&(usize, Option<Range<usize>>)>,
) -> bool {
    let Some(before) = list.last_mut().filter(|before| before.found.statement.marked && found.statement.marked) else {
        return false;
    };
    let (Some((a, mention)), Some((b, _))) = (&before.speaker, speaker) else { return false };
    let end = before.pieces.last().map_or(0, |piece| piece.end);
    let start = found.statement.content.start;
    let between = mention.as_ref().is_some_and(|mention| end <= mention.start && mention.end <= start);
    let same = page.sentences.at(end.saturating_sub(1)) == page.sentences.at(start) && a == b;
    if same && between && start - end <= 20 {
        before.pieces.extend(found.pieces.iter().cloned());
        return true;
    }
    false
}

/// Returns the grade of a probability.
const fn grade(confidence: f32) -> Grade {
    match confidence {
        0.85.. => Grade::Sure,
        0.5.. => Grade::Likely,
        _ => Grade::Uncertain,
    }
}

fn emitted(page: &Analysis<'_>, people: &People, list: Vec<Attributed>) -> Attributions {
    let mut out =
        Attributions { truncated_at: page.tokens.truncated_at, model: super::VERSION, ..Attributions::default() };
    let mut speakers: FxHashMap<usize, u32> = FxHashMap::default();
    for one in list {
        let verbatim = one.found.by == "dialogue";
        let Some(content) = QuoteContent::of(page, &one.pieces, verbatim) else { continue };
        let mention =
            one.speaker.as_ref().and_then(|(_, mention)| mention.as_ref()).map(|range| page.tokens.span(range));
        let id = out.quotes.len() as u32;
        let speaker = one.speaker.map(|(entity, _)| {
            *speakers.entry(entity).or_insert_with(|| {
                let known = &people.entities[entity];
                let id = out.speakers.len() as u32;
                let (name, role) = (known.name.clone(), known.role.clone());
                out.speakers.push(Speaker {
                    id,
                    name,
                    kind: known.kind,
                    role,
                    quotes: Vec::new(),
                    mentions: Vec::new(),
                });
                id
            })
        });
        if let Some(speaker) = speaker.and_then(|id| out.speakers.get_mut(id as usize)) {
            speaker.quotes.push(id);
            speaker.mentions.extend(mention);
        }
        out.quotes.push(Quote {
            id,
            kind: content.kind,
            quoted_spans: content.quoted_spans,
            spans: content.spans,
            speakers: speaker.into_iter().collect(),
            mention,
            cue: one.found.cue.map(|cue| page.tokens.span(&cue)),
            via: None,
            confidence: one.confidence,
            grade: grade(one.confidence),
            by: one.found.by.to_owned(),
        });
    }
    sort_mentions(&mut out.speakers);
    out
}
