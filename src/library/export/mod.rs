//! `export`: writes the library as a folder of Markdown, JSON lines (which [`super::import`] reads back completely),
//! HTML, EPUB, Netscape bookmarks, quotations as CSV, citations as BibTeX and CSL-JSON. Pieces are streamed, newest first.
//! Unreadable pieces are reported; all others are written.

mod cite;
mod epub;
mod epub_pictures;
mod lists;
mod markdown;
mod opml;

pub use epub::write_epub;
pub use lists::PieceRow;
pub use markdown::{ArticlePage, article_page};
pub use opml::write_opml;

use super::error::{Error, Result};
use super::import::sayso_jsonl::PieceLine;
use super::query::Query;
use super::{Library, Piece};
use std::io::Write;
use std::path::Path;

/// An export format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LibraryFormat {
    /// sayso's own JSON lines, with all data.
    Jsonl,
    /// One page with all articles.
    Html,
    /// A Netscape bookmark file.
    Netscape,
    /// Quotations with their citations.
    Quotes,
    /// BibTeX.
    Bibtex,
    /// CSL-JSON.
    Csl,
    /// Output of `sayso list --format jsonl`: url, title, state, starred, tags, saved.
    Rows,
}

/// Result of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Number of pieces written.
    pub pieces: usize,
    /// Number of pictures that are not at hand, so that they are links.
    pub linked_pictures: usize,
    /// Pieces that could not be read: number and title, and the reason.
    pub missing: Vec<(String, String)>,
}

impl ExportReport {
    /// Counts a piece, or notes the reason why it is missing. Errors of the output end the export.
    fn note(&mut self, name: String, done: Result<()>) -> Result<()> {
        match done {
            Ok(()) => self.pieces += 1,
            Err(Error::Io(error)) => return Err(error.into()),
            Err(error) => self.missing.push((name, error.to_string())),
        }
        Ok(())
    }
}

fn name(piece: &Piece) -> String {
    format!("{} “{}”", piece.id, piece.title)
}

/// Writes the pieces that match the query.
///
/// # Errors
/// The file or the output fails as a whole.
pub fn write(library: &Library, query: &Query, format: LibraryFormat, out: &mut impl Write) -> Result<ExportReport> {
    let mut written = ExportReport::default();
    lists::head(format, out)?;
    let take = |piece: Piece| {
        let (name, first) = (name(&piece), written.pieces == 0);
        // A piece that fails halfway leaves nothing in the output.
        let mut whole = Vec::new();
        let done = one(library, piece, format, first, &mut whole);
        out.write_all(if done.is_ok() { &whole } else { &[] })?;
        written.note(name, done)
    };
    match format {
        LibraryFormat::Jsonl => library.each_from_oldest(query, take)?,
        _ => library.each(query, take)?,
    }
    if format == LibraryFormat::Jsonl && query.terms.is_empty() {
        PieceLine::beside(library)?.iter().try_for_each(|line| json_line(line, out))?;
    }
    lists::foot(format, out)?;
    out.flush()?;
    Ok(written)
}

/// Writes one piece; `first`: no other stands before it.
fn one(library: &Library, piece: Piece, format: LibraryFormat, first: bool, out: &mut Vec<u8>) -> Result<()> {
    match format {
        LibraryFormat::Jsonl => json_line(&PieceLine::of(library, piece)?, out),
        LibraryFormat::Rows => json_line(&lists::PieceRow::of(&piece), out),
        LibraryFormat::Html => lists::html(library, &piece, out),
        LibraryFormat::Netscape => lists::netscape(&piece, out),
        LibraryFormat::Quotes => lists::quotes(library, &piece, first, out),
        LibraryFormat::Bibtex => cite::bibtex(&piece, out),
        LibraryFormat::Csl => cite::csl(&piece, first, out),
    }
}

/// Writes each piece as a Markdown file with front matter into a folder, for Obsidian. Files of an earlier export of
/// the same pieces are replaced, others are left alone.
///
/// # Errors
/// The library fails as a whole, or the folder can't be written.
pub fn write_folder(library: &Library, query: &Query, folder: &Path) -> Result<ExportReport> {
    std::fs::create_dir_all(folder)?;
    let mut written = ExportReport::default();
    library.each(query, |piece| {
        let file = folder.join(markdown::file_name(&piece));
        let done = markdown::page(library, &piece).and_then(|text| Ok(std::fs::write(file, text)?));
        written.note(name(&piece), done)
    })?;
    Ok(written)
}

fn json_line(value: &impl serde::Serialize, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|error| Error::Io(error.into()))?;
    Ok(out.write_all(b"\n")?)
}
