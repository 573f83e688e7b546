//! Reads `quotes.jsonl`, which `annotate.py` generates from notes.

use super::notes::{Annotation, NotedQuotation, NotedSpeaker};
use serde::Deserialize;
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

/// Reads `quotes.jsonl` of a folder; a folder without that file has no pages.
///
/// # Errors
/// The file cannot be read or is not JSON.
pub fn read(folder: &Path) -> io::Result<Vec<Annotation>> {
    let file = folder.join("quotes.jsonl");
    let text = if file.is_file() { fs::read_to_string(file)? } else { String::new() };
    let mut pages: Vec<Annotation> = Vec::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line)?;
        if pages.last().is_none_or(|last| last.page != line.id) {
            pages.push(Annotation { page: line.id, until: line.until, ..Annotation::default() });
        }
        let Some(last) = pages.last_mut() else { continue };
        let speaker = NotedSpeaker {
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
    Ok(pages)
}
