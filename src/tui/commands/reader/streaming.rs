//! Commands on a text whose rest is still being read.

use crate::tui::reader::Reader;
use crate::tui::state::App;

/// The text on the screen, for what must not be done with its beginning alone; that the rest is awaited is told.
pub fn require_complete(app: &mut App) -> Option<&Reader> {
    if app.reader().is_some_and(|reader| reader.pending_rest.is_some()) {
        app.notify("still loading the rest of this article");
        return None;
    }
    app.reader()
}

/// Goes to a share of the text; what is not there yet is gone to when it is.
pub fn go_to_share(app: &mut App, share: f64) {
    let Some(reader) = app.reader_mut() else { return };
    if let Some(pending_rest) = &mut reader.pending_rest {
        pending_rest.wanted = Some(share);
        return app.notify("will go there when the rest has loaded");
    }
    if let Some(place) = reader.flow.at_share(share) {
        reader.go(place, 0);
    }
}
