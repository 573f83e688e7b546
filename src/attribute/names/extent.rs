//! Words glued to a name, found by the other places of the page that have the name without them: "Hearing Ann Lee
//! describe it" on a page with "Ann Lee", "Ann Lee Moonrise" on a page where she is called "Lee".

use super::Found;
use super::false_names::begins;
use super::title_case::is_suffix;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass};
use crate::attribute::tokens::{Kind, Shape};
use crate::reading::SpeakerKind;
use rustc_hash::FxHashMap;

/// So many times a surname stands alone where the words behind it are no part of the name.
const ALONE: usize = 2;
/// So many words behind a name are searched for its surname with a headline glued to it.
const GLUED: usize = 6;
/// Second parts of compounds that describe a person: "London-based", "high-flyer".
const DESCRIBING: [&str; 8] = ["based", "born", "backed", "led", "elect", "turned", "er", "ist"];

/// Number of places of each name.
type Times = FxHashMap<Vec<u64>, usize>;

/// Cuts the names that have words of the sentence or of a title at an end, and drops the pieces of headlines in
/// capitals.
pub(super) fn cut(page: &Analysis<'_>, found: &mut Vec<Found>) {
    let mut times = Times::default();
    for name in found.iter() {
        *times.entry(name.words.clone()).or_default() += 1;
    }
    found.retain_mut(|name| {
        if name.words.len() == name.name.len() {
            cut_start(page, &times, name);
            cut_repeated(page, name);
            cut_end(page, &times, name);
            return !is_shouted(page, name) || keep_known(page, &times, name);
        }
        true
    });
}

/// Removes the word before a name.
fn cut_start(page: &Analysis<'_>, times: &Times, name: &mut Found) {
    let [_, rest @ ..] = name.words.as_slice() else { return };
    let first = &page.tokens.list[name.name.start];
    let next = page.tokens.list.get(name.name.start + 1);
    let once = times.get(&name.words) == Some(&1);
    let known = rest.len() > 1 && once && times.contains_key(rest);
    let glued = known && opens(page, name.name.start) && !first.is(GIVEN | WordClass::PLACE | WordClass::TITLE);
    let described =
        !rest.is_empty() && next.is_some_and(|t| t.is(GIVEN) || rest.len() == 1 && times.contains_key(rest));
    if name.has_title() || !(glued || described && describes(page.word(name.name.start))) {
        return;
    }
    name.drop_first(page);
}

/// Removes what a script has glued behind a name: `Ann Lee Ann LeeMoon` names her twice, with a headline behind it.
fn cut_repeated(page: &Analysis<'_>, name: &mut Found) {
    let words: Vec<&str> = name.name.clone().map(|at| page.word(at)).collect();
    let glued = |word: &str, part: &str| {
        let rest = word.strip_prefix(part).and_then(|rest| rest.chars().next());
        part.chars().count() > 2 && rest.is_some_and(char::is_uppercase)
    };
    let behind = (name.name.end..page.sentences.at(name.name.start).end).take(GLUED).map(|at| page.word(at));
    let all: Vec<&str> = words.iter().copied().chain(behind).collect();
    let twice = (2..words.len()).find(|&at| words[at] == words[0]);
    let by_glue = (0..words.len()).find(|&at| all[at + 1..].iter().any(|word| glued(word, words[at])));
    let size = twice.or(by_glue.map(|at| at + 1)).filter(|&size| size < words.len());
    if let Some(size) = size {
        name.keep_first(size);
    }
}

/// Removes the words behind a person's surname.
fn cut_end(page: &Analysis<'_>, times: &Times, name: &mut Found) {
    let [_, surname, .., last] = name.words.as_slice() else { return };
    let capitals = |at: usize| {
        let token = &page.tokens.list[at];
        token.has(Shape::UPPER) && !token.has(Shape::INITIAL)
    };
    let short = &name.words[..2];
    let alone = times.get(std::slice::from_ref(surname)).copied().unwrap_or_default();
    let once = times.get(&name.words) == Some(&1) && surname != last;
    let called = once && times.contains_key(short) && alone >= ALONE;
    let shouted = capitals(name.name.end - 1)
        && page.word(name.name.end - 1).len() > 4
        && !(name.name.start..name.name.start + 2).all(capitals)
        && times.contains_key(short);
    let suffixed = (name.name.start + 2..name.name.end).any(|at| {
        let token = &page.tokens.list[at];
        is_suffix(page.word(at)) || token.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::PREP)
    });
    if name.kind == SpeakerKind::Person && !suffixed && (called || shouted) {
        name.keep_first(2);
    }
}

/// Returns true for several words in capitals on a page that has small letters too.
fn is_shouted(page: &Analysis<'_>, name: &Found) -> bool {
    let list = &page.tokens.list[name.name.clone()];
    let long = list.iter().filter(|token| token.end - token.start > 3).count();
    list.len() > 2 && long > 1 && list.iter().all(|token| token.has(Shape::UPPER) && !token.has(Shape::INITIAL))
}

/// Cuts a piece of a headline in capitals to the name at its start that the page has elsewhere. Returns false if it
/// has none, or if the whole piece is a name.
fn keep_known(page: &Analysis<'_>, times: &Times, name: &mut Found) -> bool {
    if times.get(&name.words).is_some_and(|&times| times > 1) || name.has_title() {
        return true;
    }
    let size = (1..name.words.len()).rev().find(|&size| times.contains_key(&name.words[..size]));
    let given = page.tokens.list[name.name.start].is(GIVEN);
    match size {
        Some(size) => {
            name.keep_first(size);
            true
        }
        None => given && name.words.len() == 3,
    }
}

/// Returns true for a token that begins a sentence, or stands behind the dash of a dateline.
fn opens(page: &Analysis<'_>, at: usize) -> bool {
    begins(page, at) || page.token(at - 1).is_some_and(|before| before.kind == Kind::Dash)
}

/// Returns true for a compound that describes somebody: "High-flyer", "London-based".
fn describes(word: &str) -> bool {
    let small = |end: &str| end.len() > 3 && end.chars().all(|c| c.is_ascii_lowercase());
    let describing = |end: &str| DESCRIBING.iter().any(|suffix| end.ends_with(suffix));
    word.rsplit_once('-').is_some_and(|(_, end)| small(end) && describing(end))
}
