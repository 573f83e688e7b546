//! `SAYSO_LOG`: the messages written at each level, and data that must never be written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `sayso extract` on a page with the log going to `value`.
fn extract(folder: &Path, value: &str) -> Output {
    let page = folder.join("page.html");
    let text = "<h1>A title</h1><p>The harbour wall is to be rebuilt by the spring, the mayor said on Friday.</p>";
    fs::write(&page, text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(["extract", "--no-rules"]).arg(&page).env("SAYSO_LOG", value).output().unwrap()
}

#[test]
fn log_has_sizes_and_times_but_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sayso.log");
    for runs in 1..=2 {
        assert!(extract(folder.path(), file.to_str().unwrap()).status.success());
        let log = fs::read_to_string(&file).unwrap();
        assert_eq!(log.matches("page.html: 97 bytes in ").count(), runs, "{log}");
        for stage in [" INFO  pipeline: parse: 2 blocks in ", " declutter: ", " attribute: ", " relate: "] {
            assert_eq!(log.matches(stage).count(), runs, "{stage}: {log}");
        }
        assert!(!log.contains("harbour") && !log.contains("title"), "{log}");
    }
}

#[test]
fn log_keeps_to_its_level() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sayso.log");
    extract(folder.path(), &format!("{}:warn", file.display()));
    assert_eq!(fs::read_to_string(&file).unwrap(), "");
}

#[test]
fn log_that_cannot_be_opened_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let output = extract(folder.path(), folder.path().to_str().unwrap());
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && message.contains("SAYSO_LOG: "), "{message}");
}

#[test]
#[cfg(unix)]
fn log_is_private_and_hides_passwords() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sayso.log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(["extract", "http://user:secret@127.0.0.1:9/x"]).env("SAYSO_LOG", format!("{}:trace", file.display()));
    assert!(!command.output().unwrap().status.success());
    let log = fs::read_to_string(&file).unwrap();
    assert!(log.contains("WARN  load: http://127.0.0.1:9/x: failed") && !log.contains("secret"), "{log}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}
