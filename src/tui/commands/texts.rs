//! Opens texts: loads them, shows results as they arrive, switches between them.

use crate::document::Problem;
use crate::load::Source;
use crate::reading::{Reading, SpeakerKind};
use crate::tui::commands::library::pieces::leave_piece;
use crate::tui::commands::reader::quotes;
use crate::tui::highlight::HighlightResult;
use crate::tui::images::Picture;
use crate::tui::keys::table::Command;
use crate::tui::reader::streaming::PendingRest;
use crate::tui::reader::verdicts::Verdicts;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Reader, pictures};
use crate::tui::state::open_texts::LoadState;
use crate::tui::state::request::{ContextQuery, Request};
use crate::tui::state::{App, Effect, Screen};
use crate::tui::values::{Exit, Notice, Requester, Ticket};
use std::ffi::OsString;
use std::sync::Arc;

/// Maximum number of quotations and speakers of a text that are looked up in the library.
const MAX_CONTEXT_QUERIES: usize = 300;

/// Takes the sources given at the start and loads the first.
pub fn begin(app: &mut App, sources: Vec<OsString>, url: Option<&str>) {
    begin_with(app, sources, url, false);
}

/// Takes the drafts given at the start, whose quotations will be checked, and loads the first.
pub fn begin_drafts(app: &mut App, drafts: Vec<OsString>, url: Option<&str>) {
    begin_with(app, drafts, url, true);
}

fn begin_with(app: &mut App, sources: Vec<OsString>, url: Option<&str>, is_draft: bool) {
    for location in sources {
        let index = app.texts.add(location, Requester::User(url.map(str::to_owned)));
        app.texts.pieces[index].is_draft = is_draft;
        app.texts.sources.push(index);
    }
    load(app, 0);
}

/// Opens a text on top of the current one; it is shown once it is loaded.
pub fn open(app: &mut App, location: OsString, named_by: Requester) {
    cancel_load(app);
    let index = app.texts.add(location, named_by);
    load(app, index);
    app.texts.opening = Some(index);
}

/// Shows the text at `index`; loads it if necessary.
pub fn show(app: &mut App, index: usize) {
    cancel_load(app);
    app.texts.current = index;
    if matches!(app.texts.state(), Some(LoadState::Waiting)) {
        load(app, index);
    }
}

/// Cancels loading. Returns true if anything was loading.
pub fn cancel_load(app: &mut App) -> bool {
    if let Some(index) = app.texts.opening.take() {
        let ticket = app.texts.pieces[index].ticket;
        app.texts.pieces[index].state = LoadState::Waiting;
        app.emit(Effect::Forget(ticket));
        return true;
    }
    let index = app.texts.current;
    let fresh = app.texts.ticket();
    let Some(piece) = app.texts.pieces.get_mut(index).filter(|p| matches!(p.state, LoadState::Loading)) else {
        return false;
    };
    piece.state = LoadState::Failed("cancelled · Enter to try again".into());
    let old = std::mem::replace(&mut piece.ticket, fresh);
    app.emit(Effect::Forget(old));
    true
}

/// Loads the text at `index`; a failed one is loaded again.
pub fn load(app: &mut App, index: usize) {
    let (fresh, colours) = (app.texts.ticket(), app.theme.voices());
    let Some(piece) = app.texts.pieces.get_mut(index) else { return };
    (piece.ticket, piece.state) = (fresh, LoadState::Loading);
    let (location, named_by, is_draft) = (piece.location.clone(), piece.named_by.clone(), piece.is_draft);
    app.emit(Effect::Load { ticket: fresh, location, named_by, colours, is_draft });
}

/// Remembers that a text is the list of a feed's articles.
pub fn feed(app: &mut App, ticket: Ticket, url: String) {
    if let Some(index) = app.texts.holder(ticket) {
        app.texts.pieces[index].feed = Some(url);
    }
}

/// Stores the bytes of a source that cannot be read twice.
pub fn source(app: &mut App, ticket: Ticket, source: Arc<Source>) {
    if let Some(index) = app.texts.holder(ticket) {
        app.texts.pieces[index].source = Some(source);
    }
}

/// Adds the articles that follow a text in its container as sources behind it.
pub fn further(app: &mut App, ticket: Ticket, locations: Vec<OsString>) {
    let Some(first) = app.texts.holder(ticket) else { return };
    let named_by = app.texts.pieces[first].named_by.clone();
    let at = match app.texts.sources.iter().position(|source| *source == first) {
        Some(at) => at,
        None => {
            app.texts.sources.push(first);
            app.texts.sources.len() - 1
        }
    };
    let known = |app: &App, location: &OsString| {
        app.texts.sources.iter().any(|source| app.texts.pieces[*source].location == *location)
    };
    // A container that is loaded again names them again.
    if locations.first().is_none_or(|location| known(app, location)) {
        return;
    }
    let is_draft = app.texts.pieces[first].is_draft;
    let added: Vec<usize> = locations.into_iter().map(|location| app.texts.add(location, named_by.clone())).collect();
    added.iter().for_each(|index| app.texts.pieces[*index].is_draft = is_draft);
    app.texts.sources.splice((at + 1)..=at, added);
}

/// Takes the result of loading a text.
pub fn text(app: &mut App, ticket: Ticket, result: Result<Arc<Reading>, String>) {
    let Some(index) = app.texts.holder(ticket) else { return };
    let beside = app.texts.opening == Some(index);
    match result {
        Ok(reading) => ready(app, index, Box::new(Reader::new(reading))),
        Err(why) if beside => {
            app.texts.opening = None;
            // The footer has little room, and the user has just typed the location.
            let location = app.texts.pieces[index].location.to_string_lossy();
            let reason = why.strip_prefix(&*location).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&why);
            app.notice = Some(Notice::Error(format!("not opened: {reason}")));
            app.texts.pieces[index].state = LoadState::Failed(why);
        }
        Err(why) => {
            app.texts.pieces[index].state = LoadState::Failed(why.clone());
            if app.texts.pieces.len() == 1 {
                app.emit(Effect::Quit(Exit::Nothing(why)));
            }
        }
    }
}

/// Marks the text at `index` as loaded and shows it.
fn ready(app: &mut App, index: usize, mut reader: Box<Reader>) {
    reader.set_least(app.config.reader.least_grade.grade());
    reader.verdicts = app.texts.pieces[index].is_draft.then(Verdicts::default);
    app.texts.pieces[index].state = LoadState::Ready(reader);
    if app.texts.opening == Some(index) {
        leave_piece(app);
        app.texts.opening = None;
        let mode = match app.screen {
            Screen::Reader => OpenMode::Push,
            Screen::Library => OpenMode::Replace,
        };
        put_on_top(app, index, mode);
    }
    if app.texts.current == index {
        report_missing_article(app);
        offer_feed(app);
    }
}

/// Shows the first screens of a long text while the rest is loading.
pub fn beginning(app: &mut App, ticket: Ticket, reading: Arc<Reading>) {
    let Some(index) = app.texts.holder(ticket) else { return };
    let mut reader = Reader::new(reading);
    reader.streaming.rest = Some(PendingRest::default());
    ready(app, index, Box::new(reader));
}

/// Takes a long text that is now complete: it replaces its beginning, or is shown at once if that was not shown.
pub fn whole(app: &mut App, ticket: Ticket, whole: Box<Reader>) {
    let Some(index) = app.texts.holder(ticket) else { return };
    let search = app.texts.ticket();
    let LoadState::Ready(reader) = &mut app.texts.pieces[index].state else { return ready(app, index, whole) };
    reader.grow(*whole);
    if let Some(words) = reader.search_again(search) {
        let piece = reader.piece.clone();
        app.emit(Effect::Search { ticket: search, piece, words });
    }
}

/// Tells the user that a page has no article or only its beginning, and how to see the whole page.
fn report_missing_article(app: &mut App) {
    let missing = |problem: &&Problem| matches!(problem, Problem::NoArticle(_) | Problem::Paywalled);
    let told = app.reader().and_then(|reader| reader.article().problems.iter().find(missing).map(ToString::to_string));
    if let Some(told) = told {
        let key = app.keymap.key_of(Command::Whole);
        let has_more = app.reader().is_some_and(|reader| !reader.article().clutter.is_empty());
        app.notify(if has_more { format!("{told} · {key} to show the whole page") } else { told });
    }
}

/// Offers to follow the feed whose articles are listed on the screen.
fn offer_feed(app: &mut App) {
    if app.texts.piece().is_some_and(|piece| piece.feed.is_some()) {
        let key = app.keymap.key_of(Command::Save);
        app.notify(format!("a feed · {key} to follow it"));
    }
}

/// Stores the colours of a code block.
pub fn highlighted(app: &mut App, found: HighlightResult) {
    let piece = app.texts.pieces.get_mut((found.number >> 32) as usize);
    if let Some(LoadState::Ready(reader)) = piece.map(|p| &mut p.state) {
        reader.colour(found);
    }
}

/// Puts a loaded text on the screen.
pub fn put_on_top(app: &mut App, index: usize, mode: OpenMode) {
    match mode {
        OpenMode::Push => app.texts.back.push(app.texts.current),
        OpenMode::Replace => app.texts.back.clear(),
    }
    app.texts.current = index;
    app.texts.forward.clear();
    app.screen = Screen::Reader;
}

/// Shows a piece of the library. `mode` decides if the current text stays behind it.
pub fn show_reading(app: &mut App, location: OsString, reading: Arc<Reading>, mode: OpenMode) {
    cancel_load(app);
    let voices = Voices::of(reading.attributions.clone(), &reading.article, app.theme.voices());
    let mut reader = Reader::new(reading);
    reader.set_least(app.config.reader.least_grade.grade());
    reader.set_voices(voices);
    let index = app.texts.add(location, Requester::User(None));
    app.texts.pieces[index].state = LoadState::Ready(Box::new(reader));
    put_on_top(app, index, mode);
    app.settle();
}

/// Ways to open a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Replaces all open texts.
    Replace,
    /// Opens on top of the current text; `H` leads back.
    Push,
}

/// Stores a fetched picture in every text that waits for it.
pub fn picture(app: &mut App, url: &str, picture: &Result<Arc<Picture>, String>) {
    for piece in &mut app.texts.pieces {
        if let LoadState::Ready(reader) = &mut piece.state {
            let told = pictures::arrived(reader, url, picture.clone());
            app.notice = told.or(app.notice.take());
        }
    }
}

/// Stores the attributions of a text.
pub fn voices(app: &mut App, ticket: Ticket, voices: Voices) {
    let Some(index) = app.texts.holder(ticket) else { return };
    if let LoadState::Ready(reader) = &mut app.texts.pieces[index].state {
        reader.set_voices(voices);
        let draft = reader.verdicts.is_some().then(|| Box::new(reader.uncorrected()));
        if let Some(draft) = draft {
            app.emit(Effect::Check { ticket, draft });
        }
        request_context(app, index);
    }
    quotes::speakers_ready(app);
}

/// Asks the library once for repeated quotations and similar pieces of a text.
pub fn request_context(app: &mut App, index: usize) {
    let Some(reader) = app.texts.reader_at(index).filter(|reader| !reader.annotations.context.asked) else { return };
    let Some(voices) = &reader.voices else { return };
    let text = &reader.article().text;
    let said = voices.all.quotes.iter().take(MAX_CONTEXT_QUERIES).map(|quote| (quote.id, quote.text(text))).collect();
    let names = voices.all.speakers.iter().filter(|it| !matches!(it.kind, SpeakerKind::Group | SpeakerKind::Unnamed));
    let names = names.take(MAX_CONTEXT_QUERIES).map(|speaker| speaker.name.clone()).collect();
    let url = reader.address().map(str::to_owned);
    let question = ContextQuery {
        number: index,
        id: reader.annotations.id(),
        url,
        reading: Arc::clone(&reader.piece),
        said,
        names,
    };
    reader.annotations.context.asked = true;
    app.emit(Effect::Library(Request::Context(Box::new(question))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Theme;
    use ratatui::layout::Size;

    #[test]
    fn articles_of_a_container_become_sources_behind_it() {
        let mut app = App::new(Size::new(80, 24), Theme::default());
        begin(&mut app, vec!["a.mbox".into(), "b.html".into()], None);
        let ticket = app.texts.pieces[0].ticket;
        for _ in 0..2 {
            further(&mut app, ticket, vec!["a.mbox#2".into(), "a.mbox#3".into()]);
        }
        let names =
            app.texts.sources.iter().map(|&index| app.texts.pieces[index].location.to_str().unwrap_or_default());
        assert_eq!(names.collect::<Vec<_>>(), ["a.mbox", "a.mbox#2", "a.mbox#3", "b.html"]);
    }
}
