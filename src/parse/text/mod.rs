//! Plain text, written or scraped: one block per line, or paragraphs separated by blank lines, with hard-wrapped
//! lines joined. Clutter is not considered. A line with only a dash becomes a rule, since it often separates scraped
//! stories.

mod wrapping;

use super::{autolink, blocks, transcript};
use crate::document::{Block, BlockKind, Document, ListItem, Marker, MediaType};
use crate::sanitize;
use wrapping::Wrapping;

/// Longest heading, in characters.
const MAX_HEADING: usize = 80;
/// Shortest paragraph, in characters, that can make a short neighbour a heading.
const LONG_LINE_CHARS: usize = 120;

/// Parses plain text.
pub fn parse(raw: &str) -> Document {
    let (cleaned, told) = super::limit_lines(sanitize::text(raw));
    let mut blocks = blocks(&cleaned);
    transcript::mark_turns(&mut blocks);
    autolink::mark(&mut blocks);
    Document { blocks, format: MediaType::Text, problems: told.into_iter().collect(), ..Document::default() }
}

/// Returns the blocks of a sanitized text, before addresses in it are linked.
pub fn blocks(cleaned: &str) -> Vec<Block> {
    let lines: Vec<Line<'_>> = cleaned.split('\n').map(Line::of).collect();
    let wrapping = Wrapping::of(&lines);
    let mut blocks = gather(&lines, wrapping);
    mark_headings(&mut blocks);
    blocks
}

/// A parsed line.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// Indentation in characters; a tab counts as one.
    indent: usize,
    /// Number of `>` before it.
    quotes: u8,
    /// Form of the line.
    form: Form,
    /// Its text, trimmed, without marker and `>`.
    text: &'a str,
    /// Length of the text in characters.
    width: usize,
}

/// Form of a single line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Blank,
    Plain,
    Rule,
    Item(Marker, char),
}

impl<'a> Line<'a> {
    fn of(raw: &'a str) -> Self {
        let mut text = raw.trim_end();
        let mut quotes = 0_u8;
        let mut indent = text.chars().take_while(|c| c.is_whitespace()).count();
        text = text.trim_start();
        while let Some(rest) = text.strip_prefix('>') {
            quotes = quotes.saturating_add(1);
            indent = 0;
            text = rest.trim_start();
        }
        let (form, text) = Self::form(text);
        Self { indent, quotes, form, text, width: text.chars().count() }
    }

    fn form(text: &'a str) -> (Form, &'a str) {
        if !text.chars().any(blocks::is_visible) {
            return (Form::Blank, "");
        }
        if is_rule(text) {
            return (Form::Rule, text);
        }
        if let Some((sign, rest)) = split_first(text)
            && matches!(sign, '-' | '*' | '+' | '•' | '‣' | '◦' | '▪' | '●' | '–')
            && rest.starts_with([' ', '\t'])
        {
            return (Form::Item(Marker::Bullet, sign), rest.trim_start());
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits)
            && let Some((sign @ ('.' | ')'), rest)) = split_first(&text[digits..])
            && rest.starts_with([' ', '\t'])
        {
            let number = text[..digits].parse().unwrap_or(0);
            return (Form::Item(Marker::Number(number), sign), rest.trim_start());
        }
        (Form::Plain, text)
    }

    fn is_blank(&self) -> bool {
        self.form == Form::Blank
    }
}

fn split_first(text: &str) -> Option<(char, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    Some((first, chars.as_str()))
}

/// Returns true if the line is only a separator: a dash, or at least three of the same sign, with or without spaces.
fn is_rule(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let signs = text.chars().filter(|c| !c.is_whitespace());
    match first {
        '-' | '–' | '—' => signs.clone().all(|c| c == first),
        '*' | '_' | '=' | '~' | '#' | '•' => signs.clone().all(|c| c == first) && signs.count() >= 3,
        _ => false,
    }
}

/// Builds blocks from the lines. A single numbered line is no list: "1. FC Köln" may begin a sentence.
fn gather(lines: &[Line<'_>], wrapping: Wrapping) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for (at, line) in lines.iter().enumerate() {
        match line.form {
            Form::Blank => before = None,
            Form::Rule => {
                let is_underline = line.text.len() >= 3 && line.text.starts_with(['=', '-', '~']);
                if let (true, Some(above), Some(block)) = (is_underline, before, blocks.last_mut())
                    && block.kind == BlockKind::Paragraph
                    && above.width <= MAX_HEADING
                    && line.width.abs_diff(above.width) <= 2
                {
                    block.kind = BlockKind::Heading(if line.text.starts_with('=') { 1 } else { 2 });
                } else {
                    blocks.push(Block { kind: BlockKind::Rule, quotes: line.quotes, ..Block::default() });
                }
                before = None;
            }
            Form::Item(marker, sign) if has_sibling(lines, at, marker, sign) => {
                let list = Some(ListItem { depth: 1, marker });
                let mut block = Block { kind: BlockKind::List, quotes: line.quotes, list, ..Block::default() };
                append(&mut block.text, line.text);
                blocks.push(block);
                before = Some(line);
            }
            Form::Plain | Form::Item(..) => {
                let joined = before.is_some_and(|above| above.quotes == line.quotes && wrapping.joins(above, line));
                match blocks.last_mut().filter(|_| joined) {
                    Some(block) => append_wrapped(&mut block.text, line),
                    None => blocks.push(paragraph(line)),
                }
                before = Some(line);
            }
        }
    }
    blocks
}

fn paragraph(line: &Line<'_>) -> Block {
    let mut block = Block { quotes: line.quotes, ..Block::default() };
    if line.quotes > 0 {
        block.kind = BlockKind::Quote;
    }
    append_whole(&mut block.text, line);
    block
}

/// Returns true if a nearby line has a matching marker: the next number, or the same bullet.
fn has_sibling(lines: &[Line<'_>], at: usize, marker: Marker, sign: char) -> bool {
    const MAX_LINES_APART: usize = 12;
    let is_sibling = |line: &Line<'_>, step: i64| match (line.form, marker) {
        (Form::Item(Marker::Number(other), other_sign), Marker::Number(own)) => {
            other_sign == sign && i64::from(other) == i64::from(own) + step
        }
        (Form::Item(Marker::Bullet, other_sign), Marker::Bullet) => other_sign == sign,
        _ => false,
    };
    let below = lines[at + 1..].iter().take(MAX_LINES_APART);
    let above = lines[..at].iter().rev().take(MAX_LINES_APART);
    below.take_while(|line| line.form != Form::Rule).any(|line| is_sibling(line, 1))
        || above.take_while(|line| line.form != Form::Rule).any(|line| is_sibling(line, -1))
}

fn append_wrapped(text: &mut String, line: &Line<'_>) {
    let is_hyphenated = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
        && line.text.starts_with(char::is_lowercase);
    if !is_hyphenated {
        text.push(' ');
    }
    append_whole(text, line);
}

/// Appends the line including its marker, if that turned out to be none.
fn append_whole(text: &mut String, line: &Line<'_>) {
    match line.form {
        Form::Item(Marker::Number(number), sign) => text.extend([number.to_string(), format!("{sign} ")]),
        Form::Item(_, sign) => text.extend([sign, ' ']),
        _ => {}
    }
    append(text, line.text);
}

/// Appends with white space folded.
fn append(text: &mut String, raw: &str) {
    let is_folded = !raw.contains("  ") && !raw.contains('\t');
    if is_folded {
        text.push_str(raw);
        return;
    }
    let mut words = raw.split([' ', '\t']).filter(|word| !word.is_empty());
    text.extend(words.next());
    for word in words {
        text.push(' ');
        text.push_str(word);
    }
}

/// Makes headings of short lines without final punctuation between two long paragraphs.
fn mark_headings(blocks: &mut [Block]) {
    let is_long =
        |block: &Block| block.kind == BlockKind::Paragraph && block.text.chars().nth(LONG_LINE_CHARS).is_some();
    for at in 1..blocks.len().saturating_sub(1) {
        if blocks[at].kind == BlockKind::Paragraph
            && is_long(&blocks[at - 1])
            && is_long(&blocks[at + 1])
            && looks_like_heading(&blocks[at].text)
        {
            blocks[at].kind = BlockKind::Heading(2);
        }
    }
}

fn looks_like_heading(text: &str) -> bool {
    if text.chars().nth(MAX_HEADING).is_some() {
        return false;
    }
    let Some(last) = text.chars().next_back() else { return false };
    let starts_well = text
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || (c.is_alphabetic() && !c.is_lowercase()));
    let ends_well = last.is_alphanumeric() || last == '?';
    let words = text.split_whitespace().count();
    starts_well && ends_well && words <= 12 && !text.contains(". ")
}
