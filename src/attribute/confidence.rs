//! How probable it is that an attribution's content and speaker are both right: a logistic model over what the tagger
//! and the joiner were sure of, calibrated on articles that neither had learned from.

use super::join::{Features, Joined, Joiner, Ranker};
use super::tokens::Kind;

/// Probability that the attribution is right.
pub fn of(joiner: &Joiner<'_>, one: &Joined, ranker: &Ranker) -> f32 {
    1.0 / (1.0 + (-ranker.score(&features(joiner, one))).exp())
}

/// What it rests on.
pub fn features(joiner: &Joiner<'_>, one: &Joined) -> Features {
    let mut f = Features::default();
    let step = |value: f32, steps: f32| (value * steps) as u64;
    let page = joiner.page;
    let words = || one.draft.content.iter().cloned().flatten();
    let length = words().count();
    let marked = words().filter(|&i| page.marks.inside(i)).count();
    let share = match (marked, length) {
        (0, _) => 0,
        (m, l) if m + 3 >= l => 2,
        _ => 1_u64,
    };
    let mean = one.contents.iter().map(|&i| joiner.segments[i].sure).sum::<f32>() / one.contents.len() as f32;
    let cue = one.cue.map_or(0.0, |i| joiner.segments[i].sure);
    let lexical = one.draft.cue.as_ref().and_then(|range| page.token(range.end - 1)).map_or(0, |t| t.hash);
    let long = match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=10 => 2,
        11..=30 => 3,
        31..=60 => 4,
        _ => 5_u64,
    };
    let pieces = one.draft.content.len().min(3) as u64;
    let begins = page.token(one.draft.start()).is_some_and(|t| t.kind == Kind::Mark);
    f.push(1, share);
    f.push(2, step(mean, 10.0) | share << 8);
    f.push(3, step(cue, 6.0) | share << 8);
    f.push(4, step(one.sure[0], 8.0) | share << 8);
    f.push(5, step(one.sure[1], 8.0) | share << 8);
    f.push(6, step(one.sure[2], 6.0) | u64::from(one.draft.source.is_some()) << 8 | share << 9);
    f.push(7, lexical);
    f.push(8, lexical ^ (share + 1).wrapping_mul(0x9e37));
    f.push(9, long | share << 8);
    f.push(10, pieces | share << 8);
    f.push(11, step(mean, 5.0) | step(cue, 3.0) << 8 | step(one.sure[1], 4.0) << 16);
    f.push(12, u64::from(begins) | long << 2);
    f
}
