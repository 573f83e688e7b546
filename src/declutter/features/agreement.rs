//! Agreement with the first classification's result around a block: its neighbours, the blocks of the same element,
//! and blocks of the same kind. The second forest uses these and the block's own features (stacking, Wolpert 1992).

use super::tree::BlockGroups;
use super::{MeasuredPage, flag, share};
use crate::forest::FeatureMatrix;

/// Returns the table with the columns of agreement appended; `first` are the first forest's probabilities, one per
/// block.
pub fn table(page: &MeasuredPage<'_>, features: &FeatureMatrix, first: &[f32]) -> FeatureMatrix {
    let sums = Sums::of(page, first);
    let width = features.width + COLUMNS;
    let mut values = Vec::with_capacity(width * features.rows());
    for at in 0..features.rows() {
        values.extend(features.row(at));
        let before = values.len();
        sums.push(page, first, at, &mut values);
        debug_assert_eq!(values.len() - before, COLUMNS, "as many columns as promised");
    }
    FeatureMatrix { width, values }
}

const COLUMNS: usize = 12 + 1 + 4 + 8 + 4 + 10;

/// Word-weighted sums of probabilities: cumulative in reading order, by element, by group of similar blocks.
#[derive(Debug)]
pub struct Sums {
    mass: Vec<f32>,
    /// Number of words before each block.
    words: Vec<f64>,
    weight: Vec<f32>,
    groups: BlockGroups,
    by_group: Vec<(f32, f32)>,
    by_element: Vec<(f32, f32)>,
    sure: Vec<usize>,
}

impl Sums {
    /// Computes the sums of a page; `first` are the first forest's probabilities, one per block.
    pub fn of(page: &MeasuredPage<'_>, first: &[f32]) -> Self {
        let groups = BlockGroups::of(page);
        let weight = |at: usize| page.stats[at].words.clamp(1.0, 60.0);
        let mut by_group = vec![(0.0, 0.0); groups.count()];
        let mut by_element = vec![(0.0, 0.0); page.document.elements.len()];
        let (mut mass, mut weights) = (vec![0.0], vec![0.0]);
        for (at, &p) in first.iter().enumerate() {
            let w = weight(at);
            mass.push(mass[at] + p * w);
            weights.push(weights[at] + w);
            let group = &mut by_group[groups.number(at)];
            *group = (group.0 + p * w, group.1 + w);
            if let Some(element) = page.document.blocks[at].element.and_then(|e| by_element.get_mut(e as usize)) {
                *element = (element.0 + p * w, element.1 + w);
            }
        }
        for at in (0..by_element.len()).rev() {
            if let Some(parent) = super::super::outline::parent_of(page.document, at) {
                let (m, w) = by_element[at];
                by_element[parent] = (by_element[parent].0 + m, by_element[parent].1 + w);
            }
        }
        let sure = (0..first.len()).filter(|&at| first[at] > 0.7 && page.stats[at].words >= 12.0).collect();
        let mut words = vec![0.0];
        for (at, m) in page.stats.iter().enumerate() {
            words.push(words[at] + f64::from(m.words));
        }
        Self { mass, words, weight: weights, groups, by_group, by_element, sure }
    }

    /// Appends the columns of agreement of one block.
    pub fn push(&self, page: &MeasuredPage<'_>, first: &[f32], at: usize, out: &mut Vec<f32>) {
        for step in [-6_isize, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6] {
            out.push(at.checked_add_signed(step).and_then(|t| first.get(t)).copied().unwrap_or(-1.0));
        }
        out.push(first[at]);
        let n = first.len();
        for reach in [3, 8] {
            out.push(self.mean(at.saturating_sub(reach), at));
            out.push(self.mean(at + 1, (at + 1 + reach).min(n)));
        }
        let (own, w) = (first[at] * page.stats[at].words.clamp(1.0, 60.0), page.stats[at].words.clamp(1.0, 60.0));
        let widening = page.outline.widening(page.document, page.document.blocks[at].element);
        for level in 0..4 {
            let (mass, weight) =
                widening.level(level).map_or((-1.0, 1.0), |e| (self.by_element[e].0 - own, self.by_element[e].1 - w));
            out.push(share(mass, weight));
            out.push(if mass < 0.0 { -1.0 } else { share(mass, self.mass[n]) });
        }
        let (mass, weight) = self.by_group[self.groups.number(at)];
        out.extend([
            share(mass, weight),
            share(mass - own, weight - w),
            share(self.mass[n], self.weight[n]),
            self.mass[n],
        ]);
        self.push_extent(at, out);
    }

    /// Adds the position of the block between the first and the last block that certainly belong to the article.
    fn push_extent(&self, at: usize, out: &mut Vec<f32>) {
        let (Some(&first), Some(&last)) = (self.sure.first(), self.sure.last()) else {
            out.extend([-1.0; 10]);
            return;
        };
        let next = self.sure.partition_point(|&s| s <= at);
        let before = self.sure[..next].iter().rev().find(|&&s| s != at).copied();
        let after = self.sure.get(next).copied();
        let same = |other: Option<usize>| other.map_or(-1.0, |o| flag(self.groups.same(at, o)));
        out.extend([
            at as f32 - first as f32,
            at as f32 - last as f32,
            before.map_or(-1.0, |b| (at - b) as f32),
            after.map_or(-1.0, |a| (a - at) as f32),
            same(before),
            same(after),
            flag(before.is_some() && after.is_some()),
            share(self.mass[at], self.mass[self.mass.len() - 1]),
            self.sure.len() as f32,
            before.zip(after).map_or(-1.0, |(b, a)| (self.words[a] - self.words[b + 1]) as f32),
        ]);
    }

    fn mean(&self, from: usize, to: usize) -> f32 {
        if from >= to { -1.0 } else { share(self.mass[to] - self.mass[from], self.weight[to] - self.weight[from]) }
    }
}
