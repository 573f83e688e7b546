//! Recognises elements with readers' comments by their names, on any site.

use crate::document::Element;

/// Names that only readers' comments have, or the form to write one.
const COMMENTS: [&str; 14] = [
    "comment",
    "comments",
    "comment-list",
    "comment-body",
    "comment-content",
    "comments-area",
    "comments-list",
    "comments-section",
    "comments-wrapper",
    "commentlist",
    "commentsection",
    "disqus_thread",
    "respond",
    "comment-respond",
];

/// Returns true if an element's names mark readers' comments.
pub fn holds_comments(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let may_be = name.starts_with(['c', 'C', 'd', 'D', 'r', 'R']);
        may_be && COMMENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
    })
}

/// For each element, true if it is inside readers' comments; parents come first.
pub fn in_comments(elements: &[Element]) -> Vec<bool> {
    let mut found: Vec<bool> = Vec::with_capacity(elements.len());
    for element in elements {
        let is_page = matches!(element.tag.as_str(), "html" | "body" | "main");
        let above = element.parent.and_then(|parent| found.get(parent as usize)).copied().unwrap_or_default();
        found.push(above || !is_page && holds_comments(&element.names));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::holds_comments;

    #[test]
    fn only_whole_names_hold_comments() {
        assert!(holds_comments("byuser Comments") && !holds_comments("comments-open commentary"));
    }
}
