//! sayso's own JSON lines: everything the library knows of a piece, so that an export comes back the same. Earlier
//! versions of a text are not in it.

use super::{Found, Input, Take, dates};
use crate::document::Metadata;
use crate::library::{Correction, Error, Highlight, Incoming, Intent, Library, Marks, Original, Piece, Result, State};
use crate::parse::clean;
use crate::reading::Reading;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Read};

/// A piece as one line of JSON. Its first six fields are those of `sayso list --format jsonl`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Always there, so that the format is known by the first line; the number of the format.
    pub sayso: u32,
    /// Canonical address.
    pub url: Option<String>,
    /// The address as it was given.
    pub given_url: Option<String>,
    /// The title.
    pub title: String,
    /// `unread`, `reading`, `archive`.
    pub state: String,
    /// Whether it has a star.
    pub starred: bool,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// RFC 3339 in UTC.
    pub saved: String,
    /// Per mille read.
    pub progress: u16,
    /// Where it was left: a byte in the article's text.
    pub position: usize,
    /// The reader's note.
    pub note: Option<String>,
    /// Publication, authors, date, language.
    pub about: Metadata,
    /// Passages marked.
    pub highlights: Vec<Highlight>,
    /// What the reader corrected.
    pub corrections: Vec<Correction>,
    /// The whole reading, as the program made it.
    pub reading: Option<Reading>,
    /// The page's bytes.
    pub original: Option<Bytes>,
}

/// Bytes in JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Bytes {
    /// For instance `text/html`.
    pub media_type: String,
    /// For instance `utf-8`.
    pub charset: String,
    /// The bytes in base64.
    pub base64: String,
}

/// The number of the format.
const FORMAT: u32 = 1;

impl Line {
    /// Everything the library knows of a piece.
    ///
    /// # Errors
    /// The file fails.
    pub fn of(library: &Library, piece: Piece) -> Result<Self> {
        let bytes = |original: Original| Bytes {
            media_type: original.media_type,
            charset: original.charset,
            base64: STANDARD.encode(original.bytes),
        };
        Ok(Self {
            sayso: FORMAT,
            title: piece.title.clone(),
            state: piece.state.name().to_owned(),
            starred: piece.starred,
            saved: dates::show(piece.saved),
            progress: piece.progress,
            position: piece.position,
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
            original: library.original(piece.id)?.map(bytes),
            given_url: piece.given_url.or_else(|| piece.url.clone()),
            url: piece.url,
            tags: piece.tags,
        })
    }

    /// What is to be kept of it.
    ///
    /// # Errors
    /// Its bytes are no base64.
    pub fn incoming(self) -> Result<Incoming> {
        let original = |bytes: Bytes| match STANDARD.decode(&bytes.base64) {
            Ok(all) => Ok(Original { media_type: bytes.media_type, charset: bytes.charset, bytes: all }),
            Err(error) => Err(Error::Unreadable(error.to_string())),
        };
        let mut reading = self.reading;
        // A reading that was tampered with is made anew from the page's bytes.
        reading = reading.filter(|reading| {
            let article = &reading.article;
            let names = reading.attributions.speakers.iter().map(|speaker| speaker.name.as_str());
            let blocks = article.blocks.iter().map(|block| block.block.text.as_str());
            names.chain(blocks).chain([article.text.as_str()]).all(|text| clean::text(text) == text)
        });
        if let Some(reading) = &mut reading {
            reading.article.meta.title = Some(self.title.clone());
        }
        Ok(Incoming {
            url: self.given_url.or(self.url),
            meta: self.about,
            marks: Marks {
                state: State::named(&self.state),
                starred: Some(self.starred),
                tags: self.tags,
                progress: Some(self.progress),
                position: Some(self.position),
                saved: dates::parse(&self.saved),
                opened: None,
                note: self.note,
                highlights: self.highlights,
                corrections: self.corrections,
            },
            original: self.original.map(original).transpose()?,
            reading,
            intent: Intent::Import,
        })
    }
}

/// The longest line that is read.
const LONGEST: u64 = 256 << 20;

pub(super) fn read(input: &Input, take: &mut Take<'_>) -> super::Reading {
    let mut reader = input.start()?;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let parsed = serde_json::from_slice::<Line>(&line).map_err(|error| error.to_string());
        let found = match parsed.and_then(|line| line.incoming().map_err(|error| error.to_string())) {
            Ok(incoming) => Found::Entry(Box::new(incoming)),
            Err(why) => Found::Failed(format!("line {number}"), why),
        };
        if !take(found) {
            return Ok(());
        }
    }
}
