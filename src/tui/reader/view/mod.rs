//! Drawing the reader: title line, panes, foot. Each view reads the state and changes nothing.

pub mod foot;
mod map;
mod related;
mod text;
mod title;
mod voices;

use super::geometry::{Areas, Arrangement};
use super::{Pane, Reader};
use crate::tui::app::App;
use crate::tui::app::shelf::State;
use crate::tui::layout::width_of;
use crate::tui::stroke;
use crate::tui::theme::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A link on the screen: cells and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// One row of cells.
    pub area: Rect,
    /// The address.
    pub url: String,
}

/// What drawing yields beside the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Where the terminal's cursor stands; none: it is hidden.
    pub cursor: Option<Position>,
    /// Links, for terminals that can open them.
    pub anchors: Vec<Anchor>,
}

/// Draws the whole reader.
pub fn draw(app: &App, buffer: &mut Buffer) -> Extras {
    let areas = app.areas();
    let mut extras = Extras::default();
    let rule = app.theme.style(Ink::Rule);
    stroke::rule(buffer, areas.title_rule, rule);
    stroke::rule(buffer, areas.foot_rule, rule);
    title::draw(app, areas.title, buffer);
    match app.shelf.state() {
        Some(State::Ready(reader)) => panes(app, reader, &areas, buffer, &mut extras),
        Some(State::Failed(why)) => message(app, areas.text, buffer, why, Ink::Error),
        Some(State::Loading) => {
            let words = foot::under_way(app, &format!("reading {}", title::location(app)));
            message(app, areas.text, buffer, &words, Ink::Dim);
        }
        Some(State::Waiting) | None => {}
    }
    foot::draw(app, areas.foot, buffer);
    extras
}

fn panes(app: &App, reader: &Reader, areas: &Areas, buffer: &mut Buffer, extras: &mut Extras) {
    text::draw(app, reader, areas, buffer, extras);
    if reader.flow.items.is_empty() {
        let hidden = !reader.article().clutter.is_empty();
        let words = if hidden { "all of this page is hidden: C shows it" } else { "this page holds no text" };
        message(app, areas.text, buffer, words, Ink::Dim);
    }
    map::draw(app, reader, areas.map, buffer);
    if !areas.left.is_empty() {
        clear(app, areas, areas.left, Pane::Voices, buffer);
        voices::draw(app, reader, areas, buffer);
    }
    if !areas.right.is_empty() {
        clear(app, areas, areas.right, Pane::Related, buffer);
        related::draw(app, reader, areas, buffer);
    }
}

/// A drawer covers the text, and a thin line parts it from what is beside it.
fn clear(app: &App, areas: &Areas, area: Rect, pane: Pane, buffer: &mut Buffer) {
    if areas.arrangement == Arrangement::Beside {
        return;
    }
    stroke::blank(buffer, area, app.theme.style(Ink::Ground));
    if areas.arrangement == Arrangement::Drawers {
        let x = if pane == Pane::Voices { area.right() } else { area.left().saturating_sub(1) };
        for y in area.top()..area.bottom() {
            stroke::blank(buffer, Rect::new(x, y, 1, 1), app.theme.style(Ink::Ground));
            stroke::cell(buffer, x, y, "│", app.theme.style(Ink::Rule));
        }
    }
}

/// A heading of a pane: its name, dim or in the accent while the keys go to it, and a figure at the right.
fn heading(app: &App, area: Rect, name: &str, figure: &str, focused: bool, buffer: &mut Buffer) {
    let ink = if focused { Ink::Accent } else { Ink::Dim };
    let end = stroke::text(buffer, area, 0, 0, name, app.theme.style(ink));
    // Where there is no room for all figures, the last has to do, or none.
    let last = figure.rsplit(' ').next().unwrap_or_default();
    if let Some(figure) = [figure, last].into_iter().find(|figure| end + 1 + width_of(figure) <= area.width) {
        stroke::right(buffer, area, 0, figure, app.theme.style(Ink::Dim));
    }
}

fn message(app: &App, area: Rect, buffer: &mut Buffer, words: &str, ink: Ink) {
    for (row, line) in (area.height / 3..area.height).zip(stroke::wrapped(words, area.width)) {
        stroke::text(buffer, area, 0, row, &line, app.theme.style(ink));
    }
}
