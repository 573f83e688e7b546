//! Separates data tables from layout tables.

use super::dom::{after, attribute, following};
use dom_query::{NodeData, NodeId, Tree};

/// Longest mean text of a data table's cell, in bytes; layout cells have paragraphs.
const MAX_MEAN_CELL: usize = 200;
/// Longest text of one cell, in bytes.
const MAX_CELL: usize = 1200;

/// Counts below a table.
#[derive(Default)]
struct Count {
    rows: usize,
    cells: usize,
    headings: usize,
    bytes: usize,
    cell_bytes: usize,
    paragraphs_in_cell: usize,
    says_data: bool,
}

/// Returns true if the table at `id` has data: at least two rows and two columns of short cells, without nested
/// tables or layout. It visits each node once and stops at a nested table, so nesting costs nothing extra.
pub fn is_data(tree: &Tree, id: NodeId) -> bool {
    let mut count = Count::default();
    let mut at = Some(id);
    while let Some(node) = at {
        let Some(is_layout) = tree.query_node(&node, |n| match &n.data {
            NodeData::Text { contents } => count.text(contents.trim().len()),
            NodeData::Element(element) => {
                let tag = &*element.name.local;
                if node == id {
                    let role = attribute(element, "role").unwrap_or_default();
                    count.says_data = matches!(role, "table" | "grid");
                    matches!(role, "presentation" | "none")
                } else {
                    count.tag(tag)
                }
            }
            _ => false,
        }) else {
            return false;
        };
        if is_layout {
            return false;
        }
        let is_unseen = tree.query_node_or(&node, false, |n| {
            n.as_element().is_some_and(|e| matches!(&*e.name.local, "script" | "style" | "svg"))
        });
        at = if is_unseen { after(tree, id, node) } else { following(tree, id, node) };
    }
    count.is_data()
}

impl Count {
    /// Counts text. Returns true if it proves a layout.
    fn text(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        self.cell_bytes += bytes;
        self.cell_bytes > MAX_CELL
    }

    /// Counts an element. Returns true if it proves a layout.
    fn tag(&mut self, tag: &str) -> bool {
        match tag {
            "tr" => self.rows += 1,
            "td" | "th" => {
                self.cells += 1;
                self.cell_bytes = 0;
                self.paragraphs_in_cell = 0;
                self.headings += usize::from(tag == "th");
            }
            "thead" | "caption" => self.says_data = true,
            "p" | "div" => {
                self.paragraphs_in_cell += usize::from(tag == "p");
                return self.paragraphs_in_cell > 3;
            }
            "table" | "pre" | "form" | "h1" | "h2" | "h3" | "article" | "section" | "blockquote" | "iframe"
            | "video" | "nav" | "hr" => return true,
            _ => {}
        }
        false
    }

    fn is_data(&self) -> bool {
        let is_grid = self.rows >= 2 && self.cells >= 2 * self.rows;
        let is_short = self.bytes <= MAX_MEAN_CELL * self.cells;
        if self.says_data || self.headings > 0 {
            return self.cells >= 2 && self.cells > self.rows && is_short;
        }
        is_grid && is_short && self.bytes > 0
    }
}
