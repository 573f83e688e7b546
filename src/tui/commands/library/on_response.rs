//! Handles the responses of the library thread.

use crate::library::query::{LastWord, Query};
use crate::library::{HitWords, Piece, Sort};
use crate::tui::commands::library::pieces::{ask_list, reload_list, request_visible};
use crate::tui::commands::library::selection::add_range;
use crate::tui::commands::library::{comparison, difference, feeds, next_unread, pieces, views, voices};
use crate::tui::commands::texts::OpenMode;
use crate::tui::commands::{annotations, lists, texts};
use crate::tui::keys::table::Command;
use crate::tui::reader::Reader;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::state::library::{LibraryState, LibraryStatus, Preview, Window};
use crate::tui::state::request::{ContextResult, Listed, OpenedPiece, Response};
use crate::tui::state::{App, Screen};
use crate::tui::values::Notice;
use std::sync::Arc;

/// Changes the state by one response.
pub fn handle_response(app: &mut App, answer: Response) {
    match answer {
        Response::Opened(views, left) => {
            let state = &mut app.library;
            (state.views, state.status) = (views, LibraryStatus::Open);
            (state.filter, state.sort) = (state.filtering.wanted.take().unwrap_or(left.filter), left.sort);
            reload_list(app);
            app.library.left_at = left.piece;
        }
        Response::Page(number, listed) => take_list(app, number, *listed),
        Response::Range(ids) => add_range(app, ids),
        Response::Preview(preview) => take_preview(app, *preview),
        Response::Changed(words, pieces, counts) => {
            app.library.counts = counts;
            for piece in pieces {
                refresh(app, piece, !words.is_empty());
            }
            if !words.is_empty() {
                app.notify(words);
            }
            if app.library.window.pieces.is_empty() && app.screen == Screen::Library {
                reload_list(app);
            }
        }
        Response::Read(opened) => open(app, *opened),
        Response::Kept(number, piece) => {
            if let Some(reader) = app.texts.reader_at(number) {
                reader.annotations.saved_as(*piece);
            }
        }
        Response::Context(found) => show_context(app, *found),
        Response::AnnotationsChanged(id, marks) => annotations::changed(app, id, marks),
        Response::Feeds(answer) => feeds::handle_response(app, answer),
        Response::Fetching(waiting, piece, problem) => {
            app.library.waiting = waiting;
            if let Some(piece) = piece {
                app.library.preview.asked = None;
                refresh(app, *piece, false);
                request_visible(app);
            }
            if let Some(problem) = problem {
                app.notice = Some(Notice::Error(problem));
            }
        }
        Response::Voices(all) => voices::list(app, &all),
        Response::Said(name, said) => voices::said(app, name, *said),
        Response::Difference(found) => difference::show(app, &found),
        Response::Comparison(found) => comparison::show(app, &found),
        Response::Suggestions(input, suggestions) => lists::completion::suggested(app, &input, suggestions),
        Response::Views(all) => views::changed(app, all),
        Response::ChangedExternally => {
            let state = &mut app.library;
            state.left_at = state.current().map(|piece| piece.id).or(state.left_at);
            (state.preview.asked, state.preview.content) = (None, None);
            let offset = state.window.offset;
            ask_list(app, offset);
        }
        Response::UndoAsked(step, label) => {
            let key = app.keymap.key_of(Command::Undo);
            app.notify(format!("{key} again to undo: {label}"));
            app.undo_asked = Some(step);
        }
        Response::Notice(notice) => app.notice = Some(notice),
        Response::Failed(why) => app.notice = Some(Notice::Error(why)),
        Response::OpenFailed(why) => {
            // The library's screen shows the reason in place of the list.
            if app.screen == Screen::Reader {
                app.notice = Some(Notice::Error(format!("not saved: {why}")));
            }
            app.library.status = LibraryStatus::Failed(why);
        }
    }
}

fn take_list(app: &mut App, number: u32, listed: Listed) {
    let state = &mut app.library;
    (state.counts, state.window.now) = (listed.counts, listed.now);
    if number != state.asked {
        return;
    }
    let Listed { offset, page, problems, more, now, .. } = listed;
    let (total, or_more) = (page.total, page.or_more);
    state.window = Window { offset, pieces: page.pieces, total, or_more, pending: more, now };
    if let Some(wanted) = state.left_at {
        let at = state.window.pieces.iter().position(|piece| piece.id == wanted);
        state.selected = at.map_or(state.selected, |at| offset + at);
        state.left_at = state.left_at.filter(|_| at.is_none() && more);
    }
    let hits = HitWords::of(&Query::parse(&app.library.filter, LastWord::Open), &page.guesses);
    let filtering = &mut app.library.filtering;
    (filtering.problem, filtering.guesses, filtering.hits) = (problems.into_iter().next(), page.guesses, hits);
    request_visible(app);
    next_unread::list_arrived(app);
}

fn take_preview(app: &mut App, preview: Preview) {
    if app.library.preview.asked == Some(preview.piece) {
        app.library.preview.content = Some(preview);
    }
}

/// Replaces a piece by its new version and pins it in the list. With `told` (the user decided on it), it is inserted if
/// it is not there.
fn refresh(app: &mut App, piece: Piece, told: bool) {
    for reader in app.texts.readers_mut().filter(|reader| reader.annotations.id() == Some(piece.id)) {
        reader.annotations.piece = Some(Box::new(piece.clone()));
    }
    let LibraryState { window, stays, .. } = &mut app.library;
    match window.pieces.iter_mut().enumerate().find(|(_, held)| held.id == piece.id) {
        Some((at, held)) => {
            stays.retain(|_, id| *id != piece.id);
            stays.insert(window.offset + at, piece.id);
            *held = piece;
        }
        None if told => insert_into_window(&mut app.library, piece),
        None => {}
    }
}

/// Inserts an added or restored piece into the list, even if it does not match the filter; the selection stays on its
/// piece.
fn insert_into_window(state: &mut LibraryState, piece: Piece) {
    if state.status != LibraryStatus::Open || state.window.pieces.is_empty() {
        return;
    }
    let by_date = state.sort == Sort::Newest;
    let at = state.window.pieces.iter().position(|held| !by_date || held.saved <= piece.saved);
    let at = at.unwrap_or(state.window.pieces.len());
    let place = state.window.offset + at;
    state.selected += usize::from(place <= state.selected);
    let later = state.stays.split_off(&place);
    state.stays.extend(later.into_iter().map(|(at, id)| (at + 1, id)));
    state.stays.insert(place, piece.id);
    state.chosen.values_mut().filter(|at| **at >= place).for_each(|at| *at += 1);
    state.window.pieces.insert(at, piece);
    state.window.total += 1;
}

/// Opens a piece. From the list it replaces the open texts; from a text it is opened on top, so `q` leads back.
fn open(app: &mut App, opened: OpenedPiece) {
    let OpenedPiece { piece, reading, marks, at } = opened;
    let replaces = app.library.feeds.replacing.take() == Some(piece.id) || app.library.queue;
    let beside = app.screen == Screen::Reader && app.reader().is_some() && !replaces;
    let way = if beside { OpenMode::Push } else { OpenMode::Replace };
    pieces::leave_piece(app);
    app.overlays.clear();
    let location = piece.given_url.clone().or_else(|| piece.url.clone()).unwrap_or_else(|| piece.title.clone());
    let left = Some(piece.position).filter(|position| *position > 0);
    texts::show_reading(app, location.into(), Arc::new(reading), way);
    let Some(reader) = app.reader_mut() else { return };
    reader.annotations.saved_as(piece);
    reader.mark(marks);
    if let Some(place) = at.or(left).and_then(|at| reader.place_of_corrected(at)) {
        reader.go(place, if at.is_some() { 3 } else { 0 });
    }
    if let Some(at) = at {
        choose_quote_at(reader, at);
    }
    let current = app.texts.current;
    texts::request_context(app, current);
}

/// Selects the quotation that starts at a byte of the corrected text, or else the innermost one that holds it.
fn choose_quote_at(reader: &mut Reader, at: usize) {
    let byte = reader.place_of_corrected(at).and_then(|place| reader.byte_of(place));
    let order = reader.voices.as_ref().map_or(&[][..], |voices| &voices.order);
    let begins = order.iter().find(|(start, _)| Some(*start) == byte).map(|(_, quote)| *quote);
    let holds = |(_, quote): &&(usize, u32)| {
        let spans =
            reader.voices.as_ref().and_then(|voices| voices.quote(*quote)).map_or(&[][..], |quote| &quote.spans);
        byte.is_some_and(|byte| spans.iter().any(|span| span.contains(byte)))
    };
    let found = begins.or_else(|| order.iter().rfind(holds).map(|(_, quote)| *quote));
    if let Some(quote) = found {
        reader.choose(quote);
    }
}

/// Stores related pieces and repeated quotations of a text.
fn show_context(app: &mut App, found: ContextResult) {
    let ContextResult { number, known, echoes, neighbours } = found;
    let Some(reader) = app.texts.reader_at(number) else { return };
    if let Some((piece, marks)) = known.filter(|_| reader.annotations.piece.is_none()) {
        let untouched = reader.annotations.marks == AnnotationSet::default();
        reader.annotations.saved_as(*piece);
        if untouched {
            reader.mark(marks);
        }
    }
    reader.annotations.context.echoes = echoes;
    reader.related.set_pieces(neighbours);
}
