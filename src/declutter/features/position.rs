//! Position of a block on its page: relative position, distance from prose, heading above it, similarity to the
//! title, repetitions of its text.

use super::{MeasuredPage, flag, share};
use crate::char_class::is_alphanumeric;
use crate::declutter::block_stats::BlockStats;
use crate::declutter::wording::{Class, fold};
use crate::document::BlockKind;
use rustc_hash::{FxHashMap, FxHashSet};

/// Classes of headings for the blocks below them.
const HEADING_CLASSES: [Class; 8] = [
    Class::Related,
    Class::Popular,
    Class::Comments,
    Class::Newsletter,
    Class::Share,
    Class::Tags,
    Class::Bio,
    Class::Navigation,
];

/// Sums over the page, so that positions are looked up instead of searched.
#[derive(Debug)]
pub struct Positions {
    words_before: Vec<f32>,
    prose_before: Vec<f32>,
    last_prose: Vec<Option<usize>>,
    next_prose: Vec<Option<usize>>,
    heading: Vec<Option<usize>>,
    label: Vec<Option<usize>>,
    repetitions: Vec<(u32, u32)>,
    like_title: Vec<f32>,
    like_summary: Vec<f32>,
    title: Option<usize>,
}

impl Positions {
    /// Computes the sums of a page in a few passes.
    pub fn of(page: &MeasuredPage<'_>) -> Self {
        let n = page.stats.len();
        let mut places = Self {
            words_before: running(page.stats.iter().map(|m| m.words)),
            prose_before: running(page.stats.iter().map(|m| if m.is_prose() { m.words } else { 0.0 })),
            last_prose: vec![None; n],
            next_prose: vec![None; n],
            heading: vec![None; n],
            label: vec![None; n],
            repetitions: repetitions(page),
            like_title: Likeness::to(page.document.meta.title.as_deref()).of_all(page),
            like_summary: Likeness::to(page.document.meta.description.as_deref()).of_all(page),
            title: None,
        };
        places.title = title(page, &places.like_title);
        places.walk(page);
        places
    }

    fn walk(&mut self, page: &MeasuredPage<'_>) {
        let (mut prose, mut heading, mut label) = (None, None, None);
        for (at, m) in page.stats.iter().enumerate() {
            self.last_prose[at] = prose;
            self.heading[at] = heading;
            self.label[at] = label;
            if m.is_prose() {
                prose = Some(at);
            }
            if matches!(page.document.blocks[at].kind, BlockKind::Heading(_)) {
                heading = Some(at);
            }
            if m.words > 0.0 && m.words <= 8.0 && m.phrases.any() > 0.5 {
                label = Some(at);
            }
        }
        prose = None;
        for (at, m) in page.stats.iter().enumerate().rev() {
            self.next_prose[at] = prose;
            if m.is_prose() {
                prose = Some(at);
            }
        }
    }

    /// Appends the columns of a block.
    pub fn push(&self, page: &MeasuredPage<'_>, at: usize, out: &mut Vec<f32>) {
        let n = page.stats.len();
        let (words, prose) = (self.words_before[n], self.prose_before[n]);
        let m = &page.stats[at];
        out.extend([
            at as f32,
            (n - at) as f32,
            share(at as f32, n as f32),
            self.words_before[at],
            share(self.words_before[at], words),
            share(words - self.words_before[at] - m.words, words),
            self.prose_before[at],
            share(self.prose_before[at], prose),
            share(prose - self.prose_before[at + 1], prose),
            words,
            share(prose, words),
        ]);
        let gap = |to: Option<usize>| {
            to.map_or((-1.0, -1.0), |to| {
                (to.abs_diff(at) as f32, (self.words_before[at] - self.words_before[to]).abs())
            })
        };
        let (last, next) = (gap(self.last_prose[at]), gap(self.next_prose[at]));
        out.extend([last.0, last.1, next.0, next.1]);
        out.push(self.title.map_or(-1000.0, |t| at as f32 - t as f32));
        out.extend([self.like_title[at], self.like_summary[at]]);
        let (copies, nth) = self.repetitions[at];
        out.extend([copies as f32, nth as f32]);
        self.push_governing(page, at, out);
    }

    fn push_governing(&self, page: &MeasuredPage<'_>, at: usize, out: &mut Vec<f32>) {
        match self.heading[at] {
            Some(h) => {
                let m = &page.stats[h];
                let level =
                    if let BlockKind::Heading(level) = page.document.blocks[h].kind { f32::from(level) } else { 0.0 };
                out.extend([
                    (at - h) as f32,
                    self.prose_before[at] - self.prose_before[h],
                    level,
                    m.words,
                    m.linked,
                    page.word_scores[h].0.sum,
                ]);
                out.extend(HEADING_CLASSES.map(|class| m.phrases.score(class)));
            }
            None => out.extend([-1.0; 14]),
        }
        match self.label[at] {
            Some(l) => {
                let class = page.stats[l].phrases.strongest().map_or(-1.0, |(class, _)| f32::from(class as u8));
                out.extend([(at - l) as f32, self.prose_before[at] - self.prose_before[l], class]);
            }
            None => out.extend([-1.0; 3]),
        }
        out.push(flag(self.title.is_some_and(|t| t < at)));
    }
}

/// Returns the cumulative sums before each value, and the total at the end.
fn running(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sum = 0.0;
    let mut out = vec![0.0];
    out.extend(values.map(|v| {
        sum += v;
        sum
    }));
    out
}

/// For each block, the number of blocks with its text, and its index among them.
fn repetitions(page: &MeasuredPage<'_>) -> Vec<(u32, u32)> {
    let mut count: FxHashMap<&str, u32> = FxHashMap::default();
    let nth: Vec<u32> = page
        .stats
        .iter()
        .map(|m| {
            let seen = count.entry(m.folded.as_str()).or_default();
            *seen += 1;
            *seen
        })
        .collect();
    page.stats.iter().zip(nth).map(|(m, nth)| (count.get(m.folded.as_str()).copied().unwrap_or(1), nth)).collect()
}

/// The likeness of blocks to a text.
#[derive(Debug)]
pub struct Likeness {
    wanted: FxHashSet<String>,
}

impl Likeness {
    /// Likeness to a title or summary; without a text all likeness is 0.
    pub fn to(text: Option<&str>) -> Self {
        Self { wanted: split(&fold(text.unwrap_or_default())).map(str::to_owned).collect() }
    }

    /// Share of common words (Dice coefficient) of a block with the text; 0 for a long one.
    pub fn of(&self, m: &BlockStats) -> f32 {
        let is_wanted = |word: &str| self.wanted.contains(word);
        // Most blocks have no word in common.
        if m.words > 100.0 || self.wanted.is_empty() || !split(&m.folded).any(is_wanted) {
            return 0.0;
        }
        let mut own: Vec<&str> = split(&m.folded).collect();
        own.sort_unstable();
        own.dedup();
        let both = own.iter().filter(|word| is_wanted(word)).count() as f32;
        share(2.0 * both, (own.len() + self.wanted.len()) as f32)
    }

    fn of_all(&self, page: &MeasuredPage<'_>) -> Vec<f32> {
        page.stats.iter().map(|m| self.of(m)).collect()
    }
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !is_alphanumeric(c)).filter(|w| !w.is_empty())
}

/// Returns the block that shows the title: a heading similar to the page's own title, else the first heading of level
/// 1, else the most similar block.
fn title(page: &MeasuredPage<'_>, like: &[f32]) -> Option<usize> {
    let blocks = &page.document.blocks;
    let level =
        |at: usize| if let BlockKind::Heading(level) = blocks[at].kind { f32::from(7 - level.min(6)) } else { 0.0 };
    let rank = |at: usize| like[at] * 4.0 + level(at) * 0.2;
    let best = (0..blocks.len()).filter(|&at| like[at] > 0.5).fold(None, |best: Option<usize>, at| match best {
        Some(b) if rank(b) >= rank(at) => Some(b),
        _ => Some(at),
    });
    best.or_else(|| blocks.iter().position(|b| b.kind == BlockKind::Heading(1)))
}
