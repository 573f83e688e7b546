//! Areas of a list on the screen.

use ratatui::layout::{Rect, Size};

/// Returns the areas of the heading and of the entries.
pub(in crate::tui) fn places(size: Size, low: Option<u16>) -> (Rect, Rect) {
    let area = room(size, low);
    let small = area.height < 8;
    let wide = area.width.saturating_sub(4).min(80);
    let inner = Rect { x: area.x + (area.width - wide) / 2, width: wide, ..area };
    let head = Rect { y: area.y + u16::from(!small), height: 1.min(area.height), ..inner };
    let top = head.y + if small { 1 } else { 2 };
    (head, Rect { y: top, height: area.bottom().saturating_sub(top), ..inner })
}

/// Returns the area of the entries.
pub fn rows_area(size: Size, low: Option<u16>) -> Rect {
    places(size, low).1
}

/// Returns the area that a list covers; `low` is the number of rows of one that leaves what is above it in sight.
pub fn room(size: Size, low: Option<u16>) -> Rect {
    let Size { width, height } = size;
    if let Some(rows) = low.filter(|_| height >= 12) {
        let rows = (rows + 3).min(height / 2);
        return Rect::new(0, height - 2 - rows, width, rows);
    }
    if height < 12 {
        return Rect::new(0, 0, width, height);
    }
    Rect::new(0, 2, width, height - 4)
}
