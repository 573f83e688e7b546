//! [`NameKinds`]: tells persons from bodies by the words of a name and by its surroundings on the page. Learned by
//! `dev train-names`.

use super::kinds::kind_of_noun;
use super::letters::{LetterTable, log_odds};
use super::pronouns::{self, Pronouns};
use super::title_case::is_suffix;
use super::{Names, Occurrence};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::roles;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::forest::{ByteReader, FeatureRow, Forest};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashSet;

/// Numbers in a row.
pub const NAME_WIDTH: usize = 68;
/// A row.
pub type NameRow = [f32; NAME_WIDTH];

/// So many places of a name are looked at.
const PLACES: usize = 24;
/// Endings of words that are more often in names of bodies than of persons.
const ENDINGS: [&str; 8] = ["ion", "ity", "ics", "ing", "nal", "ers", "ent", "ech"];
/// Probability from which a name is a person's.
const PERSON: f32 = 0.5;
/// The same for a name with a noun of outlets in it: "Radio Free Carpathia".
const SURE_PERSON: f32 = 0.8;

type Row = FeatureRow<NAME_WIDTH>;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameKinds {
    /// The probability that a name is a person's.
    pub person: Forest,
}

impl NameKinds {
    /// Reads what [`Forest::write`] wrote; `None` where bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Forest::read(&mut ByteReader(bytes)).map(|person| Self { person })
    }

    /// The kind of a name that is a person's with this probability, and that the rules hold for `ruled`.
    pub fn kind(person: f32, ruled: SpeakerKind) -> SpeakerKind {
        let least = if ruled == SpeakerKind::Outlet { SURE_PERSON } else { PERSON };
        match person >= least {
            true => SpeakerKind::Person,
            false if ruled == SpeakerKind::Person => SpeakerKind::Organisation,
            false => ruled,
        }
    }
}

/// Words of the page that stand in small letters.
pub(super) fn small_words(page: &Analysis<'_>) -> FxHashSet<u64> {
    let words = page.tokens.list.iter();
    words.filter(|token| token.kind == Kind::Word && !token.has(Shape::CAPITAL)).map(|token| token.hash).collect()
}

/// The features of an entity.
pub(super) fn row(page: &Analysis<'_>, names: &Names, entity: usize, small: &FxHashSet<u64>) -> NameRow {
    let mut row = Row::default();
    words(page, names, entity, small, &mut row);
    let found = pronouns::behind(page, names, entity);
    surroundings(page, names, entity, found, &mut row);
    row.finish()
}

/// The words of the name.
fn words(page: &Analysis<'_>, names: &Names, entity: usize, small: &FxHashSet<u64>, row: &mut Row) {
    let known = &names.entities[entity];
    let list: Vec<&Token> = page.tokens.list[known.name.clone()].iter().filter(|t| t.kind == Kind::Word).collect();
    let any = |bits: WordClass| list.iter().any(|token| token.is(bits));
    let first = |bits: WordClass| list.first().is_some_and(|token| token.is(bits));
    let last = |bits: WordClass| list.last().is_some_and(|token| token.is(bits));
    row.counts(&[list.len()]);
    row.flags(&[
        first(GIVEN),
        first(WordClass::MALE) || first(WordClass::FEMALE),
        last(GIVEN),
        any(WordClass::ORGANISATION),
        last(WordClass::ORGANISATION),
        any(WordClass::OUTLET | WordClass::OUTLET_WORD),
        any(WordClass::PREP | WordClass::CONJ),
        first(WordClass::PLACE),
        last(WordClass::PLACE),
        any(WordClass::GROUP),
        any(WordClass::ROLE | WordClass::TITLE),
        list.first().is_some_and(|token| token.classes.is_empty()),
        list.last().is_some_and(|token| token.classes.is_empty()),
        list.iter().any(|token| token.has(Shape::UPPER) && !token.has(Shape::INITIAL)),
        list.iter().all(|token| token.has(Shape::UPPER)),
        list.iter().any(|token| token.has(Shape::INITIAL)),
        list.iter().any(|token| !token.has(Shape::CAPITAL)),
    ]);
    let texts: Vec<&str> = list.iter().map(|token| token.span().of(page.text)).collect();
    let inner = |word: &&str| {
        let letters: Vec<char> = word.chars().collect();
        letters.windows(2).any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase())
    };
    let end = texts.last().copied().unwrap_or_default();
    row.flags(&[
        texts.iter().any(inner),
        texts.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())),
        texts.iter().any(|word| word.contains('-')),
        end.ends_with('s'),
    ]);
    row.counts(&[end.chars().count(), texts.first().map_or(0, |word| word.chars().count())]);
    row.counts(&[ENDINGS.iter().filter(|ending| texts.iter().any(|word| word.ends_with(**ending))).count()]);
    row.flags(&[ENDINGS.iter().any(|ending| end.ends_with(ending))]);
    let common = list.iter().filter(|token| small.contains(&token.hash)).count();
    row.counts(&[common]);
    row.flags(&[list.last().is_some_and(|token| small.contains(&token.hash))]);
    // The letters of an acronym tell nothing; of a compound the outer part counts.
    let small = |token: &&&Token| !token.has(Shape::UPPER);
    let first = list.first().filter(small).and_then(|token| token.span().of(page.text).split('-').next());
    let last = list.last().filter(small).and_then(|token| token.span().of(page.text).rsplit('-').next());
    for word in [first, last] {
        row.push(word.map_or(0.0, |word| log_odds(word, LetterTable::Given)));
    }
    row.push(first.map_or(0.0, |word| log_odds(word, LetterTable::Female).abs()));
    use SpeakerKind as K;
    row.flags(&[
        known.kind == K::Person,
        known.kind == K::Organisation,
        known.kind == K::Outlet,
        known.surely_person,
        known.gender != super::Gender::Unknown,
    ]);
}

/// The words around the places of the name.
fn surroundings(page: &Analysis<'_>, names: &Names, entity: usize, found: Pronouns, row: &mut Row) {
    let known = &names.entities[entity];
    let places: Vec<&Occurrence> = names.of_entity(entity).take(PLACES).collect();
    let before = |place: &Occurrence| place.titled.start.checked_sub(1);
    let says = |at: Option<usize>, words: &[&str]| at.is_some_and(|at| words.iter().any(|word| page.says(at, word)));
    let is = |at: Option<usize>, bits: WordClass| at.and_then(|at| page.token(at)).is_some_and(|t| t.is(bits));
    let lower = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Word && !t.capital());
    let tests: [&dyn Fn(&Occurrence) -> bool; 22] = [
        &|place| place.titled.start < place.name.start,
        &|place| is(before(place), WordClass::ROLE) && !is(before(place), WordClass::ORGANISATION),
        &|place| is(before(place), WordClass::ORGANISATION) && before(place).is_some_and(lower),
        &|place| says(before(place), &["the"]),
        &|place| says(before(place), &["at", "in", "on"]),
        &|place| says(before(place), &["by", "with"]),
        &|place| says(before(place), &["of", "for", "from", "to"]),
        &|place| {
            page.token(place.name.end).is_some_and(|t| t.kind == Kind::Comma)
                && page.token(place.name.end + 1).is_some_and(|t| t.kind == Kind::Number)
        },
        &|place| kind_of_noun(page, &place.titled, &place.name) == Some(SpeakerKind::Person),
        &|place| kind_of_noun(page, &place.titled, &place.name) == Some(SpeakerKind::Organisation),
        &|place| place.name.len() < known.name.len(),
        &|place| place.name.len() == 1 && known.name.len() > 1 && same(page, place.name.start, known.name.end - 1),
        &|place| place.name.len() == 1 && known.name.len() > 1 && same(page, place.name.start, known.name.start),
        &|place| {
            let end = place.name.end;
            is(Some(end), WordClass::AUX) && page.tokens.list[end - 1].end == page.tokens.list[end].start
        },
        &|place| is(Some(place.name.end), WordClass::SPEECH | WordClass::SAY) && lower(place.name.end),
        &|place| is(before(place), WordClass::SAY),
        &|place| says(Some(place.name.end), &["who"]) || says(Some(place.name.end + 1), &["who"]),
        &|place| says(Some(place.name.end), &["which", "that"]) || says(Some(place.name.end + 1), &["which"]),
        &|place| {
            is(Some(place.name.end), WordClass::ROLE | WordClass::GROUP | WordClass::TITLE) && lower(place.name.end)
        },
        &|place| lower(place.name.end) && page.token(place.name.end).is_some_and(|t| t.classes.is_empty()),
        &|place| page.sentences.begins.get(place.titled.start).copied().unwrap_or_default(),
        &|place| page.token(place.name.end).is_some_and(|t| t.kind == Kind::Open),
    ];
    row.push((places.len() as f32 + 1.0).log2());
    for test in tests {
        row.push(places.iter().filter(|place| test(place)).count() as f32);
    }
    let apposed = |place: &&&Occurrence| {
        page.token(place.name.end).is_some_and(|t| t.kind == Kind::Comma) && page.says_article(place.name.end + 1)
    };
    row.counts(&[places.iter().filter(apposed).count()]);
    row.counts(&[found.male, found.female, found.thing, found.male + found.female]);
    let persons = found.male + found.female;
    row.push(persons as f32 / (persons + found.thing).max(1) as f32);
    let described = |place: &&&Occurrence| roles::beside(page, place).is_some();
    row.counts(&[places.iter().filter(described).count()]);
    let end = page.word(known.name.end - 1);
    row.flags(&[is_suffix(end), ["ions", "ies", "rces", "ngs"].iter().any(|ending| end.ends_with(ending))]);
}

/// Returns true if two tokens are the same word.
fn same(page: &Analysis<'_>, a: usize, b: usize) -> bool {
    page.tokens.list.get(a).zip(page.tokens.list.get(b)).is_some_and(|(a, b)| a.hash == b.hash)
}
