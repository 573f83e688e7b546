//! Feeds on the screen, with the program, a library file and a server: following, fetching, marking as read, undoing.

use super::pty::Terminal;
use super::server::{Server, reply};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A server of feeds: one named by a page, which gets a third entry later; one that ended; one that is broken.
fn server() -> (Server, Arc<AtomicBool>) {
    let grown = Arc::new(AtomicBool::new(false));
    let is_grown = Arc::clone(&grown);
    let item = |n: usize| {
        let text = "The hives on the mole were counted again, and the keeper says that they are well. ".repeat(3);
        format!(
            "<item><title>Hive {n}</title><guid isPermaLink='false'>{n}</guid><description>{text}</description></item>"
        )
    };
    let server = Server::start(move |path, connection| {
        let xml = "Content-Type: application/rss+xml\r\n";
        match path {
            "/page" => {
                let page =
                    "<html><head><link rel=alternate type=application/rss+xml href=/bees></head><p>hello</p></html>";
                reply(connection, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
            }
            "/bees" => {
                let items: String = (1..=if is_grown.load(Ordering::SeqCst) { 3 } else { 2 }).map(item).collect();
                let feed = format!("<rss version='2.0'><channel><title>Bees</title>{items}</channel></rss>");
                reply(connection, "200 OK", xml, feed.as_bytes());
            }
            "/gone" => reply(connection, "410 Gone", "", b""),
            _ => reply(connection, "404 Not Found", "", b""),
        }
    });
    (server, grown)
}

#[test]
fn feeds_are_followed_fetched_and_read_on_screen() {
    let (server, grown) = server();
    let home = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_sayso").as_ref();
    let mut terminal = Terminal::at(home.path(), program, &["--theme", "dark"]);
    terminal.shows("Your library is empty").unwrap();
    let follow = |terminal: &mut Terminal, path: &str| {
        terminal.press("&");
        terminal.shows("follow:").unwrap();
        terminal.send(&server.at(path));
        terminal.press("Enter");
    };
    follow(&mut terminal, "/page");
    terminal.shows("following Bees · 2 new articles").unwrap();
    terminal.shows("Hive 1").unwrap();
    follow(&mut terminal, "/none");
    terminal.shows("HTTP 404").unwrap();
    // Another program follows a feed that has ended; here it is fetched.
    let mut add = std::process::Command::new(program);
    add.args(["feed", "add", "--unchecked", "--title", "Wasps", &server.at("/gone")]);
    for name in super::pty::PLACES {
        add.env(name, home.path());
    }
    assert!(add.output().unwrap().status.success());
    grown.store(true, Ordering::SeqCst);
    terminal.press("f");
    terminal.shows("1 new article; 1 feed failed").unwrap();
    terminal.press("<");
    terminal.shows("▌ All articles").unwrap();
    terminal.shows("ended").unwrap();
    terminal.press("j j");
    terminal.shows("▌ Bees").unwrap();
    terminal.press("R");
    terminal.shows("marked read 3 articles · u to undo").unwrap();
    terminal.press("u");
    terminal.shows("undone: marked read 3 articles").unwrap();
    terminal.press("d");
    terminal.shows("unfollowed: Bees · u to undo").unwrap();
    terminal.press("u");
    terminal.shows("undone: unfollowed Bees").unwrap();
    terminal.press("q n");
    terminal.shows("▌ ● Hive 3").unwrap();
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    assert_eq!(server.requests().iter().filter(|request| request.starts_with("GET /gone")).count(), 1);
}

#[test]
fn feed_opened_by_its_address_is_listed_and_followed() {
    let (server, _) = server();
    let home = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_sayso").as_ref();
    let mut terminal = Terminal::at(home.path(), program, &["--theme", "dark", &server.at("/bees")]);
    terminal.shows("A feed of 2 articles").unwrap();
    terminal.shows("a feed · s to follow it").unwrap();
    terminal.press("s");
    terminal.shows("following Bees · 2 new articles").unwrap();
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}
