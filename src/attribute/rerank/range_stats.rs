//! Range queries over tokens: prefix sums for counts, a segment tree for minimum and maximum. O(log n) per query,
//! since many alternatives share one long content.

use crate::attribute::join::Joiner;
use crate::attribute::tagger::label;
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// Prefix sums over the tokens, and segment trees for minimum and maximum.
#[derive(Debug)]
pub(super) struct RangeStats {
    /// Words and numbers.
    words: Vec<u32>,
    /// Tokens in marks.
    marked: Vec<u32>,
    /// Capitalised words.
    capitals: Vec<u32>,
    /// Tokens that begin a sentence.
    begins: Vec<u32>,
    /// Probability of content.
    content: Vec<f32>,
    least_content: SegmentTree,
    greatest_first: SegmentTree,
}

impl RangeStats {
    /// Computes the sums and trees of a page.
    pub(super) fn new(joiner: &Joiner<'_>) -> Self {
        let page = joiner.page;
        let tokens = &page.tokens.list;
        let probabilities = &joiner.tags.probabilities;
        let count = |holds: &dyn Fn(usize) -> bool| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend((0..tokens.len()).map(|at| {
                sum += u32::from(holds(at));
                sum
            }));
            sums
        };
        let content: Vec<f32> = (0..probabilities.len()).map(|at| content(joiner, at)).collect();
        let mut sum = 0.0;
        let mut sums = vec![0.0];
        sums.extend(content.iter().map(|content| {
            sum += content;
            sum
        }));
        let first = probabilities.iter().map(|row| row[usize::from(label::CONTENT_FIRST)]).collect();
        Self {
            words: count(&|at| matches!(tokens[at].kind, Kind::Word | Kind::Number)),
            marked: count(&|at| page.marks.inside(at)),
            capitals: count(&|at| tokens[at].capital()),
            begins: count(&|at| page.sentences.begins[at]),
            content: sums,
            least_content: SegmentTree::new(content, f32::min),
            greatest_first: SegmentTree::new(first, f32::max),
        }
    }

    /// Number of words and numbers in the range.
    pub(super) fn words(&self, range: &Range<usize>) -> usize {
        count(&self.words, range)
    }

    /// Number of tokens in marks in the range.
    pub(super) fn marked(&self, range: &Range<usize>) -> usize {
        count(&self.marked, range)
    }

    /// Number of capitalised words in the range.
    pub(super) fn capitals(&self, range: &Range<usize>) -> usize {
        count(&self.capitals, range)
    }

    /// Number of sentences that begin in the range.
    pub(super) fn begins(&self, range: &Range<usize>) -> usize {
        count(&self.begins, range)
    }

    /// Sum of the content probabilities in the range.
    pub(super) fn content(&self, range: &Range<usize>) -> f32 {
        self.content[range.end] - self.content[range.start]
    }

    /// Sum of the content probabilities of the page, and its number of tokens plus one.
    pub(super) fn whole(&self) -> (f32, usize) {
        (self.content.last().copied().unwrap_or_default(), self.content.len())
    }

    /// Lowest content probability in the range; 1 for an empty range.
    pub(super) fn least_content(&self, range: &Range<usize>) -> f32 {
        self.least_content.of(range, 1.0)
    }

    /// Highest probability in the range that a content begins; 0 for an empty range.
    pub(super) fn greatest_first(&self, range: &Range<usize>) -> f32 {
        self.greatest_first.of(range, 0.0)
    }
}

/// Returns the probability that the token is content.
pub(super) fn content(joiner: &Joiner<'_>, at: usize) -> f32 {
    let row = &joiner.tags.probabilities[at];
    row[usize::from(label::CONTENT)] + row[usize::from(label::CONTENT_FIRST)]
}

fn count(sums: &[u32], range: &Range<usize>) -> usize {
    if range.is_empty() { 0 } else { (sums[range.end] - sums[range.start]) as usize }
}

/// Below this length a linear scan beats the tree.
const SHORT: usize = 32;

/// A segment tree for minimum or maximum: each node combines its two children.
#[derive(Debug)]
struct SegmentTree {
    /// Nodes from the root at index 1; the second half are the values.
    nodes: Vec<f32>,
    combine: fn(f32, f32) -> f32,
}

impl SegmentTree {
    fn new(values: Vec<f32>, combine: fn(f32, f32) -> f32) -> Self {
        let length = values.len();
        let mut nodes = vec![0.0; length];
        nodes.extend(values);
        for at in (1..length).rev() {
            nodes[at] = combine(nodes[2 * at], nodes[2 * at + 1]);
        }
        Self { nodes, combine }
    }

    fn of(&self, range: &Range<usize>, start: f32) -> f32 {
        let length = self.nodes.len() / 2;
        let (mut low, mut high) = (range.start + length, range.end + length);
        if range.len() < SHORT {
            return self.nodes[low..high.max(low)].iter().copied().fold(start, self.combine);
        }
        let mut found = start;
        while low < high {
            if low % 2 == 1 {
                found = (self.combine)(found, self.nodes[low]);
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                found = (self.combine)(found, self.nodes[high]);
            }
            (low, high) = (low / 2, high / 2);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn the_tree_tells_what_going_through_tells(values in proptest::collection::vec(0.0..1.0_f32, 1..300), ends in any::<(u16, u16)>()) {
            let [a, b] = [ends.0, ends.1].map(|end| usize::from(end) % (values.len() + 1));
            let range = a.min(b)..a.max(b);
            for combine in [f32::min as fn(f32, f32) -> f32, f32::max] {
                let through = values[range.clone()].iter().copied().fold(0.5, combine);
                prop_assert!(SegmentTree::new(values.clone(), combine).of(&range, 0.5).total_cmp(&through).is_eq());
            }
        }
    }
}
