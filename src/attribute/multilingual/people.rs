//! Groups the mentions of the same person or body: names with their inflections, surnames, roles.

use super::known_person::KnownPerson;
use super::mentions::{Mention, MentionKind, NOUN, is_indefinite};
use super::references::female;
use super::scripts;
use super::shown_name::{form, shown};
use super::words::{base, letters, same_noun};
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{FUNCTION, WordClass, hash_of};
use crate::attribute::names::Gender;
use crate::attribute::names::letters::{LetterTable, log_odds};
use crate::attribute::tokens::Shape;
use crate::reading::SpeakerKind;
use crate::white_space;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::ops::Range;

/// The entities of a page.
#[derive(Debug, Default)]
pub struct People {
    /// Entities in the order in which they were found; names of several words come first.
    pub entities: Vec<KnownPerson>,
    /// Index of the entity of each mention; `None` for pronouns.
    pub of: Vec<Option<usize>>,
    /// Entities by the first letters of each of their words.
    pub(super) by_letters: FxHashMap<u64, Vec<usize>>,
    /// Given roles: the mention, the entity, and the role's noun.
    pub(super) roles: Vec<(usize, usize, String)>,
    by_phrase: FxHashMap<String, usize>,
}

/// Log odds of a gender that a list of given names tells.
const LISTED_LOG_ODDS: f32 = 4.0;
/// Log odds of a gender that a role beside the name tells.
const ROLE_LOG_ODDS: f32 = 2.0;
/// At most so many entities share these letters before the oldest are no longer compared.
const SHARED: usize = 40;

impl People {
    /// Groups the mentions of a page.
    pub fn of(page: &Analysis<'_>, mentions: &[Mention]) -> Self {
        let mut people = Self { of: vec![None; mentions.len()], ..Self::default() };
        // Full names first: a surname may stand before its name.
        let full = |mention: &Mention| mention.head.len() > if page.language.is_unspaced() { 2 } else { 1 };
        let long = |mention: &Mention| page.tokens.span(&mention.head).of(page.text).chars().count() > 2;
        for several in [true, false] {
            for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == MentionKind::Name) {
                if (full(mention) || page.language.is_unspaced() && long(mention)) == several {
                    people.of[at] = people.named(page, mention);
                }
            }
        }
        people.note_roles(page, mentions);
        for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind == MentionKind::Noun) {
            let entity = people.described(page, mention, at);
            people.entities[entity].mentions += 1;
            people.of[at] = Some(entity);
        }
        people.join_acronyms(page, mentions);
        people
    }

    fn note_roles(&mut self, page: &Analysis<'_>, mentions: &[Mention]) {
        for (at, mention) in mentions.iter().enumerate() {
            let (Some(entity), Some(role)) = (self.of[at], mention.role.clone()) else { continue };
            let nouns = role.clone().filter(|&word| page.tokens.list[word].is(WordClass::ROLE | WordClass::TITLE));
            let before = self.roles.len();
            self.roles.extend(nouns.map(|word| (at, entity, noun(page, word))));
            if self.roles.len() == before {
                // "die Gewerkschaft Komba": the noun says what the body is, it is no office.
                continue;
            }
            let text = trimmed_role(page, role.clone());
            let known = &mut self.entities[entity];
            known.role_words.extend(content_words(page, &role));
            if !text.is_empty() && known.role.as_ref().is_none_or(|role| role.chars().count() < text.chars().count()) {
                known.role = Some(text);
            }
            known.kind = SpeakerKind::Person;
            if known.gender == Gender::Unknown {
                // "la directora María", "ředitelka Jana": the role tells it too.
                known.female = (known.female + ROLE_LOG_ODDS * female(page, &role, role.start))
                    .clamp(-LISTED_LOG_ODDS, LISTED_LOG_ODDS);
            }
        }
    }

    fn named(&mut self, page: &Analysis<'_>, mention: &Mention) -> Option<usize> {
        let language = page.language;
        let words: Vec<String> = if language.is_unspaced() {
            vec![words(page, &mention.head)]
        } else {
            mention.head.clone().map(|at| base(page.word(at), language)).collect()
        };
        let last = words.last()?.clone();
        let tokens = &page.tokens.list[mention.head.clone()];
        let form = form(page, &mention.head);
        let given = tokens[0].is(WordClass::MALE | WordClass::FEMALE | WordClass::EITHER) && tokens.len() > 1;
        let found = self.known(&words, language).or_else(|| {
            // "Малайзии Анваром Ибрагимом": what stands before a known name belongs to the role.
            (words.len() > 2).then(|| self.known(&words[1..], language)).flatten()
        });
        if let Some(entity) = found {
            let known = &mut self.entities[entity];
            known.mentions += 1;
            known.is_given |= given;
            known.drop_genitive(&last, language);
            if words.len() > known.words.len() && known.fit(&words, language).is_some()
                || words.len() == known.words.len() && form > known.form
            {
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
        let office = |role: &Range<usize>| {
            page.tokens.list[role.clone()].iter().any(|t| t.is(WordClass::ROLE | WordClass::TITLE))
        };
        let officer = mention.role.as_ref().map(office);
        let kind = if tokens.iter().any(|t| t.is(WordClass::OUTLET | WordClass::OUTLET_WORD)) && !given {
            SpeakerKind::Outlet
        } else if given || officer == Some(true) || is_honoured(page, mention) {
            SpeakerKind::Person
        } else if officer == Some(false)
            || tokens
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
        let female = match gender {
            Gender::Male => -LISTED_LOG_ODDS,
            Gender::Female => LISTED_LOG_ODDS,
            Gender::Unknown if tokens.len() > 1 && !language.is_caseless() => {
                log_odds(page.word(mention.head.start), LetterTable::Female).clamp(-LISTED_LOG_ODDS, LISTED_LOG_ODDS)
            }
            Gender::Unknown => 0.0,
        };
        let entity = self.entities.len();
        let name = shown(page, &mention.head, language);
        for word in &words {
            self.index(word, entity);
            // "タック" of "デイン・リック・タック"
            for part in word.split(['・', '·']).skip(1) {
                self.index(part, entity);
            }
            // "Marlaska" of "Fernando Grande-Marlaska"
            if let Some((_, last)) = word.rsplit_once('-') {
                self.index(last, entity);
            }
        }
        let role_words = FxHashSet::default();
        let mentions = 1;
        self.entities.push(KnownPerson {
            name,
            kind,
            gender,
            female,
            role: None,
            mentions,
            is_given: given,
            can_speak: true,
            words,
            acronym: None,
            form,
            role_words,
        });
        self.note_acronym(page, mention, entity);
        Some(entity)
    }

    pub(super) fn index(&mut self, word: &str, entity: usize) {
        let list = self.by_letters.entry(letters(word)).or_default();
        if list.last() != Some(&entity) {
            if list.len() >= SHARED {
                list.remove(0);
            }
            list.push(entity);
        }
    }

    /// The entity that these words name again: the one that they fit best, then the one that was named most often.
    fn known(&self, words: &[String], language: Language) -> Option<usize> {
        let list = self.by_letters.get(&letters(words.last()?))?;
        let fits = list.iter().filter_map(|&entity| Some((self.entities[entity].fit(words, language)?, entity)));
        let best = fits.max_by_key(|&(fit, entity)| (fit, self.entities[entity].mentions, Reverse(entity)));
        best.map(|(_, entity)| entity)
    }

    /// Returns the entity of a noun for a person: the last one with this role, else a new one.
    fn described(&mut self, page: &Analysis<'_>, mention: &Mention, at: usize) -> usize {
        let head = &page.tokens.list[mention.head.start];
        // "sagte Stetter-Karp": a surname that stands in a full name.
        if mention.range.len() == 1
            && head.capital()
            && !page.language.is_caseless()
            && !head.is(NOUN)
            && let Some(entity) = self.known(&[base(page.word(mention.head.start), page.language)], page.language)
        {
            return entity;
        }
        let indefinite = is_indefinite(page.word(mention.range.start));
        if let Some(entity) = self.by_surname(page, mention, at) {
            return entity;
        }
        if let Some(entity) = self.named_last(page, mention) {
            return entity;
        }
        if head.is(WordClass::ROLE | WordClass::TITLE)
            && !indefinite
            && let Some(entity) = self.in_role(page, mention, at)
        {
            return entity;
        }
        if !indefinite && let Some(entity) = self.body(page, mention) {
            return entity;
        }
        // "del gobernador", "alla rete": no part of the name.
        let mut range = mention.range.clone();
        while range.len() > 1 && range.start < mention.head.start && is_contracted(page, range.start) {
            range.start += 1;
        }
        let text = words(page, &range);
        let text = if page.language == Language::Korean { scripts::without_particle(&text).to_owned() } else { text };
        let article = page.token(range.start).is_some_and(|token| token.is(WordClass::DET));
        let key = match text.split_once(char::is_whitespace) {
            Some((_, rest)) if article && !indefinite => rest.to_lowercase(),
            _ => text.to_lowercase(),
        };
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
            female: 0.0,
            role: None,
            mentions: 0,
            is_given: false,
            can_speak: head.is(NOUN),
            words: Vec::new(),
            acronym: None,
            form: 0,
            role_words: FxHashSet::default(),
        });
        entity
    }

    /// The entity whose name ends a phrase: "der ehemalige Sieger Hannawald", "die Bundesnetzagentur".
    fn named_last(&self, page: &Analysis<'_>, mention: &Mention) -> Option<usize> {
        let last = mention.range.end - 1;
        let token = page.token(last)?;
        let article = page.token(mention.range.start).is_some_and(|token| token.is(WordClass::DET));
        let linked = last > 0 && page.token(last - 1).is_some_and(|t| t.is(WordClass::PREP | WordClass::CONJ));
        let caseless = page.language.is_caseless();
        if caseless || !article || linked || !token.capital() || token.is(WordClass::ROLE | WordClass::TITLE) {
            return None;
        }
        let entity = self.known(&[base(page.word(last), page.language)], page.language)?;
        let known = &self.entities[entity];
        let person = known.kind == SpeakerKind::Person && last > mention.head.start;
        (person || known.words.len() == 1 && mention.range.len() == 2).then_some(entity)
    }

    /// The body that a noun with its article names again: "der Städtetag" for "Städtetag NRW".
    fn body(&self, page: &Analysis<'_>, mention: &Mention) -> Option<usize> {
        let head = &page.tokens.list[mention.head.start];
        let article = page.token(mention.range.start).is_some_and(|token| token.is(WordClass::DET));
        if page.language.is_caseless()
            || !article
            || mention.range.len() != 2
            || !head.capital()
            || head.is(WordClass::ROLE)
        {
            return None;
        }
        let word = base(page.word(mention.head.start), page.language);
        let list = self.by_letters.get(&letters(&word))?;
        let names = |&&entity: &&usize| {
            let known = &self.entities[entity];
            let ends = known.words.first() == Some(&word) || known.words.last() == Some(&word);
            known.words.len() > 1 && ends && matches!(known.kind, SpeakerKind::Organisation | SpeakerKind::Outlet)
        };
        list.iter().find(names).copied()
    }

    /// The entity with the role that a noun names: the last one before it whose role does not say something else, or the first
    /// one behind it.
    fn in_role(&self, page: &Analysis<'_>, mention: &Mention, at: usize) -> Option<usize> {
        const LOOK_BACK: usize = 60;
        let own = noun(page, mention.head.start);
        let said = content_words(page, &mention.range);
        let fits = |&&(_, entity, ref noun): &&(usize, usize, String)| {
            let known = &self.entities[entity];
            let surname = !page.language.is_caseless() || scripts::may_be_named(page, mention, &known.name);
            let other = || known.role_words.iter().any(|&word| word != hash_of(noun));
            let shared = || said.iter().any(|word| known.role_words.contains(word) && *word != hash_of(noun));
            surname && same_noun(noun, &own, page.language) && (said.len() < 2 || !other() || shared())
        };
        let split = self.roles.partition_point(|&(other, ..)| other < at);
        let before = self.roles[..split].iter().rev().take(LOOK_BACK).find(fits);
        let found = before.or_else(|| self.roles[split..].iter().take(LOOK_BACK).find(fits));
        found.map(|&(_, entity, _)| entity)
    }
}

/// A role's noun in lower case, as it is compared.
pub(super) fn noun(page: &Analysis<'_>, at: usize) -> String {
    match page.language {
        Language::Korean => scripts::without_particle(page.word(at)).to_owned(),
        _ => page.word(at).to_lowercase(),
    }
}

/// The hashes of the words in a range that mean something.
pub(super) fn content_words(page: &Analysis<'_>, range: &Range<usize>) -> FxHashSet<u64> {
    let means = |at: &usize| {
        let token = &page.tokens.list[*at];
        token.kind == crate::attribute::tokens::Kind::Word && !token.is(FUNCTION)
    };
    range.clone().filter(means).map(|at| hash_of(&noun(page, at))).collect()
}

/// "中西悠子さん": what follows a Japanese name and is no role is an honorific.
fn is_honoured(page: &Analysis<'_>, mention: &Mention) -> bool {
    page.language == Language::Japanese && mention.role.is_none() && mention.range.end > mention.head.end
}

/// The words of a range, white space made one.
pub fn words(page: &Analysis<'_>, range: &Range<usize>) -> String {
    white_space::fold(page.tokens.span(range).of(page.text))
}

/// Returns true for a preposition, alone or in one word with an article: "del", "alla", "des".
fn is_contracted(page: &Analysis<'_>, at: usize) -> bool {
    let word = page.word(at).to_lowercase();
    let token = &page.tokens.list[at];
    let joined = ["des", "dem", "den", "du", "au", "aux", "del", "al", "do", "da", "dos", "no", "na", "nos", "nas"];
    let italian = ["dell", "dall", "nell", "sull", "all"].iter().any(|stem| word.starts_with(stem) && word.len() <= 6)
        || ["dal", "nel", "sul", "dei", "ai", "dai", "nei", "sui", "col"].contains(&word.as_str());
    let joined = joined.contains(&word.as_str()) || page.language == Language::Italian && italian;
    token.is(WordClass::PREP.union(WordClass::DET).union(WordClass::ADV)) && joined
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
    let text = words(page, &role);
    if page.language == Language::Korean { scripts::without_particle(&text).to_owned() } else { text }
}
