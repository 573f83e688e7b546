//! From the text of a filter to its tokens: terms with their operator, parentheses, `OR`.

use super::date_range;
use std::ops::Range;

/// Operators of the language, each with what it stands for.
pub(super) const OPERATORS: [(&str, Operator); 14] = [
    ("said", Operator::Said),
    ("who", Operator::Said),
    ("by", Operator::By),
    ("title", Operator::Title),
    ("tag", Operator::Tag),
    ("site", Operator::Site),
    ("feed", Operator::Feed),
    ("lang", Operator::Language),
    ("is", Operator::Is),
    ("min", Operator::Minutes),
    ("published", Operator::Published),
    ("saved", Operator::Saved),
    ("after", Operator::After),
    ("before", Operator::Before),
];

/// An operator of the filter language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Somebody quoted.
    Said,
    /// An author.
    By,
    /// A word of the title.
    Title,
    /// A tag.
    Tag,
    /// A publication or host.
    Site,
    /// A feed.
    Feed,
    /// A language.
    Language,
    /// A state.
    Is,
    /// Minutes of reading.
    Minutes,
    /// The day of publication.
    Published,
    /// The day it was saved.
    Saved,
    /// Published, else saved, on that day or later.
    After,
    /// Published, else saved, before that day.
    Before,
}

impl Operator {
    /// Returns true if its value is a date.
    pub(super) const fn is_date(self) -> bool {
        matches!(self, Self::Published | Self::Saved | Self::After | Self::Before)
    }

    fn named(name: &str) -> Option<Self> {
        OPERATORS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map(|(_, operator)| *operator)
    }
}

/// Part of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A condition.
    Term(Raw),
    /// `(`, or `-(`.
    Open {
        /** True if the group is excluded. */
        not: bool,
    },
    /// `)`.
    Close,
    /// `OR`, or `|`.
    Or,
}

/// A term as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    /// True if it is excluded.
    pub(super) not: bool,
    /// The operator as typed, with what it stands for; none for one that does not exist.
    pub(super) field: Option<(String, Option<Operator>)>,
    /// Text after the operator, or the words.
    pub(super) value: String,
    /// True if a quotation mark closes it.
    pub(super) closed: bool,
    /// The byte of the text at which the term begins, behind the `-`.
    pub(super) start: usize,
    /// The byte at which its value begins.
    pub(super) value_start: usize,
    /// The byte behind it, and behind the mark that closes it.
    pub(super) end: usize,
}

const MARKS: [char; 3] = ['"', '“', '”'];

/// The tokens of a filter. A `)` that closes nothing is part of a word.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, depth: 0 };
    let mut all = Vec::new();
    while let Some(token) = lexer.next() {
        all.push(token);
    }
    all
}

/// Returns the first term outside parentheses that wants feeds: its bytes and its value.
pub(in crate::library) fn feed_term(filter: &str) -> Option<(Range<usize>, String)> {
    let mut depth = 0_usize;
    for token in tokens(filter) {
        match token {
            Token::Open { .. } => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Term(Raw { not: false, field: Some((_, Some(Operator::Feed))), value, start, end, .. })
                if depth == 0 =>
            {
                return Some((start..end, value));
            }
            Token::Term(_) | Token::Or => {}
        }
    }
    None
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let first = self.rest().chars().next()?;
        if first == '(' {
            return Some(self.open(1, false));
        }
        if self.rest().starts_with("-(") {
            return Some(self.open(2, true));
        }
        if first == ')' && self.depth > 0 {
            (self.at, self.depth) = (self.at + 1, self.depth - 1);
            return Some(Token::Close);
        }
        let word = self.word();
        match word {
            "OR" | "|" | "||" => {
                self.at += word.len();
                return Some(Token::Or);
            }
            "AND" | "&" | "&&" => {
                self.at += word.len();
                return self.next();
            }
            _ => {}
        }
        Some(Token::Term(self.term()))
    }

    fn open(&mut self, bytes: usize, not: bool) -> Token {
        (self.at, self.depth) = (self.at + bytes, self.depth + 1);
        Token::Open { not }
    }

    /// Text up to the next blank, or to the parenthesis that closes the group.
    fn word(&self) -> &str {
        let (rest, depth) = (self.rest(), self.depth);
        let mut inner = 0_usize;
        let end = rest.char_indices().find(|(_, ch)| match ch {
            '(' => {
                inner += 1;
                false
            }
            ')' if inner > 0 => {
                inner -= 1;
                false
            }
            ')' => depth > 0,
            ch => ch.is_whitespace(),
        });
        &rest[..end.map_or(rest.len(), |(at, _)| at)]
    }

    fn term(&mut self) -> Raw {
        let mut raw = Raw::default();
        if self.word() == "NOT" && self.rest().len() > 3 {
            self.at += 3;
            self.skip_blanks();
            raw.not = true;
        } else if self.rest().strip_prefix('-').is_some_and(|after| after.starts_with(|ch: char| !ch.is_whitespace())) {
            self.at += 1;
            raw.not = true;
        }
        raw.start = self.at;
        if let Some(name) = operator(self.rest()) {
            raw.field = Some((name.to_owned(), Operator::named(name)));
            self.at += name.len() + 1;
        }
        raw.value_start = self.at;
        if self.rest().starts_with(MARKS) {
            self.skip_char();
            let end = self.rest().find(MARKS);
            raw.closed = end.is_some();
            let inside = &self.rest()[..end.unwrap_or(self.rest().len())];
            (raw.value, raw.value_start) = (inside.to_owned(), self.at);
            self.at += inside.len();
            while self.rest().starts_with(MARKS) {
                self.skip_char();
            }
            raw.end = self.at;
            return raw;
        }
        let word = self.word().to_owned();
        self.at += word.len();
        raw.value = word;
        if raw.field.as_ref().is_some_and(|(_, operator)| operator.is_some_and(Operator::is_date)) {
            self.join_period(&mut raw.value);
        }
        raw.end = self.at;
        raw
    }

    fn skip_char(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Takes the words that go on with a relative date: `last week`, `last 3 months`.
    fn join_period(&mut self, value: &mut String) {
        while date_range::goes_on(value) {
            let blanks = self.rest().len() - self.rest().trim_start().len();
            let next = Lexer { text: self.text, at: self.at + blanks, depth: self.depth }.word().to_owned();
            if blanks == 0 || !date_range::may_follow(value, &next) {
                return;
            }
            value.push(' ');
            value.push_str(&next);
            self.at += blanks + next.len();
        }
    }
}

/// The word before a colon that can only be meant as an operator: two letters or more, and no address behind it.
fn operator(text: &str) -> Option<&str> {
    let (name, after) = text.split_once(':')?;
    let is_word = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_word && !after.starts_with("//")).then_some(name)
}
