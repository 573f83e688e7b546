//! Types shared by all layers: spans, blocks, marks, links, metadata, problems.
//!
//! A [`Document`] is the result of `parse`: a flat sequence of [`Block`]s in reading order, the tree of [`Element`]s
//! around them (used only to find the article), and the page's [`Metadata`]. Nesting is stored in the block
//! (`quotes`, `list`), so no layer recurses.
//!
//! All text is sanitized: `parse` removes control characters and escape sequences before offsets are counted.

mod page;
mod problem;
mod turn;

pub use page::PageStart;
pub use problem::Problem;
pub use turn::Turn;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a text, on character boundaries. The JSON has code points instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Creates the span from `start` up to, but not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Returns true if it is empty.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Returns true if the byte at `at` is inside.
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Returns true if the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the same span, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// Returns the covered part of `text`; empty if it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The content of a page, including clutter, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Every visible block of the page.
    pub blocks: Vec<Block>,
    /// Elements around the blocks, parents before children; empty for Markdown and plain text.
    pub elements: Vec<Element>,
    /// Metadata of the page.
    pub meta: Metadata,
    /// Authors named in the page's data and markup, most reliable place first.
    pub author_claims: Vec<AuthorClaim>,
    /// Format of the source, which affects the classification.
    pub format: MediaType,
    /// Problems to tell the user.
    pub problems: Vec<Problem>,
}

/// Media type of a source, found by [`load`](crate::load) and stored in the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaType {
    /// HTML or XHTML.
    #[default]
    Html,
    /// Markdown (CommonMark with GFM tables, footnotes, front matter).
    Markdown,
    /// Plain text, written or scraped.
    Text,
    /// Subtitles: `WebVTT`.
    WebVtt,
    /// Subtitles: `SubRip`.
    SubRip,
    /// PDF: a paper, a book, a press release. A web page printed to PDF becomes plain text.
    Pdf,
}

impl MediaType {
    /// Returns the registered name, as in the JSON and the library's file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
            Self::WebVtt => "text/vtt",
            Self::SubRip => "application/x-subrip",
            Self::Pdf => "application/pdf",
        }
    }

    /// Returns the type with a registered name, in any case; `None` if it is not supported.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/markdown" | "text/x-markdown" => Some(Self::Markdown),
            "text/plain" => Some(Self::Text),
            "text/vtt" => Some(Self::WebVtt),
            "application/x-subrip" | "text/srt" => Some(Self::SubRip),
            "application/pdf" | "application/x-pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// Place of a page in a web archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarcOrigin {
    /// The archive, as it was given.
    pub file: String,
    /// Byte offset in the file of the record's gzip member, or of the record if the file is not packed.
    pub offset: u64,
    /// `WARC-Record-ID`, without angle brackets.
    pub record_id: Option<String>,
    /// `WARC-Date`: when the page was fetched.
    pub date: Option<String>,
    /// Reason why the crawler stored only a part: `length`, `time`, `disconnect`, `unspecified`.
    pub truncated: Option<String>,
}

/// An element of the page's tree, used for the features of the blocks below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Index of the parent in [`Document::elements`].
    pub parent: Option<u32>,
    /// Lower-case tag name.
    pub tag: String,
    /// `class` and `id` as written, joined by spaces.
    pub names: String,
    /// Relevant hints in ARIA `role`, `itemprop`, `itemtype` and `data-*`, joined by spaces.
    pub hints: String,
}

/// A leaf of the page: a paragraph, a heading, a list item, a table …
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Paragraph, heading, list item, table …
    pub kind: BlockKind,
    /// Visible text with white space folded (except in code). Line breaks are `\n`. A table has one line per row,
    /// with cells separated by tabs; an image has its alt text; a rule has none.
    pub text: String,
    /// Emphasis, links and the like over `text`; sorted by start, outer before inner.
    pub marks: Vec<Mark>,
    /// Number of block quotations around it.
    pub quotes: u8,
    /// Position in a list, if it is in one.
    pub list: Option<ListItem>,
    /// Label of the footnote that this block defines or continues.
    pub footnote: Option<String>,
    /// Speaker and time, if it is part of a transcript.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Box<Turn>>,
    /// Pages of a paginated source on which the text stands, in order; empty for other sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageStart>,
    /// Index into [`Document::elements`] of the innermost block-level element around it.
    #[serde(skip)]
    pub element: Option<u32>,
    /// Bytes of `text` at which one named inline element ends and another begins, as between a kicker and a title.
    #[serde(skip)]
    pub seams: Vec<u32>,
}

/// Kind of a block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph in a block quotation.
    Quote,
    /// A list item; [`Block::list`] has its position.
    List,
    /// Preformatted text with its language, if the page names one.
    Code(Option<String>),
    /// Rows of cells, which are also in [`Block::text`].
    Table(Table),
    /// A picture, film or embedded frame.
    Image(Image),
    /// A thematic break.
    Rule,
}

impl BlockKind {
    /// Returns the name in the JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(_) => "heading",
            Self::Quote => "quote",
            Self::List => "list",
            Self::Code(_) => "code",
            Self::Table(_) => "table",
            Self::Image(_) => "image",
            Self::Rule => "rule",
        }
    }
}

/// Position of a block in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// Depth: 1 for an outermost list, 2 for a list within it …
    pub depth: u8,
    /// Marker before its first line.
    pub marker: Marker,
}

/// Marker of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u32),
    /// A checkbox; true if done.
    Task(bool),
    /// No marker: a further block of the same item.
    None,
}

/// A table's cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Number of heading rows at the start.
    pub head: usize,
    /// Spans of each cell in the block's text, row by row.
    pub rows: Vec<Vec<Span>>,
}

/// A picture, film, recording or frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute address, if it has one that may be opened.
    pub url: Option<String>,
    /// Kind of media.
    pub media: Media,
}

/// Kind of an [`Image`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// A picture.
    #[default]
    Image,
    /// A film.
    Video,
    /// A recording.
    Audio,
    /// A frame of another site.
    Embed,
}

/// A style over part of a block's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Bytes in the block's text.
    pub span: Span,
    /// Emphasis, link, code …
    pub style: Style,
}

/// Style of a [`Mark`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Emphasis, or a title of a work.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Code.
    Code,
    /// Struck through.
    Strike,
    /// Subscript.
    Subscript,
    /// Superscript.
    Superscript,
    /// A link; absolute if the base is known, and only http, https, mailto or a fragment.
    Link(String),
    /// A reference to the footnote with that label.
    Footnote(String),
}

/// Metadata of a page, from JSON-LD, OpenGraph, `<meta>`, microdata or front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// Authors: names of persons, not of accounts; the publication only if nobody else is named.
    pub authors: Vec<String>,
    /// The publication.
    pub site: Option<String>,
    /// The section of the publication, such as "World" or "Analysis".
    #[serde(default)]
    pub section: Option<String>,
    /// Date of publication: ISO 8601, date first.
    pub published: Option<String>,
    /// Date of the last change that the page declares: ISO 8601, date first.
    #[serde(default)]
    pub modified: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The page's summary of itself; it becomes the standfirst only if the page also shows it.
    pub description: Option<String>,
    /// The lead picture.
    pub image: Option<String>,
    /// Declared type of the page (`article`, `website`, `NewsArticle`, `CollectionPage`…), in lower case.
    pub page_type: Option<String>,
    /// True if the page says that it is behind a paywall (`isAccessibleForFree`: false).
    pub paywalled: bool,
}

/// The authors named in one place of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorClaim {
    /// Data, tag or line that names them.
    pub place: ClaimPlace,
    /// The names without duplicates; never empty.
    pub names: Vec<String>,
}

/// A place in which a page names its authors, most reliable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimPlace {
    /// `citation_author`, on scholarly pages.
    Citation,
    /// JSON-LD.
    Data,
    /// JSON-LD that marks the author as an organization.
    Organization,
    /// A `<meta>` tag.
    Tag,
    /// A labelled value, such as `twitter:label1`.
    Label,
    /// Microdata or `rel=author`.
    Markup,
    /// A class, or the address of a link.
    Hint,
    /// A line of the text.
    Text,
    /// The publisher in JSON-LD, which is no author.
    Publisher,
}
