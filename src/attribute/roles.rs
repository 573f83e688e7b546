//! Roles: the description of a named person in the text, from the words before the name and the apposition after it.

use super::draft::Analysis;
use super::lexicon::{PRONOUN, WordClass};
use super::names::Occurrence;
use super::speakers::is_body_noun;
use super::tokens::{Kind, Shape, Token};
use crate::document::Span;
use crate::white_space;
use std::ops::Range;

/// The longest role, in tokens.
const LONGEST: usize = 24;

/// The longest description of a body, in tokens.
const BODY: usize = 6;

/// Abbreviations of roles that are missing from the word lists.
pub const ABBREVIATIONS: [&str; 16] =
    ["CEO", "CTO", "CFO", "COO", "CMO", "CIO", "SVP", "EVP", "VP", "PM", "MP", "MEP", "MEC", "DA", "MD", "GM"];

/// Abbreviations that never name a body by themselves: "PM", "the MEC".
pub const TITLES: [&str; 9] = ["PM", "MP", "MEP", "MSP", "MEC", "CEO", "CFO", "COO", "CTO"];

/// Returns the role beside this occurrence of a person's name.
pub fn beside(page: &Analysis<'_>, place: &Occurrence) -> Option<String> {
    let end = place.name.end;
    let span = behind(page, end, false).or_else(|| ahead(page, place))?;
    words(page, span)
}

/// Returns the organisation of a person without a role: "X, from the Bridge Institute,", "X of the Bridge Institute".
pub fn affiliated(page: &Analysis<'_>, place: &Occurrence) -> Option<String> {
    let span =
        behind(page, place.name.end, true).or_else(|| affiliation(page, place)).or_else(|| owner(page, place))?;
    words(page, span)
}

/// "Northwind" of "Northwind’s Ann Lee": to whom somebody belongs.
fn owner(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let end = place.titled.start.checked_sub(1)?;
    let last = tokens.get(end.checked_sub(1)?)?;
    let owns = place.name.len() > 1 && clitic(tokens, end) && matches!(page.word(end), "'s" | "’s");
    let low = page.sentences.at(end).start;
    let size = (low..end).rev().take_while(|&at| tokens[at].capital() && !tokens[at].is(WordClass::DAY)).count();
    let plain = !last.is(WordClass::PLACE | WordClass::ROLE | WordClass::GROUP);
    (owns && size > 0 && plain).then(|| page.tokens.span(&(end - size..end)))
}

fn words(page: &Analysis<'_>, span: Span) -> Option<String> {
    let text = span.of(page.text);
    (!text.is_empty()).then(|| white_space::fold(text))
}

/// The noun phrase that tells what a body is, beside this place of its name: "the media tracking firm X", "X, a trade
/// group,".
pub fn of_body(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let noun = |at: usize| {
        let token = &tokens[at];
        !token.capital() && (token.is(WordClass::ORGANISATION) || is_body_noun(&page.word(at).to_lowercase()))
    };
    let low = page.sentences.at(place.titled.start).start;
    let plain = |at: &usize| {
        let token = &tokens[*at];
        let grammar = WordClass::PREP | WordClass::DET | WordClass::AUX | WordClass::CONJ | WordClass::REL;
        token.kind == Kind::Word && !token.is(grammar | WordClass::SAY)
    };
    let end = place.titled.start;
    let before = (low..end).rev().take(BODY).take_while(plain).count();
    let article = (end - before).checked_sub(1).is_some_and(|at| at >= low && tokens[at].is(WordClass::DET));
    if before > 1 && article && noun(end - 1) {
        return Some(page.tokens.span(&(end - before..end)));
    }
    let comma = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Stop));
    let start = place.name.end + 2;
    let apposed = comma(place.name.end) && ["a", "an", "the"].iter().any(|word| page.says(place.name.end + 1, word));
    let high = page.sentences.at(place.name.end).end.min(start + BODY);
    let size = (start..high.max(start)).take_while(plain).count();
    let closed = comma(start + size) || start + size >= high;
    (apposed && size > 0 && closed && noun(start + size - 1)).then(|| page.tokens.span(&(start..start + size)))
}

/// Returns the organisation in "X of Northwind".
fn affiliation(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let at = place.name.end;
    if place.name.len() < 2 || !["of", "from"].iter().any(|word| page.says(at, word)) {
        return None;
    }
    let start = at + 1 + usize::from(tokens.get(at + 1)?.is(WordClass::DET));
    let part = |at: &usize| {
        tokens[*at].capital()
            || tokens[*at].is(WordClass::PREP) && tokens[*at + 1..].first().is_some_and(Token::capital)
    };
    let end = page.sentences.at(at).end.min(start + LONGEST);
    let size = (start..end).take_while(part).filter(|&at| !tokens[at].is(WordClass::DAY)).count();
    (size > 0).then(|| page.tokens.span(&(start..start + size)))
}

/// Returns the token after the age and the post-nominal letters: "X, 42, a lecturer", "X, MS, RDN, founder of Y".
fn past_age(page: &Analysis<'_>, comma: usize) -> usize {
    let tokens = &page.tokens.list;
    let mut at = comma;
    while let (Some(word), Some(next)) = (tokens.get(at + 1), tokens.get(at + 2)) {
        // A doctor's degree is no managing director where more follows.
        let letters = word.has(Shape::UPPER)
            && !word.is(WordClass::ROLE | WordClass::TITLE)
            && (page.word(at + 1) == "MD" || !ABBREVIATIONS.contains(&page.word(at + 1)));
        if next.kind != Kind::Comma || !(word.kind == Kind::Number || letters) {
            break;
        }
        at += 2;
    }
    at
}

/// Returns the role after a name: "X, senior fellow at Y," · "X, from the Z,".
fn behind(page: &Analysis<'_>, at: usize, affiliated: bool) -> Option<Span> {
    let tokens = &page.tokens.list;
    if tokens.get(at)?.kind != Kind::Comma || page.marks.inside(at) {
        return None;
    }
    let sentence = page.sentences.at(at);
    let at = past_age(page, at);
    let mut start = at + 1 + usize::from(page.says(at + 1, "and"));
    // "X, who is also the mayor,"
    if page.says(start, "who") && (page.says(start + 1, "is") || page.says(start + 1, "was")) {
        start += 2 + usize::from(page.says(start + 2, "also"));
    }
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
    // "X, from Vredehoek," tells where somebody lives.
    let lives = page.says(start, "from")
        && list[1..].iter().all(Token::capital)
        && !list
            .iter()
            .any(|t| t.is(WordClass::ORGANISATION | WordClass::OUTLET | WordClass::OUTLET_WORD) || t.has(Shape::UPPER));
    let from = (page.says(start, "from") && !lives || page.says(start, "of") || page.says(start, "with"))
        && list.len() > 1
        && list[1..].iter().any(Token::capital);
    let role = |at: usize| {
        let token = &tokens[at];
        token.is(WordClass::ROLE | WordClass::TITLE) && !token.is(WordClass::SPEECH)
            || ABBREVIATIONS.contains(&page.word(at))
    };
    // "After a talk with X, the minister said": the subject of the clause, not a description of X.
    let subject = page.says(start, "the")
        && tokens.get(end).is_some_and(|t| end < sentence.end && t.is(WordClass::SPEECH) && t.is(WordClass::FINITE))
        && (tokens[sentence.start].is(WordClass::PREP | WordClass::ADV) || page.word(sentence.start).ends_with("ing"));
    if subject {
        return None;
    }
    // "X, a volunteer lead with the council,": any noun with its article between commas.
    let article = page.says(start, "a") || page.says(start, "an") || page.says(start, "the");
    let closed = tokens
        .get(end)
        .is_none_or(|t| matches!(t.kind, Kind::Comma | Kind::Stop | Kind::Dash) || page.sentences.begins[end]);
    let clause = |at: usize| {
        tokens[at].is(WordClass::AUX) && !clitic(tokens, at)
            || page.says_participle(at) && tokens[at + 1].is(WordClass::DET)
    };
    let apposed = article && closed && list.len() > 1 && !list[1].capital() && !(start..end - 1).any(clause);
    let noun = ((start..end).take(8).any(role) || apposed) && !first.is(PRONOUN & !WordClass::DET);
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
    if honour || from != affiliated || !plain || !(from || noun) || end - start >= LONGEST {
        return None;
    }
    start += usize::from(from);
    if tokens[start].is(WordClass::DET) && end - start > 1 {
        start += 1;
    }
    Some(page.tokens.span(&(start..end)))
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
    token.is(WordClass::REL | WordClass::SAY | PRONOUN) && !token.is(WordClass::DET)
        || (token.is(WordClass::SPEECH | WordClass::STANCE)
            && !token.is(WordClass::CUE_NOUN | WordClass::ROLE | WordClass::TITLE | WordClass::GROUP)
            && !token.has(Shape::CAPITAL))
        || (token.is(WordClass::AUX) && token.end - token.start > 2 && !clitic(&page.tokens.list, at))
}

/// Returns the role before a name: "US Secretary of State X" · "South Korea's foreign minister X".
fn ahead(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let end = place.name.start;
    let low = page.sentences.at(end).start.max(end.saturating_sub(LONGEST));
    let mut start = end;
    while start > low {
        let token = &tokens[start - 1];
        let apposed = token.kind == Kind::Comma && start == end;
        if apposed {
            start -= 1;
            continue;
        }
        if token.kind != Kind::Word || page.marks.inside(start - 1) != page.marks.inside(end) || breaks(page, start - 1)
        {
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
    let mut range = start..end;
    while !range.is_empty() && tokens[range.end - 1].kind == Kind::Comma {
        range.end -= 1;
    }
    let apposed = range.end < end;
    while !range.is_empty()
        && (tokens[range.start].is(WordClass::DET | WordClass::PREP | WordClass::CONJ) || clitic(tokens, range.start))
    {
        range.start += 1;
    }
    let head = tokens.get(range.end.checked_sub(1)?).filter(|t| !t.is(WordClass::PREP | WordClass::DET))?;
    let role = |t: &Token| {
        t.is(WordClass::ROLE | WordClass::TITLE)
            || page.says_title(t)
            || ABBREVIATIONS.contains(&t.span().of(page.text))
    };
    let titled = tokens.get(range.clone())?.iter().any(role);
    if range.is_empty()
        || !titled
        || only_address(page, &range)
        || (apposed && !head.is(WordClass::ROLE | WordClass::TITLE) && !of_role(page, &range))
    {
        return None;
    }
    let of_something = range.len() > 2 && tokens[range.end - 2].is(WordClass::PREP) || of_role(page, &range);
    if !role(head) && !of_something {
        return None;
    }
    Some(page.tokens.span(&range))
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

fn clitic(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at].is(WordClass::AUX) && tokens[at - 1].end == tokens[at].start
}

/// Returns true for "Mr.", "Mrs." and similar words alone, which are no role.
fn only_address(page: &Analysis<'_>, range: &Range<usize>) -> bool {
    range.clone().all(|i| {
        matches!(
            page.word(i).trim_end_matches('.').to_ascii_lowercase().as_str(),
            "mr" | "mrs" | "ms" | "miss" | "sir" | "dame" | "dr"
        )
    })
}

impl Analysis<'_> {
    /// Returns true for the last word of a title: "State" in "Secretary of State", "Staff" in "Chief of Staff".
    fn says_title(&self, token: &Token) -> bool {
        matches!(token.span().of(self.text), "State" | "Staff" | "Treasury" | "Defense" | "Defence")
    }
}
