//! What was learned, and the probability of each block that follows from it. The weights are one asset, made by `dev train-clutter`.

use super::features::{Lexicons, Page, Rows, agreement};
use super::forest::{Bytes, Forest};
use super::lexicon::Lexicon;
use super::wording::Wording;
use crate::document::Format;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct Model {
    /// Phrases.
    pub wording: Wording,
    /// Leaning words.
    pub lexicons: Lexicons,
    /// For pages with a tree.
    pub tree: Stages,
    /// For text without one.
    pub text: Stages,
}

/// A judgement and its revision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stages {
    /// By the block and its place.
    pub first: Forest,
    /// By these and what the first said all around.
    pub second: Forest,
}

/// First bytes of the asset: its format's version.
const MAGIC: u32 = 0x3143_4353;

impl Model {
    /// The lists and weights that ship with sayso.
    pub fn shipped() -> Self {
        Self::read(include_bytes!("../../assets/clutter/weights.bin")).unwrap_or_default()
    }

    /// Weights as [`Model::write`] wrote them; `None` where they are damaged or of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        if bytes.u32()? != MAGIC {
            return None;
        }
        let lexicons = Lexicons {
            names: Lexicon::read(&mut bytes)?,
            words: Lexicon::read(&mut bytes)?,
            addresses: Lexicon::read(&mut bytes)?,
        };
        let mut stages = || Some(Stages { first: Forest::read(&mut bytes)?, second: Forest::read(&mut bytes)? });
        Some(Self { wording: Wording::shipped(), lexicons, tree: stages()?, text: stages()? })
    }

    /// The weights as bytes; the word lists stand in files of their own.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        for lexicon in [&self.lexicons.names, &self.lexicons.words, &self.lexicons.addresses] {
            lexicon.write(&mut out);
        }
        for stages in [&self.tree, &self.text] {
            stages.first.write(&mut out);
            stages.second.write(&mut out);
        }
        out
    }

    /// The probability of each block that it is of the article's text.
    pub fn probabilities(&self, page: &Page<'_>) -> Vec<f32> {
        self.stages(page.document.format).probabilities(page)
    }

    /// The forests for a format.
    pub const fn stages(&self, format: Format) -> &Stages {
        match format {
            Format::Html => &self.tree,
            Format::Markdown | Format::Text => &self.text,
        }
    }
}

impl Stages {
    /// Both judgements, one after the other.
    pub fn probabilities(&self, page: &Page<'_>) -> Vec<f32> {
        let rows = Rows::of(page);
        let mut row = Vec::new();
        let mut first = Vec::with_capacity(page.measures.len());
        for at in 0..page.measures.len() {
            row.clear();
            rows.push(page, at, &mut row);
            first.push(logistic(self.first.log_odds(&row)));
        }
        if self.second.roots.is_empty() {
            return first;
        }
        let sums = agreement::Sums::of(page, &first);
        let mut second = Vec::with_capacity(first.len());
        for at in 0..first.len() {
            row.clear();
            rows.push(page, at, &mut row);
            sums.push(page, &first, at, &mut row);
            second.push(logistic(self.second.log_odds(&row)));
        }
        second
    }
}

/// Probability of log odds.
pub fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}
