//! Choosing several pieces for one change: one by one, or a range of them.

use crate::library::Id;
use crate::plural::group_digits;
use crate::tui::commands::library::pieces::go;
use crate::tui::state::library::RangeAnchor;
use crate::tui::state::request::{Range, Request};
use crate::tui::state::{App, Effect};

/// `x`.
pub fn select(app: &mut App, _: Option<u32>) {
    let Some(id) = app.library.current().map(|piece| piece.id) else { return };
    if app.library.chosen.remove(&id).is_none() {
        app.library.chosen.insert(id, app.library.selected);
    }
    app.library.anchor = Some(RangeAnchor { at: app.library.selected, growing: false });
    go(app, 1);
}

/// `V`: from where a range began, or a piece was chosen, to here.
pub fn range(app: &mut App, _: Option<u32>) {
    if app.library.anchor.is_none() {
        app.library.anchor = Some(RangeAnchor { at: app.library.selected, growing: true });
        return app.notify("range started · V to end it");
    }
    choose_range(app);
}

/// Chooses what lies between the anchor and the selection; whether all of it is at hand, and so is chosen now.
fn choose_range(app: &mut App) -> bool {
    let state = &mut app.library;
    let Some(RangeAnchor { at, .. }) = state.anchor.take() else { return true };
    let (from, to) = (at.min(state.selected), at.max(state.selected));
    let ids: Option<Vec<(Id, usize)>> = (from..=to).map(|at| Some((state.piece_at(at)?.id, at))).collect();
    if let Some(ids) = ids {
        add_range(app, ids);
        return true;
    }
    let stays = state.stays.iter().map(|(at, id)| (*at, *id)).collect();
    let range = Range { filter: state.filter.clone(), sort: state.sort, places: (from, to), stays };
    app.notify("choosing…");
    app.emit(Effect::Library(Request::Range(range)));
    false
}

/// A range that is growing ends with what is done to it: that concerns what is marked. Whether it can be done now.
pub(super) fn end_range(app: &mut App) -> bool {
    !app.library.anchor.is_some_and(|anchor| anchor.growing) || choose_range(app)
}

/// The pieces of a range are chosen.
pub(super) fn add_range(app: &mut App, ids: Vec<(Id, usize)>) {
    app.library.chosen.extend(ids);
    let count = app.library.chosen.len();
    app.notify(format!("{} selected", group_digits(count)));
}
