//! A feed opened like a page: its articles as a list of links.

use super::elements::escape;
use super::inline::plain;
use super::{FeedFile, is_feed, parse};
use crate::document::{MediaType, Metadata};
use crate::library::dates;
use crate::load::{Source, without_login};
use std::fmt::Write;

/// Longest summary of an entry in the list, in characters.
const MAX_SUMMARY_CHARS: usize = 280;

/// Returns the list of a feed's articles as a page, with the feed's metadata; `None` for a source that is not a feed.
pub fn listing(source: &Source) -> Option<(Source, Metadata)> {
    if !is_feed(&source.beginning(4_096)) {
        return None;
    }
    let (text, _) = source.text();
    let address = source.url.as_deref().or(Some(&source.location));
    let file = parse(text.as_bytes(), Some("text/xml; charset=utf-8"), address).ok()?;
    let title = file.title.clone().unwrap_or_else(|| without_login(&source.location).into_owned());
    let meta = Metadata { title: Some(title.clone()), url: source.url.clone(), ..Metadata::default() };
    let bytes = page(&file, &title, &without_login(&source.location)).into_bytes();
    let page = Source { bytes, media_type: MediaType::Html, charset: "utf-8".into(), ..source.clone() };
    Some((page, meta))
}

fn page(file: &FeedFile, title: &str, address: &str) -> String {
    let mut html = format!("<h1>{}</h1>\n", escape(title));
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<p>A feed of {}. Follow it with <code>sayso feed add {}</code></p>",
        crate::plural::pluralize(file.entries.len(), "article", "articles"),
        escape(address)
    );
    for entry in &file.entries {
        let text = entry.html.as_deref().map(plain).unwrap_or_default();
        let name = entry.title.clone().unwrap_or_else(|| shorten(&text, 80));
        let name = match &entry.link {
            Some(link) => format!("<a href=\"{}\">{}</a>", escape(link), escape(&name)),
            None => escape(&name),
        };
        let date = entry.date.map(dates::show).unwrap_or_default();
        let _ = write!(html, "\n<h2>{name}</h2>");
        let about: Vec<&str> = date.get(..10).into_iter().chain(entry.authors.iter().map(String::as_str)).collect();
        if !about.is_empty() {
            let _ = write!(html, "<p>{}</p>", escape(&about.join(" · ")));
        }
        if !text.is_empty() {
            let _ = write!(html, "<p>{}</p>", escape(&shorten(&text, MAX_SUMMARY_CHARS)));
        }
    }
    html
}

/// Returns the first `most` characters, cut at a space.
fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or_default();
    let head = head.rfind(' ').and_then(|blank| head.get(..blank)).unwrap_or(head);
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_shown_as_a_list() {
        let feed = "<rss><channel><title>Bees</title><item><title>A &amp; B</title><link>/a</link>\
            <pubDate>2026-11-25 10:00:00</pubDate><description>About it.</description></item></channel></rss>";
        let location = "http://a.example/feed".to_owned();
        let source = Source { location, bytes: feed.into(), charset: "utf-8".into(), ..Source::default() };
        let (page, meta) = listing(&source).unwrap();
        let html = String::from_utf8(page.bytes).unwrap();
        assert_eq!(meta.title.as_deref(), Some("Bees"));
        for part in ["A feed of 1 article.", "sayso feed add http://a.example/feed", "2026-11-25", "About it."] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(html.contains("<a href=\"http://a.example/a\">A &amp; B</a>"), "{html}");
        assert_eq!(listing(&Source { bytes: "<html><p>rss</p></html>".into(), ..source }), None);
    }
}
