//! `dev train-clutter`: trains the weights of `declutter` on the benchmark's pages and evaluates them on unseen
//! sites.
//!
//! ```text
//! for s in zyte wcxb segments; do python3 ../shared/bench/extract/dump.py ../shared/bench/extract/$s /tmp/plain/$s; done
//! cargo run --profile quick --features dev -- dev train-clutter ../shared/bench/extract /tmp/plain assets/clutter/weights.bin
//! ```

mod calibrate;
mod corpus;
mod labels;
mod lexicon_training;
mod report;
mod score;

use crate::declutter::ClutterModel;
use crate::declutter::block_stats::BlockStats;
use crate::declutter::calibration::Calibration;
use crate::declutter::features::{Lexicons, MeasuredPage, agreement, table};
use crate::declutter::lexicon::hash;
use crate::declutter::model::Stages;
use crate::declutter::wording::ClutterPhrases;
use crate::dev::boosting::{BoostSettings, Dice, TrainingRows, grow};
use crate::forest::{FeatureMatrix, Forest};
use corpus::{LabelledPage, Set};
use labels::Label;
use lexicon_training::Learned;
use std::path::Path;

/// Number of folds, by site.
const FOLDS: u32 = 5;

const FIRST: BoostSettings =
    BoostSettings { trees: 240, leaves: 16, rate: 0.06, least: 25.0, columns: 0.15, rows: 0.6, ridge: 8.0 };
/// Required F1 of each set, as pages; 0 for none.
const ASKED_OF_PAGES: [f32; 3] = [0.978, 0.952, 0.942];
/// Required F1 of each set, as scraped text; 0 for none.
const ASKED_OF_TEXTS: [f32; 3] = [0.93, 0.0, 0.0];

/// For a first prediction on unlabelled blocks.
const GUESS: BoostSettings = BoostSettings { trees: 120, rate: 0.1, ..FIRST };
const SECOND: BoostSettings =
    BoostSettings { trees: 160, leaves: 12, rate: 0.06, least: 25.0, columns: 0.15, rows: 0.6, ridge: 8.0 };

/// Trains and writes the weights; prints figures line by line through `say`.
///
/// # Errors
/// The pages cannot be read or the weights cannot be written.
pub fn train(bench: &Path, plain: &Path, out: &Path, say: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    let wording = ClutterPhrases::bundled();
    let pages = corpus::load(bench, None)?;
    let measures = measure(&pages, &wording);
    let learned = Learned::of(&pages, &measures);
    say(&format!("{} pages", pages.len()));
    let tree = learn(&pages, measures, &learned, ASKED_OF_PAGES, say);
    let texts = corpus::load(bench, Some(plain))?;
    let measures = measure(&texts, &wording);
    say(&format!("{} texts", texts.len()));
    let text = learn(&texts, measures, &learned, ASKED_OF_TEXTS, say);
    let model = ClutterModel { wording, lexicons: learned.lexicons(""), tree, text: text.into() };
    let bytes = model.write();
    say(&format!("{} bytes", bytes.len()));
    std::fs::write(out, bytes)
}

fn measure(examples: &[LabelledPage], wording: &ClutterPhrases) -> Vec<Vec<BlockStats>> {
    examples.iter().map(|e| e.document.blocks.iter().map(|b| BlockStats::of(b, wording)).collect()).collect()
}

/// Rows with less weight are sampled in proportion to it.
const LIGHT: f32 = 4.0;

/// Trains both stages and evaluates them on held-out sites.
fn learn(
    examples: &[LabelledPage],
    measures: Vec<Vec<BlockStats>>,
    learned: &Learned,
    asked: [f32; 3],
    say: &mut dyn FnMut(&str),
) -> Stages {
    let pages: Vec<MeasuredPage<'_>> = examples
        .iter()
        .zip(measures)
        .map(|(e, m)| {
            let lexicons: Lexicons = learned.lexicons(&e.site);
            MeasuredPage::from_stats(&e.document, m, &lexicons)
        })
        .collect();
    let tables: Vec<FeatureMatrix> = pages.iter().map(table).collect();
    say(&format!(
        "{} rows of {}",
        tables.iter().map(FeatureMatrix::rows).sum::<usize>(),
        tables.iter().map(|t| t.width).max().unwrap_or_default()
    ));
    report::ceiling(examples, say);
    let mut labels: Vec<Vec<Label>> = examples.iter().map(|e| e.labels.clone()).collect();
    guess(examples, &held_out(examples, &labels, &tables, &GUESS), &mut labels);
    let first = held_out(examples, &labels, &tables, &FIRST);
    let agreed: Vec<FeatureMatrix> =
        pages.iter().zip(&tables).zip(&first).map(|((p, t), f)| agreement::table(p, t, f)).collect();
    let second = held_out(examples, &labels, &agreed, &SECOND);
    let both: Vec<Vec<f32>> =
        first.iter().zip(&second).map(|(a, b)| a.iter().zip(b).map(|(a, b)| f32::midpoint(*a, *b)).collect()).collect();
    let threshold = report::thresholds(examples, &pages, &both, asked, say);
    let calibration = Calibration { threshold, shares: calibrate::shares(examples, &both) };
    report::confidence(examples, &pages, &both, &calibration, say);
    report::worst(examples, &pages, &both, &calibration, say);
    let all = |_: &LabelledPage| true;
    Stages {
        first: forest(examples, &labels, &tables, all, &FIRST),
        second: forest(examples, &labels, &agreed, all, &SECOND),
        calibration,
    }
}

/// Labels unlabelled blocks of the pages with segments by confident predictions of a forest that has not seen their
/// site.
fn guess(examples: &[LabelledPage], probabilities: &[Vec<f32>], labels: &mut [Vec<Label>]) {
    for ((example, probabilities), labels) in
        examples.iter().zip(probabilities).zip(labels).filter(|((e, _), _)| e.set == Set::Segments)
    {
        let words = |b: usize| example.document.blocks[b].text.split_whitespace().count() as f32;
        let whole: f32 = (0..probabilities.len()).filter(|&b| probabilities[b] > 0.5).map(words).sum();
        for (b, &probability) in probabilities.iter().enumerate() {
            if labels[b].weight > 0.0 || (0.08..0.92).contains(&probability) || words(b) == 0.0 {
                continue;
            }
            let weight = (words(b) + 3.0).min(120.0) * 120.0 / whole.max(300.0);
            labels[b] = Label { article: probability.round(), weight: weight.min(15.0) };
        }
    }
}

fn fold_of(example: &LabelledPage) -> u32 {
    hash(&example.site) % FOLDS
}

/// Returns probabilities of each page's blocks by forests that have not seen its site.
fn held_out(
    examples: &[LabelledPage],
    labels: &[Vec<Label>],
    tables: &[FeatureMatrix],
    settings: &BoostSettings,
) -> Vec<Vec<f32>> {
    let forests: Vec<Forest> = std::thread::scope(|scope| {
        let grown =
            (0..FOLDS).map(|f| scope.spawn(move || forest(examples, labels, tables, |e| fold_of(e) != f, settings)));
        let grown: Vec<_> = grown.collect();
        grown.into_iter().map(|forest| forest.join().unwrap_or_default()).collect()
    });
    examples
        .iter()
        .zip(tables)
        .map(|(e, t)| (0..t.rows()).map(|r| forests[fold_of(e) as usize].probability(t.row(r))).collect())
        .collect()
}

fn forest(
    examples: &[LabelledPage],
    labels: &[Vec<Label>],
    tables: &[FeatureMatrix],
    wanted: impl Fn(&LabelledPage) -> bool,
    settings: &BoostSettings,
) -> Forest {
    let mut chosen = Vec::new();
    let mut dice = Dice(0x5a75_0002);
    for (at, _) in examples.iter().enumerate().filter(|(_, e)| wanted(e)) {
        for (row, label) in labels[at].iter().enumerate().filter(|(_, l)| l.weight > 0.0) {
            // The many light rows, mostly menus, are sampled.
            if dice.share() * LIGHT < label.weight {
                chosen.push((at, row, label.article, label.weight.max(LIGHT)));
            }
        }
    }
    grow(&TrainingRows::of(&tables.iter().collect::<Vec<_>>(), &chosen), settings)
}
