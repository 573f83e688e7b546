//! The phrase that the grammar around a statement names as its source: the subject of its reporting word, or what
//! "laut" and its like cite.

use super::candidates::SAYS;
use super::grammar;
use super::mentions::{Mention, MentionKind, NOUN};
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Shape};
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Longest phrase that is read as a source, in tokens.
const LONGEST: usize = 12;
/// Most words between a finite verb and its subject: "sagte dann auch X".
const BETWEEN: usize = 3;
/// Mentions added last that are compared with a new one.
const NEAR: usize = 16;
/// Words of a citation that refer to the subject of its sentence: "nach eigenen Angaben".
const OWN: [&str; 9] = ["eigenen", "eigener", "eigenem", "ihren", "ihrer", "seinen", "seiner", "deren", "dessen"];

/// Notes the source of each statement, and adds a mention for those that are none yet.
pub fn add(page: &Analysis<'_>, found: &mut [Found], mentions: &mut Vec<Mention>) {
    found.iter_mut().for_each(|one| one.statement.rule = number(one.by));
    if page.language == Language::Unknown {
        return;
    }
    let own = grammar::knows(page.language);
    let mut added = Vec::new();
    for one in found {
        let by_grammar = grammar::source(page, one, mentions);
        let common = || source(page, one).filter(|_| !own || page.language == Language::Polish);
        let label = one.statement.source.clone();
        let named = label.or(by_grammar).or_else(common).filter(|source| !is_only_citation(page, source));
        let Some(source) = named else { continue };
        let known = mentions.partition_point(|mention| mention.range.end <= source.start);
        let covered = mentions[known..].first().is_some_and(|mention| mention.range.start < source.end);
        let overlaps = |mention: &Mention| mention.range.start < source.end && source.start < mention.range.end;
        if !covered && !added.iter().rev().take(NEAR).any(overlaps) {
            added.extend(mention(page, &source));
        }
        one.statement.source = Some(source);
    }
    mentions.append(&mut added);
    mentions.small_sort_by_key(|mention| mention.range.start);
}

/// "den Angaben zufolge": whose they are was said before.
fn is_only_citation(page: &Analysis<'_>, source: &Range<usize>) -> bool {
    let noun = page.token(source.end - 1).is_some_and(|token| token.is(WordClass::CITE));
    let article = page.token(source.start).is_some_and(|token| token.is(WordClass::DET));
    noun && article && source.len() == 2
}

/// Number of a rule, as a feature.
pub fn number(by: &str) -> u8 {
    const RULES: [&str; 10] = [
        "marks",
        "dialogue",
        "according-to",
        "that-clause",
        "verb-second",
        "subjunctive",
        "cue-after",
        "infinitive",
        "as-told",
        "reported-before",
    ];
    RULES.iter().position(|rule| *rule == by).unwrap_or(RULES.len()) as u8
}

/// A noun phrase as a mention.
fn mention(page: &Analysis<'_>, source: &Range<usize>) -> Option<Mention> {
    let tokens = &page.tokens.list;
    let noun = |at: &usize| {
        let token = &tokens[*at];
        token.kind == Kind::Word && !token.is(WordClass::DET | WordClass::PREP) && (!is_german(page) || token.capital())
    };
    let head = source.clone().find(noun)?;
    let day = tokens[head].is(WordClass::DAY | WordClass::FIRST) || tokens[head].has(Shape::DIGIT);
    (!day).then(|| Mention { range: source.clone(), head: head..head + 1, kind: MentionKind::Noun, role: None })
}

fn is_german(page: &Analysis<'_>) -> bool {
    page.language == Language::German
}

/// Tokens of the phrase that a statement comes from.
fn source(page: &Analysis<'_>, found: &Found) -> Option<Range<usize>> {
    let cue = found.cue.as_ref().map(|cue| cue.start);
    match (cue, found.by) {
        (Some(cue), "according-to") if is_german(page) => cited(page, cue),
        (Some(cue), "according-to") => plain(page, cue + 1),
        _ if !is_german(page) => None,
        (Some(cue), _) => subject(page, cue, &found.statement.content),
        (None, _) => beside(page, &found.statement.content),
    }
}

/// "laut der Polizei", "Medienberichten zufolge", "nach Angaben von X", "nach Bahnangaben".
fn cited(page: &Analysis<'_>, cue: usize) -> Option<Range<usize>> {
    let token = page.token(cue)?;
    let sentence = page.sentences.at(cue);
    if page.says(cue, "zufolge") {
        let low = sentence.start.max(cue.saturating_sub(LONGEST));
        return (low..cue).find_map(|at| phrase(page, at, cue).filter(|found| found.end == cue));
    }
    let own = |at: usize| OWN.iter().any(|word| page.says(at, word));
    if !token.capital() && own(cue + 1) {
        return phrase(page, sentence.start, cue);
    }
    if !token.capital() || cue == sentence.start && !page.says(cue, "angaben") {
        return phrase(page, cue + 1, sentence.end);
    }
    if cue > sentence.start && own(cue - 1) {
        return phrase(page, sentence.start, cue);
    }
    let after = if matches!(page.word(cue + 1), "von" | "vom") { cue + 2 } else { cue + 1 };
    let genitive = page.token(cue + 1).is_some_and(|next| {
        next.capital()
            || next.is(WordClass::DET)
            || matches!(page.word(cue + 1), "von" | "vom")
            || adjective(page, cue + 1)
    });
    // "nach Bahnangaben", "nach Medienberichten"
    genitive.then(|| phrase(page, after, sentence.end)).flatten().or(Some(cue..cue + 1))
}

/// "selon le ministère", "według policji": the words behind, as far as they are no verb.
fn plain(page: &Analysis<'_>, from: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(from.min(tokens.len().checked_sub(1)?));
    let stops = WordClass::FOREIGN.union(WordClass::AUX).union(WordClass::CONJ).union(WordClass::REL);
    let word = |at: &usize| {
        let token = &tokens[*at];
        token.kind == Kind::Word
            && !page.marks.inside(*at)
            && (token.capital() || !token.is(stops.union(WordClass::THAT).union(WordClass::CITE)))
    };
    let end = (from..sentence.end.min(from + LONGEST / 2)).take_while(word).last()? + 1;
    let pronoun = tokens[from].is(PRONOUN | WordClass::FIRST);
    (!pronoun).then_some(from..end)
}

/// The subject of a German reporting word: before its finite verb, or right behind it.
fn subject(page: &Analysis<'_>, verb: usize, content: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(verb);
    let (low, high) =
        if verb < content.start { (sentence.start, content.start) } else { (content.end.min(verb), sentence.end) };
    let low = (low..verb)
        .rev()
        .find(|&at| matches!(tokens[at].kind, Kind::Colon | Kind::Stop | Kind::Dash) && !page.marks.inside(at))
        .map_or(low, |at| at + 1);
    let low = (low..=verb).find(|&at| tokens[at].kind == Kind::Word && !tokens[at].is(WordClass::CONJ))?;
    if page.says(low, "wie") || page.says(low, "so") {
        return phrase(page, low + 1, high);
    }
    let finite = |&at: &usize| {
        let token = &tokens[at];
        !page.marks.inside(at) && token.kind == Kind::Word && !token.capital() && token.is(WordClass::AUX.union(SAYS))
    };
    let finite = (low..verb).find(finite).unwrap_or(verb);
    if finite > low
        && let Some(found) = phrase(page, low, finite)
    {
        let comma = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Comma);
        let closed = found.end == finite || comma(found.end) || tokens[found.end].is(WordClass::PREP | WordClass::ADV);
        if closed || tokens[found.end].kind == Kind::Open {
            return Some(found);
        }
    }
    let slight = |at: usize| {
        tokens[at].is(WordClass::ADV) && !tokens[at].is(WordClass::DET) || matches!(page.word(at), "sich" | "es")
    };
    let mut at = finite + 1;
    while at < high && at <= finite + BETWEEN && slight(at) {
        at += 1;
    }
    phrase(page, at, high)
}

/// The subject of the reporting word beside words in marks: `"…", sagte X`, `X sagte: "…"`.
fn beside(page: &Analysis<'_>, content: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let says = |at: usize| {
        tokens.get(at).is_some_and(|token| token.kind == Kind::Word && !token.capital() && token.is(SAYS))
            && !page.marks.inside(at)
    };
    let comma = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Comma);
    let next = content.end + usize::from(comma(content.end));
    if says(next) || tokens.get(next).is_some_and(|token| token.is(WordClass::AUX)) {
        return subject(page, next, content);
    }
    let sentence = page.sentences.at(content.start);
    let verb = (sentence.start..content.start).rev().find(|&at| says(at))?;
    let plain = page.quoted(&(verb..content.start)).next().is_none();
    plain.then(|| subject(page, verb, content)).flatten()
}

/// A German noun phrase that begins at `from`: "die Sprecherin des Weißen Hauses", "arabische Medien", "sie".
fn phrase(page: &Analysis<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let end = end.min(from + LONGEST).min(tokens.len());
    let first = tokens.get(from).filter(|_| from < end && !page.marks.inside(from))?;
    if first.is(PRONOUN) && !first.is(WordClass::DET) {
        return Some(from..from + 1);
    }
    let mut at = nouns(page, from, end)?;
    loop {
        let linked = |next: usize| {
            let of = matches!(page.word(next), "von" | "vom" | "für" | "in" | "im" | "beim" | "bei" | "aus");
            let genitive = matches!(
                page.word(next),
                "des" | "der" | "eines" | "einer" | "dieser" | "seiner" | "ihrer" | "seines" | "ihres"
            );
            if of { Some(next + 1) } else { genitive.then_some(next) }
        };
        let Some(next) = linked(at).filter(|&next| next < end).and_then(|next| nouns(page, next, end)) else { break };
        at = next;
    }
    Some(from..at)
}

/// One past the nouns of a phrase: article, adjectives, nouns, names in marks.
fn nouns(page: &Analysis<'_>, from: usize, end: usize) -> Option<usize> {
    let tokens = &page.tokens.list;
    let mut at = from;
    while at < end && !tokens[at].capital() && (tokens[at].is(WordClass::DET) || adjective(page, at)) {
        at += 1;
    }
    // "Die Sprecherin", "Eine russische Quelle" at the beginning of a sentence.
    if at == from && at < end && tokens[at].is(WordClass::DET) {
        at += 1;
        while at < end && adjective(page, at) {
            at += 1;
        }
    }
    let begins = at;
    let grammar = WordClass::PREP
        | WordClass::ADV
        | WordClass::CONJ
        | WordClass::REL
        | WordClass::IT
        | WordClass::FIRST
        | WordClass::THAT;
    let named = |at: usize| tokens[at].kind == Kind::Word && tokens[at].capital() && !tokens[at].is(grammar);
    while at < end && named(at) {
        at += 1;
    }
    // "Besonders", "Verblüffend": the capital of a sentence's first word says nothing.
    let single = at == from + 1 && page.sentences.begins[from] && !tokens[from].is(NOUN);
    let plural = page.word(from).ends_with("en") || page.word(from).ends_with("er");
    (at > begins && (plural || !single)).then_some(at)
}

/// Returns true if a word has the ending of an adjective and is none of the grammar.
fn adjective(page: &Analysis<'_>, at: usize) -> bool {
    let Some(token) = page.token(at) else { return false };
    let grammar = WordClass::PREP | WordClass::CONJ | WordClass::ADV | WordClass::AUX | WordClass::REL | PRONOUN;
    let word = page.word(at);
    token.kind == Kind::Word
        && !token.capital()
        && !token.is(grammar | WordClass::THAT | WordClass::FIRST)
        && (!token.is(SAYS) || word.ends_with("te") && !word.ends_with("gte"))
        && ["e", "en", "er", "em", "es"].iter().any(|ending| word.ends_with(ending))
        || token.kind == Kind::Number
}
