//! Trains the rankers: softmax regression over candidates, logistic regression for the confidence, both by `AdaGrad`.
//! The training articles are tagged by weights that have not seen them.

use super::corpus::Annotated;
use super::score::{Predicted, alone};
use crate::attribute::draft::{self, Analysis, Draft};
use crate::attribute::join::{Features, Joiner, Ranker, Rankers, SIZE, join};
use crate::attribute::rerank::{self, Reranker, WIDTH};
use crate::attribute::tagger::SegmentKind;
use crate::attribute::tagger::{Segment, Tags};
use crate::dev::boosting::{BoostSettings, TrainingRows, grow};
use crate::document::Span;
use crate::forest::FeatureMatrix;
use std::ops::Range;

/// A page with its tags and its annotations.
#[derive(Debug)]
pub struct Example<'a> {
    /// The article.
    pub article: &'a Annotated,
    /// Its page.
    pub page: &'a Analysis<'a>,
    /// Label probabilities of each token.
    pub tags: &'a Tags,
    /// Segments found by the tagger.
    pub segments: &'a [Segment],
    /// Drafts of the rules.
    pub ruled: &'a [Draft],
}

impl Example<'_> {
    /// Returns the inputs of the join decisions.
    pub fn joiner(&self) -> Joiner<'_> {
        Joiner::new(self.page, self.tags, self.segments, self.ruled)
    }
}

/// Features of the candidates, and the index of the right one.
type Choice = (Vec<Features>, usize);

/// Trains the rankers, then the reranker on joins of held-out halves.
pub fn train(examples: &[Example<'_>]) -> (Rankers, Reranker) {
    let mut table = FeatureMatrix { width: WIDTH, values: Vec::new() };
    let mut labels: Vec<[bool; 2]> = Vec::new();
    let mut words: Vec<(Features, bool)> = Vec::new();
    // The reranker's training data were joined by rankers that have not seen the article, as in use.
    for held in 0..2 {
        let half =
            |own: bool| examples.iter().enumerate().filter(move |(at, _)| (at % 2 == held) == own).map(|(_, e)| e);
        let mut rankers = joins(&half(false).collect::<Vec<_>>());
        let seen: Vec<_> = half(false).flat_map(|example| leanings(example, &rankers)).collect();
        rankers.right = logistic(&seen);
        for example in half(true) {
            rows(example, &rankers, &mut table, &mut labels);
        }
        words.extend(seen);
    }
    let mut rankers = joins(&examples.iter().collect::<Vec<_>>());
    rankers.right = logistic(&words);
    let forest = |which: usize| {
        let chosen: Vec<(usize, usize, f32, f32)> =
            labels.iter().enumerate().map(|(at, label)| (0, at, f32::from(u8::from(label[which])), 1.0)).collect();
        grow(&TrainingRows::of(&[&table], &chosen), &TREES)
    };
    let reranker = Reranker { content: forest(0), right: forest(1) };
    (rankers, reranker)
}

const TREES: BoostSettings =
    BoostSettings { trees: 48, leaves: 16, rate: 0.16, least: 20.0, columns: 0.4, rows: 0.7, ridge: 4.0 };

/// Trains the rankers that join.
fn joins(examples: &[&Example<'_>]) -> Rankers {
    let mut rankers = Rankers {
        cue: softmax(&examples.iter().flat_map(|e| cue_choices(e)).collect::<Vec<_>>()),
        source: softmax(&examples.iter().flat_map(|e| source_choices(e)).collect::<Vec<_>>()),
        ..Rankers::default()
    };
    // All further contents are joined while this is learned.
    rankers.together.weights.fill(1.0);
    rankers.together = logistic(&examples.iter().flat_map(|e| companions(e, &rankers)).collect::<Vec<_>>());
    rankers
}

/// Returns the tokens that spans touch.
fn tokens(page: &Analysis<'_>, spans: &[Span]) -> Vec<Range<usize>> {
    let list = &page.tokens.list;
    let range = |s: &Span| {
        list.partition_point(|t| t.end as usize <= s.start)..list.partition_point(|t| (t.start as usize) < s.end)
    };
    spans.iter().map(range).filter(|r| r.start < r.end).collect()
}

fn overlap(a: &Range<usize>, list: &[Range<usize>]) -> usize {
    list.iter().map(|b| draft::overlap(a, b)).sum()
}

/// Returns the gold attribution that shares most content with a segment, if it is at least half of the segment.
fn gold_of<'g>(content: &Range<usize>, gold: &'g [[Vec<Range<usize>>; 3]]) -> Option<&'g [Vec<Range<usize>>; 3]> {
    let best = gold.iter().max_by_key(|g| overlap(content, &g[0]))?;
    (overlap(content, &best[0]) * 2 > content.len()).then_some(best)
}

fn golds(example: &Example<'_>) -> Vec<[Vec<Range<usize>>; 3]> {
    let page = example.page;
    example
        .article
        .gold
        .iter()
        .map(|g| [tokens(page, &g.content), tokens(page, &g.cue), tokens(page, &g.source)])
        .collect()
}

fn cue_choices(example: &Example<'_>) -> Vec<Choice> {
    let joiner = example.joiner();
    let gold = golds(example);
    let mut out = Vec::new();
    for content in (0..example.segments.len()).filter(|&i| example.segments[i].kind == SegmentKind::Content) {
        let Some(right) = gold_of(&example.segments[content].range, &gold) else { continue };
        let cues = joiner.cues(content);
        let mut candidates: Vec<Features> = cues.iter().map(|&cue| joiner.content_cue(content, cue)).collect();
        candidates.push(joiner.content_alone(content));
        let best = cues.iter().position(|&cue| overlap(&example.segments[cue].range, &right[1]) > 0);
        out.push((candidates, best.unwrap_or(cues.len())));
    }
    out
}

fn source_choices(example: &Example<'_>) -> Vec<Choice> {
    let joiner = example.joiner();
    let gold = golds(example);
    let mut out = Vec::new();
    for content in (0..example.segments.len()).filter(|&i| example.segments[i].kind == SegmentKind::Content) {
        let Some(right) = gold_of(&example.segments[content].range, &gold) else { continue };
        let cue = joiner.cues(content).into_iter().find(|&cue| overlap(&example.segments[cue].range, &right[1]) > 0);
        let anchor = cue.unwrap_or(content);
        let range = example.segments[content].range.clone();
        let sources = joiner.sources(anchor, &range);
        let mut candidates: Vec<Features> =
            sources.iter().map(|source| joiner.cue_source(anchor, &range, source)).collect();
        candidates.push(joiner.no_source(anchor));
        let best = (0..sources.len())
            .filter(|&i| overlap(&sources[i].range, &right[2]) > 0)
            .max_by_key(|&i| overlap(&sources[i].range, &right[2]));
        if best.is_some() || right[2].is_empty() {
            out.push((candidates, best.unwrap_or(sources.len())));
        }
    }
    out
}

/// Further contents of a cue; true if they belong to the same attribution as the first.
fn companions(example: &Example<'_>, rankers: &Rankers) -> Vec<(Features, bool)> {
    let joiner = example.joiner();
    let gold = golds(example);
    let mut out = Vec::new();
    for joined in join(&joiner, rankers) {
        let (Some(cue), [first, rest @ ..]) = (joined.cue, joined.contents.as_slice()) else { continue };
        let Some(right) = gold_of(&example.segments[*first].range, &gold) else { continue };
        for &content in rest {
            let range = &example.segments[content].range;
            out.push((
                joiner.together(*first, content, cue, joined.evidence.cue),
                overlap(range, &right[0]) * 2 > range.len(),
            ));
        }
    }
    out
}

/// Joined attributions; true if they are right.
fn leanings(example: &Example<'_>, rankers: &Rankers) -> Vec<(Features, bool)> {
    let joiner = example.joiner();
    let found = join(&joiner, rankers);
    let drafts: Vec<Draft> = found.iter().map(|j| j.draft.clone()).collect();
    let right = alone(&example.article.text, &example.article.gold, &predicted(example.page, &drafts));
    found.iter().zip(right).map(|(one, [_, right])| (rerank::lexical(&joiner, one), right)).collect()
}

/// Adds the rows of all alternatives, and the labels of content and speaker.
fn rows(example: &Example<'_>, rankers: &Rankers, table: &mut FeatureMatrix, labels: &mut Vec<[bool; 2]>) {
    let joiner = example.joiner();
    let made = join(&joiner, rankers);
    let rows = rerank::Rows::new(&joiner, &made);
    let all = rerank::alternatives(&joiner, rankers, made);
    for one in &all {
        table.values.extend(rows.of(one, &rankers.right));
    }
    let drafts: Vec<Draft> = all.into_iter().map(|one| one.joined.draft).collect();
    labels.extend(alone(&example.article.text, &example.article.gold, &predicted(example.page, &drafts)));
}

/// Converts drafts for the scorer.
pub fn predicted(page: &Analysis<'_>, drafts: &[Draft]) -> Vec<Predicted> {
    let one = |d: &Draft| Predicted {
        content: d.content.iter().map(|r| page.tokens.span(r)).collect(),
        mention: d.source.as_ref().map(|r| page.tokens.span(r)),
        confidence: d.confidence,
    };
    drafts.iter().map(one).collect()
}

const ROUNDS: usize = 12;
const RATE: f32 = 0.05;

fn softmax(choices: &[Choice]) -> Ranker {
    let mut ranker = Ranker::default();
    let mut squares = vec![1e-2_f32; SIZE];
    for round in 0..ROUNDS {
        let rate = RATE * (1.0 - round as f32 / ROUNDS as f32);
        for (candidates, right) in choices {
            let probabilities = ranker.rank(candidates);
            for (at, features) in candidates.iter().enumerate() {
                let gradient = f32::from(u8::from(at == *right)) - probabilities[at];
                step(&mut ranker, &mut squares, features, gradient, rate);
            }
        }
    }
    ranker
}

fn logistic(verdicts: &[(Features, bool)]) -> Ranker {
    let mut ranker = Ranker::default();
    let mut squares = vec![1e-2_f32; SIZE];
    for round in 0..ROUNDS {
        let rate = RATE * (1.0 - round as f32 / ROUNDS as f32);
        for (features, right) in verdicts {
            let gradient = f32::from(u8::from(*right)) - 1.0 / (1.0 + (-ranker.score(features)).exp());
            step(&mut ranker, &mut squares, features, gradient, rate);
        }
    }
    ranker
}

fn step(ranker: &mut Ranker, squares: &mut [f32], features: &Features, gradient: f32, rate: f32) {
    for &at in features.weights() {
        let at = usize::from(at);
        squares[at] += gradient * gradient;
        ranker.weights[at] += rate * gradient / squares[at].sqrt();
    }
}
