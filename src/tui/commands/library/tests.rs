//! Tests of the library screen by messages: responses and keys in, requests and cells out.

pub(in crate::tui::commands) mod reader;
mod views;

use crate::library::{
    Change, Counts, ListPage, Piece, PieceId, PieceState, SpeakerId, SpeakerTimeline, Statement, timeline,
};
use crate::reading::QuoteKind;
use crate::tui::keys::Key;
use crate::tui::state::library::LibraryStatus;
use crate::tui::state::request::{LastView, Listed, Request, Response, UndoScope};
use crate::tui::state::{App, Effect, Message, Screen};
use crate::tui::theme::{Depth, Theme};
use crate::tui::view::draw;
use ratatui::layout::Size;

const NOW: i64 = 1_700_000_000;

fn piece(id: i64, title: &str) -> Piece {
    let site = Some("The Lantern".to_owned());
    Piece {
        id: PieceId(id),
        title: title.into(),
        site,
        saved: NOW - id * 7_200,
        words: 900,
        voices: 3,
        fetched: true,
        ..Piece::default()
    }
}

/// A library of three pieces on a screen of `width` × `height` cells.
fn shown(width: u16, height: u16) -> App {
    let mut app = App::new(Size { width, height }, Theme::dark(Depth::True));
    app.screen = Screen::Library;
    let _ = app.update(Message::Library(Response::Opened(vec![], LastView::default())));
    let pieces = vec![piece(1, "Harbour strike"), piece(2, "Café talks"), piece(3, "Flooded archive")];
    let page = ListPage { total: pieces.len(), pieces, ..ListPage::default() };
    let counts = Counts { unread: 3, ..Counts::default() };
    let listed = Listed { offset: 0, page, counts, now: NOW, problems: vec![], more: false };
    let _ = app.update(Message::Library(Response::Page(app.library.asked, Box::new(listed))));
    app
}

pub(in crate::tui::commands) fn press(app: &mut App, keys: &str) -> Vec<Request> {
    let effects = keys.split(' ').flat_map(|key| app.update(Message::Key(Key::parse(key).unwrap())));
    let requests = effects.filter_map(|effect| match effect {
        Effect::Library(request) if !matches!(request, Request::Preview(..) | Request::Suggest(..)) => Some(request),
        _ => None,
    });
    requests.collect()
}

/// They are all that there are.
fn shares(shares: Vec<crate::library::SpeakerShare>) -> crate::library::SpeakerShares {
    crate::library::SpeakerShares { words: shares.iter().map(|share| share.words).sum(), groups: shares.len(), shares }
}

pub(in crate::tui::commands) fn screen(app: &App) -> String {
    let (buffer, _) = draw(app);
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn decision_is_requested_and_selection_advances() {
    let mut app = shown(100, 30);
    assert_eq!(press(&mut app, "a"), [Request::Change(vec![PieceId(1)], Change::State(PieceState::Archive))]);
    assert_eq!(app.library.selected, 1);
    assert_eq!(press(&mut app, "*"), [Request::Change(vec![PieceId(2)], Change::Star(true))]);
    assert_eq!(press(&mut app, "d"), [Request::Change(vec![PieceId(3)], Change::Delete(true))]);
    assert_eq!(press(&mut app, "u Ctrl-R"), [Request::Undo(UndoScope::Any), Request::Redo]);
}

#[test]
fn archived_piece_stays_visible() {
    let mut app = shown(100, 30);
    let archived = Piece { state: PieceState::Archive, ..piece(1, "Harbour strike") };
    let counts = Counts { unread: 2, archive: 1, ..Counts::default() };
    let _ = app.update(Message::Library(Response::Changed(
        "archived 1 article · u to undo".into(),
        vec![archived],
        counts,
    )));
    let screen = screen(&app);
    assert!(
        screen.contains("Harbour strike") && screen.contains("archived 1 article") && screen.contains("archive 1"),
        "{screen}"
    );
}

#[test]
fn selected_pieces_are_changed_together() {
    let mut app = shown(100, 30);
    assert_eq!(
        press(&mut app, "x x a"),
        [Request::Change(vec![PieceId(1), PieceId(2)], Change::State(PieceState::Archive))]
    );
    assert!(app.library.chosen.is_empty());
    let mut app = shown(100, 30);
    assert_eq!(
        press(&mut app, "V j j V *"),
        [Request::Change(vec![PieceId(1), PieceId(2), PieceId(3)], Change::Star(true))]
    );
}

#[test]
fn filter_applies_while_typed() {
    let mut app = shown(100, 30);
    let asked = press(&mut app, "/ c a");
    let filters = asked.iter().filter_map(|request| match request {
        Request::List { filter, offset: 0, .. } => Some(filter.as_str()),
        _ => None,
    });
    let filters: Vec<_> = filters.collect();
    assert_eq!(filters, ["c", "ca"]);
    let stale = Listed {
        offset: 0,
        page: ListPage::default(),
        counts: Counts::default(),
        now: NOW,
        problems: vec![],
        more: false,
    };
    let _ = app.update(Message::Library(Response::Page(app.library.asked - 1, Box::new(stale))));
    assert_eq!(app.library.window.total, 3, "an older answer is not taken");
}

#[test]
fn library_is_drawn_at_every_size() {
    let shown_at = |width, height| screen(&shown(width, height));
    let wide = shown_at(120, 34);
    for words in
        ["sayso  Library  unread 3", "TITLE", "● Harbour strike", "The Lantern", "2 h", "SPEAKERS", "Enter read"]
    {
        assert!(wide.contains(words), "{words} in\n{wide}");
    }
    for (width, height) in [(80, 24), (40, 12), (20, 6), (5, 3), (1, 1)] {
        let _ = shown_at(width, height);
    }
    assert!(shown_at(40, 12).contains("Harbour strike"));
    let (below, alone) = (shown_at(80, 24), shown_at(80, 16));
    assert_eq!(below.matches("Harbour strike").count(), 2, "the preview stands below the list\n{below}");
    assert_eq!(alone.matches("Harbour strike").count(), 1);
}

#[test]
fn broken_library_is_reported_and_empty_one_shows_help() {
    let mut app = App::new(Size { width: 80, height: 24 }, Theme::dark(Depth::True));
    app.screen = Screen::Library;
    let _ = app.update(Message::Library(Response::OpenFailed("x.sqlite: this file is not a sayso library".into())));
    assert!(screen(&app).contains("not a sayso library"));
    app.library.status = LibraryStatus::Open;
    assert!(screen(&app).contains("Your library is empty."));
}

#[test]
fn speakers_are_merged_and_split_in_list() {
    let mut app = shown(100, 30);
    assert_eq!(press(&mut app, "v"), [Request::Voices(String::new())]);
    let voice = |id: i64, name: &str, words| crate::library::SpeakerShare {
        id: Some(SpeakerId(id)),
        name: name.into(),
        kind: None,
        joined: id == 4,
        quotes: 2,
        words,
        pieces: 1,
    };
    let voices = vec![voice(4, "Ada Moreau", 60), voice(8, "A. Moreau", 20)];
    let _ = app.update(Message::Library(Response::Voices(shares(voices))));
    let drawn = screen(&app);
    assert!(drawn.contains("SPEAKERS IN THESE ARTICLES") && drawn.contains("75.0 %"), "{drawn}");
    assert_eq!(press(&mut app, "Down J"), []);
    assert!(screen(&app).contains("MERGE A. MOREAU WITH"));
    press(&mut app, "Esc");
    assert!(screen(&app).contains("SPEAKERS IN THESE ARTICLES"), "Esc ends the joining, not the list");
    assert_eq!(press(&mut app, "P"), [], "joined with nobody: a letter");
    assert_eq!(press(&mut app, "Backspace Down J"), []);
    assert_eq!(press(&mut app, "Up Enter"), []);
    assert!(screen(&app).contains("Enter again to merge A. Moreau and Ada Moreau"));
    assert_eq!(press(&mut app, "a Ctrl-U Enter"), [], "something else was pressed between");
    assert_eq!(press(&mut app, "Enter"), [Request::Join(SpeakerId(8), SpeakerId(4), String::new())]);
    let _ = app.update(Message::Library(Response::Voices(shares(vec![
        voice(9, "Emil Okafor", 90),
        voice(4, "Ada Moreau", 80),
    ]))));
    assert_eq!(app.overlays.len(), 1, "the list is renewed in its place, and the selection stays on the one joined to");
    assert_eq!(press(&mut app, "P"), [Request::Part(SpeakerId(4), String::new())]);
    assert_eq!(press(&mut app, "Enter"), [Request::Said(SpeakerId(4), "Ada Moreau".into())]);
    let said = Statement {
        speaker: "A. Moreau".into(),
        piece: PieceId(3),
        title: "Flooded archive".into(),
        site: None,
        url: None,
        day: NOW,
        kind: QuoteKind::Direct,
        text: "Nobody told us".into(),
        via: None,
        start: 12,
        quote: 0,
        grade: crate::reading::Grade::Sure,
        confidence: 960,
    };
    let later = Statement { piece: PieceId(5), day: NOW + 86_400, title: "The mole".into(), ..said.clone() };
    let offer = Statement { kind: QuoteKind::Indirect, text: "an offer was made".into(), ..later.clone() };
    let statements = vec![later, offer, said];
    let timeline = timeline(&statements);
    let said = SpeakerTimeline { statements, tags: [(PieceId(5), vec!["water".to_owned()])].into(), timeline };
    let _ = app.update(Message::Library(Response::Said("Ada Moreau".into(), Box::new(said))));
    let drawn = screen(&app);
    let direct = "direct · in 2 articles, first in Flooded archive · as A. Moreau";
    for words in ["WHAT ADA MOREAU SAID", "“Nobody told us”", "2 quotations in 2 articles", "2023-11-14", direct] {
        assert!(drawn.contains(words), "{words} in\n{drawn}");
    }
    for (typed, count, shown) in [
        ("k i n d : i", "1 quotation in 1 article", "indirect · water · The mole"),
        ("Ctrl-U t o p i c : w a t e r", "2 quotations in 1 article", "direct · water · The mole"),
        ("Ctrl-U n o b o d y _", "0 quotations", "filter:"),
        ("Backspace", "1 quotation in 2 articles", direct),
        ("Ctrl-U a f t e r : x", "2 quotations in 2 articles", "after: needs a day"),
    ] {
        assert_eq!(press(&mut app, typed), []);
        let drawn = screen(&app);
        assert!(drawn.contains(count) && drawn.contains(shown), "{typed}\n{drawn}");
    }
    assert_eq!(press(&mut app, "Ctrl-U f l o o d e d"), []);
    assert_eq!(press(&mut app, "Enter"), [Request::Read(PieceId(3), Some(12))]);
}

#[test]
fn added_or_restored_piece_is_visible_and_selection_stays() {
    let mut app = shown(100, 30);
    press(&mut app, "j");
    let added = Piece { saved: NOW, ..piece(9, "Ferry talks") };
    let _ = app.update(Message::Library(Response::Changed("saved · u to undo".into(), vec![added], Counts::default())));
    assert_eq!(app.library.current().unwrap().title, "Café talks");
    assert_eq!(app.library.window.pieces[0].title, "Ferry talks");
    assert!(screen(&app).contains("Ferry talks"));
}

#[test]
fn library_opens_at_last_selected_piece() {
    let mut app = shown(100, 30);
    assert!(press(&mut app, "j q").contains(&Request::LeaveList(PieceId(2))));
    let _ = app.update(Message::Library(Response::Opened(
        vec![],
        LastView { piece: Some(PieceId(3)), ..LastView::default() },
    )));
    let pieces = vec![piece(1, "Harbour strike"), piece(2, "Café talks"), piece(3, "Flooded archive")];
    let page = ListPage { total: pieces.len(), pieces, ..ListPage::default() };
    let listed = Listed { offset: 0, page, counts: Counts::default(), now: NOW, problems: vec![], more: false };
    let _ = app.update(Message::Library(Response::Page(app.library.asked, Box::new(listed))));
    assert_eq!(app.library.current().unwrap().id, PieceId(3));
}

#[test]
fn speaker_row_is_complete_on_narrow_screen() {
    let voice = |id: i64, name: &str, words| crate::library::SpeakerShare {
        id: Some(SpeakerId(id)),
        name: name.into(),
        quotes: 112,
        words,
        pieces: 3,
        ..crate::library::SpeakerShare::default()
    };
    let voices = vec![voice(1, "Laura Magallanes de la Fuente", 900), voice(2, "Ada Moreau", 100)];
    for (width, more, bar) in [(120, true, true), (80, true, true), (60, false, true), (40, false, false)] {
        let mut app = shown(width, 24);
        let _ = app.update(Message::Library(Response::Voices(shares(voices.clone()))));
        let drawn = screen(&app);
        let line = drawn.lines().find(|line| line.contains("Laura")).unwrap();
        assert!(line.contains("90.0 %") && line.ends_with("112 quotes"), "{line}");
        assert_eq!((line.contains("3 articles"), line.contains('█')), (more, bar), "{line}");
    }
}
