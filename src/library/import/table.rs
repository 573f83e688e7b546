//! Tables. Columns are found by name, never by place, so that old and new variants of an export are read alike.

use super::tags::{json, listed, parted};
use super::{Found, Input, Reading, Take, dates, entry, html, plain};
use crate::library::{Highlight, Marks, State, WHOLE};
use csv::{ByteRecord, ReaderBuilder};

/// Which program's table it is, as far as that changes what a column means.
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

/// A row with its columns' names.
struct Row<'a> {
    names: &'a [String],
    cells: &'a ByteRecord,
}

impl Row<'_> {
    /// The first of these columns that is there and not empty.
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let at = self.names.iter().position(|held| held == name)?;
            let cell = String::from_utf8_lossy(self.cells.get(at)?).trim().to_owned();
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

pub(super) fn read(input: &Input, mark: u8, take: &mut Take<'_>) -> Reading {
    let mut reader = ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(input.start()?);
    let names: Vec<String> = reader
        .byte_headers()
        .map_err(|error| error.to_string())?
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_ascii_lowercase())
        .collect();
    let kind = kind(&names);
    let mut cells = ByteRecord::new();
    let mut line = 1;
    loop {
        line += 1;
        match reader.read_byte_record(&mut cells) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                take(Found::Failed(format!("row {line}"), error.to_string()));
                return Ok(());
            }
        }
        let row = Row { names: &names, cells: &cells };
        if !take(found(kind, &row, line)) {
            return Ok(());
        }
    }
}

fn kind(names: &[String]) -> Kind {
    let has = |name: &str| names.iter().any(|held| held == name);
    if has("time_added") {
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

fn found(kind: Kind, row: &Row<'_>, line: usize) -> Found {
    let url = row.get(&["url", "href", "link"]);
    let title = row.get(&["title", "name"]);
    let text = row.get(&["selection", "content"]).filter(|_| url.is_none());
    if url.is_none() && text.is_none() {
        return Found::Failed(title.unwrap_or_else(|| format!("row {line}")), "the row has no address".into());
    }
    if kind == Kind::Pocket && url.as_deref() == Some("url") {
        return Found::Skipped(format!("row {line}"), "the headings once more".into());
    }
    let location = row.get(&["location"]).map(|location| location.to_ascii_lowercase());
    if kind == Kind::Readwise && location.as_deref() == Some("feed") {
        return Found::Skipped(url.unwrap_or_default(), "an item of a feed, not a saved piece".into());
    }
    let mut marks = marks(kind, row);
    if kind == Kind::Readwise && location.as_deref() == Some("archive") {
        marks.state = Some(State::Archive);
    }
    let mut incoming = entry(url, title, marks);
    if let Some(text) = text {
        incoming.original = Some(plain(&text));
    } else if let (Kind::Wallabag, Some(page)) = (kind, row.get(&["content"])) {
        incoming.original = Some(html(&page));
    } else if let Some(selection) = row.get(&["selection"]) {
        incoming.marks.highlights.push(Highlight { text: selection, ..Highlight::default() });
    }
    incoming.meta.authors = row.get(&["author", "authors"]).into_iter().collect();
    incoming.meta.site = row.get(&["publisher", "site", "site_name"]);
    incoming.meta.published = row.get(&["published"]);
    incoming.meta.language = row.get(&["language"]);
    incoming.meta.description = row.get(&["excerpt"]);
    Found::Entry(Box::new(incoming))
}

fn marks(kind: Kind, row: &Row<'_>) -> Marks {
    let date = row.get(&[
        "time_added",
        "timestamp",
        "created",
        "saved date",
        "created_at",
        "date",
        "saved",
        "date_added",
        "add_date",
        "last interaction date",
    ]);
    let mut marks = Marks {
        state: state(row),
        starred: row.is(&["favorite", "favorited", "is_marked", "is_starred", "starred"]),
        tags: tags(kind, row),
        progress: progress(row),
        // wallabag's dates in CSV are 12 hours without am or pm: no date is better than a wrong one.
        saved: date.as_deref().and_then(dates::parse),
        note: row.get(&["note", "notes", "description"]),
        ..Marks::default()
    };
    if let Some(text) = row.get(&["highlights"]) {
        marks.highlights.push(Highlight { text, ..Highlight::default() });
    }
    if kind == Kind::Readwise && marks.tags.iter().any(|tag| tag == "favorite") {
        marks.starred = Some(true);
    }
    if kind == Kind::Matter && row.is(&["read"]) == Some(true) {
        marks.progress = Some(WHOLE);
    }
    match (row.get(&["folder"]), kind) {
        (Some(folder), Kind::Instapaper) => instapaper_folder(&folder, &mut marks),
        (Some(folder), _) if folder.eq_ignore_ascii_case("archive") => marks.state = Some(State::Archive),
        (Some(folder), _) if !folder.eq_ignore_ascii_case("unsorted") => marks.tags.extend(parted(&folder, &['/'])),
        _ => {}
    }
    marks
}

/// One folder a row: what is liked stands in "Starred", wherever else it was; there it had been read.
fn instapaper_folder(folder: &str, marks: &mut Marks) {
    match folder {
        "Unread" => marks.state = Some(State::Unread),
        "Archive" => marks.state = Some(State::Archive),
        "Starred" => {
            marks.state = Some(State::Archive);
            marks.starred = Some(true);
        }
        folder => {
            marks.state = Some(State::Unread);
            marks.tags.push(folder.to_owned());
        }
    }
}

fn state(row: &Row<'_>) -> Option<State> {
    if let Some(archived) = row.is(&["is_archived", "archived"]) {
        return Some(if archived { State::Archive } else { State::Unread });
    }
    if let Some(queued) = row.is(&["in queue"]) {
        return Some(if queued { State::Unread } else { State::Archive });
    }
    if let Some(to_read) = row.is(&["toread", "unread"]) {
        return Some(if to_read { State::Unread } else { State::Archive });
    }
    let word = row.get(&["status", "state"])?.to_ascii_lowercase();
    match word.as_str() {
        "archive" | "archived" | "read" => Some(State::Archive),
        "reading" => Some(State::Reading),
        _ => Some(State::Unread),
    }
}

fn tags(kind: Kind, row: &Row<'_>) -> Vec<String> {
    let Some(text) = row.get(&["tags", "document tags", "labels"]) else { return Vec::new() };
    match kind {
        Kind::Pocket => parted(&text, &['|']),
        Kind::Matter => parted(&text, &[';']),
        // What is no list is broken, not a tag.
        Kind::Instapaper => json(&text).unwrap_or_default(),
        _ => listed(&text),
    }
}

/// Shares from 0 to 1 and per cent.
fn progress(row: &Row<'_>) -> Option<u16> {
    let value: f64 = row.get(&["reading progress", "progress", "read_progress"])?.trim_end_matches('%').parse().ok()?;
    let share = if value > 1.0 { value / 100.0 } else { value };
    Some((share.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u16)
}
