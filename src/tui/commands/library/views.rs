//! Saved views: a filter and an order under a digit. Saving and opening them, and their list for renaming and deleting.

use crate::library::SavedView;
use crate::small_sort::SmallSort;
use crate::tui::commands::library::pieces::reload_list;
use crate::tui::commands::lists::is_asked_again;
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Choice, List, ListEntry, ListPurpose, Overlay, Prompt, Purpose};
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::theme::Ink;

/// Applies the filter and order of saved view `number`.
pub fn view(app: &mut App, number: u8) {
    match app.library.views.iter().find(|view| view.number == number).cloned() {
        Some(view) => {
            (app.library.filter, app.library.sort) = (view.query, view.sort);
            app.notify(view.name);
            reload_list(app);
        }
        None => app.notify(format!("no view {number} · Ctrl-S to save this filter")),
    }
}

/// Saves the current filter and order as a view under the next free digit (`Ctrl-S`).
pub fn save_view(app: &mut App, _: Option<u32>) {
    let free = (1..=9).find(|number| !app.library.views.iter().any(|view| view.number == *number));
    let Some(number) = free else { return app.notify("all nine views are in use · 0 to rename or delete one") };
    let (query, sort) = (app.library.filter.clone(), app.library.sort);
    let name = if query.is_empty() { "all".to_owned() } else { query.clone() };
    let view = crate::library::SavedView { number, name, query, sort };
    app.library.views.push(view.clone());
    app.library.views.small_sort_by_key(|view| view.number);
    app.emit(Effect::Library(Request::SaveView(view)));
    app.notify(format!("saved as view {number} · 0, R to rename · u to undo"));
}

/// Lists the saved views (`0`).
pub fn list(app: &mut App, _: Option<u32>) {
    let list = listed(app);
    app.overlays.push(Overlay::List(list));
}

fn listed(app: &App) -> List {
    let entry = |view: &SavedView| {
        let order = view.sort.in_words();
        let filter = if view.query.is_empty() { "everything" } else { &view.query };
        ListEntry::new(&view.name, Choice::View(view.number))
            .detail(format!("{filter} · {order}"))
            .right(view.number.to_string())
    };
    let mut entries: Vec<ListEntry> = app.library.views.iter().map(entry).collect();
    if entries.is_empty() {
        entries.push(ListEntry::line("Ctrl-S to save the current filter and order", Ink::Dim));
    }
    List { purpose: ListPurpose::Views, ..List::new("SAVED VIEWS", entries).unit("view", "views") }
}

/// Returns the view selected in the list of views.
fn selected(app: &App) -> Option<SavedView> {
    let Some(Overlay::List(list)) = app.overlays.last() else { return None };
    let Some(Choice::View(number)) = list.choice() else { return None };
    app.library.views.iter().find(|view| view.number == *number).cloned()
}

/// Takes over the views after a change was undone or redone.
pub(super) fn changed(app: &mut App, views: Vec<SavedView>) {
    app.library.views = views;
    if matches!(app.overlays.last(), Some(Overlay::List(list)) if list.purpose == ListPurpose::Views) {
        relist(app);
    }
}

/// Rebuilds the list of views and keeps the selection.
fn relist(app: &mut App) {
    let fresh = listed(app);
    if let Some(Overlay::List(held)) = app.overlays.last_mut() {
        let at = held.selected.min(fresh.shown.len().saturating_sub(1));
        *held = List { selected: at, ..fresh };
    }
}

/// Opens a prompt to rename the selected view (`R`).
pub fn rename(app: &mut App, _: Option<u32>) {
    let Some(view) = selected(app) else { return };
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::ViewName(view.number), view.name)));
}

/// Applies the name entered in the prompt.
pub fn named(app: &mut App, number: u8, name: &str) {
    let found = app.library.views.iter_mut().find(|view| view.number == number);
    let Some(view) = found.filter(|_| !name.trim().is_empty()) else { return };
    name.trim().clone_into(&mut view.name);
    let view = view.clone();
    app.notify(format!("view {number} renamed “{}” · Esc, then u to undo", view.name));
    app.emit(Effect::Library(Request::SaveView(view)));
    relist(app);
}

/// Deletes the selected view (`D`, pressed twice, since the first may be a letter of a name).
pub fn delete(app: &mut App, _: Option<u32>) {
    let Some(SavedView { number, name, .. }) = selected(app) else { return };
    let key = app.keymap.key_of(Command::DeleteView);
    if !is_asked_again(app, Command::DeleteView) {
        return app.notify(format!("{key} again to delete view {number} “{name}”"));
    }
    app.library.views.retain(|held| held.number != number);
    app.emit(Effect::Library(Request::DeleteView(number)));
    app.notify(format!("view {number} “{name}” deleted · Esc, then u to undo"));
    relist(app);
}
