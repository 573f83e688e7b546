//! Speech that the layout marks: block quotations after a lead-in (`Lee writes:`) or above a name, and embedded posts
//! (`… — Ann Lee (@annlee) May 3, 2024`).

use super::draft::{Analysis, BlockPart, Draft};
use super::layout_rules::{laid_out, name};
use super::lexicon::{PRONOUN, WordClass};
use super::phrase;
use super::tokens::Kind;
use std::ops::Range;

/// The longest signature, in tokens.
const SIGNATURE: usize = 24;
/// The longest name in a signature, in tokens.
const NAME: usize = 8;

/// Finds the paragraphs of block quotations with a known speaker, and embedded posts.
pub(super) fn find(page: &Analysis<'_>) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < page.tokens.paragraphs.len() {
        let quoted = (at..page.tokens.paragraphs.len()).take_while(|&at| page.part(at) == BlockPart::Quote).count();
        if quoted == 0 {
            out.extend(post(page, &page.tokens.paragraphs[at]));
        } else {
            out.extend(block(page, at..at + quoted));
        }
        at += quoted.max(1);
    }
    out
}

/// The paragraphs of one block quotation.
fn block(page: &Analysis<'_>, numbers: Range<usize>) -> Vec<Draft> {
    let paragraphs = &page.tokens.paragraphs;
    let mut lines: Vec<Range<usize>> = paragraphs[numbers.clone()].to_vec();
    let mut out = Vec::new();
    // Several posts may follow each other.
    let mut first = 0;
    for at in 0..lines.len() {
        let Some((text, source)) = signature(page, &lines[at]) else { continue };
        lines[at] = text;
        out.extend(spoken(page, &lines[first..=at], &source, "embedded"));
        first = at + 1;
    }
    if first == 0
        && let Some(source) = numbers.start.checked_sub(1).and_then(|before| lead_in(page, before, &[":", ","]))
    {
        out.extend(spoken(page, &lines, &source, "block-quote"));
    }
    out
}

fn spoken<'a>(
    page: &'a Analysis<'_>,
    lines: &'a [Range<usize>],
    source: &'a Range<usize>,
    by: &'static str,
) -> impl Iterator<Item = Draft> + 'a {
    // Lines of a word or two are links and tags.
    let least = if lines.len() > 1 { 3 } else { 1 };
    let word = |at: &usize| page.tokens.list[*at].kind == Kind::Word;
    let words = move |line: &&Range<usize>| (*line).clone().filter(word).count() >= least;
    lines.iter().filter(words).map(move |line| laid_out(line.clone(), source.clone(), by))
}

/// An embedded post in a paragraph of its own. It is recognised by the handle in its signature.
fn post(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<Draft> {
    let (text, source) = signature(page, paragraph)?;
    let words = page.tokens.list[text.clone()].iter().filter(|token| token.kind == Kind::Word).count();
    let handled = handle(page, source.end);
    (handled && words > 1).then(|| laid_out(text, source, "embedded"))
}

/// Returns true if a handle in brackets begins at the token: "(@annlee)".
fn handle(page: &Analysis<'_>, at: usize) -> bool {
    page.token(at).is_some_and(|token| token.kind == Kind::Open) && page.word(at + 1).starts_with('@')
}

/// For a paragraph that ends in a signature, returns the tokens before the dash and the name after it.
fn signature(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let tokens = &page.tokens.list;
    let low = paragraph.end.saturating_sub(SIGNATURE).max(paragraph.start);
    let dashes = (low..paragraph.end).rev().filter(|&at| tokens[at].kind == Kind::Dash && !page.marks.inside(at));
    for dash in dashes {
        let first = dash + 1;
        let bracket = (first..paragraph.end.min(first + NAME)).find(|&at| tokens[at].kind == Kind::Open);
        if let Some(bracket) = bracket.filter(|&at| at > first && handle(page, at)) {
            return Some((paragraph.start..dash, first..bracket));
        }
        let name = name(page, first, paragraph.end);
        let ends = tokens.get(name.end).filter(|_| name.end < paragraph.end);
        let begins = dash == paragraph.start
            || matches!(tokens[dash - 1].kind, Kind::Stop | Kind::Mark | Kind::Other | Kind::Close);
        if begins && name.len() > 1 && ends.is_none_or(|end| matches!(end.kind, Kind::Comma | Kind::Open)) {
            return Some((paragraph.start..dash, name));
        }
    }
    None
}

/// Returns the speaker whom a paragraph that ends in one of `signs` introduces: the subject of its reporting verb,
/// else of its last sentence.
pub(super) fn lead_in(page: &Analysis<'_>, number: usize, signs: &[&str]) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let paragraph = page.tokens.paragraphs.get(number)?;
    let last = paragraph.end.checked_sub(1)?;
    if !signs.contains(&page.word(last)) || page.part(number) == BlockPart::Heading {
        return None;
    }
    let sentence = page.sentences.at(last);
    let outside = |at: usize| !page.marks.inside(at);
    let verb = sentence.clone().rev().find(|&at| {
        outside(at) && tokens[at].is(WordClass::SPEECH) && tokens[at].is(WordClass::FINITE) && !tokens[at].capital()
    });
    let somebody = |range: &Range<usize>| {
        tokens[range.clone()].iter().any(|token| {
            token.capital() && !token.is(WordClass::DET | WordClass::DAY) && token.kind == Kind::Word
                || token.is(PRONOUN | WordClass::ROLE | WordClass::GROUP | WordClass::ORGANISATION)
        })
    };
    let of_verb = verb.and_then(|verb| phrase::before(tokens, &page.marks, sentence.start, verb)).filter(somebody);
    let skipped = |at: &usize| tokens[*at].is(WordClass::ADV | WordClass::CONJ) || page.says(*at, "as");
    let first = sentence.start + sentence.clone().take_while(skipped).count();
    // "Lee refutes this:" has a predicate; "The result:" has none.
    let predicate = |range: &Range<usize>| range.end + 2 < sentence.end;
    of_verb.or_else(|| phrase::after(tokens, &page.marks, first, sentence.end).filter(somebody).filter(predicate))
}
