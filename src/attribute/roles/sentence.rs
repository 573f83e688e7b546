//! Roles that a sentence tells: "X is the mayor of Y"; and the bodies that somebody belongs to: "X of Y".

use super::behind::behind;
use super::{LONGEST, clitic, is_agentive, words};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::names::Occurrence;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::document::Span;

/// So many tokens of what somebody is may stand before its noun.
const NOUN: usize = 8;

/// Returns what the sentence says of its subject: "mayor of Wexford" of "Ann Lee is the mayor of Wexford".
pub fn told(page: &Analysis<'_>, place: &Occurrence) -> Option<String> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(place.name.start);
    let is = page.says(place.name.end, "is") || page.says(place.name.end, "was");
    if !is || place.titled.start != sentence.start || page.marks.inside(place.name.start) {
        return None;
    }
    let start = place.name.end + 1 + usize::from(tokens.get(place.name.end + 1)?.is(WordClass::ADV));
    let owned = |at: usize| clitic(tokens, at);
    let part = |at: &usize| {
        let token = &tokens[*at];
        let clause = token.is(WordClass::REL | WordClass::AUX | WordClass::SAY | PRONOUN) && !owned(*at);
        matches!(token.kind, Kind::Word | Kind::Number) && (!clause || token.is(WordClass::DET))
    };
    let end = start + (start..sentence.end.min(start + LONGEST)).take_while(part).count();
    let article = page.says_article(start);
    let owner = (start..end).take(NOUN).any(owned) && tokens.get(start)?.capital();
    let role = |at: usize| tokens[at].is(WordClass::ROLE | WordClass::TITLE) || is_agentive(page, at);
    // The noun stands before the first preposition.
    let head = (start..end).find(|&at| tokens[at].is(WordClass::PREP)).unwrap_or(end);
    let noun = head > start + 1 && role(head - 1) && head - start <= NOUN;
    ((article || owner) && noun).then(|| words(page, page.tokens.span(&(start + usize::from(article)..end)))).flatten()
}

/// Returns the organisation of a person without a role: "X, from the Bridge Institute,", "X of the Bridge Institute".
pub fn affiliated(page: &Analysis<'_>, place: &Occurrence) -> Option<String> {
    let span = behind(page, place.name.end, true).or_else(|| affiliation(page, place)).or_else(|| owner(page, place));
    words(page, span.or_else(|| ahead(page, place))?)
}

/// "the Bridge Institute" of "From the Bridge Institute, Ann Lee".
fn ahead(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(place.name.start);
    let comma = place.titled.start.checked_sub(1).filter(|&at| at > sentence.start)?;
    if tokens[comma].kind != Kind::Comma || !page.says(sentence.start, "from") {
        return None;
    }
    let start = sentence.start + 1 + usize::from(page.says(sentence.start + 1, "the"));
    let named = start < comma && comma - start <= NOUN && tokens[start..comma].iter().all(Token::capital);
    named.then(|| page.tokens.span(&(start..comma)))
}

/// "Northwind" of "Northwind’s Ann Lee" and "Hexis’ Ann Lee": to whom somebody belongs.
fn owner(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let end = place.titled.start.checked_sub(1)?;
    let last = tokens.get(end.checked_sub(1)?)?;
    let plural = tokens[end].kind == Kind::Mark
        && page.marks.outermost(end).is_none()
        && last.end == tokens[end].start
        && page.word(end - 1).ends_with('s');
    let clitic = clitic(tokens, end) && matches!(page.word(end), "'s" | "’s");
    let owns = place.name.len() > 1 && (clitic || plural);
    let low = page.sentences.at(end).start;
    let size = (low..end).rev().take_while(|&at| tokens[at].capital() && !tokens[at].is(WordClass::DAY)).count();
    let plain = !last.is(WordClass::PLACE | WordClass::ROLE | WordClass::GROUP);
    (owns && size > 0 && plain).then(|| page.tokens.span(&(end - size..end)))
}

/// Returns the organisation in "X of Northwind", "X with Northwind".
fn affiliation(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let at = place.name.end;
    if place.name.len() < 2 || !["of", "from", "with"].iter().any(|word| page.says(at, word)) {
        return None;
    }
    let start = at + 1 + usize::from(tokens.get(at + 1)?.is(WordClass::DET));
    // "Ann Lee with her sister Mary"
    let body =
        |t: &Token| t.is(WordClass::ORGANISATION | WordClass::OUTLET | WordClass::OUTLET_WORD) || t.has(Shape::UPPER);
    if page.says(at, "with") && !tokens[start..].iter().take(LONGEST).take_while(|t| t.capital()).any(body) {
        return None;
    }
    let part = |at: &usize| {
        let named = |at: usize| tokens.get(at).is_some_and(|t| t.capital() && !t.is(WordClass::DAY));
        named(*at) || tokens[*at].is(WordClass::PREP) && named(*at + 1)
    };
    let end = page.sentences.at(at).end.min(start + LONGEST);
    let size = (start..end).take_while(part).count();
    (size > 0).then(|| page.tokens.span(&(start..start + size)))
}
