//! Hidden elements, as far as their own attributes tell: no style sheet is read.

use super::dom::{attribute, following, text_below};
use crate::name_parts::NameParts;
use dom_query::{Element, NodeId, Tree};

/// Returns true if the element hides itself and its content.
pub fn is_hidden(element: &Element, tag: &str) -> bool {
    if matches!(tag, "html" | "body" | "main" | "article") {
        return false;
    }
    for attr in &element.attrs {
        let value = &*attr.value;
        let hides = match &*attr.name.local {
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            "aria-hidden" => value.eq_ignore_ascii_case("true"),
            "role" => value.eq_ignore_ascii_case("tooltip"),
            "style" => hides_by_style(value),
            _ => false,
        };
        if hides {
            return true;
        }
    }
    (tag == "dialog" && attribute(element, "open").is_none())
        || (tags_with_hidden_name(tag) && has_hidden_name(element))
}

/// Number of nodes below a hidden element that are searched for prose.
const MAX_PEEKED_NODES: usize = 60;
/// Fewest bytes of a paragraph of prose.
const MIN_PROSE_BYTES: usize = 100;

/// Returns true if a hidden element is a collapsed part of the article: it is in an `<article>` or `<main>` and
/// contains a paragraph of prose.
pub fn unfolds(tree: &Tree, id: NodeId) -> bool {
    let tag_is = |node: &NodeId, tags: &[&str]| {
        tree.query_node_or(node, false, |n| n.as_element().is_some_and(|element| tags.contains(&&*element.name.local)))
    };
    let below =
        std::iter::successors(following(tree, id, id), |node| following(tree, id, *node)).take(MAX_PEEKED_NODES);
    let mut paragraphs = below.filter(|node| tag_is(node, &["p"]));
    let holds_prose =
        paragraphs.any(|node| text_below(tree, node, 2 * MIN_PROSE_BYTES).trim().len() >= MIN_PROSE_BYTES);
    holds_prose && tree.ancestor_ids_of_it(&id, None).any(|above| tag_is(&above, &["article", "main"]))
}

fn hides_by_style(style: &str) -> bool {
    declarations(style).any(|(name, value)| {
        (name.eq_ignore_ascii_case("display") && starts_with(value, "none"))
            || (name.eq_ignore_ascii_case("visibility") && starts_with(value, "hidden"))
    })
}

/// Returns true if the element's own style makes it a block.
pub fn is_block_by_style(element: &Element) -> bool {
    attribute(element, "style").is_some_and(|style| {
        declarations(style).any(|(name, value)| {
            name.eq_ignore_ascii_case("display")
                && ["block", "flex", "grid", "table", "list-item"].iter().any(|v| starts_with(value, v))
        })
    })
}

fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|part| part.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

fn starts_with(value: &str, word: &str) -> bool {
    value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Returns true for inline tags, in which text for screen readers is left out. As a block it stays and is classified.
fn tags_with_hidden_name(tag: &str) -> bool {
    matches!(tag, "span" | "b" | "i" | "em" | "strong" | "small" | "a")
}

/// Returns true for names that common frameworks (Bootstrap, Tailwind, Drupal …) give to text for screen readers.
fn has_hidden_name(element: &Element) -> bool {
    attribute(element, "class").is_some_and(|names| {
        names.split_ascii_whitespace().any(|name| {
            matches!(
                name,
                "sr-only"
                    | "visually-hidden"
                    | "visuallyhidden"
                    | "screen-reader-text"
                    | "screen-reader"
                    | "screenreader"
                    | "offscreen"
                    | "element-invisible"
                    | "u-visually-hidden"
                    | "hidden-visually"
            ) || pops_up(name)
        })
    })
}

/// Returns true for names of content shown only on hover: `tooltip-content`, `rollover-block`.
fn pops_up(name: &str) -> bool {
    static WHAT: NameParts<5> = NameParts::new(["tooltip", "popover", "rollover", "hovercard", "hover-card"]);
    const PART: [&str; 9] = ["text", "content", "block", "box", "body", "inner", "card", "panel", "popup"];
    WHAT.any_in(name) && {
        let name = name.to_ascii_lowercase();
        PART.iter().any(|part| name.ends_with(part))
    }
}
