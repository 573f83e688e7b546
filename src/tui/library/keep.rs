//! Keys of the reader that concern the library: save, archive, star, tags, note. A text that is not saved yet is saved first.

use super::Request;
use super::commands::open as open_selected;
use crate::library::{Change, Incoming, Marks, State};
use crate::tui::app::{App, Effect};
use crate::tui::overlay::{Overlay, Prompt, Purpose};
use crate::tui::reader::{Pane, grow};

/// `s`: the text, or the story or link that is selected beside it.
pub fn save(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let beside = (reader.focus == Pane::Related).then(|| reader.related.address().map(str::to_owned));
    match beside {
        Some(Some(url)) => app.ask(Effect::Library(Request::Add(url))),
        Some(None) => app.tell("the page gives no address for this story"),
        None if app.library.open.is_some() => app.tell("it is in the library already"),
        None => keep(app, Marks::default()),
    }
}

/// `a`.
pub fn archive(app: &mut App, _: Option<u32>) {
    let marks = Marks { state: Some(State::Archive), ..Marks::default() };
    decide(app, Change::State(State::Archive), marks);
}

/// `*`.
pub fn star(app: &mut App, _: Option<u32>) {
    let starred = app.library.current().is_some_and(|piece| Some(piece.id) == app.library.open && piece.starred);
    decide(app, Change::Star(!starred), Marks { starred: Some(true), ..Marks::default() });
}

/// `t`.
pub fn tags(app: &mut App, _: Option<u32>) {
    let held = app.library.current().filter(|piece| Some(piece.id) == app.library.open);
    let input = held.map(|piece| piece.tags.join(", ")).unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Tags, input }));
}

/// `;`.
pub fn note(app: &mut App, _: Option<u32>) {
    let held = app.library.current().filter(|piece| Some(piece.id) == app.library.open);
    let input = held.and_then(|piece| piece.note.clone()).unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt { purpose: Purpose::Note, input }));
}

/// The highlights are these now.
pub fn highlighted(app: &mut App) {
    let Some(highlights) = app.reader().map(|reader| reader.highlights.clone()) else { return };
    settle(app, Change::Highlights(highlights.clone()), Marks { highlights, ..Marks::default() });
}

/// Tags were typed.
pub(super) fn tagged(app: &mut App, tags: Vec<String>) {
    let held = app.library.current().filter(|piece| Some(piece.id) == app.library.open);
    let gone = held.map(|piece| piece.tags.iter().filter(|tag| !tags.contains(tag)).cloned().collect());
    let change = Change::Tags { add: tags.clone(), remove: gone.unwrap_or_default() };
    settle(app, change, Marks { tags, ..Marks::default() });
}

/// A note was typed.
pub(super) fn noted(app: &mut App, note: String) {
    let change = Change::Note(Some(note.clone()));
    settle(app, change, Marks { note: Some(note), ..Marks::default() });
}

/// A decision: what it concerns is done with, so in the queue the next piece opens.
fn decide(app: &mut App, change: Change, marks: Marks) {
    settle(app, change, marks);
    if app.library.queue && app.library.open.is_some() {
        super::commands::leave_piece(app);
        super::commands::down(app, None);
        open_selected(app, None);
    }
}

fn settle(app: &mut App, change: Change, marks: Marks) {
    match app.library.open {
        Some(id) => app.ask(Effect::Library(Request::Change(vec![id], change))),
        None => keep(app, marks),
    }
}

fn keep(app: &mut App, marks: Marks) {
    let Some(reader) = grow::whole_text(app) else { return };
    let url = reader.address().map(str::to_owned);
    let incoming = Incoming { url, marks, reading: Some(reader.whole()), ..Incoming::default() };
    app.ask(Effect::Library(Request::Save(Box::new(incoming))));
}
