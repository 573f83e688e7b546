//! The real program in a real terminal: every key of the table, and the terminal left as it was, however it ends.
//!
//! Nothing here waits for a time: always for words on the screen, for bytes, or for the end of the program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use sayso::tui::keys::{Key, parse_sequence};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use support::fixture;
use support::scenarios::{SCENARIOS, Scenario, Seen};

/// The longest that any condition is waited for; only a failing test takes so long.
const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
}

impl Terminal {
    fn open(arguments: &[&str]) -> Self {
        let size = PtySize { rows: 16, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sayso"));
        for argument in arguments {
            command.arg(argument);
        }
        for source in ["harbour.html", "quay.html"] {
            command.arg(fixture(source));
        }
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let home = tempfile::tempdir().unwrap().keep();
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("BROWSER", "true")] {
            command.env(name, value);
        }
        command.env("EDITOR", "echo EDITED");
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(name, &home);
        }
        for name in ["VISUAL", "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(cells(16), cells(80), 0);
        Self { child, master: pair.master, writer, bytes, parser, raw: Vec::new() }
    }

    /// Reads until a condition holds; tells what stood on the screen if it never did.
    fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<(), String> {
        let limit = Instant::now() + PATIENCE;
        while !holds(self) {
            match self.bytes.recv_timeout(limit.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) if holds(self) => return Ok(()),
                Err(_) => return Err(format!("waited in vain for {what}\n{}", self.screen())),
            }
        }
        Ok(())
    }

    /// Feeds the screen, and answers what a terminal answers.
    fn take(&mut self, bytes: &[u8]) {
        for (question, answer) in [("\x1b]11;?", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"), ("\x1b[c", "\x1b[?62;22c")] {
            if bytes.windows(question.len()).any(|w| w == question.as_bytes()) {
                self.writer.write_all(answer.as_bytes()).unwrap();
            }
        }
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    fn shows(&mut self, words: &str) -> Result<(), String> {
        self.until(words, |t| t.screen().contains(words))
    }

    fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).unwrap_or_default() {
            self.writer.write_all(bytes_of(key).as_bytes()).unwrap();
        }
        self.writer.flush().unwrap();
    }

    /// Waits for the end, reads the rest, and gives the exit status.
    fn end(&mut self) -> u32 {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        status.exit_code()
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn cells(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

/// What a terminal sends for a key.
fn bytes_of(key: Key) -> String {
    use ratatui::crossterm::event::{KeyCode, KeyModifiers};
    match key.code {
        KeyCode::Char('i') if key.modifiers == KeyModifiers::CONTROL => "\x1b[105;5u".into(),
        KeyCode::Char(c) if key.modifiers == KeyModifiers::CONTROL => char::from(c as u8 & 0x1f).into(),
        KeyCode::Char(c) => c.into(),
        KeyCode::Enter => "\r".into(),
        KeyCode::Esc => "\x1b[27u".into(),
        KeyCode::Tab if key.modifiers == KeyModifiers::SHIFT => "\x1b[Z".into(),
        KeyCode::Tab => "\t".into(),
        KeyCode::Backspace => "\x7f".into(),
        KeyCode::Up => "\x1b[A".into(),
        KeyCode::Down => "\x1b[B".into(),
        KeyCode::Right => "\x1b[C".into(),
        KeyCode::Left => "\x1b[D".into(),
        KeyCode::Home => "\x1b[H".into(),
        KeyCode::End => "\x1b[F".into(),
        KeyCode::PageUp => "\x1b[5~".into(),
        KeyCode::PageDown => "\x1b[6~".into(),
        KeyCode::F(5) => "\x1b[15~".into(),
        other => panic!("no bytes for {other:?}"),
    }
}

#[test]
fn every_key_does_the_same_in_a_terminal() {
    let keys = |s: &'static Scenario| s.command.entry().keys.iter().map(move |key| (s, *key));
    let all: Vec<_> = SCENARIOS.iter().flat_map(keys).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((scenario, key)) = all.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
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

fn play(scenario: &Scenario, key: &str) -> Result<(), String> {
    let mut terminal = Terminal::open(&[]);
    terminal.shows("By Rosa")?;
    terminal.shows("] [ same speaker")?;
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

/// What is switched on, and what switches it off.
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

/// The line discipline's settings, as `stty` tells them.
fn modes(terminal: &Terminal) -> String {
    let termios = terminal.master.get_termios().unwrap();
    format!(
        "{:?} {:?} {:?} {:?}",
        termios.input_flags, termios.output_flags, termios.control_flags, termios.local_flags
    )
}

#[test]
fn the_terminal_is_as_before_however_it_ends() {
    for ending in ["q", "Ctrl-C", "-TERM", "-HUP", "-INT"] {
        let size = PtySize { rows: 16, cols: 80, pixel_width: 0, pixel_height: 0 };
        let untouched = native_pty_system().openpty(size).unwrap();
        let termios = untouched.master.get_termios().unwrap();
        let before = format!(
            "{:?} {:?} {:?} {:?}",
            termios.input_flags, termios.output_flags, termios.control_flags, termios.local_flags
        );
        let mut terminal = Terminal::open(&[]);
        terminal.shows("By Rosa").unwrap();
        terminal.shows("] [ same speaker").unwrap();
        assert_ne!(modes(&terminal), before, "keys come one by one while it runs");
        if ending.starts_with('-') {
            terminal.signal(ending);
        } else {
            terminal.press(ending);
        }
        let status = terminal.end();
        is_restored(&terminal, &before);
        assert_eq!(status == 0, !ending.starts_with('-'), "{ending}: {status}");
    }
}

#[test]
fn stopped_and_continued_it_paints_anew() {
    let mut terminal = Terminal::open(&[]);
    terminal.shows("By Rosa").unwrap();
    terminal.shows("] [ same speaker").unwrap();
    terminal.press("Ctrl-Z");
    terminal.until("the screen given back", |t| String::from_utf8_lossy(&t.raw).contains("\x1b[?1049l")).unwrap();
    let from = terminal.raw.len();
    terminal.signal("-CONT");
    let anew = |t: &Terminal| {
        let raw = String::from_utf8_lossy(&t.raw[from..]).into_owned();
        raw.contains("\x1b[?1049h") && raw.contains("Rosa")
    };
    terminal.until("the screen painted anew", anew).unwrap();
    terminal.press("n");
    terminal.shows("1 of 1").unwrap();
}

#[test]
fn a_resize_is_answered() {
    let mut terminal = Terminal::open(&[]);
    terminal.shows("] [ same speaker").unwrap();
    terminal.master.resize(PtySize { rows: 16, cols: 40, pixel_width: 0, pixel_height: 0 }).unwrap();
    terminal.parser.screen_mut().set_size(cells(16), cells(40));
    terminal.shows("The cranes over the old harbour").unwrap();
}
