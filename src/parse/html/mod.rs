//! HTML: html5ever's tree (through `dom_query`), walked once into blocks. Does not know what is clutter.

mod containers;
mod dom;
mod links;
mod media;
mod tables;
mod tags;
mod visible;
mod walk;

use crate::document::{Block, Document, Format};
use links::Base;
use walk::{Sight, walk};

/// With less text than this (bytes) a page may be one that shows itself by a script.
const LITTLE: usize = 250;

/// Parses a page; `address` is where it came from.
pub fn parse(html: &str, address: Option<&str>) -> Document {
    let page = dom_query::Document::from(html);
    let root = page.tree.root().id;
    let base = base(&page, address);
    let mut walked = walk(&page.tree, root, &base, Sight::Seen);
    if length(&walked.blocks) < LITTLE {
        let all = walk(&page.tree, root, &base, Sight::All);
        if length(&all.blocks) >= 2 * LITTLE {
            walked = all;
        }
    }
    Document { blocks: walked.blocks, elements: walked.elements, format: Format::Html, ..Document::default() }
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
