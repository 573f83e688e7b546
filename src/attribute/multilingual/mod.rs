//! Attribution in languages other than English: every quotation in marks, told from scare quotes and titles by a model
//! whose features no language owns.

pub mod quotations;
pub mod vocabulary;

use super::draft::{Analysis, Draft};
use quotations::{Measurer, Weights};

/// Words in marks that are less probably a quotation are left alone.
const LEAST: f32 = 0.15;
/// What a quotation without a speaker is worth.
const UNATTRIBUTED: f32 = 0.5;

/// What was learned for these languages.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Which words in marks are quotations.
    pub quotations: Weights,
}

impl Model {
    /// The weights that ship with sayso.
    pub fn bundled() -> Self {
        Self { quotations: Weights::read(include_str!("../../../assets/attribution/quotations.txt")) }
    }
}

/// Adds the quotations in marks that no attribution holds, without a speaker.
pub fn add_unclaimed(page: &Analysis<'_>, drafts: &mut Vec<Draft>, model: &Model) {
    let mut covered = vec![false; page.tokens.list.len()];
    for range in drafts.iter().flat_map(|draft| &draft.content) {
        covered[range.clone()].fill(true);
    }
    let measurer = Measurer::new(page);
    for paragraph in &page.tokens.paragraphs {
        for quoted in page.quoted(paragraph) {
            let is_free = !quoted.whole().any(|at| covered[at]);
            if is_free && model.quotations.probability(&measurer.features(paragraph, quoted)) >= LEAST {
                let content = vec![quoted.whole()];
                drafts.push(Draft { content, by: "marks", confidence: UNATTRIBUTED, ..Draft::default() });
            }
        }
    }
    drafts.sort_by_key(Draft::start);
}
