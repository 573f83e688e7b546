//! The queue: each decision opens the next piece, and the end of a piece offers the next one.

use crate::tui::commands::library::pieces::{come_back, leave_piece, open, select_at};
use crate::tui::reader::Reader;
use crate::tui::state::App;

/// Starts or ends the queue from the library (`Q`).
pub fn queue(app: &mut App, _: Option<u32>) {
    if app.library.queue {
        return stop(app);
    }
    app.library.queue = true;
    app.notify("queue: each decision opens the next article · Q to leave");
    open(app, None);
}

/// Ends the queue from a text (`Q`).
pub fn end(app: &mut App, _: Option<u32>) {
    stop(app);
}

/// Ends the queue with a message, if it is on.
pub(super) fn stop(app: &mut App) {
    if std::mem::take(&mut app.library.queue) {
        app.notify("left the queue");
    }
}

/// Returns the list index of the next piece that is fetched and not deleted (as far as known); `None` at the end.
fn next(app: &App) -> Option<usize> {
    let state = &app.library;
    let readable = |at: &usize| state.piece_at(*at).is_none_or(|piece| piece.fetched && !piece.deleted);
    (state.selected + 1..state.window.total).find(readable)
}

/// Opens the next piece; at the end of the list, ends the queue.
pub(super) fn advance(app: &mut App) {
    if let Some(at) = next(app) {
        select_at(app, at);
        return open(app, None);
    }
    app.library.queue = false;
    come_back(app);
    app.notify("queue finished");
}

/// Returns true if the last line of the queue's current text is visible.
fn is_at_end(app: &App) -> bool {
    app.is_in_queue() && app.reader().is_some_and(Reader::is_at_end)
}

/// Offers the next piece once the end of the text is visible.
pub fn offer_next(app: &mut App) {
    if !is_at_end(app) {
        return;
    }
    let next = next(app).and_then(|at| Some(app.library.piece_at(at)?.title.clone()));
    app.notify(match next {
        Some(title) => format!("end of the article · a archive · Enter opens “{title}”"),
        None => "end of the queue · a archive · q back".to_owned(),
    });
}

/// Opens the next piece at the end of a text in the queue (`Enter`). Returns true if there is one.
pub fn next_in_queue(app: &mut App) -> bool {
    let Some(at) = next(app).filter(|_| is_at_end(app)) else { return false };
    leave_piece(app);
    select_at(app, at);
    open(app, None);
    true
}
