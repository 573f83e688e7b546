//! Attribution: cases marked up in sentences (the Markdown files in this folder), and properties that hold for any
//! text.

mod cases;
mod foreign;
mod layout;
mod notation;
mod properties;
mod usage;

use sayso::article::Article;
use sayso::attribute::{Model, attribute};
use sayso::document::{Block, Document};
use sayso::reading::Attributions;
use std::sync::OnceLock;

/// An article of body paragraphs.
fn article(paragraphs: &[&str]) -> Article {
    let block = |text: &&str| Block { text: (*text).to_owned(), ..Block::default() };
    Article::assemble(Document { blocks: paragraphs.iter().map(block).collect(), ..Document::default() }, &[], None)
}

fn read(article: &Article) -> Attributions {
    static MODEL: OnceLock<Model> = OnceLock::new();
    attribute(article, MODEL.get_or_init(Model::bundled))
}
