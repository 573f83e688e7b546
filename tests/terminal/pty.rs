//! The program in a pseudo-terminal: keys in, a screen out, as interpreted by a terminal emulator.

use super::support::fixture;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use sayso::tui::keys::{Key, parse_sequence};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Environment variables that determine the user's folders.
pub const PLACES: [&str; 5] = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"];

/// Initial size of the terminal.
pub const SIZE: PtySize = PtySize { rows: 16, cols: 80, pixel_width: 0, pixel_height: 0 };

/// Maximum wait for a condition; reached only by failing tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program in a terminal of its own.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    pub master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    pub parser: vt100::Parser,
    pub raw: Vec<u8>,
    /// Temporary home folder, removed after the test.
    home: Option<tempfile::TempDir>,
}

impl Terminal {
    /// The reader with two texts.
    pub fn reading(arguments: &[&str]) -> Self {
        let sources = ["harbour.html", "quay.html"].map(|name| fixture(name).to_string_lossy().into_owned());
        let all: Vec<&str> = arguments.iter().copied().chain(sources.iter().map(String::as_str)).collect();
        Self::open(env!("CARGO_BIN_EXE_sayso").as_ref(), &all)
    }

    /// A program with these arguments.
    pub fn open(program: &OsStr, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Self::at(home.path(), program, arguments);
        terminal.home = Some(home);
        terminal
    }

    /// A program for the user with this home folder.
    pub fn at(home: &Path, program: &OsStr, arguments: &[&str]) -> Self {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("BROWSER", "true")] {
            command.env(name, value);
        }
        command.env("EDITOR", "echo EDITED");
        for name in PLACES {
            command.env(name, home);
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
        Self { child, master: pair.master, writer, bytes, parser, raw: Vec::new(), home: None }
    }

    /// Reads until a condition holds; otherwise the error contains the screen.
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<(), String> {
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

    /// Passes output to the emulator, and answers queries as a terminal does.
    fn take(&mut self, bytes: &[u8]) {
        for (question, answer) in [("\x1b]11;?", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"), ("\x1b[c", "\x1b[?62;22c")] {
            if bytes.windows(question.len()).any(|w| w == question.as_bytes()) {
                self.writer.write_all(answer.as_bytes()).unwrap();
            }
        }
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    /// Returns the contents of the screen.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits for words on the screen.
    pub fn shows(&mut self, words: &str) -> Result<(), String> {
        self.until(words, |t| t.screen().contains(words))
    }

    /// Presses keys, written as in the settings.
    pub fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).unwrap_or_default() {
            self.writer.write_all(bytes_of(key).as_bytes()).unwrap();
        }
        self.writer.flush().unwrap();
    }

    /// Sends raw bytes.
    pub fn send(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Returns row and column of words on the screen, counted from 0.
    pub fn place_of(&self, words: &str) -> Option<(usize, usize)> {
        let screen = self.screen();
        let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(words))?;
        Some((row, line[..line.find(words)?].chars().count()))
    }

    /// Waits for the end, reads the rest, and returns the exit status.
    pub fn end(&mut self) -> u32 {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        status.exit_code()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits until the program is stopped, since a signal to continue would be lost before that.
    pub fn stopped(&self) {
        use rustix::process::{Pid, WaitOptions, waitpid};
        let id = self.child.process_id().and_then(|id| Pid::from_raw(id.try_into().unwrap()));
        let (_, status) = waitpid(id, WaitOptions::UNTRACED).unwrap().unwrap();
        assert!(status.stopped(), "{status:?}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Converts a number of rows or columns.
pub fn cells(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

/// Returns the bytes that a terminal sends for a key.
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
        KeyCode::Delete => "\x1b[3~".into(),
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
