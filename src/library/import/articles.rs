//! Containers of articles: mail, mailboxes, saved pages, books and web archives, read as `load` reads them.

use super::folder::found;
use super::{ImportEvent, ImportInput, ImportResult, Sink};
use crate::load::warc::{WarcEvent, WarcForm, WarcReader};
use crate::load::{ContainedArticles, MAX_BYTES, Options};

/// Takes each article of a container.
pub(super) fn read(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let options = Options::default();
    let file = input.start()?.into_inner();
    let all = ContainedArticles::open(&input.name, file, &options).map_err(|error| error.failure.to_string())?;
    for number in 0..all.len() {
        let event = match all.source(number, &options) {
            Ok(source) => found(source),
            Err(error) => ImportEvent::Failed(error.location, error.failure.to_string()),
        };
        if !sink(event) {
            break;
        }
    }
    Ok(())
}

/// Takes each page of a web archive that is no longer packed.
pub(super) fn archive(input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    let options = Options::default();
    let reader = WarcReader::of_range(input.start()?, WarcForm::Plain, MAX_BYTES, 0, 0..u64::MAX);
    for event in reader {
        let event = match event.map_err(|error| error.to_string())? {
            WarcEvent::Page(page) => match page.into_source(&input.name, &options) {
                Ok(source) => found(source),
                Err(skip) => ImportEvent::Failed(place(skip.url, skip.offset), skip.reason.name().to_owned()),
            },
            WarcEvent::Damaged(damage) => {
                ImportEvent::Failed(place(damage.url, damage.offset), "damaged; the pages behind it are read".into())
            }
            // Requests, pictures and descriptions are no pages.
            WarcEvent::Skipped(_) => continue,
        };
        if !sink(event) {
            break;
        }
    }
    Ok(())
}

/// Names a record by its address, or its place in the file.
fn place(url: Option<String>, offset: u64) -> String {
    url.unwrap_or_else(|| format!("byte {offset}"))
}
