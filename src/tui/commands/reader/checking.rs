//! A draft that is checked: takes the verdicts, jumps to quotations to mend, to the source and back.

use crate::check::Gravity;
use crate::library::{CheckedQuote, DraftCheck};
use crate::tui::commands::reader::{navigation, quotes};
use crate::tui::commands::texts::{self, OpenMode};
use crate::tui::reader::search::Search;
use crate::tui::reader::verdicts::Verdicts;
use crate::tui::state::open_texts::LoadState;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::values::{Notice, Ticket};
use std::sync::Arc;

/// Words of a quotation that stand for it in the footer of its source.
const SHOWN: usize = 4;

/// Takes the verdicts on a draft's quotations.
pub fn checked(app: &mut App, ticket: Ticket, check: DraftCheck) {
    let Some(index) = app.texts.holder(ticket) else { return };
    let Some(reader) = app.texts.reader_at(index) else { return };
    let verdicts = Verdicts::of(check, &reader.piece.article.text);
    let mut lines = verdicts.notes.clone();
    let is_whole = lines.is_empty();
    if !verdicts.all.is_empty() {
        lines.push(CheckedQuote::summary(&verdicts.all));
    }
    reader.verdicts = Some(verdicts);
    if app.texts.current == index {
        let words = lines.join("\n");
        app.notice = Some(if is_whole { Notice::Info(words) } else { Notice::Error(words) });
    }
}

/// Goes `by` quotations further in a draft (`n`, `N`).
pub fn step(app: &mut App, by: isize) {
    go(app, by, |_| true, "no quotations in quote marks");
}

/// Goes to the next quotation that its source does not bear out (`!`).
pub fn next_problem(app: &mut App, count: Option<u32>) {
    go(app, quotes::times(count), |one| one.verdict.gravity() > Gravity::Fine, "no problems in this draft");
}

fn go(app: &mut App, by: isize, wanted: impl Fn(&CheckedQuote) -> bool, none: &str) {
    let Some(reader) = app.reader_mut() else { return };
    let before = reader.claim();
    let Some(at) = reader.claim_beside(by, wanted) else { return app.notify(none) };
    reader.passage = None;
    reader.choose_claim(at);
    if before == Some(at) {
        app.notify(if by > 0 { "last quotation" } else { "first quotation" });
    }
}

/// Goes to the source of the current quotation, or from there back to the draft (`S`).
pub fn source(app: &mut App, _: Option<u32>) {
    if app.is_beside_draft() {
        return navigation::back(app, None);
    }
    let Some(one) = app.reader().and_then(|reader| reader.checked()) else {
        return app.notify("no quotation selected · n for the next");
    };
    let Some(found) = one.found.clone() else { return app.notify("no source has these words") };
    let start = found.judgement.places.first().map(|span| span.start);
    if let Some(id) = found.piece {
        return app.emit(Effect::Library(Request::Read(id, start)));
    }
    let is_it = |state: &LoadState| match state {
        LoadState::Ready(reader) => Arc::ptr_eq(&reader.piece, &found.reading),
        LoadState::Waiting | LoadState::Loading | LoadState::Failed(_) => false,
    };
    match app.texts.pieces.iter().position(|text| is_it(&text.state)) {
        Some(open) => {
            texts::cancel_load(app);
            texts::put_on_top(app, open, OpenMode::Push);
        }
        None => {
            let location = found.reading.source.location.clone().into();
            texts::show_reading(app, location, Arc::clone(&found.reading), OpenMode::Push);
        }
    }
    app.settle();
    let Some(reader) = app.reader_mut() else { return };
    if let Some(place) = start.and_then(|at| reader.place_of(at)) {
        reader.go(place, 3);
    }
    let shown = |quote: &u32| reader.voices.as_ref().is_some_and(|voices| voices.quote(*quote).is_some());
    let quote = found.judgement.utterance.and_then(|at| u32::try_from(at).ok()).filter(shown);
    if let Some(quote) = quote {
        reader.choose(quote);
    }
    // The words found are marked like the hits of a search.
    let mut hits = found.judgement.places;
    hits.sort_unstable();
    let words = hits.first().map_or("", |span| span.of(&found.reading.article.text));
    let words = words.split_whitespace().take(SHOWN).collect::<Vec<_>>().join(" ");
    reader.search = Some(Search { words, hits, at: 0, asked: None, from: start.unwrap_or(0), still: true });
}
