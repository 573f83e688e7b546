//! RSS, Atom and JSON Feed as files.

use super::{ImportEvent, ImportInput, ImportResult, Sink};
use crate::library::address::canonical;
use crate::library::feed;
use crate::load::MAX_BYTES;
use std::collections::HashMap;
use std::io::Read;

pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let mut bytes = Vec::new();
    input.start()?.take(MAX_BYTES as u64).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let feed = feed::parse(&bytes, None, None)?;
    let title = feed.title.as_deref();
    let mut titles: HashMap<String, Option<String>> = HashMap::new();
    for mut entry in feed.entries {
        // Two entries with one address are two articles; the second is saved without it.
        let address = entry.link.as_deref().and_then(canonical);
        if let Some(address) = address
            && *titles.entry(address).or_insert_with(|| entry.title.clone()) != entry.title
            && entry.html.is_some()
        {
            (entry.link, entry.is_page) = (None, false);
        }
        if !sink(ImportEvent::Entry(Box::new(entry.incoming(title)))) {
            break;
        }
    }
    Ok(())
}
