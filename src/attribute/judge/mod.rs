//! Which of what was joined is shown, and how sure it is.
//!
//! Beside each attribution that [`super::join`] made stand others that it could be as well: a piece of it alone, whole
//! words in marks, another source, what a rule sees ([`alternatives`]). Two forests of trees say of each how probable it
//! is that its content is right, and that its speaker is right too ([`Rows`]). The best are kept where they do not overlap.

mod alternatives;
mod over;
mod row;
mod taken;

pub use alternatives::{Alternative, RULED, alternatives};
pub use row::{Rows, WIDTH, lexical};

use self::taken::Taken;
use super::draft::Draft;
use super::join::{Joiner, Rankers, join};
use crate::forest::{Bytes, Forest, logistic};

/// What is less probable than this to be right, content and speaker weighed, is not shown: it would lose more than it
/// gains (F1 on validation).
const LEAST: f32 = 0.33;
/// What the content's probability weighs against that of content and speaker.
const CONTENT: f32 = 0.5;
/// So much of a content may lie in another that is shown.
const SHARED: f32 = 0.25;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judge {
    /// Whether the content is right.
    pub content: Forest,
    /// Whether content and speaker are right.
    pub right: Forest,
}

impl Judge {
    /// Reads what [`Judge::write`] wrote; `None` where bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
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
struct Judged {
    draft: Draft,
    score: f32,
}

/// What is so probable to be right needs no comparison with what it could be as well.
const SURE: f32 = 0.8;
/// What is less probable than this is not looked at again.
const HOPELESS: f32 = 0.05;

/// The attributions to be shown, each with its confidence.
pub fn judge(joiner: &Joiner<'_>, rankers: &Rankers, judge: &Judge) -> Vec<Draft> {
    let made = join(joiner, rankers);
    let rows = Rows::new(joiner, &made);
    let mut judged: Vec<Judged> = Vec::with_capacity(2 * made.len());
    let mut sure = vec![false; joiner.page.tokens.list.len()];
    let mut beside = Vec::new();
    for one in made {
        let one = Alternative { joined: one, sort: 0 };
        let (row, right) = judge.look(&rows, rankers, &one);
        if right >= SURE {
            one.joined.draft.content.iter().cloned().flatten().for_each(|token| sure[token] = true);
        } else {
            alternatives::beside(joiner, rankers, &one.joined, &mut beside);
        }
        judged.extend(judge.weigh(one, &row, right));
    }
    let unsure = |one: &Alternative| one.joined.draft.content.iter().cloned().flatten().any(|token| !sure[token]);
    for one in beside.into_iter().chain(alternatives::ruled(joiner).filter(unsure)) {
        let (row, right) = judge.look(&rows, rankers, &one);
        judged.extend(judge.weigh(one, &row, right));
    }
    judged.sort_by(|a, b| b.score.total_cmp(&a.score));
    select(joiner, judged)
}

impl Judge {
    /// What the trees look at, and how probable it is that content and speaker are right.
    fn look(&self, rows: &Rows<'_>, rankers: &Rankers, one: &Alternative) -> ([f32; WIDTH], f32) {
        let row = rows.of(one, &rankers.right);
        (row, logistic(self.right.log_odds(&row)))
    }

    /// What is worth showing; the content's trees are asked only where they can change that.
    fn weigh(&self, one: Alternative, row: &[f32; WIDTH], right: f32) -> Option<Judged> {
        if right < HOPELESS {
            return None;
        }
        let content = if right >= SURE { f32::midpoint(right, 1.0) } else { logistic(self.content.log_odds(row)) };
        let score = content * CONTENT + right * (1.0 - CONTENT);
        (score >= LEAST).then_some(Judged { draft: Draft { confidence: right, ..one.joined.draft }, score })
    }
}

/// The best first, as long as they do not overlap.
fn select(joiner: &Joiner<'_>, judged: Vec<Judged>) -> Vec<Draft> {
    let mut taken = Taken::none(joiner.page.tokens.list.len());
    let mut out = Vec::new();
    for one in judged {
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
