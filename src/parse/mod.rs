//! `parse`: converts a source to blocks. Clutter and quotes are not considered. It never fails: it returns a document
//! and the problems met.

pub mod comments;
pub mod dates;
pub mod local_time;
pub mod metadata;
pub mod surrogates;

mod autolink;
mod blocks;
mod evidence;
mod html;
mod inline;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "no_pdf.rs"]
mod pdf;
mod text;
mod transcript;

use crate::document::{Document, Problem};
use crate::load::{self, MediaType, Source};
use crate::sanitize;
use crate::web_address::has_web_scheme;
use std::borrow::Cow;

/// Hint of an element that holds a running head, a running foot or a page number (ISO 32000-2, 14.8.2.2).
pub const PAGINATION: &str = "pagination";
/// Largest number of lines of text and Markdown, each of which may become a block; millions of blocks would take
/// gigabytes.
const MAX_LINES: usize = 400_000;

/// Parses a source by its media type.
pub fn parse(source: &Source) -> Document {
    let (text, undecodable) = source.text();
    let mut document = if source.media_type == MediaType::Pdf { parse_pdf(source) } else { parse_text(source, &text) };
    evidence::apply(&source.evidence, &mut document);
    if document.meta.url.is_none() {
        document.meta.url = address(source).map(|url| sanitize::url(url).into_owned());
    }
    if source.charset_guessed {
        document.problems.push(Problem::CharsetGuessed(source.charset.clone()));
    }
    if undecodable > 0 {
        document.problems.push(Problem::Undecodable(undecodable));
    }
    document
}

/// Parses the first `bytes` of a long source for a preview. Returns the blocks that end there, equal to the first
/// blocks that [`parse`] will return; `None` if the source is not longer than twice that.
pub fn parse_beginning(source: &Source, bytes: usize) -> Option<Document> {
    if source.media_type == MediaType::Pdf {
        return parse_first_pages(source, bytes / PAGE_BYTES);
    }
    if source.bytes.len() <= 2 * bytes {
        return None;
    }
    let start = source.beginning(bytes & !3);
    let cut = match source.media_type {
        MediaType::Html => start.rfind('<'),
        MediaType::Markdown => start.rfind("\n\n"),
        MediaType::Text | MediaType::Pdf => start.rfind('\n'),
        MediaType::WebVtt | MediaType::SubRip => return None,
    };
    let mut document = parse_text(source, &start[..cut.unwrap_or(start.len())]);
    document.blocks.pop();
    Some(document)
}

fn parse_text(source: &Source, text: &str) -> Document {
    match source.media_type {
        MediaType::Html => html::parse(text, address(source)),
        MediaType::Markdown => markdown::parse(text, address(source)),
        MediaType::Text | MediaType::Pdf => text::parse(text),
        MediaType::WebVtt | MediaType::SubRip => transcript::parse_subtitles(text, source.media_type),
    }
}

/// Bytes that stand for a page of a PDF file, whose own bytes say nothing of the length of its text.
const PAGE_BYTES: usize = 4 * 1024;

fn parse_pdf(source: &Source) -> Document {
    match load::pdf::open(source) {
        Ok(pdf) => pdf::parse(&pdf, usize::MAX),
        Err(failure) => Document {
            format: MediaType::Pdf,
            problems: vec![Problem::NoArticle(failure.to_string())],
            ..Document::default()
        },
    }
}

/// Parses the first pages of a PDF file for a preview; `None` if it has not more than twice as many.
fn parse_first_pages(source: &Source, pages: usize) -> Option<Document> {
    let pdf = load::pdf::open(source).ok().filter(|pdf| pdf::page_count(pdf) > 2 * pages)?;
    let mut document = pdf::parse(&pdf, pages);
    document.problems.clear();
    document.blocks.pop();
    Some(document)
}

/// Joins the last lines of a text with too many, so that no text is lost. Also returns the problem to report.
fn limit_lines(text: Cow<'_, str>) -> (Cow<'_, str>, Option<Problem>) {
    let Some(at) = memchr::memchr_iter(b'\n', text.as_bytes()).nth(MAX_LINES) else { return (text, None) };
    let (few, rest) = text.split_at(at);
    let told = Problem::Other(format!("the lines after the first {MAX_LINES} are joined"));
    (Cow::Owned([few, "\n\n", &rest.replace('\n', " ")].concat()), Some(told))
}

/// Returns the address of the source, if it has one.
fn address(source: &Source) -> Option<&str> {
    let given = Some(source.location.as_str()).filter(|at| has_web_scheme(at));
    source.url.as_deref().or(given)
}
