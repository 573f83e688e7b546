//! The library without the program: the dependency tree that other programs get.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

fn tree(arguments: &[&str]) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["tree", "--locked", "--offline", "--package", "sayso", "--edges", "normal", "--prefix", "none"]);
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

#[test]
fn library_without_app_has_no_screen_no_database_and_no_web() {
    let library = tree(&["--no-default-features"]);
    let program = tree(&[]);
    for name in ["ratatui", "crossterm", "rusqlite", "ureq", "clap", "syntect", "image", "rustls"] {
        assert!(!library.iter().any(|found| found == name), "{name}");
        assert!(program.iter().any(|found| found == name), "{name}");
    }
}
