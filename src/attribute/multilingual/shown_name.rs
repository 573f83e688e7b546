//! Names as they are shown: the best of their forms in the text, in the nominative.

use super::people::words;
use super::{cases, scripts};
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::GIVEN;
use crate::attribute::tokens::Shape;
use std::ops::Range;

/// Scores a form of a name for display: a given name in its base form, few letters and no genitive are better.
pub(super) fn form(page: &Analysis<'_>, head: &Range<usize>) -> i32 {
    let first = &page.tokens.list[head.start];
    let letters: i32 = head.clone().map(|at| page.word(at).chars().count() as i32).sum();
    let given = first.is(GIVEN) && page.given.base(first.hash).is_none();
    let upper = page.tokens.list[head.clone()].iter().all(|t| t.has(Shape::UPPER));
    // "茉莉" is a part of "茉莉·西尔斯", not another case of it.
    let letters = if page.language.is_unspaced() { -letters } else { letters };
    i32::from(given) * 100 - letters - 50 * i32::from(upper)
}

/// Returns the name for display: without Turkish suffixes after an apostrophe.
pub(super) fn shown(page: &Analysis<'_>, head: &Range<usize>, language: Language) -> String {
    let text = words(page, head);
    if language == Language::Korean {
        return scripts::bare_name(&text).to_owned();
    }
    match text.rfind(['\'', '’']) {
        Some(at) if matches!(language, Language::Turkish | Language::Finnish) => text[..at].to_owned(),
        _ => nominative(page, head).unwrap_or(text),
    }
}

/// The name in its base form, if its given name stands in another case.
fn nominative(page: &Analysis<'_>, head: &Range<usize>) -> Option<String> {
    let of = |at: usize| page.given.base(page.tokens.list[at].hash);
    let (_, gender) = of(head.start).filter(|_| head.len() > 1)?;
    let stands = |word: &str| page.given.stands(word);
    let base = |at: usize| match (of(at), page.word(at)) {
        (Some((base, _)), _) => base.to_owned(),
        (None, word) if page.tokens.list[at].capital() => cases::surname(word, gender, page.language, stands),
        (None, word) => word.to_owned(),
    };
    Some(head.clone().map(base).collect::<Vec<_>>().join(" "))
}
