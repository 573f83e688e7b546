//! Front matter: the few keys with metadata, from the YAML or TOML before a Markdown text. It supports plain values,
//! quoted values, lists in both notations and one level of nesting; all else is skipped.

use crate::document::Metadata;
use crate::parse::dates;
use crate::parse::metadata::{self, names};
use crate::sanitize;

/// Longest front matter, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// Splits the text into front matter, if it has one, and the rest.
pub fn split(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start_matches(['\u{feff}', '\n']);
    let Some(fence) =
        ["---", "+++"].into_iter().find(|fence| start.lines().next().is_some_and(|line| line.trim_end() == *fence))
    else {
        return (None, text);
    };
    let inner = &start[start.find('\n').map_or(start.len(), |at| at + 1)..];
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        let end = at + line.len();
        let is_fence = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        if is_fence && inner[..at].lines().any(|line| entry(line).is_some()) {
            return (Some(&inner[..at]), &inner[end..]);
        }
        if is_fence || end > MAX_LENGTH {
            break;
        }
        at = end;
    }
    (None, text)
}

/// Parses a line `key: value` or `key = value` without indentation.
fn entry(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '-', '#', '[']) {
        return None;
    }
    let at = line.find([':', '='])?;
    let key = line[..at].trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    is_key.then(|| (key, line[at + 1..].trim()))
}

/// Returns the metadata in the front matter.
pub fn metadata(front: &str) -> Metadata {
    let mut meta = Metadata::default();
    for (key, values) in entries(front) {
        let first = || values.first().map(|value| metadata::one_line(value)).filter(|value| !value.is_empty());
        match key.to_ascii_lowercase().as_str() {
            "title" => meta.title = meta.title.take().or_else(first),
            "author" | "authors" | "creator" | "by" | "byline" if meta.authors.is_empty() => {
                meta.authors = values.iter().flat_map(|value| names::authors(value)).collect();
            }
            "date" | "published" | "pubdate" | "publishdate" | "date_published" | "published_at" | "datepublished"
            | "created" => {
                meta.published = meta.published.take().or_else(|| values.first().and_then(|value| dates::find(value)));
            }
            "url" | "source" | "canonical" | "canonical_url" | "canonicalurl" | "link" | "permalink"
            | "original_url" => {
                meta.url = meta.url.take().or_else(|| {
                    values.iter().find(|value| value.starts_with("http")).map(|url| sanitize::url(url).into_owned())
                });
            }
            "site" | "site_name" | "publication" | "publisher" | "website" => {
                meta.site = meta.site.take().or_else(first);
            }
            "lang" | "language" | "locale" => {
                meta.language =
                    meta.language.take().or_else(|| values.first().and_then(|value| metadata::language_tag(value)));
            }
            "description" | "summary" | "excerpt" | "subtitle" => {
                meta.description = meta.description.take().or_else(first);
            }
            "image" | "cover" | "thumbnail" | "cover_image" => meta.image = meta.image.take().or_else(first),
            _ => {}
        }
    }
    meta
}

/// Returns keys with their values, in order.
fn entries(front: &str) -> Vec<(&str, Vec<String>)> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for line in front.lines() {
        if let Some((key, value)) = entry(line) {
            found.push((key, values(value)));
            continue;
        }
        let (Some((_, values)), text) = (found.last_mut(), line.trim()) else { continue };
        if text.is_empty() || text.starts_with('#') || values.len() >= 100 {
            continue;
        }
        if let Some(item) = text.strip_prefix("- ") {
            let item = item.strip_prefix("name:").unwrap_or(item);
            values.push(unquoted(item));
        } else if let Some((key, value)) = entry(text) {
            if key.eq_ignore_ascii_case("name") {
                values.push(unquoted(value));
            }
        } else if line.starts_with([' ', '\t']) {
            // A value folded over several lines.
            match values.last_mut() {
                Some(value) => {
                    value.push(' ');
                    value.push_str(text);
                }
                None => values.push(unquoted(text)),
            }
        } else if !text.starts_with(']') {
            values.push(unquoted(text.trim_end_matches(',')));
        }
    }
    found
}

/// Returns the values after a key: none, one, or an inline list.
fn values(raw: &str) -> Vec<String> {
    if raw.is_empty() || matches!(raw, ">" | "|" | ">-" | "|-" | "[" | "null" | "~") {
        return Vec::new();
    }
    match raw.strip_prefix('[') {
        Some(list) => {
            list.trim_end_matches(']').split(',').map(unquoted).filter(|item| !item.is_empty()).take(100).collect()
        }
        None => vec![unquoted(raw)],
    }
}

fn unquoted(raw: &str) -> String {
    let raw = raw.trim();
    for mark in ['"', '\''] {
        if let Some(inner) = raw.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
            return if mark == '"' { inner.replace("\\\"", "\"") } else { inner.replace("''", "'") };
        }
    }
    raw.to_owned()
}
