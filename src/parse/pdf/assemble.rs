//! Builds blocks from paragraphs: text with marks, divided words joined, the pages noted.

use super::lines::{PageLine, TextRun};
use super::paragraphs::{Paragraph, ParagraphPart, is_numbered, starts_with_bullet};
use super::parts::note_label;
use super::tables::CELL;
use super::words::{HYPHENS, KnownWords};
use crate::document::{Block, BlockKind, Element, ListItem, Mark, Marker, PageStart, Span, Style, Table};
use crate::parse::PAGINATION;
use crate::small_sort::SmallSort;
use std::collections::{HashMap, HashSet};

/// Blocks and the elements around some of them.
#[derive(Debug, Default)]
pub struct Assembled {
    pub blocks: Vec<Block>,
    pub elements: Vec<Element>,
}

/// Builds the blocks of a file.
pub fn assemble(paragraphs: &[Paragraph], words: &KnownWords) -> Assembled {
    let labels = note_labels(paragraphs);
    let mut out = Assembled::default();
    let mut note: Option<String> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let mut block = block(paragraph, words);
        if block.text.is_empty() {
            continue;
        }
        match paragraph.part {
            ParagraphPart::Note => {
                if let Some((label, length)) = note_label(paragraph) {
                    drop_front(&mut block, length);
                    note = Some(unique(&labels, page_of(paragraph), &label));
                }
                block.footnote.clone_from(&note);
            }
            ParagraphPart::Running => block.element = Some(out.element("header", PAGINATION)),
            ParagraphPart::Caption => block.element = Some(out.element("figcaption", "")),
            ParagraphPart::Heading(level) => block.kind = BlockKind::Heading(level),
            ParagraphPart::Text => list_item(paragraphs, at, &mut block),
            ParagraphPart::Code | ParagraphPart::Table => {}
        }
        if matches!(paragraph.part, ParagraphPart::Text) {
            mark_references(&mut block, page_of(paragraph), &labels);
        }
        out.blocks.push(block);
    }
    out
}

impl Assembled {
    fn element(&mut self, tag: &str, hints: &str) -> u32 {
        self.elements.push(Element { tag: tag.into(), hints: hints.into(), ..Element::default() });
        self.elements.len() as u32 - 1
    }
}

fn page_of(paragraph: &Paragraph) -> u32 {
    paragraph.pages.first().map_or(0, |it| it.1)
}

fn block(paragraph: &Paragraph, words: &KnownWords) -> Block {
    let is_heading = matches!(paragraph.part, ParagraphPart::Heading(_));
    let mut builder = Builder { block: Block::default(), words, is_heading, last_line: 0 };
    let left = paragraph.lines.iter().map(|line| line.area.left).fold(f32::MAX, f32::min);
    let mut pages = paragraph.pages.iter().peekable();
    for (at, line) in paragraph.lines.iter().enumerate() {
        match paragraph.part {
            ParagraphPart::Code => builder.code_line(line, left),
            ParagraphPart::Table => builder.row(line),
            _ => builder.line(line),
        }
        while let Some(&(_, page)) = pages.next_if(|(first, _)| *first <= at) {
            // The place is where the line begins in the text, which joining may have moved.
            let start = builder.block.text.len() - builder.last_line;
            builder.block.pages.push(PageStart { at: start, page });
        }
    }
    let mut block = builder.block;
    match paragraph.part {
        ParagraphPart::Code => block.kind = BlockKind::Code(None),
        ParagraphPart::Table => block.kind = BlockKind::Table(Table { head: 0, rows: cells(&block.text) }),
        _ => {}
    }
    block.marks.small_sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
    block
}

struct Builder<'w> {
    block: Block,
    words: &'w KnownWords,
    is_heading: bool,
    /// Number of bytes of the last line in the text.
    last_line: usize,
}

impl Builder<'_> {
    fn line(&mut self, line: &PageLine) {
        let text = line.text();
        self.join(text.trim_start());
        let start = self.block.text.len();
        let mut is_first = true;
        for run in &line.runs {
            let run_text = if is_first { run.text.trim_start() } else { run.text.as_str() };
            if run_text.is_empty() {
                continue;
            }
            is_first = false;
            self.run(run, run_text);
        }
        while self.block.text.len() > start && self.block.text.ends_with(' ') {
            self.block.text.pop();
        }
        self.last_line = self.block.text.len() - start;
        let end = self.block.text.len();
        for mark in &mut self.block.marks {
            mark.span.end = mark.span.end.min(end);
        }
        self.block.marks.retain(|mark| !mark.span.is_empty());
    }

    fn code_line(&mut self, line: &PageLine, left: f32) {
        if !self.block.text.is_empty() {
            self.block.text.push('\n');
        }
        let start = self.block.text.len();
        let indent = ((line.area.left - left) / (0.6 * line.size)).round().clamp(0.0, 80.0) as usize;
        self.block.text.extend(std::iter::repeat_n(' ', indent));
        self.block.text.push_str(&line.text());
        self.last_line = self.block.text.len() - start;
    }

    fn row(&mut self, line: &PageLine) {
        if !self.block.text.is_empty() {
            self.block.text.push('\n');
        }
        let start = self.block.text.len();
        line.runs.iter().for_each(|run| self.run(run, &run.text));
        self.last_line = self.block.text.len() - start;
    }

    /// Ends the text so that `next` can follow: with a space, or with a divided word put together.
    fn join(&mut self, next: &str) {
        let text = &mut self.block.text;
        let Some(last) = text.chars().next_back() else { return };
        let first = next.chars().next().unwrap_or(' ');
        let before = text.chars().rev().nth(1).unwrap_or(' ');
        if last == '\u{ad}' {
            self.pop_hyphen();
        } else if HYPHENS.contains(&last) && before.is_alphabetic() && first.is_lowercase() {
            let start = text.trim_end_matches(HYPHENS).rsplit(char::is_whitespace).next().unwrap_or_default();
            let end = next.split(char::is_whitespace).next().unwrap_or_default();
            if self.words.is_divided(start, end) {
                self.pop_hyphen();
            }
        } else if HYPHENS.contains(&last) && before.is_alphanumeric() && first.is_alphanumeric()
            || last == '—' && before != ' '
            || is_unspaced(last) && is_unspaced(first)
        {
            // Nothing between them.
        } else {
            text.push(' ');
        }
    }

    fn pop_hyphen(&mut self) {
        self.block.text.pop();
        let end = self.block.text.len();
        for mark in &mut self.block.marks {
            mark.span.end = mark.span.end.min(end);
        }
    }

    fn run(&mut self, run: &TextRun, text: &str) {
        let start = self.block.text.len();
        self.block.text.extend(text.chars().filter(|c| *c != '\u{ad}' || text.ends_with('\u{ad}')));
        let blank = text.len() - text.trim_start().len();
        let span = Span::new((start + blank).min(self.block.text.len()), self.block.text.len());
        if span.is_empty() {
            return;
        }
        let mut mark = |style: Style| extend(&mut self.block.marks, span, style, &self.block.text);
        if let Some(url) = &run.link {
            mark(Style::Link(url.to_string()));
        }
        if run.look.bold && !self.is_heading {
            mark(Style::Strong);
        }
        if run.look.italic && !self.is_heading {
            mark(Style::Emphasis);
        }
        if run.raised {
            mark(Style::Superscript);
        }
    }
}

/// Returns the spans of the cells of a table's text, row by row.
fn cells(text: &str) -> Vec<Vec<Span>> {
    let mut at = 0;
    let row = |row: &str| {
        let cells = row.split(CELL).map(|cell| {
            let span = Span::new(at, at + cell.len());
            at = span.end + 1;
            span
        });
        cells.collect()
    };
    text.split('\n').map(row).collect()
}

/// Adds a mark, or extends the last one of its style over a space.
fn extend(marks: &mut Vec<Mark>, span: Span, style: Style, text: &str) {
    let last = marks.iter_mut().rev().take(6).find(|mark| mark.style == style);
    match last {
        Some(mark)
            if mark.span.end <= span.start && Span::new(mark.span.end, span.start).of(text).trim().is_empty() =>
        {
            mark.span.end = span.end;
        }
        _ => marks.push(Mark { span, style }),
    }
}

/// Returns true for characters of Chinese and Japanese, which have no spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}')
}

/// Removes the first bytes of a block's text.
fn drop_front(block: &mut Block, length: usize) {
    let rest = block.text.get(length..).unwrap_or_default();
    let length = length + (rest.len() - rest.trim_start().len());
    block.text = block.text.get(length..).unwrap_or_default().to_owned();
    let moved = |at: usize| at.saturating_sub(length);
    for mark in &mut block.marks {
        mark.span = Span::new(moved(mark.span.start), moved(mark.span.end));
    }
    block.marks.retain(|mark| !mark.span.is_empty());
    for page in &mut block.pages {
        page.at = moved(page.at);
    }
}

/// Makes a block a list item if it begins with a bullet, or with a number beside the next or previous one.
fn list_item(paragraphs: &[Paragraph], at: usize, block: &mut Block) {
    if starts_with_bullet(&block.text) {
        let length = block.text.chars().next().map_or(0, char::len_utf8);
        drop_front(block, length);
        (block.kind, block.list) = (BlockKind::List, Some(ListItem { depth: 1, marker: Marker::Bullet }));
        return;
    }
    let Some(number) = number_of(&block.text) else { return };
    let text_of = |it: &Paragraph| it.lines.first().map(PageLine::text).unwrap_or_default();
    let other = |step: i64| {
        let near = |it: &&Paragraph| it.part == ParagraphPart::Text;
        let found = if step > 0 {
            paragraphs[at + 1..].iter().take(6).filter(near).find_map(|it| number_of(&text_of(it)))
        } else {
            paragraphs[..at].iter().rev().take(6).filter(near).find_map(|it| number_of(&text_of(it)))
        };
        found.is_some_and(|found| i64::from(found) == i64::from(number) + step)
    };
    if other(1) || other(-1) {
        let length = block.text.find(' ').unwrap_or(0);
        drop_front(block, length);
        (block.kind, block.list) = (BlockKind::List, Some(ListItem { depth: 1, marker: Marker::Number(number) }));
    }
}

/// Returns the number of "3. …" or "3) …".
fn number_of(text: &str) -> Option<u32> {
    if !is_numbered(text) || text.starts_with(['(', '[']) {
        return None;
    }
    text.get(..text.bytes().take_while(u8::is_ascii_digit).count())?.parse().ok()
}

/// Labels of the footnotes of each page, and those that several pages use.
#[derive(Debug, Default)]
struct NoteLabels {
    by_page: HashMap<u32, HashSet<String>>,
    repeated: HashSet<String>,
}

fn note_labels(paragraphs: &[Paragraph]) -> NoteLabels {
    let mut labels = NoteLabels::default();
    let mut seen = HashSet::new();
    for paragraph in paragraphs.iter().filter(|it| it.part == ParagraphPart::Note) {
        if let Some((label, _)) = note_label(paragraph) {
            if !seen.insert(label.clone()) {
                labels.repeated.insert(label.clone());
            }
            labels.by_page.entry(page_of(paragraph)).or_default().insert(label);
        }
    }
    labels
}

/// Returns a label that no other footnote of the file has.
fn unique(labels: &NoteLabels, page: u32, label: &str) -> String {
    if labels.repeated.contains(label) { format!("{page}-{label}") } else { label.to_owned() }
}

/// Turns raised numbers into references, if the page has a footnote with that label.
fn mark_references(block: &mut Block, page: u32, labels: &NoteLabels) {
    let Some(known) = labels.by_page.get(&page) else { return };
    for mark in &mut block.marks {
        let label = mark.span.of(&block.text).trim();
        if mark.style == Style::Superscript && known.contains(label) {
            mark.style = Style::Footnote(unique(labels, page, label));
        }
    }
}
