//! Invariants of the source tree that the compiler does not check: dependencies between layers, starts and lengths of
//! files, origins of assets, names required in help and README.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod layers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Maximum length of a file in lines, tests included.
const LONGEST_FILE: usize = 400;
/// Maximum number of fields of a struct.
const MOST_FIELDS: usize = 20;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns all files below a folder, sorted, as (path from the root, content); the content is empty if it is not text.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    let name = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), String::from_utf8(fs::read(path).unwrap()).unwrap_or_default())).collect()
}

/// Returns the Rust files of the program and its tests.
fn sources() -> Vec<(String, String)> {
    let all = files("src").into_iter().chain(files("tests"));
    all.filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "rs")).collect()
}

/// Returns the numbered lines of a file without comments and without the tests at its end.
fn code(content: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = content.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).enumerate();
    lines.map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default()))
}

#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n  {}", found.join("\n  "));
}

#[test]
fn pure_layers_have_no_side_effects() {
    const LAYERS: [&str; 8] = [
        "src/check",
        "src/parse",
        "src/declutter",
        "src/attribute",
        "src/relate",
        "src/document.rs",
        "src/article.rs",
        "src/reading",
    ];
    const FORBIDDEN: [&str; 17] = [
        "std::fs",
        "std::net",
        "std::time",
        "std::thread",
        "std::env",
        "std::process",
        "std::io",
        "std::sync",
        "thread_local!",
        "static mut",
        "log::",
        "ratatui",
        "crossterm",
        "rusqlite",
        "crate::library",
        "crate::tui",
        "crate::cli",
    ];
    let mut found = Vec::new();
    for (name, content) in sources().iter().filter(|(name, _)| LAYERS.iter().any(|layer| name.starts_with(layer))) {
        for (number, line) in code(content) {
            let known = FORBIDDEN.iter().filter(|word| line.contains(*word));
            found.extend(known.map(|word| format!("{name}:{number} uses {word}")));
        }
    }
    none(&found);
}

#[test]
fn layers_do_not_import_later_layers() {
    let rules: [(&str, &[&str]); 12] = [
        ("src/load/", &["crate::parse", "crate::declutter", "crate::attribute", "crate::article", "crate::reading"]),
        ("src/parse/", &["crate::declutter", "crate::attribute", "crate::article", "crate::reading"]),
        ("src/declutter/", &["crate::attribute", "crate::reading"]),
        ("src/attribute/", &["crate::declutter", "crate::load", "crate::parse"]),
        ("src/relate/", &["crate::attribute", "crate::load", "crate::pipeline"]),
        ("src/reading/", &["crate::load", "crate::parse", "crate::declutter", "crate::attribute", "crate::pipeline"]),
        ("src/layout/", &["crate::load", "crate::parse", "crate::declutter", "crate::article", "crate::reading"]),
        ("src/site_rules.rs", &["crate::tui", "crate::cli"]),
        ("src/models.rs", &["crate::library", "crate::tui", "crate::cli", "crate::site_rules"]),
        ("src/library/", &["crate::tui", "crate::cli", "ratatui", "crossterm"]),
        ("src/cli/", &["rusqlite", "ratatui"]),
        ("src/tui/", &["rusqlite", "clap"]),
    ];
    let mut found = Vec::new();
    for (name, content) in sources() {
        let forbidden = rules.iter().filter(|(layer, _)| name.starts_with(layer)).flat_map(|(_, words)| *words);
        for word in forbidden {
            let lines = code(&content).filter(|(_, line)| line.contains(word));
            found.extend(lines.map(|(number, _)| format!("{name}:{number} uses {word}")));
        }
    }
    none(&found);
}

#[test]
fn files_start_with_docs_and_are_short() {
    let mut found = Vec::new();
    for (name, content) in sources() {
        let lines = content.lines().count();
        if !content.starts_with("//!") {
            found.push(format!("{name} does not begin with `//!`"));
        }
        if lines > LONGEST_FILE {
            found.push(format!("{name} has {lines} lines"));
        }
    }
    none(&found);
}

#[test]
fn structs_stay_small() {
    let mut found = Vec::new();
    for (name, content) in sources() {
        let mut open: Option<(usize, usize)> = None;
        for (number, line) in code(&content) {
            if line.contains("struct ") && line.trim_end().ends_with('{') {
                open = Some((number, 0));
            } else if line.starts_with('}') {
                if let Some((start, fields)) = open.take().filter(|(_, fields)| *fields > MOST_FIELDS) {
                    found.push(format!("{name}:{start} has {fields} fields"));
                }
            } else if let Some((_, fields)) =
                open.as_mut().filter(|_| line.starts_with("    ") && !line.starts_with("     "))
            {
                *fields += usize::from(line.contains(": "));
            }
        }
    }
    none(&found);
}

#[test]
fn files_have_no_vague_names() {
    const NAMES: [&str; 14] = [
        "utils", "util", "helpers", "helper", "misc", "prelude", "common", "shared", "stuff", "tools", "extra",
        "things", "various", "manager",
    ];
    let mut found = Vec::new();
    for (name, content) in sources() {
        let parts = name.trim_end_matches(".rs").split('/');
        if parts.clone().any(|part| NAMES.contains(&part)) {
            found.push(format!("{name} has a vague name"));
        }
        if !name.starts_with("tests/") && !name.ends_with("/tests.rs") {
            let lines = code(&content).filter(|(_, line)| line.contains("use super::*") || line.contains("allow("));
            found.extend(lines.map(|(number, line)| format!("{name}:{number} {}", line.trim())));
        }
    }
    none(&found);
}

/// Returns the public types of the source by name, each with its files. Types visible only to the parent module are not
/// public.
fn public_types() -> BTreeMap<String, BTreeSet<String>> {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, content) in sources().into_iter().filter(|(file, _)| file.starts_with("src/")) {
        for (_, line) in code(&content) {
            let Some(item) = line.trim_start().strip_prefix("pub ") else { continue };
            let Some((kind, rest)) = item.split_once(' ') else { continue };
            if ["struct", "enum", "trait", "type", "union"].contains(&kind) {
                let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                // A macro's `$name` is none.
                if !name.is_empty() {
                    types.entry(name.to_owned()).or_default().insert(file.clone());
                }
            }
        }
    }
    types
}

#[test]
fn public_types_have_unique_names() {
    let shared = public_types().into_iter().filter(|(_, files)| files.len() > 1);
    none(&shared.map(|(name, files)| format!("{name} is in {files:?}")).collect::<Vec<_>>());
}

#[test]
fn assets_name_their_licence() {
    let table = fs::read_to_string(root().join("assets/README.md")).unwrap_or_default();
    let mut found = Vec::new();
    for (name, content) in files("assets") {
        let head: String = content.lines().take(8).collect::<Vec<_>>().join(" ").to_lowercase();
        let own = ["licence", "license", " mit ", " mit."].iter().any(|word| head.contains(word));
        let listed = name.strip_prefix("assets/").is_some_and(|name| {
            table.contains(&format!("`{name}`"))
                || name.rsplit_once('/').is_some_and(|(folder, _)| table.contains(&format!("`{folder}/*`")))
        });
        if !own && !listed && name != "assets/README.md" {
            found.push(format!("{name}: neither a licence in its head nor an entry in assets/README.md"));
        }
    }
    none(&found);
}

#[test]
fn linked_paths_are_modules_of_the_crate() {
    let paths = fs::read_to_string(root().join("assets/link/paths.txt")).unwrap();
    let names = paths.lines().filter_map(|line| line.strip_prefix("sayso::")?.split("::").next());
    let missing =
        |name: &&str| !["src/NAME.rs", "src/NAME"].iter().any(|path| root().join(path.replace("NAME", name)).exists());
    none(&names.filter(missing).map(|name| format!("no module {name}: run dev link-order again")).collect::<Vec<_>>());
}

#[test]
fn word_lists_are_sorted_and_unique() {
    let mut found = Vec::new();
    for (name, content) in
        files("assets").into_iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "txt"))
    {
        let mut before = "";
        for (number, line) in content.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() || line.starts_with('[') {
                // Only a heading or a comment starts a new list.
                before = if line.starts_with('#') { before } else { "" };
                continue;
            }
            if line <= before {
                found.push(format!("{name}:{} {line:?} after {before:?}", number + 1));
            }
            before = line;
        }
    }
    none(&found);
}

/// Returns the names under `[dependencies]`, `[dev-dependencies]` … in Cargo.toml.
fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut within = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once('=').filter(|(name, _)| within && !name.starts_with('#')) {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

#[test]
fn dependencies_are_in_the_readme() {
    let readme = fs::read_to_string(root().join("src/README.md")).unwrap();
    let has = |name: &String| {
        readme.lines().any(|line| line.starts_with(&format!("| `{name}`")) && line.len() > name.len() + 16)
    };
    none(
        &dependencies()
            .into_iter()
            .filter(|name| !has(name))
            .map(|name| format!("{name} has no line in src/README.md"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn dependencies_are_used() {
    let sources = sources();
    let used = |name: &String| {
        let path = format!("{}::", name.replace('-', "_"));
        sources.iter().any(|(_, content)| content.contains(&path))
    };
    none(
        &dependencies()
            .into_iter()
            .filter(|name| !used(name))
            .map(|name| format!("{name} is not used"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn commands_have_help_with_an_example() {
    let mut command = <sayso::cli::args::Args as clap::CommandFactory>::command();
    let help = command.render_long_help().to_string();
    let mut found = Vec::new();
    for sub in command.get_subcommands_mut().filter(|sub| !sub.is_hide_set()) {
        let name = sub.get_name().to_owned();
        if !help.contains(&format!("\n  {name} ")) {
            found.push(format!("{name} is not in the help"));
        }
        if !sub.render_long_help().to_string().contains(&format!("  sayso {name}")) {
            found.push(format!("{name} shows no example"));
        }
    }
    none(&found);
}

#[test]
fn doc_comments_do_not_begin_with_a_question_word() {
    const WORDS: [&str; 10] = ["What", "Who", "Whose", "Whom", "Whether", "How", "Where", "Which", "When", "Why"];
    let mut found = Vec::new();
    for (name, content) in sources() {
        // The first line of each paragraph begins the sentence; other lines continue it.
        let mut begins = true;
        for (number, line) in content.lines().enumerate() {
            let line = line.trim_start();
            let Some(text) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
                begins = true;
                continue;
            };
            let first = text.split_whitespace().next();
            if begins && first.is_some_and(|word| WORDS.contains(&word)) {
                found.push(format!("{name}:{} begins with {}", number + 1, first.unwrap_or_default()));
            }
            begins = first.is_none();
        }
    }
    none(&found);
}
