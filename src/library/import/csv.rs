//! Tables. Columns are found by name, not by position, so that all variants of an export are read.

use super::tags::{json, listed, parted};
use super::{ImportEvent, ImportInput, ImportResult, Sink, entry, html, plain, readwise};
use crate::library::dates;
use crate::library::entities::decode;
use crate::library::{Highlight, PieceState, UserData, WHOLE};
use csv::{ByteRecord, ReaderBuilder};
use std::collections::HashMap;

/// The program that wrote the table, where this changes the meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pocket,
    Instapaper,
    Readwise,
    Matter,
    Raindrop,
    Wallabag,
    Other,
}

/// Columns with an address, most reliable first; [`super::detect`] recognises a table by them.
pub(super) const ADDRESS: [&str; 8] =
    ["url", "href", "link", "source url", "article url", "page url", "uri", "original url"];

/// Columns with the time of saving, most reliable first.
const DATES: [&str; 14] = [
    "time added",
    "timestamp",
    "created",
    "saved date",
    "created at",
    "date added",
    "add date",
    "saved at",
    "added",
    "saved",
    "date",
    "date saved",
    "creation time",
    "last interaction date",
];

/// Columns by their names; of duplicates, the first.
type Names = HashMap<String, usize>;

/// A row with its column names.
struct Row<'a> {
    names: &'a Names,
    cells: &'a ByteRecord,
}

impl Row<'_> {
    /// Returns the first of these columns that exists and is not empty.
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let cell = String::from_utf8_lossy(self.cells.get(*self.names.get(*name)?)?).trim().to_owned();
            (!cell.is_empty()).then_some(cell)
        })
    }

    fn is(&self, names: &[&str]) -> Option<bool> {
        match self.get(names)?.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        }
    }
}

pub(super) fn read(input: &ImportInput, mark: u8, sink: &mut Sink<'_>) -> ImportResult {
    let (stream, limit) = input.limited()?;
    let mut reader = ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(stream);
    let header = reader.byte_headers().map_err(|error| error.to_string())?;
    let mut names = Names::new();
    for (at, cell) in header.iter().enumerate() {
        names.entry(name(cell)).or_insert(at);
    }
    let kind = kind(&names);
    let mut titles =
        (names.contains_key("highlight") && names.contains_key("book title")).then(readwise::Titles::default);
    let mut cells = ByteRecord::new();
    let mut line = 1;
    loop {
        line += 1;
        limit.step();
        match reader.read_byte_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => {
                if let Some(titles) = titles {
                    titles.finish(sink);
                }
                return Ok(());
            }
            Err(error) => {
                sink(ImportEvent::Failed(format!("row {line}"), error.to_string()));
                if let Some(titles) = titles {
                    titles.finish(sink);
                }
                return Ok(());
            }
        }
        let row = Row { names: &names, cells: &cells };
        if let Some(titles) = &mut titles {
            let highlight = readwise::Row {
                title: row.get(&["book title"]),
                author: row.get(&["book author"]),
                highlight: row.get(&["highlight"]),
                note: row.get(&["note"]),
                date: row.get(&["highlighted at"]),
                tags: ["document tags", "tags"]
                    .into_iter()
                    .filter_map(|name| row.get(&[name]))
                    .flat_map(|tags| listed(&tags))
                    .collect(),
            };
            if titles.add(highlight, line).is_some_and(|event| !sink(event)) {
                return Ok(());
            }
            continue;
        }
        if !sink(found(kind, &row, line)) {
            return Ok(());
        }
    }
}

/// Normalises a column's name: case, and spaces, `_` or `-` between words.
pub(super) fn name(cell: &[u8]) -> String {
    let name = String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_lowercase();
    name.replace(['_', '-'], " ")
}

fn kind(names: &Names) -> Kind {
    let has = |name: &str| names.contains_key(name);
    if has("time added") {
        Kind::Pocket
    } else if has("selection") && has("folder") {
        Kind::Instapaper
    } else if has("document tags") || has("saved date") {
        Kind::Readwise
    } else if has("in queue") {
        Kind::Matter
    } else if has("cover") || has("highlights") || (has("favorite") && has("folder")) {
        Kind::Raindrop
    } else if has("creation date") {
        Kind::Wallabag
    } else {
        Kind::Other
    }
}

fn found(kind: Kind, row: &Row<'_>, line: usize) -> ImportEvent {
    let url = row.get(&ADDRESS);
    // Some programs keep titles as they are in the page's source.
    let title = row.get(&["title", "name"]).map(|title| decode(&title));
    let text = row.get(&["selection", "content"]).filter(|_| url.is_none());
    if url.is_none() && text.is_none() {
        return ImportEvent::Failed(title.unwrap_or_else(|| format!("row {line}")), "the row has no URL".into());
    }
    if kind == Kind::Pocket && url.as_deref() == Some("url") {
        return ImportEvent::Skipped(format!("row {line}"), "a second header row".into());
    }
    let location = row.get(&["location"]).map(|location| location.to_ascii_lowercase());
    if kind == Kind::Readwise && location.as_deref() == Some("feed") {
        return ImportEvent::Skipped(url.unwrap_or_default(), "an item of a feed, not a saved article".into());
    }
    let mut user_data = user_data(kind, row);
    if kind == Kind::Readwise && location.as_deref() == Some("archive") {
        user_data.state = Some(PieceState::Archive);
    }
    let mut incoming = entry(url, title, user_data);
    if let Some(text) = text {
        incoming.original = Some(plain(&text));
    } else if let (Kind::Wallabag, Some(page)) = (kind, row.get(&["content"])) {
        incoming.original = Some(html(&page));
    } else if let Some(selection) = row.get(&["selection"]) {
        incoming.user_data.highlights.push(Highlight { text: selection, ..Highlight::default() });
    }
    incoming.meta.authors = row.get(&["author", "authors"]).into_iter().collect();
    incoming.meta.site = row.get(&["publisher", "site", "site name"]);
    incoming.meta.published = row.get(&["published", "published at", "published date"]);
    incoming.meta.language = row.get(&["language"]);
    incoming.meta.description = row.get(&["excerpt"]);
    ImportEvent::Entry(Box::new(incoming))
}

fn user_data(kind: Kind, row: &Row<'_>) -> UserData {
    // The first valid date: some tables have an empty or broken date column.
    let saved = DATES.iter().find_map(|name| row.get(&[name]).as_deref().and_then(dates::parse));
    let mut user_data = UserData {
        state: state(row),
        starred: row.is(&["favorite", "favorited", "favourite", "is marked", "is starred", "starred", "important"]),
        tags: tags(kind, row),
        progress: progress(row),
        // wallabag's CSV dates have a 12-hour clock without am or pm: no date is better than a wrong one.
        saved,
        note: row.get(&["note", "notes", "description"]),
        ..UserData::default()
    };
    user_data.highlights = row.get(&["highlights"]).map(|text| highlights(&text)).unwrap_or_default();
    if kind == Kind::Readwise && user_data.tags.iter().any(|tag| tag == "favorite") {
        user_data.starred = Some(true);
    }
    if kind == Kind::Matter && row.is(&["read"]) == Some(true) {
        user_data.progress = Some(WHOLE);
    }
    match (row.get(&["folder"]), kind) {
        (Some(folder), Kind::Instapaper) => instapaper_folder(&folder, &mut user_data),
        (Some(folder), _) if folder.eq_ignore_ascii_case("archive") => user_data.state = Some(PieceState::Archive),
        (Some(folder), _) if !folder.eq_ignore_ascii_case("unsorted") => user_data.tags.extend(path(&folder)),
        _ => {}
    }
    user_data
}

/// Instapaper has one folder per row: liked articles are in "Starred" instead of their real folder, and were read
/// there.
pub(super) fn instapaper_folder(folder: &str, user_data: &mut UserData) {
    match folder {
        "Unread" => user_data.state = Some(PieceState::Unread),
        "Archive" => user_data.state = Some(PieceState::Archive),
        "Starred" | "Liked" => {
            user_data.state = Some(PieceState::Archive);
            user_data.starred = Some(true);
        }
        folder => {
            user_data.state = Some(PieceState::Unread);
            user_data.tags.push(folder.to_owned());
        }
    }
}

/// Splits a path of folders. If names may contain a `/`, the separator is one with spaces around it.
fn path(folder: &str) -> Vec<String> {
    if folder.contains(" / ") {
        folder.split(" / ").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    } else {
        parted(folder, &['/'])
    }
}

/// Parses the highlights of one cell: each after `Highlight:` with its note after `Note:`, as Raindrop writes them,
/// else one per line.
fn highlights(cell: &str) -> Vec<Highlight> {
    const BEGINS: &str = "Highlight:";
    let mut all: Vec<Highlight> = Vec::new();
    let marked = cell.starts_with(BEGINS);
    let mut in_note = false;
    for line in cell.lines() {
        let begins = line.strip_prefix(BEGINS).or((!marked).then_some(line));
        let note = line.strip_prefix("Note:").filter(|_| marked);
        match (begins, note, all.last_mut()) {
            (_, Some(note), Some(last)) => {
                in_note = true;
                last.note = Some(note.trim().to_owned());
            }
            (None, None, Some(Highlight { note: Some(note), .. })) if in_note => more(note, line),
            (None, None, Some(last)) => more(&mut last.text, line),
            (Some(text), ..) => {
                in_note = false;
                all.push(Highlight { text: text.trim().to_owned(), ..Highlight::default() });
            }
            (None, _, None) => {}
        }
    }
    all.retain(|one| !one.text.trim().is_empty());
    for note in all.iter_mut().filter_map(|one| one.note.as_mut()) {
        note.truncate(note.trim_end().len());
    }
    all
}

fn more(text: &mut String, line: &str) {
    text.push('\n');
    text.push_str(line.trim_end());
}

fn state(row: &Row<'_>) -> Option<PieceState> {
    if let Some(archived) = row.is(&["is archived", "archived"]) {
        return Some(if archived { PieceState::Archive } else { PieceState::Unread });
    }
    if let Some(queued) = row.is(&["in queue"]) {
        return Some(if queued { PieceState::Unread } else { PieceState::Archive });
    }
    if let Some(to_read) = row.is(&["toread", "to read", "unread"]) {
        return Some(if to_read { PieceState::Unread } else { PieceState::Archive });
    }
    let word = row.get(&["status", "state"])?.to_ascii_lowercase();
    match word.as_str() {
        "archive" | "archived" | "read" => Some(PieceState::Archive),
        "reading" => Some(PieceState::Reading),
        _ => Some(PieceState::Unread),
    }
}

fn tags(kind: Kind, row: &Row<'_>) -> Vec<String> {
    let Some(text) = row.get(&["tags", "document tags", "labels", "tag", "keywords", "categories"]) else {
        return Vec::new();
    };
    match kind {
        Kind::Pocket => parted(&text, &['|', ',']),
        Kind::Matter => parted(&text, &[';']),
        // Text that is no list is broken; it is not a tag.
        Kind::Instapaper => json(&text).unwrap_or_default(),
        _ => listed(&text),
    }
}

/// Parses shares from 0 to 1, and percentages.
fn progress(row: &Row<'_>) -> Option<u16> {
    let value: f64 = row.get(&["reading progress", "progress", "read progress"])?.trim_end_matches('%').parse().ok()?;
    let share = if value > 1.0 { value / 100.0 } else { value };
    Some((share.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u16)
}
