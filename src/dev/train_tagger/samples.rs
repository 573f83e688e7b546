//! Training data of the tagger: the keys of each token and the labels from the annotations.

use super::corpus::{Annotated, paragraphs};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::rules;
use crate::attribute::tagger::chain::class_of;
use crate::attribute::tagger::features::{COUNT, Context};
use crate::attribute::tagger::{allowed, label};
use crate::document::Span;
use std::ops::Range;

/// One paragraph of training data.
#[derive(Debug)]
pub struct Sample {
    /// The keys of each token.
    pub keys: Vec<[u64; COUNT]>,
    /// The class of each token.
    pub classes: Vec<u8>,
    /// The annotated label of each token.
    pub labels: Vec<u8>,
}

/// Returns the paragraphs of an article with the annotated labels.
pub fn samples(article: &Annotated, lexicon: &Lexicon) -> Vec<Sample> {
    let page = Analysis::of(&article.text, paragraphs(&article.text).into_iter(), lexicon);
    let labels = labels(&page, article);
    let context = Context::of(&page, &rules::find(&page));
    let sample = |range: &Range<usize>| {
        let mut keys = vec![[0; COUNT]; range.len()];
        for (at, keys) in range.clone().zip(&mut keys) {
            context.keys(&page, at, keys);
        }
        let classes = range.clone().map(|at| class_of(&page, at) as u8).collect();
        Sample { keys, classes, labels: labels[range.clone()].to_vec() }
    };
    page.tokens.paragraphs.iter().map(sample).collect()
}

/// Returns the annotated labels of a page's tokens.
pub fn labels(page: &Analysis<'_>, article: &Annotated) -> Vec<u8> {
    let tokens = &page.tokens.list;
    let mut out = vec![label::NONE; tokens.len()];
    let range = |span: &Span| {
        let first = tokens.partition_point(|t| t.end as usize <= span.start);
        let last = tokens.partition_point(|t| (t.start as usize) < span.end);
        first..last.max(first)
    };
    for gold in &article.gold {
        let parts =
            [(&gold.content, label::CONTENT_FIRST), (&gold.cue, label::CUE_FIRST), (&gold.source, label::SOURCE_FIRST)];
        let mut all: Vec<Range<usize>> = Vec::new();
        for (spans, first) in parts {
            for piece in spans.iter().map(range).filter(|r| !r.is_empty()) {
                out[piece.start] = first;
                out[piece.start + 1..piece.end].fill(first + 1);
                all.push(piece);
            }
        }
        all.sort_by_key(|r| r.start);
        for pair in all.windows(2) {
            let gap = pair[0].end..pair[1].start.max(pair[0].end);
            let within = page.tokens.paragraphs.iter().any(|p| p.contains(&gap.start) && gap.end < p.end);
            if gap.len() <= 40 && within {
                out[gap].iter_mut().filter(|l| **l == label::NONE).for_each(|l| *l = label::BETWEEN);
            }
        }
    }
    for paragraph in &page.tokens.paragraphs {
        let mut last = label::NONE;
        for at in paragraph.clone() {
            if !allowed(last, out[at]) {
                out[at] -= 1;
            }
            last = out[at];
        }
    }
    out
}
