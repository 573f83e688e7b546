//! Footnotes: a short link ("1", "[2]", "*") to an element further down with a few blocks.

use crate::document::{Block, Span, Style};
use rustc_hash::FxHashMap;

/// Longest text of a reference, in characters.
const MAX_REFERENCE: usize = 6;
/// Most blocks of one note.
const MAX_BLOCKS: usize = 10;

/// An element with an `id`, and the blocks in it.
#[derive(Clone, Debug)]
pub struct FootnoteAnchor {
    /// Value of the `id` attribute.
    pub id: String,
    /// Index of its first block.
    pub first: usize,
    /// One past the index of its last block.
    pub end: usize,
}

/// Turns links to notes into references, and labels the blocks of the notes.
pub fn connect(blocks: &mut [Block], anchors: &[FootnoteAnchor]) {
    let small = anchors.iter().filter(|anchor| (1..=MAX_BLOCKS).contains(&(anchor.end.saturating_sub(anchor.first))));
    let anchors: FxHashMap<&str, &FootnoteAnchor> = small.map(|anchor| (anchor.id.as_str(), anchor)).collect();
    if anchors.is_empty() {
        return;
    }
    let mut notes: Vec<&FootnoteAnchor> = Vec::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        for mark in &mut block.marks {
            let Style::Link(address) = &mark.style else { continue };
            let Some(anchor) = address.strip_prefix('#').and_then(|id| anchors.get(id)) else { continue };
            if anchor.first > at && is_reference(mark.span, &block.text) {
                mark.style = Style::Footnote(anchor.id.clone());
                notes.push(anchor);
            }
        }
    }
    for note in notes {
        for block in blocks.iter_mut().take(note.end).skip(note.first) {
            block.footnote.get_or_insert_with(|| note.id.clone());
        }
    }
}

fn is_reference(span: Span, text: &str) -> bool {
    let text = span.of(text);
    let bare = text.trim_matches(['[', ']', '(', ')', ' ']);
    let is_sign = bare.chars().all(|c| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§' | '#'));
    let is_letter = bare.chars().count() == 1;
    text.chars().count() <= MAX_REFERENCE && !bare.is_empty() && (is_sign || is_letter)
}
