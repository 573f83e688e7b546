//! Checks readings from outside (an export, another user's library): drawing and printing rely on valid offsets and
//! ids.

use super::{Quote, Reading, Speaker};
use crate::article::{Article, HiddenBlock};
use crate::document::{Block, BlockKind, Span};

impl Reading {
    /// Returns true if all spans are within their texts, at character boundaries and in order, and all ids exist.
    pub fn is_valid(&self) -> bool {
        let text = &self.article.text;
        let (quotes, speakers) = (&self.attributions.quotes, &self.attributions.speakers);
        is_article(&self.article)
            && quotes.iter().enumerate().all(|(number, quote)| is_quote(quote, number, text, speakers.len()))
            && speakers.iter().enumerate().all(|(number, speaker)| is_speaker(speaker, number, text, quotes.len()))
            && quotes.windows(2).all(|two| begin(&two[0]) <= begin(&two[1]))
    }
}

fn begin(quote: &Quote) -> usize {
    quote.spans.first().map_or(0, |span| span.start)
}

fn is_article(article: &Article) -> bool {
    let mut end = 0;
    let in_order = article.blocks.iter().all(|placed| {
        let follows = placed.span.start >= end;
        end = placed.span.end;
        follows && is_place(placed.span, &article.text) && placed.span.of(&article.text) == placed.block.text
    });
    in_order
        && article.blocks.iter().all(|placed| is_block(&placed.block))
        && article.clutter.iter().all(|hidden| is_hidden(hidden, article.blocks.len()))
}

fn is_hidden(hidden: &HiddenBlock, blocks: usize) -> bool {
    is_block(&hidden.block)
        && (0.0..=1.0).contains(&hidden.confidence)
        && hidden.after.is_none_or(|after| (after as usize) < blocks)
}

fn is_block(block: &Block) -> bool {
    let cells = match &block.kind {
        BlockKind::Table(table) => table.rows.as_slice(),
        _ => &[],
    };
    block.marks.iter().all(|mark| is_place(mark.span, &block.text))
        && block.marks.is_sorted_by_key(|mark| mark.span.start)
        && cells.iter().flatten().all(|&cell| is_place(cell, &block.text))
        && cells.iter().flatten().is_sorted_by_key(|cell| cell.start)
}

fn is_quote(quote: &Quote, number: usize, text: &str, speakers: usize) -> bool {
    let all = quote.spans.iter().chain(&quote.quoted_spans).chain(&quote.mention).chain(&quote.cue);
    quote.id as usize == number
        && !quote.spans.is_empty()
        && all.copied().all(|span| is_place(span, text))
        && quote.spans.windows(2).all(|two| two[0].end <= two[1].start)
        && (0.0..=1.0).contains(&quote.confidence)
        && quote.speakers.iter().all(|&speaker| (speaker as usize) < speakers)
}

fn is_speaker(speaker: &Speaker, number: usize, text: &str, quotes: usize) -> bool {
    speaker.id as usize == number
        && speaker.mentions.iter().all(|&mention| is_place(mention, text))
        && speaker.quotes.iter().all(|&quote| (quote as usize) < quotes)
}

fn is_place(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}
