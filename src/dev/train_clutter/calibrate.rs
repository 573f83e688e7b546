//! Calibrates the forests: the share of clutter among blocks by their predicted probability on unseen sites.

use super::corpus::{LabelledPage, Set};
use crate::dev::calibrate::rising_shares;
use crate::document::BlockKind;

/// Number of steps of the probability.
const STEPS: usize = 20;

/// Returns predicted probability and true label of the text blocks of fully annotated pages.
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

/// Returns the shares of clutter at equal steps of the probability.
pub fn shares(examples: &[LabelledPage], probabilities: &[Vec<f32>]) -> Vec<f32> {
    rising_shares(known(examples, probabilities).collect(), STEPS)
}
