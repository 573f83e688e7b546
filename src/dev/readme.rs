//! `dev readme`: writes what the README tells of the program's tables, between its markers; a test compares.

use crate::tui::keys::table::{CommandEntry, Group, TABLE};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- keys: written by `sayso dev readme` -->\n";
const END: &str = "<!-- end of keys -->\n";

/// Writes the keys anew.
///
/// # Errors
///
/// The README can't be read or written, or has lost its markers.
pub fn write(_: &[String]) -> Result<(), String> {
    let text = std::fs::read_to_string(file()).map_err(|error| error.to_string())?;
    let text = renewed(&text).ok_or("README.md has no markers for the keys")?;
    std::fs::write(file(), text).map_err(|error| error.to_string())
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn renewed(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", keys()))
}

/// The table of keys as Markdown, group by group.
fn keys() -> String {
    let mut out = String::from("| key | does |\n| --- | --- |\n");
    for group in Group::ALL {
        let entries: Vec<&CommandEntry> =
            TABLE.iter().filter(|entry| entry.group == group && !entry.keys.is_empty()).collect();
        if entries.is_empty() {
            continue;
        }
        let _ = writeln!(out, "| | **{}** |", group.title());
        for entry in entries {
            let keys =
                entry.keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "| {keys} | {} |", entry.description.replace('|', "\\|"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readme_lists_current_keys() {
        let text = std::fs::read_to_string(file()).unwrap();
        assert!(
            renewed(&text).as_ref() == Some(&text),
            "README.md lists other keys than the table: run `sayso dev readme`"
        );
    }
}
