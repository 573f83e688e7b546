//! Reads the values of settings. Messages never hold a value that is not one of the known words, since it may be a secret.

use super::fields::suggestion;
use std::ops::RangeInclusive;
use toml_edit::Value;

/// Returns the index of the word that the value is.
///
/// # Errors
/// It is none of them; a clause with a suggestion.
pub(super) fn choice(name: &str, value: &Value, words: &[&str]) -> Result<usize, String> {
    let written = value.as_str().unwrap_or_default();
    let found = words.iter().position(|word| *word == written);
    found.ok_or_else(|| {
        format!("`{name}` must be one of {}{}", listed(words), suggestion(written, words.iter().copied()))
    })
}

/// Returns a number in a range.
///
/// # Errors
/// It is none; a clause.
pub(super) fn number(name: &str, value: &Value, range: &RangeInclusive<u16>) -> Result<u16, String> {
    let number = value.as_integer().and_then(|number| u16::try_from(number).ok()).filter(|it| range.contains(it));
    number.ok_or_else(|| format!("`{name}` must be a number from {} to {}", range.start(), range.end()))
}

/// Returns a list of texts; `None` if the value is something else.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Words in quotation marks, separated by commas.
pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}
