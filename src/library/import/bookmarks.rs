//! Netscape bookmark files in all dialects, and the HTML of Pocket and Instapaper. One pass over the tags: the format
//! is not really HTML and needs no HTML parser.

use super::tags::parted;
use super::{ImportEvent, ImportInput, ImportResult, Sink, csv, entry, plain};
use crate::library::dates;
use crate::library::entities::decode;
use crate::library::{Incoming, PieceState, UserData};
use crate::limits::MAX_IMPORT_DEPTH;
use std::io::{BufRead, Read};

/// Longest stretch from one tag to the next, in bytes.
const MAX_TAG_BYTES: u64 = 1 << 20;

/// Folders of browsers and services that are locations, not topics.
const PLACES: [&str; 13] = [
    "bookmarks",
    "bookmarks bar",
    "favorites bar",
    "bookmark bar",
    "bookmarks menu",
    "bookmarks toolbar",
    "mobile bookmarks",
    "other bookmarks",
    "unsorted bookmarks",
    "unsorted",
    "uncategorized",
    "unlabeled",
    "all bookmarks",
];

/// Tag by which linkding marks archived bookmarks.
const LINKDING_ARCHIVED: &str = "linkding:bookmarks.archived";

/// State of the parser.
#[derive(Default)]
struct Place {
    /// Names of the enclosing folders.
    folders: Vec<Option<String>>,
    /// Name of the folder that the next list opens.
    next: Option<String>,
    /// Current heading and the number of headings so far: the sections of Pocket and Instapaper.
    section: Option<String>,
    sections: usize,
    /// True for Instapaper's file.
    instapaper: bool,
    /// The entry that is being read.
    entry: Option<Incoming>,
    /// True inside the entry's note: a link there is no entry.
    in_note: bool,
    /// Meaning of the text before the next tag.
    text: Text,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Text {
    #[default]
    Nothing,
    Title,
    Note,
    Folder,
    Section,
    Head,
}

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let mut reader = input.start()?;
    let mut place = Place::default();
    let mut chunk = Vec::new();
    loop {
        let Some((text, tag)) = next(&mut reader, &mut chunk)? else {
            place.finish(sink);
            return Ok(());
        };
        place.text(&text);
        if !place.tag(&tag, sink) {
            return Ok(());
        }
    }
}

/// Returns the text before the next tag, and the tag without its brackets; `None` at the end.
fn next(reader: &mut impl BufRead, chunk: &mut Vec<u8>) -> Result<Option<(String, String)>, String> {
    chunk.clear();
    // A `>` within quotes ends no tag. Each byte is examined once: a tag may have a million of them.
    let (mut open, mut quoted) = (None, false);
    loop {
        let looked = chunk.len();
        let read = reader.by_ref().take(MAX_TAG_BYTES).read_until(b'>', chunk).map_err(|error| error.to_string())?;
        for (at, &byte) in chunk.iter().enumerate().skip(looked) {
            open = open.or((byte == b'<').then_some(at));
            quoted ^= open.is_some() && byte == b'"';
        }
        let comment = open.is_some_and(|at| chunk[at..].starts_with(b"<!--"));
        let whole = if comment { chunk.ends_with(b"-->") } else { chunk.ends_with(b">") && open.is_some() && !quoted };
        if read == 0 || chunk.len() as u64 > MAX_TAG_BYTES || whole {
            break;
        }
    }
    if chunk.is_empty() {
        return Ok(None);
    }
    let open = open.unwrap_or(chunk.len());
    let text = String::from_utf8_lossy(&chunk[..open]).into_owned();
    let tag = chunk.get(open + 1..).unwrap_or_default();
    let tag = String::from_utf8_lossy(tag.strip_suffix(b">").unwrap_or(tag)).into_owned();
    Ok(Some((text, tag)))
}

impl Place {
    fn text(&mut self, text: &str) {
        let text = decode(text.trim());
        if text.is_empty() {
            return;
        }
        match (self.text, &mut self.entry) {
            (Text::Title, Some(entry)) => append(&mut entry.meta.title, &text),
            (Text::Note, Some(entry)) => append(&mut entry.user_data.note, &text),
            (Text::Folder, _) => append(&mut self.next, &text),
            (Text::Section, _) => append(&mut self.section, &text),
            (Text::Head, _) => self.instapaper |= text == "Instapaper: Export",
            _ => {}
        }
    }

    /// Processes a tag. Returns false if reading must stop.
    fn tag(&mut self, tag: &str, sink: &mut Sink<'_>) -> bool {
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        match name.to_ascii_lowercase().as_str() {
            "a" | "/a" if self.in_note => {}
            "a" => {
                let going = self.finish(sink);
                self.entry = Some(self.begin(rest));
                self.text = Text::Title;
                return going;
            }
            "/a" | "/h1" | "/h3" | "/title" => self.text = Text::Nothing,
            "title" => self.text = Text::Head,
            "dd" if self.entry.is_some() => (self.text, self.in_note) = (Text::Note, true),
            "br" | "br/" if self.in_note => {
                if let Some(note) = self.entry.as_mut().and_then(|entry| entry.user_data.note.as_mut()) {
                    note.push('\n');
                }
            }
            "h1" => {
                let going = self.finish(sink);
                (self.section, self.text) = (None, Text::Section);
                self.sections += 1;
                return going;
            }
            "h3" => {
                let going = self.finish(sink);
                self.next = None;
                self.text = Text::Folder;
                // The browsers' own folders have these attributes.
                if attribute(rest, "personal_toolbar_folder").or(attribute(rest, "unfiled_bookmarks_folder")).is_some()
                {
                    self.text = Text::Nothing;
                }
                return going;
            }
            "dl" => {
                let going = self.finish(sink);
                self.folders.push(self.next.take());
                return going;
            }
            "/dl" => {
                let going = self.finish(sink);
                self.folders.pop();
                return going;
            }
            "dt" | "/li" | "li" => return self.finish(sink),
            _ => {}
        }
        true
    }

    fn begin(&self, attributes: &str) -> Incoming {
        let get = |name| attribute(attributes, name);
        let date = ["add_date", "time_added", "last_modified", "last_visit"].iter();
        let date = date.filter_map(|name| get(name)).find_map(|date| dates::parse(&date));
        // A comma within a tag is written as a reference: split first, resolve afterwards.
        let mut tags: Vec<String> =
            get("tags").map(|tags| parted(&tags, &[',']).iter().map(|tag| decode(tag)).collect()).unwrap_or_default();
        let mut user_data = UserData { saved: date, ..UserData::default() };
        // Files with sections have no lists; in others the heading is the file's title.
        match self.section.as_deref().filter(|_| self.folders.is_empty()) {
            Some(section) if self.instapaper => csv::instapaper_folder(section, &mut user_data),
            // Pocket's second section is the archive, in any language.
            Some(section) => {
                let archived = self.sections > 1 || section.to_lowercase().contains("archive");
                user_data.state = Some(if archived { PieceState::Archive } else { PieceState::Unread });
            }
            None => {}
        }
        match get("toread").as_deref() {
            Some("1") => user_data.state = Some(PieceState::Unread),
            Some("0") => user_data.state = Some(PieceState::Archive),
            _ => {}
        }
        if get("archived").as_deref() == Some("1") || tags.iter().any(|tag| tag == LINKDING_ARCHIVED) {
            user_data.state = Some(PieceState::Archive);
            tags.retain(|tag| tag != LINKDING_ARCHIVED);
        }
        if let Some(state) = get("state").as_deref().and_then(PieceState::named) {
            user_data.state = Some(state);
        }
        let starred = ["starred", "important", "data-important"].iter().find_map(|name| get(name));
        if starred.is_some_and(|value| value == "1" || value == "true") {
            user_data.starred = Some(true);
        }
        user_data.progress = get("progress").and_then(|value| value.parse().ok()).filter(|&value: &u16| value <= 1000);
        for (depth, folder) in self.folders.iter().take(MAX_IMPORT_DEPTH).enumerate() {
            let Some(folder) = folder else { continue };
            match folder.to_lowercase().as_str() {
                "archived" | "archive" if depth <= 1 => user_data.state = Some(PieceState::Archive),
                "favorite" | "favorites" if depth <= 1 => user_data.starred = Some(true),
                place if PLACES.contains(&place) => {}
                _ => tags.push(folder.clone()),
            }
        }
        user_data.tags.extend(tags);
        let url = get("href").map(|url| decode(url.trim())).filter(|url| !url.is_empty());
        entry(url, None, user_data)
    }

    fn finish(&mut self, sink: &mut Sink<'_>) -> bool {
        (self.text, self.in_note) = (Text::Nothing, false);
        let Some(mut incoming) = self.entry.take() else { return true };
        if let Some(note) = incoming.user_data.note.take() {
            // linkding appends the notes to the description.
            let note = note.replace("[linkding-notes]", "\n").replace("[/linkding-notes]", "");
            incoming.user_data.note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
        }
        if incoming.meta.title.is_some() && incoming.meta.title == incoming.url {
            incoming.meta.title = None;
        }
        if incoming.url.as_deref().is_none_or(|url| url.starts_with(['?', '/', '#'])) {
            // A note in Shaarli has no page but itself, and an address relative to its own site.
            let Some(text) = incoming.user_data.note.take() else {
                let name = incoming.meta.title.or(incoming.url).unwrap_or_else(|| "a bookmark".into());
                return sink(ImportEvent::Failed(name, "it has no URL".into()));
            };
            (incoming.url, incoming.original) = (None, Some(plain(&text)));
        }
        sink(ImportEvent::Entry(Box::new(incoming)))
    }
}

fn append(held: &mut Option<String>, text: &str) {
    match held {
        Some(held) => {
            held.push_str(if held.ends_with('\n') { "" } else { " " });
            held.push_str(text);
        }
        None => *held = Some(text.to_owned()),
    }
}

/// Returns an attribute's value as written; "" if it has only a name.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|ch: char| ch == '=' || ch.is_whitespace()).unwrap_or(rest.len());
        let found = rest[..end].eq_ignore_ascii_case(name);
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|ch| matches!(ch, '"' | '\''));
            let (inside, skip) = quote.map_or((after, 0), |_| (&after[1..], 1));
            let close = quote.map_or_else(|| inside.find(char::is_whitespace), |quote| inside.find(quote));
            let close = close.unwrap_or(inside.len());
            value = &inside[..close];
            rest = inside[(close + skip).min(inside.len())..].trim_start();
        } else if end == 0 {
            // Skips a stray character.
            rest = rest.get(1..).unwrap_or_default();
        }
        if found {
            return Some(value.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_as_written() {
        let text = r#"HREF="https://a.example/?x=1&y=2" ADD_DATE='12' TAGS="a,b&#44;c" PRIVATE"#;
        assert_eq!(attribute(text, "href").as_deref(), Some("https://a.example/?x=1&y=2"));
        assert_eq!(attribute(text, "add_date").as_deref(), Some("12"));
        assert_eq!(attribute(text, "tags").as_deref(), Some("a,b&#44;c"));
        assert_eq!(attribute(text, "private").as_deref(), Some(""));
        assert_eq!(attribute(text, "toread"), None);
        assert_eq!(attribute("==é\"", "x"), None);
    }
}
