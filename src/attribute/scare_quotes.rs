//! Finds scare quotes: terms, names and other words in marks within a clause that reports no speech.
//!
//! "The pot is called a “cezve”" and "some “experts” want more" have words in marks that quote nobody. A log-linear
//! model over the form of the attribution, the marked words, and the amount of reported speech on the page separates
//! them from "she called it “a disgrace”". It was fitted to the annotated pages of tests/annotations/dev (logistic
//! regression, ridge 0.7, weights rounded).

use super::draft::{Analysis, Draft};
use super::form::{ClauseShape, CueClass, Form, SourceSort};
use super::marks::Quoted;
use super::tokens::Kind;
use crate::forest::logistic;

/// Probability of quoting somebody below which marks are scare quotes.
const LEAST: f32 = 0.6;

/// Number of unattributed quotations from which they are taken for examples or terms.
const EXAMPLES: usize = 2;
/// A sentence of at least this many words is rarely an example or a title.
const STATEMENT: usize = 10;

/// Sets `scare_quotes` of the drafts. On a page that reports no speech, drafts that nobody says are dropped:
/// examples, titles, terms.
pub fn tell(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let mut forms: Vec<Form> = drafts.iter().map(|draft| Form::of(page, draft)).collect();
    let reports = drafts.iter().zip(&forms).filter(|(draft, form)| is_report(page, draft, form)).count();
    let nobodys = drafts.iter().zip(&forms).filter(|(draft, form)| is_nobodys(page, draft, form)).count();
    if reports == 0 && nobodys >= EXAMPLES {
        let mut of = forms.iter();
        drafts.retain(|draft| of.next().is_none_or(|form| !is_nobodys(page, draft, form)));
        forms = drafts.iter().map(|draft| Form::of(page, draft)).collect();
    }
    for (draft, form) in drafts.iter_mut().zip(&forms) {
        let (words, marked) = words(page, draft);
        let mixed = marked > 0 && marked < words && !draft.is_verbatim();
        draft.scare_quotes = mixed && quoted(page, draft, form, reports) < LEAST;
    }
}

/// Returns true for "“…,” Lee said": speech entirely in marks, with a verb of saying and a source.
fn is_report(page: &Analysis<'_>, draft: &Draft, form: &Form) -> bool {
    let (words, marked) = words(page, draft);
    words == marked
        && matches!(form.cue, CueClass::Say | CueClass::Report)
        && matches!(form.source, SourceSort::Name | SourceSort::Pronoun | SourceSort::Noun)
}

/// Returns true for words entirely in marks without a source, or with the author or reader of the page as the source.
fn is_nobodys(page: &Analysis<'_>, draft: &Draft, form: &Form) -> bool {
    let (words, marked) = words(page, draft);
    let last = draft.end().checked_sub(2).and_then(|at| page.token(at));
    let statement = words >= STATEMENT && last.is_some_and(|token| token.kind == Kind::Stop);
    words == marked && !statement && !draft.is_verbatim() && matches!(form.source, SourceSort::None | SourceSort::First)
}

/// Number of words in the content, and of those in marks.
fn words(page: &Analysis<'_>, draft: &Draft) -> (usize, usize) {
    let word = |at: &usize| matches!(page.tokens.list[*at].kind, Kind::Word | Kind::Number);
    let words = || draft.content.iter().cloned().flatten().filter(word);
    (words().count(), words().filter(|&at| page.marks.inside(at)).count())
}

/// Returns the probability that the marked words of a mixed content are the source's own.
fn quoted(page: &Analysis<'_>, draft: &Draft, form: &Form, reports: usize) -> f32 {
    let of = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
    let (words, marked) = words(page, draft);
    let run = |quoted: &Quoted| {
        quoted.inside().filter(|&at| matches!(page.tokens.list[at].kind, Kind::Word | Kind::Number)).count()
    };
    let longest = draft.content.iter().flat_map(|piece| page.quoted(piece)).map(run).max().unwrap_or(words);
    let last = draft.content.last().map(|piece| page.trimmed(piece.clone()));
    let ends = last.and_then(|piece| page.token(piece.end.checked_sub(1)?)).is_some_and(|t| t.kind == Kind::Mark);
    let reporting = matches!(form.cue, CueClass::Say | CueClass::Report | CueClass::According | CueClass::Show);
    let clause = matches!(form.clause, ClauseShape::That | ClauseShape::Finite | ClauseShape::Ahead);
    logistic(
        cue_weight(form.cue)
            + source_weight(form.source)
            + match reports {
                0 => -2.1,
                1..=5 => 0.3,
                _ => 1.6,
            }
            + match longest {
                0 | 1 => -1.1,
                2 => 0.7,
                3..=6 => 0.0,
                _ => 0.4,
            }
            + of(reporting && clause, 1.3)
            + of(form.denied, -0.3)
            + of(form.passive, -0.4)
            + of(form.unreal, -0.4)
            + of(ends, 0.5)
            + of(marked * 2 > words, 0.5)
            + of(draft.by != "tagger", -0.6),
    )
}

const fn cue_weight(cue: CueClass) -> f32 {
    match cue {
        CueClass::Say => 1.4,
        CueClass::Judge => 0.9,
        CueClass::Report => 0.8,
        CueClass::Ask => 0.4,
        CueClass::According => 0.3,
        CueClass::Show => -0.2,
        CueClass::Directive => -0.3,
        CueClass::Other => -0.6,
        CueClass::None => -1.2,
        CueClass::Belief => -1.4,
    }
}

const fn source_weight(source: SourceSort) -> f32 {
    match source {
        SourceSort::Pronoun => 1.2,
        SourceSort::Name => 0.5,
        SourceSort::Thing | SourceSort::Relative => 0.2,
        SourceSort::First => -0.5,
        SourceSort::Noun => -0.7,
        SourceSort::None => -0.8,
    }
}
