//! Search in the text: smart case, across line breaks, straight and curly marks treated alike.

use crate::document::Span;
use crate::tui::reader::Reader;
use crate::tui::values::Ticket;

/// A search and its hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Search words as typed.
    pub words: String,
    /// Hits as byte ranges of the article's text, in order.
    pub hits: Vec<Span>,
    /// Index of the current hit.
    pub at: usize,
    /// Ticket of the request that is awaited.
    pub asked: Option<Ticket>,
    /// Byte offset at which the search began.
    pub from: usize,
    /// True if the results must not scroll the text.
    pub still: bool,
}

/// Maximum number of hits.
const MAX_HITS: usize = 100_000;

impl Search {
    /// Returns the hits that overlap a span.
    pub fn touching(&self, span: Span) -> &[Span] {
        let from = self.hits.partition_point(|h| h.end <= span.start);
        let to = from + self.hits[from..].partition_point(|h| h.start < span.end);
        &self.hits[from..to]
    }

    /// Returns `None` outside hits, otherwise `Some(true)` in the current hit and `Some(false)` in another.
    pub fn hit_at(&self, at: usize) -> Option<bool> {
        let index = self.hits.partition_point(|h| h.end <= at);
        self.hits.get(index).filter(|h| h.contains(at)).map(|_| index == self.at)
    }

    /// Returns the text for the footer, such as `/flood  3 of 17`.
    pub fn shown(&self) -> String {
        match (self.hits.len(), self.asked) {
            (0, Some(_)) => format!("/{} …", self.words),
            (0, None) => format!("/{} not found", self.words),
            (n, _) => format!("/{}  {} of {n}", self.words, self.at + 1),
        }
    }
}

impl Reader {
    /// Stores the hits and goes to the first one after the start of the search.
    pub fn take_hits(&mut self, ticket: Ticket, hits: Vec<Span>) {
        let Some(search) = self.search.as_mut().filter(|s| s.asked == Some(ticket)) else { return };
        search.asked = None;
        search.at = hits.partition_point(|h| h.start < search.from);
        if search.at == hits.len() {
            search.at = 0;
        }
        search.hits = hits;
        if !std::mem::take(&mut search.still) {
            self.show_hit();
        }
    }

    /// Goes `by` hits further, wrapping around at the ends.
    pub fn step_hit(&mut self, by: isize) {
        let Some(search) = self.search.as_mut().filter(|s| !s.hits.is_empty()) else { return };
        search.at = (search.at as isize + by).rem_euclid(search.hits.len() as isize) as usize;
        self.show_hit();
    }

    fn show_hit(&mut self) {
        let hit = self.search.as_ref().and_then(|s| s.hits.get(s.at).copied());
        if let Some(hit) = hit {
            self.reveal(hit);
        }
    }
}

/// Finds all occurrences of `words`. White space matches any white space including line breaks; case matters only if
/// `words` contains capitals.
pub fn find(text: &str, words: &str) -> Vec<Span> {
    let exact = words.chars().any(char::is_uppercase);
    let sought: Vec<char> = words.trim().chars().map(|c| folded(c, exact)).collect();
    let Some(&first) = sought.first() else { return Vec::new() };
    let mut hits = Vec::new();
    let mut after = 0;
    for (at, character) in text.char_indices() {
        if at < after || folded(character, exact) != first {
            continue;
        }
        if let Some(length) = matched(&text[at..], &sought, exact) {
            after = at + length;
            hits.push(Span::new(at, after));
            if hits.len() == MAX_HITS {
                break;
            }
        }
    }
    hits
}

/// Returns the length of the match at the start of `text`, in bytes.
fn matched(text: &str, sought: &[char], exact: bool) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    let mut sought = sought.iter().peekable();
    while let Some(want) = sought.next() {
        if want.is_whitespace() {
            while sought.peek().is_some_and(|c| c.is_whitespace()) {
                sought.next();
            }
            rest.next().filter(|(_, c)| c.is_whitespace())?;
            while rest.peek().is_some_and(|(_, c)| c.is_whitespace()) {
                rest.next();
            }
        } else {
            rest.next().filter(|(_, c)| folded(*c, exact) == *want)?;
        }
    }
    Some(rest.peek().map_or(text.len(), |(at, _)| *at))
}

fn folded(character: char, exact: bool) -> char {
    match character {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{a0}' | '\u{202f}' => ' ',
        c if exact || c.is_ascii_lowercase() => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text, words).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn search_is_smart_about_case_marks_and_line_breaks() {
        check("The end. the END.", "the end", &["The end", "the END"]);
        check("The end. the END.", "The", &["The"]);
        check("one\n\ntwo one  two", "one two", &["one\n\ntwo", "one  two"]);
        check("he said “don’t”", "\"don't\"", &["“don’t”"]);
        check("ÜBER über", "über", &["ÜBER", "über"]);
        check("aaaa", "aa", &["aa", "aa"]);
        check("anything", "  ", &[]);
    }
}
