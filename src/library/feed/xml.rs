//! A tokenizer for XML as feeds have it. It never fails: errors that a conforming parser must reject (a bare `&`, an
//! undeclared prefix, an unclosed element, a truncated document) are read as well as possible. Pure; linear in the
//! length of the text.

use crate::library::entities::decode;
use std::borrow::Cow;

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag: its name, the text of its attributes, and whether it closes itself.
    Start { name: &'a str, attributes: &'a str, is_empty: bool },
    /// An end tag.
    End { name: &'a str },
    /// Text with references.
    Text(&'a str),
    /// A CDATA section, taken literally.
    CharacterData(&'a str),
}

/// The ends of comments, processing instructions and internal subsets.
const ENDS: [&str; 3] = ["-->", "?>", "]>"];
const COMMENT: usize = 0;
const INSTRUCTION: usize = 1;
const SUBSET: usize = 2;

/// Iterator over the tokens of a text, in order. Comments, processing instructions and document types are skipped.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Position of the last `>`: a tag that begins after it is cut off.
    last_end: usize,
    /// Last positions of the other end markers, so that no search runs to the end twice.
    last_ends: [usize; 3],
    /// True while quotes in tags are balanced; after an unclosed one, quotes are ignored.
    quoted: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            last_end: text.rfind('>').unwrap_or(0),
            last_ends: ENDS.map(|end| text.rfind(end).unwrap_or(0)),
            quoted: true,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips to after `end`, or to after the next `>` if `end` is missing.
    fn skip(&mut self, end: usize) {
        let rest = self.rest();
        let (end, last) = (ENDS[end], self.last_ends[end]);
        let found = if self.at <= last { rest.find(end).map(|found| found + end.len()) } else { None };
        self.at += found.or_else(|| Some(rest.find('>')? + 1)).unwrap_or(rest.len());
    }

    /// Skips a document type with its internal subset.
    fn skip_document_type(&mut self) {
        let rest = self.rest();
        let end = rest.find('>').unwrap_or(rest.len());
        let subset = rest.get(..end).and_then(|head| head.find('[')).filter(|_| self.at <= self.last_ends[SUBSET]);
        let end = match subset {
            Some(open) => {
                rest.get(open..).and_then(|subset| Some(open + subset.find(ENDS[SUBSET])? + 1)).unwrap_or(end)
            }
            None => end,
        };
        self.at += (end + 1).min(rest.len());
    }

    /// Returns the position of the `>` that ends the tag beginning here.
    fn tag_end(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while at <= self.last_end {
            match bytes.get(at)? {
                b'>' => return Some(at),
                quote @ (b'"' | b'\'') if self.quoted && bytes.get(at.wrapping_sub(1)) == Some(&b'=') => {
                    let Some(closing) = memchr::memchr(*quote, bytes.get(at + 1..)?) else {
                        self.quoted = false;
                        at += 1;
                        continue;
                    };
                    at += closing + 2;
                }
                _ => at += 1,
            }
        }
        None
    }

    /// Reads a tag, if one begins at the `<` here.
    fn tag(&mut self) -> Option<Token<'a>> {
        let is_end = self.rest().as_bytes().get(1) == Some(&b'/');
        let first = *self.rest().as_bytes().get(1 + usize::from(is_end))?;
        if !(first.is_ascii_alphabetic() || first == b'_' || first >= 0x80) {
            return None;
        }
        let Some(end) = self.tag_end() else {
            // Cut off within a tag: nothing follows.
            self.at = self.text.len();
            return None;
        };
        let inside = self.text.get(self.at + 1 + usize::from(is_end)..end)?;
        self.at = end + 1;
        let inside = inside.trim_end();
        let (inside, is_empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        Some(if is_end { Token::End { name } } else { Token::Start { name, attributes, is_empty } })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if let Some(text) = rest.strip_prefix('<') {
                if text.starts_with("!--") {
                    self.at += 4;
                    self.skip(COMMENT);
                } else if text.starts_with("![CDATA[") {
                    self.at += 9;
                    let start = self.at;
                    // An unclosed section extends to the end of a truncated document.
                    let inside = rest.get(9..).and_then(|inside| inside.find("]]>"));
                    self.at = inside.map_or(self.text.len(), |length| start + length + 3);
                    let end = inside.map_or(self.text.len(), |length| start + length);
                    return Some(Token::CharacterData(self.text.get(start..end).unwrap_or_default()));
                } else if text.starts_with('?') {
                    self.skip(INSTRUCTION);
                } else if text.starts_with('!') {
                    self.skip_document_type();
                } else if let Some(tag) = self.tag() {
                    return Some(tag);
                } else if self.at < self.text.len() {
                    // A `<` that begins no tag is text.
                    let end = rest.get(1..).and_then(|rest| rest.find('<')).map_or(rest.len(), |end| end + 1);
                    self.at += end;
                    return rest.get(..end).map(Token::Text);
                }
                continue;
            }
            let end = rest.find('<').unwrap_or(rest.len());
            self.at += end;
            return rest.get(..end).map(Token::Text);
        }
    }
}

/// Returns the attributes of a start tag: names as written, values decoded.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = (&str, String)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let name = rest.get(..end)?;
            rest = rest.get(end..)?.trim_start();
            let Some(value) = rest.strip_prefix('=') else {
                if name.is_empty() {
                    return None;
                }
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let closed = quote.and_then(|quote| Some((value.get(1..)?, value.get(1..)?.find(quote)?)));
            let (value, after) = match closed {
                Some((inside, end)) => (inside.get(..end)?, inside.get(end + 1..)?),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            return Some((name, decode(value)));
        }
    })
}

/// Returns the value of an attribute; its name is matched in any case.
pub(super) fn attribute(text: &str, wanted: &str) -> Option<String> {
    attributes(text).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned())
}

/// Returns the name without its prefix, in lower case.
pub(super) fn local(name: &str) -> Cow<'_, str> {
    let name = name.rsplit(':').next().unwrap_or(name);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        Tokens::new(text).collect()
    }

    #[test]
    fn broken_markup_is_read_as_far_as_it_goes() {
        let found = tokens(
            "<?xml?><!DOCTYPE a [<!ENTITY b \"c\">]><a x=\"1>2\" y=z>1 < 2 & 3<![CDATA[<b>]]><!-- > --><c/></a><d e",
        );
        assert_eq!(
            found,
            [
                Token::Start { name: "a", attributes: " x=\"1>2\" y=z", is_empty: false },
                Token::Text("1 "),
                Token::Text("< 2 & 3"),
                Token::CharacterData("<b>"),
                Token::Start { name: "c", attributes: "", is_empty: true },
                Token::End { name: "a" },
            ]
        );
        let Token::Start { attributes: text, .. } = found[0] else { unreachable!() };
        let found: Vec<_> = attributes(text).collect();
        assert_eq!(found, [("x", "1>2".to_owned()), ("y", "z".to_owned())]);
    }

    #[test]
    fn an_unclosed_quote_ends_with_its_tag() {
        assert_eq!(tokens("<a b=\"c><d>e</d>").len(), 4);
        assert_eq!(attribute(" href='a&amp;b' ", "HREF").as_deref(), Some("a&b"));
    }
}
