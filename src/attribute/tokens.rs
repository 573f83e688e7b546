//! Splits text into [`Token`]s: words with their hash and classes, punctuation, quote marks; paragraphs as ranges of
//! tokens.
//!
//! Apostrophes inside words are separated from quote marks here; [`super::marks`] pairs the marks.

use super::lexicon::{Lexicon, WordClass, hash_of, of_capitals};
use super::signs::{is_apostrophe, is_mark, is_wide, stands_alone};
use crate::char_class::{is_alphabetic, is_alphanumeric};
use crate::document::Span;
use bitflags::bitflags;
use std::ops::Range;

/// Kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, digits, inner apostrophes, hyphens and stops.
    Word,
    /// A number.
    Number,
    /// A quote mark, single or double; see [`Token::mark`].
    Mark,
    /// `.`, `!`, `?`, `…`
    Stop,
    /// `,`
    Comma,
    /// `:` or `;`
    Colon,
    /// Dashes.
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Anything else.
    Other,
}

/// A word, number or sign with its position in the article's text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the article's text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Kind of the token.
    pub kind: Kind,
    /// Form of the token: a set of [`Shape`] flags.
    pub shape: Shape,
    /// The quote mark, `'\0'` if it is none; two single marks count as `"`.
    pub mark: char,
    /// Hash of the lower-case letters.
    pub hash: u64,
    /// Classes of the word.
    pub classes: WordClass,
}

bitflags! {
    /// The shape of a token: letter case, digits, and the space around it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Shape: u16 {
        /// Begins with a capital.
        const CAPITAL = 1;
        /// More than one letter, all of them capitals.
        const UPPER = 2;
        /// Holds a digit.
        const DIGIT = 4;
        /// Holds a hyphen.
        const HYPHEN = 8;
        /// White space or nothing precedes it.
        const SPACE_BEFORE = 16;
        /// White space or nothing follows it.
        const SPACE_AFTER = 32;
        /// A single letter, with or without a full stop: an initial.
        const INITIAL = 64;
        /// Ends in s.
        const ENDS_IN_S = 128;
        /// Begins with a letter of a script that has no capitals.
        const CASELESS = 256;
    }
}

impl Token {
    /// Returns the token's bytes.
    #[inline]
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Returns true if the token has one of the [`Shape`] flags.
    #[inline]
    pub const fn has(&self, bits: Shape) -> bool {
        self.shape.intersects(bits)
    }

    /// Returns true if the word has one of these classes.
    #[inline]
    pub const fn is(&self, bits: WordClass) -> bool {
        self.classes.is(bits)
    }

    /// Returns true if it is a word that begins with a capital.
    #[inline]
    pub fn capital(&self) -> bool {
        self.kind == Kind::Word && self.has(Shape::CAPITAL)
    }
}

/// Largest number of tokens of a text, about three long novels. It bounds the memory: more tokens would take
/// gigabytes.
pub const MAX_TOKENS: usize = 2_000_000;

/// The tokens of an article and its paragraphs.
#[derive(Debug, Default)]
pub struct Tokens {
    /// All tokens, in order.
    pub list: Vec<Token>,
    /// Ranges of `list`, one per paragraph without empty ones.
    pub paragraphs: Vec<Range<usize>>,
    /// First byte that was not tokenized because of [`MAX_TOKENS`]; `None` if all was.
    pub truncated_at: Option<usize>,
}

impl Tokens {
    /// Tokenizes the given spans of `text`, one per paragraph. Lines within a span are paragraphs of their own.
    pub fn of(text: &str, paragraphs: impl Iterator<Item = Span>, lexicon: &Lexicon) -> Self {
        let expected = (text.len() / 5).min(MAX_TOKENS);
        let mut tokens = Self { list: Vec::with_capacity(expected), ..Self::default() };
        for span in paragraphs {
            let mut at = span.start;
            for line in span.of(text).split('\n') {
                let first = tokens.list.len();
                tokens.truncated_at = tokenize_line(text, Span::new(at, at + line.len()), lexicon, &mut tokens.list);
                if tokens.list.len() > first {
                    tokens.paragraphs.push(first..tokens.list.len());
                }
                if tokens.truncated_at.is_some() {
                    return tokens;
                }
                at += line.len() + 1;
            }
        }
        tokens
    }

    /// Returns the bytes from the first to the last token of a range.
    pub fn span(&self, range: &Range<usize>) -> Span {
        match (self.list.get(range.start), range.end.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => Span::new(first.start as usize, last.end as usize),
            _ => Span::default(),
        }
    }
}

/// Tokenizes one line. Returns the byte at which it stopped if there are [`MAX_TOKENS`].
fn tokenize_line(text: &str, within: Span, lexicon: &Lexicon, out: &mut Vec<Token>) -> Option<usize> {
    let line = within.of(text);
    let mut at = 0;
    let mut spaced = true;
    // A full-width sign counts as white space after it, even across closing marks.
    let mut wide = false;
    while let Some(c) = line[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        if out.len() >= MAX_TOKENS {
            return Some(within.start + at);
        }
        let rest = &line[at..];
        let (len, kind, mark) = if is_alphanumeric(c) { word(rest) } else { punctuation(rest, c) };
        let after = line[at + len..].chars().next();
        let mut token = Token {
            start: (within.start + at) as u32,
            end: (within.start + at + len) as u32,
            kind,
            shape: if spaced || wide && kind != Kind::Mark { Shape::SPACE_BEFORE } else { Shape::empty() },
            mark,
            hash: hash_of(&rest[..len]),
            classes: WordClass::default(),
        };
        if after.is_none_or(char::is_whitespace) {
            token.shape |= Shape::SPACE_AFTER;
        }
        if kind == Kind::Word {
            token.shape |= shape_of(&rest[..len]);
            token.classes = lexicon.get(token.hash);
            if token.has(Shape::UPPER) && len <= 3 {
                token.classes = of_capitals(token.classes);
            }
            if after == Some('.') && absorbs_period(&rest[..len], token) {
                token.end += 1;
                at += 1;
                token.shape |= if line[at + len..].chars().next().is_none_or(char::is_whitespace) {
                    Shape::SPACE_AFTER
                } else {
                    Shape::empty()
                };
            }
        }
        at += len;
        spaced = false;
        wide = is_wide(c) || wide && kind == Kind::Mark;
        out.push(token);
    }
    None
}

/// Returns true if the full stop belongs to the word: an abbreviation, an initial, or "U.S.".
fn absorbs_period(word: &str, token: Token) -> bool {
    (token.is(WordClass::ABBREVIATION) && (token.has(Shape::CAPITAL) || word.len() <= 3))
        || (token.has(Shape::INITIAL) && token.has(Shape::CAPITAL))
        || (word.contains('.') && word.len() <= 5)
}

/// The letter case of a word, and which signs it holds.
pub fn shape_of(word: &str) -> Shape {
    let mut bits = Shape::empty();
    let (mut letters, mut capitals) = (0, 0);
    for (i, c) in word.chars().enumerate() {
        letters += usize::from(is_alphabetic(c));
        capitals += usize::from(c.is_uppercase());
        if i == 0 && c.is_uppercase() {
            bits |= Shape::CAPITAL;
        }
        if i == 0 && is_alphabetic(c) && !c.is_uppercase() && !c.is_lowercase() {
            bits |= Shape::CASELESS;
        }
        if c == '-' {
            bits |= Shape::HYPHEN;
        }
        if c.is_numeric() {
            bits |= Shape::DIGIT;
        }
    }
    if letters > 1 && letters == capitals {
        bits |= Shape::UPPER;
    }
    if word.ends_with(['s', 'S']) {
        bits |= Shape::ENDS_IN_S;
    }
    if letters == 1 && word.chars().count() == 1 {
        bits |= Shape::INITIAL;
    }
    bits
}

/// Returns length and kind of the word or number at the start of `rest`. The ending 's is a word of its own.
fn word(rest: &str) -> (usize, Kind, char) {
    let mut end = 0;
    let mut letters = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let inner = match c {
            _ if stands_alone(c) => {
                if at == 0 {
                    return (c.len_utf8(), Kind::Word, '\0');
                }
                false
            }
            _ if is_alphanumeric(c) => true,
            _ if is_combining_or_soft_hyphen(c) => true,
            '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '.' | '&' | '_' | '@' => {
                next.is_some_and(is_alphanumeric) && (c != '.' || dotted(rest, at))
            }
            ',' => !letters && next.is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
        if !inner || (is_apostrophe(c) && possessive(&rest[at..])) || (c == '-' && clitic(&rest[at..]) > 0) {
            break;
        }
        letters |= is_alphabetic(c);
        end = at + c.len_utf8();
    }
    (end, if letters { Kind::Word } else { Kind::Number }, '\0')
}

fn is_combining_or_soft_hyphen(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{ad}'
}

/// Returns true if a stop is part of a word: in "U.S", "3.5", "example.com", not in "end.Next".
fn dotted(rest: &str, at: usize) -> bool {
    let before = rest[..at].rsplit('.').next().unwrap_or_default();
    let next = rest[at + 1..].chars().next();
    before.chars().count() <= 1 || next.is_some_and(|c| c.is_ascii_digit() || c.is_lowercase())
}

/// Returns true if the apostrophe begins 's at a word's end.
fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    matches!(chars.next(), Some('s' | 'S')) && chars.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Returns the length of a French pronoun attached to its verb ("dit-il", "ajoute-t-elle").
fn clitic(rest: &str) -> usize {
    let ends = |clitic: &&&str| !rest[clitic.len()..].starts_with(char::is_alphanumeric);
    ["-il", "-elle", "-ils", "-elles", "-t-il", "-t-elle", "-t-ils", "-t-elles"]
        .iter()
        .filter(|clitic| rest.starts_with(**clitic))
        .find(ends)
        .map_or(0, |clitic| clitic.len())
}

/// Returns length, kind and mark of the sign at the start of `rest`.
fn punctuation(rest: &str, c: char) -> (usize, Kind, char) {
    // Counted only as far as the sign extends: a page of one repeated sign would take quadratic time otherwise.
    let most = if matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '-' | '–' | '—' | '―' | '‒')
    {
        usize::MAX
    } else {
        3
    };
    let same = rest.chars().take(most).take_while(|&other| other == c).count();
    let len = c.len_utf8();
    match c {
        '\'' | '’' if possessive(rest) => (len + 1, Kind::Word, '\0'),
        '\'' | '`' | '’' | '‘' if same == 2 => (
            2 * len,
            Kind::Mark,
            if c == '\'' {
                '"'
            } else if c == '`' || c == '‘' {
                '“'
            } else {
                '”'
            },
        ),
        '-' if clitic(rest) > 0 => (clitic(rest), Kind::Word, '\0'),
        _ if is_mark(c) => (len, Kind::Mark, c),
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' => (len * same, Kind::Stop, '\0'),
        ',' | '，' | '、' => (len, Kind::Comma, '\0'),
        ':' | ';' | '：' | '；' => (len, Kind::Colon, '\0'),
        '-' | '–' | '—' | '―' | '‒' => (len * same, Kind::Dash, '\0'),
        '(' | '[' | '{' | '（' | '【' | '［' => (len, Kind::Open, '\0'),
        ')' | ']' | '}' | '）' | '】' | '］' => (len, Kind::Close, '\0'),
        _ => (len, Kind::Other, '\0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::bundled());
        tokens.list.iter().map(|t| t.span().of(text)).collect()
    }

    #[test]
    fn text_is_cut_into_words_and_signs() {
        let table: &[(&str, &[&str])] = &[
            ("He said.", &["He", "said", "."]),
            ("Mr. Lee's dog didn't", &["Mr.", "Lee", "'s", "dog", "didn't"]),
            ("the U.S. in 3.5 or 1,000 well-known", &["the", "U.S.", "in", "3.5", "or", "1,000", "well-known"]),
            ("Patrick M. Cronin", &["Patrick", "M.", "Cronin"]),
            ("'It's so,' he", &["'", "It", "'s", "so", ",", "'", "he"]),
            ("''Go,'' Ann", &["''", "Go", ",", "''", "Ann"]),
            ("Wait... no—yes", &["Wait", "...", "no", "—", "yes"]),
            ("workers’ rights", &["workers", "’", "rights"]),
            ("O'Hanlon", &["O'Hanlon"]),
            ("a-t-elle dit-il", &["a", "-t-elle", "dit", "-il"]),
            ("the end.Next", &["the", "end", ".", "Next"]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    #[test]
    fn lines_are_paragraphs() {
        let text = "One.\n\nTwo.\nThree.";
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::bundled());
        assert_eq!(tokens.paragraphs, [0..2, 2..4, 4..6]);
    }
}
