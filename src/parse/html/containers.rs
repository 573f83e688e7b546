//! The elements around the text, kept for `declutter`: made only where a block stands below them.

use super::dom::attribute;
use crate::document;
use crate::sanitize;
use dom_query::{Element, NodeId, Tree};

/// Most bytes of an element's names and of its hints.
const MAX_NAMES: usize = 200;

/// Elements open at some point of the walk.
#[derive(Debug, Default)]
pub struct Containers {
    elements: Vec<document::Element>,
    open: Vec<Open>,
    /// Places in `open` of the block-level ones.
    blocks: Vec<usize>,
    /// How many of `blocks` have an element already; they are the outermost.
    made: usize,
    /// Inline elements around the first text of the block being built: their place in `open`, and the node.
    wrappers: Vec<(usize, NodeId)>,
    /// How many elements around that first text are around all text since.
    common_depth: usize,
    /// How few were open since the last text.
    min_depth: usize,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    node: NodeId,
    element: Option<u32>,
    is_block: bool,
}

impl Containers {
    /// Enters an element that cuts blocks.
    pub fn enter_block(&mut self, node: NodeId) {
        self.blocks.push(self.open.len());
        self.open.push(Open { node, element: None, is_block: true });
    }

    /// Enters an element that runs within a line.
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

    /// The first text of a block comes.
    pub fn on_block_start(&mut self) {
        self.wrappers.clear();
        let first = self.blocks.last().map_or(0, |at| at + 1);
        self.wrappers.extend(self.open.iter().enumerate().skip(first).map(|(at, open)| (at, open.node)));
        self.common_depth = self.open.len();
        self.min_depth = self.open.len();
    }

    /// Text comes.
    pub fn on_text(&mut self) {
        self.common_depth = self.common_depth.min(self.min_depth);
        self.min_depth = self.open.len();
    }

    /// The innermost block-level element, in the list from now on.
    pub fn innermost(&mut self, tree: &Tree) -> Option<u32> {
        while let Some(&at) = self.blocks.get(self.made) {
            let parent = self.made.checked_sub(1).and_then(|above| self.open[self.blocks[above]].element);
            let made = self.make(tree, self.open[at].node, parent);
            self.open[at].element = Some(made);
            self.made += 1;
        }
        self.blocks.last().and_then(|&at| self.open[at].element)
    }

    /// The innermost element that is around all text of the block being built: an inline one that has names, or the
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

    /// All elements that have blocks below them.
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
