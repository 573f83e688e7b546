//! Finds web addresses in running text that are not links (GFM's extended autolinks, section 6.9, those with a
//! scheme).

use crate::document::{Block, BlockKind, Mark, Span, Style};
use crate::small_sort::SmallSort;
use std::cmp::Reverse;

/// Longest address, in bytes.
const MAX_LENGTH: usize = 4096;

/// Adds links to the addresses in text blocks.
pub fn mark(blocks: &mut [Block]) {
    for block in blocks.iter_mut().filter(|block| !matches!(block.kind, BlockKind::Code(_) | BlockKind::Image(_))) {
        let found = addresses(&block.text);
        if found.is_empty() {
            continue;
        }
        let linked: Vec<Span> = block
            .marks
            .iter()
            .filter(|mark| matches!(mark.style, Style::Link(_) | Style::Code))
            .map(|mark| mark.span)
            .collect();
        let mut next = 0;
        for span in found {
            while linked.get(next).is_some_and(|link| link.end <= span.start) {
                next += 1;
            }
            if !linked.get(next).is_some_and(|link| link.overlaps(span)) {
                block.marks.push(Mark { span, style: Style::Link(span.of(&block.text).to_owned()) });
            }
        }
        block.marks.small_sort_by_key(|mark| (mark.span.start, Reverse(mark.span.end)));
    }
}

fn addresses(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("http") {
        let start = from + at;
        let rest = &text[start..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme));
        let is_begin = !text[..start].ends_with(char::is_alphanumeric);
        let Some(scheme) = scheme.filter(|_| is_begin) else {
            from = start + 4;
            continue;
        };
        let end = rest
            .find(|c: char| {
                c.is_whitespace()
                    || c.is_control()
                    || matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '|' | '\\' | '^' | '`' | '{' | '}')
            })
            .unwrap_or(rest.len());
        let length = trimmed(&rest[..end]);
        if length > scheme.len() && length <= MAX_LENGTH && rest[scheme.len()..].starts_with(char::is_alphanumeric) {
            found.push(Span::new(start, start + length));
        }
        from = start + end.max(4);
    }
    found
}

/// Length of an address without punctuation that belongs to the sentence around it.
fn trimmed(address: &str) -> usize {
    let mut rest = address;
    while let Some(last) = rest.chars().next_back() {
        let is_open = |open, close| rest.matches(close).count() > rest.matches(open).count();
        let goes = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '*' | '_' | '~' | '…' => true,
            ')' => rest.len() <= MAX_LENGTH && is_open('(', ')'),
            ']' => rest.len() <= MAX_LENGTH && is_open('[', ']'),
            _ => false,
        };
        if !goes {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest.len()
}
