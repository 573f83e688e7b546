//! Paragraphs: divides the lines of a box where one ends, and joins those that go on in the next column or page.

use super::columns::TextBox;
use super::geometry::Rect;
use super::lines::PageLine;

/// A paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Its lines.
    pub lines: Vec<PageLine>,
    /// Pages of its lines: the first line on each page, and the number of the page.
    pub pages: Vec<(usize, u32)>,
    /// Area of the part on the first page.
    pub area: Rect,
    /// Right edge of the column at its end.
    pub right_edge: f32,
    /// Font size of most of its characters.
    pub size: f32,
    /// True if its first line is indented.
    pub indented: bool,
    /// True if it is the first of its box.
    pub opens_box: bool,
    /// True if it is the last of its box.
    pub closes_box: bool,
    /// Part that it plays.
    pub part: ParagraphPart,
}

/// Part that a paragraph plays on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParagraphPart {
    /// Text.
    #[default]
    Text,
    /// A running head or foot, or a page number.
    Running,
    /// A heading; its level.
    Heading(u8),
    /// A footnote, or the continuation of one.
    Note,
    /// A caption of a figure or table.
    Caption,
    /// Lines of a program or the like.
    Code,
    /// Rows of a table.
    Table,
}

/// Step of an indent, in font sizes: from more than a space to less than a column.
const INDENT: std::ops::Range<f32> = 0.7..8.0;
/// Gap between paragraphs, in usual distances of the lines.
const PARAGRAPH_GAP: f32 = 1.18;

/// Divides a box in paragraphs. `body` is the font size of most of the file's text.
pub fn paragraphs(text_box: TextBox, page: u32, body: f32) -> Vec<Paragraph> {
    let TextBox { lines, area, is_table } = text_box;
    if is_table {
        let size = lines.first().map_or(body, |line| line.size);
        return vec![Paragraph {
            lines,
            pages: vec![(0, page)],
            area,
            right_edge: area.right,
            size,
            indented: false,
            opens_box: true,
            closes_box: true,
            part: ParagraphPart::Table,
        }];
    }
    let edges = Edges::of(&lines, area, body);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut before: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let begins = before.is_none_or(|above| edges.begins(&lines, above, at));
        match out.last_mut().filter(|_| !begins) {
            Some(paragraph) => {
                paragraph.area = paragraph.area.union(&line.area);
                paragraph.lines.push(line.clone());
            }
            None => out.push(Paragraph {
                lines: vec![line.clone()],
                pages: vec![(0, page)],
                area: line.area,
                right_edge: area.right,
                size: line.size,
                indented: edges.is_indented(line),
                opens_box: at == 0,
                closes_box: false,
                part: ParagraphPart::Text,
            }),
        }
        before = Some(at);
    }
    if let Some(last) = out.last_mut() {
        last.closes_box = true;
    }
    for paragraph in &mut out {
        let longest = paragraph.lines.iter().max_by_key(|line| line.chars);
        paragraph.size = longest.map_or(paragraph.size, |line| line.size);
    }
    out
}

/// Edges and distances that the lines of a box share.
struct Edges {
    /// Left edge of most lines.
    left: f32,
    right: f32,
    /// Usual distance of two lines.
    pitch: f32,
    /// True if first lines stand to the left of the others.
    hanging: bool,
    body: f32,
}

impl Edges {
    fn of(lines: &[PageLine], area: Rect, body: f32) -> Self {
        let size = lines.first().map_or(1.0, |line| line.size);
        let near = |x: f32| lines.iter().filter(|line| (line.area.left - x).abs() < 0.3 * size).count();
        let mut left = area.left;
        for line in lines {
            if near(line.area.left) > near(left) {
                left = line.area.left;
            }
        }
        let mut steps: Vec<f32> = lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline).collect();
        steps.sort_by(f32::total_cmp);
        // The lower third: paragraphs of one line each must not hide the distance within them.
        let pitch = steps.get(steps.len() / 3).copied().unwrap_or(1.2 * size);
        let hanging = left - area.left > INDENT.start * size;
        Self { left, right: area.right, pitch, hanging, body }
    }

    fn is_indented(&self, line: &PageLine) -> bool {
        INDENT.contains(&((line.area.left - self.left) / line.size))
    }

    /// Returns true if a paragraph begins at the line `at`, below the line `above`.
    fn begins(&self, lines: &[PageLine], above: usize, at: usize) -> bool {
        let (Some(a), Some(b)) = (lines.get(above), lines.get(at)) else { return true };
        let size = a.size.max(b.size);
        if (a.size - b.size).abs() > 0.08 * size || b.baseline - a.baseline > PARAGRAPH_GAP * self.pitch + 0.05 * size {
            return true;
        }
        let text = b.text();
        if b.runs.first().is_some_and(|run| run.raised) && size < self.body {
            return true;
        }
        let full = self.right - a.area.right < b.first_word + 0.35 * size;
        if a.is_bold() != b.is_bold() && !(full && text.starts_with(char::is_lowercase)) {
            return true;
        }
        if starts_with_bullet(&text) || is_numbered(&text) && (!full || self.outdents(a, b)) {
            return true;
        }
        let (from, to) = (a.area.left - self.left, b.area.left - self.left);
        if self.hanging {
            return to < -INDENT.start * size || !full && !is_centered(a, b);
        }
        let indents = INDENT.contains(&(to / size));
        let deeper = (to - from) / size > INDENT.start;
        if indents && deeper && !is_centered(a, b) {
            return true;
        }
        // Back from an indented block of two lines or more.
        let block = lines[..above].last().is_some_and(|before| (before.area.left - a.area.left).abs() < 0.3 * size);
        if (from - to) / size > INDENT.start && block && !is_centered(a, b) {
            return true;
        }
        // A paragraph of one line, then the first line of the next.
        let back = |next: &PageLine| (b.area.left - next.area.left) / size > INDENT.start;
        if indents && !deeper && !block && lines.get(at + 1).is_some_and(back) {
            return true;
        }
        // The first word would have fitted on the line above. Large headings are often balanced.
        !full && !is_centered(a, b) && size < 1.25 * self.body
    }

    fn outdents(&self, a: &PageLine, b: &PageLine) -> bool {
        b.area.left < 0.5f32.mul_add(-b.size, a.area.left)
    }
}

fn is_centered(a: &PageLine, b: &PageLine) -> bool {
    let middle = |line: &PageLine| f32::midpoint(line.area.left, line.area.right);
    (middle(a) - middle(b)).abs() < 0.5 * a.size && (a.area.left - b.area.left).abs() > 0.5 * a.size
}

/// Returns true if a text begins with a bullet.
pub fn starts_with_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('•' | '‣' | '◦' | '▪' | '●' | '■' | '○' | '\u{f0b7}' | '✓' | '➢' | '►'))
        && chars.next().is_some_and(|c| c == ' ' || c.is_alphanumeric())
}

/// Returns true if a text begins with the number of a list item or of a reference.
pub fn is_numbered(text: &str) -> bool {
    let text = text.strip_prefix(['(', '[']).unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && text.get(digits..).is_some_and(|rest| [". ", ") ", "] "].iter().any(|mark| rest.starts_with(mark)))
}

/// Returns true if a text ends like a sentence.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', '«', ')', ']', '\'', ' ']);
    text.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// Farthest paragraph that may continue another: figures, captions and notes may stand between.
const MAX_BETWEEN: usize = 16;

/// Joins paragraphs that go on in the next column or on the next page.
pub fn join_across(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let indented = paragraphs.iter().filter(|it| it.part == ParagraphPart::Text && it.indented).count();
    let indents = indented * 5 > paragraphs.iter().filter(|it| it.part == ParagraphPart::Text).count();
    let mut slots: Vec<Option<Paragraph>> = paragraphs.into_iter().map(Some).collect();
    let mut out = Vec::with_capacity(slots.len());
    for at in 0..slots.len() {
        let Some(mut paragraph) = slots[at].take() else { continue };
        let mut here = at;
        while paragraph.part == ParagraphPart::Text && paragraph.closes_box {
            let end = (here + 1 + MAX_BETWEEN).min(slots.len());
            let next =
                (here + 1..end).find(|&it| slots[it].as_ref().is_some_and(|next| is_body_like(&paragraph, next)));
            let Some(found) = next.filter(|&it| slots[it].as_ref().is_some_and(|it| goes_on(&paragraph, it, indents)))
            else {
                break;
            };
            let Some(rest) = slots[found].take() else { break };
            here = found;
            let lines = paragraph.lines.len();
            let page = paragraph.pages.last().map(|it| it.1);
            paragraph.pages.extend(
                rest.pages.iter().filter(|it| Some(it.1) != page).map(|&(line, number)| (line + lines, number)),
            );
            paragraph.lines.extend(rest.lines);
            paragraph.right_edge = rest.right_edge;
            paragraph.closes_box = rest.closes_box;
        }
        out.push(paragraph);
    }
    out
}

/// Returns true if a paragraph, or a heading between, is where the text goes on after another.
fn is_body_like(text: &Paragraph, next: &Paragraph) -> bool {
    match next.part {
        ParagraphPart::Heading(_) => true,
        ParagraphPart::Text => (text.size - next.size).abs() <= 0.06 * text.size,
        _ => false,
    }
}

fn goes_on(text: &Paragraph, next: &Paragraph, indents: bool) -> bool {
    let (Some(last), Some(first)) = (text.lines.last(), next.lines.first()) else { return false };
    if next.part != ParagraphPart::Text || !next.opens_box || last.is_bold() != first.is_bold() {
        return false;
    }
    let (end, start) = (last.text(), first.text());
    if starts_with_bullet(&start) || last.turned != first.turned {
        return false;
    }
    let hyphen = end.trim_end().ends_with(['-', '\u{ad}', '\u{2010}']);
    let lower = start.starts_with(char::is_lowercase);
    let full = text.right_edge - last.area.right < first.first_word + 0.35 * text.size;
    let ends = ends_sentence(&end);
    lower && (hyphen || !ends) && (full || hyphen || text.lines.len() > 1)
        || full && !ends && !next.indented && text.lines.len() > 1
        || full && indents && !next.indented && text.lines.len() > 1 && next.lines.len() > 1
}
