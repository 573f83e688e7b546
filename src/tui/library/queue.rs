//! The queue: each decision opens the next piece at once, and at the end of a piece the next one is offered.

use super::commands::{down, leave_piece, open};
use crate::tui::app::App;

/// `Q`.
pub fn queue(app: &mut App, _: Option<u32>) {
    app.library.queue = !app.library.queue;
    if app.library.queue {
        app.tell("queue: each decision opens the next piece; Q ends it");
        open(app, None);
    } else {
        app.tell("queue ended");
    }
}

/// The text in the queue ends here: offers the next piece.
pub fn offer_next(app: &mut App) {
    let at_end = app.reader().is_some_and(|reader| reader.kept.piece.is_some() && reader.is_at_end());
    if !app.library.queue || !at_end {
        return;
    }
    let next = app.library.piece_at(app.library.selected + 1).map(|piece| piece.title.clone());
    app.tell(match next {
        Some(title) => format!("the end · a archives it, Enter goes on with “{title}”"),
        None => "the end, of the queue too · a archives it, q leads back".to_owned(),
    });
}

/// `Enter` at the end of a text in the queue: the next piece; whether there is one.
pub fn next_in_queue(app: &mut App) -> bool {
    let at_end = app.reader().is_some_and(|reader| reader.kept.piece.is_some() && reader.is_at_end());
    if !app.library.queue || !at_end || app.library.piece_at(app.library.selected + 1).is_none() {
        return false;
    }
    leave_piece(app);
    down(app, None);
    open(app, None);
    true
}
