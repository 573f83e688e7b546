//! Claims in the page's body: `<time>`, microdata, `rel=author`, visiting cards, classes, links to authors.

use super::dated::{DateForm, date_form};
use super::names;
use super::tags::Claims;
use crate::name_parts::NameParts;
use crate::parse::dates;
use crate::parse::html::dom::{attribute, following, text_below};
use crate::white_space;
use dom_query::{Element, NodeData, NodeId, Tree};

/// Largest distance between two authors of one piece, in nodes.
const MAX_NODES_BETWEEN_AUTHORS: usize = 80;
/// Longest text of an element with the date, in bytes.
const MAX_DATE_BYTES: usize = 60;
/// Longest line with a name behind "by", in bytes.
const MAX_BYLINE: usize = 200;
/// Most bytes of an element that is named after an author.
const MAX_HINT: usize = 120;

/// Weak hints: names by class or link.
#[derive(Default)]
pub struct Weak {
    /// The names.
    pub authors: Vec<String>,
    /// A name of one word, if there is no other.
    pub single: Option<String>,
    /// Number of nodes seen, now and at the last author.
    pub seen: usize,
    last_author: usize,
}

/// Adds the claims of one element of the page's body.
pub fn see_visible(claims: &mut Claims, weak: &mut Weak, tree: &Tree, id: NodeId, element: &Element) {
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
    } else if is_name_on_card(tree, id, element) {
        add_author(claims, weak, line_below(tree, id, MAX_HINT));
    } else if weak.authors.is_empty()
        && (NAMING_ATTRIBUTES.iter().any(|name| attribute(element, name).is_some_and(names_author))
            || (tag == "a" && (attribute(element, "href").is_some_and(leads_to_author) || follows_by(tree, id))))
    {
        let text = line_below(tree, id, MAX_HINT);
        weak.authors = names::byline(&text);
        if weak.authors.is_empty() {
            weak.authors.extend(names::east_asian(&text));
        }
        let is_author = has_class(element, &["author"]) || attribute(element, "href").is_some_and(leads_to_author);
        if weak.authors.is_empty() && weak.single.is_none() && is_author {
            weak.single = single_name(&text);
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

/// Attributes whose values name what an element holds.
const NAMING_ATTRIBUTES: [&str; 4] = ["class", "data-testid", "data-qa", "data-component"];

/// Returns true for the name on a visiting card (hCard) of the author, which may be one word or an account.
fn is_name_on_card(tree: &Tree, id: NodeId, element: &Element) -> bool {
    let is_author =
        |element: &Element| has_class(element, &["author", "byline", "p-author", "entry-author", "post-author"]);
    let parent = |id: &NodeId| tree.query_node(id, |node| node.parent).flatten();
    let around = std::iter::successors(parent(&id), parent).take(2);
    has_class(element, &["fn"])
        && !has_class(element, &["org"])
        && (is_author(element)
            || around
                .into_iter()
                .any(|id| tree.query_node_or(&id, false, |node| node.as_element().is_some_and(is_author))))
}

fn has_class(element: &Element, classes: &[&str]) -> bool {
    attribute(element, "class").is_some_and(|own| own.split_ascii_whitespace().any(|name| classes.contains(&name)))
}

/// Returns the name of one or two words that is the whole text of an author's element.
fn single_name(text: &str) -> Option<String> {
    const MAX_BYTES: usize = 24;
    let is_short = text.len() <= MAX_BYTES && text.split_whitespace().count() <= 2;
    let is_plain = text.starts_with(char::is_alphabetic) && !text.contains(['@', ':', '/']);
    let name = names::authors(text).pop().filter(|_| is_short && is_plain)?;
    (!name.split_whitespace().any(names::is_no_name)).then_some(name)
}

/// Returns true if a class marks the author's name.
fn names_author(class: &str) -> bool {
    static ABOUT: NameParts<4> = NameParts::new(["author", "byline", "autor", "auteur"]);
    static BESIDE: NameParts<11> = NameParts::new([
        "avatar", "img", "image", "photo", "bio", "authorit", "related", "more", "follow", "social", "comment",
    ]);
    class.split_ascii_whitespace().any(|name| {
        let is_card = || ["vcard", "fn"].iter().any(|card| name.eq_ignore_ascii_case(card));
        (ABOUT.any_in(name) || is_card()) && !BESIDE.any_in(name)
    })
}

/// Returns true if the word "by" stands right before the node, in a line and not in a paragraph.
fn follows_by(tree: &Tree, id: NodeId) -> bool {
    const MAX_LABEL: usize = 24;
    let place = |id: &NodeId| tree.query_node(id, |node| (node.prev_sibling, node.parent)).unwrap_or_default();
    let is_blank = |id: &NodeId| tree.query_node_or(id, false, |node| is_blank_text(&node.data));
    let (before, around) = place(&id);
    let before = if before.as_ref().is_some_and(is_blank) { before.and_then(|blank| place(&blank).0) } else { before };
    // The label may be an element of its own, as the link is.
    let (before, around) = match (before, around) {
        (None, Some(inner)) => place(&inner),
        found => found,
    };
    let is_by = before.is_some_and(|before| {
        tree.query_node_or(&before, false, |node| match &node.data {
            NodeData::Text { contents } => ends_with_by(contents),
            NodeData::Element(_) => ends_with_by(line_below(tree, before, MAX_LABEL).trim_end_matches(':')),
            _ => false,
        })
    });
    is_by && around.is_some_and(|around| is_byline(&line_below(tree, around, MAX_BYLINE + 1)))
}

fn is_blank_text(data: &NodeData) -> bool {
    matches!(data, NodeData::Text { contents } if contents.trim().is_empty())
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
pub fn leads_home(tree: &Tree, heading: NodeId) -> bool {
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
                | "newsteam"
                | "columnists"
                | "redakteure"
                | "autores"
                | "autore"
        )
    })
}
