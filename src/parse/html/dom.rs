//! Helpers for the tree of `dom_query`.

use super::tags;
use dom_query::{Element, NodeData, NodeId, Tree};

/// The value of an attribute.
pub fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value)
}

/// Returns the first of several attributes that exists and is not blank.
pub fn first_attribute<'e>(element: &'e Element, names: &[&str]) -> Option<&'e str> {
    names.iter().find_map(|name| attribute(element, name).map(str::trim).filter(|value| !value.is_empty()))
}

/// Returns the next node in document order within `root` that is not a descendant of `node`.
pub fn after(tree: &Tree, root: NodeId, mut node: NodeId) -> Option<NodeId> {
    while node != root {
        let (next, parent) = tree.query_node(&node, |n| (n.next_sibling, n.parent))?;
        if next.is_some() {
            return next;
        }
        node = parent?;
    }
    None
}

/// Returns the next node in document order within `root`.
pub fn following(tree: &Tree, root: NodeId, node: NodeId) -> Option<NodeId> {
    tree.query_node(&node, |n| n.first_child).flatten().or_else(|| after(tree, root, node))
}

/// Returns the text below a node, with white space as written and spaces between blocks, up to about `limit` bytes.
pub fn text_below(tree: &Tree, root: NodeId, limit: usize) -> String {
    let mut text = String::new();
    let mut at = Some(root);
    while let Some(node) = at
        && text.len() < limit
    {
        let is_skipped = tree.query_node_or(&node, false, |n| {
            let follows_block = n.prev_sibling.is_some_and(|before| is_block(tree, before));
            if node != root && (follows_block || is_block(tree, node)) {
                text.push(' ');
            }
            match &n.data {
                NodeData::Text { contents } => {
                    text.push_str(&contents[..contents.floor_char_boundary(limit)]);
                    false
                }
                NodeData::Element(element) => {
                    node != root && matches!(&*element.name.local, "style" | "script" | "svg")
                }
                _ => false,
            }
        });
        at = if is_skipped { after(tree, root, node) } else { following(tree, root, node) };
    }
    text
}

/// Returns the texts below a node between the borders of its elements, in order, up to about `limit` bytes. Emphasis,
/// links and the like have no borders.
pub fn parts_below(tree: &Tree, root: NodeId, limit: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let (mut length, mut around) = (0, None);
    let mut at = following(tree, root, root);
    while let Some(node) = at
        && length < limit
    {
        let is_skipped = tree.query_node_or(&node, false, |n| match &n.data {
            NodeData::Text { contents } => {
                let text = &contents[..contents.floor_char_boundary(limit)];
                length += text.len();
                let container = n.parent.map(|parent| outside_emphasis(tree, root, parent));
                match parts.last_mut().filter(|_| around == container) {
                    Some(part) => part.push_str(text),
                    None => parts.push(text.to_owned()),
                }
                around = container;
                false
            }
            NodeData::Element(element) => {
                if &*element.name.local == "br" {
                    around = None;
                }
                matches!(&*element.name.local, "style" | "script" | "svg")
            }
            _ => false,
        });
        at = if is_skipped { after(tree, root, node) } else { following(tree, root, node) };
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Returns the nearest node around, or the node itself, that is neither emphasis nor a link.
fn outside_emphasis(tree: &Tree, root: NodeId, mut node: NodeId) -> NodeId {
    let is_emphasis = |node: NodeId| {
        tree.query_node_or(&node, false, |n| {
            n.as_element().is_some_and(|element| {
                matches!(
                    &*element.name.local,
                    "a" | "abbr"
                        | "b"
                        | "cite"
                        | "code"
                        | "em"
                        | "font"
                        | "i"
                        | "mark"
                        | "q"
                        | "strong"
                        | "sub"
                        | "sup"
                        | "u"
                )
            })
        })
    };
    while node != root && is_emphasis(node) {
        match tree.query_node(&node, |n| n.parent).flatten() {
            Some(parent) => node = parent,
            None => break,
        }
    }
    node
}

fn is_block(tree: &Tree, node: NodeId) -> bool {
    tree.query_node_or(&node, false, |n| n.as_element().is_some_and(|element| !tags::is_inline(&element.name.local)))
}
