//! sayso's own JSON lines: all data of each piece, so that an export can be imported without loss. The followed feeds
//! and joined speakers come after the pieces, one per line.

use super::{FeedSubscription, ImportEvent, ImportInput, Sink};
use crate::document::{MediaType, Metadata};
use crate::library::dates;
use crate::library::{
    Correction, EarlierText, Error, Highlight, Incoming, Library, MergePolicy, Original, Piece, PieceState, Result,
    SavedView, TextSource, UserData, Version,
};
use crate::limits::MAX_LINE_BYTES;
use crate::reading::Reading;
use crate::sanitize;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, Read};

/// A piece as one line of JSON. Its first six fields are those of `sayso list --format jsonl`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PieceLine {
    /// Number of the format. It comes first, so that the first line identifies the file.
    pub sayso: u32,
    /// Canonical address.
    pub url: Option<String>,
    /// The address as it was given.
    pub given_url: Option<String>,
    /// The title.
    pub title: String,
    /// `unread`, `reading`, `archive`.
    pub state: String,
    /// True if it is starred.
    pub starred: bool,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Time of saving, RFC 3339 in UTC.
    pub saved: String,
    /// Per mille read.
    pub progress: u16,
    /// Reading position: a byte in the article's text.
    pub position: usize,
    /// Time of the last opening, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    /// The user's note.
    pub note: Option<String>,
    /// Publication, authors, date, language.
    pub about: Metadata,
    /// Highlighted passages.
    pub highlights: Vec<Highlight>,
    /// The user's corrections.
    pub corrections: Vec<Correction>,
    /// The whole reading without corrections.
    pub reading: Option<Reading>,
    /// Time of fetching, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
    /// The page's bytes.
    pub original: Option<EncodedPage>,
    /// True if the reading is only a summary or an excerpt.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub excerpt: bool,
    /// Earlier versions of the text, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierLine>,
}

/// An earlier version of the text.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EarlierLine {
    /// Time of fetching, RFC 3339.
    pub fetched: String,
    /// The reading.
    pub reading: Reading,
    /// The page's bytes.
    pub original: Option<EncodedPage>,
}

/// A page's bytes in JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EncodedPage {
    /// Media type, such as `text/html`.
    pub media_type: String,
    /// Charset, such as `utf-8`.
    pub charset: String,
    /// The bytes in base64.
    pub base64: String,
}

/// Number of the format.
const FORMAT: u32 = 1;

impl PieceLine {
    /// Collects all data of a piece.
    ///
    /// # Errors
    /// The file fails.
    pub fn of(library: &Library, piece: Piece) -> Result<Self> {
        let versions = library.versions(piece.id)?;
        let fetched = versions.iter().find(|version| version.current).map(|version| dates::show(version.fetched));
        let earlier = versions.into_iter().rev().filter(|version| !version.current);
        Ok(Self {
            sayso: FORMAT,
            title: piece.title.clone(),
            state: piece.state.name().to_owned(),
            starred: piece.starred,
            saved: dates::show(piece.saved),
            progress: piece.progress,
            position: piece.position,
            opened: library.opened(piece.id)?.map(dates::show),
            note: piece.note,
            about: Metadata {
                title: Some(piece.title),
                authors: piece.authors,
                site: piece.site,
                published: piece.published,
                language: piece.language,
                ..Metadata::default()
            },
            highlights: library.highlights(piece.id)?,
            corrections: library.corrections(piece.id)?,
            reading: library.stored_reading(piece.id)?,
            fetched,
            excerpt: library.is_excerpt(piece.id)?,
            original: library.original(piece.id)?.map(EncodedPage::of),
            earlier: earlier.map(|version| EarlierLine::of(library, version)).collect::<Result<_>>()?,
            given_url: piece.given_url.or_else(|| piece.url.clone()),
            url: piece.url,
            tags: piece.tags,
        })
    }

    /// Returns the lines after the pieces: feeds, joined speakers, views.
    ///
    /// # Errors
    /// The file fails.
    pub fn beside(library: &Library) -> Result<Vec<OtherLine>> {
        let line = OtherLine { sayso: FORMAT, ..OtherLine::default() };
        let mut lines = Vec::new();
        for feed in library.feeds()? {
            let seen = library.seen(feed.id)?;
            lines.push(OtherLine {
                feed: Some(feed.url),
                title: feed.title,
                tags: feed.settings.tags,
                seen,
                ..line.clone()
            });
        }
        let joined = library.joined_speakers()?.into_iter();
        lines.extend(joined.map(|joined| OtherLine { joined: Some(joined), ..line.clone() }));
        if let Some(views) = library.customized_views()? {
            lines.push(OtherLine { views: Some(views), ..line });
        }
        Ok(lines)
    }

    /// Converts the line to an event.
    ///
    /// # Errors
    /// Its bytes are not base64.
    fn found(self) -> Result<ImportEvent> {
        // A reading that was tampered with is analysed again from the page's bytes.
        let reading = self.reading.filter(is_ours);
        let earlier = self.earlier.into_iter().filter(|held| is_ours(&held.reading));
        Ok(ImportEvent::Entry(Box::new(Incoming {
            url: self.given_url.or_else(|| self.url.clone()),
            meta: self.about,
            user_data: UserData {
                state: PieceState::named(&self.state),
                starred: Some(self.starred),
                tags: self.tags,
                progress: Some(self.progress),
                position: Some(self.position),
                saved: dates::shown(&self.saved),
                opened: self.opened.as_deref().and_then(dates::shown),
                note: self.note,
                highlights: self.highlights,
                corrections: self.corrections,
            },
            original: self.original.map(EncodedPage::original).transpose()?,
            reading,
            fetched: self.fetched.as_deref().and_then(dates::shown),
            earlier: earlier.map(EarlierLine::earlier).collect::<Result<_>>()?,
            intent: MergePolicy::Import,
            text_source: if self.excerpt { TextSource::Excerpt } else { TextSource::Page },
            stored_url: self.url.filter(|url| url.contains('#')),
            ..Incoming::default()
        })))
    }
}

/// A line that is not a piece.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherLine {
    sayso: u32,
    /// A feed that is followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    feed: Option<String>,
    /// Joined speakers by their keys: the speaker, and the one it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    joined: Option<(String, String)>,
    /// The feed's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Tags for the feed's articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Keys of the feed's entries that were saved. They do not return after their pieces were deleted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seen: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    views: Option<Vec<SavedView>>,
}

impl OtherLine {
    /// Converts the line to an event; `None` if it is a piece after all.
    fn found(self) -> Option<ImportEvent> {
        let Self { feed, joined, title, tags, seen, views, .. } = self;
        let joined = joined.map(|(one, to)| ImportEvent::Joined(one, to));
        let feed = feed.map(|url| ImportEvent::Feed(FeedSubscription { url, title, tags, seen }));
        feed.or(joined).or(views.map(ImportEvent::Views))
    }
}

impl EncodedPage {
    fn of(original: Original) -> Self {
        let Original { media_type, charset, bytes } = original;
        Self { media_type: media_type.name().to_owned(), charset, base64: STANDARD.encode(bytes) }
    }

    fn original(self) -> Result<Original> {
        let bytes = STANDARD.decode(&self.base64).map_err(|error| Error::Unreadable(error.to_string()))?;
        let media_type = MediaType::named(&self.media_type).ok_or(Error::UnknownMediaType(self.media_type))?;
        Ok(Original { media_type, charset: self.charset, bytes })
    }
}

impl EarlierLine {
    fn of(library: &Library, version: Version) -> Result<Self> {
        let original = library.version_original(version)?.map(EncodedPage::of);
        Ok(Self { fetched: dates::show(version.fetched), reading: library.version(version)?, original })
    }

    fn earlier(self) -> Result<EarlierText> {
        let original = self.original.map(EncodedPage::original).transpose()?;
        Ok(EarlierText { fetched: dates::shown(&self.fetched).unwrap_or_default(), reading: self.reading, original })
    }
}

/// Returns true if a reading is valid: its spans fit, and no text in it contains terminal control sequences.
fn is_ours(reading: &Reading) -> bool {
    let mut left: Vec<Value> = serde_json::to_value(reading).into_iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) if sanitize::text(&text) != text => return false,
            Value::Array(values) => left.extend(values),
            Value::Object(fields) => left.extend(fields.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    reading.is_valid()
}

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> super::ImportResult {
    let mut reader = input.start()?;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let read =
            reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let found = found(&line).unwrap_or_else(|why| ImportEvent::Failed(format!("line {number}"), why));
        if !sink(found) {
            return Ok(());
        }
    }
}

fn found(line: &[u8]) -> std::result::Result<ImportEvent, String> {
    // Fast path for lines that are not pieces: no field of a piece is kept.
    let beside = serde_json::from_slice::<OtherLine>(line).map_err(|error| error.to_string())?;
    if let Some(found) = beside.found() {
        return Ok(found);
    }
    let line = serde_json::from_slice::<PieceLine>(line).map_err(|error| error.to_string())?;
    line.found().map_err(|error| error.to_string())
}
