//! [`Spoken`]: a quotation made ready to be compared with others: is it the same utterance?

use super::changes::WordChange;
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::source::{SourceText, SourceUtterance};
use super::verdict::{Claim, PreparedClaim, QuoteVerdict, SHORT, judge};
use super::words::Words;
use crate::document::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// A quotation among others.
#[derive(Clone, Debug)]
pub struct Spoken<'t> {
    /// The words as a claim, when it is the shorter of two.
    claim: PreparedClaim,
    /// The words as a source, when it is the longer of two.
    source: SourceText<'t>,
    /// Those who said it.
    pub speakers: Vec<NamedSpeaker>,
    /// Hashes of the words that tell them from others.
    names: Vec<u64>,
    /// Hashes of the words of its paragraph.
    around: FxHashSet<u64>,
    /// The claim's words stand in quote marks.
    is_marked: bool,
}

/// Two quotations of one utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct SameUtterance {
    /// Words of the first that differ (`draft`) from the other's (`source`).
    pub changes: Vec<WordChange>,
    /// The share of the shorter one's words that both have.
    pub share: f32,
    /// Words of the longest run that both have.
    pub run: usize,
    /// The first is the shorter one.
    pub is_shorter: bool,
    /// Few words that two articles give to two speakers.
    pub is_disputed: bool,
}

impl SameUtterance {
    /// Degree of agreement; more is better.
    pub fn score(&self) -> (usize, u32) {
        (self.run, (self.share * 1_000.0) as u32)
    }
}

/// Words in a row that make two quotations one utterance, whoever they are given to.
const SURE: usize = 7;
/// The least share of the shorter one's words.
const LEAST_SHARE: f32 = 0.6;
/// Of a quotation of so many words a much longer one must have all.
const FEW: usize = 6;
/// So many times as long is much longer.
const MUCH: usize = 2;
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
        let names = speakers.iter().flat_map(|one| name_words(&one.name)).collect();
        let claim = PreparedClaim::of(&claim, lists);
        Self { claim, source, speakers, names, around: FxHashSet::default(), is_marked: true }
    }

    /// Adds the article's paragraph and those of the words that stand in quote marks; `None` if none do.
    #[must_use]
    pub fn within(mut self, paragraph: &str, marked: Option<String>, lists: &WordLists) -> Self {
        self.around = Words::of(paragraph).list.iter().map(|word| word.hash).collect();
        self.is_marked = marked.is_some();
        if let Some(marked) = marked {
            let claim = Claim { pieces: vec![marked], speakers: self.speakers.clone(), ..Claim::default() };
            self.claim = PreparedClaim::of(&claim, lists);
        }
        self
    }

    fn words(&self) -> &Words {
        &self.source.words
    }

    /// Number of words.
    pub fn length(&self) -> usize {
        self.claim.words().len()
    }

    /// Returns true if this quotation has all words of a part, whoever says them.
    pub fn has_all_of(&self, part: &Self, lists: &WordLists) -> bool {
        judge(&part.claim, &self.source, lists).is_some_and(|found| found.share >= 1.0)
    }

    /// Returns true if the paragraph of one names the speaker of the other.
    fn names_speaker_of(&self, other: &Self) -> bool {
        other.names.iter().any(|name| self.around.contains(name))
    }

    /// Compares two quotations; `None` if they are two utterances. The same words in marks are one utterance also where they
    /// are given to two speakers, if they are many, or if the one article names the other's speaker beside them.
    pub fn same(&self, other: &Self, lists: &WordLists) -> Option<SameUtterance> {
        let is_shorter = self.length() <= other.length();
        let (short, long) = if is_shorter { (self, other) } else { (other, self) };
        let found = judge(&short.claim, &long.source, lists)?;
        let length = short.length();
        let all = matches!(found.verdict, QuoteVerdict::Exact | QuoteVerdict::Typography | QuoteVerdict::TooShort);
        let whole = found.share >= 1.0;
        let is_named = short.is_marked && whole && (self.names_speaker_of(other) || other.names_speaker_of(self));
        let agreement = compare(&self.speakers, &other.speakers, lists);
        let known = match agreement {
            SpeakerAgreement::Same => length > 1 || all,
            SpeakerAgreement::Unknown => length > SHORT + 1 || length == SHORT && all || is_named,
            SpeakerAgreement::Different => length >= SURE && (found.share >= 0.8 || found.run >= SURE) || is_named,
        };
        let is_part = length <= FEW && long.words().len() >= MUCH * length;
        if !known || found.share < LEAST_SHARE || !whole && (length <= SHORT || is_part) {
            return None;
        }
        let mut changes = found.changes;
        if !is_shorter {
            for change in &mut changes {
                std::mem::swap(&mut change.draft, &mut change.source);
            }
        }
        let is_disputed = agreement == SpeakerAgreement::Different && length < SURE;
        Some(SameUtterance { changes, share: found.share, run: found.run, is_shorter, is_disputed })
    }
}

/// The hashes of a name's longer words with a capital.
fn name_words(name: &str) -> Vec<u64> {
    let words = Words::of(name);
    let telling = |at: &usize| words.list[*at].capital && words.form(*at).chars().count() > SHORT;
    (0..words.len()).filter(telling).map(|at| words.list[at].hash).collect()
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
    fn same_words_of_another_speaker_are_one_utterance_beside_the_name() {
        let lists = WordLists::default();
        let named = |name: &str| vec![NamedSpeaker { name: name.into(), role: None }];
        let first = || Spoken::new("You’re just a fool", named("Ann Morel"), &lists);
        let praise = "The professor praised Morel for calling him a “fool” on the stage";
        let marked = || Some("fool".to_owned());
        let other = |paragraph: &str, marked| {
            Spoken::new("calling him a “fool”", named("Joe Ross"), &lists).within(paragraph, marked, &lists)
        };
        assert!(other(praise, marked()).same(&first(), &lists).is_some());
        assert!(first().same(&other(praise, marked()), &lists).is_some());
        assert!(other("Nobody likes a “fool”", marked()).same(&first(), &lists).is_none());
        assert!(other(praise, None).same(&first(), &lists).is_none());
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
            (("Ann Lee", "abolish the bridge tax"), ("Lee", "she opposes the bridge tax and the new road"), None),
            (
                ("Ann Lee", "It rained, and no more came of it than on any other day"),
                ("Joe Ross", "no more came of it than on any other day, though we had hoped for more"),
                Some(1),
            ),
        ] {
            assert_eq!(same(one, other), expected, "{one:?} {other:?}");
        }
    }
}
