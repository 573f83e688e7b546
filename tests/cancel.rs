//! Loads from the web that are cut short: by the timeout, by the user, by a server that dies.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking and tells what it measures")]

mod server;

use sayso::load::{Failure, Limits, Options};
use server::{Server, get, gz, raw, reply};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

#[test]
fn slow_response_ends_at_the_limit() {
    let (keep, open) = mpsc::channel::<()>();
    let open = std::sync::Mutex::new(open);
    let server = Server::start(move |_, connection| {
        raw(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<p>");
        let _ = open.lock().unwrap().recv();
    });
    let limits = Limits { total: Duration::from_millis(200), ..Limits::default() };
    let result = get(&server.at("/"), &Options { limits, ..Options::default() });
    assert_eq!(result, Err(Failure::TimedOut(Duration::from_millis(200))));
    drop(keep);
}

#[test]
fn trickled_response_can_be_cancelled() {
    let flag = Arc::new(AtomicBool::new(false));
    let (begun, started) = mpsc::channel();
    let begun = std::sync::Mutex::new(begun);
    let server = Server::start(move |_, connection| {
        raw(connection, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        let _ = begun.lock().unwrap().send(());
        // Ends when the client hangs up, which it must.
        while connection.write_all(b"a").is_ok() {
            std::thread::yield_now();
        }
        let _ = begun.lock().unwrap().send(());
    });
    let cancel = Arc::clone(&flag);
    let canceller = std::thread::spawn(move || {
        started.recv().unwrap();
        cancel.store(true, Ordering::SeqCst);
        started.recv().unwrap();
    });
    let result = get(&server.at("/"), &Options { cancel: Some(flag), ..Options::default() });
    assert_eq!(result, Err(Failure::Cancelled));
    canceller.join().unwrap();
}

#[test]
fn trickled_response_ends_at_total_limit() {
    let server = Server::start(|_, connection| {
        raw(connection, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000000\r\n\r\n");
        // The server is never silent for long, so that only the overall timeout ends the load.
        while connection.write_all(b"a").is_ok() {
            std::thread::yield_now();
        }
    });
    let limits = Limits { total: Duration::from_millis(200), bytes: usize::MAX, ..Limits::default() };
    let result = get(&server.at("/"), &Options { limits, ..Options::default() });
    assert_eq!(result, Err(Failure::TimedOut(Duration::from_millis(200))));
}

/// Prints the time that something took (shown by `--nocapture`); not a limit, since the machine may be busy.
fn tell(what: &str, since: Instant) {
    eprintln!("{:>5} ms  until cancelled: {what}", since.elapsed().as_millis());
}

/// Loads an address that blocks, sets the flag once the server has reached that point, and expects that the flag alone
/// ends the load: the server keeps waiting until the test is over.
#[track_caller]
fn cancelled_at(address: &str, reached: &mpsc::Receiver<()>) {
    let flag = Arc::new(AtomicBool::new(false));
    let options = Options { cancel: Some(Arc::clone(&flag)), ..Options::default() };
    std::thread::scope(|scope| {
        let loading = scope.spawn(|| get(address, &options));
        reached.recv().unwrap();
        let since = Instant::now();
        flag.store(true, Ordering::SeqCst);
        assert_eq!(loading.join().unwrap(), Err(Failure::Cancelled));
        tell(address, since);
    });
}

#[test]
fn load_at_every_stage_can_be_cancelled() {
    let (at, reached) = mpsc::channel();
    let at = std::sync::Mutex::new(at);
    let (keep, open) = mpsc::channel::<()>();
    let open = std::sync::Mutex::new(open);
    let server = Server::start(move |path, connection| {
        match path {
            "/head" => raw(connection, b"HTTP/1.1 200 OK\r\nContent-"),
            "/body" => raw(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<p>"),
            "/away" => return reply(connection, "302 Found", "Location: /silent\r\n", b""),
            _ => {}
        }
        at.lock().unwrap().send(()).unwrap();
        let _ = open.lock().unwrap().recv();
    });
    for path in ["/silent", "/head", "/body", "/away"] {
        cancelled_at(&server.at(path), &reached);
    }
    drop(keep);
}

#[test]
fn silent_server_can_be_cancelled() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (at, reached) = mpsc::channel();
    std::thread::spawn(move || {
        let connection = listener.accept();
        at.send(()).unwrap();
        // Held until the test process ends.
        listener.accept().map(|_| connection)
    });
    cancelled_at(&format!("https://127.0.0.1:{port}/"), &reached);
}

#[cfg(unix)]
#[test]
fn idle_pipe_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    // One pipe for each load: the thread of the first may still be about to open its own.
    let [unopened, pipe] = ["unopened.html", "pipe.html"].map(|name| folder.path().join(name));
    assert!(std::process::Command::new("mkfifo").args([&unopened, &pipe]).status().unwrap().success());
    let (at, reached) = mpsc::channel();
    at.send(()).unwrap();
    cancelled_at(unopened.to_str().unwrap(), &reached);
    // Also after the pipe was opened and partly read.
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || {
            let mut file = std::fs::OpenOptions::new().write(true).open(pipe).unwrap();
            file.write_all(b"<p>Words").unwrap();
            at.send(()).unwrap();
            file
        })
    };
    cancelled_at(pipe.to_str().unwrap(), &reached);
    drop(writer);
}

/// Starts the program, waits for `reached` from a server that stays silent, sends Ctrl-C, and expects the status of an
/// interrupted program.
#[cfg(unix)]
#[track_caller]
fn interrupted(home: &std::path::Path, words: &[&str], reached: &mpsc::Receiver<()>) {
    use std::os::unix::process::ExitStatusExt;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(words).current_dir(home).env_clear().env("HOME", home);
    let quiet = std::process::Stdio::null;
    let mut child = command.stdin(std::process::Stdio::piped()).stdout(quiet()).stderr(quiet()).spawn().unwrap();
    reached.recv().unwrap();
    let since = Instant::now();
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    // Standard input stays open: the program must not wait for its end.
    let input = child.stdin.take();
    let status = child.wait().unwrap();
    tell(&format!("sayso {}", words.join(" ")), since);
    assert!(status.code() == Some(130) || status.signal() == Some(2), "{words:?}: {status:?}");
    drop(input);
}

#[cfg(unix)]
#[test]
fn waiting_commands_end_on_interrupt() {
    let (at, reached) = mpsc::channel();
    let (at, told) = (std::sync::Mutex::new(at.clone()), at);
    let server = Server::start(move |_, connection| {
        at.lock().unwrap().send(()).unwrap();
        // Blocks until the other side hangs up.
        let _ = std::io::Read::read(connection, &mut [0]);
    });
    let home = tempfile::tempdir().unwrap();
    let (page, feed) = (server.at("/page"), server.at("/feed"));
    for words in [&["show", &page][..], &["quotes", &page], &["related", &page], &["extract", &page], &["add", &page]] {
        interrupted(home.path(), words, &reached);
    }
    sayso(home.path(), &["add", "--no-fetch", &page]);
    interrupted(home.path(), &["fetch"], &reached);
    sayso(home.path(), &["feed", "add", "--unchecked", &feed]);
    interrupted(home.path(), &["fetch"], &reached);
    // The program has reached the pipe once it opens it for reading.
    let pipe = home.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = pipe.clone();
    let writer = std::thread::spawn(move || {
        let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(b"url\n").unwrap();
        told.send(()).unwrap();
        file
    });
    interrupted(home.path(), &["import", "pipe.csv"], &reached);
    drop(writer.join().unwrap());
}

#[cfg(unix)]
#[test]
fn analysis_is_interrupted() {
    let (at, reached) = mpsc::channel();
    let at = std::sync::Mutex::new(at);
    // Enough speech that the analysis takes far longer than the timeout of the test.
    let speech =
        "<p>“We asked for rest,” said Ada Moreau, who chairs the union of the dockers, on Monday.".repeat(60_000);
    let server = Server::start(move |_, connection| {
        reply(connection, "200 OK", "Content-Type: text/html\r\n", speech.as_bytes());
        at.lock().unwrap().send(()).unwrap();
    });
    let home = tempfile::tempdir().unwrap();
    sayso(home.path(), &["add", "--no-fetch", &server.at("/long")]);
    interrupted(home.path(), &["fetch"], &reached);
    let (_, waiting, _) = sayso(home.path(), &["list", "is:waiting"]);
    assert!(waiting.contains("/long"), "{waiting}");
}

/// Runs the program with its own library in `home`; returns status, standard output, standard error.
fn sayso(home: &std::path::Path, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"));
    let output = command.args(words).env_clear().env("HOME", home).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn partial_page_is_not_saved() {
    let page = format!("<!doctype html><title>A page</title><p>The first words. {}", "More of it. ".repeat(2000));
    let packed = gz(page.as_bytes());
    let server = Server::start(move |path, connection| match path {
        "/short" => raw(connection, format!("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{page}").as_bytes()),
        "/chunk" => {
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            raw(connection, format!("{head}{:x}\r\n{page}\r\n", page.len()).as_bytes());
        }
        "/packed" => reply(connection, "200 OK", "Content-Encoding: gzip\r\n", &packed[..packed.len() - 9]),
        _ => reply(connection, "503 Busy", "Retry-After: 7\r\n", page.as_bytes()),
    });
    for path in ["/short", "/chunk", "/packed", "/busy"] {
        let home = tempfile::tempdir().unwrap();
        let (status, _, told) = sayso(home.path(), &["add", &server.at(path)]);
        assert_eq!((status, told.lines().count()), (Some(1), 1), "{path}: {told}");
        // The address is saved for another fetch, without a text.
        let (_, listed, _) = sayso(home.path(), &["list", "--format", "json"]);
        assert!(listed.contains(path) && !listed.contains("first words"), "{path}: {listed}");
        let (_, found, _) = sayso(home.path(), &["search", "words"]);
        assert!(!found.contains("first"), "{path}: {found}");
    }
}
