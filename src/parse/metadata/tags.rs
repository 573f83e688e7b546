//! Claims in tags: `<meta>`, `<link>`, `<title>`, `<h1>`, `<time>`, microdata, `rel=author`.

use super::dated::{DateForm, DatedClaim, date_form};
use super::names;
use super::title::Headings;
use crate::parse::comments::holds_comments;
use crate::parse::dates;
use crate::parse::html::dom::{after, attribute, following, text_below};
use crate::white_space;
use dom_query::{Element, NodeData, NodeId, Tree};

/// Largest number of `<meta>` tags, scripts, headings and names that are examined.
const MAX_CLAIMS: usize = 400;
/// Largest distance between two authors of one piece, in nodes.
const MAX_NODES_BETWEEN_AUTHORS: usize = 80;
/// Most bytes of one claim.
const MAX_TEXT: usize = 1000;
/// Longest text of an element with the date, in bytes.
const MAX_DATE_BYTES: usize = 60;
/// Largest number of dates of one form that are examined.
const MAX_DATES: usize = 20;
/// Longest line with a name behind "by", in bytes.
const MAX_BYLINE: usize = 200;
/// Most bytes of an element that is named after an author.
const MAX_HINT: usize = 120;
/// Longest JSON-LD script, in bytes.
const MAX_SCRIPT: usize = 1 << 20;

/// Claims in document order.
#[derive(Debug, Default)]
pub struct Claims {
    metas: Vec<(String, String)>,
    /// JSON-LD as written.
    pub scripts: Vec<String>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The headings.
    pub headings: Headings,
    /// Authors in microdata and `rel=author`.
    pub authors: Vec<String>,
    /// Persons suggested by a class, a link to their page or a "By" before the link.
    pub hinted_authors: Vec<String>,
    /// Dates in microdata, classes and `<time>`.
    pub dates: Vec<DatedClaim>,
    /// Number of the first `<h1>` among the page's nodes.
    pub title_at: Option<usize>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<html lang>`.
    pub language: Option<String>,
}

impl Claims {
    fn add_meta(&mut self, name: String, content: &str) {
        if self.metas.len() < MAX_CLAIMS {
            self.metas.push((name, content.to_owned()));
        }
    }

    fn add_date(&mut self, text: String, at: usize, form: DateForm) {
        if self.dates.iter().filter(|claim| claim.form == form).count() < MAX_DATES {
            self.dates.push(DatedClaim { text, at, form });
        }
    }

    /// Returns the first content of the first of these names that exists; names are in lower case.
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas.iter().find(|(n, _)| n == name).map(|(_, content)| content.as_str()))
    }

    /// Returns all contents of one name.
    pub fn all_meta<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(n, _)| n == name).map(|(_, content)| content.as_str())
    }

    /// Returns the value of `twitter:label1` and the like with one of these labels.
    pub fn labelled(&self, labels: &[&str]) -> Option<&str> {
        (1..=4).find_map(|n| {
            let label = self.meta(&[&format!("twitter:label{n}")])?.trim().to_lowercase();
            labels.contains(&label.as_str()).then(|| self.meta(&[&format!("twitter:data{n}")])).flatten()
        })
    }
}

/// Weak hints: names by class or link.
#[derive(Default)]
struct Weak {
    authors: Vec<String>,
    /// Number of nodes seen, now and at the last author.
    seen: usize,
    last_author: usize,
}

/// Collects the claims below `root`.
pub fn collect(tree: &Tree, root: NodeId) -> Claims {
    let mut claims = Claims::default();
    let mut weak = Weak::default();
    let mut at = Some(root);
    while let Some(id) = at {
        weak.seen += 1;
        let is_leaf = tree.query_node_or(&id, false, |node| match node.as_element() {
            Some(element) => {
                see(&mut claims, &mut weak, tree, id, element);
                let tag = &*element.name.local;
                matches!(tag, "script" | "style" | "svg" | "title") || is_for_comments(tag, element)
            }
            None => false,
        });
        at = if is_leaf { after(tree, root, id) } else { following(tree, root, id) };
    }
    claims.hinted_authors = weak.authors;
    claims
}

/// Returns true if an element contains readers' comments, whose names and times are not the article's.
fn is_for_comments(tag: &str, element: &Element) -> bool {
    !matches!(tag, "html" | "head" | "body" | "main" | "article")
        && ["class", "id"].iter().any(|name| attribute(element, name).is_some_and(holds_comments))
}

fn see(claims: &mut Claims, weak: &mut Weak, tree: &Tree, id: NodeId, element: &Element) {
    match &*element.name.local {
        "html" => {
            claims.language = attribute(element, "lang").or_else(|| attribute(element, "xml:lang")).map(str::to_owned);
        }
        "meta" => see_meta(claims, element),
        "link" => {
            if claims.canonical.is_none()
                && attribute(element, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
            {
                claims.canonical = attribute(element, "href").map(str::to_owned);
            }
        }
        "title" if claims.title.is_none() => claims.title = Some(text_below(tree, id, MAX_TEXT)),
        "script" => {
            let is_data = attribute(element, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
            if is_data && claims.scripts.len() < 50 {
                claims.scripts.push(text_below(tree, id, MAX_SCRIPT));
            }
        }
        "h1" if claims.headings.first.len() < 20 => {
            if !leads_home(tree, id) {
                claims.title_at.get_or_insert(weak.seen);
                claims.headings.first.push(text_below(tree, id, MAX_TEXT));
            }
        }
        "h2" if claims.headings.second.len() < 20 => claims.headings.second.push(text_below(tree, id, MAX_TEXT)),
        "svg" | "style" => {}
        _ => see_visible(claims, weak, tree, id, element),
    }
}

fn see_meta(claims: &mut Claims, element: &Element) {
    let Some(content) = attribute(element, "content").map(str::trim).filter(|content| !content.is_empty()) else {
        return;
    };
    let content = &content[..content.floor_char_boundary(MAX_TEXT)];
    for names in ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|name| attribute(element, name)) {
        // A property may have several names.
        for name in names.split_ascii_whitespace().take(4) {
            let name = name.to_ascii_lowercase();
            if name == "parsely-page" {
                see_parsely(claims, content);
            }
            claims.add_meta(dotted(name), content);
        }
    }
}

/// Spells Dublin Core's names with a dot: "dc:creator", "dcterm:issued".
fn dotted(name: String) -> String {
    match name.split_once(':') {
        Some(("dc", part)) => format!("dc.{part}"),
        Some(("dcterm" | "dcterms", part)) => format!("dcterms.{part}"),
        _ => name,
    }
}

/// Reads the JSON that stands in one tag.
fn see_parsely(claims: &mut Claims, content: &str) {
    let Ok(serde_json::Value::Object(page)) = serde_json::from_str(content) else { return };
    for (key, name) in [("title", "parsely-title"), ("author", "parsely-author"), ("pub_date", "parsely-pub-date")] {
        if let Some(value) = page.get(key).and_then(serde_json::Value::as_str).filter(|value| !value.is_empty()) {
            claims.add_meta(name.to_owned(), value);
        }
    }
}

fn see_visible(claims: &mut Claims, weak: &mut Weak, tree: &Tree, id: NodeId, element: &Element) {
    if element.attrs.is_empty() {
        return;
    }
    let tag = &*element.name.local;
    if let Some(property) = attribute(element, "itemprop") {
        if property.split_ascii_whitespace().any(|p| p == "author" || p == "creator") {
            add_author(claims, weak, named_below(tree, id, element));
        }
        if property.contains("datePublished") {
            let value = ["datetime", "content"]
                .iter()
                .find_map(|name| attribute(element, name))
                .map_or_else(|| line_below(tree, id, 100), str::to_owned);
            claims.add_date(value, weak.seen, DateForm::Published);
        }
    }
    if tag == "a" && attribute(element, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author")) {
        add_author(claims, weak, line_below(tree, id, MAX_BYLINE));
    } else if weak.authors.is_empty()
        && (attribute(element, "class").is_some_and(names_author)
            || (tag == "a" && (attribute(element, "href").is_some_and(leads_to_author) || follows_by(tree, id))))
    {
        let text = line_below(tree, id, MAX_HINT);
        weak.authors = names::byline(&text);
        if weak.authors.is_empty() {
            weak.authors.extend(names::east_asian(&text));
        }
    }
    if let Some(property) = attribute(element, "property")
        && (property.ends_with("datePublished") || property.ends_with("dateCreated"))
        && let Some(content) = attribute(element, "content").filter(|_| tag != "meta")
    {
        claims.add_date(content.to_owned(), weak.seen, DateForm::Published);
    }
    if matches!(tag, "abbr" | "span" | "p" | "div" | "li" | "td")
        && let Some(form) = attribute(element, "class").and_then(date_form)
    {
        let stated = ["title", "datetime", "data-date", "data-datetime", "data-origindate", "data-timestamp"]
            .iter()
            .find_map(|name| attribute(element, name).filter(|value| dates::find(value).is_some()));
        let text = stated.map_or_else(|| line_below(tree, id, MAX_DATE_BYTES), str::to_owned);
        if text.trim().len() < MAX_DATE_BYTES && dates::find(&text).is_some_and(|date| date.len() >= 10) {
            claims.add_date(text, weak.seen, form);
        }
    }
    if tag == "time" {
        let value = attribute(element, "datetime").map_or_else(|| line_below(tree, id, 100), str::to_owned);
        let is_stated = attribute(element, "pubdate").is_some()
            || attribute(element, "class").is_some_and(|class| class.contains("publish"));
        let form = if is_stated { DateForm::Published } else { DateForm::Unknown };
        claims.add_date(value, weak.seen, form);
    }
}

/// Adds an author marked by the page. Those far after the last one belong to comments and other stories.
fn add_author(claims: &mut Claims, weak: &mut Weak, name: String) {
    let is_near = claims.authors.is_empty() || weak.seen - weak.last_author <= MAX_NODES_BETWEEN_AUTHORS;
    if is_near && claims.authors.len() < 20 {
        weak.last_author = weak.seen;
        claims.authors.push(name);
    }
}

/// Returns the text below a node on one line, up to about `limit` bytes, of which white space takes one each.
fn line_below(tree: &Tree, id: NodeId, limit: usize) -> String {
    const SPACING: usize = 8;
    let mut line = white_space::fold(&text_below(tree, id, SPACING * limit));
    line.truncate(line.floor_char_boundary(limit));
    line
}

/// Returns the name in a microdata element: its `content`, the `itemprop=name` below it, or its text.
fn named_below(tree: &Tree, id: NodeId, element: &Element) -> String {
    if let Some(content) = attribute(element, "content") {
        return content.to_owned();
    }
    let mut at = following(tree, id, id);
    let mut left = 60;
    while let Some(node) = at
        && left > 0
    {
        left -= 1;
        let name = tree.query_node(&node, |n| {
            let element = n.as_element()?;
            (attribute(element, "itemprop") == Some("name")).then(|| attribute(element, "content").map(str::to_owned))
        });
        if let Some(Some(content)) = name {
            return content.unwrap_or_else(|| line_below(tree, node, MAX_BYLINE));
        }
        at = following(tree, id, node);
    }
    line_below(tree, id, MAX_BYLINE)
}

/// Returns true if a class marks the author's name.
fn names_author(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        let is_about = ["author", "byline", "autor", "auteur"].iter().any(|word| name.contains(word))
            || matches!(name.as_str(), "vcard" | "fn");
        is_about
            && !["avatar", "img", "image", "photo", "bio", "authorit", "related", "more", "follow", "social", "comment"]
                .iter()
                .any(|word| name.contains(word))
    })
}

/// Returns true if the word "by" stands right before the node, in a line and not in a paragraph.
fn follows_by(tree: &Tree, id: NodeId) -> bool {
    let (before, around) = tree.query_node(&id, |node| (node.prev_sibling, node.parent)).unwrap_or_default();
    let is_by = before.is_some_and(|before| {
        tree.query_node_or(&before, false, |node| match &node.data {
            NodeData::Text { contents } => ends_with_by(contents),
            _ => false,
        })
    });
    is_by && around.is_some_and(|around| is_byline(&line_below(tree, around, MAX_BYLINE + 1)))
}

/// Returns true if a line with "by" before a link signs or dates the piece, unlike "a portrait by …".
fn is_byline(line: &str) -> bool {
    const OPENINGS: [&str; 12] = [
        "by",
        "posted",
        "published",
        "written",
        "reported",
        "authored",
        "article",
        "story",
        "words",
        "von",
        "par",
        "por",
    ];
    let lower = line.to_lowercase();
    let begins = OPENINGS.iter().any(|word| lower.starts_with(word)) || lower.starts_with("text");
    line.len() <= MAX_BYLINE && (begins || dates::find(line).is_some())
}

/// Returns true if a text ends with the "by" of a byline, unlike "powered by".
fn ends_with_by(text: &str) -> bool {
    let mut words = text.rsplit(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_by = words.next().is_some_and(|word| matches!(word, "By" | "by" | "BY" | "Von" | "Par" | "Por"));
    let before = words.next().unwrap_or_default().to_lowercase();
    is_by
        && matches!(
            before.as_str(),
            "" | "written" | "posted" | "published" | "reported" | "authored" | "article" | "story" | "words" | "text"
        )
}

/// Returns true if a heading is a link to the site's first page: it shows the site's name.
fn leads_home(tree: &Tree, heading: NodeId) -> bool {
    const MAX_NODES: usize = 8;
    let mut at = following(tree, heading, heading);
    for _ in 0..MAX_NODES {
        let Some(node) = at else { return false };
        let is_home = tree.query_node_or(&node, false, |node| {
            node.as_element().is_some_and(|element| {
                let href = attribute(element, "href").filter(|_| &*element.name.local == "a");
                href.is_some_and(|href| matches!(href.trim(), "/" | "./" | "/index.html" | "/index.php"))
            })
        });
        if is_home {
            return true;
        }
        at = following(tree, heading, node);
    }
    false
}

/// Returns true if a link leads to a person's page.
fn leads_to_author(address: &str) -> bool {
    address.split('/').rev().skip(1).any(|part| {
        matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "auteur"
                | "auteurs"
                | "contributor"
                | "contributors"
                | "writers"
                | "staff"
                | "reporters"
                | "journalists"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_of_all_tags_are_bounded() {
        let tag = "<meta name=parsely-page content='{\"title\":\"A\",\"author\":\"B\",\"pub_date\":\"C\"}'>";
        let page = dom_query::Document::from(tag.repeat(MAX_CLAIMS));
        let claims = collect(&page.tree, page.tree.root().id);
        assert_eq!(claims.metas.len(), MAX_CLAIMS);
        assert_eq!(claims.meta(&["parsely-title"]), Some("A"));
    }
}
