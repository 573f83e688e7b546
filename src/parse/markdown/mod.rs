//! Markdown: CommonMark with GFM's tables, task lists and strikethrough, footnotes, and front matter, by `pulldown-cmark`.
//! HTML within it goes the way of HTML.

mod front;
mod walk;

use super::html::links::Base;
use super::{autolink, clean, metadata};
use crate::document::{Document, Format, Kind};

/// Parses Markdown; `address` is where it came from.
pub fn parse(raw: &str, address: Option<&str>) -> Document {
    let (cleaned, told) = super::few_lines(clean::text(raw));
    let (front, body) = front::split(&cleaned);
    let mut meta = front.map(front::metadata).unwrap_or_default();
    let base = meta.url.as_deref().or(address).map(Base::new).unwrap_or_default();
    meta.image = meta.image.take().and_then(|image| base.media(&image));
    let mut blocks = walk::walk(body, &base);
    autolink::mark(&mut blocks);
    if meta.title.is_none() {
        let first = blocks.iter().take(3).find(|block| block.kind == Kind::Heading(1));
        meta.title = first.map(|block| metadata::one_line(&block.text));
    }
    Document { blocks, meta, format: Format::Markdown, problems: told.into_iter().collect(), ..Document::default() }
}
