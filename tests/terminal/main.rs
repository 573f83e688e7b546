//! The program in a pty: every key of the table, and the terminal restored after every kind of end.
//!
//! Nothing here waits for a fixed time: always for words on the screen, for bytes, or for the end of the program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking and tells what it measures"
)]

mod check;
mod commands;
mod conventions;
mod endings;
mod feeds;
mod kept;
mod pty;
#[path = "../server/mod.rs"]
mod server;
#[path = "../support/mod.rs"]
mod support;

use portable_pty::{MasterPty, PtySize, native_pty_system};
use pty::{SIZE, Terminal, cells};
use sayso::tui::display::RenderMode;
use sayso::tui::run::{tasks, terminal};
use std::io::Write;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::fixture;
use support::scenarios::{LIBRARY, SCENARIOS, Scenario, Seen};

#[test]
fn reader_scenarios_hold_in_terminal() {
    let keys = |s: &'static Scenario| s.command.entry().keys.iter().map(move |key| (s, *key));
    let all: Vec<_> = SCENARIOS.iter().flat_map(keys).collect();
    each_plays(&all, play);
}

#[test]
fn library_scenarios_hold_in_terminal() {
    let keys = |s: &'static Scenario| s.command.entry().keys.iter().map(move |key| (s, *key));
    let all: Vec<_> = LIBRARY.iter().flat_map(keys).collect();
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library.sqlite");
    for name in ["harbour.html", "quay.html", "typography.md"] {
        let mut add = Command::new(env!("CARGO_BIN_EXE_sayso"));
        add.args(["add", "-q", "--library"]).arg(&library).arg(fixture(name)).env("HOME", folder.path());
        assert!(add.output().unwrap().status.success());
    }
    for (name, words) in [("Mole News", &["--tag", "coast"][..]), ("Tide Table", &[])] {
        let address = format!("http://feeds.example/{}", &name[..4]);
        for arguments in [
            [&["feed", "add", "--unchecked", "--title", name, &address], words].concat(),
            vec!["feed", "set", name, "--pause"],
        ] {
            let mut feed = Command::new(env!("CARGO_BIN_EXE_sayso"));
            feed.args(["-q", "--library"]).arg(&library).args(arguments).env("HOME", folder.path());
            assert!(feed.output().unwrap().status.success());
        }
    }
    let number = AtomicUsize::new(0);
    each_plays(&all, |scenario, key| {
        let own = folder.path().join(format!("{}.sqlite", number.fetch_add(1, Ordering::Relaxed)));
        std::fs::copy(&library, &own).unwrap();
        let mut terminal = Terminal::open(
            env!("CARGO_BIN_EXE_sayso").as_ref(),
            &[&NOT_ASKED[..], &["--library", &own.to_string_lossy()]].concat(),
        );
        terminal.shows("▌ ● ")?;
        // The feeds come after the list.
        terminal.press("<");
        terminal.shows("▌ All articles")?;
        terminal.press("<");
        terminal.until("the list alone", |t| !t.screen().contains("▌ All articles"))?;
        perform(&mut terminal, scenario, key)
    });
}

/// Plays scenarios in parallel and reports all failures.
fn each_plays(all: &[(&'static Scenario, &'static str)], play: impl Fn(&Scenario, &str) -> Result<(), String> + Sync) {
    let next = AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((scenario, key)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = play(scenario, key) {
                        wrong.lock().unwrap().push(format!("{:?} by {key}: {why}", scenario.command));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Avoids the background query: a key sent before the reply is read could be taken for a part of it.
const NOT_ASKED: [&str; 2] = ["--theme", "dark"];

fn play(scenario: &Scenario, key: &str) -> Result<(), String> {
    let mut terminal = Terminal::reading(&NOT_ASKED);
    terminal.shows("By Rosa")?;
    terminal.shows("] [ same speaker")?;
    perform(&mut terminal, scenario, key)
}

fn perform(terminal: &mut Terminal, scenario: &Scenario, key: &str) -> Result<(), String> {
    for one in scenario.before.split_whitespace() {
        terminal.press(one);
    }
    terminal.shows(scenario.given)?;
    let from = terminal.raw.len();
    terminal.press(key);
    match scenario.seen {
        Seen::Words(words) => terminal.shows(words),
        Seen::Gone(words) => terminal.until(&format!("the end of {words}"), |t| !t.screen().contains(words)),
        Seen::End => {
            terminal.end();
            Ok(())
        }
        Seen::Asks(_, words) => {
            let raw = |t: &Terminal| String::from_utf8_lossy(&t.raw[from..]).contains(words);
            let there = |t: &Terminal| raw(t) || t.screen().contains(words);
            terminal.until(&format!("{words:?}"), there)
        }
    }
}

/// Escape sequences that switch modes on, and off again.
const MODES: [(&str, &str); 6] = [
    ("\x1b[?1049h", "\x1b[?1049l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
    ("\x1b[>1u", "\x1b[<1u"),
    ("\x1b[?1000h", "\x1b[?1000l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
    ("\x1b[?25l", "\x1b[?25h"),
];

#[track_caller]
fn is_restored(terminal: &Terminal, before: &str) {
    let raw = String::from_utf8_lossy(&terminal.raw);
    for (on, off) in MODES {
        let (set, reset) = (raw.rfind(on), raw.rfind(off));
        assert!(set.is_some() && reset > set, "{on:?} is not undone by {off:?}");
    }
    assert_eq!(modes(terminal), before, "termios");
}

/// Returns the settings of the line discipline, as printed by `stty`.
fn modes(terminal: &Terminal) -> String {
    told(terminal.master.as_ref())
}

/// Returns the settings of a fresh terminal.
fn untouched() -> String {
    told(native_pty_system().openpty(SIZE).unwrap().master.as_ref())
}

fn told(master: &dyn MasterPty) -> String {
    let termios = master.get_termios().unwrap();
    format!(
        "{:?} {:?} {:?} {:?}",
        termios.input_flags, termios.output_flags, termios.control_flags, termios.local_flags
    )
}

#[test]
fn terminal_is_restored_after_quit_and_ctrl_c() {
    for ending in ["q", "Ctrl-C"] {
        let before = untouched();
        let mut terminal = Terminal::reading(&[]);
        terminal.shows("By Rosa").unwrap();
        terminal.shows("] [ same speaker").unwrap();
        assert_ne!(modes(&terminal), before, "keys come one by one while it runs");
        terminal.press(ending);
        assert_eq!(terminal.end(), 0, "{ending}");
        is_restored(&terminal, &before);
    }
}

#[test]
fn continued_program_repaints() {
    for by_key in [true, false] {
        stops_and_goes_on(by_key);
    }
}

fn stops_and_goes_on(by_key: bool) {
    let mut terminal = Terminal::reading(&[]);
    terminal.shows("By Rosa").unwrap();
    terminal.shows("] [ same speaker").unwrap();
    if by_key {
        terminal.press("Ctrl-Z");
    } else {
        terminal.signal("-TSTP");
    }
    terminal.until("the screen given back", |t| String::from_utf8_lossy(&t.raw).contains("\x1b[?1049l")).unwrap();
    terminal.stopped();
    let from = terminal.raw.len();
    terminal.signal("-CONT");
    let anew = |t: &Terminal| {
        let raw = String::from_utf8_lossy(&t.raw[from..]).into_owned();
        raw.contains("\x1b[?1049h") && raw.contains("Rosa")
    };
    terminal.until("the screen painted anew", anew).unwrap();
    terminal.press("n");
    terminal.shows("1 of 8").unwrap();
}

#[test]
fn code_in_view_after_ctrl_z_on_a_larger_terminal_is_coloured() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("code.md");
    let paragraphs: String = (1..=8).map(|n| format!("Paragraph {n}.\n\n")).collect();
    std::fs::write(&page, format!("# Code\n\n{paragraphs}```rust\nfn harbour() {{}}\n```\n")).unwrap();
    let program: &std::ffi::OsStr = env!("CARGO_BIN_EXE_sayso").as_ref();
    let mut terminal = Terminal::open(program, &[&NOT_ASKED[..], &[&*page.to_string_lossy()]].concat());
    terminal.shows("Paragraph 4.").unwrap();
    assert!(!terminal.screen().contains("fn harbour"), "the code begins below the screen");
    terminal.press("Ctrl-Z");
    terminal.until("the screen given back", |t| String::from_utf8_lossy(&t.raw).contains("\x1b[?1049l")).unwrap();
    terminal.stopped();
    terminal.master.resize(PtySize { rows: 40, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    terminal.parser.screen_mut().set_size(cells(40), cells(80));
    terminal.signal("-CONT");
    let colour = |t: &Terminal, words: &str| {
        let (row, column) = t.place_of(words)?;
        let cell = t.parser.screen().cell(row.try_into().unwrap(), column.try_into().unwrap());
        cell.map(vt100::Cell::fgcolor)
    };
    terminal.shows("fn harbour").unwrap();
    terminal.until("the keyword coloured", |t| colour(t, "fn harbour") != colour(t, "{}")).unwrap();
}

#[test]
fn resize_is_drawn_at_once() {
    let mut terminal = Terminal::reading(&[]);
    terminal.shows("] [ same speaker").unwrap();
    terminal.master.resize(PtySize { rows: 16, cols: 40, pixel_width: 0, pixel_height: 0 }).unwrap();
    terminal.parser.screen_mut().set_size(cells(16), cells(40));
    terminal.shows("The cranes over the old harbour").unwrap();
    // The next key takes effect at once, not with the one after it.
    terminal.press("n");
    terminal.shows("1 of 8").unwrap();
}

#[test]
fn plain_mode_keeps_screen_and_marks_current_line() {
    let mut terminal = Terminal::reading(&["--plain"]);
    terminal.shows("By Rosa").unwrap();
    let row = |t: &Terminal| t.parser.screen().cursor_position().0;
    let line = |t: &Terminal| t.screen().lines().nth(usize::from(row(t))).unwrap_or_default().to_owned();
    terminal.until("the cursor on the title", |t| line(t).contains("Harbour strike")).unwrap();
    // The text is painted again once the attributions arrive.
    let ink = |t: &Terminal, words: &str| {
        let row = t.screen().lines().position(|line| line.contains(words))?;
        t.parser.screen().cell(row.try_into().unwrap(), 2).map(|cell| (cell.fgcolor(), cell.italic()))
    };
    terminal.until("the voices", |t| ink(t, "“We asked for rest") != ink(t, "The cranes")).unwrap();
    let from = terminal.raw.len();
    terminal.press("j");
    terminal.until("the cursor on the byline", |t| line(t).starts_with("By Rosa")).unwrap();
    let written = terminal.raw.len() - from;
    assert!(written < 200, "a line key writes {written} bytes, which is a screen");
    terminal.press("n");
    terminal.until("the cursor on the quotation", |t| line(t).contains("“We asked for rest")).unwrap();
    terminal.shows("1 of 8").unwrap();
    terminal.press("h");
    terminal.until("the cursor in the list of speakers", |t| line(t).contains("Ada Moreau")).unwrap();
    terminal.press("q q");
    terminal.end();
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    for never in ["\x1b[?1049h", "\x1b[?25l", "─", "│", "▌", "⠋"] {
        assert!(!raw.contains(never), "{never:?} was written");
    }
    assert_eq!(modes(&terminal), untouched());
}

/// Not a test: run by [`panic_restores_terminal`] in a terminal of its own.
#[test]
#[ignore = "panics on purpose, run by another test"]
fn panics_in_the_interface() {
    takes_over();
    panic!("the interface panicked");
}

/// Not a test: the same for a worker, whose panic must not end the program.
#[test]
#[ignore = "panics on purpose, run by another test"]
fn panics_in_a_worker() {
    takes_over();
    let worker = std::thread::Builder::new().name(tasks::THREAD.into());
    let ended = worker.spawn(|| panic!("the worker panicked")).unwrap().join();
    assert!(ended.is_err());
    terminal::output().unwrap().write_all(b"still here").unwrap();
    terminal::stop();
}

fn takes_over() {
    use sayso::tui::run::terminal::{Mouse, output, restore_on_panic, start};
    restore_on_panic();
    start(RenderMode::Full, Mouse::On, &output().unwrap()).unwrap();
}

#[test]
fn panic_restores_terminal() {
    let itself = std::env::current_exe().unwrap();
    let panicking = |name| {
        let mut terminal = Terminal::open(itself.as_os_str(), &["--exact", name, "--ignored", "--nocapture"]);
        terminal.end();
        is_restored(&terminal, &untouched());
        String::from_utf8_lossy(&terminal.raw).into_owned()
    };
    let raw = panicking("panics_in_the_interface");
    let (given_back, told) = (raw.find("\x1b[?1049l"), raw.find("the interface panicked"));
    assert!(given_back.is_some() && told > given_back, "the message stands on the screen that is left: {raw:?}");
    let raw = panicking("panics_in_a_worker");
    let (still, given_back) = (raw.find("still here"), raw.find("\x1b[?1049l"));
    assert!(still.is_some() && still < given_back, "a worker leaves the screen alone: {raw:?}");
    assert!(!raw.contains("the worker panicked"), "nor does it write over it: {raw:?}");
}
