//! A reading as lines of text: wrapped or not, each piece with its [`Face`], so that a terminal can style it.

use super::faces::{Face, Run, Voices, runs};
use super::{Clutter, Item, credits, items};
use crate::article::Role;
use crate::document::{Block, Kind, Marker, Media, Span};
use crate::reading::Reading;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

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
    pub pieces: Vec<(&'a str, Face)>,
}

/// The reading as plain text, blocks parted by blank lines; `width` in columns, `None` leaves paragraphs on one line.
pub fn text(reading: &Reading, width: Option<usize>, clutter: Clutter) -> String {
    let mut text = String::with_capacity(reading.article.text.len() + 1024);
    for line in lines(reading, width, clutter) {
        text.push_str(&line.prefix);
        for (piece, _) in line.pieces {
            text.push_str(piece);
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// The reading as lines, blocks parted by empty ones.
pub fn lines(reading: &Reading, width: Option<usize>, clutter: Clutter) -> Vec<Line<'_>> {
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
            lines.push(Line::default());
        }
        let runs = match item {
            Item::Shown(at, _) => voices.runs(at, block),
            Item::Hidden(_) => runs(block),
        };
        let mut margin = margin(block);
        if let Item::Hidden(hidden) = item {
            margin.0 = format!("[{}] {}", hidden.reason.name(), margin.0);
        }
        lay(block, part, &margin, &runs, width, &mut lines);
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
    block.list.is_some_and(|item| item.marker != Marker::None)
        && before.is_some_and(|before| before.list.is_some() && before.quotes == block.quotes)
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
        rest.push_str(&" ".repeat(marker.width()));
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

fn lay<'a>(
    block: &'a Block,
    part: Part,
    margin: &(String, String),
    runs: &[Run],
    width: Option<usize>,
    lines: &mut Vec<Line<'a>>,
) {
    let (first, rest) = margin;
    let room = width.map(|width| width.saturating_sub(rest.width().max(first.width())).max(8));
    let spans = match block.kind {
        Kind::Code(_) => hard_lines(&block.text),
        _ => hard_lines(&block.text).into_iter().flat_map(|line| wrap(&block.text, line, room)).collect(),
    };
    let mut run = 0;
    for (number, span) in spans.iter().enumerate() {
        while runs.get(run).is_some_and(|it| it.span.end <= span.start) {
            run += 1;
        }
        let prefix = if number == 0 { first } else { rest };
        lines.push(Line { part, prefix: prefix.clone(), pieces: pieces(&block.text, *span, &runs[run..]) });
    }
}

fn pieces<'a>(text: &'a str, line: Span, runs: &[Run]) -> Vec<(&'a str, Face)> {
    let within = runs.iter().take_while(|run| run.span.start < line.end);
    within
        .map(|run| (Span::new(run.span.start.max(line.start), run.span.end.min(line.end)).of(text), run.face))
        .filter(|(piece, _)| !piece.is_empty())
        .collect()
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

/// The lines of a text wrapped at `width` columns, as spans of it.
pub fn wrapped(text: &str, width: usize) -> Vec<Span> {
    hard_lines(text).into_iter().flat_map(|line| wrap(text, line, Some(width))).collect()
}

/// Greedy wrapping at the break opportunities of UAX #14; a word that is wider than `width` is cut between graphemes.
fn wrap(text: &str, line: Span, width: Option<usize>) -> Vec<Span> {
    let Some(width) = width else { return vec![line] };
    let words = line.of(text);
    let mut spans = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, 0);
    for (at, _) in
        linebreaks(words).filter(|(_, kind)| matches!(kind, BreakOpportunity::Allowed | BreakOpportunity::Mandatory))
    {
        let word = &words[end..at];
        let visible = word.trim_end_matches(' ').width();
        if used > 0 && used + visible > width {
            spans.push(trimmed(words, start, end));
            (start, used) = (end, 0);
        }
        if visible > width {
            for (offset, grapheme) in word.grapheme_indices(true) {
                let wide = grapheme.width();
                if used > 0 && used + wide > width {
                    spans.push(trimmed(words, start, end + offset));
                    (start, used) = (end + offset, 0);
                }
                used += wide;
            }
        } else {
            used += word.width();
        }
        end = at;
    }
    spans.push(trimmed(words, start, words.len()));
    spans.into_iter().map(|span| span.shifted(line.start)).collect()
}

fn trimmed(words: &str, start: usize, end: usize) -> Span {
    Span::new(start, start + words[start..end].trim_end_matches(' ').len())
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
