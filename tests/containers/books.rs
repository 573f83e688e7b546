//! Books: what is exported as EPUB is read again as the same article.

use crate::project;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder.join("home"));
    command.output().unwrap()
}

fn reading(folder: &Path, source: &str) -> serde_json::Value {
    let answer = sayso(folder, &["extract", source]);
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// Quotations with the names of their speakers.
fn said(reading: &serde_json::Value) -> Vec<String> {
    let name = |id: &serde_json::Value| reading["speakers"][id.as_u64().unwrap() as usize]["name"].to_string();
    let quotes = reading["quotes"].as_array().unwrap().iter();
    quotes
        .map(|quote| {
            let names: Vec<_> = quote["speakers"].as_array().unwrap().iter().map(name).collect();
            format!("{}: {}", names.join(" and "), quote["text"])
        })
        .collect()
}

#[test]
fn exported_book_is_the_same_article() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(project("assets/sample.html"), folder.path().join("page.html")).unwrap();
    let added = sayso(folder.path(), &["add", "page.html"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let exported = sayso(folder.path(), &["export", "--format", "epub", "--output", "book.epub"]);
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let (page, book) = (reading(folder.path(), "page.html"), reading(folder.path(), "book.epub"));
    let words = |reading: &serde_json::Value| -> Vec<String> {
        reading["text"].as_str().unwrap().split_whitespace().map(str::to_owned).collect()
    };
    let mut rest = words(&book);
    let all = words(&page);
    let missing = all.iter().filter(|word| match rest.iter().position(|other| other == *word) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    });
    assert!(missing.count() * 200 <= all.len());
    assert_eq!(said(&book), said(&page));
    for field in ["title", "authors", "site", "url", "language"] {
        assert_eq!(book[field], page[field], "{field}");
    }
    let again = sayso(folder.path(), &["add", "book.epub"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains(": 1 "), "{}", String::from_utf8_lossy(&again.stdout));
    let listed = sayso(folder.path(), &["list", "--format", "jsonl"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 1);
}

/// A book of one chapter with a picture of its own and one on the web.
fn book_with_pictures(path: &Path) {
    const PACKAGE: &str = "<?xml version=\"1.0\"?><package xmlns:dc=\"x\"><metadata><dc:title>Bees</dc:title><dc:language>en\
        </dc:language></metadata><manifest><item id=\"a\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"p\" href=\"a bee.png\" media-type=\"image/png\"/></manifest><spine><itemref idref=\"a\"/></spine></package>";
    const CHAPTER: &str = "<html><body><h1>Bees</h1><p>The keepers of the valley counted their hives again this week.</p>\
        <img src=\"a%20bee.png\" alt=\"A bee &amp; a hive\"/><p>The number rose.</p><img src=\"a%20bee.png\"/>\
        <img src=\"https://hive.example/b.png\" alt=\"Far away\"/><p>Nobody knew why it did.</p></body></html>";
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in [
        ("mimetype", &b"application/epub+zip"[..]),
        (
            "META-INF/container.xml",
            b"<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>",
        ),
        ("OEBPS/book.opf", PACKAGE.as_bytes()),
        ("OEBPS/one.xhtml", CHAPTER.as_bytes()),
        ("OEBPS/a bee.png", include_bytes!("../fixtures/screen/square.png")),
    ] {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn pictures_of_a_book_are_in_the_exported_book() {
    let folder = tempfile::tempdir().unwrap();
    book_with_pictures(&folder.path().join("bees.epub"));
    let added = sayso(folder.path(), &["add", "bees.epub"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let exported = sayso(folder.path(), &["export", "--format", "epub", "--output", "book.epub"]);
    let told = String::from_utf8_lossy(&exported.stderr).into_owned();
    assert!(told.contains("1 picture is a link: only those in files on this computer are embedded"), "{told}");
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("book.epub")).unwrap()).unwrap();
    let mut member = |name: &str| {
        let mut bytes = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(member("EPUB/pictures/1.png"), include_bytes!("../fixtures/screen/square.png"));
    let chapter = String::from_utf8(member("EPUB/article-1.xhtml")).unwrap();
    let shown = "<figure><img src=\"pictures/1.png\" alt=\"\"/><figcaption>A bee &amp; a hive</figcaption></figure>";
    assert!(chapter.contains(shown) && chapter.matches("<img ").count() == 2, "{chapter}");
    let package = String::from_utf8(member("EPUB/package.opf")).unwrap();
    assert_eq!(package.matches("href=\"pictures/1.png\" media-type=\"image/png\"").count(), 1, "{package}");
    let again = reading(folder.path(), "book.epub");
    assert!(
        again["text"].as_str().unwrap().contains("again this week.\n\n\n\nA bee & a hive\n\nThe number"),
        "{again}"
    );
    // Other forms name no address that leads nowhere.
    for format in ["markdown", "html", "text"] {
        let shown = sayso(folder.path(), &["show", "--format", format, "bees.epub"]);
        assert!(!String::from_utf8_lossy(&shown.stdout).contains("epub:"), "{format}");
    }
    // Without the book there is no picture, but the export goes on.
    std::fs::remove_file(folder.path().join("bees.epub")).unwrap();
    let exported = sayso(folder.path(), &["export", "--format", "epub", "--output", "book.epub"]);
    let told = String::from_utf8_lossy(&exported.stderr).into_owned();
    assert!(exported.status.success() && told.contains("3 pictures are links"), "{told}");
}
