//! [`canonical`]: the canonical form of an address. Two addresses are the same page if their forms are equal.
//!
//! Pure. Scheme and host are in lower case; default port, fragment (unless it is a path), credentials and tracking
//! parameters are removed. All else is kept, including the order of the parameters: some sites depend on it.

use crate::web_address;
use url::Url;

/// Tracking parameters, which do not select a page; sorted, one per line.
const TRACKING: &str = include_str!("../../assets/tracking.txt");

/// Returns the canonical form of an http or https address; `None` for any other text.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = parse(address)?;
    // `#!/page` and `#/page` are separate pages on single-page sites.
    if !url.fragment().is_some_and(|fragment| fragment.starts_with(['!', '/'])) {
        url.set_fragment(None);
    }
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        strip_tracking(&mut url);
    }
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')).map(str::to_owned) {
        let _ = url.set_host(Some(&host));
    }
    Some(url.into())
}

/// Returns the host of an address in lower case, without `www.`.
pub fn host(address: &str) -> Option<String> {
    web_address::host(address)
}

/// Parses an address, adding a missing scheme. Returns `None` if it may not be fetched.
fn parse(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn strip_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    lines().any(|listed| match listed.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == listed,
    })
}

fn lines() -> impl Iterator<Item = &'static str> {
    TRACKING.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_page_same_address() {
        let cases = [
            ("HTTPS://Example.COM:443/A?b=1&utm_source=x&a=2#top", Some("https://example.com/A?b=1&a=2")),
            ("https://groups.example.com/forum/#!topic/a", Some("https://groups.example.com/forum/#!topic/a")),
            ("https://app.example.com/#/story/1", Some("https://app.example.com/#/story/1")),
            ("http://example.com", Some("http://example.com/")),
            ("http://example.com/?utm_medium=mail", Some("http://example.com/")),
            ("http://example.com/?fbclid=1&&id=7", Some("http://example.com/?id=7")),
            ("http://user:pw@example.com./x", Some("http://example.com/x")),
            ("http://bücher.example/ä", Some("http://xn--bcher-kva.example/%C3%A4")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("not an address", None),
        ];
        for (given, expected) in cases {
            assert_eq!(canonical(given).as_deref(), expected, "{given}");
            if let Some(expected) = expected {
                assert_eq!(canonical(expected).as_deref(), Some(expected), "canonical twice");
            }
        }
    }

    #[test]
    fn hosts_are_bare() {
        assert_eq!(host("https://www.theweek.com/a").as_deref(), Some("theweek.com"));
        assert_eq!(host("mailto:a@b.c"), None);
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let all: Vec<_> = lines().collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
