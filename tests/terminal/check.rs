//! A draft checked on the screen, with sources named and with those of the library.

use super::pty::{PLACES, Terminal};
use super::support::fixture;

const SAYSO: &str = env!("CARGO_BIN_EXE_sayso");

#[test]
fn draft_leads_to_its_source_and_back() {
    let [draft, source] = ["draft.md", "harbour.html"].map(|name| fixture(name).to_string_lossy().into_owned());
    let mut terminal =
        Terminal::open(SAYSO.as_ref(), &["check", "--screen", &draft, "--against", &source, "gone.html"]);
    terminal.shows("gone.html").unwrap();
    terminal.shows("5 quotations: 1 exact").unwrap();
    for (keys, words) in [
        ("n", "1 of 5  ✓ exact"),
        ("!", "2 of 5  ≠ altered"),
        ("w", "NUMBER: “two”, source: “a”"),
        ("Enter", "S draft"),
        ("S", "2 of 5  ≠ altered"),
        ("i", "ABOUT THIS ARTICLE"),
        ("Esc", "2 of 5  ≠ altered"),
    ] {
        terminal.press(keys);
        terminal.shows(words).unwrap();
    }
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn source_of_the_library_opens_as_its_article() {
    let home = tempfile::tempdir().unwrap();
    let [draft, source] = ["draft.md", "harbour.html"].map(|name| fixture(name).to_string_lossy().into_owned());
    let mut add = std::process::Command::new(SAYSO);
    for name in PLACES {
        add.env(name, home.path());
    }
    assert!(add.args(["-q", "add", &source]).status().unwrap().success());
    let mut terminal = Terminal::at(home.path(), SAYSO.as_ref(), &["check", "--screen", &draft]);
    for (keys, words) in [
        ("", "5 quotations: 1 exact"),
        ("n n n", "3 of 5  ≠ altered"),
        ("S", "S draft"),
        ("", "We will not wait nine weeks"),
        ("S", "3 of 5  ≠ altered"),
    ] {
        terminal.press(keys);
        terminal.shows(words).unwrap();
    }
}
