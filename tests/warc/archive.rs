//! Archives made by hand: records with every trap that writers of the last twenty years have set, in every packing.

use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use flate2::{Compression, GzBuilder};
use sayso::load::warc::{SkipReason, WarcEvent, WarcForm, WarcReader};
use std::io::Write;

/// Most bytes of a page in these tests.
pub const MOST: usize = 1 << 20;

/// Expected or found result of reading a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page with this text in it.
    Page(String),
    Skip(SkipReason),
    Damage,
}

/// A record, unpacked, and what must become of it.
#[derive(Clone, Debug)]
pub struct Trap {
    pub bytes: Vec<u8>,
    pub outcome: Outcome,
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn br(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 5, 20).write_all(bytes).unwrap();
    packed
}

pub fn chunks(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(100) {
        out.extend(format!("{:X}\r\n", chunk.len()).into_bytes());
        out.extend_from_slice(chunk);
        out.extend(b"\r\n");
    }
    [out, b"0\r\n\r\n".to_vec()].concat()
}

/// A page that says its number, long and varied enough to be packed into more than one code.
pub fn page(name: &str) -> Vec<u8> {
    let mut text = format!("<!DOCTYPE html><html><head><title>{name}</title></head><body><h1>{name}</h1>");
    for n in 0..20_u32 {
        let number = n.wrapping_mul(2_654_435_761) ^ name.len() as u32;
        text.push_str(&format!("<p>Paragraph {number} of “{name}” was written by a minister.</p>\n"));
    }
    (text + "</body></html>").into_bytes()
}

/// A record of that type with these further header lines.
pub fn record(kind: &str, name: &str, lines: &str, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Date: 2019-03-01T12:00:00Z\r\n\
         WARC-Target-URI: https://news.example/{name}\r\n{lines}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// An answer of a server with these header lines.
pub fn http(status: &str, lines: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\nServer: x\r\n{lines}\r\n").as_bytes(), body].concat()
}

/// A page as a crawler writes it.
pub fn response(name: &str) -> Vec<u8> {
    record("response", name, "", &http("200 OK", "Content-Type: text/html; charset=utf-8\r\n", &page(name)))
}

/// All traps whose record is sound, with what must become of each.
pub fn traps() -> Vec<Trap> {
    use SkipReason as Why;
    const HTML: &str = "Content-Type: text/html\r\n";
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, outcome: Outcome| all.push(Trap { bytes, outcome });
    let shown = |name: &str| Outcome::Page(name.to_owned());
    let coded = |name: &str, lines: &str, body: Vec<u8>| {
        record("response", name, "", &http("200 OK", &format!("{HTML}{lines}"), &body))
    };

    add(record("warcinfo", "info", "", b"software: made by hand\r\n"), Outcome::Skip(Why::Warcinfo));
    add(record("request", "req", "", b"GET / HTTP/1.1\r\n\r\n"), Outcome::Skip(Why::Request));
    add(response("plain"), shown("plain"));
    for (name, lines, body) in [
        ("decoded-under-gzip", "Content-Encoding: gzip\r\n", page("decoded-under-gzip")),
        ("decoded-under-chunked", "Transfer-Encoding: chunked\r\n", page("decoded-under-chunked")),
        ("decoded-under-br", "Content-Encoding: br\r\n", page("decoded-under-br")),
        (
            "gzip-in-chunks",
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            chunks(&gz(&page("gzip-in-chunks"))),
        ),
        ("chunks", "Transfer-Encoding: chunked\r\n", chunks(&page("chunks"))),
        ("unnamed-gzip", "", gz(&page("unnamed-gzip"))),
        ("unnamed-chunks", "", chunks(&page("unnamed-chunks"))),
        ("zlib", "Content-Encoding: deflate\r\n", zlib(&page("zlib"))),
        ("bare-deflate", "Content-Encoding: deflate\r\n", deflate(&page("bare-deflate"))),
        ("brotli", "Content-Encoding: br\r\n", br(&page("brotli"))),
        ("gzip-twice", "Content-Encoding: gzip, gzip\r\n", gz(&gz(&page("gzip-twice")))),
    ] {
        add(coded(name, lines, body), shown(name));
    }
    add(record("revisit", "revisit", "", &http("200 OK", HTML, b"")), Outcome::Skip(Why::Revisit));
    add(record("response", "gone", "", &http("404 Not Found", HTML, &page("gone"))), Outcome::Skip(Why::Status));
    add(record("response", "moved", "", &http("301 Moved", HTML, &page("moved"))), Outcome::Skip(Why::Status));
    add(
        record("response", "picture", "", &http("200 OK", "Content-Type: image/jpeg\r\n", b"\xff\xd8\xff\xe0")),
        Outcome::Skip(Why::MediaType),
    );
    add(record("metadata", "meta", "", b"fetchTimeMs: 12\r\n"), Outcome::Skip(Why::Metadata));
    add(record("conversion", "converted", "", b"text"), Outcome::Skip(Why::Conversion));
    add(
        record("response", "dns", "Content-Type: text/dns\r\n", b"20190301120000\nnews.example. 1 IN A 1.2.3.4\n"),
        Outcome::Skip(Why::NotHttp),
    );
    add(record("resource", "kept", "Content-Type: text/html\r\n", &page("kept")), shown("kept"));
    add(record("resource", "shot", "Content-Type: image/png\r\n", b"\x89PNG"), Outcome::Skip(Why::MediaType));
    add(record("screenshot", "odd", "", b"x"), Outcome::Skip(Why::RecordType));
    add(record("continuation", "rest", "WARC-Segment-Number: 2\r\n", b"rest"), Outcome::Skip(Why::Segment));
    add(record("response", "empty", "", &http("200 OK", HTML, b"")), Outcome::Skip(Why::Empty));
    // A header in lower case, folded, with bare line feeds and blanks; an address in angle brackets, as wget writes it.
    let block = http("200 OK", HTML, &page("folded"));
    let header = format!(
        "WARC/1.1\nwarc-type:response\ncontent-length:   {} \nwarc-target-uri:\n  <https://news.example/folded>\n\n",
        block.len()
    );
    add([header.as_bytes(), &block, b"\n\n"].concat(), shown("folded"));
    let http2 = [b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n".as_slice(), &page("http2")].concat();
    add(record("response", "http2", "", &http2), shown("http2"));
    add(
        record(
            "response",
            "identified",
            "WARC-Identified-Payload-Type: application/xhtml+xml\r\n",
            &http("200 OK", "", &page("identified")),
        ),
        shown("identified"),
    );
    add(
        record("response", "text", "", &http("200 OK", "Content-Type: text/plain\r\n", b"User-agent: *")),
        Outcome::Skip(Why::MediaType),
    );
    // Text that looks like the beginning of a record, and an archive within the archive.
    let quoted = [
        page("quoted"),
        b"<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n</pre>".to_vec(),
    ]
    .concat();
    add(record("response", "quoted", "", &http("200 OK", HTML, &quoted)), shown("quoted"));
    let inner = [gz(&response("inner1")), gz(&response("inner2"))].concat();
    add(
        record("response", "nested", "", &http("200 OK", "Content-Type: application/gzip\r\n", &inner)),
        Outcome::Skip(Why::MediaType),
    );
    add(
        record("response", "large", "", &http("200 OK", HTML, &page("large").repeat(MOST / 1000))),
        Outcome::Skip(Why::TooLarge),
    );
    let many = "X-Filler: abcdefghijklmnopqrstuvwxyz\r\n".repeat(2000);
    add(
        record("response", "long-header", &many, &http("200 OK", &format!("{many}{HTML}"), &page("long-header"))),
        shown("long-header"),
    );
    add(response("last"), shown("last"));
    all
}

/// Ways to pack records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Plain,
    /// A member for each record, as the standard wants it.
    Members,
    /// The same, with names, comments, empty members and zeros between them.
    OddMembers,
    /// One member for everything.
    OneMember,
    /// Members of a fixed length, wherever records begin.
    Blocks,
}

pub const PACKINGS: [Packing; 5] =
    [Packing::Plain, Packing::Members, Packing::OddMembers, Packing::OneMember, Packing::Blocks];

impl Packing {
    pub fn form(self) -> WarcForm {
        if self == Self::Plain { WarcForm::Plain } else { WarcForm::Gzip }
    }

    /// The file, and the position of each record or of its member.
    pub fn pack(self, records: &[Vec<u8>]) -> (Vec<u8>, Vec<u64>) {
        let mut file = Vec::new();
        let mut places = Vec::new();
        match self {
            Self::Plain | Self::Members | Self::OddMembers => {
                for (number, record) in records.iter().enumerate() {
                    if self == Self::OddMembers && number % 3 == 1 {
                        file.extend(gz(b""));
                        file.extend([0; 5]);
                    }
                    places.push(file.len() as u64);
                    match self {
                        Self::Plain => file.extend_from_slice(record),
                        Self::OddMembers if number % 2 == 1 => {
                            let named =
                                GzBuilder::new().filename("a.warc").comment("c").extra(b"sl\x04\0abcd".to_vec());
                            let mut encoder = named.write(Vec::new(), Compression::fast());
                            encoder.write_all(record).unwrap();
                            file.extend(encoder.finish().unwrap());
                        }
                        _ => file.extend(gz(record)),
                    }
                }
            }
            Self::OneMember => {
                file = gz(&records.concat());
                places = vec![0; records.len()];
            }
            Self::Blocks => {
                let mut ends = Vec::new();
                for block in records.concat().chunks(5000) {
                    ends.push(file.len() as u64);
                    file.extend(gz(block));
                }
                let mut begin = 0;
                for record in records {
                    places.push(ends[begin / 5000]);
                    begin += record.len();
                }
            }
        }
        (file, places)
    }
}

/// Returns all outcomes of a reader with their positions.
pub fn outcomes(reader: WarcReader<impl std::io::Read>) -> Vec<(u64, Outcome)> {
    reader.map(|event| outcome(event.unwrap())).collect()
}

fn outcome(event: WarcEvent) -> (u64, Outcome) {
    let offset = event.offset();
    let outcome = match event {
        WarcEvent::Page(mut page) => match page.unpack(MOST) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).unwrap();
                let name = text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
                let name = name.unwrap_or_default().to_owned();
                let address = page.url.unwrap_or_default();
                assert_eq!(address, format!("https://news.example/{name}"));
                assert!(text.contains(&String::from_utf8(self::page(&name)).unwrap()), "{name} is not whole");
                Outcome::Page(name)
            }
            Err(reason) => Outcome::Skip(reason),
        },
        WarcEvent::Skipped(skip) => Outcome::Skip(skip.reason),
        WarcEvent::Damaged(_) => Outcome::Damage,
    };
    (offset, outcome)
}

/// Reads a whole file.
pub fn read(file: &[u8], form: WarcForm) -> Vec<(u64, Outcome)> {
    let copy = file.to_vec();
    let look = move |at: u64| {
        let rest = copy.get(at as usize..).unwrap_or_default().to_vec();
        Ok(Box::new(std::io::Cursor::new(rest)) as Box<dyn std::io::Read>)
    };
    outcomes(WarcReader::new(file, form, MOST).with_second_look(Box::new(look)))
}
