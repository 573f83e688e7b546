//! The user's annotations, with the program and its own home folder: a hidden block, a corrected speaker, a highlight;
//! all of them after a restart, on the command line, and undone.

use super::pty::{PLACES, Terminal};
use super::support::fixture;
use std::path::Path;

/// Runs a command of the program for the same user and returns its output.
fn run(home: &Path, arguments: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in PLACES {
        command.env(name, home);
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn annotations_survive_restart() {
    let home = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_sayso").as_ref();
    let page = fixture("harbour.html");
    let page = page.to_str().unwrap();
    let hidden = "We asked for rest";
    assert!(run(home.path(), &["show", page]).contains(hidden));
    let mut terminal = Terminal::at(home.path(), program, &[page]);
    terminal.shows("] [ same speaker").unwrap();
    for (keys, words) in [
        ("s", "saved"),
        ("n", "1 of 8"),
        ("X X", "hidden here and on other pages of"),
        ("n", "1 of "),
        // The library's answer replaces the words of the screen.
        ("= Z o e Enter", "article · u to undo"),
        ("v w s", "highlighted · u"),
        ("s", "already saved"),
    ] {
        terminal.press(keys);
        terminal.shows(words).unwrap();
    }
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    // Site rules apply to the page at once, unless they are disabled.
    assert!(!run(home.path(), &["show", page]).contains(hidden));
    assert!(run(home.path(), &["show", "--no-rules", page]).contains(hidden));
    assert!(run(home.path(), &["who", "Zoe"]).contains("Zoe"));
    assert!(run(home.path(), &["list", "--format", "jsonl", "is:highlighted"]).contains("\"title\""));
    let mut terminal = Terminal::at(home.path(), program, &[]);
    terminal.shows("▌ ● Harbour strike").unwrap();
    terminal.press("Enter");
    terminal.shows("By Rosa").unwrap();
    assert!(!terminal.screen().contains(hidden), "{}", terminal.screen());
    for (keys, words) in [("V", "HIGHLIGHTS"), ("Esc", "same speaker"), ("@", "Zoe"), ("Esc", "same speaker")] {
        terminal.press(keys);
        terminal.shows(words).unwrap();
    }
    // Undone one by one, also after a restart: the highlight, the speaker, the block.
    for words in ["undone: highlight", "undone: corrected", "undone: corrected"] {
        terminal.press("j u");
        terminal.shows(words).unwrap();
    }
    terminal.shows("undone here and on other pages of").unwrap();
    terminal.press("g");
    terminal.shows(hidden).unwrap();
    assert!(!run(home.path(), &["who", "Zoe"]).contains("Zoe"));
    assert!(run(home.path(), &["show", page]).contains(hidden), "the rule by host is taken back, too");
}
