//! A reading as lines of text: wrapped or not, each piece with its [`Face`], so that a terminal can style it.

use super::faces::{Face, Run, Voices, runs};
use super::{Clutter, Item, credits, items};
use crate::article::Role;
use crate::document::{Block, Kind, Marker, Media, Span};
use crate::layout::{self, Order, Settings, lay_out, width_of};
use crate::reading::Reading;
use std::borrow::Cow;

/// What part a line plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Running text.
    #[default]
    Body,
    /// The title.
    Title,
    /// The summary under the title.
    Standfirst,
    /// Who wrote it and when.
    Byline,
    /// Words that belong to a picture.
    Caption,
    /// A heading.
    Heading,
    /// A block that is hidden otherwise.
    Clutter,
}

/// A line: what stands before it, then its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<'a> {
    /// What part it plays.
    pub part: Part,
    /// Margin, bullet, bar of a block quotation.
    pub prefix: String,
    /// The text, cut where its look changes.
    pub pieces: Vec<(Cow<'a, str>, Face)>,
}

/// The column that lines are wrapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its cells.
    pub width: u16,
    /// In which order letters that run from right to left are given.
    pub order: Order,
}

/// The reading as plain text, blocks parted by blank lines; `None` leaves paragraphs on one line.
pub fn text(reading: &Reading, page: Option<Page>, clutter: Clutter) -> String {
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

/// The reading as lines, blocks parted by empty ones.
pub fn lines(reading: &Reading, page: Option<Page>, clutter: Clutter) -> Vec<Line<'_>> {
    let voices = Voices::of(reading);
    let mut lines = Vec::new();
    let signed = reading.article.blocks.iter().any(|placed| placed.role == Role::Byline);
    let credits = if signed { String::new() } else { credits(reading) };
    let mut head = Head { title: reading.article.meta.title.clone(), credits, done: false };
    let mut before: Option<&Block> = None;
    for item in items(reading, clutter) {
        let (block, part) = match item {
            Item::Shown(_, placed) => (&placed.block, part(placed.role, &placed.block)),
            Item::Hidden(hidden) => (&hidden.block, Part::Clutter),
        };
        head.before(part, &mut lines);
        if !lines.is_empty() && !tight(before, block) {
            let bars = before.zip(page).map(|(before, page)| layout::bars(before, block, page.width));
            lines.push(Line { prefix: bars.unwrap_or_default(), ..Line::default() });
        }
        let runs = match item {
            Item::Shown(at, _) => voices.runs(at, block),
            Item::Hidden(_) => runs(block),
        };
        let label =
            if let Item::Hidden(hidden) = item { format!("[{}] ", hidden.reason.name()) } else { String::new() };
        if let Some(page) = page {
            set(block, part, &label, &runs, page, &mut lines);
        } else {
            let (first, rest) = margin(block);
            whole(block, part, &(label + &first, rest), &runs, &mut lines);
        }
        before = Some(block);
    }
    head.before(Part::Body, &mut lines);
    lines
}

/// Puts title and credits from the metadata on top, unless the page's own stand there.
#[derive(Debug)]
struct Head {
    title: Option<String>,
    credits: String,
    done: bool,
}

impl Head {
    fn before(&mut self, part: Part, lines: &mut Vec<Line<'_>>) {
        if self.done || matches!(part, Part::Standfirst | Part::Clutter) {
            return;
        }
        let title = self.title.take().filter(|_| part != Part::Title);
        if let Some(prefix) = title {
            lines.splice(0..0, [Line { part: Part::Title, prefix, pieces: Vec::new() }]);
        }
        self.done = part != Part::Title;
        if self.done && !self.credits.is_empty() {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.push(Line { part: Part::Byline, prefix: std::mem::take(&mut self.credits), pieces: Vec::new() });
        }
    }
}

fn part(role: Role, block: &Block) -> Part {
    match (role, &block.kind) {
        (Role::Title, _) => Part::Title,
        (Role::Standfirst, _) => Part::Standfirst,
        (Role::Byline, _) => Part::Byline,
        (Role::Caption, _) => Part::Caption,
        (Role::Body, Kind::Heading(_)) => Part::Heading,
        (Role::Body, _) => Part::Body,
    }
}

/// Whether no empty line parts the two: items of one list.
fn tight(before: Option<&Block>, block: &Block) -> bool {
    let marked = |block: &Block| block.list.is_some_and(|item| item.marker != Marker::None);
    marked(block) && before.is_some_and(|before| marked(before) && before.quotes == block.quotes)
}

/// What stands before the first and before every further line of a block.
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
        Kind::Code(_) => {
            first.push_str("    ");
            rest.push_str("    ");
        }
        Kind::Image(image) => {
            first.push_str(match image.media {
                Media::Image => "[picture] ",
                Media::Video => "[video] ",
                Media::Audio => "[audio] ",
                Media::Embed => "[embedded] ",
            });
            // What has no words of its own can at least be looked up.
            if let Some(url) = image.url.as_deref().filter(|_| block.text.is_empty()) {
                first.push_str(url);
            }
        }
        Kind::Rule => first.push_str("* * *"),
        _ => {}
    }
    (first, rest)
}

/// The lines of a block in their full length: those that its text has.
fn whole<'a>(block: &'a Block, part: Part, margin: &(String, String), runs: &[Run], lines: &mut Vec<Line<'a>>) {
    let mut run = 0;
    for (number, span) in hard_lines(&block.text).into_iter().enumerate() {
        while runs.get(run).is_some_and(|it| it.span.end <= span.start) {
            run += 1;
        }
        let prefix = if number == 0 { &margin.0 } else { &margin.1 };
        lines.push(Line { part, prefix: prefix.clone(), pieces: pieces(&block.text, span, &runs[run..]) });
    }
}

fn pieces<'a>(text: &'a str, line: Span, runs: &[Run]) -> Vec<(Cow<'a, str>, Face)> {
    let within = runs.iter().take_while(|run| run.span.start < line.end);
    within
        .map(|run| (Span::new(run.span.start.max(line.start), run.span.end.min(line.end)).of(text), run.face))
        .filter(|(piece, _)| !piece.is_empty())
        .map(|(piece, face)| (Cow::Borrowed(piece), face))
        .collect()
}

/// The lines of a block as the screen has them, `label` before the first.
fn set(block: &Block, part: Part, label: &str, runs: &[Run], page: Page, lines: &mut Vec<Line<'_>>) {
    let settings = Settings { order: page.order, ..Settings::default() };
    let cuts: Vec<usize> = runs.iter().map(|run| run.span.start).collect();
    let indent = if usize::from(width_of(label)) * 2 < usize::from(page.width) { label } else { "" };
    let width = page.width - width_of(indent);
    for (number, line) in lay_out(block, width, &settings).into_iter().enumerate() {
        let first = cuts.partition_point(|cut| *cut <= line.span.start);
        let last = first + cuts[first..].partition_point(|cut| *cut < line.span.end);
        let mut prefix = if number == 0 { indent.to_owned() } else { " ".repeat(usize::from(width_of(indent))) };
        let mut pieces: Vec<(Cow<'_, str>, Face)> = Vec::new();
        for run in line.cut_at(&cuts[first..last]).runs {
            match run.span {
                None if pieces.is_empty() => prefix.push_str(&run.text),
                None => pieces.push((Cow::Owned(run.text), Face::default())),
                Some(span) => pieces.push((Cow::Owned(run.text), face_at(runs, span.start))),
            }
        }
        lines.push(Line { part, prefix, pieces });
    }
}

fn face_at(runs: &[Run], byte: usize) -> Face {
    let at = runs.partition_point(|run| run.span.end <= byte);
    runs.get(at).filter(|run| run.span.start <= byte).map_or_else(Face::default, |run| run.face)
}

/// The spans between line ends; one empty span for empty text.
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

/// The lines of a text wrapped at `width` columns, as spans of it, without the blanks that fall to the breaks.
pub fn wrapped(text: &str, width: usize) -> Vec<Span> {
    let settings = Settings { order: Order::Written, ..Settings::default() };
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
    fn lines_are_as_full_as_they_can_be() {
        assert_eq!(wrapped("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrapped("a verylongword b", 5), ["a", "veryl", "ongwo", "rd b"]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn credits_stand_below_the_head() {
        let block = |text: &str| Block { text: text.into(), ..Block::default() };
        let mut document = Document { blocks: vec![block("Title"), block("Body")], ..Document::default() };
        document.meta.authors = vec!["A. Writer".into()];
        let article = Article::assemble(document, &[Verdict::Show(Role::Title)], None);
        let reading = Reading { article, ..Reading::default() };
        assert_eq!(text(&reading, None, Clutter::Hidden), "Title\n\nA. Writer\n\nBody\n");
    }
}
