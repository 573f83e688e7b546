//! What was learned, and the probability of each block that follows from it. The weights are one asset, made by `dev train-clutter`.

use super::block_stats::BlockStats;
use super::calibration::Calibration;
use super::features::{self, FeatureRows, Lexicons, MeasuredPage, agreement};
use super::lexicon::OddsLexicon;
use super::wording::ClutterPhrases;
use crate::document::{Block, Document, MediaType};
use crate::forest::{ByteReader, Forest, logistic};

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct ClutterModel {
    /// Phrases.
    pub wording: ClutterPhrases,
    /// Leaning words.
    pub lexicons: Lexicons,
    /// For pages with a tree.
    pub tree: Stages,
    /// For text without one.
    pub text: Stages,
}

/// A classification and its revision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stages {
    /// By the block and its place.
    pub first: Forest,
    /// By these and what the first said all around.
    pub second: Forest,
    /// Where the line is drawn, and how sure the answers are.
    pub calibration: Calibration,
}

/// First bytes of the asset: its format's version.
const MAGIC: u32 = 0x3243_4353;

impl ClutterModel {
    /// The lists and weights that ship with sayso.
    pub fn bundled() -> Self {
        Self::read(include_bytes!("../../assets/clutter/weights.bin")).unwrap_or_default()
    }

    /// Weights as [`ClutterModel::write`] wrote them; `None` where they are damaged or of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = ByteReader(bytes);
        if bytes.u32()? != MAGIC || bytes.u32()? as usize != width() {
            return None;
        }
        let lexicons = Lexicons {
            names: OddsLexicon::read(&mut bytes)?,
            words: OddsLexicon::read(&mut bytes)?,
            addresses: OddsLexicon::read(&mut bytes)?,
        };
        let mut stages = || {
            let (first, second) = (Forest::read(&mut bytes)?, Forest::read(&mut bytes)?);
            Some(Stages { first, second, calibration: Calibration::read(&mut bytes)? })
        };
        Some(Self { wording: ClutterPhrases::bundled(), lexicons, tree: stages()?, text: stages()? })
    }

    /// The weights as bytes; the word lists stand in files of their own.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        out.extend((width() as u32).to_le_bytes());
        for lexicon in [&self.lexicons.names, &self.lexicons.words, &self.lexicons.addresses] {
            lexicon.write(&mut out);
        }
        for stages in [&self.tree, &self.text] {
            stages.first.write(&mut out);
            stages.second.write(&mut out);
            stages.calibration.write(&mut out);
        }
        out
    }

    /// The probability of each block that it is of the article's text.
    pub fn probabilities(&self, page: &MeasuredPage<'_>) -> Vec<f32> {
        self.stages(page.document.format).probabilities(page)
    }

    /// The forests for a format.
    pub const fn stages(&self, format: MediaType) -> &Stages {
        match format {
            MediaType::Html => &self.tree,
            MediaType::Markdown | MediaType::Text => &self.text,
        }
    }
}

impl Stages {
    /// Both judgements, one after the other, and their mean. The features of a page of the usual size are kept from the
    /// one to the other; those of an enormous one are made anew, for they would fill the memory.
    pub fn probabilities(&self, page: &MeasuredPage<'_>) -> Vec<f32> {
        let count = page.stats.len();
        let rows = FeatureRows::of(page);
        let mut kept: Vec<f32> = Vec::new();
        let mut row = Vec::new();
        let mut first = Vec::with_capacity(count);
        for at in 0..count {
            row.clear();
            rows.push(page, at, &mut row);
            first.push(logistic(self.first.log_odds(&row)));
            if count <= MAX_BLOCKS_AT_ONCE {
                kept.extend_from_slice(&row);
            }
        }
        if self.second.roots.is_empty() {
            return first;
        }
        let width = row.len();
        let sums = agreement::Sums::of(page, &first);
        let revised = |at: usize| {
            row.clear();
            match kept.get(at * width..(at + 1) * width) {
                Some(known) => row.extend_from_slice(known),
                None => rows.push(page, at, &mut row),
            }
            sums.push(page, &first, at, &mut row);
            f32::midpoint(first[at], logistic(self.second.log_odds(&row)))
        };
        (0..count).map(revised).collect()
    }
}

/// Blocks of a page whose features are kept between the judgements: some six megabytes.
const MAX_BLOCKS_AT_ONCE: usize = 5000;

/// Columns of a row: weights for other columns than these would judge at random.
fn width() -> usize {
    let document = Document { blocks: vec![Block::default()], ..Document::default() };
    let measures = vec![BlockStats::default()];
    features::table(&MeasuredPage::from_stats(&document, measures, &Lexicons::default())).width
}

#[cfg(test)]
mod tests {
    use super::ClutterModel;

    #[test]
    fn bundled_weights_match_feature_width() {
        let model =
            ClutterModel::read(include_bytes!("../../assets/clutter/weights.bin")).expect("retrain: dev train-clutter");
        for stages in [&model.tree, &model.text] {
            assert!(stages.first.roots.len() > 50 && stages.second.roots.len() > 50);
        }
        assert_eq!(model.write(), include_bytes!("../../assets/clutter/weights.bin"));
    }
}
