//! The JSON of the sample, by value: its fields, and consistency of offsets, ids and texts.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::process::Command;

fn reading(options: &[&str]) -> Value {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(["extract", "--format", "json", "--sample"]).args(options).env_clear().env("HOME", home.path());
    let output = command.output().unwrap();
    assert_eq!((String::from_utf8_lossy(&output.stderr).as_ref(), output.status.code()), ("", Some(0)));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("{name} is no list"))
}

/// Returns the code points from `start` to `end`.
fn cut(text: &[char], span: &Value) -> String {
    let at = |name: &str| span[name].as_u64().unwrap() as usize;
    text[at("start")..at("end")].iter().collect()
}

#[test]
fn json_has_exactly_the_documented_fields() {
    let reading = reading(&[]);
    let fields = [
        "authors",
        "blocks",
        "clutter",
        "language",
        "links",
        "minutes",
        "problems",
        "published",
        "quotes",
        "related",
        "schema",
        "site",
        "source",
        "speakers",
        "standfirst",
        "text",
        "title",
        "url",
        "words",
    ];
    assert_eq!(keys(&reading), fields);
    assert_eq!(keys(&reading["source"]), ["charset", "location", "media_type"]);
    for (name, fields) in [
        ("clutter", &["after", "confidence", "reason", "text"][..]),
        ("speakers", &["id", "kind", "name", "quotes", "role"]),
        ("quotes", &["by", "confidence", "cue", "grade", "id", "kind", "mention", "spans", "speakers", "text", "via"]),
        ("links", &["end", "start", "text", "url"]),
        ("related", &["author", "kicker", "origin", "published", "summary", "title", "url"]),
    ] {
        for item in list(&reading, name) {
            assert_eq!(keys(item), fields, "{name}");
        }
    }
    for block in list(&reading, "blocks") {
        let mut fields = keys(block);
        fields.retain(|field| *field != "level");
        assert_eq!(fields, ["end", "kind", "role", "start", "text"]);
    }
}

#[test]
fn sample_metadata_is_read() {
    let reading = reading(&[]);
    assert_eq!(reading["schema"], 2);
    assert_eq!(reading["title"], "The town that wants its clock to stay late");
    assert_eq!(reading["authors"], serde_json::json!(["Tamsin Orrell"]));
    assert_eq!(reading["site"], "The Fenland Examiner");
    assert_eq!(reading["published"].as_str().map(|date| &date[..10]), Some("2026-05-12"));
    assert_eq!(reading["url"], "https://examiner.example/towns/the-clock-of-lower-brindle");
    assert_eq!(reading["source"]["media_type"], "text/html");
}

#[test]
fn offsets_are_code_points_and_match_texts() {
    for options in [&[][..], &["--keep-clutter"]] {
        let reading = reading(options);
        let text: Vec<char> = reading["text"].as_str().unwrap().chars().collect();
        let blocks = list(&reading, "blocks");
        let joined = blocks.iter().map(|block| block["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n\n");
        assert_eq!(reading["text"].as_str(), Some(joined.as_str()));
        for item in blocks.iter().chain(list(&reading, "links")) {
            assert_eq!(item["text"].as_str(), Some(cut(&text, item).as_str()));
        }
        for quote in list(&reading, "quotes") {
            let pieces: Vec<_> = list(quote, "spans").iter().map(|span| cut(&text, span)).collect();
            assert_eq!(quote["text"].as_str(), Some(pieces.join(" … ").as_str()));
            for evidence in ["cue", "mention"] {
                assert!(quote[evidence].is_null() || !cut(&text, &quote[evidence]).trim().is_empty());
            }
        }
    }
}

#[test]
fn speakers_and_quotes_reference_each_other() {
    let reading = reading(&[]);
    let (speakers, quotes) = (list(&reading, "speakers"), list(&reading, "quotes"));
    for (at, speaker) in speakers.iter().enumerate() {
        assert_eq!(speaker["id"], at);
        for quote in list(speaker, "quotes") {
            let quote = &quotes[quote.as_u64().unwrap() as usize];
            assert!(list(quote, "speakers").contains(&speaker["id"]), "{speaker} {quote}");
        }
    }
    for (at, quote) in quotes.iter().enumerate() {
        assert_eq!(quote["id"], at);
        assert!(matches!(quote["kind"].as_str(), Some("direct" | "mixed" | "indirect")));
        for speaker in list(quote, "speakers") {
            assert!(list(&speakers[speaker.as_u64().unwrap() as usize], "quotes").contains(&quote["id"]));
        }
    }
}

#[test]
fn blocks_are_complete_with_and_without_clutter() {
    let (hidden, kept) = (reading(&[]), reading(&["--keep-clutter"]));
    let texts =
        |list: &[Value]| list.iter().map(|block| block["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let mut apart = [texts(list(&hidden, "blocks")), texts(list(&hidden, "clutter"))].concat();
    let mut together = texts(list(&kept, "blocks"));
    apart.sort();
    together.sort();
    assert_eq!(apart, together);
    assert!(list(&kept, "clutter").is_empty());
    let shown = list(&hidden, "blocks").len() as i64;
    for clutter in list(&hidden, "clutter") {
        assert!((-1..shown).contains(&clutter["after"].as_i64().unwrap()), "{clutter}");
    }
}
