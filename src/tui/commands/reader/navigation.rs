//! To other texts: the browser, back and forward, the several sources.

use crate::tui::commands::library::pieces::leave_piece;
use crate::tui::commands::reader::quotes::times;
use crate::tui::commands::texts;
use crate::tui::reader::Pane;
use crate::tui::state::{App, Effect};

/// `o`.
pub fn browser(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let selected = (reader.focus == Pane::Related).then(|| reader.related.address());
    match selected.unwrap_or_else(|| reader.address()) {
        Some(url) => {
            let url = url.to_owned();
            app.ask(Effect::Browse(url));
        }
        None => app.tell(if selected.is_some() {
            "the text gives no address of this story"
        } else {
            "this text has no address"
        }),
    }
}

/// `H`.
pub fn back(app: &mut App, _: Option<u32>) {
    texts::give_up(app);
    leave_piece(app);
    if let Some(index) = app.shelf.back.pop() {
        app.shelf.forward.push(app.shelf.current);
        app.shelf.current = index;
    }
}

/// `L`.
pub fn forward(app: &mut App, _: Option<u32>) {
    texts::give_up(app);
    leave_piece(app);
    if let Some(index) = app.shelf.forward.pop() {
        app.shelf.back.push(app.shelf.current);
        app.shelf.current = index;
    }
}

/// `J`.
pub fn next_source(app: &mut App, count: Option<u32>) {
    source(app, times(count));
}

/// `K`.
pub fn previous_source(app: &mut App, count: Option<u32>) {
    source(app, -times(count));
}

fn source(app: &mut App, by: isize) {
    let (at, count) = (app.shelf.source().unwrap_or(0), app.shelf.sources.len());
    let target = (at as isize + by).clamp(0, count as isize - 1) as usize;
    let index = app.shelf.sources[target];
    leave_piece(app);
    app.shelf.back.clear();
    app.shelf.forward.clear();
    texts::show(app, index);
    app.tell(format!("source {} of {count}", target + 1));
}
