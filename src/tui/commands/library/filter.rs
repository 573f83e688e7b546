//! The filter while it is typed, taken or left.

use crate::library::query::{LastWord, Query};
use crate::tui::commands::library::pieces::{prompt, reload_list};
use crate::tui::overlay::Purpose;
use crate::tui::state::App;

/// `/`: the filter in force is edited; what is typed is another term of it.
pub fn filter(app: &mut App, _: Option<u32>) {
    let state = &mut app.library;
    state.filtering.before = Some((state.filter.clone(), state.current().map(|piece| piece.id)));
    let mut input = state.filter.clone();
    if !input.is_empty() && !input.ends_with(' ') {
        input.push(' ');
    }
    prompt(app, Purpose::Filter, input);
}

/// `Enter` there: what was not finished is left as it stands.
pub fn taken(app: &mut App) {
    app.library.filtering.before = None;
    if Query::parse(&app.library.filter, LastWord::Open).unfinished.is_some() {
        app.library.filter.push(' ');
        reload_list(app);
    }
}

/// `Esc` there: the filter from before, and the piece that was selected.
pub fn left(app: &mut App) {
    let Some((filter, piece)) = app.library.filtering.before.take().filter(|(before, _)| *before != app.library.filter)
    else {
        return;
    };
    app.library.filter = filter;
    reload_list(app);
    app.library.left_at = piece;
}

/// What is typed as a filter counts at once.
pub fn typed(app: &mut App, text: &str) {
    if app.library.filter != text {
        text.clone_into(&mut app.library.filter);
        reload_list(app);
    }
}
