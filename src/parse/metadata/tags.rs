//! Claims in tags: `<meta>`, `<link>`, `<title>`, `<h1>`, `<time>`, microdata, `rel=author`.

use super::names;
use crate::parse::comments::holds_comments;
use crate::parse::dates;
use crate::parse::html::dom::{after, attribute, following, text_below};
use dom_query::{Element, NodeData, NodeId, Tree};

/// Largest number of `<meta>` tags, scripts, headings and names that are examined.
const MAX_CLAIMS: usize = 400;
/// Largest distance between two authors of one piece, in nodes.
const MAX_NODES_BETWEEN_AUTHORS: usize = 80;
/// Most bytes of one claim.
const MAX_TEXT: usize = 1000;
/// Longest text of an element with the date, in bytes.
const MAX_DATE_BYTES: usize = 60;
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
    /// The texts of `<h1>`.
    pub headings: Vec<String>,
    /// Authors in microdata and `rel=author`.
    pub authors: Vec<String>,
    /// Persons suggested by a class, a link to their page or a "By" before the link.
    pub hinted_authors: Vec<String>,
    /// Dates of publication in microdata, classes and `<time>`.
    pub dates: Vec<String>,
    /// Dates in `<time>` of unknown meaning.
    pub times: Vec<String>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<html lang>`.
    pub language: Option<String>,
}

impl Claims {
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

/// Weak hints: names by class or link, times of unknown meaning.
#[derive(Default)]
struct Weak {
    authors: Vec<String>,
    times: Vec<String>,
    /// Texts of elements whose class marks a date.
    dates: Vec<String>,
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
    claims.dates.append(&mut weak.dates);
    claims.times = weak.times;
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
        "h1" if claims.headings.len() < 20 => claims.headings.push(text_below(tree, id, MAX_TEXT)),
        "svg" | "style" => {}
        _ => see_visible(claims, weak, tree, id, element),
    }
}

fn see_meta(claims: &mut Claims, element: &Element) {
    let Some(content) = attribute(element, "content").map(str::trim).filter(|content| !content.is_empty()) else {
        return;
    };
    let content = &content[..content.floor_char_boundary(MAX_TEXT)];
    for name in ["property", "name", "itemprop", "http-equiv"] {
        if let Some(name) = attribute(element, name)
            && claims.metas.len() < MAX_CLAIMS
        {
            claims.metas.push((name.trim().to_ascii_lowercase(), content.to_owned()));
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
        if property.contains("datePublished") && claims.dates.len() < 20 {
            let value = ["datetime", "content"]
                .iter()
                .find_map(|name| attribute(element, name))
                .map_or_else(|| text_below(tree, id, 100), str::to_owned);
            claims.dates.push(value);
        }
    }
    if tag == "a" && attribute(element, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author")) {
        add_author(claims, weak, text_below(tree, id, 200));
    } else if weak.authors.is_empty()
        && (attribute(element, "class").is_some_and(names_author)
            || (tag == "a" && (attribute(element, "href").is_some_and(leads_to_author) || follows_by(tree, id))))
    {
        let text = text_below(tree, id, 120);
        weak.authors = names::byline(&text);
        if weak.authors.is_empty() {
            weak.authors.extend(names::east_asian(&text));
        }
    }
    if let Some(property) = attribute(element, "property")
        && (property.ends_with("datePublished") || property.ends_with("dateCreated"))
        && let Some(content) = attribute(element, "content").filter(|_| tag != "meta")
        && claims.dates.len() < 20
    {
        claims.dates.push(content.to_owned());
    }
    if matches!(tag, "abbr" | "span" | "p" | "div" | "li")
        && claims.dates.len() < 20
        && attribute(element, "class").is_some_and(names_date)
    {
        let stated = ["title", "datetime", "data-date", "data-datetime", "data-origindate", "data-timestamp"]
            .iter()
            .find_map(|name| attribute(element, name).filter(|value| dates::find(value).is_some()));
        let text = stated.map_or_else(|| text_below(tree, id, MAX_DATE_BYTES), str::to_owned);
        if text.trim().len() < MAX_DATE_BYTES && dates::find(&text).is_some_and(|date| date.len() >= 10) {
            weak.dates.push(text);
        }
    }
    if tag == "time" && weak.times.len() < 20 {
        let value = attribute(element, "datetime").map_or_else(|| text_below(tree, id, 100), str::to_owned);
        let is_stated = attribute(element, "pubdate").is_some()
            || attribute(element, "class").is_some_and(|class| class.contains("publish"));
        if is_stated { claims.dates.push(value) } else { weak.times.push(value) }
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
            return content.unwrap_or_else(|| text_below(tree, node, 200));
        }
        at = following(tree, id, node);
    }
    text_below(tree, id, 200)
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

/// Returns true if a class marks the date of publication.
fn names_date(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        matches!(
            name.as_str(),
            "published"
                | "pubdate"
                | "pub-date"
                | "publish-date"
                | "published-date"
                | "publication-date"
                | "publishdate"
                | "post-date"
                | "post-created"
                | "entry-date"
                | "article-date"
                | "article__date"
                | "date-published"
                | "dt-published"
        )
    })
}

/// Returns true if the word "by" stands right before the node.
fn follows_by(tree: &Tree, id: NodeId) -> bool {
    let before = tree.query_node(&id, |node| node.prev_sibling).flatten();
    before.is_some_and(|before| {
        tree.query_node_or(&before, false, |node| match &node.data {
            NodeData::Text { contents } => ends_with_by(contents),
            _ => false,
        })
    })
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
