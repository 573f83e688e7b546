//! Reranker: selects the attributions to show and sets their confidence.
//!
//! Each attribution of [`super::join`] competes with alternatives: a piece of it alone, whole quotations, another
//! source, the draft of a rule ([`alternatives`]). Two forests score each: the probability that its content is right,
//! and that content and speaker are right ([`Rows`]). The best that do not overlap are kept.

mod alternatives;
mod fenwick;
mod range_stats;
mod row;

pub use alternatives::{Alternative, Origin, alternatives};
pub use row::{Rows, WIDTH, lexical};

use self::fenwick::FenwickSet;
use super::draft::Draft;
use super::join::{Joiner, Rankers, join};
use crate::forest::{ByteReader, Forest};
use crate::small_sort::SmallSort;

/// Lowest score that is shown; below it, precision falls by more than recall rises (F1 on validation).
const LEAST: f32 = 0.33;
/// Weight of the content's probability against that of content and speaker.
const CONTENT: f32 = 0.5;
/// Largest share of a content that may lie in another one that is shown.
const SHARED: f32 = 0.25;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reranker {
    /// Scores the content.
    pub content: Forest,
    /// Scores content and speaker together.
    pub right: Forest,
}

impl Reranker {
    /// Reads the format of [`Reranker::write`]. Returns `None` if bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = ByteReader(bytes);
        Some(Self { content: Forest::read(&mut bytes)?, right: Forest::read(&mut bytes)? })
    }

    /// Serialises both forests.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.content.write(&mut out);
        self.right.write(&mut out);
        out
    }
}

/// An attribution with its score.
#[derive(Clone, Debug)]
struct Scored {
    draft: Draft,
    score: f32,
}

/// Probability from which no alternatives are scored.
const SURE: f32 = 0.8;
/// Probability below which an attribution is dropped at once.
const HOPELESS: f32 = 0.05;

/// Returns the attributions to show, each with its confidence.
pub fn rerank(joiner: &Joiner<'_>, rankers: &Rankers, reranker: &Reranker) -> Vec<Draft> {
    let made = join(joiner, rankers);
    let rows = Rows::new(joiner, &made);
    let mut scored: Vec<Scored> = Vec::with_capacity(2 * made.len());
    let mut sure = vec![false; joiner.page.tokens.list.len()];
    let mut beside = Vec::new();
    for one in made {
        let one = Alternative { joined: one, origin: Origin::Joined };
        let (row, right) = reranker.look(&rows, rankers, &one);
        if right >= SURE {
            one.joined.draft.content.iter().cloned().flatten().for_each(|token| sure[token] = true);
        } else {
            alternatives::push_alternatives(joiner, rankers, &one.joined, &mut beside);
        }
        scored.extend(reranker.weigh(one, &row, right));
    }
    let unsure = |one: &Alternative| one.joined.draft.content.iter().cloned().flatten().any(|token| !sure[token]);
    for one in beside.into_iter().chain(alternatives::ruled(joiner).filter(unsure)) {
        let (row, right) = reranker.look(&rows, rankers, &one);
        scored.extend(reranker.weigh(one, &row, right));
    }
    scored.small_sort_by(|a, b| b.score.total_cmp(&a.score));
    select(joiner, scored)
}

impl Reranker {
    /// Returns the feature row, and the probability that content and speaker are right.
    fn look(&self, rows: &Rows<'_>, rankers: &Rankers, one: &Alternative) -> ([f32; WIDTH], f32) {
        let row = rows.of(one, &rankers.right);
        (row, self.right.probability(&row))
    }

    /// Returns the attribution if its score is high enough. The content forest is evaluated only if it can change
    /// that.
    fn weigh(&self, one: Alternative, row: &[f32; WIDTH], right: f32) -> Option<Scored> {
        if right < HOPELESS {
            return None;
        }
        let content = if right >= SURE { f32::midpoint(right, 1.0) } else { self.content.probability(row) };
        let score = content * CONTENT + right * (1.0 - CONTENT);
        (score >= LEAST).then_some(Scored { draft: Draft { confidence: right, ..one.joined.draft }, score })
    }
}

/// Selects the best that do not overlap.
fn select(joiner: &Joiner<'_>, scored: Vec<Scored>) -> Vec<Draft> {
    let mut taken = FenwickSet::none(joiner.page.tokens.list.len());
    let mut out = Vec::new();
    for one in scored {
        let pieces = || one.draft.content.iter();
        let shared: usize = pieces().map(|piece| taken.within(piece)).sum();
        if shared as f32 > one.draft.size() as f32 * SHARED {
            continue;
        }
        pieces().cloned().for_each(|piece| taken.take(piece));
        out.push(one.draft);
    }
    out
}
