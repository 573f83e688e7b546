//! Features of an alternative: one row of numbers for the reranker's trees.

use super::Alternative;
use super::range_stats::{RangeStats, content};
use crate::attribute::join::{Features, Joined, Joiner, Ranker};
use crate::attribute::tagger::SegmentKind;
use crate::attribute::tagger::label;
use crate::forest::{FeatureRow, flag};
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Number of features in a row.
pub const WIDTH: usize = 60;

/// Number of attributions on each side that count as neighbours.
const NEAR: usize = 4;

/// The rows of a page's alternatives.
#[derive(Debug)]
pub struct Rows<'a> {
    joiner: &'a Joiner<'a>,
    /// First to last token of each joined content, in order.
    extents: Vec<Range<usize>>,
    over: RangeStats,
}

impl<'a> Rows<'a> {
    /// Prepares the shared data of a page.
    pub fn new(joiner: &'a Joiner<'a>, made: &[Joined]) -> Self {
        let mut extents: Vec<_> = made.iter().map(|one| one.draft.start()..one.draft.end()).collect();
        extents.small_sort_by_key(|extent| extent.start);
        Self { joiner, extents, over: RangeStats::new(joiner) }
    }

    /// The row of an alternative.
    pub fn of(&self, one: &Alternative, leaning: &Ranker) -> [f32; WIDTH] {
        let mut row = Row::default();
        row.push(f32::from(one.origin as u8));
        row.push(leaning.score(&lexical(self.joiner, &one.joined)));
        self.content(&one.joined, &mut row);
        self.cue(&one.joined, &mut row);
        self.source(&one.joined, &mut row);
        self.ruled(&one.joined, &mut row);
        self.place(&one.joined, &mut row);
        row.finish()
    }

    fn content(&self, one: &Joined, row: &mut Row) {
        let page = self.joiner.page;
        let pieces = &one.draft.content;
        let (start, end) = (one.draft.start(), one.draft.end());
        let sum = |of: fn(&RangeStats, &Range<usize>) -> usize| {
            pieces.iter().map(|piece| of(&self.over, piece)).sum::<usize>()
        };
        let (words, marked) = (sum(RangeStats::words), sum(RangeStats::marked));
        let length = one.draft.size().max(1);
        let sentence = |at: usize| page.sentences.of.get(at).copied().unwrap_or_default() as f32;
        row.push(words as f32);
        row.push(marked as f32 / length as f32);
        row.push(pieces.len() as f32);
        row.push(sentence(end - 1) - sentence(start));
        row.push(self.joiner.form(&pieces[0]) as f32);
        row.push(flag(page.sentences.begins[start]));
        row.push(flag(page.sentences.begins.get(end).copied().unwrap_or(true)));
        let mean = pieces.iter().map(|p| self.over.content(p)).sum::<f32>() / length as f32;
        row.push(mean);
        row.push(pieces.iter().map(|p| self.over.least_content(p)).fold(1.0, f32::min));
        let first = |at: usize| self.probability(at, label::CONTENT_FIRST);
        row.push(pieces.iter().map(|p| first(p.start)).fold(1.0, f32::min));
        row.push(pieces.iter().map(|p| self.probability(p.end, label::CONTENT)).fold(0.0, f32::max));
        row.push(start.checked_sub(1).map_or(0.0, |at| content(self.joiner, at)));
        let behind = |p: &Range<usize>| p.start + 1..p.end;
        row.push(pieces.iter().map(|p| self.over.greatest_first(&behind(p))).fold(0.0, f32::max));
        row.push(pieces.iter().map(|p| self.over.begins(&behind(p))).sum::<usize>() as f32);
        let cut = |at: usize| page.marks.outermost(at).filter(|q| q.open < start || q.whole().end > end);
        row.push(cut(start).or(cut(end - 1)).map_or(0.0, |q| q.inside().len() as f32));
        row.push(pieces.last().map_or(0, ExactSizeIterator::len) as f32 / length as f32);
        row.push(self.joiner.sign(start.checked_sub(1)) as f32);
        row.push(self.joiner.sign(Some(end)) as f32);
        row.push(sum(RangeStats::capitals) as f32 / words.max(1) as f32);
        // Tokens that the tagger takes for content, in and beside the pieces.
        let (_, count) = self.over.whole();
        let around = start.saturating_sub(40)..(end + 40).min(count - 1);
        row.push(self.over.content(&around) - mean * length as f32);
        row.push(pieces.windows(2).map(|p| self.joiner.gap(&p[0], &p[1]).0).max().unwrap_or(0) as f32);
    }

    fn cue(&self, one: &Joined, row: &mut Row) {
        let page = self.joiner.page;
        let Some(cue) = &one.draft.cue else { return row.skip(11) };
        let first = &one.draft.content[0];
        row.push(1.0 + one.cue.map_or(0.0, |at| self.joiner.segments[at].confidence));
        row.push(one.evidence.cue);
        row.push(one.evidence.runner_up);
        row.push(self.joiner.kind(cue) as f32);
        let (gap, sentences) = self.joiner.gap(first, cue);
        row.push(if cue.start < first.start { -1.0 - gap as f32 } else { 1.0 + gap as f32 });
        row.push(sentences as f32);
        row.push(flag(page.marks.inside(cue.start)));
        row.push(cue.len() as f32);
        row.push(self.joiner.sign(Some(cue.end)) as f32);
        let mean = cue.clone().map(|at| self.part(at, label::CUE)).sum::<f32>() / cue.len() as f32;
        row.push(mean);
        row.push(one.draft.content.iter().filter(|p| p.start > cue.start).count() as f32);
    }

    fn source(&self, one: &Joined, row: &mut Row) {
        let page = self.joiner.page;
        row.push(one.evidence.source);
        let Some(source) = &one.draft.source else { return row.skip(9) };
        row.push(1.0 + one.evidence.tagger_source);
        row.push(self.joiner.sort(source) as f32);
        let anchor = one.draft.cue.as_ref().unwrap_or(&one.draft.content[0]);
        let (gap, sentences) = self.joiner.gap(source, anchor);
        row.push(if source.start < anchor.start { -1.0 - gap as f32 } else { 1.0 + gap as f32 });
        row.push(sentences as f32);
        row.push(flag(page.marks.inside(source.start)));
        row.push(source.len() as f32);
        let mean = source.clone().map(|at| self.part(at, label::SOURCE)).sum::<f32>() / source.len() as f32;
        row.push(mean);
        row.push(flag(one.draft.covers(source.start)));
        row.push(source.clone().map(|at| content(self.joiner, at)).sum::<f32>() / source.len() as f32);
    }

    fn ruled(&self, one: &Joined, row: &mut Row) {
        let draft = &one.draft;
        let rule = draft.cue.as_ref().and_then(|cue| self.joiner.ruled_at(cue));
        let Some(rule) = rule else { return row.skip(4) };
        let both = draft.shared(rule);
        row.push(1.0);
        row.push(both as f32 / (draft.size() + rule.size() - both).max(1) as f32);
        let agrees = matches!((&draft.source, &rule.source), (Some(a), Some(b)) if a.start < b.end && b.start < a.end);
        row.push(flag(agrees));
        row.push(flag(rule.by == "cue-before"));
    }

    /// Adds features of the neighbouring attributions.
    fn place(&self, one: &Joined, row: &mut Row) {
        let page = self.joiner.page;
        let (start, end) = (one.draft.start(), one.draft.end());
        let at = self.extents.partition_point(|e| e.start < start);
        let near = || self.extents[at.saturating_sub(NEAR)..(at + NEAR).min(self.extents.len())].iter();
        let before = near().filter(|e| e.end <= start).map(|e| start - e.end).min();
        let after = near().filter(|e| e.start >= end).map(|e| e.start - end).min();
        row.push(before.map_or(200.0, |n| n as f32));
        row.push(after.map_or(200.0, |n| n as f32));
        let over = near().filter(|e| e.start < end && start < e.end && (e.start, e.end) != (start, end)).count();
        row.push(over as f32);
        let paragraph = page.tokens.paragraphs.partition_point(|p| p.end <= start);
        let whole = page.tokens.paragraphs.get(paragraph).cloned().unwrap_or(start..end);
        row.push(paragraph as f32);
        row.push(whole.len() as f32);
        row.push((start - whole.start.min(start)) as f32);
        row.push(flag(end > whole.end));
        let (all, count) = self.over.whole();
        row.push(all / count as f32);
        let sentence = page.sentences.at(start);
        row.push(flag(page.quoted(&sentence).next().is_some()));
        row.push(self.joiner.segments_in(&sentence, SegmentKind::Cue) as f32);
        row.push(self.joiner.segments_in(&sentence, SegmentKind::Source) as f32);
        row.push(self.joiner.segments_in(&sentence, SegmentKind::Content) as f32);
    }

    fn probability(&self, at: usize, label: u8) -> f32 {
        self.joiner.tags.probabilities.get(at).map_or(0.0, |row| row[usize::from(label)])
    }

    /// Returns the probability that the token belongs to this part; `label` is the one inside it.
    fn part(&self, at: usize, label: u8) -> f32 {
        self.probability(at, label) + self.probability(at, label - 1)
    }
}

/// Returns the words of an alternative as features of a linear model.
pub fn lexical(joiner: &Joiner<'_>, one: &Joined) -> Features {
    let page = joiner.page;
    let mut f = Features::default();
    let hash = |at: Option<usize>| at.and_then(|at| page.token(at)).map_or(0, |t| t.hash);
    let (start, end) = (one.draft.start(), one.draft.end());
    let form = joiner.form(&one.draft.content[0]) & 7;
    let cue = one.draft.cue.as_ref();
    let side = u64::from(cue.is_some_and(|cue| cue.start > start));
    f.push(7, hash(cue.map(|c| c.end - 1)) ^ side);
    f.push(8, hash(cue.map(|c| c.start)) ^ (form | side << 4).wrapping_mul(0x9e37));
    f.push(9, hash(Some(start)) ^ form);
    f.push(10, hash(start.checked_sub(1)) ^ side << 1 ^ form << 2);
    f.push(11, hash(Some(end)));
    f.push(12, hash(one.draft.source.as_ref().map(|s| s.end - 1)));
    f.push(13, hash(cue.map(|c| c.end)) ^ side << 1);
    f.push(14, form | side << 4);
    f
}

type Row = FeatureRow<WIDTH>;
