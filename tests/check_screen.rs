//! A draft checked on the screen: signs in the gutter, the verdict in the pane and on the card, the way to the source and
//! back.

mod support;

use proptest::prelude::*;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Size;
use sayso::tui::keys::Key;
use sayso::tui::keys::table::TABLE;
use sayso::tui::state::Message;
use sayso::tui::theme::Depth;
use std::fmt::Write;
use support::{Stage, fixture};

/// Typical terminal sizes: columns, rows.
const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (40, 12), (20, 6)];

/// Creates the initial state on a screen of this size.
type Begin = fn(u16, u16) -> Stage;

fn draft(width: u16, height: u16) -> Stage {
    Stage::draft(fixture("draft.md"), &[fixture("harbour.html")], width, height, Depth::True)
}

fn without_colours(width: u16, height: u16) -> Stage {
    Stage::draft(fixture("draft.md"), &[fixture("harbour.html")], width, height, Depth::None)
}

fn plain(width: u16, height: u16) -> Stage {
    draft(width, height).plain()
}

#[test]
fn states_of_a_draft_match_snapshots_at_every_size() {
    let states: [(&str, Begin, &str); 8] = [
        ("checked", draft, ""),
        ("altered", draft, "Esc ! "),
        ("verdict-pane", draft, "! Tab"),
        ("verdict-card", draft, "n n w"),
        ("verdict-source", draft, "n n n S"),
        ("back-in-draft", draft, "n n n S S"),
        ("verdict-no-colour", without_colours, "n n"),
        ("verdict-plain", plain, "n n"),
    ];
    for (name, begin, keys) in states {
        let mut shown = String::new();
        for (width, height) in SIZES {
            let mut stage = begin(width, height);
            stage.press(keys);
            let _ = writeln!(shown, "=== {width}x{height}\n{}", stage.screen());
        }
        let shown = shown.replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "");
        insta::assert_snapshot!(name, shown);
    }
}

#[test]
fn quotations_are_stepped_through_also_without_speaker() {
    let mut stage = draft(120, 40);
    for (keys, words) in [
        ("n", "1 of 5  ✓ exact  Ada Moreau"),
        ("n", "2 of 5  ≠ altered  Bruno Okafor"),
        ("!", "3 of 5  ≠ altered"),
        ("!", "4 of 5  @ other speaker  Bruno Okafor"),
        ("!", "5 of 5  ✗ not found"),
        ("N", "4 of 5"),
    ] {
        stage.press(keys);
        assert!(stage.screen().contains(words), "{words}\n{}", stage.screen());
    }
    stage.press("n n");
    assert!(stage.screen().contains("last quotation"), "{}", stage.screen());
}

#[test]
fn way_to_source_and_back_keeps_places() {
    let mut stage = draft(80, 24);
    stage.press("n n n");
    let place = stage.app.reader().unwrap().page.place();
    for _ in 0..3 {
        stage.press("S");
        assert!(stage.screen().contains("S draft"), "{}", stage.screen());
        let reader = stage.app.reader().unwrap();
        let hits = &reader.search.as_ref().unwrap().hits;
        let words: Vec<&str> = hits.iter().map(|span| span.of(&reader.article().text)).collect();
        assert_eq!(words, ["We will not wait nine weeks"]);
        stage.press("S");
        assert_eq!(stage.app.reader().unwrap().page.place(), place);
        assert_eq!(stage.app.reader().unwrap().claim(), Some(2));
    }
    // The source is open once, however often it is gone to.
    assert_eq!(stage.app.texts.back.len(), 0);
    stage.press("n n S");
    assert!(stage.screen().contains("no source has these words"), "{}", stage.screen());
}

#[test]
fn unread_sources_and_odd_drafts_are_told() {
    let mut stage = draft(80, 24);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("silent.md");
    std::fs::write(&file, "Nobody speaks here.\n").unwrap();
    let silent = Stage::draft(file, &[], 80, 24, Depth::True);
    assert!(silent.screen().contains("nothing to check"), "{}", silent.screen());
    stage.press("i");
    assert!(stage.screen().contains("ABOUT THIS ARTICLE"));
}

#[test]
fn mouse_selects_quotations_and_goes_to_the_source() {
    let mut stage = draft(120, 40);
    let mut click = |x: u16, y: u16| {
        let (kind, modifiers) = (MouseEventKind::Down(MouseButton::Left), KeyModifiers::NONE);
        stage.send(Message::Mouse(MouseEvent { kind, column: x, row: y, modifiers }));
        stage.screen()
    };
    // The words in the text, then the pane at the right, twice.
    assert!(click(70, 19).contains("5 of 5  ✗ not found"));
    assert!(click(40, 9).contains("2 of 5  ≠ altered"));
    click(100, 10);
    assert!(click(100, 10).contains("What the town wants"));
}

/// A key of the table, a digit, or another size.
fn act() -> impl Strategy<Value = Message> {
    let named = TABLE.iter().filter(|entry| entry.name != "quit" && entry.name != "list-quit");
    let keys: Vec<Key> = named.flat_map(|entry| entry.keys).filter_map(|key| Key::parse(key)).collect();
    prop_oneof![
        20 => proptest::sample::select(keys).prop_map(Message::Key),
        2 => (1_u16..140, 1_u16..50).prop_map(|(width, height)| Message::Resize(Size { width, height })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_in_a_draft_do_not_panic(acts in proptest::collection::vec(act(), 1..60), is_plain: bool) {
        let mut stage = if is_plain { plain(100, 30) } else { draft(100, 30) };
        for act in acts {
            stage.send(act);
            prop_assert!(!stage.screen().contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
