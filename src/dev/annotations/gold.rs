//! Reads `quotes.jsonl`, which `annotate.py` generates from notes.

use super::notes::{Annotation, NotedQuotation, NotedSpeaker};
use crate::reading::SpeakerKind;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use std::{fs, io};

#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    ctx: String,
    marks: bool,
    speaker: String,
    role: Option<String>,
    #[serde(default)]
    alts: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    flags: Vec<String>,
    until: Option<String>,
}

#[derive(Debug, Deserialize)]
struct List {
    id: String,
    speakers: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    name: String,
    kind: SpeakerKind,
    #[serde(default)]
    alts: Vec<String>,
    must: bool,
}

/// Reads `quotes.jsonl` of a folder, and the other speakers of its pages from `speakers.jsonl`; a folder without these
/// files has no pages.
///
/// # Errors
/// The file cannot be read or is not JSON.
pub fn read(folder: &Path) -> io::Result<Vec<Annotation>> {
    let file = folder.join("quotes.jsonl");
    let text = if file.is_file() { fs::read_to_string(file)? } else { String::new() };
    let mut pages: Vec<Annotation> = Vec::new();
    let lists = lists(folder)?;
    for line in text.lines() {
        let line: Line = serde_json::from_str(line)?;
        if pages.last().is_none_or(|last| last.page != line.id) {
            pages.push(Annotation { page: line.id, until: line.until, ..Annotation::default() });
        }
        let Some(last) = pages.last_mut() else { continue };
        let listed = lists.get(&last.page).and_then(|list| list.iter().find(|one| one.name == line.speaker));
        let speaker = NotedSpeaker {
            kind: listed.map(|one| one.kind).unwrap_or_default(),
            name: line.speaker,
            role: line.role.unwrap_or_default(),
            forms: line.alts.into_iter().chain(line.also).collect(),
            ..NotedSpeaker::default()
        };
        last.quotations.push(NotedQuotation {
            speaker: last.speakers.len(),
            context: line.ctx,
            marked: line.marks,
            flags: line.flags,
        });
        last.speakers.push(speaker);
    }
    for page in &mut pages {
        for listed in lists.get(&page.page).into_iter().flatten() {
            if !page.speakers.iter().any(|known| known.name == listed.name) {
                page.speakers.push(NotedSpeaker {
                    name: listed.name.clone(),
                    kind: listed.kind,
                    required: listed.must,
                    forms: listed.alts.clone(),
                    ..NotedSpeaker::default()
                });
            }
        }
    }
    Ok(pages)
}

/// The speakers of each page by `speakers.jsonl`.
fn lists(folder: &Path) -> io::Result<HashMap<String, Vec<Listed>>> {
    let file = folder.join("speakers.jsonl");
    let text = if file.is_file() { fs::read_to_string(file)? } else { String::new() };
    let list = |line: &str| serde_json::from_str(line).map(|list: List| (list.id, list.speakers));
    Ok(text.lines().map(list).collect::<Result<_, _>>()?)
}
