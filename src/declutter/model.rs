//! The trained model, which computes the probability of each block. The weights are one asset, made by `dev
//! train-clutter`.

use super::block_stats::BlockStats;
use super::calibration::Calibration;
use super::features::{self, FeatureRows, Lexicons, MeasuredPage, agreement};
use super::lexicon::OddsLexicon;
use super::wording::ClutterPhrases;
use crate::document::{Block, Document, MediaType};
use crate::forest::{ByteReader, FeatureMatrix, Forest, ROWS_AT_ONCE};
use crate::lazy::Lazy;
use std::ops::Range;

/// Word lists and weights.
#[derive(Debug, Default)]
pub struct ClutterModel {
    /// Phrase lists of assets/clutter.
    pub wording: ClutterPhrases,
    /// Word scores.
    pub lexicons: Lexicons,
    /// Forests for pages with elements.
    pub tree: Stages,
    /// Forests for text without elements.
    pub text: LazyStages,
}

/// Forests that are read when they are first needed: few pages are plain text.
#[derive(Debug, Default)]
pub struct LazyStages {
    bytes: &'static [u8],
    read: Lazy<Stages>,
}

impl LazyStages {
    /// Returns the forests; empty ones if they are damaged.
    pub fn get(&self) -> &Stages {
        self.read.get(|| Stages::read(&mut ByteReader(self.bytes)).unwrap_or_default())
    }
}

impl From<Stages> for LazyStages {
    fn from(stages: Stages) -> Self {
        let read = Lazy::default();
        read.get(|| stages);
        Self { bytes: &[], read }
    }
}

/// Two forests, of which the second revises the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stages {
    /// Uses the block's own features.
    pub first: Forest,
    /// Uses these and the first forest's result for the surroundings.
    pub second: Forest,
    /// Threshold and calibration.
    pub calibration: Calibration,
}

/// First bytes of the asset: version of its format.
const MAGIC: u32 = 0x3243_4353;

impl ClutterModel {
    /// Loads the bundled lists and weights.
    pub fn bundled() -> Self {
        Self::read(include_bytes!("../../assets/clutter/weights.bin")).unwrap_or_default()
    }

    /// Reads the weights of [`ClutterModel::write`]. Returns `None` if they are damaged or of another version.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut bytes = ByteReader(bytes);
        if bytes.u32()? != MAGIC || bytes.u32()? as usize != width() {
            return None;
        }
        let lexicons = Lexicons {
            names: OddsLexicon::read(&mut bytes)?,
            words: OddsLexicon::read(&mut bytes)?,
            addresses: OddsLexicon::read(&mut bytes)?,
        };
        let tree = Stages::read(&mut bytes)?;
        let text = LazyStages { bytes: bytes.0, read: Lazy::default() };
        Some(Self { wording: ClutterPhrases::bundled(), lexicons, tree, text })
    }

    /// Serialises the weights; the word lists are separate files.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_le_bytes().to_vec();
        out.extend((width() as u32).to_le_bytes());
        for lexicon in [&self.lexicons.names, &self.lexicons.words, &self.lexicons.addresses] {
            lexicon.write(&mut out);
        }
        for stages in [&self.tree, self.text.get()] {
            stages.write(&mut out);
        }
        out
    }

    /// Returns the probability that each block belongs to the article.
    pub fn probabilities(&self, page: &MeasuredPage<'_>) -> Vec<f32> {
        self.stages(page.document.format).probabilities(page)
    }

    /// Returns the forests for a format.
    pub fn stages(&self, format: MediaType) -> &Stages {
        match format {
            MediaType::Html => &self.tree,
            MediaType::Markdown | MediaType::Text | MediaType::WebVtt | MediaType::SubRip | MediaType::Pdf => {
                self.text.get()
            }
        }
    }
}

impl Stages {
    fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let (first, second) = (Forest::read(bytes)?, Forest::read(bytes)?);
        Some(Self { first, second, calibration: Calibration::read(bytes)? })
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.first.write(out);
        self.second.write(out);
        self.calibration.write(out);
    }

    /// Runs both forests and returns the mean of their probabilities. Features of a page of normal size are kept for
    /// the second run; for a huge page they are computed again to save memory.
    pub fn probabilities(&self, page: &MeasuredPage<'_>) -> Vec<f32> {
        let count = page.stats.len();
        let features = FeatureRows::of(page);
        let mut kept: Vec<f32> = Vec::new();
        let mut rows = FeatureMatrix::default();
        let mut first = Vec::with_capacity(count);
        for blocks in some_at_once(count) {
            rows.clear();
            for at in blocks {
                rows.push(|row| features.push(page, at, row));
            }
            self.first.add_probabilities(&rows, &mut first);
            if count <= MAX_BLOCKS_AT_ONCE {
                kept.reserve_exact(count * rows.width - kept.len());
                kept.extend_from_slice(&rows.values);
            }
        }
        if self.second.roots.is_empty() {
            return first;
        }
        let width = rows.width;
        let sums = agreement::Sums::of(page, &first);
        let mut second = Vec::with_capacity(count);
        for blocks in some_at_once(count) {
            rows.clear();
            for at in blocks {
                rows.push(|row| {
                    match kept.get(at * width..(at + 1) * width) {
                        Some(known) => row.extend_from_slice(known),
                        None => features.push(page, at, row),
                    }
                    sums.push(page, &first, at, row);
                });
            }
            self.second.add_probabilities(&rows, &mut second);
        }
        first.iter().zip(&second).map(|(&first, &second)| f32::midpoint(first, second)).collect()
    }
}

/// Returns ranges of blocks that are scored together.
fn some_at_once(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(ROWS_AT_ONCE).map(move |start| start..(start + ROWS_AT_ONCE).min(count))
}

/// Largest page, in blocks, whose features are kept for the second run: about six megabytes.
const MAX_BLOCKS_AT_ONCE: usize = 5000;

/// Number of columns of a row; weights for another number are invalid.
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
        for stages in [&model.tree, model.text.get()] {
            assert!(stages.first.roots.len() > 50 && stages.second.roots.len() > 50);
        }
        assert_eq!(model.write(), include_bytes!("../../assets/clutter/weights.bin"));
    }
}
