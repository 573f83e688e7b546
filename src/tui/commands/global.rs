//! Commands available on every screen, and input without a command: a letter that a command waits for, pasted text.

use crate::config::Panes;
use crate::tui::commands::library::pieces;
use crate::tui::commands::reader::navigation;
use crate::tui::commands::{texts, user_commands};
use crate::tui::keys::Key;
use crate::tui::reader::Pane;
use crate::tui::reader::geometry::Arrangement;
use crate::tui::state::{App, Awaiting, Effect, Screen};
use crate::tui::values::{Exit, Requester};
use crate::web_address::has_web_scheme;

/// Cancels the nearest thing that can be cancelled (`Esc`).
pub fn cancel(app: &mut App, _: Option<u32>) {
    if app.typed.clear() || texts::cancel_load(app) || user_commands::cancel(app) {
        return;
    }
    if app.screen == Screen::Library {
        return pieces::cancel(app);
    }
    let Some(reader) = app.reader_mut() else { return };
    if reader.search.take().is_none() {
        reader.focus = Pane::Text;
    }
}

/// Goes one step back; at the first text, quits (`q`).
pub fn leave(app: &mut App, _: Option<u32>) {
    if app.screen == Screen::Library && std::mem::take(&mut app.library.feeds.focused) {
        return;
    }
    let beside = app.areas().arrangement != Arrangement::Beside;
    if let Some(reader) = app.reader_mut().filter(|r| beside && r.focus != Pane::Text) {
        reader.focus = Pane::Text;
        return;
    }
    if app.screen == Screen::Library && !app.from_library && app.reader().is_some() {
        app.screen = Screen::Reader;
    } else if app.texts.back.is_empty() && app.from_library && app.screen == Screen::Reader {
        pieces::come_back(app);
    } else if app.texts.back.is_empty() || app.screen == Screen::Library {
        quit(app, None);
    } else {
        navigation::back(app, None);
    }
}

/// Quits at once (`Ctrl-C`).
pub fn quit(app: &mut App, _: Option<u32>) {
    pieces::leave_piece(app);
    pieces::leave_list(app);
    app.emit(Effect::Quit(Exit::Done));
}

/// Suspends the program to the shell (`Ctrl-Z`).
pub fn suspend(app: &mut App, _: Option<u32>) {
    app.emit(Effect::Suspend);
}

/// Reloads the settings file (`:reload`).
pub fn reload(app: &mut App, _: Option<u32>) {
    app.emit(Effect::Reload);
}

/// Writes the current theme, column width and panes to the settings file (`W`).
pub fn keep_look(app: &mut App, _: Option<u32>) {
    let panes = match (app.view.left, app.view.right) {
        (true, true) => Panes::Both,
        (true, false) => Panes::Speakers,
        (false, true) => Panes::Related,
        (false, false) => Panes::None,
    };
    let at = Panes::ALL.iter().position(|one| *one == panes).unwrap_or(0);
    let mut all =
        vec![("reader", "width", i64::from(app.view.text_width).into()), ("reader", "panes", Panes::WORDS[at].into())];
    all.push(("library", "airy", app.view.airy.into()));
    all.push(("library", "split", i64::from(app.view.split).into()));
    // A theme chosen by the terminal's background stays automatic.
    let by_ground = [&app.config.look.dark, &app.config.look.light].contains(&&app.theme.name);
    if !(app.config.look.theme == "auto" && by_ground) {
        all.push(("look", "theme", app.theme.name.as_str().into()));
    }
    app.emit(Effect::Settings(all));
}

/// Repaints every cell (`Ctrl-L`).
pub fn redraw(app: &mut App, _: Option<u32>) {
    app.emit(Effect::Repaint);
}

/// Passes the typed letter to the command that was waiting for it.
pub fn letter(app: &mut App, awaiting: Awaiting, key: Key) {
    let Some(letter) = key.typed() else { return };
    let Some(reader) = app.reader_mut() else { return };
    match awaiting {
        Awaiting::SetMark => {
            let place = reader.here();
            reader.marks.insert(letter, place);
            app.notify(format!("mark {letter} set"));
        }
        Awaiting::GoToMark => match reader.marks.get(&letter).copied() {
            Some(place) => reader.go(place, 0),
            None => app.notify(format!("no mark {letter} · m {letter} to set it")),
        },
    }
}

/// Handles pasted text while no prompt is open: an address is opened; nothing in it acts as a key.
pub fn paste(app: &mut App, text: &str) {
    let word = text.trim();
    let address = has_web_scheme(word);
    if address && !word.contains(char::is_whitespace) && app.screen == Screen::Library {
        pieces::add(app, word);
    } else if address && !word.contains(char::is_whitespace) {
        texts::open(app, word.into(), Requester::User(None));
    } else {
        app.notify("only a URL can be pasted here");
    }
}
