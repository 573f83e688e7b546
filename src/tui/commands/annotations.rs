//! Applies corrections and highlights: at once to the text on the screen, to the library if the article is saved, and
//! to the site rules of the page's host. Also undoes and redoes them.

use crate::declutter::overrides::Action;
use crate::library::{BlockOverrides, Change, Correction, Highlight, PieceId, resolve_overrides};
use crate::reading::Reading;
use crate::tui::commands::library::current_text;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::values::{ByteSource, RuleChange, RuleDirection};
use std::sync::Arc;

/// Replaces the user's corrections of the text on the screen, and saves them if the article is saved.
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

/// Replaces the highlights of the text on the screen; an unsaved article is saved with them.
pub fn highlight(app: &mut App, highlights: Vec<Highlight>) {
    let Some(reader) = app.reader_mut() else { return };
    let marks = AnnotationSet { highlights, ..reader.annotations.marks.clone() };
    let (id, change) = (reader.annotations.id(), Change::Highlights(marks.highlights.clone()));
    put(app, marks);
    if let Some(id) = id {
        app.emit(Effect::Library(Request::Change(vec![id], change)));
    } else {
        // A highlight is meant to be found again, so the text is saved with it.
        current_text::keep(app, crate::library::UserData::default());
    }
}

/// Undoes the last change to an unsaved text. Returns true if there was one.
pub fn undo(app: &mut App) -> bool {
    let marks = app
        .reader_mut()
        .filter(|reader| reader.annotations.piece.is_none())
        .and_then(|reader| reader.annotations.undo());
    marks.map(|marks| put(app, marks)).is_some()
}

/// Redoes the change that was undone last. Returns true if there was one.
pub fn redo(app: &mut App) -> bool {
    let marks = app
        .reader_mut()
        .filter(|reader| reader.annotations.piece.is_none())
        .and_then(|reader| reader.annotations.redo());
    marks.map(|marks| put(app, marks)).is_some()
}

/// Shows the annotations of a piece after the library has undone or redone a change to them.
pub fn changed(app: &mut App, id: PieceId, marks: AnnotationSet) {
    if app.reader().is_some_and(|reader| reader.annotations.id() == Some(id) && reader.annotations.marks != marks) {
        put(app, marks);
    } else if let Some(reader) = app.texts.readers_mut().find(|reader| reader.annotations.id() == Some(id)) {
        reader.mark(marks);
    }
}

/// Applies annotations to the text on the screen and adjusts the site rules to match.
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

/// Returns the number of the block that a correction hides or shows, and the action.
fn block(reading: &Reading, correction: &Correction) -> Option<(u32, Action)> {
    let moves = resolve_overrides(&reading.article, std::slice::from_ref(correction));
    let hidden = moves.hidden.first().map(|order| (*order, Action::Hide));
    hidden.or_else(|| moves.shown.first().map(|order| (*order, Action::Show)))
}
