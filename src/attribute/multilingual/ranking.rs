//! The candidate that said a statement: trees over the candidates' values, whose scores compete (softmax, with "none of
//! them" as a further choice), and how often the best one is right on pages that were not seen; learned by `dev
//! train-sources`.

use super::candidates::{self, SourceCandidate};
use super::known_person::KnownPerson;
use super::statements::Found;
use crate::attribute::confidence::calibration::ConfidenceCurve;
use crate::forest::{ByteReader, FeatureRow, Forest, flag};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashMap;

/// Values of a chosen speaker.
pub const WIDTH: usize = candidates::WIDTH + 20;
/// Values that tell whether a chosen speaker is right.
pub type SpeakerEvidence = [f32; WIDTH];

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRanker {
    /// Scores whether a candidate is the speaker, before anything is known of the statements behind: the first opinion.
    pub first: Forest,
    /// Scores whether a candidate is the speaker, with the first opinion on the whole page.
    pub right: Forest,
    /// Scores whether the chosen one is right, and the statement one at all.
    pub sure: Forest,
    /// Share of statements with the right content and speaker by raw probability: in marks, and in reported clauses.
    pub curves: [ConfidenceCurve; 2],
    /// Scores whether a speaker belongs in the list of its page.
    pub listed: Forest,
}

impl SourceRanker {
    /// Reads what [`SourceRanker::write`] wrote; an empty ranker where bytes are missing.
    pub fn read(bytes: &[u8]) -> Self {
        let mut reader = ByteReader(bytes);
        let first = Forest::read(&mut reader).unwrap_or_default();
        let right = Forest::read(&mut reader).unwrap_or_default();
        let sure = Forest::read(&mut reader).unwrap_or_default();
        let mut curve = || ConfidenceCurve::read(&mut reader).unwrap_or_default();
        let curves = [curve(), curve()];
        let listed = Forest::read(&mut reader).unwrap_or_default();
        Self { first, right, sure, curves, listed }
    }

    /// As bytes: the trees of all three, the curves, the trees for the list.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.first.write(out);
        self.right.write(out);
        self.sure.write(out);
        self.curves.iter().for_each(|curve| curve.write(out));
        self.listed.write(out);
    }

    /// The first opinion: the probability of each entity among the candidates.
    pub fn first_opinion(&self, candidates: &[SourceCandidate]) -> FxHashMap<usize, f32> {
        let odds = self.first.all_odds(candidates);
        let all = 1.0 + odds.iter().sum::<f32>();
        let mut opinion: FxHashMap<usize, f32> = FxHashMap::default();
        for (one, odds) in candidates.iter().zip(odds) {
            *opinion.entry(one.entity).or_default() += odds / all;
        }
        opinion
    }

    /// Returns the most probable speaker: the candidates of one entity count together.
    pub fn best<'a>(&self, candidates: &'a [SourceCandidate]) -> Option<LikelySource<'a>> {
        // Against that it is none of them, whose odds are 1.
        let odds = self.right.all_odds(candidates);
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
        let candidate = own.max_by(|a, b| a.1.total_cmp(b.1)).map(|(one, _)| one)?;
        let others = candidates.iter().filter(|one| one.entity != best).map(|one| of(one.entity));
        Some(LikelySource {
            candidate,
            probability,
            second: others.fold(0.0, f32::max),
            none: 1.0 / all,
            own: of(best),
        })
    }

    /// The mention by which a statement names its speaker: that of the best candidate, or another of the same speaker that
    /// is about as probable.
    pub fn mention(&self, best: &SourceCandidate, all: &[SourceCandidate]) -> Option<usize> {
        const ABOUT: f32 = 0.1;
        if best.mention.is_some() {
            return best.mention;
        }
        let same = all.iter().filter(|one| one.entity == best.entity && one.mention.is_some());
        let all: Vec<&SourceCandidate> = std::iter::once(best).chain(same.clone()).collect();
        let odds = self.right.all_odds(&all);
        let (of_best, of_same) = odds.split_first()?;
        let scored = same.zip(of_same).filter(|(_, odds)| **odds >= ABOUT * of_best);
        scored.max_by(|a, b| a.1.total_cmp(b.1)).and_then(|(one, _)| one.mention)
    }

    /// Probability that content and speaker are right.
    pub fn confidence(&self, evidence: &SpeakerEvidence, marked: bool) -> f32 {
        self.curves[usize::from(!marked)].read_off(self.sure.probability(evidence))
    }
}

/// The most probable speaker of a statement.
#[derive(Clone, Copy, Debug)]
pub struct LikelySource<'a> {
    /// The candidate by which the speaker is most probable.
    pub candidate: &'a SourceCandidate,
    /// Probability that it is the speaker.
    pub probability: f32,
    /// Probability of the next one.
    second: f32,
    /// Probability that it is none of them.
    none: f32,
    /// The trees' own probability, where the grammar named the speaker.
    own: f32,
}

impl LikelySource<'_> {
    /// Values that tell whether this is right: the candidate's values, those of the choice, the statement and the speaker.
    pub fn evidence(&self, found: &Found, known: &KnownPerson) -> SpeakerEvidence {
        let mut row = FeatureRow::<WIDTH>::default();
        self.candidate.row.iter().for_each(|&value| row.push(value));
        let kind = |kind: SpeakerKind| known.kind == kind;
        let name = || known.name.chars();
        let words = || known.name.split_whitespace();
        let large = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        for value in [self.probability, self.second, self.none, self.own, found.probability] {
            row.push(value);
        }
        row.push(self.probability * found.probability);
        row.push(f32::from(found.statement.rule));
        row.counts(&[words().count().min(9), words().filter(large).count().min(9), name().count().min(60)]);
        row.flags(&[
            found.statement.marked,
            found.statement.inquit.is_some(),
            known.can_speak,
            known.is_given,
            kind(SpeakerKind::Group),
            kind(SpeakerKind::Outlet),
            name().any(|c| c.is_ascii_digit()),
            name().filter(|c| c.is_alphabetic()).all(char::is_uppercase),
        ]);
        row.push((known.mentions as f32 + 1.0).log2());
        row.push(flag(known.acronym.is_some()));
        row.finish()
    }
}
