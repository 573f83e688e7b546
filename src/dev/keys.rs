//! `dev keys`: writes assets/KEYS.md, the table of all keys, from the command table. A test compares them.

use crate::tui::keys::table::{CommandEntry, Group, TABLE};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const HEAD: &str =
    "# Keys\n\nWritten by `sayso dev keys`. The settings can change every key; `?` shows those in force.\n";

/// Writes the file.
///
/// # Errors
///
/// The file can't be written.
pub fn write(_: &[String]) -> Result<(), String> {
    std::fs::write(file(), keys()).map_err(|error| error.to_string())
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/KEYS.md")
}

/// Returns the keys as Markdown, one table per group.
fn keys() -> String {
    let mut out = String::from(HEAD);
    for group in Group::ALL {
        let leads = |entry: &&CommandEntry| entry.group == group && entry.command.listed_with() == entry.command;
        let entries: Vec<&CommandEntry> = TABLE.iter().filter(leads).collect();
        if entries.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n\n| key | does |\n| --- | --- |", group.title());
        for entry in entries {
            let keys = entry.command.listed().flat_map(|command| command.entry().keys);
            let keys = keys.map(|key| format!("`{}`", key.replace('|', "\\|"))).collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "| {keys} | {} |", entry.command.row_description().replace('|', "\\|"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_file_matches_the_command_table() {
        let text = std::fs::read_to_string(file()).unwrap_or_default();
        assert!(text == keys(), "assets/KEYS.md is out of date: run `sayso dev keys`");
    }
}
