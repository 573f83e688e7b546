//! An archive that wget writes of a server on the loopback address: chunks and packing as they came over the wire.

use super::archive::{chunks, gz, page};
use super::command::{rows, sayso};
use super::server::Server;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

const PAGES: [&str; 4] = ["plain", "chunked", "packed", "both"];

fn answer(path: &str, connection: &mut std::net::TcpStream) {
    let name = path.trim_start_matches('/');
    let (status, lines, body) = match name {
        "plain" => ("200 OK", "Content-Type: text/html\r\n", page(name)),
        "chunked" => ("200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunks(&page(name))),
        "packed" => ("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gz(&page(name))),
        "both" => (
            "200 OK",
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            chunks(&gz(&page(name))),
        ),
        "picture" => ("200 OK", "Content-Type: image/png\r\n", b"\x89PNG".to_vec()),
        "moved" => ("302 Found", "Location: /plain\r\nContent-Type: text/html\r\n", b"<p>moved</p>".to_vec()),
        _ => ("404 Not Found", "Content-Type: text/html\r\n", b"<p>none</p>".to_vec()),
    };
    let length = if lines.contains("chunked") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status}\r\n{lines}{length}Connection: close\r\n\r\n");
    let _ = connection.write_all(&[head.as_bytes(), &body].concat());
}

#[test]
fn archive_of_wget_is_read_whatever_its_options() {
    if Command::new("wget").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "wget is not installed");
        return;
    }
    let server = Server::start(answer);
    let paths = [&PAGES[..], &["picture", "moved", "none"]].concat();
    let addresses: Vec<_> = paths.iter().map(|path| server.at(&format!("/{path}"))).collect();
    for options in [&[][..], &["--no-warc-compression"], &["--no-warc-digests"], &["--compression=gzip"]] {
        let folder = tempfile::tempdir().unwrap();
        let run = Command::new("wget")
            .args(["--no-config", "--no-proxy", "--quiet", "--tries=1", "--warc-file=crawl", "-O", "/dev/null"])
            .args(options)
            .args(&addresses)
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert_eq!(run.code(), Some(8), "one address is not there");
        let name = if options == ["--no-warc-compression"] { "crawl.warc" } else { "crawl.warc.gz" };
        let run = sayso(folder.path(), &["extract", name, "--skipped", "skipped"]);
        let found = rows(&run.stdout);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let titles: Vec<_> = found.iter().map(|row| row["title"].as_str().unwrap()).collect();
        // What was moved is archived under its new address once more.
        assert_eq!(titles, ["plain", "chunked", "packed", "both", "plain"], "{options:?}");
        assert_eq!(found[1]["source"]["location"], server.at("/chunked"));
        let mut counts = BTreeMap::<String, usize>::new();
        for line in rows(&std::fs::read(folder.path().join("skipped")).unwrap()) {
            *counts.entry(line["reason"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        let requests = server.requests().len();
        assert!(requests >= 8);
        // Beside the picture there are wget's own arguments and its log.
        let expected = [("media type", 3), ("metadata", 1), ("request", 8), ("status", 2), ("warcinfo", 1)];
        assert_eq!(counts, expected.map(|(reason, count)| (reason.to_owned(), count)).into());
    }
}
