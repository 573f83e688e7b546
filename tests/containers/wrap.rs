//! One page in the forms that people have it in.

use base64::Engine as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// The forms of a page: the name of a file for each, and its bytes. `url` is the page's own address.
pub fn forms(page: &[u8], charset: &str, url: &str, title: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("page.html", page.to_vec()),
        ("page.html.gz", gzip(page)),
        ("page.mhtml", mhtml(page, charset, url, title)),
        ("page.webarchive", webarchive(page, charset, url)),
        ("single.html", single_file(page, url)),
        ("page.eml", mail(page, charset, title)),
        ("archived.html", archived(page, url)),
        ("page.warc", warc(page, charset, url)),
        ("packed.warc.gz", gzip(&warc(page, charset, url))),
    ]
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Quoted-printable (RFC 2045, section 6.7).
pub fn quoted_printable(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let ends_line = matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r'));
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b'\r' => continue,
            b'!'..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
            b' ' | b'\t' if !ends_line => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if piece == "\r\n" {
            width = 0;
        } else if width + piece.len() > 75 {
            text.push_str("=\r\n");
            width = piece.len();
        } else {
            width += piece.len();
        }
        text.push_str(&piece);
    }
    text
}

/// As Chromium writes it.
fn mhtml(page: &[u8], charset: &str, url: &str, title: &str) -> Vec<u8> {
    let title = base64::prelude::BASE64_STANDARD.encode(title);
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: =?utf-8?B?{title}?=\r\n\
        Date: Tue, 3 Mar 2026 08:30:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
        \ttype=\"text/html\";\r\n\tboundary=\"----MultipartBoundary--x----\"\r\n\r\n\r\n\
        ------MultipartBoundary--x----\r\nContent-Type: text/html; charset={charset}\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n{}\r\n\
        ------MultipartBoundary--x----\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: cid:css-1@mhtml.blink\r\n\r\np {{ color: red }}\r\n\
        ------MultipartBoundary--x------\r\n",
        quoted_printable(page)
    )
    .into_bytes()
}

fn webarchive(page: &[u8], charset: &str, url: &str) -> Vec<u8> {
    let mut main = plist::Dictionary::new();
    main.insert("WebResourceData".into(), plist::Value::Data(page.to_vec()));
    main.insert("WebResourceFrameName".into(), "".into());
    main.insert("WebResourceMIMEType".into(), "text/html".into());
    main.insert("WebResourceTextEncodingName".into(), charset.into());
    main.insert("WebResourceURL".into(), url.into());
    let mut whole = plist::Dictionary::new();
    whole.insert("WebMainResource".into(), main.into());
    let mut bytes = Vec::new();
    plist::Value::from(whole).to_writer_binary(&mut bytes).unwrap();
    bytes
}

/// One answer of a server in an archive of the web (ISO 28500).
fn warc(page: &[u8], charset: &str, url: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-03T08:30:00Z\r\n\
        WARC-Record-ID: <urn:uuid:1d8a1c0a-0000-4000-8000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n\
        Content-Length: {}\r\n\r\n",
        head.len() + page.len()
    );
    [record.as_bytes(), head.as_bytes(), page, b"\r\n\r\n"].concat()
}

/// Puts something behind the tag `<html …>`.
fn behind_html(page: &[u8], what: &str) -> Vec<u8> {
    let find = |needle: &[u8]| page.windows(needle.len()).position(|at| at.eq_ignore_ascii_case(needle));
    let at = find(b"<html").and_then(|at| Some(at + page[at..].iter().position(|b| *b == b'>')? + 1)).unwrap_or(0);
    [&page[..at], what.as_bytes(), &page[at..]].concat()
}

fn single_file(page: &[u8], url: &str) -> Vec<u8> {
    let comment = format!(
        "<!--\n Page saved with SingleFile \n url: {url} \n saved date: Tue Mar 03 2026 09:30:00 GMT+0100 (CET)\n-->"
    );
    behind_html(page, &comment)
}

/// A message that a reader sent herself.
fn mail(page: &[u8], charset: &str, title: &str) -> Vec<u8> {
    let title = base64::prelude::BASE64_STANDARD.encode(title);
    let text = quoted_printable(page);
    format!(
        "From: reader@mail.example\r\nTo: reader@mail.example\r\nSubject: Fwd: =?utf-8?B?{title}?=\r\n\
        Date: Tue, 3 Mar 2026 09:30:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=\"=_x\"\r\n\r\n--=_x\r\nContent-Type: text/plain\r\n\r\n\
        Your program does not show HTML.\r\n--=_x\r\nContent-Type: text/html; charset={charset}\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n{text}\r\n--=_x--\r\n"
    )
    .into_bytes()
}

/// As the Wayback Machine serves it: a script at the top, a bar, absolute links rewritten.
fn archived(page: &[u8], url: &str) -> Vec<u8> {
    const AT: &str = "https://web.archive.org/web/20260303083000";
    let script =
        format!("<script>__wm.wombat(\"{url}\",\"20260303083000\",\"https://web.archive.org/\",\"web\");</script>");
    let bar = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=\"wm-ipp-base\"><p>The Wayback Machine has 412 captures of this \
        page, between 3 Mar 2026 and 9 Mar 2026, and shows one of them.</p></div><!-- END WAYBACK TOOLBAR INSERT -->";
    let mut changed = behind_html(page, &script);
    for (from, to) in
        [("href=\"https://", "/https://"), ("href=\"http://", "/http://"), ("src=\"https://", "im_/https://")]
    {
        let name = from.split('"').next().unwrap();
        changed = replaced(&changed, from.as_bytes(), format!("{name}\"{AT}{to}").as_bytes());
    }
    let body = changed.windows(5).position(|at| at.eq_ignore_ascii_case(b"<body")).unwrap_or(0);
    let at = body + changed[body..].iter().position(|b| *b == b'>').unwrap() + 1;
    [&changed[..at], bar.as_bytes(), &changed[at..]].concat()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|found| found == from) {
        all.extend_from_slice(&rest[..at]);
        all.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    all.extend_from_slice(rest);
    all
}
