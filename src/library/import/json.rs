//! JSON exports of any structure: lists, nested folders, collections. Entries are streamed. Folder names are
//! collected in a first pass, because some programs write them after the entries.

use super::entry_limit::EntryLimit;
use super::json_fields;
use super::surrogates::Mended;
use super::{ImportEvent, ImportInput, ImportResult, Sink};
use crate::limits::MAX_IMPORT_DEPTH;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::iter::successors;

/// Keys whose values contain entries or folders.
const HOLDERS: [&str; 19] = [
    "bookmarks",
    "collections",
    "links",
    "children",
    "roots",
    "bookmark_bar",
    "other",
    "synced",
    "mobile",
    "results",
    "items",
    "_embedded",
    "entries",
    "articles",
    "raindrops",
    "folders",
    "data",
    "list",
    "windows",
];
/// Keys of objects that hold entries by number: Pocket's API answers, tab sessions.
const NUMBERED: [&str; 2] = ["list", "windows"];
/// Keys of the browsers' own folders.
const PLACES: [&str; 5] = ["roots", "bookmark_bar", "other", "synced", "mobile"];
/// Keys that make an object an entry.
const ADDRESSES: [&str; 9] =
    ["url", "href", "uri", "link", "content", "article__url", "given_url", "resolved_url", "source_url"];

/// Keys that identify entries and folders, with a folder's name and parent.
const KNOWN: [&str; 10] = ["name", "title", "guid", "root", "id", "parentId", "url", "href", "uri", "link"];

/// Folders found in the first pass.
#[derive(Default)]
struct Names {
    /// Folders by the number of their object, in order of their start.
    folders: BTreeMap<usize, Folder>,
    /// Object numbers by identifier; of duplicates, the first.
    by_id: HashMap<String, usize>,
    /// Karakeep's lists, each with the names of its parents.
    lists: HashMap<String, Vec<String>>,
    /// Numbers of the links pinned in Linkwarden.
    pinned: HashSet<String>,
}

/// A folder, and its parent if the file has ids instead of nesting.
struct Folder {
    name: String,
    parent: Option<String>,
}

impl Names {
    /// Stores an object if it is a folder.
    fn keep(&mut self, object: usize, fields: &Map<String, Value>) {
        let Some(folder) = folder(fields) else { return };
        if let Some(id) = identifier(fields, "id") {
            self.by_id.entry(id).or_insert(object);
        }
        self.folders.insert(object, folder);
    }

    /// Returns the names of a folder and its parents, outermost first.
    fn path(&self, object: usize) -> Vec<String> {
        let Some(folder) = self.folders.get(&object) else { return Vec::new() };
        let outer = |folder: &&Folder| {
            let parent = self.by_id.get(folder.parent.as_ref()?)?;
            self.folders.get(parent)
        };
        let mut names: Vec<String> =
            successors(Some(folder), outer).take(MAX_IMPORT_DEPTH).map(|folder| folder.name.clone()).collect();
        names.reverse();
        names
    }
}

/// One pass.
struct Walk<'a, 't> {
    names: &'a mut Names,
    sink: Option<&'a mut Sink<'t>>,
    /// Number of objects begun so far.
    count: usize,
    /// Names of the enclosing folders.
    around: Vec<String>,
    going: bool,
    /// Tells the reader where an object ends.
    limit: EntryLimit,
}

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let mut names = Names::default();
    // Errors are reported by the second pass, after the entries before them.
    let _ = pass(input, &mut names, None);
    pass(input, &mut names, Some(sink))
}

fn pass(input: &ImportInput, names: &mut Names, sink: Option<&mut Sink<'_>>) -> ImportResult {
    let (mut reader, limit) = input.limited()?;
    skip_bom(&mut reader)?;
    let mut walk = Walk { names, sink, count: 0, around: Vec::new(), going: true, limit };
    let mut deserializer = serde_json::Deserializer::from_reader(Mended::new(reader));
    // One value, or one per line.
    loop {
        let done = Node { walk: &mut walk, depth: 0, place: false, numbered: false }.deserialize(&mut deserializer);
        match done {
            Err(error) if walk.going => return Err(format!("broken JSON: {error}")),
            Err(_) => return Ok(()),
            Ok(()) if deserializer.end().is_ok() => return Ok(()),
            Ok(()) => {}
        }
    }
}

fn skip_bom(reader: &mut impl std::io::BufRead) -> ImportResult {
    let start = reader.fill_buf().map_err(|error| error.to_string())?;
    if start.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(())
}

/// A value anywhere in the tree.
struct Node<'w, 'a, 't> {
    walk: &'w mut Walk<'a, 't>,
    depth: usize,
    place: bool,
    /// True if objects from here on may hold entries by number.
    numbered: bool,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Scalars in the place of entries are ignored.
macro_rules! nothing {
    ($($name:ident: $type:ty,)*) => { $(fn $name<E>(self, _: $type) -> Result<(), E> { Ok(()) })* };
}

impl<'de> Visitor<'de> for Node<'_, '_, '_> {
    type Value = ();

    nothing! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, }

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bookmarks")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<(), A::Error> {
        while self.walk.going {
            let node = Node { walk: self.walk, depth: self.depth + 1, place: self.place, numbered: false };
            if all.next_element_seed(node)?.is_none() {
                return Ok(());
            }
        }
        Err(serde::de::Error::custom("stopped"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let number = self.walk.count;
        self.walk.count += 1;
        let first = self.walk.sink.is_none();
        let outside = self.walk.around.len();
        if !first {
            self.walk.around.extend(self.walk.names.path(number));
        }
        let mut fields = Map::new();
        let mut is_entry = false;
        while let Some(key) = object.next_key::<String>()? {
            let is_number = self.numbered && key.bytes().all(|byte| byte.is_ascii_digit());
            let holder = !is_entry && (is_number || HOLDERS.contains(&key.as_str()));
            if holder {
                let place = PLACES.contains(&key.as_str());
                let numbered = self.numbered || NUMBERED.contains(&key.as_str());
                object.next_value_seed(Node { walk: self.walk, depth: self.depth + 1, place, numbered })?;
            } else if key == "lists" && self.depth == 0 && first {
                self.walk.names.lists = lists(&object.next_value()?);
            } else if key == "pinnedLinks" && self.depth == 0 && first {
                let pinned: Vec<Map<String, Value>> = object.next_value()?;
                self.walk.names.pinned = pinned.iter().filter_map(|link| identifier(link, "id")).collect();
            } else if first && !KNOWN.contains(&key.as_str()) {
                is_entry |= ADDRESSES.contains(&key.as_str());
                object.next_value::<IgnoredAny>()?;
            } else {
                is_entry |= ADDRESSES.contains(&key.as_str());
                fields.insert(key, object.next_value()?);
            }
            if !self.walk.going {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        self.walk.around.truncate(outside);
        self.walk.limit.step();
        if first && !is_entry && self.depth > 0 && !self.place {
            self.walk.names.keep(number, &fields);
        }
        self.finish(&fields, is_entry);
        Ok(())
    }
}

impl Node<'_, '_, '_> {
    fn finish(self, fields: &Map<String, Value>, is_entry: bool) {
        let Some(sink) = self.walk.sink.as_mut().filter(|_| is_entry) else { return };
        let mut found: ImportEvent = json_fields::found(fields, &self.walk.around, &self.walk.names.lists);
        let names = &self.walk.names;
        if let ImportEvent::Entry(incoming) = &mut found
            && identifier(fields, "id").is_some_and(|id| names.pinned.contains(&id))
        {
            incoming.user_data.starred = Some(true);
        }
        self.walk.going = sink(found);
    }
}

/// Returns the folder of an object, unless it is one of the browser's own.
fn folder(fields: &Map<String, Value>) -> Option<Folder> {
    let own = fields.contains_key("root")
        || fields.get("guid").and_then(Value::as_str).is_some_and(|guid| guid.ends_with("____"));
    let name = fields.get("name").or_else(|| fields.get("title"))?.as_str()?.trim();
    let kept = !own && !name.is_empty() && !matches!(name, "Unorganized" | "Unsorted");
    kept.then(|| Folder { name: name.to_owned(), parent: identifier(fields, "parentId") })
}

/// Returns an identifier, written as a number or as a string.
fn identifier(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name).filter(|value| value.is_string() || value.is_number()).map(Value::to_string)
}

/// Returns Karakeep's lists by id: the names of each and of its parents.
fn lists(value: &Value) -> HashMap<String, Vec<String>> {
    let Some(all) = value.as_array() else { return HashMap::new() };
    let word = |list: &Value, name: &str| Some(list.get(name)?.as_str()?.to_owned());
    let by_id: HashMap<String, &Value> = all.iter().filter_map(|list| Some((word(list, "id")?, list))).collect();
    let names = |list: &Value| {
        let outer = |list: &&Value| by_id.get(&word(list, "parentId")?).copied();
        let mut names: Vec<String> =
            successors(Some(list), outer).take(MAX_IMPORT_DEPTH).filter_map(|list| word(list, "name")).collect();
        names.reverse();
        names
    };
    let manual = by_id.iter().filter(|(_, list)| word(list, "type").as_deref() != Some("smart"));
    manual.map(|(id, list)| (id.clone(), names(list))).collect()
}
