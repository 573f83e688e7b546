//! Polish: `„…” – powiedział X`, `X dodał, że …`, `Jak podał X, …`. The verb stands before its subject or behind it, and its
//! ending tells the subject's gender.

use super::{is_comma, is_word, within};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::WordClass;
use crate::attribute::multilingual::mentions::{Mention, MentionKind};
use crate::attribute::multilingual::reported::{Clause, says};
use crate::attribute::multilingual::statements::Found;
use crate::attribute::tokens::{Kind, Shape};
use std::ops::Range;

/// Longest distance of a subject behind its verb, in tokens.
const BEHIND: usize = 14;

/// The source of a statement.
pub(super) fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    let content = &found.statement.content;
    if found.by == "according-to" {
        let cue = found.cue.as_ref()?;
        let cited = within(page, mentions, cue.end..page.sentences.at(cue.start).end).next();
        return cited.filter(|mention| mention.range.start <= cue.end + 1).map(|mention| mention.range.clone());
    }
    let verb = match &found.cue {
        // Inside marks no grammar around the statement tells its source.
        Some(cue) if page.marks.inside(cue.start) => return None,
        Some(cue) => (cue.start..page.tokens.list.len().min(cue.end + 6)).find(|&at| says(page, at))?,
        None => verb_beside(page, content)?,
    };
    let sentence = page.sentences.at(verb);
    let clause = clause_of(verb, content, &sentence);
    let behind = behind(page, mentions, verb + 1..clause.end);
    let before = || before(page, mentions, clause.start..verb);
    let led = || before_content(page, mentions, content);
    let named = if verb > content.start { behind.or_else(led) } else { before().or(behind) };
    named.map(|mention| mention.range.clone())
}

/// `X zacytował: "…" – napisał`: the subject of the words that lead to the marks.
fn before_content<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], content: &Range<usize>) -> Option<&'a Mention> {
    let own = page.sentences.at(content.start);
    let colon = content.start > own.start && page.tokens.list[content.start - 1].kind == Kind::Colon;
    colon.then(|| before(page, mentions, own.start..content.start)).flatten()
}

/// The verb right behind words in marks, or before their colon.
fn verb_beside(page: &Analysis<'_>, content: &Range<usize>) -> Option<usize> {
    let sentence = page.sentences.at(content.end.saturating_sub(1));
    let tokens = &page.tokens.list;
    let behind = (content.end..sentence.end.min(content.end + 4)).find(|&at| says(page, at) && !tokens[at].capital());
    behind.or_else(|| {
        let own = page.sentences.at(content.start);
        (own.start..content.start).rev().find(|&at| says(page, at) && !tokens[at].capital())
    })
}

/// The clause of a verb, without the content it reports.
fn clause_of(verb: usize, content: &Range<usize>, sentence: &Range<usize>) -> Range<usize> {
    if verb < content.start { sentence.start..content.start } else { content.end.min(verb)..sentence.end }
}

/// The subject behind a verb: the first one that no preposition leads; an agency right behind the verb is told if another
/// follows: "powiedziała PAP pielęgniarka Anna Nowak".
fn behind<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], range: Range<usize>) -> Option<&'a Mention> {
    let end = range.end.min(range.start + BEHIND);
    let stop = range.clone().take_while(|&at| at < end).find(|&at| {
        let kind = page.tokens.list[at].kind;
        at > range.start && matches!(kind, Kind::Stop | Kind::Dash | Kind::Mark | Kind::Colon) && !page.marks.inside(at)
    });
    let mut list = within(page, mentions, range.start..stop.unwrap_or(end)).filter(|mention| !is_led(page, mention));
    let first = list.next()?;
    let told = first.range.start == range.start && is_agency(page, first);
    Some(list.next().filter(|_| told).unwrap_or(first))
}

/// The subject before a verb: the nearest one if nothing but small words part it from the verb, the name before its
/// apposition, else the first name.
fn before<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], range: Range<usize>) -> Option<&'a Mention> {
    let end = range.end;
    let free: Vec<&Mention> = within(page, mentions, range).filter(|mention| !is_led(page, mention)).collect();
    let small = |at: usize| {
        let token = &page.tokens.list[at];
        is_comma(page, at) || is_word(page, at) && !token.capital() && token.is(WordClass::ADV | WordClass::AUX)
    };
    let near = |mention: &&&Mention| (mention.range.end..end).all(small);
    let is_name = |mention: &&&Mention| mention.kind == MentionKind::Name;
    let explained = |mention: &&&Mention| is_name(mention) && is_comma(page, mention.range.end);
    let nearest = free.iter().rev().find(near);
    let name = nearest.filter(|one| one.kind == MentionKind::Noun).and_then(|_| free.iter().rev().find(explained));
    name.or(nearest).or_else(|| free.iter().find(is_name)).or(free.first()).copied()
}

/// Returns true behind a preposition: "w Sejmie", "do polityków".
fn is_led(page: &Analysis<'_>, mention: &Mention) -> bool {
    let led = |at: usize| {
        let token = &page.tokens.list[at];
        is_word(page, at) && token.is(WordClass::ADV) && token.end - token.start <= 6 && LEADS.contains(&page.word(at))
    };
    mention.range.start.checked_sub(1).is_some_and(led)
}

/// Prepositions.
const LEADS: [&str; 22] = [
    "bez", "dla", "do", "ku", "na", "nad", "o", "od", "po", "pod", "podczas", "przed", "przez", "przy", "u", "w", "we",
    "wobec", "z", "za", "ze", "między",
];

/// "PAP", "AFP", "Onetowi"
fn is_agency(page: &Analysis<'_>, mention: &Mention) -> bool {
    let token = &page.tokens.list[mention.head.start];
    mention.head.len() == 1
        && (token.is(WordClass::OUTLET) || token.has(Shape::UPPER) || page.word(mention.head.start).ends_with("owi"))
}

/// "Jak podała agencja, …": the clause behind the comma; `None` for all else.
pub(super) fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Vec<Clause>> {
    let tokens = &page.tokens.list;
    let first = sentence.clone().find(|&at| tokens[at].kind == Kind::Word).filter(|&at| page.says(at, "jak"))?;
    let verb = (first + 1..sentence.end.min(first + 4)).find(|&at| says(page, at))?;
    let comma = (verb + 1..sentence.end.min(verb + 16)).find(|&at| is_comma(page, at) && !page.marks.inside(at));
    let start = comma.map_or(verb + 1, |comma| comma + 1);
    Some(vec![Clause::new(start..sentence.end, Some(verb..verb + 1), "that-clause")])
}
