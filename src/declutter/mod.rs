//! `declutter`: separates the article from the rest of a page. Every block gets a role, or is hidden with a reason
//! and a confidence.

mod author_lines;
mod authors;
pub mod block_stats;
mod boxes;
pub mod calibration;
pub mod dates;
mod discussion;
mod doubtful;
mod duplicates;
pub mod features;
mod hard_rules;
pub mod lexicon;
pub mod listing;
mod metadata;
pub mod model;
mod names;
mod no_article;
mod notes;
mod notices;
pub mod outline;
pub mod overrides;
mod phrases;
pub mod reasons;
pub mod roles;
mod undecided;
pub mod wording;

use crate::article::{Reason, Role, Verdict};
use crate::document::{Document, MediaType, Metadata, Problem};
use calibration::Calibration;
use features::MeasuredPage;
pub use model::ClutterModel;
use overrides::{Action, SiteRule};

/// Options of `declutter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClutterOptions {
    /// Hides nothing: blocks that would be hidden are body.
    pub keep_clutter: bool,
    /// The user's earlier decisions, by host.
    pub rules: Vec<SiteRule>,
}

/// Result of `declutter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classification {
    /// Verdict on each block.
    pub verdicts: Vec<Verdict>,
    /// The page's metadata, corrected by the visible text (byline, dateline, heading).
    pub meta: Metadata,
    /// The standfirst shown on the page.
    pub standfirst: Option<String>,
    /// Problems to tell the user ("this page has no article: …").
    pub problems: Vec<Problem>,
}

/// Classifies every block of a page: the forests score it, hard rules and the user's rules overrule them, then shown
/// blocks get a role and hidden ones a reason.
pub fn classify(document: &Document, model: &ClutterModel, options: &ClutterOptions) -> Classification {
    let page = MeasuredPage::of(document, &model.wording, &model.lexicons);
    // A paper or a book has no clutter but running heads, which a hard rule finds.
    let probabilities = match document.format {
        MediaType::Pdf => vec![1.0; document.blocks.len()],
        _ => model.probabilities(&page),
    };
    apply_scores(&page, probabilities, &model.stages(document.format).calibration, options)
}

/// Classifies by given probabilities of belonging to the article, one per block.
pub fn apply_scores(
    page: &MeasuredPage<'_>,
    mut probabilities: Vec<f32>,
    calibration: &Calibration,
    options: &ClutterOptions,
) -> Classification {
    let document = page.document;
    let certain = hard_rules::certain(page);
    for (probability, fixed) in probabilities.iter_mut().zip(&certain) {
        *probability = fixed.map_or(*probability, |(_, confidence)| 1.0 - confidence);
    }
    let decided = overrides::decisions(document, &options.rules);
    for (probability, decision) in probabilities.iter_mut().zip(&decided) {
        *probability = decision.map_or(*probability, |action| if action == Action::Show { 1.0 } else { 0.0 });
    }
    let is_fixed: Vec<bool> = certain.iter().zip(&decided).map(|(c, d)| c.is_some() || d.is_some()).collect();
    let roles = roles::assign_roles(page, &probabilities, &is_fixed, calibration);
    let hidden: Vec<bool> = roles.by_block.iter().map(Option::is_none).collect();
    let reasons = reasons::reasons(page, &hidden);
    let verdict = |at: usize| match (roles.by_block[at], certain[at]) {
        _ if decided[at] == Some(Action::Hide) && !options.keep_clutter => Verdict::Hide(Reason::Reader, 1.0),
        (None, _) if decided[at] == Some(Action::Show) => Verdict::Show(Role::Body),
        (Some(role), _) => Verdict::Show(role),
        (None, _) if options.keep_clutter => Verdict::Show(Role::Body),
        (None, _) if roles.duplicates[at] => Verdict::Hide(Reason::Duplicate, 0.95),
        (None, Some((reason, confidence))) => Verdict::Hide(reason, confidence),
        (None, None) => match roles.clutter[at] {
            Some((reason, confidence)) => Verdict::Hide(reason.unwrap_or(reasons[at]), confidence),
            None => Verdict::Hide(reasons[at], calibration.confidence(1.0 - probabilities[at])),
        },
    };
    let standfirst = roles
        .by_block
        .iter()
        .position(|role| *role == Some(Role::Standfirst))
        .map(|at| document.blocks[at].text.clone());
    Classification {
        verdicts: (0..document.blocks.len()).map(verdict).collect(),
        standfirst,
        meta: metadata::refine_metadata(page, &roles),
        problems: no_article::detect_missing(page, &roles),
    }
}
