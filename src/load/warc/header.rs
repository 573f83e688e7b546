//! Header blocks: of a WARC record (ISO 28500) and of the HTTP message within it, read leniently.

use super::fault::WarcFault;

/// Longest header block of a record or of an HTTP message.
pub(super) const MAX_HEADER_BYTES: usize = 1 << 20;

/// Fields of a header block, in order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the lines behind the first; a line that begins with a blank goes on with the one before.
    fn of(lines: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines.split(|&byte| byte == b'\n') {
            let text = String::from_utf8_lossy(line);
            if let (true, Some((_, value))) = (text.starts_with([' ', '\t']), fields.last_mut()) {
                let more = text.trim();
                *value = if value.is_empty() { more.into() } else { format!("{value} {more}") };
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The first value of that name, given in lower case, that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// All values of that name, joined by commas.
    pub(super) fn joined(&self, name: &str) -> String {
        let values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(",").to_ascii_lowercase()
    }
}

/// The number of bytes of a header block with the blank line at its end; `None` if that is not in `bytes`.
pub(super) fn block_length(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..) {
        Some([b'\n', ..]) => Some(at + 2),
        Some([b'\r', b'\n', ..]) => Some(at + 3),
        _ => None,
    })
}

/// Header of a record.
#[derive(Debug, Default)]
pub(super) struct RecordHeader {
    /// `WARC-Type`, lower case.
    pub(super) kind: String,
    /// Bytes of the block.
    pub(super) length: u64,
    fields: Fields,
}

impl RecordHeader {
    /// Reads the header block of a record.
    ///
    /// # Errors
    /// It names no type or no length.
    pub(super) fn parse(block: &[u8]) -> Result<Self, WarcFault> {
        let lines = memchr::memchr(b'\n', block).and_then(|end| block.get(end + 1..)).unwrap_or_default();
        let fields = Fields::of(lines);
        let length = fields.get("content-length").ok_or(WarcFault::Header("has no Content-Length"))?;
        let length = length.parse().map_err(|_| WarcFault::Header("has a Content-Length that is not a number"))?;
        let kind = fields.get("warc-type").ok_or(WarcFault::Header("has no WARC-Type"))?.to_ascii_lowercase();
        Ok(Self { kind, length, fields })
    }

    /// The address of the page, of which some writers enclose it in angle brackets.
    pub(super) fn url(&self) -> Option<&str> {
        self.fields.get("warc-target-uri").map(bare)
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.fields.get("warc-record-id").map(bare)
    }

    pub(super) fn date(&self) -> Option<&str> {
        self.fields.get("warc-date")
    }

    /// Reason why the block was cut: `length`, `time`, `disconnect`, `unspecified`.
    pub(super) fn truncated(&self) -> Option<&str> {
        self.fields.get("warc-truncated")
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.fields.get("content-type")
    }

    /// The media type of the payload, as the writer found it.
    pub(super) fn identified_type(&self) -> Option<&str> {
        self.fields.get("warc-identified-payload-type")
    }

    /// Returns true if the block is a part of a longer one.
    pub(super) fn is_segment(&self) -> bool {
        self.fields.get("warc-segment-number").is_some()
    }

    /// The digest of the block: `sha1:` and 32 characters of base 32.
    pub(super) fn block_digest(&self) -> Option<&str> {
        self.fields.get("warc-block-digest")
    }
}

fn bare(uri: &str) -> &str {
    uri.strip_prefix('<').and_then(|uri| uri.strip_suffix('>')).unwrap_or(uri)
}

/// The status line and the fields of an HTTP response.
#[derive(Debug, Default)]
pub(super) struct ResponseHeader {
    pub(super) status: u16,
    pub(super) fields: Fields,
    /// Bytes of the header block.
    pub(super) length: usize,
}

impl ResponseHeader {
    /// Reads the beginning of a response; `None` if it is none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..MAX_HEADER_BYTES).unwrap_or(bytes);
        let length = block_length(bytes).unwrap_or(bytes.len());
        let block = bytes.get(..length)?;
        let end = memchr::memchr(b'\n', block).unwrap_or(block.len());
        let line = String::from_utf8_lossy(block.get(..end)?);
        let mut words = line.split_whitespace();
        words.next().filter(|version| version.to_ascii_uppercase().starts_with("HTTP"))?;
        let status = words.next()?.parse().ok()?;
        Some(Self { status, fields: Fields::of(block.get(end + 1..).unwrap_or_default()), length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_header_is_read_whatever_its_case_folding_and_line_ends() {
        for block in [
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 7\r\nWARC-Target-URI: <http://a.example/>\r\n\r\n",
            "WARC/1.1\nwarc-type:RESPONSE\nCONTENT-LENGTH:  7 \nWARC-Target-URI:\n http://a.example/\n\n",
        ] {
            let header = RecordHeader::parse(block.as_bytes()).unwrap();
            assert_eq!((&*header.kind, header.length, header.url()), ("response", 7, Some("http://a.example/")));
            assert_eq!(block_length(block.as_bytes()), Some(block.len()));
        }
    }

    #[test]
    fn record_header_without_type_or_length_is_a_fault() {
        for (block, why) in [
            ("WARC/1.0\r\nWARC-Type: response\r\n\r\n", "has no Content-Length"),
            ("WARC/1.0\r\nWARC-Type: x\r\nContent-Length: -5\r\n\r\n", "has a Content-Length that is not a number"),
            ("WARC/1.0\r\nContent-Length: 5\r\n\r\n", "has no WARC-Type"),
        ] {
            assert_eq!(RecordHeader::parse(block.as_bytes()).unwrap_err(), WarcFault::Header(why));
        }
    }

    #[test]
    fn response_header_is_read_without_reason_or_blank_line() {
        let header = ResponseHeader::parse(b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n<p>").unwrap();
        assert_eq!((header.status, header.fields.get("content-type"), header.length), (200, Some("text/html"), 39));
        assert_eq!(ResponseHeader::parse(b"HTTP/1.1 404 Not Found\n").unwrap().status, 404);
        assert!(ResponseHeader::parse(b"20190101 dns").is_none());
        assert!(ResponseHeader::parse(b"").is_none());
    }
}
