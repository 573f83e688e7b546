//! One entry of a JSON export: what each program calls address, title, tags, dates and states. Pure.

use super::tags::{named, parted};
use super::{Found, dates, entry, html, plain};
use crate::library::{Highlight, Incoming, Marks, State, WHOLE};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// An entry as it is written.
struct Item<'a>(&'a Map<String, Value>);

impl Item<'_> {
    /// The first of these fields that is a word and not empty.
    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = self.0.get(*name)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        })
    }

    /// The first of these fields that is a yes or no, in any writing.
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

/// What an entry holds; `around` are the folders it stands in, `lists` Karakeep's lists.
pub(super) fn found(fields: &Map<String, Value>, around: &[String], lists: &HashMap<String, Vec<String>>) -> Found {
    let item = Item(fields);
    let content = fields.get("content").and_then(Value::as_object).map(Item);
    let url = item
        .text(&["url", "given_url", "href", "uri", "originalURL", "article__url"])
        .or_else(|| content.as_ref()?.text(&["url", "sourceUrl"]));
    let note_text = content.as_ref().and_then(|content| content.text(&["text"]));
    let title = title(&item);
    if url.is_none() && note_text.is_none() {
        let name = title.or_else(|| item.text(&["id", "slug"])).unwrap_or_else(|| "an entry without a title".into());
        let why = if fields.get("content").is_some_and(Value::is_null) {
            "its content was not exported (a picture or PDF)"
        } else {
            "it has no address"
        };
        return Found::Failed(name, why.into());
    }
    let mut marks = marks(&item);
    marks.tags.extend(around.iter().cloned());
    if let Some(Value::Array(ids)) = fields.get("lists") {
        marks.tags.extend(ids.iter().filter_map(|id| lists.get(id.as_str()?)).flatten().cloned());
    }
    let mut incoming = entry(url, title, marks);
    incoming.original = match (item.text(&["content"]), note_text) {
        (Some(page), _) => Some(html(&page)),
        (None, Some(text)) => Some(plain(&text)),
        (None, None) => None,
    };
    describe(&item, &mut incoming);
    Found::Entry(Box::new(incoming))
}

fn title(item: &Item<'_>) -> Option<String> {
    // Pinboard calls the title description and the note extended.
    if item.has("href") && item.has("extended") {
        item.text(&["description"])
    } else {
        item.text(&["title", "name", "article__title"])
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

fn marks(item: &Item<'_>) -> Marks {
    let mut marks = Marks {
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
            "time",
            "created",
            "importDate",
        ]),
        note: note(item),
        highlights: highlights(item),
        ..Marks::default()
    };
    if item.0.get("pinnedBy").and_then(Value::as_array).is_some_and(|all| !all.is_empty()) {
        marks.starred = Some(true);
    }
    marks
}

fn state(item: &Item<'_>) -> Option<State> {
    if let Some(archived) = item.flag(&["is_archived", "archived", "archive", "is_read"]) {
        return Some(if archived { State::Archive } else { State::Unread });
    }
    if let Some(word) = item.text(&["state", "status"]) {
        return Some(match word.to_ascii_lowercase().as_str() {
            "archived" | "archive" => State::Archive,
            "reading" => State::Reading,
            _ => State::Unread,
        });
    }
    let to_read = item.flag(&["toread", "unread"])?;
    Some(if to_read { State::Unread } else { State::Archive })
}

fn tags(item: &Item<'_>) -> Vec<String> {
    let field = ["tags", "labels", "tag_names"].iter().find_map(|name| item.0.get(*name));
    match field {
        Some(Value::Array(all)) => all.iter().filter_map(named).collect(),
        // Pinboard parts by blanks, browsers by commas.
        Some(Value::String(text)) if item.has("href") => parted(text, &[' ']),
        Some(Value::String(text)) => parted(text, &[',']),
        _ => Vec::new(),
    }
}

fn note(item: &Item<'_>) -> Option<String> {
    let parts: Vec<String> = ["note", "notes", "extended"].iter().filter_map(|name| item.text(&[name])).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn highlights(item: &Item<'_>) -> Vec<Highlight> {
    let Some(Value::Array(all)) = item.0.get("annotations").or_else(|| item.0.get("highlights")) else {
        return Vec::new();
    };
    let one = |value: &Value| {
        let item = Item(value.as_object()?);
        let (text, note) = (item.text(&["quote", "text"])?, item.text(&["text", "note", "annotation"]));
        let note = note.filter(|note| *note != text);
        let made = item.date(&["created_at", "createdAt", "updated_at"]).unwrap_or_default();
        Some(Highlight { span: None, text, note, made })
    };
    all.iter().filter_map(one).collect()
}

fn per_cent(value: &Value) -> Option<u16> {
    let share = value.as_f64()?.clamp(0.0, 100.0) / 100.0;
    Some((share * f64::from(WHOLE)).round() as u16)
}
