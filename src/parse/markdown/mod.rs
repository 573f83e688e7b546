//! Markdown: CommonMark with GFM's tables, task lists and strikethrough, footnotes, and front matter, by
//! `pulldown-cmark`. Embedded HTML is parsed as HTML.

mod front;
mod walk;

use super::html::links::Base;
use super::{autolink, metadata, text};
use crate::document::{BlockKind, Document, MediaType, Problem};
use crate::sanitize;

/// Parses Markdown; `address` is its own.
pub fn parse(raw: &str, address: Option<&str>) -> Document {
    let (cleaned, told) = super::limit_lines(sanitize::text(raw));
    let (front, body) = front::split(&cleaned);
    let mut meta = front.map(front::metadata).unwrap_or_default();
    let base = meta.url.as_deref().or(address).map(Base::new).unwrap_or_default();
    meta.image = meta.image.take().and_then(|image| base.media(&image));
    let (body, rest) = limit_markup(body);
    let mut blocks = walk::walk(body, &base);
    blocks.extend(text::blocks(rest));
    autolink::mark(&mut blocks);
    if meta.title.is_none() {
        let first = blocks.iter().take(3).find(|block| block.kind == BlockKind::Heading(1));
        meta.title = first.map(|block| metadata::one_line(&block.text));
    }
    let of_rest = (!rest.is_empty())
        .then(|| Problem::Other(format!("what follows the first {MAX_SIGNS} signs of Markdown is read as plain text")));
    let problems = told.into_iter().chain(of_rest).collect();
    Document { blocks, meta, format: MediaType::Markdown, problems, ..Document::default() }
}

/// Largest number of Markdown signs. The parser creates an item or two for each, even without effect: twenty
/// megabytes of asterisks would take two gigabytes.
const MAX_SIGNS: usize = 1_000_000;

/// Splits the text before the first sign beyond the limit, at the end of a line or at least a word.
fn limit_markup(text: &str) -> (&str, &str) {
    let is_sign =
        |b: u8| matches!(b, b'*' | b'_' | b'`' | b'~' | b'[' | b']' | b'!' | b'<' | b'>' | b'&' | b'|' | b'\\');
    // A dash before a space may begin a list item.
    let is_dash = |at: usize| matches!(&text.as_bytes()[at..], [b'-' | b'+', b' ', ..]);
    let mut signs = text.bytes().enumerate().filter(|&(at, byte)| is_sign(byte) || is_dash(at));
    let Some((at, _)) = signs.nth(MAX_SIGNS) else { return (text, "") };
    let head = &text[..at];
    let cut = head.rfind('\n').filter(|cut| at - cut < at / 2).or_else(|| head.rfind(' ')).unwrap_or(at);
    text.split_at(cut)
}
