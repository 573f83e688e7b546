//! Small screens stay usable: nothing of lists and messages is lost, and the footer shows the available keys.

mod support;

use ratatui::layout::Size;
use sayso::library::{Piece, PieceId};
use sayso::tui::overlay::Overlay;
use sayso::tui::state::Message;
use sayso::tui::state::request::Response;
use sayso::tui::values::Notice;
use support::{Stage, fixture};

fn stage(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("harbour.html")], width, height)
}

fn scraped(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("scraped.txt")], width, height)
}

/// Returns all characters of a list except blanks, sorted.
fn letters(stage: &Stage) -> Vec<char> {
    let screen = stage.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let mut all: Vec<char> = lines[4..lines.len() - 2].concat().chars().filter(|c| !" ▌█".contains(*c)).collect();
    all.sort_unstable();
    all
}

#[test]
fn lists_on_narrow_screens_keep_all_text() {
    for (keys, begin) in [("\"", stage as fn(u16, u16) -> Stage), ("n w", stage), ("i", stage), ("Tab Enter", scraped)]
    {
        let mut wide = begin(120, 300);
        wide.press(keys);
        for width in [60, 40, 24] {
            let mut narrow = begin(width, 300);
            narrow.press(keys);
            assert!(letters(&narrow) == letters(&wide), "{keys} at {width}:\n{}", narrow.screen());
            // An open list is wrapped again after a resize.
            narrow.send(Message::Resize(Size { width: 120, height: 300 }));
            assert!(letters(&narrow) == letters(&wide), "{}", narrow.screen());
        }
    }
}

#[test]
fn selected_quotation_in_list_is_fully_visible() {
    let mut stage = stage(40, 16);
    stage.press("\" Down Down Down");
    let Some(Overlay::List(list)) = stage.app.overlays.last() else { panic!("no list") };
    let own: Vec<usize> = (0..list.lines.len()).filter(|row| list.lines[*row].at == list.selected).collect();
    assert!(own.len() > 2 && own.len() <= list.rows, "{}", stage.screen());
    assert!(own[0] >= list.top && own[own.len() - 1] < list.top + list.rows, "{}", stage.screen());
}

#[test]
fn story_without_address_can_be_read_to_its_end() {
    let mut stage = scraped(40, 12);
    stage.press("Tab Enter");
    let story = stage.app.reader().unwrap().related.stories[0].clone();
    let last = [story.published, story.author, story.summary].into_iter().flatten().next().unwrap();
    let last = last.split_whitespace().next_back().unwrap();
    stage.press("Down Down Down Down Down Down Down Down Down Down Down Down");
    assert!(stage.screen().contains(last), "{last}: {}", stage.screen());
    stage.press("Up Up Up Up Up Up Up Up Up Up Up Up Up");
    assert!(stage.screen().contains(story.title.split_whitespace().next().unwrap()), "{}", stage.screen());
}

#[test]
fn long_message_takes_several_rows() {
    let words = "no complete response within 20 seconds; try again later · www.example.org";
    for (width, height) in [(40, 12), (60, 16), (120, 40)] {
        let mut stage = stage(width, height);
        stage.press("n");
        stage.send(Message::Notice(Notice::Error(words.into())));
        let shown = stage.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(words), "{}", stage.screen());
        stage.press("j");
        assert!(!stage.screen().contains("seconds"), "it goes with the next key: {}", stage.screen());
    }
}

#[test]
fn widening_without_room_is_reported() {
    let mut stage = stage(120, 40);
    stage.press("+");
    let shown = stage.screen();
    assert!(shown.contains("text width 74; the panes leave 54 · < and > hide them"), "{shown}");
    stage.press("< > -");
    assert!(stage.screen().contains("text width 72\n"), "{}", stage.screen());
}

#[test]
fn saved_text_shows_its_library_state() {
    let mut stage = stage(80, 24);
    let piece = Piece { id: PieceId(1), starred: true, fetched: true, tags: vec!["water".into()], ..Piece::default() };
    let piece = Piece { note: Some("ask the union".into()), ..piece };
    assert!(!stage.screen().contains("●"));
    stage.send(Message::Library(Response::Kept(0, Box::new(piece))));
    assert!(stage.screen().lines().next().unwrap().contains("● ★ ✎  "), "{}", stage.screen());
    stage.press("i");
    for words in ["in library  unread, starred, saved 1970-01-01", "tags        water", "note        ask the union"] {
        assert!(stage.screen().contains(words), "{}", stage.screen());
    }
}

#[test]
fn failed_source_is_counted_among_several() {
    let stage = Stage::open(&["tests/fixtures/screen/gone.html".into(), fixture("quay.html")], 80, 24);
    assert!(stage.screen().lines().next().unwrap().ends_with("1 of 2"), "{}", stage.screen());
}

#[test]
fn footer_shows_only_available_keys() {
    let foot = |stage: &Stage| stage.screen().lines().last().unwrap().to_owned();
    let mut waits = Stage::loading("https://example.org/slow", 80, 24);
    assert!(foot(&waits).contains("Esc cancel") && !foot(&waits).contains("pane"), "{}", foot(&waits));
    waits.press("Esc");
    assert!(foot(&waits).contains("Enter try again"), "{}", foot(&waits));
    let mut about = stage(80, 60);
    about.press("i");
    assert!(foot(&about).contains("Esc close") && !foot(&about).contains("take"), "{}", foot(&about));
}
