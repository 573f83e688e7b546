//! Markdown export (CommonMark with GFM tables, strikethrough, tasks and footnotes), with YAML front matter.
//!
//! The output parses to the same blocks; all characters with a meaning in Markdown are escaped.

use super::styled_text::{StyledRun, TextStyle, TextTraits, address, footnote, runs};
use super::{ExportClutter, PageBlock, items};
use crate::article::{HiddenBlock, Role};
use crate::document::{Block, BlockKind, Marker, Table};
use crate::reading::Reading;
use crate::web_address::has_web_scheme;
use std::fmt::Write;

/// Formats a reading as a Markdown document.
pub fn markdown(reading: &Reading, clutter: ExportClutter) -> String {
    let mut out = String::with_capacity(reading.article.text.len() + 1024);
    front_matter(reading, &mut out);
    let shows_title = reading.article.blocks.iter().any(|placed| placed.role == Role::Title);
    if let Some(title) = reading.article.meta.title.as_deref().filter(|_| !shows_title) {
        let _ = write!(out, "\n# {}\n", escaped(title));
    }
    let mut before: Option<&Block> = None;
    for item in items(reading, clutter) {
        let block = match item {
            PageBlock::Shown(_, placed) => &placed.block,
            PageBlock::Hidden(hidden) => &hidden.block,
        };
        if before.is_none_or(|before| !same_list(before, block)) {
            out.push('\n');
        }
        match item {
            PageBlock::Shown(_, placed) if placed.role == Role::Title => put(&titled(block, 1), &mut out),
            PageBlock::Shown(..) => put(block, &mut out),
            PageBlock::Hidden(hidden) => put_hidden(hidden, &mut out),
        }
        before = Some(block);
    }
    out
}

/// Formats a string as a double-quoted YAML scalar, which is also JSON.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn front_matter(reading: &Reading, out: &mut String) {
    let meta = &reading.article.meta;
    out.push_str("---\n");
    let fields = [
        ("title", &meta.title),
        ("site", &meta.site),
        ("date", &meta.published),
        ("url", &meta.url),
        ("lang", &meta.language),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {}", yaml(value));
        }
    }
    if !meta.authors.is_empty() {
        out.push_str("authors:\n");
        for author in &meta.authors {
            let _ = writeln!(out, "  - {}", yaml(author));
        }
    }
    out.push_str("---\n");
}

fn titled(block: &Block, level: u8) -> Block {
    Block { kind: BlockKind::Heading(level), ..block.clone() }
}

fn same_list(before: &Block, block: &Block) -> bool {
    before.list.is_some() && block.list.is_some_and(|item| item.marker != Marker::None) && before.quotes == block.quotes
}

/// Writes a hidden block as a block quotation that names the reason.
fn put_hidden(hidden: &HiddenBlock, out: &mut String) {
    let mut block = hidden.block.clone();
    block.quotes = block.quotes.saturating_add(1);
    let _ = writeln!(out, "> *hidden: {}*\n>", hidden.reason.name());
    put(&block, out);
}

/// Writes a block and a line end.
fn put(block: &Block, out: &mut String) {
    let mut body = String::new();
    let (first, rest) = margins(block);
    match &block.kind {
        BlockKind::Code(language) => fenced(&block.text, language.as_deref(), &mut body),
        BlockKind::Table(table) => rows(block, table, &mut body),
        BlockKind::Rule => body.push_str("---"),
        BlockKind::Image(image) => {
            let address = image.url.as_deref().filter(|url| has_web_scheme(url)).map(destination).unwrap_or_default();
            let _ = write!(body, "![{}]({address})", escaped(&block.text));
        }
        BlockKind::Heading(level) => {
            let text = inline(block, &runs(block)).replace('\n', " ");
            let _ = write!(body, "{} {text}", "#".repeat(usize::from((*level).clamp(1, 6))));
        }
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::List => {
            body = inline(block, &runs(block)).replace('\n', "\\\n");
        }
    }
    for (number, line) in body.split('\n').enumerate() {
        let start = out.len();
        out.push_str(if number == 0 { &first } else { &rest });
        out.push_str(line);
        out.truncate(start + out[start..].trim_end_matches(' ').len());
        out.push('\n');
    }
}

fn margins(block: &Block) -> (String, String) {
    let mut first = "> ".repeat(usize::from(block.quotes.min(32)));
    let mut rest = first.clone();
    if let Some(label) = &block.footnote {
        let _ = write!(first, "[^{}]: ", label.replace([']', '[', '^', '\n'], ""));
        rest.push_str("    ");
    }
    if let Some(item) = block.list {
        let indent = "    ".repeat(usize::from(item.depth.clamp(1, 32)) - 1);
        let marker = match item.marker {
            Marker::Bullet => "-   ".to_owned(),
            Marker::Number(number) => format!("{:<4}", format!("{number}. ")),
            Marker::Task(true) => "-   [x] ".to_owned(),
            Marker::Task(false) => "-   [ ] ".to_owned(),
            Marker::None => "    ".to_owned(),
        };
        first.push_str(&indent);
        first.push_str(&marker);
        rest.push_str(&indent);
        rest.push_str("    ");
    }
    (first, rest)
}

fn fenced(text: &str, language: Option<&str>, out: &mut String) {
    let longest = longest_row(text, '`').max(2);
    let fence = "`".repeat(longest + 1);
    let language: String =
        language.unwrap_or_default().chars().filter(|c| c.is_alphanumeric() || "+-#_.".contains(*c)).collect();
    let _ = write!(out, "{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'));
}

fn rows(block: &Block, table: &Table, out: &mut String) {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let cell = |text: &str| escaped(text).replace('|', "\\|").replace(['\n', '\t'], " ");
    let blank = Vec::new();
    let (head, body) = match table.rows.split_first() {
        Some((head, body)) if table.head > 0 => (head, body),
        _ => (&blank, table.rows.as_slice()),
    };
    for (number, row) in std::iter::once(head).chain(body).enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for column in 0..columns {
            let _ = write!(out, "| {} ", row.get(column).map_or_else(String::new, |span| cell(span.of(&block.text))));
        }
        out.push('|');
        if number == 0 {
            out.push('\n');
            out.push_str(&"| --- ".repeat(columns));
            out.push('|');
        }
    }
}

/// Formats a block's text with its marks.
fn inline(block: &Block, runs: &[StyledRun]) -> String {
    let mut out = String::with_capacity(block.text.len() * 2);
    let mut open: Option<u32> = None;
    for run in runs {
        if run.style.link != open {
            close_link(block, open, &mut out);
            open = run.style.link.filter(|_| address(block, run.style).is_some());
            if open.is_some() {
                out.push('[');
            }
        }
        match footnote(block, run.style) {
            Some(label) => {
                let _ = write!(out, "[^{}]", label.replace([']', '[', '^', '\n'], ""));
            }
            None => styled(run.span.of(&block.text), run.style, &mut out),
        }
    }
    close_link(block, open, &mut out);
    protect_line_starts(&out)
}

fn close_link(block: &Block, open: Option<u32>, out: &mut String) {
    let style = TextStyle { link: open, ..TextStyle::default() };
    if let Some(url) = address(block, style) {
        let _ = write!(out, "]({})", destination(url));
    }
}

/// Writes text between delimiters. They must not be next to white space, so that is moved outside.
fn styled(text: &str, style: TextStyle, out: &mut String) {
    let inner = text.trim();
    if inner.is_empty() {
        out.push_str(text);
        return;
    }
    let lead = text.len() - text.trim_start().len();
    out.push_str(&text[..lead]);
    if style.has(TextTraits::CODE) {
        let fence = "`".repeat(longest_row(inner, '`') + 1);
        let pad = if inner.starts_with('`') || inner.ends_with('`') { " " } else { "" };
        let _ = write!(out, "{fence}{pad}{}{pad}{fence}", inner.replace('\n', " "));
    } else {
        let marks: Vec<&str> = [(TextTraits::STRIKE, "~~"), (TextTraits::STRONG, "**"), (TextTraits::EMPHASIS, "*")]
            .into_iter()
            .filter(|(bit, _)| style.has(*bit))
            .map(|(_, mark)| mark)
            .collect();
        out.extend(marks.iter().copied());
        out.push_str(&escaped(inner));
        out.extend(marks.iter().rev().copied());
    }
    out.push_str(&text[lead + inner.len()..]);
}

/// Escapes characters with a meaning inside a line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes line starts that would form a block: a heading, a list, a quotation, a rule.
fn protect_line_starts(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let first = line.trim_start();
        let digits = first.len() - first.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let ordinal = (1..=9).contains(&digits) && first[digits..].starts_with(['.', ')']);
        if ordinal {
            format!("{}\\{}", &first[..digits], &first[digits..])
        } else if first.starts_with(['#', '>', '-', '+', '=', ':']) {
            format!("\\{first}")
        } else {
            first.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Formats an address as a link's destination.
fn destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | ' ' | '"' | '`' | '|' => {
                let _ = write!(out, "%{:02X}", c as u32);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn longest_row(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ListItem, Mark, Span, Style};

    fn written(block: &Block) -> String {
        let mut out = String::new();
        put(block, &mut out);
        out
    }

    #[test]
    fn marks_become_delimiters_and_the_rest_is_escaped() {
        let marks = vec![
            Mark { span: Span::new(0, 4), style: Style::Strong },
            Mark { span: Span::new(4, 9), style: Style::Link("https://e.org/(a)".into()) },
        ];
        let block = Block { text: "Bold link* 1_2".into(), marks, ..Block::default() };
        assert_eq!(written(&block), "**Bold**[ link](https://e.org/%28a%29)\\* 1\\_2\n");
    }

    #[test]
    fn block_syntax_is_escaped() {
        for (text, expected) in [
            ("# a", "\\# a\n"),
            ("1. a", "1\\. a\n"),
            ("- a", "\\- a\n"),
            ("> a", "\\> a\n"),
            ("2024 was", "2024 was\n"),
        ] {
            assert_eq!(written(&Block { text: text.into(), ..Block::default() }), expected);
        }
    }

    #[test]
    fn lists_tables_and_code_keep_their_shape() {
        let item = Some(ListItem { depth: 2, marker: Marker::Task(true) });
        assert_eq!(
            written(&Block { text: "do".into(), kind: BlockKind::List, list: item, ..Block::default() }),
            "    -   [x] do\n"
        );
        let rows = vec![vec![Span::new(0, 1), Span::new(2, 3)], vec![Span::new(4, 7), Span::new(8, 9)]];
        let table =
            Block { text: "a\tb\nc|d\te".into(), kind: BlockKind::Table(Table { head: 1, rows }), ..Block::default() };
        assert_eq!(written(&table), "| a | b |\n| --- | --- |\n| c\\|d | e |\n");
        let code = Block { text: "a ``` b".into(), kind: BlockKind::Code(Some("rust".into())), ..Block::default() };
        assert_eq!(written(&code), "````rust\na ``` b\n````\n");
    }
}
