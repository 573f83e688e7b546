//! Picks the speaker of a statement: gradient-boosted trees over the candidates' features, learned by `dev
//! train-sources`.

use super::candidates::{CandidateRow, SourceCandidate};
use crate::forest::{ByteReader, Forest, logistic};

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRanker {
    /// Scores whether a candidate is the speaker.
    pub right: Forest,
}

impl SourceRanker {
    /// Reads the format of [`Forest::write`]. Returns an empty ranker if bytes are missing.
    pub fn read(bytes: &[u8]) -> Self {
        Self { right: Forest::read(&mut ByteReader(bytes)).unwrap_or_default() }
    }

    /// Probability that a candidate with these features is the speaker.
    pub fn probability(&self, row: &CandidateRow) -> f32 {
        logistic(self.right.log_odds(row))
    }

    /// Returns the most probable candidate.
    pub fn best<'a>(&self, candidates: &'a [SourceCandidate]) -> Option<(&'a SourceCandidate, f32)> {
        let scored = candidates.iter().map(|one| (one, self.probability(&one.row)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
