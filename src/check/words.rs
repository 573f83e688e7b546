//! The words of a text in one form, so that marks, dashes, case, spaces, ligatures and accents do not tell two apart.
//!
//! A number is one word: "1,000" is "1000", "1.5" is not "15". Signs that change an amount ($, %, a minus) are words.

use crate::document::Span;
use std::hash::{Hash, Hasher};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub span: Span,
    /// The hash of its form.
    pub hash: u64,
    /// Its form in [`Words::forms`].
    form: Span,
    /// Punctuation behind it.
    pub stop: Stop,
    /// It begins with a capital.
    pub capital: bool,
    /// An ellipsis stands before it.
    pub elided: bool,
    /// It stands in square brackets.
    pub bracketed: bool,
}

/// Punctuation between a word and the next, at its strongest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Nothing that parts clauses.
    #[default]
    None,
    /// A comma.
    Comma,
    /// A semicolon, colon or dash.
    Clause,
    /// The end of a sentence or paragraph.
    Sentence,
    /// The end of a question.
    Question,
}

/// The words of a text in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// In order.
    pub list: Vec<Word>,
    /// All forms, one behind the other.
    forms: String,
}

/// A bracket longer than this encloses no insertion.
const LONGEST_BRACKET: usize = 200;

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut scan = Scan { text, words: Self::default(), elided: false, brackets: brackets(text), bracket: 0 };
        scan.run();
        scan.words
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns true if there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The form of a word: lower case, no accents, no marks.
    pub fn form(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.form.of(&self.forms))
    }

    /// The forms of a range without what parts them.
    pub fn letters(&self, range: std::ops::Range<usize>) -> &str {
        match self.list.get(range) {
            Some([first, .., last]) => Span::new(first.form.start, last.form.end).of(&self.forms),
            Some([one]) => one.form.of(&self.forms),
            _ => "",
        }
    }

    /// The bytes from a range's first word to its last; empty for no words.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        match self.list.get(range) {
            Some([first, .., last]) => Span::new(first.span.start, last.span.end),
            Some([one]) => one.span,
            _ => Span::default(),
        }
    }

    /// The words that begin within the bytes of a span.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let before = |byte: usize| self.list.partition_point(|word| word.span.start < byte);
        before(span.start)..before(span.end)
    }
}

/// Square brackets and what they hold.
fn brackets(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in text.match_indices('[') {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let end = text[at..].char_indices().take(LONGEST_BRACKET).find(|&(_, c)| c == ']' || c == '\n');
        if let Some((length, ']')) = end {
            found.push(Span::new(at, at + length + 1));
        }
    }
    found
}

struct Scan<'t> {
    text: &'t str,
    words: Words,
    elided: bool,
    brackets: Vec<Span>,
    bracket: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        let text = self.text;
        let mut rest = text.char_indices().peekable();
        let mut gap = 0;
        while let Some((at, c)) = rest.next() {
            let end = if c.is_ascii_digit() {
                self.number(at)
            } else if is_sign(text, at, c) {
                at + c.len_utf8()
            } else if c.is_alphanumeric() {
                self.word(at)
            } else {
                continue;
            };
            self.between(gap, at);
            self.push(Span::new(at, end));
            while rest.next_if(|&(next, _)| next < end).is_some() {}
            gap = end;
        }
        self.between(gap, text.len());
        if let Some(last) = self.words.list.last_mut() {
            last.stop = last.stop.max(if text[gap..].contains('?') { Stop::Question } else { Stop::Sentence });
        }
    }

    /// The end of a number: digits with single points and commas between them.
    fn number(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = at;
        while digit(end) || matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1) {
            end += 1;
        }
        // "9th", "1990s", "4x4"
        if self.text[end..].starts_with(|c: char| c.is_alphabetic()) { self.word(end) } else { end }
    }

    /// The end of a word: letters, marks over them, apostrophes and invisible characters between them, and brackets that
    /// enclose a part of it ("[W]e").
    fn word(&self, at: usize) -> usize {
        let text = self.text;
        let mut end = at;
        let mut chars = text[at..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map(|&(_, next)| next);
            let joins = match c {
                '\'' | '’' | '‘' | 'ʼ' | '`' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {
                    offset > 0 && next.is_some_and(char::is_alphabetic)
                }
                ']' | '[' => self.splits_word(at + offset),
                c => c.is_alphanumeric() || is_combining_mark(c),
            };
            if !joins {
                break;
            }
            end = at + offset + c.len_utf8();
            if stands_alone(c) || next.is_some_and(stands_alone) {
                break;
            }
        }
        end.max(at + text[at..].chars().next().map_or(1, char::len_utf8))
    }

    /// Returns true if the bracket at a byte stands within a word, as in "[W]e" and "walk[ed]".
    fn splits_word(&self, at: usize) -> bool {
        let bracket = self.brackets.iter().find(|span| span.start == at || span.end == at + 1);
        let Some(&Span { start, end }) = bracket else { return false };
        let inside = &self.text[start + 1..end - 1];
        let letters = !inside.is_empty() && inside.chars().all(char::is_alphabetic);
        let before = self.text[..start].chars().next_back().is_some_and(char::is_alphabetic);
        let after = self.text[end..].chars().next().is_some_and(char::is_alphabetic);
        letters && (before || after)
    }

    /// Notes what stands between two words.
    fn between(&mut self, from: usize, to: usize) {
        let gap = &self.text[from..to];
        self.elided |= gap.contains('…') || gap.contains("...") || gap.contains(". . .") || gap.contains("[]");
        let Some(last) = self.words.list.last_mut() else { return };
        // “Why?” he asked: the speech ends, though the sentence goes on.
        let speech_ends = gap.contains(['”', '"', '“', '»', '’', '\'']);
        let next_small = !speech_ends && self.text[to..].chars().next().is_some_and(char::is_lowercase);
        let abbreviated = gap.starts_with('.') && is_abbreviation(last.span.of(self.text));
        last.stop = if gap.contains("\n\n") {
            if gap.contains('?') { Stop::Question } else { Stop::Sentence }
        } else if gap.contains('?') && !next_small {
            Stop::Question
        } else if (gap.contains(['.', '!', '。', '？', '！'])) && !next_small && !abbreviated {
            Stop::Sentence
        } else if gap.contains([';', ':', '—', '–', '(', ')']) || gap.contains("--") || gap.contains(" - ") {
            Stop::Clause
        } else if gap.contains([',', '?', '!', '、', '，']) {
            Stop::Comma
        } else {
            Stop::None
        };
    }

    fn push(&mut self, span: Span) {
        let form = Span::new(self.words.forms.len(), 0);
        let text = span.of(self.text);
        fold(text, &mut self.words.forms);
        let form = Span::new(form.start, self.words.forms.len());
        while self.brackets.get(self.bracket).is_some_and(|bracket| bracket.end <= span.start) {
            self.bracket += 1;
        }
        let bracketed = self.brackets.get(self.bracket).is_some_and(|b| b.start < span.start && span.end < b.end);
        let mut hasher = rustc_hash::FxHasher::default();
        form.of(&self.words.forms).hash(&mut hasher);
        let elided = std::mem::take(&mut self.elided);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        self.words.list.push(Word { span, hash: hasher.finish(), form, stop: Stop::None, capital, elided, bracketed });
    }
}

/// A sign that changes an amount: of a currency, a percentage, or a minus.
fn is_sign(text: &str, at: usize, c: char) -> bool {
    match c {
        '$' | '€' | '£' | '¥' | '%' => true,
        '-' | '−' | '–' => {
            let digit = text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
            digit && text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
        }
        _ => false,
    }
}

/// Adds the form of a word.
fn fold(word: &str, out: &mut String) {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return fold_number(word, out);
    }
    if matches!(word, "−" | "–") {
        return out.push('-');
    }
    // "ISIS’s" and "ISIS’" are one possessive.
    let possessive = word.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(['\'', '’', '‘', 'ʼ', '`']));
    let word = possessive.filter(|stem| stem.ends_with(['s', 'S'])).unwrap_or(word);
    for c in word.nfkd().filter(|&c| !is_combining_mark(c)) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            '$' | '€' | '£' | '¥' | '%' | '-' => out.push(c),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
}

/// "1,234.50" is "1234.50".
fn fold_number(word: &str, out: &mut String) {
    let bytes = word.as_bytes();
    for (at, c) in word.char_indices() {
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        match c {
            '.' | ',' if digits(at + 1) == 3 => {}
            '.' | ',' => out.push('.'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
}

/// "Mr", "U.S", "Jan": a point behind it ends no sentence.
fn is_abbreviation(word: &str) -> bool {
    const SHORT: [&str; 18] = [
        "capt", "col", "dr", "gen", "gov", "jr", "lt", "mr", "mrs", "ms", "no", "prof", "rep", "rev", "sen", "sgt",
        "sr", "st",
    ];
    word.chars().count() == 1
        || SHORT.iter().any(|short| word.eq_ignore_ascii_case(short)) && word.starts_with(char::is_uppercase)
}

/// Characters of scripts without blanks are words of their own.
const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> String {
        let words = Words::of(text);
        (0..words.len()).map(|at| words.form(at)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_written_differently_have_one_form() {
        for (text, expected) in [
            ("Don’t — don't!", "dont dont"),
            ("1,000 1.5 15 -5 9-11 $5 10%", "1000 1.5 15 - 5 9 11 $ 5 10 %"),
            ("García ﬁnd co\u{ad}operate", "garcia find cooperate"),
            ("[W]e walk[ed] [the men] home", "we walked the men home"),
            ("the 1990s’ men’s", "the 1990s mens"),
            ("ISIS’ ISIS’s boss's", "isis isis boss"),
            ("東京 tower", "東 京 tower"),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_omission_and_insertion_are_noted() {
        let words = Words::of("We … will [not] go. . . . [...] now […] or");
        let noted: Vec<_> = words.list.iter().map(|word| (word.elided, word.bracketed)).collect();
        let expected = [(false, false), (true, false), (false, true), (false, false), (true, false), (true, false)];
        assert_eq!(noted, expected);
    }

    #[test]
    fn stops_are_those_of_sentences() {
        let words = Words::of("Mr. Lee, who went? Yes; the U.S. way. It\n\nno");
        let stops: Vec<_> = words.list.iter().map(|word| word.stop).collect();
        use Stop::{Clause, Comma, None, Question, Sentence};
        assert_eq!(stops, [None, Comma, None, Question, Clause, None, None, None, Sentence, Sentence, Sentence]);
    }
}
