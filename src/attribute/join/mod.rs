//! Joins contents, cues and sources to attributions.
//!
//! For each content the cues of its paragraph (and of the one before) are compared, for each cue the sources and noun
//! phrases beside it; a log-linear model picks one or none. Contents that picked the same cue are one attribution.
//! [`super::rerank`] then scores the result.

mod candidates;
mod features;
mod measures;
mod ranker;

pub use crate::attribute::tagger::SegmentKind;
use crate::small_sort::SmallSort;
use candidates::Candidate;
pub use candidates::Joiner;
pub use ranker::{Features, Ranker, Rankers, SIZE};

use super::draft::Draft;

/// The probabilities behind a join, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence {
    /// Probability of the cue, given the content.
    pub cue: f32,
    /// Probability of the source, given the cue.
    pub source: f32,
    /// The tagger's mean confidence in the source.
    pub tagger_source: f32,
    /// Probability of the second-best cue.
    pub runner_up: f32,
}

impl Evidence {
    /// Evidence of a cue without a source.
    fn of_cue(cue: f32, runner_up: f32) -> Self {
        Self { cue, runner_up, ..Self::default() }
    }
}

/// A joined attribution with the evidence for it.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The attribution.
    pub draft: Draft,
    /// Indices of its contents among the segments.
    pub contents: Vec<usize>,
    /// Index of its cue.
    pub cue: Option<usize>,
    /// The probabilities behind the join.
    pub evidence: Evidence,
}

/// Joins the segments of a page.
pub fn join(joiner: &Joiner<'_>, rankers: &Rankers) -> Vec<Joined> {
    let mut out: Vec<Joined> = Vec::new();
    for content in (0..joiner.segments.len()).filter(|&i| joiner.segments[i].kind == SegmentKind::Content) {
        let ranked = joiner.ranked_cues(rankers, content);
        let (cue, probability) = ranked.first().copied().unwrap_or((None, 1.0));
        let next = ranked.get(1).map_or(0.0, |&(_, p)| p);
        let same = cue.and_then(|cue| out.iter_mut().rev().take(8).find(|one| one.cue == Some(cue)));
        match (same, cue) {
            (Some(one), Some(cue)) if joiner.belongs(rankers, one, content, cue, probability) => {
                one.draft.content.push(joiner.segments[content].range.clone());
                one.contents.push(content);
                one.evidence.cue = one.evidence.cue.min(probability);
                one.evidence.runner_up = one.evidence.runner_up.max(next);
            }
            (Some(_), Some(_)) => {
                out.push(joiner.with_cue(content, None, Evidence::of_cue(1.0 - probability, probability)));
            }
            _ => out.push(joiner.with_cue(content, cue, Evidence::of_cue(probability, next))),
        }
    }
    for one in &mut out {
        joiner.give_source(rankers, one);
    }
    out
}

/// Returns one content joined to the given cue and that cue's best source.
pub fn joined_to(
    joiner: &Joiner<'_>,
    rankers: &Rankers,
    content: usize,
    cue: Option<usize>,
    probability: f32,
) -> Joined {
    let mut one = joiner.with_cue(content, cue, Evidence::of_cue(probability, 1.0 - probability));
    joiner.give_source(rankers, &mut one);
    one
}

impl Joiner<'_> {
    /// Returns one content joined to `cue`, without a source.
    fn with_cue(&self, content: usize, cue: Option<usize>, evidence: Evidence) -> Joined {
        let range = |at: usize| self.segments[at].range.clone();
        let draft = Draft { content: vec![range(content)], cue: cue.map(range), by: "tagger", ..Draft::default() };
        Joined { draft, contents: vec![content], cue, evidence }
    }

    /// Returns the cues that a content may belong to, most probable first; `None` stands for no cue.
    pub fn ranked_cues(&self, rankers: &Rankers, content: usize) -> Vec<(Option<usize>, f32)> {
        let cues = self.cues(content);
        let mut candidates: Vec<Features> = cues.iter().map(|&cue| self.content_cue(content, cue)).collect();
        candidates.push(self.content_alone(content));
        ranked(cues, &rankers.cue.rank(&candidates))
    }

    /// Returns the sources of a cue (or of a content without one), most probable first; `None` stands for no source.
    pub fn ranked_sources(
        &self,
        rankers: &Rankers,
        anchor: usize,
        content: &std::ops::Range<usize>,
    ) -> Vec<(Option<Candidate>, f32)> {
        let sources = self.sources(anchor, content);
        let mut candidates: Vec<Features> =
            sources.iter().map(|source| self.cue_source(anchor, content, source)).collect();
        candidates.push(self.no_source(anchor));
        ranked(sources, &rankers.source.rank(&candidates))
    }

    /// Returns true if a further content belongs to the first one of its cue.
    fn belongs(&self, rankers: &Rankers, joined: &Joined, content: usize, cue: usize, probability: f32) -> bool {
        rankers.together.score(&self.together(joined.contents[0], content, cue, probability)) > 0.0
    }

    fn give_source(&self, rankers: &Rankers, joined: &mut Joined) {
        let anchor = joined.cue.unwrap_or(joined.contents[0]);
        let ranked = self.ranked_sources(rankers, anchor, &joined.draft.content[0]);
        if let Some((source, probability)) = ranked.into_iter().next() {
            joined.evidence.source = probability;
            joined.evidence.tagger_source = source.as_ref().map_or(0.0, |s| s.confidence);
            joined.draft.source = source.map(|s| s.range);
        }
    }
}

/// Sorts the candidates, and "none of them" as the last, by probability.
fn ranked<T>(candidates: Vec<T>, probabilities: &[f32]) -> Vec<(Option<T>, f32)> {
    let all = candidates.into_iter().map(Some).chain([None]);
    let mut out: Vec<(Option<T>, f32)> = all.zip(probabilities.iter().copied()).collect();
    out.small_sort_by(|a, b| b.1.total_cmp(&a.1));
    out
}
