//! `parse` by value, and by properties that hold for any input.

#![expect(clippy::print_stderr, reason = "a test says what it skips")]

mod hostile;
mod html;
mod markdown;
mod properties;
mod text;

use sayso::document::{Block, BlockKind, Document, Marker, Media, Style};
use sayso::load::{MediaType, Source};
use std::fmt::Write;

/// Parses a text as a source of this type with an address.
fn parse(media_type: MediaType, text: &str) -> Document {
    let url = Some("https://example.com/news/story.html".to_owned());
    let source =
        Source { url, bytes: text.as_bytes().to_vec(), media_type, charset: "utf-8".into(), ..Source::default() };
    sayso::parse::parse(&source)
}

/// Formats one line per block: kind, nesting, and text with its marks in braces.
fn sketch(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        let _ = writeln!(out, "{}{}", prefix(block), marked(block));
    }
    out
}

fn prefix(block: &Block) -> String {
    let mut out = match &block.kind {
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::List => "item".to_owned(),
        BlockKind::Code(language) => format!("code{}", language.as_ref().map(|l| format!("({l})")).unwrap_or_default()),
        BlockKind::Table(table) => format!("table({}/{})", table.head, table.rows.len()),
        BlockKind::Image(image) => {
            let kind = match image.media {
                Media::Image => "image",
                Media::Video => "video",
                Media::Audio => "audio",
                Media::Embed => "embed",
            };
            format!("{kind}({})", image.url.as_deref().unwrap_or("-"))
        }
        BlockKind::Rule => "rule".to_owned(),
    };
    if block.quotes > 0 {
        let _ = write!(out, " >{}", block.quotes);
    }
    if let Some(list) = block.list {
        let marker = match list.marker {
            Marker::Bullet => "*".to_owned(),
            Marker::Number(n) => format!("{n}."),
            Marker::Task(done) => (if done { "[x]" } else { "[ ]" }).to_owned(),
            Marker::None => "_".to_owned(),
        };
        let _ = write!(out, " {}{marker}", list.depth);
    }
    if let Some(label) = &block.footnote {
        let _ = write!(out, " ^{label}");
    }
    out + ": "
}

/// Formats the text with `{em words}` for its marks, line breaks as `⏎`, tabs as `⇥`.
fn marked(block: &Block) -> String {
    let mut edges: Vec<(usize, usize, String)> = Vec::new();
    for (order, mark) in block.marks.iter().enumerate() {
        let name = match &mark.style {
            Style::Emphasis => "em".to_owned(),
            Style::Strong => "strong".to_owned(),
            Style::Code => "code".to_owned(),
            Style::Strike => "strike".to_owned(),
            Style::Subscript => "sub".to_owned(),
            Style::Superscript => "sup".to_owned(),
            Style::Link(url) => format!("link={url}"),
            Style::Footnote(label) => format!("note={label}"),
        };
        edges.push((mark.span.start, 1 + order, format!("{{{name} ")));
        edges.push((mark.span.end, 0, "}".to_owned()));
    }
    edges.sort();
    let mut out = block.text.clone();
    for (at, _, edge) in edges.iter().rev() {
        out.insert_str(*at, edge);
    }
    out.replace('\n', "⏎").replace('\t', "⇥")
}
