//! The structure of a message (RFC 2045 to 2049): parts within parts, to a depth, in one pass over the bytes for each level.
//! Headers and transfer encodings are read by `mail-parser`; its own reader of the structure nests without bound.

use crate::document::MediaType;
use crate::load::charset;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{ContentType, Message, MessageParser, MessagePart, MimeHeaders};
use std::borrow::Cow;

/// Parts within parts are read to this depth; what lies deeper is text.
const MAX_DEPTH: usize = 32;
/// The most parts of a message that are read.
const MAX_PARTS: usize = 10_000;

/// A part of a message, or a message.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// Its headers, parsed.
    pub(super) headers: Message<'a>,
    /// Its content.
    pub(super) content: Content<'a>,
    /// `text/plain` where no header says more, in small letters.
    pub(super) media_type: String,
}

/// Content of a part.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// Bytes as they were sent.
    Bytes(&'a [u8]),
    /// Parts.
    Parts(Vec<Part<'a>>),
    /// A message.
    Message(Box<Part<'a>>),
}

/// Reads a message; `None` if it begins with no header.
pub(super) fn parse(bytes: &[u8]) -> Option<Part<'_>> {
    let mut left = MAX_PARTS;
    Some(part(bytes, "text/plain", 0, &mut left)).filter(|part| !part.headers.headers().is_empty())
}

fn part<'a>(bytes: &'a [u8], default: &str, depth: usize, left: &mut usize) -> Part<'a> {
    *left = left.saturating_sub(1);
    let (head, body) = bytes.split_at(head_length(bytes));
    // The accessors of a message read its first part, which one without headers does not have.
    let headers = MessageParser::default()
        .parse_headers(head)
        .unwrap_or_else(|| Message { parts: vec![MessagePart::default()], ..Message::default() });
    let kind = headers.content_type();
    let media_type = kind.map_or_else(|| default.to_owned(), named);
    let deeper = depth < MAX_DEPTH && *left > 0;
    let content = match media_type.split_once('/') {
        Some(("multipart", form)) if deeper => {
            let boundary = kind.and_then(|kind| kind.attribute("boundary")).filter(|boundary| !boundary.is_empty());
            let within = if form == "digest" { "message/rfc822" } else { "text/plain" };
            match boundary.map(|boundary| split(body, boundary.as_bytes())) {
                Some(parts) if !parts.is_empty() => {
                    let parts = parts.into_iter().take(*left);
                    Content::Parts(parts.map(|bytes| part(bytes, within, depth + 1, left)).collect())
                }
                _ => Content::Bytes(body),
            }
        }
        Some(("message", "rfc822" | "global")) if deeper && is_bare(&headers) => {
            Content::Message(Box::new(part(body, "text/plain", depth + 1, left)))
        }
        _ => Content::Bytes(body),
    };
    Part { headers, content, media_type }
}

fn named(kind: &ContentType<'_>) -> String {
    let subtype = kind.subtype().unwrap_or_default();
    format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
}

/// Returns true if the part was sent without an encoding; a message may have none (RFC 2046, section 5.2.1).
fn is_bare(headers: &Message<'_>) -> bool {
    let encoding = headers.content_transfer_encoding();
    encoding.is_none_or(|encoding| !matches!(encoding.to_ascii_lowercase().as_str(), "base64" | "quoted-printable"))
}

/// The length of the headers with the blank line behind them.
fn head_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default()) {
        let line = bytes.get(at..at + length).unwrap_or_default();
        at += length + 1;
        if matches!(line, b"" | b"\r") {
            return at;
        }
    }
    bytes.len()
}

/// Returns the parts between lines of two dashes and the boundary; the last such line ends in two dashes, too.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let delimiter = [b"--", boundary].concat();
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    for found in memchr::memmem::find_iter(body, &delimiter) {
        let starts_line = found == 0 || body.get(found - 1) == Some(&b'\n');
        let behind = body.get(found + delimiter.len()..).unwrap_or_default();
        let line = behind.get(..memchr::memchr(b'\n', behind).map_or(behind.len(), |end| end + 1)).unwrap_or_default();
        let rest = line.trim_ascii();
        // A longer boundary that begins as this one does is another's.
        if !starts_line || !(rest.is_empty() || rest == b"--") {
            continue;
        }
        if let Some(start) = open.take() {
            parts.push(without_line_end(body.get(start..found).unwrap_or_default()));
        }
        if rest == b"--" {
            return parts;
        }
        if parts.len() >= MAX_PARTS {
            return parts;
        }
        open = Some(found + delimiter.len() + line.len());
    }
    // The end is missing: the last part goes on to the end of what is there.
    parts.extend(open.and_then(|start| body.get(start..)));
    parts
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

impl<'a> Part<'a> {
    /// The `Content-Type` header.
    pub(super) fn kind(&self) -> Option<&ContentType<'_>> {
        self.headers.content_type()
    }

    /// A parameter of the `Content-Type` header.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.kind().and_then(|kind| kind.attribute(name))
    }

    /// Returns true if the sender calls it an attachment.
    pub(super) fn is_attachment(&self) -> bool {
        self.headers.content_disposition().is_some_and(ContentType::is_attachment)
    }

    /// The `Content-ID` without its brackets.
    pub(super) fn id(&self) -> Option<&str> {
        self.headers.content_id().map(|id| id.trim_matches(['<', '>']))
    }

    /// The `Content-Location`.
    pub(super) fn location(&self) -> Option<&str> {
        self.headers.content_location()
    }

    /// The part and all within it, parents first; messages within it only with what they say of themselves.
    pub(super) fn walk(&self) -> Vec<&Part<'a>> {
        let mut all = Vec::new();
        let mut waiting = vec![self];
        while let Some(part) = waiting.pop() {
            all.push(part);
            if let Content::Parts(parts) = &part.content {
                waiting.extend(parts.iter().rev());
            }
        }
        all
    }

    /// The text of a part of this kind; where its declared charset is missing or wrong, the bytes tell.
    pub(super) fn text(&self, kind: MediaType) -> String {
        let bytes = self.bytes();
        let declared = self.parameter("charset").map(|name| format!("x; charset={name}"));
        charset::decoded(&bytes, kind, declared.as_deref()).into_owned()
    }

    /// The bytes without their transfer encoding; as they are where that is broken.
    pub(super) fn bytes(&self) -> Cow<'a, [u8]> {
        let Content::Bytes(bytes) = &self.content else { return Cow::Borrowed(&[]) };
        let encoding = self.headers.content_transfer_encoding();
        let decoded = match encoding.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "base64" => base64_decode(bytes),
            "quoted-printable" => quoted_printable_decode(bytes),
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(bytes), Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_split_at_their_own_boundary() {
        let body = b"ignored\r\n--b\r\n\r\none\r\n--bb\r\nno\r\n--b  \r\n\r\ntwo--b\r\n--b--\r\nbehind";
        assert_eq!(split(body, b"b"), [&b"\r\none\r\n--bb\r\nno"[..], b"\r\ntwo--b"]);
        assert_eq!(split(b"--b\nopen", b"b"), [b"open"]);
        assert!(split(b"none", b"b").is_empty());
    }

    #[test]
    fn message_without_headers_is_none_or_plain_text() {
        assert!(parse(b"\n\nbody").is_none());
        assert!(parse(b"").is_none());
        let carried = parse(b"Content-Type: message/rfc822\n\n\nbody").unwrap();
        let Content::Message(inner) = &carried.content else { panic!("{carried:?}") };
        assert_eq!(
            (inner.media_type.as_str(), inner.kind(), inner.id(), inner.location()),
            ("text/plain", None, None, None)
        );
        assert_eq!(inner.text(MediaType::Text), "body");
    }

    #[test]
    fn depth_is_bounded() {
        let nested = "Content-Type: message/rfc822\n\n".repeat(100_000);
        let mut part = &parse(nested.as_bytes()).unwrap();
        let mut depth = 0;
        while let Content::Message(inner) = &part.content {
            (part, depth) = (inner, depth + 1);
        }
        assert_eq!(depth, MAX_DEPTH);
    }
}
