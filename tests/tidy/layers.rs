//! The order of modules: a file uses only modules listed before its own, so that there are no cycles.

use super::{code, none, sources};

/// The modules of the crate.
const CRATE: [&str; 39] = [
    "sanitize",
    "white_space",
    "web_address",
    "log_file",
    "paths",
    "plural",
    "small_sort",
    "char_class",
    "name_parts",
    "atomic_write",
    "bounded_read",
    "child_process",
    "io_reason",
    "clock",
    "lazy",
    "ordered",
    "panics",
    "forest",
    "limits",
    "document",
    "article",
    "layout",
    "load",
    "sample",
    "parse",
    "declutter",
    "reading",
    "config",
    "attribute",
    "relate",
    "models",
    "pipeline",
    "check",
    "library",
    "read_source",
    "site_rules",
    "tui",
    "dev",
    "cli",
];

/// The modules of `src/tui`.
const TUI: [&str; 15] = [
    "values",
    "display",
    "terminal_name",
    "theme",
    "highlight",
    "images",
    "paint",
    "hyperlinks",
    "keys",
    "reader",
    "overlay",
    "state",
    "view",
    "commands",
    "run",
];

#[test]
fn crate_modules_use_only_earlier_ones() {
    none(&later_uses(&[], &CRATE));
}

#[test]
fn tui_modules_use_only_earlier_ones() {
    none(&later_uses(&["tui"], &TUI));
}

#[test]
fn paths_in_groups_and_by_super_are_absolute() {
    let content = "use crate::{a, b::{C, d::E}};\nuse super::{f::G, h};\nfn i(j: super::super::K) {}\n";
    let found = paths("src/tui/view/list.rs", content);
    let found: Vec<String> = found.iter().map(|(line, path)| format!("{line} {}", path.join("::"))).collect();
    assert_eq!(found, ["1 a", "1 b::C", "1 b::d::E", "2 tui::view::f::G", "2 tui::view::h", "3 tui::K"]);
}

/// Returns uses of later modules, and modules missing in `order`, below the module `parent`.
fn later_uses(parent: &[&str], order: &[&str]) -> Vec<String> {
    let folder: String = ["src"].iter().chain(parent).map(|name| format!("{name}/")).collect();
    let rank = |name: &str| order.iter().position(|module| *module == name);
    let mut found = Vec::new();
    for (file, content) in sources() {
        let Some(own) = file.strip_prefix(&folder).and_then(|rest| rest.split(['/', '.']).next()) else { continue };
        // `src/python` is a crate of its own.
        if ["lib", "main", "mod", "python"].contains(&own) {
            continue;
        }
        let Some(own) = rank(own) else {
            found.push(format!("{file}: {own} is not in the list of modules"));
            continue;
        };
        for (line, path) in paths(&file, &content) {
            let used = path.iter().map(String::as_str).collect::<Vec<_>>();
            let used = used.strip_prefix(parent).and_then(|rest| rest.first());
            if used.and_then(|used| rank(used)).is_some_and(|used| used > own) {
                found.push(format!("{file}:{line} uses {}", path.join("::")));
            }
        }
    }
    found
}

/// Returns all paths of a file that start with `crate` or `super`: the line, and the segments below the crate.
fn paths(file: &str, content: &str) -> Vec<(usize, Vec<String>)> {
    let inside = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let module: Vec<String> = inside.split('/').map(str::to_owned).collect();
    let lines: Vec<&str> = code(content).map(|(_, line)| line).collect();
    let text = lines.join("\n");
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::").chain(text.match_indices("super::")) {
        // Only the start of a path: neither a longer word nor a further segment.
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut rest = &text[at..];
        let mut prefix = module.clone();
        while let Some(after) = rest.strip_prefix("super::") {
            prefix.pop();
            rest = after;
        }
        if let Some(after) = rest.strip_prefix("crate::") {
            (prefix, rest) = (Vec::new(), after);
        }
        let line = text[..at].matches('\n').count() + 1;
        let mut all = Vec::new();
        expand(rest, &prefix, &mut all);
        found.extend(all.into_iter().map(|path| (line, path)));
    }
    found.sort();
    found
}

/// Adds the paths at the start of `text`, with braces expanded, and returns the rest of the text.
fn expand<'a>(text: &'a str, prefix: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        while !rest.is_empty() {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let after = expand(rest, prefix, found);
            // An alias, or a character that does not belong to the path.
            let end = after.find([',', '}']).unwrap_or(after.len());
            rest = &after[end..];
        }
        return rest;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let path = [prefix, &[text[..end].to_owned()]].concat();
    if let Some(rest) = text[end..].strip_prefix("::") {
        expand(rest, &path, found)
    } else {
        found.push(path);
        &text[end..]
    }
}
