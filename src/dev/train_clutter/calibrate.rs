//! How often a block is clutter that the forests, without having seen its site, call so: isotonic regression (Barlow et
//! al. 1972, pool adjacent violators), read off at equal steps.

use super::corpus::{LabelledPage, Set};
use crate::document::Kind;

/// Steps of the probability that are kept.
const STEPS: usize = 20;

/// Blocks with text on the pages whose truth is whole: the probability that they are clutter, and whether they are.
pub fn known<'a>(
    examples: &'a [LabelledPage],
    probabilities: &'a [Vec<f32>],
) -> impl Iterator<Item = (f32, bool)> + 'a {
    let whole = |e: &LabelledPage| !e.made && e.set != Set::Segments;
    examples.iter().zip(probabilities).filter(move |(e, _)| whole(e)).flat_map(|(e, probabilities)| {
        let text = |at: &usize| !matches!(e.document.blocks[*at].kind, Kind::Image(_)) && e.labels[*at].weight > 0.0;
        (0..probabilities.len()).filter(text).map(|at| (1.0 - probabilities[at], e.labels[at].article < 0.5))
    })
}

/// The shares of clutter at equal steps of the probability.
pub fn shares(examples: &[LabelledPage], probabilities: &[Vec<f32>]) -> Vec<f32> {
    let mut blocks: Vec<(f32, bool)> = known(examples, probabilities).collect();
    blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let pools = pools(&blocks);
    (0..=STEPS).map(|step| read(&pools, step as f32 / STEPS as f32)).collect()
}

/// Neighbours in order of their probability, pooled until the share of clutter rises: mean probability, share, count.
fn pools(blocks: &[(f32, bool)]) -> Vec<[f64; 3]> {
    let mut pools: Vec<[f64; 3]> = Vec::new();
    for &(probability, clutter) in blocks {
        let mut pool = [f64::from(probability), f64::from(u8::from(clutter)), 1.0];
        while let Some(last) = pools.last().filter(|last| last[1] >= pool[1]) {
            let count = last[2] + pool[2];
            let mean = |k: usize| (last[k] * last[2] + pool[k] * pool[2]) / count;
            pool = [mean(0), mean(1), count];
            pools.pop();
        }
        pools.push(pool);
    }
    pools
}

/// The share at a probability, in proportion between the pools on both sides.
fn read(pools: &[[f64; 3]], at: f32) -> f32 {
    let at = f64::from(at);
    let next = pools.partition_point(|pool| pool[0] < at);
    let share = match (next.checked_sub(1).and_then(|n| pools.get(n)), pools.get(next)) {
        (Some(low), Some(high)) => low[1] + (high[1] - low[1]) * (at - low[0]) / (high[0] - low[0]).max(1e-9),
        (Some(only), None) | (None, Some(only)) => only[1],
        (None, None) => at,
    };
    share as f32
}

#[cfg(test)]
mod tests {
    use super::{pools, read};

    #[test]
    fn shares_rise() {
        let blocks = [(0.1, false), (0.2, true), (0.3, false), (0.8, true), (0.9, true)];
        let pools = pools(&blocks);
        let shares: Vec<f32> = (0..=10).map(|step| read(&pools, step as f32 / 10.0)).collect();
        assert!(shares.is_sorted(), "{shares:?}");
        assert!(shares[0] < 0.1 && (shares[2] - 0.4).abs() < 0.15 && shares[9] > 0.99, "{shares:?}");
    }
}
