//! `declutter`: what on a page is the article. Every block gets a role, or is hidden with a reason and a confidence.

pub mod dates;
pub mod features;
pub mod forest;
pub mod lexicon;
pub mod listing;
pub mod measure;
pub mod model;
pub mod outline;
pub mod reasons;
pub mod roles;
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
    let chances = model.probabilities(&page);
    let cast = roles::cast(&page, &chances);
    let hidden: Vec<bool> = cast.roles.iter().map(Option::is_none).collect();
    let reasons = reasons::reasons(&page, &hidden);
    let verdict = |at: usize| match cast.roles[at] {
        Some(role) => Verdict::Show(role),
        None if options.keep_clutter => Verdict::Show(Role::Body),
        None if cast.twice[at] => Verdict::Hide(Reason::Duplicate, 0.95),
        None => Verdict::Hide(reasons[at], (1.0 - chances[at]).clamp(0.5, 1.0)),
    };
    let text_of =
        |role: Role| cast.roles.iter().position(|r| *r == Some(role)).map(|at| document.blocks[at].text.clone());
    let mut meta = document.meta.clone();
    if meta.title.is_none() {
        // A heading may have lines; what the page is called has none.
        meta.title = text_of(Role::Title).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    Judgement {
        verdicts: (0..document.blocks.len()).map(verdict).collect(),
        standfirst: text_of(Role::Standfirst),
        meta,
        problems: Vec::new(),
    }
}
