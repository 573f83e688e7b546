//! Commands that open lists, prompts and labels over the text, and the keys inside them.

pub mod completion;
pub mod corrections;
pub mod hints;
pub mod keys;
pub mod pickers;
mod sentence;

use crate::document::Span;
use crate::reading::export::file_stem;
use crate::tui::commands::library::{feeds, filter, pieces, speakers, views};
use crate::tui::commands::reader::{selection, streaming};
use crate::tui::commands::{annotations, texts, user_commands};
use crate::tui::keys::Key;
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Choice, ListPurpose, Offered, Overlay, Prompt, Purpose};
use crate::tui::reader::page::Text;
use crate::tui::reader::search::Search;
use crate::tui::state::request::{Completed, Request};
use crate::tui::state::{App, Effect, ExportJob, Screen};
use crate::tui::values::{ExportFormat, Requester, Ticket};

/// Opens the search prompt (`/`).
pub fn search(app: &mut App, _: Option<u32>) {
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::Search, String::new())));
}

/// Opens the prompt for an address or file (`A`).
pub fn add(app: &mut App, _: Option<u32>) {
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::Open, String::new())));
}

/// Selects the next entry (`Down`).
pub fn down(app: &mut App, count: Option<u32>) {
    step(app, count.unwrap_or(1) as isize);
}

/// Selects the previous entry (`Up`).
pub fn up(app: &mut App, count: Option<u32>) {
    step(app, -(count.unwrap_or(1) as isize));
}

/// Moves the selection one page down (`PageDown`).
pub fn page_down(app: &mut App, _: Option<u32>) {
    page(app, 1);
}

/// Moves the selection one page up (`PageUp`).
pub fn page_up(app: &mut App, _: Option<u32>) {
    page(app, -1);
}

fn page(app: &mut App, by: isize) {
    let rows = by * (isize::from(app.size.height as i16) / 2).max(1);
    match app.overlays.last_mut() {
        Some(Overlay::List(list)) => {
            list.page(rows);
            pickers::preview_theme(app);
        }
        _ => step(app, rows),
    }
}

fn step(app: &mut App, by: isize) {
    match app.overlays.last_mut() {
        Some(Overlay::List(list)) => {
            list.step(by);
            pickers::preview_theme(app);
        }
        Some(Overlay::Prompt(prompt)) if prompt.is_completed() => {
            let has_any = prompt.complete(by.signum());
            if has_any {
                completion::completed(app);
            }
        }
        Some(Overlay::Prompt(Prompt { purpose: Purpose::Search, .. })) => {
            if let Some(reader) = app.reader_mut() {
                reader.step_hit(by.signum());
            }
        }
        _ => {}
    }
}

/// Accepts the selected entry or the input (`Enter`).
pub fn accept(app: &mut App, _: Option<u32>) {
    // The list of speakers stays open below the list of one speaker's statements.
    if let Some(Overlay::List(list)) = app.overlays.last()
        && list.purpose == ListPurpose::Speakers
    {
        let choice = list.choice().cloned();
        return choice.map_or((), |choice| take(app, choice));
    }
    match app.overlays.pop() {
        Some(Overlay::List(list)) => {
            if let Some(choice) = list.choice().cloned() {
                take(app, choice);
            }
        }
        Some(Overlay::Prompt(prompt)) => match prompt.purpose {
            Purpose::Search if prompt.input.trim().is_empty() => forget_search(app),
            Purpose::Search => {}
            Purpose::Filter => filter::taken(app),
            Purpose::Tags => pieces::tagged(app, &prompt.input),
            Purpose::HighlightNote => selection::noted(app, &prompt.input),
            Purpose::Note => pieces::noted(app, &prompt.input),
            Purpose::ExportPath(format) => export(app, format, prompt.input.trim()),
            Purpose::ViewName(number) => views::named(app, number, &prompt.input),
            Purpose::Follow => feeds::follow_address(app, prompt.input.trim()),
            Purpose::FeedName(id) => feeds::named(app, id, &prompt.input),
            Purpose::FeedTags(id) => feeds::tagged(app, id, &prompt.input),
            Purpose::Open if prompt.input.trim().is_empty() => {}
            Purpose::Open if app.screen == Screen::Library => pieces::add(app, prompt.input.trim()),
            Purpose::Open => texts::open(app, prompt.input.trim().into(), Requester::User(None)),
        },
        Some(Overlay::Hints(_)) | None => {}
    }
}

/// Closes the topmost overlay (`Esc`).
pub fn close(app: &mut App, _: Option<u32>) {
    if let Some(theme) = app.theme_before.take() {
        app.theme = theme;
    }
    if speakers::leave(app) {
        return;
    }
    if let Some(Overlay::List(list)) = app.overlays.last_mut()
        && std::mem::take(&mut list.finding)
    {
        return list.clear();
    }
    match app.overlays.pop() {
        Some(Overlay::Prompt(Prompt { purpose: Purpose::Search, .. })) => forget_search(app),
        Some(Overlay::Prompt(Prompt { purpose: Purpose::Filter, .. })) => filter::left(app),
        _ => {}
    }
}

fn forget_search(app: &mut App) {
    let Some(reader) = app.reader_mut() else { return };
    if let Some(place) = reader.search.take().and_then(|s| reader.place_of(s.from)) {
        let text = Text { flow: &reader.flow, article: &reader.piece.article };
        reader.page.go(text, place, 0);
    }
}

/// Deletes the last character; on an empty prompt, closes it (`Backspace`).
pub fn erase(app: &mut App, _: Option<u32>) {
    match app.overlays.last_mut() {
        Some(Overlay::List(list)) => list.erase(),
        Some(Overlay::Prompt(prompt)) => {
            if prompt.input.pop().is_none() {
                // An emptied filter means "no filter".
                return if prompt.purpose == Purpose::Filter { accept(app, None) } else { close(app, None) };
            }
            search_again(app);
        }
        Some(Overlay::Hints(hints)) => {
            hints.typed.pop();
        }
        None => {}
    }
}

/// Clears the input (`Ctrl-U`).
pub fn clear(app: &mut App, _: Option<u32>) {
    match app.overlays.last_mut() {
        Some(Overlay::List(list)) => list.clear(),
        Some(Overlay::Prompt(prompt)) => {
            prompt.input.clear();
            search_again(app);
        }
        Some(Overlay::Hints(hints)) => hints.typed.clear(),
        None => {}
    }
}

/// Returns true on the second press of a list's confirm key. On the first press, remembers the key and returns false.
pub(in crate::tui) fn is_asked_again(app: &mut App, command: Command) -> bool {
    let key = app.keymap.single(command);
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return false };
    let again = key.is_some() && list.asked == key;
    list.asked = key.filter(|_| !again);
    again
}

/// Types the key into the filter if it is non-empty, since a name may contain any bound letter. A pending confirm key
/// followed by another letter is typed too. Returns true if the key was typed.
pub(super) fn types_instead(app: &mut App, key: Key) -> bool {
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return false };
    if list.asked == Some(key) {
        return false;
    }
    let asked = list.asked.take();
    let Some(letter) = key.typed().filter(|_| asked.is_some() || !list.filter.is_empty()) else { return false };
    asked.and_then(Key::typed).into_iter().chain([letter]).for_each(|letter| list.type_letter(letter));
    true
}

/// Types a key that is bound to no command.
pub fn typed(app: &mut App, key: Key) {
    let Some(letter) = key.typed() else { return };
    match app.overlays.last_mut() {
        Some(Overlay::List(list)) if !list.has_choices() => reading_key(app, letter),
        Some(Overlay::List(list)) if list.purpose == ListPurpose::Keys && !list.finding => keys_letter(app, letter),
        Some(Overlay::List(list)) => list.type_letter(letter),
        Some(Overlay::Prompt(prompt)) => {
            prompt.input.push(letter);
            search_again(app);
        }
        Some(Overlay::Hints(_)) => hints::letter(app, letter),
        None => {}
    }
}

/// Moves by a reading key. Returns false for other letters.
fn moves(app: &mut App, letter: char) -> bool {
    match letter {
        'j' => step(app, 1),
        'k' => step(app, -1),
        ' ' => page(app, 1),
        'b' => page(app, -1),
        _ => return false,
    }
    true
}

/// Handles a reading key (scroll, leave) in a list without choices.
fn reading_key(app: &mut App, letter: char) {
    if !moves(app, letter) {
        close(app, None);
    }
}

/// Handles a letter in the list of keys.
fn keys_letter(app: &mut App, letter: char) {
    match letter {
        'q' | '?' => close(app, None),
        _ if moves(app, letter) => {}
        _ => keys::letter(app, letter),
    }
}

/// Inserts pasted text as one line into the filter or prompt.
pub fn pasted(app: &mut App, text: &str) {
    let line: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    for letter in line.trim().chars().take(4_000) {
        match app.overlays.last_mut() {
            Some(Overlay::List(list)) => list.type_letter(letter),
            Some(Overlay::Prompt(prompt)) => prompt.input.push(letter),
            Some(Overlay::Hints(_)) | None => return,
        }
    }
    search_again(app);
}

/// Starts a search for the current input of the search prompt.
pub(super) fn search_again(app: &mut App) {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else { return };
    prompt.offered = Offered::default();
    let (purpose, words) = (prompt.purpose, prompt.input.clone());
    match purpose {
        Purpose::Filter => {
            app.emit(Effect::Library(Request::Suggest(Completed::Filter, words.clone())));
            return filter::typed(app, &words);
        }
        Purpose::Tags => return app.emit(Effect::Library(Request::Suggest(Completed::Tags, words))),
        Purpose::Search => {}
        Purpose::Open
        | Purpose::Note
        | Purpose::HighlightNote
        | Purpose::ViewName(_)
        | Purpose::ExportPath(_)
        | Purpose::Follow
        | Purpose::FeedName(_)
        | Purpose::FeedTags(_) => return,
    }
    let ticket = app.texts.ticket();
    let Some(reader) = app.reader_mut() else { return };
    let top = reader.byte_of(reader.page.place()).unwrap_or(0);
    let from = reader.search.as_ref().map_or(top, |s| s.from);
    let piece = reader.piece.clone();
    let hits = reader.search.take().map(|s| s.hits).unwrap_or_default();
    reader.search = Some(Search { words: words.clone(), hits, at: 0, asked: Some(ticket), from, still: false });
    app.emit(Effect::Search { ticket, piece, words });
}

/// Hits have come.
pub fn found(app: &mut App, ticket: Ticket, hits: Vec<Span>) {
    if let Some(reader) = app.reader_mut() {
        reader.take_hits(ticket, hits);
    }
}

/// Writes the text to a file that was named.
fn export(app: &mut App, format: ExportFormat, path: &str) {
    let Some(reader) = app.reader().filter(|_| !path.is_empty()) else { return };
    let (piece, marks) = (reader.annotations.piece.as_deref().cloned(), &reader.annotations.marks);
    let highlights = marks.highlights.clone();
    let job = ExportJob { reading: reader.whole(), piece, highlights, format, path: path.to_owned() };
    app.emit(Effect::Export(Box::new(job)));
}

/// Carries out the choice of an accepted entry.
fn take(app: &mut App, choice: Choice) {
    match choice {
        Choice::Run(command) => return app.run(command, None),
        Choice::RunUserCommand(index) => return user_commands::run(app, index),
        Choice::Export(paper) => {
            if let Some(reader) = streaming::require_complete(app) {
                let title = reader.article().meta.title.as_deref().unwrap_or("article");
                let path = format!("{}.{}", file_stem(title), paper.ending());
                app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::ExportPath(paper), path)));
            }
            return;
        }
        Choice::Theme(name) => {
            app.theme_before = None;
            pickers::set_theme(app, &name);
            let key = app.keymap.key_of(Command::KeepLook);
            return app.notify(format!("theme {name} · {key} saves it in the settings"));
        }
        Choice::Source => return app.run(Command::CheckSource, None),
        Choice::SearchLibrary(words) => return pieces::search_for(app, words),
        Choice::View(number) => views::view(app, number),
        Choice::Said(..) | Choice::Piece(..) | Choice::Follow(_) => return pieces::chosen(app, choice),
        Choice::Go(_)
        | Choice::Byte(_)
        | Choice::Quote(_)
        | Choice::Speaker(_)
        | Choice::Correct(..)
        | Choice::Merge(..)
        | Choice::Highlight(_) => {}
    }
    let Some(reader) = app.reader_mut() else { return };
    match choice {
        Choice::Go(place) => reader.go(place, 0),
        Choice::Byte(at) => {
            if let Some(place) = reader.place_of(at) {
                reader.go(place, 3);
            }
        }
        Choice::Quote(quote) => reader.choose(quote),
        Choice::Speaker(speaker) => {
            let first = reader.voices.as_ref().and_then(|v| v.said(speaker).first().copied());
            if let Some(quote) = first {
                reader.choose(quote);
            }
        }
        Choice::Correct(quote, name) => {
            let corrections = reader.with_speaker(quote, name);
            annotations::correct(app, corrections);
            app.notify("speaker changed in this article · u to undo");
        }
        Choice::Merge(speaker, name) => {
            let corrections = reader.with_speaker_replaced(speaker, Some(&name));
            annotations::correct(app, corrections);
            app.notify(format!("merged into {name} in this article · u to undo"));
        }
        Choice::Highlight(at) => selection::highlighted(reader, at),
        Choice::Run(_)
        | Choice::RunUserCommand(_)
        | Choice::Source
        | Choice::SearchLibrary(_)
        | Choice::Theme(_)
        | Choice::Export(_)
        | Choice::Said(..)
        | Choice::Piece(..)
        | Choice::Follow(_)
        | Choice::View(_) => {}
    }
}
