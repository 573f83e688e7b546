//! One chapter of a book as a section of the whole: its names unlike those of other chapters, its links within the page.

use super::package::{TocEntry, resolved};
use crate::load::container::markup::{Tag, attributes, decoded, escaped, tags};
use std::collections::HashMap;

/// Elements that have no content in HTML.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Returns the chapter as HTML; `numbers` holds the numbers of all chapters by their paths, `entry` its entry in the table of
/// contents. `picture` returns the address of the picture at a path within the book, if there is one.
pub(super) fn html(
    page: &str,
    path: &str,
    number: usize,
    numbers: &HashMap<&str, usize>,
    entry: Option<&TocEntry>,
    mut picture: impl FnMut(&str) -> Option<String>,
) -> String {
    let body = body(page);
    let mut section = format!("<section id=\"c{number}\">\n");
    let is_heading = |tag: &Tag<'_>| matches!(tag.name.as_bytes(), [b'h' | b'H', b'1'..=b'6']);
    // The outline is made of headings; a chapter without one has its name from the table of contents.
    if let Some(entry) = entry.filter(|_| !tags(body).any(|tag| is_heading(&tag))) {
        section.push_str(&format!("<h{0}>{1}</h{0}>\n", entry.depth, escaped(&entry.label)));
    }
    let mut copied = 0;
    for tag in tags(body).filter(|tag| !tag.closes) {
        // A picture in a drawing, such as a cover, which a reader of HTML would not see.
        if tag.name.eq_ignore_ascii_case("image") {
            let named = attributes(body, &tag).find(|it| matches!(it.name, "xlink:href" | "href"));
            let target = named.and_then(|it| resolved(path, &decoded(it.value)));
            if let Some(address) = target.and_then(|target| picture(&target)) {
                section.push_str(body.get(copied..tag.span.start).unwrap_or_default());
                section.push_str(&format!("<img src=\"{}\">", escaped(&address)));
                copied = tag.span.start;
            }
        }
        for attribute in attributes(body, &tag) {
            let value = decoded(attribute.value);
            let name = attribute.name.to_ascii_lowercase();
            let is_anchor = tag.name.eq_ignore_ascii_case("a");
            let new = match name.as_str() {
                "id" => format!("c{number}-{value}"),
                "name" if is_anchor => format!("c{number}-{value}"),
                "href" if is_anchor => match link(&value, path, numbers) {
                    Some(link) => link,
                    None => continue,
                },
                "src" if tag.name.eq_ignore_ascii_case("img") && !value.starts_with("http") => {
                    resolved(path, &value).and_then(|target| picture(&target)).unwrap_or_default()
                }
                // Other media in the book have no address that could be opened.
                "src" | "srcset" | "poster" | "xlink:href" if !value.starts_with("http") => String::new(),
                _ => continue,
            };
            section.push_str(body.get(copied..attribute.span.start).unwrap_or_default());
            section.push_str(&escaped(&new));
            copied = attribute.span.end;
        }
        // XHTML closes what it likes with a slash; HTML does not know that.
        let is_closed = body.get(..tag.span.end).is_some_and(|text| text.ends_with("/>"));
        if is_closed && !VOID.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            section.push_str(body.get(copied..tag.span.end - 2).unwrap_or_default());
            section.push_str(&format!("></{}>", tag.name));
            copied = tag.span.end;
        }
    }
    section.push_str(body.get(copied..).unwrap_or_default());
    section.push_str("\n</section>\n");
    section
}

/// Returns the address of a link within the book as a fragment of the whole page; `None` for one that leads elsewhere.
fn link(address: &str, path: &str, numbers: &HashMap<&str, usize>) -> Option<String> {
    let target = resolved(path, address)?;
    let fragment = address.split_once('#').map(|(_, fragment)| format!("-{fragment}")).unwrap_or_default();
    match numbers.get(target.as_str()) {
        Some(number) => Some(format!("#c{number}{fragment}")),
        None => Some("#".into()),
    }
}

/// Returns the content of the page's body; all of it if it has none.
fn body(page: &str) -> &str {
    let is_body = |tag: &Tag<'_>| tag.name.eq_ignore_ascii_case("body");
    let start = tags(page).find(|tag| !tag.closes && is_body(tag)).map_or(0, |tag| tag.span.end);
    let end = tags(page).filter(|tag| tag.closes && is_body(tag)).last().map(|tag| tag.span.start);
    page.get(start..end.filter(|end| *end >= start).unwrap_or(page.len())).unwrap_or(page)
}
