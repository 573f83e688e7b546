//! `attribute`: who said what. Contents, cues and sources found, joined, and resolved to speakers.
//!
//! ```text
//! Article ─tokens─marks─sentences─▶ Page ─rules─▶ Drafts ─emit (names, speakers, roles)─▶ Attributions
//! ```

pub mod dialogue;
pub mod draft;
pub mod emit;
pub mod forms;
pub mod going_on;
pub mod join;
pub mod judge;
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
use judge::Judge;
use language::Language;
use lexicon::Lexicon;
use tagger::Tags;
use tagger::weights::Weights;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {
    lexicon: Lexicon,
    trained: Option<Trained>,
}

/// All that was learned from annotated articles.
#[derive(Clone, Debug, Default)]
pub struct Trained {
    /// What each token is.
    pub weights: Weights,
    /// What belongs together.
    pub rankers: Rankers,
    /// What is right.
    pub judge: Judge,
}

impl Trained {
    /// Reads the three files; `None` if one is not what it should be.
    pub fn read(tagger: &'static [u8], rankers: &[u8], judge: &[u8]) -> Option<Self> {
        Some(Self { weights: Weights::read(tagger)?, rankers: Rankers::read(rankers)?, judge: Judge::read(judge)? })
    }
}

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn bundled() -> Self {
        Self {
            lexicon: Lexicon::bundled(),
            trained: Trained::read(
                include_bytes!("../../assets/attribution/tagger.bin"),
                include_bytes!("../../assets/attribution/rankers.bin"),
                include_bytes!("../../assets/attribution/judge.bin"),
            ),
        }
    }

    /// Given weights with the lists that ship: for training and its checks.
    pub fn with(trained: Trained) -> Self {
        Self { lexicon: Lexicon::bundled(), trained: Some(trained) }
    }
}

/// Finds every attribution in the article's standfirst, body and captions.
pub fn attribute(article: &Article, model: &Model) -> Attributions {
    let page = Page::of(&article.text, paragraphs(article), &model.lexicon);
    let drafts = drafts(&page, model);
    emit::attributions(&page, &drafts)
}

/// The attributions of a page in tokens, in order of their content.
pub fn drafts(page: &Page<'_>, model: &Model) -> Vec<Draft> {
    let ruled = rules::find(page);
    let (mut drafts, left) = match &model.trained {
        Some(trained) if page.language == Language::English => (tagged(page, &ruled, trained), Left::Near),
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

fn tagged(page: &Page<'_>, ruled: &[Draft], trained: &Trained) -> Vec<Draft> {
    let tags = Tags::of(page, ruled, &trained.weights);
    let segments = tags.segments(page);
    let joiner = Joiner::new(page, &tags, &segments, ruled);
    let tagged = judge::judge(&joiner, &trained.rankers, &trained.judge);
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
