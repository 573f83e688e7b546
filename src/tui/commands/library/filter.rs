//! The filter prompt of the library: opened, edited, accepted, cancelled.

use crate::library::query::{FINISHED, LastWord, Query};
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

/// Accepts the filter (`Enter`). If it is unfinished, the list tells what is missing.
pub fn taken(app: &mut App) {
    app.library.filtering.before = None;
    if let Some(guessed) = app.library.filtering.guessed() {
        app.notify(guessed);
    }
    let is_unfinished = |filter: &str| Query::parse(filter, LastWord::Open).unfinished.is_some();
    if is_unfinished(&app.library.filter) {
        // A blank ends a word; two end everything.
        while is_unfinished(&app.library.filter) && !app.library.filter.ends_with(FINISHED) {
            app.library.filter.push(' ');
        }
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
