//! The gate: decides who can be a speaker: a proper name, or a phrase headed by a noun for somebody who acts. Dates,
//! things, quantifiers and clause fragments are rejected; their quotations stay without a speaker.

use super::Resolver;
use crate::attribute::draft::BlockPart;
use crate::attribute::lexicon::{FUNCTION, GIVEN, WordClass};
use crate::attribute::names::{Entity, Occurrence};
use crate::attribute::roles;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Words that begin sentences with a capital and are no names.
const NO_NAMES: [&str; 65] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "other",
    "latter",
    "former",
    "quote",
    "quotes",
    "however",
    "nevertheless",
    "nonetheless",
    "overall",
    "otherwise",
    "elsewhere",
    "advertisement",
    "all",
    "another",
    "anybody",
    "anyone",
    "both",
    "caption",
    "choose",
    "customer",
    "data",
    "dozens",
    "each",
    "either",
    "everybody",
    "everyone",
    "few",
    "hundreds",
    "image",
    "many",
    "millions",
    "more",
    "most",
    "multiple",
    "neither",
    "nobody",
    "none",
    "one",
    "others",
    "photo",
    "photograph",
    "picture",
    "polls",
    "research",
    "scores",
    "screenshot",
    "several",
    "some",
    "somebody",
    "someone",
    "studies",
    "such",
    "thousands",
    "video",
    "whoever",
    "earlier",
    "instead",
    "meanwhile",
    "please",
    "yes",
];

/// Nouns for speakers that are missing from the lists of roles and groups.
const SPEAKING: [&str; 47] = [
    "representative",
    "representatives",
    "relatives",
    "executives",
    "detectives",
    "operative",
    "person",
    "persons",
    "personnel",
    "voice",
    "family",
    "couple",
    "pair",
    "duo",
    "trio",
    "crowd",
    "camp",
    "side",
    "country",
    "community",
    "communities",
    "campaign",
    "outlet",
    "website",
    "site",
    "paper",
    "newspaper",
    "report",
    "study",
    "survey",
    "poll",
    "analysis",
    "letter",
    "statement",
    "document",
    "documents",
    "memo",
    "brochure",
    "lawsuit",
    "filing",
    "complaint",
    "review",
    "reports",
    "documents",
    "reviews",
    "legend",
    "folk",
];

/// Nouns that look like those of agents but are things.
const THINGS: [&str; 32] = [
    "letter",
    "number",
    "power",
    "order",
    "matter",
    "newsletter",
    "computer",
    "computers",
    "numbers",
    "orders",
    "matters",
    "letters",
    "papers",
    "year",
    "years",
    "factor",
    "factors",
    "error",
    "errors",
    "weather",
    "water",
    "paper",
    "answer",
    "answers",
    "offer",
    "offers",
    "corner",
    "centers",
    "servers",
    "server",
    "disorder",
    "figures",
];

/// Returns true for a word, in small letters, that begins sentences with a capital and is no name.
pub(in crate::attribute) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(&word)
}

impl Resolver<'_> {
    /// Returns true for a word that tells how many or which, and not who: "some", "the others", "47 percent".
    pub(super) fn is_quantity(&self, at: usize) -> bool {
        let Some(token) = self.page.token(at) else { return true };
        let word = self.page.word(at).to_lowercase();
        token.kind != Kind::Word || token.is(FUNCTION) || is_no_name(&word) || word == "percent"
    }
}

/// Abbreviations of American states as they stand behind a town.
const STATES: [&str; 36] = [
    "Ala.", "Ariz.", "Ark.", "Calif.", "Colo.", "Conn.", "Del.", "Fla.", "Ga.", "Ill.", "Ind.", "Kan.", "Ky.", "La.",
    "Mass.", "Md.", "Mich.", "Minn.", "Miss.", "Mo.", "Mont.", "Neb.", "Nev.", "Okla.", "Ont.", "Ore.", "Pa.", "R.I.",
    "S.C.", "Tenn.", "Va.", "Vt.", "Wash.", "Wis.", "Wyo.", "N.C.",
];

/// "R-Texas": the party and the state of a politician.
fn is_party(word: &str) -> bool {
    ["R-", "D-", "I-"].iter().any(|party| word.starts_with(party)) && word.len() > 3
}

/// Returns true if the entity may issue a document: a body, or somebody of whom nothing proves that it is a person.
pub(super) fn may_issue(entity: &Entity) -> bool {
    entity.kind != SpeakerKind::Person || !entity.surely_person
}

impl Resolver<'_> {
    /// Returns true if the head of the phrase can speak. `marked`: any noun will do, since somebody said words in
    /// marks.
    pub(super) fn can_speak(&self, source: &Range<usize>, marked: bool) -> bool {
        let tokens = &self.page.tokens.list;
        let list = &tokens[source.clone()];
        if list.first().is_none_or(|t| t.is(WordClass::ADV | WordClass::AUX) && !t.is(WordClass::DET) && !t.is(GIVEN)) {
            return false;
        }
        let adverb = list.first().is_some_and(|t| !t.capital()) && self.page.word(source.start).ends_with("ly");
        if adverb && list.len() > 1 && !self.is_agent(source.start) && !self.page.says(source.start, "family") {
            return false;
        }
        // "official figures"
        let noun =
            |token: &Token| token.kind == Kind::Word && !token.is(WordClass::PREP | WordClass::REL | WordClass::AUX);
        if list.len() > 1 && self.page.word(source.start) == "official" && noun(&list[1]) {
            return false;
        }
        // "publication": one noun alone for one person or body lacks its beginning.
        let heading = self.page.part(self.paragraph(source.start)) == BlockPart::Heading;
        let alone = !heading && list.len() == 1 && !list[0].capital() && !list[0].has(Shape::ENDS_IN_S);
        if alone
            && list[0].is(WordClass::ROLE | WordClass::TITLE | WordClass::OUTLET_WORD)
            && !list[0].is(WordClass::GROUP)
        {
            return false;
        }
        let strange = |place: &Occurrence| self.is_credit(place) || self.is_dateline(place);
        if self.names.within(source).first().is_some_and(strange) {
            return false;
        }
        let end = source
            .clone()
            .skip(1)
            .find(|&at| {
                let token = &tokens[at];
                token.is(WordClass::PREP | WordClass::REL) && !token.is(WordClass::DET)
                    || matches!(token.kind, Kind::Comma | Kind::Open | Kind::Colon | Kind::Dash)
                    || self.is_verb(at)
            })
            .unwrap_or(source.end);
        let Some(head) = (source.start..end).rev().find(|&at| tokens[at].kind == Kind::Word) else { return false };
        let clitic = |at: usize| tokens[at].is(WordClass::AUX);
        let head = if clitic(head) && head > source.start { head - 1 } else { head };
        let of = tokens.get(end).is_some_and(|_| end < source.end && self.page.says(end, "of"));
        if of && self.is_quantifier(head) {
            // "one of the survivors", "36% of investors"
            return self.can_speak(&(end + 1..source.end), marked);
        }
        let word = self.page.word(head).to_lowercase();
        let noun = !tokens[head].is(FUNCTION | WordClass::SPEECH | WordClass::STANCE)
            && !NO_NAMES.contains(&word.as_str())
            && !is_party(self.page.word(head))
            && !word.ends_with("ing");
        // A thing does not say "I".
        marked && !self.first_person && noun && word.len() > 2 || self.is_agent(head)
    }

    fn is_quantifier(&self, at: usize) -> bool {
        let token = &self.page.tokens.list[at];
        let word = self.page.word(at).to_lowercase();
        token.kind == Kind::Number
            || token.is(WordClass::DET)
            || NO_NAMES.contains(&word.as_str())
            || ["majority", "number", "group", "team", "host", "handful", "pair", "two", "three"]
                .contains(&word.as_str())
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        let token = &self.page.tokens.list[at];
        let noun =
            WordClass::CUE_NOUN | WordClass::ROLE | WordClass::TITLE | WordClass::GROUP | WordClass::ORGANISATION;
        !token.capital()
            && (token.is(WordClass::SPEECH | WordClass::STANCE | WordClass::SAY) && !token.is(noun)
                || token.is(WordClass::AUX) && token.end - token.start > 2 && token.has(Shape::SPACE_BEFORE))
    }

    /// Returns true for nouns of somebody who acts.
    pub(super) fn is_agent(&self, at: usize) -> bool {
        let token = &self.page.tokens.list[at];
        let word = self.page.word(at).to_lowercase();
        let listed = WordClass::ROLE | WordClass::TITLE | WordClass::GROUP | WordClass::ORGANISATION;
        if NO_NAMES.contains(&word.as_str()) || is_party(self.page.word(at)) {
            return false;
        }
        if token.is(listed | WordClass::OUTLET | WordClass::OUTLET_WORD) || SPEAKING.contains(&word.as_str()) {
            return true;
        }
        if token.is(FUNCTION) && !token.has(Shape::UPPER) {
            return false;
        }
        if token.capital() && !self.page.sentences.begins[at] {
            return true;
        }
        let agentive = [
            "er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "man", "men", "woman", "women", "ee", "ees", "old",
            "olds", "folk", "folks", "people",
        ];
        let agent = agentive.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending));
        agent && !THINGS.contains(&word.as_str())
    }

    /// Returns true if a capitalised word is a name, not a common word at the start of a sentence.
    pub(super) fn may_be_named(&self, place: &Occurrence) -> bool {
        let entity = &self.names.entities[place.entity];
        if self.is_credit(place) || self.is_dateline(place) {
            return false;
        }
        let at = place.name.start;
        if is_party(self.page.word(at)) || STATES.contains(&self.page.word(at)) && place.name.len() == 1 {
            return false;
        }
        if !entity.single() || place.titled.start < place.name.start {
            return true;
        }
        let token = &self.page.tokens.list[at];
        let word = self.page.word(at).to_lowercase();
        // "(D)" behind a name, "AI-generated".
        let letter = word.chars().count() == 1;
        let compound = ["-generated", "-based", "-led", "-backed", "-style", "-born", "-related", "-powered"]
            .iter()
            .any(|ending| word.ends_with(ending));
        if letter || compound || NO_NAMES.contains(&word.as_str()) || roles::TITLES.contains(&self.page.word(at)) {
            return false;
        }
        if token.is(GIVEN | WordClass::PLACE | WordClass::OUTLET | WordClass::ORGANISATION) || token.has(Shape::UPPER) {
            return true;
        }
        let begins = |place: &Occurrence| {
            let at = place.name.start;
            self.page.sentences.begins[at]
                || at
                    .checked_sub(1)
                    .and_then(|at| self.page.token(at))
                    .is_none_or(|t| matches!(t.kind, Kind::Mark | Kind::Colon | Kind::Open))
        };
        let always = self.names.of_entity(place.entity).take(super::LOOK_BACK).all(begins);
        !(always && self.is_common(token, &word))
    }

    /// "Image Credits", "Northwind Images": whoever took a picture.
    fn is_credit(&self, place: &Occurrence) -> bool {
        const WORDS: [&str; 7] = ["image", "images", "credit", "credits", "photo", "photos", "photograph"];
        let sign = place.titled.start.checked_sub(1).is_some_and(|at| self.page.word(at) == "©");
        sign || place.name.clone().any(|at| WORDS.iter().any(|word| self.page.says(at, word)))
    }

    /// "NEW DELHI: …": the place that an article begins with.
    fn is_dateline(&self, place: &Occurrence) -> bool {
        let tokens = &self.page.tokens.list;
        let sign = tokens.get(place.name.end).is_some_and(|t| matches!(t.kind, Kind::Colon | Kind::Dash | Kind::Open));
        let list = &tokens[place.name.clone()];
        let begins = self.page.tokens.paragraphs.binary_search_by_key(&place.name.start, |range| range.start).is_ok();
        let large = || list.iter().all(|t| t.has(Shape::UPPER)) && list.iter().any(|t| t.is(WordClass::PLACE));
        sign && begins && large()
    }

    /// Returns true if the word also occurs in lower case on the page, or ends like an adverb.
    fn is_common(&self, token: &Token, word: &str) -> bool {
        word.len() > 4 && (word.ends_with("ly") || word.ends_with("ing")) || self.is_small(token.hash)
    }

    /// Returns true if the word with this hash stands small on the page.
    pub(super) fn is_small(&self, hash: u64) -> bool {
        let tokens = &self.page.tokens.list;
        let small = self.small.get_or_init(|| {
            tokens.iter().filter(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL)).map(|t| t.hash).collect()
        });
        small.contains(&hash)
    }
}
