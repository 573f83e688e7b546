//! Inputs that have broken other readers, given to the program under limits on memory and time.
//!
//! Sizes are chosen so that quadratic work does not finish in time. The program that `cargo test` builds gets a tenth of
//! the size.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking and tells what it tries"
)]

#[path = "../child/mod.rs"]
mod child;
mod files;
mod inputs;
mod library;

use child::{Run, is_optimised, sayso};
use inputs::{DEEP, Input, LIMIT, LONG, SPEECH, STRANGE};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// Factor by which inputs are smaller for the program that `cargo test` builds, which is some five times slower.
fn shrink() -> usize {
    if is_optimised() { 1 } else { 10 }
}

fn attempted_size(input: &Input) -> usize {
    input.size / shrink()
}

/// The program that `cargo test` builds is optimised a little: a tenth of the largest input takes it five seconds.
fn time() -> Duration {
    Duration::from_secs(if is_optimised() { 10 } else { 30 })
}

#[test]
fn deep_inputs_are_read() {
    try_all(DEEP);
}

#[test]
fn long_inputs_are_read() {
    try_all(LONG);
}

#[test]
fn endless_speech_is_read() {
    try_all(SPEECH);
}

#[test]
fn strange_characters_are_read() {
    try_all(STRANGE);
}

#[test]
fn largest_inputs_are_read() {
    try_all(LIMIT);
}

/// Tries the inputs whose names contain `SAYSO_TEST_HOSTILE` and reports all failures together.
/// `SAYSO_TEST_HOSTILE_VERBOSE` reports each run; `SAYSO_TEST_HOSTILE_SAVE` only writes the inputs into that folder.
fn try_all(inputs: &[Input]) {
    let only = std::env::var("SAYSO_TEST_HOSTILE").unwrap_or_default();
    let told = std::env::var("SAYSO_TEST_HOSTILE_VERBOSE").is_ok();
    let mut failures = Vec::new();
    for input in inputs.iter().filter(|input| input.name.contains(&only)) {
        let start = std::time::Instant::now();
        let result = attempt(input);
        if told {
            eprintln!(
                "{:>7.2} s  {}: {} {:?}",
                start.elapsed().as_secs_f32(),
                input.ending,
                input.name,
                result.as_ref().err()
            );
        }
        if let Err(why) = result {
            failures.push(format!("{} ({}): {why}", input.name, input.ending));
        }
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

fn attempt(input: &Input) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    if let Ok(kept) = std::env::var("SAYSO_TEST_HOSTILE_SAVE") {
        let name = format!("{}.{}", input.name.replace(' ', "-"), input.ending);
        std::fs::write(Path::new(&kept).join(name), (input.make)(attempted_size(input))).unwrap();
        return Ok(());
    }
    let file = format!("input.{}", input.ending);
    std::fs::write(folder.path().join(&file), (input.make)(attempted_size(input))).unwrap();
    let reading = whole(&sayso(folder.path(), &["extract", &file], b"", time()))?;
    complete(&reading)?;
    // Without optimisation, reading alone takes minutes.
    if !is_optimised() {
        return Ok(());
    }
    // Commands that draw, that keep the clutter, and that print little of the page.
    clean(&sayso(folder.path(), &["show", &file], b"", time()))?;
    clean(&sayso(folder.path(), &["extract", "--keep-clutter", &file], b"", time()))?;
    clean(&sayso(folder.path(), &["related", &file], b"", time()))
}

/// Returns the single reading that a clean run printed.
fn whole(run: &Run) -> Result<Value, String> {
    clean(run)?;
    if run.status != Some(0) {
        return Err(format!("status {:?}: {}", run.status, run.err));
    }
    let value: Value = serde_json::from_slice(&run.out).map_err(|error| format!("no JSON: {error}"))?;
    clean_value(&value)?;
    Ok(value)
}

/// Checks that the program ended by itself, in time, with clean output, and without a panic.
fn clean(run: &Run) -> Result<(), String> {
    if run.killed {
        return Err(format!("asleep after {:?}", time() * 10));
    }
    if run.status.is_none() {
        return Err(format!("ended by a signal, out of memory or after {:?} of work: {}", time(), run.err));
    }
    if run.err.contains("sayso itself failed") || run.err.contains("panicked") {
        return Err(run.err.clone());
    }
    let out = std::str::from_utf8(&run.out).map_err(|error| format!("standard output: {error}"))?;
    steered_by(out).or_else(|| steered_by(&run.err)).map_or(Ok(()), |c| Err(format!("the output holds {c:?}")))
}

/// Returns the first character that controls a terminal or is invisible.
fn steered_by(text: &str) -> Option<char> {
    text.chars().find(|&c| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
    })
}

/// Checks that no string in the JSON, unescaped, contains characters forbidden in printed text.
fn clean_value(value: &Value) -> Result<(), String> {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) => {
                if let Some(c) = steered_by(text) {
                    return Err(format!("{c:?} in {:?}", text.chars().take(80).collect::<String>()));
                }
            }
            Value::Array(values) => left.extend(values),
            Value::Object(fields) => left.extend(fields.values()),
            _ => {}
        }
    }
    Ok(())
}

/// Checks that spans are within the text, blocks agree with it, and the text is not empty.
fn complete(reading: &Value) -> Result<(), String> {
    let text: Vec<char> = reading["text"].as_str().ok_or("no text")?.chars().collect();
    let empty = Vec::new();
    let list = |name: &str| reading[name].as_array().unwrap_or(&empty).clone();
    if list("blocks").is_empty() && list("clutter").is_empty() {
        return Err("nothing was read".into());
    }
    for block in list("blocks") {
        let at = |name: &str| block[name].as_u64().unwrap_or(u64::MAX) as usize;
        let part: String = text.get(at("start")..at("end")).ok_or("a block outside the text")?.iter().collect();
        if Some(part.as_str()) != block["text"].as_str() {
            return Err("a block whose place holds other text".into());
        }
    }
    for quote in list("quotes") {
        for span in quote["spans"].as_array().unwrap_or(&empty) {
            let at = |name: &str| span[name].as_u64().unwrap_or(u64::MAX) as usize;
            let part = text.get(at("start")..at("end")).ok_or("a quote outside the text")?;
            if part.is_empty() {
                return Err("an empty quote".into());
            }
        }
    }
    Ok(())
}

fn run_on(files: &[(&str, &[u8])], arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    sayso(folder.path(), arguments, b"", time())
}

/// Checks that a run fails with status 1 and one clean line.
#[track_caller]
fn fails(run: &Run, with: &str) {
    clean(run).unwrap();
    assert_eq!((run.status, run.err.lines().count()), (Some(1), 1), "{}", run.err);
    assert!(run.err.contains(with) && run.err.starts_with("sayso: "), "{}", run.err);
}

#[test]
fn unreadable_sources_fail_in_one_line() {
    let packed = gzip(&b"Some words that are packed. ".repeat(100));
    for (name, bytes, with) in [
        ("cut.html.gz", &packed[..packed.len() - 3], "incomplete"),
        ("empty.html", b"", "empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n", "not text"),
        ("paper.txt", b"%PDF-1.4", "damaged"),
        ("bytes", b"\0\x01\x02\x03\x04\x05\x06", "not text"),
    ] {
        for command in ["show", "extract", "quotes", "related"] {
            fails(&run_on(&[(name, bytes)], &[command, name]), with);
        }
    }
    fails(&run_on(&[], &["show", "none.html"]), "no such file");
    fails(&run_on(&[], &["show", "."]), "folder");
    fails(&run_on(&[], &["show", "http://no-such-host.invalid/"]), "not found");
    fails(&run_on(&[], &["show", "ftp://example.org/"]), "ftp");
}

#[test]
fn bomb_is_refused_before_unpacking() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..2048 / shrink() {
        std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    fails(&run_on(&[("bomb.txt.gz", &bomb)], &["extract", "bomb.txt.gz"]), "too large");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

/// All metadata of a page, with escape sequences, raw and as entities, in each place.
const STEERING: &str = "<!doctype html><html lang='\x1b[2J'><head><title>T\x1b]0;owned\x07&#x1b;[31m&#x9b;31m\u{202e}x</title>
<meta name=author content='A\x1b[31m&#27;]52;c;aGk=&#7; Byron'><meta property=og:site_name content='S&#x9b;2J&#8238;'>
<meta property='article:published_time' content='2024-01-02&#x1b;[5m'><link rel=canonical href='http://example.org/\x1b[31m&#x1b;x'>
<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"H\\u001b[31m\\u009b\\u202e\",\"author\":{\"name\":\"N\\u001b]0;x\\u0007\"}}</script>
</head><body class='\x1b[31m'><h1>T\x1b[31m title&#x9b;</h1><p>By Ada&#x1b;[31m Byron</p>
<p id='\x1b'>“Words&#x1b;[31m,” Ada\u{9b}31m Byron\x1b]8;;http://evil/\x07 said.\u{e0041} <a href='http://x/\x1b]0;y\x07&#x202e;'>link\x1b</a></p>
<img src='a\x1b.png' alt='alt\x1b[31m&#x9b;'><pre><code class='language-\x1b[31m'>code\x1b[31m&#8;&#0;</code></pre>
<table><tr><td>cell\x1b[31m<td>&#x1b;]0;x&#x7;</table><h2>Related</h2><ul><li><a href='/r\x1b[31m'>Story\x1b[31m of much</a></ul>";

#[test]
fn escape_sequences_are_removed() {
    let markdown = "---\ntitle: \"T\\x1b[31m\\e\"\nauthor: A\x1b[31m\n---\n# H\x1b[31m\n\n[l\x1b](http://x/\x1b \"t\x1b\") `c\x1b`\n\n```a\x1b\nx\x1b\n```\n\n[^\x1b]: n\n\n“A,” B\x1b[1m said.\n";
    let text = "T\x1b[31mitle\nBy A\x1b[31m B\n\n“Words\x1b]0;x\x07 \u{9b}31m,” Ada\x1b[0m Byron said.\r\x08\x0e\n";
    for (name, bytes) in [("a.html", STEERING), ("a.md", markdown), ("a.txt", text)] {
        for arguments in [
            &["show", name][..],
            &["show", name, "--format", "markdown"],
            &["show", name, "--format", "html"],
            &["show", name, "--keep-clutter"],
            &["show", name, "--url", "http://x/\u{1b}[31m\u{9b}"],
            &["quotes", name],
            &["quotes", name, "--format", "csv"],
            &["quotes", name, "--format", "markdown"],
            &["related", name],
            &["extract", name],
            &["extract", name, "--keep-clutter"],
        ] {
            let run = run_on(&[(name, bytes.as_bytes())], arguments);
            clean(&run).unwrap_or_else(|why| panic!("{arguments:?}: {why}"));
            if arguments[0] == "extract" {
                whole(&run).unwrap_or_else(|why| panic!("{arguments:?}: {why}"));
            }
        }
    }
}

#[test]
fn one_bad_source_does_not_stop_the_others() {
    let files: [(&str, &[u8]); 3] = [("a.txt", b"First."), ("b.txt", b"%PDF-"), ("c.txt", b"Third.")];
    let run = run_on(&files, &["extract", "a.txt", "b.txt", "none", "c.txt"]);
    clean(&run).unwrap();
    assert_eq!(run.status, Some(1));
    let lines: Vec<Value> =
        String::from_utf8(run.out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().filter_map(|line| line["source"]["location"].as_str()).collect();
    assert_eq!(told, ["a.txt", "c.txt"]);
    assert_eq!(run.err.lines().count(), 2);
}

#[test]
fn standard_input_is_read_like_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = sayso(
        folder.path(),
        &["extract", "--keep-clutter", "-"],
        &gzip("<p>“Packed,” Ada Byron said.</p>".as_bytes()),
        time(),
    );
    let reading = whole(&run).unwrap();
    assert!(reading["text"].as_str().unwrap().contains("“Packed,”"));
    fails(&sayso(Path::new("."), &["show", "-"], b"", time()), "standard input: the file is empty");
}
