//! [`Source`]: the result of loading, and how it is made from bytes of unknown type.

use super::container::open::Opened;
use super::container::{Article, archive_copy, saved_page};
use super::error::Failure;
use super::evidence::SourceEvidence;
use super::options::Options;
use super::pdf::OpenPdf;
use super::{cancel, charset, file, media, pdf};
use crate::document::{MediaType, Problem, WarcOrigin};
use std::borrow::Cow;
use std::ffi::OsString;
use url::Url;

/// A loaded source: unpacked bytes, their type, and evidence from their container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The path, address or `-` as it was given.
    pub location: String,
    /// Address after redirects, or from `--url`: the base of its links.
    pub url: Option<String>,
    /// Unpacked bytes, at most [`MAX_BYTES`](super::MAX_BYTES); of a PDF file, more.
    pub bytes: Vec<u8>,
    /// Media type, by header, name, then content.
    pub media_type: MediaType,
    /// WHATWG name of the encoding, lower case: from BOM, header, `<meta>`, then detection.
    pub charset: String,
    /// True if `charset` was detected rather than declared.
    pub charset_guessed: bool,
    /// Place in the web archive that the source comes from.
    pub warc: Option<WarcOrigin>,
    /// Evidence from the container that it came in.
    pub evidence: SourceEvidence,
    /// Locations of the articles that follow it in its container.
    pub further: Vec<OsString>,
    /// The file, if it is a PDF that was opened on loading.
    pub pdf: OpenPdf,
}

impl Source {
    /// Decodes the bytes by `charset`, without a BOM. Also returns the number of invalid sequences. The bytes of a PDF
    /// file are not text: it returns none.
    pub fn text(&self) -> (Cow<'_, str>, usize) {
        if self.media_type == MediaType::Pdf {
            return (Cow::Borrowed(""), 0);
        }
        charset::decode(charset::named(&self.charset), &self.bytes)
    }

    /// Decodes the first `bytes`; the last character may be broken.
    pub fn beginning(&self, bytes: usize) -> Cow<'_, str> {
        charset::decode(charset::named(&self.charset), self.bytes.get(..bytes).unwrap_or(&self.bytes)).0
    }

    /// Returns the source if it is not empty and enough of it can be decoded.
    fn check_decodable(self) -> Result<Self, Failure> {
        let (text, replaced) = self.text();
        if text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}') {
            return Err(Failure::Empty);
        }
        if replaced > 0 && replaced * 4 > text.chars().filter(|c| !c.is_whitespace()).count() {
            return Err(Failure::Undecodable(self.charset));
        }
        Ok(self)
    }

    /// Returns the original of a copy in an archive of the web.
    fn restored(mut self) -> Self {
        if self.media_type != MediaType::Html {
            return self;
        }
        let named =
            self.url.as_deref().and_then(|url| Url::parse(url).ok()).and_then(|url| archive_copy::of_address(&url));
        let copy =
            named.or_else(|| archive_copy::is_marked(&self.bytes).then(|| archive_copy::of_page(&self.text().0))?);
        let Some(copy) = copy else { return self };
        self.bytes = archive_copy::restored(&self.text().0).into_bytes();
        self.charset = "utf-8".into();
        self.url = Some(copy.url.into());
        let day = copy.day.map(|day| format!(" of {day}")).unwrap_or_default();
        self.evidence.problems.push(Problem::Other(format!("an archived copy{day}")));
        self
    }
}

/// Bytes of unknown type.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) name: String,
    pub(super) url: Option<Url>,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Vec<u8>,
    pub(super) evidence: SourceEvidence,
    pub(super) warc: Option<WarcOrigin>,
    /// True if a server sent the bytes, so that they are no page that somebody saved.
    pub(super) is_fetched: bool,
}

impl Raw {
    /// Returns the bytes of what was opened, and the locations of the articles that follow in the same container.
    pub(super) fn of(opened: Opened, name: String) -> (Result<Self, Failure>, Vec<OsString>) {
        match opened {
            Opened::Text(bytes) => (Ok(Self { name, bytes, ..Self::default() }), Vec::new()),
            Opened::Article(article) => (Ok(Self::from(*article)), Vec::new()),
            Opened::OneOf(article, further) => (article.map(|article| Self::from(*article)), further),
        }
    }

    /// Determines the type of the bytes.
    ///
    /// # Errors
    /// They are no text, or too many.
    pub(super) fn into_source(self, location: String, options: &Options) -> Result<Source, Failure> {
        let bytes = file::gunzip_layers(self.bytes, options.limits.bytes)?;
        if pdf::is_pdf(&bytes, &self.name, self.content_type.as_deref()) {
            let (bytes, pdf) = cancel::run_cancellable(options, || {}, move |_| pdf::checked(bytes))?;
            let url = options.base.clone().or_else(|| self.url.map(String::from));
            let (charset, media_type) = (pdf::CHARSET.to_owned(), MediaType::Pdf);
            let (warc, evidence) = (self.warc, self.evidence);
            return Ok(Source { location, url, bytes, media_type, charset, warc, evidence, pdf, ..Source::default() });
        }
        if let Some(what) = media::sniff_magic(&bytes) {
            return Err(Failure::NotText(what));
        }
        if bytes.len() > options.limits.bytes {
            return Err(Failure::TooLarge(options.limits.bytes));
        }
        let told = self.content_type.as_deref().and_then(media::by_header).or_else(|| media::by_name(&self.name));
        let shape = charset::by_shape(&bytes);
        if shape.is_none() && media::is_binary(&bytes, told) {
            return Err(Failure::NotText("binary data"));
        }
        let sample = bytes.get(..media::SAMPLE_BYTES).unwrap_or(&bytes);
        let sample =
            shape.map_or_else(|| String::from_utf8_lossy(sample), |shape| charset::decode(shape.encoding, sample).0);
        let media_type = told.unwrap_or_else(|| media::by_content(&sample));
        let domain = self.url.as_ref().and_then(Url::domain).and_then(|host| host.rsplit('.').next());
        let charset =
            shape.unwrap_or_else(|| charset::by_claims(&bytes, media_type, self.content_type.as_deref(), domain));
        let is_saved = media_type == MediaType::Html && !self.is_fetched && self.url.is_none();
        let saved = if is_saved { saved_page::origin(&bytes) } else { None };
        let url = options.base.clone().or_else(|| self.url.or(saved).map(String::from));
        let source = Source {
            location,
            url,
            charset: charset.encoding.name().to_ascii_lowercase(),
            charset_guessed: charset.guessed,
            media_type,
            bytes,
            warc: self.warc,
            evidence: self.evidence,
            further: Vec::new(),
            pdf: OpenPdf::default(),
        };
        source.restored().check_decodable()
    }
}

impl From<Article> for Raw {
    fn from(article: Article) -> Self {
        let Article { url, content_type, bytes, evidence, warc } = article;
        let is_fetched = warc.is_some();
        Self { name: String::new(), url, content_type, bytes, evidence, warc, is_fetched }
    }
}
