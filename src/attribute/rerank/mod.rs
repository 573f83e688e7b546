//! Which of what was joined is shown, and how sure it is.
//!
//! Beside each attribution that [`super::join`] made stand others that it could be as well: a piece of it alone, whole
//! words in marks, another source, what a rule sees ([`alternatives`]). Two forests of trees say of each how probable it
//! is that its content is right, and that its speaker is right too ([`Rows`]). The best are kept where they do not overlap.

mod alternatives;
mod fenwick;
mod range_stats;
mod row;

pub use alternatives::{Alternative, Origin, alternatives};
pub use row::{Rows, WIDTH, lexical};

use self::fenwick::FenwickSet;
use super::draft::Draft;
use super::join::{Joiner, Rankers, join};
use crate::forest::{ByteReader, Forest, logistic};

/// What is less probable than this to be right, content and speaker weighed, is not shown: it would lose more than it
/// gains (F1 on validation).
const LEAST: f32 = 0.33;
/// What the content's probability weighs against that of content and speaker.
const CONTENT: f32 = 0.5;
/// So much of a content may lie in another that is shown.
const SHARED: f32 = 0.25;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reranker {
    /// Whether the content is right.
    pub content: Forest,
    /// Whether content and speaker are right.
    pub right: Forest,
}

impl Reranker {
    /// Reads what [`Reranker::write`] wrote; `None` where bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = ByteReader(bytes);
        Some(Self { content: Forest::read(&mut bytes)?, right: Forest::read(&mut bytes)? })
    }

    /// The file: both forests.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.content.write(&mut out);
        self.right.write(&mut out);
        out
    }
}

/// An attribution and what the trees say of it.
#[derive(Clone, Debug)]
struct Scored {
    draft: Draft,
    score: f32,
}

/// What is so probable to be right needs no comparison with what it could be as well.
const SURE: f32 = 0.8;
/// What is less probable than this is not looked at again.
const HOPELESS: f32 = 0.05;

/// The attributions to be shown, each with its confidence.
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
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    select(joiner, scored)
}

impl Reranker {
    /// What the trees look at, and how probable it is that content and speaker are right.
    fn look(&self, rows: &Rows<'_>, rankers: &Rankers, one: &Alternative) -> ([f32; WIDTH], f32) {
        let row = rows.of(one, &rankers.right);
        (row, logistic(self.right.log_odds(&row)))
    }

    /// What is worth showing; the content's trees are asked only where they can change that.
    fn weigh(&self, one: Alternative, row: &[f32; WIDTH], right: f32) -> Option<Scored> {
        if right < HOPELESS {
            return None;
        }
        let content = if right >= SURE { f32::midpoint(right, 1.0) } else { logistic(self.content.log_odds(row)) };
        let score = content * CONTENT + right * (1.0 - CONTENT);
        (score >= LEAST).then_some(Scored { draft: Draft { confidence: right, ..one.joined.draft }, score })
    }
}

/// The best first, as long as they do not overlap.
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
