//! HTML as text: its tags are found in one linear pass, and the values of some attributes are replaced. No tree is built
//! here, so that neither depth nor size matters; what is no tag is copied as it is.

use std::borrow::Cow;
use std::ops::Range;

/// Elements whose content is no markup.
const RAW_TEXT: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "noembed"];

/// Longest name of an element, in bytes.
const MAX_NAME: usize = 64;

/// One tag of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// True if it closes an element.
    pub(super) closes: bool,
    /// Bytes of the tag, with `<` and `>`.
    pub(super) span: Range<usize>,
}

/// One attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// Its value as written, character references included.
    pub(super) value: &'a str,
    /// Bytes of the value in the page, without quotation marks.
    pub(super) span: Range<usize>,
}

/// The tags of a page in order. What stands in comments and in scripts is none.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', html.as_bytes().get(at..)?)?;
            let rest = html.get(at..)?;
            if raw.is_none() && rest.starts_with("<!--") {
                // `<!-->` is a whole comment.
                let inside = rest.get(2..)?;
                at += 2 + memchr::memmem::find(inside.as_bytes(), b"-->")? + 3;
                continue;
            }
            let (closes, named) = rest.strip_prefix("</").map_or((false, rest.get(1..)?), |named| (true, named));
            let length = named
                .bytes()
                .take(MAX_NAME)
                .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/'))
                .count();
            let name = named.get(..length)?;
            if !name.starts_with(|c: char| c.is_ascii_alphabetic())
                || raw.is_some_and(|open| !closes || !open.eq_ignore_ascii_case(name))
            {
                at += 1;
                continue;
            }
            let end = tag_end(html, at)?;
            let span = at..end;
            at = end;
            let is_empty = closes || html.get(..end).is_some_and(|text| text.ends_with("/>"));
            raw = RAW_TEXT.into_iter().find(|raw| !is_empty && raw.eq_ignore_ascii_case(name));
            return Some(Tag { name, closes, span });
        }
    })
}

/// One past the `>` of the tag that begins at `from`: the first that stands in no quoted value.
fn tag_end(html: &str, from: usize) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from + 1;
    let mut before = b'<';
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'>' => return Some(at + 1),
            b'"' | b'\'' if before == b'=' => at += 1 + memchr::memchr(byte, bytes.get(at + 1..)?)?,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
        at += 1;
    }
}

/// The attributes of a tag that have a value.
pub(super) fn attributes<'a>(html: &'a str, tag: &Tag<'a>) -> impl Iterator<Item = Attribute<'a>> {
    let mut at = tag.span.start + tag.name.len() + if tag.closes { 2 } else { 1 };
    let end = tag.span.end.saturating_sub(1);
    std::iter::from_fn(move || {
        loop {
            let rest = html.get(at..end)?;
            let start = rest.find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
            at += start;
            let rest = html.get(at..end)?;
            let length = rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'));
            let length = length.map_or(rest.len(), |(length, _)| length);
            let (name, rest) = (rest.get(..length)?, rest.get(length..)?);
            at += length;
            let trimmed = rest.trim_ascii_start();
            let Some(value) = trimmed.strip_prefix('=') else { continue };
            at += rest.len() - trimmed.len() + 1;
            at += value.len() - value.trim_ascii_start().len();
            let value = value.trim_ascii_start();
            let (value, behind) = match value.chars().next() {
                Some(mark @ ('"' | '\'')) => {
                    at += 1;
                    let inside = value.get(1..)?;
                    let length = inside.find(mark).unwrap_or(inside.len());
                    (inside.get(..length)?, 1)
                }
                _ => {
                    let length = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                    (value.get(..length)?, 0)
                }
            };
            let span = at..at + value.len();
            at = (span.end + behind).min(end);
            return Some(Attribute { name, value, span });
        }
    })
}

/// The page with other values in some attributes: `change` gets the tag's name, the attribute's name, both as written, and the
/// value with `&amp;` undone, and returns the new value where it is another.
pub(super) fn with_attributes(html: &str, mut change: impl FnMut(&str, &str, &str) -> Option<String>) -> Cow<'_, str> {
    let mut changed = String::new();
    let mut copied = 0;
    for tag in tags(html).filter(|tag| !tag.closes) {
        for attribute in attributes(html, &tag) {
            let Some(value) = change(tag.name, attribute.name, &decoded(attribute.value)) else { continue };
            changed.push_str(html.get(copied..attribute.span.start).unwrap_or_default());
            let bare = !html.get(..attribute.span.start).is_some_and(|before| before.ends_with(['"', '\'']));
            if bare {
                changed.push('"');
            }
            changed.push_str(&escaped(&value));
            if bare {
                changed.push('"');
            }
            copied = attribute.span.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    changed.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(changed)
}

/// A value with the references undone that addresses have in them.
pub(super) fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = value.to_owned();
    for reference in ["&amp;", "&#38;", "&#038;", "&#x26;", "&#X26;"] {
        text = text.replace(reference, "&");
    }
    for (reference, sign) in [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#61;", "=")] {
        text = text.replace(reference, sign);
    }
    Cow::Owned(text)
}

/// A text as it may stand in HTML, within elements and quoted values.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_replaced_and_the_rest_is_copied() {
        let page = "<p title='a > b'>x < y<a HREF=http://a.example/?x=1&amp;y=2 class=c>1</a><!-- <a href=q> -->\
            <script>'<a href=\"no\">'</script><a href = \"b\">2</a><img src='c'/><a href>";
        let changed = with_attributes(page, |tag, name, value| {
            assert!(tag != "p" || value == "a > b");
            name.eq_ignore_ascii_case("href").then(|| format!("[{value}]"))
        });
        assert_eq!(
            changed,
            "<p title='a > b'>x < y<a HREF=\"[http://a.example/?x=1&amp;y=2]\" class=c>1</a><!-- <a href=q> -->\
            <script>'<a href=\"no\">'</script><a href = \"[b]\">2</a><img src='c'/><a href>"
        );
        assert!(matches!(with_attributes(page, |_, _, _| None), Cow::Borrowed(_)));
    }

    #[test]
    fn broken_markup_ends() {
        for page in
            ["<", "<a", "<a href=", "<a href='", "<a href='x", "<!--", "<script>", "<a =x y", "</", "<é=ü>", "<a é=ü>"]
        {
            let _ = with_attributes(page, |_, _, _| Some("\u{fc}".into()));
        }
    }
}
