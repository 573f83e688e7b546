//! The wider surroundings of a block: the wording of a dozen blocks on each side, the share of words in common with
//! the page's prose, and the position beside prose in the tree.

use super::{MeasuredPage, flag, share};
use crate::char_class::is_alphanumeric;
use crate::declutter::block_stats::TextEnding;
use crate::declutter::outline::parent_of;
use crate::declutter::wording::Class;
use rustc_hash::FxHashMap;

/// Sums over the page for windows, and the positions of the words of its prose.
#[derive(Debug)]
pub struct Neighborhood {
    sums: Vec<[f32; 9]>,
    topics: Vec<(f32, f32)>,
    parents: Vec<Option<usize>>,
    last: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
    since: Vec<[f32; 5]>,
}

/// Window sizes on each side, in blocks.
const WINDOWS: [usize; 3] = [5, 12, 30];

impl Neighborhood {
    /// Computes the sums of a page.
    pub fn of(page: &MeasuredPage<'_>) -> Self {
        let mut sums = vec![[0.0; 9]];
        for m in &page.stats {
            let prose = if m.is_prose() { m.words } else { 0.0 };
            let ends = flag(m.ends == TextEnding::Sentence);
            let linked = flag(m.linked > 0.8);
            let add = [
                1.0,
                m.words,
                m.words * m.linked,
                prose,
                ends,
                m.words * m.function,
                flag(m.date > 0.0),
                m.phrases.score(Class::Comments),
                linked,
            ];
            let before = sums[sums.len() - 1];
            sums.push(std::array::from_fn(|k| before[k] + add[k]));
        }
        let parents =
            page.document.blocks.iter().map(|b| b.element.and_then(|e| parent_of(page.document, e as usize))).collect();
        let prose: Vec<bool> = page.stats.iter().map(super::BlockStats::is_prose).collect();
        let mut last = Vec::with_capacity(prose.len());
        let mut seen = None;
        for (at, &is) in prose.iter().enumerate() {
            last.push(seen);
            seen = if is { Some(at) } else { seen };
        }
        let mut next = vec![None; prose.len()];
        seen = None;
        for (at, &is) in prose.iter().enumerate().rev() {
            next[at] = seen;
            seen = if is { Some(at) } else { seen };
        }
        Self { sums, topics: topics(page), parents, last, next, since: since(page) }
    }

    /// Appends the columns of a block.
    pub fn push(&self, at: usize, out: &mut Vec<f32>) {
        let n = self.topics.len();
        for reach in WINDOWS {
            self.push_window(at.saturating_sub(reach), at, out);
            self.push_window(at + 1, (at + 1 + reach).min(n), out);
        }
        out.extend([self.topics[at].0, self.topics[at].1]);
        let sibling = |other: Option<usize>| {
            other.map_or(-1.0, |o| flag(self.parents[o].is_some() && self.parents[o] == self.parents[at]))
        };
        out.extend([sibling(self.last[at]), sibling(self.next[at])]);
        out.extend(self.since[at]);
    }

    fn push_window(&self, from: usize, to: usize, out: &mut Vec<f32>) {
        if from >= to {
            out.extend([-1.0; 8]);
            return;
        }
        let sum = |k: usize| self.sums[to][k] - self.sums[from][k];
        out.extend([
            share(sum(1), sum(0)),
            share(sum(2), sum(1)),
            share(sum(3), sum(1)),
            share(sum(4), sum(0)),
            share(sum(5), sum(1)),
        ]);
        out.extend([share(sum(6), sum(0)), share(sum(7), sum(0)), share(sum(8), sum(0))]);
    }
}

/// For each block, the share of its topic words that other prose blocks contain, anywhere and within thirty blocks.
fn topics(page: &MeasuredPage<'_>) -> Vec<(f32, f32)> {
    // The first, the last and (for distance) the nearest earlier prose block with the word suffice.
    let mut first: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (at, m) in page.stats.iter().enumerate().filter(|(_, m)| m.is_prose()) {
        for word in topic_words(&m.folded) {
            let entry = first.entry(word).or_insert((at, at));
            entry.1 = at;
        }
    }
    let mut latest: FxHashMap<&str, usize> = FxHashMap::default();
    let mut out = Vec::with_capacity(page.stats.len());
    for (at, m) in page.stats.iter().enumerate() {
        let (mut all, mut elsewhere, mut near) = (0.0, 0.0, 0.0);
        for word in topic_words(&m.folded) {
            all += 1.0;
            elsewhere += flag(first.get(word).is_some_and(|&(a, b)| a != at || b != at));
            near += flag(latest.get(word).is_some_and(|&l| at - l <= 30 && l != at));
        }
        if m.is_prose() {
            latest.extend(topic_words(&m.folded).map(|word| (word, at)));
        }
        out.push((share(elsewhere, all), share(near, all)));
    }
    out
}

/// Returns the words long enough to have a topic, the first hundred of a block.
fn topic_words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !is_alphanumeric(c)).filter(|w| w.len() >= 5).take(100)
}

/// Number of blocks since a label of each of these classes; -1 if there was none.
fn since(page: &MeasuredPage<'_>) -> Vec<[f32; 5]> {
    const LABEL_CLASSES: [Class; 5] = [Class::Comments, Class::Related, Class::Legal, Class::Newsletter, Class::Share];
    let mut last: [Option<usize>; 5] = [None; 5];
    let mut out = Vec::with_capacity(page.stats.len());
    for (at, m) in page.stats.iter().enumerate() {
        out.push(last.map(|l| l.map_or(-1.0, |l| (at - l) as f32)));
        for (slot, class) in LABEL_CLASSES.into_iter().enumerate() {
            if m.words <= 12.0 && m.phrases.score(class) > 0.4 {
                last[slot] = Some(at);
            }
        }
    }
    out
}
