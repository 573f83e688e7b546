//! Speech inside speech: “Ross told me, ‘It will hold,’ and we believed him,” said Lee; and speech inside indirect
//! speech: Lee said Ross told her: “It will hold.”
//!
//! The tagger's labels are flat, so the rules are run again on words in marks, as if the outermost marks were not
//! there.

use super::draft::{Analysis, Draft};
use super::lexicon::{PRONOUN, WordClass};
use super::marks::Quoted;
use super::phrase;
use super::rules;
use super::sentences::Sentences;
use super::tokens::Tokens;
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Confidence of a nested attribution: its marks and its reporting word are inside one speech.
const INNER: f32 = 0.6;

/// Fewest tokens of speech inside speech: shorter ones are names and scare quotes.
const LEAST: usize = 3;

/// Adds attributions whose content, cue and source are all inside one quotation or one indirect statement.
pub fn add(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let told: Vec<Draft> = drafts.iter().flat_map(|draft| told(page, draft)).collect();
    if !told.is_empty() {
        drafts.extend(told);
        drafts.small_sort_by_key(|draft| (draft.start(), std::cmp::Reverse(draft.end())));
    }
    add_inner(page, drafts);
}

/// The words in marks that somebody else says inside the indirect statement of a draft.
fn told(page: &Analysis<'_>, draft: &Draft) -> Vec<Draft> {
    let (Some(_), Some(source)) = (&draft.cue, &draft.source) else { return Vec::new() };
    let tokens = &page.tokens.list;
    let inner = |piece: &Range<usize>, quoted: &Quoted| {
        let colon = quoted.open.checked_sub(1).filter(|&at| at > piece.start && page.word(at) == ":")?;
        let object = usize::from(
            tokens[colon - 1].is(PRONOUN)
                || ["me", "him", "her", "us", "them"].iter().any(|word| page.says(colon - 1, word)),
        );
        let verb = (colon - object).checked_sub(1).filter(|&at| at > piece.start)?;
        let speech = tokens[verb].is(WordClass::SPEECH) && tokens[verb].is(WordClass::FINITE);
        let subject = phrase::before(tokens, &page.marks, piece.start, verb)?;
        let opens = (piece.start..subject.start).all(|at| page.says(at, "that"));
        let other = page.word(subject.start) != page.word(source.start);
        (speech && opens && other && quoted.inside().len() > LEAST).then(|| Draft {
            content: vec![quoted.whole()],
            cue: Some(verb..verb + 1),
            source: Some(subject),
            by: "nested",
            confidence: INNER,
            ..Draft::default()
        })
    };
    let indirect = draft.content.iter().filter(|piece| !page.marks.inside(piece.start + 1));
    indirect.flat_map(|piece| page.quoted(piece).filter_map(move |quoted| inner(piece, quoted))).collect()
}

/// Adds attributions whose content, cue and source are all inside one quotation.
fn add_inner(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    if page.marks.list.iter().all(|quoted| quoted.depth == 0) {
        return;
    }
    let marks = page.marks.inner();
    let tokens =
        Tokens { list: page.tokens.list.clone(), paragraphs: page.tokens.paragraphs.clone(), ..Tokens::default() };
    let sentences = Sentences::of(&tokens, &marks, false);
    let (parts, given) = Default::default();
    let inner = Analysis { text: page.text, tokens, marks, sentences, language: page.language, parts, given };
    let mut added: Vec<Draft> = Vec::new();
    for sentence in inner.sentences.list.iter().filter(|sentence| inner.quoted(sentence).next().is_some()) {
        added.extend(rules::of_sentence(&inner, sentence).iter().filter_map(|draft| within(page, &inner, draft)));
    }
    let mut known: Vec<Range<usize>> = drafts.iter().flat_map(|draft| draft.content.iter().cloned()).collect();
    known.small_sort_by_key(|piece| piece.start);
    added.retain(|new| !is_among(&known, &new.content[0]));
    if !added.is_empty() {
        drafts.extend(added);
        drafts.small_sort_by_key(|draft| (draft.start(), std::cmp::Reverse(draft.end())));
    }
}

/// Returns the draft with the words in inner marks as its content, if one outer quotation holds all of it.
fn within(page: &Analysis<'_>, inner: &Analysis<'_>, draft: &Draft) -> Option<Draft> {
    let (cue, source) = (draft.cue.clone()?, draft.source.clone()?);
    let outer = page.marks.outermost(cue.start)?.inside();
    let holds = |range: &Range<usize>| outer.start <= range.start && range.end <= outer.end;
    let content: Vec<Range<usize>> = draft
        .content
        .iter()
        .flat_map(|piece| inner.quoted(piece))
        .filter(|quoted| quoted.inside().len() > LEAST)
        .map(Quoted::whole)
        .filter(|whole| holds(whole))
        .collect();
    let speech = inner.token(cue.start).is_some_and(|token| token.is(WordClass::SPEECH));
    let sound = speech && !content.is_empty() && holds(&cue) && holds(&source);
    sound.then_some(Draft {
        content,
        cue: Some(cue),
        source: Some(source),
        by: "nested",
        confidence: INNER,
        ..Draft::default()
    })
}

/// Returns true if the piece is among `known`, which is sorted by start.
fn is_among(known: &[Range<usize>], piece: &Range<usize>) -> bool {
    let first = known.partition_point(|other| other.start + 1 < piece.start);
    known[first..].iter().take_while(|other| other.start <= piece.start + 1).any(|other| same(other, piece))
}

/// Returns true if two pieces differ at most in their marks.
fn same(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start.abs_diff(b.start) <= 1 && a.end.abs_diff(b.end) <= 2
}
