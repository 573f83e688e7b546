//! Statistics of the page's elements: their content, and the probable container of the article.

use super::block_stats::BlockStats;
use super::lexicon::{OddsLexicon, of_names};
use super::names::NameReasons;
use crate::document::{BlockKind, Document};

/// Statistics of an element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementStats {
    /// Number of words of all blocks in it.
    pub words: f32,
    /// Number of words in links, by the blocks' shares.
    pub linked: f32,
    /// Number of words in blocks that are certain prose.
    pub prose: f32,
    /// Number of blocks.
    pub blocks: f32,
    /// Number of links.
    pub links: f32,
    /// Number of blocks with clutter wording.
    pub marked: f32,
    /// The first block and one past the last.
    pub range: (u32, u32),
    /// Depth in the tree.
    pub depth: u16,
    /// Score of its own names and hints: log odds.
    pub name_score: f32,
    /// Scores of its names and those of its ancestors: minimum, maximum, sum.
    pub around: (f32, f32, f32),
    /// Significant elements among it and its ancestors.
    pub inside: Inside,
    /// Reasons in its own class and id names.
    pub own_reasons: NameReasons,
    /// Reasons in the names of it and those ancestors that contain less than half of the prose.
    pub reasons_small: NameReasons,
    /// Reasons in the names of it and those ancestors without a first-level heading.
    pub reasons_headless: NameReasons,
    /// True if it contains a first-level heading.
    pub headed: bool,
    /// Points as a container of the article (after Readability's scoring).
    pub points: f32,
}

/// Significant elements around a block, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inside(pub u32);

impl Inside {
    /// Tags, one bit each.
    pub const TAGS: [&str; 20] = [
        "article",
        "main",
        "aside",
        "nav",
        "footer",
        "header",
        "form",
        "figure",
        "blockquote",
        "table",
        "ul",
        "ol",
        "section",
        "dl",
        "button",
        "label",
        "details",
        "figcaption",
        "iframe",
        "body",
    ];
    /// Hints in `role`, `itemprop` and `itemtype`, as the following bits.
    pub const HINTS: [&str; 12] = [
        "articlebody",
        "complementary",
        "navigation",
        "contentinfo",
        "banner",
        "newsarticle",
        "blogposting",
        "comment",
        "dialog",
        "search",
        "description",
        "author",
    ];

    /// Returns true if bit `at` is set.
    pub const fn has(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }
}

/// Statistics of the elements, and the probable containers of the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Statistics of each element.
    pub stats: Vec<ElementStats>,
    /// The container with the most points.
    pub best: Option<u32>,
    /// The smallest containers of half, three quarters and nine tenths of the prose.
    pub majority: [Option<u32>; 3],
}

impl Outline {
    /// Computes the statistics of every element.
    pub fn of(document: &Document, blocks: &[BlockStats], names: &OddsLexicon) -> Self {
        let mut outline =
            Self { stats: document.elements.iter().map(|_| ElementStats::default()).collect(), ..Self::default() };
        outline.fill(document, blocks);
        outline.name(document, names);
        outline.set_reasons(document);
        outline.choose(document);
        outline
    }

    /// Adds each block to its element, and each element to its parent.
    fn fill(&mut self, document: &Document, blocks: &[BlockStats]) {
        for (at, (block, block_stats)) in document.blocks.iter().zip(blocks).enumerate() {
            let Some(element) = block.element.map(|e| e as usize).filter(|&e| e < self.stats.len()) else {
                continue;
            };
            let prose = block_stats.is_prose();
            let h = &mut self.stats[element];
            h.range = if h.blocks == 0.0 { (at as u32, at as u32 + 1) } else { (h.range.0, at as u32 + 1) };
            h.blocks += 1.0;
            h.words += block_stats.words;
            h.linked += block_stats.words * block_stats.linked;
            h.links += block_stats.links;
            h.prose += if prose { block_stats.words } else { 0.0 };
            h.marked += f32::from(u8::from(block_stats.phrases.any() > 0.3));
            h.headed |= block.kind == BlockKind::Heading(1);
            if prose {
                self.award(
                    document,
                    element,
                    1.0 + block_stats.char_counts.commas.min(10.0) + (block_stats.words / 20.0).min(5.0),
                );
            }
        }
        for at in (0..self.stats.len()).rev() {
            let Some(parent) = parent_of(document, at) else { continue };
            let child = self.stats[at].clone();
            let h = &mut self.stats[parent];
            if child.blocks > 0.0 {
                h.range = if h.blocks == 0.0 {
                    child.range
                } else {
                    (h.range.0.min(child.range.0), h.range.1.max(child.range.1))
                };
            }
            h.blocks += child.blocks;
            h.words += child.words;
            h.linked += child.linked;
            h.links += child.links;
            h.prose += child.prose;
            h.marked += child.marked;
            h.headed |= child.headed;
        }
    }

    /// Gives points of a paragraph to its parent, half to the grandparent, a third and a quarter further up.
    fn award(&mut self, document: &Document, element: usize, points: f32) {
        let leaf = document
            .elements
            .get(element)
            .is_some_and(|e| matches!(e.tag.as_str(), "p" | "li" | "pre" | "td" | "h2" | "h3"));
        let mut at = if leaf { parent_of(document, element) } else { Some(element) };
        for share in [1.0, 0.5, 0.33, 0.25] {
            let Some(here) = at else { return };
            self.stats[here].points += points * share;
            at = parent_of(document, here);
        }
    }

    fn name(&mut self, document: &Document, names: &OddsLexicon) {
        for (at, element) in document.elements.iter().enumerate() {
            let above =
                parent_of(document, at).map(|p| (self.stats[p].depth, self.stats[p].around, self.stats[p].inside));
            let (depth, around, inside) = above.unwrap_or_default();
            let score = names.score(of_names(&element.names).chain(of_names(&element.hints)));
            let h = &mut self.stats[at];
            h.depth = depth.saturating_add(1);
            h.name_score = score.sum;
            h.around = (around.0.min(score.sum), around.1.max(score.sum), around.2 + score.sum);
            h.inside = Inside(inside.0 | inside_bits(&element.tag, &element.hints));
        }
    }

    /// Collects the reasons in the names of each element and its ancestors. Names of elements with much of the page's
    /// text refer to something else.
    fn set_reasons(&mut self, document: &Document) {
        let whole = self.stats.first().map_or(0.0, |h| h.prose);
        for (at, element) in document.elements.iter().enumerate() {
            let above = parent_of(document, at).map(|p| (self.stats[p].reasons_small, self.stats[p].reasons_headless));
            let (small, headless) = above.unwrap_or_default();
            let h = &mut self.stats[at];
            h.own_reasons = NameReasons::of(&element.names);
            let root = matches!(element.tag.as_str(), "html" | "body");
            h.reasons_small = if root || h.prose * 2.0 >= whole { small } else { small.and(h.own_reasons) };
            h.reasons_headless = if root || h.headed { headless } else { headless.and(h.own_reasons) };
        }
    }

    fn choose(&mut self, document: &Document) {
        let whole: f32 = self
            .stats
            .iter()
            .enumerate()
            .filter(|(at, _)| parent_of(document, *at).is_none())
            .map(|(_, h)| h.prose)
            .sum();
        let mut most = 0.0;
        for (at, h) in self.stats.iter().enumerate() {
            let points = h.points * (1.0 - h.linked / h.words.max(1.0));
            if points > most {
                (most, self.best) = (points, Some(at as u32));
            }
            for (slot, share) in [0.5, 0.75, 0.9].into_iter().enumerate() {
                // Parents come first, so the last element with the share is the smallest.
                if whole > 0.0 && h.prose >= whole * share {
                    self.majority[slot] = Some(at as u32);
                }
            }
        }
    }

    /// Returns the ancestors of a block that each contain more blocks than the one before, innermost first.
    pub fn widening(&self, document: &Document, element: Option<u32>) -> Widening {
        let mut out = Widening::default();
        let mut blocks = 1.0;
        let mut at = element.map(|e| e as usize);
        while let Some(here) = at {
            let Some(h) = self.stats.get(here) else { break };
            if h.blocks > blocks {
                out.levels[out.count] = here as u32;
                out.count += 1;
                blocks = h.blocks;
                if out.count == out.levels.len() {
                    break;
                }
            }
            at = parent_of(document, here);
        }
        out
    }

    /// Returns true if a block's number is in an element's range.
    pub fn holds(&self, element: Option<u32>, block: u32) -> bool {
        element.and_then(|e| self.stats.get(e as usize)).is_some_and(|h| h.range.0 <= block && block < h.range.1)
    }
}

/// Up to four ancestors, innermost first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widening {
    /// Their indices; the first `count` are valid.
    pub levels: [u32; 4],
    /// Number of valid indices.
    pub count: usize,
}

impl Widening {
    /// Returns the ancestor at a level; 0 is the innermost.
    pub fn level(&self, at: usize) -> Option<usize> {
        (at < self.count).then(|| self.levels[at] as usize)
    }
}

/// Returns an element's parent, if its index is smaller: so walks end on any document.
pub fn parent_of(document: &Document, element: usize) -> Option<usize> {
    document.elements.get(element)?.parent.map(|p| p as usize).filter(|&p| p < element)
}

/// Returns the elements around a block, the innermost first.
pub fn around(document: &Document, at: usize) -> impl Iterator<Item = usize> + '_ {
    let own = document.blocks[at].element.map(|e| e as usize);
    std::iter::successors(own, |&e| parent_of(document, e))
}

fn inside_bits(tag: &str, hints: &str) -> u32 {
    let mut bits = 0;
    if let Some(at) = Inside::TAGS.iter().position(|&t| t == tag) {
        bits |= 1 << at;
    }
    if !hints.is_empty() {
        let hints = hints.to_lowercase();
        for (at, hint) in Inside::HINTS.iter().enumerate() {
            if hints.contains(hint) {
                bits |= 1 << (at + Inside::TAGS.len());
            }
        }
    }
    bits
}
