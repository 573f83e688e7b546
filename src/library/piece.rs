//! Types of the library's interface: a [`Piece`], the input to save ([`Incoming`]), and their parts.

use super::ids::PieceId;
use crate::document::{MediaType, Metadata};
use crate::load::SourceEvidence;
use crate::reading::Reading;
use serde::{Deserialize, Serialize};

/// Number of a piece; never reused.
/// Seconds since 1970 in UTC.
pub type Seconds = i64;

/// Reading state that the user sets: unread, reading or archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceState {
    /// Not begun.
    #[default]
    Unread,
    /// Begun, or marked as read and not yet archived.
    Reading,
    /// Archived.
    Archive,
}

impl PieceState {
    /// All states, in the order of their numbers in the file.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Reading, Self::Archive];

    /// Returns the state in words, on the screen and in tables.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Reading => "in progress",
            Self::Unread | Self::Archive => self.name(),
        }
    }

    /// Returns the name in filters and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Reading => "reading",
            Self::Archive => "archive",
        }
    }

    /// Returns the state with that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name().eq_ignore_ascii_case(name))
    }

    pub(super) const fn number(self) -> i64 {
        self as i64
    }

    pub(super) fn numbered(number: i64) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or_default()
    }
}

/// Progress at the end of a piece, in per mille.
pub const WHOLE: u16 = 1000;

/// A saved piece as a list shows it. Its text is loaded by [`Library::reading`](super::Library::reading).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Number of the piece.
    pub id: PieceId,
    /// Canonical address, if it has one.
    pub url: Option<String>,
    /// The address as it was given.
    pub given_url: Option<String>,
    /// Title; the address for a page not yet fetched without a known title.
    pub title: String,
    /// Publication, else the host.
    pub site: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Date of publication: ISO 8601, date first.
    pub published: Option<String>,
    /// Language tag (BCP 47).
    pub language: Option<String>,
    /// Number of words in the body.
    pub words: u32,
    /// Number of speakers quoted: [`Attributions::voices`](crate::reading::Attributions::voices).
    pub voices: u32,
    /// Unread, reading or archive.
    pub state: PieceState,
    /// True if it is starred.
    pub starred: bool,
    /// Per mille read.
    pub progress: u16,
    /// Reading position: a byte in the article's text.
    pub position: usize,
    /// Time of saving.
    pub saved: Seconds,
    /// Quotations that differ from the version before, counted, until the piece is opened.
    pub revised: Option<String>,
    /// The user's note.
    pub note: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// True if the text is stored; an address may be waiting to be fetched.
    pub fetched: bool,
    /// True if it was deleted; it can be brought back.
    pub deleted: bool,
}

/// Words that are read in a minute, for the minutes of the list and of `min:`.
pub(super) const WORDS_A_MINUTE: u32 = 230;

impl Piece {
    /// Reading time in minutes at 230 words a minute, rounded up.
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(WORDS_A_MINUTE)
    }
}

/// A passage that the user highlighted, with its position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// Bytes in the article's text, if known; exports of other programs often have only the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<crate::document::Span>,
    /// The highlighted words.
    pub text: String,
    /// The user's note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Time of creation.
    #[serde(default)]
    pub made: Seconds,
}

/// A correction of the program's result by the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Correction {
    /// The hidden block at this position belongs to the article; the position counts blocks of the page.
    Show(BlockAnchor),
    /// The block at this position does not belong to the article.
    Hide(BlockAnchor),
    /// The quote at this position was said by the named person, or by nobody named; the position is a byte of the
    /// uncorrected text.
    Speaker(BlockAnchor, Option<String>),
    /// The quotation at this position is none; the position is a byte of the uncorrected text.
    Dismiss(BlockAnchor),
}

impl Correction {
    /// Returns true if it changes the attribution, not the blocks shown.
    pub const fn is_of_speech(&self) -> bool {
        matches!(self, Self::Speaker(..) | Self::Dismiss(_))
    }

    /// Returns the place that it corrects.
    pub const fn spot(&self) -> &BlockAnchor {
        match self {
            Self::Show(spot) | Self::Hide(spot) | Self::Speaker(spot, _) | Self::Dismiss(spot) => spot,
        }
    }
}

/// Place of a correction: its position and first words, by which it is found in a newer version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockAnchor {
    /// Number of the block, or the byte.
    pub at: usize,
    /// Its first words; if empty, the position alone counts.
    pub words: String,
}

impl BlockAnchor {
    /// Number of characters that identify a block or quotation.
    const ENOUGH: usize = 80;

    /// Creates the anchor of a text.
    pub fn of(at: usize, text: &str) -> Self {
        Self { at, words: text.chars().take(Self::ENOUGH).collect() }
    }

    /// Returns true if a text begins with the stored words.
    pub fn fits(&self, text: &str) -> bool {
        let short = self.words.chars().nth(Self::ENOUGH - 1).is_none();
        if short && !self.words.is_empty() { text == self.words } else { text.starts_with(&self.words) }
    }

    /// Returns the position of the matching item in `all` (position and text, in order): the one at the same
    /// position, else the nearest with the same words.
    pub fn find<'a>(&self, all: impl Iterator<Item = (usize, &'a str)>) -> Option<usize> {
        let fits = all.filter(|(at, text)| *at == self.at || !self.words.is_empty() && self.fits(text));
        let fits = fits.filter(|(_, text)| self.fits(text));
        fits.map(|(at, _)| at).min_by_key(|at| at.abs_diff(self.at))
    }
}

/// The bytes a reading was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    /// Media type of the bytes.
    pub media_type: MediaType,
    /// Charset, such as `utf-8`.
    pub charset: String,
    /// Unpacked bytes as loaded.
    pub bytes: Vec<u8>,
}

/// The user's data of a piece: everything except the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserData {
    /// State, if known.
    pub state: Option<PieceState>,
    /// True if it is starred, if known.
    pub starred: Option<bool>,
    /// Tags in any order.
    pub tags: Vec<String>,
    /// Per mille read.
    pub progress: Option<u16>,
    /// Reading position: a byte in the article's text.
    pub position: Option<usize>,
    /// Time of saving; now, if unknown.
    pub saved: Option<Seconds>,
    /// Time of the last opening.
    pub opened: Option<Seconds>,
    /// The user's note.
    pub note: Option<String>,
    /// Highlighted passages.
    pub highlights: Vec<Highlight>,
    /// The user's corrections.
    pub corrections: Vec<Correction>,
}

/// Input to save: an address, a page, a finished reading, or all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The address as given.
    pub url: Option<String>,
    /// Metadata known without the page; a reading's own take precedence.
    pub meta: Metadata,
    /// The user's data.
    pub user_data: UserData,
    /// The page, if its bytes are available.
    pub original: Option<Original>,
    /// The finished reading, if there is one.
    pub reading: Option<Reading>,
    /// Time of fetching the reading; now, if unknown.
    pub fetched: Option<Seconds>,
    /// Earlier versions, oldest first.
    pub earlier: Vec<EarlierText>,
    /// Origin of the input, which decides how it is merged.
    pub intent: MergePolicy,
    /// Evidence from the container that it came in.
    pub evidence: SourceEvidence,
    /// Interpretation of the page's bytes.
    pub text_source: TextSource,
    /// Base of relative addresses in the page, if it is not the address.
    pub base: Option<String>,
    /// Address as another library stored it, with a fragment that separates articles on one page.
    pub stored_url: Option<String>,
}

/// Interpretation of a page's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSource {
    /// A page, of which only the article is shown.
    #[default]
    Page,
    /// The author's own text, all of which is shown.
    Author,
    /// A summary or excerpt, all of which is shown until the page is fetched.
    Excerpt,
}

/// An earlier text of a piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierText {
    /// Time of fetching.
    pub fetched: Seconds,
    /// The reading.
    pub reading: Reading,
    /// The page it was made from.
    pub original: Option<Original>,
}

/// Origin of an input. It decides how it is merged into an existing piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergePolicy {
    /// The user adds it: a deleted piece comes back, a different text is a newer version, given user data replace the
    /// old.
    #[default]
    Add,
    /// Another program had it: a deleted piece stays deleted, our text stays, user data are merged (archive wins, the
    /// earliest date, all tags).
    Import,
    /// Its address was fetched: a different text is a newer version, all else stays.
    Fetch,
    /// A feed brought it: it is identified by address and title, never by its text; a deleted piece stays deleted,
    /// the existing text stays, tags are merged.
    Feed,
}

/// Result of saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// A new piece.
    New(PieceId),
    /// An existing piece got a text, a newer version, tags or the like.
    Changed(PieceId),
    /// An existing piece that already had all of it.
    Same(PieceId),
}

impl SaveOutcome {
    /// Number of the piece.
    pub const fn id(self) -> PieceId {
        match self {
            Self::New(id) | Self::Changed(id) | Self::Same(id) => id,
        }
    }
}
