//! The program over containers: what it prints for each article, and what it says of those that can't be read.

use crate::server::Server;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const MAIL: &str =
    "From: Ada Vane <ada@hive.example>\nTo: b@c.example\nSubject: One\nDate: Tue, 3 Mar 2026 09:30:00 +0100\n";
const TEXT: &str = "The keepers of the northern valley counted their hives again this week, and for the first time in nine \
    years the number rose.";

fn mailbox(count: usize) -> String {
    let message = |number: usize| {
        let body = if number == 2 { String::new() } else { format!("{TEXT} Number {number}.\n") };
        format!(
            "From ada@hive.example Tue Mar  3 09:30:00 2026\n{}\n{body}\n",
            MAIL.replace("One", &format!("Issue {number}"))
        )
    };
    (1..=count).map(message).collect()
}

fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder.join("home"));
    command.stdin(std::fs::File::open(folder.join("inbox")).map_or_else(|_| Stdio::null(), Stdio::from));
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn mailbox_opens_like_several_sources() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("inbox"), mailbox(9)).unwrap();
    for source in ["inbox", "-"] {
        let answer = sayso(folder.path(), &["extract", source, "--jobs", "2"]);
        assert_eq!(answer.status.code(), Some(1));
        let (told, printed) = (err(&answer), out(&answer));
        let name = if source == "-" { "-#2" } else { "inbox#2" };
        assert_eq!(told, format!("sayso: {name}: the file is empty\n"), "{source}");
        let titles: Vec<String> = printed
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].as_str().unwrap().to_owned())
            .collect();
        let expected: Vec<String> = (1..=9).filter(|n| *n != 2).map(|n| format!("Issue {n}")).collect();
        assert_eq!(titles, expected, "{source}");
    }
    let one = sayso(folder.path(), &["show", "inbox#3"]);
    assert!(out(&one).contains("Number 3."), "{}", out(&one));
    let none = sayso(folder.path(), &["show", "inbox#10"]);
    assert_eq!(err(&none), "sayso: inbox#10: there is no such article in it; it has 9\n");
    let all = sayso(folder.path(), &["show", "inbox"]);
    assert_eq!(out(&all).matches("Number ").count(), 8);
}

#[test]
fn all_mails_of_a_mailbox_on_the_web_are_extracted() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_, connection| {
        let body = mailbox(5);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/mbox\r\nContent-Length: {}\r\n\r\n", body.len());
        connection.write_all(format!("{head}{body}").as_bytes()).unwrap();
    });
    let address = server.at("/inbox");
    let answer = sayso(folder.path(), &["extract", &address]);
    assert_eq!(err(&answer), format!("sayso: {address}#2: the file is empty\n"));
    let rows: Vec<serde_json::Value> = out(&answer).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Issue 1", "Issue 3", "Issue 4", "Issue 5"]);
    assert_eq!(rows[1]["source"]["location"], format!("{address}#3"));
    assert_eq!(server.requests().len(), 1, "it is asked once");
    let array = sayso(folder.path(), &["extract", "--format", "json", &address]);
    let array: serde_json::Value = serde_json::from_slice(&array.stdout).unwrap();
    assert_eq!(array.as_array().map(Vec::len), Some(4));
}

#[test]
fn mailbox_and_maildir_are_imported_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("inbox"), mailbox(5)).unwrap();
    for (part, name, number) in [("cur", "1700000000.a:2,S", 1), ("new", "1700000001.b", 7)] {
        let within = folder.path().join("Mail").join(part);
        std::fs::create_dir_all(&within).unwrap();
        let subject = MAIL.replace("One", &format!("Issue {number}"));
        std::fs::write(within.join(name), format!("{subject}\n{TEXT} Number {number}.\n")).unwrap();
    }
    let first = sayso(folder.path(), &["import", "inbox", "Mail"]);
    assert_eq!(
        out(&first),
        "inbox (mbox): 4 new articles, 1 failed\nMail (folder): 1 new article, 1 already saved\n",
        "{}",
        err(&first)
    );
    let again = sayso(folder.path(), &["import", "Mail"]);
    assert_eq!(out(&again), "Mail (folder): 0 new articles, 2 already saved\n");
    let shown = sayso(folder.path(), &["show", "Mail"]);
    assert_eq!(out(&shown).matches("Number ").count(), 2);
    let added = sayso(folder.path(), &["add", "inbox"]);
    assert_eq!(out(&added).matches("already saved").count(), 4, "{}", out(&added));
}
