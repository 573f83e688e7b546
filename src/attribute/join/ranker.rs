//! The log-linear models that decide joins: hashed features, weights, and the file format of the weights.
//!
//! The features are defined in `features.rs`; the weights are learned in `dev::train_tagger`.

use crate::attribute::lexicon;

/// Number of weights of a ranker; features are hashed into this range.
pub const SIZE: usize = 1 << 13;

/// A log-linear model over hashed features.
#[derive(Clone, Debug)]
pub struct Ranker {
    /// [`SIZE`] weights, indexed by hashed features.
    pub weights: Vec<f32>,
}

impl Default for Ranker {
    fn default() -> Self {
        Self { weights: vec![0.0; SIZE] }
    }
}

impl Ranker {
    /// Returns the sum of the features' weights.
    #[inline]
    pub fn score(&self, features: &Features) -> f32 {
        features.weights().iter().map(|&at| self.weights[usize::from(at)]).sum()
    }

    /// Returns the probability of each candidate (softmax of the scores).
    pub fn rank(&self, candidates: &[Features]) -> Vec<f32> {
        let mut out: Vec<f32> = candidates.iter().map(|features| self.score(features)).collect();
        let top = out.iter().copied().fold(f32::MIN, f32::max);
        for score in &mut out {
            *score = (*score - top).exp();
        }
        let sum: f32 = out.iter().sum();
        for score in &mut out {
            *score /= sum;
        }
        out
    }
}

/// The rankers of a model.
#[derive(Clone, Debug, Default)]
pub struct Rankers {
    /// Ranks the cues of a content.
    pub cue: Ranker,
    /// Ranks the sources of a cue.
    pub source: Ranker,
    /// Decides whether a further content belongs to the first one of its cue.
    pub together: Ranker,
    /// Probability that content and speaker are right.
    pub right: Ranker,
}

impl Rankers {
    /// Reads the weights of the four rankers, little-endian `f32`. Returns `None` if the length is wrong.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let values: Vec<f32> = bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let [cue, source, together, right] = values.as_chunks::<SIZE>().0 else { return None };
        let ranker = |weights: &[f32; SIZE]| Ranker { weights: weights.to_vec() };
        Some(Self { cue: ranker(cue), source: ranker(source), together: ranker(together), right: ranker(right) })
    }

    /// Serialises the weights of the four rankers.
    pub fn write(&self) -> Vec<u8> {
        [&self.cue, &self.source, &self.together, &self.right]
            .into_iter()
            .flat_map(|ranker| &ranker.weights)
            .flat_map(|w| w.to_le_bytes())
            .collect()
    }
}

/// The features of one candidate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features {
    weights: [u16; MOST],
    count: usize,
}

/// Largest number of features of a candidate.
const MOST: usize = 24;

impl Features {
    /// Adds a feature by its number and value.
    #[inline]
    pub fn push(&mut self, number: u64, value: u64) {
        let hash = lexicon::mix((number << 48) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number));
        if let Some(slot) = self.weights.get_mut(self.count) {
            *slot = (hash % SIZE as u64) as u16;
            self.count += 1;
        }
    }

    /// Returns the indices of the weights that the features are hashed to.
    #[inline]
    pub fn weights(&self) -> &[u16] {
        &self.weights[..self.count]
    }
}
