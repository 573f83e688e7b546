//! Calibrates probabilities: isotonic regression (Barlow et al. 1972, pool adjacent violators), sampled at equal
//! steps.

/// Returns the calibrated shares of positives at equal steps of the probability, from pairs of probability and
/// outcome. They never fall.
pub fn rising_shares(mut known: Vec<(f32, bool)>, steps: usize) -> Vec<f32> {
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let pools = pools(&known);
    (0..=steps).map(|step| read(&pools, step as f32 / steps as f32)).collect()
}

/// The same, less one standard error of each share, where quotations of one page count as half: they are not independent.
pub fn cautious_shares(mut known: Vec<(f32, bool)>, steps: usize) -> Vec<f32> {
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pools = pools(&known);
    let mut least = 0.0_f64;
    for pool in &mut pools {
        let error = (pool[1] * (1.0 - pool[1]) * 2.0 / pool[2].max(1.0)).sqrt();
        least = least.max(pool[1] - error);
        pool[1] = least;
    }
    (0..=steps).map(|step| read(&pools, step as f32 / steps as f32)).collect()
}

/// Pools neighbours in order of probability until the shares rise: mean probability, share, count.
fn pools(blocks: &[(f32, bool)]) -> Vec<[f64; 3]> {
    let mut pools: Vec<[f64; 3]> = Vec::new();
    for &(chance, clutter) in blocks {
        let mut pool = [f64::from(chance), f64::from(u8::from(clutter)), 1.0];
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

/// Returns the share at a probability, interpolated linearly between pools.
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
    use super::{cautious_shares, pools, read, rising_shares};

    #[test]
    fn shares_rise() {
        let blocks = [(0.1, false), (0.2, true), (0.3, false), (0.8, true), (0.9, true)];
        let pools = pools(&blocks);
        let shares: Vec<f32> = (0..=10).map(|step| read(&pools, step as f32 / 10.0)).collect();
        assert!(shares.is_sorted(), "{shares:?}");
        assert!(shares[0] < 0.1 && (shares[2] - 0.4).abs() < 0.15 && shares[9] > 0.99, "{shares:?}");
    }

    #[test]
    fn cautious_shares_rise_below_the_shares() {
        let known: Vec<(f32, bool)> = (0..200_u8).map(|i| (f32::from(i) / 200.0, i % 4 != 0 || i > 150)).collect();
        let (plain, cautious) = (rising_shares(known.clone(), 10), cautious_shares(known, 10));
        assert!(cautious.is_sorted(), "{cautious:?}");
        assert!(cautious.iter().zip(&plain).all(|(a, b)| a <= b), "{cautious:?} {plain:?}");
    }
}
