//! Computes the benchmark's figures for given probabilities, as the scorers in ../shared do.

use super::corpus::{LabelledPage, Set};
use super::labels::words;
use crate::article::{Reason, Role, Verdict};
use crate::document::Document;
use crate::white_space;
use rustc_hash::FxHashMap;

/// Precision and recall, as means over pages or as counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Share of the shown that is right.
    pub precision: f32,
    /// Share of the right that is shown.
    pub recall: f32,
}

impl Figures {
    /// Returns their harmonic mean.
    pub fn f1(self) -> f32 {
        2.0 * self.precision * self.recall / (self.precision + self.recall).max(1e-9)
    }
}

/// Returns the shown text that the scorers count: the body, and for segments the standfirst too.
pub fn text(document: &Document, verdicts: &[Verdict], set: Set) -> String {
    let counts = |verdict: &Verdict| match verdict {
        Verdict::Show(Role::Body) => true,
        Verdict::Show(Role::Standfirst) => set == Set::Segments,
        _ => false,
    };
    let kept = document.blocks.iter().zip(verdicts).filter(|(_, verdict)| counts(verdict));
    kept.map(|(block, _)| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Returns the figures of a set for the shown text of each page.
pub fn score(examples: &[LabelledPage], texts: &[String], set: Set) -> Figures {
    let of_set = || examples.iter().zip(texts).filter(|(e, _)| e.set == set && !e.made);
    if set == Set::Segments {
        return segments(of_set());
    }
    let (mut precision, mut recall, mut asked, mut pages) = (0.0, 0.0, 0.0, 0.0);
    for (example, text) in of_set() {
        let (p, r) = page(example, text);
        precision += p.unwrap_or_default();
        asked += f32::from(u8::from(p.is_some()));
        recall += r;
        pages += 1.0;
    }
    Figures { precision: precision / f32::max(asked, 1.0), recall: recall / f32::max(pages, 1.0) }
}

/// Loss of a page: 1 minus its F1; for segments, the number of missing and unwanted ones.
pub fn loss(example: &LabelledPage, text: &str) -> f32 {
    if example.set == Set::Segments {
        let (found, wrong) = contained(example, text);
        return example.truth.with.len() as f32 - found + wrong;
    }
    let (precision, recall) = page(example, text);
    1.0 - Figures { precision: precision.unwrap_or_default(), recall }.f1()
}

/// Precision and recall of one page over shingles of four words.
pub fn page(example: &LabelledPage, text: &str) -> (Option<f32>, f32) {
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

fn segments<'a>(pages: impl Iterator<Item = (&'a LabelledPage, &'a String)>) -> Figures {
    let (mut found, mut asked, mut wrong) = (0.0, 0.0, 0.0);
    for (example, text) in pages {
        let (right, extra) = contained(example, text);
        found += right;
        wrong += extra;
        asked += example.truth.with.len() as f32;
    }
    Figures { precision: found / (found + wrong).max(1.0), recall: found / f32::max(asked, 1.0) }
}

/// Number of wanted and of unwanted segments in a text.
fn contained(example: &LabelledPage, text: &str) -> (f32, f32) {
    let text = white_space::fold(text);
    let count = |segments: &[String]| segments.iter().filter(|s| text.contains(&white_space::fold(s))).count() as f32;
    (count(&example.truth.with), count(&example.truth.without))
}

/// Returns the best possible figures with these labels: the share of the truth that the blocks contain.
pub fn ceiling(examples: &[LabelledPage], set: Set) -> Figures {
    let verdicts = |e: &LabelledPage| -> Vec<Verdict> {
        e.labels.iter().map(|l| if l.article >= 0.5 { Verdict::Show(Role::Body) } else { HIDDEN }).collect()
    };
    let texts: Vec<String> = examples.iter().map(|e| text(&e.document, &verdicts(e), set)).collect();
    score(examples, &texts, set)
}

const HIDDEN: Verdict = Verdict::Hide(Reason::Other, 1.0);
