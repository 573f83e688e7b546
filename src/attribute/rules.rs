//! Rule-based attributions in English: a second opinion to the tagger's, and the only one for texts too short to
//! detect their language.
//!
//! Works sentence by sentence: a reporting word outside marks, the noun phrase beside it, the clause it reports.
//! Words in marks without a reporting word are left to [`super::continuation`].

use super::draft::{Analysis, Draft};
use super::lexicon::{PRONOUN, WordClass};
use super::phrase;
use super::tokens::{Kind, Shape};
use std::ops::Range;

/// Returns all drafts of the rules, in order of their content.
pub fn find(page: &Analysis<'_>) -> Vec<Draft> {
    page.sentences.list.iter().flat_map(|sentence| of_sentence(page, sentence)).collect()
}

/// Returns the rules' drafts in one sentence.
pub fn of_sentence(page: &Analysis<'_>, sentence: &Range<usize>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    clauses(page, sentence, &mut drafts);
    // "…,” X said, according to Y": Y is only the intermediary.
    let spoken = drafts.iter().any(|draft| draft.content.iter().any(|piece| marked(page, piece)));
    if !spoken && let Some(draft) = according(page, sentence) {
        return vec![draft];
    }
    drafts
}

/// Reads "According to X, …" and "…, according to X".
fn according(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let cites = |&i: &usize| !page.marks.inside(i) && page.says(i, "according") && page.says(i + 1, "to");
    let at = sentence.clone().find(cites)?;
    let cue = at..at + 2;
    let source = phrase::after(&page.tokens.list, &page.marks, cue.end, sentence.end)?;
    let content = if at == sentence.start {
        let comma = (source.end..sentence.end).find(|&i| page.tokens.list[i].kind == Kind::Comma)?;
        vec![page.trimmed(comma + 1..sentence.end)]
    } else {
        let mut pieces = vec![page.trimmed(sentence.start..at)];
        pieces.extend(resumed(page, source.end, sentence.end));
        pieces
    };
    let content: Vec<_> = content.into_iter().filter(|piece| !piece.is_empty()).collect();
    let found = Draft {
        content,
        cue: Some(cue),
        source: Some(source),
        by: "according-to",
        confidence: 0.8,
        ..Draft::default()
    };
    (!found.content.is_empty()).then_some(found)
}

/// Tries every reporting verb of the sentence until one has a content after it.
fn clauses(page: &Analysis<'_>, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
    let mut from = sentence.start;
    for at in sentence.clone() {
        if at < from || page.marks.inside(at) || !cue(page, at) {
            continue;
        }
        let Some(draft) = verb(page, sentence, from, at) else { continue };
        from = draft.end().max(draft.source.as_ref().map_or(0, |s| s.end)).max(at + 1);
        drafts.push(draft);
    }
}

fn cue(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    let before = at.checked_sub(1).map(|i| &page.tokens.list[i]);
    let noun = before.is_some_and(|t| {
        t.is(WordClass::DET)
            || (token.is(WordClass::CUE_NOUN | WordClass::ROLE) && (t.is(WordClass::PREP) || t.end == token.start))
    });
    token.is(WordClass::SPEECH | WordClass::STANCE)
        && token.is(WordClass::FINITE)
        && !noun
        && !token.has(Shape::CAPITAL)
}

/// Returns the draft of the reporting verb at `at`; its words begin at `from` or later.
fn verb(page: &Analysis<'_>, sentence: &Range<usize>, from: usize, at: usize) -> Option<Draft> {
    if let Some(source) = inverted(page, sentence, from, at) {
        let mut content = vec![page.trimmed(from..at)];
        content.extend(resumed(page, source.end, sentence.end));
        content.retain(|piece| !piece.is_empty());
        let strong = content.iter().any(|piece| marked(page, piece)) || page.tokens.list[at].is(WordClass::SPEECH);
        return (strong && !content.is_empty()).then(|| draft(content, at..at + 1, source, "cue-before"));
    }
    let tokens = &page.tokens.list;
    if passive(page, from, at) {
        return None;
    }
    let source = phrase::before(tokens, &page.marks, from, at).or_else(|| subject(page, sentence, from, at))?;
    let plain = |t: &super::tokens::Token| {
        t.capital()
            || t.is(PRONOUN
                | WordClass::ROLE
                | WordClass::GROUP
                | WordClass::ORGANISATION
                | WordClass::CUE_NOUN
                | WordClass::OUTLET_WORD
                | WordClass::REL)
    };
    if !tokens[at].is(WordClass::SPEECH) && !tokens[source.clone()].iter().any(plain) {
        return None;
    }
    let mut content = Vec::new();
    let ahead = page.trimmed(from..source.start);
    let introduced = source.start > from
        && (tokens[source.start - 1].kind == Kind::Comma
            || (tokens[source.start - 1].kind == Kind::Mark && page.quoted(&ahead).next().is_some()));
    if introduced && ahead.len() > 1 && (marked(page, &ahead) || ahead.len() > 4 && tokens[at].is(WordClass::SPEECH)) {
        content.push(ahead);
    }
    if content.is_empty() {
        content.extend(reported(page, sentence, at));
    } else {
        content.extend(resumed(page, at + 1, sentence.end));
    }
    if content.is_empty() {
        return None;
    }
    Some(draft(content, at..at + 1, source, "cue-after"))
}

/// Returns true for a passive, whose subject is not the source: "is confirmed", "was widely expected".
fn passive(page: &Analysis<'_>, from: usize, at: usize) -> bool {
    let mut last = at;
    while last > from && page.tokens.list[last - 1].is(WordClass::ADV) {
        last -= 1;
    }
    let be = |i: usize| ["is", "are", "was", "were", "be", "been", "being"].iter().any(|form| page.says(i, form));
    last > from && be(last - 1) && !page.word(at).ends_with("ing")
}

fn draft(content: Vec<Range<usize>>, cue: Range<usize>, source: Range<usize>, by: &'static str) -> Draft {
    Draft { content, cue: Some(cue), source: Some(source), by, confidence: 0.75, ..Draft::default() }
}

/// Returns true if the range holds words in marks.
pub fn marked(page: &Analysis<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|i| page.marks.inside(i))
}

/// Returns the source after the verb, if the speech stands before it: `…,” said X`, `…, said X`.
fn inverted(page: &Analysis<'_>, sentence: &Range<usize>, from: usize, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let last = at.checked_sub(1).filter(|&last| last >= from)?;
    // "told" takes an object, so no source can follow it.
    if tokens[at].is(WordClass::SAY) && page.word(at).starts_with('t') {
        return None;
    }
    if !matches!(tokens[last].kind, Kind::Comma | Kind::Mark | Kind::Dash) {
        return None;
    }
    let next = tokens.get(at + 1).filter(|_| at + 1 < sentence.end)?;
    let speech = tokens[last].kind == Kind::Mark || (last > from && tokens[last - 1].kind == Kind::Mark);
    let somebody = |t: &super::tokens::Token| {
        t.capital() || t.is(WordClass::DET | PRONOUN | WordClass::ROLE | WordClass::GROUP | WordClass::TITLE)
    };
    if next.kind != Kind::Word || next.is(WordClass::DAY) || !(speech || somebody(next)) {
        return None;
    }
    let source = phrase::after(tokens, &page.marks, at + 1, sentence.end)?;
    if !tokens[source.clone()].iter().any(somebody) {
        return None;
    }
    let closed = tokens.get(source.end).filter(|_| source.end < sentence.end).is_none_or(|t| {
        !matches!(t.kind, Kind::Word | Kind::Number)
            || t.is(WordClass::PREP
                | WordClass::CONJ
                | WordClass::DAY
                | WordClass::REL
                | WordClass::DET
                | WordClass::ADV)
    });
    (speech || closed).then_some(source)
}

/// Returns the sentence's first phrase, if the verb follows a conjunction: "X met Y, and condemned …".
fn subject(page: &Analysis<'_>, sentence: &Range<usize>, from: usize, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let mut last = at;
    while last > from && tokens[last - 1].is(WordClass::ADV) {
        last -= 1;
    }
    let joined = last > from && tokens[last - 1].is(WordClass::CONJ);
    if !joined {
        return None;
    }
    let first = (sentence.start..at).find(|&i| {
        tokens[i].capital() && !tokens[i].is(WordClass::CONJ | WordClass::PREP | WordClass::ADV)
            || tokens[i].is(PRONOUN)
    })?;
    phrase::after(tokens, &page.marks, first, at)
}

/// Returns the content after the verb: a clause, or words in marks.
fn reported(page: &Analysis<'_>, sentence: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let first_mark = page.quoted(&(at + 1..sentence.end)).next().map(|q| q.open);
    let end = clause_end(page, sentence, at + 1);
    if !tokens[at].is(WordClass::SPEECH) {
        let quoted = page.quoted(&(at + 1..sentence.end)).next()?;
        return (quoted.open <= at + 6 && quoted.inside().len() > 1).then(|| quoted.whole());
    }
    let mut start = at + 1;
    if page.says(at, "told") || page.says(at, "tells") || page.says(at, "asked") || page.says(at, "tell") {
        start = phrase::after(tokens, &page.marks, start, sentence.end).map_or(start, |to| to.end);
    }
    // "said on Tuesday that", "said in a statement: “"
    let that = (start..end.min(start + 12)).find(|&i| page.says(i, "that") || tokens[i].kind == Kind::Colon);
    let begins = |i: usize| {
        tokens.get(i).is_some_and(|t| {
            t.kind == Kind::Word && !t.is(WordClass::PREP | WordClass::DAY | WordClass::ADV | WordClass::CONJ)
                || t.kind == Kind::Number
        })
    };
    let start = match (that, first_mark) {
        (Some(that), Some(mark)) if that < mark => that,
        (_, Some(mark)) if mark <= start + 3 => mark,
        (Some(that), _) if !begins(start) || that <= start + 2 => that,
        _ if begins(start) && !page.says(start, "the") || begins(start) && end > start + 4 => start,
        (_, Some(mark)) => mark,
        _ => return None,
    };
    let content = page.trimmed(start..end);
    (content.len() > 3 || marked(page, &content)).then_some(content)
}

/// Returns the end of a reported clause: the sentence's end, or the start of another reporting clause.
fn clause_end(page: &Analysis<'_>, sentence: &Range<usize>, from: usize) -> usize {
    let tokens = &page.tokens.list;
    let reporting = |range: Range<usize>| {
        range.clone().any(|i| {
            i < sentence.end
                && !page.marks.inside(i)
                && tokens[i].is(WordClass::SPEECH)
                && tokens[i].is(WordClass::FINITE)
                && cue(page, i)
        })
    };
    let other = (from..sentence.end).find(|&i| {
        tokens[i].kind == Kind::Comma
            && !page.marks.inside(i)
            && (page.says(i + 1, "according")
                || tokens.get(i + 1).is_some_and(|t| {
                    (t.is(WordClass::SAY) && t.is(WordClass::FINITE))
                        || (t.is(WordClass::CONJ) && reporting(i + 2..i + 7))
                }))
    });
    other.unwrap_or(sentence.end)
}

/// Returns the speech in marks that continues after the source: `…,” said X, role, “…”`.
fn resumed(page: &Analysis<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let quoted = page.quoted(&(from..end)).next()?;
    let near = (from..quoted.open).all(|i| !cue(page, i));
    let before = quoted.open.checked_sub(1).map(|i| page.tokens.list[i].kind);
    (near && matches!(before, Some(Kind::Comma | Kind::Colon | Kind::Dash)) || quoted.open == from)
        .then(|| page.trimmed(quoted.open..end))
}
