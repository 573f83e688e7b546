//! Plain-text export: lines, wrapped or not, in pieces with [`TextStyle`]s, so that a terminal can style them.

use super::styled_text::{QuoteLayers, StyledRun, TextStyle, runs};
use super::{ExportClutter, PageBlock, credits, items};
use crate::article::Role;
use crate::document::{Block, BlockKind, Marker, Media, Span};
use crate::layout::{self, BidiOrder, Typography, display_width, lay_out};
use crate::reading::Reading;
use crate::web_address::has_web_scheme;
use std::borrow::Cow;

/// Role of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineRole {
    /// Running text.
    #[default]
    Body,
    /// The article's title.
    Title,
    /// The summary below the title.
    Standfirst,
    /// Authors and date.
    Byline,
    /// Caption of a picture.
    Caption,
    /// A heading.
    Heading,
    /// A block that is normally hidden.
    Clutter,
}

/// A line: a prefix and its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextLine<'a> {
    /// Role of the line.
    pub part: LineRole,
    /// Margin, bullet, bar of a block quotation.
    pub prefix: String,
    /// Text, cut at changes of style.
    pub pieces: Vec<(Cow<'a, str>, TextStyle)>,
}

/// Column for wrapped lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextColumn {
    /// Width in cells.
    pub width: u16,
    /// Order of right-to-left text.
    pub order: BidiOrder,
}

/// Formats a reading as plain text with blank lines between blocks. With `page` `None`, paragraphs are not wrapped.
pub fn text(reading: &Reading, page: Option<TextColumn>, clutter: ExportClutter) -> String {
    let mut text = String::with_capacity(reading.article.text.len() + 1024);
    for line in lines(reading, page, clutter) {
        text.push_str(&line.prefix);
        for (piece, _) in line.pieces {
            text.push_str(&piece);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// Formats a reading as lines, with empty ones between blocks.
pub fn lines(reading: &Reading, page: Option<TextColumn>, clutter: ExportClutter) -> Vec<TextLine<'_>> {
    let voices = QuoteLayers::of(reading);
    let mut lines = Vec::new();
    let signed = reading.article.blocks.iter().any(|placed| placed.role == Role::Byline);
    let credits = if signed { String::new() } else { credits(reading) };
    let mut head = Head { title: reading.article.meta.title.clone(), credits, done: false };
    let mut before: Option<&Block> = None;
    for item in items(reading, clutter) {
        let (block, part) = match item {
            PageBlock::Shown(_, placed) => (&placed.block, part(placed.role, &placed.block)),
            PageBlock::Hidden(hidden) => (&hidden.block, LineRole::Clutter),
        };
        head.before(part, &mut lines);
        if !lines.is_empty() && !tight(before, block) {
            let bars = before.zip(page).map(|(before, page)| layout::bars(before, block, page.width));
            lines.push(TextLine { prefix: bars.unwrap_or_default(), ..TextLine::default() });
        }
        let runs = match item {
            PageBlock::Shown(at, _) => voices.runs(at, block),
            PageBlock::Hidden(_) => runs(block),
        };
        let label =
            if let PageBlock::Hidden(hidden) = item { format!("[{}] ", hidden.reason.name()) } else { String::new() };
        if let Some(page) = page {
            set(block, part, &label, &runs, page, &mut lines);
        } else {
            let (first, rest) = margin(block);
            whole(block, part, &(label + &first, rest), &runs, &mut lines);
        }
        before = Some(block);
    }
    head.before(LineRole::Body, &mut lines);
    lines
}

/// Adds title and credits from the metadata at the top, unless the blocks contain them.
#[derive(Debug)]
struct Head {
    title: Option<String>,
    credits: String,
    done: bool,
}

impl Head {
    fn before(&mut self, part: LineRole, lines: &mut Vec<TextLine<'_>>) {
        if self.done || matches!(part, LineRole::Standfirst | LineRole::Clutter) {
            return;
        }
        let title = self.title.take().filter(|_| part != LineRole::Title);
        if let Some(prefix) = title {
            lines.splice(0..0, [TextLine { part: LineRole::Title, prefix, pieces: Vec::new() }]);
        }
        self.done = part != LineRole::Title;
        if self.done && !self.credits.is_empty() {
            if !lines.is_empty() {
                lines.push(TextLine::default());
            }
            lines.push(TextLine {
                part: LineRole::Byline,
                prefix: std::mem::take(&mut self.credits),
                pieces: Vec::new(),
            });
        }
    }
}

fn part(role: Role, block: &Block) -> LineRole {
    match (role, &block.kind) {
        (Role::Title, _) => LineRole::Title,
        (Role::Standfirst, _) => LineRole::Standfirst,
        (Role::Byline, _) => LineRole::Byline,
        (Role::Caption, _) => LineRole::Caption,
        (Role::Body, BlockKind::Heading(_)) => LineRole::Heading,
        (Role::Body, _) => LineRole::Body,
    }
}

/// Returns true if no empty line separates the two blocks: items of one list.
fn tight(before: Option<&Block>, block: &Block) -> bool {
    let marked = |block: &Block| block.list.is_some_and(|item| item.marker != Marker::None);
    marked(block) && before.is_some_and(|before| marked(before) && before.quotes == block.quotes)
}

/// Returns the prefixes of the first and of further lines of a block.
fn margin(block: &Block) -> (String, String) {
    let mut first = "│ ".repeat(usize::from(block.quotes.min(8)));
    let mut rest = first.clone();
    if let Some(item) = block.list {
        let indent = "  ".repeat(usize::from(item.depth.clamp(1, 12)) - 1);
        let marker = match item.marker {
            Marker::Bullet => "• ".to_owned(),
            Marker::Number(number) => format!("{number}. "),
            Marker::Task(true) => "[x] ".to_owned(),
            Marker::Task(false) => "[ ] ".to_owned(),
            Marker::None => "  ".to_owned(),
        };
        rest.push_str(&indent);
        rest.push_str(&" ".repeat(marker.len().min(4)));
        first.push_str(&indent);
        first.push_str(&marker);
    }
    if let Some(label) = &block.footnote {
        first.extend(["[", label, "] "]);
        rest.push_str("    ");
    }
    match &block.kind {
        BlockKind::Code(_) => {
            first.push_str("    ");
            rest.push_str("    ");
        }
        BlockKind::Image(image) => {
            first.push_str(match image.media {
                Media::Image => "[picture] ",
                Media::Video => "[video] ",
                Media::Audio => "[audio] ",
                Media::Embed => "[embedded] ",
            });
            // A picture without a caption is shown by its address, so that it can be looked up.
            if let Some(url) = image.url.as_deref().filter(|url| block.text.is_empty() && has_web_scheme(url)) {
                first.push_str(url);
            }
        }
        BlockKind::Rule => first.push_str("* * *"),
        _ => {}
    }
    (first, rest)
}

/// Returns the lines of a block unwrapped.
fn whole<'a>(
    block: &'a Block,
    part: LineRole,
    margin: &(String, String),
    runs: &[StyledRun],
    lines: &mut Vec<TextLine<'a>>,
) {
    let mut run = 0;
    for (number, span) in hard_lines(&block.text).into_iter().enumerate() {
        while runs.get(run).is_some_and(|it| it.span.end <= span.start) {
            run += 1;
        }
        let prefix = if number == 0 { &margin.0 } else { &margin.1 };
        lines.push(TextLine { part, prefix: prefix.clone(), pieces: pieces(&block.text, span, &runs[run..]) });
    }
}

fn pieces<'a>(text: &'a str, line: Span, runs: &[StyledRun]) -> Vec<(Cow<'a, str>, TextStyle)> {
    let within = runs.iter().take_while(|run| run.span.start < line.end);
    within
        .map(|run| (Span::new(run.span.start.max(line.start), run.span.end.min(line.end)).of(text), run.style))
        .filter(|(piece, _)| !piece.is_empty())
        .map(|(piece, style)| (Cow::Borrowed(piece), style))
        .collect()
}

/// Returns the lines of a block as wrapped for the column, with `label` before the first.
fn set(
    block: &Block,
    part: LineRole,
    label: &str,
    runs: &[StyledRun],
    page: TextColumn,
    lines: &mut Vec<TextLine<'_>>,
) {
    let settings = Typography { order: page.order, ..Typography::default() };
    let cuts: Vec<usize> = runs.iter().map(|run| run.span.start).collect();
    let indent = if usize::from(display_width(label)) * 2 < usize::from(page.width) { label } else { "" };
    let width = page.width - display_width(indent);
    for (number, line) in lay_out(block, width, &settings).into_iter().enumerate() {
        let first = cuts.partition_point(|cut| *cut <= line.span.start);
        let last = first + cuts[first..].partition_point(|cut| *cut < line.span.end);
        let mut prefix = if number == 0 { indent.to_owned() } else { " ".repeat(usize::from(display_width(indent))) };
        let mut pieces: Vec<(Cow<'_, str>, TextStyle)> = Vec::new();
        for run in line.cut_at(&cuts[first..last]).runs {
            match run.span {
                None if pieces.is_empty() => prefix.push_str(&run.text),
                None => pieces.push((Cow::Owned(run.text), TextStyle::default())),
                Some(span) => pieces.push((Cow::Owned(run.text), style_at(runs, span.start))),
            }
        }
        lines.push(TextLine { part, prefix, pieces });
    }
}

fn style_at(runs: &[StyledRun], byte: usize) -> TextStyle {
    let at = runs.partition_point(|run| run.span.end <= byte);
    runs.get(at).filter(|run| run.span.start <= byte).map_or_else(TextStyle::default, |run| run.style)
}

/// Returns the spans between line ends; one empty span for empty text.
fn hard_lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            span
        })
        .collect()
}

/// Wraps a text at `width` columns. Returns spans without the blanks at the breaks.
pub fn wrapped(text: &str, width: usize) -> Vec<Span> {
    let settings = Typography { order: BidiOrder::Logical, ..Typography::default() };
    let width = u16::try_from(width).unwrap_or(u16::MAX).max(1);
    let block = Block { text: text.to_owned(), ..Block::default() };
    let shown = |line: layout::Line| Span::new(line.span.start, line.span.start + line.span.of(text).trim_end().len());
    let lines: Vec<Span> = lay_out(&block, width, &settings).into_iter().map(shown).collect();
    if lines.is_empty() { vec![Span::default()] } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Verdict};
    use crate::document::Document;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        super::wrapped(text, width).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn wrapped_lines_are_as_full_as_possible() {
        assert_eq!(wrapped("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrapped("a verylongword b", 5), ["a", "veryl", "ongwo", "rd b"]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn credits_follow_title() {
        let block = |text: &str| Block { text: text.into(), ..Block::default() };
        let mut document = Document { blocks: vec![block("Title"), block("Body")], ..Document::default() };
        document.meta.authors = vec!["A. Writer".into()];
        let article = Article::assemble(document, &[Verdict::Show(Role::Title)], None);
        let reading = Reading { article, ..Reading::default() };
        assert_eq!(text(&reading, None, ExportClutter::Hidden), "Title\n\nA. Writer\n\nBody\n");
    }
}
