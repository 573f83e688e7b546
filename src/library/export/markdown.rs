//! An article as a Markdown file, the same from the screen and from the library: front matter that Obsidian and Readwise show and
//! [`crate::library::import`] reads back, the article, the note, the highlights, the quotations with their speakers.

use crate::library::error::Result;
use crate::library::import::BELOW;
use crate::library::{Highlight, Library, Piece, dates};
use crate::reading::export::{self as rendered, file_stem};
use crate::reading::{Grade, Reading};
use crate::white_space;

/// An article to be written: what is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArticlePage<'a> {
    /// Its text; none for an address that was not fetched.
    pub reading: Option<&'a Reading>,
    /// Its entry in the library, if it is saved.
    pub piece: Option<&'a Piece>,
    /// Highlighted passages.
    pub highlights: &'a [Highlight],
}

/// Returns a name that every file system accepts: the title's words and the number.
pub(super) fn file_name(piece: &Piece) -> String {
    format!("{}-{}.md", file_stem(&piece.title), piece.id)
}

/// Returns the content of the file of a saved article.
pub(super) fn page(library: &Library, piece: &Piece) -> Result<String> {
    let (reading, highlights) = (library.reading(piece.id)?, library.highlights(piece.id)?);
    Ok(article_page(&ArticlePage { reading: reading.as_ref(), piece: Some(piece), highlights: &highlights }))
}

/// Returns an article as Markdown.
pub fn article_page(page: &ArticlePage<'_>) -> String {
    let mut text = front_matter(page);
    let title = title(page);
    match page.reading {
        Some(reading) => text.push_str(article(&rendered::markdown(reading, rendered::ExportClutter::Hidden))),
        None => text.extend(["# ", title, "\n"]),
    }
    let mut below = String::new();
    if let Some(note) = page.piece.and_then(|piece| piece.note.as_ref()) {
        below.extend(["\n## Note\n\n", note, "\n"]);
    }
    highlights(page.highlights, &mut below);
    if let Some(reading) = page.reading {
        quotations(reading, &mut below);
    }
    if !below.is_empty() {
        text.push_str(BELOW);
        text.push_str(&below);
    }
    text
}

fn title<'a>(page: &ArticlePage<'a>) -> &'a str {
    let own = page.reading.and_then(|reading| reading.article.meta.title.as_deref());
    page.piece.map(|piece| piece.title.as_str()).or(own).unwrap_or("Article")
}

fn front_matter(page: &ArticlePage<'_>) -> String {
    let meta = page.reading.map(|reading| &reading.article.meta);
    let piece = page.piece;
    let mut text = String::from("---\n");
    let mut field = |name: &str, value: String| text.extend([name, ": ", &value, "\n"]);
    field("title", quoted(title(page)));
    let authors = piece.map(|piece| &piece.authors).or(meta.map(|meta| &meta.authors)).filter(|all| !all.is_empty());
    if let Some(authors) = authors {
        field("authors", list(authors));
    }
    let of_page = |of: fn(&crate::document::Metadata) -> &Option<String>| meta.and_then(|meta| of(meta).clone());
    let url = piece.and_then(|piece| piece.given_url.clone().or_else(|| piece.url.clone()));
    let location = page.reading.map(|reading| reading.source.location.clone()).filter(|at| at.starts_with("http"));
    for (name, value) in [
        ("site", piece.and_then(|piece| piece.site.clone()).or_else(|| of_page(|meta| &meta.site))),
        ("published", piece.and_then(|piece| piece.published.clone()).or_else(|| of_page(|meta| &meta.published))),
        ("url", url.or_else(|| of_page(|meta| &meta.url)).or(location)),
        ("language", piece.and_then(|piece| piece.language.clone()).or_else(|| of_page(|meta| &meta.language))),
    ] {
        if let Some(value) = value {
            field(name, quoted(&value));
        }
    }
    if let Some(piece) = piece {
        field("saved", dates::show(piece.saved));
        field("state", piece.state.name().to_owned());
        field("starred", piece.starred.to_string());
        field("progress", piece.progress.to_string());
    }
    field("tags", list(piece.map_or(&[][..], |piece| &piece.tags)));
    if let Some(note) = piece.and_then(|piece| piece.note.as_ref()) {
        field("note", quoted(note));
    }
    if !page.highlights.is_empty() {
        field("highlights", serde_json::to_string(page.highlights).unwrap_or_default());
    }
    if piece.is_some_and(|piece| !piece.fetched) {
        text.push_str("fetched: false\n");
    }
    text.push_str("---\n\n");
    text
}

/// Adds the highlights as block quotes, each with its note.
fn highlights(all: &[Highlight], text: &mut String) {
    if all.is_empty() {
        return;
    }
    text.push_str("\n## Highlights\n");
    for one in all {
        let quoted = one.text.lines().map(|line| format!("> {line}").trim_end().to_owned());
        text.extend(["\n", &quoted.collect::<Vec<_>>().join("\n"), "\n"]);
        if let Some(note) = &one.note {
            text.extend(["\n", note, "\n"]);
        }
    }
}

/// Adds the quotations that are at least likely, each with its speaker.
fn quotations(reading: &Reading, text: &mut String) {
    let said = &reading.attributions;
    let shown = said.quotes.iter().filter(|quote| quote.grade >= Grade::Likely && !quote.spans.is_empty());
    for (n, quote) in shown.enumerate() {
        if n == 0 {
            text.push_str("\n## Quotations\n");
        }
        let words = white_space::fold(&quote.text(&reading.article.text));
        let words = quote.kind.marked(words);
        let speakers = quote.speakers.iter().filter_map(|&id| said.speakers.get(id as usize));
        let named = speakers.map(|speaker| {
            let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
            format!("{}{role}", speaker.name)
        });
        let named = named.collect::<Vec<_>>().join(" and ");
        let named = if named.is_empty() { "unattributed" } else { &named };
        text.extend([
            "\n> ",
            &rendered::markdown::escaped(&words),
            "\n>\n> — ",
            &rendered::markdown::escaped(named),
            "\n",
        ]);
    }
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
