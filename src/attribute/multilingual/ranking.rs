//! The candidate that said a statement: trees over the candidates' values, and how often the best one is right on pages that
//! were not seen; learned by `dev train-sources`.

use super::candidates::{CandidateRow, SourceCandidate};
use crate::attribute::confidence::calibration::ConfidenceCurve;
use crate::forest::{ByteReader, Forest};

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRanker {
    /// Scores whether a candidate is the speaker.
    pub right: Forest,
    /// Share of statements with the right content and speaker by raw probability: in marks, and in reported clauses.
    pub curves: [ConfidenceCurve; 2],
}

impl SourceRanker {
    /// Reads what [`SourceRanker::write`] wrote; an empty ranker where bytes are missing.
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = ByteReader(bytes);
        let right = Forest::read(&mut reader).unwrap_or_default();
        let mut curve = || ConfidenceCurve::read(&mut reader).unwrap_or_default();
        Self { right, curves: [curve(), curve()] }
    }

    /// As bytes: the trees, then the curves.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.right.write(out);
        self.curves.iter().for_each(|curve| curve.write(out));
    }

    /// Probability that a candidate with these features is the speaker.
    pub fn probability(&self, row: &CandidateRow) -> f32 {
        self.right.probability(row)
    }

    /// Returns the most probable candidate.
    pub fn best<'a>(&self, candidates: &'a [SourceCandidate]) -> Option<(&'a SourceCandidate, f32)> {
        let scored = candidates.iter().map(|one| (one, self.probability(&one.row)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The mention by which a statement names its speaker: that of the best candidate, or another of the same speaker that
    /// is about as probable.
    pub fn mention(&self, best: &SourceCandidate, all: &[SourceCandidate]) -> Option<usize> {
        const ABOUT: f32 = 0.5;
        let least = ABOUT * self.probability(&best.row);
        let same = all.iter().filter(|one| one.entity == best.entity && one.mention.is_some());
        let scored = same.map(|one| (one.mention, self.probability(&one.row))).filter(|(_, score)| *score >= least);
        best.mention.or_else(|| scored.max_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(mention, _)| mention))
    }

    /// Probability that a statement with this raw probability has the right content and speaker.
    pub fn confidence(&self, raw: f32, marked: bool) -> f32 {
        self.curves[usize::from(!marked)].read_off(raw)
    }
}
