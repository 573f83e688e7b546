//! A piece as a Markdown file: front matter that Obsidian shows and [`crate::library::import`] reads back, the
//! article, the highlights, the speakers.

use crate::library::dates;
use crate::library::error::Result;
use crate::library::import::BELOW;
use crate::library::{Highlight, Library, Piece};
use crate::reading::export as rendered;
use crate::white_space;

/// Returns a name that every file system accepts: the shortened title and the number.
pub(super) fn file_name(piece: &Piece) -> String {
    let plain: String = piece
        .title
        .chars()
        .map(|ch| if ch.is_control() || "/\\:*?\"<>|#^[]".contains(ch) { ' ' } else { ch })
        .take(80)
        .collect();
    let plain = white_space::fold(&plain);
    let plain = plain.trim_matches('.');
    format!("{}{}{}.md", plain, if plain.is_empty() { "" } else { " " }, piece.id)
}

/// Returns the content of the file.
pub(super) fn page(library: &Library, piece: &Piece) -> Result<String> {
    let mut text = String::from("---\n");
    let mut field = |name: &str, value: String| text.extend([name, ": ", &value, "\n"]);
    field("title", quoted(&piece.title));
    if let Some(url) = piece.given_url.as_ref().or(piece.url.as_ref()) {
        field("url", quoted(url));
    }
    if !piece.authors.is_empty() {
        field("authors", list(&piece.authors));
    }
    for (name, value) in [("site", &piece.site), ("published", &piece.published), ("language", &piece.language)] {
        if let Some(value) = value {
            field(name, quoted(value));
        }
    }
    field("saved", dates::show(piece.saved));
    field("state", piece.state.name().to_owned());
    field("starred", piece.starred.to_string());
    field("progress", piece.progress.to_string());
    field("tags", list(&piece.tags));
    if let Some(note) = &piece.note {
        field("note", quoted(note));
    }
    let highlights = library.highlights(piece.id)?;
    if !highlights.is_empty() {
        field("highlights", serde_json::to_string(&highlights).unwrap_or_default());
    }
    if !piece.fetched {
        text.push_str("fetched: false\n");
    }
    text.push_str("---\n\n");
    match library.reading(piece.id)? {
        Some(reading) => text.push_str(article(&rendered::markdown(&reading, rendered::ExportClutter::Hidden))),
        None => text.extend(["# ", &piece.title, "\n"]),
    }
    text.push_str(&section(&highlights));
    Ok(text)
}

/// Formats the highlights as block quotes, each with its note.
fn section(highlights: &[Highlight]) -> String {
    if highlights.is_empty() {
        return String::new();
    }
    let mut text = format!("{BELOW}\n## Highlights\n");
    for one in highlights {
        let quoted = one.text.lines().map(|line| format!("> {line}").trim_end().to_owned());
        text.extend(["\n", &quoted.collect::<Vec<_>>().join("\n"), "\n"]);
        if let Some(note) = &one.note {
            text.extend(["\n", note, "\n"]);
        }
    }
    text
}

/// Returns the rendered article without its front matter.
fn article(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("---\n") else { return text };
    rest.find("\n---\n").map_or(text, |end| rest[end + 5..].trim_start())
}

/// Quotes a YAML string as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn list(all: &[String]) -> String {
    serde_json::to_string(all).unwrap_or_default()
}
