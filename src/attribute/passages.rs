//! [`marked_passages`]: all that stands in quote marks, whoever says it.

use super::Model;
use super::marks::Marks;
use super::tokens::Tokens;
use crate::article::Article;
use crate::document::{BlockKind, Span};

/// Words in quote marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedPassage {
    /// The words without the marks: bytes of the article's text.
    pub span: Span,
    /// A closing mark stands behind them; else they reach to the end of the paragraph.
    pub is_closed: bool,
    /// Number of passages around this one.
    pub depth: u8,
    /// It goes on with a passage that the paragraph before left open.
    pub continues: bool,
}

/// Finds all passages in quote marks in the blocks of an article but for code, in order of their opening marks.
pub fn marked_passages(article: &Article, model: &Model) -> Vec<MarkedPassage> {
    let written = article.blocks.iter().filter(|placed| !matches!(placed.block.kind, BlockKind::Code(_)));
    let tokens = Tokens::of(&article.text, written.map(|placed| placed.span), &model.lexicon);
    let marks = Marks::of(&tokens);
    let passage = |quoted: &super::marks::Quoted| MarkedPassage {
        span: tokens.span(&quoted.inside()),
        is_closed: quoted.closed,
        depth: quoted.depth,
        continues: quoted.continues,
    };
    marks.list.iter().map(passage).collect()
}
