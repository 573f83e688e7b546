//! `dev train-letters LISTS NOTES[:NOTES…] PAGES OUT`: learns which runs of letters are those of given names, and of
//! women's, from the lists of given names in the folder LISTS against the small words of the pages and the other lists.
//! Prints how often a word is told right with words held apart.
//!
//! ```text
//! cargo run --profile quick --features dev -- dev train-letters assets/attribution tests/annotations/dev PAGES assets/attribution/name-letters.bin
//! ```

use super::annotations;
use super::train_speakers::{self, NotedPage};
use crate::attribute::names::letters::{SIZE, STEP, runs};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Rounds over all words.
const ROUNDS: usize = 30;
/// Parts that words are held apart in.
const PARTS: usize = 5;
/// Share of the error by which a weight moves, and by which it shrinks.
const RATE: f32 = 0.08;
const SHRINK: f32 = 0.0004;
/// Shorter words tell nothing.
const SHORTEST: usize = 3;
/// Files of the English lists whose words are no given names.
const OTHERS: [&str; 4] = ["places", "outlets", "organisation-words", "outlet-words"];

/// A word as its runs, and true if it is one of those to be told.
type Example = (Vec<usize>, bool);

/// The command itself.
///
/// # Errors
/// Wrong words, or a file that cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let [lists, notes, pages, out] = words else {
        return Err("usage: dev train-letters LISTS NOTES[:NOTES…] PAGES OUT".into());
    };
    let articles = annotations::from_folder(Path::new(pages));
    let pages = train_speakers::read(notes, &articles).map_err(|error| error.to_string())?;
    learn(Path::new(lists), &pages, out).map_err(|error| error.to_string())
}

fn learn(lists: &Path, pages: &[NotedPage], out: &str) -> io::Result<()> {
    let given = |sort: &str| -> io::Result<BTreeSet<String>> {
        let file = format!("given-names-{sort}.txt");
        let mut names = listed(&lists.join(&file))?;
        names.extend(listed(&lists.join("en").join(&file))?);
        Ok(names)
    };
    let (male, female, either) = (given("male")?, given("female")?, given("either")?);
    let names: BTreeSet<&String> = male.iter().chain(&female).chain(&either).collect();
    let mut others = small_words(pages);
    for file in OTHERS {
        others.extend(listed(&lists.join("en").join(format!("{file}.txt")))?);
    }
    others.retain(|word| !names.contains(word));
    let mut bytes = Vec::with_capacity(2 * SIZE);
    let of_names = |all: &mut dyn Iterator<Item = &String>, yes: bool| -> Vec<Example> {
        all.map(|word| (runs(word), yes)).collect()
    };
    let mut tables = [
        ("given name", [of_names(&mut names.into_iter(), true), of_names(&mut others.iter(), false)].concat()),
        ("woman", [of_names(&mut female.iter(), true), of_names(&mut male.iter(), false)].concat()),
    ];
    for (what, examples) in &mut tables {
        // An order that the alphabet does not tell.
        examples.sort_by_key(|(runs, _)| runs.iter().fold(7_usize, |sum, run| sum.wrapping_mul(31).wrapping_add(*run)));
        writeln!(
            io::stdout(),
            "{what}: {} words, told right with words held apart {:.3}",
            examples.len(),
            apart(examples)
        )?;
        bytes.extend(grown(examples.iter()).iter().map(|weight| stored(*weight)));
    }
    fs::write(out, bytes)
}

/// The single words of a list, in small letters.
fn listed(path: &Path) -> io::Result<BTreeSet<String>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(|line| line.split([' ', '-'])).map(str::to_lowercase);
    Ok(words.filter(|word| is_long(word)).collect())
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= SHORTEST && word.chars().all(char::is_alphabetic)
}

/// The words that English pages have in small letters.
fn small_words(pages: &[NotedPage]) -> BTreeSet<String> {
    let english = pages.iter().filter(|page| page.article.meta.language.as_deref().is_none_or(|l| l.starts_with("en")));
    let words = english.flat_map(|page| page.article.text.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| is_long(word) && word.chars().all(char::is_lowercase)).map(str::to_owned).collect()
}

/// Share of the examples told right by weights that have not seen them.
fn apart(examples: &[Example]) -> f32 {
    let right = (0..PARTS).map(|part| {
        let held = |at: usize| at % PARTS == part;
        let weights = grown(examples.iter().enumerate().filter(|(at, _)| !held(*at)).map(|(_, one)| one));
        let told = examples.iter().enumerate().filter(|(at, _)| held(*at));
        told.filter(|(_, (runs, yes))| (sum(&weights, runs) > 0.0) == *yes).count()
    });
    right.sum::<usize>() as f32 / examples.len() as f32
}

fn sum(weights: &[f32], runs: &[usize]) -> f32 {
    runs.iter().map(|&run| weights[run]).sum()
}

/// Weights by gradient descent, one example after the other.
fn grown<'a>(examples: impl Iterator<Item = &'a Example>) -> Vec<f32> {
    let examples: Vec<&Example> = examples.collect();
    let mut weights = vec![0.0_f32; SIZE];
    for round in 0..ROUNDS {
        let rate = RATE / (1.0 + round as f32 * 0.2);
        for (runs, yes) in &examples {
            let probability = crate::forest::logistic(sum(&weights, runs));
            let error = f32::from(u8::from(*yes)) - probability;
            for &run in runs {
                weights[run] += rate * error - SHRINK * weights[run];
            }
        }
    }
    weights
}

fn stored(weight: f32) -> u8 {
    (weight / STEP).round().clamp(-127.0, 127.0) as i8 as u8
}
