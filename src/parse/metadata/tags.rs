//! Claims in tags: `<meta>`, `<link>`, `<title>`, headings. Those in the page's body are in `markup`.

use super::dated::{DateForm, DatedClaim};
use super::markup::{Weak, leads_home, see_visible};
use super::title::{Heading, Headings};
use crate::parse::comments::holds_comments;
use crate::parse::html::dom::{after, attribute, following, parts_below, text_below};
use dom_query::{Element, NodeId, Tree};

/// Largest number of `<meta>` tags, scripts, headings and names that are examined.
const MAX_CLAIMS: usize = 400;
/// Most bytes of one claim.
const MAX_TEXT: usize = 1000;
/// Largest number of dates of one form that are examined.
const MAX_DATES: usize = 20;
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
    /// Number of the first `<h1>` or marked headline among the page's nodes.
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

    pub(super) fn add_date(&mut self, text: String, at: usize, form: DateForm) {
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
    if weak.authors.is_empty() {
        weak.authors.extend(weak.single);
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
    if attribute(element, "itemprop").is_some_and(|property| property.contains("headline"))
        && &*element.name.local != "meta"
    {
        claims.title_at.get_or_insert(weak.seen);
    }
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
                let heading = Heading { text: text_below(tree, id, MAX_TEXT), parts: parts_below(tree, id, MAX_TEXT) };
                claims.headings.first.push(heading);
            }
        }
        "h2" if claims.headings.lower.len() < 40 => claims.headings.lower.push(text_below(tree, id, MAX_TEXT)),
        "svg" | "style" => {}
        tag => {
            if tag == "h3" && claims.headings.lower.len() < 40 {
                claims.headings.lower.push(text_below(tree, id, MAX_TEXT));
            }
            see_visible(claims, weak, tree, id, element);
        }
    }
}

fn see_meta(claims: &mut Claims, element: &Element) {
    let content = attribute(element, "content").or_else(|| attribute(element, "value")).map(str::trim);
    let Some(content) = content.filter(|content| !content.is_empty()) else {
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
