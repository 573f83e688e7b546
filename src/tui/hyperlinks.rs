//! Hyperlinks in the terminal (OSC 8): the addresses allowed, and their encoding.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Maximum length of an address in bytes: VTE ignores what is beyond 2,083 bytes.
const LONGEST: usize = 2083;

/// Characters to percent-encode: those that OSC 8 forbids (it allows bytes 32 to 126), blanks and delimiters.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// Escape sequence that ends a link.
pub const END: &str = "\x1b]8;;\x1b\\";

/// Returns the escape sequence that starts a link. Parts with the same `number` form one link, also across wrapped
/// lines. `None` if the address is not allowed in the terminal.
pub fn opening(address: &str, number: u64) -> Option<String> {
    encoded(address).map(|address| format!("\x1b]8;id={number:x};{address}\x1b\\"))
}

/// Returns true unless `NO_TERM_HYPERLINKS` is set.
pub fn wanted(environment: impl Fn(&str) -> Option<String>) -> bool {
    environment("NO_TERM_HYPERLINKS").is_none_or(|value| value.is_empty())
}

/// Encodes an address for OSC 8: http, https and mailto only, all bytes except 33 to 126 percent-encoded.
pub fn encoded(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || address.len() > LONGEST {
        return None;
    }
    let address = utf8_percent_encode(address, ENCODED).to_string();
    (address.len() <= LONGEST).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::{encoded, opening, wanted};

    #[test]
    fn unsafe_addresses_are_not_linked() {
        let coded = Some("https://example.org/a%20b?q=%E2%80%9Cx%E2%80%9D".to_owned());
        assert_eq!(encoded("https://example.org/a b?q=“x”"), coded);
        assert_eq!(encoded("https://example.org/\x1b]8;;\x07").as_deref(), Some("https://example.org/%1B]8;;%07"));
        assert_eq!(encoded("MAILTO:a@example.org").as_deref(), Some("MAILTO:a@example.org"));
        for wrong in ["javascript:alert(1)", "file:///etc/passwd", "#top", "example.org", "data:text/html,x"] {
            assert_eq!(encoded(wrong), None, "{wrong}");
        }
        assert_eq!(encoded(&format!("https://example.org/{}", "é".repeat(800))), None);
        assert_eq!(opening("https://a.example/", 30).unwrap(), "\x1b]8;id=1e;https://a.example/\x1b\\");
    }

    #[test]
    fn environment_turns_hyperlinks_off() {
        assert!(wanted(|_| None));
        assert!(wanted(|_| Some(String::new())));
        assert!(!wanted(|_| Some("1".into())));
    }
}
