//! Goes to the next unread article: in the list, then in the next feed with unread ones, then from the start.

use crate::library::{FeedTerm, Piece};
use crate::tui::commands::library::{feeds, pieces};
use crate::tui::state::feeds::{FeedsRequest, Seek};
use crate::tui::state::library::LibraryStatus;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect, Screen};

/// Selects the next unread article (`n`).
pub fn in_list(app: &mut App, _: Option<u32>) {
    begin(app, false);
}

/// Opens the next unread article of the library (`Ctrl-N`).
pub fn in_text(app: &mut App, _: Option<u32>) {
    pieces::leave_piece(app);
    if app.library.status == LibraryStatus::Closed {
        app.library.feeds.seeking = Some(Seek { opens: true, wrapped: true, hops: 0 });
        return app.emit(Effect::Library(Request::Open));
    }
    begin(app, true);
}

fn begin(app: &mut App, opens: bool) {
    app.library.feeds.seeking = Some(Seek { opens, ..Seek::default() });
    seek(app, app.library.selected + 1);
}

/// Asks for the first unread article of the list from an index on.
fn seek(app: &mut App, from: usize) {
    let range = app.library.range((from, from));
    feeds::ask(app, FeedsRequest::NextUnread(range));
}

/// Continues in a list that has just arrived.
pub(super) fn list_arrived(app: &mut App) {
    if app.library.feeds.seeking.is_some() && !app.library.window.pending {
        seek(app, 0);
    }
}

/// Takes the result of a search.
pub(super) fn found(app: &mut App, found: Option<(usize, Box<Piece>)>) {
    let Some(seek_state) = app.library.feeds.seeking.take() else { return };
    if let Some((at, piece)) = found {
        pieces::select_at(app, at);
        if seek_state.opens {
            open(app, &piece);
        }
        return;
    }
    // Further terms of the filter may exclude the unread articles of every feed.
    let may_go_on = !seek_state.wrapped && seek_state.hops < app.library.feeds.feeds.len();
    if let Some(term) = feeds::next_with_unread(app).filter(|_| may_go_on) {
        app.library.feeds.seeking = Some(Seek { hops: seek_state.hops + 1, ..seek_state });
        feeds::show(app, Some(&term));
        if let (Some(row), FeedTerm::Feed(_)) = (app.library.feeds.row_of(&term), &term) {
            app.library.feeds.selected = row;
        }
        return;
    }
    if seek_state.wrapped {
        return app.notify("no more unread articles");
    }
    app.library.feeds.seeking = Some(Seek { wrapped: true, ..seek_state });
    seek(app, 0);
}

/// Opens an article in place of the present one.
fn open(app: &mut App, piece: &Piece) {
    if !piece.fetched {
        app.notify("downloading this page · Enter to open it when done");
        app.screen = Screen::Library;
        return app.emit(Effect::Library(Request::Fetch(vec![piece.id])));
    }
    app.library.feeds.replacing = app.from_library.then_some(piece.id);
    app.emit(Effect::Library(Request::Read(piece.id, None)));
}
