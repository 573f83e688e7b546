//! The trained tagger: a linear-chain conditional random field (Lafferty, `McCallum`, Pereira 2001) that labels every
//! token as content, cue, source or none of them. Which segments belong together is decided by [`super::join`].
//!
//! Features are keys of 64 bits, about two dozen per token, computed without allocation ([`features`]). A key leads
//! to a block of weights for the labels of the token itself and, for most templates, of its neighbours, so that one
//! look-up serves a whole window ([`weights`]). [`chain`] finds the best labels and their probabilities.

pub mod chain;
pub mod features;
pub mod weights;

use super::draft::{Analysis, Draft};
use chain::Row;
use features::{COUNT, Context};
use std::ops::Range;
use weights::{MARGIN, Memo, Units, Weights};

/// Added to the score of a segment's first token: [`super::rerank`] removes segments too many, but cannot add missing
/// ones.
const EAGER: f32 = 1.8;

/// Output of the tagger for a page.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// The best label of each token.
    pub labels: Vec<u8>,
    /// Probability of each label of each token.
    pub probabilities: Vec<Row>,
}

/// Part of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SegmentKind {
    /// The words reported.
    Content = 1,
    /// The reporting words, such as "said".
    Cue = 2,
    /// The words that name the speaker.
    Source = 3,
}

/// A run of tokens with one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Content, cue or source.
    pub kind: SegmentKind,
    /// Tokens of the run.
    pub range: Range<usize>,
    /// Mean probability of the label over its tokens.
    pub confidence: f32,
}

impl Tags {
    /// Tags every paragraph of a page.
    pub fn of(page: &Analysis<'_>, ruled: &[Draft], weights: &Weights) -> Self {
        let units = units(page, ruled, weights);
        Self::from_units(page, weights, &units)
    }

    /// Tags a page from precomputed sums.
    pub fn from_units(page: &Analysis<'_>, weights: &Weights, units: &[Units]) -> Self {
        let exponentials: Vec<[Row; LABELS]> =
            weights.transitions.iter().map(|t| t.map(|row| row.map(f32::exp))).collect();
        let mut tags = Self { labels: Vec::with_capacity(units.len()), probabilities: Vec::with_capacity(units.len()) };
        let (mut labels, mut forward) = (Vec::new(), Vec::new());
        for paragraph in &page.tokens.paragraphs {
            let classes: Vec<u8> = paragraph.clone().map(|at| chain::class_of(page, at) as u8).collect();
            let mut scores: Vec<Row> =
                units[paragraph.clone()].iter().map(|row| row.map(|unit| f32::from(unit) * weights.scale)).collect();
            let from = tags.probabilities.len();
            tags.probabilities.extend_from_slice(&scores);
            chain::marginals(&mut tags.probabilities[from..], &classes, &exponentials, &mut forward);
            for score in &mut scores {
                score[usize::from(label::CONTENT_FIRST)] += EAGER;
                score[usize::from(label::CUE_FIRST)] += EAGER * 0.5;
                score[usize::from(label::SOURCE_FIRST)] += EAGER * 0.5;
            }
            chain::best(&scores, &classes, &weights.transitions, &mut labels);
            tags.labels.extend_from_slice(&labels);
        }
        tags
    }

    /// Returns the segments, in order.
    pub fn segments(&self, page: &Analysis<'_>) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::new();
        for paragraph in &page.tokens.paragraphs {
            let mut last = None;
            for at in paragraph.clone() {
                let kind = segment_kind(self.labels[at]);
                if let Some(kind) = kind {
                    match out.last_mut() {
                        Some(segment) if last == Some(kind) && !first(self.labels[at]) && at > paragraph.start => {
                            segment.range.end = at + 1;
                        }
                        _ => out.push(Segment { kind, range: at..at + 1, confidence: 0.0 }),
                    }
                }
                last = kind;
            }
        }
        for segment in &mut out {
            let which = usize::from(segment.kind as u8) * 2;
            let sum: f32 =
                self.probabilities[segment.range.clone()].iter().map(|row| row[which] + row[which - 1]).sum();
            segment.confidence = sum / segment.range.len() as f32;
        }
        out
    }
}

/// For each token, returns the sums of the weights of all keys, in units of the weights' scale.
pub fn units(page: &Analysis<'_>, ruled: &[Draft], weights: &Weights) -> Vec<Units> {
    let context = Context::of(page, ruled);
    let mut out = vec![[0; LABELS]; page.tokens.list.len()];
    let mut keys = [0; COUNT];
    let mut memo = Memo::default();
    let mut sums: Vec<Units> = Vec::new();
    for paragraph in &page.tokens.paragraphs {
        sums.clear();
        sums.resize(paragraph.len() + 2 * MARGIN, [0; LABELS]);
        for at in paragraph.clone() {
            context.keys(page, at, &mut keys);
            weights.add(&keys, at - paragraph.start, &mut sums, &mut memo);
        }
        out[paragraph.clone()].copy_from_slice(&sums[MARGIN..MARGIN + paragraph.len()]);
    }
    out
}

/// Number of labels.
pub const LABELS: usize = 8;

/// Labels of a token.
pub mod label {
    /// No part of an attribution.
    pub const NONE: u8 = 0;
    /// First token of a content.
    pub const CONTENT_FIRST: u8 = 1;
    /// Further token of a content.
    pub const CONTENT: u8 = 2;
    /// First token of a cue.
    pub const CUE_FIRST: u8 = 3;
    /// Further token of a cue.
    pub const CUE: u8 = 4;
    /// First token of a source.
    pub const SOURCE_FIRST: u8 = 5;
    /// Further token of a source.
    pub const SOURCE: u8 = 6;
    /// Between the parts of one attribution ("Lee, *the mayor,* said").
    pub const BETWEEN: u8 = 7;
}

/// Returns the kind of segment of a label; `None` outside of segments.
pub const fn segment_kind(label: u8) -> Option<SegmentKind> {
    match label {
        label::CONTENT_FIRST | label::CONTENT => Some(SegmentKind::Content),
        label::CUE_FIRST | label::CUE => Some(SegmentKind::Cue),
        label::SOURCE_FIRST | label::SOURCE => Some(SegmentKind::Source),
        _ => None,
    }
}

/// Returns true if a label begins a segment.
pub const fn first(label: u8) -> bool {
    matches!(label, label::CONTENT_FIRST | label::CUE_FIRST | label::SOURCE_FIRST)
}

/// Returns true if `to` may follow `from`: a segment must have begun before it continues.
pub fn allowed(from: u8, to: u8) -> bool {
    match to {
        label::CONTENT | label::CUE | label::SOURCE => segment_kind(from) == segment_kind(to),
        _ => true,
    }
}
