//! Pairs quote marks, paragraph by paragraph, and finds the nesting of quotations.
//!
//! The state machine is in `pairing.rs`.

mod pairing;

use super::tokens::{Kind, Tokens};
use pairing::{close_before_cue, pair};
use std::ops::Range;

/// Words between quote marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Token of the opening mark.
    pub open: usize,
    /// Token of the closing mark, or one past the paragraph's last token if it was never closed.
    pub close: usize,
    /// True if a closing mark stands at `close`.
    pub closed: bool,
    /// Number of quotations around this one.
    pub depth: u8,
    /// True if the marks are single.
    pub single: bool,
    /// True if it continues the speech of the paragraph before, which was left open.
    pub continues: bool,
}

impl Quoted {
    /// The tokens between the marks.
    pub const fn inside(&self) -> Range<usize> {
        self.open + 1..self.close
    }

    /// The tokens including the marks.
    pub const fn whole(&self) -> Range<usize> {
        self.open..self.close + if self.closed { 1 } else { 0 }
    }
}

/// All quotations in marks of a text.
#[derive(Debug, Default)]
pub struct Marks {
    /// In order of their opening mark.
    pub list: Vec<Quoted>,
    /// For each token, the number of quotations around it; the marks themselves are outside.
    pub depth: Vec<u8>,
    /// For each token, the index in `list` of the outermost quotation that holds the token or mark; `NONE` outside.
    pub outer: Vec<u32>,
}

/// Index for "outside of all quotations".
pub const NONE: u32 = u32::MAX;

impl Marks {
    /// Pairs the marks of every paragraph.
    pub fn of(tokens: &Tokens) -> Self {
        let mut marks =
            Self { list: Vec::new(), depth: vec![0; tokens.list.len()], outer: vec![NONE; tokens.list.len()] };
        let mut left_open = false;
        for (number, paragraph) in tokens.paragraphs.iter().enumerate() {
            let first = marks.list.len();
            let next = tokens.paragraphs.get(number + 1).and_then(|next| tokens.list.get(next.start));
            let next = next.filter(|token| token.kind == Kind::Mark).map(|token| token.mark);
            pair(&tokens.list, paragraph, next, &mut marks.list);
            let found = &mut marks.list[first..];
            if next.is_none() {
                close_before_cue(&tokens.list, found);
            }
            if let Some(quoted) = found.first_mut() {
                quoted.continues = left_open && quoted.open == paragraph.start;
            }
            left_open = found.iter().any(|q| !q.closed && q.close == paragraph.end);
            marks.measure(first);
        }
        marks
    }

    /// Returns true if the token is in marks.
    #[inline]
    pub fn inside(&self, token: usize) -> bool {
        self.depth.get(token).is_some_and(|&depth| depth > 0)
    }

    /// Returns the outermost quotation that holds the token or mark.
    #[inline]
    pub fn outermost(&self, token: usize) -> Option<&Quoted> {
        self.outer.get(token).and_then(|&at| self.list.get(at as usize))
    }

    /// Returns the quotations inside other quotations, as if the outermost marks were not there.
    #[must_use]
    pub fn inner(&self) -> Self {
        let list = self.list.iter().filter(|quoted| quoted.depth > 0).cloned().collect();
        let mut inner = Self { list, depth: vec![0; self.depth.len()], outer: vec![NONE; self.outer.len()] };
        inner.measure(0);
        inner
    }

    /// Fills `depth` and `outer` from the list's index `first` on.
    fn measure(&mut self, first: usize) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        for at in first..self.list.len() {
            let quoted = &self.list[at];
            while open.last().is_some_and(|&(_, close)| close <= quoted.open) {
                open.pop();
            }
            let depth = open.len() as u8;
            let outer = open.first().map_or(at, |&(outer, _)| outer) as u32;
            for token in quoted.inside() {
                self.depth[token] = depth + 1;
            }
            for token in quoted.whole() {
                self.outer[token] = outer;
            }
            open.push((at, quoted.close));
            self.list[at].depth = depth;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::lexicon::Lexicon;
    use crate::document::Span;

    /// Returns the quotations of a text as `depth:words`, with `~` for one that was never closed.
    fn found(text: &str) -> Vec<String> {
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::bundled());
        let marks = Marks::of(&tokens);
        let show = |q: &Quoted| {
            format!("{}{}:{}", if q.closed { "" } else { "~" }, q.depth, tokens.span(&q.inside()).of(text))
        };
        marks.list.iter().map(show).collect()
    }

    #[test]
    fn marks_are_paired() {
        let table: &[(&str, &[&str])] = &[
            ("“We won,” she said. “Now what?”", &["0:We won,", "0:Now what?"]),
            ("\"We won,\" she said. \"Now what?\"", &["0:We won,", "0:Now what?"]),
            ("''We won,'' she said.", &["0:We won,"]),
            ("'We won,' said Ann, whose workers' rights weren't met.", &["0:We won,"]),
            ("He said: 'The workers' rights aren't a joke.' It's so.", &["0:The workers' rights aren't a joke."]),
            ("‘It’s the workers’ right,’ he said.", &["0:It’s the workers’ right,"]),
            ("“He said ‘go’ to me,” she said.", &["0:He said ‘go’ to me,", "1:go"]),
            ("„Das ist gut“, sagte er. „Und ‚das‘ auch.“", &["0:Das ist gut", "0:Und ‚das‘ auch.", "1:das"]),
            ("« Bien », dit-il. »Gut«, sagte er.", &["0:Bien", "0:Gut"]),
            ("”Det är bra”, sa hon.", &["0:Det är bra"]),
            ("„To dobrze” – powiedział.", &["0:To dobrze"]),
            ("“It never ends, he said.", &["~0:It never ends,"]),
            ("“It never ends, he said. “So it goes,” she said.", &["~0:It never ends, he said.", "0:So it goes,"]),
            ("”Fear. I am told.", &["~0:Fear. I am told."]),
            ("A 6'2\" man of the '90s, rock 'n' roll", &["0:n"]),
            ("The drivers' union", &[]),
            ("(“Yes”)—“no”", &["0:Yes", "0:no"]),
        ];
        for (text, expected) in table {
            assert_eq!(found(text), *expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_that_open_anew_continue() {
        let text = "“One.\n“Two.\n“Three,” he said.\n“Four.”";
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::bundled());
        let continues: Vec<_> = Marks::of(&tokens).list.iter().map(|q| q.continues).collect();
        assert_eq!(continues, [false, true, true, false]);
    }
}
