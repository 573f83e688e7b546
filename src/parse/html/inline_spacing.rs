//! Decides where to insert a space between adjacent inline elements (`<span>Kicker</span><span>Title</span>`), since
//! CSS is not read: if both have names and the second looks like a new start.

use super::dom::{attribute, text_below};
use crate::name_parts::NameParts;
use dom_query::{Element, NodeData, NodeId, Tree};

/// Number of bytes of an element that are examined.
const MAX_PEEKED_BYTES: usize = 80;

/// Returns true if a space belongs before the element at `id`; `last` is the character right before it.
pub fn needs_space_before(tree: &Tree, id: NodeId, element: &Element, last: char) -> bool {
    let Some(name) = name(element).filter(|_| last.is_alphanumeric() || matches!(last, '.' | '!' | '?' | ':')) else {
        return false;
    };
    let before = tree.query_node(&id, |node| node.prev_sibling).flatten();
    let other = |before: NodeId| {
        tree.query_node_or(&before, false, |node| {
            node.as_element().and_then(self::name).is_some_and(|before| before != name)
        })
    };
    let Some(before) = before.filter(|before| other(*before)) else { return false };
    let (one, two) = (text_below(tree, before, MAX_PEEKED_BYTES), text_below(tree, id, MAX_PEEKED_BYTES));
    let (one, two) = (one.trim(), two.trim());
    // A drop cap is part of its word.
    let several = |text: &str| text.contains(char::is_whitespace);
    one.chars().nth(1).is_some() && two.starts_with(char::is_uppercase) && (several(one) || several(two))
}

/// Parts of class names of labels over titles.
static KICKERS: NameParts<10> = NameParts::new([
    "kicker",
    "overline",
    "topline",
    "overtitle",
    "eyebrow",
    "dachzeile",
    "roofline",
    "spitzmarke",
    "surtitle",
    "pretitle",
]);

/// Returns true if a named inline element follows another one with a different name, with nothing but white space in
/// between.
pub fn begins_after_another(tree: &Tree, id: NodeId, element: &Element) -> bool {
    let Some(name) = name(element) else { return false };
    let mut before = tree.query_node(&id, |node| node.prev_sibling).flatten();
    for _ in 0..2 {
        let Some(node) = before else { return false };
        let (is_blank, differs, next) = tree.query_node_or(&node, (false, false, None), |node| match &node.data {
            NodeData::Text { contents } => {
                (contents.bytes().all(crate::parse::inline::is_space), false, node.prev_sibling)
            }
            NodeData::Element(other) => (false, self::name(other).is_some_and(|other| other != name), None),
            _ => (false, false, None),
        });
        if !is_blank {
            return differs;
        }
        before = next;
    }
    false
}

/// Returns true if the class of an inline element says that it is a label over a title.
pub fn is_kicker(element: &Element) -> bool {
    name(element).is_some_and(|name| KICKERS.any_in(name))
}

/// Returns the class names of an inline element.
fn name(element: &Element) -> Option<&str> {
    let tag = &*element.name.local;
    matches!(tag, "span" | "a" | "small" | "strong" | "b" | "time").then(|| attribute(element, "class")).flatten()
}
