//! What stands on a page a second time: the same part once more for narrow screens, a line and its copy, a pulled quotation.
//! A text may well say the same thing twice; only such copies are hidden.

use super::features::Page;
use crate::document::Kind;
use rustc_hash::FxHashMap;

/// A copy this near its model, in shown blocks, is one.
const NEAR: usize = 2;
/// So many blocks in a row with so many words that stood in the same row before are a copy; items of lists (of
/// ingredients, of a week's meals) may well come again and do not count.
const RUN: (usize, f32) = (4, 80.0);

/// Of the blocks that would be shown, those that are copies.
pub fn copies(page: &Page<'_>, shown: &[usize]) -> Vec<usize> {
    let mut out = repeated(page, shown);
    out.extend(pulled(page, shown));
    out
}

fn repeated(page: &Page<'_>, shown: &[usize]) -> Vec<usize> {
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    // For each shown block the place among them where its text stood before.
    let model: Vec<Option<usize>> =
        shown.iter().enumerate().map(|(nth, &at)| last.insert(page.measures[at].folded.as_str(), nth)).collect();
    let mut out = Vec::new();
    let mut nth = 0;
    while nth < shown.len() {
        let Some(first) = model[nth] else {
            nth += 1;
            continue;
        };
        let follows = |&at: &usize| model[at] == Some(first + at - nth);
        let end = nth + (nth..shown.len()).take_while(follows).count().max(1);
        let words: f32 = shown[nth..end].iter().map(|&at| page.measures[at].words).sum();
        let is_item = page.document.blocks[shown[nth]].list.is_some();
        let beside = nth - first <= NEAR && page.measures[shown[nth]].words >= 8.0 && !is_item;
        let in_row = shown[nth..end].iter().filter(|&&at| page.document.blocks[at].list.is_none()).count();
        if beside {
            // The first of the two is a summary or a caption that says what the text says.
            out.push(shown[first]);
            nth = end;
            continue;
        }
        if in_row >= RUN.0 && words >= RUN.1 {
            out.extend(&shown[nth..end]);
        }
        nth = end;
    }
    out
}

/// Quotations that are a piece of a paragraph on the same page, word for word.
fn pulled(page: &Page<'_>, shown: &[usize]) -> Vec<usize> {
    const AT_MOST: usize = 40;
    let is_quote = |&&at: &&usize| is_pulled(page, at) && (5.0..=60.0).contains(&page.measures[at].words);
    let quotes: Vec<usize> = shown.iter().filter(is_quote).copied().take(AT_MOST).collect();
    let holds = |&quote: &usize| {
        let words = bare(&page.measures[quote].folded);
        shown.iter().any(|&at| {
            at != quote
                && page.measures[at].words > page.measures[quote].words
                && page.measures[at].folded.contains(words)
        })
    };
    quotes.into_iter().filter(holds).collect()
}

fn is_pulled(page: &Page<'_>, at: usize) -> bool {
    let block = &page.document.blocks[at];
    let names =
        || block.element.and_then(|e| page.document.elements.get(e as usize)).map(|e| e.names.to_ascii_lowercase());
    block.kind == Kind::Quote || names().is_some_and(|n| n.contains("pull") || n.contains("blockquote"))
}

/// A quotation without its marks and the stop at its end.
fn bare(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::copies;
    use crate::declutter::features::{Lexicons, Page};
    use crate::declutter::wording::Wording;
    use crate::document::{Block, Document, Kind};

    fn copied(blocks: &[(&str, Kind)]) -> Vec<usize> {
        let blocks = blocks
            .iter()
            .map(|(t, kind)| Block { text: (*t).into(), kind: kind.clone(), ..Block::default() })
            .collect();
        let document = Document { blocks, ..Document::default() };
        let page = Page::of(&document, &Wording::bundled(), &Lexicons::default());
        copies(&page, &(0..document.blocks.len()).collect::<Vec<_>>())
    }

    const LONG: &str = "The harbour wall, which fell in the storms of last winter, is to be rebuilt by the spring.";

    #[test]
    fn a_copy_beside_its_model() {
        assert_eq!(copied(&[(LONG, Kind::Paragraph), (LONG, Kind::Paragraph)]), [0]);
        let far = [LONG, "One.", "Two.", "Three.", LONG].map(|t| (t, Kind::Paragraph));
        assert_eq!(copied(&far), [] as [usize; 0], "a refrain is none");
    }

    #[test]
    fn a_part_that_comes_again() {
        let part: Vec<String> = (0..5).map(|n| format!("{n}: {LONG}")).collect();
        let both: Vec<(&str, Kind)> = part.iter().chain(&part).map(|t| (t.as_str(), Kind::Paragraph)).collect();
        assert_eq!(copied(&both), [5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_pulled_quotation() {
        let quote = "“is to be rebuilt by the spring”";
        assert_eq!(copied(&[(LONG, Kind::Paragraph), (quote, Kind::Quote)]), [1]);
        assert_eq!(
            copied(&[(LONG, Kind::Paragraph), ("“He said so and went his way.”", Kind::Quote)]),
            [] as [usize; 0]
        );
    }
}
