//! Who is behind the words that name a source: names, surnames, pronouns, roles and groups resolved to [`Speaker`]s.
//!
//! A source is a pronoun or a role (`antecedents.rs`), a phrase about names (`heads.rs`), or words that are themselves
//! all the name there is. Through whom the words came is no speaker (`via.rs`).

mod antecedents;
mod heads;
mod via;

pub use via::via;

use super::draft::{Analysis, Draft};
use super::lexicon::WordClass;
use super::names::{Entity, Gender, Names, Occurrence};
use super::tokens::{Kind, Shape, Token};
use super::{phrase, roles};
use crate::reading::{Speaker, SpeakerKind};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How far back a pronoun looks, in names.
const LOOK_BACK: usize = 24;

/// Whom a pronoun stands for.
enum Pronoun {
    /// One person.
    One(Gender),
    /// Several, or a body.
    They,
    /// A body.
    It,
    /// Whoever wrote the piece, alone or with others.
    Writer(&'static str),
    /// Whoever reads it.
    Reader,
}

/// Resolves the sources of a page, draft by draft in order.
#[derive(Debug)]
pub struct Resolver<'a> {
    page: &'a Analysis<'a>,
    names: &'a Names,
    speakers: Vec<Speaker>,
    /// Speaker of each entity that has spoken.
    of_entity: FxHashMap<usize, u32>,
    /// Speakers without a name, by their words in lower case.
    of_phrase: FxHashMap<String, u32>,
    /// The entity of each speaker, if it is a named one.
    entity_of: Vec<Option<usize>>,
    /// Who spoke last, and in which paragraph.
    last: Vec<u32>,
    /// A description that opened the piece and may be named later ("A senior official"): speaker and paragraph.
    pending: Option<(u32, usize)>,
}

impl<'a> Resolver<'a> {
    /// A resolver with nobody known yet.
    pub fn new(page: &'a Analysis<'a>, names: &'a Names) -> Self {
        Self {
            page,
            names,
            speakers: Vec::new(),
            of_entity: FxHashMap::default(),
            of_phrase: FxHashMap::default(),
            entity_of: Vec::new(),
            last: Vec::new(),
            pending: None,
        }
    }

    /// The speakers of a draft; none where the text names none.
    pub fn resolve(&mut self, draft: &Draft) -> Vec<u32> {
        let Some(source) = draft.source.clone() else {
            return if draft.carried { self.last.clone() } else { Vec::new() };
        };
        let found = self.of_source(&source);
        for &id in found.iter().filter(|_| !draft.carried) {
            self.speakers[id as usize].mentions.push(self.page.tokens.span(&source));
        }
        if !found.is_empty() {
            self.last.clone_from(&found);
        }
        found
    }

    /// The speakers found, roles and names set.
    pub fn finish(mut self) -> Vec<Speaker> {
        let mut places: FxHashMap<usize, Vec<&Occurrence>> = FxHashMap::default();
        for place in &self.names.places {
            let of_entity = places.entry(place.entity).or_default();
            if of_entity.len() < LOOK_BACK {
                of_entity.push(place);
            }
        }
        for (speaker, entity) in self.speakers.iter_mut().zip(&self.entity_of) {
            let Some(places) = entity.and_then(|entity| places.get(&entity)) else { continue };
            let found: Vec<String> = places.iter().filter_map(|place| roles::beside(self.page, place)).collect();
            let best = found.iter().find(|role| !relative(role)).or(found.first());
            if let Some(role) = best
                && speaker.kind == SpeakerKind::Person
                && speaker.role.as_ref().is_none_or(|known| relative(known))
            {
                speaker.role = Some(role.clone());
            }
        }
        self.speakers
    }

    fn of_source(&mut self, source: &Range<usize>) -> Vec<u32> {
        let tokens = &self.page.tokens.list;
        let Some(list) = tokens.get(source.clone()) else { return Vec::new() };
        let Some(first) = list.first() else { return Vec::new() };
        if let Some(pronoun) = self.pronoun(source) {
            return match pronoun {
                Pronoun::One(gender) => self.of_one(source.start, gender),
                Pronoun::They => self.of_they(),
                Pronoun::It => self.of_it(),
                Pronoun::Writer(word) => vec![self.called(word, SpeakerKind::Unnamed)],
                // Whoever reads is no speaker.
                Pronoun::Reader => Vec::new(),
            };
        }
        if first.is(WordClass::REL) && list.len() == 1 {
            let floor = self.page.sentences.at(source.start).start;
            let end = source.start - usize::from(source.start > floor && tokens[source.start - 1].kind == Kind::Comma);
            return match phrase::before(tokens, &self.page.marks, floor, end) {
                Some(head) if head.end <= source.start && head.len() < source.end => self.of_phrase(&head),
                _ => Vec::new(),
            };
        }
        if self.is_turn(source) {
            return Vec::new();
        }
        self.of_phrase(source)
    }

    /// "Q:" and "A:" tell whose turn it is, not who it is.
    fn is_turn(&self, source: &Range<usize>) -> bool {
        let letter = source.len() == 1 && matches!(self.page.word(source.start), "Q" | "A");
        letter && self.page.token(source.end).is_some_and(|next| next.kind == Kind::Colon)
    }

    /// The pronoun that is all of a source, also with a verb drawn together ("they’ve").
    fn pronoun(&self, source: &Range<usize>) -> Option<Pronoun> {
        let [token] = self.page.tokens.list.get(source.clone())? else { return None };
        let whole = token.span().of(self.page.text).to_lowercase();
        let word = whole.split(['\'', '’']).next().unwrap_or(&whole);
        Some(match word {
            _ if token.is(WordClass::HE) => Pronoun::One(Gender::Male),
            _ if token.is(WordClass::SHE) => Pronoun::One(Gender::Female),
            _ if token.is(WordClass::THEY) => Pronoun::They,
            _ if token.is(WordClass::IT) => Pronoun::It,
            "he" | "his" => Pronoun::One(Gender::Male),
            "she" | "her" | "hers" => Pronoun::One(Gender::Female),
            "they" | "their" | "theirs" => Pronoun::They,
            "it" => Pronoun::It,
            "i" | "me" | "myself" => Pronoun::Writer("I"),
            "we" | "us" | "ourselves" if !token.has(Shape::UPPER) => Pronoun::Writer("we"),
            "you" | "yourself" => Pronoun::Reader,
            "let" if word != whole => Pronoun::Reader,
            _ => return None,
        })
    }

    /// A phrase: the names in it that are its heads, else the phrase itself.
    fn of_phrase(&mut self, source: &Range<usize>) -> Vec<u32> {
        let heads = self.heads(source);
        if !heads.is_empty() {
            return heads.into_iter().map(|place| self.of_place(&place)).collect();
        }
        if let Some(place) = self.apposed(source) {
            return vec![self.of_place(&place)];
        }
        let list = &self.page.tokens.list[source.clone()];
        let definite = list.len() <= 4
            && list[0].is(WordClass::DET)
            && !list[0].is(WordClass::PREP)
            && (self.page.says(source.start, "the") || self.page.says(source.start, "that"));
        if definite && let Some(id) = self.by_role(source) {
            return vec![id];
        }
        // What the phrase is about stands before its first preposition: "a spokesman for the council".
        let prep = list
            .iter()
            .skip(1)
            .position(|t| t.is(WordClass::PREP) && !t.is(WordClass::DET))
            .map_or(list.len(), |at| at + 1);
        let (list, all) = (&list[..prep], list);
        let has = |bits: WordClass| list.iter().any(|t| t.is(bits));
        let kind = if list.iter().any(|t| t.is(WordClass::GROUP)) && !list.last().is_some_and(|t| t.is(WordClass::ROLE))
        {
            SpeakerKind::Group
        } else if list.last().is_some_and(|t| t.is(WordClass::ROLE)) {
            SpeakerKind::Unnamed
        } else if has(WordClass::OUTLET | WordClass::OUTLET_WORD) {
            SpeakerKind::Outlet
        } else if list.last().is_some_and(|t| t.is(WordClass::ORGANISATION)) {
            SpeakerKind::Organisation
        } else if has(WordClass::ROLE) {
            SpeakerKind::Unnamed
        } else if all.iter().any(Token::capital) {
            SpeakerKind::Organisation
        } else {
            SpeakerKind::Unnamed
        };
        let id = self.named_by_words(source, kind);
        let paragraph = self.paragraph(source.start);
        if kind == SpeakerKind::Unnamed
            && paragraph < 4
            && self.speakers.len() == 1
            && (self.page.says(source.start, "a") || self.page.says(source.start, "an"))
        {
            self.pending = Some((id, paragraph));
        }
        vec![id]
    }

    fn of_place(&mut self, place: &Occurrence) -> u32 {
        if let Some(&id) = self.of_entity.get(&place.entity) {
            return id;
        }
        let entity = &self.names.entities[place.entity];
        if let Some(id) = self.named_late(place, entity) {
            return id;
        }
        let name = self.with_article(place, self.full_name(entity));
        let id = self.new_speaker(name, entity.kind, Some(place.entity));
        self.of_entity.insert(place.entity, id);
        id
    }

    /// "A senior official has claimed …" in the opening, named only in the next paragraph.
    fn named_late(&mut self, place: &Occurrence, entity: &Entity) -> Option<u32> {
        let (id, paragraph) = self.pending.take()?;
        let near = self.paragraph(place.name.start) <= paragraph + 1 && self.speakers.len() == 1;
        if !near
            || entity.kind != SpeakerKind::Person
            || roles::beside(self.page, place).is_some()
            || entity.name.len() < 2
        {
            return None;
        }
        let name = self.full_name(entity);
        let speaker = &mut self.speakers[id as usize];
        let description = std::mem::replace(&mut speaker.name, name);
        speaker.role = Some(
            description
                .trim_start_matches("A ")
                .trim_start_matches("An ")
                .trim_start_matches("a ")
                .trim_start_matches("an ")
                .to_owned(),
        );
        speaker.kind = SpeakerKind::Person;
        self.entity_of[id as usize] = Some(place.entity);
        self.of_entity.insert(place.entity, id);
        Some(id)
    }

    fn full_name(&self, entity: &Entity) -> String {
        let words = self.page.tokens.span(&entity.name).of(self.page.text);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// "The Diplomat": an outlet keeps the article that is written large inside a sentence here.
    fn with_article(&self, place: &Occurrence, name: String) -> String {
        let Some(before) = place.titled.start.checked_sub(1).filter(|&at| self.page.word(at) == "The") else {
            return name;
        };
        let outlet = self.names.entities[place.entity].kind == SpeakerKind::Outlet;
        if outlet && !self.page.sentences.begins[before] { format!("The {name}") } else { name }
    }

    fn new_speaker(&mut self, name: String, kind: SpeakerKind, entity: Option<usize>) -> u32 {
        let id = self.speakers.len() as u32;
        self.speakers.push(Speaker { id, name, kind, role: None, quotes: Vec::new(), mentions: Vec::new() });
        self.entity_of.push(entity);
        id
    }

    /// A speaker without a name of their own: the words are the name.
    fn named_by_words(&mut self, source: &Range<usize>, kind: SpeakerKind) -> u32 {
        let source = &self.without_tail(source);
        let words = self.page.tokens.span(source).of(self.page.text).split_whitespace().collect::<Vec<_>>().join(" ");
        self.called(&words, kind)
    }

    fn called(&mut self, words: &str, kind: SpeakerKind) -> u32 {
        let key = words.to_lowercase();
        let key = key.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").to_owned();
        if let Some(&id) = self.of_phrase.get(&key) {
            return id;
        }
        let id = self.new_speaker(words.to_owned(), kind, None);
        self.of_phrase.insert(key, id);
        id
    }

    /// "one legal expert, as", "the prince blankly": what hangs on behind belongs to no name.
    fn without_tail(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        let hangs = |at: usize| {
            let token = &tokens[at];
            let grammar = token.is(WordClass::CONJ | WordClass::ADV | WordClass::PREP) && !token.capital();
            let adverb = !token.capital() && self.page.word(at).ends_with("ly") && source.len() > 2;
            token.kind == Kind::Comma || grammar || adverb && !token.is(WordClass::GROUP | WordClass::ROLE)
        };
        let tail = source.clone().skip(1).rev().take_while(|&at| hangs(at)).count();
        source.start..source.end - tail
    }

    fn paragraph(&self, token: usize) -> usize {
        self.page.tokens.paragraphs.partition_point(|range| range.end <= token)
    }
}

/// A role that only tells by someone else ("his counterpart").
fn relative(role: &str) -> bool {
    matches!(
        role.split(' ').next().map(str::to_lowercase).as_deref(),
        Some("his" | "her" | "their" | "its" | "my" | "our")
    )
}
