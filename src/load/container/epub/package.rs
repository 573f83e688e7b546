//! The files that describe a book: `container.xml`, `encryption.xml`, the package document, both tables of contents.

use crate::document::Metadata;
use crate::load::container::markup::decoded;
use crate::white_space;
use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;

/// The package document.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) meta: Metadata,
    /// Values of `dc:source` and `dc:identifier`.
    pub(super) sources: Vec<String>,
    /// Paths of the chapters in their order; those outside of it last.
    pub(super) spine: Vec<String>,
    /// Path of the table of contents of EPUB 3.
    pub(super) nav: Option<String>,
    /// Path of the table of contents of EPUB 2.
    pub(super) ncx: Option<String>,
}

/// An entry of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TocEntry {
    pub(super) label: String,
    /// Path of the chapter.
    pub(super) path: String,
    /// 1 for the outermost entries.
    pub(super) depth: usize,
}

/// An event of XML as far as it matters here.
enum Node {
    Start(String, HashMap<String, String>),
    Text(String),
    End(String),
}

/// Reads XML into nodes, names without prefixes; ends at the first error, for much of a book can be read all the same.
fn nodes(xml: &str) -> impl Iterator<Item = Node> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.expand_empty_elements = true;
    std::iter::from_fn(move || {
        loop {
            return Some(match reader.read_event().ok()? {
                Event::Start(tag) => Node::Start(tag.local_name().as_ref().to_ascii_lowercase(), attributes(&tag)),
                Event::End(tag) => Node::End(tag.local_name().as_ref().to_ascii_lowercase()),
                Event::Text(text) => Node::Text(text.to_string()),
                Event::CData(text) => Node::Text(text.to_string()),
                Event::GeneralRef(name) => Node::Text(reference(&name)),
                Event::Eof => return None,
                _ => continue,
            });
        }
    })
}

fn reference(name: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    match &**name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        _ => "",
    }
    .to_owned()
}

fn attributes(tag: &BytesStart<'_>) -> HashMap<String, String> {
    let mut all = tag.attributes();
    let all = all.with_checks(false).flatten();
    all.map(|attribute| {
        let name = attribute.key.local_name().as_ref().to_ascii_lowercase();
        (name, decoded(&attribute.value).into_owned())
    })
    .collect()
}

/// Returns true if a book's texts are encrypted; fonts that are only obfuscated do not count.
pub(super) fn is_locked(encryption: &str) -> bool {
    const OBFUSCATION: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
    nodes(encryption).any(|node| match node {
        Node::Start(name, attributes) if name == "encryptionmethod" => {
            attributes.get("algorithm").is_none_or(|method| !OBFUSCATION.contains(&method.as_str()))
        }
        _ => false,
    })
}

/// Returns the path of the package document.
pub(super) fn root(container: &str) -> Option<String> {
    nodes(container).find_map(|node| match node {
        Node::Start(name, attributes) if name == "rootfile" => {
            attributes.get("full-path").and_then(|path| resolved("", path))
        }
        _ => None,
    })
}

/// Resolves an address within the book against the path of the file that it stands in; `None` if it leads out of the
/// book.
pub(super) fn resolved(file: &str, address: &str) -> Option<String> {
    if address.contains("://")
        || address.starts_with("//")
        || address.starts_with("data:")
        || address.starts_with("mailto:")
    {
        return None;
    }
    let address = percent_decode_str(address.split(['#', '?']).next()?).decode_utf8_lossy().into_owned();
    if address.is_empty() {
        return Some(file.to_owned());
    }
    let mut parts: Vec<&str> = match address.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => file.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl Package {
    /// Reads the package document at `path`.
    pub(super) fn read(xml: &str, path: &str) -> Self {
        let mut package = Self::default();
        let mut items: HashMap<String, (String, String)> = HashMap::new();
        let (mut order, mut aside, mut toc) = (Vec::new(), Vec::new(), None);
        let mut open: Option<(String, String)> = None;
        for node in nodes(xml) {
            match node {
                Node::Start(name, attributes) => {
                    let get = |key: &str| attributes.get(key).cloned();
                    match name.as_str() {
                        "item" => {
                            let (Some(id), Some(file)) =
                                (get("id"), get("href").and_then(|href| resolved(path, &href)))
                            else {
                                continue;
                            };
                            let properties = get("properties").unwrap_or_default();
                            if properties.split_whitespace().any(|property| property == "nav") {
                                package.nav = Some(file.clone());
                            }
                            items.insert(id, (file, get("media-type").unwrap_or_default()));
                        }
                        "itemref" if get("linear").as_deref() == Some("no") => aside.extend(get("idref")),
                        "itemref" => order.extend(get("idref")),
                        "spine" => toc = get("toc"),
                        _ => open = Some((name, String::new())),
                    }
                }
                Node::Text(text) => {
                    if let Some((_, value)) = &mut open {
                        value.push_str(&text);
                    }
                }
                Node::End(_) => {
                    if let Some((name, value)) = open.take() {
                        package.take(&name, value.trim());
                    }
                }
            }
        }
        let is_page = |kind: &str| matches!(kind, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document");
        let chapters = order.iter().chain(&aside).filter_map(|id| items.get(id));
        let mut chapters: Vec<String> =
            chapters.filter(|(_, kind)| is_page(kind)).map(|(file, _)| file.clone()).collect();
        let mut seen = std::collections::HashSet::new();
        chapters.retain(|file| seen.insert(file.clone()));
        package.spine = chapters;
        let ncx = || items.values().find(|(_, kind)| kind == "application/x-dtbncx+xml");
        package.ncx = toc.and_then(|id| items.get(&id)).or_else(ncx).map(|(file, _)| file.clone());
        package
    }

    /// Takes a value of the Dublin Core.
    fn take(&mut self, element: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let meta = &mut self.meta;
        let first = |field: &mut Option<String>| {
            field.get_or_insert_with(|| text.to_owned());
        };
        match element {
            "title" => first(&mut meta.title),
            "creator" => meta.authors.push(text.to_owned()),
            "publisher" => first(&mut meta.site),
            "date" => first(&mut meta.published),
            "language" => first(&mut meta.language),
            "description" => first(&mut meta.description),
            "source" => self.sources.insert(0, text.to_owned()),
            "identifier" => self.sources.push(text.to_owned()),
            _ => {}
        }
    }
}

/// Reads the table of contents of EPUB 3: links in nested lists.
pub(super) fn nav(page: &str, path: &str) -> Vec<TocEntry> {
    let mut entries: Vec<TocEntry> = Vec::new();
    let (mut within, mut depth, mut open) = (false, 0, false);
    for node in nodes(page) {
        match node {
            Node::Start(name, attributes) => match name.as_str() {
                "nav" => {
                    within =
                        attributes.get("type").is_none_or(|kind| kind.split_whitespace().any(|kind| kind == "toc"));
                }
                "ol" if within => depth += 1,
                "a" if within => {
                    let target = attributes.get("href").and_then(|href| resolved(path, href));
                    open = target.is_some();
                    entries.extend(target.map(|path| TocEntry { label: String::new(), path, depth }));
                }
                _ => {}
            },
            Node::Text(text) if open => {
                if let Some(entry) = entries.last_mut() {
                    entry.label.push_str(&text);
                }
            }
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "nav" => within = false,
                "ol" => depth = depth.saturating_sub(1),
                "a" => open = false,
                _ => {}
            },
        }
    }
    tidy(entries)
}

/// Reads the table of contents of EPUB 2: nested points with a label and an address.
pub(super) fn ncx(page: &str, path: &str) -> Vec<TocEntry> {
    let mut entries: Vec<TocEntry> = Vec::new();
    let (mut depth, mut open, mut label) = (0, false, String::new());
    for node in nodes(page) {
        match node {
            Node::Start(name, attributes) => match name.as_str() {
                "navpoint" => depth += 1,
                "text" => {
                    open = true;
                    label.clear();
                }
                "content" if depth > 0 => {
                    let target = attributes.get("src").and_then(|src| resolved(path, src));
                    entries.extend(target.map(|path| TocEntry { label: label.clone(), path, depth }));
                }
                _ => {}
            },
            Node::Text(text) if open => label.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "navpoint" => depth = depth.saturating_sub(1),
                "text" => open = false,
                _ => {}
            },
        }
    }
    tidy(entries)
}

fn tidy(mut entries: Vec<TocEntry>) -> Vec<TocEntry> {
    for entry in &mut entries {
        entry.label = white_space::fold(&entry.label);
        entry.depth = entry.depth.clamp(1, 6);
    }
    entries.retain(|entry| !entry.label.is_empty());
    entries
}
