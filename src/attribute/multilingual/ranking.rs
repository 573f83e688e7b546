//! The candidate that said a statement: trees over the candidates' values, whose scores compete (softmax, with "none of
//! them" as a further choice), and how often the best one is right on pages that were not seen; learned by `dev
//! train-sources`.

use super::candidates::SourceCandidate;
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

    /// The odds that a candidate is the speaker, against that it is none of them.
    fn odds(&self, one: &SourceCandidate) -> f32 {
        self.right.log_odds(&one.row).clamp(-30.0, 30.0).exp()
    }

    /// Returns the most probable speaker: the candidates of one entity count together. With it, the candidate by which it
    /// is most probable.
    pub fn best<'a>(&self, candidates: &'a [SourceCandidate]) -> Option<(&'a SourceCandidate, f32)> {
        let odds: Vec<f32> = candidates.iter().map(|one| self.odds(one)).collect();
        let all = 1.0 + odds.iter().sum::<f32>();
        let of = |entity: usize| {
            let own = candidates.iter().zip(&odds).filter(|(one, _)| one.entity == entity);
            own.map(|(_, odds)| odds).sum::<f32>() / all
        };
        let likely = candidates.iter().map(|one| (one.entity, of(one.entity))).max_by(|a, b| a.1.total_cmp(&b.1))?;
        // The source by a language's own grammar is more certain than what is learned.
        let is_sure = |one: &&SourceCandidate| one.row[66] > 1.0;
        let sure = candidates.iter().filter(is_sure).map(|one| one.entity);
        let sure = sure.max_by(|&a, &b| of(a).total_cmp(&of(b))).map(|entity| (entity, likely.1));
        let (best, probability) = sure.unwrap_or(likely);
        let own = candidates.iter().zip(&odds).filter(|(one, _)| one.entity == best);
        own.max_by(|a, b| a.1.total_cmp(b.1)).map(|(one, _)| (one, probability))
    }

    /// The mention by which a statement names its speaker: that of the best candidate, or another of the same speaker that
    /// is about as probable.
    pub fn mention(&self, best: &SourceCandidate, all: &[SourceCandidate]) -> Option<usize> {
        const ABOUT: f32 = 0.1;
        let least = ABOUT * self.odds(best);
        let same = all.iter().filter(|one| one.entity == best.entity && one.mention.is_some());
        let scored = same.map(|one| (one.mention, self.odds(one))).filter(|(_, odds)| *odds >= least);
        best.mention.or_else(|| scored.max_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(mention, _)| mention))
    }

    /// Probability that a statement with this raw probability has the right content and speaker.
    pub fn confidence(&self, raw: f32, marked: bool) -> f32 {
        self.curves[usize::from(!marked)].read_off(raw)
    }
}
