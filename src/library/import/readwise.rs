//! Readwise's export of highlights: each row is a highlight of a book, article or podcast. The rows of one title
//! become one text with highlights.

use super::{ImportEvent, Sink, entry, plain};
use crate::library::{Highlight, UserData, dates};
use std::collections::HashMap;

/// A row of the export.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) highlight: Option<String>,
    pub(super) note: Option<String>,
    pub(super) date: Option<String>,
    pub(super) tags: Vec<String>,
}

/// The titles in order of their first rows.
#[derive(Debug, Default)]
pub(super) struct Titles {
    places: HashMap<String, usize>,
    all: Vec<(String, Option<String>, UserData)>,
}

impl Titles {
    /// Adds a row. Returns an event for a row without a highlight.
    pub(super) fn add(&mut self, row: Row, line: usize) -> Option<ImportEvent> {
        let Some(text) = row.highlight else {
            let name = row.title.unwrap_or_else(|| format!("row {line}"));
            return Some(ImportEvent::Failed(name, "the row has no highlight".into()));
        };
        let title = row.title.unwrap_or_else(|| "Highlights".into());
        let place = *self.places.entry(title.clone()).or_insert_with(|| {
            self.all.push((title, row.author, UserData::default()));
            self.all.len() - 1
        });
        let (_, _, data) = self.all.get_mut(place)?;
        let made = row.date.as_deref().and_then(dates::parse).unwrap_or_default();
        data.saved = [data.saved, Some(made).filter(|made| *made > 0)].into_iter().flatten().min();
        data.highlights.push(Highlight { span: None, text, note: row.note, made });
        for tag in row.tags {
            if !data.tags.contains(&tag) {
                data.tags.push(tag);
            }
        }
        None
    }

    /// Passes the texts to `sink`.
    pub(super) fn finish(self, sink: &mut Sink<'_>) {
        for (title, author, data) in self.all {
            let text: Vec<&str> = data.highlights.iter().map(|one| one.text.as_str()).collect();
            let text = text.join("\n\n");
            let mut incoming = entry(None, Some(title), data);
            incoming.original = Some(plain(&text));
            incoming.meta.authors = author.into_iter().collect();
            if !sink(ImportEvent::Entry(Box::new(incoming))) {
                return;
            }
        }
    }
}
