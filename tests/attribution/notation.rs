//! The notation of cases: parses a paragraph and removes its marks.
//!
//! `[content]`, `<cue>`, `{mention=Speaker}`, `*via*`. A paragraph with several attributions numbers them: `[2“Go,”]
//! <2said> {2Lee=Ann Lee}`. Contents may be nested.

use sayso::document::Span;
use std::fmt;

/// A paragraph without its marks, and the marked parts.
#[derive(Debug, Default)]
pub struct Marked {
    /// Text without marks.
    pub text: String,
    /// Attributions, in order of their content.
    pub parts: Vec<Part>,
}

/// A marked attribution.
#[derive(Debug, Default)]
pub struct Part {
    number: char,
    /// Spans of the content.
    pub content: Vec<Span>,
    /// Span of the cue.
    pub cue: Option<Span>,
    /// Span of the words that name the source; `None` if another paragraph names it.
    pub mention: Option<Span>,
    /// Span of the intermediary.
    pub via: Option<Span>,
    /// Expected speakers.
    pub speakers: Vec<Wanted>,
}

/// An expected speaker: `Name`, `Name / kind`, or `Name / kind / role`.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Full name.
    pub name: String,
    /// Expected kind, if stated.
    pub kind: Option<String>,
    /// Expected role, if stated; empty for none.
    pub role: Option<String>,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [Some(&self.name), self.kind.as_ref(), self.role.as_ref()];
        f.write_str(&parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" / "))
    }
}

impl Wanted {
    fn read(words: &str) -> Self {
        let mut parts = words.split('/').map(|part| part.trim().to_owned());
        Self { name: parts.next().unwrap_or_default(), kind: parts.next(), role: parts.next() }
    }
}

impl Part {
    /// Ends the mark that closes with the character `c`.
    fn close(&mut self, c: char, span: Span, names: &str) {
        match c {
            ']' => self.content.push(span),
            '>' => self.cue = Some(span),
            '*' => self.via = Some(span),
            _ => {
                self.mention = (!span.is_empty()).then_some(span);
                self.speakers = names.split(" + ").filter(|name| !name.is_empty()).map(Wanted::read).collect();
            }
        }
    }
}

impl Marked {
    /// Parses a line of a case. Two digits assign a part to two attributions: `{12Lee=Ann Lee}`.
    pub fn read(line: &str) -> Self {
        let mut out = Self::default();
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut outlet = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let opens = matches!(c, '[' | '<' | '{') || c == '*' && !outlet;
            if opens {
                let numbers = std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect();
                open.push((numbers, out.text.len()));
                outlet |= c == '*';
                continue;
            }
            if !matches!(c, ']' | '>' | '=' | '*') {
                out.text.push(c);
                continue;
            }
            let (numbers, from) = open.pop().unwrap_or_else(|| unreachable!("no part was opened before {c}"));
            outlet &= c != '*';
            let names = if c == '=' { chars.by_ref().take_while(|&c| c != '}').collect() } else { String::new() };
            let ones = if numbers.is_empty() { "0" } else { numbers.as_str() };
            let span = Span::new(from, out.text.len());
            for number in ones.chars() {
                out.part(number).close(c, span, &names);
            }
        }
        out.parts.sort_by_key(|part| part.content.first().map(|span| (span.start, std::cmp::Reverse(span.end))));
        out
    }

    fn part(&mut self, number: char) -> &mut Part {
        let at = self.parts.iter().position(|part| part.number == number).unwrap_or_else(|| {
            self.parts.push(Part { number, ..Part::default() });
            self.parts.len() - 1
        });
        &mut self.parts[at]
    }
}
