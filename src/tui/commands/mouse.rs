//! Mouse input: wheel and click. Everything here can be done with keys too.

use crate::document::Span;
use crate::library::CheckedQuote;
use crate::tui::commands::library::{feeds, pieces};
use crate::tui::commands::lists;
use crate::tui::commands::reader::{checking, motion, quotes};
use crate::tui::overlay::{Overlay, geometry};
use crate::tui::reader::flow::Place;
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::reader::voices::Voices;
use crate::tui::reader::{Pane, page};
use crate::tui::state::{App, Screen};
use crate::tui::view::library::list;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// Lines per step of the wheel.
const WHEEL: u32 = 3;

/// Handles one mouse event.
pub fn event(app: &mut App, event: MouseEvent) {
    let at = Position { x: event.column, y: event.row };
    if !app.overlays.is_empty() {
        return over(app, event.kind, at);
    }
    if app.screen == Screen::Library {
        return in_library(app, event.kind, at);
    }
    match event.kind {
        MouseEventKind::ScrollDown => wheel(app, at, motion::line_down),
        MouseEventKind::ScrollUp => wheel(app, at, motion::line_up),
        MouseEventKind::Down(MouseButton::Left) => click(app, at),
        _ => {}
    }
}

/// In an open list: the wheel moves the selection, a click accepts an entry.
fn over(app: &mut App, kind: MouseEventKind, at: Position) {
    let size = app.size;
    let Some(Overlay::List(list)) = app.overlays.last_mut() else { return };
    let rows = geometry::rows_area(size, list.low());
    match kind {
        MouseEventKind::ScrollDown => lists::down(app, None),
        MouseEventKind::ScrollUp => lists::up(app, None),
        MouseEventKind::Down(MouseButton::Left)
            if rows.contains(at) && list.select(list.top + usize::from(at.y - rows.y)) =>
        {
            lists::accept(app, None);
        }
        _ => {}
    }
}

/// In the library: the wheel moves the selection, a click selects, a click on the selected piece opens it.
fn in_library(app: &mut App, kind: MouseEventKind, at: Position) {
    if feeds::mouse(app, kind, at) {
        return;
    }
    match kind {
        MouseEventKind::ScrollDown => pieces::down(app, None),
        MouseEventKind::ScrollUp => pieces::up(app, None),
        MouseEventKind::Down(MouseButton::Left) => match list::piece_at(app, at) {
            Some(piece) if piece == app.library.selected => pieces::open(app, None),
            Some(piece) => pieces::select_at(app, piece),
            None => {}
        },
        _ => {}
    }
}

fn pane_at(app: &App, at: Position) -> Pane {
    let areas = app.areas();
    match (areas.left.contains(at), areas.right.contains(at)) {
        (true, _) => Pane::Voices,
        (_, true) => Pane::Related,
        _ => Pane::Text,
    }
}

/// Scrolls by the wheel: the text from anywhere, a side pane only while it has the focus.
fn wheel(app: &mut App, at: Position, step: fn(&mut App, Option<u32>)) {
    let pane = pane_at(app, at);
    let Some(reader) = app.reader_mut() else { return };
    let kept = reader.focus;
    reader.focus = pane;
    step(app, Some(if pane == Pane::Text { WHEEL } else { 1 }));
    if let Some(reader) = app.reader_mut() {
        reader.focus = kept;
    }
}

fn click(app: &mut App, at: Position) {
    let areas = app.areas();
    let pane = pane_at(app, at);
    let Some(reader) = app.reader_mut() else { return };
    let again = reader.focus == pane;
    reader.focus = pane;
    match pane {
        Pane::Related if reader.verdicts.is_some() => {
            if again {
                checking::source(app, None);
            }
        }
        Pane::Voices => {
            let row = at.y.checked_sub(areas.left.y + areas.heading()).map(|r| usize::from(r) + reader.list.top);
            let Some(row) = row.and_then(|r| reader.list.rows.get(r).copied()) else { return };
            match row {
                SpeakerRow::Quote(_) => quotes::select(reader, row),
                SpeakerRow::Speaker(id) => click_speaker(app, id),
                SpeakerRow::Role(id) => click_speaker(app, Some(id)),
                SpeakerRow::Doubtful(_) => {
                    if let Some(voices) = &reader.voices {
                        reader.list.fold(voices);
                    }
                }
            }
        }
        Pane::Related => {
            let row = at.y.checked_sub(areas.right.y + areas.heading()).map(|r| usize::from(r) + reader.related.top);
            let entry = row.and_then(|r| reader.related.lines.get(r)).and_then(|l| l.entry);
            let Some(entry) = entry else { return };
            let again = reader.related.selected == entry;
            reader.related.selected = entry;
            if again {
                quotes::open(app, None);
            }
        }
        Pane::Text if areas.map.contains(at) => click_map(app, areas.map, at),
        Pane::Text => click_text(app, areas.text, at),
    }
}

fn click_speaker(app: &mut App, id: Option<u32>) {
    if let Some(reader) = app.reader_mut() {
        reader.list.select(SpeakerRow::Speaker(id));
        quotes::open(app, None);
    }
}

fn click_map(app: &mut App, map: Rect, at: Position) {
    let share = f64::from(at.y - map.y) / f64::from(map.height.max(1));
    let Some(reader) = app.reader_mut() else { return };
    if let Some(place) = reader.flow.at_share(share) {
        reader.go(place, 0);
    }
}

/// Opens the link at a clicked cell, or selects the quotation there.
fn click_text(app: &mut App, text: Rect, at: Position) {
    if let Some(url) =
        lists::hints::anchors(app).into_iter().find(|anchor| anchor.area.contains(at)).map(|anchor| anchor.url)
    {
        return lists::hints::follow(app, url);
    }
    let Some(reader) = app.reader_mut() else { return };
    if !text.contains(at) {
        return;
    }
    let Some(page::PageRow::Line(index, line)) = reader.page.rows(reader.text()).nth(usize::from(at.y - text.y)) else {
        return;
    };
    let Some(byte) = line.byte_at(at.x - text.x) else { return };
    let place = Place { order: reader.flow.items[index].order, byte };
    let Some(byte) = reader.byte_of(place) else { return };
    let holds = |one: &CheckedQuote| one.claim.spans.iter().any(|span| span.contains(byte));
    if let Some(claim) = reader.verdicts.as_ref().and_then(|verdicts| verdicts.all.iter().position(holds)) {
        return reader.choose_claim(claim);
    }
    let voices = reader.voices.as_ref();
    let quote = voices.and_then(|v| Voices::touching(&v.contents, Span::new(byte, byte + 1)).first().map(|p| p.quote));
    if let Some(quote) = quote {
        reader.choose(quote);
    }
}
