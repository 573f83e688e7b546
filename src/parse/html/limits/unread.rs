//! Style sheets and scripts without data, which nobody reads: nearly half of the bytes of a page of news. Without them
//! the parser, which builds text nodes line by line, takes much less time.

use super::tokens::HtmlTag;
use crate::parse::metadata::state;

/// Stands for a removed text: its node stays, as nodes are counted here and there.
pub const REPLACEMENT: &str = " ";

/// Returns true if nobody reads the raw text between a tag and `end`.
pub fn is_unread(html: &str, tag: &HtmlTag<'_>, end: usize) -> bool {
    let Some(text) = html.get(tag.end..end).filter(|text| text.len() > REPLACEMENT.len()) else { return false };
    // Without an end tag the rest of the page would be lost.
    if end >= html.len() {
        return false;
    }
    if tag.name.eq_ignore_ascii_case("style") {
        return true;
    }
    let attributes = || html.get(tag.start..tag.end).unwrap_or_default().as_bytes();
    tag.name.eq_ignore_ascii_case("script") && !may_be_data(attributes()) && !state::may_state(text.as_bytes())
}

/// Returns true for the tag of a script that may be JSON-LD.
fn may_be_data(tag: &[u8]) -> bool {
    // An entity may stand for any letter of the type.
    memchr::memchr(b'&', tag).is_some() || tag.windows(4).any(|part| part.eq_ignore_ascii_case(b"json"))
}

#[cfg(test)]
mod tests {
    use super::super::limit;

    #[test]
    fn only_unread_text_is_removed() {
        for (html, expected) in [
            ("<style>p { color: red }</style>a", "<style> </style>a"),
            ("<STYLE media=x>\n<b></STYLE>a", "<STYLE media=x> </STYLE>a"),
            ("<script>if (a < b) '<p>'</script>a", "<script> </script>a"),
            ("<script></script><style>\n</style>a", "<script></script><style>\n</style>a"),
            ("<svg><style>p { }</style></svg>", "<svg><style>p { }</style></svg>"),
            ("<svg><desc><style>p { }</style>a", "<svg><desc><style>p { }</style>a"),
            ("<style>p { } <p>a", "<style>p { } <p>a"),
            ("<title>a b</title><textarea>c d</textarea>", "<title>a b</title><textarea>c d</textarea>"),
        ] {
            assert_eq!(limit(html).html, expected);
        }
        for html in [
            "<script type='application/ld+json'>{\"a\": 1}</script>",
            "<script type='application/ld&#43;j&#115;on'>{\"a\": 1}</script>",
            "<script>x = {\"datePublished\": \"2024-01-02\"}</script>",
            "<script>x = {\"publicationDate\": \"2024-01-02\"}</script>",
            "<script>x = {'pubDate': '2024-01-02'}</script>",
        ] {
            assert_eq!(limit(html).html, html);
        }
    }
}
