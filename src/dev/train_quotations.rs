//! `dev train-quotations NOTES[:NOTES…] PAGES OUT`: trains the model that separates quotations from other words in marks.

use super::annotations::{self, AnnotatedPage, Articles};
use super::boosting::{BoostSettings, TrainingRows, grow};
use crate::attribute::analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::multilingual::quotations::{MarkFeatures, MarkModel, Measurer, WIDTH};
use crate::forest::FeatureMatrix;
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

/// Hyperparameters of the shipped trees.
const TREES: BoostSettings =
    BoostSettings { trees: 250, leaves: 6, rate: 0.05, least: 3.0, columns: 0.4, rows: 0.7, ridge: 3.0 };
/// One page in this many is held out for the printed figures.
const PARTS: usize = 5;

/// Words in marks of a page.
pub struct MarkedRow {
    page: usize,
    foreign: bool,
    features: MarkFeatures,
    quotes: bool,
}

/// Trains on the annotations, writes the trees, and prints the results on pages that were not seen.
///
/// # Errors
/// A file cannot be read or written.
pub fn learn(notes: &str, articles: Articles<'_>, out: &str) -> std::io::Result<()> {
    let rows = rows(annotations::pages(notes, articles)?.iter().enumerate());
    print(&rows);
    let mut bytes = Vec::new();
    fit(&rows, None).write(&mut bytes);
    std::fs::write(out, bytes)
}

/// Prints recall and precision in languages other than English on pages that were not seen.
fn print(rows: &[MarkedRow]) {
    let mut unseen: Vec<(f32, bool)> = Vec::new();
    for part in 0..PARTS {
        let model = fit(rows, Some(part));
        let here = rows.iter().filter(|row| row.page % PARTS == part && row.foreign);
        unseen.extend(here.map(|row| (model.probability(&row.features), row.quotes)));
    }
    let positive = unseen.iter().filter(|row| row.1).count();
    let _ = writeln!(std::io::stdout(), "{} in marks, {positive} are quotations", unseen.len());
    for least in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7] {
        let shown = unseen.iter().filter(|row| row.0 >= least);
        let hit = shown.clone().filter(|row| row.1).count();
        let (recall, precision) = (hit as f64 / positive as f64, hit as f64 / shown.count().max(1) as f64);
        let _ = writeln!(std::io::stdout(), "from {least}: recall {recall:.3}, precision {precision:.3}");
    }
}

/// The words in marks of annotated pages, each with whether it is a quotation.
pub fn rows<'a>(pages: impl IntoIterator<Item = (usize, &'a AnnotatedPage)>) -> Vec<MarkedRow> {
    let lexicon = Lexicon::bundled();
    let mut rows = Vec::new();
    for (number, annotated) in pages {
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
                let features = measurer.features(paragraph, quoted);
                rows.push(MarkedRow { page: number, foreign: page.language.is_foreign(), features, quotes: found });
            }
        }
    }
    rows
}

/// Trees that have not seen one part of the pages; those in English count less.
pub fn fit(rows: &[MarkedRow], part: Option<usize>) -> MarkModel {
    let seen = || rows.iter().filter(|row| part.is_none_or(|part| row.page % PARTS != part));
    let values = seen().flat_map(|row| row.features).collect();
    let table = FeatureMatrix { width: WIDTH, values };
    let weight = |row: &MarkedRow| if row.foreign { 1.0 } else { 0.3 };
    let chosen: Vec<_> =
        seen().enumerate().map(|(at, row)| (0, at, f32::from(u8::from(row.quotes)), weight(row))).collect();
    MarkModel(grow(&TrainingRows::of(&[&table], &chosen), &TREES))
}
