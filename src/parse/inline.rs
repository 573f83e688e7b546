//! Builds running text: folds white space as browsers do, and keeps marks in step with the bytes.

use crate::document::{Mark, Span, Style};
use crate::sanitize;

/// The text of the current block.
#[derive(Debug, Default)]
pub struct Inline {
    text: String,
    /// In the order of opening, which is by start, outer before inner; an empty span has not begun yet.
    marks: Vec<Mark>,
    /// Open marks: index in `marks`, and true if text has come since.
    open: Vec<(usize, bool)>,
    gap: Gap,
    /// Bytes at which one named element ends and another begins.
    seams: Vec<u32>,
    /// Bytes of link addresses that were reopened after a cut. Limited: one link around a million blocks would take
    /// gigabytes.
    reopened: usize,
}

/// White space between the text so far and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Blank,
    Breaks(u32),
}

/// Most seams of a block.
const MAX_SEAMS: usize = 8;

/// Most bytes of link addresses that are repeated because their links span several blocks.
const MAX_REOPENED: usize = 4 << 20;

impl Inline {
    /// Returns true if there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the character right before the next text; `None` if there is white space in between.
    pub fn last(&self) -> Option<char> {
        self.text.chars().next_back().filter(|_| self.gap == Gap::None)
    }

    /// Number of line breaks between the text and the next.
    pub fn breaks(&self) -> u32 {
        match self.gap {
            Gap::Breaks(n) => n,
            Gap::None | Gap::Blank => 0,
        }
    }

    /// Adds running text; its white space is folded, together with that before it.
    pub fn push(&mut self, raw: &str) {
        let cleaned = sanitize::text(raw);
        let bytes = cleaned.as_bytes();
        let mut start = 0;
        let mut at = 0;
        while at < bytes.len() {
            if let Some(chunk) = bytes.get(at..=at + CHUNK)
                && is_folded(chunk)
                && (at > start || bytes[at] != b' ')
            {
                at += CHUNK;
                continue;
            }
            if !is_space(bytes[at]) {
                at += 1;
                continue;
            }
            let single = bytes[at] == b' ' && at > start && bytes.get(at + 1).is_some_and(|&b| !is_space(b));
            if single {
                at += 1;
                continue;
            }
            self.run(&cleaned[start..at]);
            while at < bytes.len() && is_space(bytes[at]) {
                at += 1;
            }
            self.blank();
            start = at;
        }
        self.run(&cleaned[start..]);
    }

    /// Adds preformatted text unchanged.
    pub fn push_raw(&mut self, raw: &str) {
        let cleaned = sanitize::text(raw);
        self.gap = Gap::None;
        if !cleaned.is_empty() {
            self.begin_marks();
            self.text.push_str(&cleaned);
        }
    }

    /// Adds a space, unless there is one.
    pub fn blank(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Blank;
        }
    }

    /// Adds a line break.
    pub fn line_break(&mut self) {
        self.gap = Gap::Breaks(self.breaks().saturating_add(1));
    }

    /// Ends a table cell or row with `parted_by`; white space before it is dropped.
    pub fn cell_end(&mut self, parted_by: char) {
        self.gap = Gap::None;
        self.text.push(parted_by);
    }

    /// Notes that one named element ends here and another begins.
    pub fn seam(&mut self) {
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if at > 0 && self.seams.len() < MAX_SEAMS && self.seams.last() != Some(&at) {
            self.seams.push(at);
        }
    }

    /// Takes the seams of the text; to be called before the text is taken.
    pub fn take_seams(&mut self) -> Vec<u32> {
        let lead = self.text.len() - self.text.trim_start().len();
        let lead = u32::try_from(lead).unwrap_or(u32::MAX);
        let mut seams = std::mem::take(&mut self.seams);
        seams.iter_mut().for_each(|seam| *seam = seam.saturating_sub(lead));
        seams
    }

    /// Drops pending white space.
    pub fn close_up(&mut self) {
        self.gap = Gap::None;
    }

    fn run(&mut self, run: &str) {
        if run.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            match gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::Breaks(_) => self.text.push('\n'),
            }
        }
        self.begin_marks();
        self.text.push_str(run);
    }

    fn begin_marks(&mut self) {
        let at = self.text.len();
        for (mark, begun) in self.open.iter_mut().rev().take_while(|(_, begun)| !begun) {
            self.marks[*mark].span = Span::new(at, at);
            *begun = true;
        }
    }

    /// Opens a mark. Returns false without any effect if one of its kind is open.
    pub fn open(&mut self, style: Style) -> bool {
        let same = |&(mark, _): &(usize, bool)| same_kind(&self.marks[mark].style, &style);
        if self.open.iter().any(same) {
            return false;
        }
        self.open.push((self.marks.len(), false));
        self.marks.push(Mark { span: Span::default(), style });
        true
    }

    /// Closes the mark that was opened last.
    pub fn close(&mut self) {
        if let Some((mark, begun)) = self.open.pop()
            && begun
        {
            self.marks[mark].span.end = self.text.len();
        }
    }

    /// Takes the trimmed text with its marks; open marks continue in the next text.
    pub fn take(&mut self) -> (String, Vec<Mark>) {
        let (mut text, mut marks) = self.take_untrimmed();
        text.truncate(text.trim_end().len());
        let lead = text.len() - text.trim_start().len();
        text.drain(..lead);
        let end = text.len();
        for mark in &mut marks {
            mark.span =
                Span::new(mark.span.start.saturating_sub(lead).min(end), mark.span.end.saturating_sub(lead).min(end));
        }
        marks.retain(|mark| !mark.span.is_empty());
        (text, marks)
    }

    /// Takes the text with its marks, including spaces at both ends.
    pub fn take_untrimmed(&mut self) -> (String, Vec<Mark>) {
        let styles: Vec<Style> = self.open.iter().map(|&(mark, _)| self.marks[mark].style.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        let text = std::mem::take(&mut self.text);
        let mut marks = std::mem::take(&mut self.marks);
        self.gap = Gap::None;
        for style in styles {
            if let Style::Link(address) = &style {
                self.reopened += address.len();
                if self.reopened > MAX_REOPENED {
                    // An empty address keeps open and close balanced; such marks are dropped below.
                    self.open(Style::Link(String::new()));
                    continue;
                }
            }
            self.open(style);
        }
        marks.retain(|mark| !mark.span.is_empty() && mark.style != Style::Link(String::new()));
        (text, marks)
    }
}

/// Number of bytes examined at once: the width of a vector register.
const CHUNK: usize = 32;

/// Returns true if the bytes have only single spaces; written so that the compiler vectorises it.
fn is_folded(chunk: &[u8]) -> bool {
    let folds = |a: u8, b: u8| a < b' ' || (a == b' ' && b <= b' ');
    !chunk.iter().zip(&chunk[1..]).fold(false, |found, (&a, &b)| found | folds(a, b))
}

fn same_kind(a: &Style, b: &Style) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Returns true for white space that HTML folds; no-break spaces are not.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}
