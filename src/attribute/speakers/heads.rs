//! Finds the names that a noun phrase is about, without those it only mentions ("Lee's lawyer", "the head of
//! Northwind").

use super::{Resolution, Resolver};
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::{Kind, Shape};
use crate::attribute::{phrase, roles};
use crate::reading::SpeakerKind;
use std::ops::Range;

/// The longest clause that is told with an unnamed speaker, in tokens.
const CLAUSE: usize = 12;

impl Resolver<'_> {
    /// Returns the last name of a phrase and those joined to it by "and", without possessors ("Lee's lawyer").
    pub(super) fn heads(&self, source: &Range<usize>) -> Vec<Occurrence> {
        let tokens = &self.page.tokens.list;
        let places = self.names.within(source);
        // "Lacerda’s" alone is Lacerda.
        let owns = |place: &Occurrence| {
            place.name.end + 1 < source.end
                && tokens[place.name.end].is(WordClass::AUX)
                && tokens[place.name.end].start == tokens[place.name.end - 1].end
                || place.name.end + 1 < source.end
                    && matches!(self.page.word(place.name.end), "'" | "’")
                    && tokens[place.name.end - 1].has(Shape::ENDS_IN_S)
                    && tokens[place.name.end].start == tokens[place.name.end - 1].end
                    && tokens[place.name.end + 1].kind == Kind::Word
        };
        let modifies = |place: &Occurrence| {
            let next = place.name.end;
            next < source.end
                && tokens[next].kind == Kind::Word
                && !tokens[next].has(Shape::CAPITAL)
                && !tokens[next].is(WordClass::PREP
                    | WordClass::CONJ
                    | WordClass::REL
                    | WordClass::DET
                    | WordClass::DAY
                    | WordClass::AUX)
        };
        let direct = |place: &Occurrence| {
            place.titled.start > source.start && tokens[place.titled.start - 1].is(WordClass::PREP)
                || place.titled.start > source.start + 1
                    && tokens[place.titled.start - 1].is(WordClass::DET)
                    && tokens[place.titled.start - 2].is(WordClass::PREP)
        };
        // "Ann Lee of the liberal Bridge Committee"
        let adjectives = |place: &Occurrence| {
            let small = |&at: &usize| {
                let grammar = WordClass::PREP | WordClass::CONJ | WordClass::REL | WordClass::AUX | WordClass::DET;
                let noun = WordClass::ROLE | WordClass::GROUP | WordClass::ORGANISATION | WordClass::TITLE;
                tokens[at].kind == Kind::Word && !tokens[at].capital() && !tokens[at].is(grammar | noun)
            };
            let size = (source.start..place.titled.start).rev().take(2).take_while(small).count();
            let before = place.titled.start - size;
            let article = usize::from(before > source.start && tokens[before - 1].is(WordClass::DET));
            let of = before - article > source.start && self.page.says(before - article - 1, "of");
            size > 0 && of && self.names.entities[place.entity].kind != SpeakerKind::Person
        };
        // "Chief of Army Staff General Ann Lee": the title goes on behind its preposition.
        let large_title = |at: usize| tokens[at].capital() && tokens[at].is(WordClass::TITLE | WordClass::ROLE);
        let compound = |place: &Occurrence| {
            place.titled.start < place.name.start
                && place.name.end == source.end
                && place.titled.start > source.start + 1
                && large_title(place.titled.start - 2)
                && !tokens[place.titled.start].is(WordClass::TITLE | WordClass::ROLE)
                // "attorney for the district of Hartford Ann Lee"
                || place.titled.start < place.name.start
                    && place.name.end == source.end
                    && place.name.len() > 1
                    && tokens[place.name.start].is(GIVEN)
                    && (tokens[place.titled.start].is(WordClass::PLACE) || large_title(source.start))
        };
        // "Residents of Hill, Vale and Dale": a list of places.
        let several = tokens[source.start].is(WordClass::GROUP)
            || source.len() > 1 && tokens[source.start + 1].is(WordClass::GROUP);
        // "minister for Works and Housing Policy": the joined names are parts of one phrase.
        let mut joined: Vec<bool> = Vec::with_capacity(places.len());
        for (at, place) in places.iter().enumerate() {
            let and = place.titled.start > source.start && self.page.says(place.titled.start - 1, "and");
            let comma = several && place.titled.start > 0 && tokens[place.titled.start - 1].kind == Kind::Comma;
            let on = (and || comma) && at > 0 && joined[at - 1] && places[at - 1].name.end + 1 == place.titled.start;
            // "a study by Ann Lee of Wexford’s Bridge Institute"
            let owned = at > 0
                && joined[at - 1]
                && places[at - 1].name.end + 1 == place.titled.start
                && tokens[places[at - 1].name.end].is(WordClass::AUX)
                && tokens[places[at - 1].name.end].start == tokens[places[at - 1].name.end - 1].end;
            // "a spokesman for the Harbour Board (HB)"
            let bracketed = at > 0
                && joined[at - 1]
                && self.page.token(place.name.start - 1).is_some_and(|token| token.kind == Kind::Open)
                && places[at - 1].name.end + 1 == place.name.start;
            joined.push((direct(place) || adjectives(place)) && !compound(place) || on || owned || bracketed);
        }
        let below = |place: &Occurrence| places.iter().position(|p| p == place).is_some_and(|at| joined[at]);
        // "the former “Dawson’s Creek” star": a name in marks is the title of a work.
        let cited = |p: &Occurrence| self.page.marks.inside(p.name.start) && !self.page.marks.inside(source.start);
        // "MEC for Housing, Ann Lee"
        let post = |p: &Occurrence| {
            p.name.len() == 1
                && roles::ABBREVIATIONS.contains(&self.page.word(p.name.start))
                && self.page.token(p.name.end).is_some_and(|t| t.is(WordClass::PREP))
        };
        let own = |p: &&Occurrence| {
            !post(p)
                && self.may_be_named(p)
                && !self.in_clause(source, p)
                && !owns(p)
                && !modifies(p)
                && !below(p)
                && !cited(p)
        };
        let heads: Vec<Occurrence> = places.iter().filter(own).cloned().collect();
        match heads.as_slice() {
            [] | [_] => heads,
            [rest @ .., last] if self.is_behind_office(source, rest, last) => vec![last.clone()],
            [.., last] => {
                let persons =
                    heads.iter().filter(|p| self.names.entities[p.entity].kind == SpeakerKind::Person).count();
                let and = |i: usize| self.page.says(i, "and") && self.joins_persons(i, &heads);
                let joined = (heads[0].name.end..last.titled.start).any(and) && !self.is_apposed(&heads[0], last);
                if joined && persons >= 2 {
                    heads.into_iter().filter(|p| self.names.entities[p.entity].kind == SpeakerKind::Person).collect()
                } else {
                    let comma = (heads[0].name.end..last.titled.start).any(|i| tokens[i].kind == Kind::Comma);
                    vec![if comma || joined { heads[0].clone() } else { last.clone() }]
                }
            }
        }
    }

    /// Resolves "who" to the phrase before it: "the officer" of "the officer who", "Lee" of "Lee, an officer who".
    pub(super) fn of_relative(&mut self, source: &Range<usize>) -> (Vec<u32>, Resolution) {
        let tokens = &self.page.tokens.list;
        let floor = self.page.sentences.at(source.start).start;
        let comma = |at: usize| at > floor && tokens[at - 1].kind == Kind::Comma;
        let end = source.start - usize::from(comma(source.start));
        let head = phrase::before(tokens, &self.page.marks, floor, end);
        let Some(head) = head.filter(|head| head.end <= source.start && head.len() < source.end) else {
            return (Vec::new(), Resolution::default());
        };
        let article = ["a", "an"].iter().any(|word| self.page.says(head.start, word));
        let apposed = article && end == source.start && comma(head.start) && self.names.within(&head).is_empty();
        let named = self.names.within(&(floor..head.start)).last();
        match named.filter(|place| apposed && place.name.end + 1 == head.start).cloned() {
            Some(place) => self.of_heads(&[place]),
            // "one person who attended"
            None if end == source.start && self.defined(&(head.start..source.end)) => {
                self.of_phrase(&(head.start..source.end))
            }
            None => self.of_phrase(&head),
        }
    }

    /// Returns true for a short clause with "who" that tells which persons are meant: "who spoke to the paper".
    pub(super) fn defines(&self, clause: &Range<usize>) -> bool {
        let words = |at: usize| self.page.token(at).is_some_and(|token| token.kind == Kind::Word);
        self.page.says(clause.start, "who") && (2..=CLAUSE).contains(&clause.len()) && clause.clone().all(words)
    }

    /// Returns true for a name inside a relative clause: "the company that runs the Cup, Northwind".
    fn in_clause(&self, source: &Range<usize>, place: &Occurrence) -> bool {
        let tokens = &self.page.tokens.list;
        let before = source.start + 1..place.titled.start.max(source.start + 1);
        // "officials in the county – where Wexford lies –"
        if before.clone().skip(1).filter(|&at| tokens[at].kind == Kind::Dash).count() % 2 == 1 {
            return true;
        }
        let relative = before.clone().rfind(|&at| tokens[at].is(WordClass::REL) && !self.page.says(at, "what"));
        relative.is_some_and(|at| !(at..before.end).any(|at| tokens[at].kind == Kind::Comma))
    }

    /// Returns true for "Minister of Trade, Works and Ports, Ann Lee": a person behind the names that are part of an office.
    fn is_behind_office(&self, source: &Range<usize>, rest: &[Occurrence], last: &Occurrence) -> bool {
        let sure = |place: &Occurrence| self.names.entities[place.entity].surely_person;
        let office = self.page.token(source.start).is_some_and(|t| t.is(WordClass::TITLE | WordClass::ROLE));
        let comma = last.titled.start.checked_sub(1).and_then(|at| self.page.token(at));
        let behind = comma.is_some_and(|t| t.kind == Kind::Comma) && last.name.end + 1 >= source.end;
        office && behind && sure(last) && last.name.len() > 1 && !rest.iter().any(sure)
    }

    /// Returns true for a name in the description behind another: "Ann Lee, a doctor and the founder of Northwind".
    fn is_apposed(&self, first: &Occurrence, last: &Occurrence) -> bool {
        let at = first.name.end;
        let comma = |at: usize| self.page.token(at).is_some_and(|token| token.kind == Kind::Comma);
        let article = self.page.says_article(at + 1);
        comma(at) && article && !(at + 1..last.titled.start).any(comma)
    }

    /// Returns true if a person with a role or title before the name follows this "and".
    fn joins_persons(&self, and: usize, heads: &[Occurrence]) -> bool {
        let tokens = &self.page.tokens.list;
        let described = |at: usize| {
            tokens[at].kind == Kind::Word && !tokens[at].is(WordClass::AUX | WordClass::SPEECH | WordClass::REL)
        };
        let next = heads.iter().find(|place| place.titled.start > and);
        next.is_some_and(|place| place.titled.start <= and + 5 && (and + 1..place.titled.start).all(described))
    }

    /// Returns the name between commas after the phrase: "its spokesman, Devin Hart, said".
    pub(super) fn apposed(&self, source: &Range<usize>) -> Option<Occurrence> {
        let comma = |at: usize| self.page.token(at).is_some_and(|t| t.kind == Kind::Comma);
        let role = self.page.token(source.end.checked_sub(1)?)?;
        let role = role.is(WordClass::ROLE | WordClass::TITLE | WordClass::GROUP);
        let place = self.names.within(&(source.end..source.end + 2)).first()?;
        let person = self.names.entities[place.entity].kind == SpeakerKind::Person;
        let closed = self.page.token(place.name.end).is_none_or(|t| !matches!(t.kind, Kind::Word | Kind::Number));
        (role && person && comma(source.end) && closed).then(|| place.clone())
    }
}
