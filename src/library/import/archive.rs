//! Zip files: exports of Omnivore and Pocket, and any archive of known files. Paths in the archive are never used for
//! writing; the number of members, their size and the compression ratio are limited whatever their headers claim.

use super::surrogates::Mended;
use super::{ImportEvent, ImportFormat, ImportInput, ImportResult, Sink, detect, html, json_fields, read_as};
use crate::document::MediaType;
use crate::library::{Highlight, Original};
use crate::limits::{MAX_MEMBER_LIST_BYTES, MAX_MEMBER_PAGE_BYTES, MAX_MEMBERS, max_member_bytes, max_unpacked_bytes};
use crate::small_sort::SmallSort;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

type Zip = ZipArchive<BufReader<File>>;

/// An archive with the number of bytes unpacked so far and the limit.
struct Archive {
    zip: Zip,
    unpacked: u64,
    most: u64,
}

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let zip = ZipArchive::new(input.start()?).map_err(|error| format!("broken zip file: {error}"))?;
    if zip.len() > MAX_MEMBERS {
        return Err(format!("the zip file has more than {MAX_MEMBERS} members"));
    }
    let packed = input.file.metadata().map_err(|error| error.to_string())?.len();
    let mut archive = Archive { zip, unpacked: 0, most: max_unpacked_bytes(packed) };
    let names: Vec<String> = (0..archive.zip.len())
        .map(|n| {
            archive.zip.name_for_index(n).and_then(Result::ok).map(std::borrow::Cow::into_owned).unwrap_or_default()
        })
        .collect();
    if names.iter().any(|name| is_metadata(name)) {
        omnivore(&mut archive, &names, sink);
    } else {
        members(&mut archive, &names, sink);
    }
    Ok(())
}

/// Returns true for the files in which Omnivore lists its articles.
pub(super) fn is_metadata(name: &str) -> bool {
    let json = |file: &str| Path::new(file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    name.rsplit('/').next().is_some_and(|file| file.starts_with("metadata_") && json(file))
}

/// Reads Omnivore's export from a folder into which it was unpacked.
pub(super) fn unpacked(folder: &Path, sink: &mut Sink<'_>) {
    let mut names = Vec::new();
    for within in ["", "content/", "highlights/"] {
        let listed = std::fs::read_dir(folder.join(within)).into_iter().flatten().flatten();
        let files = listed.filter(|one| one.file_type().is_ok_and(|kind| kind.is_file()));
        names.extend(files.map(|one| format!("{within}{}", one.file_name().to_string_lossy())));
    }
    omnivore(&mut Unpacked { folder, names: &names }, &names, sink);
}

/// A source of members by their numbers.
trait Members {
    /// Returns the bytes of a member, at most `most`.
    fn bytes(&mut self, number: usize, most: u64) -> Result<Vec<u8>, String>;
}

/// A folder whose files are the members.
struct Unpacked<'a> {
    folder: &'a Path,
    names: &'a [String],
}

impl Members for Unpacked<'_> {
    fn bytes(&mut self, number: usize, most: u64) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let file = File::open(self.folder.join(&self.names[number])).map_err(|error| error.to_string())?;
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() as u64 > most { Err("it is too large".into()) } else { Ok(bytes) }
    }
}

impl Archive {
    /// Unpacks a member into a temporary file.
    fn spooled(&mut self, number: usize, name: &str) -> Result<ImportInput, String> {
        let most = MAX_MEMBER_LIST_BYTES.min(self.most.saturating_sub(self.unpacked));
        let member = self.zip.by_index(number).map_err(|error| error.to_string())?;
        let most = most.min(max_member_bytes(member.compressed_size()));
        let mut counted = Counted { stream: member.take(most + 1), length: 0 };
        let input = ImportInput::spool(name, &mut counted);
        self.unpacked += counted.length;
        if counted.length > most { Err("it is too large when unpacked".into()) } else { input }
    }
}

impl Members for Archive {
    fn bytes(&mut self, number: usize, most: u64) -> Result<Vec<u8>, String> {
        let most = most.min(self.most.saturating_sub(self.unpacked));
        let member = self.zip.by_index(number).map_err(|error| error.to_string())?;
        let packed = member.compressed_size();
        let mut bytes = Vec::new();
        member.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        let length = bytes.len() as u64;
        self.unpacked += length;
        if length > most || length > max_member_bytes(packed) {
            return Err("it is too large when unpacked".into());
        }
        Ok(bytes)
    }
}

/// A reader that counts the bytes read.
struct Counted<R> {
    stream: R,
    length: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.length += read as u64;
        Ok(read)
    }
}

fn omnivore(archive: &mut dyn Members, names: &[String], sink: &mut Sink<'_>) {
    // Names may occur twice; the first member counts.
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (number, name) in names.iter().enumerate() {
        by_name.entry(name).or_insert(number);
    }
    let mut lists: Vec<(&str, usize)> = by_name.iter().map(|(name, number)| (*name, *number)).collect();
    lists.retain(|(name, _)| is_metadata(name));
    lists.small_sort_by_key(|(name, _)| (name.len(), *name));
    let mut seen: HashSet<String> = HashSet::new();
    for (name, number) in lists {
        let folder = &name[..name.rfind('/').map_or(0, |at| at + 1)];
        let entries: Vec<Map<String, Value>> = match archive.bytes(number, MAX_MEMBER_LIST_BYTES).and_then(|bytes| {
            serde_json::from_reader(Mended::new(bytes.as_slice())).map_err(|error| format!("broken JSON: {error}"))
        }) {
            Ok(entries) => entries,
            Err(why) => {
                if !sink(ImportEvent::Failed(name.to_owned(), why)) {
                    return;
                }
                continue;
            }
        };
        for fields in entries {
            let slug = fields.get("slug").and_then(Value::as_str).unwrap_or_default().to_owned();
            let id = fields.get("id").and_then(Value::as_str).unwrap_or(&slug).to_owned();
            if !id.is_empty() && !seen.insert(id) {
                continue;
            }
            let mut found = json_fields::found(&fields, &[], &HashMap::new());
            if let ImportEvent::Entry(incoming) = &mut found {
                let page = by_name.get(format!("{folder}content/{slug}.html").as_str());
                if let Some(Ok(bytes)) = page.map(|&number| archive.bytes(number, MAX_MEMBER_PAGE_BYTES)) {
                    incoming.original = Some(html(&String::from_utf8_lossy(&bytes)));
                }
                let marked = by_name.get(format!("{folder}highlights/{slug}.md").as_str());
                if let Some(Ok(bytes)) = marked.map(|&number| archive.bytes(number, MAX_MEMBER_PAGE_BYTES)) {
                    (incoming.user_data.highlights, incoming.user_data.note) =
                        highlights(&String::from_utf8_lossy(&bytes));
                }
            }
            if !sink(found) {
                return;
            }
        }
    }
}

/// Parses highlights and notes as Omnivore writes them, separated by blank lines: a highlight is a block quote, of
/// which only the first line must have the sign, then its labels (`#one #two`), then its note. A note of the page is
/// followed by an extra blank line.
fn highlights(text: &str) -> (Vec<Highlight>, Option<String>) {
    let (mut all, mut page): (Vec<Highlight>, Vec<&str>) = (Vec::new(), Vec::new());
    let text = text.replace('\r', "");
    let mut chunks = text.split("\n\n\n\n").peekable();
    while let Some(chunk) = chunks.next() {
        let ends_in_note = chunks.peek().is_some() || chunk.ends_with("\n\n");
        let mut parts: Vec<&str> = chunk.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
        let note = parts.pop_if(|part| ends_in_note && !part.starts_with('>'));
        for part in parts {
            if part.starts_with('>') {
                let line = |line: &str| line.strip_prefix('>').unwrap_or(line).trim().to_owned();
                let quoted = part.lines().map(line).collect::<Vec<_>>().join("\n");
                all.push(Highlight { text: quoted.trim().to_owned(), ..Highlight::default() });
            } else if let Some(last) = all.last_mut() {
                last.note = Some(last.note.take().map_or_else(|| part.to_owned(), |note| format!("{note}\n{part}")));
            } else {
                page.push(part);
            }
        }
        page.extend(note);
    }
    let page = (!page.is_empty()).then(|| page.join("\n"));
    (all, page)
}

/// Reads the members of any archive by their kind: first tables and lists, then pages if there are no others.
fn members(archive: &mut Archive, names: &[String], sink: &mut Sink<'_>) {
    let wanted = |name: &str, endings: &[&str]| {
        let low = name.to_ascii_lowercase();
        let own = !low.contains("__macosx") && !low.rsplit('/').next().is_some_and(|file| file.starts_with("._"));
        own && endings.iter().any(|ending| low.ends_with(ending))
    };
    let lists = [".csv", ".json", ".jsonl", ".opml", ".xml", ".zip"];
    let pages = [".html", ".htm", ".md", ".txt"];
    let has_lists = names.iter().any(|name| wanted(name, &lists));
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.small_sort_by(|&a, &b| names[a].len().cmp(&names[b].len()).then(names[a].cmp(&names[b])));
    let mut going = true;
    for number in order {
        let name = &names[number];
        if !going || !(wanted(name, &lists) || wanted(name, &pages)) {
            continue;
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let done = archive.spooled(number, file).and_then(|input| match detect::detect(&input)? {
            ImportFormat::Zip => Err("a zip file within a zip file".into()),
            ImportFormat::Page if wanted(name, &lists) => Err("not a list that can be imported".into()),
            ImportFormat::Page if has_lists => Ok(()),
            format => read_as(format, &input, &mut |found| {
                going = sink(found);
                going
            }),
        });
        if let Err(why) = done {
            going &= sink(ImportEvent::Failed(name.clone(), why));
        }
    }
}

/// Wraps a page's bytes.
pub(super) fn original(media_type: MediaType, charset: &str, bytes: Vec<u8>) -> Original {
    Original { media_type, charset: charset.to_owned(), bytes }
}
