//! Declarative shadow DOM: the content of `<template shadowrootmode>` is shown instead of its parent's own, so it is
//! moved into the tree, where the walk and the metadata find it (WHATWG HTML, "The template element").

use super::dom::{attribute, following};
use dom_query::{NodeId, Tree};

/// Replaces every declared shadow root below `root` by an element with the same content. Templates for scripts are
/// not changed.
pub fn open(tree: &Tree, root: NodeId, html: &str) {
    if memchr::memmem::find(html.as_bytes(), b"shadowrootmode").is_none() {
        return;
    }
    let mut at = Some(root);
    while let Some(node) = at {
        let content = tree.query_node(&node, |n| {
            let element = n.as_element().filter(|element| &*element.name.local == "template")?;
            attribute(element, "shadowrootmode").and(element.template_contents)
        });
        if let Some(Some(content)) = content {
            tree.reparent_children_of(&content, Some(node));
            if let Some(template) = tree.get(&node) {
                template.rename("div");
            }
        }
        at = following(tree, root, node);
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::html::parse;

    #[test]
    fn declared_shadow_root_is_read() {
        let page = "<x-page><template shadowrootmode=open><h1>Tides</h1><x-part><template shadowrootmode=open>\
                    <p>High water at six.</p></template></x-part></template></x-page><template><p>No.</p></template>";
        let texts: Vec<String> = parse(page, None).blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["Tides", "High water at six."]);
    }
}
