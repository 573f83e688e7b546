//! Draws the right pane of a draft that is checked: the verdict on the current quotation, its source, the counts.

use crate::tui::overlay::{ListEntry, rows, verdict};
use crate::tui::paint;
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::verdicts::Verdicts;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::footer::waiting_sign;
use crate::tui::view::overlay::draw_row;
use crate::tui::view::reader::heading;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the pane; what does not fit is on the card.
pub fn draw(app: &App, reader: &Reader, verdicts: &Verdicts, areas: &Areas, buffer: &mut Buffer) {
    let pane = areas.right;
    let inner = Rect { x: pane.x + 3, width: areas.right_width(), ..pane };
    let focused = reader.focus == Pane::Related;
    let count = verdicts.all.len();
    let figure = match reader.claim() {
        _ if !verdicts.is_done => waiting_sign(app).to_owned(),
        Some(at) => format!("{} of {count}", at + 1),
        None => count.to_string(),
    };
    heading(app, inner, "CHECK", &figure, focused, buffer);
    let area = Rect { y: pane.y + areas.heading(), height: areas.right_rows(), ..inner };
    let mut entries = reader.checked().map(verdict::entries).unwrap_or_default();
    if !entries.is_empty() {
        entries.push(ListEntry::line("", Ink::Dim));
    }
    entries.extend(verdict::summary(verdicts));
    let rows: Vec<_> = entries.iter().enumerate().flat_map(|(at, entry)| rows::of(entry, at, area.width)).collect();
    let room = usize::from(area.height);
    for (y, row) in rows.iter().take(room).enumerate() {
        let line = Rect { y: area.y + y as u16, height: 1, ..area };
        if y + 1 == room && rows.len() > room {
            paint::text(buffer, line, 0, 0, "…", app.theme.style(Ink::Dim));
        } else {
            draw_row(app, row, line, false, buffer);
        }
    }
}
