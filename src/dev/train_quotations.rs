//! `dev train-quotations NOTES[:NOTES…] PAGES OUT`: trains the model that separates quotations from other words in marks.

use super::annotations::{self, AnnotatedPage, Articles};
use crate::attribute::analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::multilingual::quotations::{MarkFeatures, MarkWeights, Measurer, NAMES};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Runs the command: NOTES are folders of annotations, PAGES the folder of their pages.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let [notes, pages, out] = words else {
        return Err("usage: dev train-quotations NOTES[:NOTES…] PAGES OUT".into());
    };
    let articles = annotations::from_folder(Path::new(pages));
    learn(notes, &articles, out).map_err(|error| error.to_string())
}

/// Trains on the annotations, writes the weights, and prints their results on the training pages.
///
/// # Errors
/// A file cannot be read or written.
pub fn learn(notes: &str, articles: Articles<'_>, out: &str) -> std::io::Result<()> {
    let rows = rows(&annotations::pages(notes, articles)?);
    let weights = fit(&rows);
    let mut text = String::from(
        "# MarkWeights of a logistic regression that tells quotations in marks from scare quotes and titles.\n\
         # Learned from tests/annotations/dev by `dev train-quotations`; MIT like the rest.\n",
    );
    for (name, weight) in NAMES.iter().zip(weights.0) {
        let _ = writeln!(text, "{name} {weight:.3}");
    }
    std::fs::write(out, text)?;
    let right = |row: &&(MarkFeatures, bool)| (weights.probability(&row.0) >= 0.5) == row.1;
    let count = rows.iter().filter(right).count();
    let positive = rows.iter().filter(|row| row.1).count();
    let _ = writeln!(std::io::stdout(), "{count} of {} right, {positive} are quotations", rows.len());
    for least in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] {
        let shown: Vec<_> = rows.iter().filter(|row| weights.probability(&row.0) >= least).collect();
        let hit = shown.iter().filter(|row| row.1).count();
        let (recall, precision) = (hit as f64 / positive as f64, hit as f64 / shown.len().max(1) as f64);
        let _ = writeln!(std::io::stdout(), "from {least}: recall {recall:.3}, precision {precision:.3}");
    }
    Ok(())
}

/// The words in marks of annotated pages, each with whether it is a quotation.
pub fn rows<'a>(pages: impl IntoIterator<Item = &'a AnnotatedPage>) -> Vec<(MarkFeatures, bool)> {
    let lexicon = Lexicon::bundled();
    let mut rows = Vec::new();
    for annotated in pages {
        let page = analysis(&annotated.article, &lexicon);
        let measurer = Measurer::new(&page);
        for paragraph in &page.tokens.paragraphs {
            for quoted in page.quoted(paragraph) {
                let span = page.tokens.span(&quoted.whole());
                if span.start >= annotated.until {
                    continue;
                }
                let within = |start: usize| span.start <= start && start < span.end;
                let mut here = annotated.statements.iter().filter(|statement| within(statement.start)).peekable();
                let found = here.peek().is_some();
                if found && here.all(|statement| statement.debatable) {
                    continue;
                }
                rows.push((measurer.features(paragraph, quoted), found));
            }
        }
    }
    rows
}

/// Gradient descent with a little pull towards nought.
pub fn fit(rows: &[(MarkFeatures, bool)]) -> MarkWeights {
    const STEPS: usize = 1500;
    const RATE: f32 = 1.5;
    const RIDGE: f32 = 0.002;
    let mut weights = MarkWeights::default();
    for _ in 0..STEPS {
        let mut slope = MarkWeights::default().0;
        for (features, label) in rows {
            let error = weights.probability(features) - f32::from(u8::from(*label));
            slope.iter_mut().zip(features).for_each(|(sum, value)| *sum += error * value);
        }
        for (weight, sum) in weights.0.iter_mut().zip(slope) {
            *weight -= RATE * (sum / rows.len() as f32 + RIDGE * *weight) * 0.5;
        }
    }
    weights
}
