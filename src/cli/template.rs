//! Templates of `sayso quotes --template`: text with `{placeholders}`.

use crate::sanitize;

/// All placeholders with their descriptions.
pub const PLACEHOLDERS: &[(&str, &str)] = &[
    ("quote", "the quotation, without quote marks"),
    ("speaker", "the speaker's full name"),
    ("role", "the speaker's role"),
    ("kind", "direct, mixed or indirect"),
    ("cue", "the reporting words: said, according to"),
    ("mention", "the words that name the speaker at that place"),
    ("via", "the intermediary: told Reuters"),
    ("title", "the article's title"),
    ("author", "the article's authors"),
    ("site", "the publication"),
    ("date", "date of publication"),
    ("url", "the article's URL"),
    ("paragraph", "number of the paragraph"),
    ("time", "time in the recording, for a transcript"),
    ("confidence", "probability that quotation and speaker are right, 0 to 1"),
    ("grade", "sure, likely or uncertain"),
    ("source", "the file or URL as given"),
    ("citation", "speaker, title, site, date, URL and paragraph or time together"),
    ("number", "the quotation's number, from 1"),
];

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteTemplate {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Index into [`PLACEHOLDERS`], and the substitute for a missing value.
    Field(usize, String),
}

impl QuoteTemplate {
    /// Parses a template. The error contains the problem and a suggestion.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => plain.push_str(&escape(chars.next())),
                '{' | '}' if chars.peek() == Some(&c) => {
                    chars.next();
                    plain.push(c);
                }
                '{' => {
                    let inner: String = chars.by_ref().take_while(|&c| c != '}').collect();
                    parts.push(literal(&std::mem::take(&mut plain)));
                    parts.push(field(&inner)?);
                }
                '}' => return Err("a `}` without its `{` (write `}}` for a brace)".into()),
                c => plain.push(c),
            }
        }
        parts.push(literal(&plain));
        Ok(Self { parts })
    }

    /// Fills in the template. `value` returns the value of a placeholder, or `None` if there is none.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Field(at, fallback) => match value(PLACEHOLDERS[*at].0).filter(|text| !text.is_empty()) {
                    Some(found) => out.push_str(&sanitize::text(&found)),
                    None => out.push_str(fallback),
                },
            }
        }
        out
    }
}

fn literal(text: &str) -> Part {
    Part::Text(sanitize::text(text).into_owned())
}

fn escape(next: Option<char>) -> String {
    match next {
        Some('n') => "\n".into(),
        Some('t') => "\t".into(),
        Some('\\') | None => "\\".into(),
        Some(other) => format!("\\{other}"),
    }
}

fn field(inner: &str) -> Result<Part, String> {
    let (name, fallback) = inner.split_once('|').unwrap_or((inner, ""));
    let name = name.trim();
    match PLACEHOLDERS.iter().position(|(known, _)| *known == name) {
        Some(at) => Ok(Part::Field(at, sanitize::text(fallback).into_owned())),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> String {
    let near = PLACEHOLDERS.iter().map(|(known, _)| (strsim::jaro_winkler(name, known), *known));
    match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((score, known)) if score > 0.75 => format!("no placeholder `{{{name}}}`; did you mean `{{{known}}}`?"),
        _ => {
            let all = PLACEHOLDERS.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
            format!("no placeholder `{{{name}}}`; there are {all}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, String> {
        let value = |name: &str| (name != "role").then(|| name.to_uppercase());
        QuoteTemplate::parse(template).map(|template| template.fill(value))
    }

    #[test]
    fn placeholders_are_filled_and_missing_values_replaced() {
        assert_eq!(filled("{speaker}: {quote}\\n").as_deref(), Ok("SPEAKER: QUOTE\n"));
        assert_eq!(filled("{role|no role}, {role}.").as_deref(), Ok("no role, ."));
        assert_eq!(filled("{{{kind}}}\\t\\\\").as_deref(), Ok("{KIND}\t\\"));
    }

    #[test]
    fn wrong_template_is_reported_with_suggestion() {
        assert_eq!(filled("{speeker}"), Err("no placeholder `{speeker}`; did you mean `{speaker}`?".into()));
        assert!(filled("{qqq}").unwrap_err().starts_with("no placeholder `{qqq}`; there are quote, "));
        assert!(filled("a}").is_err());
    }
}
