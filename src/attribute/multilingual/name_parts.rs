//! Tells what the words of a run of capitals are: nouns for persons, particles, owners, acronyms.

use super::mentions::{Finder, Mention, MentionKind};
use crate::attribute::language::Language;
use crate::attribute::lexicon::{GIVEN, hash_of};
use crate::attribute::tokens::{Kind, Shape};

impl Finder<'_> {
    /// Returns true for a German noun for a person that is no given name: "Karikaturisten", "Milliardärin", "AfD-Mann".
    pub(super) fn is_agent(&self, at: usize) -> bool {
        const ENDINGS: [&str; 12] = [
            "ist",
            "isten",
            "istin",
            "erin",
            "orin",
            "ärin",
            "eurin",
            "entin",
            "antin",
            "-mann",
            "-frau",
            "spitzenmann",
        ];
        let token = &self.page.tokens.list[at];
        let word = self.page.word(at).to_lowercase();
        self.page.language.capital_nouns()
            && token.capital()
            && !token.is(GIVEN)
            && word.chars().count() > 6
            && ENDINGS.iter().any(|ending| word.ends_with(ending))
    }

    /// Returns the name whose initials stand behind it: "Hessischer Beauftragter für Datenschutz (HBD)".
    pub(super) fn defined(&self, at: usize) -> Option<Mention> {
        const FAR: usize = 10;
        let tokens = &self.page.tokens.list;
        let sentence = self.page.sentences.at(at);
        let limit = sentence.end.min(at + FAR);
        let open = (at + 2..limit).find(|&at| tokens[at].kind == Kind::Open)?;
        let acronym = tokens.get(open + 1).filter(|token| token.has(Shape::UPPER) && token.kind == Kind::Word)?;
        let closed = self.page.word(open + 2) == ")" && (at..open).all(|at| tokens[at].kind == Kind::Word);
        let initials = (at..open).filter(|&at| tokens[at].capital()).filter_map(|at| self.page.word(at).chars().next());
        let letters = acronym.span().of(self.page.text).chars();
        let same = letters.flat_map(char::to_lowercase).eq(initials.flat_map(char::to_lowercase));
        let name = at..open;
        (closed && same).then(|| Mention { range: name.clone(), head: name, kind: MentionKind::Name, role: None })
    }

    /// Returns true for a language in which a given name begins the name: words before it are a role or a place.
    pub(super) const fn leads_name(&self) -> bool {
        !matches!(self.page.language, Language::Icelandic | Language::Indonesian | Language::Vietnamese)
    }

    /// "Usyk-Promoter", "Capco-Expertin": a noun for a person, no double name such as "Hans-Peter".
    pub(super) fn is_compound(&self, at: usize) -> bool {
        const AGENTS: [&str; 8] = ["in", "er", "or", "ist", "ent", "chef", "coach", "boss"];
        const NAMES: [&str; 10] =
            ["peter", "dieter", "walter", "werner", "günter", "günther", "rainer", "alexander", "xaver", "oliver"];
        let Some((_, last)) = self.page.word(at).rsplit_once('-') else { return false };
        let last = last.to_lowercase();
        AGENTS.iter().any(|ending| last.ends_with(ending)) && !NAMES.contains(&last.as_str())
    }

    /// After so many words a particle no longer goes on with a name: "Simone Vintz von der Stiftung".
    pub(super) const fn particles(&self) -> usize {
        match self.page.language {
            Language::Portuguese | Language::Spanish | Language::Italian => 3,
            _ => 1,
        }
    }

    /// Returns true for a genitive of a known name, which ends the name in a language with capitalised nouns:
    /// "Clintons Verweis".
    pub(super) fn owns(&self, at: usize) -> bool {
        let after_given = || at > 0 && self.page.tokens.list[at - 1].is(GIVEN);
        let common = |bare: u64| self.common.contains(&bare) || self.common.contains(&self.page.tokens.list[at].hash);
        let known =
            |bare: u64| self.names.contains(&bare) || self.capitals.contains(&bare) && (after_given() || !common(bare));
        self.page.language.capital_nouns()
            && self.page.word(at).strip_suffix('s').is_some_and(|bare| known(hash_of(bare)))
    }
}
