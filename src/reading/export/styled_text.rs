//! [`TextStyle`]: the style of each run of a block's text, from its marks and quotations.

use crate::document::{Block, Mark, Span, Style};
use crate::reading::{Grade, Quote, Reading};
use std::collections::BTreeMap;

bitflags::bitflags! {
    /// Emphases and attribution roles of a run.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct TextTraits: u16 {
        /// Emphasis, or reported speech without quote marks.
        const EMPHASIS = 1;
        /// Strong emphasis, or a mention of a speaker.
        const STRONG = 1 << 1;
        /// Code.
        const CODE = 1 << 2;
        /// Struck through.
        const STRIKE = 1 << 3;
        /// Subscript.
        const SUBSCRIPT = 1 << 4;
        /// Superscript.
        const SUPERSCRIPT = 1 << 5;
        /// Cue of a quotation.
        const CUE = 1 << 6;
        /// Mention of the source.
        const MENTION = 1 << 7;
        /// Reported speech, in quote marks or not.
        const CONTENT = 1 << 8;
    }
}

/// Style of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Emphases and attribution roles.
    pub traits: TextTraits,
    /// Id of the speaker, for words in quote marks.
    pub voice: Option<u32>,
    /// Index of the link in the block's marks.
    pub link: Option<u32>,
    /// Index of the footnote reference in the block's marks.
    pub footnote: Option<u32>,
}

impl TextStyle {
    /// Returns true if the style has any of these traits.
    pub const fn has(self, wanted: TextTraits) -> bool {
        self.traits.intersects(wanted)
    }
}

/// A stretch of a block's text in one style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StyledRun {
    /// Byte range of the block's text.
    pub span: Span,
    /// Style of the stretch.
    pub style: TextStyle,
}

/// A layer of style over a part of a block's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Trait(TextTraits),
    Voice(u32),
    Link(u32),
    Footnote(u32),
}

/// Positions of quotations, cues and mentions, by block.
#[derive(Clone, Debug, Default)]
pub struct QuoteLayers {
    blocks: Vec<Vec<(Span, Layer)>>,
}

impl QuoteLayers {
    /// Assigns the attributions of a reading to its blocks.
    pub fn of(reading: &Reading) -> Self {
        let mut voices = Self { blocks: vec![Vec::new(); reading.article.blocks.len()] };
        // Uncertain quotations are left out, since an export cannot show doubt.
        let shown = |quote: &&Quote| quote.grade >= Grade::Likely;
        for quote in reading.attributions.quotes.iter().filter(shown) {
            for &span in &quote.spans {
                voices.lay(reading, span, Layer::Trait(TextTraits::CONTENT));
            }
            if let Some(&speaker) = quote.speakers.first() {
                for &span in &quote.quoted_spans {
                    voices.lay(reading, span, Layer::Voice(speaker));
                }
            }
            if let Some(cue) = quote.cue {
                voices.lay(reading, cue, Layer::Trait(TextTraits::CUE));
            }
            if let Some(mention) = quote.mention {
                voices.lay(reading, mention, Layer::Trait(TextTraits::MENTION));
            }
        }
        voices
    }

    /// Adds a layer to every block that overlaps `span` (bytes of the article's text).
    fn lay(&mut self, reading: &Reading, span: Span, layer: Layer) {
        let blocks = &reading.article.blocks;
        let first = blocks.partition_point(|placed| placed.span.end <= span.start);
        for (placed, layers) in blocks.iter().zip(&mut self.blocks).skip(first) {
            if placed.span.start >= span.end {
                break;
            }
            let start = span.start.max(placed.span.start) - placed.span.start;
            let end = span.end.min(placed.span.end).saturating_sub(placed.span.start);
            layers.push((Span::new(start, end), layer));
        }
    }

    /// Returns the runs of block number `at`, without gaps, in order.
    pub fn runs(&self, at: usize, block: &Block) -> Vec<StyledRun> {
        cut(block, self.blocks.get(at).map(Vec::as_slice).unwrap_or_default())
    }
}

/// Returns the runs of a block from its own marks alone.
pub fn runs(block: &Block) -> Vec<StyledRun> {
    cut(block, &[])
}

/// Sweeps over the ends of all layers. Of several speakers, links or notes over the same words, the innermost (last)
/// wins.
fn cut(block: &Block, voices: &[(Span, Layer)]) -> Vec<StyledRun> {
    let marks = block.marks.iter().zip(0..).map(|(mark, at)| (mark.span, layer(mark, at)));
    let layers: Vec<(Span, Layer)> =
        marks.chain(voices.iter().copied()).filter(|(span, _)| fits(*span, &block.text)).collect();
    let mut ends: Vec<(usize, bool, usize)> = Vec::with_capacity(layers.len() * 2);
    for (number, (span, _)) in layers.iter().enumerate() {
        ends.push((span.start, true, number));
        ends.push((span.end, false, number));
    }
    ends.sort_unstable();
    let mut runs = Vec::new();
    let mut open = BTreeMap::new();
    let mut from = 0;
    for (at, opens, number) in ends {
        push(&mut runs, Span::new(from, at), &open);
        from = at;
        if opens {
            open.insert(number, layers[number].1);
        } else {
            open.remove(&number);
        }
    }
    push(&mut runs, Span::new(from, block.text.len()), &open);
    runs
}

fn fits(span: Span, text: &str) -> bool {
    !span.is_empty() && text.is_char_boundary(span.start) && text.is_char_boundary(span.end)
}

fn layer(mark: &Mark, at: u32) -> Layer {
    match mark.style {
        Style::Emphasis => Layer::Trait(TextTraits::EMPHASIS),
        Style::Strong => Layer::Trait(TextTraits::STRONG),
        Style::Code => Layer::Trait(TextTraits::CODE),
        Style::Strike => Layer::Trait(TextTraits::STRIKE),
        Style::Subscript => Layer::Trait(TextTraits::SUBSCRIPT),
        Style::Superscript => Layer::Trait(TextTraits::SUPERSCRIPT),
        Style::Link(_) => Layer::Link(at),
        Style::Footnote(_) => Layer::Footnote(at),
    }
}

/// Appends a run, or extends the last one if its style is the same.
fn push(runs: &mut Vec<StyledRun>, span: Span, open: &BTreeMap<usize, Layer>) {
    if span.is_empty() {
        return;
    }
    let mut style = TextStyle::default();
    for layer in open.values() {
        match *layer {
            Layer::Trait(bit) => style.traits |= bit,
            Layer::Voice(speaker) => style.voice = Some(speaker),
            Layer::Link(at) => style.link = Some(at),
            Layer::Footnote(at) => style.footnote = Some(at),
        }
    }
    match runs.last_mut() {
        Some(last) if last.style == style && last.span.end == span.start => last.span.end = span.end,
        _ => runs.push(StyledRun { span, style }),
    }
}

/// Returns the address of the link that a style belongs to.
pub fn address(block: &Block, style: TextStyle) -> Option<&str> {
    match &block.marks.get(style.link? as usize)?.style {
        Style::Link(url) => Some(url),
        _ => None,
    }
}

/// Returns the label of the footnote that a style refers to.
pub fn footnote(block: &Block, style: TextStyle) -> Option<&str> {
    match &block.marks.get(style.footnote? as usize)?.style {
        Style::Footnote(label) => Some(label),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, style: Style) -> Mark {
        Mark { span: Span::new(start, end), style }
    }

    #[test]
    fn runs_cover_the_text_and_change_where_marks_do() {
        let marks = vec![mark(0, 6, Style::Strong), mark(2, 4, Style::Emphasis), mark(4, 9, Style::Link("u".into()))];
        let block = Block { text: "abcdefghij".into(), marks, ..Block::default() };
        let cut: Vec<_> =
            runs(&block).iter().map(|r| (r.span.start, r.span.end, r.style.traits, r.style.link)).collect();
        let expected = vec![
            (0, 2, TextTraits::STRONG, None),
            (2, 4, TextTraits::STRONG | TextTraits::EMPHASIS, None),
            (4, 6, TextTraits::STRONG, Some(2)),
            (6, 9, TextTraits::empty(), Some(2)),
            (9, 10, TextTraits::empty(), None),
        ];
        assert_eq!(cut, expected);
    }

    #[test]
    fn invalid_marks_are_ignored() {
        let marks = vec![mark(1, 2, Style::Strong), mark(0, 99, Style::Code), mark(2, 2, Style::Code)];
        let block = Block { text: "é!".into(), marks, ..Block::default() };
        assert_eq!(runs(&block), [StyledRun { span: Span::new(0, 3), style: TextStyle::default() }]);
    }
}
