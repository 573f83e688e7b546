//! Verdicts as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the draft's lines.

use super::Draft;
use crate::check::QuoteVerdict;
use crate::check::align::{WordIndex, alignments};
use crate::check::words::Words;
use crate::cli::error::CliError;
use crate::cli::rows::pretty_json;
use crate::library::CheckedQuote;
use serde_json::{Value, json};

/// The results of all drafts.
#[derive(Debug, Default)]
pub struct Sarif {
    results: Vec<Value>,
}

impl Sarif {
    /// Adds the verdicts of a draft; exact quotations are no results.
    pub fn add(&mut self, draft: &Draft, checked: &[CheckedQuote], failing: &[QuoteVerdict]) {
        let text = String::from_utf8_lossy(&draft.source.bytes);
        let words = Words::of(&text);
        let index = WordIndex::of(&words);
        for one in checked.iter().filter(|one| one.verdict != QuoteVerdict::Exact) {
            let quote = Words::of(&one.claim.text());
            let pairs = alignments(&quote, &words, &index).into_iter().next().unwrap_or_default();
            let place =
                pairs.first().zip(pairs.last()).map(|(first, last)| words.span(first.1..last.1.max(first.1) + 1));
            let region = place.map(|span| {
                let ((line, column), (last_line, last_column)) =
                    (position(&text, span.start), position(&text, span.end));
                json!({"startLine": line, "startColumn": column, "endLine": last_line, "endColumn": last_column})
            });
            let level = match one.verdict {
                verdict if failing.contains(&verdict) => "error",
                QuoteVerdict::Typography | QuoteVerdict::Elided | QuoteVerdict::Reported => "note",
                _ => "warning",
            };
            let mut location = json!({"artifactLocation": {"uri": uri(&draft.reading.source.location)}});
            if let Some(region) = region {
                location["region"] = region;
            }
            let mut result = json!({
                "ruleId": rule(one.verdict),
                "level": level,
                "message": {"text": message(one)},
                "locations": [{"physicalLocation": location}],
            });
            if let Some(found) = &one.found {
                let place = found.reading.article.meta.url.as_deref().unwrap_or(&found.reading.source.location);
                let text = found.sentences();
                result["relatedLocations"] = json!([{
                    "physicalLocation": {"artifactLocation": {"uri": uri(place)}},
                    "message": {"text": text},
                }]);
            }
            self.results.push(result);
        }
    }

    /// The whole document.
    pub fn document(self) -> Result<String, CliError> {
        let rules = QuoteVerdict::ALL.map(|verdict| {
            json!({"id": rule(verdict), "shortDescription": {"text": format!("quotation: {}", verdict.name())}})
        });
        pretty_json(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {"name": "sayso", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        }))
    }
}

/// "other-speaker"
fn rule(verdict: QuoteVerdict) -> String {
    verdict.name().replace(' ', "-")
}

fn message(one: &CheckedQuote) -> String {
    let mut text = format!("“{}”: {}", one.claim.text(), one.verdict.name());
    let Some(found) = &one.found else { return text };
    for change in &found.judgement.changes {
        text.push_str(&format!("; {}: “{}”, source: “{}”", change.kind.name(), change.draft, change.source));
    }
    if let Some(limit) = &found.judgement.limit {
        text.push_str(&format!("; left out: “{limit}”"));
    }
    let line = found.citation().line();
    if !line.is_empty() {
        text.push_str(&format!("; source: {line}"));
    }
    text
}

/// Line and column of a byte, both counted from 1, columns in code points.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

/// A location as a URI reference: signs that a URI may not hold are encoded.
fn uri(location: &str) -> String {
    const ENCODED: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'\\').add(b'{').add(b'}');
    percent_encoding::utf8_percent_encode(location, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_from_one_in_code_points() {
        assert_eq!(position("é“b”\ncd", 0), (1, 1));
        assert_eq!(position("é“b”\ncd", 5), (1, 3));
        assert_eq!(position("é“b”\ncd", 11), (2, 2));
    }
}
