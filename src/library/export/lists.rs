//! Exports into one file: rows, a bookmark file, a page, quotations.

use super::LibraryFormat;
use crate::library::PieceId;
use crate::library::dates;
use crate::library::error::Result;
use crate::library::{Error, Library, Piece, PieceState};
use crate::reading::Quote;
use crate::reading::export as rendered;
use serde::Serialize;
use std::io::Write;

/// Summary of a piece for scripts.
#[derive(Debug, Serialize)]
pub struct PieceRow<'a> {
    url: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    starred: bool,
    tags: &'a [String],
    saved: String,
    given_url: Option<&'a str>,
    id: PieceId,
    site: Option<&'a str>,
    authors: &'a [String],
    published: Option<&'a str>,
    words: u32,
    minutes: u32,
    voices: u32,
    progress: f64,
    note: Option<&'a str>,
    fetched: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt: Option<String>,
}

impl<'a> PieceRow<'a> {
    /// Returns the row of a piece.
    pub fn of(piece: &'a Piece) -> Self {
        Self {
            url: piece.url.as_deref().or(piece.given_url.as_deref()),
            title: &piece.title,
            state: piece.state.name(),
            starred: piece.starred,
            tags: &piece.tags,
            saved: dates::show(piece.saved),
            given_url: piece.given_url.as_deref(),
            id: piece.id,
            site: piece.site.as_deref(),
            authors: &piece.authors,
            published: piece.published.as_deref(),
            words: piece.words,
            minutes: piece.minutes(),
            voices: piece.voices,
            progress: f64::from(piece.progress) / 1000.0,
            note: piece.note.as_deref(),
            fetched: piece.fetched,
            excerpt: None,
        }
    }

    /// Adds the text around a search hit.
    #[must_use]
    pub fn with_excerpt(self, excerpt: Option<String>) -> Self {
        Self { excerpt, ..self }
    }
}

pub(super) fn head(format: LibraryFormat, out: &mut impl Write) -> Result<()> {
    let text = match format {
        LibraryFormat::Netscape => {
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
             <TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
        }
        LibraryFormat::Html => {
            "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>sayso library</title>\n\
             <style>body{max-width:42em;margin:2em auto;font:18px/1.6 serif;padding:0 1em}</style></head><body>\n"
        }
        LibraryFormat::Csl => "[",
        _ => "",
    };
    Ok(out.write_all(text.as_bytes())?)
}

pub(super) fn foot(format: LibraryFormat, out: &mut impl Write) -> Result<()> {
    let text = match format {
        LibraryFormat::Netscape => "</DL><p>\n",
        LibraryFormat::Html => "</body></html>\n",
        LibraryFormat::Csl => "\n]\n",
        _ => "",
    };
    Ok(out.write_all(text.as_bytes())?)
}

/// Writes a bookmark with the browsers' attributes, and our own, which browsers ignore.
pub(super) fn netscape(piece: &Piece, out: &mut impl Write) -> Result<()> {
    let Some(url) = piece.given_url.as_deref().or(piece.url.as_deref()).filter(|_| piece.url.is_some()) else {
        return Ok(());
    };
    let tags = piece.tags.iter().map(|tag| escaped(tag).replace(',', "&#44;")).collect::<Vec<_>>().join(",");
    let to_read = u8::from(piece.state != PieceState::Archive);
    let mut line = format!(
        "<DT><A HREF=\"{}\" ADD_DATE=\"{}\" TOREAD=\"{to_read}\" STATE=\"{}\" STARRED=\"{}\" PROGRESS=\"{}\" TAGS=\"{tags}\">{}</A>\n",
        escaped(url),
        piece.saved,
        piece.state.name(),
        u8::from(piece.starred),
        piece.progress,
        escaped(&piece.title),
    );
    if let Some(note) = &piece.note {
        line.extend(["<DD>", &escaped(note), "\n"]);
    }
    Ok(out.write_all(line.as_bytes())?)
}

/// Writes an article into a page with all the others.
pub(super) fn html(library: &Library, piece: &Piece, out: &mut impl Write) -> Result<()> {
    let mut text = format!("<article id=\"piece-{}\">\n", piece.id);
    match library.reading(piece.id)? {
        Some(reading) => text.push_str(body(&rendered::html(&reading, rendered::ExportClutter::Hidden))),
        None => text.extend(["<h1>", &escaped(&piece.title), "</h1>\n"]),
    }
    if let Some(url) = &piece.url {
        let url = escaped(url);
        text.extend(["<p><a href=\"", &url, "\">", &url, "</a></p>\n"]);
    }
    text.push_str("</article>\n<hr>\n");
    Ok(out.write_all(text.as_bytes())?)
}

/// Returns the content of a page's `<body>`, or the whole page without one.
fn body(page: &str) -> &str {
    let start = page.find("<body").and_then(|at| Some(at + page[at..].find('>')? + 1)).unwrap_or(0);
    let end = page.rfind("</body>").unwrap_or(page.len()).max(start);
    &page[start..end]
}

/// Writes a row for each quotation.
pub(super) fn quotes(library: &Library, piece: &Piece, first: bool, out: &mut impl Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Other(error.to_string());
    if first {
        let head = [
            "speaker",
            "role",
            "kind",
            "quote",
            "via",
            "title",
            "authors",
            "site",
            "published",
            "url",
            "saved",
            "confidence",
            "grade",
        ];
        table.write_record(head).map_err(failed)?;
    }
    let reading = library.reading(piece.id)?.unwrap_or_default();
    let speakers = &reading.attributions.speakers;
    let shown = |quote: &&Quote| library.least.admits(quote.grade, quote.confidence);
    for quote in reading.attributions.quotes.iter().filter(shown) {
        let said: Vec<_> = quote.speakers.iter().filter_map(|&id| speakers.get(id as usize)).collect();
        let names = said.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join("; ");
        let roles = said.iter().filter_map(|speaker| speaker.role.as_deref()).collect::<Vec<_>>().join("; ");
        table
            .write_record([
                &names,
                &roles,
                quote.kind.name(),
                &quote.text(&reading.article.text),
                quote.via.as_deref().unwrap_or_default(),
                &piece.title,
                &piece.authors.join("; "),
                piece.site.as_deref().unwrap_or_default(),
                piece.published.as_deref().unwrap_or_default(),
                piece.url.as_deref().unwrap_or_default(),
                &dates::show(piece.saved),
                &format!("{:.2}", quote.confidence),
                quote.grade.name(),
            ])
            .map_err(failed)?;
    }
    let bytes = table.into_inner().map_err(|error| Error::Other(error.to_string()))?;
    Ok(out.write_all(&bytes)?)
}

/// Escapes text for HTML, including attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
