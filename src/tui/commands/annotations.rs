//! Corrections and highlights: over the text at once, into the library if it is saved, by host into the file of rules, and
//! back again.

use crate::declutter::overrides::Action;
use crate::library::{BlockOverrides, Change, Correction, Highlight, Id, resolve_overrides};
use crate::reading::Reading;
use crate::tui::commands::library::current_text;
use crate::tui::reader::annotations::Marks;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::values::{Decision, Page, Standing};
use std::sync::Arc;

/// The reader corrects.
pub fn correct(app: &mut App, corrections: Vec<Correction>) {
    let Some(reader) = app.reader_mut() else { return };
    let marks = Marks { corrections, ..reader.kept.marks.clone() };
    match reader.kept.id() {
        Some(id) => {
            let change = Change::Corrections(marks.corrections.clone());
            app.ask(Effect::Library(Request::Change(vec![id], change)));
        }
        None => reader.kept.remember(),
    }
    put(app, marks);
}

/// The reader highlights.
pub fn highlight(app: &mut App, highlights: Vec<Highlight>) {
    let Some(reader) = app.reader_mut() else { return };
    let marks = Marks { highlights, ..reader.kept.marks.clone() };
    let (id, change) = (reader.kept.id(), Change::Highlights(marks.highlights.clone()));
    put(app, marks);
    if let Some(id) = id {
        app.ask(Effect::Library(Request::Change(vec![id], change)));
    } else {
        // What is highlighted is wanted again: the text is saved with it.
        current_text::keep(app, crate::library::UserData::default());
    }
}

/// Takes the last change of a text back that is not saved; whether there was one.
pub fn undo(app: &mut App) -> bool {
    let marks = app.reader_mut().filter(|reader| reader.kept.piece.is_none()).and_then(|reader| reader.kept.before());
    marks.map(|marks| put(app, marks)).is_some()
}

/// Does it again; whether there was anything.
pub fn redo(app: &mut App) -> bool {
    let marks = app.reader_mut().filter(|reader| reader.kept.piece.is_none()).and_then(|reader| reader.kept.after());
    marks.map(|marks| put(app, marks)).is_some()
}

/// The library took a change of a piece back, or did it again.
pub fn changed(app: &mut App, id: Id, marks: Marks) {
    if app.reader().is_some_and(|reader| reader.kept.id() == Some(id) && reader.kept.marks != marks) {
        put(app, marks);
    } else if let Some(reader) = app.shelf.readers_mut().find(|reader| reader.kept.id() == Some(id)) {
        reader.mark(marks);
    }
}

/// Puts them in force on the screen and in the file of rules.
fn put(app: &mut App, marks: Marks) {
    let page = app.shelf.page();
    let Some(reader) = app.reader_mut() else { return };
    let (before, old) = (reader.kept.marks.corrections.clone(), reader.kept.overrides.clone());
    reader.mark(marks);
    if reader.address().is_none() {
        return;
    }
    let Some(page) = page else { return };
    let (after, new, reading) = (&reader.kept.marks.corrections, &reader.kept.overrides, &reader.piece);
    let gone = before.iter().filter(|one| !after.contains(one)).map(|one| (one, &old, Standing::TakenBack));
    let come = after.iter().filter(|one| !before.contains(one)).map(|one| (one, new, Standing::Decided));
    let decision = |(correction, moves, standing): (&Correction, &BlockOverrides, Standing)| {
        let (order, action) = block(reading, correction)?;
        let (page, reading, moves) = (page.clone(), Arc::clone(reading), moves.clone());
        Some(Decision { page, reading, moves, order, action, standing })
    };
    let decisions: Vec<Decision> = gone.chain(come).filter_map(decision).collect();
    for decision in decisions.into_iter().map(Box::new) {
        app.ask(match decision.page {
            Page::Saved(_) => Effect::Library(Request::Rule(decision)),
            Page::Held(_) | Page::File(..) => Effect::Rule(decision),
        });
    }
}

/// The block that a correction is about, and what is done with it.
fn block(reading: &Reading, correction: &Correction) -> Option<(u32, Action)> {
    let moves = resolve_overrides(&reading.article, std::slice::from_ref(correction));
    let hidden = moves.hidden.first().map(|order| (*order, Action::Hide));
    hidden.or_else(|| moves.shown.first().map(|order| (*order, Action::Show)))
}
