//! [`WarcPage`]: a page as an archive keeps it; [`SkipReason`]: why a record is no page.

use super::header::{RecordHeader, ResponseHeader};
use super::payload;
use crate::document::MediaType;

/// Reason why a record is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// The page had not changed since another record.
    Revisit,
    /// The request for a page.
    Request,
    /// Description of the file.
    Warcinfo,
    /// Description of another record.
    Metadata,
    /// Another form of a record.
    Conversion,
    /// A part of a record.
    Segment,
    /// A type of record that the format does not have.
    RecordType,
    /// No answer of a web server.
    NotHttp,
    /// An answer with another status than 200.
    Status,
    /// Another media type than that of pages.
    MediaType,
    /// There is nothing in it.
    Empty,
    /// It has more bytes than a source may have.
    TooLarge,
    /// It is packed in a way that cannot be undone.
    Coding,
    /// It calls itself a page and is no text.
    NotText,
}

impl SkipReason {
    /// The name in lists and counts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Revisit => "revisit",
            Self::Request => "request",
            Self::Warcinfo => "warcinfo",
            Self::Metadata => "metadata",
            Self::Conversion => "conversion",
            Self::Segment => "segment",
            Self::RecordType => "record type",
            Self::NotHttp => "not http",
            Self::Status => "status",
            Self::MediaType => "media type",
            Self::Empty => "empty",
            Self::TooLarge => "too large",
            Self::Coding => "coding",
            Self::NotText => "not text",
        }
    }
}

/// A reason, with what was found instead.
pub(super) type Skip = (SkipReason, Option<String>);

/// A page of an archive, its body still in the codings it was stored in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WarcPage {
    /// Position of its record in the file: of its gzip member, or without gzip of the record itself.
    pub offset: u64,
    /// `WARC-Record-ID`, without angle brackets.
    pub record_id: Option<String>,
    /// `WARC-Date`: when it was fetched.
    pub date: Option<String>,
    /// `WARC-Target-URI`.
    pub url: Option<String>,
    /// `WARC-Truncated`: why the writer cut it.
    pub truncated: Option<String>,
    /// `Content-Type` of the page itself.
    pub content_type: Option<String>,
    transfer_coding: String,
    content_coding: String,
    body: Vec<u8>,
    /// True if no header names a media type.
    pub(super) is_untyped: bool,
}

impl WarcPage {
    /// Number of bytes that it holds.
    pub fn size(&self) -> usize {
        self.body.len()
    }

    /// Its bytes without chunks and packing, at most `most`. Sets `truncated` if they break off.
    ///
    /// # Errors
    /// They are more, or packed in a way that cannot be undone.
    pub fn unpack(&mut self, most: usize) -> Result<Vec<u8>, SkipReason> {
        let body = std::mem::take(&mut self.body);
        let payload = payload::decode(body, &self.transfer_coding, &self.content_coding, most)?;
        if payload.is_cut && self.truncated.is_none() {
            self.truncated = Some("unspecified".into());
        }
        Ok(payload.bytes)
    }

    /// A page from the block of a record that [`check_header`] lets pass.
    pub(super) fn of(header: &RecordHeader, block: Vec<u8>, offset: u64) -> Result<Self, Skip> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let mut page = Self {
            offset,
            record_id: own(header.id()),
            date: own(header.date()),
            url: own(header.url()),
            truncated: own(header.truncated()),
            content_type: own(header.content_type()),
            ..Self::default()
        };
        let mut body = block;
        if header.kind == "response" {
            let http = ResponseHeader::parse(&body).ok_or((SkipReason::NotHttp, own(header.content_type())))?;
            if http.status != 200 {
                return Err((SkipReason::Status, Some(http.status.to_string())));
            }
            page.is_untyped = is_untyped(http.fields.get("content-type"), header.identified_type())?;
            page.content_type = own(http.fields.get("content-type"));
            page.transfer_coding = http.fields.joined("transfer-encoding");
            page.content_coding = http.fields.joined("content-encoding");
            body.drain(..http.length);
        }
        if body.is_empty() {
            return Err((SkipReason::Empty, None));
        }
        Ok(Self { body, ..page })
    }
}

/// Decides by the header alone whether the record may be a page.
pub(super) fn check_header(header: &RecordHeader) -> Result<(), Skip> {
    let reason = match &*header.kind {
        "response" | "resource" if header.is_segment() => SkipReason::Segment,
        "response" => return Ok(()),
        "resource" if !is_untyped(header.content_type(), header.identified_type())? => return Ok(()),
        "resource" => SkipReason::MediaType,
        "revisit" => SkipReason::Revisit,
        "request" => SkipReason::Request,
        "warcinfo" => SkipReason::Warcinfo,
        "metadata" => SkipReason::Metadata,
        "conversion" => SkipReason::Conversion,
        "continuation" => SkipReason::Segment,
        other => return Err((SkipReason::RecordType, Some(other.to_owned()))),
    };
    Err((reason, None))
}

/// False for the type of a page, true where no type is told; another type is a reason to skip.
fn is_untyped(declared: Option<&str>, identified: Option<&str>) -> Result<bool, Skip> {
    let essence = |text: &str| text.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_telling = |text: &String| {
        text.contains('/')
            && !["unknown/unknown", "application/unknown", "*/*", "application/octet-stream"].contains(&&**text)
    };
    let told = declared.map(essence).filter(is_telling).or_else(|| identified.map(essence).filter(is_telling));
    match told {
        None => Ok(true),
        Some(told) if MediaType::named(&told) == Some(MediaType::Html) => Ok(false),
        Some(told) => Err((SkipReason::MediaType, Some(told))),
    }
}
