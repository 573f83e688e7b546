//! Roles of elements in the walk: which ones separate blocks, are lists, quotes or tables.

use super::dom::{attribute, text_below};
use super::{tables, tags, visible};
use dom_query::{Element, NodeId, Tree};

/// Role of an element in the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementRole {
    /// Inline.
    Inline,
    /// `<q>`: gets quote marks.
    Quotation,
    /// Separates blocks.
    Block,
    /// A list item.
    Item,
    /// A list.
    List,
    /// Preformatted.
    Pre,
    /// A table.
    Table {
        /// True for data; false for layout.
        is_data: bool,
    },
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell {
        /// True for `<th>`.
        is_heading: bool,
    },
    /// Content shown without scripts; only its pictures are read.
    Noscript,
}

impl ElementRole {
    /// Returns the role of the element at `id`; a table can hold data only if `may_be_data`.
    pub fn of(tree: &Tree, id: NodeId, element: &Element, may_be_data: bool) -> Self {
        let tag = &*element.name.local;
        match tag {
            "li" => Self::Item,
            "ul" | "ol" | "menu" | "dir" => Self::List,
            "pre" | "listing" | "xmp" | "plaintext" => Self::Pre,
            "table" => Self::Table { is_data: may_be_data && tables::is_data(tree, id) },
            "tr" => Self::Row,
            "td" | "th" => Self::Cell { is_heading: tag == "th" },
            "noscript" => Self::Noscript,
            "q" => Self::Quotation,
            _ if tags::is_inline(tag) && !visible::is_block_by_style(element) => Self::Inline,
            _ => Self::Block,
        }
    }
}

/// Returns the language of a code block: `language-rust`, `lang-rust`, `highlight-source-rust`, `data-lang`.
pub fn language(element: &Element) -> Option<String> {
    let named = attribute(element, "data-lang").or_else(|| attribute(element, "data-language"));
    let class = attribute(element, "class").unwrap_or_default();
    let from_class = || {
        class.split_ascii_whitespace().find_map(|name| {
            ["language-", "lang-", "highlight-source-", "brush:"].iter().find_map(|prefix| name.strip_prefix(prefix))
        })
    };
    let name = named.or_else(from_class)?;
    let is_name = !name.is_empty()
        && name.len() <= 32
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'_' | b'.'));
    is_name.then(|| name.to_ascii_lowercase())
}

/// Names of line number columns that highlighters put beside code.
const LINE_NUMBERS: [&str; 12] = [
    "blob-num",
    "crayon-nums",
    "gutter",
    "hljs-ln-numbers",
    "line-number",
    "line-numbers",
    "line-numbers-rows",
    "linenodiv",
    "lineno",
    "linenos",
    "linenumber",
    "rouge-gutter",
];

/// Returns true if an element is a column of line numbers: it has such a name and only numbers.
pub fn holds_line_numbers(tree: &Tree, id: NodeId, element: &Element) -> bool {
    const MAX_BYTES: usize = 4000;
    let is_named = attribute(element, "class")
        .is_some_and(|class| class.split_ascii_whitespace().any(|name| LINE_NUMBERS.contains(&name)));
    is_named && {
        let text = text_below(tree, id, MAX_BYTES);
        text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace())
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::html::parse;

    #[test]
    fn line_numbers_are_no_text() {
        let page = "<table><tr><td class=gutter><pre class=lineno>1\n2</pre></td><td><pre>a = 1\nb = 2</pre></td></tr></table>\
                    <pre class=line-numbers>1 + 1</pre>";
        let texts: Vec<String> = parse(page, None).blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["a = 1\nb = 2", "1 + 1"]);
    }
}
