//! The benchmark's figures for given probabilities, as ../shared's scorers count them.

use super::corpus::{Example, Set};
use super::labels::{folded, words};
use crate::document::Document;
use rustc_hash::FxHashMap;

/// Precision and recall, as means over pages or as counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Right among the shown.
    pub precision: f32,
    /// Shown among the right.
    pub recall: f32,
}

impl Figures {
    /// Their harmonic mean.
    pub fn f1(self) -> f32 {
        2.0 * self.precision * self.recall / (self.precision + self.recall).max(1e-9)
    }
}

/// The figures of a set at a threshold.
pub fn score(examples: &[Example], chances: &[Vec<f32>], set: Set, threshold: f32) -> Figures {
    let of_set = || examples.iter().zip(chances).filter(|(e, _)| e.set == set && !e.made);
    if set == Set::Segments {
        return segments(of_set(), threshold);
    }
    let (mut precision, mut recall, mut asked, mut pages) = (0.0, 0.0, 0.0, 0.0);
    for (example, chances) in of_set() {
        let (p, r) = page(example, &shown(&example.document, chances, threshold, "\n"));
        precision += p.unwrap_or_default();
        asked += f32::from(u8::from(p.is_some()));
        recall += r;
        pages += 1.0;
    }
    Figures { precision: precision / f32::max(asked, 1.0), recall: recall / f32::max(pages, 1.0) }
}

/// The text of the blocks that are shown.
pub fn shown(document: &Document, chances: &[f32], threshold: f32, joint: &str) -> String {
    let kept = document
        .blocks
        .iter()
        .zip(chances)
        .filter(|(b, p)| **p >= threshold && !matches!(b.kind, crate::document::Kind::Image(_)));
    kept.map(|(b, _)| b.text.as_str()).collect::<Vec<_>>().join(joint)
}

/// Precision and recall of one page over shingles of four words.
pub fn page(example: &Example, text: &str) -> (Option<f32>, f32) {
    let truth = example.truth.body.as_deref().unwrap_or_default();
    let (mut wanted, all) = shingles(truth);
    let (got, count) = shingles(text);
    let mut both = 0_u32;
    for (shingle, times) in got {
        if let Some(left) = wanted.get_mut(&shingle) {
            both += times.min(*left);
        }
    }
    let both = both as f32;
    (
        (count > 0).then(|| both / count as f32),
        if all > 0 { both / all as f32 } else { f32::from(u8::from(count == 0)) },
    )
}

fn shingles(text: &str) -> (FxHashMap<Vec<&str>, u32>, u32) {
    let words = words(text);
    let mut out: FxHashMap<Vec<&str>, u32> = FxHashMap::default();
    let length = words.len().clamp(1, 4);
    let mut count = 0;
    for window in words.windows(length) {
        *out.entry(window.to_vec()).or_default() += 1;
        count += 1;
    }
    (out, count)
}

fn segments<'a>(pages: impl Iterator<Item = (&'a Example, &'a Vec<f32>)>, threshold: f32) -> Figures {
    let (mut found, mut asked, mut wrong) = (0.0, 0.0, 0.0);
    for (example, chances) in pages {
        let kept = example
            .document
            .blocks
            .iter()
            .zip(chances)
            .filter(|(b, p)| **p >= threshold && !matches!(b.kind, crate::document::Kind::Image(_)));
        let text = kept.map(|(b, _)| folded(b)).collect::<Vec<_>>().join(" ");
        let contained = |segments: &[String]| {
            segments.iter().filter(|s| text.contains(&s.split_whitespace().collect::<Vec<_>>().join(" "))).count()
                as f32
        };
        found += contained(&example.truth.with);
        asked += example.truth.with.len() as f32;
        wrong += contained(&example.truth.without);
    }
    Figures { precision: found / (found + wrong).max(1.0), recall: found / f32::max(asked, 1.0) }
}

/// The best that could be had with the labels as they are: the share of the truth that the blocks can give.
pub fn ceiling(examples: &[Example], set: Set) -> Figures {
    let chances: Vec<Vec<f32>> = examples.iter().map(|e| e.labels.iter().map(|l| l.article).collect()).collect();
    score(examples, &chances, set, 0.5)
}
