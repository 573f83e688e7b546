//! [`SmallSort`]: stable sorting in little code. Each call of [`slice::sort_by`] is compiled for its types and its
//! closure, eight kilobytes a call; a hundred calls made a fifteenth of the program. Here one routine sorts positions
//! for all of them. It takes about twice the time, so that arrays of many thousands are better sorted by `std`.

use std::cmp::Ordering;

/// Sorts slices of a few values.
pub trait SmallSort<T> {
    /// Sorts by a comparison. Equal values keep their order.
    fn small_sort_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by a key. Equal values keep their order.
    fn small_sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> SmallSort<T> for [T] {
    fn small_sort_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        if self.len() > 1 {
            let order = sorted_positions(self.len(), &|a, b| compare(&self[a], &self[b]));
            rearrange(self, order);
        }
    }

    fn small_sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.small_sort_by(|a, b| key(a).cmp(&key(b)));
    }
}

/// Returns the positions of `count` values in sorted order.
fn sorted_positions(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// Moves to each place the item that `order` names for it, one cycle after another.
fn rearrange<T>(items: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SmallSort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_values_are_sorted_as_by_std(values: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (values.clone(), values);
            ours.small_sort_by_key(|value| value.0);
            theirs.sort_by_key(|value| value.0);
            prop_assert_eq!(&ours, &theirs);
            ours.small_sort_by(|a, b| b.1.cmp(&a.1));
            theirs.sort_by_key(|value| std::cmp::Reverse(value.1));
            prop_assert_eq!(ours, theirs);
        }
    }
}
