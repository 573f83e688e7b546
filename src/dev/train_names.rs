//! `dev train-names NOTES[:NOTES…] PAGES OUT`: learns which names are those of persons and which those of bodies, from
//! the speakers of the notes. Prints how often the kind is right with pages held apart.
//!
//! ```text
//! cargo run --profile quick --features dev -- dev train-names tests/annotations/dev:../shared/bench/speakers PAGES assets/attribution/names.bin
//! ```

use super::annotations::{self, NotedSpeaker};
use super::boosting::{BoostSettings, TrainingRows, grow};
use super::train_confidence::names::{Agreement, agreement};
use super::train_speakers::{self, NotedPage, PARTS};
use crate::attribute::names::{NAME_WIDTH, NameKinds, NameRow};
use crate::attribute::{Model, name_rows};
use crate::forest::FeatureMatrix;
use crate::reading::SpeakerKind;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Trees of the shipped size.
const TREES: BoostSettings =
    BoostSettings { trees: 120, leaves: 5, rate: 0.06, least: 2.0, columns: 0.3, rows: 0.7, ridge: 3.0 };

/// A name of a page whose kind is noted.
#[derive(Debug)]
struct NotedName {
    page: usize,
    ruled: SpeakerKind,
    person: bool,
    row: NameRow,
}

/// The command itself.
///
/// # Errors
/// Wrong words, or a file that cannot be read or written.
pub fn train(words: &[String]) -> Result<(), String> {
    let [notes, pages, out] = words else {
        return Err("usage: dev train-names NOTES[:NOTES…] PAGES OUT".into());
    };
    let articles = annotations::from_folder(Path::new(pages));
    let pages = train_speakers::read(notes, &articles).map_err(|error| error.to_string())?;
    learn(&pages, out).map_err(|error| error.to_string())
}

fn learn(pages: &[NotedPage], out: &str) -> io::Result<()> {
    let names = names(pages);
    let apart: Vec<NameKinds> =
        (0..PARTS).map(|part| grown(names.iter().filter(|one| one.page % PARTS != part))).collect();
    let right = |kind: SpeakerKind, name: &NotedName| (kind == SpeakerKind::Person) == name.person;
    let ruled = names.iter().filter(|one| right(one.ruled, one)).count();
    let person = |one: &NotedName| apart[one.page % PARTS].person.probability(&one.row);
    let judged = names.iter().filter(|one| right(NameKinds::kind(person(one), one.ruled), one)).count();
    let all = names.len();
    writeln!(io::stdout(), "{all} names: kind right by rules {ruled}, with pages held apart {judged}")?;
    let mut bytes = Vec::new();
    grown(names.iter()).person.write(&mut bytes);
    fs::write(out, bytes)
}

/// The names of English pages whose kind the notes tell.
fn names(pages: &[NotedPage]) -> Vec<NotedName> {
    let model = Model::bundled();
    let mut all = Vec::new();
    for (page, noted) in pages.iter().enumerate() {
        for (name, ruled, row) in name_rows(&noted.article, &model) {
            let same = |speaker: &&NotedSpeaker| agreement(&name, speaker) == Agreement::Full;
            let kind = noted.note.speakers.iter().find(same).map(|speaker| speaker.kind);
            if let Some(kind) = kind {
                all.push(NotedName { page, ruled, person: kind == SpeakerKind::Person, row });
            }
        }
    }
    all
}

fn grown<'a>(names: impl Iterator<Item = &'a NotedName>) -> NameKinds {
    let mut table = FeatureMatrix { width: NAME_WIDTH, values: Vec::new() };
    let mut chosen = Vec::new();
    for one in names {
        chosen.push((0, table.rows(), f32::from(u8::from(one.person)), 1.0));
        table.values.extend(one.row);
    }
    NameKinds { person: grow(&TrainingRows::of(&[&table], &chosen), &TREES) }
}
