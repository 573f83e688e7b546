//! [`Confidence`]: the probability that a quotation is real and has the right speaker, and its grade.
//!
//! One forest scores the content, a second the speaker given a right content. Their product is calibrated on pages
//! that the forests did not see (`dev train-confidence`), separately for speech in marks and for indirect speech.

pub mod calibration;
mod cue;
mod entries;
mod mention;
mod page;
mod row;

pub use calibration::ConfidenceCurve;
pub use cue::CueGroups;
pub use page::Graded;
pub use row::{COLUMNS, WIDTH};

use super::draft::Draft;
use super::form::Form;
use super::language::Language;
use crate::forest::{ByteReader, Forest};
use crate::reading::{Grade, Quote, QuoteKind};

/// Confidence from which a quotation is graded sure: 19 of 20 are right.
const SURE: f32 = 0.9;
/// Indirect speech below this confidence is never shown by default, even if its words are right.
const LEAST_INDIRECT: f32 = 0.2;

/// Probability of the speaker of indirect speech below which nobody is shown rather than somebody else.
const DOUBTFUL: f32 = 0.4;

/// Probability of reporting speech, by form, below which a clause is not graded likely.
const REPORTED: f32 = 0.5;

/// The forests, their calibration, and the thresholds of the grade likely.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confidence {
    /// Scores the content.
    pub content: Forest,
    /// Scores the speaker, given a right content.
    pub speaker: Forest,
    /// Calibration of speech in marks, and of indirect speech.
    pub calibration: [ConfidenceCurve; 2],
    /// Thresholds of the grade likely. In marks: the confidence at which 94 of 100 shown names are right. Indirect:
    /// the content probability at which 90 of 100 contents are right. Both were measured on held-out pages.
    pub likely: [f32; 2],
}

/// Scores of one quotation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Probability that it is a quotation, uncalibrated.
    pub content: f32,
    /// Probability that the speaker is right, uncalibrated.
    pub speaker: f32,
    /// Calibrated probability that it is a quotation with the right speaker.
    pub confidence: f32,
}

impl Confidence {
    /// Scores a row of features; `indirect` selects the calibration.
    pub fn of(&self, row: &[f32], indirect: bool) -> Judgement {
        let content = self.content.probability(row);
        let speaker = self.speaker.probability(row);
        let confidence = self.calibration[usize::from(indirect)].read_off(content * speaker);
        Judgement { content, speaker, confidence }
    }

    /// Returns the grade for a judgement.
    pub fn grade(&self, judged: Judgement, indirect: bool) -> Grade {
        let Judgement { content, confidence, .. } = judged;
        let likely = if indirect {
            content >= self.likely[1] && confidence >= LEAST_INDIRECT
        } else {
            confidence >= self.likely[0]
        };
        match likely {
            true if confidence >= SURE => Grade::Sure,
            true => Grade::Likely,
            false => Grade::Uncertain,
        }
    }

    /// Serialises both forests, both calibrations and both thresholds.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.content.write(&mut out);
        self.speaker.write(&mut out);
        self.calibration.iter().for_each(|one| one.write(&mut out));
        self.likely.iter().for_each(|one| out.extend(one.to_le_bytes()));
        out
    }

    /// Reads the format of [`Confidence::write`]. Returns `None` if bytes are missing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = ByteReader(bytes);
        Some(Self {
            content: Forest::read(&mut bytes)?,
            speaker: Forest::read(&mut bytes)?,
            calibration: [ConfidenceCurve::read(&mut bytes)?, ConfidenceCurve::read(&mut bytes)?],
            likely: [f32::from_bits(bytes.u32()?), f32::from_bits(bytes.u32()?)],
        })
    }

    /// Adjusts English indirect speech by its form, which is more reliable than the forest there.
    fn by_form(&self, form: Form, draft: &Draft, judged: Judgement) -> Judgement {
        let reported = form.reported(draft.confidence);
        if reported >= REPORTED {
            let content = judged.content.max(self.likely[1]);
            let confidence = judged.confidence / judged.content.max(LEAST_INDIRECT) * content.max(reported);
            Judgement { content, confidence: confidence.clamp(LEAST_INDIRECT, reported), ..judged }
        } else {
            let (content, confidence) = (judged.content.min(reported), judged.confidence.min(reported));
            Judgement { content, confidence, ..judged }
        }
    }

    /// Sets confidence and grade of every quotation of a page. Returns the indices of the indirect ones that are
    /// shown and whose speaker is too doubtful to be shown.
    pub fn apply(&self, page: &Graded<'_>, quotes: &mut [Quote]) -> Vec<usize> {
        let rows = page.rows(quotes);
        let mut doubtful = Vec::new();
        for (at, ((quote, (row, form)), draft)) in quotes.iter_mut().zip(rows).zip(page.drafts).enumerate() {
            let indirect = quote.kind == QuoteKind::Indirect;
            let judged = self.of(&row, indirect);
            let formed = indirect && page.page.language == Language::English;
            let judged = if formed { self.by_form(form, draft, judged) } else { judged };
            quote.confidence = judged.confidence;
            quote.grade = self.grade(judged, indirect);
            let shown = quote.grade != Grade::Uncertain;
            if indirect && shown && judged.speaker < DOUBTFUL && !quote.speakers.is_empty() {
                doubtful.push(at);
            }
        }
        entries::settle(page.page.text, page.speakers, quotes, &mut doubtful);
        doubtful
    }
}

#[cfg(test)]
mod tests {
    use super::{Confidence, ConfidenceCurve, Judgement};
    use crate::article::{Article, Role, Verdict};
    use crate::attribute::{Model, attribute};
    use crate::document::{Block, Document};
    use crate::forest::Forest;
    use crate::reading::Grade;

    fn model() -> Confidence {
        let calibration = ConfidenceCurve { shares: vec![0.0, 1.0] };
        let forest = Forest { base: 0.5, ..Forest::default() };
        Confidence {
            content: forest.clone(),
            speaker: forest,
            calibration: [calibration.clone(), calibration],
            likely: [0.6, 0.7],
        }
    }

    #[test]
    fn grade_in_marks_follows_the_confidence_alone() {
        let grade = |confidence| model().grade(Judgement { content: 0.1, speaker: 0.5, confidence }, false);
        assert_eq!([0.59, 0.6, 0.9].map(grade), [Grade::Uncertain, Grade::Likely, Grade::Sure]);
    }

    #[test]
    fn grade_of_indirect_speech_needs_a_likely_content() {
        let grade = |(content, confidence)| model().grade(Judgement { content, speaker: 0.5, confidence }, true);
        let cases = [(0.69, 0.95), (0.7, 0.1), (0.7, 0.3), (0.99, 0.95)];
        assert_eq!(cases.map(grade), [Grade::Uncertain, Grade::Uncertain, Grade::Likely, Grade::Sure]);
    }

    #[test]
    fn weights_written_and_read_are_the_same() {
        let bytes = model().write();
        assert_eq!(Confidence::read(&bytes), Some(model()));
        assert_eq!(Confidence::read(&bytes[..bytes.len() - 1]), None);
    }

    #[test]
    fn bundled_weights_grade_every_quotation() {
        let text = "“The bridge will be closed until the spring,” Ada Moreau, the mayor, said on Monday. \
                    Moreau plans to visit the harbour. “Nobody told us,” he said.";
        let block = Block { text: text.to_owned(), ..Block::default() };
        let document = Document { blocks: vec![block], ..Document::default() };
        let article = Article::assemble(document, &[Verdict::Show(Role::Body)], None);
        let found = attribute(&article, &Model::bundled());
        let first = found.quotes.first().map(|quote| (quote.grade, quote.confidence > 0.7));
        assert!(matches!(first, Some((Grade::Likely | Grade::Sure, true))), "{:?}", found.quotes);
        let all = found
            .quotes
            .iter()
            .all(|quote| (quote.grade == Grade::Uncertain) == (quote.confidence < 0.9) || quote.grade != Grade::Sure);
        assert!(all, "{:?}", found.quotes);
    }
}
