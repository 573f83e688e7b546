//! Runs of capitals that are no names: a common word at the start of a sentence, a numbered thing, and words glued to
//! the start of a name because they begin the sentence.

use super::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::speakers::is_no_name;
use crate::attribute::tokens::{Kind, Shape};
use rustc_hash::{FxHashMap, FxHashSet};

/// Removes the runs that are no names, and the words that are no part of one. `small`: words of the page in small
/// letters.
pub(super) fn drop(page: &Analysis<'_>, small: &FxHashSet<u64>, found: &mut Vec<Found>) {
    found.retain(|name| !is_headline(page, name));
    unglue_start(page, small, found);
    let parts: FxHashSet<u64> =
        found.iter().filter(|name| name.words.len() > 1).flat_map(|name| name.words.iter().copied()).collect();
    let mut named: FxHashMap<u64, bool> = FxHashMap::default();
    for name in found.iter() {
        if let [word] = name.words.as_slice() {
            *named.entry(*word).or_default() |= parts.contains(word) || is_name(page, small, name);
        }
    }
    found.retain(|name| !matches!(name.words.as_slice(), [word] if named.get(word) == Some(&false)));
}

/// Returns true for a headline in title case: a long run that is nearly all of its sentence, or all of a quotation.
fn is_headline(page: &Analysis<'_>, name: &Found) -> bool {
    if name.words.len() <= 4 {
        return false;
    }
    if page.marks.outermost(name.name.start).is_some_and(|quoted| quoted.inside() == name.titled) {
        return true;
    }
    let list = &page.tokens.list[name.name.clone()];
    let mixed = list.iter().any(|t| t.is(GIVEN | WordClass::GROUP | WordClass::ROLE) || t.has(Shape::UPPER));
    let body = list.last().is_some_and(|t| t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD));
    // No more words are counted than are needed.
    let most = name.words.len() * 4 / 3 + 1;
    let sentence = page.sentences.at(name.name.start);
    let words = page.tokens.list[sentence].iter().filter(|token| token.kind == Kind::Word).take(most).count();
    mixed && !body && name.words.len() * 4 > words * 3
}

/// Returns true if this place shows that the word is a name.
fn is_name(page: &Analysis<'_>, small: &FxHashSet<u64>, name: &Found) -> bool {
    let at = name.name.start;
    let token = &page.tokens.list[at];
    // "Article 5", "SGD 7"
    if page.token(name.name.end).is_some_and(|next| next.kind == Kind::Number) && !token.is(GIVEN) {
        return false;
    }
    let known = GIVEN | WordClass::PLACE | WordClass::OUTLET | WordClass::ORGANISATION;
    if name.has_title() || token.is(known) || token.has(Shape::UPPER) || !begins(page, at) {
        return true;
    }
    let word = page.word(at).to_lowercase();
    let adverb = word.len() > 4 && (word.ends_with("ly") || word.ends_with("ing"));
    !(adverb || small.contains(&token.hash) || is_no_name(&word))
}

/// Returns true for a name in a question.
fn asks(page: &Analysis<'_>, name: &Found) -> bool {
    let sentence = page.sentences.at(name.name.start);
    sentence.rev().take(2).any(|at| page.word(at).starts_with('?'))
}

/// Returns true for a token with a capital because it begins something.
pub(super) fn begins(page: &Analysis<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| page.token(at));
    page.sentences.begins[at] || before.is_none_or(|token| matches!(token.kind, Kind::Mark | Kind::Colon | Kind::Open))
}

/// Removes the word that begins a sentence before a name known from elsewhere: "Enter South Carpathia".
fn unglue_start(page: &Analysis<'_>, small: &FxHashSet<u64>, found: &mut [Found]) {
    let inner: FxHashSet<Vec<u64>> =
        found.iter().filter(|name| !page.sentences.begins[name.name.start]).map(|name| name.words.clone()).collect();
    let alone: FxHashSet<u64> = found.iter().filter(|name| name.words.len() == 1).map(|name| name.words[0]).collect();
    for name in found.iter_mut().filter(|name| name.words.len() > 1 && name.words.len() == name.name.len()) {
        let first = &page.tokens.list[name.name.start];
        let known = GIVEN | WordClass::PLACE | WordClass::TITLE;
        let word = page.word(name.name.start).to_lowercase();
        let common = name.words.len() > 2 || small.contains(&first.hash) || is_no_name(&word);
        let second = &page.tokens.list[name.name.start + 1];
        // "Will Hexalon pay?"
        let auxiliary = ["will", "may"].contains(&word.as_str()) && (second.has(Shape::UPPER) || asks(page, name));
        let glued = begins(page, name.name.start) && !first.has(Shape::UPPER) && (!first.is(known) || auxiliary);
        // "Longtime Ann Lee", where Lee has been named.
        let person = name.words.len() > 2 && second.is(GIVEN) && name.words.last().is_some_and(|w| alone.contains(w));
        let rest = person || (common || auxiliary) && inner.contains(&name.words[1..]);
        if glued && rest && !name.has_title() && !inner.contains(&name.words) {
            name.drop_first(page);
        }
    }
}
