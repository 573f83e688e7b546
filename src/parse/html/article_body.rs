//! The article's text in the data for search engines (`articleBody`), for pages that show it only by a script.

use super::links::Base;
use super::walk::Walked;
use crate::document::{Block, BlockKind, Element};
use crate::sanitize;

/// Shorter texts, in bytes, are summaries.
const MIN_BYTES: usize = 500;
/// Longest text that is taken, in bytes.
const MAX_BYTES: usize = 2 << 20;
/// Fewest bytes of a block of prose.
const MIN_PROSE_BYTES: usize = 100;

/// Returns true if the page shows hardly anything of this text.
pub fn is_missing(text: &str, blocks: &[Block]) -> bool {
    let shown: usize = blocks.iter().map(|block| block.text.len()).filter(|&length| length >= MIN_PROSE_BYTES).sum();
    (MIN_BYTES..=MAX_BYTES).contains(&text.len()) && shown * 3 < text.len()
}

/// Inserts the text after the page's first first-level heading, or at its end, in an element of its own.
pub fn insert(text: &str, walked: &mut Walked, base: &Base) {
    let element = walked.elements.len() as u32;
    let parent = (element > 0).then_some(0);
    walked.elements.push(Element { parent, tag: "div".into(), names: String::new(), hints: "articleBody".into() });
    let at = walked
        .blocks
        .iter()
        .position(|b| b.kind == BlockKind::Heading(1))
        .map_or(walked.blocks.len(), |title| title + 1);
    let mut blocks = paragraphs(text, base);
    for block in &mut blocks {
        block.element = Some(element);
    }
    walked.blocks.splice(at..at, blocks);
}

/// The text may be HTML; mostly it has lines.
fn paragraphs(text: &str, base: &Base) -> Vec<Block> {
    if text.contains("</p>") || text.contains("<br") {
        return super::fragment(text, base);
    }
    let paragraph = |line: &str| Block { text: sanitize::line(line).trim().to_owned(), ..Block::default() };
    text.lines().filter(|line| !line.trim().is_empty()).map(paragraph).collect()
}
