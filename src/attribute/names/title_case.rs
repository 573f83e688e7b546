//! Names in title case: the words behind a name have capitals too.

use super::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::GIVEN;
use crate::attribute::tokens::Kind;
use crate::reading::SpeakerKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// So many words around a name show that it stands in a title.
const NEAR: usize = 6;
/// Words behind a name that are part of it.
const SUFFIXES: [&str; 9] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "snr", "jnr"];

/// Cuts names in title case where the text has the beginning alone: "Ada Moreau Convicted Of Fraud" on a page with
/// "Ada Moreau", or with "Moreau". The same where the words behind the name are common ones. `small`: words of the page
/// in small letters.
pub(super) fn cut(page: &Analysis<'_>, small: &FxHashSet<u64>, found: &mut [Found]) {
    let alone: FxHashSet<u64> = found.iter().filter(|name| name.words.len() == 1).map(|name| name.words[0]).collect();
    let known: FxHashSet<Vec<u64>> =
        found.iter().filter(|name| name.words.len() == 2).map(|name| name.words.clone()).collect();
    let common = |name: &Found| page.tokens.list[name.name.clone()].iter().skip(2).all(|t| small.contains(&t.hash));
    let mut times: FxHashMap<Vec<u64>, usize> = FxHashMap::default();
    for name in found.iter().filter(|name| name.words.len() > 2) {
        *times.entry(name.words.clone()).or_default() += 1;
    }
    // "Ada Moreau Harbour", where "Ada Moreau" has been named: the title of a work behind a name.
    let titled = |name: &Found| {
        let second = page.tokens.list[name.name.start + 1];
        known.contains(&name.words[..2]) && times.get(&name.words) == Some(&1) && !second.is(GIVEN)
    };
    for name in found.iter_mut().filter(|name| name.words.len() > 2 && name.name.len() == name.words.len()) {
        let [.., last] = name.words.as_slice() else { continue };
        let given = page.tokens.list[name.name.start].is(GIVEN);
        let short = known.contains(&name.words[..2]) || alone.contains(&name.words[1]);
        let suffixed = is_suffix(page.word(name.name.end - 1));
        if given
            && short
            && !alone.contains(last)
            && !suffixed
            && (in_title_case(page, &name.name) || common(name) || titled(name))
        {
            name.keep_first(2);
            name.kind = SpeakerKind::Person;
        }
    }
}

/// Returns true for a word behind a person's name that is part of it: "Jr", "III".
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

/// Returns true if most words around the name have capitals, as in a title.
fn in_title_case(page: &Analysis<'_>, name: &Range<usize>) -> bool {
    let sentence = page.sentences.at(name.start);
    let around = sentence.start.max(name.start.saturating_sub(NEAR))..sentence.end.min(name.end + NEAR);
    let words = around.filter(|at| !name.contains(at)).filter_map(|at| page.token(at));
    let (mut large, mut small) = (0, 0);
    for token in words.filter(|token| token.kind == Kind::Word && token.end - token.start > 3) {
        if token.capital() { large += 1 } else { small += 1 }
    }
    large > 2 * small
}
