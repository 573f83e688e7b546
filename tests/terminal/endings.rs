//! Abnormal ends: all signals that end a program, a closed terminal, a source that never arrives.

use super::pty::Terminal;
use super::server::Server;
use super::support::fixture;
use super::{SIZE, is_restored, untouched};
use portable_pty::{CommandBuilder, native_pty_system};
use std::ffi::OsStr;
use std::io::Read;
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

const SAYSO: &str = env!("CARGO_BIN_EXE_sayso");

#[test]
fn ending_signals_restore_terminal() {
    for signal in ["-TERM", "-HUP", "-INT", "-QUIT", "-USR1", "-USR2", "-ALRM"] {
        let mut terminal = Terminal::reading(&[]);
        terminal.shows("] [ same speaker").unwrap();
        terminal.signal(signal);
        assert_ne!(terminal.end(), 0, "{signal}");
        is_restored(&terminal, &untouched());
    }
}

#[test]
fn failing_source_is_reported_and_terminal_restored() {
    let mut terminal = Terminal::open(OsStr::new(SAYSO), &["tests/fixtures/screen/gone.html"]);
    terminal.shows("no such file").unwrap();
    terminal.press("q");
    terminal.end();
    is_restored(&terminal, &untouched());
}

#[test]
fn text_of_escapes_only_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("escapes.txt");
    std::fs::write(&file, "\u{1b}[31m\u{1b}]0;title\u{7}\u{1b}[2J").unwrap();
    let mut terminal = Terminal::open(OsStr::new(SAYSO), &[file.to_str().unwrap()]);
    terminal.shows("nothing in it can be seen").unwrap();
    terminal.press("q");
    terminal.end();
}

#[test]
fn loading_is_cancelled_at_once() {
    let (at, reached) = mpsc::channel();
    let (at, (keep, open)) = (Mutex::new(at), mpsc::channel::<()>());
    let open = Mutex::new(open);
    let server = Server::start(move |_, _| {
        at.lock().unwrap().send(()).unwrap();
        let _ = open.lock().unwrap().recv();
    });
    let mut terminal = Terminal::open(OsStr::new(SAYSO), &["--theme", "dark", &server.at("/slow")]);
    reached.recv().unwrap();
    let since = Instant::now();
    terminal.press("Esc");
    terminal.shows("cancelled · Enter to try again").unwrap();
    eprintln!("{:>5} ms  until cancelled: a page in the reader", since.elapsed().as_millis());
    let since = Instant::now();
    terminal.press("Enter");
    reached.recv_timeout(Duration::from_secs(20)).unwrap();
    terminal.press("Ctrl-C");
    terminal.end();
    eprintln!("{:>5} ms  until ended: a page in the reader", since.elapsed().as_millis());
    drop(keep);
}

#[test]
fn closed_terminal_ends_program() {
    let pair = native_pty_system().openpty(SIZE).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(SAYSO);
    command.arg(fixture("harbour.html"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("Rosa") {
        let length = reader.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..length]);
    }
    drop((reader, pair.master));
    // It must neither wait for keys nor poll for them.
    child.wait().unwrap();
}
