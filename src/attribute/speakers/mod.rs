//! Resolves the words that name a source to [`Speaker`]s: names, surnames, pronouns, roles and groups.
//!
//! A source is a pronoun (`antecedents.rs`), a phrase about names (`heads.rs`), a description of somebody named
//! elsewhere (`descriptions.rs`), or a phrase that is itself the name, if it can speak (`gate.rs`). An intermediary
//! is no speaker (`via.rs`).

mod antecedents;
mod descriptions;
mod documents;
mod evidence;
mod frame;
mod gate;
mod gender_nouns;
mod heads;
mod interview;
mod later;
mod leaders;
#[cfg(test)]
mod list_tests;
mod phrases;
mod ranking;
#[cfg(test)]
mod tests;
mod via;

pub(super) use descriptions::is_body_noun;
pub use evidence::{MentionType, Resolution};
pub use frame::Frame;
pub(super) use gate::is_no_name;
pub use ranking::{RankedRow, SPEAKER_COLUMNS, SPEAKER_WIDTH, SpeakerChoice, SpeakerRanker};
pub use via::via;

use super::draft::{Analysis, Draft};
use super::lexicon::WordClass;
use super::names::{Entity, Gender, Names, Occurrence};
use super::roles;
use super::tokens::{Kind, Shape};
use crate::reading::{Speaker, SpeakerKind};
use crate::white_space;
use ranking::Ranking;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::ops::Range;

/// Number of names that a mention looks back.
const LOOK_BACK: usize = 24;

/// Class of a pronoun.
enum Pronoun {
    /// One person.
    One(Gender),
    /// Several persons, or an organisation.
    They,
    /// An organisation.
    It,
    /// First person: the author, or the speaker of the quotation around it.
    First,
    /// Second person: the reader of the page.
    Reader,
}

/// Resolves the sources of a page, draft by draft, in order.
#[derive(Debug)]
pub struct Resolver<'a> {
    page: &'a Analysis<'a>,
    names: &'a Names,
    /// The author and the title.
    frame: Frame<'a>,
    speakers: Vec<Speaker>,
    /// Speaker of each entity that has spoken.
    of_entity: FxHashMap<usize, u32>,
    /// Speakers without a name, by their phrase in lower case.
    of_phrase: FxHashMap<String, u32>,
    /// The latest speaker without a name, by the hash of the noun.
    of_head: FxHashMap<u64, u32>,
    /// Entity of each speaker; `None` for unnamed ones.
    entity_of: Vec<Option<usize>>,
    /// The most recent speakers.
    last: Vec<u32>,
    /// The last named person who spoke, and the paragraph.
    last_person: Option<(usize, usize)>,
    /// Paragraph of the most recent speakers.
    last_paragraph: usize,
    /// A description in the opening that may be named later ("A senior official"): speaker and source.
    pending: Option<(u32, Range<usize>)>,
    /// Number of times that each entity is a source under its name.
    sources: Vec<u32>,
    /// The person who is a source more than twice as often as any other entity.
    main: Option<usize>,
    /// Paragraphs with a picture credit.
    credits: FxHashSet<u32>,
    /// True while the content of the current draft is in marks.
    marked: bool,
    /// True while the content of the current draft says "I" or "my".
    first_person: bool,
    /// The first description that was resolved to an entity, without its article: "singer".
    descriptions: FxHashMap<usize, String>,
    /// Roles of each entity, found on first use.
    roles: Vec<OnceCell<Vec<String>>>,
    /// Contents resolved so far with their speakers, in order of the text.
    spoken: Vec<(Range<usize>, Vec<u32>)>,
    /// Words that occur in lower case on the page, found on first use.
    small: OnceCell<FxHashSet<u64>>,
    /// The second opinion.
    ranking: Ranking,
}

impl<'a> Resolver<'a> {
    /// Creates a resolver for these drafts.
    pub fn new(page: &'a Analysis<'a>, names: &'a Names, drafts: &[Draft], frame: Frame<'a>) -> Self {
        let mut resolver = Self {
            page,
            names,
            frame,
            speakers: Vec::new(),
            of_entity: FxHashMap::default(),
            of_phrase: FxHashMap::default(),
            of_head: FxHashMap::default(),
            entity_of: Vec::new(),
            last: Vec::new(),
            last_person: None,
            last_paragraph: 0,
            pending: None,
            sources: vec![0; names.entities.len()],
            main: None,
            marked: false,
            first_person: false,
            credits: frame::credits(page),
            descriptions: FxHashMap::default(),
            roles: vec![OnceCell::new(); names.entities.len()],
            spoken: Vec::new(),
            small: OnceCell::new(),
            ranking: Ranking::new(page, &frame),
        };
        for source in drafts.iter().filter(|draft| !draft.carried).filter_map(|draft| draft.source.as_ref()) {
            let heads = resolver.heads(source);
            for place in &heads {
                resolver.sources[place.entity] += 1;
            }
            resolver.ranking.note_source(source.start, &heads);
        }
        resolver.find_topics();
        let mut most: Vec<(u32, usize)> = resolver.sources.iter().copied().zip(0..).filter(|(n, _)| *n > 1).collect();
        most.sort_unstable_by(|a, b| b.cmp(a));
        resolver.main = match most.as_slice() {
            [(first, entity), rest @ ..] if rest.first().is_none_or(|(second, _)| first >= &(2 * second)) => {
                Some(*entity)
            }
            _ => None,
        };
        resolver
    }

    /// Returns the speakers of a draft and their evidence; no speakers if the text names none.
    pub fn resolve(&mut self, draft: &Draft) -> (Vec<u32>, Resolution) {
        self.marked = draft.content.iter().any(|piece| self.page.marks.inside(piece.start + 1));
        self.first_person = self.says_i(draft);
        let (ruled, evidence) = self.by_rules(draft);
        let (found, evidence) = self.reconsidered(draft, ruled, evidence);
        if let Some(source) = draft.source.as_ref().filter(|_| !draft.carried) {
            for &id in &found {
                self.speakers[id as usize].mentions.push(self.page.tokens.span(source));
            }
        }
        self.remember(draft, &found);
        self.spoken.push((draft.start()..draft.end(), found.clone()));
        (found, evidence)
    }

    /// Returns true if the words in marks of a draft say "I" or "my".
    fn says_i(&self, draft: &Draft) -> bool {
        let inside = draft.content.iter().cloned().flatten().filter(|&at| self.page.marks.inside(at));
        inside.into_iter().any(|at| {
            let word = self.page.word(at);
            ["I", "I’m", "I'm", "I’ve", "I've", "my", "My"].contains(&word)
        })
    }

    fn by_rules(&mut self, draft: &Draft) -> (Vec<u32>, Resolution) {
        match draft.source.clone() {
            Some(source) => {
                let (found, evidence) = self.of_source(&source, draft);
                let mention = if draft.carried { MentionType::Carried } else { evidence.mention };
                (found, Resolution { mention, ..evidence })
            }
            None if draft.carried => (self.last.clone(), Resolution::clear(MentionType::Carried)),
            None => (Vec::new(), Resolution::default()),
        }
    }

    /// Remembers who spoke last.
    fn remember(&mut self, draft: &Draft, found: &[u32]) {
        if found.is_empty() {
            return;
        }
        self.last = found.to_vec();
        self.last_paragraph = self.paragraph(draft.start());
        if let [id] = found
            && let Some(entity) = self.entity_of[*id as usize]
            && self.names.entities[entity].kind == SpeakerKind::Person
        {
            self.last_person = Some((entity, self.last_paragraph));
        }
        self.note_turn(draft, found);
    }

    /// Returns true if the speaker has a name.
    pub fn is_named(&self, id: u32) -> bool {
        self.entity_of.get(id as usize).is_some_and(Option::is_some)
    }

    /// Returns the speakers with their roles and names.
    pub fn finish(mut self) -> Vec<Speaker> {
        self.name_by_title();
        if !self.frame.raw_names {
            self.name_leaders();
        }
        self.keep_titles();
        self.name_described();
        for id in 0..self.speakers.len() {
            let Some(entity) = self.entity_of[id] else { continue };
            let found: Vec<&String> = self.roles_of(entity).iter().filter(|role| !roles::is_rank(role)).collect();
            let best = found.iter().find(|role| !roles::is_relative(role) && !roles::is_short(role));
            let best = best
                .or_else(|| found.iter().find(|role| !roles::is_relative(role)))
                .or(found.first())
                .map(|role| (*role).clone());
            let places = || self.names.of_entity(entity).take(LOOK_BACK);
            let best = best
                .or_else(|| places().find_map(|place| roles::told(self.page, place)))
                .or_else(|| places().find_map(|place| roles::affiliated(self.page, place)))
                .or_else(|| self.descriptions.get(&entity).cloned());
            let body = self.speakers[id].kind != SpeakerKind::Person;
            let told = || self.descriptions.get(&entity).cloned();
            let best = if body { self.described_as(entity).or_else(told) } else { best };
            let speaker = &mut self.speakers[id];
            if let Some(role) = best
                && speaker.role.as_ref().is_none_or(|known| roles::is_relative(known))
            {
                speaker.role = Some(role);
            }
        }
        self.speakers
    }

    /// The noun phrase beside a body's name: "media tracking firm" of "the media tracking firm Northwind".
    fn described_as(&self, entity: usize) -> Option<String> {
        let mut places = self.names.of_entity(entity).take(LOOK_BACK);
        let span = places.find_map(|place| roles::of_body(self.page, place))?;
        Some(white_space::fold(span.of(self.page.text)))
    }

    /// Returns the roles beside the entity's occurrences, in order.
    fn roles_of(&self, entity: usize) -> &[String] {
        self.roles[entity].get_or_init(|| {
            let places = self.names.of_entity(entity).take(LOOK_BACK);
            places.filter_map(|place| roles::beside(self.page, place)).collect()
        })
    }

    fn of_source(&mut self, source: &Range<usize>, draft: &Draft) -> (Vec<u32>, Resolution) {
        let nobody = (Vec::new(), Resolution::default());
        let tokens = &self.page.tokens.list;
        let Some(list) = tokens.get(source.clone()) else { return nobody };
        let Some(first) = list.first() else { return nobody };
        if let Some(pronoun) = self.pronoun(source) {
            return match pronoun {
                Pronoun::One(gender) => self.of_one(source.start, gender),
                Pronoun::They => self.of_they(),
                Pronoun::It => self.of_it(source.start),
                Pronoun::First => self.of_first(source, draft),
                // The reader of the page is no speaker.
                Pronoun::Reader => nobody,
            };
        }
        if first.is(WordClass::REL) && (list.len() == 1 || self.page.says(source.start, "who")) {
            return self.of_relative(source);
        }
        if self.is_turn(source) {
            return nobody;
        }
        self.of_phrase(source)
    }

    /// Returns true for "Q:" and "A:", which mark a turn without naming anybody.
    fn is_turn(&self, source: &Range<usize>) -> bool {
        let letter = source.len() == 1 && matches!(self.page.word(source.start), "Q" | "A");
        letter && self.page.token(source.end).is_some_and(|next| next.kind == Kind::Colon)
    }

    /// Returns the pronoun that makes up a source, also in a contraction ("they’ve") or with more of its clause behind
    /// it ("she stars in a film and").
    fn pronoun(&self, source: &Range<usize>) -> Option<Pronoun> {
        let (token, rest) = self.page.tokens.list.get(source.clone())?.split_first()?;
        let subject = || ["he", "she"].iter().any(|word| self.page.says(source.start, word));
        if !rest.is_empty() && !subject() {
            return None;
        }
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
            "i" | "me" | "myself" => Pronoun::First,
            "we" | "us" | "ourselves" if !token.has(Shape::UPPER) => Pronoun::First,
            "you" | "yourself" => Pronoun::Reader,
            "let" if word != whole => Pronoun::Reader,
            _ => return None,
        })
    }

    fn of_entity(&mut self, entity: usize) -> u32 {
        if let Some(&id) = self.of_entity.get(&entity) {
            return id;
        }
        let known = &self.names.entities[entity];
        let name = self.full_name(known);
        let id = self.new_speaker(name, known.kind, Some(entity));
        self.of_entity.insert(entity, id);
        id
    }

    fn of_place(&mut self, place: &Occurrence) -> u32 {
        if let Some(&id) = self.of_entity.get(&place.entity) {
            return id;
        }
        let entity = &self.names.entities[place.entity];
        if let Some(id) = self.named_late(place, entity) {
            return id;
        }
        let id = self.of_entity(place.entity);
        let name = std::mem::take(&mut self.speakers[id as usize].name);
        self.speakers[id as usize].name = self.with_article(place, name);
        id
    }

    fn full_name(&self, entity: &Entity) -> String {
        let owned = entity.kind == SpeakerKind::Organisation && entity.name.len() < 4;
        let start = if owned { self.owner_of(&entity.name) } else { entity.name.start };
        let words = self.page.tokens.span(&(start..entity.name.end)).of(self.page.text);
        white_space::fold(words)
    }

    /// Adds the article to an outlet's name if it is capitalised inside a sentence: "The Diplomat".
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

    fn paragraph(&self, token: usize) -> usize {
        self.page.paragraph(token)
    }
}
