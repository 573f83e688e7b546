//! Feeds from a local server: no published entry is lost, however broken the feed, and a slow, dead or hostile feed
//! does not delay others.

use super::place::Place;
use super::server::{Server, reply};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Time of the program's clock: after all dates of the feeds here.
pub const NOW: i64 = 1_800_000_000;

pub const RSS: &str = "application/rss+xml";

/// RSS with these items.
pub fn rss(title: &str, items: &str) -> String {
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>{items}</channel></rss>")
}

/// A server of fixed answers: path, content type, body. Other paths are not found.
pub fn serving(pages: &[(&str, &str, Vec<u8>)]) -> Server {
    let pages: HashMap<String, (String, Vec<u8>)> =
        pages.iter().map(|(path, kind, body)| ((*path).to_owned(), ((*kind).to_owned(), body.clone()))).collect();
    Server::start(move |path, connection| match pages.get(path) {
        Some((kind, body)) => reply(connection, "200 OK", &format!("Content-Type: {kind}\r\n"), body),
        None => reply(connection, "404 Not Found", "", b""),
    })
}

impl Place {
    pub fn on(&self, now: i64, words: &[&str]) -> (String, String) {
        let mut command = self.command(words);
        let output = command.env("SAYSO_NOW", now.to_string()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    }

    /// Follows the feed at a path of the server, without reading it first.
    pub fn follow(&self, server: &Server, path: &str) {
        self.done(&["-q", "feed", "add", "--unchecked", &server.at(path)]);
    }

    pub fn rows(&self) -> Vec<serde_json::Value> {
        let rows = self.done(&["list", "--format", "jsonl"]);
        rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
    }

    pub fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self.rows().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect();
        titles.sort();
        titles
    }

    /// Returns the text of the article with a title, from the JSON lines export.
    fn text_of(&self, title: &str) -> String {
        let lines = self.done(&["export"]);
        let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let mut found =
            lines.filter(|line| line["title"] == title).map(|line| line["reading"]["article"]["text"].clone());
        found.next_back().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// Returns the titles of the articles of one feed, sorted.
fn titles_of(kind: &str, body: &[u8]) -> Vec<String> {
    let server = serving(&[("/feed", kind, body.to_vec())]);
    let place = Place::new();
    place.follow(&server, "/feed");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    place.titles()
}

#[test]
fn entries_of_every_kind_become_articles() {
    let item = |title: &str, rest: &str| format!("<item><title>{title}</title>{rest}</item>");
    let chinese = "新しい橋が昨日開通した。".repeat(100);
    let cases = [
        ("no link", item("A", "<guid isPermaLink='false'>u:1</guid><description>short</description>"), vec!["A"]),
        (
            "bare",
            item("A", "<description>a</description>") + &item("B", "<description>b</description>"),
            vec!["A", "B"],
        ),
        ("permalink guid", item("A", "<guid>http://b.example/a</guid>"), vec!["A"]),
        ("enclosure", item("A", "<enclosure url='http://b.example/a.mp3' type='audio/mpeg' length='9'/>"), vec!["A"]),
        (
            "fragments",
            item("A", "<link>http://b.example/day#1</link>") + &item("B", "<link>http://b.example/day#2</link>"),
            vec!["A", "B"],
        ),
        (
            "one link",
            ["A", "B", "C"].map(|t| item(t, &format!("<link>http://b.example/</link><guid>u:{t}</guid>"))).concat(),
            vec!["A", "B", "C"],
        ),
        (
            "one guid",
            ["A", "B"].map(|t| item(t, &format!("<link>http://b.example/{t}</link><guid>N/A</guid>"))).concat(),
            vec!["A", "B"],
        ),
        (
            "one entry twice",
            ["u#0", "u#3"].map(|g| item("A", &format!("<link>http://b.example/a</link><guid>{g}</guid>"))).concat(),
            vec!["A"],
        ),
        (
            "same words",
            ["A", "B"]
                .map(|t| {
                    item(
                        t,
                        &format!(
                            "<link>http://b.example/{t}</link><description>{}</description>",
                            "same words ".repeat(200)
                        ),
                    )
                })
                .concat(),
            vec!["A", "B"],
        ),
        (
            "untitled",
            "<item><guid>http://b.example/n</guid><description>&lt;p&gt;A note.&lt;/p&gt;</description></item>".into(),
            vec!["A note."],
        ),
        (
            "chinese",
            item("橋", &format!("<link>http://b.example/c</link><description>{chinese}</description>")),
            vec!["橋"],
        ),
    ];
    for (name, items, expected) in cases {
        assert_eq!(titles_of(RSS, rss("Kinds", &items).as_bytes()), expected, "{name}");
    }
    let old = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>
        <channel><title>Old</title></channel><item><title>A</title><link>http://b.example/a</link></item></rdf:RDF>";
    assert_eq!(titles_of(RSS, old.as_bytes()), ["A"], "RSS 0.90");
}

#[test]
fn feed_texts_are_not_decluttered() {
    let remark = "<p>A remark on it of more than a dozen words, which is what this site is for.</p><p>Share it.</p>";
    let escaped = remark.replace('<', "&lt;");
    let items = format!(
        "<item><title>Remark</title><link>http://other.example/x</link><description>{escaped}</description></item>
         <item><title>Pod</title><guid>p</guid><description>Notes</description>
         <enclosure url='http://b.example/a.mp3' type='audio/mpeg' length='31415926'/>
         <itunes:duration xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>2710</itunes:duration></item>
         <item><title>Teaser</title><guid>t</guid><description>The longer of the two texts of this entry is shown.</description>
         <content:encoded>Teaser.</content:encoded></item>"
    );
    let server = serving(&[("/feed", RSS, rss("Links", &items).into_bytes())]);
    let place = Place::new();
    place.follow(&server, "/feed");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    assert_eq!(
        place.text_of("Remark"),
        "A remark on it of more than a dozen words, which is what this site is for.\n\nShare it."
    );
    assert_eq!(place.text_of("Pod"), "Notes\n\nAudio, 45:10, 31.4 MB");
    assert_eq!(place.text_of("Teaser"), "The longer of the two texts of this entry is shown.");
}

#[test]
fn broken_feeds_are_read() {
    let one = |title: &str| format!("<item><title>{title}</title><link>http://b.example/1?a=1&b=2</link></item>");
    let whole = rss("T", &one("One"));
    let cut = rss("T", &(one("One") + "<item><title>Two</title><link>http://b.ex"));
    let cut = cut.split("</channel>").next().unwrap();
    let latin: Vec<u8> = rss("T", &one("Élan")).chars().map(|c| c as u8).collect();
    let json = |head: &str, item: &str| format!("{{\"version\": \"{head}\", \"title\": \"J\", \"items\": [{item}]}}");
    let cases: Vec<(&str, &str, Vec<u8>, &[&str])> = vec![
        ("ampersand", RSS, rss("T", &one("D&D")).into_bytes(), &["D&D"]),
        ("entity", RSS, rss("T", &one("Caf&eacute;&nbsp;bar")).into_bytes(), &["Café bar"]),
        ("cut", RSS, cut.as_bytes().to_vec(), &["One"]),
        ("warning", RSS, format!("<br />\n<b>Warning</b>: x\n{whole}").into_bytes(), &["One"]),
        ("two BOMs", RSS, format!("\u{feff}\u{feff}{whole}").into_bytes(), &["One"]),
        ("control", RSS, rss("T", &one("One\u{8}")).into_bytes(), &["One"]),
        ("header", "text/xml; charset=iso-8859-1", latin.clone(), &["Élan"]),
        ("undeclared", "text/xml", latin, &["Élan"]),
        (
            "prefix",
            RSS,
            rss("T", "<item><title>One</title><guid>1</guid><media:x y='z'/></item>").into_bytes(),
            &["One"],
        ),
        (
            "unclosed",
            RSS,
            rss("T", "<item><title>One</title><guid>1</guid><item><title>Two</title><guid>2</guid></item>")
                .into_bytes(),
            &["One", "Two"],
        ),
        (
            "json http",
            "application/json",
            json("http://jsonfeed.org/version/1", "{\"id\": 7, \"title\": \"N\", \"tags\": \"a\"}, {\"title\": 3}, 5")
                .into_bytes(),
            &["3", "N"],
        ),
        (
            "json cut",
            "application/json",
            json("https://jsonfeed.org/version/1", "{\"id\": 7, \"title\": \"N\"}, {\"id")
                .trim_end_matches("]}")
                .into(),
            &["N"],
        ),
        (
            "json BOM",
            "application/json",
            format!(
                "\u{feff}{}",
                json("https://jsonfeed.org/version/1", "{\"id\": \"a\", \"url\": \"/r\", \"title\": \"N\"}")
            )
            .into_bytes(),
            &["N"],
        ),
    ];
    for (name, kind, body, expected) in cases {
        assert_eq!(titles_of(kind, &body), expected, "{name}");
    }
}

#[test]
fn bad_feed_does_not_delay_others() {
    let good = |n: usize| rss("Good", &format!("<item><title>Good {n}</title><guid>g{n}</guid></item>"));
    let deep = format!("<rss><channel>{}", "<item><a><b>".repeat(200_000));
    let laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;</title><guid>1</guid></item></channel></rss>";
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&asked);
    let server = Server::start(move |path, connection| {
        seen.lock().unwrap().push(path.to_owned());
        let xml = "Content-Type: application/xml\r\n";
        match path {
            "/good1" => reply(connection, "200 OK", xml, good(1).as_bytes()),
            "/good2" => reply(connection, "200 OK", xml, good(2).as_bytes()),
            "/slow" => {
                std::thread::sleep(Duration::from_secs(2));
                reply(connection, "200 OK", xml, good(3).as_bytes());
            }
            "/deep" => reply(connection, "200 OK", xml, deep.as_bytes()),
            "/laughs" => reply(connection, "200 OK", xml, laughs.as_bytes()),
            "/wall" => reply(connection, "200 OK", "", b"<html><head><title>Just a moment...</title></head></html>"),
            "/gone" => reply(connection, "410 Gone", "", b""),
            "/busy" => reply(connection, "429 Too Many Requests", "Retry-After: 60\r\n", b""),
            _ => reply(connection, "404 Not Found", "", b""),
        }
    });
    let place = Place::new();
    let other = format!("http://localhost:{}/slow", server.port());
    place.done(&["-q", "feed", "add", "--unchecked", &other]);
    for path in ["/gone", "/busy", "/wall", "/none", "/deep", "/laughs", "/good1", "/good2"] {
        place.follow(&server, path);
    }
    let since = Instant::now();
    let (_, err) = place.on(NOW, &["fetch", "--feeds"]);
    assert!(
        since.elapsed() < Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 }),
        "{:?}",
        since.elapsed()
    );
    let titles = place.titles();
    for title in ["Good 1", "Good 2", "Good 3"] {
        assert!(titles.iter().any(|held| held == title), "{titles:?} {err}");
    }
    for part in ["HTTP 410: the feed has ended", "HTTP 429", "Just a moment", "HTTP 404"] {
        assert!(err.contains(part), "{part} is not in {err}");
    }
    asked.lock().unwrap().clear();
    let (_, err) = place.on(NOW + 30, &["fetch", "--feeds"]);
    let asked = asked.lock().unwrap().clone();
    assert!(!asked.contains(&"/gone".to_owned()) && !asked.contains(&"/busy".to_owned()), "{asked:?} {err}");
    assert!(asked.contains(&"/good1".to_owned()), "{asked:?}");
    place.is_valid();
}

#[test]
fn unchanged_feed_is_not_sent_again() {
    let server = Server::start(|_, connection| {
        let headers = "ETag: \"v1\"\r\nLast-Modified: Wed, 25 Nov 2026 10:00:00 GMT\r\n";
        let feed = rss("T", "<item><title>A</title><guid>1</guid></item>");
        reply(connection, "200 OK", headers, feed.as_bytes());
    });
    let place = Place::new();
    place.follow(&server, "/feed");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    let requests = server.requests();
    let first = requests[0].to_ascii_lowercase();
    assert!(!first.contains("if-none-match") && first.contains("application/atom+xml"), "{first}");
    let second = requests[1].to_ascii_lowercase();
    assert!(second.contains("if-none-match: \"v1\"") && second.contains("if-modified-since: wed, 25 nov"), "{second}");
}

#[test]
fn permanent_redirect_is_remembered() {
    let server = Server::start(|path, connection| match path {
        "/old" => reply(connection, "301 Moved Permanently", "Location: /new/feed\r\n", b""),
        "/now" => reply(connection, "302 Found", "Location: /new/feed\r\n", b""),
        _ => reply(connection, "200 OK", "", rss("T", "<item><title>A</title><link>rel</link></item>").as_bytes()),
    });
    let place = Place::new();
    place.follow(&server, "/old");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    assert_eq!(place.urls(), [server.at("/new/rel")], "relative to the new address");
    assert!(place.done(&["feed", "list", "--format", "jsonl"]).contains("/new/feed"));
    let other = Place::new();
    other.follow(&server, "/now");
    other.on(NOW, &["-q", "fetch", "--feeds"]);
    assert!(other.done(&["feed", "list", "--format", "jsonl"]).contains("/now\""));
}

#[test]
fn edited_entry_becomes_new_version() {
    let edited = Arc::new(AtomicBool::new(false));
    let is_edited = Arc::clone(&edited);
    let server = Server::start(move |_, connection| {
        let (title, text) = if is_edited.load(Ordering::SeqCst) { ("New", "right") } else { ("Old", "wrong") };
        let items = format!(
            "<item><title>{title}</title><guid>1</guid><description>It was {text}.</description></item>
             <item><title>Gone</title><guid>2</guid><description>x</description></item>"
        );
        reply(connection, "200 OK", "", rss("T", &items).as_bytes());
    });
    let place = Place::new();
    place.follow(&server, "/feed");
    place.on(NOW, &["-q", "fetch", "--feeds"]);
    let gone = place.rows().into_iter().find(|row| row["title"] == "Gone").unwrap()["id"].to_string();
    place.done(&["rm", &gone]);
    edited.store(true, Ordering::SeqCst);
    let (_, err) = place.on(NOW, &["fetch", "--feeds"]);
    assert!(err.contains("0 new, 1 changed"), "{err}");
    assert_eq!((place.titles(), place.text_of("New")), (vec!["New".to_owned()], "It was right.".to_owned()));
}

/// A feed with `count` entries that have some text.
fn many(count: usize) -> Vec<u8> {
    let item = |n: usize| {
        let text = format!("Entry {n} says a few words of its own about the bridge and the river below it. ").repeat(3);
        format!(
            "<item><title>Entry {n}</title><guid isPermaLink='false'>{n}</guid><description>{text}</description></item>"
        )
    };
    rss("Many", &(0..count).map(item).collect::<String>()).into_bytes()
}

#[test]
fn five_thousand_entries_are_saved_in_one_transaction() {
    let server = serving(&[("/feed", RSS, many(5_000))]);
    let place = Place::new();
    place.follow(&server, "/feed");
    let since = Instant::now();
    let (_, err) = place.on(NOW, &["fetch", "--feeds"]);
    // Five seconds in a release build; a debug build on a busy machine is many times slower.
    assert!(
        since.elapsed() < Duration::from_secs(if cfg!(debug_assertions) { 240 } else { 5 }),
        "{:?}",
        since.elapsed()
    );
    assert!(err.contains("5000 new"), "{err}");
    let (_, err) = place.on(NOW, &["fetch", "--feeds"]);
    assert_eq!((place.rows().len(), err.as_str()), (5_000, ""));
}

#[test]
fn kill_during_feed_fetch_keeps_feeds_whole() {
    const ENTRIES: usize = 200;
    let server = serving(&[("/feed", RSS, many(ENTRIES))]);
    let whole = {
        let place = Place::new();
        place.follow(&server, "/feed");
        let since = Instant::now();
        place.on(NOW, &["-q", "fetch", "--feeds"]);
        since.elapsed()
    };
    for part in 1..=6 {
        let place = Place::new();
        place.follow(&server, "/feed");
        let mut child = place.command(&["-q", "fetch", "--feeds"]).spawn().unwrap();
        std::thread::sleep(whole * part / 6);
        let _ = child.kill();
        child.wait().unwrap();
        place.is_valid();
        let held = place.rows().len();
        assert!(held == 0 || held == ENTRIES, "{held} of {ENTRIES}");
        place.on(NOW, &["-q", "fetch", "--feeds"]);
        assert_eq!(place.rows().len(), ENTRIES);
    }
}
