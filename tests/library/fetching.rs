//! Fetching from local servers: polite, respecting `Retry-After`, cancelled at once, and continued after the program
//! was killed.

use super::place::Place;
use super::server::{Server, reply};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PAGE: &str = "<html><head><title>The bridge</title></head><body><article><p>The keeper said that the lamp would burn \
    through the night and all of the following day, whatever the weather over the bridge.</p></article></body></html>";

/// Time of the program's clock.
const NOW: i64 = 1_750_000_000;

impl Place {
    fn wait(&self, urls: &[String]) {
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        let words = [&["add", "--no-fetch"], urls.as_slice()].concat();
        assert!(self.at(NOW, &words).output().unwrap().status.success());
    }

    fn at(&self, now: i64, words: &[&str]) -> Command {
        let mut command = self.command(words);
        command.env("SAYSO_NOW", now.to_string());
        command
    }

    /// Runs `fetch` at this time; returns standard output and error.
    fn fetch(&self, now: i64) -> (String, String) {
        let output = self.at(now, &["fetch"]).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }

    fn begin_fetching(&self) -> Child {
        self.at(NOW, &["fetch"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn fetched(&self) -> usize {
        self.done(&["list", "-is:waiting"]).lines().skip(1).filter(|line| !line.starts_with(' ')).count()
    }
}

/// A server that reports each request and answers when it is allowed to.
fn slow() -> (Server, Receiver<String>, Sender<()>) {
    let (came, coming) = channel();
    let (go, may) = channel::<()>();
    let (came, may) = (Mutex::new(came), Mutex::new(may));
    let server = Server::start(move |path, connection| {
        let _ = came.lock().unwrap().send(path.to_owned());
        // If the sender is gone, the answer may be sent.
        let _ = may.lock().unwrap().recv();
        reply(connection, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes());
    });
    (server, coming, go)
}

#[test]
fn fetches_are_serial_per_host_and_parallel_across_hosts() {
    let times: Arc<Mutex<Vec<(String, Instant, Instant)>>> = Arc::default();
    let seen = Arc::clone(&times);
    // The first pages of the two hosts wait for each other: they are fetched in parallel, or never.
    let both = Arc::new(std::sync::Barrier::new(2));
    let server = Server::start(move |path, connection| {
        let begun = Instant::now();
        if path.ends_with("/first") {
            both.wait();
        }
        reply(connection, "200 OK", "Content-Type: text/html\r\n", format!("{PAGE}<!--{path}-->").as_bytes());
        seen.lock().unwrap().push((path.to_owned(), begun, Instant::now()));
    });
    let place = Place::new();
    let (one, other) = (format!("http://127.0.0.1:{}", server.port()), format!("http://localhost:{}", server.port()));
    // The latest saved pieces are fetched first.
    place.wait(&[format!("{one}/one/last"), format!("{one}/one/first"), format!("{other}/other/first")]);
    let (out, err) = place.fetch(NOW);
    assert_eq!((out.lines().count(), err.as_str()), (3, ""), "{out}");
    let times = times.lock().unwrap();
    let of = |path: &str| times.iter().find(|(held, ..)| held == path).unwrap();
    let pause = of("/one/last").1 - of("/one/first").2;
    assert!(pause >= Duration::from_millis(900), "{pause:?} between two pages of a host");
}

#[test]
fn retry_after_delays_the_whole_host() {
    let ready = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let answers = Arc::clone(&ready);
    let server = Server::start(move |_, connection| {
        if answers.load(std::sync::atomic::Ordering::SeqCst) {
            reply(connection, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes());
        } else {
            // A date is relative to the answer's own `Date`, not to the local clock.
            let dates = "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:30:00 GMT\r\n";
            reply(connection, "429 Too Many Requests", dates, b"");
        }
    });
    let place = Place::new();
    place.wait(&[server.at("/1"), server.at("/2"), server.at("/3")]);
    let (_, err) = place.fetch(NOW);
    assert!(err.contains("HTTP 429") && err.contains("try again in 120 seconds (sayso will try again)"), "{err}");
    assert!(err.contains("3 pages will be retried later"), "{err}");
    assert_eq!(server.requests().len(), 1, "the others of the host were not tried");
    ready.store(true, std::sync::atomic::Ordering::SeqCst);
    let (out, _) = place.fetch(NOW + 119);
    assert_eq!((out.as_str(), server.requests().len()), ("", 1), "before its time nothing is tried");
    let (out, err) = place.fetch(NOW + 121);
    assert_eq!((out.lines().count(), err.as_str(), place.fetched()), (3, "", 3), "{out}");
}

#[test]
fn fetch_delayed_by_fast_clock_runs_after_correction() {
    let ready = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let answers = Arc::clone(&ready);
    let server = Server::start(move |_, connection| {
        let ready = answers.load(std::sync::atomic::Ordering::SeqCst);
        let status = if ready { "200 OK" } else { "503 Service Unavailable" };
        reply(connection, status, "Content-Type: text/html\r\nRetry-After: 60\r\n", PAGE.as_bytes());
    });
    let place = Place::new();
    place.wait(&[server.at("/1")]);
    let (_, err) = place.fetch(NOW + 2_000_000_000);
    assert!(err.contains("HTTP 503"), "{err}");
    ready.store(true, std::sync::atomic::Ordering::SeqCst);
    let (out, _) = place.fetch(NOW);
    assert_eq!((out.lines().count(), place.fetched()), (1, 1), "{out}");
}

#[test]
fn fetch_resumes_after_kill() {
    let (server, coming, go) = slow();
    let place = Place::new();
    place.wait(&[server.at("/1"), server.at("/2")]);
    let mut child = place.begin_fetching();
    let first = coming.recv().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    place.is_valid();
    assert_eq!(place.fetched(), 0);
    drop(go);
    let (out, err) = place.fetch(NOW);
    assert_eq!((out.lines().count(), err.as_str(), place.fetched()), (2, "", 2), "{out}");
    assert!(server.requests().iter().filter(|request| request.contains(&first)).count() == 2, "it was asked for again");
    assert!(!place.path("library.sqlite-fetching").exists());
}

#[cfg(unix)]
#[test]
fn interrupted_fetch_ends_with_silent_server() {
    use std::os::unix::process::ExitStatusExt;
    let (server, coming, go) = slow();
    let place = Place::new();
    place.wait(&[server.at("/1"), server.at("/2")]);
    let mut child = place.begin_fetching();
    coming.recv().unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    // The server answers only after this.
    let status = child.wait().unwrap();
    assert!(status.code() == Some(130) || status.signal() == Some(2), "{status:?}");
    drop(go);
    let (out, err) = place.fetch(NOW);
    assert_eq!((out.lines().count(), err.as_str()), (2, ""), "what was cut off is still in the queue: {out}");
}

#[test]
fn two_processes_fetch_each_page_once() {
    let (server, coming, go) = slow();
    let place = Place::new();
    place.wait(&[server.at("/1")]);
    let mut first = place.begin_fetching();
    coming.recv().unwrap();
    let (out, err) = place.fetch(NOW);
    assert_eq!(out, "", "the other one is at it: {err}");
    drop(go);
    assert!(first.wait().unwrap().success());
    assert_eq!((server.requests().len(), place.fetched()), (1, 1));
}

#[test]
fn feed_is_not_requested_before_retry_after() {
    const FEED: &str = "<rss version=\"2.0\"><channel><title>Bees</title><item><title>One</title><guid>1</guid></item>\
        </channel></rss>";
    let ready = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let answers = Arc::clone(&ready);
    let server = Server::start(move |_, connection| {
        if answers.load(std::sync::atomic::Ordering::SeqCst) {
            reply(connection, "200 OK", "Content-Type: application/rss+xml\r\n", FEED.as_bytes());
        } else {
            reply(connection, "503 Service Unavailable", "Retry-After: 600\r\n", b"");
        }
    });
    let place = Place::new();
    for feed in ["/feed", "/other"] {
        assert!(
            place.at(NOW, &["-q", "feed", "add", "--unchecked", &server.at(feed)]).output().unwrap().status.success()
        );
    }
    let (_, err) = place.fetch(NOW);
    assert!(err.contains("HTTP 503") && err.contains("not fetched again before 2025-06-15T15:16:40Z"), "{err}");
    assert_eq!(server.requests().len(), 2, "the other feed of the host is asked on its own");
    ready.store(true, std::sync::atomic::Ordering::SeqCst);
    let (_, err) = place.fetch(NOW + 599);
    assert_eq!((server.requests().len(), err.lines().count()), (2, 2), "{err}");
    let (_, err) = place.fetch(NOW + 601);
    assert_eq!((server.requests().len(), err.matches("Bees: 1 new").count()), (4, 2), "{err}");
}

#[test]
fn quotations_changed_since_the_last_fetch_are_told() {
    let visits = Mutex::new(0);
    let server = Server::start(move |_, connection| {
        let mut visits = visits.lock().unwrap();
        *visits += 1;
        let ships = if *visits == 1 { "Nine" } else { "Eleven" };
        let said = format!("<p>“{ships} ships are waiting outside the harbour,” said Emil Okafor, the pilot.</p>");
        let page = PAGE.replace("</article>", &format!("{said}</article>"));
        reply(connection, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
    });
    let place = Place::new();
    let url = format!("http://127.0.0.1:{}/story", server.port());
    place.wait(std::slice::from_ref(&url));
    let fetch = |now: i64, words: &[&str]| {
        let output = place.at(now, words).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(fetch(NOW, &["fetch"]), format!("downloaded: {url}\n"));
    assert_eq!(fetch(NOW + 60, &["fetch", "1"]), format!("downloaded: {url} (1 quotation changed)\n"));
    assert_eq!(fetch(NOW + 120, &["fetch", "1"]), format!("downloaded: {url} (unchanged)\n"));
    assert!(fetch(NOW + 120, &["diff", "1"]).contains("“Eleven ships are waiting"));
}
