//! Groups the mentions of the same person or body: names with their inflections, surnames, roles.

use super::mentions::{Mention, MentionKind};
use super::scripts;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{WordClass, hash_of};
use crate::attribute::names::Gender;
use crate::attribute::tokens::Shape;
use crate::reading::SpeakerKind;
use crate::white_space;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A person or body that is mentioned.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// The fullest name in the text, in its base form.
    pub name: String,
    /// Person, group or organisation.
    pub kind: SpeakerKind,
    /// Gender of the fitting pronoun.
    pub gender: Gender,
    /// The longest role beside the name.
    pub role: Option<String>,
    /// Number of mentions.
    pub mentions: usize,
    /// The name's words in lower case.
    words: Vec<String>,
    /// Acronym, from the brackets after its name.
    acronym: Option<String>,
    /// Score of the form in `name`; higher is better.
    form: i32,
}

/// The entities of a page.
#[derive(Debug, Default)]
pub struct People {
    /// Entities in the order in which they were found; names of several words come first.
    pub entities: Vec<KnownPerson>,
    /// Index of the entity of each mention; `None` for pronouns.
    pub of: Vec<Option<usize>>,
    /// Entities by the first letters of each of their words.
    by_letters: FxHashMap<u64, Vec<usize>>,
    /// The last entities that were given a role, by each noun in it.
    by_role: FxHashMap<u64, Vec<(usize, usize)>>,
    by_phrase: FxHashMap<String, usize>,
}

/// Number of letters by which names are indexed.
const LETTERS: usize = 3;
/// Largest number of entities under the same letters; the oldest are no longer compared.
const SHARED: usize = 40;

impl People {
    /// Groups the mentions of a page.
    pub fn of(page: &Analysis<'_>, mentions: &[Mention]) -> Self {
        let mut people = Self { of: vec![None; mentions.len()], ..Self::default() };
        // Names of several words first: a surname may precede its full name.
        for several in [true, false] {
            for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == MentionKind::Name) {
                if (mention.head.len() > 1) == several {
                    people.of[at] = people.named(page, mention);
                }
            }
        }
        people.roles(page, mentions);
        for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == MentionKind::Noun) {
            people.of[at] = Some(people.described(page, mention, at));
        }
        for entity in people.of.iter().flatten() {
            people.entities[*entity].mentions += 1;
        }
        people
    }

    fn roles(&mut self, page: &Analysis<'_>, mentions: &[Mention]) {
        for (at, mention) in mentions.iter().enumerate() {
            let (Some(entity), Some(role)) = (self.of[at], mention.role.clone()) else { continue };
            let nouns = role.clone().filter(|&word| page.tokens.list[word].is(WordClass::ROLE | WordClass::TITLE));
            for word in nouns {
                self.by_role.entry(key(page, word)).or_default().push((at, entity));
            }
            let text = trimmed_role(page, role);
            let known = &mut self.entities[entity];
            if !text.is_empty() && known.role.as_ref().is_none_or(|role| role.chars().count() < text.chars().count()) {
                known.role = Some(text);
            }
            known.kind = SpeakerKind::Person;
        }
    }

    fn named(&mut self, page: &Analysis<'_>, mention: &Mention) -> Option<usize> {
        let language = page.language;
        let words: Vec<String> = mention.head.clone().map(|at| base(page.word(at), language)).collect();
        let last = words.last()?.clone();
        let tokens = &page.tokens.list[mention.head.clone()];
        let form = form(page, &mention.head);
        let found = self.known(&words, language);
        if let Some(entity) = found {
            let known = &mut self.entities[entity];
            if words.len() > known.words.len() || words.len() == known.words.len() && form > known.form {
                known.name = shown(page, &mention.head, language);
                known.form = form;
                if words.len() > known.words.len() {
                    known.words = words;
                    self.index(&last, entity);
                }
            }
            self.note_acronym(page, mention, entity);
            return Some(entity);
        }
        let given = tokens[0].is(WordClass::MALE | WordClass::FEMALE | WordClass::EITHER) && tokens.len() > 1;
        let kind = if tokens.iter().any(|t| t.is(WordClass::OUTLET | WordClass::OUTLET_WORD)) && !given {
            SpeakerKind::Outlet
        } else if given || mention.role.is_some() {
            SpeakerKind::Person
        } else if tokens
            .iter()
            .any(|t| t.is(WordClass::ORGANISATION | WordClass::PLACE) || t.has(Shape::UPPER) && t.end - t.start > 1)
        {
            SpeakerKind::Organisation
        } else if tokens.len() > 1 {
            SpeakerKind::Person
        } else {
            SpeakerKind::Organisation
        };
        let female = tokens[0].is(WordClass::FEMALE) || last.ends_with("ová");
        let gender = match (tokens[0].is(WordClass::MALE), female) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        };
        let entity = self.entities.len();
        let name = shown(page, &mention.head, language);
        for word in &words {
            self.index(word, entity);
        }
        self.entities.push(KnownPerson { name, kind, gender, role: None, mentions: 0, words, acronym: None, form });
        self.note_acronym(page, mention, entity);
        Some(entity)
    }

    /// Notes the acronym in "Human Rights Watch (HRW)".
    fn note_acronym(&mut self, page: &Analysis<'_>, mention: &Mention, entity: usize) {
        let at = mention.head.end;
        let bracketed = page.word(at) == "(" && page.word(at + 2) == ")" && mention.head.len() > 1;
        if bracketed && page.token(at + 1).is_some_and(|t| t.has(Shape::UPPER)) {
            let acronym = page.word(at + 1).to_lowercase();
            self.index(&acronym, entity);
            self.entities[entity].acronym = Some(acronym);
        }
    }

    fn index(&mut self, word: &str, entity: usize) {
        let list = self.by_letters.entry(letters(word)).or_default();
        if list.last() != Some(&entity) {
            if list.len() >= SHARED {
                list.remove(0);
            }
            list.push(entity);
        }
    }

    /// Returns the known entity that these words name.
    fn known(&self, words: &[String], language: Language) -> Option<usize> {
        let last = words.last()?;
        let same = |a: &str, b: &str| same_word(a, b, language);
        let fits = |&&entity: &&usize| {
            let known = &self.entities[entity].words;
            if words.len() == 1 {
                let acronym = self.entities[entity].acronym.as_ref().is_some_and(|acronym| acronym == last);
                return acronym || known.iter().any(|word| same(word, last));
            }
            let ends = known.last().is_some_and(|word| same(word, last));
            let begins = same(&known[0], &words[0]);
            known.len() > 1 && ends && begins
        };
        let list = self.by_letters.get(&letters(last))?;
        list.iter().rev().find(fits).copied()
    }

    /// Returns the entity of a noun for a person: the last one with this role, else a new one.
    fn described(&mut self, page: &Analysis<'_>, mention: &Mention, at: usize) -> usize {
        let head = &page.tokens.list[mention.head.start];
        let indefinite = matches!(
            page.word(mention.range.start).to_lowercase().as_str(),
            "ein"
                | "eine"
                | "un"
                | "une"
                | "una"
                | "um"
                | "uma"
                | "en"
                | "et"
                | "ett"
                | "een"
                | "uno"
                | "bir"
                | "jeden"
                | "další"
        );
        if head.is(WordClass::ROLE | WordClass::TITLE) && !indefinite {
            let list = self.by_role.get(&key(page, mention.head.start));
            let before = list.and_then(|list| list[..list.partition_point(|&(other, _)| other < at)].last());
            if let Some(&(_, entity)) = before.or_else(|| list.and_then(|list| list.first())) {
                return entity;
            }
        }
        let text = words(page, &mention.range);
        let text = if page.language == Language::Korean { scripts::without_particle(&text).to_owned() } else { text };
        let key = text.to_lowercase();
        if let Some(&entity) = self.by_phrase.get(&key) {
            return entity;
        }
        let kind = if head.is(WordClass::GROUP) {
            SpeakerKind::Group
        } else if head.is(WordClass::OUTLET | WordClass::OUTLET_WORD) {
            SpeakerKind::Outlet
        } else if head.is(WordClass::ORGANISATION) && !head.is(WordClass::ROLE) {
            SpeakerKind::Organisation
        } else {
            SpeakerKind::Unnamed
        };
        let entity = self.entities.len();
        self.by_phrase.insert(key, entity);
        let gender = Gender::Unknown;
        self.entities.push(KnownPerson {
            name: text,
            kind,
            gender,
            role: None,
            mentions: 0,
            words: Vec::new(),
            acronym: None,
            form: 0,
        });
        entity
    }
}

/// Returns the hash by which a role is indexed.
fn key(page: &Analysis<'_>, at: usize) -> u64 {
    match page.language {
        Language::Korean => hash_of(scripts::without_particle(page.word(at))),
        _ => page.tokens.list[at].hash,
    }
}

/// Returns the words of a range with white space folded.
pub fn words(page: &Analysis<'_>, range: &Range<usize>) -> String {
    white_space::fold(page.tokens.span(range).of(page.text))
}

/// Returns the role's words without surrounding articles and commas.
fn trimmed_role(page: &Analysis<'_>, mut role: Range<usize>) -> String {
    let tokens = &page.tokens.list;
    let slight = |at: usize| tokens[at].is(WordClass::DET) || tokens[at].kind != crate::attribute::tokens::Kind::Word;
    while role.start < role.end && slight(role.start) {
        role.start += 1;
    }
    while role.start < role.end && slight(role.end - 1) {
        role.end -= 1;
    }
    words(page, &role)
}

/// Scores a form of a name for display: a given name in its base form, few letters and no genitive are better.
fn form(page: &Analysis<'_>, head: &Range<usize>) -> i32 {
    let first = &page.tokens.list[head.start];
    let letters: i32 = head.clone().map(|at| page.word(at).chars().count() as i32).sum();
    let given = first.is(WordClass::MALE | WordClass::FEMALE | WordClass::EITHER);
    let upper = page.tokens.list[head.clone()].iter().all(|t| t.has(Shape::UPPER));
    i32::from(given) * 100 - letters - 50 * i32::from(upper)
}

/// Returns the name for display: without Turkish suffixes after an apostrophe.
fn shown(page: &Analysis<'_>, head: &Range<usize>, language: Language) -> String {
    let text = words(page, head);
    if language == Language::Korean {
        return scripts::bare_name(&text).to_owned();
    }
    match text.rfind(['\'', '’']) {
        Some(at) if matches!(language, Language::Turkish | Language::Finnish) => text[..at].to_owned(),
        _ => text,
    }
}

/// Returns the word in lower case without Turkish suffixes or a genitive's apostrophe.
fn base(word: &str, language: Language) -> String {
    let lower = word.to_lowercase();
    if language == Language::Korean {
        return scripts::bare_name(&lower).to_owned();
    }
    match lower.rfind(['\'', '’']) {
        Some(at) if language == Language::Turkish => lower[..at].to_owned(),
        _ => lower.trim_end_matches(['\'', '’']).to_owned(),
    }
}

fn letters(word: &str) -> u64 {
    let end = word.char_indices().nth(LETTERS).map_or(word.len(), |(at, _)| at);
    hash_of(&word[..end])
}

/// Returns true if two words of names differ at most in their endings.
fn same_word(a: &str, b: &str, language: Language) -> bool {
    if a == b {
        return true;
    }
    if language.inflects_names() {
        let married =
            |word: &str| word.contains("ov") && (word.ends_with("á") || word.ends_with("é") || word.ends_with("ou"));
        let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let rest = |word: &str| word.chars().count() - shared;
        return shared >= LETTERS && rest(a) <= 3 && rest(b) <= 3 && married(a) == married(b);
    }
    a.strip_suffix('s').is_some_and(|a| a == b) || b.strip_suffix('s').is_some_and(|b| a == b)
}
