//! Which candidate said a statement: trees over the candidates' values, learned by `dev train-sources`.

use super::candidates::{CandidateRow, SourceCandidate};
use crate::forest::{ByteReader, Forest, logistic};

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRanker {
    /// Whether a candidate is the speaker.
    pub right: Forest,
}

impl SourceRanker {
    /// Reads what [`Forest::write`] wrote; an empty ranker where bytes are missing.
    pub fn read(bytes: &[u8]) -> Self {
        Self { right: Forest::read(&mut ByteReader(bytes)).unwrap_or_default() }
    }

    /// Probability that a candidate with these values is the speaker.
    pub fn probability(&self, row: &CandidateRow) -> f32 {
        logistic(self.right.log_odds(row))
    }

    /// The most probable candidate.
    pub fn best<'a>(&self, candidates: &'a [SourceCandidate]) -> Option<(&'a SourceCandidate, f32)> {
        let scored = candidates.iter().map(|one| (one, self.probability(&one.row)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
