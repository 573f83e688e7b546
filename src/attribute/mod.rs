//! `attribute`: who said what. Contents, cues and sources found, joined, and resolved to speakers.
//!
//! ```text
//! Article ─tokens─marks─sentences─▶ Page ─rules─▶ Drafts ─emit (names, speakers, roles)─▶ Attributions
//! ```

pub mod confidence;
pub mod dialogue;
pub mod draft;
pub mod emit;
pub mod forms;
pub mod going_on;
pub mod join;
pub mod language;
pub mod lexicon;
pub mod marks;
pub mod names;
pub mod nested;
pub mod phrase;
pub mod roles;
pub mod rules;
pub mod sentences;
pub mod settle;
pub mod sources;
pub mod speakers;
pub mod tagger;
pub mod tokens;

use crate::article::{Article, Role};
use crate::document::{Kind, Span};
use crate::reading::Attributions;
use draft::{Draft, Page};
use going_on::Left;
use join::{Joiner, Rankers};
use language::Language;
use lexicon::Lexicon;
use tagger::Tags;
use tagger::weights::Weights;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {
    lexicon: Lexicon,
    weights: Option<Weights>,
    rankers: Option<Rankers>,
}

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn shipped() -> Self {
        Self {
            lexicon: Lexicon::shipped(),
            weights: Weights::read(include_bytes!("../../assets/attribution/tagger.bin")),
            rankers: Rankers::read(include_bytes!("../../assets/attribution/rankers.bin")),
        }
    }

    /// Given weights with the lists that ship: for training and its checks.
    pub fn with(weights: Weights, rankers: Rankers) -> Self {
        Self { lexicon: Lexicon::shipped(), weights: Some(weights), rankers: Some(rankers) }
    }
}

/// Finds every attribution in the article's standfirst, body and captions.
pub fn attribute(article: &Article, model: &Model) -> Attributions {
    let page = Page::of(&article.text, paragraphs(article), &model.lexicon);
    let drafts = drafts(&page, model);
    emit::attributions(&page, &drafts)
}

/// What is less probable than this to be right is not shown: it would lose more than it gains (F1 on validation).
const LEAST: f32 = 0.28;

/// The attributions of a page in tokens, in order of their content.
pub fn drafts(page: &Page<'_>, model: &Model) -> Vec<Draft> {
    let ruled = rules::find(page);
    let (mut drafts, left) = match (&model.weights, &model.rankers) {
        (Some(weights), Some(rankers)) if page.language == Language::English => {
            (trained(page, &ruled, weights, rankers), Left::Near)
        }
        _ => (ruled, Left::All),
    };
    if page.language.is_foreign() {
        dialogue::add(page, &mut drafts);
    }
    forms::add(page, &mut drafts);
    going_on::leftovers(page, &mut drafts, left);
    going_on::by_paragraph(page, &mut drafts);
    going_on::without_doings(page, &mut drafts);
    sources::complete(page, &mut drafts);
    nested::add(page, &mut drafts);
    drafts
}

fn trained(page: &Page<'_>, ruled: &[Draft], weights: &Weights, rankers: &Rankers) -> Vec<Draft> {
    let segments = Tags::of(page, ruled, weights).segments(page);
    let joiner = Joiner::new(page, &segments, ruled);
    let mut found = join::join(&joiner, rankers);
    for one in &mut found {
        one.draft.confidence = confidence::of(&joiner, one, &rankers.right);
    }
    let tagged = found.into_iter().map(|one| one.draft).filter(|draft| draft.confidence >= LEAST).collect();
    settle::settle(page, tagged, ruled)
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
