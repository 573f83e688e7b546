//! Elements around the text, for `declutter`. They are created only if a block is inside them.

use super::dom::attribute;
use crate::document;
use crate::sanitize;
use dom_query::{Element, NodeId, Tree};

/// Most bytes of an element's names, and of its hints.
const MAX_NAMES: usize = 200;

/// Stack of open elements during the walk.
#[derive(Debug, Default)]
pub struct Containers {
    elements: Vec<document::Element>,
    open: Vec<Open>,
    /// Indices in `open` of the block-level ones.
    blocks: Vec<usize>,
    /// Number of `blocks` for which an element was created; these are the outermost.
    made: usize,
    /// Inline elements around the first text of the current block: index in `open`, and node.
    wrappers: Vec<(usize, NodeId)>,
    /// Number of elements around that first text that are around all later text.
    common_depth: usize,
    /// Minimum stack depth since the last text node.
    min_depth: usize,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    node: NodeId,
    element: Option<u32>,
    is_block: bool,
}

impl Containers {
    /// Enters an element that separates blocks.
    pub fn enter_block(&mut self, node: NodeId) {
        self.blocks.push(self.open.len());
        self.open.push(Open { node, element: None, is_block: true });
    }

    /// Enters an inline element.
    pub fn enter_inline(&mut self, node: NodeId) {
        self.open.push(Open { node, element: None, is_block: false });
    }

    /// Leaves the innermost element.
    pub fn leave(&mut self) {
        if self.open.pop().is_some_and(|open| open.is_block) {
            self.blocks.pop();
            self.made = self.made.min(self.blocks.len());
        }
        self.min_depth = self.min_depth.min(self.open.len());
    }

    /// Called before the first text of a block.
    pub fn on_block_start(&mut self) {
        self.wrappers.clear();
        let first = self.blocks.last().map_or(0, |at| at + 1);
        self.wrappers.extend(self.open.iter().enumerate().skip(first).map(|(at, open)| (at, open.node)));
        self.common_depth = self.open.len();
        self.min_depth = self.open.len();
    }

    /// Called for each text node.
    pub fn on_text(&mut self) {
        self.common_depth = self.common_depth.min(self.min_depth);
        self.min_depth = self.open.len();
    }

    /// Returns the innermost block-level element, creating it if needed.
    pub fn innermost(&mut self, tree: &Tree) -> Option<u32> {
        while let Some(&at) = self.blocks.get(self.made) {
            let parent = self.made.checked_sub(1).and_then(|above| self.open[self.blocks[above]].element);
            let made = self.make(tree, self.open[at].node, parent);
            self.open[at].element = Some(made);
            self.made += 1;
        }
        self.blocks.last().and_then(|&at| self.open[at].element)
    }

    /// Returns the innermost element around all text of the current block: an inline one with names, or the
    /// block-level one.
    pub fn around_text(&mut self, tree: &Tree) -> Option<u32> {
        let mut parent = self.innermost(tree);
        let common_depth = self.common_depth;
        let wrappers = std::mem::take(&mut self.wrappers);
        for &(_, node) in wrappers.iter().filter(|(at, _)| *at < common_depth) {
            let has_class_or_hint = tree.query_node_or(&node, false, |n| n.as_element().is_some_and(has_class_or_hint));
            if has_class_or_hint {
                parent = Some(self.make(tree, node, parent));
            }
        }
        parent
    }

    fn make(&mut self, tree: &Tree, node: NodeId, parent: Option<u32>) -> u32 {
        let made = tree.query_node(&node, |n| n.as_element().map(|element| describe(element, parent))).flatten();
        self.elements.push(made.unwrap_or_default());
        (self.elements.len() - 1) as u32
    }

    /// Returns all elements that contain blocks.
    pub fn into_elements(self) -> Vec<document::Element> {
        self.elements
    }
}

fn has_class_or_hint(element: &Element) -> bool {
    let tag = &*element.name.local;
    matches!(tag, "a" | "b" | "cite" | "em" | "i" | "small" | "strong" | "time")
        || element.attrs.iter().any(|attr| is_name(&attr.name.local) || is_hint(&attr.name.local))
}

fn is_name(attribute: &str) -> bool {
    matches!(attribute, "class" | "id")
}

fn is_hint(attribute: &str) -> bool {
    matches!(
        attribute,
        "role"
            | "itemprop"
            | "itemtype"
            | "rel"
            | "aria-label"
            | "data-testid"
            | "data-test-id"
            | "data-test"
            | "data-qa"
            | "data-component"
            | "data-component-name"
            | "data-component-type"
            | "data-type"
            | "data-module"
            | "data-widget"
            | "data-widget-type"
            | "data-block"
            | "data-block-type"
            | "data-name"
            | "data-role"
            | "data-track"
            | "data-ga"
            | "data-tb-region"
            | "data-ad"
            | "data-ad-slot"
    )
}

fn describe(element: &Element, parent: Option<u32>) -> document::Element {
    let mut names = String::new();
    let mut hints = String::new();
    for name in ["class", "id"] {
        append(&mut names, attribute(element, name).unwrap_or_default());
    }
    for attr in &element.attrs {
        if is_hint(&attr.name.local) {
            append(&mut hints, &attr.value);
        }
    }
    let tag = &*element.name.local;
    document::Element {
        parent,
        tag: sanitize::line(&tag[..tag.floor_char_boundary(40)]).to_ascii_lowercase(),
        names,
        hints,
    }
}

fn append(to: &mut String, raw: &str) {
    let room = MAX_NAMES.saturating_sub(to.len());
    let cut = &raw[..raw.floor_char_boundary(room)];
    for word in sanitize::line(cut).split_whitespace() {
        if !to.is_empty() {
            to.push(' ');
        }
        to.push_str(word);
    }
}
