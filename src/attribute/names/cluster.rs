//! Groups the names of a page into entities: "Lee", "Ann Lee", "Ann M. Lee" and "Ms Lee" are one, and so are an
//! organisation and its acronym. Two people with one surname are kept apart by given name, gender and title.

use super::extent;
use super::glue::{is_glued, unglue};
use super::kinds::{acronym, initials_of, kind_of_noun};
use super::{Entity, Found, Gender, Names, Occurrence, title_case};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::reading::SpeakerKind;
use crate::small_sort::SmallSort;
use rustc_hash::{FxHashMap, FxHashSet};

/// Largest number of entities under the same word; the oldest are no longer compared.
const SHARED: usize = 8;
/// A word that stands alone more often than this before a longer name is no short form of it.
const ALONE: usize = 2;
/// A name that occurred this many times as often as another with the same surname is meant by the surname.
const MORE: usize = 3;
/// The shortest beginning of a name that stands for it, in letters.
const LEAST: usize = 3;

/// The kind of word by which an entity is named alone, from the most to the least reliable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Acronym,
    Initials,
    Last,
    First,
    Middle,
}

/// State of the grouping.
#[derive(Default)]
struct Clusters {
    entities: Vec<Entity>,
    /// First occurrence, and the latest so far, of each entity, in tokens.
    seen: Vec<(usize, Option<usize>)>,
    /// Number of occurrences of each entity so far.
    times: Vec<usize>,
    /// Entity of each name of two or more words.
    of_words: FxHashMap<Vec<u64>, usize>,
    /// Entities by their first and last words, while names of several words are compared.
    by_edge: FxHashMap<u64, Vec<usize>>,
    /// Entities of several words, by the first letters of their name.
    by_beginning: FxHashMap<String, Vec<usize>>,
    /// Entities by the words that may stand for them alone.
    by_word: FxHashMap<u64, Vec<(usize, Part)>>,
    /// Entities named by one word alone, separated by gender if a title shows it.
    single: FxHashMap<(u64, u8), usize>,
    /// Entities that are called after another one: "Northwind Search" of Northwind.
    things: FxHashSet<usize>,
    /// The tokens at which each name of one word stands.
    alone: FxHashMap<u64, Vec<usize>>,
}

/// Groups the names found, which are in order of the text. `raw`: words glued to a name stay with it.
pub(super) fn join(page: &Analysis<'_>, small: &FxHashSet<u64>, mut found: Vec<Found>, raw: bool) -> Names {
    unglue(page, &mut found);
    title_case::cut(page, small, &mut found);
    if !raw {
        extent::cut(page, &mut found);
    }
    let mut clusters = Clusters::default();
    for name in found.iter().filter(|name| name.words.len() == 1) {
        clusters.alone.entry(name.words[0]).or_default().push(name.name.start);
    }
    let mut long: Vec<&Found> = found.iter().filter(|name| name.words.len() > 1).collect();
    long.small_sort_by_key(|name| (std::cmp::Reverse(name.words.len()), name.name.start));
    for name in long {
        clusters.add_long(page, name);
    }
    clusters.index(page, &found);
    clusters.mark_things(page, small);
    let entities: Vec<usize> = found.iter().map(|name| clusters.resolve(page, name)).collect();
    clusters.judge_kinds(page, &found, &entities);
    let mut of_entity = vec![Vec::new(); clusters.entities.len()];
    for (at, &entity) in entities.iter().enumerate() {
        of_entity[entity].push(at as u32);
    }
    let place = |(name, entity): (Found, usize)| Occurrence { name: name.name, titled: name.titled, entity };
    let places = found.into_iter().zip(entities).map(place).collect();
    Names { entities: clusters.entities, places, of_entity }
}

impl Clusters {
    /// Adds a name of several words: a known one, a shorter form of a known one, or a new one. Longer names come
    /// first.
    fn add_long(&mut self, page: &Analysis<'_>, name: &Found) {
        let known = self.of_words.get(&name.words).copied();
        let entity = known.or_else(|| self.longer(page, name)).unwrap_or_else(|| self.create(page, name));
        if known.is_none() {
            self.of_words.insert(name.words.clone(), entity);
            for word in [name.words[0], name.words[name.words.len() - 1]] {
                push(self.by_edge.entry(word).or_default(), entity);
            }
        }
        self.learn(name, entity);
    }

    fn create(&mut self, page: &Analysis<'_>, name: &Found) -> usize {
        let given = page.tokens.list[name.name.start].is(GIVEN);
        let person = name.kind == SpeakerKind::Person;
        let surely_person = person && (name.has_title() || name.gender != Gender::Unknown || given);
        self.entities.push(Entity {
            name: name.name.clone(),
            kind: name.kind,
            gender: name.gender,
            person: f32::from(u8::from(person)),
            words: name.words.clone(),
            surely_person,
        });
        self.seen.push((name.name.start, None));
        self.entities.len() - 1
    }

    /// Adds gender and kind from another occurrence of the name.
    fn learn(&mut self, name: &Found, entity: usize) {
        let known = &mut self.entities[entity];
        // The surname alone tells nothing, whatever else it may be.
        let surname = name.words.len() == 1 && known.words.len() > 1 && known.words[0] != name.words[0];
        if known.gender == Gender::Unknown && (!surname || name.has_title()) {
            known.gender = name.gender;
        }
        if name.has_title() && name.kind == SpeakerKind::Person {
            known.kind = SpeakerKind::Person;
            known.surely_person = true;
        }
        let first = &mut self.seen[entity].0;
        *first = name.name.start.min(*first);
    }

    /// Returns the entity with a longer name of which this one is a form.
    fn longer(&mut self, page: &Analysis<'_>, name: &Found) -> Option<usize> {
        let edges = [name.words[0], name.words[name.words.len() - 1]];
        let lists = edges.iter().filter_map(|word| self.by_edge.get(word)).flatten();
        let entity = lists.copied().find(|&entity| is_form(page, name, &self.entities[entity]))?;
        let known = &mut self.entities[entity];
        if is_glued(page, name, known) {
            known.name = name.name.clone();
            known.words.clone_from(&name.words);
            known.kind = name.kind;
            known.gender = name.gender;
        }
        Some(entity)
    }

    /// Indexes the words by which entities are named alone.
    fn index(&mut self, page: &Analysis<'_>, found: &[Found]) {
        for (at, entity) in self.entities.iter().enumerate() {
            let last = entity.words.len() - 1;
            let person = entity.kind == SpeakerKind::Person;
            for (number, &word) in entity.words.iter().enumerate() {
                let part = match number {
                    _ if number == last => Part::Last,
                    0 => Part::First,
                    _ => Part::Middle,
                };
                // "Northwind" means "Northwind Energy"; "the Agency" means one that has been named.
                let token = page.tokens.list.get(entity.name.start + number);
                let noun = token.is_some_and(|t| t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD));
                if person || part == Part::First || noun {
                    index(&mut self.by_word, word, at, part);
                }
            }
            if entity.words.len() > 1 {
                push(self.by_beginning.entry(beginning(page.word(entity.name.start))).or_default(), at);
            }
            for initials in initials_of(page, entity) {
                index(&mut self.by_word, initials, at, Part::Initials);
            }
        }
        for name in found.iter().filter(|name| name.words.len() > 1) {
            if let Some(acronym) = acronym(page, &name.name)
                && let Some(&entity) = self.of_words.get(&name.words)
            {
                index(&mut self.by_word, page.tokens.list[acronym].hash, entity, Part::Acronym);
            }
        }
    }

    /// Finds the names of things that begin with the name of their maker. The text has the maker's name alone, and
    /// behind it stands a common word, or several names begin with it: "Northwind Search", "Northwind Maps".
    fn mark_things(&mut self, page: &Analysis<'_>, small: &FxHashSet<u64>) {
        let tail = |entity: &Entity| &page.tokens.list[entity.name.start + 1..entity.name.end];
        let mut first: FxHashMap<u64, usize> = FxHashMap::default();
        for entity in self.entities.iter().filter(|entity| !entity.surely_person) {
            *first.entry(entity.words[0]).or_default() += 1;
        }
        for (at, entity) in self.entities.iter().enumerate().filter(|(_, entity)| !entity.surely_person) {
            let alone = self.alone.get(&entity.words[0]).map_or(0, Vec::len);
            let body = WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::PLACE | WordClass::GROUP;
            // "Dockers Local 90" is one of the Dockers.
            let numbered = page.token(entity.name.end).is_some_and(|next| next.kind == Kind::Number);
            let plain = !numbered && !tail(entity).iter().any(|t| t.is(body | WordClass::PREP));
            let common = || tail(entity).iter().all(|t| small.contains(&t.hash));
            if alone > 0 && plain && (alone > ALONE && first[&entity.words[0]] > 1 || common()) {
                self.things.insert(at);
            }
        }
    }

    /// Returns the entity of a name at its occurrence. Occurrences come in order.
    fn resolve(&mut self, page: &Analysis<'_>, name: &Found) -> usize {
        let entity = match name.words.as_slice() {
            [word] => self.resolve_word(page, name, *word),
            words => self.of_words.get(words).copied(),
        };
        let entity = entity.unwrap_or_else(|| self.create(page, name));
        if name.words.len() == 1 {
            self.learn(name, entity);
        }
        self.seen[entity].1 = Some(name.name.start);
        self.times.resize(self.entities.len(), 0);
        self.times[entity] += 1;
        entity
    }

    /// Sets the kinds of names without a given name or title: persons, unless the article, "at", or the first word
    /// alone proves an organisation: "the Northwind", "Goldman" for "Goldman Sachs".
    fn judge_kinds(&mut self, page: &Analysis<'_>, found: &[Found], entities: &[usize]) {
        let tokens = &page.tokens.list;
        let mut signs = vec![(0_i32, 0_i32); self.entities.len()];
        for (name, &entity) in found.iter().zip(entities) {
            let known = &self.entities[entity];
            if known.surely_person || known.kind != SpeakerKind::Person {
                continue;
            }
            let (person, body) = &mut signs[entity];
            let before = name.titled.start.checked_sub(1).and_then(|at| page.token(at));
            let article = name.titled.start.checked_sub(1).is_some_and(|at| page.says(at, "the"));
            let at = before.is_some_and(|t| !t.capital())
                && name.titled.start.checked_sub(1).is_some_and(|at| page.says(at, "at"));
            let age = tokens.get(name.name.end).is_some_and(|t| t.kind == Kind::Comma)
                && tokens.get(name.name.end + 1).is_some_and(|t| t.kind == Kind::Number);
            let role = before.is_some_and(|t| t.is(WordClass::ROLE) && !t.is(WordClass::ORGANISATION));
            let surname = known.words.len() > 1 && name.words.len() == 1 && known.words.last() == name.words.last();
            let first = known.words.len() > 1 && name.words.len() == 1 && known.words.first() == name.words.first();
            let noun = kind_of_noun(page, &name.titled, &name.name);
            *person += i32::from(age || noun == Some(SpeakerKind::Person)) * 2 + i32::from(role || surname);
            *body += i32::from(article || at || noun == Some(SpeakerKind::Organisation)) * 2 + i32::from(first);
        }
        for (entity, (person, body)) in self.entities.iter_mut().zip(signs) {
            if body > person {
                entity.kind = SpeakerKind::Organisation;
            } else if person > 0 {
                entity.surely_person = true;
            }
        }
    }

    fn resolve_word(&mut self, page: &Analysis<'_>, name: &Found, word: u64) -> Option<usize> {
        let token = &page.tokens.list[name.name.start];
        let at = name.name.start;
        let fits = |&&(entity, part): &&(usize, Part)| self.fits(page, name, token, entity, part);
        let place = |&(entity, part): &(usize, Part)| {
            let (first, latest) = self.seen[entity];
            let part = if name.knighted && part == Part::First { Part::Last } else { part };
            (latest.is_none(), part, latest.map_or(first, |latest| at - latest))
        };
        let listed = || self.by_word.get(&word).into_iter().flatten().filter(fits);
        let known = listed().min_by_key(|found| place(found));
        if let Some(&(entity, part)) = known {
            // The person whom the page is about, not a relative named in between.
            let times = |entity: usize| self.times.get(entity).copied().unwrap_or_default();
            let main = listed().filter(|(_, other)| *other == part && part == Part::Last);
            let main = main.max_by_key(|(entity, _)| times(*entity)).filter(|(other, _)| {
                !name.has_title()
                    && self.entities[entity].kind == SpeakerKind::Person
                    && times(*other) >= MORE * times(entity).max(1)
            });
            return Some(main.map_or(entity, |&(main, _)| main));
        }
        if let Some(entity) = self.shortened(page, name) {
            return Some(entity);
        }
        let titled = if name.has_title() { name.gender as u8 } else { 0 };
        let keys = [(word, titled), (word, 0), (word, 1), (word, 2)];
        let alike = if titled == 0 { &keys[..] } else { &keys[..2] };
        if let Some(&entity) = alike.iter().find_map(|key| self.single.get(key)) {
            return Some(entity);
        }
        let entity = self.create(page, name);
        self.single.insert((word, titled), entity);
        if name.name.len() == 1
            && let Some(acronym) = acronym(page, &name.name)
        {
            index(&mut self.by_word, page.tokens.list[acronym].hash, entity, Part::Acronym);
        }
        Some(entity)
    }

    /// Returns the body of whose name the word is the beginning: "the Fed" of "Federal Reserve".
    fn shortened(&self, page: &Analysis<'_>, name: &Found) -> Option<usize> {
        let word = page.word(name.name.start);
        let article = name.titled.start.checked_sub(1).is_some_and(|at| page.says(at, "the"));
        if !article || word.chars().count() < LEAST || name.has_title() {
            return None;
        }
        let begins = |&at: &usize| {
            let known = &self.entities[at];
            let first = page.word(known.name.start);
            let body = known.kind != SpeakerKind::Person && known.words.len() > 1 && self.seen[at].1.is_some();
            body && first.len() > word.len() + 1 && first.starts_with(word)
        };
        let listed = self.by_beginning.get(&beginning(word)).into_iter().flatten().copied();
        let mut found = listed.filter(begins);
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns true if one word alone may name the entity.
    fn fits(&self, page: &Analysis<'_>, name: &Found, token: &Token, entity: usize, part: Part) -> bool {
        let known = &self.entities[entity];
        if part == Part::Acronym {
            return true;
        }
        if part == Part::Initials {
            let inner = page.word(name.name.start).chars().skip(1).any(char::is_uppercase);
            return inner || token.has(Shape::UPPER) || name.kind != SpeakerKind::Person;
        }
        if part == Part::First && self.things.contains(&entity) {
            return false;
        }
        if name.gender.clashes(known.gender) && (name.has_title() || part != Part::Last) {
            return false;
        }
        if known.kind == SpeakerKind::Person {
            // "Washington" is the city, not George Washington, unless he was named before.
            if !known.surely_person
                && self.seen[entity].1.is_none()
                && page.tokens.paragraphs.get(2).is_some_and(|p| p.start < name.name.start)
            {
                return false;
            }
            // "Tidewell" stood alone before "Camp Tidewell" was named.
            let alone =
                self.alone.get(&name.words[0]).map_or(0, |at| at.partition_point(|&at| at < self.seen[entity].0));
            if !known.surely_person && !name.has_title() && alone > ALONE {
                return false;
            }
            let other = token.is(WordClass::PLACE | WordClass::OUTLET | WordClass::ORGANISATION);
            let located =
                name.name.start.checked_sub(1).and_then(|at| page.token(at)).is_some_and(|t| t.is(WordClass::PREP));
            return !other || name.has_title() || self.seen[entity].1.is_some() && !located;
        }
        // An organisation is introduced by its full name.
        let introduced = self.seen[entity].1.is_some() && !self.single.contains_key(&(name.words[0], 0));
        let article = name.name.start.checked_sub(1).is_some_and(|at| page.says(at, "the"));
        introduced && !name.has_title() && !token.is(WordClass::PLACE | GIVEN) && (part == Part::First || article)
    }
}

fn push(list: &mut Vec<usize>, entity: usize) {
    if !list.contains(&entity) {
        if list.len() >= SHARED {
            list.remove(0);
        }
        list.push(entity);
    }
}

fn index(by_word: &mut FxHashMap<u64, Vec<(usize, Part)>>, word: u64, entity: usize, part: Part) {
    let list = by_word.entry(word).or_default();
    if let Some((_, known)) = list.iter_mut().find(|(known, _)| *known == entity) {
        *known = part.min(*known);
        return;
    }
    if list.len() >= SHARED {
        list.remove(0);
    }
    list.push((entity, part));
}

/// Returns true if a name of several words is a form of a longer one: its end ("Van Dyke"), its beginning, or both
/// with fewer words in between ("Ann Lee" of "Ann M. Lee").
fn is_form(page: &Analysis<'_>, name: &Found, known: &Entity) -> bool {
    let (short, long) = (&name.words, &known.words);
    if short.len() >= long.len() || name.gender.clashes(known.gender) {
        return false;
    }
    if known.kind != SpeakerKind::Person || name.kind != SpeakerKind::Person {
        // "the Select Committee" of "the Select Committee on Ways". A person after an outlet is a separate name.
        let preposition = page.token(known.name.start + name.name.len()).is_some_and(|t| t.is(WordClass::PREP));
        let glued = name.kind == SpeakerKind::Person && long.ends_with(short) && is_glued(page, name, known);
        return glued || name.kind != SpeakerKind::Person && long.starts_with(short) && preposition;
    }
    let edges = short[0] == long[0] && short[short.len() - 1] == long[long.len() - 1];
    let first = &page.tokens.list[name.name.start];
    // "Hill" is not "Hill Avenue".
    let located = page.tokens.list[name.name.clone()].iter().any(|token| token.is(WordClass::PLACE));
    edges
        || long.ends_with(short)
        || !located && long.starts_with(short) && (first.is(GIVEN) || first.classes.is_empty())
}

/// The letters by which the beginnings of names are looked up.
fn beginning(word: &str) -> String {
    word.chars().take(LEAST).collect()
}
