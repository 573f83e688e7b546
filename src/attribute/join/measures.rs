//! Measures for the features: distances, what lies in between, the sort of a phrase, each in a few classes.

use super::candidates::{Joiner, NEAR};
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::tagger::SegmentKind;
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

impl Joiner<'_> {
    /// Returns the distance class and the number of sentence starts in between.
    pub fn gap(&self, a: &Range<usize>, b: &Range<usize>) -> (u64, u64) {
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

    /// Number of words between two segments that belong to no third segment, in classes.
    pub(super) fn free(&self, low: usize, high: usize) -> u64 {
        let mut at = self.segments[low].range.end;
        let mut count = 0;
        for segment in &self.segments[low + 1..=high] {
            count += self.words(at..segment.range.start);
            at = segment.range.end;
        }
        few(count)
    }

    /// Number of words in a range of tokens, in classes; segments are ignored.
    pub(super) fn empty(&self, range: &Range<usize>) -> u64 {
        few(self.words(range.clone()))
    }

    fn words(&self, range: Range<usize>) -> usize {
        range.take(16).filter(|&i| matches!(self.page.tokens.list[i].kind, Kind::Word | Kind::Number)).count()
    }

    /// Returns whether the content's sentence holds another cue, and whether one is nearer, as 0 or 1.
    pub(super) fn rivals(&self, content: usize, cue: usize) -> (u64, u64) {
        let range = &self.segments[content].range;
        let sentence = self.page.sentences.at(range.start);
        let far = |i: usize| {
            let q = &self.segments[i].range;
            if q.end <= range.start { range.start - q.end } else { q.start.saturating_sub(range.end) }
        };
        let low = content.saturating_sub(2 * NEAR);
        let high = (content + 2 * NEAR).min(self.segments.len());
        let others = || (low..high).filter(|&i| i != cue && self.segments[i].kind == SegmentKind::Cue);
        let other = others().any(|i| sentence.contains(&self.segments[i].range.start));
        let nearer = others().any(|i| far(i) < far(cue));
        (u64::from(other), u64::from(nearer))
    }

    /// Returns true if another content is nearer to the cue on the same side.
    pub(super) fn rival(&self, content: usize, cue: usize) -> bool {
        let between = if content < cue { content + 1..cue } else { cue + 1..content };
        self.segments[between].iter().any(|s| s.kind == SegmentKind::Content)
    }

    /// Returns true if a content stands before the cue in its sentence ("…,” she said. “…").
    pub(super) fn lead(&self, cue: usize) -> bool {
        let sentence = self.page.sentences.at(self.segments[cue].range.start);
        self.segments[..cue]
            .iter()
            .rev()
            .take(NEAR)
            .any(|s| s.kind == SegmentKind::Content && s.range.start >= sentence.start)
    }

    /// Returns four bits: the range begins with a quote mark, ends with one, starts inside marks, has fewer than 4 tokens.
    pub fn form(&self, range: &Range<usize>) -> u64 {
        let mark = |i: usize| self.page.tokens.list.get(i).is_some_and(|t| t.kind == Kind::Mark);
        let begins = mark(range.start);
        let ends = range.end > 0 && mark(range.end - 1);
        let inside = self.page.marks.inside(range.start);
        u64::from(begins) | u64::from(ends) << 1 | u64::from(inside) << 2 | u64::from(range.len() < 4) << 3
    }

    /// Returns a coarse class of a token.
    pub fn sign(&self, at: Option<usize>) -> u64 {
        let Some(token) = at.and_then(|at| self.page.token(at)) else { return 999 };
        match token.kind {
            Kind::Word => {
                let classes = [
                    WordClass::SAY,
                    WordClass::REL,
                    WordClass::CONJ,
                    WordClass::PREP,
                    WordClass::DET,
                    WordClass::AUX,
                    WordClass::ADV,
                    PRONOUN,
                    WordClass::SPEECH,
                    WordClass::STANCE,
                    WordClass::DAY,
                ];
                classes
                    .iter()
                    .position(|&bits| token.is(bits))
                    .map_or_else(|| 30 + u64::from(token.has(Shape::CAPITAL)), |at| 10 + at as u64)
            }
            kind => kind as u64,
        }
    }

    /// Returns the class of a cue: the first class of the order that one of its words has.
    pub fn kind(&self, range: &Range<usize>) -> u64 {
        let order = [WordClass::SAY, WordClass::SPEECH, WordClass::STANCE, WordClass::CUE_NOUN, WordClass::PREP];
        let list = &self.page.tokens.list[range.clone()];
        order.iter().position(|&bits| list.iter().any(|t| t.is(bits))).map_or(5, |at| at as u64)
    }

    /// Returns the sort of source: pronoun, relative, name, role …
    pub fn sort(&self, range: &Range<usize>) -> u64 {
        let list = &self.page.tokens.list[range.clone()];
        let Some(first) = list.first() else { return 0 };
        let any = |bits: WordClass| list.iter().any(|t| t.is(bits));
        let capital = list.iter().any(Token::capital);
        match () {
            () if list.len() == 1 && first.is(PRONOUN) => 1,
            () if list.len() == 1 && first.is(WordClass::REL) => 2,
            () if list.len() == 1 && first.is(WordClass::FIRST) => 3,
            () if first.is(WordClass::IT) => 4,
            () if any(GIVEN) && capital => 5,
            () if capital && any(WordClass::ROLE | WordClass::TITLE) => 6,
            () if capital => 7,
            () if any(WordClass::GROUP) => 8,
            () if any(WordClass::ROLE) => 9,
            () if any(WordClass::ORGANISATION | WordClass::CUE_NOUN) => 10,
            () => 11,
        }
    }
}

fn few(count: usize) -> u64 {
    match count {
        0..=4 => count as u64,
        5..=8 => 5,
        9..=15 => 6,
        _ => 7,
    }
}
