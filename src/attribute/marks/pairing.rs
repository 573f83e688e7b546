//! Pairs the quote marks of one paragraph.
//!
//! A state machine over the marks with a stack of at most `DEEPEST` open ones. It never looks back, so it is linear
//! in the length of the text. Its rules:
//!
//! ```text
//!              a mark that can open          a mark that can close        paragraph ends
//! nothing open  open it                       turned wrong way? open it    -
//!                                             else ignore it
//! X open        X's own kind: X was never     X's closer: close X          X double: ends here, unclosed,
//!               closed, close it, open anew   deeper: drop inner, close    or before ", Ann Lee said."
//!               other kind: open inside X                                  X single: was an apostrophe, drop it
//! ```

use super::Quoted;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Largest depth of nesting; marks inside are ignored.
const DEEPEST: usize = 3;

/// Action of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Open,
    Close,
    Ignore,
}

/// Pairs the marks of a paragraph; `anew` is the mark at the start of the next one.
pub(super) fn pair(tokens: &[Token], paragraph: &Range<usize>, anew: Option<char>, out: &mut Vec<Quoted>) {
    let first = out.len();
    let closers = single_closers(tokens, paragraph);
    // Open marks: the index in `out` and the mark.
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
                    // The previous one was never closed; it ends where this one begins.
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
    // A single mark that is never closed was an apostrophe, unless the speech continues in the next paragraph.
    let goes_on = |open: usize, mark: char| anew == Some(mark) && begins_speech(tokens, paragraph, open);
    let apostrophe = |&&(i, mark): &&(usize, char)| is_single(mark) && !goes_on(out[i].open, mark);
    dropped.extend(open.iter().filter(apostrophe).map(|&(i, _)| i));
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

/// Returns true if speech may begin at the mark: at the paragraph's start or after a stop, comma or colon.
fn begins_speech(tokens: &[Token], paragraph: &Range<usize>, at: usize) -> bool {
    at == paragraph.start || matches!(tokens[at - 1].kind, Kind::Stop | Kind::Comma | Kind::Colon | Kind::Mark)
}

/// Closes `“We won, Ann Lee said.` before the reporting words at the paragraph's end.
pub(super) fn close_before_cue(tokens: &[Token], found: &mut [Quoted]) {
    const REPORTING: usize = 8;
    let Some(quoted) = found.last_mut().filter(|quoted| !quoted.closed && !quoted.single) else { return };
    let low = quoted.close.saturating_sub(REPORTING).max(quoted.open + 2);
    let named = |range: Range<usize>| {
        let list = &tokens[range];
        let say = list.iter().position(|t| t.is(WordClass::SAY) && t.is(WordClass::FINITE));
        let name = |t: &Token| t.capital() || t.is(PRONOUN) || matches!(t.kind, Kind::Stop);
        list.iter().enumerate().all(|(at, t)| Some(at) == say || name(t)) && say.is_some() && list.len() > 1
    };
    let cue = (low..quoted.close).find(|&at| tokens[at].kind == Kind::Comma && named(at + 1..quoted.close));
    if let Some(comma) = cue {
        quoted.close = comma + 1;
    }
}

const fn is_single(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚' | '‛' | '`' | '‹' | '›')
}

/// Returns true if `mark` can close a quotation that `open` opened.
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
        '《' => mark == '》',
        _ => false,
    }
}

/// Returns the action of the mark at `at`, from its form, the white space beside it, and the open marks.
fn turn(
    tokens: &[Token],
    paragraph: &Range<usize>,
    at: usize,
    partner: bool,
    top: Option<char>,
    closers: &[bool],
) -> Turn {
    let token = &tokens[at];
    let opens = !token.has(Shape::SPACE_AFTER)
        && (token.has(Shape::SPACE_BEFORE) || at == paragraph.start || leads(&tokens[at - 1]));
    let ends = !token.has(Shape::SPACE_BEFORE);
    match token.mark {
        '“' if partner && top != Some('“') && top != Some('"') => Turn::Close,
        '“' if partner && ends && token.has(Shape::SPACE_AFTER) => Turn::Close,
        '“' | '„' | '‟' | '‚' | '‛' | '「' | '『' | '《' => Turn::Open,
        '」' | '』' | '》' => Turn::Close,
        '«' | '»' | '‹' | '›' => {
            if partner {
                Turn::Close
            } else {
                Turn::Open
            }
        }
        '‘' if partner && top == Some('‚') => Turn::Close,
        '‘' => {
            if opens || !token.has(Shape::SPACE_AFTER) {
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
                if token.mark != '”' && !token.has(Shape::SPACE_AFTER) && !after_number(tokens, paragraph, at) =>
            {
                Turn::Open
            }
            _ => Turn::Ignore,
        },
        _ => Turn::Ignore,
    }
}

/// Returns true for a mark of inches or seconds, right after a number.
fn after_number(tokens: &[Token], paragraph: &Range<usize>, at: usize) -> bool {
    at > paragraph.start && tokens[at - 1].kind == Kind::Number && !tokens[at].has(Shape::SPACE_BEFORE)
}

/// Returns true if a mark right after this token opens: after brackets, dashes and other marks.
fn leads(before: &Token) -> bool {
    matches!(before.kind, Kind::Open | Kind::Dash) || (before.kind == Kind::Mark && !before.has(Shape::SPACE_AFTER))
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
    if opens && (!partner || token.has(Shape::SPACE_BEFORE)) {
        // An elision ('em, '90s) is not a quote mark; it is dropped at the paragraph's end as it is never closed.
        let next = tokens.get(at + 1).filter(|_| at + 1 < paragraph.end);
        return if next.is_some_and(|n| n.has(Shape::DIGIT) || n.kind == Kind::Number) {
            Turn::Ignore
        } else {
            Turn::Open
        };
    }
    if !partner || token.has(Shape::SPACE_BEFORE) {
        return Turn::Ignore;
    }
    // "the workers' right": a plural's apostrophe, if another mark that can close follows.
    let possessive = at > paragraph.start
        && tokens[at - 1].kind == Kind::Word
        && token.has(Shape::SPACE_AFTER)
        && closers[at - paragraph.start];
    if possessive && tokens[at - 1].has(Shape::ENDS_IN_S) { Turn::Ignore } else { Turn::Close }
}

/// For each token of the paragraph, true if a single mark that can only close comes before the next one that can
/// open.
fn single_closers(tokens: &[Token], paragraph: &Range<usize>) -> Vec<bool> {
    let mut follows = vec![false; paragraph.len()];
    let mut seen = false;
    for at in paragraph.clone().rev() {
        follows[at - paragraph.start] = seen;
        let token = &tokens[at];
        if token.kind == Kind::Mark && is_single(token.mark) {
            let before_opens = token.has(Shape::SPACE_BEFORE) || token.mark == '‘';
            seen = !before_opens;
        }
    }
    follows
}
