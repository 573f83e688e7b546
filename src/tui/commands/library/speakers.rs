//! The list of speakers: opened, and in it two made one or parted.

use crate::tui::commands::library::voices::TITLE;
use crate::tui::commands::lists::is_asked_again;
use crate::tui::keys::Key;
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Choice, ListPurpose, Overlay};
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};

/// `v`.
pub fn speakers(app: &mut App, _: Option<u32>) {
    let filter = app.library.filter.clone();
    app.emit(Effect::Library(Request::Voices(filter)));
}

/// The speaker that is selected in the list of them.
fn selected_speaker(app: &App) -> Option<(i64, String)> {
    match app.overlays.last() {
        Some(Overlay::List(list)) => match list.choice() {
            Some(Choice::Said(id, name, _)) => Some((*id, name.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// `J`: the next one picked is the same as this one.
pub fn join(app: &mut App, _: Option<u32>) {
    let Some((id, name)) = selected_speaker(app) else { return };
    if let Some(Overlay::List(list)) = app.overlays.last_mut() {
        list.title = format!("merge {name} with …");
        list.clear();
        list.go_to(|choice| matches!(choice, Choice::Said(of, ..) if *of == id));
    }
    app.library.joining = Some((id, name));
    app.notify("Enter on another speaker merges the two · Esc cancel");
}

/// `Esc` while the other one is picked: back to the list; whether one was.
pub fn leave(app: &mut App) -> bool {
    let Some((id, _)) = app.library.joining.take() else { return false };
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return false };
    if list.purpose != ListPurpose::Speakers {
        return false;
    }
    TITLE.clone_into(&mut list.title);
    list.clear();
    list.go_to(|choice| matches!(choice, Choice::Said(of, ..) if *of == id));
    true
}

/// `Enter` on a speaker: all that it said; while another one is sought, twice, that the two are one.
pub(super) fn taken(app: &mut App, id: i64, name: String) {
    let Some((speaker, of)) = app.library.joining.clone() else {
        return app.emit(Effect::Library(Request::Said(id, name)));
    };
    if speaker == id {
        return app.notify("choose a different speaker");
    }
    if !is_asked_again(app, Command::ListAccept) {
        let key = app.keymap.key_of(Command::ListAccept);
        return app.notify(format!("{key} again: {of} is {name}"));
    }
    app.library.joining = None;
    app.emit(Effect::Library(Request::Join(speaker, id, app.library.filter.clone())));
}

/// `P`: this speaker and those joined with it are each their own again; where nobody was joined, the key is a letter.
pub fn part(app: &mut App, _: Option<u32>) {
    let letter = app.keymap.single(Command::PartSpeaker).and_then(Key::typed);
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return };
    match list.choice() {
        Some(&Choice::Said(id, _, true)) => {
            app.emit(Effect::Library(Request::Part(id, app.library.filter.clone())));
        }
        _ => letter.into_iter().for_each(|letter| list.type_letter(letter)),
    }
}
