//! Dialogue after dashes, as in many languages: `– Bron var aldrig säker, säger Anna Lind.`, `—El puente no era
//! seguro —dijo Ana López—. Nadie nos escuchó.`

use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::WordClass;
use crate::attribute::phrase;
use crate::attribute::tokens::{Kind, Token};
use std::ops::Range;

/// A line of dialogue.
#[derive(Clone, Debug, Default)]
pub struct DialogueLine {
    /// Pieces of the speech, in tokens.
    pub content: Vec<Range<usize>>,
    /// The reporting verb with its auxiliaries; `None` if the line has none.
    pub cue: Option<Range<usize>>,
}

/// Parses a paragraph as a line of dialogue.
pub fn line(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<DialogueLine> {
    let dash = page.tokens.list[paragraph.start].kind == Kind::Dash;
    if !dash
        || paragraph.len() < 4
        || page.quoted(paragraph).next().is_some_and(|quoted| quoted.open < paragraph.start + 3)
    {
        return None;
    }
    // A hyphen may also begin a list item.
    let hyphen = page.word(paragraph.start) == "-";
    // Items of a list, and whoever signs a post, end without a stop.
    let ends = matches!(page.tokens.list[paragraph.end - 1].kind, Kind::Stop | Kind::Mark);
    reported(page, paragraph).or_else(|| (!hyphen && ends).then(|| alone(page, paragraph)))
}

/// Lines of dialogue inside a paragraph: "The lake is clean again. – We swim every day, says Anna Lind." Each begins with a
/// dash behind the end of a sentence and has its reporting verb; one without follows another in its paragraph.
pub fn inner(page: &Analysis<'_>, paragraph: &Range<usize>) -> Vec<DialogueLine> {
    if !has_inner_dialogue(page.language) {
        return Vec::new();
    }
    let tokens = &page.tokens.list;
    let hyphen = with_hyphens(page.language);
    let begins = |&at: &usize| {
        let stop = tokens[at - 1].kind == Kind::Stop || tokens[at - 1].kind == Kind::Mark;
        let spaced =
            tokens[at].start > tokens[at - 1].end && tokens.get(at + 1).is_some_and(|t| t.start > tokens[at].end);
        let large = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Word && token.capital());
        let dash = tokens[at].kind == Kind::Dash && (hyphen || page.word(at) != "-");
        dash && stop && spaced && large && !page.marks.inside(at)
    };
    let first = paragraph.start + 1;
    let dashes: Vec<usize> = (first..paragraph.end).filter(begins).collect();
    let mut lines: Vec<DialogueLine> = Vec::new();
    for (number, &dash) in dashes.iter().enumerate() {
        let end = dashes.get(number + 1).copied().unwrap_or(paragraph.end);
        let part = dash..end;
        let line = reported(page, &part).or_else(|| (!lines.is_empty()).then(|| alone(page, &part)));
        lines.extend(line.filter(|line| line.content.iter().map(ExactSizeIterator::len).sum::<usize>() > 3));
    }
    lines
}

/// Languages whose newspapers write dialogue with dashes inside paragraphs.
const fn has_inner_dialogue(language: Language) -> bool {
    with_hyphens(language) || matches!(language, Language::Russian | Language::Lithuanian | Language::Spanish)
}

/// Of these, the ones that write it with hyphens as well.
const fn with_hyphens(language: Language) -> bool {
    use Language::{Danish, Finnish, Icelandic, Norwegian, Polish, Swedish};
    matches!(language, Danish | Finnish | Icelandic | Norwegian | Polish | Swedish)
}

/// Parses a line with its reporting verb after a dash, comma or question mark.
fn reported(page: &Analysis<'_>, paragraph: &Range<usize>) -> Option<DialogueLine> {
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
    // A second dash resumes the speech, with or without the stop that ended the sentence.
    let dash = (behind..paragraph.end).find(|&at| tokens[at].kind == Kind::Dash);
    content.extend(dash.map(|at| page.trimmed(at + 1..paragraph.end)));
    content.retain(|piece| !piece.is_empty());
    (!content.is_empty()).then(|| DialogueLine { content, cue: Some(first..verb + 1) })
}

/// A line without a reporting verb. The speakers of a dialogue alternate, so none is guessed.
fn alone(page: &Analysis<'_>, paragraph: &Range<usize>) -> DialogueLine {
    DialogueLine { content: vec![page.trimmed(paragraph.clone())], cue: None }
}
