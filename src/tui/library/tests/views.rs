//! Saved views in their list, and pieces that stay in sight.

use super::{NOW, piece, press, screen, shown};
use crate::library::{Change, Counts, Page, Piece, Sort, State as PieceState, View};
use crate::tui::app::{App, Message};
use crate::tui::library::{Answer, Left, Listed, Request};

fn view(number: u8, name: &str) -> View {
    View { number, name: name.into(), query: format!("tag:{name}"), sort: Sort::Newest }
}

#[test]
fn views_are_listed_renamed_and_deleted() {
    let mut app = shown(100, 30);
    app.update(Message::Library(Answer::Opened(vec![view(1, "sea"), view(3, "work")], Left::default())));
    assert_eq!(press(&mut app, "0"), []);
    let listed = screen(&app);
    assert!(listed.contains("SAVED VIEWS") && listed.contains("tag:work · newest"), "{listed}");
    let renamed = View { name: "seas".into(), ..view(1, "sea") };
    assert_eq!(press(&mut app, "R s Enter"), [Request::SaveView(renamed)]);
    assert!(screen(&app).contains("seas"));
    assert_eq!(press(&mut app, "Down D"), [Request::DeleteView(3)]);
    assert!(!screen(&app).contains("tag:work · newest"));
    // The one that is left is selected; taking it leads there.
    let asked = press(&mut app, "Enter");
    assert!(matches!(&asked[..], [Request::List { filter, .. }] if filter == "tag:sea"), "{asked:?}");
}

fn answer(app: &mut App, pieces: Vec<Piece>, total: usize, more: bool) {
    let page = Page { total, pieces, or_more: false };
    let listed = Listed { offset: 0, page, counts: Counts::default(), now: NOW, problems: vec![], more };
    app.update(Message::Library(Answer::Listed(app.library.asked, Box::new(listed))));
}

#[test]
fn what_was_decided_on_is_asked_for_in_its_place_until_another_view_is_gone_to() {
    let mut app = shown(100, 30);
    assert_eq!(press(&mut app, "j x j j x a"), [Request::Change(vec![2, 3], Change::State(PieceState::Archive))]);
    press(&mut app, "g *");
    assert_eq!(app.library.stays.iter().map(|(at, id)| (*at, *id)).collect::<Vec<_>>(), [(0, 1), (1, 2), (2, 3)]);
    // Something new comes in at the top: the others stand one further down.
    let new = Piece { saved: NOW, ..piece(9, "New") };
    app.update(Message::Library(Answer::Changed("saved".into(), vec![new], Counts::default())));
    let places: Vec<_> = app.library.stays.iter().map(|(at, id)| (*at, *id)).collect();
    assert_eq!(places, [(0, 9), (1, 1), (2, 2), (3, 3)]);
    assert!(matches!(&press(&mut app, "/ a")[..], [Request::List { stays, .. }] if stays.is_empty()));
}

#[test]
fn a_range_beyond_what_is_at_hand_is_asked_for() {
    let mut app = shown(100, 30);
    app.library.window.total = 500;
    press(&mut app, "V G");
    let asked = press(&mut app, "V");
    assert!(matches!(&asked[..], [Request::Range(range)] if range.places == (0, 499)), "{asked:?}");
    app.update(Message::Library(Answer::Range((0..500).map(|at| (at as i64, at)).collect())));
    assert!(screen(&app).contains("500 chosen"));
    let asked = press(&mut app, "a");
    assert!(matches!(&asked[..], [Request::Change(ids, _)] if ids.len() == 500));
}

#[test]
fn what_the_screen_shows_comes_first_and_the_rest_follows() {
    let mut app = shown(100, 30);
    press(&mut app, "/ a Enter");
    answer(&mut app, vec![piece(1, "One"), piece(2, "Two")], 5, true);
    assert!(screen(&app).contains("Two"));
    assert_eq!(press(&mut app, "G"), [], "the rest is on its way: it is not asked for again");
    answer(&mut app, (1..=5).map(|id| piece(id, "Each")).collect(), 5, false);
    assert_eq!((app.library.selected, app.library.window.pending), (4, false));
}
