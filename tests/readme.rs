//! Runs the README's examples: the text below `$ sayso …` in a `console` block must be the program's output.
//!
//! `SAYSO_TEST_UPDATE_README=1 cargo test --test readme` updates it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

/// Splits a command line at blanks, except within single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

fn printed(line: &str) -> String {
    let words = words(line);
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(&words[1..])
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{line}");
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn readme_examples_match_output() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(file).unwrap();
    let mut renewed = String::new();
    let mut within = false;
    let mut examples = 0;
    for line in readme.lines() {
        within = within && line != "```";
        if !within {
            renewed.push_str(line);
            renewed.push('\n');
        }
        within |= line == "```console";
        if let Some(command) = line.strip_prefix("$ ").filter(|_| within) {
            renewed.extend([line, "\n", &printed(command)]);
            examples += 1;
        }
    }
    if std::env::var_os("SAYSO_TEST_UPDATE_README").is_some() {
        std::fs::write(file, renewed).unwrap();
    } else {
        assert!(
            renewed == readme,
            "the examples print something else now: SAYSO_TEST_UPDATE_README=1 cargo test --test readme"
        );
    }
    assert!(examples > 0);
}
