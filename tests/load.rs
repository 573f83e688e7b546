//! Loading files: media type and charset of readable ones, and a clear one-line error for others.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sayso::load::{Failure, Limits, Location, MAX_BYTES, MediaType, Options, Source, load};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn load_path(path: &Path) -> Result<Source, Failure> {
    load(&Location::File(path.into()), &Options::default()).map_err(|error| {
        let line = error.to_string();
        assert!(!line.chars().any(char::is_control), "{line:?}");
        error.failure
    })
}

fn load_as(name: &str, bytes: &[u8]) -> Result<Source, Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    load_path(&path)
}

/// Returns text, charset, and true if the charset was guessed.
fn read_as(name: &str, bytes: &[u8]) -> (String, String, bool) {
    let source = load_as(name, bytes).unwrap();
    (source.text().0.into_owned(), source.charset, source.charset_guessed)
}

#[test]
fn media_type_comes_from_name_then_content() {
    use MediaType::{Html, Markdown, Text};
    for (name, bytes, kind) in [
        ("a.html", "# not markdown", Html),
        ("a.HTM", "x", Html),
        ("a.xhtml", "x", Html),
        ("a.md", "<p>html</p><p>in</p>", Markdown),
        ("a.markdown", "x", Markdown),
        ("a.txt", "<p>told to be text</p>", Text),
        ("a.b.html.gz", "x", Html),
        ("a", "\n <!DOCTYPE HTML><p>x", Html),
        ("a", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", Html),
        ("a", "Intro\n<div><p>One</p><p>Two</p></div>", Html),
        ("a", "<p>One", Html),
        ("a", "<price> One", Text),
        ("a", "<p align=center>\n\n# Title\n\n**One** [two](three.md)", Markdown),
        ("a", "<p>One</p>", Html),
        ("a", "---\ntitle: x\n---\n\nText", Markdown),
        ("a", "# Title\n\nText with [a link](https://example.org).", Markdown),
        ("a.unknown", "## Title\n\n```\ncode\n```\n", Markdown),
        ("a", "A headline\n\nJust text; a < b and # no heading.", Text),
        ("a", "#1 in sales\nThe price [note] (1) **", Text),
        ("page.php", "<html><body>x", Html),
    ] {
        assert_eq!(load_as(name, bytes.as_bytes()).unwrap().media_type, kind, "{name}: {bytes}");
    }
}

#[test]
fn encoding_is_detected() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let wide = "\u{feff}“Wide,” she said.";
    let cases: [(&str, &[u8], &str, &str, bool); 17] = [
        ("a.txt", "Grüße".as_bytes(), "Grüße", "utf-8", false),
        ("a.txt", b"plain", "plain", "utf-8", false),
        ("a.txt", b"\xef\xbb\xbfplain", "plain", "utf-8", false),
        ("a.txt", &utf16(wide), "“Wide,” she said.", "utf-16le", false),
        ("a.txt", &utf16(&wide[3..]), "“Wide,” she said.", "utf-16le", true),
        ("a.html", &utf16("<p>page</p>"), "<p>page</p>", "utf-16le", true),
        ("a.txt", b"\xfe\xff\0h\0i", "hi", "utf-16be", false),
        (
            "a.html",
            b"<meta charset=koi8-r><p>\xf0\xd2\xc9\xd7\xc5\xd4",
            "<meta charset=koi8-r><p>Привет",
            "koi8-r",
            false,
        ),
        ("a.html", b"<meta charset=shift_jis>\x93\xfa\x96\x7b", "<meta charset=shift_jis>日本", "shift_jis", false),
        (
            "a.xhtml",
            b"<?xml version='1.0' encoding='iso-8859-2'?><p>\xb1",
            "<?xml version='1.0' encoding='iso-8859-2'?><p>ą",
            "iso-8859-2",
            false,
        ),
        ("a.txt", b"\x93Caf\xe9\x94, na\xefve \x96 d\xe9j\xe0", "“Café”, naïve – déjà", "windows-1252", true),
        ("a.html", b"<meta charset=utf-8>\x93Caf\xe9\x94", "<meta charset=utf-8>“Café”", "windows-1252", true),
        ("a.html", "<meta charset=latin1>“Café”".as_bytes(), "<meta charset=latin1>“Café”", "utf-8", true),
        ("a.html", b"<meta charset=hz-gb-2312>text", "<meta charset=hz-gb-2312>text", "utf-8", false),
        ("a.txt", b"caf\xc3\xa9 \xe2\x80\x9c d\xc3\xa9 \xff", "café “ dé \u{fffd}", "utf-8", true),
        ("a.txt", b"<meta charset=koi8-r> text", "<meta charset=koi8-r> text", "utf-8", false),
        (
            "a.txt",
            "日本語のテキストです。これは長い文です。".as_bytes(),
            "日本語のテキストです。これは長い文です。",
            "utf-8",
            false,
        ),
    ];
    for (name, bytes, text, charset, guessed) in cases {
        assert_eq!(read_as(name, bytes), (text.into(), charset.into(), guessed), "{name} {bytes:?}");
    }
}

#[test]
fn replaced_places_are_counted() {
    let broken = b"A long enough text so that one \xff and another \xc3( do not matter, as caf\xc3\xa9 \xe2\x80\x9c\xe2\x80\x9d shows.";
    let source = load_as("a.txt", broken).unwrap();
    assert_eq!((source.text().1, source.charset.as_str()), (2, "utf-8"));
    assert_eq!(load_as("a.txt", "fine".as_bytes()).unwrap().text().1, 0);
}

#[test]
fn gzip_is_detected_by_content_not_name() {
    for name in ["a.html.gz", "a.html", "a"] {
        let source = load_as(name, &gz(b"<!doctype html><p>packed")).unwrap();
        assert_eq!((&*source.text().0, source.media_type), ("<!doctype html><p>packed", MediaType::Html));
    }
    assert_eq!(load_as("a.txt.gz", b"not packed at all").unwrap().text().0, "not packed at all");
    let members = [gz(b"one "), gz(b"two")].concat();
    assert_eq!(load_as("a.txt.gz", &members).unwrap().text().0, "one two");
}

#[test]
fn unreadable_sources_are_reported() {
    let packed = gz(&b"some words ".repeat(1000));
    assert_eq!(load_as("a.gz", &packed[..packed.len() - 4]), Err(Failure::Cut("gzip")));
    assert_eq!(load_as("a.gz", &packed[..5]), Err(Failure::Cut("gzip")));
    for empty in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\xff\xfe \0\n\0"] {
        assert_eq!(load_as("a.txt", empty), Err(Failure::Empty), "{empty:?}");
    }
    assert_eq!(load_as("a.txt", &gz(b"")), Err(Failure::Empty));
    for (name, bytes) in [
        ("a.txt", &b"PK\x03\x04\x14\0"[..]),
        ("a", b"\x7fELF\x02\x01\x01\0"),
        ("a.txt", b"\xff\xfe\0\0h\0\0\0i\0\0\0"),
        ("a", b"\x01\x02\x03\x04\x05text"),
    ] {
        assert!(matches!(load_as(name, bytes), Err(Failure::NotText(_))), "{name} {bytes:?}");
    }
    let every_byte: Vec<u8> = (0..=255).collect();
    assert_eq!(load_as("a.bin", &every_byte), Err(Failure::NotText("binary data")));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load_path(folder.path()), Err(Failure::Folder));
    assert_eq!(load_path(&folder.path().join("none")), Err(Failure::NoSuchFile));
    assert_eq!(load_path(Path::new("a\0b")), Err(Failure::NoSuchFile));
    assert_eq!(load_path(&folder.path().join("x".repeat(5000))), Err(Failure::NoSuchFile));
}

#[test]
fn undecodable_text_is_reported() {
    // UTF-16 by its byte order mark, with nothing but lone surrogates.
    let halves: Vec<u8> = [0xff, 0xfe].into_iter().chain([0x00, 0xd8].repeat(100)).collect();
    assert_eq!(load_as("a.txt", &halves), Err(Failure::Undecodable("utf-16le".into())));
}

#[test]
fn size_limit_is_exact_packed_or_not() {
    let full = vec![b'a'; MAX_BYTES];
    assert_eq!(load_as("a.txt", &full).unwrap().bytes.len(), MAX_BYTES);
    let over = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(load_as("a.txt", &over), Err(Failure::TooLarge(MAX_BYTES)));
    assert_eq!(load_as("a.txt.gz", &gz(&over)), Err(Failure::TooLarge(MAX_BYTES)));
    let limits = Limits { bytes: 10, ..Limits::default() };
    if cfg!(unix) {
        let endless = load(&Location::File("/dev/zero".into()), &Options { limits, ..Options::default() });
        assert_eq!(endless.unwrap_err().failure, Failure::TooLarge(10));
    }
}

#[test]
fn user_address_is_base_url() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "text").unwrap();
    let options = Options { base: Some("https://example.org/a".into()), ..Options::default() };
    let source = load(&Location::File(path.clone()), &options).unwrap();
    assert_eq!(source.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(source.location, path.to_string_lossy());
    assert_eq!(load_path(&path).unwrap().url, None);
}

#[test]
fn cancelled_load_returns_nothing() {
    let options = Options { cancel: Some(Arc::new(AtomicBool::new(true))), ..Options::default() };
    assert_eq!(load(&Location::File("Cargo.toml".into()), &options).unwrap_err().failure, Failure::Cancelled);
}

/// Opening a pipe without a writer blocks; only the caller can be released.
#[cfg(unix)]
#[test]
fn blocked_file_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let flag = Arc::new(AtomicBool::new(false));
    let options = Options { cancel: Some(Arc::clone(&flag)), ..Options::default() };
    let waiting = std::thread::spawn(move || load(&Location::File(pipe), &options));
    flag.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(waiting.join().unwrap().unwrap_err().failure, Failure::Cancelled);
}

proptest! {
    #[test]
    fn any_bytes_give_text_or_error(bytes in prop::collection::vec(any::<u8>(), 0..600), name in "[a-z]\\.(html|md|txt|x)") {
        if let Ok(source) = load_as(&name, &bytes) {
            let (text, replaced) = source.text();
            prop_assert!(!text.is_empty());
            prop_assert!(replaced <= bytes.len());
        }
    }

    #[test]
    fn any_unicode_text_round_trips(text in "[\\PC]{1,80}[a-z]{3}") {
        let source = load_as("a.txt", text.as_bytes()).unwrap();
        prop_assert_eq!(source.text().0, text.trim_start_matches('\u{feff}'));
    }

    #[test]
    fn any_head_of_a_page_is_scanned(head in "(<(meta|!--|a|/|\\?)?|charset|=|\"|'|>|-->| |http-equiv|content|content-type|utf-8|koi8-r|;){0,40}") {
        let _ = load_as("a.html", format!("{head} text").as_bytes()).unwrap().text();
    }
}
