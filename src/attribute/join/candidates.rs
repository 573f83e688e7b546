//! Candidates for joins: for each content the cues near it, for each cue the sources and noun phrases beside it.
//!
//! Nothing is scored here; the features are in `features.rs`.

use crate::attribute::draft::{Analysis, Draft};
use crate::attribute::phrase;
use crate::attribute::tagger::SegmentKind;
use crate::attribute::tagger::{Segment, Tags};
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Number of cues or sources that are compared on each side.
pub(super) const NEAR: usize = 4;

/// Inputs of the join decisions.
#[derive(Debug)]
pub struct Joiner<'a> {
    /// Tokenized page.
    pub page: &'a Analysis<'a>,
    /// Segments found by the tagger.
    pub segments: &'a [Segment],
    /// Label probabilities of each token.
    pub tags: &'a Tags,
    /// Paragraph index of each segment.
    pub(super) paragraphs: Vec<usize>,
    /// Drafts of the rules, in order of their cues.
    ruled: Vec<&'a Draft>,
    /// Start tokens of the segments of each kind.
    begins: [Vec<usize>; PARTS],
}

/// Number of segment kinds, counted from 1.
const PARTS: usize = 3;

/// A candidate source with the tagger's confidence in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Tokens of the source.
    pub range: Range<usize>,
    /// The tagger's confidence; 0 for a phrase beside the cue that the tagger did not find.
    pub confidence: f32,
}

impl<'a> Joiner<'a> {
    /// Indexes the segments of a page.
    pub fn new(page: &'a Analysis<'a>, tags: &'a Tags, segments: &'a [Segment], ruled: &'a [Draft]) -> Self {
        let mut ruled: Vec<&Draft> = ruled.iter().filter(|draft| draft.cue.is_some()).collect();
        ruled.small_sort_by_key(|draft| draft.cue.as_ref().map_or(0, |cue| cue.start));
        let paragraph = |s: &Segment| page.paragraph(s.range.start);
        let begins = std::array::from_fn(|part| {
            segments.iter().filter(|s| s.kind as usize == part + 1).map(|s| s.range.start).collect()
        });
        Self { page, tags, segments, paragraphs: segments.iter().map(paragraph).collect(), ruled, begins }
    }

    /// Returns the segment indices of the cues that a content may belong to.
    pub fn cues(&self, content: usize) -> Vec<usize> {
        let here = self.paragraphs[content];
        let is_cue = |&i: &usize| self.segments[i].kind == SegmentKind::Cue;
        let mut before: Vec<usize> = (0..content)
            .rev()
            .take(3 * NEAR)
            .take_while(|&i| self.paragraphs[i] + 1 >= here)
            .filter(is_cue)
            .take(NEAR)
            .collect();
        if before.iter().any(|&i| self.paragraphs[i] == here) {
            before.retain(|&i| self.paragraphs[i] == here);
        }
        let after = (content + 1..self.segments.len())
            .take(3 * NEAR)
            .take_while(|&i| self.paragraphs[i] == here)
            .filter(is_cue)
            .take(NEAR);
        before.into_iter().chain(after).collect()
    }

    /// Returns the candidate sources of a cue (or, without a cue, of a content).
    pub fn sources(&self, anchor: usize, content: &Range<usize>) -> Vec<Candidate> {
        let here = self.paragraphs[anchor];
        let anchor_range = &self.segments[anchor].range;
        let is_source = |&i: &usize| self.segments[i].kind == SegmentKind::Source;
        let before = (0..anchor)
            .rev()
            .take(3 * NEAR)
            .take_while(|&i| self.paragraphs[i] + 1 >= here)
            .filter(is_source)
            .take(NEAR);
        let after = (anchor + 1..self.segments.len())
            .take(3 * NEAR)
            .take_while(|&i| self.paragraphs[i] == here)
            .filter(is_source)
            .take(NEAR);
        let mut out: Vec<Candidate> = before
            .chain(after)
            .map(|i| Candidate { range: self.segments[i].range.clone(), confidence: self.segments[i].confidence })
            .collect();
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(anchor_range.start);
        let beside = if self.segments[anchor].kind == SegmentKind::Cue {
            [
                phrase::before(tokens, &self.page.marks, sentence.start, anchor_range.start),
                phrase::after(tokens, &self.page.marks, anchor_range.end, sentence.end),
            ]
        } else {
            [None, phrase::after(tokens, &self.page.marks, (content.end + 1).min(sentence.end), sentence.end)]
        };
        for range in beside.into_iter().flatten() {
            let known = out.iter().any(|c| c.range.start < range.end && range.start < c.range.end);
            let taken = content.start < range.end && range.start < content.end;
            if !known && !taken && !range.is_empty() {
                out.push(Candidate { range, confidence: 0.0 });
            }
        }
        out
    }

    /// Returns the drafts of the rules, in order of their cues.
    pub fn ruled(&self) -> &[&'a Draft] {
        &self.ruled
    }

    /// Number of segments of this kind that begin in the range.
    pub fn segments_in(&self, range: &Range<usize>, kind: SegmentKind) -> usize {
        let begins = self.begins.get((kind as usize).wrapping_sub(1)).map_or(&[][..], Vec::as_slice);
        let before = |token: usize| begins.partition_point(|&start| start < token);
        before(range.end).saturating_sub(before(range.start))
    }

    /// Returns the rules' draft with this cue.
    pub fn ruled_at(&self, cue: &Range<usize>) -> Option<&Draft> {
        let first = self.ruled.partition_point(|draft| draft.cue.as_ref().is_some_and(|q| q.end <= cue.start));
        self.ruled.get(first).copied().filter(|draft| draft.cue.as_ref().is_some_and(|q| q.start < cue.end))
    }
}
