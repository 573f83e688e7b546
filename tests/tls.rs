//! TLS connections to local servers: untrusted certificates, and connections closed without `close_notify`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod server;

use base64::Engine as _;
use sayso::load::{Failure, Options};
use server::{Server, get, reply};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// End of a connection after a complete answer.
#[derive(Clone, Copy)]
enum Farewell {
    /// With `close_notify`, which prevents truncation by a third party.
    Said,
    /// The connection is closed without it.
    Left,
}

/// A server with a self-signed certificate.
struct Secure {
    port: u16,
    /// Certificate in PEM form.
    certificate: String,
    /// Bytes of requests that arrived after decryption.
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Secure {
    /// Starts a server for these names, with a certificate valid between these years, that gives every request the same
    /// answer.
    fn start(names: &[&str], validity: [i32; 2], answer: &'static str, farewell: Farewell) -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let names = names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let mut asked = rcgen::CertificateParams::new(names).unwrap();
        [asked.not_before, asked.not_after] = validity.map(|year| rcgen::date_time_ymd(year, 1, 1));
        let certificate = asked.self_signed(&key).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .unwrap();
        let (config, heard) = (Arc::new(config), Arc::new(Mutex::new(Vec::new())));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, kept) = (listener.local_addr().unwrap().port(), Arc::clone(&heard));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let session = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = rustls::StreamOwned::new(session, connection.unwrap());
                let mut bytes = [0; 4096];
                let Ok(length @ 1..) = stream.read(&mut bytes) else { continue };
                kept.lock().unwrap().extend_from_slice(&bytes[..length]);
                let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
                if matches!(farewell, Farewell::Said) {
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            }
        });
        let lines = base64::prelude::BASE64_STANDARD.encode(certificate.der());
        let certificate = format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n");
        Self { port, certificate, heard }
    }
}

#[test]
fn untrusted_certificate_is_rejected() {
    for (names, validity) in [
        (&["localhost", "127.0.0.1"][..], [2000, 2100]),
        (&["localhost", "127.0.0.1"], [2000, 2001]),
        (&["localhost", "127.0.0.1"], [2099, 2100]),
        (&["another.example"], [2000, 2100]),
    ] {
        let server = Secure::start(names, validity, "", Farewell::Said);
        for host in ["localhost", "127.0.0.1"] {
            let address = format!("https://me:secret@{host}:{}/private", server.port);
            let result = get(&address, &Options::default());
            assert!(matches!(result, Err(Failure::Tls(..))), "{names:?} {validity:?}: {result:?}");
        }
        assert_eq!(*server.heard.lock().unwrap(), b"", "nothing is sent to whom nobody vouches for");
    }
}

/// Runs the program, which trusts only the certificates in `authorities`; returns status, standard output, standard
/// error.
fn sayso(home: &Path, authorities: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    let output = command.args(words).env_clear().env("HOME", home).env("SSL_CERT_FILE", authorities).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn connection_without_close_notify_needs_content_length() {
    const OPEN: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>The first words.";
    const TOLD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n\r\n<p>The first words.";
    const CHUNKED: &str =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n<p>The first words.\r\n";
    for (answer, farewell, whole) in [
        (OPEN, Farewell::Said, true),
        (OPEN, Farewell::Left, false),
        (TOLD, Farewell::Said, true),
        (TOLD, Farewell::Left, true),
        (CHUNKED, Farewell::Said, false),
        (CHUNKED, Farewell::Left, false),
    ] {
        let home = tempfile::tempdir().unwrap();
        let server = Secure::start(&["localhost"], [2000, 2100], answer, farewell);
        let trusted = home.path().join("authorities.pem");
        std::fs::write(&trusted, &server.certificate).unwrap();
        let address = format!("https://localhost:{}/page", server.port);
        let (status, text, told) = sayso(home.path(), &trusted, &["show", &address]);
        assert_eq!((status, text.contains("first words")), (Some(i32::from(!whole)), whole), "{answer:?}: {told}");
        let (status, _, _) = sayso(home.path(), &trusted, &["add", &address]);
        assert_eq!(status, Some(i32::from(!whole)), "{answer:?}");
        let (_, found, _) = sayso(home.path(), &trusted, &["search", "words"]);
        assert_eq!(found.contains("first words"), whole, "{answer:?}: {found}");
    }
}

#[test]
fn cert_file_without_certificates_is_rejected() {
    let home = tempfile::tempdir().unwrap();
    let server = Secure::start(&["localhost"], [2000, 2100], "", Farewell::Said);
    let address = format!("https://localhost:{}/page", server.port);
    let empty = home.path().join("empty.pem");
    std::fs::write(&empty, "no certificate\n").unwrap();
    for (file, why) in [(empty.as_path(), "holds no certificates"), (Path::new("/no/such"), "cannot be read")] {
        let (status, _, told) = sayso(home.path(), file, &["show", &address]);
        assert_eq!((status, told.lines().count()), (Some(1), 1), "{told}");
        assert!(told.contains(why) && told.contains("SSL_CERT_FILE"), "{told}");
    }
    assert_eq!(*server.heard.lock().unwrap(), b"");
}

#[test]
fn plain_http_needs_no_certificates_and_gives_proxy_the_whole_address() {
    let home = tempfile::tempdir().unwrap();
    let proxy = Server::start(|_, connection| {
        reply(connection, "200 OK", "Content-Type: text/html\r\n", b"<p>The first words of a page.");
    });
    let output = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(["show", "http://pages.example/page?x=1"])
        .env_clear()
        .env("HOME", home.path())
        .env("SSL_CERT_FILE", "/no/such")
        .env("http_proxy", proxy.at("/"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("first words"), "{output:?}");
    let requests = proxy.requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    assert!(request.starts_with("GET http://pages.example/page?x=1 HTTP/1.1\r\n"), "{request}");
    assert!(request.to_ascii_lowercase().contains("\r\nhost: pages.example\r\n"), "{request}");
}

#[test]
fn headers_and_cookies_of_a_host_go_there_over_tls_only() {
    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n\r\n<p>The first words.";
    let home = tempfile::tempdir().unwrap();
    let server = Secure::start(&["localhost", "127.0.0.1"], [2000, 2100], PAGE, Farewell::Said);
    let trusted = home.path().join("authorities.pem");
    std::fs::write(&trusted, &server.certificate).unwrap();
    let cookies = home.path().join("cookies.txt");
    std::fs::write(
        &cookies,
        "localhost\tFALSE\t/\tTRUE\t0\tsession\ts3cret1\nother.example\tFALSE\t/\tTRUE\t0\tx\ts3cret2\n",
    )
    .unwrap();
    let folder = home.path().join(".config/sayso");
    std::fs::create_dir_all(&folder).unwrap();
    let settings = format!(
        "[hosts.localhost]\ncookies = {:?}\n[hosts.localhost.headers]\nX-Token = \"s3cret3\"\n",
        cookies.display().to_string()
    );
    std::fs::write(folder.join("config.toml"), settings).unwrap();
    let heard = || String::from_utf8(std::mem::take(&mut *server.heard.lock().unwrap())).unwrap().to_lowercase();
    let own = format!("https://localhost:{}/page", server.port);
    let (status, text, told) = sayso(home.path(), &trusted, &["show", &own]);
    assert_eq!(status, Some(0), "{told}");
    let sent = heard();
    assert!(sent.contains("x-token: s3cret3") && sent.contains("cookie: session=s3cret1\r\n"), "{sent}");
    assert!(!format!("{text}{told}").contains("s3cret"), "{text}{told}");
    let (status, ..) = sayso(home.path(), &trusted, &["show", &format!("https://127.0.0.1:{}/page", server.port)]);
    assert_eq!((status, heard().contains("s3cret")), (Some(0), false));
    // A server that does not speak TLS hears nothing of them either.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let bare = format!("http://localhost:{}/page", listener.local_addr().unwrap().port());
    let plain = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = [0; 4096];
        let length = stream.read(&mut bytes).unwrap();
        stream.write_all(PAGE.as_bytes()).unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    });
    let (status, ..) = sayso(home.path(), &trusted, &["show", &bare]);
    let sent = plain.join().unwrap();
    assert_eq!((status, sent.contains("s3cret")), (Some(0), false), "{sent}");
}
