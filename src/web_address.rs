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

/// Returns true if a text begins as an http or https address.
pub fn has_web_scheme(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// Normalises a host typed by the user like [`host`]; invalid ones are returned unchanged.
pub fn normalize_host(host: &str) -> String {
    self::host(&format!("https://{host}/")).unwrap_or_else(|| host.to_ascii_lowercase())
}

/// Returns true if an address leads to a sound or film by the ending of its path.
#[cfg(feature = "app")]
pub fn is_recording(address: &str) -> bool {
    const ENDINGS: [&str; 12] = ["mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav", "mp4", "m4v", "webm"];
    let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let ending = url.as_ref().and_then(|url| url.path().rsplit_once('.')).map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}

#[cfg(test)]
mod tests {
    use super::{host, is_recording, normalize_host};

    #[test]
    fn recording_is_known_by_its_ending() {
        assert!(is_recording("https://a.example/e/12.MP3?token=a.b"));
        assert!(!is_recording("https://a.example/mp3"));
        assert!(!is_recording("https://a.mp3/"));
        assert!(!is_recording("file:///tmp/a.mp3"));
    }

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
