//! `declutter`: what on a page is the article. Every block gets a role, or is hidden with a reason and a confidence.

pub mod dates;
pub mod features;
pub mod forest;
pub mod lexicon;
pub mod measure;
pub mod model;
pub mod outline;
pub mod wording;

use crate::article::{Reason, Role, Verdict};
use crate::document::{Document, Metadata, Problem};
pub use model::Model;

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
pub fn judge(document: &Document, model: &Model, options: &Options) -> Judgement {
    let page = features::Page::of(document, &model.wording, &model.lexicons);
    let verdicts = model
        .probabilities(&page)
        .into_iter()
        .map(|p| if p >= 0.5 || options.keep_clutter { Verdict::Show(Role::Body) } else { Verdict::Hide(Reason::Other, 1.0 - p) })
        .collect();
    Judgement { verdicts, meta: document.meta.clone(), ..Judgement::default() }
}
