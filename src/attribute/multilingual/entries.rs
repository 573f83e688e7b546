//! Speakers as entries of a page's list: how likely each is one whom a careful reader would list, from all that it is
//! said to have said. Learned by `dev train-sources`.

use super::Attributed;
use super::people::People;
use crate::attribute::draft::Analysis;
use crate::forest::{FeatureRow, flag};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Values of an entry.
pub const WIDTH: usize = 41;
/// Values that tell whether a speaker belongs in the list.
pub type EntryRow = [f32; WIDTH];

/// Entries with a common word are compared on pages with at most so many.
const MOST: usize = 200;

/// A speaker of a page with its values.
#[derive(Clone, Debug)]
pub struct SpeakerEntry {
    /// Index of the entity.
    pub entity: usize,
    /// Its values.
    pub row: EntryRow,
}

/// All that an entity is said to have said.
#[derive(Default)]
struct Said {
    marked: Vec<f32>,
    clauses: Vec<f32>,
    rules: [usize; 10],
    named: usize,
    mentioned: usize,
    probable: f32,
}

/// The entries of a page, in the order of their entities.
pub(super) fn measure(page: &Analysis<'_>, people: &People, list: &[Attributed]) -> Vec<SpeakerEntry> {
    let mut all: BTreeMap<usize, Said> = BTreeMap::new();
    for one in list {
        let Some((entity, mention)) = &one.speaker else { continue };
        let said = all.entry(*entity).or_default();
        let side = if one.marked() { &mut said.marked } else { &mut said.clauses };
        side.push(one.confidence);
        said.rules[usize::from(one.found.statement.rule).min(9)] += 1;
        said.probable = said.probable.max(one.found.probability);
        if let Some(mention) = mention {
            said.mentioned += 1;
            let name = &people.entities[*entity].name;
            said.named += usize::from(page.tokens.span(mention).of(page.text).contains(name.as_str()));
        }
    }
    let shared = shared_words(people, &all);
    let context = [list.len() as f32, all.len() as f32, page.tokens.list.len() as f32];
    let row = |(&entity, said): (&usize, &Said)| SpeakerEntry {
        entity,
        row: row(people, entity, said, context, shared.get(&entity).copied().unwrap_or_default()),
    };
    all.iter().map(row).collect()
}

/// For each entity the number of others on the list that have a word of its name.
fn shared_words(people: &People, all: &BTreeMap<usize, Said>) -> FxHashMap<usize, u32> {
    let mut shared = FxHashMap::default();
    if all.len() > MOST {
        return shared;
    }
    let words = |entity: usize| people.entities[entity].name.split_whitespace().filter(|word| word.chars().count() > 2);
    for &entity in all.keys() {
        let meets =
            |other: &&usize| **other != entity && words(**other).any(|word| words(entity).any(|own| own == word));
        shared.insert(entity, all.keys().filter(meets).count() as u32);
    }
    shared
}

fn row(people: &People, entity: usize, said: &Said, context: [f32; 3], shared: u32) -> EntryRow {
    let mut row = FeatureRow::<WIDTH>::default();
    let known = &people.entities[entity];
    let mut all: Vec<f32> = said.marked.iter().chain(&said.clauses).copied().collect();
    all.sort_by(|a, b| b.total_cmp(a));
    let best = |list: &[f32]| list.iter().copied().fold(0.0, f32::max);
    row.counts(&[all.len().min(20), said.marked.len().min(20), said.clauses.len().min(20)]);
    for value in [
        best(&all),
        all.get(1).copied().unwrap_or_default(),
        all.iter().sum::<f32>().min(9.0),
        best(&said.marked),
        best(&said.clauses),
        all.iter().filter(|value| **value > 0.5).count() as f32,
        said.probable,
    ] {
        row.push(value);
    }
    row.counts(&said.rules.map(|count| count.min(9)));
    row.push(said.mentioned as f32 / all.len().max(1) as f32);
    row.push(said.named.min(9) as f32);
    let words = || known.name.split_whitespace();
    let large = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    row.counts(&[words().count().min(9), words().filter(large).count().min(9), known.name.chars().count().min(60)]);
    row.flags(&[
        known.kind == SpeakerKind::Person,
        known.kind == SpeakerKind::Organisation,
        known.kind == SpeakerKind::Group,
        known.kind == SpeakerKind::Unnamed,
        known.can_speak,
        known.is_given,
        known.role.is_some(),
        !words().next().is_some_and(|word| large(&word)),
        known.name.chars().any(|c| c.is_ascii_digit()),
        known.name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase),
    ]);
    row.push((known.mentions as f32 + 1.0).log2());
    row.push(flag(known.acronym.is_some()) + shared.min(4) as f32);
    context.iter().for_each(|value| row.push((value + 1.0).log2()));
    row.push(said.marked.iter().sum::<f32>() / said.marked.len().max(1) as f32);
    row.finish()
}
