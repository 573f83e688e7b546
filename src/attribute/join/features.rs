//! Features of a join: of a content with a cue, of a cue with a source, and of contents that share a cue.
//!
//! Each feature has its own number and packs several measures (`measures.rs`) into its value. Numbers and packing
//! belong to the learned weights: changing one means training again.

use super::candidates::{Candidate, Joiner};
use super::ranker::Features;
use crate::attribute::tagger::SegmentKind;
use std::ops::Range;

impl Joiner<'_> {
    /// Features of joining a content to a cue.
    pub fn content_cue(&self, content: usize, cue: usize) -> Features {
        let (c, q) = (&self.segments[content], &self.segments[cue]);
        let mut f = Features::default();
        let (low, high) = if content < cue { (content, cue) } else { (cue, content) };
        let count =
            |kind: SegmentKind| self.segments[low + 1..high].iter().filter(|s| s.kind == kind).count().min(3) as u64;
        let side = u64::from(cue > content);
        let (gap, sentences) = self.gap(&c.range, &q.range);
        let apart = (self.paragraphs[content] - self.paragraphs[cue].min(self.paragraphs[content])).min(2) as u64;
        let between = count(SegmentKind::Content) | count(SegmentKind::Cue) << 2 | count(SegmentKind::Source) << 4;
        let marked = self.form(&c.range);
        let lexical = self.page.tokens.list[q.range.end - 1].hash;
        let kind = self.kind(&q.range);
        f.push(1, side | gap << 1 | apart << 8);
        f.push(2, side | between << 1 | apart << 8);
        f.push(3, side | sentences << 1 | gap << 4 | marked << 8);
        f.push(4, lexical ^ side);
        f.push(5, lexical ^ (side | marked << 1).wrapping_mul(77));
        f.push(6, side | self.sign(c.range.start.checked_sub(1)) << 1 | marked << 12);
        f.push(7, side | self.sign(Some(c.range.end)) << 1 | marked << 12);
        f.push(8, side | self.sign(Some(q.range.end)) << 1 | kind << 12);
        f.push(9, side | self.sign(q.range.start.checked_sub(1)) << 1 | kind << 12);
        f.push(10, side | between << 1 | marked << 8 | sentences << 12);
        f.push(11, side | count(SegmentKind::Content) << 1 | u64::from(self.rival(content, cue)) << 4 | marked << 8);
        f.push(12, u64::from(self.page.marks.inside(q.range.start)) | marked << 1 | side << 6);
        f.push(13, side | gap << 1 | kind << 8 | sentences << 12);
        f.push(14, side | ((q.confidence * 5.0) as u64) << 1);
        let agrees = self.ruled_at(&q.range).map_or(0, |draft| {
            1 + u64::from(draft.content.iter().any(|r| r.start < c.range.end && c.range.start < r.end))
        });
        let free = self.free(low, high);
        let (other, nearer) = self.rivals(content, cue);
        f.push(18, side | free << 1 | marked << 6);
        f.push(19, side | other << 1 | nearer << 2 | u64::from(sentences == 0) << 3 | marked << 4);
        f.push(20, side | other << 1 | nearer << 2 | free << 3 | between << 8);
        f.push(21, side | u64::from(self.lead(cue)) << 1 | free << 2 | u64::from(sentences > 0) << 7 | other << 8);
        f.push(22, lexical ^ (side | free << 1).wrapping_mul(771));
        f.push(16, agrees | side << 2 | marked << 3);
        f.push(17, agrees | side << 2 | gap << 3 | sentences << 8);
        f.push(15, u64::from(self.lead(cue)) | side << 1 | sentences << 2 | marked << 6);
        f
    }

    /// Features of joining a content to no cue.
    pub fn content_alone(&self, content: usize) -> Features {
        let c = &self.segments[content];
        let marked = self.form(&c.range);
        let mut f = Features::default();
        f.push(31, marked);
        f.push(32, self.sign(c.range.start.checked_sub(1)) | marked << 10);
        f.push(33, self.sign(Some(c.range.end)) | marked << 10);
        f.push(34, ((c.confidence * 5.0) as u64) | marked << 10);
        let beside = |i: Option<usize>| i.and_then(|i| self.segments.get(i)).map_or(0, |s| s.kind as u64);
        f.push(35, beside(content.checked_sub(1)) | beside(Some(content + 1)) << 2 | marked << 4);
        f
    }

    /// Features of adding a further content to the first one of the same cue.
    pub fn together(&self, first: usize, content: usize, cue: usize, probability: f32) -> Features {
        let (a, b) = (&self.segments[first].range, &self.segments[content].range);
        let mut f = Features::default();
        let (gap, sentences) = self.gap(a, b);
        let between = |kind: SegmentKind| {
            self.segments[first + 1..content]
                .iter()
                .enumerate()
                .filter(|(i, s)| s.kind == kind && first + 1 + i != cue)
                .count()
                .min(3) as u64
        };
        let forms = self.form(a) | self.form(b) << 4;
        let parts = between(SegmentKind::Content) | between(SegmentKind::Cue) << 2 | between(SegmentKind::Source) << 4;
        let inside = u64::from(cue > first && cue < content);
        let (other, nearer) = self.rivals(content, cue);
        let apart = u64::from(self.paragraphs[first] != self.paragraphs[content]);
        let sure = (probability * 6.0) as u64;
        let free = self.free(first, content);
        f.push(71, forms | inside << 8);
        f.push(72, forms | gap << 8 | sentences << 14);
        f.push(73, parts | inside << 8 | sentences << 10);
        f.push(74, parts | forms << 8);
        f.push(75, other | nearer << 1 | forms << 2 | sentences << 12);
        f.push(76, sure | inside << 4 | sentences << 5);
        f.push(77, self.sign(Some(b.end)) | forms << 8);
        f.push(78, self.sign(b.start.checked_sub(1)) | forms << 8);
        f.push(79, free | inside << 4 | forms << 5);
        f.push(80, apart | forms << 1 | parts << 9);
        f.push(81, free | sentences << 4 | parts << 8 | inside << 16);
        f.push(82, self.page.tokens.list[self.segments[cue].range.end - 1].hash ^ inside);
        let before = b.start.checked_sub(1).map_or(0, |i| self.page.tokens.list[i].hash);
        f.push(83, before ^ inside);
        f
    }

    /// Features of a source for a cue (or for a content without one).
    pub fn cue_source(&self, anchor: usize, content: &Range<usize>, source: &Candidate) -> Features {
        let q = &self.segments[anchor];
        let s = &source.range;
        let mut f = Features::default();
        let side = u64::from(s.start >= q.range.end);
        let (gap, sentences) = self.gap(s, &q.range);
        let cue = u64::from(q.kind == SegmentKind::Cue);
        let base = side | cue << 1;
        let sort = self.sort(s);
        let lexical = self.page.tokens.list[q.range.end - 1].hash;
        let within = if side == 1 { q.range.end..s.start } else { s.end..q.range.start.max(s.end) };
        let first = self.segments.partition_point(|x| x.range.start < within.start);
        let crossed = |kind: SegmentKind| {
            self.segments[first..]
                .iter()
                .take_while(|x| x.range.start < within.end)
                .filter(|x| x.kind == kind)
                .count()
                .min(3) as u64
        };
        let between =
            crossed(SegmentKind::Content) | crossed(SegmentKind::Cue) << 2 | crossed(SegmentKind::Source) << 4;
        let sure = ((source.confidence * 4.0).ceil()) as u64;
        let content_side = u64::from(content.start >= q.range.end) | u64::from(content.start < s.start) << 1;
        let marks = u64::from(self.page.marks.inside(s.start)) | u64::from(self.page.marks.inside(q.range.start)) << 1;
        f.push(41, base | gap << 2 | sentences << 8);
        f.push(42, base | between << 2 | sure << 10);
        f.push(43, base | sort << 2 | gap << 10);
        f.push(44, base | sure << 2 | gap << 6);
        f.push(45, lexical ^ base.wrapping_mul(31));
        f.push(46, lexical ^ (base | sort << 4).wrapping_mul(31));
        f.push(47, base | content_side << 2 | marks << 4 | sure << 8);
        f.push(48, base | self.sign(s.end.checked_sub(0)) << 2 | sort << 12);
        f.push(49, base | self.sign(s.start.checked_sub(1)) << 2 | sort << 12);
        f.push(50, base | between << 2 | sentences << 10 | content_side << 14);
        f.push(51, base | marks << 2 | sort << 6);
        f.push(52, base | self.kind(&q.range) << 2 | sort << 10 | content_side << 18);
        f.push(53, base | gap << 2 | between << 8 | sure << 16);
        let agrees = self
            .ruled_at(&q.range)
            .and_then(|draft| draft.source.as_ref())
            .map_or(0, |r| 1 + u64::from(r.start < s.end && s.start < r.end));
        let free = self.empty(&within);
        let nearer = u64::from(crossed(SegmentKind::Source) > 0);
        f.push(57, base | free << 2 | sort << 8 | nearer << 14);
        f.push(58, base | free << 2 | sure << 8 | nearer << 14);
        f.push(59, base | sort << 2 | nearer << 8 | sentences << 9 | crossed(SegmentKind::Cue) << 12);
        f.push(55, base | agrees << 2 | sure << 4);
        f.push(56, base | agrees << 2 | sort << 4);
        f.push(54, base | self.sign(Some(q.range.end)) << 2 | content_side << 12);
        f
    }

    /// Features of having no source.
    pub fn no_source(&self, anchor: usize) -> Features {
        let q = &self.segments[anchor];
        let mut f = Features::default();
        let cue = u64::from(q.kind == SegmentKind::Cue);
        let lexical = self.page.tokens.list[q.range.end - 1].hash;
        f.push(61, cue);
        f.push(62, if cue == 1 { lexical } else { 0 });
        f.push(63, self.kind(&q.range) | cue << 10);
        f.push(64, self.page.tokens.list[q.range.start].hash);
        f.push(65, cue | self.sign(q.range.start.checked_sub(1)) << 1);
        f
    }
}
