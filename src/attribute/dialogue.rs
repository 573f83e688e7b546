//! Dialogue behind dashes, as many languages write it: `– Bron var aldrig säker, säger Anna Lind.`,
//! `—El puente no era seguro —dijo Ana López—. Nadie nos escuchó.`

use super::draft::{Analysis, Draft};
use super::lexicon::WordClass;
use super::phrase;
use super::tokens::{Kind, Token};
use std::ops::Range;

/// What a line with its reporting verb is worth, and what one without.
const WORTH: [f32; 2] = [0.7, 0.3];

/// Adds the lines of dialogue that nothing found holds yet.
pub fn add(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let (mut lines, mut paragraphs): (Vec<Draft>, Vec<&Range<usize>>) = (Vec::new(), Vec::new());
    for paragraph in &page.tokens.paragraphs {
        if let Some(line) = line(page, paragraph) {
            lines.push(line);
            paragraphs.push(paragraph);
        }
    }
    // A line takes the place of all that touches its paragraph.
    drafts.retain(|draft| {
        let first = paragraphs.partition_point(|paragraph| paragraph.end <= draft.start());
        paragraphs.get(first).is_none_or(|paragraph| draft.end() <= paragraph.start)
    });
    drafts.extend(lines);
    drafts.sort_by_key(Draft::start);
}

/// The line of dialogue that a paragraph is.
pub fn line(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<Draft> {
    let dash = page.tokens.list[paragraph.start].kind == Kind::Dash;
    if !dash
        || paragraph.len() < 4
        || page.quoted(paragraph).next().is_some_and(|quoted| quoted.open < paragraph.start + 3)
    {
        return None;
    }
    // A hyphen may begin an item of a list as well.
    let hyphen = page.word(paragraph.start) == "-";
    reported(page, paragraph).or_else(|| (!hyphen).then(|| alone(page, paragraph)))
}

/// A line whose reporting verb follows a dash, a comma or a question.
fn reported(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<Draft> {
    let tokens = &page.tokens.list;
    let parted = |token: &Token| matches!(token.kind, Kind::Dash | Kind::Comma | Kind::Stop);
    let group = |verb: usize| {
        let auxiliaries = (paragraph.start + 2..verb).rev().take(2).take_while(|&at| tokens[at].is(WordClass::AUX));
        auxiliaries.last().unwrap_or(verb)
    };
    let says = |&at: &usize| tokens[at].is(WordClass::FOREIGN) && !page.marks.inside(at);
    let verb = paragraph.clone().skip(2).filter(says).find(|&verb| parted(&tokens[group(verb) - 1]))?;
    let first = group(verb);
    let source = phrase::after(tokens, &page.marks, verb + 1, page.sentences.at(verb).end);
    let behind = source.as_ref().map_or(verb + 1, |source| source.end);
    let mut content = vec![page.trimmed(paragraph.start..first)];
    // A second dash opens the speech again, with or without the stop that ended the sentence.
    let dash = (behind..paragraph.end).find(|&at| tokens[at].kind == Kind::Dash);
    content.extend(dash.map(|at| page.trimmed(at + 1..paragraph.end)));
    content.retain(|piece| !piece.is_empty());
    let by = "dialogue";
    let carried = source.is_none();
    let found =
        Draft { content, cue: Some(first..verb + 1), source, carried, by, confidence: WORTH[0], ..Draft::default() };
    (!found.content.is_empty()).then_some(found)
}

/// A line without a reporting verb: in dialogue the voices alternate, so nobody is guessed.
fn alone(page: &Analysis<'_>, paragraph: &Range<usize>) -> Draft {
    let content = vec![page.trimmed(paragraph.clone())];
    Draft { content, by: "dialogue", confidence: WORTH[1], ..Draft::default() }
}
