//! Link addresses: made absolute and sanitized, and restricted to safe schemes.

use crate::{sanitize, web_address};
use url::Url;

/// Longest address that is kept, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

/// Base of relative addresses.
#[derive(Clone, Debug, Default)]
pub struct Base {
    url: Option<Url>,
    /// `https://host`, for the common case of an absolute path.
    origin: String,
}

impl Base {
    /// Creates a base from an http or https address.
    pub fn new(address: &str) -> Self {
        let url = Url::parse(&sanitize::url(address)).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let origin = url.as_ref().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        Self { url, origin }
    }

    /// Returns true if the base is known.
    pub fn is_known(&self) -> bool {
        self.url.is_some()
    }

    /// Returns the host of the base.
    pub fn host(&self) -> Option<String> {
        web_address::host(self.url.as_ref()?.as_str())
    }

    /// Resolves a link: absolute if a base is known; only http, https, mailto or a fragment. Script links
    /// (`javascript:`) become the empty fragment, so that they still count as links.
    pub fn link(&self, raw: &str) -> Option<String> {
        let raw = raw.trim();
        if let Some(fragment) = raw.strip_prefix('#') {
            let fragment = sanitize::url(fragment);
            return (fragment.len() <= MAX_LENGTH).then(|| format!("#{fragment}"));
        }
        if raw.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:")) {
            return Some("#".to_owned());
        }
        self.resolve(raw).or_else(|| self.relative(raw))
    }

    /// Returns the address unchanged if no base is known and it has no scheme.
    fn relative(&self, raw: &str) -> Option<String> {
        if self.is_known() || raw.len() > MAX_LENGTH {
            return None;
        }
        let cleaned = sanitize::url(raw);
        let head = cleaned.split(['/', '?', '#']).next().unwrap_or_default();
        (!cleaned.is_empty() && !head.contains(':')).then(|| cleaned.into_owned())
    }

    /// Resolves the http(s) address of media.
    pub fn media(&self, raw: &str) -> Option<String> {
        self.resolve(raw.trim()).filter(|url| !url.starts_with("mailto:"))
    }

    fn resolve(&self, raw: &str) -> Option<String> {
        if raw.is_empty() || raw.len() > MAX_LENGTH {
            return None;
        }
        let plain = raw.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'`'));
        if plain && !raw.contains("/.") {
            if (raw.starts_with("https://") || raw.starts_with("http://")) && has_plain_host(raw) {
                return Some(raw.to_owned());
            }
            if raw.starts_with('/') && !raw.starts_with("//") && !self.origin.is_empty() {
                return Some(format!("{}{raw}", self.origin));
            }
        }
        let spaced = raw.contains(' ').then(|| raw.replace(' ', "%20"));
        let cleaned = sanitize::url(spaced.as_deref().unwrap_or(raw));
        let url = match &self.url {
            Some(base) => base.join(&cleaned),
            None => Url::parse(&cleaned),
        };
        url.ok().filter(|url| matches!(url.scheme(), "http" | "https" | "mailto")).map(String::from)
    }
}

/// Returns true if the address needs no normalising: a host in lower case, followed by a slash or the end.
fn has_plain_host(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    host.len() < rest.len()
        && host.contains('.')
        && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
}
