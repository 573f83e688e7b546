//! Labels blocks by the ground truth's text: blocks and truth are two sequences of words, and the heaviest chain of
//! blocks that occur in the truth in the same order is the article.

use crate::document::Document;
use crate::white_space;
use rustc_hash::{FxHashMap, FxHashSet};

/// Label of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Label {
    /// Share that belongs to the article, 0 to 1.
    pub article: f32,
    /// Weight in the training; 0 if unknown.
    pub weight: f32,
}

/// Splits words as the scorers do.
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect()
}

struct Match {
    block: usize,
    start: usize,
    end: usize,
    weight: f32,
}

/// Labels by a complete truth.
pub fn by_text(document: &Document, truth: &str) -> Vec<Label> {
    let wanted = words(truth);
    let mut index: FxHashMap<&[&str], Vec<usize>> = FxHashMap::default();
    for length in 1..=4 {
        for at in 0..(wanted.len() + 1).saturating_sub(length) {
            index.entry(&wanted[at..at + length]).or_default().push(at);
        }
    }
    let blocks: Vec<Vec<&str>> = document.blocks.iter().map(|b| words(&b.text)).collect();
    let shares: Vec<f32> = blocks.iter().map(|b| share(b, &index)).collect();
    let chain = chain(&blocks, &shares, &wanted, &index);
    let chained: FxHashSet<usize> = chain.iter().map(|m| m.block).collect();
    let texts: FxHashSet<&str> = chained.iter().map(|&b| document.blocks[b].text.as_str()).collect();
    let article: Vec<f32> = (0..blocks.len())
        .map(|b| {
            let elsewhere = blocks[b].len() >= 8 && !texts.contains(document.blocks[b].text.as_str());
            if chained.contains(&b) || (elsewhere && shares[b] > 0.8) {
                shares[b].max(0.05)
            } else if elsewhere && shares[b] > 0.3 {
                shares[b]
            } else {
                0.0
            }
        })
        .collect();
    weigh(&blocks, &article, wanted.len())
}

/// Share of a block's shingles that occur in the truth.
fn share(block: &[&str], index: &FxHashMap<&[&str], Vec<usize>>) -> f32 {
    let length = block.len().min(4);
    if length == 0 {
        return 0.0;
    }
    let all = block.len() - length + 1;
    block.windows(length).filter(|w| index.contains_key(w)).count() as f32 / all as f32
}

/// Returns the heaviest chain of matches in the order of both sides; a short match must adjoin another.
fn chain(blocks: &[Vec<&str>], shares: &[f32], wanted: &[&str], index: &FxHashMap<&[&str], Vec<usize>>) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    let mut total: Vec<f32> = Vec::new();
    // best[e]: the heaviest chain whose last match ends at e or earlier, by a Fenwick tree of maxima.
    let mut best: Vec<Option<usize>> = vec![None; wanted.len() + 2];
    for (b, block) in blocks.iter().enumerate() {
        if shares[b] < 0.3 {
            continue;
        }
        let mut fresh = Vec::new();
        for (start, end) in places(block, index, wanted.len()) {
            let previous = highest(&best, &total, (start + 2).min(wanted.len()));
            let weight = (end - start) as f32 * shares[b] * if block.len() < 4 { 0.5 } else { 1.0 };
            total.push(weight + previous.map_or(0.0, |p| total[p]));
            before.push(previous);
            matches.push(Match { block: b, start, end, weight });
            fresh.push(matches.len() - 1);
        }
        for m in fresh {
            raise(&mut best, &total, matches[m].end, m);
        }
    }
    let mut at = highest(&best, &total, wanted.len());
    let mut order = Vec::new();
    while let Some(m) = at {
        order.push(m);
        at = before[m];
    }
    order.reverse();
    let mut taken: Vec<Option<Match>> = matches.into_iter().map(Some).collect();
    let chain: Vec<Match> = order.into_iter().filter_map(|m| taken[m].take()).collect();
    let adjoins = |k: usize| {
        let m = &chain[k];
        let before = k.checked_sub(1).map_or(m.start <= 2, |p| m.start.abs_diff(chain[p].end) <= 2);
        let after = chain.get(k + 1).map_or(wanted.len() - m.end <= 2, |n| n.start.abs_diff(m.end) <= 2);
        before && after || m.weight >= 3.0 && (before || after) || m.weight >= 6.0
    };
    let keep: Vec<bool> = (0..chain.len()).map(adjoins).collect();
    chain.into_iter().zip(keep).filter_map(|(m, keep)| keep.then_some(m)).collect()
}

/// Returns the possible positions of a block in the truth, by its first words that occur there.
fn places(block: &[&str], index: &FxHashMap<&[&str], Vec<usize>>, length: usize) -> Vec<(usize, usize)> {
    let n = block.len().min(4);
    for (offset, window) in block.windows(n).enumerate().take(12) {
        if let Some(found) = index.get(window) {
            let place = |&at: &usize| {
                let start = at.saturating_sub(offset);
                (start, (start + block.len()).min(length))
            };
            return found.iter().take(40).map(place).collect();
        }
    }
    Vec::new()
}

fn highest(best: &[Option<usize>], total: &[f32], end: usize) -> Option<usize> {
    let (mut at, mut top) = (end + 1, None::<usize>);
    while at > 0 {
        top = heavier(top, best[at], total);
        at &= at - 1;
    }
    top
}

fn raise(best: &mut [Option<usize>], total: &[f32], end: usize, m: usize) {
    let mut at = end + 1;
    while at < best.len() {
        best[at] = heavier(best[at], Some(m), total);
        at += at & at.wrapping_neg();
    }
}

fn heavier(a: Option<usize>, b: Option<usize>, total: &[f32]) -> Option<usize> {
    match (a, b) {
        (Some(x), Some(y)) => Some(if total[y] > total[x] { y } else { x }),
        (x, y) => x.or(y),
    }
}

/// Sets the weights: every page has about the same total, and its clutter at most twice that of its article.
fn weigh(blocks: &[Vec<&str>], article: &[f32], truth: usize) -> Vec<Label> {
    let scale = 500.0 / (truth.max(150) as f32);
    let raw = |b: usize| if blocks[b].is_empty() { 0.0 } else { (blocks[b].len() as f32 + 3.0).min(120.0) * scale };
    let clutter: f32 = (0..blocks.len()).map(|b| raw(b) * (1.0 - article[b])).sum();
    let damp = (1200.0 / clutter.max(1.0)).min(1.0);
    (0..blocks.len())
        .map(|b| Label { article: article[b], weight: raw(b) * if article[b] > 0.0 { 1.0 } else { damp } })
        .collect()
}

/// Labels by segments that must and must not be in the text; all other blocks stay unknown.
pub fn by_segments(document: &Document, with: &[String], without: &[String]) -> Vec<Label> {
    let mut labels = vec![Label::default(); document.blocks.len()];
    let texts: Vec<String> = document.blocks.iter().map(|b| white_space::fold(&b.text)).collect();
    for segment in without {
        for (b, text) in texts.iter().enumerate().filter(|(_, text)| text.contains(segment.as_str())) {
            if segment.len() * 3 >= text.len() {
                labels[b] = Label { article: 0.0, weight: 30.0 };
            } else if segment.split_whitespace().count() >= 3 && !with.iter().any(|wanted| text.contains(wanted)) {
                // A phrase of a longer block: the whole block is unwanted, unless it contains the words by chance.
                labels[b] = Label { article: 0.0, weight: 20.0 };
            }
        }
    }
    for segment in with {
        let longest = (0..texts.len()).filter(|&b| texts[b].contains(segment.as_str())).max_by_key(|&b| texts[b].len());
        if let Some(b) = longest {
            labels[b] = Label { article: 1.0, weight: 30.0 };
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::by_text;
    use crate::document::{Block, Document};

    #[test]
    fn blocks_of_the_truth_are_found_in_order() {
        let texts = [
            "News",
            "The long road to peace is over",
            "News",
            "It was a long and winding road, she said.",
            "Share",
            "Next",
            "A short one.",
        ];
        let blocks = texts.map(|t| Block { text: t.into(), ..Block::default() }).to_vec();
        let document = Document { blocks, ..Document::default() };
        let truth =
            "The long road to peace is over\n\nNews\n\nIt was a long and winding road, she said.\n\nA short one.";
        let labels: Vec<f32> = by_text(&document, truth).iter().map(|l| l.article).collect();
        assert_eq!(labels, [0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
    }
}
