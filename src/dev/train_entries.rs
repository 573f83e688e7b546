//! Learns which speakers belong in the list of a page: a part of `dev train-sources`.

use super::annotations::AnnotatedPage;
use super::boosting::{BoostSettings, TrainingRows, grow};
use super::train_sources::{PARTS, is_named};
use crate::attribute::analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::multilingual::entries::{EntryRow, WIDTH};
use crate::attribute::multilingual::{self, MultilingualModel};
use crate::forest::{FeatureMatrix, Forest};
use std::io::Write as _;

/// Hyperparameters of the shipped trees.
const TREES: BoostSettings =
    BoostSettings { trees: 200, leaves: 6, rate: 0.04, least: 4.0, columns: 0.4, rows: 0.7, ridge: 6.0 };

/// A speaker of a page, found by weights that have not seen it.
pub struct ListedRow {
    page: usize,
    row: EntryRow,
    /// True if the page's list has this speaker.
    listed: bool,
}

/// The speakers of all pages in other languages, found by the weights that `model` returns for the number of a page.
pub fn rows(annotated: &[AnnotatedPage], model: impl Fn(usize) -> MultilingualModel) -> Vec<ListedRow> {
    let lexicon = Lexicon::bundled();
    let mut rows = Vec::new();
    for (number, annotated) in annotated.iter().enumerate() {
        let page = analysis(&annotated.article, &lexicon);
        if !page.language.is_foreign() {
            continue;
        }
        for (name, row) in multilingual::list_entries(&page, &model(number), annotated.until) {
            let listed = annotated.listed.iter().any(|names| is_named(&name, names));
            rows.push(ListedRow { page: number, row, listed });
        }
    }
    rows
}

/// Trees that have not seen one part of the pages.
pub fn fit(rows: &[ListedRow], part: Option<usize>) -> Forest {
    let seen = || rows.iter().filter(|row| part.is_none_or(|part| row.page % PARTS != part));
    let table = FeatureMatrix { width: WIDTH, values: seen().flat_map(|row| row.row).collect() };
    let chosen: Vec<_> = seen().enumerate().map(|(at, row)| (0, at, f32::from(u8::from(row.listed)), 1.0)).collect();
    grow(&TrainingRows::of(&[&table], &chosen), &TREES)
}

/// Prints how many speakers are listed, and how many of those rightly, by the least probability.
pub fn print(rows: &[ListedRow], unseen: &[Forest]) {
    let all = rows.iter().filter(|row| row.listed).count();
    let _ = writeln!(std::io::stdout(), "{} speakers, {all} belong in the list", rows.len());
    for least in [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85] {
        let shown = rows.iter().filter(|row| unseen[row.page % PARTS].probability(&row.row) >= least);
        let right = shown.clone().filter(|row| row.listed).count();
        let _ = writeln!(std::io::stdout(), "from {least}: {} shown, {right} of them belong there", shown.count());
    }
}
