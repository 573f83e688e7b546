//! Documents that speak for their issuer: "a report by Northwind", and later "the report".

use super::Resolver;
use super::gate::may_issue;
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// Documents that speak for their issuer.
const DOCUMENTS: [&str; 34] = [
    "editorial",
    "audit",
    "report",
    "study",
    "survey",
    "poll",
    "analysis",
    "letter",
    "statement",
    "memo",
    "paper",
    "brochure",
    "pamphlet",
    "review",
    "tracker",
    "filing",
    "tweet",
    "post",
    "lawsuit",
    "complaint",
    "indictment",
    "dossier",
    "commentary",
    "op-ed",
    "article",
    "release",
    "affidavit",
    "manual",
    "email",
    "advisory",
    "bulletin",
    "communique",
    "petition",
    "brief",
];
/// Verbs whose subject issues the document that is their object.
const ISSUED: [&str; 16] = [
    "published",
    "released",
    "issued",
    "sent",
    "wrote",
    "produced",
    "commissioned",
    "conducted",
    "filed",
    "launched",
    "unveiled",
    "compiled",
    "presented",
    "publishes",
    "releases",
    "posted",
];
/// So many places of the noun before a source are looked at.
const PLACES: usize = 8;
/// Documents that an outlet speaks with.
const IN_OUTLETS: [&str; 3] = ["editorial", "commentary", "leader"];
/// So many words stand between a preposition and the name of an issuer.
const ADJECTIVES: usize = 3;
/// So many tokens between the noun and its issuer.
const NEAR: usize = 6;
/// So many tokens before a document are searched for the one who issued it.
const FAR: usize = 16;

/// Returns true if the noun names a document.
pub(super) fn is_document(noun: &str) -> bool {
    DOCUMENTS.contains(&noun)
}

impl Resolver<'_> {
    /// Returns the issuer of the document that the phrase names: "a report by Northwind", "a Northwind report".
    pub(super) fn issuer(&self, source: &Range<usize>) -> Option<Occurrence> {
        let document = source.clone().take(8).find(|&at| self.is_document_at(at))?;
        let places = self.names.within(source);
        let by = |place: &&Occurrence| self.is_issued_by(document, place);
        // "the Swedish report" is not by somebody called Swedish.
        let people = |place: &Occurrence| {
            let word = self.page.word(place.name.start);
            let body = WordClass::OUTLET | WordClass::OUTLET_WORD | WordClass::ORGANISATION;
            let known = self.page.token(place.name.start).is_some_and(|token| token.is(body));
            let ends = ["ish", "ese", "ian", "ean", "ench", "utch"];
            !known && place.name.len() == 1 && ends.iter().any(|end| word.ends_with(end))
        };
        let modifies = |place: &&Occurrence| place.name.end == document && !people(place);
        let found = places.iter().find(by).or_else(|| places.iter().find(modifies)).cloned();
        // "a commentary published by the state-run Northwind", where the source ends before the participle.
        let sentence = self.page.sentences.at(document);
        let sound = |place: &&Occurrence| self.may_be_named(place) && may_issue(&self.names.entities[place.entity]);
        let behind = self.names.within(&(source.end..sentence.end.min(document + 1 + NEAR)));
        found.or_else(|| behind.iter().filter(by).find(sound).cloned())
    }

    /// Returns true if the document is by or from the one named here, or an article in that outlet: only small words
    /// stand between the preposition and the name.
    fn is_issued_by(&self, document: usize, place: &Occurrence) -> bool {
        let tokens = &self.page.tokens.list;
        let small = |at: usize| tokens[at].kind == Kind::Word && !tokens[at].capital();
        let mut before = (document + 1..place.titled.start).rev().take(ADJECTIVES + 1);
        let preposition = before.find(|&at| tokens[at].is(WordClass::PREP) || !small(at));
        let published = IN_OUTLETS.iter().any(|word| self.page.says(document, word));
        let says = |at: usize, word: &str| self.page.says(at, word);
        preposition.is_some_and(|at| {
            (says(at, "by") || says(at, "from") || published && says(at, "in")) && !self.is_obtained(at)
        })
    }

    /// Returns the issuer of "the report", named where the page speaks of it first.
    pub(super) fn issuer_before(&self, source: &Range<usize>) -> Option<Occurrence> {
        let definite = ["the", "its", "that", "this"].iter().any(|word| self.page.says(source.start, word));
        let head = source.clone().skip(1).take(4).find(|&at| self.is_document_at(at))?;
        let plain = (source.start + 1..source.end).all(|at| self.page.token(at).is_some_and(|t| !t.capital()));
        if !definite || !plain || head + 1 < source.end {
            return None;
        }
        let noun = self.page.token(head)?.hash;
        let tokens = &self.page.tokens.list;
        let before = (0..source.start).rev().filter(|&at| tokens[at].hash == noun && !self.page.marks.inside(at));
        before.take(PLACES).find_map(|at| self.issuer_at(at))
    }

    /// The issuer of the document at this token, by the words of its sentence.
    fn issuer_at(&self, document: usize) -> Option<Occurrence> {
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(document);
        let sound = |place: &&Occurrence| self.may_be_named(place) && may_issue(&self.names.entities[place.entity]);
        let behind = self.names.within(&(document + 1..sentence.end.min(document + 1 + NEAR)));
        let by = |place: &&Occurrence| self.is_issued_by(document, place);
        if let Some(place) = behind.iter().filter(by).find(sound) {
            return Some(place.clone());
        }
        let before = self.names.within(&(sentence.start.max(document.saturating_sub(FAR))..document));
        let before: Vec<&Occurrence> = before.iter().filter(|place| place.name.end <= document).collect();
        // "a Northwind report", "Northwind’s second report"
        let small =
            |range: Range<usize>| range.clone().all(|at| tokens[at].kind == Kind::Word && !tokens[at].capital());
        let owns = |place: &Occurrence| {
            let end = place.name.end;
            let clitic = tokens[end].is(WordClass::AUX) && tokens[end - 1].end == tokens[end].start;
            end == document || clitic && document - end <= 4 && small(end + 1..document)
        };
        if let Some(place) = before.iter().copied().filter(|place| owns(place)).find(sound) {
            return Some(place.clone());
        }
        // "Northwind published a report", "Northwind warned in a report"
        let issues = |place: &Occurrence| {
            let between = place.name.end..document;
            let verb = between.clone().any(|at| ISSUED.iter().any(|verb| self.page.says(at, verb)));
            let inside = between.clone().any(|at| {
                self.page.says(at, "in") && ["a", "an", "its", "their"].iter().any(|word| self.page.says(at + 1, word))
            });
            !self.hangs(place) && (verb || inside)
        };
        let subject = before.iter().copied().filter(|place| issues(place)).find(sound).cloned();
        // "in its new report, Northwind …"
        let own = (document.saturating_sub(4).max(sentence.start)..document).any(|at| self.page.says(at, "its"));
        let comma = tokens.get(document + 1).is_some_and(|token| token.kind == Kind::Comma);
        let next = self.names.within(&(document + 1..sentence.end.min(document + 5)));
        subject.or_else(|| next.iter().filter(|_| own && comma).find(sound).cloned())
    }

    /// Returns true if the word before this one tells who only saw the document: "obtained by Northwind".
    fn is_obtained(&self, by: usize) -> bool {
        const SEEN: [&str; 6] = ["obtained", "seen", "reviewed", "cited", "viewed", "reported"];
        by.checked_sub(1).is_some_and(|at| SEEN.iter().any(|word| self.page.says(at, word)))
    }

    fn is_document_at(&self, at: usize) -> bool {
        DOCUMENTS.iter().any(|word| self.page.says(at, word))
    }
}
