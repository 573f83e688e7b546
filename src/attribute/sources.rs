//! Completes the words that name a source: "South Korea" of "South Korea’s foreign minister Park Jin" is only a part,
//! and so is "the minister" of "the minister, Park Jin,".

use super::draft::{Analysis, Draft};
use super::lexicon::{FUNCTION, GIVEN, WordClass};
use super::phrase;
use super::tokens::{Kind, Token};
use std::ops::Range;

/// Nouns for bodies that belong to somebody.
const OWNED: [&str; 8] = ["campaign", "team", "camp", "office", "side", "family", "administration", "estate"];
/// So many tokens before a content are searched for an outlet that quotes somebody.
const QUOTING: usize = 24;
/// Longest subject before its verb, in tokens.
const SUBJECT: usize = 8;
/// Longest name between commas, in tokens.
const NAME: usize = 5;

/// Extends sources to the end of the phrase that they begin.
pub fn complete(page: &Analysis<'_>, drafts: &mut [Draft]) {
    for draft in drafts {
        if let Some((source, saying)) = quoted_there(page, draft) {
            draft.source = Some(source);
            if let Some(first) = draft.content.first_mut().filter(|first| first.contains(&saying)) {
                let that = usize::from(page.says(saying + 1, "that"));
                first.start = (saying + 1 + that).min(first.end - 1);
            }
        } else if let Some(subject) = subject(page, draft).or_else(|| told_through(page, draft)) {
            draft.source = Some(subject);
        }
        let Some(source) = draft.source.clone().filter(|source| !source.is_empty()) else { continue };
        let Some(first) = source.clone().find(|&at| matches!(page.tokens.list[at].kind, Kind::Word | Kind::Number))
        else {
            continue;
        };
        let source = undated(page, first..source.end);
        draft.source = Some(source.clone());
        let whole = owned(page, &source).or_else(|| apposed(page, &source)).or_else(|| named(page, &source));
        let taken = |whole: &Range<usize>| {
            let parts = draft.content.iter().chain(&draft.cue);
            parts.into_iter().any(|piece| piece.start < whole.end && whole.start < piece.end)
        };
        if let Some(whole) = whole.filter(|whole| !taken(whole)) {
            draft.source = Some(whole);
        }
    }
}

/// The pronoun right before the reporting verb, which is its subject whatever stands farther off: "he" of "Listeners
/// laughed when he urged".
fn subject(page: &Analysis<'_>, draft: &Draft) -> Option<Range<usize>> {
    let (cue, source) = (draft.cue.as_ref()?, draft.source.as_ref()?);
    let verb = page.token(cue.start).filter(|token| token.is(WordClass::SPEECH) && token.is(WordClass::FINITE))?;
    let at = cue.start.checked_sub(1)?;
    let pronoun = page.token(at).filter(|_| ["he", "she"].iter().any(|word| page.says(at, word)))?;
    let other = source.end <= at && !verb.capital() && pronoun.kind == Kind::Word;
    (other && page.marks.inside(at) == page.marks.inside(cue.start)).then_some(at..at + 1)
}

/// Those whom the source only quotes, and the token of "saying": "the minister" of "The Courier quotes the minister as
/// saying".
fn quoted_there(page: &Analysis<'_>, draft: &Draft) -> Option<(Range<usize>, usize)> {
    const QUOTES: [&str; 6] = ["quotes", "quoted", "quoting", "cites", "cited", "citing"];
    const SAYING: [&str; 8] = ["saying", "arguing", "stating", "warning", "claiming", "adding", "telling", "insisting"];
    let source = draft.source.as_ref().filter(|source| !draft.carried && source.end <= draft.start())?;
    let says = |at: usize, words: &[&str]| words.iter().any(|word| page.says(at, word));
    let sentence = page.sentences.at(source.start).end;
    let near = source.end..sentence.min(source.end + QUOTING);
    let verb = near.clone().find(|&at| says(at, &QUOTES) && !page.marks.inside(at))?;
    let outside = (verb + 2..near.end).take_while(|&at| !page.marks.inside(at));
    let saying = outside.into_iter().find(|&at| says(at, &SAYING))?;
    let mut end = saying - usize::from(page.says(saying - 1, "as"));
    while end > verb + 1 && page.token(end - 1).is_some_and(|token| token.kind == Kind::Comma) {
        end -= 1;
    }
    let before = draft.start() > saying || draft.content.first().is_some_and(|first| first.contains(&saying));
    (before && verb + 1 < end).then_some((verb + 1..end, saying))
}

/// The one who said the words in marks where an outlet only tells of it: "Lee" of "“…,” Lee said, according to the
/// Courier".
fn told_through(page: &Analysis<'_>, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.as_ref().filter(|cue| !draft.carried && page.says(cue.start, "according"))?;
    let behind = draft.content.iter().map(|piece| piece.end).filter(|&end| end < cue.start).max()?;
    let closes = page.token(behind.checked_sub(1)?).is_some_and(|token| token.kind == Kind::Mark);
    let near = behind..cue.start.min(behind + SUBJECT);
    let verb = |&at: &usize| {
        let token = &page.tokens.list[at];
        token.is(WordClass::SPEECH) && token.is(WordClass::FINITE) && !token.capital() && !page.marks.inside(at)
    };
    let verb = near.clone().skip(1).find(verb).filter(|_| closes)?;
    let plain = |at: usize| page.tokens.list[at].kind == Kind::Word && !page.marks.inside(at);
    (behind..verb).all(plain).then_some(behind..verb)
}

/// Removes a date from the source: "Lee" of "Lee on Monday".
fn undated(page: &Analysis<'_>, source: Range<usize>) -> Range<usize> {
    let tokens = &page.tokens.list;
    let mut end = source.end;
    while end > source.start + 1 && tokens[end - 1].is(WordClass::DAY) {
        end -= 1;
    }
    if end < source.end && end > source.start + 1 && tokens[end - 1].is(WordClass::PREP) {
        end -= 1;
    }
    source.start..end
}

/// Extends a possessor to the phrase it belongs to: "Lee" of "Lee’s lawyer, Peter Ross".
fn owned(page: &Analysis<'_>, source: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let clitic = tokens.get(source.end)?;
    if !clitic.is(WordClass::AUX) || tokens[source.end - 1].end != clitic.start {
        return None;
    }
    let sentence = page.sentences.at(source.start);
    let whole = phrase::after(tokens, &page.marks, source.start, sentence.end)?;
    let person = |token: &Token| token.is(WordClass::ROLE | WordClass::TITLE | WordClass::GROUP);
    let body = |at: usize| OWNED.iter().any(|noun| page.says(at, noun));
    let mut behind = source.end + 1..whole.end;
    let owned = whole.end > source.end + 1 && (tokens[behind.clone()].iter().any(person) || behind.any(body));
    owned.then(|| apposed(page, &whole).unwrap_or(whole))
}

/// Extends a role to the name after it: "the minister" of "the minister, Park Jin,".
fn apposed(page: &Analysis<'_>, source: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let role = tokens[source.end - 1].is(WordClass::ROLE | WordClass::TITLE);
    if !role || tokens.get(source.end)?.kind != Kind::Comma || page.marks.inside(source.end) {
        return None;
    }
    let end = page.sentences.at(source.start).end;
    let start = source.end + 1;
    let name = (start..end.min(start + NAME)).take_while(|&at| large(&tokens[at])).count();
    let closed = tokens.get(start + name).filter(|_| start + name < end);
    let alone = closed.is_none_or(|t| !matches!(t.kind, Kind::Word | Kind::Number));
    (name > 1 && alone).then_some(source.start..start + name)
}

/// Extends a source to the end of the name: "Ludwig van" of "Ludwig van der Berg".
fn named(page: &Analysis<'_>, source: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(source.start).end;
    let last = source.end - 1;
    if !(large(&tokens[last]) || page.particle(last)) || last == source.start && page.particle(last) {
        return None;
    }
    let mut end = source.end;
    while end < sentence && page.particle(end) || tokens.get(end).is_some_and(|t| end < sentence && large(t)) {
        end += 1;
    }
    (end > source.end && large(&tokens[end - 1])).then_some(source.start..end)
}

/// Returns true for a word that may be part of a name.
fn large(token: &Token) -> bool {
    token.capital() && !token.is(WordClass::DAY) && (!token.is(FUNCTION) || token.is(GIVEN))
}
