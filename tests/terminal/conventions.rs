//! Conventions of terminal programs, each tested in a pty.

use super::pty::Terminal;
use super::support::fixture;
use std::ffi::OsStr;

const SAYSO: &str = env!("CARGO_BIN_EXE_sayso");

/// Runs a shell line in which `$SAYSO` and `$FILE` stand for the program and a text.
fn shell(line: &str) -> Terminal {
    let file = fixture("harbour.html");
    let line = line.replace("$SAYSO", SAYSO).replace("$FILE", &file.to_string_lossy());
    Terminal::open(OsStr::new("sh"), &["-c", &line])
}

fn raw(terminal: &Terminal) -> String {
    String::from_utf8_lossy(&terminal.raw).into_owned()
}

#[test]
fn piped_text_is_read_and_keys_come_from_terminal() {
    let mut terminal = shell("cat $FILE | $SAYSO -");
    terminal.shows("By Rosa").unwrap();
    terminal.shows("] [ same speaker").unwrap();
    terminal.press("n");
    terminal.shows("1 of 8").unwrap();
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn dumb_terminal_gets_plain_text() {
    for term in ["TERM=dumb", "-u TERM"] {
        let mut terminal = shell(&format!("env {term} $SAYSO $FILE"));
        assert_eq!(terminal.end(), 0);
        let raw = raw(&terminal);
        assert!(raw.contains("By Rosa Lindqvist") && !raw.contains("\x1b[?1049h"), "{term}: {raw:?}");
    }
}

#[test]
fn pasted_text_triggers_no_keys() {
    let mut terminal = Terminal::reading(&[]);
    terminal.shows("] [ same speaker").unwrap();
    terminal.send("\x1b[200~q\x1b[201~");
    terminal.shows("only a URL can be pasted here").unwrap();
    terminal.send("\x1b[200~tests/fixtures q\nq\x1b[201~");
    terminal.press("n");
    terminal.shows("1 of 8").unwrap();
}

#[test]
fn hyperlinks_are_written_unless_disabled() {
    let mut terminal = shell("$SAYSO $FILE");
    terminal.shows("By Rosa").unwrap();
    terminal.press("}");
    terminal.until("a link", |t| raw(t).contains(";https://poll.example/harbour\x1b\\")).unwrap();
    let mut terminal = shell("env NO_TERM_HYPERLINKS=1 $SAYSO $FILE");
    terminal.shows("By Rosa").unwrap();
    terminal.press("}");
    terminal.shows("survey of the quarter").unwrap();
    assert!(!raw(&terminal).contains("\x1b]8;id"), "hyperlinks were not wanted");
}

#[test]
fn monochrome_output_has_emphasis_but_no_colours() {
    let mut terminal = shell("env NO_COLOR=1 $SAYSO $FILE");
    terminal.shows("] [ same speaker").unwrap();
    terminal.press("n");
    terminal.shows("1 of 8").unwrap();
    let raw = raw(&terminal);
    for colour in ["\x1b[38;", "\x1b[48;", ";38;2;", "38;5;"] {
        assert!(!raw.contains(colour), "{colour:?} was written");
    }
    assert!(
        raw.contains("\x1b[1m") && raw.contains("\x1b[4m") && raw.contains("\x1b[7m"),
        "bold, underlined, reversed"
    );
}

#[test]
fn mouse_can_be_disabled_in_settings() {
    let line = "mkdir -p \"$XDG_CONFIG_HOME/sayso\" && printf '[look]\\nmouse = false\\n' > \"$XDG_CONFIG_HOME/sayso/config.toml\" && $SAYSO $FILE";
    let mut terminal = shell(line);
    terminal.shows("By Rosa").unwrap();
    assert!(!raw(&terminal).contains("\x1b[?1000h"));
}

#[test]
fn click_opens_link_and_wheel_scrolls() {
    let mut terminal = Terminal::reading(&[]);
    terminal.shows("By Rosa").unwrap();
    terminal.send("\x1b[<65;20;8M");
    terminal.until("the title scrolled away", |t| t.screen().matches("Harbour strike enters").count() == 1).unwrap();
    terminal.press("}");
    terminal.shows("survey of the quarter").unwrap();
    let (row, column) = terminal.place_of("survey of the quarter").unwrap();
    terminal.send(&format!("\x1b[<0;{};{}M", column + 3, row + 1));
    terminal.shows("poll.example").unwrap();
}

#[cfg(unix)]
#[test]
fn in_tmux_copying_goes_through_its_buffer_or_says_that_it_failed() {
    use std::os::unix::fs::PermissionsExt;
    for (exit, told) in [(0, "copied the quotation"), (1, "not copied: tmux load-buffer -w failed")] {
        let folder = tempfile::tempdir().unwrap();
        let (tmux, copied) = (folder.path().join("tmux"), folder.path().join("copied"));
        let script = format!("#!/bin/sh\necho \"$@\" > {0}\ncat >> {0}\nexit {exit}\n", copied.display());
        std::fs::write(&tmux, script).unwrap();
        std::fs::set_permissions(&tmux, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let mut terminal = shell(&format!("TMUX=/tmp/socket PATH={path} $SAYSO --theme dark $FILE"));
        terminal.shows("] [ same speaker").unwrap();
        terminal.press("n");
        terminal.shows("1 of 8").unwrap();
        terminal.press("y");
        terminal.shows(told).unwrap();
        let copied = std::fs::read_to_string(copied).unwrap();
        assert!(copied.starts_with("load-buffer -w -\n") && copied.contains("We asked for rest"), "{copied}");
        terminal.press("q");
        terminal.end();
    }
}
