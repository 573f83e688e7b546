//! Books: the files inside cut, doubled and corrupted, and the archive around them.

use crate::article::{Change, changed, changes};
use crate::config;
use crate::containers::read_all;
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const FILES: [(&str, &str); 6] = [
    (
        "META-INF/container.xml",
        "<?xml version=\"1.0\"?><container><rootfiles><rootfile full-path=\"OEBPS/book.opf\" \
        media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
    ),
    (
        "OEBPS/book.opf",
        "<?xml version=\"1.0\"?><!DOCTYPE package [<!ENTITY a \"bees\">]><package xmlns:dc=\"x\"><metadata>\
        <dc:title>Bees &amp; us</dc:title><dc:creator>Ada Vane</dc:creator><dc:language>en</dc:language>\
        <dc:date>2026-03-03</dc:date><dc:source>https://hive.example/b</dc:source></metadata><manifest>\
        <item id=\"n\" href=\"nav.xhtml\" properties=\"nav\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"t\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>\
        <item id=\"a\" href=\"text/one.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"b\" href=\"text/t%20wo.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
        <spine toc=\"t\"><itemref idref=\"n\"/><itemref idref=\"a\"/><itemref idref=\"b\" linear=\"no\"/></spine></package>",
    ),
    (
        "OEBPS/nav.xhtml",
        "<html><body><nav epub:type=\"toc\"><ol><li><a href=\"text/one.xhtml\">One</a><ol><li>\
        <a href=\"text/t%20wo.xhtml#x\">Two &amp; <i>more</i></a></li></ol></li></ol></nav></body></html>",
    ),
    (
        "OEBPS/toc.ncx",
        "<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src=\"text/one.xhtml\"/></navPoint></navMap></ncx>",
    ),
    (
        "OEBPS/text/one.xhtml",
        "<html><head><title/></head><body><h1 id=\"h\">One</h1><a id=\"top\"/><p>“Bees sleep,<a href=\"#n1\">1</a>” said Ines \
        Albrecht, see <a href=\"t%20wo.xhtml#x\">two</a> and <a href=\"https://w.example/\">web</a>.</p>\
        <img src=\"../p.png\" alt=\"A bee\"/><aside id=\"n1\"><p>At night.</p></aside></body></html>",
    ),
    ("OEBPS/text/t wo.xhtml", "<html><body><p id=\"x\">No heading.</p></body></html>"),
];

/// A book; one of its files is changed.
fn book(file: usize, changes: &[Change], compression: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("mimetype", SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
    zip.write_all(b"application/epub+zip").unwrap();
    for (at, (name, text)) in FILES.iter().enumerate() {
        let bytes = text.as_bytes().to_vec();
        let bytes = if at == file { changed(bytes, changes) } else { bytes };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(compression)).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn books_with_broken_files_are_read_or_refused(file in 0..FILES.len(), changes in changes()) {
        read_all("a.epub", &book(file, &changes, CompressionMethod::Stored))?;
    }

    #[test]
    fn broken_books_are_read_or_refused(packed in any::<bool>(), changes in changes()) {
        let compression = if packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        read_all("a.epub", &changed(book(FILES.len(), &[], compression), &changes))?;
    }
}
