//! Draws the right pane: related stories and the text's links.

use crate::layout::display_width;
use crate::tui::paint;
use crate::tui::reader::geometry::Areas;
use crate::tui::reader::panes::{Related, RelatedPart};
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::frame::{FrameExtras, LinkArea};
use crate::tui::view::reader::heading;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the pane.
pub fn draw(app: &App, reader: &Reader, areas: &Areas, buffer: &mut Buffer, extras: &mut FrameExtras) {
    let pane = areas.right;
    let inner = Rect { x: pane.x + 3, width: areas.right_width(), ..pane };
    let focused = reader.focus == Pane::Related;
    let related = &reader.related;
    let (name, figure) = related.heading();
    heading(app, inner, name, figure, focused, buffer);
    let list = Rect { y: pane.y + areas.heading(), height: areas.right_rows(), ..inner };
    if related.is_empty() {
        let words = if reader.streaming.rest.is_some() { "…" } else { "none on this page" };
        paint::text(buffer, list, 0, 0, &paint::clipped(words, list.width), app.theme.style(Ink::Dim));
        return;
    }
    for (row, line) in related.lines.iter().skip(related.top).take(usize::from(list.height)).enumerate() {
        let ink = match line.part {
            RelatedPart::Kicker => Ink::Accent,
            RelatedPart::Title => Ink::Strong,
            RelatedPart::Detail | RelatedPart::Heading | RelatedPart::Gap => Ink::Dim,
            RelatedPart::Link => Ink::Text,
        };
        let row = row as u16;
        if matches!(line.part, RelatedPart::Title | RelatedPart::Link)
            && let Some(url) = line.entry.and_then(|entry| related.address_of(entry))
            && is_first(related, related.top + usize::from(row))
        {
            let area = Rect { y: list.y + row, width: display_width(&line.words).min(list.width), height: 1, ..list };
            extras.anchors.push(LinkArea { area, url: url.to_owned() });
        }
        paint::text(buffer, list, 0, row, &line.words, app.theme.style(ink));
        paint::right(buffer, list, row, &line.figure, app.theme.style(ink));
        if focused && line.entry == Some(related.selected) {
            let area = Rect { x: pane.x + 1, y: list.y + row, width: pane.width.saturating_sub(1), height: 1 };
            paint::tint(buffer, area, Style { fg: None, ..app.theme.style(Ink::Selection) });
            paint::cell(buffer, area.x, area.y, "▌", app.theme.style(Ink::Accent));
        }
    }
}

/// Returns true for the first line of an entry's title.
fn is_first(related: &Related, at: usize) -> bool {
    let Some(line) = related.lines.get(at) else { return false };
    let above = at.checked_sub(1).and_then(|above| related.lines.get(above));
    above.is_none_or(|above| above.entry != line.entry || above.part != line.part)
}
