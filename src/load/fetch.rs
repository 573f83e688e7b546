//! The web: one GET request. Redirects are followed here so that each hop is checked, and the body is unpacked here
//! so that it is limited.
//!
//! No cookies, no referrer, no scripts. The proxy is taken from `HTTPS_PROXY`, `http_proxy`, `ALL_PROXY` and
//! `NO_PROXY`.

use super::access;
use super::error::Failure;
use super::file::Cancellable;
use super::location::without_credentials;
use super::options::{Accept, Limits, Options, Trust, Validators};
use super::plain_proxy::PlainProxy;
use super::proxy;
use super::root_certs;
use super::ssrf::{NotPublic, PublicOnlyResolver, is_public};
use super::truncation::{ConnectionLost, DetectTruncation, is_disconnect};
use super::unpack::{decode_content, read_bounded};
use base64::Engine as _;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::Connector as _;
use ureq::{Agent, Body};
use url::{Host, Url};

/// An HTTP answer: bytes with content codings removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Address after all redirects, without name and password.
    pub url: Url,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Decoded body; empty if nothing has changed.
    pub bytes: Vec<u8>,
    /// True if nothing has changed since the validators were given.
    pub is_unchanged: bool,
    /// Validators for the next request.
    pub validators: Validators,
    /// Address after redirects that were all permanent.
    pub moved_to: Option<Url>,
}

const ACCEPT: &str = "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.8";
const ACCEPT_FEED: &str = "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,\
    application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.7,*/*;q=0.5";

/// Returns the name under which servers see sayso, with its public address once the package has one.
fn user_agent() -> String {
    let address = match env!("CARGO_PKG_REPOSITORY") {
        "" => String::new(),
        address => format!("; +{address}"),
    };
    format!("Mozilla/5.0 (compatible; sayso/{}{address})", env!("CARGO_PKG_VERSION"))
}

/// An http(s) client for one address.
#[derive(Clone, Debug)]
pub(super) struct Client {
    agent: Agent,
    public_only: Arc<AtomicBool>,
    /// Reason why there are no certificates for https.
    no_certs: Option<Failure>,
}

impl Client {
    pub(super) fn new(limits: &Limits) -> Self {
        // Without certificates there is no https, but http needs none.
        let (root_certs, no_certs) = match root_certs::load() {
            Ok(certs) => (certs, None),
            Err(failure) => (RootCerts::WebPki, Some(failure)),
        };
        let config = Agent::config_builder()
            .user_agent(user_agent())
            .accept(ACCEPT)
            .accept_encoding("gzip, deflate, br")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(limits.connect))
            .timeout_resolve(Some(limits.connect))
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(root_certs).build())
            .build();
        let public_only = Arc::new(AtomicBool::new(false));
        let agent = Agent::with_parts(
            config.clone(),
            PlainProxy::new(config).chain(DetectTruncation),
            PublicOnlyResolver::new(Arc::clone(&public_only)),
        );
        Self { agent, public_only, no_certs }
    }

    /// Ends all waiting of this client.
    pub(super) fn stop(&self) {
        self.agent.clone().shutdown();
    }

    /// Gets `address`, following redirects within the limits.
    pub(super) fn get(&self, address: &Url, options: &Options) -> Result<Fetched, Failure> {
        let started = Instant::now();
        let mut url = address.clone();
        url.set_fragment(None);
        let mut moved = Moved::Not;
        for _ in 0..=options.limits.redirects {
            // The user's own address may be local, and so may redirects within its origin.
            let trusted = options.trust == Trust::User && same_origin(&url, address);
            let mut response = self.request(&url, address, trusted, started, options)?;
            if let Some(next) = redirect(&response, &url)? {
                moved = moved.on(response.status().as_u16());
                url = next;
            } else {
                let fetched = finish(&mut response, &url, options)?;
                let moved_to = (moved == Moved::Permanently).then(|| fetched.url.clone());
                return Ok(Fetched { moved_to, ..fetched });
            }
        }
        Err(Failure::Redirects(options.limits.redirects))
    }

    fn request(
        &self,
        url: &Url,
        first: &Url,
        trusted: bool,
        started: Instant,
        options: &Options,
    ) -> Result<Response<Body>, Failure> {
        if options.cancelled() {
            return Err(Failure::Cancelled);
        }
        let left = options.limits.total.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(Failure::TimedOut(options.limits.total));
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Failure::ForbiddenAddress(url.to_string()));
        }
        if let Some(failure) = self.no_certs.as_ref().filter(|_| url.scheme() == "https") {
            return Err(failure.clone());
        }
        let proxy = proxy::of(url)?;
        if !trusted && (!may_be_public(url) || proxy.is_some() && !resolves_to_public(url)) {
            return Err(Failure::ForbiddenAddress(without_credentials(url).to_string()));
        }
        // Behind a proxy only the proxy's address is resolved here, which the user chose.
        self.public_only.store(!trusted && proxy.is_none(), Ordering::SeqCst);
        let mut request =
            self.agent.get(without_credentials(url).as_str()).config().proxy(proxy).timeout_global(Some(left)).build();
        if options.accept == Accept::Feed {
            request = request.header(header::ACCEPT, ACCEPT_FEED);
        }
        let Validators { etag, modified } = &options.validators;
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        if let Some(login) = basic_auth_header(first).filter(|_| same_origin(url, first)) {
            request = request.header(header::AUTHORIZATION, login);
        }
        for (name, value) in access::of(url).map(|access| access.headers_for(url)).unwrap_or_default() {
            request = request.header(name, value);
        }
        request.call().map_err(|error| failure(&error, url, options))
    }
}

/// Redirects so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    Not,
    Permanently,
    ForNow,
}

impl Moved {
    /// Adds a redirect with this status.
    const fn on(self, status: u16) -> Self {
        match self {
            Self::Not | Self::Permanently if matches!(status, 301 | 308) => Self::Permanently,
            _ => Self::ForNow,
        }
    }
}

/// Returns the target of a redirect.
fn redirect(response: &Response<Body>, from: &Url) -> Result<Option<Url>, Failure> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(target) = response.headers().get(header::LOCATION) else {
        return Err(Failure::BadResponse("a redirect without a URL".into()));
    };
    let target = String::from_utf8_lossy(target.as_bytes());
    let mut next =
        from.join(&target).map_err(|_| Failure::BadResponse("a redirect to something that is not a URL".into()))?;
    next.set_fragment(None);
    Ok(Some(next))
}

fn finish(response: &mut Response<Body>, url: &Url, options: &Options) -> Result<Fetched, Failure> {
    let status = response.status();
    let header = |name| Some(String::from_utf8_lossy(response.headers().get(name)?.as_bytes()).into_owned());
    let validators = Validators { etag: header(header::ETAG), modified: header(header::LAST_MODIFIED) };
    if status.as_u16() == 304 && options.validators != Validators::default() {
        let (content_type, bytes) = (None, Vec::new());
        return Ok(Fetched {
            url: without_credentials(url),
            content_type,
            bytes,
            is_unchanged: true,
            validators,
            moved_to: None,
        });
    }
    if !status.is_success() {
        let retry = header(header::RETRY_AFTER).map(|wait| parse_retry_after(&wait, header(header::DATE).as_deref()));
        return Err(Failure::Status(status.as_u16(), retry));
    }
    let content_type = header(header::CONTENT_TYPE);
    let codings = header(header::CONTENT_ENCODING).unwrap_or_default();
    let most = options.limits.bytes;
    if response.body().content_length().is_some_and(|length| length > most as u64) {
        return Err(Failure::TooLarge(most));
    }
    let reader = response.body_mut().with_config().limit(u64::MAX).reader();
    let packed = read_bounded(&mut Cancellable { reader, options }, most, |error| {
        if options.cancelled() { Failure::Cancelled } else { failure(&ureq::Error::from(error), url, options) }
    })?;
    // A connection closed by cancelling can look like the end of the body.
    if options.cancelled() {
        return Err(Failure::Cancelled);
    }
    let bytes = decode_content(&codings, packed, most)?;
    let url = without_credentials(url);
    Ok(Fetched { url, content_type, bytes, is_unchanged: false, validators, moved_to: None })
}

/// Returns `Retry-After` in seconds. A date is relative to the answer's own date, whatever the local clock says;
/// without one it is returned as written.
fn parse_retry_after(wait: &str, now: Option<&str>) -> String {
    let time = |text: &str| jiff::fmt::rfc2822::parse(text.trim()).ok().map(|time| time.timestamp().as_second());
    let seconds = time(wait).zip(now.and_then(time)).map(|(then, now)| (then - now).max(0).to_string());
    seconds.unwrap_or_else(|| wait.trim().chars().take(40).collect())
}

fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Returns true if the host as written may be public; names are checked again after DNS.
pub(super) fn may_be_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(v4)) => is_public(IpAddr::V4(v4)),
        Some(Host::Ipv6(v6)) => is_public(IpAddr::V6(v6)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name != "localhost" && !name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Returns true if a host behind a proxy does not resolve to a local address here.
fn resolves_to_public(url: &Url) -> bool {
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
    match (host.trim_matches(['[', ']']), port).to_socket_addrs() {
        Ok(mut found) => found.all(|address| is_public(address.ip())),
        // Behind a proxy there is often no DNS; then the proxy decides.
        Err(_) => true,
    }
}

/// Returns the `Authorization` header for name and password in the address.
fn basic_auth_header(url: &Url) -> Option<String> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (name, password) = (decode(url.username()), decode(url.password().unwrap_or_default()));
    if name.is_empty() && password.is_empty() {
        return None;
    }
    Some(format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(format!("{name}:{password}"))))
}

/// Translates an error of the HTTP library.
fn failure(error: &ureq::Error, url: &Url, options: &Options) -> Failure {
    use std::io::ErrorKind;
    if options.cancelled() {
        return Failure::Cancelled;
    }
    let host = || url.host_str().unwrap_or_default().to_owned();
    match error {
        ureq::Error::Other(inner) if inner.is::<NotPublic>() => {
            Failure::ForbiddenAddress(without_credentials(url).to_string())
        }
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            Failure::Unreachable(host(), "no answer".into())
        }
        ureq::Error::Timeout(_) => Failure::TimedOut(options.limits.total),
        ureq::Error::HostNotFound => Failure::UnknownHost(host()),
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) | ureq::Error::TlsRequired => {
            Failure::Tls(host(), error.to_string())
        }
        ureq::Error::ConnectProxyFailed(why) => Failure::Unreachable(host(), format!("the proxy refused: {why}")),
        ureq::Error::LargeResponseHeader(..) => Failure::BadResponse("its header is too long".into()),
        ureq::Error::BadUri(why) => Failure::BadAddress(why.clone()),
        ureq::Error::ConnectionFailed => Failure::Unreachable(host(), "no connection".into()),
        ureq::Error::Io(io) => match io.kind() {
            ErrorKind::ConnectionRefused => Failure::Unreachable(host(), "connection refused".into()),
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
                Failure::Unreachable(host(), "no route to it; check the connection".into())
            }
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::TimedOut(options.limits.total),
            ErrorKind::InvalidData => Failure::Tls(host(), io.to_string()),
            kind if is_disconnect(kind) => Failure::BadResponse(ConnectionLost.to_string()),
            _ => Failure::BadResponse(io.to_string()),
        },
        other => Failure::BadResponse(other.to_string()),
    }
}
