//! Finds the noun phrase before or after a cue that names the source, and its head.
//!
//! There is no parser: a walk over at most `REACH` tokens stops at a word that cannot be part of the phrase.

use super::lexicon::{PRONOUN, WordClass};
use super::marks::Marks;
use super::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// The longest noun phrase, in tokens.
const REACH: usize = 24;

/// Returns the phrase that ends right before `end` and begins at `floor` or later. Auxiliaries and adverbs in between
/// are skipped, and so is an apposition between commas ("Ann Lee, the mayor, said").
pub fn before(tokens: &[Token], marks: &Marks, floor: usize, end: usize) -> Option<Range<usize>> {
    let mut end = end;
    while end > floor
        && tokens[end - 1].is(WordClass::AUX | WordClass::ADV)
        && !tokens[end - 1].is(WordClass::DET | PRONOUN)
        && !tokens[end - 1].capital()
    {
        end -= 1;
    }
    if end > floor && tokens[end - 1].kind == Kind::Comma {
        let close = end - 1;
        let low = close.saturating_sub(REACH).max(floor);
        let open = (low..close).rev().find(|&i| tokens[i].kind == Kind::Comma && !marks.inside(i))?;
        return back(tokens, marks, floor, open);
    }
    if end > floor && tokens[end - 1].kind == Kind::Close {
        let low = end.saturating_sub(REACH).max(floor);
        let open = (low..end).rev().find(|&i| tokens[i].kind == Kind::Open)?;
        return back(tokens, marks, floor, open).map(|range| range.start..end);
    }
    back(tokens, marks, floor, end)
}

/// Returns the phrase whose last token is right before `end`.
fn back(tokens: &[Token], marks: &Marks, floor: usize, end: usize) -> Option<Range<usize>> {
    let low = end.saturating_sub(REACH).max(floor);
    let mut start = end;
    while start > low {
        let token = &tokens[start - 1];
        if marks.inside(start - 1) || token.kind == Kind::Mark || !part(token) {
            break;
        }
        if token.is(WordClass::CONJ) && !(start >= 2 && start < end && joins(tokens, start - 1)) {
            break;
        }
        if token.is(PRONOUN | WordClass::IT | WordClass::FIRST) && !token.is(WordClass::DET) {
            if start == end {
                start -= 1;
            }
            break;
        }
        if token.is(WordClass::REL) && !token.is(WordClass::DET) {
            break;
        }
        if token.is(WordClass::PREP) && !(start < end && links(tokens, start - 1, low)) {
            break;
        }
        start -= 1;
        // "Anna de Wit": a word that is an article elsewhere is part of a name here.
        if token.is(WordClass::FOREIGN_STOP)
            && start > low
            && start + 1 < end
            && tokens[start + 1].capital()
            && tokens[start - 1].capital()
        {
            continue;
        }
        if token.is(WordClass::DET)
            && !(start > low
                && (tokens[start - 1].is(WordClass::PREP) && links(tokens, start - 1, low) || joins(tokens, start - 1)))
        {
            break;
        }
    }
    while start < end
        && tokens[start].is(WordClass::ADV | WordClass::CONJ | WordClass::PREP)
        && !tokens[start].is(WordClass::DET)
    {
        start += 1;
    }
    (start < end && tokens[start..end].iter().any(|t| t.kind == Kind::Word)).then_some(start..end)
}

/// Returns the phrase that begins at `start` and ends at `ceiling` or earlier.
pub fn after(tokens: &[Token], marks: &Marks, start: usize, ceiling: usize) -> Option<Range<usize>> {
    let high = (start + REACH).min(ceiling);
    let mut end = start;
    while end < high {
        let token = &tokens[end];
        if marks.inside(end) || token.kind == Kind::Mark {
            break;
        }
        if token.kind == Kind::Open && end > start {
            // "Radio Free Asia (RFA)"
            let close = (end..(end + 5).min(high)).find(|&i| tokens[i].kind == Kind::Close);
            match close {
                Some(close) if tokens[end + 1].has(Shape::UPPER) => {
                    end = close + 1;
                    continue;
                }
                _ => break,
            }
        }
        if !part(token)
            || (token.is(WordClass::AUX) && !clitic(tokens, end))
            || (token.is(WordClass::REL) && !token.is(WordClass::DET))
        {
            break;
        }
        if token.is(PRONOUN | WordClass::FIRST | WordClass::IT) && !token.is(WordClass::DET) {
            if end == start {
                end += 1;
            }
            break;
        }
        let first = end == start;
        let particle = !first
            && tokens[end - 1].capital()
            && tokens.get(end + 1).is_some_and(Token::capital)
            && token.end - token.start <= 3;
        if token.is(WordClass::FOREIGN_STOP)
            && !token.has(Shape::CAPITAL)
            && !token.is(WordClass::PREP | WordClass::DET)
            && !first
            && !particle
        {
            break;
        }
        let carried = !first && (tokens[end - 1].is(WordClass::PREP | WordClass::CONJ) || clitic(tokens, end - 1));
        let article = token.is(WordClass::DET) && !(particle && token.is(WordClass::FOREIGN_STOP));
        if (article && !first && !carried)
            || (token.is(WordClass::PREP) && (first || !inner(token)))
            || (token.is(WordClass::CONJ) && (first || !joins(tokens, end)))
            || (token.is(WordClass::DAY)
                && !first
                && !carried
                && !tokens.get(end + 1).is_some_and(|t| t.capital() && !t.is(WordClass::DAY)))
            || (token.is(WordClass::ADV) && !first && !token.capital())
            || (token.is(WordClass::SPEECH | WordClass::STANCE)
                && !token.is(WordClass::CUE_NOUN | WordClass::GROUP | WordClass::ROLE | WordClass::TITLE)
                && !token.capital()
                && !first)
        {
            break;
        }
        end += 1;
    }
    while end > start && tokens[end - 1].is(WordClass::PREP | WordClass::CONJ | WordClass::DET) {
        end -= 1;
    }
    (end > start && tokens[start..end].iter().any(|t| t.kind == Kind::Word)).then_some(start..end)
}

/// Returns true if a token can be part of a noun phrase.
fn part(token: &Token) -> bool {
    match token.kind {
        Kind::Word => {
            !(token.is(WordClass::SAY | WordClass::FOREIGN | WordClass::THAT)
                || (token.is(WordClass::AUX)
                    && !token.has(Shape::CAPITAL)
                    && token.has(Shape::SPACE_BEFORE)
                    && token.end - token.start != 2
                    && token.end - token.start != 3))
        }
        Kind::Number | Kind::Other => true,
        _ => false,
    }
}

/// Returns true if the token is the ending 's.
fn clitic(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|t| t.is(WordClass::AUX) && t.end - t.start <= 4 && at > 0 && tokens[at - 1].end == t.start)
}

/// Returns true for prepositions that continue a phrase ("head of the union").
const fn inner(token: &Token) -> bool {
    // "of", "for": two or three letters. The other prepositions of that length are only "on", "to" and "by".
    token.end - token.start == 2 || token.end - token.start == 3
}

/// Returns true if the preposition at `at` joins two nouns, scanning backwards.
fn links(tokens: &[Token], at: usize, low: usize) -> bool {
    inner(&tokens[at]) && at > low && {
        let noun = &tokens[at - 1];
        noun.kind == Kind::Word
            && !noun.is(WordClass::AUX | WordClass::ADV | WordClass::PREP | WordClass::CONJ | WordClass::REL)
            && (noun.is(WordClass::ROLE | WordClass::GROUP | WordClass::TITLE | WordClass::ORGANISATION)
                || noun.capital())
    }
}

/// Returns true if the "and" at `at` joins two names or nouns for persons.
fn joins(tokens: &[Token], at: usize) -> bool {
    let person = |t: &Token| t.capital() || t.is(WordClass::ROLE | WordClass::GROUP);
    let and = tokens[at].is(WordClass::CONJ) && tokens[at].end - tokens[at].start <= 3;
    and && at > 0 && person(&tokens[at - 1]) && tokens.get(at + 1).is_some_and(|t| person(t) || t.is(WordClass::DET))
}
