//! Commands on the library's list: moving, opening, triage, undo, tags, notes.

use crate::library::{Change, PieceState};
use crate::tui::commands::library::selection::end_range;
use crate::tui::commands::library::{current_text, feeds, speakers, triage};
use crate::tui::commands::{annotations, texts};
use crate::tui::overlay::{Choice, Overlay, Prompt, Purpose};
use crate::tui::state::library::{LibraryState, LibraryStatus};
use crate::tui::state::request::{Request, UndoScope};
use crate::tui::state::{App, Effect, Screen, request};
use crate::tui::values::Requester;
use crate::tui::view::library::feeds::list_size;
use crate::tui::view::library::list;

/// Selects the next piece (`j`).
pub fn down(app: &mut App, count: Option<u32>) {
    go(app, count.unwrap_or(1) as isize);
}

/// Selects the previous piece (`k`).
pub fn up(app: &mut App, count: Option<u32>) {
    go(app, -(count.unwrap_or(1) as isize));
}

/// Moves the selection one page down (`Space`).
pub fn page_down(app: &mut App, _: Option<u32>) {
    go(app, app.library.rows.max(1) as isize);
}

/// Moves the selection one page up (`b`).
pub fn page_up(app: &mut App, _: Option<u32>) {
    go(app, -(app.library.rows.max(1) as isize));
}

/// Selects the first piece (`g`).
pub fn top(app: &mut App, _: Option<u32>) {
    go(app, isize::MIN / 2);
}

/// Selects the last piece (`G`).
pub fn bottom(app: &mut App, _: Option<u32>) {
    go(app, isize::MAX / 2);
}

/// Selects a piece by its index in the whole list.
pub fn select_at(app: &mut App, piece: usize) {
    app.library.selected = piece;
    go(app, 0);
}

/// Moves the selection by `by` pieces, within the list.
pub(super) fn go(app: &mut App, by: isize) {
    let state = &mut app.library;
    let last = state.window.total.saturating_sub(1);
    state.selected = state.selected.saturating_add_signed(by).min(last);
    request_visible(app);
}

/// Requests missing data for the selection: another part of the list, the preview.
pub(super) fn request_visible(app: &mut App) {
    let state = &mut app.library;
    let (from, to) = (state.window.offset, state.window.offset + state.window.pieces.len());
    let near = state.selected < from + 20 && from > 0
        || state.selected + 20 >= to && (to < state.window.total || state.window.or_more);
    if near && !state.window.pending {
        let offset = state.selected.saturating_sub(request::WINDOW / 2);
        ask_list(app, offset);
    }
    let state = &mut app.library;
    let Some(id) = state.current().map(|piece| piece.id) else { return };
    if state.preview.asked != Some(id) {
        state.preview.asked = Some(id);
        let filter = state.filter.clone();
        app.emit(Effect::Library(Request::Preview(id, filter)));
    }
}

/// Requests the part of the list that starts at `offset`.
pub(super) fn ask_list(app: &mut App, offset: usize) {
    let state = &mut app.library;
    state.asked += 1;
    state.window.pending = true;
    let stays = state.pinned();
    let request = Request::List { number: state.asked, filter: state.filter.clone(), sort: state.sort, offset, stays };
    app.emit(Effect::Library(request));
}

/// Requests the list from its start, after the filter, order or view has changed.
pub(super) fn reload_list(app: &mut App) {
    let LibraryState { selected, top, chosen, stays, anchor, preview, .. } = &mut app.library;
    (*selected, *top, *anchor, preview.asked) = (0, 0, None, None);
    chosen.clear();
    stays.clear();
    ask_list(app, 0);
}

/// Opens the selected piece (`Enter`).
pub fn open(app: &mut App, _: Option<u32>) {
    match app.library.current() {
        Some(piece) if piece.fetched => {
            let id = piece.id;
            // What answers a filter is what one wants to see; else the article opens where it was left.
            app.emit(Effect::Library(if app.library.filtering.hits.is_empty() {
                Request::Read(id, None)
            } else {
                Request::ReadHit(id, app.library.filter.clone())
            }));
        }
        Some(piece) => {
            let id = piece.id;
            app.notify("downloading this page · Enter to open it when done");
            app.emit(Effect::Library(Request::Fetch(vec![id])));
        }
        None if app.library.window.pending || app.library.status != LibraryStatus::Open => {}
        None if app.library.is_empty() => sample(app),
        None => app.notify("no matches · / to change the filter"),
    }
}

/// Opens the sample article built into the program.
fn sample(app: &mut App) {
    let location = crate::sample::LOCATION.into();
    app.from_library = true;
    texts::open(app, location, Requester::User(None));
}

/// Archives the selected pieces, or moves them back (`a`).
pub fn archive(app: &mut App, _: Option<u32>) {
    let archived = app.library.current().is_some_and(|piece| piece.state == PieceState::Archive);
    let state = if archived && app.library.chosen.is_empty() { PieceState::Unread } else { PieceState::Archive };
    decide(app, Change::State(state));
}

/// Stars or unstars the selected pieces (`*`).
pub fn star(app: &mut App, _: Option<u32>) {
    let starred = app.library.current().is_some_and(|piece| piece.starred) && app.library.chosen.is_empty();
    decide(app, Change::Star(!starred));
}

/// Deletes the selected pieces, or restores a deleted one (`d`).
pub fn delete(app: &mut App, _: Option<u32>) {
    let deleted = app.library.current().is_some_and(|piece| piece.deleted) && app.library.chosen.is_empty();
    decide(app, Change::Delete(!deleted));
}

/// Marks the selected pieces as read or unread (`r`).
pub fn read(app: &mut App, _: Option<u32>) {
    let done = app.library.current().is_some_and(|piece| piece.progress >= crate::library::WHOLE);
    decide(app, Change::Read(!done));
}

/// Applies a change to the targets. After a change to a single piece, the next one is selected.
fn decide(app: &mut App, change: Change) {
    if !end_range(app) {
        return;
    }
    let targets = app.library.targets();
    if targets.is_empty() {
        return app.notify("no article selected");
    }
    let bulk = !app.library.chosen.is_empty();
    app.library.pin_targets();
    app.library.anchor = None;
    app.emit(Effect::Library(Request::Change(targets, change)));
    if !bulk {
        go(app, 1);
        if app.library.queue {
            open(app, None);
        }
    }
}

/// Undoes the last change to the library (`u`). In the reader, a step that neither this session made nor
/// concerns the open article alone needs a second press, since nothing on the screen shows it.
pub fn undo(app: &mut App, _: Option<u32>) {
    if app.screen == Screen::Reader && annotations::undo(app) {
        return app.notify("undone · Ctrl-R to redo");
    }
    let open = app.reader().and_then(|reader| reader.annotations.id());
    let asked = app.undo_asked.take().map_or(UndoScope::Reader(open), UndoScope::Step);
    let scope = if app.screen == Screen::Reader { asked } else { UndoScope::Any };
    app.emit(Effect::Library(Request::Undo(scope)));
}

/// Redoes the change that was undone last (`Ctrl-R`).
pub fn redo(app: &mut App, _: Option<u32>) {
    if app.screen == Screen::Reader && annotations::redo(app) {
        return app.notify("redone · u to undo");
    }
    app.emit(Effect::Library(Request::Redo));
}

/// Opens a prompt with `input` already typed.
pub(super) fn prompt(app: &mut App, purpose: Purpose, input: String) {
    app.overlays.push(Overlay::Prompt(Prompt::new(purpose, input)));
}

/// Opens a prompt for the tags of the selected pieces (`t`).
pub fn tags(app: &mut App, _: Option<u32>) {
    if !end_range(app) {
        return;
    }
    let held = match app.library.current() {
        Some(piece) if app.library.chosen.is_empty() => listed_tags(&piece.tags),
        _ => String::new(),
    };
    prompt(app, Purpose::Tags, held);
}

/// Joins tags for editing, with a comma at the end ready for another.
pub(super) fn listed_tags(tags: &[String]) -> String {
    tags.iter().flat_map(|tag| [tag.as_str(), ", "]).collect()
}

/// Applies the entered tags. For one piece they replace its tags; for several, each tag is added and `-tag` removed.
pub fn tagged(app: &mut App, text: &str) {
    let typed: Vec<String> = text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    let (remove, add): (Vec<String>, Vec<String>) = if app.library.chosen.is_empty() {
        let held = app.library.current().map(|piece| piece.tags.clone()).unwrap_or_default();
        (held.into_iter().filter(|tag| !typed.contains(tag)).collect(), typed)
    } else {
        let (gone, come): (Vec<_>, Vec<_>) = typed.into_iter().partition(|tag| tag.starts_with('-'));
        (gone.into_iter().map(|tag| tag[1..].to_owned()).collect(), come)
    };
    if app.screen == Screen::Reader {
        return current_text::tagged(app, add);
    }
    decide(app, Change::Tags { add, remove });
}

/// Opens a prompt for the note on the selected piece (`;`).
pub fn note(app: &mut App, _: Option<u32>) {
    let held = app.library.current().and_then(|piece| piece.note.clone()).unwrap_or_default();
    prompt(app, Purpose::Note, held);
}

/// Saves the note entered in the prompt.
pub fn noted(app: &mut App, text: &str) {
    if app.screen == Screen::Reader {
        return current_text::noted(app, text.to_owned());
    }
    decide(app, Change::Note(Some(text.to_owned())));
}

/// Sorts the list by the next order (`S`).
pub fn sort(app: &mut App, _: Option<u32>) {
    use crate::library::Sort;
    let at = Sort::ALL.iter().position(|(_, sort)| *sort == app.library.sort).unwrap_or(0);
    let (_, sort) = Sort::ALL[(at + 1) % Sort::ALL.len()];
    app.library.sort = sort;
    app.notify(sort.in_words());
    reload_list(app);
}

/// Cancels the nearest thing that can be cancelled (`Esc`): the full-screen preview, a selection, the queue, fetching,
/// a filter.
pub fn cancel(app: &mut App) {
    let state = &mut app.library;
    if state.feeds.focused {
        state.feeds.focused = false;
    } else if state.preview.alone {
        state.preview.alone = false;
    } else if !state.chosen.is_empty() || state.anchor.is_some() {
        state.chosen.clear();
        state.anchor = None;
    } else if state.queue {
        state.queue = false;
        app.notify("left the queue");
    } else if state.feeds.progress.is_some() {
        app.emit(Effect::Library(Request::StopFetching));
        app.notify("fetching stopped · f to fetch the feeds");
    } else if state.waiting > 0 {
        app.emit(Effect::Library(Request::StopFetching));
        app.notify("downloads stopped · F to download the rest");
    } else if !state.filter.is_empty() {
        state.filter.clear();
        reload_list(app);
    }
}

/// Fetches the full text of the selected pieces (`F`).
pub fn fetch(app: &mut App, _: Option<u32>) {
    if !end_range(app) {
        return;
    }
    let targets = app.library.targets();
    app.notify("downloading…");
    app.emit(Effect::Library(Request::Fetch(targets)));
}

/// On screens too small for both, switches between list and preview (`Tab`).
pub fn flip_preview(app: &mut App) {
    if list::is_beside(list_size(&app.library.feeds, app.size, app.view.mode), app.view.mode) {
        app.library.preview.alone = false;
        return app.notify("preview already shown");
    }
    app.library.preview.alone = !app.library.preview.alone && app.library.current().is_some();
}

/// Requests the difference between the selected piece and its earlier version (`D`).
pub fn difference(app: &mut App, _: Option<u32>) {
    if let Some(id) = app.library.current().map(|piece| piece.id) {
        app.emit(Effect::Library(Request::Difference(id)));
    }
}

/// Searches the library for some words; `q` then leads back to the text.
pub fn search_for(app: &mut App, words: String) {
    leave_piece(app);
    triage::stop(app);
    app.screen = Screen::Library;
    if app.library.status == LibraryStatus::Closed {
        app.library.filtering.wanted = Some(words);
        return app.emit(Effect::Library(Request::Open));
    }
    app.library.filter = words;
    reload_list(app);
}

/// Shows the library again, with its previous filter and selection.
pub fn come_back(app: &mut App) {
    leave_piece(app);
    triage::stop(app);
    app.screen = Screen::Library;
    if app.library.status == LibraryStatus::Closed {
        return app.emit(Effect::Library(Request::Open));
    }
    app.library.preview.asked = None;
    request_visible(app);
}

/// Saves the reading position of the piece in the reader.
pub fn leave_piece(app: &mut App) {
    if app.screen != Screen::Reader {
        return;
    }
    let Some((reader, id)) = app.reader().and_then(|reader| Some((reader, reader.annotations.id()?))) else { return };
    let progress = (reader.page.progress(reader.text()) * 1000.0).round() as u16;
    let position = reader.corrected_offset(reader.page.place());
    app.emit(Effect::Library(Request::Left(id, position, progress)));
}

/// Saves the selected piece for the next start.
pub fn leave_list(app: &mut App) {
    if let Some(id) = app.library.current().map(|piece| piece.id) {
        app.emit(Effect::Library(Request::LeaveList(id)));
    }
}

/// Adds an address or file that was typed or pasted in the library.
pub fn add(app: &mut App, named: &str) {
    app.notify("adding…");
    app.emit(Effect::Library(Request::Add(named.to_owned())));
}

/// Carries out the choice made in a list over the library.
pub fn chosen(app: &mut App, choice: Choice) {
    match choice {
        Choice::Said(id, name, _) => speakers::taken(app, id, name),
        Choice::Follow(url) => feeds::follow_address(app, &url),
        Choice::Piece(id, at) => app.emit(Effect::Library(Request::Read(id, at))),
        _ => {}
    }
}
