//! Drawing primitives of all views. Text that does not fit is clipped; nothing here can panic.

use crate::document::{Block, Span};
use crate::layout::{Typography, clusters, display_width, lay_out, visual};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use std::ops::Range;

/// Writes text into a row of an area, starting at cell `x`, and returns the cell after it. Text that does not fit is
/// clipped.
pub fn text(buffer: &mut Buffer, area: Rect, x: u16, row: u16, words: &str, style: Style) -> u16 {
    laid_out(buffer, area, x, row, &visual(words), style)
}

/// The same with some words of it in another style. Words that are read from right to left are marked nowhere: their cells
/// stand in another order.
pub fn marked(
    buffer: &mut Buffer,
    area: Rect,
    at: (u16, u16),
    words: &str,
    style: Style,
    hits: (&[Span], Style),
) -> u16 {
    let ((x, row), (spans, hit)) = (at, hits);
    let end = text(buffer, area, x, row, words, style);
    if visual(words) == words {
        for span in spans {
            let from = x + display_width(&words[..span.start]);
            text(buffer, Rect { width: end.min(area.width), ..area }, from, row, span.of(words), style.patch(hit));
        }
    }
    end
}

/// The same for words that the layout has put in the order in which they are seen.
pub fn laid_out(buffer: &mut Buffer, area: Rect, x: u16, row: u16, words: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if row >= area.height || x >= area.width {
        return x;
    }
    let (end, _) = buffer.set_stringn(area.x + x, area.y + row, words, usize::from(area.width - x), style);
    if !words.is_ascii() {
        ground(buffer, area.x + x..end, area.y + row);
    }
    end - area.x
}

/// Gives the cells that a wide character covers its ground; they lose it when the character is written.
fn ground(buffer: &mut Buffer, columns: Range<u16>, row: u16) {
    let mut covering = None;
    for x in columns {
        let Some(cell) = buffer.cell_mut((x, row)) else { return };
        match covering {
            Some((bg, left)) if left > 0 => {
                cell.bg = bg;
                covering = Some((bg, left - 1));
            }
            _ => covering = Some((cell.bg, display_width(cell.symbol()).saturating_sub(1))),
        }
    }
}

/// Writes text right-aligned into a row of an area and returns the cell of its start.
pub fn right(buffer: &mut Buffer, area: Rect, row: u16, words: &str, style: Style) -> u16 {
    let x = area.width.saturating_sub(display_width(words));
    text(buffer, area, x, row, words, style);
    x
}

/// Returns the text if it fits, or else its start and an ellipsis. Cuts between words unless that would leave half the
/// width empty.
pub fn clipped(words: &str, width: u16) -> Cow<'_, str> {
    if display_width(words) <= width {
        return Cow::Borrowed(words);
    }
    let Some(room) = width.checked_sub(1) else { return Cow::Borrowed("") };
    let (mut taken, mut end) = (0, 0);
    let mut whole = 0;
    for (cluster, cells) in clusters(words) {
        let blank = cluster.chars().all(char::is_whitespace);
        if blank && taken * 2 >= room {
            whole = end;
        }
        if taken + cells > room {
            break;
        }
        taken += cells;
        end += cluster.len();
    }
    let end = if whole > 0 { whole } else { end };
    Cow::Owned(format!("{}…", words[..end].trim_end_matches(['…', ' ', ',', ';', ':', '·', '—', '–'])))
}

/// Wraps text to rows of at most `width` cells. Empty text gives one empty row.
pub fn wrapped(words: &str, width: u16) -> Vec<String> {
    let block = Block { text: words.to_owned(), ..Block::default() };
    let lines = lay_out(&block, width.max(1), &Typography::default());
    let rows: Vec<String> = lines.iter().map(|line| line.span.of(words).trim_end().to_owned()).collect();
    if rows.is_empty() { vec![String::new()] } else { rows }
}

/// Applies a style to all cells of an area.
pub fn tint(buffer: &mut Buffer, area: Rect, style: Style) {
    buffer.set_style(area.intersection(buffer.area), style);
}

/// Clears an area.
pub fn blank(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// Sets the symbol of one cell.
pub fn cell(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Draws a thin horizontal line.
pub fn rule(buffer: &mut Buffer, area: Rect, style: Style) {
    for x in area.left()..area.right() {
        cell(buffer, x, area.y, "─", style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn clipped_text_ends_in_ellipsis() {
        assert_eq!(clipped("a long name", 20), "a long name");
        assert_eq!(clipped("a long name", 8), "a long…");
        assert_eq!(clipped("the company has asked the mayor", 29), "the company has asked the…");
        assert_eq!(clipped("the queue: each decision", 11), "the queue…");
        assert_eq!(clipped("an uninterruptible", 9), "an unint…");
        assert_eq!(clipped("日本語", 4), "日…");
        assert_eq!(clipped("one … two", 6), "one…");
        assert_eq!(clipped("abc", 1), "…");
        assert_eq!(clipped("abc", 0), "");
    }

    #[test]
    fn right_to_left_text_is_drawn_in_visual_order() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        text(&mut buffer, Rect::new(0, 0, 9, 1), 0, 0, "אבג (12)…", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["…(12) גבא"]));
    }

    #[test]
    fn wide_characters_keep_the_ground() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        tint(&mut buffer, Rect::new(0, 0, 6, 1), Style::new().bg(Color::Blue));
        text(&mut buffer, Rect::new(0, 0, 6, 1), 0, 0, "a日❤️", Style::new());
        assert!(buffer.content.iter().all(|cell| cell.bg == Color::Blue), "{buffer:?}");
    }

    #[test]
    fn drawing_stays_inside_area() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
        text(&mut buffer, Rect::new(2, 1, 9, 9), 0, 0, "abcdef", Style::new());
        text(&mut buffer, Rect::new(0, 0, 4, 2), 9, 0, "x", Style::new());
        right(&mut buffer, Rect::new(0, 0, 4, 1), 0, "yz", Style::new());
        cell(&mut buffer, 9, 9, "z", Style::new());
        assert_eq!(buffer, Buffer::with_lines(["  yz", "  ab"]));
    }
}
