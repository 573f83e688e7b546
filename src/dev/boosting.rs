//! Trains gradient-boosted trees: logistic loss, histograms of at most 64 bins, best leaf first (Friedman 2001; Ke et
//! al. 2017). One thread and a fixed seed: the same data give the same bytes.

use crate::forest::{FeatureMatrix, Forest, Node, logistic, odds, stored};
use std::ops::Range;

/// Hyperparameters.
#[derive(Clone, Copy, Debug)]
pub struct BoostSettings {
    /// Number of trees.
    pub trees: usize,
    /// Number of leaves per tree.
    pub leaves: usize,
    /// Learning rate.
    pub rate: f32,
    /// Smallest weight (hessian) of a leaf.
    pub least: f32,
    /// Share of the columns sampled for a tree.
    pub columns: f32,
    /// Share of the rows sampled for a tree.
    pub rows: f32,
    /// L2 penalty on leaf values.
    pub ridge: f32,
}

/// Training data: binned columns, labels 0 to 1, weights.
pub struct TrainingRows {
    bins: Vec<Vec<u8>>,
    cuts: Vec<Vec<f32>>,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

const MAX_BINS: usize = 64;

impl TrainingRows {
    /// Bins the chosen rows of several tables; `chosen` holds table, row, label and weight.
    pub fn of(tables: &[&FeatureMatrix], chosen: &[(usize, usize, f32, f32)]) -> Self {
        let width = tables.iter().map(|t| t.width).max().unwrap_or_default();
        let mut rows = Self {
            bins: Vec::with_capacity(width),
            cuts: Vec::with_capacity(width),
            labels: chosen.iter().map(|c| c.2).collect(),
            weights: chosen.iter().map(|c| c.3).collect(),
        };
        for column in 0..width {
            let values: Vec<f32> = chosen.iter().map(|&(table, row, ..)| tables[table].row(row)[column]).collect();
            let cuts = cuts(&values);
            rows.bins.push(values.iter().map(|v| cuts.partition_point(|c| c < v) as u8).collect());
            rows.cuts.push(cuts);
        }
        rows
    }
}

/// Returns at most 63 thresholds with about equal numbers of rows in between.
fn cuts(values: &[f32]) -> Vec<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let source = if distinct.len() <= MAX_BINS { &distinct } else { &sorted };
    let mut cuts: Vec<f32> = (1..MAX_BINS.min(source.len()))
        .map(|k| {
            let at = k * source.len() / MAX_BINS.min(source.len());
            let (low, high) = (source[at - 1], source[at.min(source.len() - 1)]);
            stored(low + (high - low) * 0.5)
        })
        .collect();
    cuts.sort_by(f32::total_cmp);
    cuts.dedup();
    cuts
}

/// Sums of a bin: gradient and hessian.
type Bin = [f64; 2];

struct Leaf {
    rows: Vec<u32>,
    histogram: Vec<Bin>,
    sums: Bin,
    node: usize,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    column: usize,
    bin: usize,
}

/// A node during growth: children by index; ordered at the end.
#[derive(Clone, Copy)]
enum Growing {
    Leaf(f32),
    Ask { column: usize, threshold: f32, left: usize, right: usize },
}

/// Trains a forest: one tree per step on the gradients of the logistic loss.
pub fn grow(rows: &TrainingRows, settings: &BoostSettings) -> Forest {
    let weight: f32 = rows.weights.iter().sum();
    let mean = rows.labels.iter().zip(&rows.weights).map(|(l, w)| l * w).sum::<f32>() / weight.max(1e-6);
    let base = (mean.clamp(0.001, 0.999) / (1.0 - mean.clamp(0.001, 0.999))).ln();
    boost(rows, settings, base, |odds| {
        let slope = |(label, &odds): (&f32, &f32)| {
            let p = logistic(odds);
            [p - label, (p * (1.0 - p)).max(1e-6)]
        };
        rows.labels.iter().zip(odds).map(slope).collect()
    })
}

/// Trains a forest whose scores choose one row of each group, or none of them: the loss is that of the softmax over the
/// rows and over a further choice, "none", that always has the score 0. Several rows of a group may be right (the
/// conditional logit). `groups` part the rows in order.
pub fn grow_choices(rows: &TrainingRows, groups: &[Range<usize>], settings: &BoostSettings) -> Forest {
    boost(rows, settings, 0.0, |scores| {
        let mut slopes = vec![[0.0, 1e-4]; scores.len()];
        for group in groups {
            let odds: Vec<f32> = scores[group.clone()].iter().copied().map(odds).collect();
            let labels = &rows.labels[group.clone()];
            let all: f32 = 1.0 + odds.iter().sum::<f32>();
            let right: f32 = odds.iter().zip(labels).map(|(odds, label)| odds * label).sum();
            for ((slope, odds), label) in slopes[group.clone()].iter_mut().zip(&odds).zip(labels) {
                let p = odds / all;
                let wanted = if right > 0.0 { odds * label / right } else { 0.0 };
                *slope = [p - wanted, (p * (1.0 - p)).max(1e-4)];
            }
        }
        slopes
    })
}

/// Gradient boosting: `slopes` returns gradient and hessian of each row's loss at its score.
fn boost(rows: &TrainingRows, settings: &BoostSettings, base: f32, slopes: impl Fn(&[f32]) -> Vec<[f32; 2]>) -> Forest {
    let n = rows.labels.len();
    let mut forest = Forest { base, ..Forest::default() };
    let mut odds = vec![base; n];
    let mut dice = Dice(0x5a75_0001);
    let scale = n as f32 / rows.weights.iter().sum::<f32>().max(1e-6);
    for _ in 0..settings.trees {
        let mut slopes = slopes(&odds);
        for (slope, weight) in slopes.iter_mut().zip(&rows.weights) {
            *slope = slope.map(|value| value * weight * scale);
        }
        let columns: Vec<usize> =
            (0..rows.bins.len()).filter(|&c| !rows.cuts[c].is_empty() && dice.share() < settings.columns).collect();
        let seen: Vec<u32> = (0..n as u32).filter(|_| dice.share() < settings.rows).collect();
        let tree = grow_tree(rows, &slopes, &columns, seen, settings);
        for (i, o) in odds.iter_mut().enumerate() {
            *o += answer(&tree, rows, i);
        }
        append(&mut forest, &tree, rows);
    }
    forest
}

fn grow_tree(
    rows: &TrainingRows,
    slopes: &[[f32; 2]],
    columns: &[usize],
    seen: Vec<u32>,
    settings: &BoostSettings,
) -> Vec<Growing> {
    let mut nodes = vec![Growing::Leaf(0.0)];
    let histogram = fill(rows, slopes, columns, &seen);
    let sums = seen
        .iter()
        .fold([0.0; 2], |s, &i| [s[0] + f64::from(slopes[i as usize][0]), s[1] + f64::from(slopes[i as usize][1])]);
    let mut leaves = vec![Leaf { rows: seen, histogram, sums, node: 0, best: None }];
    leaves[0].best = best_split(&leaves[0], rows, columns, settings);
    while leaves.len() < settings.leaves {
        let widest = (0..leaves.len()).filter(|&l| leaves[l].best.is_some()).max_by(|&a, &b| {
            let gain = |l: usize| leaves[l].best.map_or(0.0, |s| s.gain);
            gain(a).total_cmp(&gain(b)).then(b.cmp(&a))
        });
        let Some(at) = widest else { break };
        let leaf = leaves.swap_remove(at);
        let Some(split) = leaf.best else { break };
        let (column, threshold) = (columns[split.column], rows.cuts[columns[split.column]][split.bin]);
        let bins = &rows.bins[column];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|&&i| usize::from(bins[i as usize]) <= split.bin);
        let small_is_left = left.len() <= right.len();
        let small = fill(rows, slopes, columns, if small_is_left { &left } else { &right });
        let large: Vec<Bin> = leaf.histogram.iter().zip(&small).map(|(a, b)| [a[0] - b[0], a[1] - b[1]]).collect();
        let (hl, hr) = if small_is_left { (small, large) } else { (large, small) };
        nodes[leaf.node] = Growing::Ask { column, threshold, left: nodes.len(), right: nodes.len() + 1 };
        for (rows_of, histogram) in [(left, hl), (right, hr)] {
            let sums = (0..MAX_BINS).fold([0.0; 2], |s, b| [s[0] + histogram[b][0], s[1] + histogram[b][1]]);
            let mut child = Leaf { rows: rows_of, histogram, sums, node: nodes.len(), best: None };
            nodes.push(Growing::Leaf(0.0));
            child.best = best_split(&child, rows, columns, settings);
            leaves.push(child);
        }
    }
    for leaf in &leaves {
        nodes[leaf.node] =
            Growing::Leaf((-leaf.sums[0] / (leaf.sums[1] + f64::from(settings.ridge))) as f32 * settings.rate);
    }
    nodes
}

fn fill(rows: &TrainingRows, slopes: &[[f32; 2]], columns: &[usize], seen: &[u32]) -> Vec<Bin> {
    let mut histogram = vec![[0.0; 2]; columns.len() * MAX_BINS];
    // In row order, so that only the bins are accessed at random.
    let slopes: Vec<Bin> = seen.iter().map(|&i| slopes[i as usize].map(f64::from)).collect();
    for (out, &column) in histogram.chunks_exact_mut(MAX_BINS).zip(columns) {
        let bins = &rows.bins[column];
        for (&i, [g, h]) in seen.iter().zip(&slopes) {
            let bin = &mut out[usize::from(bins[i as usize]) % MAX_BINS];
            bin[0] += g;
            bin[1] += h;
        }
    }
    histogram
}

fn best_split(leaf: &Leaf, rows: &TrainingRows, columns: &[usize], settings: &BoostSettings) -> Option<Split> {
    let ridge = f64::from(settings.ridge);
    let score = |g: f64, h: f64| g * g / (h + ridge);
    let [g, h] = leaf.sums;
    let mut best: Option<Split> = None;
    for (slot, &column) in columns.iter().enumerate() {
        let (mut gl, mut hl) = (0.0, 0.0);
        for bin in 0..rows.cuts[column].len() {
            let [bg, bh] = leaf.histogram[slot * MAX_BINS + bin];
            (gl, hl) = (gl + bg, hl + bh);
            if hl < f64::from(settings.least) || h - hl < f64::from(settings.least) {
                continue;
            }
            let gain = score(gl, hl) + score(g - gl, h - hl) - score(g, h);
            if gain > 1e-3 && best.is_none_or(|b| gain > b.gain) {
                best = Some(Split { gain, column: slot, bin });
            }
        }
    }
    best
}

fn answer(tree: &[Growing], rows: &TrainingRows, row: usize) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Growing::Leaf(value) => return value,
            Growing::Ask { column, threshold, left, right } => {
                let bin = usize::from(rows.bins[column][row]);
                at = if bin == 0 || rows.cuts[column][bin - 1] < threshold { left } else { right };
            }
        }
    }
}

/// Appends a tree: each node before its children, the lesser side first.
fn append(forest: &mut Forest, tree: &[Growing], _rows: &TrainingRows) {
    forest.roots.push(forest.nodes.len() as u32);
    let mut waiting = vec![(0_usize, None::<usize>)];
    while let Some((at, parent)) = waiting.pop() {
        let here = forest.nodes.len();
        if let Some(parent) = parent {
            forest.nodes[parent].right = (here - parent).min(255) as u8;
        }
        match tree[at] {
            Growing::Leaf(value) => forest.nodes.push(Node::leaf(value)),
            Growing::Ask { column, threshold, left, right } => {
                forest.nodes.push(Node { value: threshold, column: column as u16, left: 1, right: 0 });
                waiting.push((right, Some(here)));
                waiting.push((left, None));
            }
        }
    }
}

/// Deterministic pseudo-random numbers (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    /// Returns the next number, from 0 up to, but not including, 1.
    pub fn share(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::{BoostSettings, TrainingRows, grow, grow_choices};
    use crate::forest::FeatureMatrix;

    #[test]
    fn learns_an_exclusive_or() {
        let values: Vec<f32> = (0..400).flat_map(|i| [(i % 20) as f32, (i / 20) as f32]).collect();
        let table = FeatureMatrix { width: 2, values };
        let label = |i: usize| f32::from(u8::from((table.row(i)[0] < 10.0) != (table.row(i)[1] < 10.0)));
        let chosen: Vec<_> = (0..400).map(|i| (0, i, label(i), 1.0)).collect();
        let settings =
            BoostSettings { trees: 30, leaves: 6, rate: 0.3, least: 1.0, columns: 1.0, rows: 0.9, ridge: 1.0 };
        let forest = grow(&TrainingRows::of(&[&table], &chosen), &settings);
        let wrong = (0..400).filter(|&i| (forest.probability(table.row(i)) > 0.5) != (label(i) > 0.5)).count();
        assert_eq!(wrong, 0);
    }
    #[test]
    fn learns_to_choose_the_greatest_of_a_group_or_none() {
        let value = |i: usize| ((i * 37) % 101) as f32;
        let table = FeatureMatrix { width: 1, values: (0..300).map(value).collect() };
        let groups: Vec<_> = (0..100).map(|group| 3 * group..3 * group + 3).collect();
        let greatest = |i: usize| (3 * (i / 3)..3 * (i / 3) + 3).all(|other| value(other) <= value(i));
        let right = |i: usize| greatest(i) && value(i) > 60.0;
        let chosen: Vec<_> = (0..300).map(|i| (0, i, f32::from(u8::from(right(i))), 1.0)).collect();
        let settings =
            BoostSettings { trees: 60, leaves: 6, rate: 0.2, least: 0.1, columns: 1.0, rows: 1.0, ridge: 1.0 };
        let forest = grow_choices(&TrainingRows::of(&[&table], &chosen), &groups, &settings);
        let score = |i: usize| forest.log_odds(table.row(i));
        let best = |group: std::ops::Range<usize>| group.max_by(|&a, &b| score(a).total_cmp(&score(b)));
        let wrong = groups.iter().filter(|group| {
            let best = best((*group).clone()).filter(|&best| score(best) > 0.0);
            best != (*group).clone().find(|&i| right(i))
        });
        assert!(wrong.count() <= 5);
    }
}
