//! The grammar of reported speech in languages that the common rules fit badly: Korean, Japanese, Chinese, Turkish and
//! Polish. Each file finds the source that the sentence around a statement names, and clauses reported without marks.

mod chinese;
mod japanese;
mod korean;
mod polish;
mod turkish;

use super::mentions::{Mention, MentionKind, NOUN};
use super::reported::Clause;
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// Returns true if a language has a grammar of its own here.
pub const fn knows(language: Language) -> bool {
    matches!(language, Language::Korean | Language::Japanese | Language::Chinese | Language::Turkish | Language::Polish)
}

/// Tokens of the mention that the sentence around a statement names as its source.
pub fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    match page.language {
        Language::Korean => korean::source(page, found, mentions),
        Language::Japanese => japanese::source(page, found, mentions),
        Language::Chinese => chinese::source(page, found, mentions),
        Language::Turkish => turkish::source(page, found, mentions),
        Language::Polish => polish::source(page, found, mentions),
        _ => None,
    }
}

/// The clauses that a sentence reports without marks; `None` where the common rules decide.
pub fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Vec<Clause>> {
    match page.language {
        Language::Korean => Some(korean::clauses(page, sentence)),
        Language::Japanese => Some(japanese::clauses(page, sentence)),
        Language::Chinese => Some(chinese::clauses(page, sentence)),
        Language::Turkish => turkish::clauses(page, sentence),
        Language::Polish => polish::clauses(page, sentence),
        _ => None,
    }
}

/// The clause behind a word for "according to": "코레일에 따르면 …", "ガネットによると、…", "Bakan'a göre …".
fn cited(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let cue = sentence.clone().find(|&at| is_word(page, at) && page.tokens.list[at].is(WordClass::CITE))?;
    let start = cue + 1 + usize::from(is_comma(page, cue + 1));
    Some(Clause::new(start.min(sentence.end)..sentence.end, Some(cue..cue + 1), "according-to"))
}

/// The mentions outside marks that lie in a range, in order.
fn within<'a>(
    page: &'a Analysis<'_>,
    mentions: &'a [Mention],
    range: Range<usize>,
) -> impl DoubleEndedIterator<Item = &'a Mention> {
    let first = mentions.partition_point(|mention| mention.range.start < range.start);
    let last = mentions.partition_point(|mention| mention.range.start < range.end).max(first);
    mentions[first..last]
        .iter()
        .filter(move |mention| mention.range.end <= range.end && !page.marks.inside(mention.head.start))
}

/// Returns true for a name, a pronoun, or a noun of the lists for persons and bodies.
fn is_known(page: &Analysis<'_>, mention: &Mention) -> bool {
    mention.kind != MentionKind::Noun || page.tokens.list[mention.head.start].is(NOUN)
}

fn is_word(page: &Analysis<'_>, at: usize) -> bool {
    page.token(at).is_some_and(|token| token.kind == Kind::Word) && !page.marks.inside(at)
}

fn is_comma(page: &Analysis<'_>, at: usize) -> bool {
    page.token(at).is_some_and(|token| token.kind == Kind::Comma)
}

/// One past the last quotation in marks that closes in a range, or the range's start.
fn after_marks(page: &Analysis<'_>, range: &Range<usize>) -> usize {
    let closed = page.quoted(range).map(|quoted| quoted.whole().end).filter(|&end| end <= range.end);
    closed.last().unwrap_or(range.start)
}
