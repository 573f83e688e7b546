//! Parses RSS (0.90 to 2.0), Atom and JSON Feed, including broken ones: a feed's entries with the author's own text.
//!
//! | file | subject |
//! | --- | --- |
//! | `xml` → `elements` → `entry` | tokens; the elements of each entry; an entry's fields |
//! | `json` | JSON Feed, and RSS in JSON |
//! | `inline` | titles: short HTML on one line |
//! | `discover` | the feeds that a page names |
//! | `listing` | a feed that is opened like a page |
//! | `article` | an entry as something to be saved |
//!
//! Pure: nothing is fetched, resolved or executed here.

mod article;
mod discover;
mod elements;
mod entry;
mod inline;
mod json;
mod listing;
mod xml;

pub use discover::{NamedFeed, named_feeds};
pub use listing::listing;

use crate::library::Seconds;
use std::collections::HashMap;
use url::Url;

/// A parsed feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedFile {
    /// Title of the feed, on one line.
    pub title: Option<String>,
    /// Address of its site.
    pub site: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// Its entries, in document order.
    pub entries: Vec<FeedEntry>,
    /// A warning although the feed was read, as a clause.
    pub problem: Option<String>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedEntry {
    /// Identifies it among the entries of its feed.
    pub key: String,
    /// Title, as plain text.
    pub title: Option<String>,
    /// Absolute address of its page; `None` if the feed has none.
    pub link: Option<String>,
    /// True if the link leads to a page, not to an enclosure.
    pub is_page: bool,
    /// Time of publication, else of the last change.
    pub date: Option<Seconds>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Categories of the entry.
    pub tags: Vec<String>,
    /// The longer of content and summary, as HTML.
    pub html: Option<String>,
    /// Base of relative addresses in the HTML, if it is not the link.
    pub base: Option<String>,
    /// Recordings and other attached files.
    pub enclosures: Vec<Enclosure>,
}

/// A file attached to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// Absolute address of the file.
    pub url: String,
    /// Media type, if the feed names it.
    pub media_type: Option<String>,
    /// Size in bytes.
    pub bytes: Option<u64>,
    /// Duration as the feed writes it: `45:10`, or seconds.
    pub duration: Option<String>,
}

/// Parses a feed. `base` is its address, for relative links; `content_type` is the HTTP header.
///
/// # Errors
/// It is not a feed; the message says what it is instead.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base: Option<&str>) -> Result<FeedFile, String> {
    let text = crate::load::decode_markup(bytes, content_type);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err("not a feed: it is empty".into());
    }
    let base = base.and_then(|base| Url::parse(base).ok());
    let mut file =
        if text.starts_with(['{', '[']) { json::read(text, base.as_ref())? } else { entry::read(text, base.as_ref())? };
    distinguish(&mut file.entries);
    if file.entries.is_empty() && file.problem.is_none() && file.title.is_none() {
        file.problem = Some("the feed has neither a title nor entries".into());
    }
    Ok(file)
}

/// Returns true if the start of a text looks like a feed.
pub fn is_feed(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(4_000)];
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('{') {
        return start.contains("jsonfeed.org/version") || start.contains("jsonfeed.org\\/version");
    }
    let tokens = xml::Tokens::new(start).find_map(|token| match token {
        xml::Token::Start { name, .. } => Some(xml::local(name)),
        _ => None,
    });
    matches!(tokens.as_deref(), Some("rss" | "feed" | "rdf"))
}

/// Makes duplicate keys of entries unique by link and title. An entry that occurs twice in the file is kept once.
fn distinguish(entries: &mut Vec<FeedEntry>) {
    let mut shared: HashMap<String, usize> = HashMap::new();
    for entry in &*entries {
        *shared.entry(entry.key.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut().filter(|entry| shared.get(&entry.key).is_some_and(|count| *count > 1)) {
        let parts = [entry.link.as_deref(), entry.title.as_deref()];
        // Without a title only the text remains.
        let text = if entry.title.is_none() { entry.html.as_deref() } else { None };
        for part in parts.into_iter().chain([text]).flatten() {
            entry.key.push('\n');
            entry.key.push_str(part);
        }
    }
    let mut seen = std::collections::HashSet::new();
    entries.retain(|entry| seen.insert(entry.key.clone()));
}
