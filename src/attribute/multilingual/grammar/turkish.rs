//! Turkish: `X, "…" dedi`, `"…" diyen X`, `… olduğunu belirten X`, `X, …dığını söyledi`. A participle stands before its subject,
//! and the verb ends the sentence.

use super::{after_marks, cited, is_comma, is_word, within};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::WordClass;
use crate::attribute::multilingual::mentions::{Mention, MentionKind};
use crate::attribute::multilingual::reported::{Clause, says};
use crate::attribute::multilingual::statements::Found;
use crate::attribute::tokens::{Kind, Token};
use std::ops::Range;

/// Endings of a reported verb: "-dığını", "-acağını", with "-na" and "-nın" before "dikkati çekti", "altını çizdi".
const REPORTED: [&str; 34] = [
    "dığını",
    "diğini",
    "duğunu",
    "düğünü",
    "tığını",
    "tiğini",
    "tuğunu",
    "tüğünü",
    "acağını",
    "eceğini",
    "klarını",
    "klerini",
    "dığına",
    "diğine",
    "duğuna",
    "düğüne",
    "tığına",
    "tiğine",
    "tuğuna",
    "tüğüne",
    "acağına",
    "eceğine",
    "klarına",
    "klerine",
    "dığının",
    "diğinin",
    "duğunun",
    "düğünün",
    "acağının",
    "eceğinin",
    "klarının",
    "klerinin",
    "ğinin",
    "ğının",
];
/// Most words between a reported verb and the one that reports it.
const BETWEEN: usize = 4;
/// Verbs behind a noun that together report: "ifade etti", "dile getirdi", "altını çizdi".
const LIGHT: [&str; 7] = ["et", "ed", "getir", "çek", "çiz", "sür", "yap"];
const NOUNS: [&str; 12] =
    ["ifade", "dile", "dikkat", "dikkati", "altını", "işaret", "öne", "ileri", "iddia", "vurgu", "beyan", "kabul"];

/// The source of a statement.
pub(super) fn source(page: &Analysis<'_>, found: &Found, mentions: &[Mention]) -> Option<Range<usize>> {
    let content = &found.statement.content;
    if found.by == "according-to" {
        let cue = found.cue.as_ref()?.start;
        let cited = within(page, mentions, page.sentences.at(cue).start..cue).next_back();
        return cited.filter(|mention| mention.range.end == cue).map(|mention| mention.range.clone());
    }
    let sentence = page.sentences.at(content.start);
    if let Some(cue) = found.cue.as_ref().filter(|_| !found.statement.marked) {
        let subject = if is_participle(page.word(cue.end - 1)) {
            within(page, mentions, cue.end..sentence.end.min(cue.end + 10)).next()
        } else {
            before(page, mentions, sentence.start..content.start)
                .or_else(|| within(page, mentions, content.clone()).next().filter(|m| opens(page, m, sentence.start)))
        };
        return subject.map(|mention| mention.range.clone());
    }
    let named = before(page, mentions, sentence.start..content.start);
    named.or_else(|| behind(page, mentions, content)).map(|mention| mention.range.clone())
}

/// The subject before words in marks: the name behind a participle, else the one that opens the sentence, else the last one;
/// a comma, a colon, "da", "ise" or the marks follow it.
fn before<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], range: Range<usize>) -> Option<&'a Mention> {
    let closed = |mention: &&Mention| {
        let next = mention.range.end;
        let kind = page.token(next).map(|token| token.kind);
        let word = matches!(page.word(next), "da" | "de" | "ise" | "şöyle" | "şunları" | "bunun");
        !is_oblique(page, mention)
            && (next == range.end
                || matches!(kind, Some(Kind::Comma | Kind::Colon))
                || word
                || mention.range.start == range.start)
    };
    let list: Vec<&Mention> = within(page, mentions, range.clone()).filter(closed).collect();
    let behind_participle = |mention: &&&Mention| {
        let start = phrase_start(page, mention.range.start, range.start);
        start > range.start && is_participle(page.word(start - 1))
    };
    let first = || list.iter().find(|mention| opens(page, mention, range.start));
    let name = |mention: &&&Mention| mention.kind == MentionKind::Name;
    let found = list.iter().rev().find(behind_participle).or_else(first);
    found.or_else(|| list.iter().rev().find(name)).or(list.last()).copied()
}

/// The subject behind words in marks: `"…" dedi X`, `"…" diyen X`; of a heading in the line, whoever speaks next in it.
fn behind<'a>(page: &'a Analysis<'_>, mentions: &'a [Mention], content: &Range<usize>) -> Option<&'a Mention> {
    let sentence = page.sentences.at(content.end.saturating_sub(1));
    let rest = content.end..sentence.end;
    let verb = rest.clone().take(4).find(|&at| says(page, at));
    if let Some(verb) = verb {
        let diye =
            (verb..rest.end.min(verb + 4)).take_while(|&at| is_word(page, at) && !page.tokens.list[at].capital());
        let from = diye.last().map_or(verb + 1, |at| at + 1);
        return within(page, mentions, from..rest.end.min(from + 8))
            .next()
            .filter(|mention| !is_oblique(page, mention));
    }
    let next = page.quoted(&rest).next().map_or(rest.end, |quoted| quoted.open);
    let capital = page.token(content.end).is_some_and(Token::capital);
    capital.then(|| before(page, mentions, content.end..next)).flatten()
}

/// The beginning of the capitalised words that end with a mention: its role and the body of the role.
fn phrase_start(page: &Analysis<'_>, start: usize, low: usize) -> usize {
    let part = |at: usize| {
        let token = &page.tokens.list[at];
        let word = is_word(page, at) && (token.capital() || matches!(page.word(at), "ve"));
        word || matches!(token.kind, Kind::Open | Kind::Close)
    };
    (low..start).rev().take_while(|&at| part(at)).last().unwrap_or(start)
}

/// Returns true if only its role stands between a mention and the beginning of the sentence.
fn opens(page: &Analysis<'_>, mention: &Mention, low: usize) -> bool {
    phrase_start(page, mention.range.start, low) <= low + 1
}

/// "belirten", "eden", "çeken"
fn is_participle(word: &str) -> bool {
    word.ends_with("en") || word.ends_with("an")
}

/// Returns true for a name with the ending of another case: "Ertaş'ın".
fn is_oblique(page: &Analysis<'_>, mention: &Mention) -> bool {
    let word = page.word(mention.range.end - 1);
    mention.kind == MentionKind::Name && word.contains(['\'', '’'])
}

/// The reported clauses of a sentence, each with the verb that reports it; `None` if there is none.
pub(super) fn clauses(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Vec<Clause>> {
    if let Some(clause) = cited(page, &(sentence.start + 1..sentence.end)) {
        return Some(vec![clause]);
    }
    let mut found = Vec::new();
    let mut low = sentence.start;
    let reported = |&at: &usize| is_word(page, at) && ends_reported(page.word(at));
    for that in sentence.clone().filter(reported) {
        if that < low {
            continue;
        }
        let Some(verb) = reporting(page, that, sentence.end) else { continue };
        let marked = after_marks(page, &(low..that));
        let from = if marked > low { past_verb(page, marked, that) } else { low };
        let start = past_subject(page, from, that);
        found.push(Clause::new(start..that + 1, Some(verb.clone()), "that-clause"));
        low = verb.end;
    }
    (!found.is_empty()).then_some(found)
}

fn ends_reported(word: &str) -> bool {
    let lower = word.to_lowercase();
    REPORTED.iter().any(|ending| lower.ends_with(ending))
}

/// The verb that reports what ends at `that`, with its noun: "ifade eden", "söyledi".
fn reporting(page: &Analysis<'_>, that: usize, end: usize) -> Option<Range<usize>> {
    for at in that + 1..end.min(that + 2 + BETWEEN) {
        if !is_word(page, at) {
            return None;
        }
        let word = page.word(at).to_lowercase();
        if NOUNS.contains(&word.as_str()) {
            let light = |&at: &usize| LIGHT.iter().any(|stem| page.word(at).starts_with(stem));
            let verb = (at + 1..end.min(at + 3)).find(light)?;
            return Some(at..verb + 1);
        }
        if says(page, at) {
            return Some(at..at + 1);
        }
    }
    None
}

/// Behind words in marks: one past the verb that reports them, if the sentence goes on with another.
fn past_verb(page: &Analysis<'_>, from: usize, end: usize) -> usize {
    let verb = (from..end.min(from + 4)).rev().find(|&at| says(page, at));
    verb.map_or(from, |verb| verb + 1)
}

/// Behind "X, " or "Bakan X " at the beginning of a clause.
fn past_subject(page: &Analysis<'_>, from: usize, end: usize) -> usize {
    let tokens = &page.tokens.list;
    let part = |at: usize| {
        let token = &tokens[at];
        matches!(token.kind, Kind::Open | Kind::Close)
            || is_word(page, at) && (token.capital() || matches!(page.word(at), "ve" | "da" | "de"))
            || token.is(WordClass::ORGANISATION)
    };
    let limit = end.min(from + 20);
    let start = (from..limit).find(|&at| tokens[at].kind == Kind::Word).unwrap_or(from);
    let behind = (start..limit).find(|&at| !part(at)).unwrap_or(limit);
    if behind > start && is_comma(page, behind) { behind + 1 } else { start }
}
