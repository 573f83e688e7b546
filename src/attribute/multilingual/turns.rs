//! Turns of an interview whose paragraphs begin with the speaker's name: "Lind: Die Brücke ist sicher."

use super::candidates::Utterance;
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::tokens::Kind;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words of the longest label.
const LABEL: usize = 4;
/// A label that begins fewer paragraphs is none.
const LEAST: u32 = 3;
/// Fewest tokens of a turn.
const SHORTEST: usize = 5;

/// Number of paragraphs that each label begins, by the hash of its last word: "Anna Lind:" and "Lind:" are one.
#[derive(Debug, Default)]
pub struct TurnLabels(FxHashMap<u64, u32>);

impl TurnLabels {
    /// Counts the labels of a page.
    pub fn of(page: &Analysis<'_>) -> Self {
        let mut labels = Self::default();
        for paragraph in &page.tokens.paragraphs {
            if let Some(label) = label(page, paragraph) {
                *labels.0.entry(page.tokens.list[label.end - 1].hash).or_default() += 1;
            }
        }
        labels
    }

    /// The turn that a paragraph is, if it asks nothing and holds no words in marks.
    pub fn turn(&self, page: &Analysis<'_>, number: usize, paragraph: &Range<usize>) -> Option<Found> {
        let label = label(page, paragraph)?;
        let known = self.0.get(&page.tokens.list[label.end - 1].hash).is_some_and(|&times| times >= LEAST);
        let content = page.trimmed(label.end + 1..paragraph.end);
        let asks = matches!(page.word(paragraph.end - 1), "?" | "？");
        let marked = page.quoted(paragraph).next().is_some();
        (known && !asks && !marked && content.len() >= SHORTEST).then(|| Found {
            statement: Utterance {
                content: content.clone(),
                paragraph: number,
                marked: false,
                cue: None,
                inquit: None,
                source: Some(label),
                rule: 0,
            },
            pieces: vec![content],
            cue: None,
            by: "turn",
            probability: 1.0,
        })
    }
}

/// The capitalised words before a colon that begin a paragraph.
fn label(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let colon = paragraph.clone().take(LABEL + 1).find(|&at| tokens[at].kind == Kind::Colon)?;
    let label = paragraph.start..colon;
    let named = label.clone().all(|at| tokens[at].kind == Kind::Word && tokens[at].capital());
    (!label.is_empty() && named && paragraph.end > colon + SHORTEST).then_some(label)
}
