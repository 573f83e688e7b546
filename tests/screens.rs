//! The screen as a reader sees it: keys in, cells out, at the sizes that terminals have.

mod support;

use proptest::prelude::*;
use ratatui::layout::Size;
use sayso::tui::app::{Effect, Message};
use sayso::tui::keys::Key;
use sayso::tui::keys::table::{Context, TABLE};
use sayso::tui::theme::Depth;
use support::scenarios::{SCENARIOS, Scenario, Seen};
use support::{Stage, fixture};

fn stage(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("harbour.html")], width, height)
}

/// Snapshots of what stands on the screen after some keys, at all four sizes.
fn snapshots(name: &str, keys: &str) {
    for (width, height) in [(120, 40), (80, 24), (40, 12), (20, 6)] {
        let mut stage = stage(width, height);
        stage.press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), stage.screen());
    }
}

#[test]
fn the_text_as_it_opens() {
    snapshots("text", "");
}

#[test]
fn a_quotation_is_current() {
    snapshots("quotation", "n n n");
}

#[test]
fn the_pane_of_speakers_has_the_keys() {
    snapshots("speakers", "h j Enter");
}

#[test]
fn the_pane_of_links_has_the_keys() {
    snapshots("links", "Tab j");
}

#[test]
fn lists_stand_over_the_text() {
    snapshots("help", "?");
    snapshots("quotations", "\"");
    snapshots("card", "n w");
}

#[test]
fn hits_of_a_search_are_counted() {
    snapshots("search", "/ m o l e");
}

#[test]
fn without_colours_initials_stand_in_the_gutter() {
    let mut stage = Stage::coloured(&[fixture("harbour.html")], 80, 24, Depth::None);
    stage.press("n");
    insta::assert_snapshot!("no-colour-80x24", stage.screen());
}

#[test]
fn every_command_has_a_scenario() {
    for entry in TABLE.iter().filter(|e| e.context != Context::Library) {
        let has = SCENARIOS.iter().any(|s| s.command == entry.command);
        assert!(has, "{} has no scenario in tests/support/scenarios.rs", entry.name);
    }
}

#[test]
fn every_key_does_what_its_scenario_says() {
    let keys = |s: &'static Scenario| s.command.entry().keys.iter().map(move |key| (s, *key));
    let wrong: Vec<String> = SCENARIOS.iter().flat_map(keys).filter_map(|(s, key)| play(s, key).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn play(scenario: &Scenario, key: &str) -> Result<(), String> {
    let mut stage = Stage::open(&[fixture("harbour.html"), fixture("quay.html")], 80, 16);
    stage.press(scenario.before);
    let before = stage.screen();
    let name = format!("{:?} by {key}", scenario.command);
    let hold = |holds: bool, what: &str, screen: &str| {
        if holds { Ok(()) } else { Err(format!("{name}: {what}\n{screen}")) }
    };
    hold(before.contains(scenario.given), "not as given", &before)?;
    stage.asked.clear();
    stage.press(key);
    let after = stage.screen();
    match scenario.seen {
        Seen::Words(words) => {
            hold(!before.contains(words), "it stood there before", &before)?;
            hold(after.contains(words), words, &after)
        }
        Seen::Gone(words) => {
            hold(before.contains(words), "it did not stand there", &before)?;
            hold(!after.contains(words), words, &after)
        }
        Seen::End => hold(matches!(stage.asked[..], [Effect::Quit(_)]), "no end", &after),
        Seen::Asks(effect, _) => {
            hold(stage.asked.iter().any(|e| format!("{e:?}").starts_with(effect)), "not asked for", &after)
        }
    }
}

#[test]
fn help_lists_every_key() {
    let mut stage = stage(120, 200);
    stage.press("?");
    let screen = stage.screen();
    for entry in TABLE {
        assert!(screen.contains(&entry.words.chars().take(40).collect::<String>()), "{}", entry.name);
    }
}

#[test]
fn the_place_is_kept_through_resizing_and_panes() {
    let mut stage = stage(120, 40);
    stage.press("g 1 0 j");
    let place = stage.app.reader().unwrap().page.place();
    for (width, height) in [(80, 24), (40, 12), (200, 60), (20, 6), (1, 1), (60, 16), (120, 40)] {
        stage.send(Message::Resize(Size { width, height }));
    }
    stage.press("< > + + - - z z < >");
    assert_eq!(stage.app.reader().unwrap().page.place(), place);
}

/// A key of the table, a digit, a letter, or another size.
#[derive(Clone, Debug)]
enum Act {
    Key(Key),
    Size(u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let keys: Vec<Key> = TABLE
        .iter()
        .filter(|e| e.name != "quit" && e.name != "list-quit")
        .flat_map(|e| e.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    prop_oneof![
        8 => proptest::sample::select(keys).prop_map(Act::Key),
        1 => proptest::char::range('0', 'z').prop_map(|c| Act::Key(Key::char(c))),
        1 => (1u16..140, 1u16..50).prop_map(|(w, h)| Act::Size(w, h)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_and_sizes_panic_or_lose_the_place(acts in proptest::collection::vec(act(), 1..60)) {
        let mut stage = stage(100, 30);
        for act in acts {
            match act {
                Act::Key(key) => stage.send(Message::Key(key)),
                Act::Size(width, height) => {
                    let place = stage.app.reader().map(|r| r.page.place());
                    stage.send(Message::Resize(Size { width, height }));
                    prop_assert_eq!(stage.app.reader().map(|r| r.page.place()), place);
                }
            }
            let screen = stage.screen();
            prop_assert!(!screen.contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
