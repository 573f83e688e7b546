//! The words around a quotation in its source that reverse or limit it: "not", "if", "unless", a question.

use super::lists::WordLists;
use super::source::SourceText;
use super::words::{Stop, Words};

/// Words before a quotation among which a negation counts.
const BEFORE: usize = 5;
/// The same where the quotation begins with its quote marks: "did not say “…”".
const BEFORE_MARKS: usize = 3;
/// Words of the draft beside the quotation among which the limit may stand.
const BESIDE: usize = 8;
/// Words of a sentence that are walked over to its end.
const SENTENCE: usize = 400;

/// The draft's sentence around the quotation.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The words before it.
    pub before: Words,
    /// The words behind it.
    pub after: Words,
    /// The draft's sentence asks, or tells that something was asked.
    pub asks: bool,
}

impl Surroundings {
    /// The surroundings of a quotation.
    pub fn of(before: &str, quote: &str, after: &str, lists: &WordLists) -> Self {
        let (before, after) = (Words::of(before), Words::of(after));
        let asked = |words: &Words| words.list.iter().any(|word| lists.asking.holds(word.hash));
        let asks = quote.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').ends_with('?')
            || after.list.iter().any(|word| word.stop == Stop::Question)
            || asked(&before)
            || asked(&after);
        Self { before, after, asks }
    }
}

/// The words of the source that the draft left out and that reverse or limit the words from `first` to `last`.
pub fn limit(
    source: &SourceText<'_>,
    first: usize,
    last: usize,
    draft: &Surroundings,
    lists: &WordLists,
) -> Option<String> {
    let word = before(source, first, draft, lists).or_else(|| after(source, last, draft, lists));
    let word = word.map(|at| source.words.span(at..at + 1).of(source.text).to_owned());
    word.or_else(|| question(source, first, last, draft))
}

/// The negation or condition before the quotation, in its clause.
fn before(source: &SourceText<'_>, first: usize, draft: &Surroundings, lists: &WordLists) -> Option<usize> {
    let words = &source.words.list;
    let inside = first > 0 && source.is_quoted(first - 1) && source.owner(first) == source.owner(first - 1);
    let most = if source.is_quoted(first) && !inside { BEFORE_MARKS } else { BEFORE };
    let clause = (0..first).rev().take(most).take_while(|&at| words[at].stop == Stop::None);
    let mut clause = clause.take_while(|&at| !lists.connectives.holds(words[at].hash));
    let limits = |at: usize| {
        let hash = words[at].hash;
        lists.negations.holds(hash) || at + 2 >= first && inside && lists.conditions.holds(hash)
    };
    clause.find(|&at| limits(at)).filter(|_| !says_so(&draft.before, lists))
}

/// Returns true if one of the draft's last words before the quotation negates or limits.
fn says_so(words: &Words, lists: &WordLists) -> bool {
    let limits = |hash| lists.negations.holds(hash) || lists.conditions.holds(hash);
    words.list.iter().rev().take(BESIDE).any(|word| limits(word.hash))
}

/// The condition or negation right behind the quotation, in its sentence.
fn after(source: &SourceText<'_>, last: usize, draft: &Surroundings, lists: &WordLists) -> Option<usize> {
    let words = &source.words.list;
    let end = words.get(last)?;
    if end.stop >= Stop::Sentence {
        return None;
    }
    let quoted = source.is_quoted(last);
    let owner = source.owner(last);
    // The speech goes on behind its cue: “We will go,” he said, “if it rains.”
    let goes_on = |at: &usize| !quoted || source.is_quoted(*at) && source.owner(*at) == owner;
    let next = (last + 1..words.len().min(last + 1 + BESIDE))
        .take_while(|&at| at == last + 1 || words[at - 1].stop < Stop::Sentence);
    let inside = next.clone().find(goes_on).filter(|&at| {
        lists.conditions.holds(words[at].hash) || at == last + 1 && lists.negations.holds(words[at].hash)
    });
    // He would “support the bill” if it was amended.
    let outside = (last + 1 < words.len() && quoted && !source.is_quoted(last + 1) && end.stop == Stop::None)
        .then_some(last + 1)
        .filter(|&at| lists.conditions.holds(words[at].hash) && !lists.connectives.holds(words[at].hash));
    let said = draft
        .after
        .list
        .iter()
        .take(BESIDE)
        .any(|word| lists.conditions.holds(word.hash) || lists.negations.holds(word.hash));
    inside.or(outside).filter(|_| !said)
}

/// The end of the source's sentence, where that is a question of which the quotation is the latter part.
fn question(source: &SourceText<'_>, first: usize, last: usize, draft: &Surroundings) -> Option<String> {
    let words = &source.words.list;
    let end = (last..words.len()).take(SENTENCE).find(|&at| words[at].stop >= Stop::Sentence)?;
    let starts = first == 0
        || words[first - 1].stop >= Stop::Sentence
        || !source.is_quoted(first - 1) && source.is_quoted(first);
    let one = source.owner(first) == source.owner(end) && source.is_quoted(first) == source.is_quoted(end);
    (words[end].stop == Stop::Question && one && !starts && !draft.asks).then(|| "?".to_owned())
}
