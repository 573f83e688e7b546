//! Which content, cue and source belong together.
//!
//! For each content the cues of its paragraph (and of the one before) are compared, for each cue the sources and the
//! noun phrases beside it; a log-linear model picks one or none. Contents that picked the same cue are one attribution.
//! A last log-linear model says how probable it is that content and speaker are right ([`super::confidence`]).

mod candidates;
mod features;
mod measures;
mod ranker;

pub use candidates::{Candidate, Joiner};
pub use ranker::{Features, Ranker, Rankers, SIZE};

use super::draft::Draft;

/// What was joined, with what the decision rested on.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The attribution.
    pub draft: Draft,
    /// Indices of its contents among the segments.
    pub contents: Vec<usize>,
    /// Index of its cue.
    pub cue: Option<usize>,
    /// Probability of the cue, of the source, and how sure the tagger was of the source.
    pub sure: [f32; 3],
}

/// Joins the segments of a page.
pub fn join(joiner: &Joiner<'_>, rankers: &Rankers) -> Vec<Joined> {
    let mut by_cue: Vec<(usize, Option<usize>, f32)> = Vec::new();
    for content in (0..joiner.segments.len()).filter(|&i| joiner.segments[i].part == 1) {
        let cues = joiner.cues(content);
        let mut candidates: Vec<Features> = cues.iter().map(|&cue| joiner.content_cue(content, cue)).collect();
        candidates.push(joiner.content_alone(content));
        let (best, probability) = top(&rankers.cue.rank(&candidates));
        by_cue.push((content, cues.get(best).copied(), probability));
    }
    let mut out: Vec<Joined> = Vec::new();
    for (content, cue, probability) in by_cue {
        let range = joiner.segments[content].range.clone();
        let same = cue.and_then(|cue| out.iter_mut().rev().take(8).find(|joined| joined.cue == Some(cue)));
        let belongs = |joined: &Joined, cue: usize| {
            rankers.together.score(&joiner.together(joined.contents[0], content, cue, probability)) > 0.0
        };
        if let (Some(joined), Some(cue)) = (same, cue) {
            if !belongs(joined, cue) {
                let draft = Draft { content: vec![range], by: "tagger", ..Draft::default() };
                out.push(Joined { draft, contents: vec![content], cue: None, sure: [1.0 - probability, 0.0, 0.0] });
                continue;
            }
            joined.draft.content.push(range);
            joined.contents.push(content);
            joined.sure[0] = joined.sure[0].min(probability);
            continue;
        }
        let draft = Draft {
            content: vec![range],
            cue: cue.map(|cue| joiner.segments[cue].range.clone()),
            by: "tagger",
            ..Draft::default()
        };
        out.push(Joined { draft, contents: vec![content], cue, sure: [probability, 0.0, 0.0] });
    }
    for joined in &mut out {
        let anchor = joined.cue.unwrap_or(joined.contents[0]);
        let content = joined.draft.content[0].clone();
        let sources = joiner.sources(anchor, &content);
        let mut candidates: Vec<Features> =
            sources.iter().map(|source| joiner.cue_source(anchor, &content, source)).collect();
        candidates.push(joiner.no_source(anchor));
        let (best, probability) = top(&rankers.source.rank(&candidates));
        joined.sure[1] = probability;
        if let Some(source) = sources.get(best) {
            joined.draft.source = Some(source.range.clone());
            joined.sure[2] = source.sure;
        }
    }
    out
}

fn top(probabilities: &[f32]) -> (usize, f32) {
    probabilities.iter().copied().enumerate().fold((0, 0.0), |best, (at, p)| if p > best.1 { (at, p) } else { best })
}
