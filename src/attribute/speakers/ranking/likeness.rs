//! Compares the words of a description with a candidate: its name, its roles, the nouns beside it.

use super::candidates::Who;
use super::row::Row;
use super::turn::Turn;
use crate::attribute::lexicon::{WordClass, hash_of};
use crate::attribute::names::letters::{LetterTable, log_odds};
use crate::attribute::names::{Gender, Occurrence};
use crate::attribute::speakers::Resolver;
use crate::attribute::speakers::descriptions::{is_body_noun, is_other_noun};
use crate::attribute::speakers::documents::is_document;
use crate::attribute::tokens::Shape;

/// So many places of a name are looked at for a noun beside it.
const BESIDE: usize = 6;
/// So many words may stand between a name in the genitive and the noun.
const OWNED: usize = 3;
/// So many tokens before a description are searched for its noun.
const SEARCHED: usize = 3000;
/// Larger counts are this one.
const MOST: usize = 8;

bitflags::bitflags! {
    /// The ways in which the noun of a description goes with a candidate.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    struct NounFit: u8 {
        /// It is a word of the name.
        const NAME = 1;
        /// A role has it.
        const ROLE = 1 << 1;
        /// The name has a noun that goes with this one: "the force", "Kent Police".
        const OTHER = 1 << 2;
        /// It stands beside the name somewhere: "the band Green Harbour".
        const BESIDE = 1 << 3;
        /// The name owns or issues what it names: "Northwind’s report", "a report by Northwind".
        const ISSUES = 1 << 4;
    }
}

/// The words of a description compared with one candidate.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Likeness {
    fit: NounFit,
    /// Largest share of the words that one role has.
    share: f32,
    /// Number of words that neither the name nor a role has.
    unmatched: usize,
    /// The same of the words with a capital.
    capitals: usize,
}

impl Likeness {
    /// Returns true if the noun fits in any way.
    pub fn any(&self) -> bool {
        self.fit.intersects(NounFit::all().difference(NounFit::ISSUES))
    }
}

/// Earlier places of a description's noun on the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NounBefore {
    /// Number of places outside marks.
    times: usize,
    /// It was introduced with "a" or "an".
    introduced: bool,
}

impl Resolver<'_> {
    /// The words of a turn's description compared with a candidate.
    pub(super) fn likeness(&self, turn: &Turn, who: Who) -> Likeness {
        let (Some(head), Some(entity)) = (turn.words.last(), who.entity()) else { return Likeness::default() };
        let name = self.names.entities[entity].name.clone();
        let says = |word: &str| name.clone().any(|at| self.page.says(at, word));
        let roles: Vec<String> = self.roles_of(entity).iter().map(|role| role.to_lowercase()).collect();
        let has = |role: &str, word: &str| role.split([' ', ',', '-', '’', '\'']).any(|one| one == word);
        let shared = |role: &String| turn.words.iter().filter(|word| has(role, word)).count();
        let most = roles.iter().map(shared).max().unwrap_or_default();
        let known = |word: &&String| says(word) || roles.iter().any(|role| has(role, word));
        let places = || self.names.of_entity(entity).take(BESIDE);
        let mut fit = NounFit::empty();
        fit.set(NounFit::NAME, says(head));
        fit.set(NounFit::ROLE, roles.iter().any(|role| has(role, head)));
        fit.set(NounFit::OTHER, is_other_noun(head, says));
        fit.set(NounFit::BESIDE, places().any(|place| self.stands_beside(place, head)));
        fit.set(NounFit::ISSUES, places().any(|place| self.goes_with(place, head)));
        Likeness {
            fit,
            share: most as f32 / turn.words.len() as f32,
            unmatched: turn.words.len() - turn.words.iter().filter(known).count(),
            capitals: turn.capitals.len() - turn.capitals.iter().filter(known).count(),
        }
    }

    /// Returns true for "Northwind’s second report", "a Northwind report", "a report by Northwind".
    fn goes_with(&self, place: &Occurrence, noun: &str) -> bool {
        let tokens = &self.page.tokens.list;
        let end = place.name.end;
        let clitic = tokens.get(end).is_some_and(|t| t.is(WordClass::AUX) && tokens[end - 1].end == t.start);
        let owned = if clitic { end + 1..end + 1 + OWNED } else { end..end + 1 };
        let mut before = (place.titled.start.saturating_sub(3)..place.titled.start).rev();
        let preposition = before.find(|&at| !tokens[at].is(WordClass::DET));
        let follows = preposition.filter(|&at| at > 0 && tokens[at].is(WordClass::PREP));
        owned.into_iter().any(|at| self.page.says(at, noun)) || follows.is_some_and(|at| self.page.says(at - 1, noun))
    }

    /// Log odds that the given name is of the gender that the source tells; 0 where neither is known.
    fn leaning(&self, turn: &Turn, who: Who) -> f32 {
        let name = who.entity().map(|entity| self.page.word(self.names.entities[entity].name.start));
        let odds = name.map_or(0.0, |name| log_odds(name, LetterTable::Female));
        match turn.gender {
            Gender::Unknown => 0.0,
            Gender::Female => odds,
            Gender::Male => -odds,
        }
    }

    /// The earlier places of the noun of a turn's description.
    pub(super) fn noun_before(&self, turn: &Turn) -> NounBefore {
        let Some(head) = turn.words.last() else { return NounBefore::default() };
        let noun = hash_of(head);
        let tokens = &self.page.tokens.list;
        let same = |&at: &usize| tokens[at].hash == noun && !self.page.marks.inside(at);
        let mut found = NounBefore::default();
        for at in (turn.anchor.saturating_sub(SEARCHED)..turn.anchor.min(tokens.len())).filter(same) {
            found.times += 1;
            let start = self.page.sentences.at(at).start.max(at.saturating_sub(OWNED + 1));
            found.introduced |= (start..at).any(|at| self.page.says(at, "a") || self.page.says(at, "an"));
        }
        found
    }

    /// Fills the columns of the description.
    pub(super) fn push_description(&self, turn: &Turn, who: Who, found: &Likeness, row: &mut Row) {
        let name = who.entity().map(|entity| self.names.entities[entity].name.clone());
        let capitals = name.is_some_and(|name| {
            name.len() > 1 && self.page.tokens.list[name].iter().all(|token| token.has(Shape::UPPER))
        });
        let Some(head) = turn.words.last() else {
            row.skip(6);
            row.flags(&[capitals, false, false, false]);
            return;
        };
        row.flags(&[found.fit.contains(NounFit::NAME)]);
        row.push(found.share);
        row.flags(&[
            found.fit.contains(NounFit::ROLE),
            is_body_noun(head),
            found.fit.contains(NounFit::OTHER),
            head.ends_with('s') || turn.noun.is(WordClass::GROUP),
            capitals,
            turn.noun.is(WordClass::ROLE | WordClass::TITLE),
            is_document(head),
            found.fit.contains(NounFit::BESIDE),
        ]);
    }

    /// Fills the columns that compare the candidates; `rivals`: others whom the noun fits.
    pub(super) fn push_likeness(
        &self,
        turn: &Turn,
        who: Who,
        found: &Likeness,
        rivals: usize,
        noun: &NounBefore,
        row: &mut Row,
    ) {
        row.flags(&[found.any()]);
        row.counts(&[rivals, found.unmatched, found.capitals]);
        row.flags(&[
            turn.noun.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD),
            found.fit.contains(NounFit::ISSUES),
            noun.introduced,
        ]);
        row.counts(&[noun.times.min(MOST)]);
        row.flags(&[turn.gender != Gender::Unknown]);
        row.push(self.leaning(turn, who));
        let last = self.ranking.turns.last();
        let asked = last.and_then(|spoke| spoke.asked);
        row.flags(&[
            asked.is_some() && asked == who.entity(),
            asked.is_some(),
            last.is_some_and(|spoke| spoke.question),
            turn.reply,
        ]);
    }
}
