//! The library's list of speakers: opens it, merges two speakers, splits merged ones.

use crate::library::SpeakerId;
use crate::tui::commands::library::voices::TITLE;
use crate::tui::commands::lists::is_asked_again;
use crate::tui::keys::Key;
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Choice, ListPurpose, Overlay};
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};

/// Opens the list of speakers (`v`).
pub fn speakers(app: &mut App, _: Option<u32>) {
    let filter = app.library.filter.clone();
    app.emit(Effect::Library(Request::Voices(filter)));
}

/// Returns id and name of the speaker selected in the list.
fn selected_speaker(app: &App) -> Option<(SpeakerId, String)> {
    match app.overlays.last() {
        Some(Overlay::List(list)) => match list.choice() {
            Some(Choice::Said(id, name, _)) => Some((*id, name.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// Starts a merge: the next speaker chosen is the same person as this one (`J`).
pub fn join(app: &mut App, _: Option<u32>) {
    let Some((id, name)) = selected_speaker(app) else { return };
    if let Some(Overlay::List(list)) = app.overlays.last_mut() {
        list.title = format!("MERGE {} WITH", name.to_uppercase());
        list.clear();
        list.go_to(|choice| matches!(choice, Choice::Said(of, ..) if *of == id));
    }
    app.library.speakers.joining = Some((id, name));
    app.notify("select the other speaker · Esc cancel");
}

/// Cancels a merge and returns to the list (`Esc`). Returns true if one was in progress.
pub fn leave(app: &mut App) -> bool {
    let Some((id, _)) = app.library.speakers.joining.take() else { return false };
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return false };
    if list.purpose != ListPurpose::Speakers {
        return false;
    }
    TITLE.clone_into(&mut list.title);
    list.clear();
    list.go_to(|choice| matches!(choice, Choice::Said(of, ..) if *of == id));
    true
}

/// Lists everything a speaker said (`Enter`). During a merge, merges the two speakers after a second press.
pub(super) fn taken(app: &mut App, id: SpeakerId, name: String) {
    let Some((speaker, of)) = app.library.speakers.joining.clone() else {
        return app.emit(Effect::Library(Request::Said(id, name)));
    };
    if speaker == id {
        return app.notify("select a different speaker");
    }
    if !is_asked_again(app, Command::ListAccept) {
        let key = app.keymap.key_of(Command::ListAccept);
        return app.notify(format!("{key} again to merge {of} and {name}"));
    }
    app.library.speakers.joining = None;
    app.emit(Effect::Library(Request::Join(speaker, id, app.library.filter.clone())));
}

/// Splits a merged speaker into the original ones (`P`). For a speaker that was not merged, `P` is typed into the
/// filter.
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
