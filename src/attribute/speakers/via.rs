//! Intermediaries: the outlet or interview through which the words reached the page.

use crate::attribute::draft::{Analysis, Draft};
use crate::attribute::lexicon::WordClass;
use crate::attribute::names::{Names, Occurrence};
use crate::attribute::phrase;
use crate::attribute::tokens::Token;
use crate::document::Span;
use crate::reading::SpeakerKind;
use crate::white_space;
use std::ops::Range;

/// Returns the intermediary: "told RFA", "in an interview with Y", a second "according to VOA".
pub fn via(page: &Analysis<'_>, names: &Names, draft: &Draft) -> Option<String> {
    let cue = draft.cue.as_ref()?;
    let tokens = &page.tokens.list;
    let sentence = page.sentences.at(cue.start);
    let phrase_from = |at: usize| {
        phrase::after(tokens, &page.marks, at, sentence.end)
            .filter(|range| tokens[range.clone()].iter().any(Token::capital))
    };
    let show = |range: Range<usize>| {
        let span: Span = page.tokens.span(&range);
        white_space::fold(span.of(page.text))
    };
    let told = cue.clone().any(|i| tokens[i].is(WordClass::SAY) && page.word(i).to_ascii_lowercase().starts_with('t'));
    if told && let Some(to) = phrase_from(cue.end) {
        let outlet = |place: &Occurrence| names.entities[place.entity].kind == SpeakerKind::Outlet;
        let outlet = tokens[to.clone()].iter().any(|t| t.is(WordClass::OUTLET | WordClass::OUTLET_WORD))
            || names.within(&to).iter().any(outlet);
        if outlet {
            return Some(show(to));
        }
    }
    // "…, Richardson said, via USA Today."
    let outside = (sentence.start..sentence.end).filter(|&at| !page.marks.inside(at));
    if let Some(outlet) = outside.clone().find(|&at| page.says(at, "via")).and_then(|at| phrase_from(at + 1)) {
        return Some(show(outlet));
    }
    for at in outside.filter(|&at| !draft.source.as_ref().is_some_and(|s| s.contains(&at))) {
        let interview = (page.says(at, "interview") || page.says(at, "speaking") || page.says(at, "spoke"))
            && (page.says(at + 1, "with") || page.says(at + 1, "to"));
        let according = page.says(at, "according") && page.says(at + 1, "to") && !cue.contains(&at);
        if (interview || according)
            && let Some(to) = phrase_from(at + 2)
        {
            return Some(show(to));
        }
    }
    None
}
