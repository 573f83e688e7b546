//! Folders of pages, and single pages. Exports of other programs in a folder are read as such. Front matter in
//! Markdown may hold the user's data of a piece, so that an exported folder can be imported again.

use super::archive::{self, original};
use super::{ImportEvent, ImportFormat, ImportInput, ImportResult, Sink, detect, entry, tags};
use crate::library::dates;
use crate::library::{PieceState, UserData};
use crate::limits::MAX_IMPORT_DEPTH;
use crate::load::{self, Location};
use crate::small_sort::SmallSort;
use std::io::Read;
use std::path::Path;

/// Separates the article from what an export adds below it; an import stops there.
pub(in crate::library) const BELOW: &str = "\n<!-- sayso: below the article -->\n";

pub(super) fn read(path: &Path, sink: &mut Sink<'_>) -> ImportResult {
    let mut waiting = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let listed = match std::fs::read_dir(&folder) {
            Ok(listed) => listed,
            Err(error) if depth == 0 => return Err(error.to_string()),
            Err(error) => {
                sink(ImportEvent::Failed(folder.display().to_string(), error.to_string()));
                continue;
            }
        };
        if let Some(messages) = load::maildir_messages(&folder) {
            if !messages.iter().all(|message| sink(loaded(message))) {
                return Ok(());
            }
            continue;
        }
        let mut entries: Vec<_> = listed.flatten().collect();
        if entries.iter().any(|one| archive::is_metadata(&one.file_name().to_string_lossy())) {
            archive::unpacked(&folder, sink);
            continue;
        }
        entries.small_sort_by_key(std::fs::DirEntry::file_name);
        for one in entries {
            let hidden = one.file_name().to_string_lossy().starts_with('.');
            // Symbolic links are not followed: a folder may contain a link to itself.
            match one.file_type() {
                Ok(kind) if kind.is_dir() && !hidden && depth < MAX_IMPORT_DEPTH => {
                    waiting.push((one.path(), depth + 1));
                }
                Ok(kind) if kind.is_file() && !hidden && !file(&one.path(), sink) => return Ok(()),
                _ => {}
            }
        }
    }
    Ok(())
}

/// File name endings of pages.
const PAGES: [&str; 13] = [
    ".html",
    ".htm",
    ".xhtml",
    ".md",
    ".markdown",
    ".txt",
    ".eml",
    ".mht",
    ".mhtml",
    ".webarchive",
    ".vtt",
    ".srt",
    ".epub",
];
/// File name endings of possible exports of other programs.
const EXPORTS: [&str; 9] = [".html", ".htm", ".csv", ".json", ".jsonl", ".opml", ".zip", ".mbox", ".warc"];

/// Reads a file of a folder. Returns false if reading must stop.
fn file(path: &Path, sink: &mut Sink<'_>) -> bool {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let input = ends(&EXPORTS).then(|| ImportInput::open(path).and_then(|input| Ok((detect::detect(&input)?, input))));
    if let Some(Ok((format, input))) = input.filter(|opened| opened.as_ref().is_ok_and(|(format, _)| is_list(*format)))
    {
        let mut going = true;
        let done = super::read_as(format, &input, &mut |found| {
            going = sink(found);
            going
        });
        return match done {
            Err(why) => going && sink(ImportEvent::Failed(path.display().to_string(), why)),
            Ok(()) => going,
        };
    }
    if !ends(&PAGES) {
        return true;
    }
    sink(loaded(path))
}

/// The article that a file is.
fn loaded(path: &Path) -> ImportEvent {
    match load::load(&Location::File(path.to_owned()), &load::Options::default()) {
        Ok(source) => found(source),
        Err(error) => ImportEvent::Failed(path.display().to_string(), error.failure.to_string()),
    }
}

/// Returns true if files of this format hold many entries.
const fn is_list(format: ImportFormat) -> bool {
    use ImportFormat::{Articles, Bookmarks, Csv, Json, Native, Opml, Semicolons, Tabs, Zip};
    matches!(format, Articles(_) | Bookmarks | Csv | Json | Native | Opml | Semicolons | Tabs | Zip)
}

/// Reads a file that is a single page.
pub(super) fn page(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let mut bytes = Vec::new();
    let stream = input.start()?;
    stream.take(load::MAX_BYTES as u64).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let source = load::from_bytes(&input.name, bytes, &load::Options::default()).map_err(|e| e.failure.to_string())?;
    sink(found(source));
    Ok(())
}

pub(super) fn found(mut source: load::Source) -> ImportEvent {
    let text = source.text().0.into_owned();
    if let Some(article) = source.bytes.windows(BELOW.len()).position(|at| at == BELOW.as_bytes()) {
        source.bytes.truncate(article);
    }
    let front = if source.media_type == load::MediaType::Markdown { front_matter(&text) } else { Vec::new() };
    let get = |name: &str| front.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let highlights = get("highlights").and_then(|all| serde_json::from_str(&all).ok()).unwrap_or_default();
    let user_data = UserData {
        state: get("state").as_deref().and_then(PieceState::named),
        starred: get("starred").map(|value| value == "true"),
        tags: get("tags").map(|all| tags::listed(&all)).unwrap_or_default(),
        progress: get("progress").and_then(|value| value.parse().ok()),
        saved: get("saved").as_deref().and_then(|saved| dates::shown(saved).or_else(|| dates::parse(saved))),
        note: get("note").and_then(|note| serde_json::from_str(&note).ok().or(Some(note))),
        highlights,
        ..UserData::default()
    };
    let url = get("url").or_else(|| get("source")).or_else(|| source.url.clone());
    let evidence = std::mem::take(&mut source.evidence);
    let mut incoming = entry(url.map(|url| unquoted(&url)), get("title").map(|title| unquoted(&title)), user_data);
    let named = |name: &str| get(name).map(|value| unquoted(&value));
    incoming.meta.authors = get("authors").map(|all| tags::listed(&all)).unwrap_or_default();
    (incoming.meta.site, incoming.meta.published) = (named("site"), named("published"));
    incoming.meta.language = named("language");
    incoming.evidence = evidence;
    // A page that was never fetched has only a title.
    if get("fetched").as_deref() != Some("false") {
        incoming.original = Some(original(source.media_type, &source.charset, source.bytes));
    }
    ImportEvent::Entry(Box::new(incoming))
}

fn unquoted(value: &str) -> String {
    serde_json::from_str(value).unwrap_or_else(|_| value.to_owned())
}

/// Parses the front matter's plain fields and lists (`[a, b]`, or `- a` below), one line each.
fn front_matter(text: &str) -> Vec<(String, String)> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return Vec::new();
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines.take(200) {
        if line.trim_end() == "---" {
            return fields;
        }
        let listed = line.trim_start().strip_prefix("- ").filter(|_| line.starts_with([' ', '-']));
        match (listed, fields.last_mut(), line.split_once(':')) {
            (Some(item), Some((_, value)), _) => {
                let mut all: Vec<String> = serde_json::from_str(value).unwrap_or_default();
                all.push(unquoted(item.trim()).trim_matches('\'').to_owned());
                *value = serde_json::to_string(&all).unwrap_or_default();
            }
            (None, _, Some((key, value))) => fields.push((key.trim().to_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    Vec::new()
}
