//! Copies in the Internet Archive's Wayback Machine: the page as it was, its links and its address those of the original.

use super::markup::with_attributes;
use crate::load::media::is_web;
use url::Url;

/// Origin of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct ArchivedCopy {
    /// The address of the original.
    pub(in crate::load) url: Url,
    /// The day of the copy, as `2020-01-31`, if the address tells.
    pub(in crate::load) day: Option<String>,
}

/// Returns true if this is the host of the archive.
fn is_archive(host: &str) -> bool {
    matches!(host, "web.archive.org" | "www.web.archive.org")
}

/// Reads the address of a copy: `https://web.archive.org/web/20200131235959id_/https://example.org/page`.
pub(in crate::load) fn of_address(url: &Url) -> Option<ArchivedCopy> {
    url.host_str().filter(|host| is_archive(host))?;
    let path = url.as_str().split_once("://")?.1.split_once('/')?.1;
    let (stamp, rest) = rewritten(&format!("/{path}"))?;
    let original = Url::parse(&with_scheme(&rest)).ok().filter(is_web)?;
    Some(ArchivedCopy { url: original, day: day(&stamp) })
}

/// The archive calls `__wm.wombat("https://example.org/page","20200131235959",…` at the top of each copy.
const CALL: &str = "__wm.wombat(";
/// The bytes in which it does.
const CALL_WITHIN: usize = 64 * 1024;

/// Returns true if the archive's script stands at the top of a page.
pub(in crate::load) fn is_marked(page: &[u8]) -> bool {
    memchr::memmem::find(page.get(..CALL_WITHIN).unwrap_or(page), CALL.as_bytes()).is_some()
}

/// The copy that a saved page of the archive is.
pub(in crate::load) fn of_page(page: &str) -> Option<ArchivedCopy> {
    let start = page.get(..page.floor_char_boundary(CALL_WITHIN))?;
    let call = start.split_once(CALL)?.1;
    let mut words = call.split('"').skip(1).step_by(2);
    let (address, stamp) = (words.next()?, words.next()?);
    let url = Url::parse(address).ok().filter(is_web)?;
    Some(ArchivedCopy { url, day: day(stamp) })
}

fn day(stamp: &str) -> Option<String> {
    let digits = stamp.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = (stamp.get(..4)?, stamp.get(4..6)?, stamp.get(6..8)?);
    digits.then(|| format!("{year}-{month}-{day}"))
}

/// The page without what the archive put into it, its links again those of the original.
pub(in crate::load) fn restored(page: &str) -> String {
    let mut rest = page;
    let mut whole = String::with_capacity(page.len());
    // The bar above the page.
    const BAR: (&str, &str) = ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->");
    while let Some((before, behind)) = rest.split_once(BAR.0) {
        whole.push_str(before);
        rest = match behind.split_once(BAR.1) {
            Some((_, behind)) => behind,
            // A bar without an end hides nothing.
            None => {
                whole.push_str(behind);
                ""
            }
        };
    }
    whole.push_str(rest);
    let links = with_attributes(&whole, |tag, name, value| {
        if name.eq_ignore_ascii_case("srcset") {
            return sources(value);
        }
        // A page that only names a copy in its text keeps it; a tag's address is the archive's doing.
        let is_address = ["href", "src", "content", "data-src", "poster", "action", "cite"];
        let is_own = tag.eq_ignore_ascii_case("base");
        let taken = is_own || is_address.iter().any(|address| name.eq_ignore_ascii_case(address));
        taken.then(|| unwrapped(value)).flatten()
    });
    in_scripts(&links)
}

/// The candidates of a `srcset`, each unwrapped.
fn sources(value: &str) -> Option<String> {
    if !value.contains("/web/") {
        return None;
    }
    let one = |part: &str| {
        let trimmed = part.trim_start();
        unwrapped(trimmed).unwrap_or_else(|| trimmed.to_owned())
    };
    Some(value.split(", ").map(one).collect::<Vec<_>>().join(", "))
}

/// An address without the archive's beginning.
fn unwrapped(value: &str) -> Option<String> {
    let within = value.starts_with("/web/");
    let rest = value.split_once("://").map(|(_, rest)| rest).or_else(|| value.strip_prefix("//"));
    let path = match rest.filter(|_| !within) {
        Some(rest) => {
            let (host, path) = rest.split_once('/')?;
            is_archive(host).then(|| format!("/{path}"))?
        }
        None => value.to_owned(),
    };
    rewritten(&path).map(|(_, original)| with_scheme(&original))
}

/// The stamp and the rest of `/web/20200131235959id_/https://…`.
fn rewritten(path: &str) -> Option<(String, String)> {
    let rest = path.strip_prefix("/web/")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (stamp, rest) = rest.split_at_checked(digits)?;
    let (flag, original) = rest.split_once('/')?;
    let is_flag = flag.is_empty() || flag == "*" || flag.len() == 3 && flag.ends_with('_');
    let is_original = original.contains("://")
        || original.starts_with("//")
        || original.contains('.')
        || original.starts_with("mailto:");
    ((4..=14).contains(&digits) && is_flag && is_original).then(|| (stamp.to_owned(), original.to_owned()))
}

/// The archive's addresses may lack a slash or the scheme: `http:/example.org`, `example.org`.
fn with_scheme(address: &str) -> String {
    for scheme in ["http:/", "https:/"] {
        if let Some(rest) = address.strip_prefix(scheme).filter(|rest| !rest.starts_with('/')) {
            return format!("{scheme}/{rest}");
        }
    }
    if address.contains("://") || address.starts_with("//") || address.starts_with("mailto:") {
        return address.to_owned();
    }
    format!("http://{address}")
}

/// The addresses in data such as JSON-LD, in which slashes may stand behind backslashes.
fn in_scripts(page: &str) -> String {
    let mut whole = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"web.archive.org") {
        let (before, found) = rest.split_at(at);
        let tail = before.get(before.floor_char_boundary(before.len().saturating_sub(16))..).unwrap_or_default();
        let slash = if tail.ends_with("\\/\\/") { "\\/" } else { "/" };
        let start = ["https:", "http:"].iter().find(|scheme| tail.ends_with(&format!("{scheme}{slash}{slash}")));
        let path = found.get("web.archive.org".len()..).unwrap_or_default();
        let length =
            path.bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'\\' | b'_')).count();
        let head = path.get(..length).unwrap_or_default();
        // Only within quotation marks, as data has them, and only before a whole address.
        let named = head
            .strip_suffix("http")
            .or_else(|| head.strip_suffix("https"))
            .filter(|_| path.get(length..).is_some_and(|behind| behind.starts_with(':')));
        let plain = named.map(|named| format!("{}x.y", named.replace('\\', "")));
        let is_copy = plain.is_some_and(|plain| rewritten(&plain).is_some());
        let scheme = start.map_or(0, |scheme| scheme.len() + 2 * slash.len());
        let quoted = before.get(..before.len() - scheme).is_some_and(|before| before.ends_with('"'));
        if let (true, true, Some(named)) = (is_copy && scheme > 0, quoted, named) {
            whole.push_str(before.get(..before.len() - scheme).unwrap_or_default());
            rest = path.get(named.len()..).unwrap_or_default();
        } else {
            whole.push_str(before);
            whole.push_str("web.archive.org");
            rest = path;
        }
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_gives_original_and_day() {
        for (address, url, day) in [
            (
                "https://web.archive.org/web/20200131235959/https://news.example/a?b=1",
                Some("https://news.example/a?b=1"),
                Some("2020-01-31"),
            ),
            ("http://web.archive.org/web/2020id_/http:/news.example/a", Some("http://news.example/a"), None),
            (
                "https://web.archive.org/web/20200131000000*/news.example",
                Some("http://news.example/"),
                Some("2020-01-31"),
            ),
            ("https://web.archive.org/about", None, None),
            ("https://news.example/web/20200131235959/https://a.example", None, None),
        ] {
            let copy = of_address(&Url::parse(address).unwrap());
            assert_eq!(copy.as_ref().map(|copy| copy.url.as_str()), url, "{address}");
            assert_eq!(copy.and_then(|copy| copy.day).as_deref(), day, "{address}");
        }
    }

    #[test]
    fn page_is_restored() {
        let page = "<head><script>__wm.wombat(\"https://news.example/a\",\"20200131235959\",\"https://web.archive.org/\")</script>\
            <link rel=canonical href=\"https://web.archive.org/web/20200131235959/https://news.example/a\">\
            <script type=application/ld+json>{\"url\":\"https:\\/\\/web.archive.org\\/web\\/20200131235959\\/https:\\/\\/news.example\\/a\",\
            \"image\":\"https://web.archive.org/web/20200131235959im_/https://news.example/p.jpg\"}</script></head>\
            <!-- BEGIN WAYBACK TOOLBAR INSERT --><p>bar</p><!-- END WAYBACK TOOLBAR INSERT -->\
            <a href=\"/web/20200131235959/https://news.example/b\">b</a><img srcset=\"/web/20200131235959im_/https://news.example/1.jpg 1x, \
            /web/20200131235959im_/https://news.example/2.jpg 2x\"><a href=\"/web/page\">c</a>\
            <p>See https://web.archive.org/web/2019/https://other.example/.</p>";
        assert_eq!(
            restored(page),
            "<head><script>__wm.wombat(\"https://news.example/a\",\"20200131235959\",\"https://web.archive.org/\")</script>\
            <link rel=canonical href=\"https://news.example/a\">\
            <script type=application/ld+json>{\"url\":\"https:\\/\\/news.example\\/a\",\"image\":\"https://news.example/p.jpg\"}</script></head>\
            <a href=\"https://news.example/b\">b</a><img srcset=\"https://news.example/1.jpg 1x, https://news.example/2.jpg 2x\">\
            <a href=\"/web/page\">c</a><p>See https://web.archive.org/web/2019/https://other.example/.</p>"
        );
        assert_eq!(of_page(page).unwrap().url.as_str(), "https://news.example/a");
        assert_eq!(of_page("<p>"), None);
    }
}
