//! Lists in their formats: JSON, JSON lines, CSV and Markdown alike for every command; tables are each command's own.

use super::output::StdoutWriter;
use crate::cli::error::CliError;
use crate::reading::export;
use serde::Serialize;
use std::io::Write;

/// Prints values as one JSON array, each on its own lines, as they come.
#[derive(Debug, Default)]
pub struct JsonArray {
    count: usize,
}

impl JsonArray {
    /// Prints one more value.
    pub fn push(&mut self, json: &str, out: &mut StdoutWriter) -> Result<(), CliError> {
        out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
        out.write_all(json.as_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// Closes the array.
    pub fn finish(self, out: &mut StdoutWriter) -> Result<(), CliError> {
        out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
        Ok(())
    }
}

/// A value as JSON on one line.
pub fn json(value: &impl Serialize) -> Result<String, CliError> {
    serde_json::to_string(value).map(escaped).map_err(|error| CliError::Failed(error.to_string()))
}

/// A value as JSON on many lines.
pub fn pretty_json(value: &impl Serialize) -> Result<String, CliError> {
    serde_json::to_string_pretty(value).map(escaped).map_err(|error| CliError::Failed(error.to_string()))
}

/// JSON in which what steers a terminal (C1 codes, DEL, bidi overrides: a file's name may hold them) is escaped.
fn escaped(json: String) -> String {
    let steers = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}');
    if !json.contains(steers) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if steers(c) {
            out.extend(["\\u", &format!("{:04x}", c as u32)]);
        } else {
            out.push(c);
        }
    }
    out
}

/// Fields as one CSV record by RFC 4180, but with `\n` as its end.
pub fn csv(fields: &[&str]) -> Result<Vec<u8>, CliError> {
    let failed = |error: String| CliError::Failed(error);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(fields).map_err(|error| failed(error.to_string()))?;
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// A field that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it, as OWASP advises.
pub fn escape_csv_formula(mut field: String) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        field.insert(0, '\'');
    }
    field
}

/// Text within a line of Markdown: what could be read as a mark is escaped, line ends become blanks.
pub fn markdown(text: &str) -> String {
    export::markdown::escaped(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_inert() {
        assert_eq!(escape_csv_formula("=1+1".into()), "'=1+1");
        assert_eq!(escape_csv_formula("We won.".into()), "We won.");
    }

    #[test]
    fn json_keeps_values_and_steers_no_terminal() {
        let value = "a\u{9b}31m\u{7f}\u{202e}\x1bé";
        let text = json(&value).unwrap_or_default();
        assert_eq!(text, r#""a\u009b31m\u007f\u202e\u001bé""#);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }
}
