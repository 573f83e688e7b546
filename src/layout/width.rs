//! Widths of text in cells, counted like ratatui, which agrees with nearly all terminals.

use ratatui::buffer::CellWidth;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Splits a text into grapheme clusters (user-perceived characters), each with its width in cells.
///
/// The sum of the widths is the width in ratatui's buffer, which also works cluster by cluster.
pub fn clusters(text: &str) -> impl Iterator<Item = (&str, u16)> {
    text.graphemes(true).map(|cluster| (cluster, cluster_width(cluster)))
}

/// Returns the width of a text on one line, in cells, saturating at `u16::MAX`.
pub fn display_width(text: &str) -> u16 {
    if text.is_ascii() {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    let mut count = 0u16;
    for c in text.chars() {
        if !is_single(c) {
            return clusters(text).fold(0, |sum, (_, width)| sum.saturating_add(width));
        }
        count = count.saturating_add(1);
    }
    count
}

/// Returns true if a character next to others of its kind is a cluster of one cell: Latin letters, quote marks and
/// dashes.
const fn is_single(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}')
}

/// Returns the width of one cluster: 0, 1 or 2 cells. Control characters, which `parse` removes, count 0, as ratatui
/// skips them.
pub fn cluster_width(cluster: &str) -> u16 {
    match cluster.as_bytes() {
        [] => 0,
        [byte] => u16::from(!byte.is_ascii_control()),
        _ if cluster.contains(char::is_control) => 0,
        _ => cluster.cell_width(),
    }
}

/// Returns the first byte of the cluster that contains `at`; styles may only change there.
pub fn cluster_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if at == 0 || at >= text.len() || (bytes[at].is_ascii() && bytes[at - 1].is_ascii()) {
        return at.min(text.len());
    }
    let at = text.floor_char_boundary(at);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}
