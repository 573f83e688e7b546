//! Corrections and highlights: over the text at once, into the library if it is saved, by host into the file of rules, and
//! back again.

use crate::declutter::overrides::Action;
use crate::library::{BlockOverrides, Change, Correction, Highlight, Id, resolve_overrides};
use crate::reading::Reading;
use crate::tui::commands::library::current_text;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::values::{ByteSource, RuleChange, RuleDirection};
use std::sync::Arc;

/// The reader corrects.
pub fn correct(app: &mut App, corrections: Vec<Correction>) {
    let Some(reader) = app.reader_mut() else { return };
    let marks = AnnotationSet { corrections, ..reader.annotations.marks.clone() };
    match reader.annotations.id() {
        Some(id) => {
            let change = Change::Corrections(marks.corrections.clone());
            app.emit(Effect::Library(Request::Change(vec![id], change)));
        }
        None => reader.annotations.remember(),
    }
    put(app, marks);
}

/// The reader highlights.
pub fn highlight(app: &mut App, highlights: Vec<Highlight>) {
    let Some(reader) = app.reader_mut() else { return };
    let marks = AnnotationSet { highlights, ..reader.annotations.marks.clone() };
    let (id, change) = (reader.annotations.id(), Change::Highlights(marks.highlights.clone()));
    put(app, marks);
    if let Some(id) = id {
        app.emit(Effect::Library(Request::Change(vec![id], change)));
    } else {
        // What is highlighted is wanted again: the text is saved with it.
        current_text::keep(app, crate::library::UserData::default());
    }
}

/// Takes the last change of a text back that is not saved; whether there was one.
pub fn undo(app: &mut App) -> bool {
    let marks = app
        .reader_mut()
        .filter(|reader| reader.annotations.piece.is_none())
        .and_then(|reader| reader.annotations.undo());
    marks.map(|marks| put(app, marks)).is_some()
}

/// Does it again; whether there was anything.
pub fn redo(app: &mut App) -> bool {
    let marks = app
        .reader_mut()
        .filter(|reader| reader.annotations.piece.is_none())
        .and_then(|reader| reader.annotations.redo());
    marks.map(|marks| put(app, marks)).is_some()
}

/// The library took a change of a piece back, or did it again.
pub fn changed(app: &mut App, id: Id, marks: AnnotationSet) {
    if app.reader().is_some_and(|reader| reader.annotations.id() == Some(id) && reader.annotations.marks != marks) {
        put(app, marks);
    } else if let Some(reader) = app.texts.readers_mut().find(|reader| reader.annotations.id() == Some(id)) {
        reader.mark(marks);
    }
}

/// Puts them in force on the screen and in the file of rules.
fn put(app: &mut App, marks: AnnotationSet) {
    let page = app.texts.page();
    let Some(reader) = app.reader_mut() else { return };
    let (before, old) = (reader.annotations.marks.corrections.clone(), reader.annotations.overrides.clone());
    reader.mark(marks);
    if reader.address().is_none() {
        return;
    }
    let Some(page) = page else { return };
    let (after, new, reading) = (&reader.annotations.marks.corrections, &reader.annotations.overrides, &reader.piece);
    let gone = before.iter().filter(|one| !after.contains(one)).map(|one| (one, &old, RuleDirection::Revert));
    let come = after.iter().filter(|one| !before.contains(one)).map(|one| (one, new, RuleDirection::Apply));
    let decision = |(correction, moves, standing): (&Correction, &BlockOverrides, RuleDirection)| {
        let (order, action) = block(reading, correction)?;
        let (page, reading, moves) = (page.clone(), Arc::clone(reading), moves.clone());
        Some(RuleChange { page, reading, moves, order, action, standing })
    };
    let decisions: Vec<RuleChange> = gone.chain(come).filter_map(decision).collect();
    for decision in decisions.into_iter().map(Box::new) {
        app.emit(match decision.page {
            ByteSource::Library(_) => Effect::Library(Request::Rule(decision)),
            ByteSource::Memory(_) | ByteSource::File(..) => Effect::Rule(decision),
        });
    }
}

/// The block that a correction is about, and what is done with it.
fn block(reading: &Reading, correction: &Correction) -> Option<(u32, Action)> {
    let moves = resolve_overrides(&reading.article, std::slice::from_ref(correction));
    let hidden = moves.hidden.first().map(|order| (*order, Action::Hide));
    hidden.or_else(|| moves.shown.first().map(|order| (*order, Action::Show)))
}
