//! Which content, cue and source belong together.
//!
//! For each content the cues of its paragraph (and of the one before) are compared, for each cue the sources and the
//! noun phrases beside it; a log-linear model picks one or none. Contents that picked the same cue are one attribution.
//! A last log-linear model says how probable it is that content and speaker are right ([`super::confidence`]).

use super::draft::{Draft, Page};
use super::lexicon::{GIVEN, PRONOUN, class};
use super::phrase;
use super::tagger::Segment;
use super::tokens::{Kind, shape};
use std::ops::Range;

/// How many weights a ranker has; features are hashed into them.
pub const SIZE: usize = 1 << 13;

/// A log-linear model over hashed features.
#[derive(Clone, Debug)]
pub struct Ranker {
    /// The weights.
    pub weights: Vec<f32>,
}

impl Default for Ranker {
    fn default() -> Self {
        Self { weights: vec![0.0; SIZE] }
    }
}

impl Rankers {
    /// Reads the file: all weights of the four rankers, little-endian `f32`; `None` if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let values: Vec<f32> = bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let [cue, source, together, right] = values.as_chunks::<SIZE>().0 else { return None };
        let ranker = |weights: &[f32; SIZE]| Ranker { weights: weights.to_vec() };
        Some(Self { cue: ranker(cue), source: ranker(source), together: ranker(together), right: ranker(right) })
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        [&self.cue, &self.source, &self.together, &self.right]
            .into_iter()
            .flat_map(|ranker| &ranker.weights)
            .flat_map(|w| w.to_le_bytes())
            .collect()
    }
}

/// The features of one candidate.
#[derive(Clone, Debug, Default)]
pub struct Features(pub Vec<u16>);

impl Features {
    /// Notes a feature: its number and value.
    pub fn push(&mut self, number: u64, value: u64) {
        let hash = super::lexicon::mix((number << 48) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number));
        self.0.push((hash % SIZE as u64) as u16);
    }
}

impl Ranker {
    /// The sum of the features' weights.
    pub fn score(&self, features: &Features) -> f32 {
        features.0.iter().map(|&at| self.weights[usize::from(at)]).sum()
    }

    /// Probabilities of the candidates.
    pub fn rank(&self, candidates: &[Features]) -> Vec<f32> {
        let mut out: Vec<f32> = candidates.iter().map(|features| self.score(features)).collect();
        let top = out.iter().copied().fold(f32::MIN, f32::max);
        out.iter_mut().for_each(|score| *score = (*score - top).exp());
        let sum: f32 = out.iter().sum();
        out.iter_mut().for_each(|score| *score /= sum);
        out
    }
}

/// How many cues or sources are compared on each side.
const NEAR: usize = 4;

/// What joins are decided on.
#[derive(Debug)]
pub struct Joiner<'a> {
    /// The page.
    pub page: &'a Page<'a>,
    /// What the tagger found.
    pub segments: &'a [Segment],
    /// Paragraph of each segment.
    paragraphs: Vec<usize>,
    /// What the rules see, in order of their cues.
    ruled: Vec<&'a Draft>,
}

/// A candidate source: its tokens and, where the tagger found it, how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its tokens.
    pub range: Range<usize>,
    /// How sure the tagger was; 0 for a phrase beside the cue that it did not find.
    pub sure: f32,
}

impl<'a> Joiner<'a> {
    /// Prepares a page's segments.
    pub fn new(page: &'a Page<'a>, segments: &'a [Segment], ruled: &'a [Draft]) -> Self {
        let mut ruled: Vec<&Draft> = ruled.iter().filter(|draft| draft.cue.is_some()).collect();
        ruled.sort_by_key(|draft| draft.cue.as_ref().map_or(0, |cue| cue.start));
        let paragraph = |s: &Segment| page.tokens.paragraphs.partition_point(|range| range.end <= s.range.start);
        Self { page, segments, paragraphs: segments.iter().map(paragraph).collect(), ruled }
    }

    /// Indices of the cues that a content may belong to.
    pub fn cues(&self, content: usize) -> Vec<usize> {
        let here = self.paragraphs[content];
        let is_cue = |&i: &usize| self.segments[i].part == 2;
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

    /// The features of joining a content to a cue.
    pub fn content_cue(&self, content: usize, cue: usize) -> Features {
        let (c, q) = (&self.segments[content], &self.segments[cue]);
        let mut f = Features::default();
        let (low, high) = if content < cue { (content, cue) } else { (cue, content) };
        let count = |part: u8| self.segments[low + 1..high].iter().filter(|s| s.part == part).count().min(3) as u64;
        let side = u64::from(cue > content);
        let (gap, sentences) = self.gap(&c.range, &q.range);
        let apart = (self.paragraphs[content] - self.paragraphs[cue].min(self.paragraphs[content])).min(2) as u64;
        let between = count(1) | count(2) << 2 | count(3) << 4;
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
        f.push(11, side | count(1) << 1 | u64::from(self.rival(content, cue)) << 4 | marked << 8);
        f.push(12, u64::from(self.page.marks.inside(q.range.start)) | marked << 1 | side << 6);
        f.push(13, side | gap << 1 | kind << 8 | sentences << 12);
        f.push(14, side | ((q.sure * 5.0) as u64) << 1);
        let agrees = self.ruled(&q.range).map_or(0, |draft| {
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

    /// The features of joining a content to no cue.
    pub fn content_alone(&self, content: usize) -> Features {
        let c = &self.segments[content];
        let marked = self.form(&c.range);
        let mut f = Features::default();
        f.push(31, marked);
        f.push(32, self.sign(c.range.start.checked_sub(1)) | marked << 10);
        f.push(33, self.sign(Some(c.range.end)) | marked << 10);
        f.push(34, ((c.sure * 5.0) as u64) | marked << 10);
        let beside = |i: Option<usize>| i.and_then(|i| self.segments.get(i)).map_or(0, |s| u64::from(s.part));
        f.push(35, beside(content.checked_sub(1)) | beside(Some(content + 1)) << 2 | marked << 4);
        f
    }

    /// The features of a further content going with the first one of the same cue.
    pub fn together(&self, first: usize, content: usize, cue: usize, probability: f32) -> Features {
        let (a, b) = (&self.segments[first].range, &self.segments[content].range);
        let mut f = Features::default();
        let (gap, sentences) = self.gap(a, b);
        let between = |part: u8| {
            self.segments[first + 1..content]
                .iter()
                .enumerate()
                .filter(|(i, s)| s.part == part && first + 1 + i != cue)
                .count()
                .min(3) as u64
        };
        let forms = self.form(a) | self.form(b) << 4;
        let parts = between(1) | between(2) << 2 | between(3) << 4;
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

    /// The sources that a cue (or, without one, a content) may have.
    pub fn sources(&self, anchor: usize, content: &Range<usize>) -> Vec<Candidate> {
        let here = self.paragraphs[anchor];
        let anchor_range = &self.segments[anchor].range;
        let is_source = |&i: &usize| self.segments[i].part == 3;
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
            .map(|i| Candidate { range: self.segments[i].range.clone(), sure: self.segments[i].sure })
            .collect();
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(anchor_range.start);
        let beside = if self.segments[anchor].part == 2 {
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
                out.push(Candidate { range, sure: 0.0 });
            }
        }
        out
    }

    /// The features of a source for a cue (or for a content without one).
    pub fn cue_source(&self, anchor: usize, content: &Range<usize>, source: &Candidate) -> Features {
        let q = &self.segments[anchor];
        let s = &source.range;
        let mut f = Features::default();
        let side = u64::from(s.start >= q.range.end);
        let (gap, sentences) = self.gap(s, &q.range);
        let cue = u64::from(q.part == 2);
        let base = side | cue << 1;
        let sort = self.sort(s);
        let lexical = self.page.tokens.list[q.range.end - 1].hash;
        let within = if side == 1 { q.range.end..s.start } else { s.end..q.range.start.max(s.end) };
        let first = self.segments.partition_point(|x| x.range.start < within.start);
        let crossed = |part: u8| {
            self.segments[first..]
                .iter()
                .take_while(|x| x.range.start < within.end)
                .filter(|x| x.part == part)
                .count()
                .min(3) as u64
        };
        let between = crossed(1) | crossed(2) << 2 | crossed(3) << 4;
        let sure = ((source.sure * 4.0).ceil()) as u64;
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
            .ruled(&q.range)
            .and_then(|draft| draft.source.as_ref())
            .map_or(0, |r| 1 + u64::from(r.start < s.end && s.start < r.end));
        let free = self.empty(&within);
        let nearer = u64::from(crossed(3) > 0);
        f.push(57, base | free << 2 | sort << 8 | nearer << 14);
        f.push(58, base | free << 2 | sure << 8 | nearer << 14);
        f.push(59, base | sort << 2 | nearer << 8 | sentences << 9 | crossed(2) << 12);
        f.push(55, base | agrees << 2 | sure << 4);
        f.push(56, base | agrees << 2 | sort << 4);
        f.push(54, base | self.sign(Some(q.range.end)) << 2 | content_side << 12);
        f
    }

    /// The features of having no source.
    pub fn no_source(&self, anchor: usize) -> Features {
        let q = &self.segments[anchor];
        let mut f = Features::default();
        let cue = u64::from(q.part == 2);
        let lexical = self.page.tokens.list[q.range.end - 1].hash;
        f.push(61, cue);
        f.push(62, if cue == 1 { lexical } else { 0 });
        f.push(63, self.kind(&q.range) | cue << 10);
        f.push(64, self.page.tokens.list[q.range.start].hash);
        f.push(65, cue | self.sign(q.range.start.checked_sub(1)) << 1);
        f
    }

    /// The rules' attribution with this cue.
    fn ruled(&self, cue: &Range<usize>) -> Option<&Draft> {
        let first = self.ruled.partition_point(|draft| draft.cue.as_ref().is_some_and(|q| q.end <= cue.start));
        self.ruled.get(first).copied().filter(|draft| draft.cue.as_ref().is_some_and(|q| q.start < cue.end))
    }

    /// How many tokens between two segments are neither part of a third nor punctuation, in classes.
    fn free(&self, low: usize, high: usize) -> u64 {
        let mut at = self.segments[low].range.end;
        let mut count = 0;
        for segment in &self.segments[low + 1..=high] {
            count += self.words(at..segment.range.start);
            at = segment.range.end;
        }
        few(count)
    }

    /// The same for a range of tokens without regard to segments.
    fn empty(&self, range: &Range<usize>) -> u64 {
        few(self.words(range.clone()))
    }

    fn words(&self, range: Range<usize>) -> usize {
        range.take(16).filter(|&i| matches!(self.page.tokens.list[i].kind, Kind::Word | Kind::Number)).count()
    }

    /// Whether the content's sentence holds another cue, and whether one lies nearer.
    fn rivals(&self, content: usize, cue: usize) -> (u64, u64) {
        let range = &self.segments[content].range;
        let sentence = self.page.sentences.at(range.start);
        let far = |i: usize| {
            let q = &self.segments[i].range;
            if q.end <= range.start { range.start - q.end } else { q.start.saturating_sub(range.end) }
        };
        let low = content.saturating_sub(2 * NEAR);
        let high = (content + 2 * NEAR).min(self.segments.len());
        let others = || (low..high).filter(|&i| i != cue && self.segments[i].part == 2);
        let other = others().any(|i| sentence.contains(&self.segments[i].range.start));
        let nearer = others().any(|i| far(i) < far(cue));
        (u64::from(other), u64::from(nearer))
    }

    /// Distance in classes, and how many sentences begin in between.
    fn gap(&self, a: &Range<usize>, b: &Range<usize>) -> (u64, u64) {
        let between = if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start };
        let distance = match between.len() {
            n @ 0..=4 => n as u64,
            5..=7 => 5,
            8..=12 => 6,
            13..=20 => 7,
            21..=40 => 8,
            _ => 9,
        };
        let first = self.page.sentences.list.partition_point(|s| s.start < between.start.max(1));
        let last = self.page.sentences.list.partition_point(|s| s.start <= between.end);
        (distance, last.saturating_sub(first).min(3) as u64)
    }

    /// Whether a content begins and ends with marks, holds some, or none.
    fn form(&self, range: &Range<usize>) -> u64 {
        let mark = |i: usize| self.page.tokens.list.get(i).is_some_and(|t| t.kind == Kind::Mark);
        let begins = mark(range.start);
        let ends = range.end > 0 && mark(range.end - 1);
        let inside = self.page.marks.inside(range.start);
        u64::from(begins) | u64::from(ends) << 1 | u64::from(inside) << 2 | u64::from(range.len() < 4) << 3
    }

    /// What a token is, coarsely.
    fn sign(&self, at: Option<usize>) -> u64 {
        let Some(token) = at.and_then(|at| self.page.token(at)) else { return 999 };
        match token.kind {
            Kind::Word => {
                let classes = [
                    class::SAY,
                    class::REL,
                    class::CONJ,
                    class::PREP,
                    class::DET,
                    class::AUX,
                    class::ADV,
                    PRONOUN,
                    class::SPEECH,
                    class::STANCE,
                    class::DAY,
                ];
                classes
                    .iter()
                    .position(|&bits| token.is(bits))
                    .map_or_else(|| 30 + u64::from(token.has(shape::CAPITAL)), |at| 10 + at as u64)
            }
            kind => kind as u64,
        }
    }

    /// What sort of cue: by its last word that says so.
    fn kind(&self, range: &Range<usize>) -> u64 {
        let order = [class::SAY, class::SPEECH, class::STANCE, class::CUE_NOUN, class::PREP];
        let list = &self.page.tokens.list[range.clone()];
        order.iter().position(|&bits| list.iter().any(|t| t.is(bits))).map_or(5, |at| at as u64)
    }

    /// What sort of source: pronoun, relative, name, role …
    fn sort(&self, range: &Range<usize>) -> u64 {
        let list = &self.page.tokens.list[range.clone()];
        let Some(first) = list.first() else { return 0 };
        let any = |bits: u32| list.iter().any(|t| t.is(bits));
        let capital = list.iter().any(|t| t.capital());
        match () {
            () if list.len() == 1 && first.is(PRONOUN) => 1,
            () if list.len() == 1 && first.is(class::REL) => 2,
            () if list.len() == 1 && first.is(class::FIRST) => 3,
            () if first.is(class::IT) => 4,
            () if any(GIVEN) && capital => 5,
            () if capital && any(class::ROLE | class::TITLE) => 6,
            () if capital => 7,
            () if any(class::GROUP) => 8,
            () if any(class::ROLE) => 9,
            () if any(class::ORGANISATION | class::CUE_NOUN) => 10,
            () => 11,
        }
    }

    /// Whether another content lies nearer to the cue on the same side.
    fn rival(&self, content: usize, cue: usize) -> bool {
        let between = if content < cue { content + 1..cue } else { cue + 1..content };
        self.segments[between].iter().any(|s| s.part == 1)
    }

    /// Whether a content stands before the cue in its sentence ("…,” she said. “…").
    fn lead(&self, cue: usize) -> bool {
        let sentence = self.page.sentences.at(self.segments[cue].range.start);
        self.segments[..cue].iter().rev().take(NEAR).any(|s| s.part == 1 && s.range.start >= sentence.start)
    }
}

/// The rankers of a model.
#[derive(Clone, Debug, Default)]
pub struct Rankers {
    /// Contents to cues.
    pub cue: Ranker,
    /// Cues to sources.
    pub source: Ranker,
    /// Whether a further content goes with the first one of its cue.
    pub together: Ranker,
    /// How probable it is that content and speaker are right.
    pub right: Ranker,
}

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

fn few(count: usize) -> u64 {
    match count {
        0..=4 => count as u64,
        5..=8 => 5,
        9..=15 => 6,
        _ => 7,
    }
}

fn top(probabilities: &[f32]) -> (usize, f32) {
    probabilities.iter().copied().enumerate().fold((0, 0.0), |best, (at, p)| if p > best.1 { (at, p) } else { best })
}
