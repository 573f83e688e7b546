//! HTML export: a standalone page without scripts, with pictures only as links, and marked speakers.

use super::styled_text::{QuoteLayers, StyledRun, TextStyle, TextTraits, address, footnote, runs};
use super::{ExportClutter, PageBlock, credits, items};
use crate::article::Role;
use crate::document::{Block, BlockKind, Image, Media, Table};
use crate::reading::Reading;
use std::fmt::Write;

const STYLE: &str = "body{max-width:38em;margin:2em auto;padding:0 1em;font:1.05em/1.6 Georgia,serif}\
blockquote{border-left:3px solid #ccc;margin-left:0;padding-left:1em}pre{overflow:auto}table{border-collapse:collapse}\
td,th{border:1px solid #ccc;padding:.2em .6em}.credits,.caption{color:#666}.standfirst{font-size:1.15em}\
.hidden{opacity:.55}mark{background:none;color:inherit;border-bottom:2px solid #c93}";

/// Formats a reading as an HTML document.
pub fn html(reading: &Reading, clutter: ExportClutter) -> String {
    html_with_pictures(reading, clutter, |_| None)
}

/// Formats a reading as an HTML document. `picture` returns the file of the picture at an address, which is shown; others
/// are links.
pub fn html_with_pictures(
    reading: &Reading,
    clutter: ExportClutter,
    mut picture: impl FnMut(&str) -> Option<String>,
) -> String {
    let article = &reading.article;
    let mut out = String::with_capacity(article.text.len() * 2);
    head(reading, &mut out);
    let voices = QuoteLayers::of(reading);
    let shows = |role| article.blocks.iter().any(|placed| placed.role == role);
    if let Some(title) = article.meta.title.as_deref().filter(|_| !shows(Role::Title)) {
        let _ = writeln!(out, "<h1>{}</h1>", escaped(title));
    }
    if !shows(Role::Byline) {
        let _ = writeln!(out, "<p class=\"credits\">{}</p>", escaped(&credits(reading)));
    }
    for item in items(reading, clutter) {
        match item {
            PageBlock::Shown(at, placed) => {
                let file = address_of_picture(&placed.block).and_then(&mut picture);
                if let Some(file) = file {
                    let words = inline(reading, &placed.block, &voices.runs(at, &placed.block));
                    let (file, words) = (escaped(&file), words.trim());
                    let caption =
                        if words.is_empty() { String::new() } else { format!("<figcaption>{words}</figcaption>") };
                    let _ = writeln!(out, "<figure><img src=\"{file}\" alt=\"\"/>{caption}</figure>");
                    continue;
                }
                put(reading, &placed.block, Some(placed.role), &voices.runs(at, &placed.block), &mut out);
            }
            PageBlock::Hidden(hidden) => {
                let _ = write!(out, "<div class=\"hidden\" title=\"hidden: {}\">", hidden.reason.name());
                put(reading, &hidden.block, None, &runs(&hidden.block), &mut out);
                out.push_str("</div>\n");
            }
        }
    }
    out.push_str("</article>\n</body>\n</html>\n");
    out
}

fn address_of_picture(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Image(Image { url, media: Media::Image }) => url.as_deref(),
        _ => None,
    }
}

fn head(reading: &Reading, out: &mut String) {
    let meta = &reading.article.meta;
    let language = meta.language.as_deref().unwrap_or_default();
    let _ = write!(out, "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", escaped(language));
    let _ = writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">");
    let _ = writeln!(out, "<title>{}</title>", escaped(meta.title.as_deref().unwrap_or("Untitled")));
    for author in &meta.authors {
        let _ = writeln!(out, "<meta name=\"author\" content=\"{}\">", escaped(author));
    }
    let named = [("og:site_name", &meta.site), ("article:published_time", &meta.published)];
    for (name, value) in named {
        if let Some(value) = value {
            let _ = writeln!(out, "<meta property=\"{name}\" content=\"{}\">", escaped(value));
        }
    }
    if let Some(url) = meta.url.as_deref().filter(|url| harmless(url)) {
        let _ = writeln!(out, "<link rel=\"canonical\" href=\"{}\">", escaped(url));
    }
    let _ = write!(out, "<style>{STYLE}</style>\n</head>\n<body>\n<article>\n");
}

fn put(reading: &Reading, block: &Block, role: Option<Role>, runs: &[StyledRun], out: &mut String) {
    out.push_str(&"<blockquote>".repeat(usize::from(block.quotes.min(32))));
    let inner = || inline(reading, block, runs);
    let _ = match (&block.kind, role) {
        (BlockKind::Table(table), _) => write!(out, "{}", rows(block, table)),
        (BlockKind::Rule, _) => write!(out, "<hr>"),
        (_, Some(Role::Title)) => write!(out, "<h1>{}</h1>", inner()),
        (_, Some(Role::Standfirst)) => write!(out, "<p class=\"standfirst\">{}</p>", inner()),
        (_, Some(Role::Byline)) => write!(out, "<p class=\"credits\">{}</p>", inner()),
        (BlockKind::Image(image), _) => match image.url.as_deref().filter(|url| harmless(url)) {
            Some(url) => write!(out, "<p class=\"caption\"><a href=\"{}\">[picture]</a> {}</p>", escaped(url), inner()),
            None => write!(out, "<p class=\"caption\">[picture] {}</p>", inner()),
        },
        (_, Some(Role::Caption)) => write!(out, "<p class=\"caption\">{}</p>", inner()),
        (BlockKind::Heading(level), _) => {
            let level = (*level).clamp(2, 6);
            write!(out, "<h{level}>{}</h{level}>", inner())
        }
        (BlockKind::Code(_), _) => write!(out, "<pre><code>{}</code></pre>", escaped(&block.text)),
        (BlockKind::List, _) => write!(out, "{}", list_item(block, &inner())),
        (BlockKind::Paragraph | BlockKind::Quote, _) => write!(out, "<p>{}</p>", inner()),
    };
    out.push_str(&"</blockquote>".repeat(usize::from(block.quotes.min(32))));
    out.push('\n');
}

/// Writes an item as a list of its own with an explicit number, so that nesting needs no state.
fn list_item(block: &Block, inner: &str) -> String {
    use crate::document::Marker;
    let Some(item) = block.list else { return format!("<p>{inner}</p>") };
    let depth = usize::from(item.depth.clamp(1, 12));
    let (open, close) = match item.marker {
        Marker::Number(number) => (format!("<ol start=\"{number}\"><li>"), "</li></ol>"),
        Marker::Bullet => ("<ul><li>".to_owned(), "</li></ul>"),
        Marker::Task(done) => (format!("<ul><li>{} ", if done { "☑" } else { "☐" }), "</li></ul>"),
        Marker::None => ("<ul><li style=\"list-style:none\">".to_owned(), "</li></ul>"),
    };
    format!(
        "{}{open}{inner}{close}{}",
        "<ul style=\"list-style:none\"><li>".repeat(depth - 1),
        "</li></ul>".repeat(depth - 1)
    )
}

fn rows(block: &Block, table: &Table) -> String {
    let mut out = String::from("<table>");
    for (number, row) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        let tag = if number < table.head { "th" } else { "td" };
        for span in row {
            let _ = write!(out, "<{tag}>{}</{tag}>", escaped(span.of(&block.text)));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// Writes a block's text, each run in elements of its own, so that overlapping marks are nested properly.
fn inline(reading: &Reading, block: &Block, runs: &[StyledRun]) -> String {
    let mut out = String::with_capacity(block.text.len() * 2);
    for run in runs {
        let mut close = String::new();
        open(reading, block, run.style, &mut out, &mut close);
        out.push_str(&escaped(run.span.of(&block.text)).replace('\n', "<br>\n"));
        out.push_str(&close);
    }
    out
}

fn open(reading: &Reading, block: &Block, style: TextStyle, out: &mut String, close: &mut String) {
    let mut element = |start: String, end: &str| {
        out.push_str(&start);
        close.insert_str(0, end);
    };
    if let Some(url) = address(block, style).filter(|url| harmless(url)) {
        element(format!("<a href=\"{}\">", escaped(url)), "</a>");
    }
    if footnote(block, style).is_some() {
        element("<sup>".into(), "</sup>");
    }
    let speaker = style.voice.and_then(|voice| reading.attributions.speakers.get(voice as usize));
    if let Some(speaker) = speaker {
        element(format!("<mark title=\"{}\">", escaped(&speaker.name)), "</mark>");
    }
    for (bit, tag) in [
        (TextTraits::STRONG, "strong"),
        (TextTraits::EMPHASIS, "em"),
        (TextTraits::STRIKE, "s"),
        (TextTraits::SUBSCRIPT, "sub"),
        (TextTraits::SUPERSCRIPT, "sup"),
        (TextTraits::CODE, "code"),
    ] {
        if style.has(bit) {
            element(format!("<{tag}>"), &format!("</{tag}>"));
        }
    }
}

fn harmless(url: &str) -> bool {
    ["http://", "https://", "mailto:", "#"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Mark, Span, Style};

    #[test]
    fn text_is_escaped_and_unsafe_links_are_dropped() {
        let marks = vec![
            Mark { span: Span::new(0, 1), style: Style::Link("javascript:x".into()) },
            Mark { span: Span::new(1, 2), style: Style::Link("https://e.org/?a&b".into()) },
            Mark { span: Span::new(1, 3), style: Style::Emphasis },
        ];
        let block = Block { text: "<b>".into(), marks, ..Block::default() };
        let inner = inline(&Reading::default(), &block, &runs(&block));
        assert_eq!(inner, "&lt;<a href=\"https://e.org/?a&amp;b\"><em>b</em></a><em>&gt;</em>");
    }
}
