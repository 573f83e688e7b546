//! `sayso extract` on archives: rows, counts, lists, statuses; and a run that is killed and resumed.

use super::archive::{Outcome, Packing, gz, http, page, record, response, traps};
use sayso::load::warc::SkipReason;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Runs the program in a folder.
pub fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder).stdin(Stdio::null());
    command
}

pub fn rows(text: &[u8]) -> Vec<Value> {
    let lines = std::str::from_utf8(text).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn titles(text: &[u8]) -> Vec<String> {
    rows(text).iter().map(|row| row["title"].as_str().unwrap_or_default().to_owned()).collect()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with an archive of all traps under each packing's name, and further records that only the whole program
/// can judge.
fn folder() -> (tempfile::TempDir, Vec<String>, usize) {
    let folder = tempfile::tempdir().unwrap();
    // The bound of the program is larger than that of the reader's tests.
    let large = b"urn:uuid:large>";
    let traps = || traps().into_iter().filter(|trap| !trap.bytes.windows(large.len()).any(|text| text == large));
    let mut records: Vec<_> = traps().map(|trap| trap.bytes).collect();
    let page_name = |outcome| if let Outcome::Page(name) = outcome { Some(name) } else { None };
    let mut pages: Vec<String> = traps().filter_map(|trap| page_name(trap.outcome)).collect();
    const HTML: &str = "Content-Type: text/html\r\n";
    records.push(record("response", "pdf", "", &http("200 OK", HTML, b"%PDF-1.7 binary")));
    records.push(record("response", "untyped", "", &http("200 OK", "", &page("untyped"))));
    records.push(record("response", "untyped-text", "", &http("200 OK", "", b"Nothing but a few words of text.")));
    pages.push("untyped".into());
    let skipped = records.len() - pages.len();
    for (name, packing) in [("a.warc.gz", Packing::Members), ("plain", Packing::Plain), ("one", Packing::OneMember)] {
        std::fs::write(folder.path().join(name), packing.pack(&records).0).unwrap();
    }
    (folder, pages, skipped)
}

#[test]
fn archive_gives_a_row_for_each_page_and_counts_the_rest() {
    let (folder, pages, skipped) = folder();
    for name in ["a.warc.gz", "plain", "one"] {
        let run = sayso(folder.path(), &["extract", name, "--skipped", "skipped"]);
        assert_eq!(titles(&run.stdout), pages, "{name}");
        assert_eq!(run.status.code(), Some(0), "{}", message(&run));
        let told = message(&run);
        let expected = format!(
            "sayso: {name}: {} pages; skipped {skipped} (conversion 1, empty 1, media type 5, metadata 1, not http 1, \
             not text 1, record type 1, request 1, revisit 1, segment 1, status 2, warcinfo 1)\n",
            pages.len()
        );
        assert_eq!(told, expected);
        let list = rows(&std::fs::read(folder.path().join("skipped")).unwrap());
        assert_eq!(list.len(), skipped);
        let gone = list.iter().find(|line| line["url"] == "https://news.example/gone").unwrap();
        assert_eq!((gone["reason"].as_str(), gone["detail"].as_str()), (Some(SkipReason::Status.name()), Some("404")));
        assert_eq!((gone["file"].as_str(), gone["record_id"].as_str()), (Some(name), Some("urn:uuid:gone")));
    }
}

#[test]
fn row_tells_its_place_in_the_archive() {
    let (folder, ..) = folder();
    let run = sayso(folder.path(), &["extract", "a.warc.gz", "-q"]);
    let rows = rows(&run.stdout);
    assert!(run.stderr.is_empty());
    let plain = &rows[0]["source"];
    assert_eq!(plain["location"], "https://news.example/plain");
    assert_eq!(plain["media_type"], "text/html");
    let warc = &plain["warc"];
    assert_eq!((warc["file"].as_str(), warc["record_id"].as_str()), (Some("a.warc.gz"), Some("urn:uuid:plain")));
    assert_eq!((warc["date"].as_str(), warc["truncated"].as_str()), (Some("2019-03-01T12:00:00Z"), None));
    let offset = warc["offset"].as_u64().unwrap();
    let range = format!("{offset}-{}", offset + 1);
    let alone = sayso(folder.path(), &["extract", "a.warc.gz", "-q", "--range", &range]);
    assert_eq!(super::command::rows(&alone.stdout), rows[..1]);
}

#[test]
fn same_text_is_read_from_a_file_and_from_every_coding() {
    let (folder, ..) = folder();
    let rows = rows(&sayso(folder.path(), &["extract", "a.warc.gz"]).stdout);
    for row in rows.iter().filter(|row| row["title"] != "quoted") {
        let name = row["title"].as_str().unwrap();
        let file = format!("{name}.html");
        std::fs::write(folder.path().join(&file), page(name)).unwrap();
        let alone = sayso(folder.path(), &["extract", &file, "--url", &format!("https://news.example/{name}")]);
        let alone = super::command::rows(&alone.stdout);
        assert_eq!(row["text"], alone[0]["text"], "{name}");
        assert_eq!(row["quotes"], alone[0]["quotes"], "{name}");
    }
}

#[test]
fn archive_on_standard_input_is_read() {
    let (folder, pages, _) = folder();
    let bytes = std::fs::read(folder.path().join("a.warc.gz")).unwrap();
    for (format, first) in [("jsonl", "{"), ("json", "[")] {
        let mut child = command(folder.path(), &["extract", "-", "-q", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
        let run = child.wait_with_output().unwrap();
        let text = String::from_utf8(run.stdout).unwrap();
        assert!(text.starts_with(first));
        assert_eq!(text.matches("\"schema\":").count(), pages.len());
    }
}

#[test]
fn damage_is_reported_with_its_place_and_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<_> = (0..5).map(|n| response(&format!("page{n}"))).collect();
    let (mut file, places) = Packing::Members.pack(&records);
    file[places[2] as usize + 60] ^= 0x10;
    std::fs::write(folder.path().join("rotten.warc.gz"), &file[..file.len() - 20]).unwrap();
    let run = sayso(folder.path(), &["extract", "rotten.warc.gz", "--skipped", "skipped"]);
    assert_eq!(titles(&run.stdout), ["page0", "page1", "page3"]);
    assert_eq!(run.status.code(), Some(1));
    let told = message(&run);
    assert!(told.contains(&format!("sayso: rotten.warc.gz: byte {}: ", places[2])), "{told}");
    assert!(told.contains(&format!("byte {}: the file ends too early; left out", places[4])), "{told}");
    assert!(told.ends_with("sayso: rotten.warc.gz: 3 pages; skipped 2 (damaged 2)\n"), "{told}");
    let list = rows(&std::fs::read(folder.path().join("skipped")).unwrap());
    assert_eq!(list.iter().map(|line| line["offset"].as_u64().unwrap()).collect::<Vec<_>>(), [places[2], places[4]]);
}

#[test]
fn wrong_use_is_told() {
    let (folder, ..) = folder();
    std::fs::write(folder.path().join("a.html"), page("a")).unwrap();
    for (arguments, status, words) in [
        (&["extract", "a.html", "--range", "5-"][..], 1, "a.html: not a web archive; --range needs one"),
        (&["extract", "plain", "--range", "5-2"], 2, "not a range of bytes"),
        (&["extract", "plain", "--resume", "x", "--format", "json"], 2, "leave out --format json"),
        (&["extract", "a.html", "--resume", "a.html"], 1, "it holds lines that are no readings"),
        (&["extract", "plain", "--resume", "."], 1, ".: "),
    ] {
        let run = sayso(folder.path(), arguments);
        assert_eq!((run.status.code(), run.stdout.len()), (Some(status), 0), "{arguments:?}");
        assert!(message(&run).contains(words), "{}", message(&run));
    }
    assert_eq!(
        std::fs::read(folder.path().join("a.html")).unwrap(),
        page("a"),
        "a file that holds no rows is left alone"
    );
    sayso(folder.path(), &["extract", "plain", "--resume", "out"]);
    let run = sayso(folder.path(), &["extract", "one", "--resume", "out"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(message(&run).contains("the last row is of plain, which is not among the sources"));
}

/// An archive of many pages, between which records are skipped.
fn long_archive(folder: &Path, name: &str, packing: Packing) -> PathBuf {
    let mut records = Vec::new();
    for number in 0..60 {
        records.push(record("request", &format!("req{number}"), "", b"GET / HTTP/1.1\r\n\r\n"));
        records.push(response(&format!("page{number}")));
        let binary = http("200 OK", "Content-Type: text/html\r\n", b"\x89PNG\r\n");
        records.push(record("response", &format!("binary{number}"), "", &binary));
    }
    let path = folder.join(name);
    std::fs::write(&path, packing.pack(&records).0).unwrap();
    path
}

#[test]
fn killed_run_is_resumed_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    long_archive(folder.path(), "a.warc.gz", Packing::Members);
    long_archive(folder.path(), "b.warc", Packing::Plain);
    long_archive(folder.path(), "c.warc.gz", Packing::OneMember);
    std::fs::write(folder.path().join("p.html"), page("p")).unwrap();
    let sources = ["extract", "a.warc.gz", "p.html", "b.warc", "c.warc.gz", "-q"];
    let whole = sayso(folder.path(), &[&sources[..], &["--skipped", "all-skipped"]].concat());
    let all_skipped = std::fs::read(folder.path().join("all-skipped")).unwrap();
    assert_eq!(rows(&whole.stdout).len(), 181);
    let out = folder.path().join("out");
    let mut kills = 0;
    for (number, stop) in [1_usize, 20, 59, 61, 90, 121, 150].into_iter().enumerate() {
        let resumed = [&sources[..], &["--resume", "out", "--skipped", "skipped"]].concat();
        let mut child = command(folder.path(), &resumed).spawn().unwrap();
        // Killed as soon as so many rows are there, in the middle of its work.
        while child.try_wait().unwrap().is_none() {
            if count_lines(&out) >= stop {
                child.kill().unwrap();
                kills += 1;
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.wait().unwrap();
        if number % 2 == 0 && out.exists() {
            // A row that breaks off, as a full disk or a crash leaves it.
            let length = std::fs::metadata(&out).unwrap().len();
            std::fs::File::options().write(true).open(&out).unwrap().set_len(length.saturating_sub(30)).unwrap();
        }
    }
    assert!(kills > 2, "{kills}");
    let last = sayso(folder.path(), &[&sources[..], &["--resume", "out", "--skipped", "skipped"]].concat());
    assert_eq!(last.status.code(), Some(0), "{}", message(&last));
    assert!(std::fs::read(&out).unwrap() == whole.stdout, "the rows differ");
    let skipped = std::fs::read(folder.path().join("skipped")).unwrap();
    assert_eq!(String::from_utf8(skipped).unwrap(), String::from_utf8(all_skipped).unwrap());
    // A finished run is left as it is.
    sayso(folder.path(), &[&sources[..], &["--resume", "out"]].concat());
    assert!(std::fs::read(&out).unwrap() == whole.stdout);
}

fn count_lines(path: &Path) -> usize {
    std::fs::read_to_string(path).map_or(0, |text| text.matches('\n').count())
}

#[test]
fn union_of_ranges_of_the_command_is_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_archive(folder.path(), "a.warc.gz", Packing::Members);
    let length = std::fs::metadata(path).unwrap().len();
    let whole = sayso(folder.path(), &["extract", "a.warc.gz", "-q"]).stdout;
    let (first, second) = (length / 3 + 1, length / 2 + 7);
    let mut union = Vec::new();
    for range in [format!("0-{first}"), format!("{first}-{second}"), format!("{second}-")] {
        union.extend(sayso(folder.path(), &["extract", "a.warc.gz", "-q", "--range", &range]).stdout);
    }
    assert!(union == whole);
}

#[test]
fn page_beyond_the_limit_is_skipped_within_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let large = page("large").repeat(25_000_000 / page("large").len());
    let block = http("200 OK", "Content-Type: text/html\r\n", &large);
    let records = [response("first"), record("response", "large", "", &block), response("last")];
    for (name, packing) in [("a.gz", Packing::Members), ("plain", Packing::Plain), ("one", Packing::OneMember)] {
        std::fs::write(folder.path().join(name), packing.pack(&records).0).unwrap();
        let run = sayso(folder.path(), &["extract", name]);
        assert_eq!(titles(&run.stdout), ["first", "last"]);
        assert_eq!(message(&run), format!("sayso: {name}: 2 pages; skipped 1 (too large 1)\n"));
    }
    // One that is too large only when it is unpacked.
    let block = http("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &gz(&large));
    std::fs::write(folder.path().join("bomb"), record("response", "large", "", &block)).unwrap();
    let run = sayso(folder.path(), &["extract", "bomb"]);
    assert_eq!(message(&run), "sayso: bomb: 0 pages; skipped 1 (too large 1)\n");
}
