//! Sanitizes text from outside, which is hostile until it has passed through here.
//!
//! Three functions for three kinds of text: [`text()`] for running text, [`line()`] for one-line fields (titles,
//! names, file names, messages) and [`url()`] for addresses. All remove whole escape sequences (CSI, OSC, DCS and the
//! like, in the 7-bit and the 8-bit form, ECMA-48), control characters, noncharacters and tag characters, and limit
//! the combining marks on one letter. Clean text is borrowed. White space is not folded here.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// Most combining marks on one letter; Hebrew with accents needs four, Tibetan stacks six.
pub const MAX_MARKS: usize = 8;

/// Longest body of an OSC, DCS, SOS, PM or APC string that is removed with its introducer, in bytes.
const MAX_BODY: usize = 1 << 16;

/// Sanitizes running text. `\n` and `\t` stay, other line ends become `\n`; bidi embeddings and overrides become
/// isolates that end with their line (UAX #9, 2.7), so that they affect nothing outside.
pub fn text(raw: &str) -> Cow<'_, str> {
    clean(raw, Context::Text)
}

/// Sanitizes a one-line field: line breaks and tabs become spaces; bidi controls are removed, and zero-width
/// characters too, except joiners between letters of scripts that need them.
pub fn line(raw: &str) -> Cow<'_, str> {
    clean(raw, Context::Line)
}

/// Sanitizes an address: control characters, white space and zero-width characters are removed.
pub fn url(raw: &str) -> Cow<'_, str> {
    clean(raw, Context::Url)
}

/// Use of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Text,
    Line,
    Url,
}

/// Action for one character.
enum Action {
    Keep,
    Drop,
    Become(char),
    Open(char),
    Close,
    Sequence,
    Joiner,
}

fn clean(raw: &str, purpose: Context) -> Cow<'_, str> {
    match first_dirty(raw, purpose) {
        None => Cow::Borrowed(raw),
        Some(at) => Cow::Owned(Cleaner::new(raw, purpose, at).run()),
    }
}

/// Returns the position of the first character to change, or the start of its combining sequence.
fn first_dirty(raw: &str, purpose: Context) -> Option<usize> {
    let bytes = raw.as_bytes();
    let (mut at, mut marks, mut base) = (0, 0, 0);
    while let Some(&byte) = bytes.get(at) {
        if let Some(chunk) = bytes.get(at..at + CHUNK)
            && is_plain(chunk, purpose)
        {
            marks = 0;
            at += CHUNK;
            base = at - 1;
            continue;
        }
        if byte.is_ascii() {
            if byte < b' ' || byte == 0x7f || (byte == b' ' && purpose == Context::Url) {
                let stays = purpose == Context::Text && matches!(byte, b'\n' | b'\t');
                if !stays {
                    return Some(at);
                }
            }
            marks = 0;
            base = at;
            at += 1;
            continue;
        }
        let c = raw[at..].chars().next()?;
        if !matches!(action(c, purpose), Action::Keep) {
            return Some(at);
        }
        if is_mark(c) {
            marks += 1;
            if marks > MAX_MARKS {
                return Some(base);
            }
        } else {
            marks = 0;
            base = at;
        }
        at += c.len_utf8();
    }
    None
}

/// Number of bytes examined at once: the width of a vector register.
const CHUNK: usize = 32;

/// Returns true if the bytes are all clean ASCII; written so that the compiler vectorises it.
fn is_plain(chunk: &[u8], purpose: Context) -> bool {
    let lowest = if purpose == Context::Url { b'!' } else { b' ' };
    let stays = if purpose == Context::Text { b'\n' } else { b'~' };
    let is_odd = |byte: u8| byte != stays && !(lowest..0x7f).contains(&byte);
    !chunk.iter().fold(false, |found, &byte| found | is_odd(byte))
}

/// Returns true for combining marks.
pub fn is_mark(c: char) -> bool {
    !matches!(c, '\0'..'\u{300}' | '\u{2000}'..'\u{20d0}' | '\u{3100}'..'\u{a66f}') && is_combining_mark(c)
}

#[expect(clippy::match_same_arms, reason = "the arms stand in the order in which they take precedence")]
fn action(c: char, purpose: Context) -> Action {
    match c {
        ' ' if purpose == Context::Url => Action::Drop,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{61b}' => Action::Keep,
        '\n' | '\t' if purpose == Context::Text => Action::Keep,
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => match purpose {
            Context::Text => Action::Become('\n'),
            Context::Line => Action::Become(' '),
            Context::Url => Action::Drop,
        },
        '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => Action::Sequence,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => Action::Drop,
        '\u{202a}' | '\u{202d}' | '\u{2066}' if purpose == Context::Text => Action::Open('\u{2066}'),
        '\u{202b}' | '\u{202e}' | '\u{2067}' if purpose == Context::Text => Action::Open('\u{2067}'),
        '\u{2068}' if purpose == Context::Text => Action::Open(c),
        '\u{202c}' | '\u{2069}' if purpose == Context::Text => Action::Close,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Action::Drop,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e007f}' => Action::Drop,
        _ if u32::from(c) & 0xfffe == 0xfffe => Action::Drop,
        '\u{200c}' | '\u{200d}' if purpose == Context::Line => Action::Joiner,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' if purpose != Context::Text => {
            Action::Drop
        }
        _ if purpose == Context::Url && c.is_whitespace() => Action::Drop,
        _ => Action::Keep,
    }
}

/// The slow path, for text with something to change.
struct Cleaner<'a> {
    raw: &'a str,
    purpose: Context,
    at: usize,
    out: String,
    /// Number of open isolates in this line.
    open: usize,
    marks: usize,
    /// Position of the next end of a control string after a position already passed; `None` if unknown.
    string_end: Option<usize>,
}

impl<'a> Cleaner<'a> {
    fn new(raw: &'a str, purpose: Context, at: usize) -> Self {
        let mut out = String::with_capacity(raw.len());
        out.push_str(&raw[..at]);
        Self { raw, purpose, at, out, open: 0, marks: 0, string_end: None }
    }

    fn run(mut self) -> String {
        while let Some(c) = self.raw[self.at..].chars().next() {
            let start = self.at;
            self.at += c.len_utf8();
            match action(c, self.purpose) {
                Action::Keep => self.keep(c),
                // The line feed after it ends the line.
                Action::Become('\n') if c == '\r' && self.raw[self.at..].starts_with('\n') => {}
                Action::Become(other) => self.keep(other),
                Action::Open(isolate) => {
                    self.open += 1;
                    self.out.push(isolate);
                }
                Action::Close if self.open > 0 => {
                    self.open -= 1;
                    self.out.push('\u{2069}');
                }
                Action::Drop | Action::Close => {}
                Action::Joiner => {
                    let before = self.out.chars().next_back().is_some_and(|b| !b.is_ascii() && b != c);
                    let after = self.raw[self.at..]
                        .chars()
                        .next()
                        .is_some_and(|a| matches!(action(a, Context::Url), Action::Keep) && !a.is_ascii());
                    if before && after {
                        self.out.push(c);
                    }
                }
                Action::Sequence => self.at = self.after_sequence(c, start),
            }
        }
        self.close_line();
        self.out
    }

    fn keep(&mut self, c: char) {
        if c == '\n' {
            self.close_line();
        }
        if is_mark(c) {
            self.marks += 1;
            if self.marks > MAX_MARKS {
                return;
            }
        } else {
            self.marks = 0;
        }
        self.out.push(c);
    }

    fn close_line(&mut self) {
        for _ in 0..std::mem::take(&mut self.open) {
            self.out.push('\u{2069}');
        }
    }

    /// Returns the end of the sequence that `introducer` (at `start`) begins; a malformed one loses only its start.
    fn after_sequence(&mut self, introducer: char, start: usize) -> usize {
        let bytes = self.raw.as_bytes();
        let kind = match introducer {
            '\u{1b}' => bytes.get(self.at).copied().unwrap_or(0),
            other => (u32::from(other) - 0x40) as u8,
        };
        let body = if introducer == '\u{1b}' { self.at + 1 } else { self.at };
        match kind {
            b'[' => {
                let params = skip(bytes, body, 0x30..=0x3f);
                let middle = skip(bytes, params, 0x20..=0x2f);
                if matches!(bytes.get(middle), Some(0x40..=0x7e)) { middle + 1 } else { params }
            }
            b']' | b'P' | b'X' | b'^' | b'_' | b'k' => self.after_string(body),
            0x20..=0x2f => {
                let middle = skip(bytes, body, 0x20..=0x2f);
                if matches!(bytes.get(middle), Some(0x30..=0x7e)) { middle + 1 } else { start + 1 }
            }
            0x30..=0x7e => body,
            _ => self.at,
        }
    }

    /// Returns the end of the control string whose body begins at `body`; `body` itself if it has no end.
    fn after_string(&mut self, body: usize) -> usize {
        let known = self.string_end.filter(|&end| end >= body);
        let end = known.unwrap_or_else(|| {
            let found = self.raw[body..].char_indices().find(|&(at, c)| {
                matches!(c, '\u{7}' | '\u{9c}')
                    || (c == '\u{1b}' && self.raw.as_bytes().get(body + at + 1) == Some(&b'\\'))
            });
            found.map_or(self.raw.len(), |(at, _)| body + at)
        });
        self.string_end = Some(end);
        match self.raw.as_bytes().get(end) {
            Some(_) if end - body > MAX_BODY => body,
            Some(0x1b | 0xc2) => end + 2,
            Some(_) => end + 1,
            None => body,
        }
    }
}

fn skip(bytes: &[u8], from: usize, range: std::ops::RangeInclusive<u8>) -> usize {
    bytes[from.min(bytes.len())..].iter().position(|b| !range.contains(b)).map_or(bytes.len(), |n| from + n)
}
