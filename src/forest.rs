//! Gradient-boosted regression trees: prediction only, from a row of features to a probability. Training is in
//! `dev::boosting` (Friedman 2001; leaf-wise on histograms, as in Ke et al. 2017). Used for clutter and for
//! attributions.

use std::hint::select_unpredictable;

/// A row of features, filled column by column.
#[derive(Clone, Copy, Debug)]
pub struct FeatureRow<const WIDTH: usize> {
    values: [f32; WIDTH],
    next: usize,
}

impl<const WIDTH: usize> Default for FeatureRow<WIDTH> {
    fn default() -> Self {
        Self { values: [0.0; WIDTH], next: 0 }
    }
}

impl<const WIDTH: usize> FeatureRow<WIDTH> {
    /// Fills the next column.
    pub fn push(&mut self, value: f32) {
        if let Some(slot) = self.values.get_mut(self.next) {
            *slot = value;
        }
        self.next += 1;
    }

    /// Fills one column per flag with 0 or 1.
    pub fn flags(&mut self, flags: &[bool]) {
        flags.iter().for_each(|&flag| self.push(self::flag(flag)));
    }

    /// Fills one column per count.
    pub fn counts(&mut self, counts: &[usize]) {
        counts.iter().for_each(|&count| self.push(count as f32));
    }

    /// Fills `count` columns with -1: they have no value.
    pub fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.push(-1.0);
        }
    }

    /// Returns the row. All columns must be filled.
    pub fn finish(self) -> [f32; WIDTH] {
        debug_assert_eq!(self.next, WIDTH);
        self.values
    }
}

/// Rows of the same width, stored one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeatureMatrix {
    /// Number of columns in a row.
    pub width: usize,
    /// Values of all rows.
    pub values: Vec<f32>,
}

impl FeatureMatrix {
    /// Returns the values of row `at`.
    pub fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or_default()
    }

    /// Removes all rows. They keep their memory; the width of the next ones is that of the first.
    pub fn clear(&mut self) {
        self.values.clear();
        self.width = 0;
    }

    /// Appends a row whose values `fill` appends.
    pub fn push(&mut self, fill: impl FnOnce(&mut Vec<f32>)) {
        let start = self.values.len();
        fill(&mut self.values);
        self.width = self.values.len() - start;
    }
}

/// Converts log odds to odds, within bounds: sums of them stay finite and above 0.
pub fn odds(log_odds: f32) -> f32 {
    log_odds.clamp(-30.0, 30.0).exp()
}

/// Converts log odds to a probability.
pub fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Returns the value of a column that is true or false: 1 or 0.
pub fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// A sum of trees over one row of features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Log odds without any tree.
    pub base: f32,
    /// Nodes of all trees; `roots` has their starts.
    pub nodes: Vec<Node>,
    /// Index of each tree's first node.
    pub roots: Vec<u32>,
}

/// An inner node or a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Node {
    /// Threshold: rows with at most this value go to the next node, the others to `right`. In a leaf, its log odds.
    pub value: f32,
    /// Column to compare; any in a leaf.
    pub column: u16,
    /// Distance from this node to the one for values up to the threshold: 1, or 0 in a leaf.
    pub left: u8,
    /// Distance from this node to the one for greater values; 0 in a leaf.
    pub right: u8,
}

impl Node {
    /// Column of a leaf in the file.
    const LEAF: u16 = u16::MAX;

    /// Returns a leaf.
    pub const fn leaf(value: f32) -> Self {
        Self { value, column: 0, left: 0, right: 0 }
    }

    /// Returns true for a leaf.
    pub const fn is_leaf(self) -> bool {
        self.left == 0
    }
}

/// Number of trees that are gone down side by side: none waits for another's comparison.
const ABREAST: usize = 4;

/// Number of rows that should be scored at once: with the trees that are gone down side by side, they fit into the
/// fastest cache, which a whole forest does not.
pub const ROWS_AT_ONCE: usize = 16;

impl Forest {
    /// Sums the leaves that `row` reaches in all trees, and the base; in log odds.
    pub fn log_odds(&self, row: &[f32]) -> f32 {
        let (many, few) = self.roots.as_chunks::<ABREAST>();
        let sum =
            many.iter().fold(self.base, |sum, roots| self.leaves(*roots, row).iter().fold(sum, |sum, leaf| sum + leaf));
        few.iter().fold(sum, |sum, &root| sum + self.leaves([root], row)[0])
    }

    /// Probability of a row.
    pub fn probability(&self, row: &[f32]) -> f32 {
        logistic(self.log_odds(row))
    }

    /// Appends the probability of each row, as [`Forest::probability`] returns it.
    pub fn add_probabilities(&self, rows: &FeatureMatrix, out: &mut Vec<f32>) {
        let rows: Vec<&[f32]> = (0..rows.rows()).map(|at| rows.row(at)).collect();
        out.extend(self.all_log_odds(&rows).into_iter().map(logistic));
    }

    /// Returns the log odds of each row, as [`Forest::log_odds`] does. All rows go down the same trees at once, so that
    /// these are in the fastest cache.
    pub fn all_log_odds<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        let mut sums = vec![self.base; rows.len()];
        let (many, few) = self.roots.as_chunks::<ABREAST>();
        for roots in many {
            for (row, sum) in rows.iter().zip(&mut sums) {
                *sum = self.leaves(*roots, row.as_ref()).iter().fold(*sum, |sum, leaf| sum + leaf);
            }
        }
        for (row, sum) in rows.iter().zip(&mut sums) {
            *sum = few.iter().fold(*sum, |sum, &root| sum + self.leaves([root], row.as_ref())[0]);
        }
        sums
    }

    /// Returns the odds of each row.
    pub fn all_odds<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        self.all_log_odds(rows).into_iter().map(odds).collect()
    }

    /// Returns the value of the leaf that `row` reaches from each root.
    fn leaves<const N: usize>(&self, roots: [u32; N], row: &[f32]) -> [f32; N] {
        const NONE: Node = Node::leaf(0.0);
        let mut at = roots.map(|root| root as usize);
        loop {
            let mut steps = 0;
            for at in &mut at {
                // Children come after their parent, so this ends even with damaged weights.
                let node = self.nodes.get(*at).unwrap_or(&NONE);
                let x = row.get(usize::from(node.column)).copied().unwrap_or_default();
                // No branch: half of them would be predicted wrongly. A leaf stays where it is.
                let step = usize::from(select_unpredictable(x <= node.value, node.left, node.right));
                *at += step;
                steps |= step;
            }
            if steps == 0 {
                return at.map(|at| self.nodes.get(at).map_or(0.0, |node| node.value));
            }
        }
    }

    /// Serialises base, trees and nodes; thresholds with half of their bits, leaves in thousandths.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.base.to_le_bytes());
        out.extend((self.roots.len() as u32).to_le_bytes());
        out.extend((self.nodes.len() as u32).to_le_bytes());
        self.roots.iter().for_each(|root| out.extend(root.to_le_bytes()));
        for node in &self.nodes {
            if node.is_leaf() {
                out.extend(Node::LEAF.to_le_bytes());
                out.extend(((node.value * 1000.0).clamp(-32000.0, 32000.0) as i16).to_le_bytes());
            } else {
                out.extend(node.column.to_le_bytes());
                out.extend(((node.value.to_bits() >> 16) as u16).to_le_bytes());
                out.push(node.right);
            }
        }
    }

    /// Reads the format of [`Forest::write`]. Returns `None` if bytes are missing.
    pub fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let base = f32::from_bits(bytes.u32()?);
        let (trees, count) = (bytes.u32()? as usize, bytes.u32()? as usize);
        let roots = (0..trees).map(|_| bytes.u32()).collect::<Option<Vec<_>>>()?;
        let mut nodes = Vec::with_capacity(count.min(1 << 20));
        for _ in 0..count {
            let column = bytes.u16()?;
            let raw = bytes.u16()?;
            nodes.push(if column == Node::LEAF {
                Node::leaf(f32::from(raw as i16) / 1000.0)
            } else {
                Node { value: f32::from_bits(u32::from(raw) << 16), column, left: 1, right: bytes.u8()?.max(1) }
            });
        }
        Some(Self { base, nodes, roots })
    }
}

/// Reads bytes from the front.
#[derive(Clone, Copy, Debug)]
pub struct ByteReader<'a>(pub &'a [u8]);

impl<'a> ByteReader<'a> {
    /// Reads `count` arrays of length `N`.
    pub fn arrays<const N: usize>(&mut self, count: usize) -> Option<&'a [[u8; N]]> {
        let (arrays, rest) = self.0.split_at_checked(count.checked_mul(N)?)?;
        self.0 = rest;
        Some(arrays.as_chunks().0)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    /// Reads one byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|b| b[0])
    }

    /// Reads two bytes, little-endian.
    pub fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    /// Reads four bytes, little-endian.
    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }
}

/// Rounds a threshold as in the asset: the upper half of its bits.
pub fn stored(threshold: f32) -> f32 {
    f32::from_bits(threshold.to_bits() & 0xffff_0000)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are stored or counted, not computed by rounding steps")]
mod tests {
    use super::{ByteReader, FeatureMatrix, Forest, Node};

    fn stump() -> Forest {
        Forest {
            base: 0.25,
            nodes: vec![Node { value: 0.5, column: 1, left: 1, right: 2 }, Node::leaf(-1.0), Node::leaf(2.0)],
            roots: vec![0],
        }
    }

    #[test]
    fn answers_by_the_question() {
        assert_eq!(stump().log_odds(&[9.0, 0.5]), -0.75);
        assert_eq!(stump().log_odds(&[9.0, 0.6]), 2.25);
        assert_eq!(stump().log_odds(&[]), -0.75, "a missing column counts as nought");
    }

    #[test]
    fn each_of_many_trees_is_summed_once() {
        let mut forest = Forest { roots: (0..7).map(|tree| 3 * tree).collect(), ..stump() };
        forest.nodes = (0..7).flat_map(|_| stump().nodes).collect();
        assert_eq!(forest.log_odds(&[9.0, 0.5]), 0.25 - 7.0);
        forest.roots[2] = 99;
        assert_eq!(forest.log_odds(&[9.0, 0.6]), 0.25 + 12.0, "a tree that is not there counts as nought");
    }

    #[test]
    fn rows_are_scored_at_once_as_one_by_one() {
        let mut forest = Forest { roots: (0..7).map(|tree| 3 * tree).collect(), ..stump() };
        forest.nodes = (0..7).flat_map(|_| stump().nodes).collect();
        let mut rows = FeatureMatrix::default();
        for value in [0.2, 0.7, 0.5] {
            rows.push(|row| row.extend([9.0, value]));
        }
        let mut out = vec![0.5];
        forest.add_probabilities(&rows, &mut out);
        let single = |at| forest.probability(rows.row(at));
        assert_eq!(out, [0.5, single(0), single(1), single(2)]);
    }

    #[test]
    fn is_read_as_it_was_written() {
        let mut bytes = Vec::new();
        stump().write(&mut bytes);
        assert_eq!(Forest::read(&mut ByteReader(&bytes)), Some(stump()));
        for cut in 0..bytes.len() {
            assert_eq!(Forest::read(&mut ByteReader(&bytes[..cut])), None);
        }
    }
}
