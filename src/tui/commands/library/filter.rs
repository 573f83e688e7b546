//! The filter prompt of the library: opened, edited, accepted, cancelled.

use crate::library::query::{LastWord, Query};
use crate::tui::commands::library::pieces::{prompt, reload_list};
use crate::tui::overlay::Purpose;
use crate::tui::state::App;

/// Opens the current filter for editing, with a blank at the end for another term (`/`).
pub fn filter(app: &mut App, _: Option<u32>) {
    let state = &mut app.library;
    state.filtering.before = Some((state.filter.clone(), state.current().map(|piece| piece.id)));
    let mut input = state.filter.clone();
    if !input.is_empty() && !input.ends_with(' ') {
        input.push(' ');
    }
    prompt(app, Purpose::Filter, input);
}

/// Accepts the filter (`Enter`). An unfinished term is kept as typed.
pub fn taken(app: &mut App) {
    app.library.filtering.before = None;
    if let Some(guessed) = app.library.filtering.guessed() {
        app.notify(guessed);
    }
    if Query::parse(&app.library.filter, LastWord::Open).unfinished.is_some() {
        app.library.filter.push(' ');
        reload_list(app);
    }
}

/// Cancels (`Esc`): restores the previous filter and selection.
pub fn left(app: &mut App) {
    let Some((filter, piece)) = app.library.filtering.before.take().filter(|(before, _)| *before != app.library.filter)
    else {
        return;
    };
    app.library.filter = filter;
    reload_list(app);
    app.library.left_at = piece;
}

/// Applies the filter on every keystroke.
pub fn typed(app: &mut App, text: &str) {
    if app.library.filter != text {
        text.clone_into(&mut app.library.filter);
        reload_list(app);
    }
}
