//! Screens as the user sees them: keys in, cells out, at typical terminal sizes.

mod support;

#[path = "screens/places.rs"]
mod places;
#[path = "screens/themes.rs"]
mod themes;

use proptest::prelude::*;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Size;
use sayso::config::Config;
use sayso::tui::keys::Key;
use sayso::tui::keys::table::{KeyContext, TABLE};
use sayso::tui::run::apply_config;
use sayso::tui::state::library::LibraryStatus;
use sayso::tui::state::request::Response;
use sayso::tui::state::{Effect, Message, Screen};
use sayso::tui::theme::Depth;
use sayso::tui::view;
use std::fmt::Write;
use support::scenarios::{self, SCENARIOS, Scenario, Seen};
use support::{Stage, fixture, pieces};

fn stage(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("harbour.html")], width, height)
}

/// Typical terminal sizes: columns, rows.
const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (40, 12), (20, 6)];

/// Creates the initial state on a screen of this size.
type Begin = fn(u16, u16) -> Stage;

/// All states of the reader: name, initial state, keys.
const READER: &[(&str, Begin, &str)] = &[
    ("text", stage, ""),
    ("quotation", stage, "n n n"),
    ("speakers", stage, "h j Enter"),
    ("links", stage, "Tab j"),
    ("only-text", stage, "z n"),
    ("clutter", stage, "c"),
    ("whole-page", stage, "C"),
    ("hidden-by-hand", stage, "j j j X c"),
    ("help", stage, "?"),
    ("help-searched", stage, "? / l i n k"),
    ("palette", stage, ": w i d e"),
    ("quotations", stage, "\""),
    ("card", stage, "n w"),
    ("set-speaker", stage, "n ="),
    ("pick-speaker", stage, "@ b r u"),
    ("outline", stage, "#"),
    ("about", stage, "i"),
    ("export", stage, "e"),
    ("themes", stage, "T"),
    ("search", stage, "/ m o l e"),
    ("search-in-vain", stage, "/ z z z"),
    ("hits", stage, "/ t h e Enter n"),
    ("hints", stage, "} f"),
    ("selection", stage, "v w w"),
    ("kept", stage, "j j j v ) s"),
    ("open-prompt", stage, "A h t t p"),
    ("tags-prompt", stage, "t a , b"),
    ("note-prompt", stage, "; s e e"),
    ("count", stage, "1 2"),
    ("mark", stage, "m"),
    ("second-source", two, "J"),
    ("loading", loading, ""),
    ("cancelled", loading, "Esc"),
    ("failed", failed, ""),
    ("nobody-quoted", silent, "n"),
    ("scraped-story", scraped, "Tab Enter"),
    ("plain", plain, "n"),
    ("plain-speakers", plain, "h"),
    ("plain-list", plain, "@"),
    ("wrong-config", misconfigured, ""),
];

/// All states of the library: name, keys.
const LIBRARY: &[(&str, &str)] = &[
    ("library", ""),
    ("library-second-piece", "j"),
    ("library-completion", "/ t Tab"),
    ("library-chosen", "x x"),
    ("library-filter", "/ s t r i k e"),
    ("library-filtered", "/ t i d e Enter"),
    ("library-filter-in-vain", "/ z z z Enter"),
    ("library-wrong-filter", "/ i s : x Enter"),
    ("library-wrong-filter-typed", "/ i s : x"),
    ("library-range", "V j"),
    ("library-preview", "Tab"),
    ("library-delete-view", "0 D"),
    ("library-deleted", "d"),
    ("library-tags", "t"),
    ("library-note", ";"),
    ("library-voices", "v"),
    ("library-said", "v Enter"),
    ("library-difference", "D"),
    ("library-view", "1"),
    ("library-no-view", "7"),
    ("library-add", "A"),
    ("library-queue", "Q"),
    ("library-help", "? / l i b"),
];

fn two(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("harbour.html"), fixture("quay.html")], width, height)
}

fn loading(width: u16, height: u16) -> Stage {
    Stage::loading("https://example.org/slow", width, height)
}

fn failed(width: u16, height: u16) -> Stage {
    Stage::open(&["tests/fixtures/screen/gone.html".into(), fixture("quay.html")], width, height)
}

fn silent(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("typography.md")], width, height)
}

fn scraped(width: u16, height: u16) -> Stage {
    Stage::open(&[fixture("scraped.txt")], width, height)
}

fn plain(width: u16, height: u16) -> Stage {
    stage(width, height).plain()
}

fn misconfigured(width: u16, height: u16) -> Stage {
    let mut stage = stage(width, height);
    let (config, problems) = Config::parse("[look]\nteme = \"dark\"\n[reader]\nwidth = 7\n");
    apply_config::take(&mut stage.app, config, problems);
    stage
}

/// Takes a snapshot: contents of the screen and position of the cursor, at all four sizes.
fn check(name: &str, mut screen: impl FnMut(u16, u16) -> Stage) {
    let mut shown = String::new();
    for (width, height) in SIZES {
        let stage = screen(width, height);
        let cursor = view::draw(&stage.app).1.cursor.map_or_else(String::new, |at| format!(", cursor {at}"));
        let _ = writeln!(shown, "=== {width}x{height}{cursor}\n{}", stage.screen());
    }
    // The path of the checkout differs between machines.
    let shown = shown.replace(concat!(env!("CARGO_MANIFEST_DIR"), "/"), "");
    insta::assert_snapshot!(name, shown);
}

#[test]
fn reader_states_match_snapshots_at_every_size() {
    for (name, begin, keys) in READER {
        check(name, |width, height| {
            let mut stage = begin(width, height);
            stage.press(keys);
            stage
        });
    }
}

#[test]
fn library_states_match_snapshots_at_every_size() {
    for (name, keys) in LIBRARY {
        check(name, |width, height| {
            let mut stage = pieces::library(width, height);
            pieces::press(&mut stage, keys);
            stage
        });
    }
    check("library-plain", |width, height| {
        let mut stage = pieces::library(width, height).plain();
        pieces::press(&mut stage, "j");
        stage
    });
    check("library-empty", |width, height| {
        let mut stage = Stage::loading("", width, height);
        stage.app.screen = Screen::Library;
        stage.app.library.status = LibraryStatus::Open;
        stage
    });
    check("library-shut", |width, height| {
        let mut stage = pieces::library(width, height);
        pieces::answer(&mut stage, Response::OpenFailed("library.sqlite: this file is not a sayso library".into()));
        stage
    });
    check("library-fetching", |width, height| {
        let mut stage = pieces::library(width, height);
        pieces::answer(&mut stage, Response::Fetching(3, None, Some("quay.example: no answer".into())));
        stage
    });
}

#[test]
fn monochrome_gutter_shows_initials() {
    let mut stage = Stage::coloured(&[fixture("harbour.html")], 80, 24, Depth::None);
    stage.press("n");
    insta::assert_snapshot!("no-colour-80x24", stage.screen());
}

#[test]
fn every_command_has_a_scenario() {
    for entry in TABLE {
        let in_library =
            matches!(entry.context, KeyContext::Library | KeyContext::Speakers | KeyContext::Views | KeyContext::Feeds);
        let all = if in_library { scenarios::LIBRARY } else { SCENARIOS };
        let has = all.iter().any(|s| s.command == entry.command);
        assert!(has, "{} has no scenario in tests/support/scenarios.rs", entry.name);
    }
}

#[test]
fn keys_match_their_scenarios() {
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
        let words = entry.command.listed_with().row_description();
        assert!(screen.contains(&words.chars().take(40).collect::<String>()), "{}", entry.name);
    }
}

#[test]
fn running_text_alone_is_justified() {
    let page = std::fs::read_to_string(fixture("harbour.html")).unwrap();
    let byline = "By Rosa Lindqvist, Ada Moreau and Chen Lind, by the old harbour";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long-byline.html");
    std::fs::write(&file, page.replace("By Rosa Lindqvist", byline)).unwrap();
    let mut stage = Stage::open(&[file], 44, 24);
    let (config, _) = Config::parse("[reader]\njustify = true\n");
    apply_config::take(&mut stage.app, config, Vec::new());
    stage.send(Message::Resize(Size { width: 40, height: 24 }));
    let screen = stage.screen();
    let lines: Vec<&str> =
        screen.lines().skip(2).map(|line| line.trim_end_matches(['│', '▐', '█', ' ']).trim()).collect();
    let end = lines.iter().position(|line| line.ends_with("harbour")).unwrap();
    assert!(end > 2 && !lines[..=end].iter().any(|line| line.contains("  ")), "{screen}");
    assert!(lines[end..].iter().any(|line| line.contains("  ")), "{screen}");
}

#[test]
fn jump_waits_for_attributions() {
    let whole = stage(80, 24);
    let reader = whole.app.reader().unwrap();
    let (piece, voices) = (reader.piece.clone(), reader.voices.clone().unwrap());
    let mut stage = Stage::loading("harbour", 80, 24);
    let Some(Effect::Load { ticket, .. }) = stage.asked.first().cloned() else { panic!("nothing is loaded") };
    stage.send(Message::Text { ticket, result: Ok(piece) });
    stage.press("n");
    assert!(stage.screen().contains("finding quotations"));
    stage.send(Message::Voices { ticket, voices: Box::new(voices) });
    assert!(stage.screen().contains("1 of 8"), "{}", stage.screen());
}

/// A key of the table, a digit, a letter, the mouse, pasted text, or a new size.
#[derive(Clone, Debug)]
enum Act {
    Key(Key),
    Mouse(MouseEventKind, u16, u16),
    Paste(String),
    Size(u16, u16),
}

impl Act {
    fn message(self) -> Message {
        match self {
            Self::Key(key) => Message::Key(key),
            Self::Mouse(kind, column, row) => {
                Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
            }
            Self::Paste(text) => Message::Paste(text),
            Self::Size(width, height) => Message::Resize(Size { width, height }),
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    let keys: Vec<Key> = TABLE
        .iter()
        .filter(|e| e.name != "quit" && e.name != "list-quit")
        .flat_map(|e| e.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    let kinds = vec![MouseEventKind::ScrollDown, MouseEventKind::ScrollUp, MouseEventKind::Down(MouseButton::Left)];
    let mouse = (proptest::sample::select(kinds), 0u16..140, 0u16..50);
    prop_oneof![
        16 => proptest::sample::select(keys).prop_map(Act::Key),
        2 => proptest::char::range('0', 'z').prop_map(|c| Act::Key(Key::char(c))),
        2 => mouse.prop_map(|(kind, x, y)| Act::Mouse(kind, x, y)),
        1 => "\\PC{0,12}".prop_map(Act::Paste),
        2 => (1u16..140, 1u16..50).prop_map(|(w, h)| Act::Size(w, h)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_and_sizes_keep_the_position(acts in proptest::collection::vec(act(), 1..60), plain: bool) {
        let stage = stage(100, 30);
        let mut stage = if plain { stage.plain() } else { stage };
        for act in acts {
            let resized = matches!(act, Act::Size(..));
            let places = |stage: &Stage| stage.app.reader().map(|r| (r.page.place(), r.current));
            let before = places(&stage);
            stage.send(act.message());
            if resized {
                prop_assert_eq!(places(&stage), before);
            }
            let (screen, (_, extras)) = (stage.screen(), view::draw(&stage.app));
            prop_assert!(!screen.contains(|c: char| c.is_control() && c != '\n'));
            let Size { width, height } = stage.app.size;
            prop_assert!(extras.cursor.is_none_or(|at| at.x < width && at.y < height));
            prop_assert!(!plain || extras.cursor.is_some());
        }
    }

    #[test]
    fn any_keys_and_sizes_in_library_do_not_panic(acts in proptest::collection::vec(act(), 1..60)) {
        let mut stage = pieces::library(100, 30);
        for act in acts {
            let chosen = stage.app.library.current().map(|piece| piece.id);
            let resized = matches!(act, Act::Size(..));
            stage.send(act.message());
            if resized {
                prop_assert_eq!(stage.app.library.current().map(|piece| piece.id), chosen);
            }
            pieces::press(&mut stage, "");
            prop_assert!(!stage.screen().contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
