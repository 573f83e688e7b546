//! `parse`: what a source says, as blocks. Knows nothing of clutter and quotes. Never fails: it gives a document and the problems met.

pub mod clean;
pub mod dates;
pub mod metadata;

mod blocks;
mod html;
mod inline;
mod markdown;
mod text;

use crate::document::{Document, Problem};
use crate::load::{MediaType, Source};

/// Parses a source by its media type.
pub fn parse(source: &Source) -> Document {
    let (text, undecodable) = source.text();
    let mut document = match source.media_type {
        MediaType::Html => html::parse(&text, address(source)),
        MediaType::Markdown => markdown::parse(&text, address(source)),
        MediaType::Text => text::parse(&text),
    };
    if document.meta.url.is_none() {
        document.meta.url = address(source).map(|url| clean::url(url).into_owned());
    }
    if source.charset_guessed {
        document.problems.push(Problem::CharsetGuessed(source.charset.clone()));
    }
    if undecodable > 0 {
        document.problems.push(Problem::Undecodable(undecodable));
    }
    document
}

/// Where the source came from, if that is an address.
fn address(source: &Source) -> Option<&str> {
    let given = Some(source.location.as_str()).filter(|at| at.starts_with("http://") || at.starts_with("https://"));
    source.url.as_deref().or(given)
}
