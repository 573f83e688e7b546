//! A set of tokens that counts its members in a range in logarithmic time.

use std::ops::Range;

/// A Fenwick tree (Fenwick 1994) over the tokens.
#[derive(Debug)]
pub(super) struct FenwickSet {
    is: Vec<bool>,
    /// 1-based: `sums[i]` covers the `i & -i` tokens ending at `i`.
    sums: Vec<u32>,
}

impl FenwickSet {
    /// Creates an empty set for this number of tokens.
    pub(super) fn none(tokens: usize) -> Self {
        Self { is: vec![false; tokens], sums: vec![0; tokens + 1] }
    }

    /// Adds a range to the set.
    pub(super) fn take(&mut self, range: Range<usize>) {
        for token in range {
            if std::mem::replace(&mut self.is[token], true) {
                continue;
            }
            let mut at = token + 1;
            while let Some(sum) = self.sums.get_mut(at) {
                *sum += 1;
                at += at & at.wrapping_neg();
            }
        }
    }

    /// Number of tokens of a range in the set.
    pub(super) fn within(&self, range: &Range<usize>) -> usize {
        self.before(range.end).saturating_sub(self.before(range.start))
    }

    fn before(&self, token: usize) -> usize {
        let (mut at, mut count) = (token, 0);
        while at > 0 {
            count += self.sums[at] as usize;
            at -= at & at.wrapping_neg();
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_twice_counts_once() {
        let mut taken = FenwickSet::none(20);
        taken.take(3..9);
        taken.take(7..12);
        let all: Vec<usize> =
            [0..20, 3..12, 0..3, 8..10, 11..13, 5..5].iter().map(|range| taken.within(range)).collect();
        assert_eq!(all, [9, 9, 0, 2, 1, 0]);
    }
}
