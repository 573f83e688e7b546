//! Tests of the list of saved views, and of pieces pinned in the list.

use crate::library::query::{LastWord, Query};
use crate::library::{Change, Counts, Guess, ListPage, Piece, PieceId, PieceState, SavedView, Sort, Suggestions};
use crate::tui::commands::library::tests::{NOW, piece, press, screen, shown};
use crate::tui::keys::Key;
use crate::tui::overlay::Overlay;
use crate::tui::state::request::{LastView, Listed, Request, Response};
use crate::tui::state::{App, Effect, Message};
use crate::tui::theme::Ink;
use crate::tui::view::draw;

fn view(number: u8, name: &str) -> SavedView {
    SavedView { number, name: name.into(), query: format!("tag:{name}"), sort: Sort::Newest }
}

#[test]
fn views_are_listed_renamed_and_deleted() {
    let mut app = shown(100, 30);
    let _ = app.update(Message::Library(Response::Opened(vec![view(1, "sea"), view(3, "work")], LastView::default())));
    assert_eq!(press(&mut app, "0"), []);
    let listed = screen(&app);
    assert!(listed.contains("SAVED VIEWS") && listed.contains("tag:work · newest"), "{listed}");
    let renamed = SavedView { name: "seas".into(), ..view(1, "sea") };
    assert_eq!(press(&mut app, "R s Enter"), [Request::SaveView(renamed)]);
    assert!(screen(&app).contains("seas"));
    assert!(screen(&app).contains("view 1 renamed “seas” · Esc, then u to undo"));
    assert_eq!(press(&mut app, "Down D"), []);
    assert!(screen(&app).contains("D again to delete view 3 “work”"));
    assert_eq!(press(&mut app, "D"), [Request::DeleteView(3)]);
    assert!(!screen(&app).contains("tag:work · newest") && screen(&app).contains("view 3 “work” deleted"));
    // The remaining view is selected; `Enter` opens it.
    let asked = press(&mut app, "Enter");
    assert!(matches!(&asked[..], [Request::List { filter, .. }] if filter == "tag:sea"), "{asked:?}");
}

#[test]
fn view_name_with_bound_letters_is_typed() {
    let mut app = shown(100, 30);
    let _ =
        app.update(Message::Library(Response::Opened(vec![view(1, "Data"), view(2, "roaDs")], LastView::default())));
    let filter = |app: &App| match app.overlays.last() {
        Some(Overlay::List(list)) => list.filter.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(press(&mut app, "0 D a D R 1"), []);
    assert_eq!(filter(&app), "DaDR1", "what D asked is forgotten, and the D is a letter");
    // A key that types no letter cancels the request for confirmation too.
    assert_eq!(press(&mut app, "Ctrl-U D Down D"), []);
    assert_eq!((filter(&app).as_str(), app.library.views.len()), ("", 2));
    // A restored view reappears in the list.
    let _ = app.update(Message::Library(Response::Views(vec![view(7, "back")])));
    assert!(screen(&app).contains("tag:back"));
}

#[test]
fn growing_range_is_shown_and_changed() {
    let mut app = shown(100, 30);
    press(&mut app, "V j");
    let drawn = screen(&app);
    assert!(drawn.contains("2 selected") && drawn.matches('✓').count() == 2, "{drawn}");
    assert_eq!(
        press(&mut app, "a"),
        [Request::Change(vec![PieceId(1), PieceId(2)], Change::State(PieceState::Archive))]
    );
    press(&mut app, "g V Esc");
    assert_eq!(app.library.marked(), 0);
    // Pieces that are not loaded are requested first.
    app.library.window.total = 500;
    press(&mut app, "V G");
    assert!(matches!(&press(&mut app, "d")[..], [Request::Range(_)]));
}

fn filters(asked: Vec<Request>) -> Vec<String> {
    let filter = |request| match request {
        Request::List { filter, .. } => Some(filter),
        _ => None,
    };
    asked.into_iter().filter_map(filter).collect()
}

#[test]
fn cancelled_filter_restores_previous_one() {
    let mut app = shown(100, 30);
    assert_eq!(filters(press(&mut app, "/ a Enter")), ["a"]);
    answer(&mut app, vec![piece(1, "A"), piece(2, "Another")], 2, false);
    press(&mut app, "j");
    assert_eq!(filters(press(&mut app, "/ b Esc")), ["a b", "a"], "what is typed is another term");
    answer(&mut app, vec![piece(1, "A"), piece(2, "Another")], 2, false);
    assert_eq!(app.library.current().unwrap().id, PieceId(2), "the selection is the one from before");
    assert_eq!(filters(press(&mut app, "/ Enter / Esc")), [] as [String; 0]);
    assert_eq!(filters(press(&mut app, "/ Ctrl-U Backspace")), [""], "emptied on purpose");
    assert!(app.overlays.is_empty());
    assert_eq!(filters(press(&mut app, "/ i s : u n r Enter")).last().unwrap(), "is:unr ", "left unfinished");
}

#[test]
fn filter_problem_is_shown_while_typing_and_after() {
    let mut app = shown(100, 30);
    press(&mut app, "/ i s : f");
    let listed = Listed {
        offset: 0,
        page: ListPage::default(),
        counts: Counts { unread: 3, ..Counts::default() },
        now: NOW,
        problems: vec!["is:f is unknown".into()],
        more: false,
    };
    let _ = app.update(Message::Library(Response::Page(app.library.asked, Box::new(listed))));
    assert!(screen(&app).lines().last().unwrap().contains("is:f is unknown"));
    assert_eq!(press(&mut app, "Enter Enter"), [], "the sample opens in an empty library only");
    let drawn = screen(&app);
    assert!(drawn.contains("is:f is unknown") && drawn.contains("no matches"), "{drawn}");
}

#[test]
fn unfinished_filter_is_finished_by_enter() {
    let mut app = shown(100, 30);
    let asked = press(&mut app, "/ (");
    assert!(matches!(&asked[..], [Request::List { filter, .. }] if filter == "("), "{asked:?}");
    let asked = press(&mut app, "Enter");
    let [Request::List { filter, .. }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(Query::parse(filter, LastWord::Open).problems, ["missing )"]);
}

#[test]
fn empty_library_shows_help_and_opens_sample() {
    let mut app = shown(100, 30);
    answer(&mut app, vec![], 0, false);
    let drawn = screen(&app);
    assert!(drawn.contains("Enter the sample   A add   q quit   ? help"), "{drawn}");
    assert_eq!(press(&mut app, "a"), []);
    assert!(screen(&app).contains("no articles here"));
    let effects = app.update(Message::Key(Key::parse("Enter").unwrap()));
    assert!(matches!(&effects[..], [Effect::Load { .. }]), "{effects:?}");
}

#[test]
fn tab_replaces_list_by_preview() {
    for (width, height) in [(40, 12), (80, 24)] {
        let mut app = shown(width, height);
        press(&mut app, "Tab");
        let drawn = screen(&app);
        assert!(drawn.contains("The Lantern · 4 min") && !drawn.contains("Café talks"), "{drawn}");
        press(&mut app, "j");
        assert!(screen(&app).contains("Café talks"));
        press(&mut app, "S-Tab");
        assert!(screen(&app).contains("Flooded archive"));
    }
    let mut app = shown(120, 30);
    press(&mut app, "Tab");
    assert!(screen(&app).contains("preview already shown"));
}

#[test]
fn tag_prompt_starts_with_existing_tags() {
    let mut app = shown(100, 30);
    app.library.window.pieces[0].tags = vec!["t2".into()];
    let asked = press(&mut app, "t n e w s Enter");
    let tags = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>();
    assert_eq!(asked, [Request::Change(vec![PieceId(1)], Change::Tags { add: tags(&["t2", "news"]), remove: vec![] })]);
}

fn answer(app: &mut App, pieces: Vec<Piece>, total: usize, more: bool) {
    let page = ListPage { pieces, total, ..ListPage::default() };
    let listed = Listed { offset: 0, page, counts: Counts::default(), now: NOW, problems: vec![], more };
    let _ = app.update(Message::Library(Response::Page(app.library.asked, Box::new(listed))));
}

#[test]
fn the_end_of_a_filter_and_of_tags_is_completed() {
    let mut app = shown(100, 30);
    press(&mut app, "/ t a");
    let offer = |app: &mut App, input: &str, start, words: &[&str]| {
        let words = words.iter().map(|&word| word.to_owned()).collect();
        let suggestions = Suggestions { start, words };
        let _ = app.update(Message::Library(Response::Suggestions(input.into(), suggestions)));
    };
    offer(&mut app, "t", 0, &["title:", "tag:"]);
    assert!(!screen(&app).contains("title:"), "an older answer");
    offer(&mut app, "ta", 0, &["tag:", "title:"]);
    assert!(screen(&app).contains("Tab  tag:  title:"), "{}", screen(&app));
    assert!(matches!(&press(&mut app, "Tab")[..], [Request::List { filter, .. }] if filter == "tag:"));
    assert!(matches!(&press(&mut app, "Tab")[..], [Request::List { filter, .. }] if filter == "title:"));
    assert!(matches!(&press(&mut app, "S-Tab")[..], [Request::List { filter, .. }] if filter == "tag:"));
    offer(&mut app, "tag:", 4, &["asia"]);
    press(&mut app, "a");
    offer(&mut app, "tag:a", 4, &["asia"]);
    press(&mut app, "Tab");
    assert_eq!(app.library.filter, "tag:asia");
    press(&mut app, "Esc t n");
    offer(&mut app, "n", 0, &["news", "north"]);
    press(&mut app, "Tab");
    assert!(screen(&app).contains("tags: news"), "{}", screen(&app));
}

#[test]
fn hits_and_guesses_are_shown() {
    let mut app = shown(100, 30);
    press(&mut app, "/ h a r b u o r");
    let page = ListPage {
        total: 1,
        pieces: vec![piece(1, "Harbour strike")],
        guesses: vec![Guess { typed: "harbuor".into(), taken: "harbour".into() }],
        ..ListPage::default()
    };
    let listed = Listed { offset: 0, page, counts: Counts::default(), now: NOW, problems: vec![], more: false };
    let _ = app.update(Message::Library(Response::Page(app.library.asked, Box::new(listed))));
    assert!(screen(&app).contains("nothing for “harbuor” · showing harbour"), "{}", screen(&app));
    let (buffer, _) = draw(&app);
    let is_hit = |cell: &ratatui::buffer::Cell| cell.bg == app.theme.style(Ink::Hit).bg.unwrap_or_default();
    let hit: String = buffer.content().iter().filter(|cell| is_hit(cell)).map(ratatui::buffer::Cell::symbol).collect();
    assert!(hit.starts_with("Harbour"), "{hit}");
    // Enter there opens the article where the words stand.
    let asked = press(&mut app, "Enter Enter");
    assert_eq!(asked, [Request::ReadHit(PieceId(1), "harbuor".into())]);
}

#[test]
fn what_was_decided_on_is_asked_for_in_its_place_until_another_view_is_gone_to() {
    let mut app = shown(100, 30);
    assert_eq!(
        press(&mut app, "j x j j x a"),
        [Request::Change(vec![PieceId(2), PieceId(3)], Change::State(PieceState::Archive))]
    );
    press(&mut app, "g *");
    assert_eq!(app.library.stays.iter().map(|(at, id)| (*at, id.0)).collect::<Vec<_>>(), [(0, 1), (1, 2), (2, 3)]);
    // A new piece is inserted at the top; the others move down by one.
    let new = Piece { saved: NOW, ..piece(9, "New") };
    let _ = app.update(Message::Library(Response::Changed("saved".into(), vec![new], Counts::default())));
    let places: Vec<_> = app.library.stays.iter().map(|(at, id)| (*at, *id)).collect();
    assert_eq!(places, [(0, PieceId(9)), (1, PieceId(1)), (2, PieceId(2)), (3, PieceId(3))]);
    assert!(matches!(&press(&mut app, "/ a")[..], [Request::List { stays, .. }] if stays.is_empty()));
}

#[test]
fn range_beyond_loaded_pieces_is_requested() {
    let mut app = shown(100, 30);
    app.library.window.total = 500;
    press(&mut app, "V G");
    let asked = press(&mut app, "V");
    assert!(matches!(&asked[..], [Request::Range(range)] if range.places == (0, 499)), "{asked:?}");
    let _ = app.update(Message::Library(Response::Range((0..500).map(|at| (PieceId(at as i64), at)).collect())));
    assert!(screen(&app).contains("500 selected"));
    let asked = press(&mut app, "a");
    assert!(matches!(&asked[..], [Request::Change(ids, _)] if ids.len() == 500));
}

#[test]
fn visible_pieces_arrive_before_the_rest() {
    let mut app = shown(100, 30);
    press(&mut app, "/ a Enter");
    answer(&mut app, vec![piece(1, "One"), piece(2, "Two")], 5, true);
    assert!(screen(&app).contains("Two"));
    assert_eq!(press(&mut app, "G"), [], "the rest is on its way: it is not asked for again");
    answer(&mut app, (1..=5).map(|id| piece(id, "Each")).collect(), 5, false);
    assert_eq!((app.library.selected, app.library.window.pending), (4, false));
}

#[test]
fn columns_are_those_of_the_settings_and_show_the_date_that_sorts() {
    use crate::config::ListColumn::{Progress, State, Tags, Title};
    let mut app = shown(120, 30);
    app.library.window.pieces[0].published = Some("2026-04-24T08:00:00Z".into());
    app.library.window.pieces[0].tags = vec!["sea".into()];
    app.library.window.pieces[0].progress = 420;
    let row =
        |app: &App| screen(app).lines().find(|line| line.contains("Harbour strike")).unwrap_or_default().to_owned();
    assert!(!row(&app).contains("2026-04-24") && !row(&app).contains("42 %"), "{}", row(&app));
    app.library.sort = Sort::Published;
    assert!(row(&app).contains("2026-04-24"), "{}", row(&app));
    app.config.library.columns = vec![State, Title, Progress, Tags];
    app.library.sort = Sort::Newest;
    assert!(
        row(&app).contains("42 %") && row(&app).contains("sea") && !row(&app).contains("The Lantern"),
        "{}",
        row(&app)
    );
    // The title keeps its room; the last columns give way.
    let mut narrow = shown(40, 12);
    narrow.config.library.columns = vec![State, Title, Progress, Tags];
    assert!(!screen(&narrow).contains("TAGS"));
}

#[test]
fn list_is_compact_or_airy_and_its_share_moves() {
    let mut app = shown(120, 30);
    let rows = |app: &App| {
        let drawn = screen(app);
        let at = |words: &str| drawn.lines().position(|line| line.contains(words)).unwrap_or_default();
        at("Café talks") - at("Harbour strike")
    };
    assert_eq!(rows(&app), 1);
    press(&mut app, "z");
    assert_eq!(rows(&app), 2);
    let rule = |app: &App| screen(app).lines().nth(4).and_then(|line| line.find('│')).unwrap_or_default();
    let before = rule(&app);
    press(&mut app, "+ +");
    assert!(rule(&app) > before);
    press(&mut app, "- - - -");
    assert!(rule(&app) < before);
}

#[test]
fn letters_in_the_list_of_keys_filter_only_after_a_slash() {
    let mut app = shown(100, 30);
    press(&mut app, "?");
    assert!(screen(&app).contains("Enter       open the article"), "{}", screen(&app));
    press(&mut app, "j j t");
    let filter = |app: &App| match app.overlays.last() {
        Some(Overlay::List(list)) => list.filter.clone(),
        _ => "closed".to_owned(),
    };
    assert_eq!(filter(&app), "");
    press(&mut app, "/ t a g");
    assert_eq!(filter(&app), "tag");
    press(&mut app, "Esc");
    assert_eq!(filter(&app), "");
    press(&mut app, "Esc");
    assert_eq!(filter(&app), "closed");
}

#[test]
fn palette_ranks_the_command_that_is_named_first() {
    for (typed, name) in [("q u i t", "quit"), ("t h e m e", "choose a theme"), ("f e e d", "toggle the feeds pane")] {
        let mut app = shown(100, 30);
        press(&mut app, &format!(": {typed}"));
        let Some(Overlay::List(list)) = app.overlays.last() else { panic!("no list") };
        assert_eq!(list.entries[list.shown[0]].words, name, "{typed}");
    }
}

#[test]
fn keys_that_may_follow_a_prefix_are_shown() {
    let mut app = shown(100, 30);
    let sequence = crate::tui::keys::parse_sequence("g a").unwrap();
    app.keymap.rebind(crate::tui::keys::table::Command::LibraryArchive, &[sequence]);
    app.keymap
        .rebind(crate::tui::keys::table::Command::LibraryTop, &[crate::tui::keys::parse_sequence("g g").unwrap()]);
    press(&mut app, "g");
    let drawn = screen(&app);
    assert!(drawn.contains("archive / unarchive") && drawn.contains("first article"), "{drawn}");
}
