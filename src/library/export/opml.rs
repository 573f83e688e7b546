//! The followed feeds as OPML 2.0, which other readers import.

use crate::library::error::Result;
use crate::library::{Feed, Library, dates};
use std::io::Write;

/// Writes the followed feeds. A feed's first tag is its folder; all its tags are categories. Names and passwords in
/// addresses are included, since the feed cannot be read without them.
///
/// # Errors
/// The library fails, or the output.
pub fn write_opml(library: &Library, out: &mut impl Write) -> Result<()> {
    let feeds = library.feeds()?;
    let mut folders: Vec<&str> = feeds.iter().filter_map(folder).collect();
    folders.sort_unstable();
    folders.dedup();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<opml version=\"2.0\">\n<head><title>sayso feeds</title><dateCreated>{}</dateCreated></head>\n<body>",
        dates::show(library.now())
    )?;
    for name in folders {
        writeln!(out, "<outline text=\"{}\">", escape(name))?;
        feeds.iter().filter(|feed| folder(feed) == Some(name)).try_for_each(|feed| outline(feed, out))?;
        writeln!(out, "</outline>")?;
    }
    feeds.iter().filter(|feed| folder(feed).is_none()).try_for_each(|feed| outline(feed, out))?;
    writeln!(out, "</body>\n</opml>")?;
    Ok(())
}

fn folder(feed: &Feed) -> Option<&str> {
    feed.settings.tags.first().map(String::as_str)
}

fn outline(feed: &Feed, out: &mut impl Write) -> Result<()> {
    let attribute = |name: &str, value: &str| format!(" {name}=\"{}\"", escape(value));
    let label = feed.label();
    let site = feed.site.as_deref().map(|site| attribute("htmlUrl", site)).unwrap_or_default();
    let tags = feed.settings.tags.get(1..).unwrap_or_default().join(",");
    let category = if tags.is_empty() { String::new() } else { attribute("category", &tags) };
    let (text, title, url) = (attribute("text", &label), attribute("title", &label), attribute("xmlUrl", &feed.url));
    Ok(writeln!(out, "<outline type=\"rss\"{text}{title}{url}{site}{category}/>")?)
}

/// Escapes text for an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', " ")
}
