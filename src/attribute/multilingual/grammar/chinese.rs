//! Chinese: `X说：“…”`, `“…”，X表示。`, `X指出，…`, `据X介绍，…`. The verb stands right behind its subject, or behind whom it
//! tells.

use super::{after_marks, is_comma, is_word, within};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::WordClass;
use crate::attribute::multilingual::mentions::Mention;
use crate::attribute::multilingual::reported::{Clause, says};
use crate::attribute::multilingual::statements::Found;
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// Longest distance of a verb behind words in marks, in tokens.
const BEHIND: usize = 40;
/// Verbs that report a clause without a comma.
const BARE: [&str; 6] = ["说", "說", "称", "稱", "认为", "認為"];

/// The source of a statement.
pub(super) fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    let content = &found.statement.content;
    if let Some(cue) = &found.cue {
        let low = clause_start(page, cue.start);
        if found.by == "according-to" {
            let named = within(page, mentions, cue.end..content.start).find(|mention| !is_led(page, mention));
            return named.map(|mention| mention.range.clone());
        }
        return subject(page, mentions, low..cue.start);
    }
    let before = verb_before(page, content).and_then(|(low, verb)| subject(page, mentions, low..verb));
    before.or_else(|| {
        let (from, verb) = verb_behind(page, content)?;
        subject(page, mentions, from..verb)
    })
}

/// The reporting word before words in marks, in their sentence: the last one before a comma or colon, or right before them.
/// Returns where its sentence begins, too.
fn verb_before(page: &Analysis<'_>, content: &Range<usize>) -> Option<(usize, usize)> {
    let tokens = &page.tokens.list;
    let low = clause_start(page, content.start);
    let reports = |&at: &usize| {
        let next = tokens.get(at + 1).map(|token| token.kind);
        is_verb(page, at) && (at + 2 >= content.start || matches!(next, Some(Kind::Comma | Kind::Colon)))
    };
    let verb = (low..content.start).rev().find(reports)?;
    Some((low, verb))
}

/// The reporting word behind words in marks, before the next stop.
fn verb_behind(page: &Analysis<'_>, content: &Range<usize>) -> Option<(usize, usize)> {
    let tokens = &page.tokens.list;
    let limit = page.tokens.paragraphs[page.paragraph(content.start)].end.min(content.end + BEHIND);
    let ends = |at: usize| matches!(tokens[at].kind, Kind::Stop | Kind::Mark) || page.marks.inside(at);
    let end = (content.end..limit).find(|&at| ends(at)).unwrap_or(limit);
    let verb = (content.end..end).find(|&at| is_verb(page, at))?;
    Some((content.end, verb))
}

/// A reporting word outside marks that is no part of a longer word or of a noun: not "的说法", "所说".
fn is_verb(page: &Analysis<'_>, at: usize) -> bool {
    let attribute = matches!(page.word(at + 1), "的" | "法" | "起");
    says(page, at) && !page.tokens.list[at].is(WordClass::CITE) && !attribute && page.word(at.wrapping_sub(1)) != "所"
}

/// One past the last stop, or the last words in marks that end their sentence, before `at` in its paragraph.
fn clause_start(page: &Analysis<'_>, at: usize) -> usize {
    /// Most tokens of a clause before its verb; speech without stops may be endless.
    const LONGEST: usize = 600;
    let tokens = &page.tokens.list;
    let first = page.tokens.paragraphs[page.paragraph(at)].start.max(at.saturating_sub(LONGEST));
    let stop = (first..at).rev().find(|&at| tokens[at].kind == Kind::Stop && !page.marks.inside(at));
    let start = stop.map_or(first, |at| at + 1);
    let ended = |end: &usize| *end <= at && tokens[*end - 2].kind == Kind::Stop;
    let range = start..at;
    let marks = page.quoted(&range).filter(|quoted| quoted.closed && quoted.close > quoted.open + 1);
    marks.map(|quoted| quoted.whole().end).filter(ended).last().unwrap_or(start)
}

/// The subject of a verb at the end of a range: the last mention that no preposition leads, first in the verb's own clause.
fn subject(page: &Analysis<'_>, mentions: &[Mention], range: Range<usize>) -> Option<Range<usize>> {
    let comma = range.clone().rev().find(|&at| is_comma(page, at) && !page.marks.inside(at));
    let own = comma.map_or(range.start, |at| at + 1)..range.end;
    let named = |range: Range<usize>| {
        within(page, mentions, range).rev().find(|mention| !is_led(page, mention)).map(|mention| mention.range.clone())
    };
    named(own).or_else(|| named(range))
}

/// Returns true for whoever is told or asked: "向记者", "对《棱镜》".
fn is_led(page: &Analysis<'_>, mention: &Mention) -> bool {
    const LEADS: [&str; 22] = [
        "告诉", "告訴", "接受", "面对", "向", "对", "對", "跟", "与", "與", "和", "给", "給", "被", "在", "于", "从",
        "從", "把", "将", "將", "由",
    ];
    let before = mention.range.start.checked_sub(1);
    before.is_some_and(|at| {
        let quoted = page.tokens.list[at].kind == Kind::Mark;
        let at = at - usize::from(quoted && at > 0);
        LEADS.contains(&page.word(at)) && is_word(page, at)
    })
}

/// The reported clauses of a sentence; its speech without stops may hold several.
pub(super) fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Vec<Clause> {
    let tokens = &page.tokens.list;
    let cites = |&at: &usize| is_word(page, at) && tokens[at].is(WordClass::CITE);
    let comma = |from: usize, limit: usize| (from..limit.min(sentence.end)).find(|&at| is_comma(page, at));
    if let Some(cue) = (sentence.start..sentence.end.min(sentence.start + 3)).find(cites)
        && let Some(comma) = comma(cue + 2, cue + 24)
    {
        return vec![Clause::new(comma + 1..sentence.end, Some(cue..cue + 1), "according-to")];
    }
    let verbs: Vec<usize> = sentence.clone().filter(|&at| is_verb(page, at)).collect();
    let mut found: Vec<Clause> = Vec::new();
    for verb in verbs {
        if found.last().is_some_and(|last: &Clause| verb < last.content.end) || verb == sentence.start {
            continue;
        }
        let next = tokens[verb + 1..].first().map(|token| token.kind);
        let start = match next {
            Some(Kind::Comma | Kind::Colon) => verb + 2,
            Some(Kind::Word) if BARE.contains(&page.word(verb)) && is_plain_subject(page, verb) => verb + 1,
            _ => continue,
        };
        let marked = tokens.get(start).is_some_and(|token| token.kind == Kind::Mark);
        if start < sentence.end && !marked {
            found.push(Clause::new(start..end(page, start, sentence.end), Some(verb..verb + 1), "that-clause"));
        }
    }
    found
}

/// The end of a clause: before words in marks that are a quotation of their own, else the sentence's end.
fn end(page: &Analysis<'_>, start: usize, limit: usize) -> usize {
    let stop = |&at: &usize| page.tokens.list[at].kind == Kind::Stop && !page.marks.inside(at);
    let limit = (start..limit).find(stop).map_or(limit, |at| at + 1);
    let long = page.quoted(&(start..limit)).find(|quoted| {
        let led = quoted.open > start && matches!(page.tokens.list[quoted.open - 1].kind, Kind::Comma | Kind::Colon);
        led && quoted.inside().len() > 4
    });
    long.map_or(limit, |quoted| quoted.open)
}

/// Returns true if nothing but a name of few signs stands between a verb and the comma before it.
fn is_plain_subject(page: &Analysis<'_>, verb: usize) -> bool {
    let low = after_marks(page, &(page.sentences.at(verb).start.max(verb.saturating_sub(8))..verb));
    let start = (low..verb).rev().find(|&at| !is_word(page, at)).map_or(low, |at| at + 1);
    let grammar = WordClass::ADV | WordClass::AUX;
    (1..=5).contains(&(verb - start)) && !(start..verb).any(|at| page.tokens.list[at].is(grammar))
}
