//! Books: what is exported as EPUB is read again as the same article.

use crate::project;
use std::path::Path;
use std::process::{Command, Output};

fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).current_dir(folder).env_clear().env("HOME", folder.join("home"));
    command.output().unwrap()
}

fn reading(folder: &Path, source: &str) -> serde_json::Value {
    let answer = sayso(folder, &["extract", source]);
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// Quotations with the names of their speakers.
fn said(reading: &serde_json::Value) -> Vec<String> {
    let name = |id: &serde_json::Value| reading["speakers"][id.as_u64().unwrap() as usize]["name"].to_string();
    let quotes = reading["quotes"].as_array().unwrap().iter();
    quotes
        .map(|quote| {
            let names: Vec<_> = quote["speakers"].as_array().unwrap().iter().map(name).collect();
            format!("{}: {}", names.join(" and "), quote["text"])
        })
        .collect()
}

#[test]
fn exported_book_is_the_same_article() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(project("assets/sample.html"), folder.path().join("page.html")).unwrap();
    let added = sayso(folder.path(), &["add", "page.html"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let exported = sayso(folder.path(), &["export", "--format", "epub", "--output", "book.epub"]);
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let (page, book) = (reading(folder.path(), "page.html"), reading(folder.path(), "book.epub"));
    let words = |reading: &serde_json::Value| -> Vec<String> {
        reading["text"].as_str().unwrap().split_whitespace().map(str::to_owned).collect()
    };
    let mut rest = words(&book);
    let all = words(&page);
    let missing = all.iter().filter(|word| match rest.iter().position(|other| other == *word) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    });
    assert!(missing.count() * 200 <= all.len());
    assert_eq!(said(&book), said(&page));
    for field in ["title", "authors", "site", "url", "language"] {
        assert_eq!(book[field], page[field], "{field}");
    }
    let again = sayso(folder.path(), &["add", "book.epub"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains(": 1 "), "{}", String::from_utf8_lossy(&again.stdout));
    let listed = sayso(folder.path(), &["list", "--format", "jsonl"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 1);
}
