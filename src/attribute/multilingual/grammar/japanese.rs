//! Japanese: `Xは「…」と述べた`, `「…」とXは話す`, `Xによると…`, `Xは…と発表した`. The particle behind a noun tells the subject, and
//! the verb ends the sentence.

use super::{after_marks, cited, is_known, is_word, within};
use crate::attribute::draft::Analysis;
use crate::attribute::multilingual::mentions::{Mention, MentionKind};
use crate::attribute::multilingual::reported::{Clause, says};
use crate::attribute::multilingual::statements::Found;
use crate::attribute::multilingual::unspaced::behind_brackets;
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// Most words of a subject and its adverb at the beginning of a sentence.
const SUBJECT: usize = 24;

/// The source of a statement.
pub(super) fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    let content = &found.statement.content;
    if found.by == "according-to" {
        let cue = found.cue.as_ref()?.start;
        let cited = within(page, mentions, page.sentences.at(cue).start..cue).next_back();
        return cited.map(|mention| mention.range.clone());
    }
    let own = page.sentences.at(content.start);
    let last = page.sentences.at(content.end.saturating_sub(1));
    let before = subject(page, mentions, own.start..content.start);
    let from = || issuer(page, mentions, own.start..content.start);
    let behind = || {
        let rest = content.end..last.end;
        let plain = page.quoted(&rest).next().is_none();
        plain.then(|| subject(page, mentions, rest.clone()).or_else(|| named_last(page, mentions, rest))).flatten()
    };
    before.or_else(from).or_else(behind)
}

/// The subject in a range: the last topic that is a person or body, else the last other subject of this kind, else a topic.
fn subject(page: &Analysis<'_>, mentions: &[Mention], range: Range<usize>) -> Option<Range<usize>> {
    let list: Vec<&Mention> = within(page, mentions, range).collect();
    let is = |mention: &Mention, particles: &[&str], known: bool| {
        let particle = page.word(behind_brackets(page, mention.range.end));
        particles.contains(&particle) && is_known(page, mention) == known
    };
    let ways: [(&[&str], bool); 3] = [(&["は", "も"], true), (&["が"], true), (&["は"], false)];
    let found = ways.iter().find_map(|&(particles, known)| {
        let one = list.iter().rev().find(|mention| is(mention, particles, known));
        one.copied()
    });
    found.map(|mention| mention.range.clone())
}

/// "米国務省からは、「…」と批判された": the one from whom it comes, of a passive verb.
fn issuer(page: &Analysis<'_>, mentions: &[Mention], range: Range<usize>) -> Option<Range<usize>> {
    let from = |mention: &&Mention| {
        let end = behind_brackets(page, mention.range.end);
        is_known(page, mention) && page.word(end) == "か" && page.word(end + 1) == "ら"
    };
    within(page, mentions, range).rev().find(from).map(|mention| mention.range.clone())
}

/// `「…」と町の担当者。`: a sentence that ends with the speaker.
fn named_last(page: &Analysis<'_>, mentions: &[Mention], rest: Range<usize>) -> Option<Range<usize>> {
    if page.word(rest.start) != "と" {
        return None;
    }
    let last = within(page, mentions, rest).next_back()?;
    let end = behind_brackets(page, last.range.end);
    let ends = page.token(end).is_none_or(|token| token.kind == Kind::Stop);
    (ends && (is_known(page, last) || last.kind == MentionKind::Name)).then(|| last.range.clone())
}

/// The reported clauses of a sentence.
pub(super) fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Vec<Clause> {
    cited(page, sentence).or_else(|| reported(page, sentence)).into_iter().collect()
}

/// "会社は…と発表した。"
fn reported(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let verb = sentence.clone().rev().find(|&at| is_word(page, at)).filter(|&at| says(page, at))?;
    let own = page.word(verb).starts_with('と');
    let low = verb.saturating_sub(4).max(sentence.start);
    let that = if own { Some(verb) } else { (low..verb).rev().find(|&at| page.word(at) == "と" && is_word(page, at)) };
    let that = that.filter(|&that| that > sentence.start && is_word(page, that - 1))?;
    let low = after_marks(page, &(sentence.start..that));
    let topic = |&at: &usize| {
        let led = at > sentence.start && !matches!(page.word(at - 1), "に" | "で" | "と" | "へ" | "ら");
        page.word(at) == "は" && is_word(page, at) && led
    };
    let limit = that.min(sentence.start + SUBJECT);
    let start = (sentence.start..limit).find(topic).map_or(sentence.start, |at| at + 1);
    let start = if low > sentence.start && low > start { low } else { start };
    Some(Clause::new(start..that, Some(verb..verb + 1), "that-clause"))
}
