//! Loading from the web with local servers: success, failures, and forbidden addresses.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod server;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sayso::load::{Failure, Limits, MediaType, Options, Source, Trust, fetch};
use server::{Server, get, gz, raw, reply};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use url::Url;

const PAGE: &str = "<!doctype html><title>A page</title><p>Some words that make a page.</p>";

/// Loads `/` of a server that gives every request this answer.
fn answered(answer: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Result<Source, Failure> {
    let server = Server::start(move |_, connection| answer(connection));
    get(&server.at("/"), &Options::default())
}

fn br(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 5, 20).write_all(bytes).unwrap();
    packed
}

#[test]
fn page_has_media_type_charset_and_url() {
    let server = Server::start(|_, connection| {
        reply(connection, "200 OK", "Content-Type: text/html; charset=ISO-8859-1\r\n", b"<p>caf\xe9");
    });
    let source = get(&server.at("/a?b#c"), &Options::default()).unwrap();
    assert_eq!(source.text().0, "<p>café");
    assert_eq!((source.charset.as_str(), source.charset_guessed), ("windows-1252", false));
    assert_eq!(source.media_type, MediaType::Html);
    assert_eq!(source.url, Some(server.at("/a?b")));
    assert_eq!(source.location, server.at("/a?b#c"));
}

#[test]
fn request_headers_identify_sayso_only() {
    let server = Server::start(|path, connection| match path {
        "/" => reply(connection, "302 Found", "Set-Cookie: id=1\r\nLocation: /next\r\n", b""),
        _ => reply(connection, "200 OK", "", PAGE.as_bytes()),
    });
    get(&server.at("/"), &Options::default()).unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let request = request.to_ascii_lowercase();
        assert!(request.contains("sayso/") && request.contains("accept-encoding: gzip, deflate, br"), "{request}");
        assert!(!request.contains("cookie") && !request.contains("refer") && !request.contains("authorization"));
    }
}

#[test]
fn credentials_go_to_their_own_server_only() {
    let server = Server::start(|_, connection| reply(connection, "200 OK", "", PAGE.as_bytes()));
    let address = server.at("/").replace("http://", "http://me:secret@");
    let source = get(&address, &Options::default()).unwrap();
    assert_eq!(source.url, Some(server.at("/")));
    assert!(server.requests()[0].contains("Basic bWU6c2VjcmV0"));
}

#[test]
fn content_encodings_are_decoded() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(PAGE.as_bytes()).unwrap();
    for (coding, body) in [
        ("gzip", gz(PAGE.as_bytes())),
        ("deflate", zlib.finish().unwrap()),
        ("br", br(PAGE.as_bytes())),
        ("gzip, br", br(&gz(PAGE.as_bytes()))),
        ("identity", gz(PAGE.as_bytes())),
        ("gzip", gz(&gz(PAGE.as_bytes()))),
    ] {
        let header = format!("Content-Encoding: {coding}\r\n");
        let source = answered(move |c| reply(c, "200 OK", &header, &body)).unwrap();
        assert_eq!(source.text().0, PAGE, "{coding}");
    }
    let unknown = answered(|c| reply(c, "200 OK", "Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfd"));
    assert_eq!(unknown, Err(Failure::UnknownPacking("zstd".into())));
}

#[test]
fn truncated_response_is_rejected() {
    let page = PAGE.repeat(100);
    for (coding, body) in [("gzip", gz(page.as_bytes())), ("br", br(page.as_bytes()))] {
        let header = format!("Content-Encoding: {coding}\r\n");
        let cut = answered(move |c| reply(c, "200 OK", &header, &body[..body.len() - 5]));
        assert!(matches!(cut, Err(Failure::Cut(_) | Failure::Damaged(_))), "{coding}: {cut:?}");
    }
    let short = answered(|c| raw(c, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<p>only this"));
    assert!(matches!(short, Err(Failure::BadResponse(_))), "{short:?}");
    let chunk = answered(|c| {
        raw(c, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<p>0123456789abc\r\n20\r\n<p>");
    });
    assert!(matches!(chunk, Err(Failure::BadResponse(_))), "{chunk:?}");
    let broken = answered(|c| raw(c, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>0123\r\n"));
    assert!(matches!(broken, Err(Failure::BadResponse(_))), "{broken:?}");
}

#[test]
fn broken_server_is_reported() {
    for answer in
        [&b""[..], b"\x1b]0;x\x07", b"HTTP/1.1 200", b"HTTP/9.9 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n"]
    {
        let result = answered(move |c| raw(c, answer));
        assert!(matches!(result, Err(Failure::BadResponse(_))), "{answer:?}: {result:?}");
    }
}

#[test]
fn thousand_headers_are_handled() {
    use std::fmt::Write as _;
    let mut many = String::new();
    for n in 0..1000 {
        let _ = write!(many, "X-Header-{n}: {n}\r\n");
    }
    let result = answered(move |c| reply(c, "200 OK", &many, PAGE.as_bytes()));
    assert!(matches!(result, Ok(_) | Err(Failure::BadResponse(_))), "{result:?}");
    let long = format!("X-Long: {}\r\n", "a".repeat(10 << 20));
    let result = answered(move |c| reply(c, "200 OK", &long, PAGE.as_bytes()));
    assert!(matches!(result, Err(Failure::BadResponse(_))), "{result:?}");
}

#[test]
fn error_status_is_reported_with_reason() {
    let said = |status: &'static str, headers: &'static str| answered(move |c| reply(c, status, headers, b"<p>no"));
    assert_eq!(said("404 Not Found", ""), Err(Failure::Status(404, None)));
    assert_eq!(said("429 Too Many", "Retry-After: 120\r\n"), Err(Failure::Status(429, Some("120".into()))));
    assert_eq!(said("503 Busy", "Retry-After: 7\r\n"), Err(Failure::Status(503, Some("7".into()))));
    assert_eq!(said("204 No Content", ""), Err(Failure::Empty));
}

#[test]
fn redirects_of_one_server_are_followed_up_to_ten() {
    let server = Server::start(|path, connection| match path[1..].parse::<u32>() {
        Ok(0) => reply(connection, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes()),
        Ok(n) => reply(connection, "301 Moved", &format!("Location: {}\r\n", n - 1), b"moved"),
        Err(_) => reply(connection, "302 Found", "Location: /circle\r\n", b""),
    });
    let source = get(&server.at("/10"), &Options::default()).unwrap();
    assert_eq!(source.url, Some(server.at("/0")));
    assert_eq!(get(&server.at("/11"), &Options::default()), Err(Failure::Redirects(10)));
    assert_eq!(get(&server.at("/circle"), &Options::default()), Err(Failure::Redirects(10)));
    assert_eq!(server.requests().len(), 11 + 11 + 11);
}

#[test]
fn redirect_to_local_address_is_refused() {
    let secret = Server::start(|_, connection| reply(connection, "200 OK", "", b"secret"));
    let port = secret.port();
    for target in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://LOCALHOST.:{port}/"),
        format!("http://a.localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        format!("//127.0.0.1:{port}/"),
        // Names that some systems resolve to a loopback address.
        format!("http://ip6-localhost:{port}/"),
        format!("http://{}:{port}/", own_name()),
        "http://10.0.0.1/".into(),
        "http://192.168.0.1/".into(),
        "http://169.254.169.254/latest/meta-data/".into(),
        "http://100.64.0.1/".into(),
        "http://[fe80::1]/".into(),
        "http://[fd00::1]/".into(),
        "file:///etc/passwd".into(),
        "ftp://example.org/".into(),
        "data:text/html,hello".into(),
        "javascript:alert(1)".into(),
    ] {
        let header = format!("Location: {target}\r\n");
        let result = answered(move |c| reply(c, "302 Found", &header, b""));
        let unknown = matches!(result, Err(Failure::UnknownHost(_))) && target.contains(&format!(":{port}"));
        assert!(unknown || matches!(result, Err(Failure::ForbiddenAddress(_))), "{target}: {result:?}");
    }
    assert_eq!(secret.requests(), Vec::<String>::new());
}

/// Returns the host name of this machine, which its resolver maps to a loopback or private address.
fn own_name() -> String {
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "localhost".into())
}

#[test]
fn page_link_to_local_address_is_refused() {
    let server = Server::start(|_, connection| reply(connection, "200 OK", "", PAGE.as_bytes()));
    let options = Options { trust: Trust::Page, ..Options::default() };
    assert!(matches!(get(&server.at("/"), &options), Err(Failure::ForbiddenAddress(_))));
    let error = fetch(&Url::parse(&server.at("/")).unwrap(), &options).unwrap_err();
    assert!(matches!(error.failure, Failure::ForbiddenAddress(_)));
    assert_eq!(server.requests(), Vec::<String>::new());
}

#[test]
fn redirect_with_bad_address_is_reported() {
    for header in ["", "Location: http://\r\n", "Location: http://[::1\r\n"] {
        let result = answered(move |c| reply(c, "302 Found", header, b""));
        assert!(matches!(result, Err(Failure::BadResponse(_))), "{header}: {result:?}");
    }
}

#[test]
fn oversized_response_is_rejected_packed_or_not() {
    let small = Options { limits: Limits { bytes: 10_000, ..Limits::default() }, ..Options::default() };
    let endless = Server::start(|_, connection| {
        raw(connection, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while connection.write_all(&[b'a'; 4096]).is_ok() {}
    });
    assert_eq!(get(&endless.at("/"), &small), Err(Failure::TooLarge(10_000)));
    let announced = Server::start(|_, c| raw(c, b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nabc"));
    assert_eq!(get(&announced.at("/"), &Options::default()), Err(Failure::TooLarge(20 << 20)));
    let bomb = gz(&vec![b' '; 30 << 20]);
    let bomb = answered(move |c| reply(c, "200 OK", "Content-Encoding: gzip\r\n", &bomb));
    assert_eq!(bomb, Err(Failure::TooLarge(20 << 20)));
}

#[test]
fn binary_response_is_reported() {
    let png = answered(|c| reply(c, "200 OK", "Content-Type: text/html\r\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
    assert!(matches!(png, Err(Failure::NotText(what)) if what.contains("PNG")));
}

#[test]
fn wrong_charset_header_loses_no_words() {
    let html = |charset: &str| format!("Content-Type: text/html; charset={charset}\r\n");
    let told = |header: String, body: &'static [u8]| answered(move |c| reply(c, "200 OK", &header, body)).unwrap();
    let source = told(html("iso-8859-1"), "<p>“Grüße”".as_bytes());
    assert_eq!((&*source.text().0, &*source.charset, source.charset_guessed), ("<p>“Grüße”", "utf-8", true));
    let source = told(html("utf-8"), b"<p>Caf\xe9, d\xe9j\xe0 vu, na\xefve, \x93quoted\x94");
    assert_eq!((&*source.text().0, &*source.charset), ("<p>Café, déjà vu, naïve, “quoted”", "windows-1252"));
    let source = told(html("iso-2022-kr"), b"<p>plain words");
    assert_eq!(source.text().0, "<p>plain words");
    let source = told(html("utf-16"), b"<p>plain words");
    assert_eq!(source.text().0, "<p>plain words");
    let source = told(html("no-such-charset"), "<p>Grüße".as_bytes());
    assert_eq!(source.text().0, "<p>Grüße");
}

#[test]
fn unreachable_server_is_reported() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let refused = get(&format!("http://127.0.0.1:{port}/"), &Options::default());
    assert!(matches!(refused, Err(Failure::Unreachable(..))), "{refused:?}");
    let unknown = get("http://no-such-host.invalid/", &Options::default());
    assert!(matches!(unknown, Err(Failure::UnknownHost(_))), "{unknown:?}");
}

#[test]
fn reset_connection_is_rejected() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<p>Some words",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<p>0123456789abc\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<p>Words whose end is the connection's",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            // Closing with an unread request resets the connection.
            let mut connection = listener.accept().unwrap().0;
            while connection.peek(&mut [0]).unwrap() == 0 {}
            raw(&mut connection, answer);
        });
        let result = get(&format!("http://127.0.0.1:{port}/"), &Options::default());
        assert!(matches!(result, Err(Failure::BadResponse(_))), "{answer:?}: {result:?}");
    }
}

#[test]
fn server_without_tls_is_reported() {
    // The answer to the handshake is not TLS.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            raw(&mut connection.unwrap(), b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let result = get(&format!("https://127.0.0.1:{port}/"), &Options::default());
    assert!(matches!(result, Err(Failure::Tls(..))), "{result:?}");
}
