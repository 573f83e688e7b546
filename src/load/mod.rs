//! `load`: reads bytes from files, the web and standard input. The only layer that opens the user's files and
//! sockets.
//!
//! [`Location::parse`] reads an argument; [`load`] returns a [`Source`]: unpacked bytes with media type and encoding.
//! This layer does not know what an article is. [`fetch`] returns bytes from the web for feeds and pictures.

mod cancel;
mod charset;
mod error;
#[cfg(feature = "app")]
mod fetch;
mod file;
mod location;
mod media;
mod options;
pub(crate) mod pdf;
mod prescan;
#[cfg(feature = "app")]
mod proxy;
#[cfg(feature = "app")]
mod root_certs;
#[cfg(feature = "app")]
mod ssrf;
#[cfg(feature = "app")]
mod truncation;
#[cfg_attr(not(feature = "app"), expect(dead_code, reason = "only the web packs what it sends"))]
mod unpack;
pub mod warc;

pub use crate::document::{MediaType, WarcOrigin};
pub use error::{Failure, LoadError};
#[cfg(feature = "app")]
pub use fetch::Fetched;
pub use location::Location;
pub use options::{Accept, Limits, Options, Trust, Validators};

use std::borrow::Cow;
use std::time::Instant;
use url::Url;

/// Loads a source completely.
///
/// # Errors
///
/// Any reason for which it could not be loaded, as one line; [`Failure::Cancelled`] within 100 ms of setting the
/// options' flag.
pub fn load(location: &Location, options: &Options) -> Result<Source, LoadError> {
    let started = Instant::now();
    let loaded = load_unlogged(location, options);
    let (name, ms) = (location.name_without_credentials(), started.elapsed().as_millis());
    match &loaded {
        Ok(source) => {
            let (bytes, media_type, charset) = (source.bytes.len(), source.media_type.name(), &source.charset);
            log::info!("{name}: {bytes} bytes in {ms} ms, {media_type}, {charset}");
        }
        Err(error) => log::warn!("{name}: failed after {ms} ms: {}", error.failure),
    }
    loaded
}

fn load_unlogged(location: &Location, options: &Options) -> Result<Source, LoadError> {
    let failed = |failure| LoadError::new(location.name(), failure);
    let raw = match location {
        #[cfg(not(feature = "app"))]
        Location::Url(_) => return Err(failed(Failure::NoWeb)),
        #[cfg(feature = "app")]
        Location::Url(url) => {
            let Fetched { url, content_type, bytes, .. } = fetch(url, options)?;
            Raw { name: url.path().to_owned(), url: Some(url), content_type, bytes }
        }
        Location::File(path) => {
            let path = path.clone();
            let bytes = cancel::run_cancellable(options, || {}, move |options| file::read_file(&path, options))
                .map_err(failed)?;
            Raw { name: location.name(), bytes, ..Raw::default() }
        }
        Location::Stdin => {
            let bytes = cancel::run_cancellable(options, || {}, file::read_stdin).map_err(failed)?;
            Raw { bytes, ..Raw::default() }
        }
    };
    raw.into_source(location.name(), options).map_err(failed)
}

/// Creates a source from bytes in memory, compressed or not; `name` helps to detect the type.
///
/// # Errors
///
/// As [`load`]: the bytes are not text, or too many.
pub fn from_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, LoadError> {
    let raw = Raw { name: name.to_owned(), bytes, ..Raw::default() };
    raw.into_source(name.to_owned(), options).map_err(|failure| LoadError::new(name, failure))
}

/// Creates a source from what a server answered: the body, its address, and its `Content-Type`.
///
/// # Errors
///
/// As [`load`]: the bytes are not text, or too many.
pub fn from_response(
    url: Option<&str>,
    content_type: Option<&str>,
    bytes: Vec<u8>,
    options: &Options,
) -> Result<Source, LoadError> {
    let location = url.unwrap_or("-").to_owned();
    let url = url.and_then(|url| Url::parse(url).ok()).filter(|url| matches!(url.scheme(), "http" | "https"));
    let name = url.as_ref().map_or_else(String::new, |url| url.path().to_owned());
    let raw = Raw { name, url, content_type: content_type.map(str::to_owned), bytes };
    raw.into_source(location.clone(), options).map_err(|failure| LoadError::new(location, failure))
}

/// Decodes HTML or XML that came with this `Content-Type`: by BOM, header, declaration, then detection.
pub fn decode_markup<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let charset =
        charset::by_shape(bytes).unwrap_or_else(|| charset::by_claims(bytes, MediaType::Html, content_type, None));
    charset::decode(charset.encoding, bytes).0
}

/// Gets an address over http or https. Only `Content-Encoding` is decoded; the content may be of any kind.
///
/// # Errors
///
/// As [`load`], except those about text.
#[cfg(feature = "app")]
pub fn fetch(url: &Url, options: &Options) -> Result<Fetched, LoadError> {
    let client = fetch::Client::new(&options.limits).map_err(|failure| LoadError::new(url.as_str(), failure))?;
    let (getting, address) = (client.clone(), url.clone());
    let started = Instant::now();
    let fetched =
        cancel::run_cancellable(options, move || client.stop(), move |options| getting.get(&address, options));
    let (host, ms) = (url.host_str().unwrap_or_default(), started.elapsed().as_millis());
    match &fetched {
        Ok(fetched) => log::debug!("fetched {} bytes from {host} in {ms} ms", fetched.bytes.len()),
        Err(failure) => log::debug!("fetching from {host} failed after {ms} ms: {failure}"),
    }
    fetched.map_err(|failure| LoadError::new(url.as_str(), failure))
}

/// Returns an address for display, without name and password.
pub fn without_login(address: &str) -> Cow<'_, str> {
    let login = |url: &Url| !url.username().is_empty() || url.password().is_some();
    match Url::parse(address.trim()) {
        Ok(url) if login(&url) => location::without_credentials(&url).to_string().into(),
        _ => address.into(),
    }
}

/// Bytes of unknown type.
#[derive(Default)]
struct Raw {
    name: String,
    url: Option<Url>,
    content_type: Option<String>,
    bytes: Vec<u8>,
}

impl Raw {
    fn into_source(self, location: String, options: &Options) -> Result<Source, Failure> {
        let bytes = file::gunzip_layers(self.bytes, options.limits.bytes)?;
        if pdf::is_pdf(&bytes, &self.name, self.content_type.as_deref()) {
            let bytes = cancel::run_cancellable(options, || {}, move |_| pdf::checked(bytes))?;
            let url = options.base.clone().or_else(|| self.url.as_ref().map(Url::to_string));
            let charset = pdf::CHARSET.to_owned();
            return Ok(Source { location, url, bytes, media_type: MediaType::Pdf, charset, ..Source::default() });
        }
        if let Some(what) = media::sniff_magic(&bytes) {
            return Err(Failure::NotText(what));
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
        let url = options.base.clone().or_else(|| self.url.as_ref().map(Url::to_string));
        let source = Source {
            location,
            url,
            charset: charset.encoding.name().to_ascii_lowercase(),
            charset_guessed: charset.guessed,
            media_type,
            bytes,
            warc: None,
        };
        source.check_decodable()
    }
}

/// A loaded source: unpacked bytes and their type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The path, address or `-` as it was given.
    pub location: String,
    /// Address after redirects, or from `--url`: the base of its links.
    pub url: Option<String>,
    /// Unpacked bytes, at most [`MAX_BYTES`]; of a PDF file, more.
    pub bytes: Vec<u8>,
    /// `text/html`, `application/xhtml+xml`, `text/markdown`, `text/plain` or `application/pdf`: by header, name, then
    /// content.
    pub media_type: MediaType,
    /// WHATWG name of the encoding, lower case: from BOM, header, `<meta>`, then detection.
    pub charset: String,
    /// True if `charset` was detected rather than declared.
    pub charset_guessed: bool,
    /// Place in the web archive that the source comes from.
    pub warc: Option<WarcOrigin>,
}

/// Largest size of an unpacked source in bytes.
pub const MAX_BYTES: usize = crate::limits::MAX_SOURCE_BYTES;

impl Source {
    /// Decodes the bytes by `charset`, without a BOM. Also returns the number of invalid sequences. A PDF file is no
    /// text: it gives none.
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
}
