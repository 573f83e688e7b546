//! `dev train-sources NOTES PAGES OUT`: trains the model that picks the speaker of a statement among the people
//! around it.

use super::annotations::{self, AnnotatedPage, Articles, PlacedStatement as Gold};
use super::boosting::{BoostSettings, TrainingRows, grow};
use crate::attribute::analysis;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::multilingual::candidates::{Scene, WIDTH};
use crate::attribute::multilingual::mentions;
use crate::attribute::multilingual::next;
use crate::attribute::multilingual::people::People;
use crate::attribute::multilingual::quotations::MarkWeights;
use crate::attribute::multilingual::ranking::SourceRanker;
use crate::attribute::multilingual::statements;
use crate::forest::FeatureMatrix;
use std::io::Write as _;
use std::path::Path;

/// Hyperparameters of the shipped trees.
const TREES: BoostSettings =
    BoostSettings { trees: 200, leaves: 8, rate: 0.1, least: 3.0, columns: 0.5, rows: 0.7, ridge: 3.0 };
/// One page in this many is held out for the printed figures.
const PARTS: usize = 5;
/// Number of training rounds.
const ROUNDS: usize = 3;

/// Runs the command: NOTES is a folder of annotations, PAGES the folder of their pages.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let [notes, pages, out] = words else { return Err("usage: dev train-sources NOTES PAGES OUT".into()) };
    let articles = annotations::from_folder(Path::new(pages));
    learn(Path::new(notes), &articles, out).map_err(|error| error.to_string())
}

/// The candidates of one statement: range of their rows, and true if the language is not English.
struct Choice {
    page: usize,
    rows: std::ops::Range<usize>,
    foreign: bool,
    marked: bool,
    is_gold: bool,
}

/// Trains on the annotations and writes the trees.
///
/// # Errors
/// A file cannot be read or written.
pub fn learn(notes: &Path, articles: Articles<'_>, out: &str) -> std::io::Result<()> {
    let lexicon = Lexicon::bundled();
    let weights = MarkWeights::read(include_str!("../../assets/attribution/quotations.weights"));
    let annotated = annotations::pages(notes, articles)?;
    let mut learned = Learned::default();
    let mut rankers: Vec<SourceRanker> = Vec::new();
    // The first round uses the true previous speakers; later ones use those found in the round before, as in use.
    for _ in 0..ROUNDS {
        learned = Learned::default();
        for (number, annotated) in annotated.iter().enumerate() {
            let page = analysis(&annotated.article, &lexicon);
            learned.add(number, annotated, &page, &weights, rankers.get(number % PARTS));
        }
        rankers = (0..PARTS).map(|part| learned.grown(Some(part))).collect();
    }
    let mut counts = [[0_usize; 3]; 4];
    for (part, ranker) in rankers.iter().enumerate() {
        for choice in learned.choices.iter().filter(|choice| choice.page % PARTS == part && choice.is_gold) {
            let score = |row: usize| ranker.right.log_odds(learned.table.row(row));
            let best = choice.rows.clone().max_by(|&a, &b| score(a).total_cmp(&score(b)));
            let count = &mut counts[usize::from(choice.foreign) + 2 * usize::from(!choice.marked)];
            count[0] += 1;
            count[1] += usize::from(best.is_some_and(|row| learned.labels[row] > 0.5));
            count[2] += usize::from(choice.rows.clone().any(|row| learned.labels[row] > 0.5));
        }
    }
    let names = ["English, marked", "others, marked", "English, reported", "others, reported"];
    for (name, [all, right, could]) in names.iter().zip(counts) {
        let _ = writeln!(std::io::stdout(), "{name}: {right} of {all} right, {could} could be");
    }
    let mut bytes = Vec::new();
    learned.grown(None).right.write(&mut bytes);
    std::fs::write(out, bytes)
}

/// Training rows.
#[derive(Default)]
struct Learned {
    table: FeatureMatrix,
    labels: Vec<f32>,
    choices: Vec<Choice>,
}

impl Learned {
    /// Returns trees that have not seen one part of the pages.
    fn grown(&self, part: Option<usize>) -> SourceRanker {
        let seen = self.choices.iter().filter(|choice| part.is_none_or(|part| choice.page % PARTS != part));
        let weight = |choice: &Choice| if choice.foreign { 2.5 } else { 1.0 };
        let row = |choice: &Choice, row: usize| (0, row, self.labels[row], weight(choice));
        let chosen: Vec<_> =
            seen.flat_map(|choice| choice.rows.clone().map(|at| row(choice, at)).collect::<Vec<_>>()).collect();
        SourceRanker { right: grow(&TrainingRows::of(&[&self.table], &chosen), &TREES) }
    }

    fn add(
        &mut self,
        number: usize,
        annotated: &AnnotatedPage,
        page: &Analysis<'_>,
        weights: &MarkWeights,
        ranker: Option<&SourceRanker>,
    ) {
        self.table.width = WIDTH;
        let mentions = mentions::find(page);
        let people = People::of(page, &mentions);
        let scene = Scene::new(page, &mentions, &people);
        let mut last = None;
        for found in statements::find(page, weights) {
            let span = page.tokens.span(&found.statement.content);
            if span.start >= annotated.until {
                break;
            }
            let marked = found.statement.marked;
            let here = |gold: &&Gold| gold.marked == marked && span.start <= gold.start && gold.start < span.end;
            let gold = annotated.statements.iter().find(here);
            let foreign = page.language.is_foreign();
            let candidates = scene.candidates(&found.statement, last);
            let right = |entity: usize| gold.is_some_and(|gold| is_named(&people.entities[entity].name, gold));
            // Words in marks without a note may be debatable; a clause without a note is no reported speech.
            let debatable = gold.is_some_and(|gold| gold.debatable);
            if !debatable && (gold.is_some() || !marked && foreign) {
                let first = self.table.rows();
                for one in &candidates {
                    self.table.values.extend(one.row);
                    self.labels.push(f32::from(u8::from(right(one.entity))));
                }
                let rows = first..self.table.rows();
                self.choices.push(Choice { page: number, rows, foreign, marked, is_gold: gold.is_some() });
            }
            let chosen = match ranker {
                Some(ranker) => ranker.best(&candidates).filter(|(_, p)| *p >= 0.22).map(|(one, _)| one.entity),
                None => candidates.iter().find(|one| right(one.entity)).map(|one| one.entity),
            };
            if let Some(entity) = chosen {
                last = Some(next(last, entity, &found.statement));
            }
        }
    }
}

/// Returns true if this is the gold speaker's name or a part of it.
fn is_named(name: &str, gold: &Gold) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 1 && !SMALL.contains(w))
            .map(str::to_owned)
            .collect()
    };
    let own = words(name);
    !own.is_empty()
        && gold.names.iter().any(|form| {
            let form = words(form);
            !form.is_empty()
                && (own == form
                    || own.iter().all(|word| form.contains(word))
                    || form.len() > 1 && form.iter().all(|word| own.contains(word)))
        })
}

const SMALL: [&str; 24] = [
    "the", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "de", "of", "ein", "eine", "un",
    "une", "una", "ein", "an", "du", "des", "den",
];
