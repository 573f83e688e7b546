//! `attribute`: who said what. Contents, cues and sources found, joined, and resolved to speakers.

use crate::article::Article;
use crate::reading::Attributions;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {}

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn shipped() -> Self {
        Self {}
    }
}

/// Finds every attribution in the article's standfirst, body and captions.
pub fn attribute(_article: &Article, _model: &Model) -> Attributions {
    Attributions::default()
}
