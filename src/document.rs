//! The words that every layer uses: spans, blocks, marks, links, metadata, problems.
//!
//! A [`Document`] is what `parse` makes of a page: a flat sequence of [`Block`]s in reading order, the tree of
//! [`Element`]s they stood in (for what is and is not the article, nothing else), and the page's [`Metadata`].
//! Nesting is kept on the block (`quotes`, `list`), so no layer ever recurses.
//!
//! All text here is clean: `parse` removed control characters and escape sequences before any offset was counted.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A half-open range of bytes in some text, on character boundaries. The JSON shows code points instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing lies in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `at` lies in it.
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The words it covers; empty where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What a page holds, clutter and all, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Every visible block of the page.
    pub blocks: Vec<Block>,
    /// The elements that the blocks stood in, parents before children; empty for Markdown and plain text.
    pub elements: Vec<Element>,
    /// What the page says of itself.
    pub meta: Metadata,
    /// The authors that the page names in its data and markup, the most reliable place first.
    pub author_claims: Vec<AuthorClaim>,
    /// Where the text came from, as far as it shapes how blocks are judged.
    pub format: MediaType,
    /// What went wrong on the way and the reader should know.
    pub problems: Vec<Problem>,
}

/// The kind of text a source is: what [`load`](crate::load) finds out and the library stores.
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
}

impl MediaType {
    /// The registered name, in the JSON and in the library's file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
        }
    }

    /// Returns the type of a registered name, in any case; `None` if it is not one that is read.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/markdown" | "text/x-markdown" => Some(Self::Markdown),
            "text/plain" => Some(Self::Text),
            _ => None,
        }
    }
}

/// One element of the page's tree, as a feature of the blocks below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Index of the parent in [`Document::elements`].
    pub parent: Option<u32>,
    /// Lower-case tag name.
    pub tag: String,
    /// `class` and `id` as written, joined by blanks.
    pub names: String,
    /// ARIA `role`, `itemprop`, `itemtype`, `data-*` hints worth judging by, joined by blanks.
    pub hints: String,
}

/// One leaf of the page: a paragraph, a heading, one item of a list, a table …
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its visible text, white space folded (except in code). Line breaks within a block are `\n`.
    /// A table's rows are lines, its cells parted by tabs; an image's text is its alt text; a rule has none.
    pub text: String,
    /// Emphasis, links and the like over `text`; sorted by start, outer before inner.
    pub marks: Vec<Mark>,
    /// How many block quotations it stands in.
    pub quotes: u8,
    /// Its place in a list, if it stands in one.
    pub list: Option<ListItem>,
    /// The label of the footnote that this block defines or continues.
    pub footnote: Option<String>,
    /// Index into [`Document::elements`] of the innermost block-level element around it.
    #[serde(skip)]
    pub element: Option<u32>,
}

/// What a block is.
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
    /// The text of a list item; [`Block::list`] has its place.
    List,
    /// Preformatted text and its language, where the page names one.
    Code(Option<String>),
    /// Rows of cells; the same cells stand in [`Block::text`].
    Table(Table),
    /// A picture, film or embedded frame: something to be looked at elsewhere.
    Image(Image),
    /// A thematic break.
    Rule,
}

impl BlockKind {
    /// The name in the JSON.
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

/// Where in a list a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// 1 for an outermost list, 2 for a list within it …
    pub depth: u8,
    /// What stands before its first line.
    pub marker: Marker,
}

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u32),
    /// A task, done or not.
    Task(bool),
    /// Nothing: a further block of the same item.
    None,
}

/// A table's cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// How many of the first rows are headings.
    pub head: usize,
    /// Spans of each cell in the block's text, row by row.
    pub rows: Vec<Vec<Span>>,
}

/// Something to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute address, if there is one that may be opened.
    pub url: Option<String>,
    /// What sort of thing it is.
    pub media: Media,
}

/// What sort of thing an [`Image`] is.
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
    /// Which style.
    pub style: Style,
}

/// What a [`Mark`] says of its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Stressed, or a title of a work.
    Emphasis,
    /// Strongly stressed.
    Strong,
    /// Code.
    Code,
    /// Struck out.
    Strike,
    /// Below the line.
    Subscript,
    /// Above the line.
    Superscript,
    /// A link; the address is absolute where a base was known, and only http, https, mailto or a fragment.
    Link(String),
    /// A reference to the footnote of that label.
    Footnote(String),
}

/// What the page says of itself, in JSON-LD, OpenGraph, `<meta>`, microdata or front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it: persons' names, not accounts, not the publication unless nobody else is named.
    pub authors: Vec<String>,
    /// The publication.
    pub site: Option<String>,
    /// When it was published: ISO 8601, date first.
    pub published: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The page's summary of itself; becomes the standfirst only where the page also shows it.
    pub description: Option<String>,
    /// The lead picture.
    pub image: Option<String>,
    /// What the page says it is (`article`, `website`, `NewsArticle`, `CollectionPage`…), lower case.
    pub page_type: Option<String>,
    /// Whether the page says that it is behind a paywall (`isAccessibleForFree`: false).
    pub paywalled: bool,
}

/// The authors that a page names in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorClaim {
    /// The place.
    pub place: ClaimPlace,
    /// The names, without repetition; never empty.
    pub names: Vec<String>,
}

/// A place in which a page names its authors, the most reliable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimPlace {
    /// `citation_author`, as scholarly pages have it.
    Citation,
    /// JSON-LD.
    Data,
    /// JSON-LD, where it says that the author is an organization.
    Organization,
    /// A `<meta>` tag.
    Tag,
    /// A labelled value, as `twitter:label1`.
    Label,
    /// Microdata or `rel=author`.
    Markup,
    /// A class, or the address of a link.
    Hint,
    /// A line of the text.
    Text,
    /// The publisher that JSON-LD names: who signs so is no author.
    Publisher,
}

/// Something that the reader should be told, though the work went on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// No declaration named the charset; this one was detected.
    CharsetGuessed(String),
    /// Some bytes did not decode and were replaced; how many places.
    Undecodable(usize),
    /// The page nests deeper than is read as a tree; deeper elements became siblings.
    TooDeep,
    /// Part of the page was left out because it passed a limit; what.
    Shortened(String),
    /// The page has no article, and why.
    NoArticle(String),
    /// Only the beginning is readable without payment.
    Paywalled,
    /// Anything else, said in a short clause.
    Other(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CharsetGuessed(name) => write!(f, "charset guessed: {name}"),
            Self::Undecodable(1) => write!(f, "one place could not be decoded"),
            Self::Undecodable(n) => write!(f, "{n} places could not be decoded"),
            Self::TooDeep => write!(f, "nested too deeply; the deepest elements were flattened"),
            Self::Shortened(what) => write!(f, "shortened: {what}"),
            Self::NoArticle(why) => write!(f, "this page has no article: {why}"),
            Self::Paywalled => write!(f, "the rest of this article is behind a paywall"),
            Self::Other(what) => f.write_str(what),
        }
    }
}
