//! Library commands in the reader: save, archive, star, tag, note. An unsaved text is saved first.

use crate::library::{Change, Incoming, Piece, PieceState, UserData, WHOLE};
use crate::tui::commands::library::pieces::{leave_piece, listed_tags};
use crate::tui::commands::library::{feeds, triage};
use crate::tui::commands::reader::streaming;
use crate::tui::overlay::{Overlay, Prompt, Purpose};
use crate::tui::reader::Pane;
use crate::tui::state::request::{Request, SaveRequest};
use crate::tui::state::{App, Effect};

/// Returns the library's entry of the text on the screen, if it is saved.
fn held(app: &App) -> Option<&Piece> {
    app.reader()?.annotations.piece.as_deref()
}

/// Saves the text, or the story or link selected in the right pane (`s`).
pub fn save(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let beside = (reader.focus == Pane::Related).then(|| reader.related.address().map(str::to_owned));
    match beside {
        Some(Some(url)) => app.emit(Effect::Library(Request::Add(url))),
        Some(None) => app.notify("the page gives no URL for this story"),
        None if app.texts.piece().is_some_and(|piece| piece.feed.is_some()) => feeds::follow_text(app),
        None if reader.annotations.piece.is_some() => app.notify("already saved"),
        None => keep(app, UserData::default()),
    }
}

/// Archives the text (`a`).
pub fn archive(app: &mut App, _: Option<u32>) {
    let marks = UserData { state: Some(PieceState::Archive), ..UserData::default() };
    decide(app, Change::State(PieceState::Archive), marks);
}

/// Stars or unstars the text (`*`).
pub fn star(app: &mut App, _: Option<u32>) {
    let starred = held(app).is_some_and(|piece| piece.starred);
    decide(app, Change::Star(!starred), UserData { starred: Some(true), ..UserData::default() });
}

/// Deletes the text and opens the next one (`d`, in the queue).
pub fn delete(app: &mut App, _: Option<u32>) {
    decide(app, Change::Delete(true), UserData::default());
}

/// Marks the text as read, or as unread, and opens the next one (`r`, in the queue).
pub fn read(app: &mut App, _: Option<u32>) {
    let done = held(app).is_some_and(|piece| piece.progress >= WHOLE);
    decide(app, Change::Read(!done), UserData::default());
}

/// Opens a prompt for the tags of the text (`t`).
pub fn tags(app: &mut App, _: Option<u32>) {
    let input = held(app).map(|piece| listed_tags(&piece.tags)).unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::Tags, input)));
}

/// Opens a prompt for the note on the text (`;`).
pub fn note(app: &mut App, _: Option<u32>) {
    let input = held(app).and_then(|piece| piece.note.clone()).unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::Note, input)));
}

/// Applies the tags entered in the prompt.
pub(super) fn tagged(app: &mut App, tags: Vec<String>) {
    let gone = held(app).map(|piece| piece.tags.iter().filter(|tag| !tags.contains(tag)).cloned().collect());
    let change = Change::Tags { add: tags.clone(), remove: gone.unwrap_or_default() };
    settle(app, change, UserData { tags, ..UserData::default() });
}

/// Applies the note entered in the prompt.
pub(super) fn noted(app: &mut App, note: String) {
    let change = Change::Note(Some(note.clone()));
    settle(app, change, UserData { note: Some(note), ..UserData::default() });
}

/// Applies a decision about the text; in the queue, the next piece then opens.
fn decide(app: &mut App, change: Change, marks: UserData) {
    // Record the reading position first, so that undoing the decision returns to it.
    leave_piece(app);
    settle(app, change, marks);
    if app.library.queue && held(app).is_some() {
        triage::advance(app);
    }
}

fn settle(app: &mut App, change: Change, marks: UserData) {
    match held(app).map(|piece| piece.id) {
        Some(id) => app.emit(Effect::Library(Request::Change(vec![id], change))),
        None => keep(app, marks),
    }
}

/// Saves the text with the given user data and its own corrections and highlights.
pub fn keep(app: &mut App, marks: UserData) {
    let (number, page) = (app.texts.current, app.texts.page());
    let Some(reader) = streaming::require_complete(app) else { return };
    let kept = reader.annotations.marks.clone();
    let marks = UserData { corrections: kept.corrections, highlights: kept.highlights, ..marks };
    let (url, reading) = (reader.address().map(str::to_owned), Some(reader.uncorrected()));
    let incoming = Incoming { url, user_data: marks, reading, ..Incoming::default() };
    app.emit(Effect::Library(Request::Save(Box::new(SaveRequest { number, incoming, page }))));
}
