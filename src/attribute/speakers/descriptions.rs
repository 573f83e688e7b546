//! Resolves descriptions of somebody named elsewhere: "the minister", "the 36-year-old", "the company".
//!
//! A description is resolved on evidence alone: a role beside the name, the age, a word of the name, or the kind of
//! organisation if only one speaks.

use super::gender_nouns::gender_of;
use super::{LOOK_BACK, MentionType, Resolution, Resolver};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::{Gender, Occurrence};
use crate::attribute::roles::TITLES;
use crate::attribute::tokens::Kind;
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Nouns that any company or body may be called by.
const BODIES: [&str; 42] = [
    "union",
    "company",
    "firm",
    "group",
    "organisation",
    "organization",
    "agency",
    "business",
    "startup",
    "start-up",
    "bank",
    "brokerage",
    "retailer",
    "manufacturer",
    "carmaker",
    "airline",
    "label",
    "charity",
    "non-profit",
    "body",
    "institution",
    "brand",
    "giant",
    "operator",
    "publisher",
    "maker",
    "utility",
    "band",
    "nonprofit",
    "supplier",
    "developer",
    "club",
    "automaker",
    "alliance",
    "coalition",
    "watchdog",
    "broadcaster",
    "lender",
    "insurer",
    "consultancy",
    "platform",
    "conglomerate",
];

/// Nouns for organisations whose names have another noun: "the force" is a police.
const OTHER_NOUNS: [(&str, &[&str]); 8] = [
    ("union", &["union", "guild", "federation", "brotherhood", "teamsters", "workers"]),
    ("force", &["police", "constabulary", "army", "navy"]),
    ("newspaper", &["times", "post", "daily", "guardian", "tribune", "journal", "herald", "mail", "telegraph"]),
    ("institution", &["university", "college", "institute", "school", "museum"]),
    ("department", &["department", "ministry"]),
    ("regulator", &["authority", "commission", "agency"]),
    ("charity", &["trust", "foundation"]),
    ("agency", &["agency", "administration", "bureau", "center", "centre", "service"]),
];

/// Nouns for people who are quoted without a name.
const UNNAMED: [&str; 9] =
    ["spokes", "source", "witness", "resident", "officer", "neighbo", "insider", "judge", "caller"];

/// The longest apposition that is searched for its noun, in tokens.
const APPOSITION: usize = 8;

/// In so many paragraphs before a description there is one speaker only, where it may mean that one.
const TURNS: usize = 2;

/// Words before a role that change its meaning.
const CHANGED: [&str; 9] = ["former", "ex", "deputy", "vice", "shadow", "acting", "assistant", "late", "then"];

impl Resolver<'_> {
    /// Returns the entity that a definite description means, if there is evidence for one.
    pub(super) fn described(&self, source: &Range<usize>) -> Option<(usize, Resolution)> {
        let tokens = &self.page.tokens.list;
        let list = tokens.get(source.clone())?;
        let definite = ["the", "that", "this"].iter().any(|word| self.page.says(source.start, word));
        if let [_] = list
            && TITLES.contains(&self.page.word(source.start))
        {
            return self.by_role(source.start, &[self.page.word(source.start).to_lowercase()]);
        }
        if let Some(owned) = self.officer(source) {
            return Some(owned);
        }
        if !definite || list.len() < 2 {
            return None;
        }
        let end = source
            .clone()
            .skip(1)
            .find(|&at| tokens[at].is(WordClass::PREP | WordClass::REL) || tokens[at].kind != Kind::Word);
        let end = end.unwrap_or(source.end);
        if end > source.start + 6 || end < source.start + 2 {
            return None;
        }
        let words: Vec<String> = (source.start + 1..end).map(|at| self.page.word(at).to_lowercase()).collect();
        let head = words.last()?;
        let token = &tokens[source.start + words.len()];
        if let Some(age) = words.iter().find_map(|word| age(word)) {
            let role = || self.by_role(source.start, &words);
            return self.by_age(source.start, age).or_else(role).or_else(|| self.of_topic(source.start));
        }
        let person = token.is(WordClass::ROLE | WordClass::TITLE) || TITLES.contains(&self.page.word(end - 1));
        let found = if person { self.by_role(source.start, &words) } else { None };
        found
            .or_else(|| self.by_noun(source.start, head))
            .or_else(|| self.by_body(source.start, &words))
            .or_else(|| if person { self.by_uniqueness(source.start, head) } else { None })
            .or_else(|| if person || is_agent(head) { self.by_topic(source, head) } else { None })
            .or_else(|| gender_of(head).and_then(|gender| self.by_gender(source.start, gender)))
    }

    /// Resolves "Northwind’s chief executive" to the person with that role at Northwind.
    fn officer(&self, source: &Range<usize>) -> Option<(usize, Resolution)> {
        let tokens = &self.page.tokens.list;
        let owner = self.names.within(source).first().filter(|place| place.titled.start == source.start)?;
        let clitic = owner.name.end;
        let owns = clitic + 1 < source.end
            && tokens[clitic].is(WordClass::AUX)
            && tokens[clitic - 1].end == tokens[clitic].start
            && tokens[source.end - 1].is(WordClass::ROLE | WordClass::TITLE);
        if !owns {
            return None;
        }
        let words: Vec<String> = (clitic + 1..source.end).map(|at| self.page.word(at).to_lowercase()).collect();
        let (entity, evidence) = self.by_role(source.start, &words)?;
        let company = self.page.word(clitic - 1);
        // "Moreau’s press secretary", who is called press secretary elsewhere.
        let known = &self.names.entities[owner.entity];
        if known.kind == SpeakerKind::Person && owner.entity != entity && words.len() > 1 {
            return Some((entity, evidence));
        }
        self.roles_of(entity).iter().any(|role| role.contains(company)).then_some((entity, evidence))
    }

    /// Resolves "the prime minister" to the nearest entity with that role.
    fn by_role(&self, at: usize, words: &[String]) -> Option<(usize, Resolution)> {
        let mut seen: Vec<usize> = Vec::new();
        let behind = self.names.within(&(at..at + 60)).iter();
        for place in self.names.before(at).take(4 * LOOK_BACK).chain(behind) {
            if seen.contains(&place.entity) || self.names.entities[place.entity].kind != SpeakerKind::Person {
                continue;
            }
            seen.push(place.entity);
            let titled = self.page.tokens.span(&place.titled).of(self.page.text);
            let mut roles = self.roles_of(place.entity).iter().map(String::as_str).chain([titled]);
            let spoken = self.of_entity.contains_key(&place.entity) || self.sources[place.entity] > 0;
            if roles.any(|role| is_role(role, words, spoken)) {
                return Some((place.entity, described(8.0)));
            }
        }
        None
    }

    /// "the carmaker": whose name had the noun beside it, the nearest first.
    fn by_noun(&self, at: usize, noun: &str) -> Option<(usize, Resolution)> {
        if noun.ends_with('s') || is_seldom_named(noun) {
            return None;
        }
        let mut places = self.names.before(at).take(2 * LOOK_BACK).filter(|place| self.may_be_named(place));
        let place = places.find(|place| self.stands_beside(place, noun))?;
        Some((place.entity, described(8.0)))
    }

    /// Returns true if the noun stands right before the name with its titles, or between commas behind it.
    pub(super) fn stands_beside(&self, place: &Occurrence, noun: &str) -> bool {
        let end = place.name.end;
        let before = place.titled.start.checked_sub(1).is_some_and(|at| self.page.says(at, noun));
        let comma = self.page.token(end).is_some_and(|token| token.kind == Kind::Comma);
        let article = self.page.says_article(end + 1);
        let phrase = |at: &usize| {
            let tokens = &self.page.tokens.list;
            tokens.get(*at).is_some_and(|token| {
                token.kind == Kind::Word && !token.is(WordClass::PREP | WordClass::REL | WordClass::AUX)
            })
        };
        let last = (end + 2..end + APPOSITION).take_while(phrase).last();
        before || comma && article && last.is_some_and(|at| self.page.says(at, noun))
    }

    /// Resolves "the 36-year-old" to the entity with this age.
    fn by_age(&self, at: usize, age: u32) -> Option<(usize, Resolution)> {
        let of_age = |at: usize| self.page.word(at).split('-').next().and_then(|n| n.parse().ok()) == Some(age);
        let aged = self.names.before(at).take(4 * LOOK_BACK).find(|place| {
            if self.names.entities[place.entity].kind != SpeakerKind::Person {
                return false;
            }
            let comma = self.page.token(place.name.end).is_some_and(|t| matches!(t.kind, Kind::Comma | Kind::Open));
            let behind = comma && (of_age(place.name.end + 1) || of_age(place.name.end + 2));
            behind || place.titled.start.checked_sub(1).is_some_and(of_age)
        });
        aged.map(|place| (place.entity, described(Resolution::CLEAR)))
    }

    /// The person whom the passage is about.
    fn of_topic(&self, at: usize) -> Option<(usize, Resolution)> {
        let ranked = self.ranked(at, Gender::Unknown);
        let (score, entity, _) = *ranked.first()?;
        let margin = ranked.get(1).map_or(6.0, |(second, ..)| (score - second).min(6.0));
        Some((entity, described(margin)))
    }

    /// Resolves "the expert" if exactly one person has been named.
    fn by_uniqueness(&self, at: usize, head: &str) -> Option<(usize, Resolution)> {
        if is_seldom_named(head) {
            return None;
        }
        let person = |place: &&Occurrence| {
            let known = &self.names.entities[place.entity];
            known.kind == SpeakerKind::Person
                && (known.surely_person || self.sources[place.entity] > 0)
                && !self.page.marks.inside(place.name.start)
                && !self.credits.contains(&(self.paragraph(place.name.start) as u32))
        };
        let mut named = self.names.before(at).take(4 * LOOK_BACK).filter(person).map(|place| place.entity);
        let first = named.next()?;
        // Nobody else has been named, and the passage is about this person.
        let near = self.names.places_before(first, at).next().is_some_and(|place| {
            self.paragraph(place.name.start) + TURNS > self.paragraph(at) && self.names.times(first) > 1
        });
        ((self.sources[first] > 0 || near) && named.all(|entity| entity == first)).then(|| (first, described(4.0)))
    }

    /// Resolves "the Conservative MP" to whoever spoke last, if nobody else has been named since and no other speaker
    /// is called so.
    fn by_topic(&self, source: &Range<usize>, head: &str) -> Option<(usize, Resolution)> {
        let &(entity, spoke) = self.last_person.as_ref()?;
        let [last] = self.last.as_slice() else { return None };
        let near = self.paragraph(source.start).saturating_sub(spoke) <= 1;
        let current = self.entity_of.get(*last as usize).copied().flatten() == Some(entity);
        let unnamed = is_seldom_named(head) || head.ends_with('s');
        let called = self.head_of(source).is_some_and(|head| self.of_head.contains_key(&head));
        // In a dialogue "the host" is the other one.
        let alone = self.ranking.spoke_alone(self.paragraph(source.start).saturating_sub(TURNS), *last);
        let clashes = gender_of(head).is_some_and(|gender| gender.clashes(self.names.entities[entity].gender));
        if !near || !current || unnamed || called || !alone || clashes {
            return None;
        }
        let others = |place: &Occurrence| {
            let known = &self.names.entities[place.entity];
            place.entity != entity && known.kind == SpeakerKind::Person && !self.page.marks.inside(place.name.start)
        };
        let since = self.names.before(source.start).take_while(|place| place.entity != entity);
        let known = self.names.before(source.start).take(2 * LOOK_BACK).any(|place| place.entity == entity);
        (known && !since.take(2 * LOOK_BACK).any(others)).then(|| (entity, described(3.0)))
    }

    /// Resolves "the woman", "the mother of three" to the topic of the passage, if only one person fits.
    fn by_gender(&self, at: usize, gender: Gender) -> Option<(usize, Resolution)> {
        let ranked = self.ranked(at, gender);
        let (score, entity, distance) = *ranked.first()?;
        let known = self.names.entities[entity].gender == gender;
        let margin = ranked.get(1).map_or(6.0, |(second, ..)| (score - second).min(6.0));
        (known && distance <= 2 && margin >= 3.0).then(|| (entity, described(margin)))
    }

    /// Resolves "the company", "the center" to the organisation whose name has the noun, else, for nouns of any
    /// organisation, to one that speaks.
    fn by_body(&self, at: usize, words: &[String]) -> Option<(usize, Resolution)> {
        let head = words.last()?.as_str();
        let body = |entity: usize| {
            let known = &self.names.entities[entity];
            known.kind != SpeakerKind::Person || !known.surely_person
        };
        let others = OTHER_NOUNS.iter().find(|(noun, _)| *noun == head).map_or(&[][..], |(_, others)| others);
        let noun =
            self.page.token(at + words.len()).is_some_and(|t| t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD));
        let named = |entity: usize| {
            let name = &self.names.entities[entity].name;
            (noun || !others.is_empty())
                && name.len() > 1
                && name.clone().any(|at| self.page.says(at, head) || others.iter().any(|o| self.page.says(at, o)))
        };
        let mut places =
            self.names.before(at).take(4 * LOOK_BACK).filter(|place| body(place.entity) && self.may_be_named(place));
        if let Some(place) = places.clone().find(|place| named(place.entity)) {
            return Some((place.entity, described(8.0)));
        }
        if !BODIES.contains(&head) {
            return None;
        }
        let company = |entity: usize| {
            let known = &self.names.entities[entity];
            let tokens = &self.page.tokens.list[known.name.clone()];
            let place = tokens.iter().any(|t| t.is(WordClass::PLACE | WordClass::GROUP))
                || self.page.says(known.name.end - 1, "States");
            let body =
                known.kind == SpeakerKind::Organisation || known.kind == SpeakerKind::Person && !known.surely_person;
            body && !place && self.names.times(entity) > 1
        };
        let speaking = self.last.iter().filter_map(|&id| self.entity_of[id as usize]).find(|&entity| company(entity));
        if let Some(entity) = speaking {
            return Some((entity, described(6.0)));
        }
        let source = places.clone().find(|place| company(place.entity) && self.sources[place.entity] > 0);
        let opens = |place: &&Occurrence| company(place.entity) && self.opens(place);
        let near = source.or_else(|| places.find(opens))?;
        Some((near.entity, described(2.0)))
    }
}

const fn described(margin: f32) -> Resolution {
    Resolution { margin, agreed: margin >= 8.0, ..Resolution::clear(MentionType::Description) }
}

/// Returns true for nouns of people who are quoted without a name: "spokeswoman", "witness".
pub(super) fn is_seldom_named(noun: &str) -> bool {
    UNNAMED.iter().any(|unnamed| noun.starts_with(unnamed))
}

/// Returns true if any company or body may be called by the noun.
pub(in crate::attribute) fn is_body_noun(noun: &str) -> bool {
    BODIES.contains(&noun)
}

/// Returns true if the noun is one for bodies whose names have another noun that `says` finds.
pub(super) fn is_other_noun(noun: &str, says: impl Fn(&str) -> bool) -> bool {
    OTHER_NOUNS.iter().any(|(known, others)| *known == noun && others.iter().any(|other| says(other)))
}

/// Returns true for nouns of one person: "singer", "mother", "star".
fn is_agent(noun: &str) -> bool {
    const ENDINGS: [&str; 8] = ["er", "or", "ist", "ian", "ess", "man", "-elect", "star"];
    gender_of(noun).is_some() || !noun.starts_with("report") && ENDINGS.iter().any(|ending| noun.ends_with(ending))
}

/// Returns the age in "36-year-old".
fn age(word: &str) -> Option<u32> {
    word.split_once("-year-old")?.0.parse().ok()
}

/// Returns true if the role has the description's head and its other words do not contradict it. For an entity that
/// has not spoken, all words must match.
fn is_role(role: &str, words: &[String], spoken: bool) -> bool {
    let lower = role.to_lowercase();
    lower.split(", ").any(|role| is_one_role(role, words, spoken))
}

fn is_one_role(role: &str, words: &[String], spoken: bool) -> bool {
    let role: Vec<&str> = role.split([' ', ',', '-', '’', '\'']).filter(|word| !word.is_empty()).collect();
    let Some((head, rest)) = words.split_last() else { return false };
    let Some(at) = role.iter().position(|word| word == head) else { return false };
    let changed = |word: &str| CHANGED.contains(&word);
    let same = role[..at].iter().copied().find(|word| changed(word));
    let wanted = rest.iter().map(String::as_str).find(|word| changed(word));
    let known = |word: &String| role.contains(&word.as_str());
    let shared = rest.iter().filter(|word| known(word)).count();
    same == wanted && if spoken { shared * 2 >= rest.len() } else { shared == rest.len() }
}
