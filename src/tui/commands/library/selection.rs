//! Selects several pieces for one change: one by one, or as a range.

use crate::library::PieceId;
use crate::plural::group_digits;
use crate::tui::commands::library::pieces::go;
use crate::tui::state::library::RangeAnchor;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};

/// Selects or deselects the current piece for a bulk change and moves to the next (`x`).
pub fn select(app: &mut App, _: Option<u32>) {
    let Some(id) = app.library.current().map(|piece| piece.id) else { return };
    if app.library.chosen.remove(&id).is_none() {
        app.library.chosen.insert(id, app.library.selected);
    }
    app.library.anchor = Some(RangeAnchor { at: app.library.selected, growing: false });
    go(app, 1);
}

/// Starts a range; if there is a start already (also from `x`), selects from there to the current piece (`V`).
pub fn range(app: &mut App, _: Option<u32>) {
    if app.library.anchor.is_none() {
        app.library.anchor = Some(RangeAnchor { at: app.library.selected, growing: true });
        return app.notify("range started · V to end it");
    }
    choose_range(app);
}

/// Selects all pieces between anchor and selection. Returns false if some are not loaded; they are then requested.
fn choose_range(app: &mut App) -> bool {
    let state = &mut app.library;
    let Some(RangeAnchor { at, .. }) = state.anchor.take() else { return true };
    let (from, to) = (at.min(state.selected), at.max(state.selected));
    let ids: Option<Vec<(PieceId, usize)>> = (from..=to).map(|at| Some((state.piece_at(at)?.id, at))).collect();
    if let Some(ids) = ids {
        add_range(app, ids);
        return true;
    }
    let range = state.range((from, to));
    app.notify("choosing…");
    app.emit(Effect::Library(Request::Range(range)));
    false
}

/// Ends a growing range, so that a command applies to its pieces. Returns true if they are all loaded.
pub(super) fn end_range(app: &mut App) -> bool {
    !app.library.anchor.is_some_and(|anchor| anchor.growing) || choose_range(app)
}

/// Adds the pieces of a range to the selection; each `usize` is an index in the whole list.
pub(super) fn add_range(app: &mut App, ids: Vec<(PieceId, usize)>) {
    app.library.chosen.extend(ids);
    let count = app.library.chosen.len();
    app.notify(format!("{} selected", group_digits(count)));
}
