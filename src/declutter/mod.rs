//! `declutter`: what on a page is the article. Every block gets a role, or is hidden with a reason and a confidence.

use crate::article::Verdict;
use crate::document::{Document, Metadata, Problem};

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {}

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn shipped() -> Self {
        Self {}
    }
}

/// What may be asked of `declutter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Hide nothing: every block that would be hidden is body.
    pub keep_clutter: bool,
}

/// What `declutter` found out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// One for each block.
    pub verdicts: Vec<Verdict>,
    /// The page's claims, mended by what stands on it (byline, dateline, heading).
    pub meta: Metadata,
    /// The standfirst shown on the page.
    pub standfirst: Option<String>,
    /// What the reader should be told ("this page has no article: …").
    pub problems: Vec<Problem>,
}

/// Judges every block of a page.
pub fn judge(document: &Document, _model: &Model, _options: &Options) -> Judgement {
    Judgement { meta: document.meta.clone(), ..Judgement::default() }
}
