//! Short HTML on one line: titles, names and tags of feeds. Pure.

use crate::library::entities::decode;
use crate::white_space;

/// Elements that are markup in titles; other names in angle brackets are part of the text.
const KNOWN: [&str; 36] = [
    "a", "abbr", "acronym", "b", "big", "blink", "br", "center", "cite", "code", "del", "dfn", "div", "em", "font",
    "h1", "h2", "h3", "i", "img", "ins", "kbd", "mark", "nobr", "p", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "u", "wbr",
];
const VOID: [&str; 3] = ["br", "img", "wbr"];

/// Returns the text of short HTML: no markup, references resolved, white space folded.
pub(super) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return fold(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&decode(&rest[..at]));
        rest = &rest[at..];
        if let Some((name, length)) = tag(rest) {
            if matches!(name.as_str(), "br" | "p" | "div") {
                out.push(' ');
            }
            rest = &rest[length..];
        } else {
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(&decode(rest));
    fold(&out)
}

/// Folds white space to single spaces.
pub(super) fn fold(text: &str) -> String {
    white_space::fold(text)
}

/// Returns name and length of the tag that begins here, if it is markup.
fn tag(text: &str) -> Option<(String, usize)> {
    // No tag of a title is longer than 2,000 bytes.
    let head = text.get(..text.floor_char_boundary(2_000))?;
    let end = head.find('>')?;
    let inside = head.get(1..end)?;
    let closing = inside.starts_with('/');
    let name = inside.trim_start_matches('/').trim_end_matches('/');
    let name = name.split(|c: char| c.is_whitespace() || c == '/').next()?.to_ascii_lowercase();
    if !KNOWN.contains(&name.as_str()) {
        return None;
    }
    // An element that is never closed is mentioned, not used: "The <b> element".
    let closed = || head.get(end..).is_some_and(|rest| rest.to_ascii_lowercase().contains(&format!("</{name}")));
    (closing || VOID.contains(&name.as_str()) || closed()).then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_markup_and_keep_words() {
        let cases = [
            ("Fish & chips <em>hot</em>", "Fish & chips hot"),
            ("Cloak &amp; dagger", "Cloak & dagger"),
            ("It&#8217;s  late\n", "It’s late"),
            ("The <marquee> element explained", "The <marquee> element explained"),
            ("<a href=\"/x\">Linked title</a>", "Linked title"),
            ("The <b> element, 1 < 2 > 0", "The <b> element, 1 < 2 > 0"),
            ("One<br/>two", "One two"),
        ];
        for (html, expected) in cases {
            assert_eq!(plain(html), expected, "{html}");
        }
    }
}
