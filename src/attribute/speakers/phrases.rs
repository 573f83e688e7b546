//! Phrases as sources: the names in them, or the phrase itself if it is the only name.

use super::gender_nouns::gender_of;
use super::{MentionType, Resolution, Resolver};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::{Kind, Token};
use crate::reading::SpeakerKind;
use crate::white_space;
use std::ops::Range;

impl Resolver<'_> {
    /// The start of a body's name with the country before it: "Carpathia’s Health Ministry".
    pub(super) fn owner_of(&self, name: &Range<usize>) -> usize {
        const NOUNS: [&str; 5] = ["ministry", "parliament", "treasury", "army", "court"];
        let tokens = &self.page.tokens.list;
        let noun = NOUNS.iter().any(|noun| self.page.says(name.end - 1, noun));
        let clitic = name.start.checked_sub(1).filter(|&at| at > 0 && tokens[at].is(WordClass::AUX));
        let owner = clitic.filter(|&at| tokens[at].start == tokens[at - 1].end && tokens[at - 1].is(WordClass::PLACE));
        owner.filter(|_| noun).map_or(name.start, |at| at - 1)
    }

    /// Resolves a phrase to the names that are its heads, to the entity it describes, or to itself if it can speak.
    pub(super) fn of_phrase(&mut self, source: &Range<usize>) -> (Vec<u32>, Resolution) {
        let source = &self.behind_dash(source);
        let heads = self.heads(source);
        let heads = if heads.is_empty() { self.apposed(source).into_iter().collect() } else { heads };
        if !heads.is_empty() {
            return self.of_heads(&heads);
        }
        if let Some(place) = self.issuer(source) {
            return self.of_heads(&[place]);
        }
        if let Some(place) = self.issuer_before(source) {
            let evidence = Resolution { margin: 8.0, ..Resolution::clear(MentionType::Description) };
            return (vec![self.of_entity(place.entity)], evidence);
        }
        if let Some((entity, evidence)) = self.described(source) {
            self.keep_description(source, entity);
            return (vec![self.of_entity(entity)], evidence);
        }
        if !self.can_speak(source, self.marked) {
            // "Congress got involved": the name at the beginning, if there is one.
            let leading = self.names.within(source).first().filter(|place| place.titled.start == source.start).cloned();
            return match leading {
                Some(place) => self.of_heads(&[place]),
                None => (Vec::new(), Resolution::clear(MentionType::Unnamed)),
            };
        }
        if let Some(id) = self.phrase_before(source) {
            let evidence = Resolution { mention: MentionType::Description, margin: 4.0, ..Resolution::default() };
            return (vec![id], evidence);
        }
        // Words that are a name after all.
        let words = self.without_tail(&self.without_clause(source));
        let whole = self.names.within(source).iter().find(|place| place.name == words).cloned();
        if let Some(place) = whole.filter(|place| self.may_be_named(place)) {
            return self.of_heads(&[place]);
        }
        let kind = self.kind_of_phrase(source);
        let id = self.new_by_words(source);
        if kind == SpeakerKind::Unnamed && self.opens_story(source) {
            self.pending = Some((id, source.clone()));
        }
        (vec![id], Resolution::clear(MentionType::Unnamed))
    }

    /// Returns the unnamed speaker whom a source describes, and remembers its noun.
    pub(super) fn new_by_words(&mut self, source: &Range<usize>) -> u32 {
        let id = self.named_by_words(source, self.kind_of_phrase(source));
        if let Some(head) = self.head_of(source) {
            self.of_head.insert(head, id);
        }
        id
    }

    /// Keeps "the late night host" as what the text says of somebody.
    fn keep_description(&mut self, source: &Range<usize>, entity: usize) {
        let words = source.start + 1..source.end;
        let plain = |at: usize| self.page.token(at).is_some_and(|token| token.kind == Kind::Word);
        // "the boy" tells nothing.
        let noun = |at: usize| self.is_agent(at) && gender_of(&self.page.word(at).to_lowercase()).is_none();
        let head = words.clone().next_back().is_some_and(noun);
        if head && words.clone().all(plain) && self.page.says(source.start, "the") {
            let text = white_space::fold(self.page.tokens.span(&words).of(self.page.text));
            self.descriptions.entry(entity).or_insert(text);
        }
    }

    pub(super) fn of_heads(&mut self, heads: &[Occurrence]) -> (Vec<u32>, Resolution) {
        let heads: Vec<&Occurrence> = heads.iter().filter(|place| self.may_be_named(place)).collect();
        let full = |place: &&&Occurrence| place.name.len() >= self.names.entities[place.entity].name.len();
        let mention = match heads.as_slice() {
            [] => MentionType::Unnamed,
            all if all.iter().all(|place| full(&place)) => MentionType::FullName,
            _ => MentionType::ShortName,
        };
        let found = heads.into_iter().map(|place| self.of_place(place)).collect();
        (found, Resolution::clear(mention))
    }

    /// Resolves "the teacher" to the unnamed speaker "a teacher at the school".
    pub(super) fn phrase_before(&self, source: &Range<usize>) -> Option<u32> {
        let definite = ["the", "these", "both"].iter().any(|word| self.page.says(source.start, word));
        if !definite || source.len() != 2 {
            return None;
        }
        self.of_head.get(&self.head_of(source)?).copied()
    }

    /// Returns the hash of a phrase's noun, if it is a noun for persons.
    pub(super) fn head_of(&self, source: &Range<usize>) -> Option<u64> {
        let tokens = &self.page.tokens.list;
        let end = source.clone().skip(1).find(|&at| {
            tokens[at].kind != Kind::Word || tokens[at].is(WordClass::PREP | WordClass::REL) || self.is_verb(at)
        });
        let head = &tokens[end.unwrap_or(source.end).max(source.start + 1) - 1];
        head.is(WordClass::ROLE | WordClass::GROUP | WordClass::TITLE).then_some(head.hash)
    }

    pub(super) fn kind_of_phrase(&self, source: &Range<usize>) -> SpeakerKind {
        let all = &self.page.tokens.list[source.clone()];
        // The head stands before the first preposition: "a spokesman for the council".
        let prep = all.iter().skip(1).position(|t| t.is(WordClass::PREP) && !t.is(WordClass::DET));
        let list = &all[..prep.map_or(all.len(), |at| at + 1)];
        let any = |bits: WordClass| list.iter().any(|t| t.is(bits));
        let last = |bits: WordClass| list.last().is_some_and(|t| t.is(bits));
        if any(WordClass::GROUP) && !last(WordClass::ROLE) {
            SpeakerKind::Group
        } else if last(WordClass::ROLE) {
            SpeakerKind::Unnamed
        } else if any(WordClass::OUTLET | WordClass::OUTLET_WORD) {
            SpeakerKind::Outlet
        } else if last(WordClass::ORGANISATION) {
            SpeakerKind::Organisation
        } else if any(WordClass::ROLE) {
            SpeakerKind::Unnamed
        } else if source.clone().any(|at| self.page.tokens.list[at].capital() && !self.page.sentences.begins[at]) {
            SpeakerKind::Organisation
        } else {
            SpeakerKind::Unnamed
        }
    }

    /// Returns an unnamed speaker, with the phrase as the name.
    pub(super) fn named_by_words(&mut self, source: &Range<usize>, kind: SpeakerKind) -> u32 {
        let source =
            &if self.defined(source) { source.clone() } else { self.without_tail(&self.without_clause(source)) };
        let words = white_space::fold(self.page.tokens.span(source).of(self.page.text));
        self.called(&words, kind)
    }

    /// Returns true for "a person who attended": an indefinite noun with the clause that tells who is meant.
    pub(super) fn defined(&self, source: &Range<usize>) -> bool {
        let tokens = &self.page.tokens.list;
        let definite = ["the", "this", "that", "these", "those"].iter().any(|word| self.page.says(source.start, word));
        let who = source.clone().skip(1).find(|&at| tokens[at].is(WordClass::REL) || tokens[at].kind != Kind::Word);
        let small = |at: usize| !tokens[at].capital() && tokens[at].kind == Kind::Word;
        !definite && who.is_some_and(|who| small(who - 1) && self.defines(&(who..source.end)))
    }

    /// Returns the speaker without a name that these words call, a new one if need be.
    pub(super) fn called(&mut self, words: &str, kind: SpeakerKind) -> u32 {
        if let Some(id) = self.known_by(words) {
            return id;
        }
        let id = self.new_speaker(words.to_owned(), kind, None);
        self.of_phrase.insert(key(words), id);
        id
    }

    /// Returns the speaker without a name whom these words called before.
    pub(super) fn known_by(&self, words: &str) -> Option<u32> {
        self.of_phrase.get(&key(words)).copied()
    }

    /// Removes a clause from the end of a phrase: "experts from the council worked with", "an old friend, who left".
    pub(super) fn without_clause(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        let noun = |t: &Token| t.capital() && !t.is(WordClass::DET) || t.is(WordClass::GROUP | WordClass::ROLE);
        let definite = ["the", "this", "that"].iter().any(|word| self.page.says(source.start, word));
        let ends = |&at: &usize| {
            let past = !tokens[at].capital() && self.page.says_participle(at) && noun(&tokens[at - 1]);
            // "officials in Wexford County, Carpathia"
            let place = |at: usize| tokens[at].capital() && tokens[at].is(WordClass::PLACE);
            let located = at + 2 == source.end && place(at + 1) && tokens[at - 1].capital();
            let relative = definite && self.page.says(at, "who");
            let dash = matches!(tokens[at].kind, Kind::Dash | Kind::Open);
            tokens[at].kind == Kind::Comma && !located || dash || relative || self.is_verb(at) || past
        };
        source.start..source.clone().skip(1).find(ends).unwrap_or(source.end)
    }

    /// Removes trailing words that are no part of the name: "one legal expert, as", "the prince blankly".
    pub(super) fn without_tail(&self, source: &Range<usize>) -> Range<usize> {
        let tokens = &self.page.tokens.list;
        let hangs = |at: usize| {
            let token = &tokens[at];
            let grammar =
                token.is(WordClass::CONJ | WordClass::ADV | WordClass::PREP | WordClass::REL) && !token.capital();
            let adverb = !token.capital() && self.page.word(at).ends_with("ly") && source.len() > 2;
            token.kind == Kind::Comma || grammar || adverb && !token.is(WordClass::GROUP | WordClass::ROLE)
        };
        let tail = source.clone().skip(1).rev().take_while(|&at| hangs(at)).count();
        source.start..source.end - tail
    }
}

/// The key of a phrase: small letters without the article.
fn key(words: &str) -> String {
    let key = words.to_lowercase();
    key.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").to_owned()
}
