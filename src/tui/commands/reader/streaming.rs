//! Commands on a text that is still loading.

use crate::tui::reader::Reader;
use crate::tui::state::App;

/// Returns the text on the screen for commands that need all of it; while it is incomplete, shows a message and returns
/// `None`.
pub fn require_complete(app: &mut App) -> Option<&Reader> {
    if app.reader().is_some_and(|reader| reader.streaming.rest.is_some()) {
        app.notify("still loading the rest of this article");
        return None;
    }
    app.reader()
}

/// Goes to a share (0 to 1) of the text. If that part is not loaded yet, jumps there once it is.
pub fn go_to_share(app: &mut App, share: f64) {
    let Some(reader) = app.reader_mut() else { return };
    if let Some(pending_rest) = &mut reader.streaming.rest {
        pending_rest.wanted = Some(share);
        return app.notify("will go there when the rest has loaded");
    }
    if let Some(place) = reader.flow.at_share(share) {
        reader.go(place, 0);
    }
}
