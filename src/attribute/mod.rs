//! `attribute`: who said what. Contents, cues and sources found, joined, and resolved to speakers.
//!
//! ```text
//! Article ─tokens─marks─sentences─▶ Page ─rules─▶ Drafts ─emit (names, speakers, roles)─▶ Attributions
//! ```

pub mod draft;
pub mod emit;
pub mod lexicon;
pub mod marks;
pub mod names;
pub mod phrase;
pub mod roles;
pub mod rules;
pub mod sentences;
pub mod speakers;
pub mod tokens;

use crate::article::{Article, Role};
use crate::document::{Kind, Span};
use crate::reading::Attributions;
use draft::Page;
use lexicon::Lexicon;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {
    lexicon: Lexicon,
}

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn shipped() -> Self {
        Self { lexicon: Lexicon::shipped() }
    }
}

/// Finds every attribution in the article's standfirst, body and captions.
pub fn attribute(article: &Article, model: &Model) -> Attributions {
    let page = Page::of(&article.text, paragraphs(article), &model.lexicon);
    let mut drafts = rules::find(&page);
    rules::leftovers(&page, &mut drafts);
    emit::attributions(&page, &drafts)
}

/// The blocks that can hold speech.
fn paragraphs(article: &Article) -> impl Iterator<Item = Span> {
    article
        .blocks
        .iter()
        .filter(|placed| matches!(placed.role, Role::Standfirst | Role::Body | Role::Caption))
        .filter(|placed| !matches!(placed.block.kind, Kind::Code(_) | Kind::Rule))
        .map(|placed| placed.span)
}
