//! Common list formats: JSON, JSON lines, CSV and Markdown. Tables are specific to each command.

use crate::cli::error::CliError;
use crate::reading::export;
use crate::reading::json::escape_controls;
use serde::Serialize;
use std::io::Write;

/// Prints values as one JSON array, one by one.
#[derive(Debug, Default)]
pub struct JsonArray {
    count: usize,
}

impl JsonArray {
    /// Prints one more value.
    pub fn push(&mut self, json: &str, out: &mut impl Write) -> Result<(), CliError> {
        out.write_all(if self.count == 0 { b"[\n" } else { b",\n" })?;
        out.write_all(json.as_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// Closes the array.
    pub fn finish(self, out: &mut impl Write) -> Result<(), CliError> {
        out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
        Ok(())
    }
}

/// Formats a value as one line of JSON.
pub fn json(value: &impl Serialize) -> Result<String, CliError> {
    serde_json::to_string(value).map(escape_controls).map_err(|error| CliError::Failed(error.to_string()))
}

/// Formats a value as indented JSON.
pub fn pretty_json(value: &impl Serialize) -> Result<String, CliError> {
    serde_json::to_string_pretty(value).map(escape_controls).map_err(|error| CliError::Failed(error.to_string()))
}

/// Formats a CSV record (RFC 4180, but ending in `\n`).
pub fn csv(fields: &[&str]) -> Result<Vec<u8>, CliError> {
    let failed = |error: String| CliError::Failed(error);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(fields).map_err(|error| failed(error.to_string()))?;
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// Puts an apostrophe before a field that a spreadsheet would take for a formula, as OWASP recommends.
pub fn escape_csv_formula(mut field: String) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        field.insert(0, '\'');
    }
    field
}

/// Escapes text for a line of Markdown; line ends become blanks.
pub fn markdown(text: &str) -> String {
    export::markdown::escaped(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formula_like_csv_field_is_escaped() {
        assert_eq!(escape_csv_formula("=1+1".into()), "'=1+1");
        assert_eq!(escape_csv_formula("We won.".into()), "We won.");
    }

    #[test]
    fn json_keeps_values_and_escapes_control_characters() {
        let value = "a\u{9b}31m\u{7f}\u{202e}\x1bé";
        let text = json(&value).unwrap_or_default();
        assert_eq!(text, r#""a\u009b31m\u007f\u202e\u001bé""#);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), value);
    }
}
