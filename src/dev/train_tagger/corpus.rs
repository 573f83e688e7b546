//! Reads PolNeAR's layout: `text/STEM.txt` and `attributions/STEM_ANNOTATOR.ann` (brat), of the first annotator by
//! name.

use crate::document::Span;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// An annotated attribution; spans are bytes of the text.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The content.
    pub content: Vec<Span>,
    /// The cue.
    pub cue: Vec<Span>,
    /// The source; empty if the text names none.
    pub source: Vec<Span>,
}

/// An article with its annotations.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Name of the file without its ending.
    pub stem: String,
    /// The text.
    pub text: String,
    /// The attributions.
    pub gold: Vec<Gold>,
}

/// Reads a folder in order of names.
///
/// # Errors
/// A file or folder cannot be read.
pub fn load(folder: &Path) -> io::Result<Vec<Annotated>> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(folder.join("attributions"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some((stem, annotator)) = name.strip_suffix(".ann").and_then(|name| name.rsplit_once('_')) else {
            continue;
        };
        let first = files.entry(stem.to_owned()).or_insert_with(|| annotator.to_owned());
        if annotator < first.as_str() {
            annotator.clone_into(first);
        }
    }
    let mut articles = Vec::new();
    for (stem, annotator) in files {
        let text = fs::read_to_string(folder.join("text").join(format!("{stem}.txt")))?;
        let marks = fs::read_to_string(folder.join("attributions").join(format!("{stem}_{annotator}.ann")))?;
        let gold = parse(&text, &marks);
        articles.push(Annotated { stem, text, gold });
    }
    Ok(articles)
}

fn parse(text: &str, annotations: &str) -> Vec<Gold> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(text.len());
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let mut events = Vec::new();
    for line in annotations.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            [id, place, ..] if id.starts_with('T') => {
                let Some((_, ranges)) = place.split_once(' ') else { continue };
                let pieces = ranges.split(';').filter_map(|range| {
                    let (start, end) = range.split_once(' ')?;
                    Some(Span::new(byte(start.parse().ok()?), byte(end.parse().ok()?)))
                });
                spans.insert(id, pieces.collect());
            }
            [id, roles, ..] if id.starts_with('E') => events.push(*roles),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for roles in events {
        let mut gold = Gold::default();
        for (role, id) in roles.split(' ').filter_map(|role| role.split_once(':')) {
            let Some(found) = spans.get(id) else { continue };
            match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Content" => gold.content.extend(found),
                "Cue" => gold.cue.extend(found),
                "Source" => gold.source.extend(found),
                _ => {}
            }
        }
        if !gold.content.is_empty() {
            out.push(gold);
        }
    }
    out
}

/// Returns the paragraphs of a text: its lines that are not empty.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            out.push(Span::new(start, start + trimmed.len()));
        }
        at += line.len() + 1;
    }
    out
}
