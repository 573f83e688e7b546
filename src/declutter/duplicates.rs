//! Repeated parts of a page: a copy for narrow screens, a line and its copy, a pull quote. A text may repeat itself;
//! only these forms are hidden.

use super::features::MeasuredPage;
use crate::document::BlockKind;
use rustc_hash::FxHashMap;

/// Largest distance of a copy from its original, in shown blocks.
const MAX_ADJACENT_DISTANCE: usize = 2;
/// A run of this many blocks with this many words that occurred before in the same order is a copy. Items of lists
/// (ingredients, weekly menus) may recur and do not count.
const MIN_REPEATED_RUN: (usize, f32) = (4, 80.0);

/// Returns the duplicates among the blocks that would be shown.
pub fn duplicates(page: &MeasuredPage<'_>, shown: &[usize]) -> Vec<usize> {
    let mut out = repeated(page, shown);
    out.extend(pull_quotes(page, shown));
    out
}

fn repeated(page: &MeasuredPage<'_>, shown: &[usize]) -> Vec<usize> {
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    // For each shown block, the index of the earlier one with the same text.
    let model: Vec<Option<usize>> =
        shown.iter().enumerate().map(|(nth, &at)| last.insert(page.stats[at].folded.as_str(), nth)).collect();
    let mut out = Vec::new();
    let mut nth = 0;
    while nth < shown.len() {
        let Some(first) = model[nth] else {
            nth += 1;
            continue;
        };
        let follows = |&at: &usize| model[at] == Some(first + at - nth);
        let end = nth + (nth..shown.len()).take_while(follows).count().max(1);
        let words: f32 = shown[nth..end].iter().map(|&at| page.stats[at].words).sum();
        let is_item = page.document.blocks[shown[nth]].list.is_some();
        let beside = nth - first <= MAX_ADJACENT_DISTANCE && page.stats[shown[nth]].words >= 8.0 && !is_item;
        let in_row = shown[nth..end].iter().filter(|&&at| page.document.blocks[at].list.is_none()).count();
        if beside {
            // The first of the two is a summary or a caption that repeats the text.
            out.push(shown[first]);
            nth = end;
            continue;
        }
        if in_row >= MIN_REPEATED_RUN.0 && words >= MIN_REPEATED_RUN.1 {
            out.extend(&shown[nth..end]);
        }
        nth = end;
    }
    out
}

/// Returns quotations that occur word for word in a paragraph of the page.
fn pull_quotes(page: &MeasuredPage<'_>, shown: &[usize]) -> Vec<usize> {
    const MAX_QUOTES: usize = 40;
    let is_quote = |&&at: &&usize| is_pull_quote(page, at) && (5.0..=60.0).contains(&page.stats[at].words);
    let quotes: Vec<usize> = shown.iter().filter(is_quote).copied().take(MAX_QUOTES).collect();
    let holds = |&quote: &usize| {
        let words = trim_punctuation(&page.stats[quote].folded);
        shown.iter().any(|&at| {
            at != quote && page.stats[at].words > page.stats[quote].words && page.stats[at].folded.contains(words)
        })
    };
    quotes.into_iter().filter(holds).collect()
}

fn is_pull_quote(page: &MeasuredPage<'_>, at: usize) -> bool {
    let block = &page.document.blocks[at];
    let names =
        || block.element.and_then(|e| page.document.elements.get(e as usize)).map(|e| e.names.to_ascii_lowercase());
    block.kind == BlockKind::Quote || names().is_some_and(|n| n.contains("pull") || n.contains("blockquote"))
}

/// Removes the quote marks and the final stop of a quotation.
fn trim_punctuation(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::duplicates;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::document::{Block, BlockKind, Document};

    fn found(blocks: &[(&str, BlockKind)]) -> Vec<usize> {
        let blocks = blocks
            .iter()
            .map(|(t, kind)| Block { text: (*t).into(), kind: kind.clone(), ..Block::default() })
            .collect();
        let document = Document { blocks, ..Document::default() };
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        duplicates(&page, &(0..document.blocks.len()).collect::<Vec<_>>())
    }

    const SENTENCE: &str = "The harbour wall, which fell in the storms of last winter, is to be rebuilt by the spring.";

    #[test]
    fn adjacent_copy_is_duplicate() {
        assert_eq!(found(&[(SENTENCE, BlockKind::Paragraph), (SENTENCE, BlockKind::Paragraph)]), [0]);
        let far = [SENTENCE, "One.", "Two.", "Three.", SENTENCE].map(|t| (t, BlockKind::Paragraph));
        assert_eq!(found(&far), [] as [usize; 0], "a refrain is none");
    }

    #[test]
    fn repeated_run_is_duplicate() {
        let part: Vec<String> = (0..5).map(|n| format!("{n}: {SENTENCE}")).collect();
        let both: Vec<(&str, BlockKind)> =
            part.iter().chain(&part).map(|t| (t.as_str(), BlockKind::Paragraph)).collect();
        assert_eq!(found(&both), [5, 6, 7, 8, 9]);
    }

    #[test]
    fn pull_quote_is_duplicate() {
        let quote = "“is to be rebuilt by the spring”";
        assert_eq!(found(&[(SENTENCE, BlockKind::Paragraph), (quote, BlockKind::Quote)]), [1]);
        assert_eq!(
            found(&[(SENTENCE, BlockKind::Paragraph), ("“He said so and went his way.”", BlockKind::Quote)]),
            [] as [usize; 0]
        );
    }
}
