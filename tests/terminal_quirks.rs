//! The program in imperfect terminals: silent, slow, sending nonsense, tiny, huge, constantly resized, or closed.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Maximum wait for a condition; reached only by failing tests.
const PATIENCE: Duration = Duration::from_secs(30);
/// End of a synchronized update.
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// Words on the fixture's first screen.
const FIRST: &str = "Rosa";

fn fixture() -> String {
    format!("{}/tests/fixtures/screen/harbour.html", env!("CARGO_MANIFEST_DIR"))
}

/// A terminal that never replies by itself.
struct Silent {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
}

impl Silent {
    fn open(columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sayso"));
        command.arg(fixture());
        command.env_clear();
        let home = tempfile::tempdir().unwrap().keep();
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("PATH", "/usr/bin:/bin")] {
            command.env(name, value);
        }
        command.env("HOME", &home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self { child, master: pair.master, writer, bytes, parser, raw: Vec::new() }
    }

    #[track_caller]
    fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let limit = Instant::now() + PATIENCE;
        while !holds(self) {
            match self.bytes.recv_timeout(limit.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.raw.extend_from_slice(&bytes);
                    self.parser.process(&bytes);
                }
                Err(why) => panic!("waited in vain for {what}, {why}\n{}", self.parser.screen().contents()),
            }
        }
    }

    #[track_caller]
    fn shows(&mut self, words: &str) {
        self.until(words, |t| t.parser.screen().contents().contains(words));
    }

    fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.master.resize(size(columns, rows)).unwrap();
        self.parser.screen_mut().set_size(cells(rows), cells(columns));
    }

    /// Reads for a moment. Returns true if the program has ended.
    fn glance(&mut self, moment: Duration) -> bool {
        match self.bytes.recv_timeout(moment) {
            Ok(bytes) => {
                self.raw.extend_from_slice(&bytes);
                self.parser.process(&bytes);
                false
            }
            Err(why) => why == RecvTimeoutError::Disconnected,
        }
    }

    /// Waits until no thread of the program works or waits with a timeout, and the last frame is complete.
    #[track_caller]
    fn rests(&mut self) {
        let limit = Instant::now() + PATIENCE;
        let process = self.child.process_id().unwrap();
        while !waits_for_ever(process) || self.raw.is_empty() {
            assert!(Instant::now() < limit, "a thread is at work, or wakes by itself");
            self.glance(Duration::from_millis(20));
        }
        // What was written before is still in the pipe; the help comes after it.
        self.listens();
        self.until("the end of a frame", |t| t.raw.ends_with(FRAME_END));
    }

    /// Opens and closes the help, to check that keys arrive.
    #[track_caller]
    fn listens(&mut self) {
        let helps = |t: &Self| t.parser.screen().contents().contains("KEYS");
        self.send(b"?");
        self.until("the help", helps);
        self.send(b"\x1b");
        self.until("the help gone", |t| !helps(t));
    }

    /// Like [`Self::listens`], after nonsense that may swallow a key.
    #[track_caller]
    fn recovers(&mut self) {
        let limit = Instant::now() + PATIENCE;
        let helps = |t: &Self| t.parser.screen().contents().contains("KEYS");
        while !helps(self) {
            assert!(Instant::now() < limit, "deaf\n{}", self.parser.screen().contents());
            self.send(b"?");
            let since = Instant::now();
            while !helps(self) && since.elapsed() < Duration::from_millis(500) {
                assert!(!self.glance(Duration::from_millis(100)), "it has ended");
            }
        }
        self.send(b"\x1b");
        self.until("the help gone", |t| !helps(t));
    }

    /// Presses Ctrl-C, which closes lists and then the program, until the program has ended with success.
    #[track_caller]
    fn quits(&mut self) {
        let limit = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < limit, "it does not end\n{}", self.parser.screen().contents());
            let _ = self.writer.write_all(b"\x03").and_then(|()| self.writer.flush());
            self.glance(Duration::from_millis(100));
        }
        while !self.glance(Duration::from_secs(1)) {}
        let status = self.child.wait().unwrap();
        let raw = String::from_utf8_lossy(&self.raw);
        assert!(status.success() && !raw.contains("panicked"), "{status:?}");
        assert!(raw.rfind("\x1b[?1049l") > raw.rfind("\x1b[?1049h"), "the screen is given back");
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

#[test]
fn silent_terminal_does_not_delay() {
    let mut terminal = Silent::open(80, 16);
    terminal.shows(FIRST);
    terminal.listens();
    terminal.quits();
}

#[test]
fn late_replies_are_not_keys() {
    let mut terminal = Silent::open(80, 16);
    terminal.shows(FIRST);
    terminal.shows("▎");
    terminal.rests();
    let before = terminal.parser.screen().contents();
    // In pieces, as over a slow line, with a key right after.
    for piece in [&b"\x1b]11;rgb:1e1e/"[..], b"1e1e/1e1e\x1b", b"\\", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07", b"?"] {
        terminal.send(piece);
    }
    terminal.shows("KEYS");
    terminal.send(b"\x1b");
    terminal.until("the screen as before", |t| t.parser.screen().contents() == before);
    terminal.quits();
}

#[test]
fn keys_work_while_reply_is_awaited() {
    let mut terminal = Silent::open(80, 16);
    terminal.until("the question", |t| String::from_utf8_lossy(&t.raw).contains("\x1b]11;?"));
    // The reply arrives between two keys; the first opens the help and the second begins its filter.
    terminal.send(b"?\x1b]11;rgb:ffff/ffff/ffff\x1b\\/quit");
    terminal.shows("quit");
    let light = "48;2;250;248;242";
    terminal.until("the light theme", |t| String::from_utf8_lossy(&t.raw).contains(light));
    terminal.send(b"\x1b");
    terminal.shows("line down");
    terminal.send(b"\x1b");
    terminal.shows(FIRST);
    terminal.quits();
}

#[cfg(target_os = "linux")]
#[test]
fn idle_program_writes_nothing() {
    let mut terminal = Silent::open(80, 16);
    terminal.shows(FIRST);
    terminal.listens();
    // No earlier frame is pending after this; any output from now on means that a thread woke up.
    terminal.rests();
    let frames = |t: &Silent| String::from_utf8_lossy(&t.raw).matches("\x1b[?2026h").count();
    let before = frames(&terminal);
    for (presses, key) in (1..).zip("jkjkjkjk".bytes()) {
        terminal.send(&[key]);
        terminal.until("an answer", |t| frames(t) >= before + presses);
        assert_eq!(frames(&terminal), before + presses, "one frame a key, and none between");
    }
    terminal.quits();
}

/// Returns true if every thread of a process sleeps without a timeout. If the kernel does not tell, true.
fn waits_for_ever(process: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten();
    threads.flatten().all(|thread| {
        let Ok(call) = std::fs::read_to_string(thread.path().join("syscall")) else { return true };
        let words: Vec<u64> = call
            .split(' ')
            .map(|word| u64::from_str_radix(word.trim().trim_start_matches("0x"), 16).unwrap_or(0))
            .collect();
        // Numbers of system calls on x86-64, decimal in the file.
        match (call.split(' ').next().unwrap_or_default(), words.get(1..)) {
            ("202", Some(&[_, _, _, time, ..])) | ("271", Some(&[_, _, time, ..])) => time == 0,
            ("7", Some(&[_, _, time, ..])) => time as u32 == u32::MAX,
            ("running" | "230" | "35" | "-1", _) => false,
            _ => true,
        }
    })
}

#[test]
fn nonsense_input_is_ignored() {
    let mut terminal = Silent::open(80, 16);
    terminal.shows(FIRST);
    terminal.listens();
    for nonsense in [
        &b"\x1b]11;zzz\x07"[..],
        b"\x1b[?99999999999999999999c",
        b"\x1b[<0;99999;99999M\x1b[<64;0;0m",
        b"\x1b[M\x01\x02\x03",
        b"\x1b[I\x1b[O\x1b[200~pasted \x1b[31m\x9b \x07 text\x1b[201~",
        b"\xff\xfe\xc3\x28\xf0\x9f\x80",
        b"\x1b[1;1R\x1b[;;;;;R\x1b[?u\x1b[?1;1;1u",
        b"\x00\x1c\x1d\x1e\x1f\x7f",
    ] {
        terminal.send(nonsense);
        // Close whatever the nonsense opened.
        for _ in 0..3 {
            assert!(!terminal.glance(Duration::from_millis(100)), "it ends of {:?}", String::from_utf8_lossy(nonsense));
            terminal.send(b"\x1b");
        }
        assert!(!terminal.glance(Duration::from_millis(100)));
        terminal.recovers();
    }
    terminal.quits();
}

#[test]
fn terminal_sizes_are_drawn() {
    for (columns, rows) in [(1, 1), (1, 50), (2, 2), (500, 1), (3, 200), (20, 5), (500, 200)] {
        let mut terminal = Silent::open(columns, rows);
        terminal.until("the first frame", |t| String::from_utf8_lossy(&t.raw).contains("\x1b[?1049h"));
        for keys in ["j", "n", "?", "G", "gg", "/a\r", "j"] {
            terminal.send(keys.as_bytes());
        }
        terminal.resize(81, 17);
        terminal.resize(80, 16);
        terminal.until("a frame", |t| t.parser.screen().contents().trim().len() > 100);
        terminal.quits();
    }
}

#[test]
fn thousand_resizes_are_drawn() {
    let mut terminal = Silent::open(80, 16);
    terminal.shows(FIRST);
    for n in 0..1000_u16 {
        terminal.resize(n * 37 % 200 + 1, n * 11 % 60 + 1);
        terminal.until("nothing in particular", |_| true);
        while let Ok(bytes) = terminal.bytes.try_recv() {
            terminal.raw.extend_from_slice(&bytes);
        }
    }
    terminal.resize(90, 20);
    terminal.parser = vt100::Parser::new(cells(20), cells(90), 0);
    // A resize there and back causes a complete frame.
    terminal.resize(91, 20);
    terminal.shows(FIRST);
    terminal.quits();
}

/// Runs a shell line with `$SAYSO` and `$PAGE`; returns status, standard output, standard error.
fn shell(line: &str) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str, folder: &Path| {
        Command::new("sh")
            .args(["-c", line])
            .env("SAYSO", env!("CARGO_BIN_EXE_sayso"))
            .env("PAGE", fixture())
            .env("HOME", folder)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    let output = run(line, folder.path());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn closed_streams_do_not_cause_failure() {
    // Standard input closed, not empty.
    let (status, out, err) = shell("\"$SAYSO\" show \"$PAGE\" <&-");
    assert!(status == Some(0) && out.contains(FIRST) && err.is_empty(), "{status:?} {err}");
    let (status, _, err) = shell("\"$SAYSO\" show - <&-");
    assert!(status == Some(1) && err.lines().count() == 1 && !err.contains("panicked"), "{status:?} {err}");
    // Standard output closed from the start, and in the middle.
    for command in ["show", "extract", "quotes", "related"] {
        let (_, _, err) = shell(&format!("\"$SAYSO\" {command} \"$PAGE\" >&-"));
        assert!(!err.contains("panicked") && err.lines().count() <= 1, "{command}: {err}");
        let many = "\"$PAGE\" ".repeat(300);
        let (_, out, err) = shell(&format!("(\"$SAYSO\" {command} {many}; echo $? >&2) | head -c 10"));
        let told: Vec<&str> = err.lines().filter(|line| !line.ends_with("no related stories found")).collect();
        assert!(told == ["0"] && (out.len() == 10 || command == "related"), "{command}: {err}");
    }
    // Standard error closed: a failure cannot be reported.
    let (status, ..) = shell("\"$SAYSO\" show none 2>&-");
    assert_eq!(status, Some(1));
}
