//! Goes to other texts: in the browser, back and forward, to the other sources.

use crate::tui::commands::library::pieces::leave_piece;
use crate::tui::commands::reader::quotes::times;
use crate::tui::commands::texts;
use crate::tui::reader::Pane;
use crate::tui::state::{App, Effect};

/// Opens the page or the selected link in the browser (`o`).
pub fn browser(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let selected = (reader.focus == Pane::Related && reader.verdicts.is_none()).then(|| reader.related.address());
    match selected.unwrap_or_else(|| reader.address()) {
        Some(url) => {
            let url = url.to_owned();
            app.emit(Effect::Browse(url));
        }
        None => app.notify(if selected.is_some() {
            "the page gives no URL for this story"
        } else {
            "this article has no URL"
        }),
    }
}

/// Goes back to the previous text (`H`).
pub fn back(app: &mut App, _: Option<u32>) {
    texts::cancel_load(app);
    leave_piece(app);
    if let Some(index) = app.texts.back.pop() {
        app.texts.forward.push(app.texts.current);
        app.texts.current = index;
    }
}

/// Goes forward again (`L`).
pub fn forward(app: &mut App, _: Option<u32>) {
    texts::cancel_load(app);
    leave_piece(app);
    if let Some(index) = app.texts.forward.pop() {
        app.texts.back.push(app.texts.current);
        app.texts.current = index;
    }
}

/// Shows the next source given on the command line (`J`).
pub fn next_source(app: &mut App, count: Option<u32>) {
    source(app, times(count));
}

/// Shows the previous source given on the command line (`K`).
pub fn previous_source(app: &mut App, count: Option<u32>) {
    source(app, -times(count));
}

fn source(app: &mut App, by: isize) {
    let (at, count) = (app.texts.source().unwrap_or(0), app.texts.sources.len());
    let target = (at as isize + by).clamp(0, count as isize - 1) as usize;
    let index = app.texts.sources[target];
    leave_piece(app);
    app.texts.back.clear();
    app.texts.forward.clear();
    texts::show(app, index);
    app.notify(format!("source {} of {count}", target + 1));
}
