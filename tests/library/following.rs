//! Following feeds: finding the feed of a page, settings, undo, printing of addresses.

use super::feeds::{NOW, RSS, rss, serving};
use super::place::Place;
use std::time::{Duration, Instant};

#[test]
fn feed_of_page_is_found_and_read() {
    let link = |href: &str| format!("<link rel=alternate type=application/rss+xml title='{href}' href='{href}'>");
    let page = |links: &str| format!("<html><head>{links}</head><body>hello</body></html>").into_bytes();
    let server = serving(&[
        ("/one", "text/html", page(&link("/feed"))),
        ("/two", "text/html", page(&(link("/feed") + &link("/other")))),
        ("/none", "text/html", page("")),
        ("/feed", RSS, rss("Found", "<item><title>A</title><guid>1</guid></item>").into_bytes()),
    ]);
    let place = Place::new();
    let told = place.done(&["feed", "add", &server.at("/one")]);
    assert!(told.contains("followed: Found") && told.contains("1 article"), "{told}");
    assert_eq!(place.titles(), ["A"]);
    let several = place.run(&["feed", "add", &server.at("/two")]);
    let several = String::from_utf8(several.stderr).unwrap();
    assert!(several.contains("several feeds") && several.contains("/other"), "{several}");
    place.fails(&["feed", "add", &server.at("/none")], "without a link to a feed");
    place.fails(&["feed", "add", &server.at("/missing")], "HTTP 404");
    assert_eq!(place.done(&["feed", "list", "--format", "jsonl"]).lines().count(), 1);
}

#[test]
fn feeds_are_renamed_removed_and_restored() {
    let server = serving(&[(
        "/feed",
        RSS,
        rss("Own &amp;amp; title", "<item><title>A</title><guid>1</guid></item>").into_bytes(),
    )]);
    let place = Place::new();
    place.done(&["-q", "feed", "add", &server.at("/feed"), "--tag", "news,world"]);
    let listed = || place.done(&["feed", "list", "--format", "jsonl"]);
    assert!(listed().contains("\"Own & title\"") && listed().contains("\"unread\":1"), "{}", listed());
    place.done(&["feed", "rename", "1", "Mine"]);
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    assert!(listed().contains("\"Mine\""), "the user's name stays: {}", listed());
    let opml = place.done(&["feed", "export"]);
    assert!(opml.contains("text=\"Mine\"") && opml.contains("category=\"world\""), "{opml}");
    place.done(&["feed", "read-all"]);
    assert!(listed().contains("\"unread\":0"));
    place.done(&["undo"]);
    assert!(listed().contains("\"unread\":1"));
    place.done(&["feed", "rm", "mine"]);
    assert_eq!(listed(), "");
    place.done(&["undo"]);
    assert!(listed().contains("\"Mine\""));
    let file = place.path("feeds.opml");
    std::fs::write(&file, opml).unwrap();
    let other = Place::new();
    other.done(&["import", file.to_str().unwrap()]);
    assert!(other.done(&["feed", "list", "--format", "jsonl"]).contains("[\"news\",\"world\"]"));
}

#[test]
fn feed_password_is_never_printed() {
    let server = serving(&[]);
    let place = Place::new();
    let address = server.at("/feed").replace("http://", "http://user:secret@");
    let add = place.run(&["feed", "add", &address]);
    place.done(&["feed", "add", "--unchecked", &address]);
    let (out, err) = place.on(NOW, &["fetch", "--feeds"]);
    let listed = place.done(&["feed", "list"]);
    let add = String::from_utf8(add.stderr).unwrap();
    for text in [add, out, err, listed] {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn feed_opens_as_article_list() {
    let items = "<item><title>A</title><link>/a</link><description>About it.</description></item>";
    let server = serving(&[("/feed", RSS, rss("Bees", items).into_bytes())]);
    let place = Place::new();
    let shown = place.done(&["show", &server.at("/feed")]);
    for part in ["Bees", "A feed of 1 article", "sayso feed add", "About it."] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    place.fails(&["add", &server.at("/feed")], "a feed, not an article");
    assert_eq!(place.titles(), [""; 0]);
}

#[test]
fn feed_settings_control_fetching_and_keeping() {
    let item = |n: usize| format!("<item><title>{n}</title><link>/{n}</link><description>Short.</description></item>");
    let items: String = (1..=3).map(item).collect();
    let server = serving(&[("/feed", RSS, rss("T", &items).into_bytes())]);
    let place = Place::new();
    place.follow(&server, "/feed");
    place.done(&["feed", "set", "1", "--text", "feed", "--keep", "2"]);
    place.on(NOW, &["-q", "fetch"]);
    assert_eq!(server.requests().len(), 1, "no page is fetched");
    assert_eq!(place.titles().len(), 2);
    place.done(&["feed", "set", "1", "--pause"]);
    place.on(NOW, &["-q", "fetch"]);
    assert_eq!(server.requests().len(), 1, "a paused feed is not asked");
}

#[test]
fn list_does_not_wait_for_writer() {
    let place = Place::new();
    place.done(&["add", "--no-fetch", "https://a.example/"]);
    let db = rusqlite::Connection::open(place.file()).unwrap();
    db.execute_batch("BEGIN IMMEDIATE; UPDATE piece SET star = 1").unwrap();
    let since = Instant::now();
    assert_eq!(place.urls(), ["https://a.example/"]);
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
}

#[test]
fn articles_are_sorted_by_publication() {
    let item = |title: &str, date: &str| {
        format!("<item><title>{title}</title><guid>{title}</guid><pubDate>{date}</pubDate></item>")
    };
    let items = item("third", "2026-11-23 10:00:00")
        + &item("first", "Wed, 25 Nov 2026 10:00:00 GMT")
        + &item("second", "24.11.2026 10:00");
    let server = serving(&[("/feed", RSS, rss("T", &items).into_bytes())]);
    let place = Place::new();
    place.follow(&server, "/feed");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    let titles: Vec<String> = place.rows().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, ["first", "second", "third"]);
}

#[test]
fn http_and_https_and_redirector_give_one_article() {
    let place = Place::new();
    place.done(&["add", "--no-fetch", "http://a.example/x", "https://a.example/x"]);
    assert_eq!(place.urls().len(), 1, "{:?}", place.urls());
    let text = "<p>The bridge was opened on Monday, and the keeper said that it would stay open all winter long.</p>";
    let article = format!("<html><title>Bridge</title><body><article><h1>Bridge</h1>{}</article>", text.repeat(6));
    let server = super::server::Server::start(move |path, connection| match path {
        "/go" => super::server::reply(connection, "302 Found", "Location: /article\r\n", b""),
        _ => super::server::reply(connection, "200 OK", "Content-Type: text/html\r\n", article.as_bytes()),
    });
    for ways in [["/go", "/article"], ["/article", "/go"]] {
        let place = Place::new();
        for way in ways {
            place.done(&["add", "--no-fetch", &server.at(way)]);
            place.on(NOW, &["-q", "fetch"]);
        }
        assert_eq!(place.urls(), [server.at("/article")], "{ways:?}");
    }
}

#[test]
fn filter_chooses_feeds_by_number_tag_and_all() {
    let item = |name: &str| format!("<item><title>{name}</title><guid isPermaLink='false'>{name}</guid></item>");
    let server = serving(&[
        ("/one", RSS, rss("Radio 2", &item("A")).into_bytes()),
        ("/two", RSS, rss("Lantern", &(item("B") + &item("C"))).into_bytes()),
    ]);
    let place = Place::new();
    place.done(&["-q", "feed", "add", &server.at("/one"), "--tag", "news"]);
    place.done(&["-q", "feed", "add", &server.at("/two"), "--tag", "Far away,news"]);
    place.done(&["-q", "add", "--no-fetch", "https://a.example/x"]);
    let found = |filter: &str| place.done(&["list", "--format", "jsonl", "--", filter]).lines().count();
    for (filter, count) in [
        ("feed:*", 3),
        ("-feed:*", 1),
        ("feed:1", 1),
        ("feed:2", 2),
        ("feed:radio", 1),
        ("feed:#news", 3),
        ("feed:\"#far away\"", 2),
    ] {
        assert_eq!(found(filter), count, "{filter}");
    }
}
