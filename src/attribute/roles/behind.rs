//! Roles behind a name: "X, senior fellow at Y,", "X, 42, who is now the mayor,", "X, from the Z,".

use super::{ABBREVIATIONS, LONGEST, clitic, is_agentive};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::document::Span;
use std::ops::Range;

/// The longest words in brackets between a name and its role, in tokens.
const BRACKETS: usize = 6;
/// So many tokens behind "who" are searched for a role.
const CLAUSE: usize = 20;
/// So many tokens are searched for the possessor that begins a role.
const OWNER: usize = 5;
/// So many tokens behind "as" may stand before the noun of a role.
const NOUN: usize = 3;

/// Returns the role after the name that ends before token `at`; with `affiliated`, the body that somebody belongs to.
pub(super) fn behind(page: &Analysis<'_>, at: usize, affiliated: bool) -> Option<Span> {
    let tokens = &page.tokens.list;
    let at = past_brackets(page, at);
    if tokens.get(at)?.kind != Kind::Comma || page.marks.inside(at) {
        return None;
    }
    let sentence = page.sentences.at(at);
    let comma = at;
    let at = past_age(page, at);
    // "X, MS, and founder of Y"; "X, and Mayor Y" are two.
    let start = at + 1 + usize::from(at > comma && page.says(at + 1, "and"));
    let mut start = of_clause(page, start, sentence.end).unwrap_or(start);
    let mut end = start;
    while end < sentence.end.min(start + LONGEST) {
        let token = &tokens[end];
        let of_role = matches!(token.kind, Kind::Word | Kind::Number | Kind::Other) || plural_owner(page, end);
        if !of_role || page.marks.inside(end) || (end > start && stops(page, end)) {
            break;
        }
        end += 1;
    }
    let list = tokens.get(start..end)?;
    let first = list.first()?;
    let from = belongs(page, start, list);
    if first.kind == Kind::Number {
        return None;
    }
    let closed = tokens
        .get(end)
        .is_none_or(|t| matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Dash) || page.sentences.begins[end]);
    if is_subject(page, &(start..end), &sentence) || is_person(page, &(start..end)) {
        return None;
    }
    let role = is_role(page, &(start..end), closed);
    let plain = !first.is(WordClass::PREP
        | WordClass::CONJ
        | WordClass::REL
        | WordClass::AUX
        | WordClass::ADV
        | WordClass::SAY
        | WordClass::DAY)
        || from;
    // Letters alone are post-nominal: "MS".
    let honour = list.len() == 1 && first.has(Shape::UPPER) && !ABBREVIATIONS.contains(&page.word(start));
    if honour || from != affiliated || !plain || !(from || role) || end - start >= LONGEST {
        return None;
    }
    start += usize::from(from);
    if tokens[start].is(WordClass::DET) && end - start > 1 {
        start += 1;
    }
    Some(page.tokens.span(&(start..end)))
}

/// Returns true for the words of a role: a noun for one person among the first, or any noun with its article between
/// commas.
fn is_role(page: &Analysis<'_>, range: &Range<usize>, closed: bool) -> bool {
    let tokens = &page.tokens.list;
    let list = &tokens[range.clone()];
    let (Some(first), last) = (list.first(), range.end - 1) else { return false };
    let role = |at: usize| {
        let token = &tokens[at];
        token.is(WordClass::ROLE | WordClass::TITLE) && !token.is(WordClass::SPEECH)
            || ABBREVIATIONS.contains(&page.word(at))
    };
    // "X, a volunteer lead with the council,"
    let article = page.says_article(range.start);
    let clause = |at: usize| {
        tokens[at].is(WordClass::AUX) && !clitic(tokens, at)
            || page.says_participle(at) && tokens[at + 1].is(WordClass::DET)
    };
    // "an Energy Board staffer on the project"
    let head = range.clone().skip(1).find(|&at| tokens[at].is(WordClass::PREP)).unwrap_or(range.end) - 1;
    let small = is_agentive(page, head);
    let told = page.token(range.end).is_some_and(|t| t.is(WordClass::SAY | WordClass::SPEECH));
    let apposed = article
        && (closed || told)
        && list.len() > 1
        && (!list[1].capital() || list[1].has(Shape::UPPER) || small)
        && !(range.start..last).any(clause);
    // "X, Wexford’s registrar of voters,"
    let owner = range.clone().take(OWNER).find(|&at| clitic(tokens, at));
    let owned =
        closed && owner.is_some_and(|at| at < last && !tokens[at + 1].capital()) && !(range.start..last).any(clause);
    // "Ann Lee, prosecuting, said"
    let court = list.len() == 1 && ["prosecuting", "defending", "mitigating"].contains(&page.word(range.start));
    let noun = range.clone().take(8).any(role) || closed && is_agentive(page, range.start);
    court || (noun || apposed || owned) && !first.is(PRONOUN & !WordClass::DET)
}

/// Returns true for "from the Bridge Institute", "with Northwind"; "X, from Vredehoek," tells where somebody lives.
fn belongs(page: &Analysis<'_>, start: usize, list: &[Token]) -> bool {
    let body = WordClass::ORGANISATION | WordClass::OUTLET | WordClass::OUTLET_WORD;
    let lives = page.says(start, "from")
        && list[1..].iter().all(Token::capital)
        && !list.iter().any(|t| t.is(body) || t.has(Shape::UPPER));
    (page.says(start, "from") && !lives || page.says(start, "of") || page.says(start, "with"))
        && list.len() > 1
        && list[1..].iter().any(Token::capital)
}

/// "After a talk with X, the minister said": the subject of the clause, not a description of X.
fn is_subject(page: &Analysis<'_>, range: &Range<usize>, sentence: &Range<usize>) -> bool {
    let tokens = &page.tokens.list;
    let verb = |t: &Token| range.end < sentence.end && t.is(WordClass::SPEECH) && t.is(WordClass::FINITE);
    page.says(range.start, "the")
        && tokens.get(range.end).is_some_and(verb)
        && (tokens[sentence.start].is(WordClass::PREP | WordClass::ADV) || page.word(sentence.start).ends_with("ing"))
}

/// "Ann Lee, Mayor Peter Ross and …": the next of a list of persons.
fn is_person(page: &Analysis<'_>, range: &Range<usize>) -> bool {
    let tokens = &page.tokens.list;
    let article = tokens[range.start].is(WordClass::DET);
    let links = |at: usize| tokens[at].is(WordClass::PREP) && !page.says(at, "of") || clitic(tokens, at);
    let noun = |at: usize| tokens[at].is(WordClass::ROLE | WordClass::TITLE) || is_agentive(page, at);
    let named = |at: usize| {
        let name = &tokens[at + 1];
        let abbreviated = tokens[at].is(WordClass::TITLE) && page.word(at).ends_with('.');
        name.capital() && !name.is(WordClass::ORGANISATION | WordClass::PLACE) && (name.is(GIVEN) || abbreviated)
    };
    let last = range.end.saturating_sub(1);
    let role = (range.start..last).find(|&at| noun(at) && named(at));
    !article && role.is_some_and(|role| !(range.start..role).any(links))
}

/// Returns the place behind the brackets after a name: "X (not her real name), a student".
fn past_brackets(page: &Analysis<'_>, at: usize) -> usize {
    let tokens = &page.tokens.list;
    if tokens.get(at).is_none_or(|token| token.kind != Kind::Open) {
        return at;
    }
    let close = (at + 1..at + 2 + BRACKETS).find(|&at| tokens.get(at).is_some_and(|t| t.kind == Kind::Close));
    close.map_or(at, |close| close + 1)
}

/// The place where the role begins in a relative clause: "who is also the mayor", "who left and is now the mayor", "who
/// works there as a teacher".
fn of_clause(page: &Analysis<'_>, who: usize, end: usize) -> Option<usize> {
    let tokens = &page.tokens.list;
    if !page.says(who, "who") {
        return None;
    }
    let is = |at: usize| page.says(at, "is") || page.says(at, "was");
    let adverb =
        |at: usize| usize::from(["also", "now", "currently", "still", "then"].iter().any(|word| page.says(at, word)));
    if is(who + 1) {
        let start = who + 2 + adverb(who + 2);
        if !page.word(start).ends_with("ing") {
            return Some(start);
        }
    }
    let words = who + 1..end.min(who + CLAUSE);
    let inside = |at: &usize| matches!(tokens[*at].kind, Kind::Word | Kind::Number) && !page.marks.inside(*at);
    let noun = |at: usize| tokens[at].is(WordClass::ROLE | WordClass::TITLE) || is_agentive(page, at);
    let near = |at: usize| (at..(at + NOUN).min(end)).any(noun);
    let begins = |at: usize| {
        let later = is(at) && page.says(at - 1, "and");
        let as_role = page.says(at, "as") && near(at + 1);
        (later || as_role).then(|| at + 1 + adverb(at + 1))
    };
    words.take_while(inside).find_map(begins)
}

/// Returns the token after the age and the post-nominal letters: "X, 42, a lecturer", "X, MS, RDN, founder of Y".
fn past_age(page: &Analysis<'_>, comma: usize) -> usize {
    let tokens = &page.tokens.list;
    let mut at = comma;
    while at < comma + LONGEST
        && let (Some(word), Some(next)) = (tokens.get(at + 1), tokens.get(at + 2))
    {
        // A doctor's degree is no managing director where more follows.
        let letters = word.has(Shape::UPPER)
            && !word.is(WordClass::ROLE | WordClass::TITLE)
            && (page.word(at + 1) == "MD" || !ABBREVIATIONS.contains(&page.word(at + 1)));
        // "X, D-Wexford,", "X, R-North Wexford,"
        let party = page.word(at + 1).as_bytes().get(1) == Some(&b'-') && word.capital();
        let long = party && next.capital() && tokens.get(at + 3).is_some_and(|t| t.kind == Kind::Comma);
        if long {
            at += 3;
            continue;
        }
        if next.kind != Kind::Comma || !(party || word.kind == Kind::Number || letters) {
            break;
        }
        at += 2;
    }
    at
}

/// Returns true for the apostrophe of "the dockers’ union".
fn plural_owner(page: &Analysis<'_>, at: usize) -> bool {
    let [Some(before), Some(mark), Some(after)] = [at.checked_sub(1), Some(at), Some(at + 1)].map(|at| page.token(at?))
    else {
        return false;
    };
    mark.kind == Kind::Mark
        && matches!(mark.span().of(page.text), "'" | "’")
        && page.marks.outermost(at).is_none()
        && before.kind == Kind::Word
        && before.end == mark.start
        && before.span().of(page.text).ends_with('s')
        && after.kind == Kind::Word
        && after.start > mark.end
}

/// Returns true for tokens that end a role after a name: a verb, a relative clause.
fn stops(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    // "the project’s director"
    if page.tokens.list[at - 1].is(WordClass::DET) && !token.is(WordClass::SAY) {
        return false;
    }
    token.is(WordClass::REL | WordClass::SAY | PRONOUN) && !token.is(WordClass::DET)
        || (token.is(WordClass::SPEECH | WordClass::STANCE)
            && !token.is(WordClass::CUE_NOUN | WordClass::ROLE | WordClass::TITLE | WordClass::GROUP)
            && !token.has(Shape::CAPITAL))
        || (token.is(WordClass::AUX) && token.end - token.start > 2 && !clitic(&page.tokens.list, at))
}
