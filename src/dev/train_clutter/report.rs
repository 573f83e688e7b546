//! Reports of the training, always of forests that have not seen the site: figures as the scorers compute them from
//! the shown blocks, calibration, and the worst pages.

use super::calibrate;
use super::corpus::{LabelledPage, Set};
use super::score;
use crate::article::Verdict;
use crate::declutter::calibration::Calibration;
use crate::declutter::features::MeasuredPage;
use crate::declutter::{ClutterOptions, apply_scores};
use crate::document::BlockKind;
use crate::white_space;
use std::fmt::Write as _;

/// Order of the sets.
const SETS: [Set; 3] = [Set::Zyte, Set::Wcxb, Set::Segments];
/// Thresholds to try.
const THRESHOLDS: [f32; 5] = [0.4, 0.45, 0.5, 0.55, 0.6];
/// Number of worst pages listed per set.
const WORST: usize = 25;

/// Prints the figures for a perfect prediction of the labels.
pub fn ceiling(examples: &[LabelledPage], say: &mut dyn FnMut(&str)) {
    for set in SETS {
        let f = score::ceiling(examples, set);
        say(&format!("{set:?} labels: F1 {:.4} P {:.4} R {:.4}", f.f1(), f.precision, f.recall));
    }
}

/// Prints the figures at several thresholds. Returns the one that maximises the smallest margin over the required F1;
/// sets that require 0 are ignored.
pub fn thresholds(
    examples: &[LabelledPage],
    pages: &[MeasuredPage<'_>],
    probabilities: &[Vec<f32>],
    asked: [f32; 3],
    say: &mut dyn FnMut(&str),
) -> f32 {
    let mut best = (f32::NEG_INFINITY, 0.5);
    let mut lines = vec![String::new(); SETS.len()];
    for threshold in THRESHOLDS {
        let texts = texts(examples, pages, probabilities, &Calibration { threshold, ..Calibration::default() });
        let mut margin = f32::INFINITY;
        for ((line, set), asked) in lines.iter_mut().zip(SETS).zip(asked) {
            let f = score::score(examples, &texts, set);
            let _ = write!(line, "  {threshold}: {:.4} ({:.3} {:.3})", f.f1(), f.precision, f.recall);
            margin = if asked > 0.0 { margin.min(f.f1() - asked) } else { margin };
        }
        if margin > best.0 {
            best = (margin, threshold);
        }
    }
    for (line, set) in lines.iter().zip(SETS) {
        say(&format!("{set:?}{line}"));
    }
    say(&format!("threshold {}", best.1));
    best.1
}

fn verdicts(page: &MeasuredPage<'_>, probabilities: &[f32], calibration: &Calibration) -> Vec<Verdict> {
    apply_scores(page, probabilities.to_vec(), calibration, &ClutterOptions::default()).verdicts
}

/// Returns the shown text of each page.
fn texts(
    examples: &[LabelledPage],
    pages: &[MeasuredPage<'_>],
    probabilities: &[Vec<f32>],
    calibration: &Calibration,
) -> Vec<String> {
    let all = examples.iter().zip(pages).zip(probabilities);
    all.map(|((example, page), probabilities)| {
        if example.made {
            return String::new();
        }
        score::text(&example.document, &verdicts(page, probabilities, calibration), example.set)
    })
    .collect()
}

/// Prints number of hidden blocks by confidence, and the share that is clutter.
pub fn confidence(
    examples: &[LabelledPage],
    pages: &[MeasuredPage<'_>],
    probabilities: &[Vec<f32>],
    calibration: &Calibration,
    say: &mut dyn FnMut(&str),
) {
    let mut rows = [(0_u32, 0_u32); 10];
    for ((example, page), probabilities) in examples.iter().zip(pages).zip(probabilities) {
        if example.made || example.set == Set::Segments {
            continue;
        }
        for (at, verdict) in verdicts(page, probabilities, calibration).into_iter().enumerate() {
            let Verdict::Hide(_, sure) = verdict else { continue };
            if example.labels[at].weight > 0.0 && !matches!(example.document.blocks[at].kind, BlockKind::Image(_)) {
                let row = &mut rows[((sure * 10.0) as usize).min(9)];
                *row = (row.0 + 1, row.1 + u32::from(example.labels[at].article < 0.5));
            }
        }
    }
    say(&format!("blocks with a truth: {}", calibrate::known(examples, probabilities).count()));
    for (tenth, (all, right)) in rows.iter().enumerate().filter(|(_, row)| row.0 > 0) {
        let share = f64::from(*right) / f64::from(*all);
        say(&format!("hidden with confidence .{tenth}: {all:6} blocks, {share:.3} clutter"));
    }
}

/// Prints the worst pages, each with its heaviest mistakes.
pub fn worst(
    examples: &[LabelledPage],
    pages: &[MeasuredPage<'_>],
    probabilities: &[Vec<f32>],
    calibration: &Calibration,
    say: &mut dyn FnMut(&str),
) {
    let texts = texts(examples, pages, probabilities, calibration);
    for set in SETS {
        let mut losses: Vec<(f32, usize)> = (0..examples.len())
            .filter(|&at| examples[at].set == set && !examples[at].made)
            .map(|at| (score::loss(&examples[at], &texts[at]), at))
            .collect();
        losses.sort_by(|a, b| b.0.total_cmp(&a.0));
        for &(loss, at) in losses.iter().take(WORST) {
            let example = &examples[at];
            say(&format!("{loss:.3} {set:?} {} {}", &example.name, example.truth.url));
            mistakes(example, &verdicts(&pages[at], &probabilities[at], calibration), &probabilities[at], say);
        }
    }
}

fn mistakes(example: &LabelledPage, verdicts: &[Verdict], probabilities: &[f32], say: &mut dyn FnMut(&str)) {
    let cost = |at: usize| {
        let shown = matches!(verdicts[at], Verdict::Show(crate::article::Role::Body));
        let label = example.labels[at];
        label.weight * (label.article - f32::from(u8::from(shown))).abs()
    };
    let mut blocks: Vec<usize> = (0..verdicts.len()).filter(|&at| cost(at) > 1.0).collect();
    blocks.sort_by(|&a, &b| cost(b).total_cmp(&cost(a)));
    for at in blocks.into_iter().take(6) {
        let text: String = white_space::fold(&example.document.blocks[at].text);
        let begins: String = text.chars().take(110).collect();
        say(&format!(
            "    {at} {:.0} label {:.2} probability {:.2} {:?} {begins}",
            cost(at),
            example.labels[at].article,
            probabilities[at],
            verdicts[at]
        ));
    }
}
