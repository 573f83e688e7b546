//! Tags of a page as html5ever's tokenizer finds them: comments, raw text and quoted values are skipped.

use memchr::{memchr, memchr2, memmem};

/// A tag.
#[derive(Debug)]
pub enum HtmlToken<'a> {
    /// `<name …>`
    Start(HtmlTag<'a>),
    /// `</name …>`
    End(HtmlTag<'a>),
}

/// Position and name of a tag.
#[derive(Debug)]
pub struct HtmlTag<'a> {
    /// Name as written; compare it without case.
    pub name: &'a str,
    /// Position of its `<`.
    pub start: usize,
    /// Position after its `>`.
    pub end: usize,
    /// Number of attributes.
    pub attributes: usize,
    /// Position of the first attribute beyond the hundredth.
    pub cut_at: usize,
    /// True if it ends with `/>`.
    pub is_self_closing: bool,
}

/// Number of attributes before [`HtmlTag::cut_at`].
const CUT_AT_ATTRIBUTE: usize = 100;

/// Iterates over the tags.
pub struct Tokenizer<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokenizer<'a> {
    /// Starts at the beginning of a page.
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Returns the next tag; `is_foreign` within SVG and `MathML`, where CDATA is recognised.
    pub fn next(&mut self, is_foreign: bool) -> Option<HtmlToken<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + memchr(b'<', bytes.get(self.at..)?)?;
            match bytes.get(start + 1)? {
                b'!' => self.at = self.after_markup(start, is_foreign),
                b'?' => self.at = find_byte(bytes, start, b'>'),
                b'/' => match bytes.get(start + 2)? {
                    c if c.is_ascii_alphabetic() => return self.tag(start, start + 2).map(HtmlToken::End),
                    b'>' => self.at = start + 3,
                    _ => self.at = find_byte(bytes, start, b'>'),
                },
                c if c.is_ascii_alphabetic() => return self.tag(start, start + 1).map(HtmlToken::Start),
                _ => self.at = start + 1,
            }
        }
    }

    /// Returns the position after a comment, doctype or CDATA section.
    fn after_markup(&self, start: usize, is_foreign: bool) -> usize {
        let bytes = self.html.as_bytes();
        let body = &bytes[start..];
        if body.starts_with(b"<!--") {
            return after_comment(bytes, start + 4);
        }
        if is_foreign && body.starts_with(b"<![CDATA[") {
            return memmem::find(body, b"]]>").map_or(bytes.len(), |n| start + n + 3);
        }
        find_byte(bytes, start, b'>')
    }

    /// Returns the tag whose name begins at `name_at`; `None` if the page ends within it.
    fn tag(&mut self, start: usize, name_at: usize) -> Option<HtmlTag<'a>> {
        let bytes = self.html.as_bytes();
        let is_name = |b: &u8| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>');
        let length = bytes[name_at..].iter().position(|b| !is_name(b))?;
        let name = self.html.get(name_at..name_at + length)?;
        let mut tag = HtmlTag { name, start, end: 0, attributes: 0, cut_at: 0, is_self_closing: false };
        let mut at = name_at + length;
        loop {
            match bytes.get(at)? {
                b'>' => break,
                b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0c => at += 1,
                _ => {
                    tag.attributes += 1;
                    if tag.attributes == CUT_AT_ATTRIBUTE + 1 {
                        tag.cut_at = at;
                    }
                    at = after_attribute(bytes, at)?;
                }
            }
        }
        tag.is_self_closing = bytes[at - 1] == b'/';
        tag.end = at + 1;
        self.at = tag.end;
        Some(tag)
    }

    /// Skips the raw text of the element `name`. Returns the position of its end tag.
    pub fn skip_raw(&mut self, name: &str) -> usize {
        let bytes = self.html.as_bytes();
        let is_script = name.eq_ignore_ascii_case("script");
        let mut escape = Escape::None;
        let mut at = if name.eq_ignore_ascii_case("plaintext") { bytes.len() } else { self.at };
        while let Some(found) =
            bytes.get(at..).and_then(|rest| memchr2(b'<', if is_script { b'-' } else { b'<' }, rest))
        {
            at += found;
            let rest = &bytes[at..];
            let is_end = rest.get(1) == Some(&b'/') && begins_with_name(&rest[2..], name);
            if is_end && escape != Escape::Double {
                self.at = at;
                return at;
            }
            if is_script {
                escape = escape.after(rest, is_end);
            }
            at += 1;
        }
        self.at = bytes.len();
        self.at
    }
}

/// Escape state of a script, which hides its end tag: in a comment, `<script` and `</script` are a pair (13.2.5.20
/// and following).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Comment,
    Double,
}

impl Escape {
    fn after(self, rest: &[u8], is_end: bool) -> Self {
        match self {
            Self::None if rest.starts_with(b"<!--") => Self::Comment,
            Self::Comment | Self::Double if rest.starts_with(b"-->") => Self::None,
            Self::Comment if rest[0] == b'<' && begins_with_name(&rest[1..], "script") => Self::Double,
            Self::Double if is_end => Self::Comment,
            other => other,
        }
    }
}

/// Returns true if the bytes begin with the tag's name and it ends there.
fn begins_with_name(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'>'))
}

/// Returns the position after the attribute at `at` and its value.
fn after_attribute(bytes: &[u8], at: usize) -> Option<usize> {
    let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
    let skip_space = |mut at: usize| {
        while bytes.get(at).copied().is_some_and(is_space) {
            at += 1;
        }
        at
    };
    // A name may begin with `=`.
    let name_end =
        at + 1 + bytes.get(at + 1..)?.iter().position(|b| is_space(*b) || matches!(b, b'/' | b'>' | b'='))?;
    let sign = skip_space(name_end);
    if bytes.get(sign) != Some(&b'=') {
        return Some(name_end);
    }
    let value = skip_space(sign + 1);
    match bytes.get(value)? {
        quote @ (b'"' | b'\'') => Some(value + 1 + memchr(*quote, bytes.get(value + 1..)?)? + 1),
        b'>' => Some(value),
        _ => Some(value + bytes[value..].iter().position(|b| is_space(*b) || *b == b'>')?),
    }
}

fn after_comment(bytes: &[u8], body: usize) -> usize {
    let rest = &bytes[body.min(bytes.len())..];
    if rest.starts_with(b">") {
        return body + 1;
    }
    if rest.starts_with(b"->") {
        return body + 2;
    }
    let mut at = 0;
    while let Some(found) = memmem::find(&rest[at..], b"--") {
        at += found;
        match (rest.get(at + 2), rest.get(at + 3)) {
            (Some(b'>'), _) => return body + at + 3,
            (Some(b'!'), Some(b'>')) => return body + at + 4,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn find_byte(bytes: &[u8], from: usize, byte: u8) -> usize {
    memchr(byte, &bytes[from..]).map_or(bytes.len(), |n| from + n + 1)
}

/// Returns true if the element contains raw text, in which `<` opens nothing.
pub fn is_raw(name: &str) -> bool {
    const RAW: [&str; 9] =
        ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];
    RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}
