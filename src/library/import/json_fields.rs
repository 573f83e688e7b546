//! One entry of a JSON export: the field names of each program for address, title, tags, dates and states. Pure.

use super::tags::{listed, named, parted};
use super::{ImportEvent, entry, html, plain};
use crate::library::dates;
use crate::library::entities::decode;
use crate::library::{Highlight, Incoming, PieceState, UserData, WHOLE};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// An entry's fields.
struct Item<'a>(&'a Map<String, Value>);

impl Item<'_> {
    /// Returns the first of these fields that is a non-empty string.
    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = self.0.get(*name)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        })
    }

    /// Returns the first of these fields that is a boolean, in any notation.
    fn flag(&self, names: &[&str]) -> Option<bool> {
        names.iter().find_map(|name| match self.0.get(*name)? {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => number.as_f64().map(|number| number != 0.0),
            Value::String(word) => match word.to_ascii_lowercase().as_str() {
                "1" | "true" | "yes" => Some(true),
                "0" | "false" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        })
    }

    fn date(&self, names: &[&str]) -> Option<i64> {
        names.iter().find_map(|name| match self.0.get(*name)? {
            Value::Number(number) => dates::parse(&number.to_string()),
            Value::String(text) => dates::parse(text).or_else(|| dates::chrome(text)),
            _ => None,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Converts an entry; `around` are its folders, `lists` Karakeep's lists.
pub(super) fn found(
    fields: &Map<String, Value>,
    around: &[String],
    lists: &HashMap<String, Vec<String>>,
) -> ImportEvent {
    let item = Item(fields);
    let content = fields.get("content").and_then(Value::as_object).map(Item);
    let url = item
        .text(&["source_url", "url", "resolved_url", "given_url", "href", "uri", "link", "originalURL", "article__url"])
        .or_else(|| content.as_ref()?.text(&["url", "sourceUrl"]));
    let note_text = content.as_ref().and_then(|content| content.text(&["text"]));
    let title = title(&item);
    if url.is_none() && note_text.is_none() {
        let name = title.or_else(|| item.text(&["id", "slug"])).unwrap_or_else(|| "an entry without a title".into());
        let why = if fields.get("content").is_some_and(Value::is_null) {
            "its content was not exported (a picture or PDF)"
        } else {
            "it has no URL"
        };
        return ImportEvent::Failed(name, why.into());
    }
    let mut user_data = user_data(&item);
    user_data.tags.extend(around.iter().cloned());
    if let Some(Value::Array(ids)) = fields.get("lists") {
        user_data.tags.extend(ids.iter().filter_map(|id| lists.get(id.as_str()?)).flatten().cloned());
    }
    let mut incoming = entry(url, title, user_data);
    incoming.original = match (item.text(&["content"]), note_text) {
        (Some(page), _) => Some(html(&page)),
        (None, Some(text)) => Some(plain(&text)),
        (None, None) => None,
    };
    describe(&item, &mut incoming);
    ImportEvent::Entry(Box::new(incoming))
}

/// Returns the title; some programs keep it as it is in the page's source.
fn title(item: &Item<'_>) -> Option<String> {
    named_title(item).map(|title| decode(&title))
}

fn named_title(item: &Item<'_>) -> Option<String> {
    // Pinboard calls the title "description" and the note "extended".
    if item.has("href") && item.has("extended") {
        item.text(&["description"])
    } else {
        item.text(&["title", "name", "article__title", "resolved_title", "given_title"])
    }
}

fn describe(item: &Item<'_>, incoming: &mut Incoming) {
    let meta = &mut incoming.meta;
    meta.authors = match item.0.get("published_by").or_else(|| item.0.get("authors")) {
        Some(Value::Array(all)) => all.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
        _ => item.text(&["author"]).into_iter().collect(),
    };
    meta.published = item.text(&["publishedAt", "published_at", "published"]);
    meta.language = item.text(&["language", "lang"]);
    meta.site = item.text(&["site_name", "siteName", "site"]);
    if !item.has("extended") {
        meta.description = item.text(&["description", "summary", "article__excerpt"]);
    }
}

fn user_data(item: &Item<'_>) -> UserData {
    let mut user_data = UserData {
        state: state(item),
        starred: item.flag(&[
            "is_starred",
            "starred",
            "is_marked",
            "favourited",
            "favorite",
            "important",
            "is_fav",
            "is_saved",
        ]),
        tags: tags(item),
        progress: item.0.get("readingProgress").or_else(|| item.0.get("read_progress")).and_then(per_cent),
        saved: item.date(&[
            "savedAt",
            "createdAt",
            "created_at",
            "dateAdded",
            "date_added",
            "addedAt",
            "time_added",
            "saved_at",
            "time",
            "created",
            "importDate",
            "lastAccessed",
        ]),
        note: note(item),
        highlights: highlights(item),
        ..UserData::default()
    };
    if item.0.get("pinnedBy").and_then(Value::as_array).is_some_and(|all| !all.is_empty()) {
        user_data.starred = Some(true);
    }
    user_data
}

fn state(item: &Item<'_>) -> Option<PieceState> {
    if let Some(archived) = item.flag(&["is_archived", "archived", "archive", "is_read"]) {
        return Some(if archived { PieceState::Archive } else { PieceState::Unread });
    }
    if let Some(word) = item.text(&["state", "status", "location"]) {
        return Some(match word.to_ascii_lowercase().as_str() {
            // Pocket's API writes 1.
            "archived" | "archive" | "read" | "1" => PieceState::Archive,
            "reading" => PieceState::Reading,
            _ => PieceState::Unread,
        });
    }
    if let Some(to_read) = item.flag(&["toread", "unread"]) {
        return Some(if to_read { PieceState::Unread } else { PieceState::Archive });
    }
    // GoodLinks has the time of reading, or nothing.
    item.date(&["readAt"]).map(|_| PieceState::Archive)
}

fn tags(item: &Item<'_>) -> Vec<String> {
    let field = ["tags", "labels", "tag_names"].iter().find_map(|name| item.0.get(*name));
    match field {
        Some(Value::Array(all)) => all.iter().filter_map(named).collect(),
        // Pinboard separates tags by spaces, browsers by commas.
        Some(Value::String(text)) if item.has("href") => parted(text, &[' ']),
        Some(Value::String(text)) => listed(text),
        // Tags by name, or as objects with a name.
        Some(Value::Object(all)) => all.keys().filter(|name| !name.trim().is_empty()).cloned().collect(),
        _ => Vec::new(),
    }
}

/// Returns the user's note. The description is the user's own in Linkwarden and linkding, and in old Firefox
/// bookmarks, where it is an annotation.
fn note(item: &Item<'_>) -> Option<String> {
    let own = (item.has("collectionId") || item.has("tag_names")).then_some("description");
    let names = own.into_iter().chain(["note", "notes", "extended"]);
    let mut parts: Vec<String> = names.filter_map(|name| item.text(&[name])).collect();
    if let Some(Value::Array(all)) = item.0.get("annos") {
        let described =
            |anno: &&Value| anno.get("name").and_then(Value::as_str) == Some("bookmarkProperties/description");
        let value = |anno: &Value| Some(anno.get("value")?.as_str()?.trim().to_owned());
        parts.extend(all.iter().filter(described).filter_map(value).filter(|text| !text.is_empty()));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn highlights(item: &Item<'_>) -> Vec<Highlight> {
    let Some(Value::Array(all)) = item.0.get("annotations").or_else(|| item.0.get("highlights")) else {
        return Vec::new();
    };
    let one = |value: &Value| {
        let item = Item(value.as_object()?);
        // Beside a quote, wallabag's text is a comment; otherwise it is the passage.
        let note =
            if item.has("quote") { &["text", "note", "annotation"][..] } else { &["note", "annotation", "comment"] };
        let (text, note) = (item.text(&["quote", "text", "content"])?, item.text(note));
        let made = ["created_at", "createdAt", "created", "addedAt", "time", "updated_at"];
        let made = item.date(&made).unwrap_or_default();
        Some(Highlight { span: None, text, note, made })
    };
    all.iter().filter_map(one).collect()
}

fn per_cent(value: &Value) -> Option<u16> {
    let share = value.as_f64()?.clamp(0.0, 100.0) / 100.0;
    Some((share * f64::from(WHOLE)).round() as u16)
}
