//! Tests of whole books, small ones.

use super::pictures::BookPictures;
use super::*;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTAINER: &str = "<?xml version=\"1.0\"?><container><rootfiles><rootfile full-path=\"OEBPS/book.opf\" \
    media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
const PACKAGE: &str = "<?xml version=\"1.0\"?><package xmlns:dc=\"x\"><metadata><dc:title>Bees &amp; us</dc:title>\
    <dc:creator>Ada Vane</dc:creator><dc:creator>Ben Lee</dc:creator><dc:language>en</dc:language><dc:date>2026-03-03</dc:date>\
    <dc:publisher>The Hive</dc:publisher><dc:identifier>urn:x</dc:identifier><dc:source>https://hive.example/b</dc:source></metadata>\
    <manifest><item id=\"n\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/>\
    <item id=\"a\" href=\"text/one.xhtml\" media-type=\"application/xhtml+xml\"/>\
    <item id=\"b\" href=\"text/t%20wo.xhtml\" media-type=\"application/xhtml+xml\"/>\
    <item id=\"p\" href=\"p.png\" media-type=\"image/png\"/></manifest>\
    <spine><itemref idref=\"n\"/><itemref idref=\"b\" linear=\"no\"/><itemref idref=\"a\"/><itemref idref=\"p\"/></spine></package>";
const NAV: &str = "<html><body><nav epub:type=\"toc\"><ol><li><a href=\"text/one.xhtml\">One</a><ol><li>\
    <a href=\"text/t%20wo.xhtml#x\">Two &amp; <i>more</i></a></li></ol></li></ol></nav></body></html>";
const ONE: &str = "<html><head><title/></head><body><h1 id=\"h\">One</h1><a id=\"top\"/><p>Bees sleep<a href=\"#n1\">1</a>, \
    see <a href=\"t%20wo.xhtml#x\">two</a> and <a href=\"https://w.example/\">web</a>.</p><img src=\"../p.png\" alt=\"A bee\"/>\
    <aside id=\"n1\"><p>At night.</p></aside></body></html>";
const TWO: &str = "<html><body><p id=\"x\">No heading.</p></body></html>";

fn book(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).unwrap();
    zip.write_all(b"application/epub+zip").unwrap();
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", PACKAGE),
        ("OEBPS/nav.xhtml", NAV),
        ("OEBPS/text/one.xhtml", ONE),
        ("OEBPS/text/t wo.xhtml", TWO),
    ]
}

#[test]
fn chapters_become_one_page() {
    let found = article(Cursor::new(book(&whole()))).unwrap();
    let html = String::from_utf8(found.bytes).unwrap();
    assert_eq!(
        html,
        "<!DOCTYPE html>\n<section id=\"c1\">\n<h1 id=\"c1-h\">One</h1><a id=\"c1-top\"></a><p>Bees sleep<a href=\"#c1-n1\">1</a>, \
        see <a href=\"#c2-x\">two</a> and <a href=\"https://w.example/\">web</a>.</p><img src=\"\" alt=\"A bee\"/>\
        <aside id=\"c1-n1\"><p>At night.</p></aside>\n</section>\n\
        <section id=\"c2\">\n<h2>Two &amp; more</h2>\n<p id=\"c2-x\">No heading.</p>\n</section>\n"
    );
    let meta = &found.evidence.meta;
    assert_eq!((meta.title.as_deref(), meta.site.as_deref()), (Some("Bees & us"), Some("The Hive")));
    assert_eq!(meta.authors, ["Ada Vane", "Ben Lee"]);
    assert_eq!(found.url.map(String::from).as_deref(), Some("https://hive.example/b"));
}

#[test]
fn pictures_have_addresses_that_lead_to_their_bytes() {
    const COVER: &str = "<html><body><p>See.</p><svg><image width=\"9\" xlink:href=\"../p.png\"/></svg><img src=\"no.png\"/></body></html>";
    let mut files = whole();
    files[4].1 = COVER;
    files.push(("OEBPS/p.png", "picture"));
    let bytes = book(&files);
    let html = String::from_utf8(article(Cursor::new(&bytes)).unwrap().bytes).unwrap();
    let address = "epub:OEBPS/p.png#16db4f89";
    assert!(html.contains(&format!("<img src=\"{address}\" alt=\"A bee\"/>")), "{html}");
    assert!(
        html.contains(&format!("<svg><img src=\"{address}\"><image")) && html.contains("<img src=\"\"/>"),
        "{html}"
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut pictures = BookPictures::open(file.path()).unwrap();
    assert_eq!(pictures.picture(address, 100), Ok(b"picture".to_vec()));
    assert_eq!(pictures.picture(address, 3), Err(Failure::TooLarge(3)));
    for wrong in ["epub:OEBPS/p.png#00000000", "epub:../p.png#16db4f89", "https://a.example/p.png", "epub:OEBPS/p.png"]
    {
        assert_eq!(pictures.picture(wrong, 100), Err(Failure::Damaged("EPUB")), "{wrong}");
    }
}

#[test]
fn locked_book_is_reported() {
    let locked = |method: &str| {
        let xml = format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm=\"{method}\"/></enc:EncryptedData></encryption>"
        );
        let mut files = whole();
        files.push(("META-INF/encryption.xml", &xml));
        article(Cursor::new(book(&files))).map(|_| ())
    };
    assert_eq!(locked("http://www.w3.org/2001/04/xmlenc#aes256-cbc"), Err(Failure::Locked));
    assert_eq!(locked("http://www.idpf.org/2008/embedding"), Ok(()));
}

#[test]
fn addresses_stay_within_the_book() {
    for (file, address, expected) in [
        ("OEBPS/text/one.xhtml", "../p.png", Some("OEBPS/p.png")),
        ("OEBPS/text/one.xhtml", "two.xhtml#x", Some("OEBPS/text/two.xhtml")),
        ("OEBPS/one.xhtml", "/etc/passwd", Some("etc/passwd")),
        ("OEBPS/one.xhtml", "../../../etc/passwd", None),
        ("one.xhtml", "#x", Some("one.xhtml")),
        ("one.xhtml", "https://a.example/", None),
    ] {
        assert_eq!(package::resolved(file, address).as_deref(), expected, "{address}");
    }
}

#[test]
fn bomb_and_broken_books_are_refused() {
    let long = " ".repeat(40 << 20);
    let mut files = whole();
    files[3].1 = &long;
    assert!(matches!(article(Cursor::new(book(&files))), Err(Failure::TooLarge(_))));
    let bytes = book(&whole());
    for cut in (0..bytes.len()).step_by(53) {
        let _ = article(Cursor::new(&bytes[..cut]));
        let mut changed = bytes.clone();
        changed[cut] ^= 0xff;
        let _ = article(Cursor::new(changed));
    }
    assert_eq!(article(Cursor::new(book(&whole()[..1]))).err(), Some(Failure::Damaged("EPUB")));
}
