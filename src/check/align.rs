//! A quotation aligned with a text: the words that both have, in order.
//!
//! Words that both have vote for a stretch of the text, neighbours more than single ones; within the best stretches the
//! words are aligned by dynamic programming with affine gaps (Gotoh 1982), free at both ends of the text. What is left over
//! of the quotation is looked for again in the whole text, so that two utterances put together are found, too.

use super::words::Words;
use crate::small_sort::SmallSort;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The places of each word of a text.
#[derive(Clone, Debug, Default)]
pub struct WordIndex(FxHashMap<u64, Vec<u32>>);

/// Words of the quotation and of the text that are the same, in the order of the quotation.
pub type WordPairs = Vec<(usize, usize)>;

/// A word that stands in more places of a text votes for none.
const COMMON: usize = 96;
/// Words that a stretch is longer than the quotation.
const SLACK: usize = 40;
/// Stretches that are aligned.
const STRETCHES: usize = 4;
/// Words of a quotation that are aligned at once; longer ones are cut.
const LONGEST: usize = 400;
/// Fewer words left over are not looked for elsewhere.
const LEAST_REST: usize = 3;

/// Worth of a word in common, of a short one, and of each further one in a row beyond that.
const MATCH: i32 = 14;
const SHORT_MATCH: i32 = 8;
const ROW: i32 = 4;
/// Cost of a word of the quotation that the text does not have.
const INSERTED: i32 = 6;
/// Cost of skipping words of the text: once, and for each.
const SKIP: i32 = 8;
const SKIPPED: i32 = 1;
/// No alignment.
const NEVER: i32 = i32::MIN / 2;

impl WordIndex {
    /// The index of a text's words.
    pub fn of(words: &Words) -> Self {
        let mut index: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (at, word) in words.list.iter().enumerate() {
            index.entry(word.hash).or_default().push(at as u32);
        }
        Self(index)
    }

    /// The places of a word.
    pub fn places(&self, hash: u64) -> &[u32] {
        self.0.get(&hash).map_or(&[], Vec::as_slice)
    }
}

/// All alignments of a quotation with a text that are worth a look, the best first.
pub fn alignments(quote: &Words, text: &Words, index: &WordIndex) -> Vec<WordPairs> {
    let all = 0..quote.len();
    let head = 0..quote.len().min(LONGEST);
    let mut found: Vec<(i32, WordPairs)> = Vec::new();
    for stretch in stretches(quote, &head, text, index) {
        let (score, mut pairs) = fit(quote, head.clone(), text, stretch);
        if pairs.is_empty() {
            continue;
        }
        let score = score + complete(quote, &all, text, index, &mut pairs);
        if !found.iter().any(|(_, held)| *held == pairs) {
            found.push((score, pairs));
        }
    }
    found.small_sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, pairs)| pairs).collect()
}

/// Looks for the words left over elsewhere in the text, and returns what they add.
fn complete(quote: &Words, all: &Range<usize>, text: &Words, index: &WordIndex, pairs: &mut WordPairs) -> i32 {
    let mut added = 0;
    for rest in left_over(quote, all, pairs) {
        let mut from = rest.start;
        while from < rest.end {
            let part = from..rest.end.min(from + LONGEST);
            from = part.end;
            if let Some((score, more)) = elsewhere(quote, &part, text, index, pairs) {
                added += score;
                pairs.extend(more);
                pairs.sort_unstable();
            }
        }
    }
    added
}

/// Runs of the quotation without a place, long enough to be looked for; behind an ellipsis also short ones.
fn left_over(quote: &Words, all: &Range<usize>, pairs: &WordPairs) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut from = all.start;
    for end in pairs.iter().map(|&(at, _)| at).chain([all.end]) {
        let mut start = from;
        for at in from + 1..end {
            if quote.list[at].elided {
                runs.push(start..at);
                start = at;
            }
        }
        runs.push(start..end);
        from = end + 1;
    }
    let signed = |run: &Range<usize>| {
        quote.list.get(run.start).is_some_and(|word| word.elided)
            || quote.list.get(run.end).is_some_and(|word| word.elided)
    };
    runs.retain(|run| run.len() >= LEAST_REST || !run.is_empty() && signed(run));
    runs
}

/// The words of a run where they stand elsewhere, if most of them do in a row.
fn elsewhere(
    quote: &Words,
    run: &Range<usize>,
    text: &Words,
    index: &WordIndex,
    held: &WordPairs,
) -> Option<(i32, WordPairs)> {
    let before = held.iter().rev().find(|(at, _)| *at < run.start).map_or(0, |&(_, place)| place + 1);
    let mut best: Option<(i32, WordPairs)> = None;
    for stretch in stretches(quote, run, text, index) {
        let (score, pairs) = fit(quote, run.clone(), text, stretch);
        let enough = if run.len() <= LEAST_REST { run.len() } else { run.len().div_ceil(2).max(3) };
        let near = |pairs: &WordPairs| i32::from(pairs.first().is_some_and(|&(_, place)| place >= before));
        let known = |pairs: &WordPairs| pairs.iter().any(|(_, place)| held.iter().any(|(_, other)| other == place));
        if pairs.len() >= enough && !known(&pairs) {
            let score = score + near(&pairs);
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, pairs));
            }
        }
    }
    best
}

/// Stretches of the text that share most with a part of the quotation, none overlapping another by much.
fn stretches(quote: &Words, part: &Range<usize>, text: &Words, index: &WordIndex) -> Vec<Range<usize>> {
    let mut votes: Vec<(u32, u32)> = Vec::new();
    for at in part.clone() {
        let Some(word) = quote.list.get(at) else { break };
        let places = index.places(word.hash);
        let next = quote.list.get(at + 1).filter(|_| at + 1 < part.end);
        let alone = if places.len() > COMMON { 0 } else { 64 / (4 + places.len() as u32) + 1 };
        for &place in places {
            let row = next.is_some_and(|next| text.list.get(place as usize + 1).is_some_and(|it| it.hash == next.hash));
            let vote = alone + if row { 8 } else { 0 };
            if vote > 0 {
                votes.push((place, vote));
            }
        }
    }
    votes.sort_unstable();
    let length = part.len() + part.len() / 3 + 12;
    let mut sums: Vec<(u32, usize)> = Vec::with_capacity(votes.len());
    let (mut sum, mut last) = (0, 0);
    for (first, &(place, _)) in votes.iter().enumerate() {
        while let Some(&(_, vote)) = votes.get(last).filter(|vote| (vote.0 - place) as usize <= length) {
            sum += vote;
            last += 1;
        }
        sums.push((sum, place as usize));
        sum -= votes[first].1;
    }
    sums.small_sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = sums.first().map_or(0, |(sum, _)| *sum);
    let mut chosen: Vec<usize> = Vec::new();
    for (sum, place) in sums {
        if chosen.len() == STRETCHES || sum * 2 < best {
            break;
        }
        if chosen.iter().all(|other| other.abs_diff(place) > length / 2 + 2) {
            chosen.push(place);
        }
    }
    let around = |place: usize| place.saturating_sub(SLACK)..(place + length + SLACK).min(text.len());
    chosen.into_iter().map(around).collect()
}

/// The step that led to a cell of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Matched,
    Inserted,
    Skipped,
}

/// The best alignment of a part of the quotation with a stretch of the text, and its score.
fn fit(quote: &Words, part: Range<usize>, text: &Words, stretch: Range<usize>) -> (i32, WordPairs) {
    let (rows, width) = (part.len(), stretch.len());
    let columns = width + 1;
    // For each cell the scores of the alignments that end with a match, a word inserted, a word skipped.
    let mut before = vec![[0, NEVER, NEVER]; columns];
    let mut trace = vec![[From::Start; 3]; (rows + 1) * columns];
    for row in 1..=rows {
        let word = quote.list[part.start + row - 1];
        let worth = if quote.form(part.start + row - 1).len() > 3 { MATCH } else { SHORT_MATCH };
        let inserted = if word.bracketed { 0 } else { INSERTED };
        let goes_on = quote.list.get(part.start + row).is_some_and(|next| next.elided);
        let (open, each) = if goes_on || row == rows { (1, 0) } else { (SKIP, SKIPPED) };
        let mut now = vec![[NEVER; 3]; columns];
        for column in 0..columns {
            let cell = row * columns + column;
            let [matched, put_in, skipped] = before[column];
            let (score, from) = best(matched, put_in, skipped, row == 1);
            now[column][1] = score - inserted;
            trace[cell][1] = from;
            if column == 0 {
                continue;
            }
            if text.list[stretch.start + column - 1].hash == word.hash {
                let [matched, put_in, skipped] = before[column - 1];
                let in_row = if row > 1 { matched + ROW } else { matched };
                let (score, from) = best(in_row, put_in, skipped, row == 1);
                now[column][0] = score + worth;
                trace[cell][0] = from;
            }
            let [matched, put_in, skipped] = now[column - 1];
            let fresh = matched.max(put_in) - open - each;
            let more = skipped - each;
            let (score, from) = if more >= fresh {
                (more, From::Skipped)
            } else if matched >= put_in {
                (fresh, From::Matched)
            } else {
                (fresh, From::Inserted)
            };
            now[column][2] = score;
            trace[cell][2] = from;
        }
        before = now;
    }
    let end = (0..columns).max_by_key(|&column| (before[column][0].max(before[column][1]), std::cmp::Reverse(column)));
    let Some(mut column) = end else { return (0, Vec::new()) };
    let score = before[column][0].max(before[column][1]);
    let mut state = if before[column][0] >= before[column][1] { From::Matched } else { From::Inserted };
    let (mut row, mut pairs) = (rows, Vec::new());
    while row > 0 {
        let cell = &trace[row * columns + column];
        state = match state {
            From::Matched => {
                pairs.push((part.start + row - 1, stretch.start + column - 1));
                (row, column) = (row - 1, column - 1);
                cell[0]
            }
            From::Inserted => {
                row -= 1;
                cell[1]
            }
            From::Skipped => {
                column -= 1;
                cell[2]
            }
            From::Start => break,
        };
    }
    pairs.reverse();
    (score, pairs)
}

/// The best of three scores and where it is from.
const fn best(matched: i32, inserted: i32, skipped: i32, first: bool) -> (i32, From) {
    if first {
        (0, From::Start)
    } else if matched >= inserted && matched >= skipped {
        (matched, From::Matched)
    } else if inserted >= skipped {
        (inserted, From::Inserted)
    } else {
        (skipped, From::Skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "“We will not be rushed into a decision,” Lee said on Monday. “Our children will have to pay for it.” \
        The vote on the bridge was put off. “It is what it is,” Ross said. Nobody in the town had asked for the bridge.";

    /// The words of the text that a quotation is paired with, runs parted by a bar.
    fn aligned(quote: &str) -> String {
        let (quote, text) = (Words::of(quote), Words::of(TEXT));
        let all = alignments(&quote, &text, &WordIndex::of(&text));
        let mut out = String::new();
        let mut last: Option<(usize, usize)> = None;
        for &(at, place) in all.first().into_iter().flatten() {
            let row = last.is_some_and(|last| last == (at.wrapping_sub(1), place.wrapping_sub(1)));
            out.push_str(if last.is_none() {
                ""
            } else if row {
                " "
            } else {
                " | "
            });
            out.push_str(text.form(place));
            last = Some((at, place));
        }
        out
    }

    #[test]
    fn quotation_is_paired_with_its_words() {
        for (quote, expected) in [
            ("we will not be rushed into a decision", "we will not be rushed into a decision"),
            ("We will never be rushed into a decision", "we will | be rushed into a decision"),
            ("We will be rushed", "we will | be rushed"),
            ("It is what it is", "it is what it is"),
            ("We will not be rushed … children will have to pay", "we will not be rushed | children will have to pay"),
            (
                "We will not be rushed into a decision. It is what it is.",
                "we will not be rushed into a decision | it is what it is",
            ),
            ("Nobody in the town asked for the bridge", "nobody in the town | asked for the bridge"),
            ("Zebras graze", ""),
        ] {
            assert_eq!(aligned(quote), expected, "{quote}");
        }
    }

    proptest! {
        #[test]
        fn part_of_a_text_is_found_whole(words in prop::collection::vec("[a-e]{1,2}", 1..60), from in 0usize..60, length in 1usize..20) {
            let from = from % words.len();
            let part = &words[from..(from + length).min(words.len())];
            let (quote, text) = (Words::of(&part.join(" ")), Words::of(&words.join(" ")));
            let all = alignments(&quote, &text, &WordIndex::of(&text));
            let best = all.first().map(|pairs| pairs.iter().filter(|(at, place)| quote.form(*at) == text.form(*place)).count());
            prop_assert_eq!(best, Some(part.len()));
        }

        #[test]
        fn any_two_texts_are_aligned(quote in "\\PC{0,80}", text in "\\PC{0,200}") {
            let (quote, text) = (Words::of(&quote), Words::of(&text));
            for pairs in alignments(&quote, &text, &WordIndex::of(&text)) {
                prop_assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0));
            }
        }
    }
}
