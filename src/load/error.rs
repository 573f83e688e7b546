//! [`LoadError`]: reason for a failed load, as one line that says what to do, free of control characters.

use crate::sanitize;
use std::ffi::OsString;
use std::time::Duration;

/// Error of loading a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.line())]
pub struct LoadError {
    /// The source as it was given.
    pub location: String,
    /// Reason for the failure.
    pub failure: Failure,
    /// The locations of the articles that follow it in its container: they may be read all the same.
    pub further: Vec<OsString>,
}

/// Reason for a failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No file has that path.
    #[error("no such file")]
    NoSuchFile,
    /// The path is a folder, not a file.
    #[error("this is a folder; name the files in it")]
    Folder,
    /// Permission denied.
    #[error("permission denied; check the file's permissions")]
    Forbidden,
    /// Reading failed; the system's message.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// It has no visible text.
    #[error("the file is empty")]
    Empty,
    /// It is not text; its actual kind.
    #[error("{0}, not text · see “Input formats” in `sayso --help`")]
    NotText(&'static str),
    /// It is text, but too much of it cannot be decoded; the charset tried.
    #[error("the text cannot be decoded as {0}; save it as UTF-8 and try again")]
    Undecodable(String),
    /// It exceeds this number of bytes.
    #[error("too large: more than {}; split it, or save only the article", size(*.0))]
    TooLarge(usize),
    /// The user's own program failed; the program, the reason.
    #[error("{0} failed: {1}")]
    Command(String, String),
    /// A book's texts are encrypted.
    #[error("locked by its seller (DRM); only the seller's programs can read it")]
    Locked,
    /// A container has no article of that number; the number of articles in it.
    #[error("there is no such article in it; it has {0}")]
    NoSuchArticle(usize),
    /// A container has more articles than allowed; that limit.
    #[error("more than {0} articles in one file; split it")]
    TooManyArticles(usize),
    /// Compressed data end too early.
    #[error("the {0} data are incomplete; download the file again")]
    Cut(&'static str),
    /// Compressed data are damaged.
    #[error("the {0} data are damaged; download the file again")]
    Damaged(&'static str),
    /// The compression is unknown.
    #[error("packed as \"{0}\", which sayso cannot unpack")]
    UnknownPacking(String),
    /// A PDF file that only opens with a password.
    #[error(
        "the PDF is protected with a password; save it without, for example with `qpdf --decrypt --password=… in.pdf out.pdf`"
    )]
    PdfPassword,
    /// A PDF file encrypted in a way that is not supported.
    #[error("the PDF is encrypted in a way that sayso does not know; open it elsewhere and print it to a new PDF")]
    PdfEncryption,
    /// A PDF file without pages that can be found.
    #[error("the PDF is damaged: no pages can be found in it; get the file again")]
    PdfDamaged,
    /// It is not a valid address; the reason.
    #[error("not a web URL: {0}")]
    BadAddress(String),
    /// Its scheme is neither http nor https.
    #[error("{0}: not supported; sayso reads files and http or https URLs")]
    NotWeb(String),
    /// The library was built without the web.
    #[error("URLs are not opened: sayso was built without the feature `app`")]
    NoWeb,
    /// DNS has no address for this host.
    #[error("host {0} not found; check the URL and the connection")]
    UnknownHost(String),
    /// The host cannot be reached; the host, the reason.
    #[error("cannot reach {0}: {1}")]
    Unreachable(String, String),
    /// The TLS connection failed; the host, the reason.
    #[error("no secure connection to {0}: {1}")]
    Tls(String, String),
    /// `SSL_CERT_FILE` has no usable certificates; the file and the reason.
    #[error("no secure connection: {0}; set by SSL_CERT_FILE; unset it or name another file")]
    NoRootCerts(String),
    /// It took longer than this.
    #[error("no complete response within {} seconds; try again later", seconds(*.0))]
    TimedOut(Duration),
    /// The server's answer is invalid HTTP or incomplete; the reason.
    #[error("the server's response is invalid: {0}")]
    BadResponse(String),
    /// The server returned an error status; with its `Retry-After`.
    #[error("{}", status(*.0, .1.as_deref()))]
    Status(u16, Option<String>),
    /// It redirected more often than this.
    #[error("redirected more than {0} times; the site redirects in a loop")]
    Redirects(usize),
    /// A redirect or page led to this address, which it may not reach.
    #[error("refused: a page or redirect asked for {0}, which is not a public web address")]
    ForbiddenAddress(String),
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl LoadError {
    /// Creates the error for the source at `location`.
    pub fn new(location: impl Into<String>, failure: Failure) -> Self {
        Self { location: location.into(), failure, further: Vec::new() }
    }

    /// Returns the message: the source, a colon, the reason.
    fn line(&self) -> String {
        let location = super::without_login(&self.location);
        let location = if location == "-" { "standard input" } else { location.as_ref() };
        // Sanitized separately, so that a sequence begun in the name cannot swallow the reason.
        let (name, reason) = (shorten(location), self.failure.to_string());
        let line = format!("{}: {}", sanitize::line(&name), sanitize::line(&reason));
        let lacks_scheme = matches!(self.failure, Failure::NoSuchFile) && looks_like_address(location);
        if lacks_scheme { line + " (a web page starts with https://)" } else { line }
    }
}

/// The message for an HTTP status; `retry` is the `Retry-After` header in seconds or as a date.
fn status(code: u16, retry: Option<&str>) -> String {
    let meaning = match code {
        401 => "the page requires a login",
        402 => "the page requires payment",
        403 => "the site denies access",
        404 => "page not found; check the URL",
        408 | 504 => "the site did not respond in time; try again later",
        410 => "the page is gone",
        429 => "too many requests",
        451 => "blocked for legal reasons",
        503 => "the site is unavailable",
        500..=599 => "the site has an error; try again later",
        _ => "the site did not send the page",
    };
    let when = match retry {
        Some(wait) if wait.bytes().all(|b| b.is_ascii_digit()) => format!("; try again in {wait} seconds"),
        Some(when) => format!("; try again after {when}"),
        None if matches!(code, 429 | 503) => "; try again later".to_owned(),
        None => String::new(),
    };
    format!("HTTP {code}: {meaning}{when}")
}

fn size(bytes: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if bytes.is_multiple_of(MIB) { format!("{} MiB", bytes / MIB) } else { format!("{bytes} bytes") }
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { time.as_secs().to_string() } else { format!("{:.1}", time.as_secs_f32()) }
}

/// Returns true if a missing path was probably meant as an address: `example.org/page`.
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
        assert_eq!(error.to_string(), "standard input: HTTP 503: the site is unavailable; try again after 120");
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
            "too large: more than 20 MiB; split it, or save only the article"
        );
    }

    #[test]
    fn missing_scheme_gets_hint() {
        assert!(LoadError::new("example.org/x", Failure::NoSuchFile).to_string().ends_with("starts with https://)"));
        assert!(!LoadError::new("notes.md", Failure::NoSuchFile).to_string().contains("https"));
    }
}
