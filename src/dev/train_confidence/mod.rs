//! `dev train-confidence`: trains the confidence of a quotation and its speaker on the notes of `tests/annotations`,
//! and evaluates it on held-out pages. PAGES holds the pages under the names in the notes.
//!
//! ```text
//! cargo run --profile quick --features dev -- dev train-confidence tests/annotations/dev PAGES
//! cargo run --profile quick --features dev -- dev eval-confidence tests/annotations/held PAGES
//! ```

pub(super) mod labels;
pub(super) mod names;
mod report;

use super::annotations::{self, Articles};
use super::boosting::{BoostSettings, TrainingRows, grow};
use super::calibrate::cautious_shares;
use super::train_speakers::{self, NotedPage, PARTS};
use crate::attribute::Model;
use crate::attribute::confidence::{COLUMNS, Confidence, ConfidenceCurve, Judgement, WIDTH};
use crate::attribute::speakers::SpeakerRanker;
use crate::forest::{FeatureMatrix, Forest};
use labels::Case;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

/// Number of folds, by page.
const FOLDS: usize = 10;
/// Number of steps of the calibration.
const STEPS: usize = 20;
/// Required share of right names shown with speech in marks.
const NAMED: f32 = 0.935;
/// Factor by which the odds of being right fall on pages whose errors nobody has looked at: on 127 pages that were read
/// before any rule was written after them, one in 14 "sure" names was wrong where cross-validation said one in 40. Part
/// of it is in the standard error that the shares are less by.
const UNSEEN: f32 = 1.25;
/// Required share of real speech among the indirect speech shown.
const FOUND: f32 = 0.9;

/// Hyperparameters for the content.
const CONTENT: BoostSettings =
    BoostSettings { trees: 90, leaves: 6, rate: 0.08, least: 4.0, columns: 0.3, rows: 0.7, ridge: 4.0 };
/// Hyperparameters for the speaker.
const SPEAKER: BoostSettings =
    BoostSettings { trees: 70, leaves: 5, rate: 0.08, least: 4.0, columns: 0.3, rows: 0.7, ridge: 6.0 };

/// `dev train-confidence NOTES[:NOTES…] PAGES [ASSETS [ROWS]]`: trains, writes `confidence.bin`, prints figures; ROWS
/// gets all rows as CSV.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let (words, rows) = match words {
        [first @ .., rows] if words.len() == 4 => (first, Some(rows.as_str())),
        all => (all, None),
    };
    let (notes, pages, assets) = arguments(words)?;
    let page = annotations::from_folder(Path::new(pages));
    learn(notes, &page, Path::new(assets), rows, &mut say).map_err(|error| error.to_string())
}

/// `dev eval-confidence NOTES[:NOTES…] PAGES [ASSETS]`: prints calibration and figures of the weights on pages with
/// notes.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read.
pub fn evaluate(words: &[String]) -> Result<(), String> {
    let (notes, pages, assets) = arguments(words)?;
    let page = annotations::from_folder(Path::new(pages));
    judge(notes, &page, Path::new(assets), &mut say).map_err(|error| error.to_string())
}

fn arguments(words: &[String]) -> Result<(&str, &str, &str), String> {
    match words {
        [notes, pages] => Ok((notes, pages, "assets/attribution")),
        [notes, pages, assets] => Ok((notes, pages, assets)),
        _ => Err("usage: NOTES[:NOTES…] PAGES [ASSETS]".into()),
    }
}

fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Trains on all folders of notes and writes the weights; prints figures on held-out pages through `say`.
///
/// # Errors
/// A file cannot be read or written.
pub fn learn(
    notes: &str,
    page: Articles<'_>,
    assets: &Path,
    rows: Option<&str>,
    say: &mut dyn FnMut(&str),
) -> io::Result<()> {
    // The trees that ship have seen these pages; as on any other page, those that rank here must not.
    let pages = train_speakers::read(notes, page)?;
    let cases = cases(&pages, &train_speakers::rankers_apart(&pages));
    if let Some(rows) = rows {
        fs::write(rows, csv(&cases))?;
    }
    let held = raw_apart(&cases);
    let calibration = calibrate(&cases, &held);
    let judged = |(case, raw): (&Case, &[f32; 2])| Judgement {
        content: raw[0],
        speaker: raw[1],
        confidence: calibration[usize::from(case.indirect)].read_off(raw[0] * raw[1]),
    };
    let apart: Vec<Judgement> = cases.iter().zip(&held).map(judged).collect();
    let likely = [report::least_in_marks(&cases, &apart, NAMED), report::least_indirect(&cases, &apart, FOUND)];
    say(&format!("{} quotations with pages held apart; likely from {likely:.2?}", cases.len()));
    let (content, speaker) = forests(&cases);
    let model = Confidence { content, speaker, calibration, likely };
    report::print(&cases, &apart, &model, say);
    fs::write(assets.join("confidence.bin"), model.write())
}

/// Prints the agreement of a folder's weights with the notes.
///
/// # Errors
/// A file cannot be read or is damaged.
pub fn judge(notes: &str, page: Articles<'_>, assets: &Path, say: &mut dyn FnMut(&str)) -> io::Result<()> {
    let bytes = fs::read(assets.join("confidence.bin"))?;
    let model = Confidence::read(&bytes).ok_or_else(|| io::Error::other("confidence.bin is damaged"))?;
    let cases = cases(&train_speakers::read(notes, page)?, &[]);
    let judged: Vec<Judgement> = cases.iter().map(|case| model.of(&case.row, case.indirect)).collect();
    report::print(&cases, &judged, &model, say);
    Ok(())
}

/// The cases of some pages. The candidates for a speaker are ranked by `rankers`, of which each has its part of the pages,
/// or by the weights that ship where there are none. With rankers each page is read twice, once with its names as the
/// text has them: rules were written after the errors of these pages, and the confidence has to know such errors.
fn cases(pages: &[NotedPage], rankers: &[SpeakerRanker]) -> Vec<Case> {
    let mut model = Model::bundled();
    let mut all = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        if let Some(ranker) = rankers.get(number % PARTS) {
            model = model.with_ranker(Some(ranker.clone()));
        }
        for raw in if rankers.is_empty() { &[false][..] } else { &[false, true] } {
            model = model.with_raw_names(*raw);
            all.extend(labels::cases(number, &page.note, page.article.clone(), &model));
        }
    }
    all
}

/// All cases as CSV; empty fields where the notes leave it open.
fn csv(cases: &[Case]) -> String {
    let mut out = format!("page,start,indirect,named,content,speaker,{}\n", COLUMNS.join(","));
    let flag = |value: Option<bool>| value.map_or_else(String::new, |value| u8::from(value).to_string());
    for case in cases {
        let flags = [Some(case.indirect), Some(case.named), case.content, case.speaker].map(flag);
        let _ = write!(out, "{},{},{}", case.page, case.start, flags.join(","));
        case.row.iter().for_each(|value| {
            let _ = write!(out, ",{value}");
        });
        out.push('\n');
    }
    out
}

fn forests(cases: &[Case]) -> (Forest, Forest) {
    let table = FeatureMatrix { width: WIDTH, values: cases.iter().flat_map(|case| case.row).collect() };
    let learn = |label: fn(&Case) -> Option<bool>, settings: &BoostSettings| {
        let chosen: Vec<(usize, usize, f32, f32)> = cases
            .iter()
            .enumerate()
            .filter_map(|(at, case)| Some((0, at, f32::from(u8::from(label(case)?)), 1.0)))
            .collect();
        grow(&TrainingRows::of(&[&table], &chosen), settings)
    };
    (learn(|case| case.content, &CONTENT), learn(|case| case.speaker, &SPEAKER))
}

/// Returns the uncalibrated probabilities of content and speaker of each case by forests that did not see its page.
fn raw_apart(cases: &[Case]) -> Vec<[f32; 2]> {
    let mut raw = vec![[0.0; 2]; cases.len()];
    for fold in 0..FOLDS {
        let rest: Vec<Case> = cases.iter().filter(|case| case.page % FOLDS != fold).cloned().collect();
        let (content, speaker) = forests(&rest);
        for (case, raw) in cases.iter().zip(&mut raw).filter(|(case, _)| case.page % FOLDS == fold) {
            *raw = [content.probability(&case.row), speaker.probability(&case.row)];
        }
    }
    raw
}

fn calibrate(cases: &[Case], raw: &[[f32; 2]]) -> [ConfidenceCurve; 2] {
    [false, true].map(|indirect| {
        let of_kind = cases.iter().zip(raw).filter(|(case, _)| case.indirect == indirect);
        let known: Vec<(f32, bool)> =
            of_kind.filter_map(|(case, raw)| Some((raw[0] * raw[1], case.right()?))).collect();
        ConfidenceCurve { shares: cautious_shares(known, STEPS).into_iter().map(on_unseen_pages).collect() }
    })
}

/// Returns the share that is right on pages whose errors nobody has looked at.
fn on_unseen_pages(share: f32) -> f32 {
    share / (share + (1.0 - share) * UNSEEN).max(f32::MIN_POSITIVE)
}
