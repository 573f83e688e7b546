//! Bytes that are parse errors in HTML: `<` that begins no tag, and zeros. The parser stores each error, so that
//! twenty megabytes of them take a gigabyte. If there are many, they are replaced by their meaning.

use std::borrow::Cow;

/// Number of errors that are left as they are.
const MAX_PARSE_ERRORS: usize = 200_000;

/// Removes zeros and replaces `<` by `&lt;` if there are many such bytes.
pub fn strip_error_spam(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut places = memchr::memchr2_iter(b'<', 0, bytes).filter(|&at| is_parse_error(bytes, at));
    let Some(first) = places.nth(MAX_PARSE_ERRORS) else { return Cow::Borrowed(html) };
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for at in std::iter::once(first).chain(places) {
        out.push_str(&html[copied..at]);
        if bytes[at] == b'<' {
            out.push_str("&lt;");
        }
        copied = at + 1;
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// Returns true if the byte at `at`, a zero or `<`, begins no tag, comment or the like.
fn is_parse_error(bytes: &[u8], at: usize) -> bool {
    bytes[at] == 0
        || !bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

#[cfg(test)]
mod tests {
    use super::{MAX_PARSE_ERRORS, strip_error_spam};
    use std::borrow::Cow;

    #[test]
    fn only_error_spam_is_rewritten() {
        let page = format!("{}<p>a < b</p><!-- < -->\0c", "<<3 ".repeat(MAX_PARSE_ERRORS / 2));
        let told = strip_error_spam(&page);
        assert!(told.ends_with("<p>a &lt; b</p><!-- &lt; -->c") && told.starts_with("<<3 <<3 "));
        assert!(matches!(strip_error_spam("<p>1 < 2 \0"), Cow::Borrowed(_)));
    }
}
