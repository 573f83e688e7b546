//! Feature row for each block of a page, the forest's input. Features describe blocks, not sites.
//!
//! The columns are, in this order: the block itself (`block`), its position on the page (`position`), the elements
//! around it (`tree`), and its neighbours in reading order. All are cheap sums; nothing is quadratic in the size of
//! the page.

pub mod agreement;
mod block;
mod neighborhood;
mod position;
mod tree;

pub use position::Likeness;

use super::block_stats::BlockStats;
use super::lexicon::{OddsLexicon, of_address, of_text};
use super::outline::Outline;
use super::wording::ClutterPhrases;
use crate::document::{Block, BlockKind, Document, Style};
use crate::forest::{FeatureMatrix, flag};

/// Word scores learned from annotated pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicons {
    /// Class and id names.
    pub names: OddsLexicon,
    /// First words of blocks.
    pub words: OddsLexicon,
    /// Words of links' addresses.
    pub addresses: OddsLexicon,
}

/// A page with its measurements.
#[derive(Debug)]
pub struct MeasuredPage<'a> {
    /// The page itself.
    pub document: &'a Document,
    /// Statistics of each block.
    pub stats: Vec<BlockStats>,
    /// Scores of the words of each block, and of its links' addresses.
    pub word_scores: Vec<(super::lexicon::WordScore, super::lexicon::WordScore)>,
    /// Statistics of the elements.
    pub outline: Outline,
}

impl<'a> MeasuredPage<'a> {
    /// Measures a page.
    pub fn of(document: &'a Document, wording: &ClutterPhrases, lexicons: &Lexicons) -> Self {
        let stats: Vec<_> = document.blocks.iter().map(|b| BlockStats::of(b, wording)).collect();
        Self::from_stats(document, stats, lexicons)
    }

    /// Measures a page whose block statistics are known.
    pub fn from_stats(document: &'a Document, stats: Vec<BlockStats>, lexicons: &Lexicons) -> Self {
        let word_scores = document
            .blocks
            .iter()
            .zip(&stats)
            .map(|(block, m)| (lexicons.words.score(of_text(&m.folded)), lexicons.addresses.score(addresses(block))))
            .collect();
        let outline = Outline::of(document, &stats, &lexicons.names);
        Self { document, stats, word_scores, outline }
    }
}

/// Returns the hashes of the addresses that a block links to, of its first three links.
pub fn addresses(block: &Block) -> Vec<u32> {
    let links = block.marks.iter().filter_map(|m| if let Style::Link(url) = &m.style { Some(url) } else { None });
    links.take(3).flat_map(|url| of_address(url)).collect()
}

/// Returns the features of every block of a page.
pub fn table(page: &MeasuredPage<'_>) -> FeatureMatrix {
    let rows = FeatureRows::of(page);
    let mut values = Vec::with_capacity(page.stats.len() * 256);
    for at in 0..page.stats.len() {
        rows.push(page, at, &mut values);
    }
    let width = values.len().checked_div(page.stats.len()).unwrap_or_default();
    FeatureMatrix { width, values }
}

/// Computes feature rows one by one, so that a page of half a million blocks needs no table.
#[derive(Debug)]
pub struct FeatureRows {
    position: position::Positions,
    groups: tree::BlockGroups,
    neighborhood: neighborhood::Neighborhood,
    briefs: Vec<[f32; 9]>,
}

impl FeatureRows {
    /// Computes the data that all rows of a page share.
    pub fn of(page: &MeasuredPage<'_>) -> Self {
        Self {
            position: position::Positions::of(page),
            groups: tree::BlockGroups::of(page),
            neighborhood: neighborhood::Neighborhood::of(page),
            briefs: (0..page.stats.len()).map(|at| neighbor_features(page, at)).collect(),
        }
    }

    /// Appends the features of one block.
    pub fn push(&self, page: &MeasuredPage<'_>, at: usize, out: &mut Vec<f32>) {
        block::push(page, at, out);
        self.position.push(page, at, out);
        tree::push(page, &self.groups, at, out);
        self.neighborhood.push(at, out);
        neighbours(&self.briefs, &self.groups, at, out);
    }
}

/// Features of a block that its neighbours use.
fn neighbor_features(page: &MeasuredPage<'_>, at: usize) -> [f32; 9] {
    let (m, block) = (&page.stats[at], &page.document.blocks[at]);
    [
        m.words,
        m.linked,
        m.function,
        kind(block),
        m.phrases.any(),
        f32::from(m.ends as u8),
        page.word_scores[at].0.sum,
        f32::from(u8::from(m.is_prose())),
        m.date,
    ]
}

fn neighbours(briefs: &[[f32; 9]], groups: &tree::BlockGroups, at: usize, out: &mut Vec<f32>) {
    for step in [-3_isize, -2, -1, 1, 2, 3] {
        let there = at.checked_add_signed(step).filter(|&t| t < briefs.len());
        match there {
            Some(there) => {
                out.extend(briefs[there]);
                out.push(flag(groups.same(at, there)));
            }
            None => out.extend([-1.0; 10]),
        }
    }
}

/// Returns the kind as a number.
fn kind(block: &Block) -> f32 {
    match block.kind {
        BlockKind::Paragraph => 0.0,
        BlockKind::Quote => 1.0,
        BlockKind::Heading(_) => 2.0,
        BlockKind::Code(_) => 3.0,
        BlockKind::Table(_) => 4.0,
        BlockKind::List => 5.0,
        BlockKind::Image(_) => 6.0,
        BlockKind::Rule => 7.0,
    }
}

/// Returns the ratio, or 0 if the whole is 0.
fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
