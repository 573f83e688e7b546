//! Links of newsletters lead through counters; where the target stands in the link, it is taken out.

use crate::web_address::has_web_scheme;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use percent_encoding::percent_decode_str;
use url::Url;

/// Parameters that hold the target of a counting link.
const TARGETS: [&str; 20] = [
    "adurl",
    "dest",
    "destination",
    "goto",
    "href",
    "l",
    "link",
    "murl",
    "p",
    "q",
    "r",
    "redirect",
    "redirect_to",
    "redirect_uri",
    "redirect_url",
    "target",
    "to",
    "u",
    "uri",
    "url",
];
/// Counters that lead to counters are followed this often.
const MAX_STEPS: usize = 4;
/// Shorter pieces of a path hold no address.
const MIN_PACKED: usize = 16;

/// The target of a counting link, if it stands in it.
pub(super) fn target(address: &str) -> Option<String> {
    let mut found: Option<Url> = None;
    for _ in 0..MAX_STEPS {
        let here = found.clone().or_else(|| web(address))?;
        match next(&here).filter(|next| next.host_str() != here.host_str()) {
            Some(next) => found = Some(next),
            None => break,
        }
    }
    found.map(String::from)
}

fn next(url: &Url) -> Option<Url> {
    if is_for_sharing(url) {
        return None;
    }
    if url.host_str()?.ends_with("urldefense.com") || url.host_str()?.ends_with("urldefense.proofpoint.com") {
        return defended(url);
    }
    let mut parameters = url.query_pairs().filter(|(name, _)| TARGETS.contains(&name.to_ascii_lowercase().as_str()));
    let told = parameters.find_map(|(_, value)| web(&value).or_else(|| packed(&value)));
    told.or_else(|| in_path(url))
}

/// Links that hand a page on, or to a login, hold an address and mean another.
fn is_for_sharing(url: &Url) -> bool {
    const WORDS: [&str; 14] = [
        "share",
        "sharer",
        "sharing",
        "intent",
        "submit",
        "login",
        "signin",
        "signup",
        "register",
        "unsubscribe",
        "subscribe",
        "compose",
        "translate",
        "oauth",
    ];
    let path = url.path().to_ascii_lowercase();
    path.split(['/', '-', '_', '.']).any(|word| WORDS.contains(&word) || word.starts_with("sharearticle"))
        || url.host_str().is_some_and(|host| host.ends_with("archive.org"))
}

/// An address in a piece of the path: behind percent signs, as it is, or in base 64.
fn in_path(url: &Url) -> Option<Url> {
    let path = url.path();
    for scheme in ["https:%2F%2F", "http:%2F%2F", "https%3A%2F%2F", "http%3A%2F%2F"] {
        let found = path.find(scheme).or_else(|| path.find(&scheme.to_ascii_lowercase()));
        if let Some(at) = found {
            let piece = path.get(at..)?.split('/').next()?;
            return web(&percent_decode_str(piece).decode_utf8().ok()?);
        }
    }
    path.split('/').filter(|piece| piece.len() >= MIN_PACKED).find_map(packed)
}

/// An address in base 64, alone or as a value of JSON.
fn packed(text: &str) -> Option<Url> {
    let text = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    if text.len() < MIN_PACKED || !text.starts_with(['a', 'e']) {
        return None;
    }
    let piece: &str = text.split('.').next()?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(piece).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    if let Some(url) = web(&text) {
        return Some(url);
    }
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).ok()?;
    fields.values().filter_map(|value| value.as_str()).find_map(web)
}

/// Proofpoint's links: version 3 holds the address between double underscores, version 2 writes `-3A` and `_`.
fn defended(url: &Url) -> Option<Url> {
    if let Some((_, rest)) = url.as_str().split_once("/v3/__") {
        let (address, _) = rest.split_once("__;")?;
        return web(address);
    }
    let (_, value) = url.query_pairs().find(|(name, _)| name == "u")?;
    web(&percent_decode_str(&value.replace('-', "%").replace('_', "/")).decode_utf8().ok()?)
}

fn web(text: &str) -> Option<Url> {
    let text = text.trim();
    let start = text.get(..8.min(text.len()))?.to_ascii_lowercase();
    if !has_web_scheme(&start) {
        return None;
    }
    Url::parse(text).ok().filter(|url| url.host_str().is_some_and(|host| host.contains('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_is_found_where_it_stands_in_the_link() {
        let packed = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let json = packed(r#"{"e":"https://news.example/a","t":"1"}"#);
        for (address, expected) in [
            (
                "https://click.example/?url=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1&id=7",
                Some("https://news.example/a?b=1"),
            ),
            ("https://www.google.com/url?sa=t&q=https://news.example/a", Some("https://news.example/a")),
            ("https://t.example/CL0/https:%2F%2Fnews.example%2Fa/1/0100", Some("https://news.example/a")),
            (
                &format!("https://click.example/abc/{}", packed("https://news.example/a")),
                Some("https://news.example/a"),
            ),
            (&format!("https://mail.example/redirect/2/{json}.c2lnbmF0dXJl?"), Some("https://news.example/a")),
            ("https://urldefense.com/v3/__https://news.example/a__;!!x$", Some("https://news.example/a")),
            ("https://urldefense.proofpoint.com/v2/url?u=https-3A__news.example_a&d=x", Some("https://news.example/a")),
            (
                "https://a.example/?u=https%3A%2F%2Fb.example%2F%3Furl%3Dhttps%253A%252F%252Fnews.example%252Fa",
                Some("https://news.example/a"),
            ),
            ("https://www.facebook.com/sharer/sharer.php?u=https://news.example/a", None),
            ("https://twitter.com/intent/tweet?url=https://news.example/a", None),
            ("https://news.example/a?url=https://news.example/b", None),
            ("https://click.example/ss/c/dGhpcyBpcyBub3QgYW4gYWRkcmVzcw", None),
            ("https://news.example/?q=bees", None),
            ("mailto:a@b.example?url=https://news.example", None),
        ] {
            assert_eq!(target(address).as_deref(), expected, "{address}");
        }
    }
}
