//! `attribute`: finds contents, cues and sources of reported speech, joins them, and resolves the speakers.
//!
//! ```text
//! Article ─tokens─marks─sentences─▶ Analysis ─rules─▶ Drafts ─emit (names, speakers, roles)─▶ Attributions
//! ```

mod block_quotes;
mod carrying;
pub mod confidence;
pub mod continuation;
pub mod detect;
pub mod draft;
pub mod echo;
pub mod emit;
pub mod form;
pub mod join;
pub mod language;
pub mod layout_rules;
pub mod lexicon;
pub mod marks;
mod merge;
pub mod multilingual;
pub mod names;
pub mod nested;
mod passages;
pub mod phrase;
pub mod reconcile;
pub mod rerank;
pub mod roles;
pub mod rules;
pub mod scare_quotes;
mod sentence_forms;
pub mod sentences;
pub mod signs;
pub mod sources;
pub mod speakers;
pub mod tagger;
pub mod tokens;
mod turns;
mod viewpoints;

pub use passages::{MarkedPassage, marked_passages};

use crate::article::{Article, Role, ShownBlock};
use crate::document::{BlockKind, Span};
use crate::lazy::Lazy;
use crate::reading::{Attributions, Quote, SpeakerKind};
use confidence::{Confidence, CueGroups, Graded};
use continuation::KeepUnowned;
use draft::{Analysis, BlockPart, Draft};
use join::{Joiner, Rankers};
use language::Language;
use lexicon::Lexicon;
use multilingual::MultilingualModel;
use names::{NameKinds, NameRow, Names};
use rerank::Reranker;
use speakers::{SpeakerChoice, SpeakerRanker};
use tagger::Tags;
use tagger::weights::Weights;

/// Version of rules and weights together. It rises with every release that changes attributions, so that libraries
/// know which articles to process again.
pub const VERSION: u32 = 2;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {
    lexicon: Lexicon,
    trained: Option<Trained>,
    /// Loaded with the first page that is not English.
    multilingual: Lazy<MultilingualModel>,
    classes: CueGroups,
    confidence: Option<Confidence>,
    kinds: Option<NameKinds>,
    speakers: Option<SpeakerRanker>,
    raw_names: bool,
}

/// Models learned from annotated articles.
#[derive(Clone, Debug, Default)]
pub struct Trained {
    /// The tagger's weights.
    pub weights: Weights,
    /// The rankers that join segments.
    pub rankers: Rankers,
    /// The reranker that selects attributions.
    pub reranker: Reranker,
}

impl Trained {
    /// Reads the three files. Returns `None` if one is invalid.
    pub fn read(tagger: &'static [u8], rankers: &[u8], reranker: &[u8]) -> Option<Self> {
        Some(Self {
            weights: Weights::read(tagger)?,
            rankers: Rankers::read(rankers)?,
            reranker: Reranker::read(reranker)?,
        })
    }
}

impl Model {
    /// Loads the bundled lists and weights.
    pub fn bundled() -> Self {
        Self {
            lexicon: Lexicon::bundled(),
            trained: Trained::read(
                include_bytes!("../../assets/attribution/tagger.bin"),
                include_bytes!("../../assets/attribution/rankers.bin"),
                include_bytes!("../../assets/attribution/reranker.bin"),
            ),
            multilingual: Lazy::default(),
            classes: CueGroups::bundled(),
            confidence: Confidence::read(include_bytes!("../../assets/attribution/confidence.bin")),
            kinds: NameKinds::read(include_bytes!("../../assets/attribution/names.bin")),
            speakers: SpeakerRanker::read(include_bytes!("../../assets/attribution/speakers.bin")),
            raw_names: false,
        }
    }

    /// Combines given weights with the bundled lists, for training and evaluation.
    pub fn with(trained: Trained) -> Self {
        Self { trained: Some(trained), ..Self::bundled() }
    }

    /// The same with other trees that rank the candidates for a speaker, or with none.
    #[must_use]
    pub fn with_ranker(self, speakers: Option<SpeakerRanker>) -> Self {
        Self { speakers, ..self }
    }

    /// The same, or one that leaves names as the text has them, which gives examples of errors to learn from.
    #[must_use]
    pub fn with_raw_names(self, raw_names: bool) -> Self {
        Self { raw_names, ..self }
    }

    /// The same with other trees that tell persons from bodies, or with none.
    #[must_use]
    pub fn with_kinds(self, kinds: Option<NameKinds>) -> Self {
        Self { kinds, ..self }
    }
}

/// Finds every attribution in the article's title, standfirst, body and captions.
pub fn attribute(article: &Article, model: &Model) -> Attributions {
    if let Some(found) = turns::attributions(article) {
        return found;
    }
    let page = analysis(article, &model.lexicon);
    if page.language.is_foreign() {
        return multilingual::attributions(&page, model.multilingual.get(MultilingualModel::bundled));
    }
    let grade = |graded: &Graded<'_>, quotes: &mut [Quote]| {
        model.confidence.as_ref().map_or_else(Vec::new, |confidence| confidence.apply(graded, quotes))
    };
    let (mut found, doubtful) = english(article, &page, model, grade);
    emit::take_speakers(&mut found, &doubtful);
    found
}

/// Returns the attributions of an English article and the feature row of each quotation, from which the confidence is
/// learned. There are no rows for other languages.
pub fn rows(article: &Article, model: &Model) -> (Attributions, Vec<[f32; confidence::WIDTH]>) {
    let page = analysis(article, &model.lexicon);
    if page.language.is_foreign() {
        return (Attributions::default(), Vec::new());
    }
    let row = |graded: &Graded<'_>, quotes: &mut [Quote]| graded.rows(quotes).into_iter().map(|(row, _)| row).collect();
    english(article, &page, model, row)
}

/// The attributions of an English article with the candidates for the speaker of each draft: what the ranking of
/// speakers is learned from. None in other languages.
pub fn speaker_choices(article: &Article, model: &Model) -> (Attributions, Vec<SpeakerChoice>) {
    let page = analysis(article, &model.lexicon);
    if page.language.is_foreign() {
        return (Attributions::default(), Vec::new());
    }
    let drafts = drafts(&page, model);
    let found = emit::attributions(&page, &drafts, speakers::Frame { traced: true, ..frame(article, model) });
    (found.attributions, found.choices)
}

/// The names of an English article, the kind of each by the rules, and the features from which it is learned.
pub fn name_rows(article: &Article, model: &Model) -> Vec<(String, SpeakerKind, NameRow)> {
    let page = analysis(article, &model.lexicon);
    if page.language.is_foreign() { Vec::new() } else { Names::kind_rows(&page) }
}

/// Finds the attributions of an English page and returns them with the result of `judge`.
fn english<T>(
    article: &Article,
    page: &Analysis<'_>,
    model: &Model,
    judge: impl FnOnce(&Graded<'_>, &mut [Quote]) -> T,
) -> (Attributions, T) {
    let drafts = drafts(page, model);
    let emit::Emitted { attributions: mut found, drafts, evidence, .. } =
        emit::attributions(page, &drafts, frame(article, model));
    let Attributions { speakers, quotes, .. } = &mut found;
    let graded = Graded { page, article, drafts: &drafts, evidence: &evidence, speakers, classes: &model.classes };
    let judged = judge(&graded, quotes);
    (found, judged)
}

/// Returns the text's surroundings: title and year, and the author if there is exactly one.
fn frame<'a>(article: &'a Article, model: &'a Model) -> speakers::Frame<'a> {
    let author = match article.meta.authors.as_slice() {
        [author] if author.split_whitespace().count() > 1 => Some(author.as_str()),
        _ => None,
    };
    let title = article.blocks.iter().find(|placed| placed.role == Role::Title);
    let title = title.map(|placed| placed.span.of(&article.text)).or(article.meta.title.as_deref()).unwrap_or_default();
    let ranker = model.speakers.as_ref();
    let kinds = model.kinds.as_ref();
    let year = article.meta.published.as_deref().and_then(|date| date.get(..4)?.parse().ok());
    let (lexicon, raw_names) = (Some(&model.lexicon), model.raw_names);
    speakers::Frame { author, title, year, lexicon, kinds, ranker, traced: false, raw_names }
}

/// Analyses the article, with the part of the page that each block belongs to.
pub(crate) fn analysis<'a>(article: &'a Article, lexicon: &Lexicon) -> Analysis<'a> {
    let blocks = blocks(article);
    Analysis::of(&article.text, blocks.iter().map(|&(span, _)| span), lexicon).with_parts(&blocks)
}

/// Finds the drafts of an English page, in order of their content. Other languages use [`multilingual`].
pub fn drafts(page: &Analysis<'_>, model: &Model) -> Vec<Draft> {
    let ruled = rules::find(page);
    let (mut drafts, left) = match &model.trained {
        Some(trained) if page.language == Language::English => (tagged(page, &ruled, trained), KeepUnowned::NearSpeech),
        _ => (ruled, KeepUnowned::All),
    };
    layout_rules::add(page, &mut drafts);
    continuation::attach_unclaimed_quotes(page, &mut drafts, left);
    continuation::split_by_paragraph(page, &mut drafts);
    carrying::give_sources(page, &mut drafts);
    continuation::trim_action_clauses(page, &mut drafts);
    sources::complete(page, &mut drafts);
    nested::add(page, &mut drafts);
    if page.language == Language::English {
        sentence_forms::trim(page, &mut drafts);
        viewpoints::add(page, &mut drafts);
        scare_quotes::tell(page, &mut drafts);
    }
    echo::add(page, &mut drafts);
    drafts
}

fn tagged(page: &Analysis<'_>, ruled: &[Draft], trained: &Trained) -> Vec<Draft> {
    let tags = Tags::of(page, ruled, &trained.weights);
    let segments = tags.segments(page);
    let joiner = Joiner::new(page, &tags, &segments, ruled);
    let tagged = rerank::rerank(&joiner, &trained.rankers, &trained.reranker);
    reconcile::reconcile(page, tagged, ruled)
}

/// Returns the blocks that can hold speech, and the part of the page each belongs to.
fn blocks(article: &Article) -> Vec<(Span, BlockPart)> {
    let speaks = |placed: &&ShownBlock| match placed.role {
        Role::Standfirst | Role::Body | Role::Caption => {
            !matches!(placed.block.kind, BlockKind::Code(_) | BlockKind::Rule)
        }
        Role::Title => !is_title_case(placed.span.of(&article.text)),
        Role::Byline => false,
    };
    let part = |placed: &ShownBlock| match (placed.role, &placed.block.kind) {
        (Role::Title, _) | (Role::Body, BlockKind::Heading(_)) => BlockPart::Heading,
        (Role::Caption, _) => BlockPart::Caption,
        (_, BlockKind::Quote) => BlockPart::Quote,
        _ => BlockPart::Running,
    };
    article.blocks.iter().filter(speaks).map(|placed| (placed.span, part(placed))).collect()
}

/// Returns true for "Minister Says the Bridge Will Close": capitals do not show names there, so the title is not
/// searched.
fn is_title_case(title: &str) -> bool {
    let long = || title.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let capitals = long().filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
    long().count() > 2 && capitals.count() * 4 > long().count() * 3
}
