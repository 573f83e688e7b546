//! `dev train-speakers NOTES[:NOTES…] PAGES OUT [ROWS]`: learns which of the people around a quotation said it, in English.
//! Prints how often the speaker is right with pages held apart; ROWS gets all rows as CSV.
//!
//! ```text
//! cargo run --profile quick --features dev -- dev train-speakers tests/annotations/dev:../shared/bench/speakers PAGES assets/attribution/speakers.bin
//! ```

use super::annotations::{self, Annotation, Articles, NotedQuotation, NotedSpeaker};
use super::boosting::{BoostSettings, TrainingRows, grow_choices};
use super::train_confidence::labels::{overlapping, speakers_of};
use super::train_confidence::names::{Agreement, agreement, of_quotation};
use crate::article::Article;
use crate::attribute::speakers::{SPEAKER_COLUMNS, SPEAKER_WIDTH, SpeakerChoice, SpeakerRanker};
use crate::attribute::{Model, speaker_choices};
use crate::forest::FeatureMatrix;
use crate::reading::Reading;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

/// Parts that the pages are held apart in.
pub(super) const PARTS: usize = 5;
/// Rounds of learning: in the first who spoke before is what the rules say, then what was learned so far.
const ROUNDS: usize = 2;
/// Trees of the shipped size.
const TREES: BoostSettings =
    BoostSettings { trees: 400, leaves: 14, rate: 0.03, least: 1.5, columns: 0.3, rows: 0.6, ridge: 4.0 };

/// Column of the sources that are names.
const NAME: &str = "name";

/// A page with its notes.
#[derive(Debug)]
pub(super) struct NotedPage {
    /// The notes.
    pub note: Annotation,
    /// The article.
    pub article: Article,
}

/// A noted quotation that was found, with its candidates.
#[derive(Debug)]
struct NotedTurn {
    page: usize,
    marked: bool,
    choice: SpeakerChoice,
    /// True for each candidate that is the speaker.
    right: Vec<bool>,
    /// True if the answer given is the speaker under the full name.
    answered: bool,
}

/// The command itself.
///
/// # Errors
/// Wrong words, or a file that cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let (notes, pages, out, rows) = match words {
        [notes, pages, out] => (notes, pages, out, None),
        [notes, pages, out, rows] => (notes, pages, out, Some(rows)),
        _ => return Err("usage: dev train-speakers NOTES[:NOTES…] PAGES OUT [ROWS]".into()),
    };
    let articles = annotations::from_folder(Path::new(pages));
    learn(notes, &articles, out, rows.map(String::as_str)).map_err(|error| error.to_string())
}

fn learn(notes: &str, articles: Articles<'_>, out: &str, rows: Option<&str>) -> io::Result<()> {
    let pages = read(notes, articles)?;
    let mut model = Model::bundled().with_ranker(None);
    let mut choices: Vec<NotedTurn> = Vec::new();
    let mut rankers: Vec<SpeakerRanker> = Vec::new();
    for _ in 0..ROUNDS {
        (model, choices) = all_choices(&pages, model, &rankers);
        if rankers.is_empty() {
            say("rules alone:");
            report(&choices);
        }
        rankers = (0..PARTS).map(|part| grown(choices.iter().filter(|one| one.page % PARTS != part))).collect();
    }
    let (_, judged) = all_choices(&pages, model, &rankers);
    say("with pages held apart:");
    report(&judged);
    if let Some(rows) = rows {
        fs::write(rows, csv(&pages, &judged))?;
    }
    let mut bytes = Vec::new();
    grown(choices.iter()).right.write(&mut bytes);
    fs::write(out, bytes)
}

/// The pages of some folders of notes.
pub(super) fn read(notes: &str, articles: Articles<'_>) -> io::Result<Vec<NotedPage>> {
    let page = |note: Annotation| Ok(NotedPage { article: articles(&note.page)?, note });
    annotations::read(notes)?.into_iter().map(page).collect()
}

/// The rankers of all parts, each learned from the other parts.
pub(super) fn rankers_apart(pages: &[NotedPage]) -> Vec<SpeakerRanker> {
    let mut model = Model::bundled().with_ranker(None);
    let mut rankers: Vec<SpeakerRanker> = Vec::new();
    for _ in 0..ROUNDS {
        let choices;
        (model, choices) = all_choices(pages, model, &rankers);
        rankers = (0..PARTS).map(|part| grown(choices.iter().filter(|one| one.page % PARTS != part))).collect();
    }
    rankers
}

/// The choices of all pages; each page is read with the ranker of its part.
fn all_choices(pages: &[NotedPage], mut model: Model, rankers: &[SpeakerRanker]) -> (Model, Vec<NotedTurn>) {
    let mut all = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        model = model.with_ranker(rankers.get(number % PARTS).cloned());
        let (attributions, choices) = speaker_choices(&page.article, &model);
        let reading = Reading { article: page.article.clone(), attributions, ..Reading::default() };
        let noted = page.note.quotations.iter().filter(|noted| !noted.debatable());
        all.extend(
            noted.filter_map(|noted| choice(number, noted, &page.note.speakers[noted.speaker], &reading, &choices)),
        );
    }
    (model, all)
}

fn choice(
    page: usize,
    noted: &NotedQuotation,
    speaker: &NotedSpeaker,
    reading: &Reading,
    choices: &[SpeakerChoice],
) -> Option<NotedTurn> {
    let at = noted.locate(&reading.article.text)?;
    let quote = &reading.attributions.quotes[overlapping(noted, at, reading).1?];
    let first = quote.spans.first()?.start;
    let choice = choices.iter().filter(|one| one.content.start <= first && first < one.content.end);
    let choice = choice.min_by_key(|one| one.content.end - one.content.start)?.clone();
    let of = |name: &String| agreement(name, speaker);
    let best = choice.candidates.iter().map(|(name, _)| of(name)).max().unwrap_or(Agreement::Wrong);
    let right = choice.candidates.iter().map(|(name, _)| best > Agreement::Wrong && of(name) == best).collect();
    let found = of_quotation(&speakers_of(reading, quote), quote.mention.is_some(), speaker, noted.anonymous());
    Some(NotedTurn { page, marked: noted.marked, choice, right, answered: found == Agreement::Full })
}

fn grown<'a>(choices: impl Iterator<Item = &'a NotedTurn>) -> SpeakerRanker {
    let mut table = FeatureMatrix { width: SPEAKER_WIDTH, values: Vec::new() };
    let (mut chosen, mut groups) = (Vec::new(), Vec::new());
    // Sources that are names are not ranked.
    let column = SPEAKER_COLUMNS.iter().position(|column| *column == NAME).unwrap_or_default();
    for one in choices.filter(|one| one.choice.candidates.first().is_none_or(|(_, row)| row[column] <= 0.0)) {
        let first = chosen.len();
        for ((_, row), &right) in one.choice.candidates.iter().zip(&one.right) {
            chosen.push((0, table.rows(), f32::from(u8::from(right)), 1.0));
            table.values.extend(row);
        }
        groups.push(first..chosen.len());
    }
    SpeakerRanker { right: grow_choices(&TrainingRows::of(&[&table], &chosen), &groups, &TREES) }
}

/// Prints for each sort of source how often the speaker is among the candidates, found by the rules, and answered.
fn report(choices: &[NotedTurn]) {
    for marked in [true, false] {
        say(if marked { "  in marks" } else { "  indirect" });
        for (column, name) in SPEAKER_COLUMNS.iter().enumerate().take(11) {
            let of_sort = choices.iter().filter(|one| {
                one.marked == marked && one.choice.candidates.first().is_some_and(|(_, row)| row[column] > 0.0)
            });
            print(name, &of_sort.collect::<Vec<_>>());
        }
        print("all", &choices.iter().filter(|one| one.marked == marked).collect::<Vec<_>>());
    }
}

fn print(name: &str, choices: &[&NotedTurn]) {
    let count = |holds: fn(&NotedTurn) -> bool| choices.iter().filter(|one| holds(one)).count();
    let among = count(|one| one.right.iter().any(|&right| right));
    let ruled = count(|one| one.choice.ruled.is_some_and(|at| one.right[at]));
    let chosen = count(|one| one.choice.chosen.is_some_and(|at| one.right[at]));
    let full = count(|one| one.answered);
    let all = choices.len();
    say(&format!(
        "    {name:10} {all:4}: among the candidates {among:4}, ruled {ruled:4}, chosen {chosen:4}, full {full:4}"
    ));
}

fn csv(pages: &[NotedPage], choices: &[NotedTurn]) -> String {
    let mut out =
        format!("page,start,quote,candidate,marked,ruled,chosen,right,answered,{}\n", SPEAKER_COLUMNS.join(","));
    for (number, one) in choices.iter().enumerate() {
        for (at, ((name, row), &right)) in one.choice.candidates.iter().zip(&one.right).enumerate() {
            let is = |index: Option<usize>| index == Some(at);
            let flags = [one.marked, is(one.choice.ruled), is(one.choice.chosen), right, one.answered].map(u8::from);
            let [marked, ruled, chosen, right, answered] = flags;
            let (start, name) = (one.choice.content.start, name.replace([',', '\n'], " "));
            let page = &pages[one.page].note.page;
            let _ = write!(out, "{page},{start},{number},{name},{marked},{ruled},{chosen},{right},{answered}");
            row.iter().for_each(|value| {
                let _ = write!(out, ",{value}");
            });
            out.push('\n');
        }
    }
    out
}

fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
