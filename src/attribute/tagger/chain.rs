//! Inference over a linear chain: the most probable labels, and the probability of each label of each token.
//!
//! Scores are kept as probabilities scaled to one at every token (Rabiner 1989): nothing under- or overflows, and no
//! logarithm is taken inside the loops.

use super::super::draft::Analysis;
use super::super::lexicon::WordClass;
use super::super::tokens::{Kind, Token};
use super::LABELS;
use super::weights::CLASSES;

/// One value per label.
pub type Row = [f32; LABELS];

/// Returns the class of the token that a transition enters.
pub fn class_of(page: &Analysis<'_>, at: usize) -> usize {
    let token: &Token = &page.tokens.list[at];
    let inside = page.marks.inside(at);
    let mark = page.marks.outermost(at);
    let class = match token.kind {
        Kind::Mark => match mark {
            Some(q) if q.open == at => 0,
            Some(q) if q.close == at => 1,
            _ => 2,
        },
        _ if page.marks.outermost(at).is_some_and(|q| q.open + 1 == at) => 3,
        _ if at > 0 && page.marks.outermost(at - 1).is_some_and(|q| q.close == at - 1 && q.closed) => 4,
        _ if page.sentences.begins[at] => 5 + usize::from(inside),
        Kind::Comma | Kind::Stop | Kind::Colon | Kind::Dash => 7 + usize::from(inside),
        _ if token.is(WordClass::SPEECH | WordClass::STANCE) && !inside => 9,
        _ => 10 + usize::from(inside),
    };
    class.min(CLASSES - 1)
}

/// Finds the best sequence of labels (Viterbi). `scores` are logarithms, `classes` those of [`class_of`].
pub fn best(scores: &[Row], classes: &[u8], transitions: &[[Row; LABELS]], labels: &mut Vec<u8>) {
    labels.clear();
    let Some(first) = scores.first() else { return };
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    let mut now = start(first);
    for (score, &class) in scores.iter().zip(classes).skip(1) {
        let table = &transitions[usize::from(class)];
        let (mut next, mut from) = ([f32::MIN; LABELS], [0_u8; LABELS]);
        for (label, row) in table.iter().enumerate() {
            for to in 0..LABELS {
                let value = now[label] + row[to];
                let better = value > next[to];
                next[to] = if better { value } else { next[to] };
                from[to] = if better { label as u8 } else { from[to] };
            }
        }
        for to in 0..LABELS {
            now[to] = next[to] + score[to];
        }
        back.push(from);
    }
    let mut label = (0..LABELS).fold(0, |top, l| if now[l] > now[top] { l } else { top }) as u8;
    labels.push(label);
    for from in back.iter().rev() {
        label = from[usize::from(label)];
        labels.push(label);
    }
    labels.reverse();
}

/// Forbids labels at the start of a chain that must follow another one.
fn start(first: &Row) -> Row {
    let mut row = *first;
    for (label, value) in row.iter_mut().enumerate() {
        if !super::allowed(0, label as u8) {
            *value = -1e4;
        }
    }
    row
}

/// Replaces `scores` by the probability of every label at every token. Returns the logarithm of the partition sum.
/// `forward` is scratch space.
pub fn marginals(scores: &mut [Row], classes: &[u8], exponentials: &[[Row; LABELS]], forward: &mut Vec<Row>) -> f64 {
    forward.clear();
    let Some(first) = scores.first_mut() else { return 0.0 };
    *first = start(first);
    let mut total = 0.0_f64;
    for score in scores.iter_mut() {
        let top = score.iter().copied().fold(f32::MIN, f32::max);
        total += f64::from(top);
        for value in score.iter_mut() {
            *value = exponential(*value - top);
        }
    }
    let mut now = scores[0];
    total += f64::from(scaled(&mut now)).ln();
    forward.push(now);
    for (score, &class) in scores.iter().zip(classes).skip(1) {
        let table = &exponentials[usize::from(class)];
        let mut next = [0.0; LABELS];
        for (label, row) in table.iter().enumerate() {
            for to in 0..LABELS {
                next[to] += now[label] * row[to];
            }
        }
        for to in 0..LABELS {
            next[to] *= score[to];
        }
        total += f64::from(scaled(&mut next)).ln();
        forward.push(next);
        now = next;
    }
    backward(scores, classes, exponentials, forward);
    total
}

fn backward(scores: &mut [Row], classes: &[u8], exponentials: &[[Row; LABELS]], forward: &[Row]) {
    let mut later = [1.0; LABELS];
    for at in (0..scores.len()).rev() {
        let emitted = scores[at];
        let mut row = [0.0; LABELS];
        for label in 0..LABELS {
            row[label] = forward[at][label] * later[label];
        }
        scaled(&mut row);
        scores[at] = row;
        if at == 0 {
            break;
        }
        let table = &exponentials[usize::from(classes[at])];
        let mut before = [0.0; LABELS];
        for (label, entry) in before.iter_mut().enumerate() {
            for to in 0..LABELS {
                *entry += table[label][to] * emitted[to] * later[to];
            }
        }
        scaled(&mut before);
        later = before;
    }
}

/// Returns e to the power of `x` ≤ 0, to five digits, without a call (after Schraudolph 1999, with a polynomial for
/// the fraction).
fn exponential(x: f32) -> f32 {
    const ROUNDER: f32 = 12_582_912.0;
    let power = (x * std::f32::consts::LOG2_E).max(-120.0);
    let shifted = power + ROUNDER;
    let rest = (power - (shifted - ROUNDER)) * std::f32::consts::LN_2;
    let whole = f32::from_bits(shifted.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23);
    whole * (1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest / 120.0)))))
}

/// Divides the row by its sum and returns the sum.
fn scaled(row: &mut Row) -> f32 {
    let sum: f32 = row.iter().sum::<f32>().max(1e-30);
    for value in row.iter_mut() {
        *value /= sum;
    }
    sum
}
