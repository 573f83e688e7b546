//! Dialogue after dashes, as in many languages: `– Bron var aldrig säker, säger Anna Lind.`, `—El puente no era
//! seguro —dijo Ana López—. Nadie nos escuchó.`

use crate::attribute::draft::Analysis;
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
    reported(page, paragraph).or_else(|| (!hyphen).then(|| alone(page, paragraph)))
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
