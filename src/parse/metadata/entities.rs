//! Entities that pages escaped once too often in their data: the numeric ones and those common in titles.

use std::borrow::Cow;

const NAMED: [(&str, &str); 33] = [
    ("aacute", "á"),
    ("agrave", "à"),
    ("amp", "&"),
    ("apos", "'"),
    ("atilde", "ã"),
    ("auml", "ä"),
    ("bull", "•"),
    ("ccedil", "ç"),
    ("eacute", "é"),
    ("ecirc", "ê"),
    ("egrave", "è"),
    ("gt", ">"),
    ("hellip", "…"),
    ("iacute", "í"),
    ("laquo", "«"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("middot", "·"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("ntilde", "ñ"),
    ("oacute", "ó"),
    ("otilde", "õ"),
    ("ouml", "ö"),
    ("quot", "\""),
    ("raquo", "»"),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("szlig", "ß"),
    ("uacute", "ú"),
    ("uuml", "ü"),
];

/// Decodes entities twice, since `&amp;#x26;` stands for `&`.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(once(&once(text)))
}

fn once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let body = &rest[at + 1..];
        let end = body.bytes().take(10).position(|b| b == b';');
        if let Some((end, meaning)) = end.and_then(|end| Some((end, meaning(&body[..end])?))) {
            out.push_str(&meaning);
            rest = &body[end + 1..];
        } else {
            out.push('&');
            rest = body;
        }
    }
    out.push_str(rest);
    out
}

fn meaning(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).map(|c| Cow::Owned(c.to_string()));
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, meaning)| Cow::Borrowed(*meaning))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn entities_are_written_out() {
        assert_eq!(decode("Q&amp;#x26;A &rsquo; &unknown; & &#8211; &#;"), "Q&A ’ &unknown; & – &#;");
    }
}
