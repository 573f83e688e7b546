//! `load`: bytes from files, the web and standard input. The only layer that opens the user's files and sockets.

/// What was loaded: bytes unpacked, with what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// As it was given: path, address, or `-`.
    pub location: String,
    /// The address it came from after redirects, or that the user gave with `--url`: the base of its links.
    pub url: Option<String>,
    /// Unpacked bytes, as many as [`MAX_BYTES`](crate::load::MAX_BYTES) allows.
    pub bytes: Vec<u8>,
    /// `text/html`, `application/xhtml+xml`, `text/markdown` or `text/plain`: by header, name, then content.
    pub media_type: MediaType,
    /// WHATWG name of the encoding, lower case: from BOM, header, `<meta>`, then detection.
    pub charset: String,
    /// Whether `charset` was detected rather than declared.
    pub charset_guessed: bool,
}

/// The kinds of text that sayso reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaType {
    /// HTML and XHTML.
    #[default]
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
}

impl MediaType {
    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
        }
    }
}

/// Most bytes that a source may have after unpacking.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

impl Source {
    /// The bytes as text, by `charset`; and how many places did not decode.
    pub fn text(&self) -> (std::borrow::Cow<'_, str>, usize) {
        (String::from_utf8_lossy(&self.bytes), 0)
    }
}
