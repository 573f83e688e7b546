//! Quote marks paired, paragraph by paragraph: which mark opens, which closes, what stands inside which.
//!
//! A state machine over a paragraph's marks with a stack of at most `DEEPEST` open ones. It never looks back, so it
//! is linear in the text whatever the marks are. What the machine holds to:
//!
//! ```text
//!              a mark that can open          a mark that can close        paragraph ends
//! nothing open  open it                       turned wrong way? open it    -
//!                                             else ignore it
//! X open        X's own kind: X was never     X's closer: close X          X double: ends here, unclosed
//!               closed, close it, open anew   deeper: drop inner, close    X single: was an apostrophe, drop it
//!               other kind: open inside X
//! ```

use super::tokens::{Kind, Token, Tokens, shape};
use std::ops::Range;

/// More marks than this inside each other are not followed.
const DEEPEST: usize = 3;

/// Words between quote marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Token of the opening mark.
    pub open: usize,
    /// Token of the closing mark, or one past the paragraph's last where it was never closed.
    pub close: usize,
    /// Whether a closing mark stands at `close`.
    pub closed: bool,
    /// How many others it stands in.
    pub depth: u8,
    /// Whether the marks are single ones.
    pub single: bool,
    /// Whether it goes on with the speech of the paragraph before, which was left open.
    pub continues: bool,
}

impl Quoted {
    /// The tokens between the marks.
    pub const fn inside(&self) -> Range<usize> {
        self.open + 1..self.close
    }

    /// The tokens with the marks.
    pub const fn whole(&self) -> Range<usize> {
        self.open..self.close + if self.closed { 1 } else { 0 }
    }
}

/// All quotations in marks of a text.
#[derive(Debug, Default)]
pub struct Marks {
    /// In order of their opening mark.
    pub list: Vec<Quoted>,
    /// For each token how many marks it stands in, the marks themselves not counted in.
    pub depth: Vec<u8>,
    /// For each token the index in `list` of the outermost quotation that it or its mark belongs to, `NONE` outside.
    pub outer: Vec<u32>,
}

/// No quotation.
pub const NONE: u32 = u32::MAX;

/// What a mark can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Open,
    Close,
    Ignore,
}

impl Marks {
    /// Pairs the marks of every paragraph.
    pub fn of(tokens: &Tokens) -> Self {
        let mut marks =
            Self { list: Vec::new(), depth: vec![0; tokens.list.len()], outer: vec![NONE; tokens.list.len()] };
        let mut left_open = false;
        for paragraph in &tokens.paragraphs {
            let first = marks.list.len();
            pair(&tokens.list, paragraph, &mut marks.list);
            let found = &mut marks.list[first..];
            if let Some(quoted) = found.first_mut() {
                quoted.continues = left_open && quoted.open == paragraph.start;
            }
            left_open = found.iter().any(|q| !q.closed && q.close == paragraph.end);
            marks.measure(first);
        }
        marks
    }

    /// Whether the token stands in marks.
    #[inline]
    pub fn inside(&self, token: usize) -> bool {
        self.depth.get(token).is_some_and(|&depth| depth > 0)
    }

    /// The outermost quotation that the token or its mark belongs to.
    #[inline]
    pub fn outermost(&self, token: usize) -> Option<&Quoted> {
        self.outer.get(token).and_then(|&at| self.list.get(at as usize))
    }

    /// Depths and outermost quotations, from the list's `first` on.
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

fn pair(tokens: &[Token], paragraph: &Range<usize>, out: &mut Vec<Quoted>) {
    let first = out.len();
    let closers = single_closers(tokens, paragraph);
    // Open marks: index in `out` and the mark.
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut dropped: Vec<usize> = Vec::new();
    for at in paragraph.clone() {
        let token = &tokens[at];
        if token.kind != Kind::Mark {
            continue;
        }
        let single = is_single(token.mark);
        let top = open.last().map(|&(_, mark)| mark);
        let partner = open.iter().rposition(|&(_, mark)| closes(mark, token.mark));
        match turn(tokens, paragraph, at, partner.is_some(), top, &closers) {
            Turn::Close if partner.is_some() => {
                let depth = partner.unwrap_or_default();
                dropped.extend(open.drain(depth + 1..).map(|(i, _)| i));
                if let Some((i, _)) = open.pop() {
                    out[i].close = at;
                    out[i].closed = true;
                }
            }
            Turn::Open => {
                if let Some(same) = open.iter().position(|&(_, mark)| is_single(mark) == single && !single) {
                    // The one before was never closed: it ends where this one begins.
                    for (i, mark) in open.drain(same..) {
                        out[i].close = at;
                        if is_single(mark) {
                            dropped.push(i);
                        }
                    }
                }
                if open.len() < DEEPEST {
                    open.push((out.len(), token.mark));
                    out.push(Quoted {
                        open: at,
                        close: paragraph.end,
                        closed: false,
                        depth: 0,
                        single,
                        continues: false,
                    });
                }
            }
            Turn::Close | Turn::Ignore => {}
        }
    }
    dropped.extend(open.iter().filter(|&&(_, mark)| is_single(mark)).map(|&(i, _)| i));
    let mut index = first;
    dropped.sort_unstable();
    let mut next = dropped.iter().copied().peekable();
    let mut kept = first;
    while index < out.len() {
        let is_dropped = next.next_if_eq(&index).is_some();
        let is_empty = out[index].close <= out[index].open + 1;
        if !is_dropped && !is_empty {
            out.swap(kept, index);
            kept += 1;
        }
        index += 1;
    }
    out.truncate(kept);
}

const fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚' | '‛' | '`' | '‹' | '›')
}

/// Whether `mark` can close what `open` opened.
const fn closes(open: char, mark: char) -> bool {
    match open {
        '"' | '＂' | '″' => matches!(mark, '"' | '”' | '＂' | '″' | '“'),
        '“' | '‟' => matches!(mark, '”' | '"' | '“'),
        '”' => matches!(mark, '”' | '"'),
        '„' => matches!(mark, '“' | '”' | '"' | '‟'),
        '«' => mark == '»',
        '»' => mark == '«' || mark == '»',
        '‹' => mark == '›',
        '›' => mark == '‹' || mark == '›',
        '‘' | '‛' => matches!(mark, '’' | '\''),
        '‚' => matches!(mark, '‘' | '’' | '\''),
        '\'' | '`' => matches!(mark, '\'' | '’'),
        '’' => mark == '’',
        '「' => mark == '」',
        '『' => mark == '』',
        _ => false,
    }
}

/// What the mark at `at` does, from its form, the white space beside it, and what is open.
fn turn(
    tokens: &[Token],
    paragraph: &Range<usize>,
    at: usize,
    partner: bool,
    top: Option<char>,
    closers: &[bool],
) -> Turn {
    let token = &tokens[at];
    let opens = !token.has(shape::SPACE_AFTER)
        && (token.has(shape::SPACE_BEFORE) || at == paragraph.start || leads(&tokens[at - 1]));
    let ends = !token.has(shape::SPACE_BEFORE);
    match token.mark {
        '“' if partner && top != Some('“') && top != Some('"') => Turn::Close,
        '“' if partner && ends && token.has(shape::SPACE_AFTER) => Turn::Close,
        '“' | '„' | '‟' | '‚' | '‛' | '「' | '『' => Turn::Open,
        '「'..='』' => Turn::Close,
        '«' | '»' | '‹' | '›' => {
            if partner {
                Turn::Close
            } else {
                Turn::Open
            }
        }
        '‘' if partner && top == Some('‚') => Turn::Close,
        '‘' => {
            if opens || !token.has(shape::SPACE_AFTER) {
                Turn::Open
            } else {
                Turn::Ignore
            }
        }
        '\'' | '’' | '`' => single_turn(tokens, paragraph, at, partner, opens, closers),
        '”' | '"' | '＂' | '″' => match (partner, opens, ends) {
            (true, true, false) | (false, true, _) => Turn::Open,
            (true, ..) => Turn::Close,
            (false, false, _)
                if token.mark != '”' && !token.has(shape::SPACE_AFTER) && !after_number(tokens, paragraph, at) =>
            {
                Turn::Open
            }
            _ => Turn::Ignore,
        },
        _ => Turn::Ignore,
    }
}

/// A mark of inches or seconds stands right behind a number.
fn after_number(tokens: &[Token], paragraph: &Range<usize>, at: usize) -> bool {
    at > paragraph.start && tokens[at - 1].kind == Kind::Number && !tokens[at].has(shape::SPACE_BEFORE)
}

/// Whether a mark right behind this token opens: after brackets, dashes and other marks.
fn leads(before: &Token) -> bool {
    matches!(before.kind, Kind::Open | Kind::Dash) || (before.kind == Kind::Mark && !before.has(shape::SPACE_AFTER))
}

fn single_turn(
    tokens: &[Token],
    paragraph: &Range<usize>,
    at: usize,
    partner: bool,
    opens: bool,
    closers: &[bool],
) -> Turn {
    let token = &tokens[at];
    if token.mark == '’' && !partner {
        return Turn::Ignore;
    }
    if opens && (!partner || token.has(shape::SPACE_BEFORE)) {
        // An elision ('em, '90s) is no mark; that it never closes is told at the paragraph's end.
        let next = tokens.get(at + 1).filter(|_| at + 1 < paragraph.end);
        return if next.is_some_and(|n| n.has(shape::DIGIT) || n.kind == Kind::Number) {
            Turn::Ignore
        } else {
            Turn::Open
        };
    }
    if !partner || token.has(shape::SPACE_BEFORE) {
        return Turn::Ignore;
    }
    // "the workers' right": a plural's apostrophe, if another mark that can close still follows.
    let possessive = at > paragraph.start
        && tokens[at - 1].kind == Kind::Word
        && token.has(shape::SPACE_AFTER)
        && closers[at - paragraph.start];
    if possessive && tokens[at - 1].has(shape::ENDS_IN_S) { Turn::Ignore } else { Turn::Close }
}

/// For each token of the paragraph: whether a single mark that can only close follows before the next that can open.
fn single_closers(tokens: &[Token], paragraph: &Range<usize>) -> Vec<bool> {
    let mut follows = vec![false; paragraph.len()];
    let mut seen = false;
    for at in paragraph.clone().rev() {
        follows[at - paragraph.start] = seen;
        let token = &tokens[at];
        if token.kind == Kind::Mark && is_single(token.mark) {
            let before_opens = token.has(shape::SPACE_BEFORE) || token.mark == '‘';
            seen = !before_opens;
        }
    }
    follows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::lexicon::Lexicon;
    use crate::document::Span;

    /// The quotations of a text, each as `depth:words`, `~` where it was never closed.
    fn found(text: &str) -> Vec<String> {
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::shipped());
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
            ("“It never ends, he said.", &["~0:It never ends, he said."]),
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
        let tokens = Tokens::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::shipped());
        let continues: Vec<_> = Marks::of(&tokens).list.iter().map(|q| q.continues).collect();
        assert_eq!(continues, [false, true, true, false]);
    }
}
