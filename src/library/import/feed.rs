//! RSS, Atom and JSON Feed, as a file or as fetched.

use super::{ImportEvent, ImportInput, ImportResult, Sink, entry, html};
use crate::library::dates;
use crate::library::{Incoming, Seconds, UserData};
use std::io::Read;

/// A feed as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedFile {
    /// Its title.
    pub title: Option<String>,
    /// Its entries, in its order.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedEntry {
    /// What tells it from the others.
    pub id: String,
    /// When it was published or last changed.
    pub date: Option<Seconds>,
    /// The piece. Its original is the entry's full content, if the feed has it; a summary stands in the description.
    pub incoming: Incoming,
}

/// The largest feed that is read.
const MAX_FEED_BYTES: u64 = 64 << 20;
/// Content with fewer words is a summary: the page is fetched.
const FULL: usize = 150;

/// Reads a feed. `base` is its address, for relative links.
///
/// # Errors
/// It is none; why, as a clause.
pub fn parse(stream: impl Read, base: Option<&str>) -> Result<FeedFile, String> {
    let parser = feed_rs::parser::Builder::new().base_uri(base).sanitize_content(false).build();
    let feed =
        parser.parse(stream.take(MAX_FEED_BYTES)).map_err(|error| format!("not a feed that can be read: {error}"))?;
    let title = feed.title.map(|title| title.content);
    let entries = feed.entries.into_iter().map(|one| entry_of(one, title.as_deref())).collect();
    Ok(FeedFile { title, entries })
}

fn entry_of(one: feed_rs::model::Entry, feed: Option<&str>) -> FeedEntry {
    let link = one.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let url = link.or(one.links.first()).map(|link| link.href.clone());
    let id = if one.id.is_empty() { url.clone().unwrap_or_default() } else { one.id };
    let date = one.published.or(one.updated).map(|date| date.timestamp());
    let mut incoming = entry(url, one.title.map(|title| title.content), UserData::default());
    incoming.meta.authors =
        one.authors.into_iter().filter_map(|author| author.name).filter(|name| !name.is_empty()).collect();
    incoming.meta.site = feed.map(str::to_owned);
    incoming.meta.published = date.map(dates::show);
    let summary = one.summary.map(|summary| summary.content);
    let content = one.content.and_then(|content| content.body).or_else(|| summary.clone());
    if let Some(content) = content.filter(|content| content.split_whitespace().count() >= FULL) {
        incoming.original = Some(html(&content));
    }
    incoming.meta.description = summary;
    FeedEntry { id, date, incoming }
}

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let feed = parse(input.start()?, None)?;
    for mut one in feed.entries {
        one.incoming.user_data.saved = one.date;
        if !sink(ImportEvent::Entry(Box::new(one.incoming))) {
            break;
        }
    }
    Ok(())
}
