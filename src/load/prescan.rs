//! The encoding that a page declares: the HTML standard's "prescan a byte stream to determine its encoding", and the
//! XML declaration.

use encoding_rs::Encoding;

/// Number of bytes searched for a declaration. The standard requires 1,024; real pages put scripts before it.
const MAX_SCANNED_BYTES: usize = 8 * 1024;

/// Returns the encoding named by `<meta charset>`, `<meta http-equiv content>` or `<?xml encoding?>`.
pub(super) fn declared_in_html(bytes: &[u8]) -> Option<&'static Encoding> {
    let page = bytes.get(..MAX_SCANNED_BYTES).unwrap_or(bytes);
    in_meta(page).or_else(|| in_xml(page)).and_then(Encoding::for_label)
}

fn in_xml(page: &[u8]) -> Option<&[u8]> {
    let start = page.trim_ascii_start();
    let end = start.starts_with(b"<?xml").then(|| memchr::memchr(b'>', start))??;
    let declaration = start.get(..end)?;
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let value = declaration.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    quoted(value)
}

fn quoted(value: &[u8]) -> Option<&[u8]> {
    let (&mark, rest) = value.split_first()?;
    match mark {
        b'"' | b'\'' => rest.get(..memchr::memchr(mark, rest)?),
        _ => None,
    }
}

fn in_meta(page: &[u8]) -> Option<&[u8]> {
    let mut rest = page;
    loop {
        rest = rest.get(memchr::memchr(b'<', rest)?..)?;
        rest = match rest {
            [b'<', b'!', b'-', b'-', ..] => {
                // `<!-->` is a complete comment, so the search begins at its own dashes.
                let inside = rest.get(2..)?;
                inside.get(memchr::memmem::find(inside, b"-->")? + 3..)?
            }
            [b'<', b'!' | b'?', after @ ..] => after.get(memchr::memchr(b'>', after)?..)?,
            [b'<', b'/', letter, ..] | [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                let (found, after) = tag(rest.get(1..)?);
                if found.is_some() {
                    return found;
                }
                after
            }
            _ => rest.get(1..)?,
        };
    }
}

/// Parses a tag. Returns the label, if it is a `<meta>` that declares one, and the rest.
fn tag(text: &[u8]) -> (Option<&[u8]>, &[u8]) {
    let end = text.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let meta = name.eq_ignore_ascii_case(b"meta");
    let (mut charset, mut content, mut pragma) = (None, None, false);
    while let Some((name, value, after)) = attribute(rest) {
        rest = after;
        if name.eq_ignore_ascii_case(b"charset") && charset.is_none() {
            charset = Some(value);
        } else if name.eq_ignore_ascii_case(b"content") && content.is_none() {
            content = Some(value);
        } else if name.eq_ignore_ascii_case(b"http-equiv") {
            pragma |= value.eq_ignore_ascii_case(b"content-type");
        }
    }
    let found = charset.or_else(|| if pragma { in_content(content?) } else { None }).filter(|_| meta);
    (found, rest)
}

/// Parses an attribute. Returns name, value and rest; `None` at the tag's end.
fn attribute(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let start = text.iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
    let text = text.get(start..)?;
    if text.first() == Some(&b'>') {
        return None;
    }
    let end =
        text.iter().skip(1).position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/')).map(|n| n + 1);
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { return Some((name, &[], rest)) };
    let value = value.trim_ascii_start();
    if let Some(inside) = quoted(value) {
        return Some((name, inside, value.get(inside.len() + 2..)?));
    }
    let end = value.iter().position(|b| b.is_ascii_whitespace() || *b == b'>').unwrap_or(value.len());
    let (value, rest) = value.split_at(end);
    Some((name, value, rest))
}

/// Returns the charset in `text/html; charset=…`.
fn in_content(content: &[u8]) -> Option<&[u8]> {
    let lower = content.to_ascii_lowercase();
    let mut from = 0;
    loop {
        from += memchr::memmem::find(lower.get(from..)?, b"charset")? + 7;
        let Some(value) = content.get(from..)?.trim_ascii_start().strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        if matches!(value.first(), Some(b'"' | b'\'')) {
            return quoted(value);
        }
        let end = value.iter().position(|b| b.is_ascii_whitespace() || *b == b';').unwrap_or(value.len());
        return value.get(..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prescan_finds_declarations_like_the_standard() {
        for (page, name) in [
            (r"<meta charset=utf-8>", Some("UTF-8")),
            (r#"<html><head><META  Charset = "Shift_JIS" >"#, Some("Shift_JIS")),
            (r#"<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">"#, Some("windows-1252")),
            (r#"<meta content="text/html; charset='gbk'" http-equiv=content-type>"#, Some("GBK")),
            (r#"<meta content="text/html; charset=gbk">"#, None),
            (r"<!-- <meta charset=gbk> --><meta charset=big5>", Some("Big5")),
            (r"<!--><meta charset=big5>", Some("Big5")),
            (r#"<a title="<meta charset=gbk>"><meta charset=big5>"#, Some("Big5")),
            (r"</p <meta charset=gbk>", None),
            (r#"<?xml version="1.0" encoding='windows-1251'?><html>"#, Some("windows-1251")),
            (r"<metadata charset=gbk>", None),
            (r#"<meta charset="nonsense">"#, None),
            (r"<meta charset", None),
            (r"<", None),
        ] {
            assert_eq!(declared_in_html(page.as_bytes()).map(Encoding::name), name, "{page}");
        }
    }
}
