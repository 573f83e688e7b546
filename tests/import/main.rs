//! All import formats with their variants: fixtures in the documented forms, compared by url, title, state, star, tags
//! and date.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod variants;

use sayso::library::import::{ImportProgress, ImportReport, ImportSource, import};
use sayso::library::query::{LastWord, Query};
use sayso::library::{Library, Sort};
use sayso::models::Models;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Time of the imports, in seconds since 1970.
const NOW: i64 = 1_750_000_000;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn empty() -> Library {
    Library::in_memory(Arc::new(|| NOW)).unwrap()
}

fn run(library: &mut Library, path: &Path) -> (ImportReport, Vec<String>) {
    let mut failed = Vec::new();
    let origin = ImportSource::open(path).unwrap();
    let report = import(library, &origin, &Models::default(), &AtomicBool::new(false), |event| match event {
        ImportProgress::Failed(what, why) => failed.push(format!("{what}: {why}")),
        ImportProgress::Skipped(what, why) => failed.push(format!("skipped {what}: {why}")),
        ImportProgress::Written(_) => {}
    });
    (report.unwrap(), failed)
}

/// Formats each piece as `state star date [tags] title <url>`, oldest first.
fn rows(library: &Library) -> Vec<String> {
    let page = library.list(&Query::default(), Sort::Oldest, 0, 1_000).unwrap();
    let show = |piece: sayso::library::Piece| {
        let saved = if piece.saved == NOW { "now".to_owned() } else { piece.saved.to_string() };
        let star = if piece.starred { "*" } else { "-" };
        let url = piece.given_url.unwrap_or_default();
        format!("{} {star} {saved} [{}] {} <{url}>", piece.state.name(), piece.tags.join("|"), piece.title)
    };
    page.pieces.into_iter().map(show).collect()
}

/// Imports a fixture twice: compares rows and failures, and expects no change the second time.
#[track_caller]
fn check(name: &str, expected: &[&str], failures: &[&str]) {
    let mut library = empty();
    let (report, failed) = run(&mut library, &fixture(name));
    assert_eq!(rows(&library), expected, "{name}");
    assert_eq!(failed, failures, "{name}");
    assert_eq!(report.new, expected.len(), "{name}: {report:?}");
    let (again, _) = run(&mut library, &fixture(name));
    assert_eq!((again.new, again.changed), (0, 0), "{name}, once more: {again:?}");
    assert_eq!(rows(&library), expected, "{name}, once more");
}

#[test]
fn pocket_exports_are_imported() {
    check(
        "pocket-new.csv",
        &[
            "unread - 1600322600 [] https://c.example/no-title <https://c.example/no-title>",
            "archive - 1600322700 [longs textes|nature] Des abeilles et les éléphants <https://b.example/abeilles?utm_source=pocket>",
            "unread - 1600322788 [] You Might Not Need jQuery <http://a.example/jquery>",
        ],
        &[],
    );
    check(
        "pocket-old.csv",
        &["unread - 1600322788 [x] One <http://a.example/1>", "archive - 1600322789 [x|y] Two <http://a.example/2>"],
        &["row 4: the row has no URL"],
    );
    check(
        "ril_export.html",
        &[
            "archive - 1688620000 [old] Three <https://a.example/three>",
            "unread - 1688628600 [] https://a.example/two <https://a.example/two>",
            "unread - 1688628695 [ifttt|new_entry_simple] One & only <https://a.example/one?x=1&y=2>",
        ],
        &[],
    );
}

#[test]
fn instapaper_exports_are_imported() {
    check(
        "instapaper-new.csv",
        &[
            "unread - 1700000000 [a|b, c] First <https://a.example/1>",
            "archive - 1700000001 [] Second <https://a.example/2>",
            "archive * 1700000002 [] Third <https://a.example/3>",
            "unread - 1700000003 [Recipes] Fourth <https://a.example/4>",
            "unread - 1700000004 [] My note <>",
        ],
        &[],
    );
    check(
        "instapaper-old.csv",
        &["unread - now [] First <https://a.example/1>", "archive - now [] Second <https://a.example/2>"],
        &[],
    );
}

#[test]
fn csv_exports_of_services_are_imported() {
    check(
        "readwise.csv",
        &[
            "archive - 1704164645 [a] Pears <https://a.example/pears>",
            "unread * 1737411182 [don't|favorite|peanut, butter] Apples <https://a.example/apples>",
        ],
        &[
            "skipped https://a.example/feeditem: an item of a feed, not a saved article",
            "mailto:reader-forwarded-email/1: not a web URL: mailto:reader-forwarded-email/1",
        ],
    );
    check(
        "matter.csv",
        &[
            "archive * 1683331200 [] Done <https://a.example/d>",
            "unread - 1683356889 [a|b] Queue <https://a.example/q>",
        ],
        &[],
    );
    check(
        "raindrop.csv",
        &[
            "unread * 1673778600 [a|b] Top <https://a.example/1>",
            "unread - 1673778600 [Folder|Nested] Nested <https://a.example/2>",
        ],
        &[],
    );
    check(
        "readeck.csv",
        &[
            "archive - 1738423303 [a|b, c] One <https://a.example/1>",
            "unread * 1738423304 [] Two <https://a.example/2>",
        ],
        &[],
    );
    check(
        "readeck-import.csv",
        &[
            "archive - 1700000000 [x] https://a.example/1 <https://a.example/1>",
            "unread - 1714953600 [] https://a.example/2 <https://a.example/2>",
        ],
        &[],
    );
    check(
        "mymind.csv",
        &["unread - 1673778600 [a|b] Page <https://a.example/1>", "unread - 1673865000 [c] A note <>"],
        &[],
    );
    check("wallabag.csv", &["unread - now [a|b] One <https://a.example/1>"], &[]);
}

#[test]
fn json_exports_of_services_are_imported() {
    check(
        "wallabag.json",
        &[
            "archive - 1473328558 [a|b] Archived <https://a.example/1>",
            "unread * 1473328558 [] Starred <https://a.example/2>",
        ],
        &["No address: its content was not exported (a picture or PDF)"],
    );
    check(
        "linkwarden.json",
        &[
            "unread - 1704164645 [News|a|b] Story <https://a.example/1>",
            "unread - 1704164646 [] Other <https://a.example/2>",
            "unread - 1704164647 [Deep|News] Nested <https://a.example/3>",
        ],
        &[],
    );
    check(
        "readability.json",
        &["archive - 1470029056 [] Read <https://a.example/1>", "unread * 1473328558 [] Starred <https://a.example/2>"],
        &[],
    );
    check(
        "pinboard.json",
        &[
            "unread - 1577934245 [a|b] The title <https://a.example/1>",
            "archive - 1577934246 [] Read <https://a.example/2>",
        ],
        &[],
    );
    check(
        "goodlinks.json",
        &["unread * 1700000000 [a] Good <https://a.example/1>", "unread - 1700000001 [] Plain <https://a.example/2>"],
        &[],
    );
    check(
        "linkding.json",
        &["archive - 1601113583 [a|b] One <https://a.example/1>", "unread - 1601113584 [] Two <https://a.example/2>"],
        &[],
    );
}

#[test]
fn karakeep_duplicates_are_merged() {
    let mut library = empty();
    let (report, failed) = run(&mut library, &fixture("karakeep.json"));
    assert_eq!(
        rows(&library),
        [
            "archive - 1600000000 [Reading list|a|b] A link <https://a.example/1>",
            "unread - 1700000001 [] Only some words that I kept for myself. <>",
        ]
    );
    assert_eq!(failed, ["A picture: its content was not exported (a picture or PDF)"]);
    assert_eq!((report.new, report.changed, report.failed), (2, 1, 1));
    let piece = library.list(&Query::parse("is:archive", LastWord::Open), Sort::Oldest, 0, 1).unwrap().pieces.remove(0);
    assert_eq!(piece.note.as_deref(), Some("my note\n---\nother note"));
}

#[test]
fn browser_bookmarks_are_imported() {
    check(
        "firefox.json",
        &[
            "unread - 1388166091 [News|x|y] Deep <https://a.example/1>",
            "unread - 1388166092 [] Loose <https://a.example/2>",
        ],
        &["skipped place:sort=8: a saved search, not a page"],
    );
    check(
        "chrome.json",
        &["unread - 1474377329 [News] Deep <https://a.example/1>", "unread - 1474377329 [] Bar <https://a.example/2>"],
        &["skipped javascript:alert(1): a bookmarklet, not a page"],
    );
    check(
        "netscape.html",
        &[
            "unread - 1700000001 [News & views|x|y] Nested <one> <https://a.example/1?a=1&b=2>",
            "unread - 1700000002 [] To read <https://a.example/2>",
            "archive - 1700000003 [] Read <https://a.example/3>",
        ],
        &[],
    );
    check(
        "shaarli.html",
        &[
            "unread - 1686813518 [firefoxos] Two <https://a.example/2>",
            "unread - 1686813519 [] One <https://a.example/1>",
        ],
        &[],
    );
    check(
        "linkding.html",
        &[
            "archive - 1700000001 [a] One <https://a.example/1?a=1&b=2>",
            "unread - 1700000002 [] Two <https://a.example/2>",
        ],
        &[],
    );
    check(
        "readeck.html",
        &[
            "unread * 1700000001 [one, two|three] Fav <https://a.example/1>",
            "archive - 1700000002 [] Arch <https://a.example/2>",
            "unread - 1700000003 [] Plain <https://a.example/3>",
        ],
        &[],
    );
}

#[test]
fn notes_highlights_and_texts_are_imported() {
    let mut library = empty();
    run(&mut library, &fixture("wallabag.json"));
    let piece = library.list(&Query::parse("is:archive", LastWord::Open), Sort::Oldest, 0, 1).unwrap().pieces.remove(0);
    assert!(piece.fetched);
    assert_eq!(piece.authors, ["Ada Vane"]);
    let highlights = library.highlights(piece.id).unwrap();
    assert_eq!(
        (highlights[0].text.as_str(), highlights[0].note.as_deref()),
        ("the bridge would be closed", Some("my thought"))
    );
    assert_eq!(library.list(&Query::parse("minister", LastWord::Open), Sort::Newest, 0, 9).unwrap().total, 1);
    let mut library = empty();
    run(&mut library, &fixture("netscape.html"));
    let noted = library.list(&Query::parse("is:noted", LastWord::Open), Sort::Newest, 0, 9).unwrap().pieces;
    assert_eq!(noted[0].note.as_deref(), Some("a note\nover two lines"));
}

#[test]
fn lists_and_feeds_are_imported() {
    check(
        "onetab.txt",
        &[
            "unread - now [] First | with a bar <https://a.example/1>",
            "unread - now [] Second <https://a.example/2>",
            "unread - now [] https://a.example/3 <https://a.example/3>",
        ],
        &[],
    );
    check(
        "rss.xml",
        &["unread - 1700000000 [] One <https://a.example/1>", "unread - 1700000001 [] Two <https://a.example/2>"],
        &[],
    );
    check("feed.json", &["unread - 1700000000 [] One <https://a.example/1>"], &[]);
    let mut library = empty();
    let (report, _) = run(&mut library, &fixture("addresses.txt"));
    assert_eq!((report.new, report.same), (2, 1));
    let (report, failed) = run(&mut library, &fixture("feeds.txt"));
    assert_eq!((report.feeds, report.failed), (3, 0), "{failed:?}");
    let (report, failed) = run(&mut library, &fixture("urls"));
    assert_eq!((report.feeds, report.failed), (2, 3), "{failed:?}");
    let (report, failed) = run(&mut library, &fixture("feeds.opml"));
    assert_eq!((report.feeds, report.new, report.failed), (2, 1, 1), "{failed:?}");
    let feeds: Vec<_> =
        library.feeds().unwrap().into_iter().map(|feed| (feed.url, feed.title, feed.settings.tags)).collect();
    assert!(feeds.contains(&(
        "https://a.example/feed.xml".into(),
        Some("The Lantern".into()),
        vec!["news".into(), "long reads".into()]
    )));
    assert!(feeds.contains(&(
        "https://b.example/feed".into(),
        None,
        ["News", "Deep", "x", "y", "z"].map(String::from).to_vec()
    )));
}

#[test]
fn broken_file_is_reported_and_earlier_items_stay() {
    let mut library = empty();
    let models = Models::default();
    for (name, rows) in [("body-missing.opml", 0), ("broken.json", 1)] {
        let origin = ImportSource::open(&fixture(name)).unwrap();
        let result = import(&mut library, &origin, &models, &AtomicBool::new(false), |_| {});
        assert!(result.is_err(), "{name}");
        assert_eq!(library.counts().unwrap().all(), rows, "{name}");
    }
}

#[test]
fn feed_entries_match_another_parser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/feeds/files");
    let Ok(files) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
        let _ = writeln!(std::io::stderr(), "skipped: no {}", folder.display());
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let Ok(other) = feed_rs::parser::parse(bytes.as_slice()) else { continue };
        let own = sayso::library::feed::parse(&bytes, None, None).unwrap();
        let twice = if path.ends_with("h.example_trunc.xml") { usize::MAX } else { 0 };
        assert!(own.entries.len().saturating_add(twice) >= other.entries.len(), "{}", path.display());
    }
}
