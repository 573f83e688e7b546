//! Form of an attribution: the class of its cue, the shape of the reported clause, the sort of source.
//!
//! Indirect speech is graded by its form. A verb of saying with a finite clause reports speech; wishes, plans,
//! beliefs, infinitives and bare noun phrases mostly do not.

mod grade;
mod words;

pub(super) use words::is_past;

use super::draft::{Analysis, Draft};
use super::lexicon::{PRONOUN, WordClass};
use super::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Class of a cue, by what its verb reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum CueClass {
    /// No cue.
    #[default]
    None,
    /// "according to", "per": names the source.
    According,
    /// "said", "told", "insists": takes hardly anything but a reported clause.
    Say,
    /// "announced", "confirmed", "described": reports a clause or names a thing.
    Report,
    /// "asked", "wondered": reports a question or a request.
    Ask,
    /// "shows", "found": the finding of a document or study.
    Show,
    /// "urged", "called for", "wants": a wish that somebody else act.
    Directive,
    /// "called", "condemned", "accused": an opinion of something.
    Judge,
    /// "believes", "hopes", "knows": a state of mind.
    Belief,
    /// Anything else.
    Other,
}

/// Grammatical shape of the reported clause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ClauseShape {
    /// A noun phrase, or undecided: "a slew of new features".
    #[default]
    NounPhrase,
    /// A clause ahead of its cue: "The bridge would close, Lee said."
    Ahead,
    /// "that the bridge would close"
    That,
    /// "the bridge would close"
    Finite,
    /// "whether the bridge would close"
    Question,
    /// "to close the bridge"
    Infinitive,
    /// "closing the bridge"
    Gerund,
    /// "for a review", "of negligence"
    Prepositional,
}

/// The sort of words that name the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum SourceSort {
    /// No words name the source.
    #[default]
    None,
    /// First or second person.
    First,
    /// "he", "she", "they"
    Pronoun,
    /// "who"
    Relative,
    /// "it", "this", "that"
    Thing,
    /// Words that include a name.
    Name,
    /// A noun without a name.
    Noun,
}

/// The form of an attribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Class of its cue.
    pub cue: CueClass,
    /// The shape of the clause.
    pub clause: ClauseShape,
    /// The sort of the source.
    pub source: SourceSort,
    /// True if the cue is denied: "did not say", "declined to".
    pub denied: bool,
    /// True if the cue did not happen: "would say", "to tell".
    pub unreal: bool,
    /// True if the source is the object: "was told", "is said to".
    pub passive: bool,
    /// Number of words in the content, at most 255.
    pub words: u8,
}

/// Number of tokens at the start of a content that are searched for its verb.
const REACH: usize = 24;

impl Form {
    /// Returns the class of a cue.
    pub fn class_of(page: &Analysis<'_>, cue: &Range<usize>) -> CueClass {
        class(page, cue)
    }

    /// The form of a draft.
    pub fn of(page: &Analysis<'_>, draft: &Draft) -> Self {
        let words =
            draft.content.iter().cloned().flatten().filter(|&at| page.tokens.list[at].kind == Kind::Word).count();
        let cue = draft.cue.clone().unwrap_or_default();
        let class = class(page, &cue);
        Self {
            cue: class,
            clause: clause(page, draft, class),
            source: source(page, draft.source.as_ref()),
            denied: cue.clone().any(|at| denies(page, at)),
            passive: is_passive(page, &cue),
            unreal: page.token(cue.start).filter(|_| !cue.is_empty()).is_some_and(|_| is_modal(page, cue.start)),
            words: u8::try_from(words).unwrap_or(u8::MAX),
        }
    }
}

/// Returns the word in lower case with straight apostrophes.
fn small(page: &Analysis<'_>, at: usize) -> String {
    page.word(at).replace('’', "'").to_lowercase()
}

fn denies(page: &Analysis<'_>, at: usize) -> bool {
    let word = small(page, at);
    word.ends_with("n't")
        || matches!(word.as_str(), "not" | "never" | "cannot")
        || word.starts_with("declin")
        || word.starts_with("refus")
}

fn is_modal(page: &Analysis<'_>, at: usize) -> bool {
    matches!(
        small(page, at).as_str(),
        "to" | "can" | "could" | "will" | "would" | "may" | "might" | "must" | "should" | "shall" | "let"
    )
}

/// Returns true for an auxiliary and a participle: "was told", "is alleged".
fn is_passive(page: &Analysis<'_>, cue: &Range<usize>) -> bool {
    let be = |at: usize| matches!(small(page, at).as_str(), "is" | "are" | "was" | "were" | "be" | "been" | "being");
    let Some(last) = cue.end.checked_sub(1).filter(|_| !cue.is_empty()) else { return false };
    let aux = cue.start.checked_sub(1).into_iter().chain(cue.clone()).find(|&at| be(at));
    aux.is_some_and(|aux| {
        (aux + 1..=last).any(|at| {
            page.says_participle(at) || matches!(small(page, at).as_str(), "told" | "said" | "known" | "seen" | "shown")
        })
    })
}

/// Returns the class of the first classified word of the cue.
fn class(page: &Analysis<'_>, cue: &Range<usize>) -> CueClass {
    let known = cue.clone().map(|at| words::class(&small(page, at))).find(|&class| class != CueClass::Other);
    known.unwrap_or(if cue.is_empty() { CueClass::None } else { CueClass::Other })
}

fn source(page: &Analysis<'_>, source: Option<&Range<usize>>) -> SourceSort {
    let Some(range) = source.filter(|range| !range.is_empty()) else { return SourceSort::None };
    let Some(first) = page.token(range.start) else { return SourceSort::None };
    let begins = small(page, range.start);
    let pronoun = begins.split('\'').next().unwrap_or_default();
    if first.is(WordClass::FIRST) || matches!(pronoun, "i" | "we" | "you") {
        return SourceSort::First;
    }
    if range.len() == 1 {
        match () {
            () if first.is(PRONOUN) => return SourceSort::Pronoun,
            () if first.is(WordClass::REL) && matches!(pronoun, "who" | "whom" | "whoever") => {
                return SourceSort::Relative;
            }
            () if first.is(WordClass::IT | WordClass::REL)
                || matches!(pronoun, "this" | "these" | "those" | "there") =>
            {
                return SourceSort::Thing;
            }
            () => {}
        }
    }
    let function = |token: &Token| token.is(WordClass::DET | WordClass::PREP | WordClass::ADV | WordClass::CONJ);
    let begins_sentence = |at: usize| page.sentences.begins.get(at).copied().unwrap_or_default();
    let name = |at: usize| {
        page.token(at).is_some_and(|token| {
            token.capital()
                && !function(token)
                && (!begins_sentence(at)
                    || range.len() == 1
                    || token.has(Shape::UPPER)
                    || !token.is(WordClass::GROUP | WordClass::ROLE | WordClass::CUE_NOUN))
        })
    };
    if range.clone().any(name) { SourceSort::Name } else { SourceSort::Noun }
}

fn clause(page: &Analysis<'_>, draft: &Draft, class: CueClass) -> ClauseShape {
    let Some(piece) = draft.content.first() else { return ClauseShape::NounPhrase };
    let piece = page.trimmed(piece.clone());
    let tokens = &page.tokens.list;
    let Some(start) = piece.clone().find(|&at| matches!(tokens[at].kind, Kind::Word | Kind::Number)) else {
        return ClauseShape::NounPhrase;
    };
    if draft.cue.as_ref().is_some_and(|cue| piece.start < cue.start) {
        return ClauseShape::Ahead;
    }
    let first = small(page, start);
    let before = |word: &str| start.checked_sub(1).is_some_and(|at| page.says(at, word));
    let next = small(page, start + 1);
    if first == "that" || before("that") {
        return ClauseShape::That;
    }
    // "what the company did" is a question, and so is "how to do it".
    if words::asks(&first) {
        return ClauseShape::Question;
    }
    if first == "to" || before("to") && class != CueClass::According {
        return ClauseShape::Infinitive;
    }
    if words::is_subject(first.split('\'').next().unwrap_or_default()) {
        return ClauseShape::Finite;
    }
    let cue = draft.cue.clone().unwrap_or_default();
    let presumed = cue.clone().any(|at| words::wants_clause(&small(page, at)));
    let in_clause = finite(page, start..piece.end.min(start + REACH), presumed || class == CueClass::According);
    match in_clause {
        Some(shape) => shape,
        None if words::begins_object(&first) && next != "the" => ClauseShape::Prepositional,
        None if first.ends_with("ing") && first.len() > 5 => ClauseShape::Gerund,
        None if presumed && piece.len() > 4 => ClauseShape::Finite,
        None => ClauseShape::NounPhrase,
    }
}

/// Looks for a verb that makes the words a clause. Returns the shape found, `None` if undecided.
fn finite(page: &Analysis<'_>, range: Range<usize>, presumed: bool) -> Option<ClauseShape> {
    let first = range.start;
    let object = !presumed;
    if words::begins_object(&small(page, first)) && !page.says(first, "on") && !page.says(first, "as") {
        return Some(ClauseShape::Prepositional);
    }
    for at in range {
        let token = page.token(at)?;
        if token.kind != Kind::Word {
            continue;
        }
        let word = small(page, at);
        let before = at.checked_sub(1).and_then(|before| page.token(before));
        let clitic = before.is_some_and(|before| before.end == token.start);
        if object
            && word == "to"
            && page
                .token(at + 1)
                .is_some_and(|next| next.kind == Kind::Word && !next.capital() && !next.is(WordClass::DET))
        {
            return (at > first).then_some(ClauseShape::Infinitive);
        }
        if object && at > first && (matches!(word.as_str(), "who" | "which" | "that" | "whose" | "where" | "because")) {
            return Some(ClauseShape::NounPhrase);
        }
        let possessive = clitic
            && word == "'s"
            && !before.is_some_and(|before| before.is(PRONOUN | WordClass::IT | WordClass::FIRST));
        let auxiliary = token.is(WordClass::AUX)
            && !possessive
            && !matches!(word.as_str(), "be" | "been" | "being" | "having" | "doing");
        let contracted = word.ends_with("n't") || ["'re", "'ve", "'ll", "'d"].iter().any(|end| word.ends_with(end));
        let subject =
            before.is_some_and(|before| !before.is(WordClass::DET | WordClass::PREP | WordClass::AUX)) && at > first;
        let past = subject && (word.len() > 4 && word.ends_with("ed") || words::is_past(&word));
        if auxiliary && at > first || contracted || past {
            return Some(ClauseShape::Finite);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{ClauseShape, CueClass, Form, SourceSort};
    use crate::attribute::draft::Analysis;
    use crate::attribute::lexicon::Lexicon;
    use crate::attribute::rules;
    use crate::document::Span;

    #[test]
    fn forms_of_reported_clauses_are_told() {
        let table = [
            ("Ann Lee said that the bridge would close.", CueClass::Say, ClauseShape::That, SourceSort::Name),
            ("She insists the bridge is safe for lorries.", CueClass::Say, ClauseShape::Finite, SourceSort::Pronoun),
            ("The bridge would close at noon, Ann Lee said.", CueClass::Say, ClauseShape::Ahead, SourceSort::Name),
            (
                "The company announced a new line of small ferries.",
                CueClass::Report,
                ClauseShape::NounPhrase,
                SourceSort::Noun,
            ),
            (
                "According to Ann Lee, the bridge was never safe.",
                CueClass::According,
                ClauseShape::Finite,
                SourceSort::Name,
            ),
        ];
        let lexicon = Lexicon::bundled();
        for (text, cue, clause, source) in table {
            let page = Analysis::of(text, std::iter::once(Span::new(0, text.len())), &lexicon);
            let drafts = rules::find(&page);
            let form = drafts.first().map(|draft| Form::of(&page, draft));
            let found = form.map(|form| (form.cue, form.clause, form.source));
            assert_eq!(found, Some((cue, clause, source)), "{text}");
        }
    }

    #[test]
    fn clause_of_saying_is_likelier_than_a_wish() {
        let said = Form {
            cue: CueClass::Say,
            clause: ClauseShape::That,
            source: SourceSort::Name,
            words: 9,
            ..Form::default()
        };
        let wished = Form { cue: CueClass::Belief, clause: ClauseShape::Infinitive, ..said };
        let own = Form { source: SourceSort::First, ..said };
        assert!(said.reported(0.8) > 0.7 && wished.reported(0.8) < 0.3 && own.reported(0.8) < 0.5);
    }
}
