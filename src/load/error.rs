//! [`LoadError`]: why a source could not be loaded, as one clear line that says what to do, free of control characters.

use crate::sanitize;
use std::fmt;
use std::time::Duration;

/// A source that could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The source, as it was given.
    pub location: String,
    /// What went wrong.
    pub failure: Failure,
}

/// What can go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No file has that path.
    NoSuchFile,
    /// It is a folder.
    Folder,
    /// The system does not let us read it.
    Forbidden,
    /// Reading failed; the system's words.
    Unreadable(String),
    /// There is nothing in it.
    Empty,
    /// It is not text; what it is.
    NotText(&'static str),
    /// It is text, but too much of it does not decode; the charset tried.
    Undecodable(String),
    /// It has more bytes than allowed; how many those are.
    TooLarge(usize),
    /// Packed data end too early.
    Cut(&'static str),
    /// Packed data are damaged.
    Damaged(&'static str),
    /// It is packed in a way we do not know.
    UnknownPacking(String),
    /// It cannot be read as an address, and why.
    BadAddress(String),
    /// It is an address of another scheme than http and https.
    NotWeb(String),
    /// No such host is known.
    UnknownHost(String),
    /// The host did not let us in; the host, the reason.
    Unreachable(String, String),
    /// No secure connection could be made; the host, the reason.
    Tls(String, String),
    /// `SSL_CERT_FILE` names nobody who could vouch for a server; the file and the reason.
    NoRootCerts(String),
    /// It took longer than this.
    TimedOut(Duration),
    /// The server answered something that is not HTTP, or broke off; the reason.
    BadResponse(String),
    /// The server said no: the status, and what it said in `Retry-After`.
    Status(u16, Option<String>),
    /// It redirected more often than this.
    Redirects(usize),
    /// A redirect or a page asked for this address, which it may not reach.
    ForbiddenAddress(String),
    /// It was cancelled.
    Cancelled,
}

impl LoadError {
    /// A failure of the source at `location`.
    pub fn new(location: impl Into<String>, failure: Failure) -> Self {
        Self { location: location.into(), failure }
    }
}

impl std::error::Error for LoadError {}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = if self.location == "-" { "standard input" } else { &self.location };
        let hint = matches!(self.failure, Failure::NoSuchFile) && looks_like_address(location);
        // Apart, so that a sequence begun in the name cannot swallow the reason.
        let (name, reason) = (shorten(location), self.failure.to_string());
        write!(f, "{}: {}", sanitize::line(&name), sanitize::line(&reason))?;
        if hint { f.write_str(" (for a web page begin with https://)") } else { Ok(()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchFile => f.write_str("no such file"),
            Self::Folder => f.write_str("this is a folder; name the files in it"),
            Self::Forbidden => f.write_str("permission denied; check the rights of the file"),
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::Empty => f.write_str("empty: there is nothing to read"),
            Self::NotText(what) => write!(f, "not text but {what}; sayso reads HTML, Markdown and plain text"),
            Self::Undecodable(charset) => {
                write!(f, "the text does not decode (tried {charset}); save it as UTF-8 and try again")
            }
            Self::TooLarge(most) => {
                write!(f, "too large: more than {} unpacked; split it or save the article alone", size(*most))
            }
            Self::Cut(what) => write!(f, "the {what} data end too early; get the file again"),
            Self::Damaged(what) => write!(f, "the {what} data are damaged; get the file again"),
            Self::UnknownPacking(name) => write!(f, "packed as \"{name}\", which sayso cannot unpack"),
            Self::BadAddress(why) => write!(f, "not an address that can be opened: {why}"),
            Self::NotWeb(scheme) => write!(f, "{scheme}: is not opened; sayso reads files and http or https addresses"),
            Self::UnknownHost(host) => write!(f, "no host is called {host}; check the address and the connection"),
            Self::Unreachable(host, why) => write!(f, "cannot reach {host}: {why}"),
            Self::Tls(host, why) => write!(f, "no secure connection to {host}: {why}"),
            Self::NoRootCerts(why) => {
                write!(f, "no secure connection: {why}; SSL_CERT_FILE names it, unset it or name another")
            }
            Self::TimedOut(after) => write!(f, "no whole answer within {} seconds; try again later", seconds(*after)),
            Self::BadResponse(why) => write!(f, "the server's answer is broken: {why}"),
            Self::Status(code, retry) => status(f, *code, retry.as_deref()),
            Self::Redirects(most) => write!(f, "redirected more than {most} times; the site sends us in circles"),
            Self::ForbiddenAddress(target) => {
                write!(f, "refused: a page or redirect asked for {target}, which is not a public web address")
            }
            Self::Cancelled => f.write_str("cancelled"),
        }
    }
}

fn status(f: &mut fmt::Formatter<'_>, code: u16, retry: Option<&str>) -> fmt::Result {
    let meaning = match code {
        401 => "the page wants a login",
        402 => "the page wants to be paid for",
        403 => "the site does not let us in",
        404 => "no such page; check the address",
        408 | 504 => "the site took too long; try again later",
        410 => "the page is gone",
        429 => "too many requests",
        451 => "blocked for legal reasons",
        503 => "the site is not available now",
        500..=599 => "the site has a fault; try again later",
        _ => "the site did not give the page",
    };
    write!(f, "HTTP {code}: {meaning}")?;
    match retry {
        Some(wait) if wait.bytes().all(|b| b.is_ascii_digit()) => write!(f, "; try again in {wait} seconds"),
        Some(when) => write!(f, "; try again after {when}"),
        None if matches!(code, 429 | 503) => f.write_str("; try again later"),
        None => Ok(()),
    }
}

fn size(bytes: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if bytes.is_multiple_of(MIB) { format!("{} MiB", bytes / MIB) } else { format!("{bytes} bytes") }
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { time.as_secs().to_string() } else { format!("{:.1}", time.as_secs_f32()) }
}

/// Whether a path that does not exist was meant as an address: `example.org/page`.
fn looks_like_address(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or_default();
    let known = host.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty()
            && matches!(end, "com" | "org" | "net" | "edu" | "gov" | "io" | "uk" | "de" | "fr" | "eu" | "info")
    });
    known || host.starts_with("www.")
}

/// Longest name of a source in a message, in characters.
const MAX_NAME_CHARS: usize = 160;

fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_NAME_CHARS {
        return name.to_owned();
    }
    name.chars().take(MAX_NAME_CHARS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_message_is_one_clean_line() {
        let error = LoadError::new("a\u{1b}[31m\nb\u{202e}c", Failure::NoSuchFile);
        assert_eq!(error.to_string(), "a bc: no such file");
        let error = LoadError::new("-", Failure::Status(503, Some("12\u{1}0".into())));
        assert_eq!(error.to_string(), "standard input: HTTP 503: the site is not available now; try again after 120");
    }

    #[test]
    fn retry_after_is_in_message() {
        assert_eq!(
            Failure::Status(429, Some("120".into())).to_string(),
            "HTTP 429: too many requests; try again in 120 seconds"
        );
        assert_eq!(Failure::Status(429, None).to_string(), "HTTP 429: too many requests; try again later");
        assert_eq!(
            Failure::TooLarge(20 << 20).to_string(),
            "too large: more than 20 MiB unpacked; split it or save the article alone"
        );
    }

    #[test]
    fn missing_scheme_gets_hint() {
        assert!(LoadError::new("example.org/x", Failure::NoSuchFile).to_string().ends_with("begin with https://)"));
        assert!(!LoadError::new("notes.md", Failure::NoSuchFile).to_string().contains("https"));
    }
}
