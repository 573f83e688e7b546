//! Opening texts: loading, showing what has come, going to another text.

use crate::document::Problem;
use crate::load::Source;
use crate::reading::{Reading, SpeakerKind};
use crate::tui::commands::library::pieces::leave_piece;
use crate::tui::commands::reader::quotes;
use crate::tui::highlight::Found;
use crate::tui::images::Picture;
use crate::tui::keys::table::Command;
use crate::tui::reader::streaming::Growing;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Reader, pictures};
use crate::tui::state::open_texts::State;
use crate::tui::state::request::{Question, Request};
use crate::tui::state::{App, Effect, Screen};
use crate::tui::values::{Exit, NamedBy, Notice, Ticket};
use std::ffi::OsString;
use std::sync::Arc;

/// Quotations and speakers of a text that the library is asked about.
const MOST_ASKED: usize = 300;

/// Takes the sources that were named at the start, and asks for the first.
pub fn begin(app: &mut App, sources: Vec<OsString>, url: Option<&str>) {
    for location in sources {
        let index = app.shelf.add(location, NamedBy::User(url.map(str::to_owned)));
        app.shelf.sources.push(index);
    }
    load(app, 0);
}

/// Opens a text beside the one on the screen; it is shown once it is there.
pub fn open(app: &mut App, location: OsString, named_by: NamedBy) {
    give_up(app);
    let index = app.shelf.add(location, named_by);
    load(app, index);
    app.shelf.opening = Some(index);
}

/// Shows a text; loads it, if that was not done yet.
pub fn show(app: &mut App, index: usize) {
    give_up(app);
    app.shelf.current = index;
    if matches!(app.shelf.state(), Some(State::Waiting)) {
        load(app, index);
    }
}

/// Gives up what is being loaded; whether there was anything.
pub fn give_up(app: &mut App) -> bool {
    if let Some(index) = app.shelf.opening.take() {
        let ticket = app.shelf.pieces[index].ticket;
        app.shelf.pieces[index].state = State::Waiting;
        app.ask(Effect::Forget(ticket));
        return true;
    }
    let index = app.shelf.current;
    let fresh = app.shelf.ticket();
    let Some(piece) = app.shelf.pieces.get_mut(index).filter(|p| matches!(p.state, State::Loading)) else {
        return false;
    };
    piece.state = State::Failed("cancelled; Enter tries again".into());
    let old = std::mem::replace(&mut piece.ticket, fresh);
    app.ask(Effect::Forget(old));
    true
}

/// Loads a text, again if it has failed.
pub fn load(app: &mut App, index: usize) {
    let (fresh, colours) = (app.shelf.ticket(), app.theme.voices());
    let Some(piece) = app.shelf.pieces.get_mut(index) else { return };
    (piece.ticket, piece.state) = (fresh, State::Loading);
    let (location, named_by) = (piece.location.clone(), piece.named_by.clone());
    app.ask(Effect::Load { ticket: fresh, location, named_by, colours });
}

/// The bytes of a text that can't be read again.
pub fn source(app: &mut App, ticket: Ticket, source: Arc<Source>) {
    if let Some(index) = app.shelf.holder(ticket) {
        app.shelf.pieces[index].source = Some(source);
    }
}

/// A text has come, or not.
pub fn text(app: &mut App, ticket: Ticket, result: Result<Arc<Reading>, String>) {
    let Some(index) = app.shelf.holder(ticket) else { return };
    let beside = app.shelf.opening == Some(index);
    match result {
        Ok(reading) => ready(app, index, Box::new(Reader::new(reading))),
        Err(why) if beside => {
            app.shelf.opening = None;
            // The foot has little room, and what was opened has just been read there.
            let location = app.shelf.pieces[index].location.to_string_lossy();
            let reason = why.strip_prefix(&*location).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&why);
            app.notice = Some(Notice::Failed(format!("not opened: {reason}")));
            app.shelf.pieces[index].state = State::Failed(why);
        }
        Err(why) => {
            app.shelf.pieces[index].state = State::Failed(why.clone());
            if app.shelf.pieces.len() == 1 {
                app.ask(Effect::Quit(Exit::Nothing(why)));
            }
        }
    }
}

/// A text can be read.
fn ready(app: &mut App, index: usize, reader: Box<Reader>) {
    app.shelf.pieces[index].state = State::Ready(reader);
    if app.shelf.opening == Some(index) {
        leave_piece(app);
        app.shelf.opening = None;
        match app.screen {
            Screen::Reader => app.shelf.back.push(app.shelf.current),
            Screen::Library => app.shelf.back.clear(),
        }
        app.screen = Screen::Reader;
        app.shelf.forward.clear();
        app.shelf.current = index;
    }
    if app.shelf.current == index {
        tell_absence(app);
    }
}

/// The first screens of a long text have come; the rest follows.
pub fn beginning(app: &mut App, ticket: Ticket, reading: Arc<Reading>) {
    let Some(index) = app.shelf.holder(ticket) else { return };
    let mut reader = Reader::new(reading);
    reader.growing = Some(Growing::default());
    ready(app, index, Box::new(reader));
}

/// A long text is there to its end: it takes the place of its beginning, or is shown at once where that was not.
pub fn whole(app: &mut App, ticket: Ticket, whole: Box<Reader>) {
    let Some(index) = app.shelf.holder(ticket) else { return };
    let search = app.shelf.ticket();
    let State::Ready(reader) = &mut app.shelf.pieces[index].state else { return ready(app, index, whole) };
    reader.grow(*whole);
    if let Some(words) = reader.search_again(search) {
        let piece = reader.piece.clone();
        app.ask(Effect::Search { ticket: search, piece, words });
    }
}

/// Where a page has no article, or only its beginning, its reader is told, and how to see the whole of it.
fn tell_absence(app: &mut App) {
    let missing = |problem: &&Problem| matches!(problem, Problem::NoArticle(_) | Problem::Paywalled);
    let told = app.reader().and_then(|reader| reader.article().problems.iter().find(missing).map(ToString::to_string));
    if let Some(told) = told {
        let key = app.keymap.key_of(Command::Whole);
        app.tell(format!("{told} · {key} shows the whole page"));
    }
}

/// Code of some text was gone through.
pub fn coloured(app: &mut App, found: Found) {
    let piece = app.shelf.pieces.get_mut((found.number >> 32) as usize);
    if let Some(State::Ready(reader)) = piece.map(|p| &mut p.state) {
        reader.colour(found);
    }
}

/// Shows a piece of the library. Where `way` says so, the text on the screen stays behind it, a key back.
pub fn place(app: &mut App, location: OsString, reading: Arc<Reading>, way: Way) {
    give_up(app);
    let voices = Voices::of(reading.attributions.clone(), &reading.article, app.theme.voices());
    let mut reader = Reader::new(reading);
    reader.hear(voices);
    let index = app.shelf.add(location, NamedBy::User(None));
    app.shelf.pieces[index].state = State::Ready(Box::new(reader));
    match way {
        Way::Beside => app.shelf.back.push(app.shelf.current),
        Way::Fresh => app.shelf.back.clear(),
    }
    app.shelf.current = index;
    app.shelf.forward.clear();
    app.screen = Screen::Reader;
    app.settle();
}

/// How a text comes onto the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In the place of all that was open.
    Fresh,
    /// Before the text on the screen, which is a key back.
    Beside,
}

/// A picture is here; every text that waits for it gets it.
pub fn picture(app: &mut App, url: &str, picture: &Result<Arc<Picture>, String>) {
    for piece in &mut app.shelf.pieces {
        if let State::Ready(reader) = &mut piece.state {
            let told = pictures::arrived(reader, url, picture.clone());
            app.notice = told.or(app.notice.take());
        }
    }
}

/// It is known who said what.
pub fn voices(app: &mut App, ticket: Ticket, voices: Voices) {
    let Some(index) = app.shelf.holder(ticket) else { return };
    if let State::Ready(reader) = &mut app.shelf.pieces[index].state {
        reader.hear(voices);
        beside(app, index);
    }
    quotes::heard(app);
}

/// Asks what the library has beside a text, once.
pub fn beside(app: &mut App, index: usize) {
    let Some(reader) = app.shelf.reader_at(index).filter(|reader| !reader.kept.beside.asked) else { return };
    let Some(voices) = &reader.voices else { return };
    let text = &reader.article().text;
    let said = voices.all.quotes.iter().take(MOST_ASKED).map(|quote| (quote.id, quote.text(text))).collect();
    let names = voices.all.speakers.iter().filter(|it| !matches!(it.kind, SpeakerKind::Group | SpeakerKind::Unnamed));
    let names = names.take(MOST_ASKED).map(|speaker| speaker.name.clone()).collect();
    let url = reader.address().map(str::to_owned);
    let question =
        Question { number: index, id: reader.kept.id(), url, reading: Arc::clone(&reader.piece), said, names };
    reader.kept.beside.asked = true;
    app.ask(Effect::Library(Request::Beside(Box::new(question))));
}
