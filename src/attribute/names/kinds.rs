//! Kind and gender of a name from its own words and titles.

use super::Gender;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass, hash_of};
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::reading::SpeakerKind;
use std::ops::Range;

/// Returns the kind of a name from its words; `titled` if a title precedes it.
pub(super) fn kind_of(tokens: &[Token], name: &Range<usize>, titled: bool) -> SpeakerKind {
    let list = &tokens[name.clone()];
    let any = |bits| list.iter().any(|t| t.is(bits));
    let given = list[0].is(GIVEN) && list.len() > 1;
    if any(WordClass::OUTLET | WordClass::OUTLET_WORD) && !given {
        return SpeakerKind::Outlet;
    }
    if any(WordClass::ORGANISATION | WordClass::PREP) && !given {
        return SpeakerKind::Organisation;
    }
    // "Beijing", "North Korea"; "Scotland Yard", "Boston Globe"
    let place =
        list.last().is_some_and(|t| t.is(WordClass::PLACE)) || list[0].is(WordClass::PLACE) && !list[0].is(GIVEN);
    if place && !given && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && list[0].has(Shape::UPPER) && list[0].end - list[0].start <= 6 && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && !titled && name.start > 0 && is_place(&tokens[name.start - 1]) {
        return SpeakerKind::Organisation;
    }
    SpeakerKind::Person
}

/// Returns true for "Sir Peter", "Dame Harriet": a title that goes with the given name alone.
pub(super) fn knighted(page: &Analysis<'_>, run: &Range<usize>, name: &Range<usize>) -> bool {
    let title = |at: usize| ["sir", "dame", "lady", "lord"].iter().any(|title| page.says(at, title));
    name.len() == 1 && name.start > run.start && title(name.start - 1)
}

/// Returns true if a place, platform or company follows this preposition: "in Paris", "on Twitter", "at Google".
fn is_place(before: &Token) -> bool {
    before.is(WordClass::PREP) && ["in", "on", "at"].iter().any(|word| before.hash == hash_of(word))
}

/// Returns the token of the acronym in brackets right after a name.
pub(super) fn acronym(tokens: &[Token], at: usize) -> Option<usize> {
    let bracketed = tokens.get(at)?.kind == Kind::Open && tokens.get(at + 2)?.kind == Kind::Close;
    (bracketed && tokens[at + 1].has(Shape::UPPER)).then_some(at + 1)
}

pub(super) fn gender_of_given(token: &Token) -> Gender {
    match (token.is(WordClass::MALE), token.is(WordClass::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

pub(super) fn gender_of_title(page: &Analysis<'_>, token: &Token) -> Option<Gender> {
    match token.span().of(page.text).trim_end_matches('.').to_ascii_lowercase().as_str() {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "spokesman" | "chairman" | "duke" | "baron"
        | "councilman" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "congresswoman" | "spokeswoman"
        | "chairwoman" | "duchess" | "baroness" => Some(Gender::Female),
        _ => None,
    }
}
