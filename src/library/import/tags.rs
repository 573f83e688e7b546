//! Tags in all notations of exports. Pure.

use serde_json::Value;

/// Splits tags at any of these characters.
pub(super) fn parted(text: &str, user_data: &[char]) -> Vec<String> {
    text.split(user_data).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

/// Parses a JSON list or a Python list (`['a', "don't"]`); else splits at commas, or without any at `;` or `|`.
pub(super) fn listed(text: &str) -> Vec<String> {
    let text = text.trim();
    if !text.starts_with('[') {
        let user_data: &[char] = if text.contains(',') { &[','] } else { &[';', '|'] };
        return parted(text, user_data);
    }
    json(text).unwrap_or_else(|| python(text))
}

/// Parses a JSON list of tags.
pub(super) fn json(text: &str) -> Option<Vec<String>> {
    let all: Vec<Value> = serde_json::from_str(text).ok()?;
    Some(all.iter().filter_map(named).collect())
}

/// Returns a tag in JSON: a string, or an object with a name.
pub(super) fn named(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| value.get("name")?.as_str())?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn python(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut chars = text.chars();
    while let Some(quote) = chars.find(|ch| matches!(ch, '\'' | '"')) {
        let mut tag = String::new();
        while let Some(ch) = chars.next() {
            match ch {
                '\\' => tag.extend(chars.next()),
                ch if ch == quote => break,
                ch => tag.push(ch),
            }
        }
        all.push(tag.trim().to_owned());
    }
    all.retain(|tag| !tag.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_tags() {
        let cases: [(&str, &[&str]); 9] = [
            (r#"["a","b, c"]"#, &["a", "b, c"]),
            ("['a', 'b']", &["a", "b"]),
            (r#"["don't", 'favorite', 'peanut, butter']"#, &["don't", "favorite", "peanut, butter"]),
            (r"['it\'s']", &["it's"]),
            ("a, b,,c ", &["a", "b", "c"]),
            ("a;b c; d", &["a", "b c", "d"]),
            ("a|b", &["a", "b"]),
            ("[]", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(listed(text), expected, "{text}");
        }
    }
}
