//! The values that go in and out of the library: a [`Piece`], what is to be kept ([`Incoming`]), and their small parts.

use crate::document::{MediaType, Metadata};
use crate::reading::Reading;
use serde::{Deserialize, Serialize};

/// A piece's number; never used again for another.
pub type Id = i64;

/// Seconds since 1970 in UTC.
pub type Seconds = i64;

/// What is to be done with a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceState {
    /// Not begun.
    #[default]
    Unread,
    /// Begun, or marked as read and not yet put away.
    Reading,
    /// Put away.
    Archive,
}

impl PieceState {
    /// All states, in the order of their numbers in the file.
    pub const ALL: [Self; 3] = [Self::Unread, Self::Reading, Self::Archive];

    /// The word for it, on the screen and in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Reading => "reading",
            Self::Archive => "archive",
        }
    }

    /// The state of that name.
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

/// Progress through a piece: per mille, so that 1000 is its end.
pub const WHOLE: u16 = 1000;

/// A saved piece as a list shows it; its text stays in the file until [`Library::reading`](super::Library::reading).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its number.
    pub id: Id,
    /// Canonical address; none for what has no address.
    pub url: Option<String>,
    /// The address as it was given.
    pub given_url: Option<String>,
    /// Its title; for an address not yet fetched without a known title, the address.
    pub title: String,
    /// The publication, else the host.
    pub site: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// ISO 8601, date first.
    pub published: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Words in the body.
    pub words: u32,
    /// How many are quoted: [`Attributions::voices`](crate::reading::Attributions::voices).
    pub voices: u32,
    /// What is to be done with it.
    pub state: PieceState,
    /// Whether it has a star.
    pub starred: bool,
    /// Per mille read.
    pub progress: u16,
    /// Where it was left: a byte in the article's text.
    pub position: usize,
    /// When it was saved.
    pub saved: Seconds,
    /// When it was last opened.
    pub opened: Option<Seconds>,
    /// The reader's note.
    pub note: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Whether the text is here; an address may be yet to be fetched.
    pub fetched: bool,
    /// Whether it was deleted (and can be brought back).
    pub deleted: bool,
}

impl Piece {
    /// Minutes to read it at 230 words a minute, rounded up.
    pub fn minutes(&self) -> u32 {
        self.words.div_ceil(230)
    }
}

/// A passage that the reader marked, stored with its position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// Bytes in the article's text, where known; other programs' exports often have the words only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<crate::document::Span>,
    /// Its words.
    pub text: String,
    /// What the reader wrote beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub made: Seconds,
}

/// What the reader knows better than the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Correction {
    /// The hidden block at this place belongs to the article; the place counts blocks of the page.
    Show(BlockAnchor),
    /// The block at this place does not.
    Hide(BlockAnchor),
    /// The quote at this place was said by the named one, or by nobody named; the place counts bytes of the text as the
    /// program made it.
    Speaker(BlockAnchor, Option<String>),
    /// What the program took for a quotation at this place is none; the place counts as that of a speaker.
    Dismiss(BlockAnchor),
}

impl Correction {
    /// Whether it changes who said what, and not which blocks are shown.
    pub const fn is_of_speech(&self) -> bool {
        matches!(self, Self::Speaker(..) | Self::Dismiss(_))
    }

    /// What it is about.
    pub const fn spot(&self) -> &BlockAnchor {
        match self {
            Self::Show(spot) | Self::Hide(spot) | Self::Speaker(spot, _) | Self::Dismiss(spot) => spot,
        }
    }
}

/// Where something stood when it was corrected, and how it began: in a newer version it is looked for by its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockAnchor {
    /// The block's number, or the byte.
    pub at: usize,
    /// Its first words; none where it has none: then the place alone counts.
    pub words: String,
}

impl BlockAnchor {
    /// So many characters are enough to know a block or quotation again.
    const ENOUGH: usize = 80;

    /// The spot of a text.
    pub fn of(at: usize, text: &str) -> Self {
        Self { at, words: text.chars().take(Self::ENOUGH).collect() }
    }

    /// Whether a text is what stood here, as far as that was kept.
    pub fn fits(&self, text: &str) -> bool {
        let short = self.words.chars().nth(Self::ENOUGH - 1).is_none();
        if short && !self.words.is_empty() { text == self.words } else { text.starts_with(&self.words) }
    }

    /// Which of these it is (each with its place, in order): the one at the place, else the nearest that begins so.
    pub fn find<'a>(&self, all: impl Iterator<Item = (usize, &'a str)>) -> Option<usize> {
        let fits = all.filter(|(at, text)| *at == self.at || !self.words.is_empty() && self.fits(text));
        let fits = fits.filter(|(_, text)| self.fits(text));
        fits.map(|(at, _)| at).min_by_key(|at| at.abs_diff(self.at))
    }
}

/// The bytes a reading was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    /// The kind of text they are.
    pub media_type: MediaType,
    /// For instance `utf-8`.
    pub charset: String,
    /// As loaded, unpacked.
    pub bytes: Vec<u8>,
}

/// What the reader did with a piece: everything beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserData {
    /// The state, if it is known.
    pub state: Option<PieceState>,
    /// Whether it has a star, if that is known.
    pub starred: Option<bool>,
    /// Tags in any order.
    pub tags: Vec<String>,
    /// Per mille read.
    pub progress: Option<u16>,
    /// Where it was left: a byte in the article's text.
    pub position: Option<usize>,
    /// When it was saved; now, if unknown.
    pub saved: Option<Seconds>,
    /// When it was last opened.
    pub opened: Option<Seconds>,
    /// The reader's note.
    pub note: Option<String>,
    /// Passages marked.
    pub highlights: Vec<Highlight>,
    /// What the reader corrected.
    pub corrections: Vec<Correction>,
}

/// Something to be kept: an address, a page, a finished reading, or all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The address as given.
    pub url: Option<String>,
    /// What is known of the page without reading it; a reading's own claims go before.
    pub meta: Metadata,
    /// What the reader did with it.
    pub user_data: UserData,
    /// The page, if its bytes are at hand.
    pub original: Option<Original>,
    /// The finished reading, if there is one.
    pub reading: Option<Reading>,
    /// When the reading was fetched; now, if unknown.
    pub fetched: Option<Seconds>,
    /// Earlier versions of it, the first first.
    pub earlier: Vec<EarlierText>,
    /// On whose wish.
    pub intent: MergePolicy,
    /// How the page's bytes are to be read.
    pub text_source: TextSource,
    /// The base of relative addresses in them, where it is not the address.
    pub base: Option<String>,
    /// The address as another library stored it, with the fragment that tells it from others on the same page.
    pub stored_url: Option<String>,
}

/// How bytes that came along are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSource {
    /// A page, of which only the article is shown.
    #[default]
    Page,
    /// The author's own text: all of it is shown.
    Author,
    /// A summary or an excerpt: all of it is shown until the page is fetched.
    Excerpt,
}

/// A text that a piece had before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierText {
    /// When it was fetched.
    pub fetched: Seconds,
    /// The reading.
    pub reading: Reading,
    /// The page it was made from.
    pub original: Option<Original>,
}

/// On whose wish something is kept; it decides what happens to a piece that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergePolicy {
    /// The reader adds it: a deleted piece comes back, another text is a newer version, marks given replace the old.
    #[default]
    Add,
    /// Another program had it: a deleted piece stays deleted, our text stays, marks are joined (archive wins, the earliest
    /// date, all tags).
    Import,
    /// Its address was fetched: another text is a newer version, all else stays.
    Fetch,
    /// A feed brought it: it is known by its address and title, never by its words; a deleted piece stays deleted, the text
    /// that is there stays, tags are joined.
    Feed,
}

/// What became of something kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// A new piece.
    New(Id),
    /// A piece that was there already got a text, a newer version, tags or the like.
    Changed(Id),
    /// A piece that was there already and had all of it.
    Same(Id),
}

impl SaveOutcome {
    /// The piece.
    pub const fn id(self) -> Id {
        match self {
            Self::New(id) | Self::Changed(id) | Self::Same(id) => id,
        }
    }
}
