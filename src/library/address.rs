//! [`canonical`]: the one function that says whether two addresses are the same page.
//!
//! Pure. Scheme and host in lower case, no default port, no fragment (unless it is a path), no credentials, no tracking
//! parameters; the rest stays as it is, the parameters in their order (some sites' pages depend on it).

use crate::web_address;
use url::Url;

/// Parameters that say how a reader came and never which page it is; sorted, one a line.
const TRACKING: &str = include_str!("../../assets/tracking.txt");

/// The canonical form of an http or https address; `None` for everything else.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = parse(address)?;
    // `#!/page` and `#/page` are pages of their own on sites that are one script.
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

/// The host of an address without `www.`, lower case.
pub fn host(address: &str) -> Option<String> {
    web_address::host(address)
}

/// An address with its scheme, if it is one that may be fetched.
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
