//! `parse`: what a source says, as blocks. Knows nothing of clutter and quotes. Never fails: it gives a document and the problems met.

pub mod comments;
pub mod dates;
pub mod local_time;
pub mod metadata;
pub mod surrogates;

mod autolink;
mod blocks;
mod html;
mod inline;
mod markdown;
mod text;

use crate::document::{Document, Problem};
use crate::load::{MediaType, Source};
use crate::sanitize;
use std::borrow::Cow;

/// How many lines of text and Markdown may each become a block; millions of blocks would take gigabytes.
const MAX_LINES: usize = 400_000;

/// Parses a source by its media type.
pub fn parse(source: &Source) -> Document {
    let (text, undecodable) = source.text();
    let mut document = parse_text(source, &text);
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

/// Parses some first `bytes` of a long source, so that its beginning can be shown while the whole is parsed: the blocks
/// that end there, which are the first blocks that [`parse`] will give. `None` where the source is not longer than twice that.
pub fn parse_beginning(source: &Source, bytes: usize) -> Option<Document> {
    if source.bytes.len() <= 2 * bytes {
        return None;
    }
    let start = source.beginning(bytes & !3);
    let cut = match source.media_type {
        MediaType::Html => start.rfind('<'),
        MediaType::Markdown => start.rfind("\n\n"),
        MediaType::Text => start.rfind('\n'),
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
    }
}

/// The text with its last lines joined, if there are too many, so that nothing of it is lost; and what to tell of that.
fn limit_lines(text: Cow<'_, str>) -> (Cow<'_, str>, Option<Problem>) {
    let Some(at) = memchr::memchr_iter(b'\n', text.as_bytes()).nth(MAX_LINES) else { return (text, None) };
    let (few, rest) = text.split_at(at);
    let told = Problem::Other(format!("the lines after the first {MAX_LINES} are joined"));
    (Cow::Owned([few, "\n\n", &rest.replace('\n', " ")].concat()), Some(told))
}

/// Where the source came from, if that is an address.
fn address(source: &Source) -> Option<&str> {
    let given = Some(source.location.as_str()).filter(|at| at.starts_with("http://") || at.starts_with("https://"));
    source.url.as_deref().or(given)
}
