//! Tokens that are taken already, counted in ranges.

use std::ops::Range;

/// A set of tokens; how many of a range are in it is told in a few steps (Fenwick 1994).
#[derive(Debug)]
pub(super) struct FenwickSet {
    is: Vec<bool>,
    /// At `i`, from 1 on, the sum over the last tokens up to it, as many as its lowest bit says.
    sums: Vec<u32>,
}

impl FenwickSet {
    /// None of so many tokens.
    pub(super) fn none(tokens: usize) -> Self {
        Self { is: vec![false; tokens], sums: vec![0; tokens + 1] }
    }

    /// Takes a range.
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

    /// How many of a range are taken.
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
