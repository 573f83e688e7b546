//! JSON Feed (1 and 1.1) and RSS in JSON. Entries are parsed independently: an invalid one does not affect the
//! others. Pure.

use super::entry::{absolute, is_web, text_as_html};
use super::inline::plain;
use super::{Enclosure, FeedEntry, FeedFile};
use crate::library::dates;
use serde_json::Value;
use url::Url;

/// Reads JSON Feed.
///
/// # Errors
/// It is not a JSON Feed; the message gives the reason.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<FeedFile, String> {
    let (value, is_cut) = match serde_json::Deserializer::from_str(text).into_iter().next() {
        Some(Ok(value)) => (value, false),
        _ => (salvaged(text).ok_or("incomplete or damaged JSON")?, true),
    };
    if let Some(channel) = value.pointer("/rss/channel") {
        return Ok(rss(channel, base));
    }
    let named = string(&value, "version").is_some_and(|version| version.contains("jsonfeed.org/version"));
    let Some(items) = value.get("items").and_then(Value::as_array).filter(|_| named || value.get("title").is_some())
    else {
        return Err("JSON, but not JSON Feed".into());
    };
    let authors = persons(&value);
    let entry = |item: &Value| {
        let mut entry = entry(item, base)?;
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
        Some(entry)
    };
    Ok(FeedFile {
        title: string(&value, "title").map(|title| plain(&title)).filter(|title| !title.is_empty()),
        site: string(&value, "home_page_url").and_then(|url| absolute(&url, base)),
        language: string(&value, "language"),
        entries: items.iter().filter_map(entry).collect(),
        problem: is_cut.then(|| "its entries are incomplete".into()),
    })
}

/// Returns the head and the complete entries of a truncated feed.
fn salvaged(text: &str) -> Option<Value> {
    let at = text.find("\"items\"")?;
    let start = at + text.get(at..)?.find('[')? + 1;
    let mut rest = text.get(start..)?.trim_start();
    let mut items = Vec::new();
    while rest.starts_with('{') {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(item)) = stream.next() else { break };
        items.push(item);
        rest = rest.get(stream.byte_offset()..)?.trim_start().trim_start_matches(',').trim_start();
    }
    let head = format!("{}\"items\": []}}", text.get(..at)?);
    let mut value: Value = serde_json::from_str(&head).ok()?;
    *value.get_mut("items")? = Value::Array(items);
    Some(value)
}

/// Returns a field as text; numbers are taken as written.
fn string(value: &Value, name: &str) -> Option<String> {
    scalar(value.get(name)?)
}

fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns a list of texts, or one text split at commas.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(scalar).map(|tag| plain(&tag)).collect(),
        Some(Value::String(text)) => text.split(',').map(plain).filter(|tag| !tag.is_empty()).collect(),
        _ => Vec::new(),
    }
}

/// Returns the names of `authors` (1.1) or `author` (1).
fn persons(value: &Value) -> Vec<String> {
    let all = match (value.get("authors"), value.get("author")) {
        (Some(Value::Array(all)), _) => all.iter().collect(),
        (_, Some(Value::Array(all))) => all.iter().collect(),
        (_, Some(one)) => vec![one],
        (Some(one), None) => vec![one],
        (None, None) => Vec::new(),
    };
    let name = |one: &Value| string(one, "name").or_else(|| scalar(one)).map(|name| plain(&name));
    all.into_iter().filter_map(name).filter(|name| !name.is_empty()).collect()
}

fn entry(item: &Value, base: Option<&Url>) -> Option<FeedEntry> {
    let address = |name: &str| string(item, name).and_then(|url| absolute(&url, base));
    let id = string(item, "id").or_else(|| string(item, "_id"));
    let page = address("url").or_else(|| address("external_url")).or_else(|| id.clone().filter(|id| is_web(id)));
    let title = string(item, "title").map(|title| plain(&title)).filter(|title| !title.is_empty());
    let content = string(item, "content_html").or_else(|| string(item, "content_text").map(|text| text_as_html(&text)));
    let summary = string(item, "summary").map(|text| text_as_html(&text));
    let longer = |one: String, other: String| if plain(&other).len() > plain(&one).len() { other } else { one };
    let html = match (content, summary) {
        (Some(content), Some(summary)) => Some(longer(content, summary)),
        (content, summary) => content.or(summary),
    };
    let enclosures = enclosures(item.get("attachments"), base);
    let link = page.clone().or_else(|| enclosures.first().map(|one| one.url.clone()));
    let key = id.or_else(|| link.clone()).or_else(|| title.clone()).or_else(|| html.clone())?;
    let date = ["date_published", "date_modified"].iter().find_map(|name| dates::parse(&string(item, name)?));
    Some(FeedEntry {
        key,
        title,
        is_page: page.is_some(),
        link,
        date,
        authors: persons(item),
        tags: strings(item.get("tags")),
        html,
        base: None,
        enclosures,
    })
}

fn enclosures(attachments: Option<&Value>, base: Option<&Url>) -> Vec<Enclosure> {
    let all = attachments.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = |one: &Value| {
        Some(Enclosure {
            url: absolute(&string(one, "url")?, base)?,
            media_type: string(one, "mime_type"),
            bytes: one
                .get("size_in_bytes")
                .and_then(Value::as_f64)
                .map(|bytes| bytes as u64)
                .filter(|bytes| *bytes > 0),
            duration: string(one, "duration_in_seconds"),
        })
    };
    all.iter().filter_map(one).collect()
}

/// Reads RSS in JSON, which uses the names of RSS 2.0.
fn rss(channel: &Value, base: Option<&Url>) -> FeedFile {
    let items = match channel.get("item").or_else(|| channel.get("items")) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(item) => vec![item],
        None => Vec::new(),
    };
    let entry = |item: &Value| {
        let guid = item.get("guid").and_then(|guid| scalar(guid).or_else(|| string(guid, "#value")));
        let page = string(item, "link").and_then(|link| absolute(&link, base));
        let page = page.or_else(|| guid.clone().filter(|guid| is_web(guid)));
        let title = string(item, "title").map(|title| plain(&title));
        let html = string(item, "content:encoded").or_else(|| string(item, "description"));
        Some(FeedEntry {
            key: guid.or_else(|| page.clone()).or_else(|| title.clone()).or_else(|| html.clone())?,
            title,
            is_page: page.is_some(),
            link: page,
            date: string(item, "pubDate").and_then(|date| dates::parse(&date)),
            html,
            ..FeedEntry::default()
        })
    };
    FeedFile {
        title: string(channel, "title").map(|title| plain(&title)),
        site: string(channel, "link"),
        language: string(channel, "language"),
        entries: items.into_iter().filter_map(entry).collect(),
        problem: None,
    }
}
