//! Detects the container that some bytes are by their beginning; a name decides only where the content does not.

use super::mbox;
use super::mhtml::is_saved_page;

/// The bytes from which it is told.
pub(super) const HEAD_BYTES: usize = 64 * 1024;

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContainerKind {
    /// A message.
    Mail,
    /// Many messages in one file.
    Mbox,
    /// A page saved as a message.
    Mhtml,
    /// A page saved by Safari.
    WebArchive,
    /// A book.
    Epub,
}

impl ContainerKind {
    /// The word for it in reports.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Mbox => "mbox",
            Self::Mhtml => "mhtml",
            Self::WebArchive => "webarchive",
            Self::Epub => "epub",
        }
    }

    /// The kind of container that begins so; `None` for what is none.
    pub(super) fn of(head: &[u8], name: &str) -> Option<Self> {
        let head = head.get(..HEAD_BYTES).unwrap_or(head);
        if is_web_archive(head) {
            return Some(Self::WebArchive);
        }
        if head.starts_with(b"PK\x03\x04") {
            return is_epub(head, name).then_some(Self::Epub);
        }
        if mbox::separator(head).is_some_and(|length| has_headers(head.get(length..).unwrap_or_default(), 1)) {
            return Some(Self::Mbox);
        }
        let name = name.to_ascii_lowercase();
        let is_named = [".eml", ".mht", ".mhtml"].iter().any(|ending| name.trim_end_matches(".gz").ends_with(ending));
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if !has_headers(start, if is_named { 1 } else { 3 }) {
            return None;
        }
        Some(if is_saved_page(&String::from_utf8_lossy(start)) { Self::Mhtml } else { Self::Mail })
    }
}

/// Returns true for a zip file whose first member tells its type, as the standard asks for, or that is called a book.
fn is_epub(head: &[u8], name: &str) -> bool {
    let start = head.get(..128).unwrap_or(head);
    memchr::memmem::find(start, b"mimetypeapplication/epub+zip").is_some()
        || name.to_ascii_lowercase().ends_with(".epub")
}

fn is_web_archive(head: &[u8]) -> bool {
    let is_xml = || {
        let text = head.trim_ascii_start();
        text.starts_with(b"<?xml") && memchr::memmem::find(text, b"<plist").is_some_and(|at| at < 1024)
    };
    head.starts_with(b"bplist0") || is_xml() && memchr::memmem::find(head, b"WebMainResource").is_some()
}

/// Headers that mail has.
const HEADERS: [&str; 14] = [
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "snapshot-content-location",
    "subject",
    "to",
];

/// Returns true if the text begins with headers, at least `least` of them such as mail has. They may go on beyond the head.
fn has_headers(head: &[u8], least: usize) -> bool {
    let mut known: Vec<String> = Vec::new();
    let mut lines = head.split(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if matches!(line.first(), Some(b' ' | b'\t')) || lines.peek().is_none() {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
        if name.is_empty() || name.len() > 76 || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        if HEADERS.contains(&name.as_str()) && !known.contains(&name) {
            known.push(name);
        }
    }
    known.len() >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_from_texts() {
        use ContainerKind::{Mail, Mbox, Mhtml, WebArchive};
        for (name, head, expected) in [
            ("a", "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nText", Some(Mail)),
            ("a", "Return-Path: <a@b.example>\nReceived: by x\n with y\nFrom: a@b.example\n\nText", Some(Mail)),
            ("a.eml", "Subject: x\n\nText", Some(Mail)),
            ("a.eml", "Just text.\nSubject: x", None),
            ("a", "From a@b.example Tue Mar  3 09:30:00 2026\nSubject: x\n\nText", Some(Mbox)),
            ("a", "From Tue 3 March 2026 at 09:30 on, all is well.\n\nText", None),
            (
                "a",
                "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
                Some(Mhtml),
            ),
            ("a.mht", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", Some(Mhtml)),
            ("a", "bplist00\u{1}", Some(WebArchive)),
            ("a", "<?xml version=\"1.0\"?><!DOCTYPE plist><plist><dict><key>WebMainResource</key>", Some(WebArchive)),
            ("a", "<?xml version=\"1.0\"?><html>WebMainResource", None),
            ("a", "Title: x\nAuthor: y\nDate: z\n\nText", None),
            ("a", "ADA: From here.\nBEN: To there.\n", None),
            ("a", "Subject matter: bees\n\nText", None),
            ("a", "", None),
        ] {
            assert_eq!(ContainerKind::of(head.as_bytes(), name), expected, "{name}: {head}");
        }
    }
}
