//! Hostile input for the library: added pages, imported files, and the lists, searches and exports afterwards.

use super::child::{Run, sayso};
use super::inputs::{LONG, SPEECH};
use super::{STEERING, attempted_size, clean, gzip, time};
use std::io::Write;
use std::path::Path;

/// All commands that print the library's contents.
const PRINTING: &[&[&str]] = &[
    &["list"],
    &["list", "--format", "json"],
    &["list", "--format", "csv"],
    &["list", "--format", "markdown"],
    &["search", "words"],
    &["voices"],
    &["who", "Byron"],
    &["feed", "list"],
    &["export"],
    &["export", "--format", "html"],
    &["export", "--format", "netscape"],
    &["export", "--format", "quotes"],
    &["export", "--format", "bibtex"],
    &["export", "--format", "csl"],
];

/// Runs a command on the library of a folder; it must end in time, without a signal and with clean output.
#[track_caller]
fn run(folder: &Path, words: &[&str]) -> Run {
    let run = sayso(folder, &[&["--library", "library"], words].concat(), b"", time());
    clean(&run).unwrap_or_else(|why| panic!("{words:?}: {why}"));
    run
}

#[track_caller]
fn all_is_printed(folder: &Path) {
    for words in PRINTING {
        run(folder, words);
    }
}

#[test]
fn added_pieces_are_listed_and_exported_clean() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.html"), STEERING).unwrap();
    let tag = "t\u{1b}[31m\u{202e}";
    assert_eq!(run(folder.path(), &["add", "--tag", tag, "--note", tag, "a.html"]).status, Some(0));
    run(folder.path(), &["add", "--no-fetch", "http://a.example/\u{1b}[31m\u{9b}2J"]);
    run(folder.path(), &["join", "A\u{1b}[31m", "B\u{9b}"]);
    all_is_printed(folder.path());
}

#[test]
fn hostile_pages_are_added_and_found() {
    for (number, input) in LONG.iter().chain(SPEECH).enumerate().filter(|(number, _)| number % 7 == 0) {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{number}.{}", input.ending);
        std::fs::write(folder.path().join(&name), (input.make)(attempted_size(input) / 4)).unwrap();
        let added = run(folder.path(), &["add", &name]);
        assert!(added.status == Some(0) && added.out.starts_with(b"added"), "{}: {}", input.name, added.err);
        all_is_printed(folder.path());
    }
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn repeated(front: &str, part: &str, count: usize, back: &str) -> Vec<u8> {
    [front, &part.repeat(count), back].concat().into_bytes()
}

/// A file to import, and text of the expected message.
type File = (&'static str, Vec<u8>, &'static str);

const STEER: &str = "\\u001b[31m\\u0007\\u202e\\u009b2J";

/// Files that have broken other importers, of `n` parts each.
fn files(n: usize) -> Vec<File> {
    const XML: &str = "<?xml version='1.0'?>";
    let opml = |inner: &str| format!("{XML}<opml version='2.0'><body>{inner}");
    let netscape = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>";
    let bomb = format!("{XML}<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>");
    let zeros = vec![b'0'; n * 1_000];
    vec![
        ("lists in lists.json", repeated("", "[", n, ""), "broken JSON"),
        ("objects in objects.json", repeated("", "{\"a\":", n, ""), "broken JSON"),
        ("folders by number.json", folders(n / 10), " new"),
        ("halves.json", br#"[{"url":"http://a/1","title":"A cut \ud83d title","tags":["\ude00"]}]"#.to_vec(), "1 new"),
        ("dates.json", br#"[{"url":"http://a/1","title":"T","created_at":1e300},{"url":"http://a/2","created_at":-1},{"url":"http://a/3","created_at":"9999-99-99"}]"#.to_vec(), "3 new"),
        ("steering.json", format!(r#"[{{"url":"http://a/{STEER}","title":"T{STEER}","tags":["{STEER}"],"note":"{STEER}"}}]"#).into(), "1 new"),
        ("own.jsonl", format!(r#"{{"sayso":1,"url":"http://a/1","title":"T{STEER}","tags":["{STEER}"],"note":"{STEER}","about":{{"authors":["{STEER}"],"site":"{STEER}","paywalled":false}},"highlights":[{{"text":"{STEER}"}}]}}"#).into(), "1 new"),
        ("open quote.csv", repeated("title,url\n\"", "a,", n, ""), "0 new"),
        ("columns.csv", repeated("url,", "a,", n, "\nhttp://a/1\n"), "1 new"),
        ("columns and rows.csv", repeated(&format!("url,{}\n", "a,".repeat(n / 2)), "http://a/1\n", n / 2, ""), "1 new"),
        ("a long cell.csv", repeated("title,url\n\"", "0", (n * 250).min(75_000_000), "\",http://a/1\n"), "csv"),
        ("steering.csv", "title,url\nT\u{1b}[31m,http://a/\u{9b}\n=cmd(),http://a/2\n".into(), "2 new"),
        ("deep.opml", repeated(&opml(""), "<outline text='a'>", n, "<outline xmlUrl='http://a/f'/>"), "1 feed followed"),
        ("bomb.opml", format!("{bomb}<opml><body><outline text='&b;' xmlUrl='http://a/&b;'/></body></opml>").into(), "1 feed followed"),
        ("bomb.xml", format!("{bomb}<rss version='2.0'><channel><title>T</title><item><title>&b;</title><link>http://a/1</link></item></channel></rss>").into(), "1 new"),
        ("deep.xml", repeated(&format!("{XML}<rss version='2.0'><channel><title>T</title><item>"), "<a>", n, ""), "no articles found"),
        ("deep.html", repeated(netscape, "<DL><DT><H3>f</H3>", n, "<DT><A HREF='http://a/1'>x</A>"), "1 new"),
        ("links all the way down.html", repeated(netscape, "<DL><DT><H3>f</H3><DT><A HREF='http://a/1'>x</A>", n / 5, ""), "1 new"),
        ("open.html", repeated(netscape, "<DT><A HREF=\"", n, ""), "bookmarks"),
        ("tags.html", repeated(&format!("{netscape}<DT><A HREF='http://a/1' TAGS='"), "a,", n, "'>x</A>"), "1 new"),
        ("long.txt", repeated("http://a.b/1\nhttp://a.b/", "c", n, "\n"), "2 new"),
        ("urls", repeated("http://a/f ", "\"tag\" ", n, "\n"), "1 feed followed"),
        ("bomb.csv.gz", gzip(&repeated("title,url\n", "0", n * 2_000, "")), "csv"),
        ("bomb in bomb.csv.gz", gzip(&gzip(&zeros)), "not a file that can be imported"),
        ("bomb.zip", zip(&[("a.csv", &zeros), ("b.html", &zeros)]), "failed"),
        ("zip.zip", zip(&[("a.zip", &zip(&[("b.csv", b"url\n")]))]), "zip file within a zip file"),
        ("paths.zip", zip(&[("../../out.html", b"<p>Words that lead out."), ("/tmp/out.html", b"<p>Words of the root."), ("a\x1b[31m.html", b"<p>Words, steered.")]), "3 new"),
        ("places.sqlite", b"SQLite format 3\0\x10\0\x01\x01\0".repeat(40), "not a file that can be imported"),
    ]
}

/// Nested folders of bookmarks with a page in each.
fn folders(n: usize) -> Vec<u8> {
    let folder = |id: usize| {
        format!(r#"{{"id":{id},"parentId":{},"name":"f","links":[{{"url":"http://a/{id}","name":"t"}}]}}"#, id + 1)
    };
    let all = (0..n).map(folder).collect::<Vec<_>>().join(",");
    format!(r#"{{"collections":[{all}]}}"#).into_bytes()
}

#[test]
fn hostile_files_are_imported_or_refused() {
    let parts = if super::child::is_optimised() { 300_000 } else { 30_000 };
    let mut failures = Vec::new();
    for (name, bytes, told) in files(parts) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let import = run(folder.path(), &["import", "--no-fetch", name]);
        let all = format!("{}{}", String::from_utf8_lossy(&import.out), import.err);
        if !all.contains(told) {
            failures.push(format!("{name}: {:?} does not tell {told:?}", all.chars().take(300).collect::<String>()));
        }
        all_is_printed(folder.path());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "{name}: nothing stands beside the library");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
