//! The score of bench/quotes/score.py in Rust, for frequent use in training. It must give the same figures.

use super::corpus::Gold;
use crate::document::Span;
use std::fmt;

/// A predicted attribution; spans are bytes.
#[derive(Clone, Debug, Default)]
pub struct Predicted {
    /// The content's pieces.
    pub content: Vec<Span>,
    /// The mention.
    pub mention: Option<Span>,
    /// Its confidence.
    pub confidence: f32,
}

/// Counts over a set of articles: index 0 for quotations with quote marks, 1 for all.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Gold, predicted, matched (gold side, predicted side), right (gold side, predicted side).
    pub counts: [[u32; 6]; 2],
    /// By tenths of confidence: number of predictions, and of right ones.
    pub tenths: [[u32; 2]; 10],
}

/// Result of one article.
#[derive(Clone, Debug, Default)]
pub struct ArticleScore {
    /// For each gold attribution, the index of the matching prediction.
    pub gold: Vec<Option<usize>>,
    /// For each prediction, the index of the matching gold attribution.
    pub predicted: Vec<Option<usize>>,
    /// For each gold attribution, true if the speaker is right as well.
    pub right: Vec<bool>,
}

impl Tally {
    /// Counts one article and returns its result.
    pub fn add(&mut self, text: &str, gold: &[Gold], predicted: &[Predicted]) -> ArticleScore {
        let words = words(text);
        let g: Vec<Vec<usize>> = gold.iter().map(|g| inside(&words, &g.content)).collect();
        let p: Vec<Vec<usize>> = predicted.iter().map(|p| inside(&words, &p.content)).collect();
        let outcome = match_up(&words, gold, predicted, &g, &p);
        for (j, prediction) in predicted.iter().enumerate().filter(|&(j, _)| !p[j].is_empty()) {
            let tenth = ((prediction.confidence * 10.0) as usize).min(9);
            self.tenths[tenth][0] += 1;
            self.tenths[tenth][1] += u32::from(outcome.predicted[j].is_some_and(|i| outcome.right[i]));
        }
        for (kind, counts) in self.counts.iter_mut().enumerate() {
            for (i, one) in gold.iter().enumerate() {
                if !g[i].is_empty() && (kind == 1 || marked(text, &one.content)) {
                    counts[0] += 1;
                    counts[2] += u32::from(outcome.gold[i].is_some());
                    counts[4] += u32::from(outcome.right[i]);
                }
            }
            for (j, one) in predicted.iter().enumerate() {
                if !p[j].is_empty() && (kind == 1 || marked(text, &one.content)) {
                    counts[1] += 1;
                    counts[3] += u32::from(outcome.predicted[j].is_some());
                    counts[5] += u32::from(outcome.predicted[j].is_some_and(|i| outcome.right[i]));
                }
            }
        }
        outcome
    }

    /// Returns F1 of contents, and of contents with their speaker, for quotations in marks (0) or all (1).
    pub fn f1(&self, kind: usize) -> (f64, f64) {
        let c = self.counts[kind].map(f64::from);
        let f = |hit_gold: f64, hit_predicted: f64| {
            let (r, p) = (hit_gold / c[0].max(1.0), hit_predicted / c[1].max(1.0));
            if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
        };
        (f(c[2], c[3]), f(c[4], c[5]))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, name) in ["marked", "all"].iter().enumerate() {
            let c = self.counts[kind];
            let (content, speaker) = self.f1(kind);
            write!(f, "{name}: content {content:.4} speaker {speaker:.4} (gold {}, predicted {}) ", c[0], c[1])?;
        }
        Ok(())
    }
}

fn match_up(
    words: &[Span],
    gold: &[Gold],
    predicted: &[Predicted],
    g: &[Vec<usize>],
    p: &[Vec<usize>],
) -> ArticleScore {
    let mut pairs = Vec::new();
    for (i, left) in g.iter().enumerate() {
        for (j, right) in p.iter().enumerate() {
            let both = common(left, right);
            if both > 0 {
                pairs.push((both as f64 / (left.len() + right.len() - both) as f64, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal));
    let mut out =
        ArticleScore { gold: vec![None; g.len()], predicted: vec![None; p.len()], right: vec![false; g.len()] };
    for (overlap, i, j) in pairs {
        if overlap >= 0.5 && out.gold[i].is_none() && out.predicted[j].is_none() {
            out.gold[i] = Some(j);
            out.predicted[j] = Some(i);
            let source = inside(words, &gold[i].source);
            let mention = predicted[j].mention.map(|m| inside(words, &[m])).unwrap_or_default();
            out.right[i] = source.is_empty() || common(&source, &mention) > 0;
        }
    }
    out
}

/// For each prediction on its own, returns whether the content is right, and whether the speaker is right too.
pub fn alone(text: &str, gold: &[Gold], predicted: &[Predicted]) -> Vec<[bool; 2]> {
    let words = words(text);
    let g: Vec<[Vec<usize>; 2]> =
        gold.iter().map(|g| [inside(&words, &g.content), inside(&words, &g.source)]).collect();
    let one = |p: &Predicted| {
        let content = inside(&words, &p.content);
        let matches = |g: &&[Vec<usize>; 2]| {
            let both = common(&g[0], &content);
            both > 0 && both * 2 >= g[0].len() + content.len() - both
        };
        let Some([_, source]) = g.iter().find(matches) else { return [false; 2] };
        let mention = p.mention.map(|m| inside(&words, &[m])).unwrap_or_default();
        [true, source.is_empty() || common(source, &mention) > 0]
    };
    predicted.iter().map(one).collect()
}

fn common(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|word| b.binary_search(word).is_ok()).count()
}

/// Returns true if a content has quote marks inside or right beside it.
pub fn marked(text: &str, spans: &[Span]) -> bool {
    spans.iter().any(|span| {
        let start = text[..span.start].char_indices().next_back().map_or(span.start, |(at, _)| at);
        let end = text[span.end..].chars().next().map_or(span.end, |c| span.end + c.len_utf8());
        text[start..end].contains(['"', '“', '”', '«', '»', '„'])
    })
}

/// Returns the words by Python's `\w+`.
fn words(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || c == '_', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Returns the indices of the words that the spans touch, in order.
fn inside(words: &[Span], spans: &[Span]) -> Vec<usize> {
    let mut out = Vec::new();
    for span in spans {
        let first = words.partition_point(|w| w.end <= span.start);
        out.extend((first..words.len()).take_while(|&i| words[i].start < span.end));
    }
    out.sort_unstable();
    out.dedup();
    out
}
