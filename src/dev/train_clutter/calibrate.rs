//! How often a block is clutter that the forests, without having seen its site, call so.

use super::corpus::{LabelledPage, Set};
use crate::dev::calibrate::rising_shares;
use crate::document::BlockKind;

/// Steps of the probability that are kept.
const STEPS: usize = 20;

/// Blocks with text on the pages whose truth is whole: the probability that they are clutter, and whether they are.
pub fn known<'a>(
    examples: &'a [LabelledPage],
    probabilities: &'a [Vec<f32>],
) -> impl Iterator<Item = (f32, bool)> + 'a {
    let whole = |e: &LabelledPage| !e.made && e.set != Set::Segments;
    examples.iter().zip(probabilities).filter(move |(e, _)| whole(e)).flat_map(|(e, probabilities)| {
        let text =
            |at: &usize| !matches!(e.document.blocks[*at].kind, BlockKind::Image(_)) && e.labels[*at].weight > 0.0;
        (0..probabilities.len()).filter(text).map(|at| (1.0 - probabilities[at], e.labels[at].article < 0.5))
    })
}

/// The shares of clutter at equal steps of the probability.
pub fn shares(examples: &[LabelledPage], probabilities: &[Vec<f32>]) -> Vec<f32> {
    rising_shares(known(examples, probabilities).collect(), STEPS)
}
