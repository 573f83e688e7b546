//! [`HostAccess`]: what the user lets a host see and nobody else: headers, cookies, and a command that fetches in place of
//! sayso. Secrets go to their host alone, over https alone, and into no message, log or export.

use crate::bounded_read;
use std::fmt;
use std::path::PathBuf;
use std::sync::{OnceLock, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;

/// Most bytes of cookies that are sent; servers refuse longer headers.
const MAX_COOKIE_HEADER: usize = 8 * 1024;

/// Access to a host and the hosts below it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HostAccess {
    /// The host in small letters: `example.org` stands for `www.example.org`, too.
    pub host: String,
    /// Names and values of headers.
    pub headers: Vec<(String, String)>,
    /// A file of cookies as browsers export it (`cookies.txt`).
    pub cookies: Option<PathBuf>,
    /// Program and arguments; `{url}` stands for the address. Empty if sayso fetches itself.
    pub command: Vec<String>,
}

impl fmt::Debug for HostAccess {
    /// Leaves the secrets out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("HostAccess").field("host", &self.host).field("headers", &names).finish_non_exhaustive()
    }
}

/// Source of the access to all hosts; asked once, when a page is first fetched.
static PROVIDER: OnceLock<fn() -> Vec<HostAccess>> = OnceLock::new();
/// Access to all hosts, once it is known.
static ACCESS: RwLock<Option<Vec<HostAccess>>> = RwLock::new(None);

/// Sets the function that reads the user's settings.
pub fn set_access_provider(provider: fn() -> Vec<HostAccess>) {
    // A second provider would be that of a test in the same process.
    let _ = PROVIDER.set(provider);
}

/// Replaces the access to all hosts, after the settings have changed. It counts from the next request on.
pub fn set_access(all: Vec<HostAccess>) {
    *ACCESS.write().unwrap_or_else(PoisonError::into_inner) = Some(all);
}

/// Returns the access to the host of an address, if the user set one.
pub(super) fn of(url: &Url) -> Option<HostAccess> {
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    let find = |all: &[HostAccess]| {
        all.iter().filter(|access| access.covers(&host)).max_by_key(|access| access.host.len()).cloned()
    };
    if let Some(all) = ACCESS.read().unwrap_or_else(PoisonError::into_inner).as_deref() {
        return find(all);
    }
    let mut known = ACCESS.write().unwrap_or_else(PoisonError::into_inner);
    find(known.get_or_insert_with(|| PROVIDER.get().map(|provider| provider()).unwrap_or_default()))
}

/// Returns true if the user set headers, cookies or a command for the host of an address.
pub fn has_access(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| of(&url).is_some())
}

impl HostAccess {
    fn covers(&self, host: &str) -> bool {
        let own = self.host.as_str();
        !own.is_empty() && (host == own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')))
    }

    /// Returns the headers to send with a request for an address: none but over https.
    pub(super) fn headers_for(&self, url: &Url) -> Vec<(String, String)> {
        if url.scheme() != "https" {
            return Vec::new();
        }
        let mut all = self.headers.clone();
        let cookies = self.cookies.as_deref().and_then(|file| bounded_read::read_text(file).ok());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        all.extend(cookies.and_then(|text| cookie_header(&text, url, now)).map(|value| ("Cookie".to_owned(), value)));
        all
    }
}

/// Returns the `Cookie` header for an address from a file in Netscape's form: domain, subdomains, path, secure, expiry, name,
/// value, separated by tabs.
fn cookie_header(text: &str, url: &Url, now: u64) -> Option<String> {
    let host = url.host_str()?;
    let mut header = String::new();
    for line in text.lines() {
        let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
        if line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [domain, below, path, _, expiry, name, value] = fields.as_slice() else { continue };
        let bare = domain.trim_start_matches('.').to_ascii_lowercase();
        let is_below = host.strip_suffix(bare.as_str()).is_some_and(|rest| rest.ends_with('.'));
        let fits = host == bare || below.eq_ignore_ascii_case("true") && is_below;
        let within = url.path() == *path
            || url.path().strip_prefix(path).is_some_and(|rest| path.ends_with('/') || rest.starts_with('/'));
        // 0 is a cookie of the session.
        let expires: u64 = expiry.trim().parse().unwrap_or(0);
        let is_clean = |text: &str| text.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b';');
        if !fits || !within || bare.is_empty() || (expires != 0 && expires < now) || !is_clean(name) || !is_clean(value)
        {
            continue;
        }
        if header.len() + name.len() + value.len() + 3 > MAX_COOKIE_HEADER {
            break;
        }
        if !header.is_empty() {
            header.push_str("; ");
        }
        header.extend([name, "=", value]);
    }
    (!header.is_empty()).then_some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn cookies_go_to_their_host_and_path_only() {
        let text = "# Netscape HTTP Cookie File\n.example.org\tTRUE\t/\tTRUE\t0\tall\t1\nexample.org\tFALSE\t/\tTRUE\t0\tone\t2\n\
            #HttpOnly_.example.org\tTRUE\t/news\tTRUE\t9999999999\tdeep\t3\n.example.org\tTRUE\t/\tTRUE\t100\told\t4\n\
            .other.example\tTRUE\t/\tTRUE\t0\tfar\t5\n.example.org\tTRUE\t/\tTRUE\t0\tbad\ta b\r\nbroken\n";
        for (address, expected) in [
            ("https://example.org/", Some("all=1; one=2")),
            ("https://www.example.org/news/a", Some("all=1; deep=3")),
            ("https://www.example.org/newspaper", Some("all=1")),
            ("https://notexample.org/", None),
            ("https://other.example/x", Some("far=5")),
        ] {
            assert_eq!(cookie_header(text, &url(address), 1_000).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn access_that_is_set_again_replaces_the_earlier_one() {
        let page = url("https://a.set-again.example/x");
        let access = |host: &str| vec![HostAccess { host: host.into(), ..HostAccess::default() }];
        set_access(access("set-again.example"));
        assert_eq!(of(&page).map(|access| access.host).as_deref(), Some("set-again.example"));
        set_access(access("other.example"));
        assert_eq!(of(&page), None);
    }

    #[test]
    fn secrets_are_sent_over_https_to_the_host_alone() {
        let access = HostAccess {
            host: "example.org".into(),
            headers: vec![("Authorization".into(), "secret".into())],
            ..HostAccess::default()
        };
        assert_eq!(access.headers_for(&url("https://example.org/")).len(), 1);
        assert_eq!(access.headers_for(&url("http://example.org/")), []);
        for (host, covered) in
            [("example.org", true), ("a.example.org", true), ("badexample.org", false), ("org", false)]
        {
            assert_eq!(access.covers(host), covered, "{host}");
        }
        assert!(!format!("{access:?}").contains("secret"));
    }
}
