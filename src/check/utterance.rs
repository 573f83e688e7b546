//! [`Spoken`]: a quotation made ready to be compared with others: is it the same utterance?

use super::changes::WordChange;
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::source::{SourceText, SourceUtterance};
use super::verdict::{Claim, PreparedClaim, QuoteVerdict, SHORT, judge};
use super::words::Words;
use crate::document::Span;
use rustc_hash::FxHashMap;

/// A quotation among others.
#[derive(Clone, Debug)]
pub struct Spoken<'t> {
    /// The words as a claim, when it is the shorter of two.
    claim: PreparedClaim,
    /// The words as a source, when it is the longer of two.
    source: SourceText<'t>,
    /// Those who said it.
    pub speakers: Vec<NamedSpeaker>,
}

/// Two quotations of one utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct SameUtterance {
    /// Words of the first that differ (`draft`) from the other's (`source`).
    pub changes: Vec<WordChange>,
    /// The share of the shorter one's words that both have.
    pub share: f32,
}

/// Words that two quotations by different speakers must share in a row to be one utterance.
const SURE: usize = 7;
/// The least share of the shorter one's words.
const LEAST_SHARE: f32 = 0.6;
/// Words in a row by which quotations are looked up.
const ROW: usize = 3;
/// A row of words in more quotations than this tells nothing.
const COMMON: usize = 40;

impl<'t> Spoken<'t> {
    /// A quotation of these words.
    pub fn new(text: &'t str, speakers: Vec<NamedSpeaker>, lists: &WordLists) -> Self {
        let claim = Claim { pieces: vec![text.to_owned()], speakers: speakers.clone(), ..Claim::default() };
        let whole = vec![Span::new(0, text.len())];
        let spoken = SourceUtterance {
            spans: whole.clone(),
            quoted_spans: whole,
            speakers: speakers.clone(),
            ..SourceUtterance::default()
        };
        let source = SourceText::new(text, vec![spoken], &[], Vec::new());
        Self { claim: PreparedClaim::of(&claim, lists), source, speakers }
    }

    fn words(&self) -> &Words {
        &self.source.words
    }

    /// Number of words.
    pub fn length(&self) -> usize {
        self.words().len()
    }

    /// Compares two quotations; `None` if they are two utterances.
    pub fn same(&self, other: &Self, lists: &WordLists) -> Option<SameUtterance> {
        let agreement = compare(&self.speakers, &other.speakers, lists);
        let is_shorter = self.length() <= other.length();
        let (short, long) = if is_shorter { (self, other) } else { (other, self) };
        let found = judge(&short.claim, &long.source, lists)?;
        let length = short.length();
        let all = matches!(found.verdict, QuoteVerdict::Exact | QuoteVerdict::Typography | QuoteVerdict::TooShort);
        let known = match agreement {
            SpeakerAgreement::Same => length > 1 || all,
            SpeakerAgreement::Unknown => length > SHORT + 1 || length == SHORT && all,
            SpeakerAgreement::Different => length >= SURE && found.share >= 0.8,
        };
        if !known || found.share < LEAST_SHARE || length <= SHORT && found.share < 1.0 {
            return None;
        }
        let mut changes = found.changes;
        if !is_shorter {
            for change in &mut changes {
                std::mem::swap(&mut change.draft, &mut change.source);
            }
        }
        Some(SameUtterance { changes, share: found.share })
    }
}

/// Groups the quotations that `same` joins, directly or through others: indexes in order, the groups by their first.
/// It is asked only for quotations that share words in a row and are not in one group yet.
pub fn grouped(all: &[Spoken<'_>], mut same: impl FnMut(usize, usize) -> bool) -> Vec<Vec<usize>> {
    fn head(heads: &[usize], mut at: usize) -> usize {
        while heads[at] != at {
            at = heads[at];
        }
        at
    }
    let mut heads: Vec<usize> = (0..all.len()).collect();
    for (one, other) in candidates(all) {
        let (first, second) = (head(&heads, one), head(&heads, other));
        if first != second && same(one, other) {
            heads[first.max(second)] = first.min(second);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for at in 0..all.len() {
        groups[head(&heads, at)].push(at);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Pairs of quotations that share words in a row, each pair once, the first before the second.
pub fn candidates(all: &[Spoken<'_>]) -> Vec<(usize, usize)> {
    let mut rows: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, one) in all.iter().enumerate() {
        let words = &one.words().list;
        // Rows of one and two words, too: a quotation that short may stand in a longer one.
        for size in 1..=ROW {
            for row in words.windows(size) {
                let key = row.iter().fold(size as u64, |all, word| all.rotate_left(17) ^ word.hash);
                let places = rows.entry(key).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
    }
    let mut pairs = Vec::new();
    for places in rows.values().filter(|places| places.len() <= COMMON) {
        for (n, &one) in places.iter().enumerate() {
            pairs.extend(places[n + 1..].iter().map(|&other| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: (&str, &str), other: (&str, &str)) -> Option<usize> {
        let lists = WordLists::default();
        let spoken = |(name, text): (&'static str, &'static str)| {
            Spoken::new(text, vec![NamedSpeaker { name: name.into(), role: None }], &lists)
        };
        let leak = |(name, text): (&str, &str)| -> (&'static str, &'static str) {
            (Box::leak(name.to_owned().into_boxed_str()), Box::leak(text.to_owned().into_boxed_str()))
        };
        spoken(leak(one)).same(&spoken(leak(other)), &lists).map(|same| same.changes.len())
    }

    #[test]
    fn utterances_are_one_by_words_and_speaker() {
        for (one, other, expected) in [
            (
                ("Ann Lee", "We will not be rushed"),
                ("Lee", "We will not be rushed into this, and you know it"),
                Some(0),
            ),
            (("Ann Lee", "We won’t be rushed into this"), ("Lee", "We will not be rushed into this"), Some(1)),
            (("Ann Lee", "a disaster"), ("Lee", "It is a disaster for the town"), Some(0)),
            (("Ann Lee", "a disaster"), ("Joe Ross", "It is a disaster for the town"), None),
            (("Ann Lee", "We will not be rushed"), ("Lee", "The bridge is closed until the spring"), None),
        ] {
            assert_eq!(same(one, other), expected, "{one:?} {other:?}");
        }
    }
}
