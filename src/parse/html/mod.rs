//! HTML: html5ever's tree (through `dom_query`), walked once into blocks. Clutter is not considered.

mod article_body;
mod containers;
pub mod dom;
mod footnotes;
mod inline_spacing;
mod limits;
pub mod links;
mod media;
mod parts;
mod script_templates;
mod shadow;
mod tables;
pub mod tags;
mod visible;
mod walk;

use crate::document::{Block, Document, MediaType, Problem};
use crate::parse::metadata;
use links::Base;
use walk::{Visibility, walk};

/// A page with fewer bytes of text may depend on a script.
const MIN_VISIBLE_BYTES: usize = 250;

/// Parses a page; `address` is its own.
pub fn parse(html: &str, address: Option<&str>) -> Document {
    let html = script_templates::open(html);
    let bounded = limits::limit(&html);
    let page = dom_query::Document::from(&*bounded.html);
    let root = page.tree.root().id;
    shadow::open(&page.tree, root, &bounded.html);
    let base = base(&page, address);
    let metadata::PageMetadata { mut meta, text: claimed, author_claims, possible_date } =
        metadata::of_page(&page.tree, root, &base);
    let base = if base.is_known() { base } else { meta.url.as_deref().map(Base::new).unwrap_or_default() };
    let mut walked = walk(&page.tree, root, &base, Visibility::VisibleOnly);
    if length(&walked.blocks) < MIN_VISIBLE_BYTES {
        let all = walk(&page.tree, root, &base, Visibility::All);
        if length(&all.blocks) >= 2 * MIN_VISIBLE_BYTES {
            walked = all;
        }
    }
    if let Some(text) = claimed.filter(|text| article_body::is_missing(text, &walked.blocks)) {
        article_body::insert(&text, &mut walked, &base);
    }
    metadata::visible::fill_from_visible(&mut meta, &walked.blocks, &walked.elements);
    if meta.published.is_none() {
        let in_data = metadata::state::published(&page.tree, root);
        // The same day with a time is worth more.
        let is_same = |day: &String| possible_date.as_deref().is_some_and(|other| other.starts_with(day.as_str()));
        meta.published = in_data.filter(|day| !is_same(day)).or(possible_date);
    }
    let problems = if bounded.depth_exceeded { vec![Problem::TooDeep] } else { Vec::new() };
    let format = MediaType::Html;
    Document { blocks: walked.blocks, elements: walked.elements, meta, author_claims, format, problems }
}

/// Parses an HTML fragment within another text; its blocks have no elements.
pub fn fragment(html: &str, base: &Base) -> Vec<Block> {
    let trimmed = html.trim();
    let is_single_tag = trimmed.ends_with('>')
        && trimmed.rfind('<') == Some(0)
        && !trimmed.starts_with("<i")
        && !trimmed.starts_with("<I");
    if is_single_tag || trimmed.starts_with("<!--") && trimmed.find("-->") == Some(trimmed.len().saturating_sub(3)) {
        return Vec::new();
    }
    let page = dom_query::Document::from(&*limits::limit(html).html);
    let mut blocks = walk(&page.tree, page.tree.root().id, base, Visibility::VisibleOnly).blocks;
    for block in &mut blocks {
        block.element = None;
    }
    blocks
}

fn length(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

fn base(page: &dom_query::Document, address: Option<&str>) -> Base {
    let own = address.map(Base::new).unwrap_or_default();
    match page.base_uri() {
        Some(declared) => own.media(&declared).map_or(own, |url| Base::new(&url)),
        None => own,
    }
}
