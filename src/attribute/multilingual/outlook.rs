//! A first opinion on the speakers of a whole page. The decision on each statement takes it into account: who speaks
//! next, who speaks most, and whom the first opinion prefers here.

use super::NOTED;
use super::candidates::{History, Scene, SourceCandidate};
use super::ranking::SourceRanker;
use super::statements::Found;
use crate::forest::flag;
use rustc_hash::FxHashMap;

/// `log2` of the distance to a statement that is not there.
const FAR: f32 = 15.0;
/// A speaker of the first opinion is certain from this probability on.
const CERTAIN: f32 = 0.7;

/// The first opinion on all statements of a page.
#[derive(Debug, Default)]
pub struct Outlook {
    /// For each statement the probability of each entity.
    opinions: Vec<FxHashMap<usize, f32>>,
    /// For each statement the first token of the next one whose speaker is certain, with that speaker.
    next: Vec<Option<(usize, usize)>>,
    /// Number of statements of each speaker.
    spoken: FxHashMap<usize, u32>,
    /// Number of statements of all speakers.
    total: u32,
}

impl Outlook {
    /// Asks the trees of the first opinion about each statement in turn.
    pub fn of(scene: &Scene<'_>, found: &[Found], ranker: &SourceRanker) -> Self {
        let mut outlook = Self::default();
        let mut history = History::default();
        let mut certain = Vec::with_capacity(found.len());
        for one in found {
            let opinion = ranker.first_opinion(&scene.candidates(&one.statement, &history));
            let best = opinion.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
            let best = best.map(|(&entity, &probability)| (entity, probability)).filter(|best| best.1 >= NOTED);
            if let Some((entity, _)) = best {
                history.note(entity, &one.statement);
                *outlook.spoken.entry(entity).or_default() += 1;
                outlook.total += 1;
            }
            certain.push(best.filter(|best| best.1 >= CERTAIN).map(|(entity, _)| entity));
            outlook.opinions.push(opinion);
        }
        let mut next = None;
        for (one, certain) in found.iter().zip(certain).rev() {
            outlook.next.push(next);
            next = certain.map(|entity| (one.statement.content.start, entity)).or(next);
        }
        outlook.next.reverse();
        outlook
    }

    /// Completes the values of a statement's candidates.
    pub fn complete(&self, at: usize, one: &Found, candidates: &mut [SourceCandidate]) {
        let Some(opinion) = self.opinions.get(at) else { return };
        let end = one.statement.content.end;
        for candidate in candidates {
            let row = &mut candidate.row;
            if let Some((start, entity)) = self.next[at] {
                row[135] = 2.0 * flag(entity == candidate.entity) - 1.0;
                row[136] = (start.saturating_sub(end) as f32 + 1.0).log2();
            } else {
                row[136] = FAR;
            }
            let spoken = self.spoken.get(&candidate.entity).copied().unwrap_or_default();
            row[137] = spoken as f32 / self.total.max(1) as f32;
            row[138] = opinion.get(&candidate.entity).copied().unwrap_or_default();
        }
    }
}
