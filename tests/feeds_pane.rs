//! The feeds pane of the library: its screens at typical sizes, and what its keys ask for.

mod support;

use proptest::prelude::*;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Size;
use sayso::library::feed::NamedFeed;
use sayso::library::{FeedId, PieceId};
use sayso::tui::keys::Key;
use sayso::tui::keys::table::TABLE;
use sayso::tui::state::feeds::{FeedProgress, FeedsResponse};
use sayso::tui::state::request::{Request, Response};
use sayso::tui::state::{Effect, Message, Screen};
use sayso::tui::view;
use std::fmt::Write;
use support::{Stage, feeds, fixture, pieces};

/// Typical terminal sizes: columns, rows.
const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (40, 12), (20, 6)];

fn check(name: &str, screen: impl Fn(u16, u16) -> Stage) {
    let mut shown = String::new();
    for (width, height) in SIZES {
        let stage = screen(width, height);
        let cursor = view::draw(&stage.app).1.cursor.map_or_else(String::new, |at| format!(", cursor {at}"));
        let _ = writeln!(shown, "=== {width}x{height}{cursor}\n{}", stage.screen());
    }
    insta::assert_snapshot!(name, shown);
}

fn after(width: u16, height: u16, keys: &str) -> Stage {
    let mut stage = feeds::library(width, height);
    pieces::press(&mut stage, keys);
    stage
}

#[test]
fn feeds_pane_matches_snapshots_at_every_size() {
    for (name, keys) in [
        ("pane", ""),
        ("focused", "h"),
        ("feed", "h j j j"),
        ("broken-feed", "h G k k"),
        ("hidden", "h <"),
        ("follow", "h A"),
        ("tags", "h G t"),
        ("help", "h ? f e e d"),
    ] {
        check(name, |width, height| after(width, height, keys));
    }
    check("plain", |width, height| {
        let mut stage = feeds::library(width, height).plain();
        pieces::press(&mut stage, "< j j j");
        stage
    });
    check("no-feeds", |width, height| {
        let mut stage = pieces::library(width, height);
        pieces::answer(&mut stage, Response::Feeds(FeedsResponse::Feeds(Vec::new())));
        pieces::press(&mut stage, "<");
        stage
    });
    check("fetching", |width, height| {
        let mut stage = after(width, height, "h j");
        let progress = FeedProgress { done: 3, total: 12, new: 41, failed: 1 };
        pieces::answer(&mut stage, Response::Feeds(FeedsResponse::Progress(Some(progress))));
        stage
    });
    check("choices", |width, height| {
        let mut stage = after(width, height, "h");
        let named = |url: &str, title: Option<&str>| NamedFeed { url: url.into(), title: title.map(str::to_owned) };
        let all = vec![named("https://a.example/posts", Some("Posts")), named("https://a.example/all.xml", None)];
        pieces::answer(&mut stage, Response::Feeds(FeedsResponse::Choices(all)));
        stage
    });
}

#[test]
fn selecting_feed_filters_list_and_keeps_other_terms() {
    let mut stage = after(120, 40, "/ t i d e Enter h j");
    assert_eq!(stage.app.library.filter, "tide feed:*");
    pieces::press(&mut stage, "G");
    assert_eq!(stage.app.library.filter, "tide feed:5");
    assert!(stage.screen().contains("/ tide feed:“Westmarch Review”"), "{}", stage.screen());
    pieces::press(&mut stage, "g Enter");
    assert_eq!((stage.app.library.filter.as_str(), stage.app.library.feeds.focused), ("tide", false));
    pieces::press(&mut stage, "h q");
    assert!(!stage.app.library.feeds.focused && stage.app.screen == Screen::Library);
}

/// Returns what the library thread is asked about feeds by keys in the pane.
fn asked(keys: &str) -> Vec<String> {
    let mut stage = feeds::library(120, 40);
    let (before, last) = keys.rsplit_once(' ').unwrap_or(("", keys));
    pieces::press(&mut stage, before);
    stage.press(last);
    stage.asked.iter().map(|effect| format!("{effect:?}")).filter(|effect| effect.contains("Feeds(")).collect()
}

#[test]
fn keys_of_pane_ask_for_selected_feeds() {
    for (keys, wanted) in [
        ("h f", "Fetch([])"),
        ("h j F", "Fetch([])"),
        ("h j j F", "Fetch([FeedId(1), FeedId(2)])"),
        ("h G F", "Fetch([FeedId(5)])"),
        ("h G R", "ReadAll([FeedId(5)])"),
        ("h j R", "ReadAll([FeedId(3), FeedId(4), FeedId(1), FeedId(6), FeedId(2), FeedId(5), FeedId(7)])"),
        ("h G Enter R", "ReadAll([FeedId(5)])"),
        ("h G d", "Change(FeedId(5), Remove)"),
        ("h G k k p", "Change(FeedId(4), Pause(true))"),
        ("h G p", "Change(FeedId(5), Pause(false))"),
        ("h G t a , # b , a Enter", "Change(FeedId(5), Tags([\"a\", \"b\"]))"),
        ("h G e Ctrl-U Enter", "Change(FeedId(5), Name(None))"),
        ("& x . e Enter", "Follow(\"x.e\")"),
    ] {
        let found = asked(keys);
        assert!(found.iter().any(|effect| effect.contains(wanted)), "{keys}: {found:?}");
    }
    let mut stage = after(120, 40, "h");
    pieces::press(&mut stage, "R");
    assert!(stage.screen().contains("no feed or folder selected"), "{}", stage.screen());
    pieces::press(&mut stage, "d");
    assert!(stage.screen().contains("no feed selected"), "{}", stage.screen());
}

#[test]
fn next_unread_leads_through_list_and_on_to_next_feed() {
    let mut stage = after(120, 40, "");
    let selected = |stage: &Stage| stage.app.library.current().map(|piece| piece.id);
    let mut met = Vec::new();
    for _ in 0..4 {
        pieces::press(&mut stage, "n");
        met.push(selected(&stage));
    }
    assert_eq!(
        met,
        [3, 5, 1, 3].map(|id| Some(PieceId(id))),
        "the list has no other unread pieces, so it begins again"
    );
    pieces::press(&mut stage, "h j j j Enter G");
    assert_eq!(stage.app.library.filter, "feed:1");
    pieces::press(&mut stage, "n");
    assert_eq!(stage.app.library.filter, "feed:3", "the next feed with unread articles");
    assert_eq!(selected(&stage), Some(PieceId(1)));
}

#[test]
fn next_unread_ends_where_no_feed_has_any_that_match() {
    let mut stage = after(120, 40, "h j j j Enter");
    stage.asked.clear();
    for keys in ["n", "n"] {
        stage.press(keys);
        for _ in 0..40 {
            let Some(Effect::Library(request)) = stage.asked.pop() else { break };
            let found = match request {
                Request::Feeds(_) => Some(Response::Feeds(FeedsResponse::NextUnread(None))),
                request => pieces::answer_to(request),
            };
            if let Some(found) = found {
                stage.send(Message::Library(found));
            }
        }
        assert!(stage.screen().contains("no more unread articles"), "{}", stage.screen());
        assert_eq!(stage.app.library.feeds.seeking, None);
    }
}

#[test]
fn unfollowed_feed_is_listed_no_longer() {
    let mut stage = after(120, 40, "h G");
    assert_eq!(stage.app.library.filter, "feed:5");
    let mut rest = feeds::feeds();
    rest.retain(|feed| feed.id != FeedId(5));
    pieces::answer(&mut stage, Response::Feeds(FeedsResponse::Feeds(rest)));
    assert_eq!(stage.app.library.filter, "feed:6", "the feed at its place");
}

#[test]
fn next_unread_from_text_opens_it_in_its_place() {
    let mut stage = after(120, 40, "");
    let piece = pieces::pieces().remove(0);
    let opened = sayso::tui::state::request::OpenedPiece { piece, ..Default::default() };
    pieces::answer(&mut stage, Response::Read(Box::new(opened)));
    assert_eq!(stage.app.screen, Screen::Reader);
    pieces::press(&mut stage, "Ctrl-N");
    let asked = stage.app.library.feeds.replacing.unwrap();
    let next = pieces::pieces().into_iter().find(|piece| piece.id == asked).unwrap();
    let opened = sayso::tui::state::request::OpenedPiece { piece: next, ..Default::default() };
    pieces::answer(&mut stage, Response::Read(Box::new(opened)));
    pieces::press(&mut stage, "q");
    assert_eq!(stage.app.screen, Screen::Library, "no text is left behind it");
}

#[test]
fn feed_opened_as_text_is_offered_and_followed() {
    let mut stage = Stage::open(&[fixture("harbour.html")], 80, 24);
    let whole = stage.app.reader().unwrap().piece.clone();
    let mut stage = {
        stage = Stage::loading("https://a.example/feed", 80, 24);
        stage
    };
    let Some(Effect::Load { ticket, .. }) = stage.asked.first().cloned() else { panic!("nothing is loaded") };
    stage.send(Message::Feed { ticket, url: "https://a.example/feed".into() });
    stage.send(Message::Text { ticket, result: Ok(whole) });
    assert!(stage.screen().contains("a feed · s to follow it"), "{}", stage.screen());
    stage.asked.clear();
    stage.press("s");
    let asked = format!("{:?}", stage.asked);
    assert!(asked.contains("Follow(\"https://a.example/feed\")"), "{asked}");
}

#[test]
fn click_in_pane_selects_feed() {
    let mut stage = after(120, 40, "");
    let row = stage.screen().lines().position(|line| line.starts_with("     Coast News")).unwrap() as u16;
    let kind = MouseEventKind::Down(MouseButton::Left);
    stage.send(Message::Mouse(MouseEvent { kind, column: 5, row, modifiers: KeyModifiers::NONE }));
    pieces::press(&mut stage, "");
    assert_eq!(stage.app.library.filter, "feed:3");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_and_sizes_do_not_panic(
        acts in proptest::collection::vec((0usize..10_000, 1u16..140, 1u16..50), 1..50),
        plain: bool,
    ) {
        let keys: Vec<Key> = TABLE
            .iter()
            .filter(|entry| entry.name != "quit" && entry.name != "list-quit")
            .flat_map(|entry| entry.keys)
            .filter_map(|key| Key::parse(key))
            .collect();
        let stage = feeds::library(120, 30);
        let mut stage = if plain { stage.plain() } else { stage };
        for (key, width, height) in acts {
            stage.send(Message::Key(keys[key % keys.len()]));
            if key % 5 == 0 {
                stage.send(Message::Resize(Size { width, height }));
            }
            pieces::press(&mut stage, "");
            prop_assert!(!stage.screen().contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
