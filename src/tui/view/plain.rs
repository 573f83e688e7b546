//! Changes a frame for `--plain` (screen readers and slow lines): removes rules and bars, and puts the cursor on the
//! current line.

use crate::tui::display::RenderMode;
use crate::tui::overlay::Overlay;
use crate::tui::reader::panes::RelatedLine;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::{App, Screen};
use crate::tui::view::frame::FrameExtras;
use crate::tui::view::library::{feeds, list};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Removes drawn characters, and puts the cursor on the current line unless a prompt has it.
pub fn finish(app: &App, buffer: &mut Buffer, extras: &mut FrameExtras) {
    if app.view.mode == RenderMode::Full {
        return;
    }
    let words = if app.overlays.is_empty() { words_of_the_article(app) } else { Rect::default() };
    for position in buffer.area.positions() {
        if let Some(cell) = buffer.cell_mut(position).filter(|_| !words.contains(position))
            && cell.symbol().chars().all(is_drawn)
        {
            cell.set_symbol(" ");
        }
    }
    let last = Position { x: buffer.area.right().saturating_sub(1), y: buffer.area.bottom().saturating_sub(1) };
    let cursor = extras.cursor.unwrap_or_else(|| Position { x: 0, y: row(app) });
    extras.cursor = Some(Position { x: cursor.x.min(last.x), y: cursor.y.min(last.y) });
}

/// Returns true for lines, bars, blocks, and the arrow before a selected entry.
const fn is_drawn(symbol: char) -> bool {
    matches!(symbol, '\u{2500}'..='\u{259f}' | '▸')
}

/// Returns the area in which such characters belong to the article.
fn words_of_the_article(app: &App) -> Rect {
    let areas = app.areas();
    match app.reader() {
        Some(reader) if reader.focus == Pane::Text && app.screen == Screen::Reader => areas.text,
        _ => Rect::default(),
    }
}

/// Returns the current row of the screen: a selected entry, or else a line of the text.
fn row(app: &App) -> u16 {
    if let Some(Overlay::Hints(hints)) = app.overlays.last() {
        return hints.labels.first().map_or(0, |hint| hint.y);
    }
    match (app.screen, app.reader()) {
        (Screen::Library, _) if app.library.feeds.focused => feeds::current_row(app),
        (Screen::Library, _) => list::current_row(app),
        (Screen::Reader, Some(reader)) => row_in(app, reader),
        (Screen::Reader, None) => app.areas().text.y,
    }
}

fn row_in(app: &App, reader: &Reader) -> u16 {
    let areas = app.areas();
    let row = match reader.focus {
        Pane::Text => return areas.text.y + reader.current_row(),
        Pane::Voices => reader.list.selected.saturating_sub(reader.list.top),
        Pane::Related => {
            let mine = |line: &RelatedLine| line.entry == Some(reader.related.selected);
            reader.related.lines.iter().position(mine).unwrap_or(0).saturating_sub(reader.related.top)
        }
    };
    areas.text.y + areas.heading() + row as u16
}
