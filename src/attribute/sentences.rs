//! Sentences as ranges of tokens. Speech in marks does not end the sentence around it.
//!
//! `“Go. Now,” she said.` is one sentence here although its speech holds two: finding the speaker needs the outer
//! one.

use super::lexicon::WordClass;
use super::marks::Marks;
use super::tokens::{Kind, Shape, Token, Tokens};
use std::ops::Range;

/// Tokens outside marks after which a sentence is cut at its next comma, and [`SLACK`] tokens later anywhere. Each
/// reporting word searches its sentence, so an endless one would take quadratic time.
const LONGEST: usize = 500;
const SLACK: usize = 100;

/// The sentences of a text.
#[derive(Debug, Default)]
pub struct Sentences {
    /// Outer sentences, in order; they cover all tokens.
    pub list: Vec<Range<usize>>,
    /// For each token, the index of its sentence.
    pub of: Vec<u32>,
    /// For each token, true if a sentence, outer or inner, begins with it.
    pub begins: Vec<bool>,
}

impl Sentences {
    /// Splits the paragraphs into sentences. `ordinals`: a number and a stop before a month are a date, "7. Oktober".
    pub fn of(tokens: &Tokens, marks: &Marks, ordinals: bool) -> Self {
        let mut out = Self {
            list: Vec::new(),
            of: Vec::with_capacity(tokens.list.len()),
            begins: vec![false; tokens.list.len()],
        };
        for paragraph in &tokens.paragraphs {
            let mut first = paragraph.start;
            let mut outside = 0;
            out.begins[first] = true;
            for at in paragraph.clone() {
                outside += usize::from(!inside(marks, at));
                let end =
                    ends(&tokens.list, paragraph, at).filter(|&next| !ordinals || !is_date(&tokens.list, at, next));
                let Some(next) = end.or_else(|| {
                    let cut = outside > LONGEST + SLACK || outside > LONGEST && tokens.list[at].kind == Kind::Comma;
                    Some(at + 1).filter(|&next| cut && next < paragraph.end && !inside(marks, at))
                }) else {
                    continue;
                };
                out.begins[next] = true;
                // The closing mark of speech also ends the sentence, unless the sentence goes on.
                if !inside(marks, next) && !goes_on(&tokens.list, marks, paragraph, next) && next > first {
                    out.push(first..next);
                    (first, outside) = (next, 0);
                }
            }
            if first < paragraph.end {
                out.push(first..paragraph.end);
            }
        }
        out
    }

    /// Returns the sentence of a token.
    pub fn at(&self, token: usize) -> Range<usize> {
        self.of.get(token).and_then(|&i| self.list.get(i as usize)).cloned().unwrap_or(token..token)
    }

    fn push(&mut self, range: Range<usize>) {
        self.of.resize(range.end, self.list.len() as u32);
        self.list.push(range);
    }
}

/// Returns true if the token is in marks; an opening mark itself is not.
fn inside(marks: &Marks, token: usize) -> bool {
    marks.inside(token)
}

/// If a sentence ends with the token at `at`, returns the first token of the next one.
fn ends(tokens: &[Token], paragraph: &Range<usize>, at: usize) -> Option<usize> {
    if tokens[at].kind != Kind::Stop {
        return None;
    }
    let mut next = at + 1;
    while next < paragraph.end
        && matches!(tokens[next].kind, Kind::Mark | Kind::Close)
        && !tokens[next].has(Shape::SPACE_BEFORE)
    {
        next += 1;
    }
    if next >= paragraph.end || !tokens[next].has(Shape::SPACE_BEFORE) {
        return None;
    }
    let begins = match tokens[next].kind {
        Kind::Word => tokens[next].has(Shape::CAPITAL | Shape::DIGIT | Shape::CASELESS),
        Kind::Number | Kind::Mark | Kind::Open | Kind::Dash | Kind::Other => true,
        _ => false,
    };
    begins.then_some(next)
}

/// Returns true if the stop at `at` stands between a day's number and its month.
fn is_date(tokens: &[Token], at: usize, next: usize) -> bool {
    let number = at.checked_sub(1).map(|at| &tokens[at]);
    let day = number.is_some_and(|token| token.kind == Kind::Number && token.end - token.start < 3);
    day && next == at + 1 && tokens[next].is(WordClass::DAY)
}

/// Returns true if reporting words follow speech that ends in a stop: `“Really?” Ann asked.`
fn goes_on(tokens: &[Token], marks: &Marks, paragraph: &Range<usize>, next: usize) -> bool {
    let closed = next
        .checked_sub(1)
        .is_some_and(|last| tokens[last].kind == Kind::Mark && marks.outer[last] != super::marks::NONE);
    if !closed || tokens[next].kind != Kind::Word {
        return false;
    }
    let reach = (next + 4).min(paragraph.end);
    let mut words = tokens[next..reach].iter();
    let named = words
        .by_ref()
        .take_while(|t| {
            t.kind == Kind::Word && (t.capital() || t.is(super::lexicon::PRONOUN)) && !t.is(WordClass::SPEECH)
        })
        .count();
    let verb = tokens.get(next + named);
    named > 0
        && next + named < paragraph.end
        && verb.is_some_and(|v| {
            v.is(WordClass::SPEECH)
                && v.is(WordClass::FINITE)
                && !tokens
                    .get(next + named + 1)
                    .is_some_and(|t| t.kind == Kind::Word && !t.is(WordClass::ADV | WordClass::PREP))
        })
}
