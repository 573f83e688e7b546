//! `declutter`: what on a page is the article. Every block gets a role, or is hidden with a reason and a confidence.

mod absence;
pub mod calibration;
mod claims;
pub mod dates;
mod discussion;
pub mod features;
pub mod lexicon;
pub mod listing;
pub mod measure;
pub mod model;
mod names;
pub mod outline;
pub mod overrides;
mod phrases;
pub mod reasons;
pub mod roles;
mod sure;
mod twice;
pub mod wording;

use crate::article::{Reason, Role, Verdict};
use crate::document::{Document, Metadata, Problem};
use calibration::Calibration;
use features::Page;
pub use model::Model;
use overrides::{Action, Rule};

/// What may be asked of `declutter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Hide nothing: every block that would be hidden is body.
    pub keep_clutter: bool,
    /// What the reader decided before, by host.
    pub rules: Vec<Rule>,
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

/// Judges every block of a page: the forests weigh, what is sure and what the reader decided overrule them, then each
/// shown block is given its role and each hidden one its reason.
pub fn judge(document: &Document, model: &Model, options: &Options) -> Judgement {
    let page = Page::of(document, &model.wording, &model.lexicons);
    let chances = model.probabilities(&page);
    decide(&page, chances, &model.stages(document.format).calibration, options)
}

/// What follows from given probabilities, one a block, that it is of the article.
pub fn decide(page: &Page<'_>, mut chances: Vec<f32>, calibration: &Calibration, options: &Options) -> Judgement {
    let document = page.document;
    let sure = sure::sure(page);
    for (chance, sure) in chances.iter_mut().zip(&sure) {
        *chance = sure.map_or(*chance, |(_, confidence)| 1.0 - confidence);
    }
    let decided = overrides::decisions(document, &options.rules);
    for (chance, decision) in chances.iter_mut().zip(&decided) {
        *chance = decision.map_or(*chance, |action| if action == Action::Show { 1.0 } else { 0.0 });
    }
    let cast = roles::cast(page, &chances, calibration.threshold);
    let hidden: Vec<bool> = cast.roles.iter().map(Option::is_none).collect();
    let reasons = reasons::reasons(page, &hidden);
    let verdict = |at: usize| match (cast.roles[at], sure[at]) {
        _ if decided[at] == Some(Action::Hide) && !options.keep_clutter => Verdict::Hide(Reason::Reader, 1.0),
        (None, _) if decided[at] == Some(Action::Show) => Verdict::Show(Role::Body),
        (Some(role), _) => Verdict::Show(role),
        (None, _) if options.keep_clutter => Verdict::Show(Role::Body),
        (None, _) if cast.twice[at] => Verdict::Hide(Reason::Duplicate, 0.95),
        (None, Some((reason, confidence))) => Verdict::Hide(reason, confidence),
        (None, None) => Verdict::Hide(reasons[at], calibration.confidence(1.0 - chances[at])),
    };
    let standfirst =
        cast.roles.iter().position(|role| *role == Some(Role::Standfirst)).map(|at| document.blocks[at].text.clone());
    Judgement {
        verdicts: (0..document.blocks.len()).map(verdict).collect(),
        standfirst,
        meta: claims::claims(page, &cast),
        problems: absence::absence(page, &cast),
    }
}
