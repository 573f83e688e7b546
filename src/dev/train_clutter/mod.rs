//! `dev train-clutter`: learns the weights of `declutter` from the benchmark's pages and says how good they are on
//! sites that they have not seen.
//!
//! ```text
//! for s in zyte wcxb segments; do python3 ../shared/bench/extract/dump.py ../shared/bench/extract/$s /tmp/plain/$s; done
//! cargo run --profile quick --features dev -- dev train-clutter ../shared/bench/extract /tmp/plain assets/clutter/weights.bin
//! ```

mod corpus;
mod grow;
mod labels;
mod lean;
mod score;

use crate::declutter::Model;
use crate::declutter::features::{Lexicons, Page, Table, agreement, table};
use crate::declutter::forest::Forest;
use crate::declutter::lexicon::hash;
use crate::declutter::measure::Measure;
use crate::declutter::model::{Stages, logistic};
use crate::declutter::wording::Wording;
use corpus::{Example, Set};
use grow::{Rows, Settings, grow};
use labels::Label;
use lean::Learned;
use std::path::Path;

/// Parts that the sites are held apart in.
const FOLDS: u32 = 5;

const FIRST: Settings =
    Settings { trees: 240, leaves: 16, rate: 0.06, least: 25.0, columns: 0.15, rows: 0.6, ridge: 8.0 };
const SECOND: Settings =
    Settings { trees: 160, leaves: 12, rate: 0.06, least: 25.0, columns: 0.15, rows: 0.6, ridge: 8.0 };

/// Learns and writes the weights; prints figures line by line through `say`.
///
/// # Errors
/// When the pages cannot be read or the weights not be written.
pub fn train(bench: &Path, plain: &Path, out: &Path, say: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    let wording = Wording::shipped();
    let pages = corpus::load(bench, None)?;
    let measures = measure(&pages, &wording);
    let learned = Learned::of(&pages, &measures);
    say(&format!("{} pages", pages.len()));
    let tree = learn(&pages, measures, &learned, say);
    let texts = corpus::load(bench, Some(plain))?;
    let measures = measure(&texts, &wording);
    say(&format!("{} texts", texts.len()));
    let text = learn(&texts, measures, &learned, say);
    let model = Model { wording, lexicons: learned.lexicons(""), tree, text };
    let bytes = model.write();
    say(&format!("{} bytes", bytes.len()));
    std::fs::write(out, bytes)
}

fn measure(examples: &[Example], wording: &Wording) -> Vec<Vec<Measure>> {
    examples.iter().map(|e| e.document.blocks.iter().map(|b| Measure::of(b, wording)).collect()).collect()
}

/// Both stages, and their figures on held-out sites.
fn learn(examples: &[Example], measures: Vec<Vec<Measure>>, learned: &Learned, say: &mut dyn FnMut(&str)) -> Stages {
    let pages: Vec<Page<'_>> = examples
        .iter()
        .zip(measures)
        .map(|(e, m)| {
            let lexicons: Lexicons = learned.lexicons(&e.site);
            Page::from_measures(&e.document, m, &lexicons)
        })
        .collect();
    let tables: Vec<Table> = pages.iter().map(table).collect();
    say(&format!(
        "{} rows of {}",
        tables.iter().map(Table::rows).sum::<usize>(),
        tables.iter().map(|t| t.width).max().unwrap_or_default()
    ));
    tell(examples, None, say);
    let mut labels: Vec<Vec<Label>> = examples.iter().map(|e| e.labels.clone()).collect();
    let first = held_out(examples, &labels, &tables, &FIRST);
    tell(examples, Some(&first), say);
    guess(examples, &first, &mut labels);
    let first = held_out(examples, &labels, &tables, &FIRST);
    tell(examples, Some(&first), say);
    let agreed: Vec<Table> =
        pages.iter().zip(&tables).zip(&first).map(|((p, t), f)| agreement::table(p, t, f)).collect();
    let second = held_out(examples, &labels, &agreed, &SECOND);
    tell(examples, Some(&second), say);
    let all = |_: &Example| true;
    let both: Vec<Vec<f32>> =
        first.iter().zip(&second).map(|(a, b)| a.iter().zip(b).map(|(a, b)| f32::midpoint(*a, *b)).collect()).collect();
    tell(examples, Some(&both), say);
    worst(examples, &both, say);
    Stages {
        first: forest(examples, &labels, &tables, all, &FIRST),
        second: forest(examples, &labels, &agreed, all, &SECOND),
    }
}

/// Blocks of the pages with segments for a truth, labelled by what a forest that has not seen their site is sure of.
fn guess(examples: &[Example], chances: &[Vec<f32>], labels: &mut [Vec<Label>]) {
    for ((example, chances), labels) in
        examples.iter().zip(chances).zip(labels).filter(|((e, _), _)| e.set == Set::Segments)
    {
        let words = |b: usize| example.document.blocks[b].text.split_whitespace().count() as f32;
        let whole: f32 = (0..chances.len()).filter(|&b| chances[b] > 0.5).map(words).sum();
        for (b, &chance) in chances.iter().enumerate() {
            if labels[b].weight > 0.0 || (0.08..0.92).contains(&chance) || words(b) == 0.0 {
                continue;
            }
            let weight = (words(b) + 3.0).min(120.0) * 120.0 / whole.max(300.0);
            labels[b] = Label { article: chance.round(), weight: weight.min(15.0) };
        }
    }
}

fn fold_of(example: &Example) -> u32 {
    hash(&example.site) % FOLDS
}

/// Probabilities of each page's blocks by forests that have not seen its site.
fn held_out(examples: &[Example], labels: &[Vec<Label>], tables: &[Table], settings: &Settings) -> Vec<Vec<f32>> {
    let forests: Vec<Forest> = std::thread::scope(|scope| {
        let half = |parity: u32| {
            (0..FOLDS)
                .filter(|f| f % 2 == parity)
                .map(|f| (f, forest(examples, labels, tables, |e| fold_of(e) != f, settings)))
                .collect::<Vec<_>>()
        };
        let odd = scope.spawn(move || half(1));
        let mut all = half(0);
        all.extend(odd.join().unwrap_or_default());
        all.sort_unstable_by_key(|f| f.0);
        all.into_iter().map(|f| f.1).collect()
    });
    examples
        .iter()
        .zip(tables)
        .map(|(e, t)| (0..t.rows()).map(|r| logistic(forests[fold_of(e) as usize].log_odds(t.row(r)))).collect())
        .collect()
}

fn forest(
    examples: &[Example],
    labels: &[Vec<Label>],
    tables: &[Table],
    wanted: impl Fn(&Example) -> bool,
    settings: &Settings,
) -> Forest {
    let mut chosen = Vec::new();
    for (at, _) in examples.iter().enumerate().filter(|(_, e)| wanted(e)) {
        chosen.extend(
            labels[at]
                .iter()
                .enumerate()
                .filter(|(_, l)| l.weight > 0.0)
                .map(|(row, l)| (at, row, l.article, l.weight)),
        );
    }
    grow(&Rows::of(&tables.iter().collect::<Vec<_>>(), &chosen), settings)
}

fn tell(examples: &[Example], chances: Option<&[Vec<f32>]>, say: &mut dyn FnMut(&str)) {
    for set in [Set::Zyte, Set::Wcxb, Set::Segments] {
        let Some(chances) = chances else {
            let f = score::ceiling(examples, set);
            say(&format!("{set:?} labels: F1 {:.4} P {:.4} R {:.4}", f.f1(), f.precision, f.recall));
            continue;
        };
        let line: Vec<String> = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
            .map(|t| {
                let f = score::score(examples, chances, set, t);
                format!("{t}: {:.4} ({:.3} {:.3})", f.f1(), f.precision, f.recall)
            })
            .to_vec();
        say(&format!("{set:?} {}", line.join("  ")));
    }
}

/// The pages that are judged worst, with the heaviest mistakes.
fn worst(examples: &[Example], chances: &[Vec<f32>], say: &mut dyn FnMut(&str)) {
    let mut pages: Vec<(f32, usize)> = Vec::new();
    for (at, (example, chances)) in examples.iter().zip(chances).enumerate() {
        if example.set != Set::Zyte || example.made {
            continue;
        }
        let (precision, recall) = score::page(example, &score::shown(&example.document, chances, 0.5, "\n"));
        let f = score::Figures { precision: precision.unwrap_or_default(), recall };
        pages.push((1.0 - f.f1(), at));
    }
    pages.sort_by(|a, b| b.0.total_cmp(&a.0));
    for &(loss, at) in pages.iter().take(30) {
        let example = &examples[at];
        say(&format!(
            "{loss:.0} {:?} {} {}",
            example.set,
            &example.name[..example.name.len().min(8)],
            example.truth.url
        ));
        let mut blocks: Vec<usize> = (0..chances[at].len()).collect();
        let cost = |b: &usize| {
            example.labels[*b].weight * (example.labels[*b].article - f32::from(u8::from(chances[at][*b] >= 0.5))).abs()
        };
        blocks.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
        for b in blocks.into_iter().take(6) {
            let text: String = example.document.blocks[b].text.chars().take(90).collect();
            say(&format!(
                "     {:.0} label {:.2} chance {:.2} {}",
                cost(&b),
                example.labels[b].article,
                chances[at][b],
                text
            ));
        }
    }
}
