//! Finds the position of a highlight: its stored one, or that of its words after the page has changed. Pure.

use super::piece::Highlight;
use crate::document::Span;

/// Returns the span of a highlight; `None` if its words no longer occur.
pub fn anchor(highlight: &Highlight, text: &str) -> Option<Span> {
    let here = highlight.span.filter(|span| !span.is_empty() && span.of(text) == highlight.text);
    here.or_else(|| nearest(text, &highlight.text, highlight.span.map_or(0, |span| span.start)))
}

/// Returns the occurrence of the words nearest to a byte, with any white space between them.
fn nearest(text: &str, words: &str, near: usize) -> Option<Span> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let (&first, rest) = words.split_first()?;
    let starts = text.match_indices(first).map(|(start, _)| start);
    let spans = starts.filter_map(|start| Some(Span::new(start, end_of(text, start + first.len(), rest)?)));
    spans.min_by_key(|span| span.start.abs_diff(near))
}

/// Returns the end of these words if they follow each other from a byte on.
fn end_of(text: &str, mut at: usize, words: &[&str]) -> Option<usize> {
    for word in words {
        let rest = &text[at..];
        let found = rest.trim_start();
        if found.len() == rest.len() || !found.starts_with(word) {
            return None;
        }
        at = text.len() - found.len() + word.len();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_highlight_is_found_again_by_its_words() {
        let marked = |span: Option<(usize, usize)>, text: &str| Highlight {
            span: span.map(|(start, end)| Span::new(start, end)),
            text: text.into(),
            ..Highlight::default()
        };
        let text = "New first words.\n\nThe old words stand here. And the old\nwords again.";
        let found = |one: &Highlight| anchor(one, text).map(|span| span.of(text));
        assert_eq!(found(&marked(Some((0, 9)), "New first")), Some("New first"));
        assert_eq!(anchor(&marked(Some((50, 59)), "old words"), text).map(|span| span.start), Some(52));
        assert_eq!(found(&marked(Some((5, 14)), "old words")), Some("old words"));
        assert_eq!(found(&marked(None, "words. The\nold")), Some("words.\n\nThe old"));
        assert_eq!(found(&marked(Some((0, 4)), "gone")), None);
        assert_eq!(found(&marked(Some((0, 0)), " ")), None);
    }
}
