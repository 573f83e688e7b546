//! `export`: the library, out: a folder of Markdown, JSON lines (which [`super::import`] takes back whole), HTML, Netscape
//! bookmarks, quotations as CSV, citations as BibTeX and CSL-JSON. Pieces stream by, newest first.

mod cite;
mod lists;
mod markdown;

pub use lists::Row;
pub(super) use markdown::BELOW;

use super::Library;
use super::error::{Error, Result};
use super::import::native::Line;
use super::query::Query;
use std::io::Write;
use std::path::Path;

/// Formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// sayso's own JSON lines: everything.
    Jsonl,
    /// One page with all texts.
    Html,
    /// A Netscape bookmark file.
    Netscape,
    /// Quotations with their citations.
    Quotes,
    /// BibTeX.
    Bibtex,
    /// CSL-JSON.
    Csl,
    /// What `sayso list --format jsonl` prints: url, title, state, starred, tags, saved.
    Rows,
}

/// Writes the pieces that answer the query; gives how many.
///
/// # Errors
/// The file fails, or what is written to.
pub fn write(library: &Library, query: &Query, format: Format, out: &mut impl Write) -> Result<usize> {
    let mut count = 0;
    lists::head(format, out)?;
    let take = |piece| {
        count += 1;
        let first = count == 1;
        match format {
            Format::Jsonl => json_line(&Line::of(library, piece)?, out),
            Format::Rows => json_line(&lists::Row::of(&piece), out),
            Format::Html => lists::html(library, &piece, out),
            Format::Netscape => lists::netscape(&piece, out),
            Format::Quotes => lists::quotes(library, &piece, first, out),
            Format::Bibtex => cite::bibtex(&piece, out),
            Format::Csl => cite::csl(&piece, first, out),
        }
    };
    match format {
        Format::Jsonl => library.each_from_oldest(query, take)?,
        _ => library.each(query, take)?,
    }
    if format == Format::Jsonl && query.terms.is_empty() {
        Line::beside(library)?.iter().try_for_each(|line| json_line(line, out))?;
    }
    lists::foot(format, out)?;
    out.flush()?;
    Ok(count)
}

/// Writes each piece as a Markdown file with front matter into a folder, as Obsidian wants it; gives how many. Files of
/// an earlier export of the same pieces are replaced, others left alone.
///
/// # Errors
/// The library fails, or the folder can't be written.
pub fn write_folder(library: &Library, query: &Query, folder: &Path) -> Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut count = 0;
    library.each(query, |piece| {
        count += 1;
        let file = folder.join(markdown::file_name(&piece));
        let text = markdown::page(library, &piece)?;
        Ok(std::fs::write(file, text)?)
    })?;
    Ok(count)
}

fn json_line(value: &impl serde::Serialize, out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|error| Error::Io(error.into()))?;
    Ok(out.write_all(b"\n")?)
}
