//! Roles before a name: "US Secretary of State X", "South Korea’s foreign minister X", "footballer X".

use super::{ABBREVIATIONS, LONGEST, clitic, is_agentive};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Returns the role before a name.
pub(super) fn ahead(page: &Analysis<'_>, place: &Occurrence) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let end = place.name.start;
    let start = start(page, end);
    let mut range = start..end;
    while !range.is_empty() && tokens[range.end - 1].kind == Kind::Comma {
        range.end -= 1;
    }
    let apposed = range.end < end;
    while !range.is_empty() && is_address(page, range.end - 1) {
        range.end -= 1;
    }
    let leads = |at: usize| tokens[at].is(WordClass::DET | WordClass::PREP | WordClass::CONJ) || clitic(tokens, at);
    while !range.is_empty() && leads(range.start) {
        range.start += 1;
    }
    range.start = behind_verb(page, &range);
    let head = tokens.get(range.end.checked_sub(1)?).filter(|t| !t.is(WordClass::PREP | WordClass::DET))?;
    let role = |t: &Token| {
        t.is(WordClass::ROLE | WordClass::TITLE)
            || page.says_title(t)
            || ABBREVIATIONS.contains(&t.span().of(page.text))
    };
    if range.is_empty() {
        return None;
    }
    // "footballer Ann Lee", "former chief whip Ann Lee": any noun for somebody who acts right before a whole name.
    let person = place.name.len() > 1 && tokens[place.name.start].is(GIVEN);
    let former = range.len() > 1 && page.says(range.start, "former") && !head.capital();
    if !apposed && person && place.titled == place.name && (former || is_agentive(page, range.end - 1)) {
        return Some(range);
    }
    // "the Chinese operator, Ann Lee,"
    let comma = |at: usize| tokens.get(at).is_some_and(|t| t.kind == Kind::Comma);
    let article = range.start.checked_sub(1).is_some_and(|at| tokens[at].is(WordClass::DET));
    if apposed && person && article && comma(place.name.end) && is_agentive(page, range.end - 1) {
        return Some(range);
    }
    let titled = tokens.get(range.clone())?.iter().any(role);
    if !titled || apposed && !head.is(WordClass::ROLE | WordClass::TITLE) && !of_role(page, &range) {
        return None;
    }
    let of_something = range.len() > 2 && tokens[range.end - 2].is(WordClass::PREP) || of_role(page, &range);
    (role(head) || of_something).then_some(range)
}

/// The first token of the words before a name that may be a role.
fn start(page: &Analysis<'_>, end: usize) -> usize {
    let tokens = &page.tokens.list;
    let low = page.sentences.at(end).start.max(end.saturating_sub(LONGEST));
    let mut start = end;
    while start > low {
        let token = &tokens[start - 1];
        let apposed = token.kind == Kind::Comma && start == end;
        if apposed {
            start -= 1;
            continue;
        }
        // "the ambassador to Carpathia, X"
        let noun = start >= low + 2 && tokens[start - 2].is(WordClass::ROLE | WordClass::TITLE);
        let linked = noun && ["to", "in", "at"].iter().any(|word| page.says(start - 1, word));
        let breaks = !linked && breaks(page, start - 1);
        if token.kind != Kind::Word || page.marks.inside(start - 1) != page.marks.inside(end) || breaks {
            break;
        }
        start -= 1;
        // "the former editor of the Standard, X"
        let inner = start > low + 1
            && tokens[start - 1].is(WordClass::PREP)
            && (tokens[start - 2].is(WordClass::ROLE | WordClass::TITLE));
        if token.is(WordClass::DET) && !inner {
            break;
        }
    }
    start
}

/// The start of a role without the verb before it: "driver" of "Police arrested driver X", but all of "retired driver".
fn behind_verb(page: &Analysis<'_>, range: &Range<usize>) -> usize {
    let tokens = &page.tokens.list;
    let verb = |&at: &usize| !tokens[at].capital() && page.says_participle(at) && !tokens[at].is(WordClass::ROLE);
    let inner = range.start + 1..range.end.saturating_sub(1);
    // "Lee repeatedly pressed diplomat X", but not "by retired teacher X"
    let subject = |at: usize| {
        let before = at.checked_sub(1).filter(|_| !page.sentences.begins[at]).map(|at| &tokens[at]);
        before.is_some_and(|t| t.is(WordClass::ADV) || t.capital() && !t.is(WordClass::PREP | WordClass::DET))
    };
    let first = Some(range.start).filter(|at| range.len() > 1 && verb(at) && subject(*at));
    inner.rev().find(verb).or(first).map_or(range.start, |at| at + 1)
}

/// Returns true for a role with a preposition after its noun: "editor of the Standard", "Minister of Natural
/// Resources".
fn of_role(page: &Analysis<'_>, range: &Range<usize>) -> bool {
    let tokens = &page.tokens.list;
    let role = |at: usize| tokens[at].is(WordClass::ROLE | WordClass::TITLE) && tokens[at + 1].is(WordClass::PREP);
    (range.start..range.end.saturating_sub(1)).any(role)
}

/// Returns true for tokens that cannot be part of a role before a name.
fn breaks(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    let of = page.says(at, "of") || page.says(at, "for");
    let verb = token.is(WordClass::SPEECH | WordClass::STANCE)
        && !token.has(Shape::CAPITAL)
        && !token.is(WordClass::CUE_NOUN | WordClass::ROLE | WordClass::TITLE);
    verb || token.is(WordClass::SAY | WordClass::REL | WordClass::CONJ | WordClass::DAY)
        || (token.is(WordClass::PREP) && !of)
        || (token.is(WordClass::AUX) && !clitic(&page.tokens.list, at))
        || (token.is(WordClass::ADV) && !token.is(WordClass::TITLE))
        || (token.is(PRONOUN | WordClass::FIRST | WordClass::IT) && !token.is(WordClass::DET))
}

/// Returns true for forms of address, which are no role: "Mr."
fn is_address(page: &Analysis<'_>, at: usize) -> bool {
    matches!(
        page.word(at).trim_end_matches('.').to_ascii_lowercase().as_str(),
        "mr" | "mrs" | "ms" | "miss" | "sir" | "dame" | "dr"
    )
}

impl Analysis<'_> {
    /// Returns true for the last word of a title: "State" in "Secretary of State", "Staff" in "Chief of Staff".
    fn says_title(&self, token: &Token) -> bool {
        matches!(token.span().of(self.text), "State" | "Staff" | "Treasury" | "Defense" | "Defence")
    }
}
