//! Words of Chinese and Japanese, which no space parts: the words of the language's lists, the longest first, and in
//! Japanese the runs of Han signs between them. All other signs stay tokens of their own.

use super::vocabulary::Vocabulary;
use crate::attribute::lexicon::Hash;
use crate::attribute::tokens::{Kind, Shape, Token, Tokens};
use std::ops::Range;

/// The longest word of a list, in signs.
const LONGEST: usize = 8;

/// Joins the signs of each paragraph to words.
pub fn join(text: &str, tokens: &mut Tokens, words: &Vocabulary, runs: bool) {
    let old = std::mem::take(&mut tokens.list);
    let joiner = Joiner { text, words, runs, old: &old };
    for paragraph in &mut tokens.paragraphs {
        let first = tokens.list.len();
        let mut at = paragraph.start;
        while at < paragraph.end {
            let (end, token) = joiner.word(at, paragraph.end);
            tokens.list.push(token);
            at = end;
        }
        *paragraph = first..tokens.list.len();
    }
}

struct Joiner<'a> {
    text: &'a str,
    words: &'a Vocabulary,
    /// True if signs of no list are joined to runs, too.
    runs: bool,
    old: &'a [Token],
}

impl Joiner<'_> {
    /// The word at `at` and the token behind it.
    fn word(&self, at: usize, limit: usize) -> (usize, Token) {
        if let Some(found) = self.listed(at, limit) {
            return found;
        }
        let han = |at: usize| self.sign(at).is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '々'));
        let mut end = at + 1;
        if self.runs && han(at) {
            while end < limit && han(end) && self.touches(end) && self.listed(end, limit).is_none() {
                end += 1;
            }
        }
        (end, self.joined(at..end))
    }

    /// The longest word of the lists that begins at `at`.
    fn listed(&self, at: usize, limit: usize) -> Option<(usize, Token)> {
        let mut hash = Hash::default();
        let mut best = None;
        for end in at..limit.min(at + LONGEST) {
            let token = &self.old[end];
            if token.kind != Kind::Word || !token.has(Shape::CASELESS) || end > at && !self.touches(end) {
                break;
            }
            token.span().of(self.text).chars().for_each(|c| hash.push(c));
            let classes = self.words.whole(hash.value());
            if !classes.is_empty() {
                best = Some((end + 1, classes));
            }
        }
        let (end, classes) = best?;
        let mut token = self.joined(at..end);
        token.classes |= classes;
        Some((end, token))
    }

    /// The sign of a token that is one sign alone.
    fn sign(&self, at: usize) -> Option<char> {
        let mut signs = self.old[at].span().of(self.text).chars();
        signs.next().filter(|_| signs.next().is_none())
    }

    /// Returns true if nothing stands between a token and the one before.
    fn touches(&self, at: usize) -> bool {
        self.old[at - 1].end == self.old[at].start
    }

    fn joined(&self, range: Range<usize>) -> Token {
        let (first, last) = (self.old[range.start], self.old[range.end - 1]);
        let mut hash = Hash::default();
        self.text[first.start as usize..last.end as usize].chars().for_each(|c| hash.push(c));
        let shape = first.shape.difference(Shape::SPACE_AFTER) | last.shape & Shape::SPACE_AFTER;
        Token { end: last.end, hash: if range.len() > 1 { hash.value() } else { first.hash }, shape, ..first }
    }
}
