//! The description of a body by the words beside its name.

use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::Occurrence;
use crate::attribute::speakers::is_body_noun;
use crate::attribute::tokens::Kind;
use crate::document::Span;

/// The longest description before a body's name, in tokens.
const BODY: usize = 6;
/// The longest description behind it.
const BEHIND: usize = 12;

/// The noun phrase that tells what a body is, beside this place of its name: "the media tracking firm X", "homelessness
/// charity X", "X, a trade group that …".
pub fn of_body(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    ahead(page, place).or_else(|| behind(page, place))
}

fn noun(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    !token.capital() && (token.is(WordClass::ORGANISATION) || is_body_noun(&page.word(at).to_lowercase()))
}

fn ahead(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let end = place.titled.start;
    let low = page.sentences.at(end).start;
    let grammar = WordClass::PREP | WordClass::DET | WordClass::AUX | WordClass::CONJ | WordClass::REL;
    let plain = |at: &usize| {
        let token = &tokens[*at];
        let verb = token.is(WordClass::SPEECH | WordClass::STANCE) && !token.capital() && !noun(page, *at);
        let participle = !token.capital() && page.says_participle(*at) && *at + 1 < end;
        token.kind == Kind::Word && !token.is(grammar | WordClass::SAY | WordClass::ADV) && !verb && !participle
    };
    let before = (low..end).rev().take(BODY).take_while(plain).count();
    (before > 1 && before < BODY && noun(page, end - 1)).then(|| page.tokens.span(&(end - before..end)))
}

fn behind(page: &Analysis<'_>, place: &Occurrence) -> Option<Span> {
    let tokens = &page.tokens.list;
    let sign = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Stop));
    let start = place.name.end + 2;
    let apposed = sign(place.name.end) && page.says_article(place.name.end + 1);
    let sentence = page.sentences.at(place.name.end);
    let high = sentence.end.min(start + BEHIND).max(start);
    let plain = |at: &usize| {
        let token = &tokens[*at];
        let grammar = WordClass::AUX | WordClass::CONJ | WordClass::REL | WordClass::SAY;
        let and = page.says(*at, "and") && tokens.get(*at + 1).is_some_and(|next| !next.capital());
        matches!(token.kind, Kind::Word | Kind::Number) && (!token.is(grammar) || and) && !page.marks.inside(*at)
    };
    let end = start + (start..high).take_while(plain).count();
    // The head stands before the first preposition: "the mouthpiece of the party".
    let head = (start..end).find(|&at| tokens[at].is(WordClass::PREP)).unwrap_or(end);
    let relative = tokens.get(end).is_some_and(|token| token.is(WordClass::REL));
    let closed = end >= sentence.end || sign(end) || relative;
    let small = head > start && !tokens[head - 1].capital() && tokens[head - 1].kind == Kind::Word;
    let whole = head == end || page.says(head, "of") || page.says(head, "for");
    (apposed && closed && small && whole && end < start + BEHIND).then(|| page.tokens.span(&(start..end)))
}
