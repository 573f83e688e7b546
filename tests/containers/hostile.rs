//! Containers that were made to break a reader: each is refused or read within bounds, soon, and without a panic.

use crate::models;
use crate::wrap::{forms, gzip};
use sayso::load::{Failure, Options, from_bytes};
use sayso::pipeline::analyse;
use std::time::{Duration, Instant};

/// Nothing here may take longer, also where the machine is slow and nothing is optimised.
const MOST: Duration = Duration::from_secs(20);

fn read(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let started = Instant::now();
    let read = from_bytes(name, bytes, &Options::default());
    let text = read.map(|source| analyse(&source, models(), &models().options()).article.text);
    assert!(started.elapsed() < MOST, "{name} took {:?}", started.elapsed());
    text.map_err(|error| error.failure)
}

const HEAD: &str = "From: a@b.example\r\nSubject: x\r\nDate: Tue, 3 Mar 2026 09:30:00 +0100\r\nMIME-Version: 1.0\r\n";

#[test]
fn nested_parts_and_messages_end() {
    let mut parts = HEAD.to_owned();
    for level in 0..20_000 {
        parts.push_str(&format!("Content-Type: multipart/mixed; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n"));
    }
    parts.push_str("Content-Type: text/plain\r\n\r\nThe end.\r\n");
    let _ = read("nested.eml", parts.into_bytes());
    let message = "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n".repeat(20_000);
    let _ = read("messages.eml", format!("{HEAD}{message}\r\nThe end.\r\n").into_bytes());
    let same = "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(20_000);
    let _ = read("same.eml", format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{same}").into_bytes());
    let many = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(50_000);
    let _ =
        read("many.eml", format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{many}--b--").into_bytes());
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 40 << 20];
    let mut mail = HEAD.as_bytes().to_vec();
    mail.extend(b"\r\n");
    mail.extend(&zeros);
    assert_eq!(read("bomb.eml.gz", gzip(&mail)), Err(Failure::TooLarge(20 << 20)));
    let long = format!("{HEAD}X: {}\r\n\r\nText of some length, to be read.\r\n", "a ".repeat(4 << 20));
    let _ = read("long.eml", long.into_bytes());
}

#[test]
fn cut_and_changed_containers_are_read_or_refused() {
    let page = b"<html><head><title>Bees</title></head><body><h1>Bees</h1><p>The keepers counted their hives.</p></body></html>";
    let mut random = 1_u64;
    let mut next = move || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize
    };
    for (name, whole) in forms(page, "utf-8", "https://news.example/a", "Bees") {
        for _ in 0..60 {
            let mut bytes = whole.clone();
            bytes.truncate(next() % whole.len() + 1);
            for _ in 0..next() % 6 {
                let at = next() % bytes.len();
                bytes[at] = next() as u8;
            }
            let _ = read(name, bytes);
        }
    }
}

#[test]
fn rewritten_pages_stay_linear() {
    for piece in
        ["<a href=\"", "<", "<!--", "<a b='", "web.archive.org", "<script>", "\"https://web.archive.org/web/2020/http"]
    {
        let page =
            format!("<script>__wm.wombat(\"https://a.example/\",\"20200101\",</script>{}", piece.repeat(100_000));
        let mail = format!("{HEAD}Content-Type: text/html\r\n\r\n{page}");
        let started = Instant::now();
        for (name, bytes) in [("page.html", page.into_bytes()), ("page.eml", mail.into_bytes())] {
            let _ = from_bytes(name, bytes, &Options::default());
        }
        assert!(started.elapsed() < MOST, "{piece} took {:?}", started.elapsed());
    }
}
