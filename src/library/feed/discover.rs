//! The feeds that a page names in `<link rel="alternate">`. Pure.

use super::inline::plain;
use super::xml::{Token, Tokens, attribute, local};
use url::Url;

/// A feed named by a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedFeed {
    /// Absolute address of the feed.
    pub url: String,
    /// Its title on the page.
    pub title: Option<String>,
}

/// Largest number of feeds taken from a page.
const MAX_FEEDS: usize = 20;

/// Returns the feeds of a page in document order without duplicates; comment feeds only if there are no others.
/// `base` is the page's address.
pub fn named_feeds(html: &str, base: &str) -> Vec<NamedFeed> {
    let mut base = Url::parse(base).ok();
    let mut found: Vec<NamedFeed> = Vec::new();
    for token in Tokens::new(html) {
        let Token::Start { name, attributes, .. } = token else { continue };
        match local(name).as_ref() {
            "base" => {
                let href = attribute(attributes, "href").unwrap_or_default();
                base = base.as_ref().and_then(|base| base.join(&href).ok()).or(base);
            }
            "link" if is_feed_link(attributes) => {
                let href = attribute(attributes, "href").filter(|href| !href.is_empty());
                let Some(url) = href.and_then(|href| super::entry::absolute(&href, base.as_ref())) else { continue };
                let title = attribute(attributes, "title").map(|title| plain(&title)).filter(|title| !title.is_empty());
                if found.iter().all(|one| one.url != url) && found.len() < MAX_FEEDS {
                    found.push(NamedFeed { url, title });
                }
            }
            _ => {}
        }
    }
    let is_of_comments = |one: &NamedFeed| {
        let title = one.title.as_deref().unwrap_or_default().to_lowercase();
        title.contains("comment") || one.url.to_lowercase().contains("/comments")
    };
    if found.iter().any(|one| !is_of_comments(one)) {
        found.retain(|one| !is_of_comments(one));
    }
    found
}

fn is_feed_link(attributes: &str) -> bool {
    let has = |name: &str, word: &str| {
        attribute(attributes, name)
            .is_some_and(|value| value.split_whitespace().any(|one| one.eq_ignore_ascii_case(word)))
    };
    let kind = attribute(attributes, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_feed = matches!(
        kind,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
            | "text/xml"
            | "application/xml"
            | "application/json"
    );
    // WordPress lists its REST interface as application/json.
    let is_interface = || attribute(attributes, "href").is_some_and(|href| href.contains("/wp-json/"));
    has("rel", "feed") || is_feed && has("rel", "alternate") && !is_interface()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_a_page_are_found() {
        let page = "<html><head><base href='/blog/'><link rel=stylesheet type=text/css href=a.css>
            <link rel='alternate' type='application/rss+xml' title='Posts &amp; notes' href='feed.xml'>
            <LINK HREF=\"https://a.example/atom\" TYPE=\"application/atom+xml\" REL=\"Alternate\">
            <link rel=alternate type=application/rss+xml title='Comments on it' href=comments.xml>
            <link rel=alternate type='application/json' href='https://a.example/wp-json/x'>
            <link rel=alternate hreflang=de href=/de>";
        let found = named_feeds(page, "http://a.example/x");
        let found: Vec<_> = found.iter().map(|one| (one.url.as_str(), one.title.as_deref())).collect();
        assert_eq!(
            found,
            [("http://a.example/blog/feed.xml", Some("Posts & notes")), ("https://a.example/atom", None)]
        );
    }
}
