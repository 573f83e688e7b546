//! Draws the reader: title line, panes, footer. All views read the state and change nothing.

mod header;
mod minimap;
mod related;
mod text;
mod verdict;
mod voices;

use crate::layout::display_width;
use crate::tui::paint;
use crate::tui::reader::geometry::{Areas, Arrangement};
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::App;
use crate::tui::state::open_texts::LoadState;
use crate::tui::theme::Ink;
use crate::tui::view::footer;
use crate::tui::view::frame::FrameExtras;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the reader.
pub fn draw(app: &App, buffer: &mut Buffer) -> FrameExtras {
    let areas = app.areas();
    let mut extras = FrameExtras::default();
    let rule = app.theme.style(Ink::Rule);
    paint::rule(buffer, areas.title_rule, rule);
    paint::rule(buffer, areas.foot_rule, rule);
    header::draw(app, areas.title, buffer);
    match app.texts.state() {
        Some(LoadState::Ready(reader)) => panes(app, reader, &areas, buffer, &mut extras),
        Some(LoadState::Failed(why)) => message(app, areas.text, buffer, why, Ink::Error),
        Some(LoadState::Loading) => {
            let words = footer::under_way(app, &format!("reading {}", header::location(app)));
            message(app, areas.text, buffer, &words, Ink::Dim);
        }
        Some(LoadState::Waiting) | None => {}
    }
    footer::draw(app, areas.foot, buffer);
    extras
}

fn panes(app: &App, reader: &Reader, areas: &Areas, buffer: &mut Buffer, extras: &mut FrameExtras) {
    text::draw(app, reader, areas, buffer, extras);
    if reader.flow.items.is_empty() {
        let hidden = !reader.article().clutter.is_empty();
        let words = if hidden { "everything on this page is hidden · C to show it" } else { "this page has no text" };
        message(app, areas.text, buffer, words, Ink::Dim);
    }
    minimap::draw(app, reader, areas.map, buffer);
    if !areas.left.is_empty() {
        clear(app, areas, areas.left, Pane::Voices, buffer);
        voices::draw(app, reader, areas, buffer);
    }
    if !areas.right.is_empty() {
        clear(app, areas, areas.right, Pane::Related, buffer);
        match &reader.verdicts {
            Some(verdicts) => verdict::draw(app, reader, verdicts, areas, buffer),
            None => related::draw(app, reader, areas, buffer, extras),
        }
    }
}

/// Clears the area of a drawer, which covers the text, and draws a thin line beside it.
fn clear(app: &App, areas: &Areas, area: Rect, pane: Pane, buffer: &mut Buffer) {
    if areas.arrangement == Arrangement::Beside {
        return;
    }
    paint::blank(buffer, area, app.theme.style(Ink::Background));
    if areas.arrangement == Arrangement::Drawers {
        let x = if pane == Pane::Voices { area.right() } else { area.left().saturating_sub(1) };
        for y in area.top()..area.bottom() {
            paint::blank(buffer, Rect::new(x, y, 1, 1), app.theme.style(Ink::Background));
            paint::cell(buffer, x, y, "│", app.theme.style(Ink::Rule));
        }
    }
}

/// Draws a pane's heading: its name, dim or, with the focus, in the accent colour, and a count at the right.
fn heading(app: &App, area: Rect, name: &str, figure: &str, focused: bool, buffer: &mut Buffer) {
    let ink = if focused { Ink::Accent } else { Ink::Dim };
    let end = paint::text(buffer, area, 0, 0, name, app.theme.style(ink));
    // If there is no room for all counts, only the last is shown, or none.
    let last = figure.rsplit(' ').next().unwrap_or_default();
    if let Some(figure) = [figure, last].into_iter().find(|figure| end + 1 + display_width(figure) <= area.width) {
        paint::right(buffer, area, 0, figure, app.theme.style(Ink::Dim));
    }
}

fn message(app: &App, area: Rect, buffer: &mut Buffer, words: &str, ink: Ink) {
    for (row, line) in (area.height / 3..area.height).zip(paint::wrapped(words, area.width)) {
        paint::text(buffer, area, 0, row, &line, app.theme.style(ink));
    }
}
