//! Korean: `X는 "…"라고 말했다`, `X에 따르면 …`, `X는 …다고 밝혔다`. The particle behind a noun tells the subject, and the
//! verb ends the sentence.

use super::{after_marks, cited, is_word, within};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::PRONOUN;
use crate::attribute::multilingual::mentions::Mention;
use crate::attribute::multilingual::reported::{Clause, says};
use crate::attribute::multilingual::scripts::{self, SubjectCase};
use crate::attribute::multilingual::statements::Found;
use std::ops::Range;

/// Endings of a clause that its verb reports.
const REPORTED: [&str; 5] = ["다고", "라고", "자고", "냐고", "다며"];
/// Most words between a reported clause and the sentence's verb.
const BETWEEN: usize = 2;

/// The source of a statement.
pub(super) fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    let content = &found.statement.content;
    if found.by == "according-to" {
        let cue = found.cue.as_ref()?.start;
        let sentence = page.sentences.at(cue);
        let cited = within(page, mentions, sentence.start..cue).next_back().filter(|mention| mention.range.end == cue);
        return cited.map(|mention| mention.range.clone());
    }
    let sentence = page.sentences.at(content.start);
    let named = subject(page, mentions, sentence.start..content.start);
    named.or_else(|| subject_behind(page, mentions, content)).map(|mention| mention.range.clone())
}

/// The subject in a range: the last topic that is a person or body, else the last other subject.
fn subject<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], range: Range<usize>) -> Option<&'a Mention> {
    let list: Vec<&Mention> = within(page, mentions, range).collect();
    let is = |mention: &Mention, case: SubjectCase, known: bool| {
        scripts::case(page.word(mention.range.end - 1)) == Some(case) && is_known(page, mention) == known
    };
    let ways = [(SubjectCase::Topic, true), (SubjectCase::Subject, true), (SubjectCase::Topic, false)];
    ways.iter().find_map(|&(case, known)| list.iter().rev().find(|mention| is(mention, case, known)).copied())
}

/// The subject behind words in marks: in the same sentence, or in the next one that refers back: `"…" X는 이렇게 말했다.`
fn subject_behind<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], content: &Range<usize>) -> Option<&'a Mention> {
    const BACK: [&str; 7] = ["이런", "이렇게", "이같이", "이같은", "이", "그렇게", "이처럼"];
    let own = page.sentences.at(content.end.saturating_sub(1));
    let rest = content.end..own.end;
    let plain = |range: &Range<usize>| page.quoted(range).next().is_none();
    let first = |range: Range<usize>| {
        let known =
            |mention: &&Mention| scripts::case(page.word(mention.range.end - 1)).is_some() && is_known(page, mention);
        within(page, mentions, range).find(known)
    };
    if rest.clone().any(|at| is_word(page, at)) {
        return plain(&rest).then(|| first(rest.clone())).flatten();
    }
    let next = page.sentences.at(own.end);
    let same = page.paragraph(own.start) == page.paragraph(next.start);
    let refers = next.clone().any(|at| BACK.contains(&page.word(at))) && next.clone().any(|at| says(page, at));
    (same && refers && plain(&next)).then(|| first(next.clone())).flatten()
}

fn is_known(page: &Analysis<'_>, mention: &Mention) -> bool {
    super::is_known(page, mention) || scripts::is_honorific(page.word(mention.head.start))
}

/// The reported clauses of a sentence.
pub(super) fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Vec<Clause> {
    cited(page, sentence).or_else(|| reported(page, sentence)).into_iter().collect()
}

/// "법원은 …다고 밝혔다."
fn reported(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let verb = sentence.clone().rev().find(|&at| is_word(page, at))?;
    let ends = |at: usize| is_word(page, at) && REPORTED.iter().any(|ending| is_longer(page.word(at), ending));
    let low = verb.saturating_sub(BETWEEN + 1).max(sentence.start);
    let that = (low..verb).rev().find(|&at| ends(at)).filter(|_| says(page, verb))?;
    let marked = after_marks(page, &(sentence.start..that));
    let start = if marked > sentence.start {
        (marked..that).find(|&at| !is_word(page, at) || !says(page, at)).unwrap_or(that)
    } else {
        (sentence.start..that).find(|&at| is_topic(page, at)).map_or(sentence.start, |topic| topic + 1)
    };
    Some(Clause::new(start..that + 1, Some(verb..verb + 1), "that-clause"))
}

fn is_longer(word: &str, ending: &str) -> bool {
    word.strip_suffix(ending).is_some_and(|stem| !stem.is_empty())
}

/// Returns true for a person or body with the particle of a topic.
fn is_topic(page: &Analysis<'_>, at: usize) -> bool {
    let (token, word) = (&page.tokens.list[at], page.word(at));
    let noun = super::NOUN.union(PRONOUN);
    is_word(page, at)
        && scripts::case(word) == Some(SubjectCase::Topic)
        && (token.is(noun) || scripts::is_honorific(word) || scripts::is_name(word))
}
