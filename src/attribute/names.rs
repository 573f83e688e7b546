//! Names: runs of capitalised words, told apart as persons, organisations and outlets, and which of them are the same.

use super::draft::Analysis;
use super::lexicon::{FUNCTION, GIVEN, WordClass};
use super::tokens::{Kind, Shape, Token};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// He, she, or not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Not known.
    #[default]
    Unknown,
    /// He.
    Male,
    /// She.
    Female,
}

/// One who is named in the text.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Tokens of the fullest name, at its first place.
    pub name: Range<usize>,
    /// What sort.
    pub kind: SpeakerKind,
    /// Which pronoun fits.
    pub gender: Gender,
    /// The name's words, as hashes.
    words: Vec<u64>,
}

/// A place where an entity is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name's tokens, without title.
    pub name: Range<usize>,
    /// The same with the titles before it.
    pub titled: Range<usize>,
    /// Which entity, an index into [`Names::entities`].
    pub entity: usize,
}

/// All names of a text.
#[derive(Debug, Default)]
pub struct Names {
    /// Who is named.
    pub entities: Vec<Entity>,
    /// Where, in order.
    pub places: Vec<Occurrence>,
    /// Entities by each of the words that may stand for them alone: the last word, an acronym, all words together.
    by_word: FxHashMap<u64, Vec<usize>>,
}

/// At most so many entities share a word before the oldest are no longer compared.
const SHARED: usize = 8;

impl Names {
    /// Finds the names of a page.
    pub fn of(page: &Analysis<'_>) -> Self {
        let mut names = Self::default();
        let mut at = 0;
        while at < page.tokens.list.len() {
            let Some(run) = run(page, at).filter(|run| !names.noun(page, run)) else {
                at += 1;
                continue;
            };
            names.add(page, &run);
            at = run.end.max(at + 1);
        }
        names
    }

    /// Where all nouns have capitals, one word alone is a name only if somebody was called by it.
    fn noun(&self, page: &Analysis<'_>, run: &Range<usize>) -> bool {
        let token = &page.tokens.list[run.start];
        page.language.capital_nouns()
            && run.len() == 1
            && !token.is(GIVEN | WordClass::PLACE | WordClass::OUTLET)
            && !token.has(Shape::UPPER)
            && !self.by_word.contains_key(&token.hash)
    }

    /// Whether nothing but one word without a title tells of this entity.
    pub fn vague(&self, entity: usize) -> bool {
        let entity = &self.entities[entity];
        entity.words.len() == 1 && entity.gender == Gender::Unknown
    }

    /// The places inside a range of tokens, in order.
    pub fn within(&self, range: &Range<usize>) -> &[Occurrence] {
        let first = self.places.partition_point(|place| place.name.start < range.start);
        let last = self.places.partition_point(|place| place.name.start < range.end);
        &self.places[first..last.max(first)]
    }

    /// The places of an entity, in order.
    pub fn of_entity(&self, entity: usize) -> impl Iterator<Item = &Occurrence> {
        self.places.iter().filter(move |place| place.entity == entity)
    }

    /// The places before a token, nearest first.
    pub fn before(&self, token: usize) -> impl Iterator<Item = &Occurrence> {
        let last = self.places.partition_point(|place| place.name.start < token);
        self.places[..last].iter().rev()
    }

    fn add(&mut self, page: &Analysis<'_>, run: &Range<usize>) {
        let tokens = &page.tokens.list;
        let name = without_titles(tokens, run);
        if name.is_empty() {
            return;
        }
        let words: Vec<u64> = tokens[name.clone()]
            .iter()
            .filter(|t| t.kind == Kind::Word && !t.is(WordClass::PREP | WordClass::DET))
            .map(|t| t.hash)
            .collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return };
        let titled_gender =
            tokens[run.start..name.start].iter().rev().find_map(|t| gender_of_title(page, t)).unwrap_or_default();
        let kind = kind_of(tokens, &name, run.start < name.start);
        let given = gender_of_given(&tokens[name.start]);
        let gender = if titled_gender == Gender::Unknown { given } else { titled_gender };
        let knighted = knighted(page, run, &name).then(|| self.given(page, words[0])).flatten();
        let entity = knighted.or_else(|| self.known(&words, gender)).unwrap_or_else(|| {
            let entity = self.entities.len();
            self.entities.push(Entity { name: name.clone(), kind, gender, words: words.clone() });
            self.index(last, entity);
            if kind != SpeakerKind::Person || words.len() == 1 {
                self.index(first, entity);
            }
            entity
        });
        let known = &mut self.entities[entity];
        if words.len() > known.words.len() {
            known.name = name.clone();
            known.kind = kind;
            known.words = words;
        }
        if known.gender == Gender::Unknown {
            known.gender = gender;
        }
        if run.start < name.start && titled_gender != Gender::Unknown {
            known.kind = SpeakerKind::Person;
        }
        if let Some(acronym) = acronym(tokens, name.end) {
            self.index(tokens[acronym].hash, entity);
        }
        self.places.push(Occurrence { name, titled: run.clone(), entity });
    }

    /// The last person with this given name.
    fn given(&self, page: &Analysis<'_>, word: u64) -> Option<usize> {
        let named = |entity: &Entity| {
            entity.kind == SpeakerKind::Person
                && entity.name.len() > 1
                && page.token(entity.name.start).is_some_and(|t| t.hash == word)
        };
        let latest = self.places.iter().rev().take(COMPARED);
        latest.map(|place| place.entity).find(|&entity| named(&self.entities[entity]))
    }

    fn index(&mut self, word: u64, entity: usize) {
        let list = self.by_word.entry(word).or_default();
        if !list.contains(&entity) {
            if list.len() >= SHARED {
                list.remove(0);
            }
            list.push(entity);
        }
    }

    /// The entity that these words name again: all words the same, or one name's words are the end (a surname) or, for
    /// organisations, the beginning of the other's. Of several the one named last.
    fn known(&self, words: &[u64], gender: Gender) -> Option<usize> {
        let last = *words.last()?;
        let lists = [self.by_word.get(&last), words.first().and_then(|first| self.by_word.get(first))];
        let fits = |&&entity: &&usize| {
            let known = &self.entities[entity];
            let same = known.words == words;
            let surname = words.len() == 1 && known.words.last() == words.first()
                || known.words.len() == 1 && known.words.last() == Some(&last) && known.kind != SpeakerKind::Outlet;
            let short = words.len() == 1 && known.kind != SpeakerKind::Person;
            let middle = words.len() >= 2
                && known.words.len() >= 2
                && known.words[0] == words[0]
                && known.words.last() == Some(&last);
            let clash = gender != Gender::Unknown && known.gender != Gender::Unknown && gender != known.gender;
            same || (!clash && (surname || short || middle))
        };
        let recent = |entity: &&usize| {
            self.places.iter().rev().take(64).position(|place| place.entity == **entity).unwrap_or(64)
        };
        let latest = lists.into_iter().flatten().flat_map(|list| &list[list.len().saturating_sub(COMPARED)..]);
        let mut found: Vec<&usize> = latest.filter(fits).collect();
        found.sort_by_key(|entity| (self.entities[**entity].words != words, recent(entity)));
        found.first().map(|&&entity| entity)
    }
}

/// Most words of a name with its titles. Whole texts in capitals are no name, and each word looks back on those before it.
const LONGEST: usize = 40;
/// Most known names with a word in common that a new one is compared with: the latest.
const COMPARED: usize = 200;

/// A run of capitalised words from `at`: a name with its titles.
fn run(page: &Analysis<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let first = &tokens[at];
    if !first.capital() || first.is(WordClass::DAY) {
        return None;
    }
    let begins = page.sentences.begins[at]
        || at.checked_sub(1).is_some_and(|i| matches!(tokens[i].kind, Kind::Mark | Kind::Colon));
    let plain = first.is(FUNCTION) && !first.is(GIVEN) && !first.has(Shape::UPPER);
    if plain
        || (begins
            && first.is(WordClass::SPEECH
                | WordClass::STANCE
                | WordClass::GROUP
                | WordClass::CUE_NOUN
                | WordClass::ROLE)
            && !first.is(GIVEN))
    {
        return None;
    }
    let paragraph_end = page.sentences.at(at).end.min(at + LONGEST);
    let mut end = at + 1;
    while end < paragraph_end {
        let token = &tokens[end];
        let next = tokens.get(end + 1).filter(|_| end + 1 < paragraph_end);
        let capital = token.capital()
            && !token.is(WordClass::DAY)
            && !(token.is(FUNCTION & !WordClass::FOREIGN_STOP) && !token.is(GIVEN) && !token.has(Shape::INITIAL))
            // "James Van Der Beek", but not "Die" at the end of a heading.
            && (!token.is(WordClass::FOREIGN_STOP) || next.is_some_and(Token::capital));
        let particle = page.particle(end)
            && next.is_some_and(|n| {
                n.capital() || page.particle(end + 1) && tokens.get(end + 2).is_some_and(Token::capital)
            });
        let long = (at..end).any(|i| tokens[i].is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::TITLE));
        let linked = long
            && (page.says(end, "of")
                || page.says(end, "for")
                || page.says(end, "on") && (at..end).any(|i| tokens[i].is(WordClass::ORGANISATION))
                || page.says(end, "and") && tokens[end - 1].is(WordClass::ORGANISATION))
            && (next.is_some_and(|n| n.capital() && !n.is(WordClass::DAY))
                || next.is_some_and(|n| n.is(WordClass::DET)) && tokens.get(end + 2).is_some_and(Token::capital));
        if capital || particle {
            end += 1;
        } else if linked && !titled_person(tokens, at..end) {
            end += if next.is_some_and(|n| n.is(WordClass::DET)) { 3 } else { 2 };
        } else if token.has(Shape::INITIAL) && token.kind == Kind::Word && token.has(Shape::CAPITAL) {
            end += 1;
        } else {
            break;
        }
    }
    Some(at..end.min(paragraph_end))
}

/// "Mr. Lee of …": a person's name with its title takes no "of".
fn titled_person(tokens: &[Token], range: Range<usize>) -> bool {
    let last = &tokens[range.end - 1];
    !last.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::TITLE)
}

impl Analysis<'_> {
    /// Whether the word is one that stands small inside names ("van", "de").
    pub fn particle(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL))
            && PARTICLES.contains(&self.word(at))
    }
}

/// Words that stand small inside names.
const PARTICLES: [&str; 21] = [
    "de", "von", "van", "der", "den", "bin", "al", "el", "la", "le", "du", "da", "dos", "del", "della", "di", "ibn",
    "ben", "zu", "af", "av",
];

/// The run without the titles and outlets before a person's name.
fn without_titles(tokens: &[Token], run: &Range<usize>) -> Range<usize> {
    let list = &tokens[run.clone()];
    let title = |(at, t): (usize, &Token)| {
        let role = t.is(WordClass::ROLE) && list.len() > at + 2;
        (t.is(WordClass::TITLE) || role) && !t.is(GIVEN) && !t.is(WordClass::OUTLET_WORD)
    };
    if let Some(title) = list.iter().enumerate().rposition(title) {
        let after = list.get(title + 1);
        if after.is_some_and(|t| t.capital() && !t.is(WordClass::ORGANISATION)) {
            return run.start + title + 1..run.end;
        }
        // "Secretary of State Antony Blinken"
        if after.is_some_and(|t| t.is(WordClass::PREP))
            && let Some(given) = list[title..].iter().position(|t| t.is(GIVEN)).filter(|&i| title + i + 1 < list.len())
        {
            return run.start + title + given..run.end;
        }
        if after.is_none() && list.iter().any(|t| t.is(WordClass::TITLE)) && !list.iter().any(|t| t.is(GIVEN)) {
            return run.end..run.end;
        }
    }
    // "Browns DL Sheldon Richardson": a role in capitals between the team and the name.
    let plain =
        |t: &Token| !t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::OUTLET | WordClass::PLACE);
    let role = list.iter().enumerate().skip(1).position(|(at, t)| t.has(Shape::UPPER) && list.len() == at + 3);
    if let Some(role) = role.map(|at| at + 1).filter(|&at| list[at + 1..].iter().all(plain) && plain(&list[at])) {
        return run.start + role + 1..run.end;
    }
    match list.iter().position(|t| t.is(GIVEN)) {
        Some(given)
            if given > 0
                && given + 1 < list.len()
                && !list[0].has(Shape::INITIAL)
                && list[..given].iter().any(|t| {
                    t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::OUTLET | WordClass::PREP)
                        || t.has(Shape::UPPER) && !t.has(Shape::INITIAL)
                }) =>
        {
            run.start + given..run.end
        }
        _ => run.clone(),
    }
}

fn kind_of(tokens: &[Token], name: &Range<usize>, titled: bool) -> SpeakerKind {
    let list = &tokens[name.clone()];
    let any = |bits| list.iter().any(|t| t.is(bits));
    let given = list[0].is(GIVEN) && list.len() > 1;
    if any(WordClass::OUTLET) || (any(WordClass::OUTLET_WORD) && !given) {
        return SpeakerKind::Outlet;
    }
    if any(WordClass::ORGANISATION | WordClass::PREP) && !given {
        return SpeakerKind::Organisation;
    }
    // "Beijing", "North Korea"; "Scotland Yard", "Boston Globe"
    let place =
        list.last().is_some_and(|t| t.is(WordClass::PLACE)) || list[0].is(WordClass::PLACE) && !list[0].is(GIVEN);
    if place && !given && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && list[0].has(Shape::UPPER) && list[0].end - list[0].start <= 6 && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && !titled && name.start > 0 && is_place(&tokens[name.start - 1]) {
        return SpeakerKind::Organisation;
    }
    SpeakerKind::Person
}

/// "Sir Peter", "Dame Harriet": the title that goes with a given name alone.
fn knighted(page: &Analysis<'_>, run: &Range<usize>, name: &Range<usize>) -> bool {
    let title = |at: usize| ["sir", "dame", "lady", "lord"].iter().any(|title| page.says(at, title));
    name.len() == 1 && name.start > run.start && title(name.start - 1)
}

/// Whether what follows this preposition is a place, a platform, a company: "in Paris", "on Twitter", "at Google".
fn is_place(before: &Token) -> bool {
    before.is(WordClass::PREP) && ["in", "on", "at"].iter().any(|word| before.hash == super::lexicon::hash_of(word))
}

/// The acronym in brackets right behind a name: its token.
fn acronym(tokens: &[Token], at: usize) -> Option<usize> {
    let bracketed = tokens.get(at)?.kind == Kind::Open && tokens.get(at + 2)?.kind == Kind::Close;
    (bracketed && tokens[at + 1].has(Shape::UPPER)).then_some(at + 1)
}

fn gender_of_given(token: &Token) -> Gender {
    match (token.is(WordClass::MALE), token.is(WordClass::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

fn gender_of_title(page: &Analysis<'_>, token: &Token) -> Option<Gender> {
    match token.span().of(page.text).trim_end_matches('.').to_ascii_lowercase().as_str() {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "spokesman" | "chairman" | "duke" | "baron"
        | "councilman" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "congresswoman" | "spokeswoman"
        | "chairwoman" | "duchess" | "baroness" => Some(Gender::Female),
        _ => None,
    }
}
