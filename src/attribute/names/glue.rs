//! Words glued before a name that are no part of it: an outlet, an agency, a role.

use super::kinds::gender_of_given;
use super::{Entity, Found, Gender};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::tokens::{Shape, Token};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashSet;

/// Removes words before a surname that are not part of the name: "Daily Mail Lee", "MEC Lee" on a page with "Ann
/// Lee".
pub(super) fn unglue(page: &Analysis<'_>, found: &mut [Found]) {
    let tokens = &page.tokens.list;
    let person = |name: &&Found| name.words.len() > 1 && tokens[name.name.start].is(GIVEN);
    let surnames: FxHashSet<u64> = found.iter().filter(person).filter_map(|name| name.words.last().copied()).collect();
    for name in found.iter_mut().filter(|name| name.words.len() > 1) {
        let last = name.name.end - 1;
        let before = &tokens[name.name.start..last];
        let glued = before.iter().all(|t| is_strange(t) && !t.is(GIVEN));
        if glued && name.words.last().is_some_and(|word| surnames.contains(word)) && !is_strange(&tokens[last]) {
            name.words.drain(..name.words.len() - 1);
            name.name = last..name.name.end;
            name.kind = SpeakerKind::Person;
        }
    }
}

/// Returns true if the word is no part of a person's name: an outlet, an organisation, a role, or a word in capitals.
fn is_strange(token: &Token) -> bool {
    let other = WordClass::OUTLET | WordClass::OUTLET_WORD | WordClass::ORGANISATION | WordClass::PLACE;
    token.is(other | WordClass::ROLE | WordClass::GROUP) && !token.is(GIVEN)
        || token.has(Shape::UPPER) && !token.has(Shape::INITIAL)
}

/// Returns true if the words that the longer name has before this one are no part of a name: an outlet, an agency, a
/// role.
pub(super) fn is_glued(page: &Analysis<'_>, name: &Found, known: &Entity) -> bool {
    let tokens = &page.tokens.list;
    if !known.words.ends_with(&name.words) || known.name.len() <= name.name.len() {
        return false;
    }
    // "Jamon Van Den Berg": "Van" is a given name elsewhere.
    if page.prefixes_surname(name.name.start) {
        return false;
    }
    let before = &tokens[known.name.start..known.name.end - name.name.len()];
    let given = tokens[name.name.start].is(GIVEN) && !before[0].is(GIVEN);
    before.iter().any(is_strange) || given && gender_of_given(&before[0]) == Gender::Unknown
}
