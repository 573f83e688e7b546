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
mod text;
mod transcript;

use crate::document::{Document, Problem};
use crate::load::{MediaType, Source};
use crate::sanitize;
use std::borrow::Cow;

/// Largest number of lines of text and Markdown, each of which may become a block; millions of blocks would take
/// gigabytes.
const MAX_LINES: usize = 400_000;

/// Parses a source by its media type.
pub fn parse(source: &Source) -> Document {
    let (text, undecodable) = source.text();
    let mut document = parse_text(source, &text);
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
    if source.bytes.len() <= 2 * bytes {
        return None;
    }
    let start = source.beginning(bytes & !3);
    let cut = match source.media_type {
        MediaType::Html => start.rfind('<'),
        MediaType::Markdown => start.rfind("\n\n"),
        MediaType::Text => start.rfind('\n'),
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
        MediaType::Text => text::parse(text),
        MediaType::WebVtt | MediaType::SubRip => transcript::parse_subtitles(text, source.media_type),
    }
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
    let given = Some(source.location.as_str()).filter(|at| at.starts_with("http://") || at.starts_with("https://"));
    source.url.as_deref().or(given)
}
