//! OPML: feeds in folders, and links. Attributes come in any order; `filter:` and `exec:` feeds are reported, never
//! run.

use super::tags::parted;
use super::{FeedSubscription, ImportEvent, ImportInput, ImportResult, Sink, entry};
use crate::library::UserData;
use crate::limits::MAX_IMPORT_DEPTH;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let (stream, limit) = input.limited()?;
    let mut reader = Reader::from_reader(stream);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut folders: Vec<Option<String>> = Vec::new();
    let (mut has_opml, mut has_body) = (false, false);
    loop {
        buffer.clear();
        limit.step();
        let event = reader.read_event_into(&mut buffer).map_err(|error| format!("broken OPML: {error}"))?;
        match event {
            Event::Eof => break,
            Event::Start(tag) => match tag.local_name().as_ref() {
                "opml" => has_opml = true,
                "body" => has_body = true,
                "outline" if has_body => {
                    let (found, folder) = outline(&tag, &folders);
                    folders.push(folder);
                    if found.is_some_and(|found| !sink(found)) {
                        return Ok(());
                    }
                }
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "body" => has_body = true,
            Event::Empty(tag)
                if has_body
                    && tag.local_name().as_ref() == "outline"
                    && outline(&tag, &folders).0.is_some_and(|found| !sink(found)) =>
            {
                return Ok(());
            }
            Event::End(tag) if tag.local_name().as_ref() == "outline" => {
                folders.pop();
            }
            _ => {}
        }
    }
    match (has_opml, has_body) {
        (true, true) => Ok(()),
        (false, _) => Err("not OPML: the <opml> element is missing".into()),
        (_, false) => Err("not OPML: the <body> element is missing".into()),
    }
}

/// Returns a feed or link, or else the name of a folder.
fn outline(tag: &BytesStart<'_>, folders: &[Option<String>]) -> (Option<ImportEvent>, Option<String>) {
    let get = |name: &str| {
        let attribute =
            tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref().eq_ignore_ascii_case(name))?;
        let value = crate::library::entities::decode(&attribute.value).trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let title = get("text").or_else(|| get("title"));
    let tags = || -> Vec<String> {
        let categories = get("category").map(|all| parted(&all, &[',', '/'])).unwrap_or_default();
        folders.iter().flatten().take(MAX_IMPORT_DEPTH).cloned().chain(categories).collect()
    };
    if let Some(url) = get("xmlUrl") {
        let address = if url.contains(':') { crate::library::feed_address(&url).ok() } else { None };
        let why = "it is made by running a program, or is not a web URL";
        let feed =
            |url| ImportEvent::Feed(FeedSubscription { url, title, tags: tags(), ..FeedSubscription::default() });
        let found = match address {
            Some(address) => feed(address),
            None => ImportEvent::Failed(crate::load::without_login(&url).into_owned(), why.into()),
        };
        return (Some(found), None);
    }
    if let Some(url) = get("url").or_else(|| get("htmlUrl")) {
        let user_data = UserData { tags: tags(), ..UserData::default() };
        return (Some(ImportEvent::Entry(Box::new(entry(Some(url), title, user_data)))), None);
    }
    (None, title)
}
