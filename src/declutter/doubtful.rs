//! Blocks about which the forests are undecided. They are shown if they stand inside the text and have no clutter
//! wording: notes, lists of the text's parts, code, headings of the last paragraphs.

use super::features::MeasuredPage;
use super::outline::parent_of;
use crate::document::Style;

/// Shorter pages, in words, count as short.
const SHORT_PAGE: f32 = 300.0;

/// Returns true if an undecided block is to be shown.
pub fn is_of_text(page: &MeasuredPage<'_>, at: usize) -> bool {
    let (block, m) = (&page.document.blocks[at], &page.stats[at]);
    let whole = page.outline.stats.first().map_or(0.0, |h| h.words);
    // A short page gives the forests little evidence.
    let says_clutter = m.phrases.any() > if whole < SHORT_PAGE { 0.3 } else { 0.0 } || m.date > 0.0;
    let leads_away = m.linked > 0.5 && !leads_within(page, at);
    let around = block.element.map(|e| e as usize);
    let parent = around.and_then(|e| parent_of(page.document, e));
    let is_named = whole >= SHORT_PAGE
        && [around, parent]
            .into_iter()
            .flatten()
            .any(|e| page.outline.stats.get(e).is_some_and(|h| h.own_reasons.first().is_some()));
    let in_article = || {
        let mut above = std::iter::successors(around, |&e| parent_of(page.document, e));
        above.any(|e| page.document.elements.get(e).is_some_and(|element| element.tag == "article"))
    };
    let stands_in_text = page.outline.holds(page.outline.majority[1], at as u32) || whole < SHORT_PAGE && in_article();
    !says_clutter && !leads_away && !is_named && stands_in_text
}

/// Returns true if all links of a block lead to the same page.
fn leads_within(page: &MeasuredPage<'_>, at: usize) -> bool {
    let mut links = page.document.blocks[at].marks.iter().filter_map(|mark| match &mark.style {
        Style::Link(address) => Some(address),
        _ => None,
    });
    links.all(|address| address.starts_with('#'))
}
