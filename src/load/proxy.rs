//! Chooses the proxy for an address from the environment variables that curl and others use.

use super::error::Failure;
use std::env;
use ureq::Proxy;
use url::{Host, Url};

/// Returns the proxy for an address: `HTTPS_PROXY` for https, `http_proxy` for http, `ALL_PROXY` for both; none for
/// the hosts in `NO_PROXY` and for this machine.
///
/// # Errors
///
/// A variable does not name a valid proxy.
pub(super) fn of(url: &Url) -> Result<Option<Proxy>, Failure> {
    // Upper-case HTTP_PROXY is not read, as in curl: a CGI server fills it from a request header.
    let names: &[&str] = match url.scheme() {
        "https" => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
        _ => &["http_proxy", "all_proxy", "ALL_PROXY"],
    };
    let Some((name, value)) = names.iter().find_map(|name| Some((name, set(name)?))) else { return Ok(None) };
    let exceptions = set("no_proxy").or_else(|| set("NO_PROXY")).unwrap_or_default();
    if goes_straight(url, &exceptions) {
        return Ok(None);
    }
    Proxy::new(&value)
        .map(Some)
        .map_err(|error| Failure::BadAddress(format!("{name} is not the URL of a proxy ({error})")))
}

fn set(name: &str) -> Option<String> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Returns true if an address is reached without a proxy: this machine, and the comma-separated `exceptions`: `*`, a
/// host, or a domain with its subdomains.
fn goes_straight(url: &Url, exceptions: &str) -> bool {
    let host = match url.host() {
        Some(Host::Ipv4(v4)) if v4.is_loopback() => return true,
        Some(Host::Ipv6(v6)) if v6.is_loopback() => return true,
        Some(Host::Ipv6(v6)) => v6.to_string(),
        Some(host) => host.to_string(),
        None => return true,
    };
    host == "localhost"
        || exceptions.split([',', ' ']).map(|e| e.trim().to_ascii_lowercase()).any(|exception| {
            let domain = exception.trim_start_matches('*').trim_start_matches('.').trim_matches(['[', ']']);
            exception == "*"
                || !domain.is_empty()
                    && host.strip_suffix(domain).is_some_and(|front| front.is_empty() || front.ends_with('.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_hosts_and_domains() {
        let straight = |url: &str, exceptions| goes_straight(&Url::parse(url).unwrap(), exceptions);
        assert!(straight("http://127.0.0.1:8000/", ""));
        assert!(straight("http://[::1]/", ""));
        assert!(straight("https://localhost/", ""));
        assert!(!straight("https://example.org/", ""));
        assert!(straight("https://example.org/", "*"));
        assert!(straight("https://a.example.org/", "other.net, .example.org"));
        assert!(straight("https://a.example.org/", "EXAMPLE.org"));
        assert!(straight("https://a.example.org/", "*.example.org"));
        assert!(!straight("https://badexample.org/", "example.org"));
        assert!(straight("https://10.1.2.3/", "10.1.2.3"));
    }
}
