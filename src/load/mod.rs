//! `load`: reads bytes from files, the web and standard input. The only layer that opens the user's files and
//! sockets.
//!
//! [`Location::parse`] reads an argument; [`load`] returns a [`Source`]: unpacked bytes with media type and encoding.
//! This layer does not know what an article is. [`fetch`] returns bytes from the web for feeds and pictures.

#[cfg(feature = "app")]
mod access;
mod cancel;
mod charset;
mod container;
mod error;
mod evidence;
#[cfg(feature = "app")]
mod fetch;
#[cfg(feature = "app")]
mod fetch_command;
mod file;
mod inside;
mod location;
mod media;
mod options;
pub(crate) mod pdf;
#[cfg(feature = "app")]
mod plain_proxy;
mod prescan;
#[cfg(feature = "app")]
mod proxy;
#[cfg(feature = "app")]
mod root_certs;
mod source;
#[cfg(feature = "app")]
mod ssrf;
#[cfg(feature = "app")]
mod truncation;
#[cfg_attr(not(feature = "app"), expect(dead_code, reason = "only the web packs what it sends"))]
mod unpack;
pub mod warc;

pub use crate::document::{MediaType, WarcOrigin};
#[cfg(feature = "app")]
pub use access::{HostAccess, has_access, set_access, set_access_provider};
pub use container::epub::pictures::BookPictures;
pub(crate) use container::epub::pictures::SCHEME as BOOK_SCHEME;
#[cfg(feature = "app")]
pub use container::open::held_articles;
pub use container::open::{
    ContainedArticles, container_kind, hold_standard_input, is_mailbox, locations, maildir_messages,
};
pub use error::{Failure, LoadError};
pub use evidence::{SourceEvidence, SourceForm};
#[cfg(feature = "app")]
pub use fetch::Fetched;
pub use inside::picture as picture_inside;
pub(crate) use inside::{SCHEME as INSIDE_SCHEME, address_of_data};
pub use location::Location;
pub use options::{Accept, Limits, Options, Trust, Validators};
pub use pdf::OpenPdf;
pub use source::Source;
#[cfg(feature = "pdf")]
pub(crate) use unpack::has_zlib_header;

use container::open;
use source::Raw;
use std::borrow::Cow;
use std::ffi::OsString;
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
    let (raw, further) = match location {
        #[cfg(not(feature = "app"))]
        Location::Url(_) => return Err(failed(Failure::NoWeb)),
        #[cfg(feature = "app")]
        Location::Url(url) => from_web(url, options)?,
        Location::File(path) => {
            let path = path.clone();
            let opened = cancel::run_cancellable(options, || {}, move |options| open::path(&path, options));
            Raw::of(opened.map_err(failed)?, location.name())
        }
        Location::Stdin => {
            let opened = cancel::run_cancellable(options, || {}, |options| open::standard_input(0, options));
            Raw::of(opened.map_err(failed)?, String::new())
        }
    };
    named(location.name(), raw, further, options)
}

/// The answer of a server: a page, or what its address's fragment numbers of a container of several.
#[cfg(feature = "app")]
fn from_web(url: &Url, options: &Options) -> Result<(Result<Raw, Failure>, Vec<OsString>), LoadError> {
    let number =
        url.fragment().and_then(|number| number.parse::<usize>().ok()).map_or(0, |number| number.saturating_sub(1));
    let mut bare = url.clone();
    bare.set_fragment(None);
    if let Some(opened) = open::held(bare.as_str(), number, options).filter(|_| number > 0) {
        return Ok(Raw::of(opened, String::new()));
    }
    if let Some(access) = access::of(&bare).filter(|access| !access.command.is_empty()) {
        return fetched_by_command(&access.command, bare, options);
    }
    let Fetched { url: landed, content_type, bytes, .. } = fetch(url, options)?;
    let name = landed.path().to_owned();
    // Only what no server calls a page may be a container: a page may begin as a message does.
    let is_page = content_type.as_deref().and_then(media::by_header).is_some();
    if !is_page {
        let opened = open::memory(bytes, &name, bare.as_str(), number, options)
            .map_err(|failure| LoadError::new(url.as_str(), failure))?;
        let (raw, further) = match opened {
            open::Opened::Text(bytes) => {
                let raw = Raw { name, url: Some(landed), content_type, bytes, is_fetched: true, ..Raw::default() };
                (Ok(raw), Vec::new())
            }
            contained => Raw::of(contained, name),
        };
        return Ok((raw, further));
    }
    let raw = Raw { name, url: Some(landed), content_type, bytes, is_fetched: true, ..Raw::default() };
    Ok((Ok(raw), Vec::new()))
}

/// The page that the user's own program fetches.
#[cfg(feature = "app")]
fn fetched_by_command(
    command: &[String],
    url: Url,
    options: &Options,
) -> Result<(Result<Raw, Failure>, Vec<OsString>), LoadError> {
    // A program follows addresses as it likes; what a page names must at least be public itself.
    if options.trust == Trust::Page && !fetch::may_be_public(&url) {
        return Err(LoadError::new(url.as_str(), Failure::ForbiddenAddress(without_login(url.as_str()).into_owned())));
    }
    let asked = location::without_credentials(&url);
    let bytes =
        fetch_command::run(command, &asked, options).map_err(|failure| LoadError::new(url.as_str(), failure))?;
    let content_type = Some("text/html".to_owned());
    Ok((Ok(Raw { url: Some(asked), content_type, bytes, is_fetched: true, ..Raw::default() }), Vec::new()))
}

/// The source of what was opened, or why there is none, each with the articles that follow.
fn named(
    location: String,
    raw: Result<Raw, Failure>,
    further: Vec<OsString>,
    options: &Options,
) -> Result<Source, LoadError> {
    match raw.and_then(|raw| raw.into_source(location.clone(), options)) {
        Ok(source) => Ok(Source { further, ..source }),
        Err(failure) => Err(LoadError { location, failure, further }),
    }
}

/// Creates a source from bytes in memory, compressed or not; `name` helps to detect the type.
///
/// # Errors
///
/// As [`load`]: the bytes are not text, or too many.
pub fn from_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, LoadError> {
    let opened = open::memory(bytes, name, name, 0, options).map_err(|failure| LoadError::new(name, failure))?;
    let (raw, further) = Raw::of(opened, name.to_owned());
    named(name.to_owned(), raw, further, options)
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
    let content_type = content_type.map(str::to_owned);
    let raw = Raw { name, url, content_type, bytes, is_fetched: true, ..Raw::default() };
    raw.into_source(location.clone(), options).map_err(|failure| LoadError::new(location, failure))
}

/// Decodes HTML or XML that came with this `Content-Type`: by BOM, header, declaration, then detection.
pub fn decode_markup<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    charset::decoded(bytes, MediaType::Html, content_type)
}

/// Gets an address over http or https. Only `Content-Encoding` is decoded; the content may be of any kind.
///
/// # Errors
///
/// As [`load`], except those about text.
#[cfg(feature = "app")]
pub fn fetch(url: &Url, options: &Options) -> Result<Fetched, LoadError> {
    let client = fetch::Client::new(&options.limits);
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

/// Largest size of an unpacked source in bytes.
pub const MAX_BYTES: usize = crate::limits::MAX_SOURCE_BYTES;
