//! What the librarian's answers change.

use crate::library::{Piece, Sort};
use crate::tui::commands::library::pieces::{ask_list, look, renew};
use crate::tui::commands::library::selection::ranged;
use crate::tui::commands::library::{difference, pieces, views, voices};
use crate::tui::commands::texts::Way;
use crate::tui::commands::{annotations, texts};
use crate::tui::reader::Reader;
use crate::tui::reader::annotations::Marks;
use crate::tui::state::library::{Preview, State, Status, Window};
use crate::tui::state::request::{Answer, Found, Listed, Opened};
use crate::tui::state::{App, Screen};
use crate::tui::values::Notice;
use std::sync::Arc;

/// Takes an answer in.
pub fn answer(app: &mut App, answer: Answer) {
    match answer {
        Answer::Opened(views, left) => {
            let state = &mut app.library;
            (state.views, state.status) = (views, Status::Open);
            (state.filter, state.sort) = (state.filtering.wanted.take().unwrap_or(left.filter), left.sort);
            renew(app);
            app.library.left_at = left.piece;
        }
        Answer::Listed(number, listed) => take_list(app, number, *listed),
        Answer::Range(ids) => ranged(app, ids),
        Answer::Preview(preview) => take_preview(app, *preview),
        Answer::Changed(words, pieces, counts) => {
            app.library.counts = counts;
            for piece in pieces {
                refresh(app, piece, !words.is_empty());
            }
            if !words.is_empty() {
                app.tell(words);
            }
            if app.library.window.pieces.is_empty() && app.screen == Screen::Library {
                renew(app);
            }
        }
        Answer::Read(opened) => open(app, *opened),
        Answer::Kept(number, piece) => {
            if let Some(reader) = app.shelf.reader_at(number) {
                reader.kept.saved_as(*piece);
            }
        }
        Answer::Beside(found) => beside(app, *found),
        Answer::Marked(id, marks) => annotations::changed(app, id, marks),
        Answer::Fetching(waiting, piece, problem) => {
            app.library.waiting = waiting;
            if let Some(piece) = piece {
                app.library.beside.asked = None;
                refresh(app, *piece, false);
                look(app);
            }
            if let Some(problem) = problem {
                app.notice = Some(Notice::Failed(problem));
            }
        }
        Answer::Voices(all) => voices::list(app, &all),
        Answer::Said(name, said) => voices::said(app, &name, &said),
        Answer::Difference(lines) => difference::show(app, &lines),
        Answer::Views(all) => views::changed(app, all),
        Answer::Elsewhere => {
            let state = &mut app.library;
            state.left_at = state.current().map(|piece| piece.id).or(state.left_at);
            (state.beside.asked, state.beside.preview) = (None, None);
            let offset = state.window.offset;
            ask_list(app, offset);
        }
        Answer::Told(notice) => app.notice = Some(notice),
        Answer::Failed(why) => app.notice = Some(Notice::Failed(why)),
        Answer::Shut(why) => app.library.status = Status::Failed(why),
    }
}

fn take_list(app: &mut App, number: u32, listed: Listed) {
    let state = &mut app.library;
    (state.counts, state.now) = (listed.counts, listed.now);
    if number != state.asked {
        return;
    }
    let Listed { offset, page, problems, more, .. } = listed;
    state.window = Window { offset, pieces: page.pieces, total: page.total, or_more: page.or_more, pending: more };
    if let Some(wanted) = state.left_at {
        let at = state.window.pieces.iter().position(|piece| piece.id == wanted);
        state.selected = at.map_or(state.selected, |at| offset + at);
        state.left_at = state.left_at.filter(|_| at.is_none() && more);
    }
    app.library.filtering.problem = problems.into_iter().next();
    look(app);
}

fn take_preview(app: &mut App, preview: Preview) {
    if app.library.beside.asked == Some(preview.piece) {
        app.library.beside.preview = Some(preview);
    }
}

/// Puts a piece as it is now in the place of what it was: it stays in sight. `told`: by a decision, not on its own.
fn refresh(app: &mut App, piece: Piece, told: bool) {
    for reader in app.shelf.readers_mut().filter(|reader| reader.kept.id() == Some(piece.id)) {
        reader.kept.piece = Some(Box::new(piece.clone()));
    }
    let State { window, stays, .. } = &mut app.library;
    match window.pieces.iter_mut().enumerate().find(|(_, held)| held.id == piece.id) {
        Some((at, held)) => {
            stays.retain(|_, id| *id != piece.id);
            stays.insert(window.offset + at, piece.id);
            *held = piece;
        }
        None if told => come_into_sight(&mut app.library, piece),
        None => {}
    }
}

/// A piece that was added or brought back stands in the list at once, whatever the filter; the selection stays where it is.
fn come_into_sight(state: &mut State, piece: Piece) {
    if state.status != Status::Open || state.window.pieces.is_empty() {
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

/// Opens a piece: from the list in the place of what was open, from a text beside it.
fn open(app: &mut App, opened: Opened) {
    let Opened { piece, reading, marks, at } = opened;
    let beside = app.screen == Screen::Reader && app.reader().is_some() && !app.library.queue;
    let way = if beside { Way::Beside } else { Way::Fresh };
    pieces::leave_piece(app);
    app.overlays.clear();
    let location = piece.given_url.clone().or_else(|| piece.url.clone()).unwrap_or_else(|| piece.title.clone());
    let left = Some(piece.position).filter(|position| *position > 0);
    texts::place(app, location.into(), Arc::new(reading), way);
    let Some(reader) = app.reader_mut() else { return };
    reader.kept.saved_as(piece);
    reader.mark(marks);
    if let Some(place) = at.or(left).and_then(|at| reader.own_place(at)) {
        reader.go(place, if at.is_some() { 3 } else { 0 });
    }
    if let Some(at) = at {
        choose_quote_at(reader, at);
    }
    let current = app.shelf.current;
    texts::beside(app, current);
}

/// Makes the quotation that begins at a byte of the corrected text the current one.
fn choose_quote_at(reader: &mut Reader, at: usize) {
    let byte = reader.own_place(at).and_then(|place| reader.byte_of(place));
    let order = reader.voices.as_ref().map_or(&[][..], |voices| &voices.order);
    let found = order.iter().find(|(start, _)| Some(*start) == byte).map(|(_, quote)| *quote);
    if let Some(quote) = found {
        reader.choose(quote);
    }
}

/// Takes in what the library has beside a text.
fn beside(app: &mut App, found: Found) {
    let Found { number, known, echoes, neighbours } = found;
    let Some(reader) = app.shelf.reader_at(number) else { return };
    if let Some((piece, marks)) = known.filter(|_| reader.kept.piece.is_none()) {
        let untouched = reader.kept.marks == Marks::default();
        reader.kept.saved_as(*piece);
        if untouched {
            reader.mark(marks);
        }
    }
    reader.kept.beside.echoes = echoes;
    reader.related.set_pieces(neighbours);
}
