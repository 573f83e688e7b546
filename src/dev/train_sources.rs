//! `dev train-sources NOTES[:NOTES…] PAGES OUT`: trains the model that picks the speaker of a statement among the people
//! around it.

use super::annotations::{self, AnnotatedPage, Articles, PlacedStatement as Gold};
use super::boosting::{BoostSettings, TrainingRows, grow, grow_choices};
use super::calibrate::rising_shares;
use super::train_entries::{self, ListedRow};
use super::train_quotations;
use crate::attribute::analysis;
use crate::attribute::confidence::calibration::ConfidenceCurve;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::Lexicon;
use crate::attribute::multilingual::candidates::{History, Scene, WIDTH};
use crate::attribute::multilingual::outlook::Outlook;
use crate::attribute::multilingual::people::People;
use crate::attribute::multilingual::quotations::MarkModel;
use crate::attribute::multilingual::ranking::{self, SourceRanker, SpeakerEvidence};
use crate::attribute::multilingual::{self, MultilingualModel};
use crate::forest::{FeatureMatrix, Forest};
use crate::reading::Reading;
use crate::reading::json::JsonReading;
use std::io::Write as _;
use std::path::Path;

/// Hyperparameters of the shipped trees.
const TREES: BoostSettings =
    BoostSettings { trees: 700, leaves: 16, rate: 0.08, least: 1.0, columns: 0.3, rows: 0.6, ridge: 3.0 };
/// Hyperparameters of the trees of the first opinion.
const FIRST: BoostSettings =
    BoostSettings { trees: 300, leaves: 12, rate: 0.1, least: 1.0, columns: 0.3, rows: 0.6, ridge: 3.0 };
/// Those of the trees that tell whether the chosen speaker is right.
const SURE: BoostSettings =
    BoostSettings { trees: 200, leaves: 6, rate: 0.04, least: 4.0, columns: 0.3, rows: 0.6, ridge: 6.0 };
/// One page in this many is held out for the printed figures.
pub const PARTS: usize = 5;
/// Steps of the curves of confidence.
const STEPS: usize = 20;
/// Parts that are learned at the same time.
const THREADS: usize = 2;
/// Rounds of learning.
const ROUNDS: usize = 4;
/// Rounds in which the first opinion is learned.
const FIRST_ROUNDS: usize = 2;

/// Runs the command: NOTES are folders of annotations, PAGES the folder of their pages.
///
/// # Errors
/// The arguments are invalid, or a file cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let [notes, pages, out] = words else { return Err("usage: dev train-sources NOTES[:NOTES…] PAGES OUT".into()) };
    let articles = annotations::from_folder(Path::new(pages));
    learn(notes, &articles, out).map_err(|error| error.to_string())
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
pub fn learn(notes: &str, articles: Articles<'_>, out: &str) -> std::io::Result<()> {
    let unseen = Unseen::of(&annotations::pages(notes, articles)?);
    let mut bytes = Vec::new();
    let listed = train_entries::fit(&unseen.entries, None);
    SourceRanker { listed, ..unseen.crossed.ranker() }.write(&mut bytes);
    std::fs::write(out, bytes)
}

/// The command `cross-sources NOTES[:NOTES…] PAGES OUT`: writes to the folder OUT how each annotated page reads with weights that
/// have not seen it, as `PAGE.json`.
///
/// # Errors
/// Wrong words, or a file that cannot be read or written.
pub fn cross(words: &[String]) -> Result<(), String> {
    let [notes, pages, out] = words else { return Err("usage: dev cross-sources NOTES[:NOTES…] PAGES OUT".into()) };
    let articles = annotations::from_folder(Path::new(pages));
    write_crossed(notes, &articles, Path::new(out)).map_err(|error| error.to_string())
}

fn write_crossed(notes: &str, articles: Articles<'_>, out: &Path) -> std::io::Result<()> {
    let annotated = annotations::pages(notes, articles)?;
    let unseen = Unseen::of(&annotated);
    let lexicon = Lexicon::bundled();
    for (number, annotated) in annotated.into_iter().enumerate() {
        let model = unseen.model(number);
        let attributions = multilingual::attributions(&analysis(&annotated.article, &lexicon), &model);
        let reading = Reading { article: annotated.article, attributions, ..Reading::default() };
        let json = serde_json::to_vec(&JsonReading::of(&reading))?;
        std::fs::write(out.join(annotated.name + ".json"), json)?;
    }
    Ok(())
}

/// All weights, each learned without one part of the pages.
struct Unseen {
    marks: Vec<MarkModel>,
    crossed: Crossed,
    sure: Vec<Forest>,
    curves: [ConfidenceCurve; 2],
    entries: Vec<ListedRow>,
    listed: Vec<Forest>,
}

impl Unseen {
    fn of(annotated: &[AnnotatedPage]) -> Self {
        let rows = train_quotations::rows(annotated.iter().enumerate());
        let marks: Vec<MarkModel> = (0..PARTS).map(|part| train_quotations::fit(&rows, Some(part))).collect();
        let crossed = Crossed::of(annotated, |number| marks[number % PARTS].clone());
        crossed.print();
        let sure: Vec<Forest> = (0..PARTS).map(|part| crossed.learned.sure(Some(part))).collect();
        let curves = crossed.curves(&sure);
        let mut unseen = Self { marks, crossed, sure, curves, entries: Vec::new(), listed: Vec::new() };
        unseen.entries = train_entries::rows(annotated, |number| unseen.model(number));
        unseen.listed = (0..PARTS).map(|part| train_entries::fit(&unseen.entries, Some(part))).collect();
        train_entries::print(&unseen.entries, &unseen.listed);
        unseen
    }

    /// The weights that have not seen a page.
    fn model(&self, number: usize) -> MultilingualModel {
        let part = number % PARTS;
        let ranker = SourceRanker {
            first: self.crossed.rankers[part].first.clone(),
            right: self.crossed.rankers[part].right.clone(),
            sure: self.sure[part].clone(),
            curves: self.curves.clone(),
            listed: self.listed.get(part).cloned().unwrap_or_default(),
        };
        MultilingualModel { quotations: self.marks[part].clone(), ranker }
    }
}

/// Rankers that each have not seen every so manyth page.
#[derive(Default)]
struct Crossed {
    learned: Learned,
    rankers: Vec<SourceRanker>,
    /// The trees of the first opinion that have seen all pages.
    first: Forest,
}

impl Crossed {
    /// Learns in rounds: in the first everybody knows who spoke before, in the others what was found before, as it will
    /// be later.
    fn of(annotated: &[AnnotatedPage], marks: impl Fn(usize) -> MarkModel) -> Self {
        let lexicon = Lexicon::bundled();
        let mut crossed = Self::default();
        for round in 0..ROUNDS {
            let mut learned = Learned::default();
            for (number, annotated) in annotated.iter().enumerate() {
                let page = analysis(&annotated.article, &lexicon);
                let ranker = crossed.rankers.get(number % PARTS);
                learned.add(number, annotated, &page, &marks(number), ranker);
            }
            let settings = if round < FIRST_ROUNDS { &FIRST } else { &TREES };
            let right = learned.all_grown(settings);
            let first: Vec<Forest> = match round + 1 {
                0..FIRST_ROUNDS => vec![Forest::default(); right.len()],
                FIRST_ROUNDS => right.clone(),
                _ => std::mem::take(&mut crossed.rankers).into_iter().map(|ranker| ranker.first).collect(),
            };
            if round + 1 == FIRST_ROUNDS {
                crossed.first = learned.grown(None, &FIRST);
            }
            let ranker = |(first, right)| SourceRanker { first, right, ..SourceRanker::default() };
            crossed.rankers = first.into_iter().zip(right).map(ranker).collect();
            crossed.learned = learned;
        }
        crossed
    }

    /// The ranker that has seen all pages, with the curves of those that have not.
    fn ranker(&self) -> SourceRanker {
        let unseen: Vec<Forest> = (0..PARTS).map(|part| self.learned.sure(Some(part))).collect();
        let curves = self.curves(&unseen);
        SourceRanker {
            first: self.first.clone(),
            right: self.learned.grown(None, &TREES),
            sure: self.learned.sure(None),
            curves,
            listed: Forest::default(),
        }
    }

    /// Share of right ones by what the trees say that have not seen their page.
    fn curves(&self, unseen: &[Forest]) -> [ConfidenceCurve; 2] {
        [true, false].map(|marked| {
            let known = self.learned.outcomes.iter().filter(|outcome| outcome.marked == marked);
            let known = known.map(|one| (unseen[one.page % PARTS].probability(&one.evidence), one.right));
            ConfidenceCurve { shares: rising_shares(known.collect(), STEPS) }
        })
    }

    /// Prints how often the right one is chosen on pages that were not seen.
    fn print(&self) {
        let learned = &self.learned;
        let mut counts = [[0_usize; 3]; 4];
        for (part, ranker) in self.rankers.iter().enumerate() {
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
    }
}

/// Rows to learn from.
#[derive(Default)]
struct Learned {
    table: FeatureMatrix,
    labels: Vec<f32>,
    choices: Vec<Choice>,
    /// Of statements in other languages.
    outcomes: Vec<Outcome>,
}

/// The speaker chosen by a ranker that has not seen the page.
struct Outcome {
    page: usize,
    marked: bool,
    evidence: SpeakerEvidence,
    right: bool,
}

impl Learned {
    /// Returns trees that have not seen one part of the pages.
    fn grown(&self, part: Option<usize>, settings: &BoostSettings) -> Forest {
        let seen = self.choices.iter().filter(|choice| part.is_none_or(|part| choice.page % PARTS != part));
        let weight = |choice: &Choice| if choice.foreign { 2.5 } else { 1.0 };
        let mut chosen = Vec::new();
        let mut groups = Vec::new();
        for choice in seen {
            let first = chosen.len();
            chosen.extend(choice.rows.clone().map(|row| (0, row, self.labels[row], weight(choice))));
            groups.push(first..chosen.len());
        }
        grow_choices(&TrainingRows::of(&[&self.table], &chosen), &groups, settings)
    }

    /// For each part the trees that have not seen it; two at a time.
    fn all_grown(&self, settings: &BoostSettings) -> Vec<Forest> {
        let all: Vec<usize> = (0..PARTS).collect();
        let grown = |parts: &[usize]| -> Vec<Forest> {
            std::thread::scope(|scope| {
                let running: Vec<_> =
                    parts.iter().map(|&part| scope.spawn(move || self.grown(Some(part), settings))).collect();
                running
                    .into_iter()
                    .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            })
        };
        all.chunks(THREADS).flat_map(grown).collect()
    }

    /// Trees that tell whether the chosen speaker is right; they have not seen one part of the pages.
    fn sure(&self, part: Option<usize>) -> Forest {
        let seen = || self.outcomes.iter().filter(|one| part.is_none_or(|part| one.page % PARTS != part));
        let values = seen().flat_map(|one| one.evidence).collect();
        let table = FeatureMatrix { width: ranking::WIDTH, values };
        let chosen: Vec<_> = seen().enumerate().map(|(at, one)| (0, at, f32::from(u8::from(one.right)), 1.0)).collect();
        grow(&TrainingRows::of(&[&table], &chosen), &SURE)
    }

    fn add(
        &mut self,
        number: usize,
        annotated: &AnnotatedPage,
        page: &Analysis<'_>,
        marks: &MarkModel,
        ranker: Option<&SourceRanker>,
    ) {
        self.table.width = WIDTH;
        let (statements, mentions) = multilingual::heard(page, marks);
        let people = People::of(page, &mentions);
        let scene = Scene::new(page, &mentions, &people);
        let mut history = History::default();
        let informed = ranker.filter(|ranker| !ranker.first.roots.is_empty());
        let outlook = informed.map(|ranker| Outlook::of(&scene, &statements, ranker)).unwrap_or_default();
        for (place, found) in statements.into_iter().enumerate() {
            let span = page.tokens.span(&found.statement.content);
            if span.start >= annotated.until {
                break;
            }
            let marked = found.statement.marked;
            let here = |gold: &&Gold| gold.marked == marked && span.start <= gold.start && gold.start < span.end;
            let gold = annotated.statements.iter().find(here);
            let foreign = page.language.is_foreign();
            let mut candidates = scene.candidates(&found.statement, &history);
            outlook.complete(place, &found, &mut candidates);
            let name = |entity: usize| people.entities[entity].name.as_str();
            // Where one of the candidates has the full name, a part of it is not enough.
            let whole = gold.is_some_and(|gold| candidates.iter().any(|one| is_full(name(one.entity), gold)));
            let fits = |name: &str, gold: &Gold| if whole { is_full(name, gold) } else { is_named(name, &gold.names) };
            let right = |entity: usize| gold.is_some_and(|gold| fits(name(entity), gold));
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
                Some(ranker) => {
                    let best = ranker.best(&candidates).filter(|best| best.probability >= multilingual::NOTED);
                    best.map(|best| best.candidate.entity)
                }
                None => candidates.iter().find(|one| right(one.entity)).map(|one| one.entity),
            };
            if foreign
                && !debatable
                && let Some(best) = ranker.and_then(|ranker| ranker.best(&candidates))
            {
                let known = &people.entities[best.candidate.entity];
                let right = gold.is_some_and(|gold| is_full(&known.name, gold));
                self.outcomes.push(Outcome { page: number, marked, evidence: best.evidence(&found, known), right });
            }
            if let Some(entity) = chosen {
                history.note(entity, &found.statement);
            }
        }
    }
}

/// The words of a name that tell it from others.
fn words(text: &str) -> Vec<String> {
    let words = text.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.chars().count() > 1 && !SMALL.contains(w)).map(str::to_owned).collect()
}

/// Returns true if this is the gold speaker's full name.
fn is_full(name: &str, gold: &Gold) -> bool {
    let (own, full) = (words(name), gold.names.first().map(|name| words(name)).unwrap_or_default());
    full.len() < 2 && is_named(name, &gold.names)
        || full.iter().all(|word| own.contains(word))
        || own.len() > 1 && gold.names.iter().any(|form| words(form) == own)
}

/// Returns true if this is one of a speaker's names, all of it or a part of it.
pub fn is_named(name: &str, names: &[String]) -> bool {
    let own = words(name);
    !own.is_empty()
        && names.iter().any(|form| {
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
