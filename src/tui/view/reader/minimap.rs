//! Draws the scroll bar: speakers along the text, and the position of the screen.

use crate::document::Span;
use crate::tui::paint;
use crate::tui::reader::Reader;
use crate::tui::reader::voices::Voices;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the bar. Each row stands for its share of the text.
pub fn draw(app: &App, reader: &Reader, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let text = reader.text();
    let seen = reader.page.bounds(text).map(|(a, b)| (reader.flow.share(a), reader.flow.share(b)));
    let rows = f64::from(area.height);
    for row in 0..area.height {
        let (from, to) = (f64::from(row) / rows, f64::from(row + 1) / rows);
        let (x, y) = (area.x, area.y + row);
        let here = seen.is_some_and(|(start, end)| start < to && end >= from);
        match speaking(reader, from, to) {
            Some((quote, current)) => {
                let colour = reader.voices.as_ref().and_then(|v| v.colour_of(quote));
                let style = app.theme.style(colour.map_or(Ink::Dim, Ink::Speaker));
                paint::cell(buffer, x, y, if current { "█" } else { "▐" }, style);
            }
            None if here => paint::cell(buffer, x, y, "│", app.theme.style(Ink::Dim)),
            None => paint::cell(buffer, x, y, "│", app.theme.style(Ink::Rule)),
        }
    }
}

/// Returns the quotation with most text in a share of the text; the current quotation takes precedence (true).
fn speaking(reader: &Reader, from: f64, to: f64) -> Option<(u32, bool)> {
    let voices = reader.voices.as_ref()?;
    let byte = |share: f64| reader.flow.at_share(share).and_then(|p| reader.byte_of(p));
    let span = Span::new(byte(from)?, byte(to)?);
    let pieces = Voices::touching(&voices.contents, span);
    let current = reader.current.filter(|q| voices.quote(*q).is_some_and(|q| q.spans.iter().any(|s| s.overlaps(span))));
    if let Some(quote) = current {
        return Some((quote, true));
    }
    // A row of a long text may hold hundreds of quotations: the first few suffice.
    let best = pieces.iter().take(64).max_by_key(|p| p.span.end.min(span.end) - p.span.start.max(span.start))?;
    Some((best.quote, false))
}
