//! Date of publication in the data that a page's scripts draw it from, for pages that state it nowhere else.

use crate::parse::dates;
use crate::parse::html::dom::{following, text_below};
use dom_query::{NodeId, Tree};
use memchr::memmem;

/// Names of a date of publication in such data.
const KEYS: [&str; 11] = [
    "publicationDate",
    "datePublished",
    "date_published",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishedDate",
    "published_date",
    "pubDate",
    "firstPublishedAt",
];
/// Most bytes of scripts that are searched.
const MAX_BYTES: usize = 1 << 22;

/// Returns the date of publication that all data in the page's scripts agree on; none if there are several days, which
/// are those of other stories.
pub fn published(tree: &Tree, root: NodeId) -> Option<String> {
    let mut found: Option<String> = None;
    let mut left = MAX_BYTES;
    let mut at = Some(root);
    while let Some(id) = at {
        let is_script = tree.query_node_or(&id, false, |node| {
            node.as_element().is_some_and(|element| &*element.name.local == "script")
        });
        if is_script && left > 0 {
            let text = text_below(tree, id, left);
            left = left.saturating_sub(text.len());
            for date in stated(&text) {
                match &found {
                    Some(first) if first.get(..10) != date.get(..10) => return None,
                    Some(_) => {}
                    None => found = Some(date),
                }
            }
        }
        at = following(tree, root, id);
    }
    found
}

/// Returns true if a script may give a date of publication: it holds a part that some key has.
pub fn may_state(script: &[u8]) -> bool {
    let has = |part: &str| memmem::find(script, part.as_bytes()).is_some();
    has("ubli") && (has("ublish") || has("ublicationDate")) || has("pubDate")
}

/// Returns the days that a script's data give under one of the keys.
fn stated(script: &str) -> impl Iterator<Item = String> {
    KEYS.iter().flat_map(move |key| {
        let ends = script.match_indices(key).filter(|(at, _)| script[..*at].ends_with(['"', '\'']));
        ends.filter_map(|(at, _)| value(&script[at + key.len()..]))
    })
}

/// Reads the day that follows a key: `":"2024-03-05T08:00:00Z"`, with the quote marks escaped or not.
fn value(rest: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let rest = after_quote(rest)?.trim_start().strip_prefix(':')?;
    let rest = after_quote(rest.trim_start())?;
    let date = &rest[..rest.find(['"', '\'', '\\'])?];
    let is_day = date.len() <= LONGEST && date.starts_with(|c: char| c.is_ascii_digit());
    dates::find(is_day.then_some(date)?).filter(|found| found.len() >= 10)
}

/// Returns the text after a quote mark, escaped or not.
fn after_quote(text: &str) -> Option<&str> {
    text.trim_start_matches('\\').strip_prefix(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::published;

    fn found(script: &str) -> Option<String> {
        let page = dom_query::Document::from(format!("<html><body><p>Text</p><script>{script}</script></body></html>"));
        published(&page.tree, page.tree.root().id)
    }

    #[test]
    fn scripts_with_a_key_may_state_a_date() {
        assert!(super::KEYS.iter().all(|key| super::may_state(key.as_bytes())));
        assert!(!super::may_state(b"a public pub"));
    }

    #[test]
    fn one_day_in_the_data_is_the_date() {
        assert_eq!(
            found(r#"{"publicationDate": "2022-01-31T14:27:32+01:00"}"#).as_deref(),
            Some("2022-01-31T14:27:32+01:00")
        );
        assert_eq!(found(r#"x("{\"publishedAt\":\"2022-01-31\"}")"#).as_deref(), Some("2022-01-31"));
        let two = r#"[{"pubDate": "2022-01-31"}, {"pubDate": "2022-02-01"}]"#;
        assert_eq!(found(two), None, "days of several stories");
        assert_eq!(found(r#"publishedAt = "2022-01-31""#), None, "a variable");
        assert_eq!(found(r#"{"publishedAt": null, "x": "2022-01-31"}"#), None);
    }
}
