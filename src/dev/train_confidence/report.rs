//! Prints the agreement of confidences and grades with the notes, and chooses the thresholds of the grade likely.

use super::labels::Case;
use crate::attribute::confidence::{Confidence, Judgement};
use crate::reading::Grade;

/// Step between thresholds.
const STEP: f32 = 0.01;
/// Range of the thresholds.
const BOUNDS: [f32; 2] = [0.3, 0.85];

/// Prints the calibration, the area under the curve, and the results by grade.
pub fn print(cases: &[Case], judged: &[Judgement], model: &Confidence, say: &mut dyn FnMut(&str)) {
    for (name, indirect) in [("in marks", false), ("indirect", true)] {
        let of_kind = || cases.iter().zip(judged).filter(move |(case, _)| case.indirect == indirect);
        let known: Vec<(f32, bool)> =
            of_kind().filter_map(|(case, judged)| Some((judged.confidence, case.right()?))).collect();
        let contents: Vec<(f32, bool)> = of_kind().filter_map(|(case, j)| Some((j.content, case.content?))).collect();
        let right = known.iter().filter(|(_, right)| *right).count();
        let (all, content) = (auc(&known), auc(&contents));
        let share = share(right, known.len());
        say(&format!("{name}: {} judged, {share:.3} right; AUC {all:.3}, of the content {content:.3}", known.len()));
        calibration(&known, say);
        for grade in [Grade::Uncertain, Grade::Likely, Grade::Sure] {
            let shown: Vec<&Case> = of_kind()
                .filter(|(_, judged)| model.grade(**judged, indirect) >= grade)
                .map(|(case, _)| case)
                .collect();
            say(&format!("  from {}: {}", grade.name(), figures(&shown, of_kind().map(|(case, _)| case))));
        }
        for threshold in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
            let shown: Vec<&Case> =
                of_kind().filter(|(_, judged)| judged.confidence >= threshold).map(|(case, _)| case).collect();
            say(&format!("  from {threshold:.1}: {}", figures(&shown, of_kind().map(|(case, _)| case))));
        }
    }
}

fn calibration(known: &[(f32, bool)], say: &mut dyn FnMut(&str)) {
    for tenth in 0_u8..10 {
        let low = f32::from(tenth) / 10.0;
        let within = |p: f32| p >= low && (p < low + 0.1 || tenth == 9);
        let here: Vec<&(f32, bool)> = known.iter().filter(|(p, _)| within(*p)).collect();
        let mean = here.iter().map(|(p, _)| p).sum::<f32>() / here.len().max(1) as f32;
        let right = share(here.iter().filter(|(_, right)| *right).count(), here.len());
        say(&format!("  {low:.1}: {:4} quotations, mean {mean:.2}, right {right:.2}", here.len()));
    }
}

/// Formats precision and recall of the shown quotations, and of those with the right name.
fn figures<'a>(shown: &[&Case], all: impl Iterator<Item = &'a Case>) -> String {
    let quotations = all.filter(|case| case.content == Some(true)).count();
    let judged = shown.iter().filter(|case| case.content.is_some()).count();
    let content = shown.iter().filter(|case| case.content == Some(true)).count();
    let (named, right) = names(shown);
    format!(
        "{judged} shown, quotations {:.3}, of all {:.3}; named rightly {:.3}, of all {:.3}",
        share(content, judged),
        share(content, quotations),
        share(right, named),
        share(right, quotations)
    )
}

/// Number of quotations with a speaker, and of those whose speaker is right.
fn names(shown: &[&Case]) -> (usize, usize) {
    let named = shown.iter().filter(|case| case.content == Some(true) && case.named);
    let right = named.clone().filter(|case| case.speaker == Some(true)).count();
    (named.count(), right)
}

/// Returns the lowest confidence from which this share of the names in marks is right.
pub fn least_in_marks(cases: &[Case], judged: &[Judgement], wanted: f32) -> f32 {
    least(|threshold| {
        let shown = cases.iter().zip(judged).filter(|(case, j)| !case.indirect && j.confidence >= threshold);
        let (named, right) = names(&shown.map(|(case, _)| case).collect::<Vec<_>>());
        share(right, named) >= wanted
    })
}

/// Returns the lowest content probability from which this share of indirect speech is real.
pub fn least_indirect(cases: &[Case], judged: &[Judgement], wanted: f32) -> f32 {
    least(|threshold| {
        let shown = || {
            let of_kind = cases.iter().zip(judged).filter(|(case, j)| case.indirect && j.content >= threshold);
            of_kind.filter_map(|(case, _)| case.content)
        };
        share(shown().filter(|right| *right).count(), shown().count()) >= wanted
    })
}

fn least(holds: impl Fn(f32) -> bool) -> f32 {
    let mut threshold = BOUNDS[0];
    while threshold < BOUNDS[1] && !holds(threshold) {
        threshold += STEP;
    }
    threshold
}

fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}

/// Area under the ROC curve: the probability that a right case has a higher confidence than a wrong one (Mann and
/// Whitney 1947).
fn auc(known: &[(f32, bool)]) -> f32 {
    let mut pairs = 0.0_f64;
    let mut won = 0.0_f64;
    for (right, _) in known.iter().filter(|(_, right)| *right) {
        for (wrong, _) in known.iter().filter(|(_, right)| !right) {
            pairs += 1.0;
            won += match right.total_cmp(wrong) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    (won / pairs.max(1.0)) as f32
}
