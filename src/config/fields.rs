//! Flattens TOML to a list of entries with line numbers. Lines that cannot be parsed are skipped and reported.

use crate::small_sort::SmallSort;
use std::fmt;
use toml_edit::{Document, Item, Table, Value};

/// A problem in one of the user's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsProblem {
    /// Line, counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// The problem as a clause, with a suggestion if there is one.
    pub text: String,
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.text),
            line => write!(f, "line {line}: {}", self.text),
        }
    }
}

/// An entry of a file.
#[derive(Clone, Debug)]
pub struct Field {
    /// Names of its tables, then its own.
    pub path: Vec<String>,
    /// Line of its name, counted from 1.
    pub line: usize,
    /// Value of the entry.
    pub value: Value,
}

/// Maximum number of lines blanked because they are not TOML; beyond that, parsing the rest would mislead.
const MOST_ERRORS: usize = 20;

/// Returns the entries in order, and problems with lines that are not TOML.
pub fn fields(text: &str) -> (Vec<Field>, Vec<SettingsProblem>) {
    let mut text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    let mut problems = Vec::new();
    loop {
        match Document::parse(text.as_str()) {
            Ok(document) => return (flat(document.as_table(), &text), problems),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start.min(text.len()));
                let message = error.message().lines().collect::<Vec<_>>().join(", ");
                problems.push(SettingsProblem { line: line_of(&text, at), text: message });
                if problems.len() > MOST_ERRORS || !blank_line(&mut text, at) {
                    return (Vec::new(), problems);
                }
            }
        }
    }
}

/// Blanks the line around byte `at`. Returns false if it is already blank.
fn blank_line(text: &mut String, at: usize) -> bool {
    let at = text.floor_char_boundary(at);
    // An error at a line's end belongs to that line.
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if text[start..end].trim().is_empty() {
        return false;
    }
    let blank = " ".repeat(end - start);
    text.replace_range(start..end, &blank);
    true
}

/// Returns the line of a byte, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count()
}

fn flat(root: &Table, text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut tables: Vec<(Vec<String>, &Table)> = vec![(Vec::new(), root)];
    while let Some((path, table)) = tables.pop() {
        for (name, item) in table {
            let path: Vec<String> = path.iter().cloned().chain([name.to_owned()]).collect();
            match item {
                Item::Table(table) => tables.push((path, table)),
                Item::Value(value) => {
                    let key = table.key(name).and_then(toml_edit::Key::span).or_else(|| value.span());
                    let line = key.map_or(0, |span| line_of(text, span.start));
                    fields.push(Field { path, line, value: value.clone() });
                }
                Item::ArrayOfTables(array) => tables.extend(array.iter().map(|table| (path.clone(), table))),
                Item::None => {}
            }
        }
    }
    fields.small_sort_by_key(|field| field.line);
    fields
}

/// Returns ` (did you mean …?)` if one of the names is similar to `written`, else an empty string.
pub fn suggestion<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(written, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Returns the name most similar to `written`, if it is similar enough.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.into_iter().map(|name| (strsim::jaro_winkler(written, name), name));
    near.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
