//! Parts of web addresses, by the WHATWG URL standard (`url` crate).

use url::Url;

/// Returns the host of an http or https address: lower case, IDN in its ASCII form, without `www.` and the root's
/// dot.
pub fn host(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Normalises a host typed by the user like [`host`]; invalid ones are returned unchanged.
pub fn normalize_host(host: &str) -> String {
    self::host(&format!("https://{host}/")).unwrap_or_else(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{host, normalize_host};

    #[test]
    fn host_is_lower_case_ascii_without_www() {
        for (address, expected) in [
            ("https://u:p@www.Example.org:80/x", Some("example.org")),
            ("HTTP://example.org.", Some("example.org")),
            ("https://bücher.example/ä?b#c", Some("xn--bcher-kva.example")),
            ("http://[::1]:8000/", Some("[::1]")),
            ("https://a@b@example.org/", Some("example.org")),
            ("mailto:x@example.org", None),
            ("file:///etc/passwd", None),
            ("example.org/x", None),
            ("https://", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
        assert_eq!(normalize_host("www.Bücher.example"), "xn--bcher-kva.example");
        assert_eq!(normalize_host("not a host"), "not a host");
    }
}
