//! Names: runs of capitalised words, classified as persons, organisations and outlets and grouped into entities.
//!
//! All runs of a page are found first (`runs.rs`), then their names are grouped (`cluster.rs`): the first occurrence
//! may be short and the full name may follow later.

mod cluster;
mod extent;
mod false_names;
mod glue;
mod kind_row;
mod kinds;
pub mod letters;
mod pronouns;
mod runs;
mod title_case;

pub use kind_row::{NAME_WIDTH, NameKinds, NameRow};

use super::draft::Analysis;
use super::lexicon::{GIVEN, WordClass, hash_of};
use super::tokens::{Kind, Token};
use crate::reading::SpeakerKind;
use crate::small_sort::SmallSort;
use crate::white_space;
use rustc_hash::FxHashSet;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Gender of the pronoun that fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Unknown.
    #[default]
    Unknown,
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// Returns true if both are known and differ.
    pub fn clashes(self, other: Self) -> bool {
        self != Self::Unknown && other != Self::Unknown && self != other
    }
}

/// A person or organisation named in the text.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Tokens of the fullest name, at its first occurrence.
    pub name: Range<usize>,
    /// Kind of the entity.
    pub kind: SpeakerKind,
    /// The pronoun that fits.
    pub gender: Gender,
    /// Probability that this is a person.
    pub person: f32,
    /// Hashes of the name's words.
    words: Vec<u64>,
    /// True if a given name or title proves that this is a person.
    pub surely_person: bool,
}

impl Entity {
    /// Returns true if the name is a single word.
    pub const fn single(&self) -> bool {
        self.words.len() == 1
    }
}

/// An occurrence of an entity's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name's tokens, without title.
    pub name: Range<usize>,
    /// The name's tokens including titles.
    pub titled: Range<usize>,
    /// The entity, an index into [`Names::entities`].
    pub entity: usize,
}

/// All names of a text.
#[derive(Debug, Default)]
pub struct Names {
    /// The entities named.
    pub entities: Vec<Entity>,
    /// All occurrences, in order.
    pub places: Vec<Occurrence>,
    /// For each entity, the indices of its occurrences, in order.
    of_entity: Vec<Vec<u32>>,
}

/// Probability from which the pronouns of the page are asked for the gender of a name.
const MAY_BE_PERSON: f32 = 0.1;

/// A run of words before its entity is known.
#[derive(Debug)]
struct Found {
    name: Range<usize>,
    titled: Range<usize>,
    words: Vec<u64>,
    gender: Gender,
    kind: SpeakerKind,
    /// True for "Sir Peter": the given name alone is the usual form.
    knighted: bool,
}

impl Names {
    /// Finds the names of a page; `kinds` tells persons from bodies better than the rules. `raw`: words glued to a name
    /// stay with it.
    pub fn of(page: &Analysis<'_>, kinds: Option<&NameKinds>, raw: bool) -> Self {
        let small = kind_row::small_words(page);
        let mut names = Self::by_rules(page, &small, raw);
        if let Some(kinds) = kinds {
            let row = |entity: usize| kind_row::row(page, &names, entity, &small);
            let judged: Vec<f32> = (0..names.entities.len()).map(|at| kinds.person.probability(&row(at))).collect();
            for (entity, person) in names.entities.iter_mut().zip(judged) {
                // Of places that nobody quotes the trees have seen none.
                let place = !entity.surely_person && kinds::is_place_name(page, &entity.name);
                entity.person = if place { 0.0 } else { person };
                entity.kind = NameKinds::kind(entity.person, entity.kind);
                entity.surely_person &= entity.kind == SpeakerKind::Person;
            }
        }
        for at in 0..names.entities.len() {
            if names.entities[at].person >= MAY_BE_PERSON {
                names.entities[at].gender =
                    pronouns::gender(pronouns::behind(page, &names, at), names.entities[at].gender);
            }
        }
        names
    }

    /// The name of each entity, its kind by the rules, and the features from which its kind is learned.
    pub fn kind_rows(page: &Analysis<'_>) -> Vec<(String, SpeakerKind, NameRow)> {
        let small = kind_row::small_words(page);
        let names = Self::by_rules(page, &small, false);
        let row = |at: usize| {
            let known = &names.entities[at];
            let name = white_space::fold(page.tokens.span(&known.name).of(page.text));
            (name, known.kind, kind_row::row(page, &names, at, &small))
        };
        (0..names.entities.len()).map(row).collect()
    }

    /// `small`: words of the page in small letters.
    fn by_rules(page: &Analysis<'_>, small: &FxHashSet<u64>, raw: bool) -> Self {
        let mut found: Vec<Found> = Vec::new();
        let mut titles: Vec<usize> = Vec::new();
        let mut at = 0;
        while at < page.tokens.list.len() {
            let Some(run) = runs::run(page, at) else {
                at += 1;
                continue;
            };
            let name = Found::of(page, &run);
            if name.is_none() && run.len() == 1 {
                titles.push(run.start);
            }
            found.extend(name);
            at = run.end.max(at + 1);
        }
        add_surnames(page, &titles, &mut found);
        false_names::drop(page, small, &mut found);
        cluster::join(page, small, found, raw)
    }

    /// Returns true if the entity is known from a single word without a title only.
    pub fn vague(&self, entity: usize) -> bool {
        let entity = &self.entities[entity];
        entity.words.len() == 1 && entity.gender == Gender::Unknown
    }

    /// Returns the occurrences inside a range of tokens, in order.
    pub fn within(&self, range: &Range<usize>) -> &[Occurrence] {
        let first = self.places.partition_point(|place| place.name.start < range.start);
        let last = self.places.partition_point(|place| place.name.start < range.end);
        &self.places[first..last.max(first)]
    }

    /// Returns the occurrences of an entity, in order.
    pub fn of_entity(&self, entity: usize) -> impl Iterator<Item = &Occurrence> {
        self.of_entity.get(entity).into_iter().flatten().map(|&at| &self.places[at as usize])
    }

    /// The places of an entity before a token, nearest first.
    pub fn places_before(&self, entity: usize, token: usize) -> impl Iterator<Item = &Occurrence> {
        let list = self.of_entity.get(entity).map_or(&[][..], Vec::as_slice);
        let last = list.partition_point(|&at| self.places[at as usize].name.start < token);
        list[..last].iter().rev().map(|&at| &self.places[at as usize])
    }

    /// Number of occurrences of an entity.
    pub fn times(&self, entity: usize) -> usize {
        self.of_entity.get(entity).map_or(0, Vec::len)
    }

    /// Returns the occurrences before a token, nearest first.
    pub fn before(&self, token: usize) -> std::iter::Rev<std::slice::Iter<'_, Occurrence>> {
        let last = self.places.partition_point(|place| place.name.start < token);
        self.places[..last].iter().rev()
    }
}

/// Adds words that are titles elsewhere and surnames here: "King" on a page with "Ada King".
fn add_surnames(page: &Analysis<'_>, titles: &[usize], found: &mut Vec<Found>) {
    let tokens = &page.tokens.list;
    let full = |name: &&Found| name.words.len() > 1 && tokens[name.name.start].is(GIVEN);
    let surnames: Vec<u64> = found.iter().filter(full).filter_map(|name| name.words.last().copied()).collect();
    let added: Vec<Found> = titles
        .iter()
        .map(|&at| (at, folded(page, &tokens[at])))
        .filter(|(_, word)| surnames.contains(word))
        .map(|(at, word)| Found {
            name: at..at + 1,
            titled: at..at + 1,
            words: vec![word],
            gender: Gender::Unknown,
            kind: SpeakerKind::Person,
            knighted: false,
        })
        .collect();
    if !added.is_empty() {
        found.extend(added);
        found.small_sort_by_key(|name| name.name.start);
    }
}

impl Found {
    fn of(page: &Analysis<'_>, run: &Range<usize>) -> Option<Self> {
        let tokens = &page.tokens.list;
        let run = &runs::without_role(tokens, run);
        let name = runs::without_titles(tokens, run);
        let name = runs::behind_office(page, &name);
        let name = name.start..name.end - runs::behind(page, &name);
        let part = |t: &&Token| t.kind == Kind::Word && !t.is(WordClass::PREP | WordClass::DET);
        let words: Vec<u64> = tokens[name.clone()].iter().filter(part).map(|t| folded(page, t)).collect();
        if words.is_empty() {
            return None;
        }
        let mut titles = tokens[run.start..name.start].iter().rev();
        let titled_gender = titles.find_map(|t| kinds::gender_of_title(page, t)).unwrap_or_default();
        let knighted = kinds::knighted(page, run, &name);
        // "Dr. Omar" is a surname.
        let surname = run.start < name.start && name.len() == 1 && !knighted;
        let given = if surname { Gender::Unknown } else { kinds::gender_of_given(&tokens[name.start]) };
        Some(Self {
            kind: kinds::kind_of(tokens, &name, run.start < name.start),
            gender: if titled_gender == Gender::Unknown { given } else { titled_gender },
            knighted,
            titled: run.clone(),
            words,
            name,
        })
    }

    const fn has_title(&self) -> bool {
        self.titled.start < self.name.start
    }

    /// Removes the first word, which is no part of the name.
    fn drop_first(&mut self, page: &Analysis<'_>) {
        self.words.remove(0);
        self.name.start += 1;
        self.titled.start = self.name.start;
        self.kind = kinds::kind_of(&page.tokens.list, &self.name, false);
        self.gender = kinds::gender_of_given(&page.tokens.list[self.name.start]);
    }

    /// Keeps so many words from the start; each word of the name is one token.
    fn keep_first(&mut self, size: usize) {
        self.words.truncate(size);
        self.name.end = self.name.start + size;
    }
}

/// Returns the hash of a word without diacritics.
fn folded(page: &Analysis<'_>, token: &Token) -> u64 {
    let word = token.span().of(page.text);
    if word.is_ascii() {
        return token.hash;
    }
    hash_of(&word.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>())
}
