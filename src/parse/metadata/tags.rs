//! The claims that stand in tags: `<meta>`, `<link>`, `<title>`, `<h1>`, `<time>`, microdata, `rel=author`.

use crate::parse::html::dom::{after, attribute, following, text_below};
use dom_query::{Element, NodeId, Tree};

/// Most `<meta>` tags, scripts, headings and names that are looked at.
const MAX_CLAIMS: usize = 400;
/// Most bytes of one claim.
const MAX_TEXT: usize = 1000;
/// Most bytes of one script of data.
const MAX_SCRIPT: usize = 1 << 20;

/// What the tags say, in the order of the page.
#[derive(Debug, Default)]
pub struct Claims {
    metas: Vec<(String, String)>,
    /// JSON-LD as written.
    pub scripts: Vec<String>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The texts of `<h1>`.
    pub headings: Vec<String>,
    /// What microdata, `rel=author` and classes name as author.
    pub authors: Vec<String>,
    /// What microdata and `<time>` give as date, the likeliest first.
    pub dates: Vec<String>,
    /// `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// `<html lang>`.
    pub language: Option<String>,
}

impl Claims {
    /// The first content of the first of these names that is there; names are lower case.
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas.iter().find(|(n, _)| n == name).map(|(_, content)| content.as_str()))
    }

    /// All contents of one name.
    pub fn all_meta<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(n, _)| n == name).map(|(_, content)| content.as_str())
    }

    /// The value that `twitter:label1` and its kin give under one of these labels.
    pub fn labelled(&self, labels: &[&str]) -> Option<&str> {
        (1..=4).find_map(|n| {
            let label = self.meta(&[&format!("twitter:label{n}")])?.trim().to_lowercase();
            labels.contains(&label.as_str()).then(|| self.meta(&[&format!("twitter:data{n}")])).flatten()
        })
    }
}

/// What the walk still has to sort: dates by how likely they are.
#[derive(Default)]
struct Weak {
    authors: Vec<String>,
    times: Vec<String>,
}

/// Collects the claims below `root`.
pub fn collect(tree: &Tree, root: NodeId) -> Claims {
    let mut claims = Claims::default();
    let mut weak = Weak::default();
    let mut at = Some(root);
    while let Some(id) = at {
        let is_leaf = tree.query_node_or(&id, false, |node| match node.as_element() {
            Some(element) => {
                see(&mut claims, &mut weak, tree, id, element);
                matches!(&*element.name.local, "script" | "style" | "svg" | "title")
            }
            None => false,
        });
        at = if is_leaf { after(tree, root, id) } else { following(tree, root, id) };
    }
    if claims.authors.is_empty() {
        claims.authors = weak.authors;
    }
    claims.dates.append(&mut weak.times);
    claims
}

fn see(claims: &mut Claims, weak: &mut Weak, tree: &Tree, id: NodeId, element: &Element) {
    match &*element.name.local {
        "html" => {
            claims.language = attribute(element, "lang").or_else(|| attribute(element, "xml:lang")).map(str::to_owned)
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
        if property.split_ascii_whitespace().any(|p| p == "author" || p == "creator") && claims.authors.len() < 20 {
            claims.authors.push(named_below(tree, id, element));
        }
        if property.contains("datePublished") && claims.dates.len() < 20 {
            let value = ["datetime", "content"]
                .iter()
                .find_map(|name| attribute(element, name))
                .map_or_else(|| text_below(tree, id, 100), str::to_owned);
            claims.dates.push(value);
        }
    }
    if tag == "a"
        && claims.authors.len() < 20
        && attribute(element, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"))
    {
        claims.authors.push(text_below(tree, id, 200));
    } else if weak.authors.len() < 3 && attribute(element, "class").is_some_and(names_author) {
        weak.authors.push(text_below(tree, id, 200));
    }
    if tag == "time" && weak.times.len() < 20 {
        let value = attribute(element, "datetime").map_or_else(|| text_below(tree, id, 100), str::to_owned);
        let is_stated = attribute(element, "pubdate").is_some()
            || attribute(element, "class").is_some_and(|class| class.contains("publish"));
        if is_stated { claims.dates.push(value) } else { weak.times.push(value) }
    }
}

/// The name in an element of microdata: its `content`, the `itemprop=name` below it, or its text.
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

/// Whether a class says that here stands the author's name.
fn names_author(class: &str) -> bool {
    class.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        matches!(
            name.as_str(),
            "author"
                | "byline"
                | "author-name"
                | "author__name"
                | "byline-name"
                | "byline__name"
                | "article-author"
                | "post-author"
                | "entry-author"
                | "article__author"
                | "vcard"
                | "fn"
                | "author_name"
                | "post-author-name"
        )
    })
}
