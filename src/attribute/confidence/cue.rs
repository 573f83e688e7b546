//! The class of a cue and the shape of the clause that it reports: "said that …", "urged them to …", "plans to …".

use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{PRONOUN, WordClass, hash_of};
use crate::attribute::tokens::{Kind, Token};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Class of a reporting word; one column of the row each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueGroup {
    /// There is no cue.
    None,
    /// "say", "tell".
    Say,
    /// "according to".
    According,
    /// Asserts: "announced", "warned", "added".
    Assert,
    /// Asks: "asked", "wondered".
    Ask,
    /// Directs: "urged", "demanded", "called for".
    Direct,
    /// Commits: "promised", "refused", "plans".
    Commit,
    /// Thinks or feels: "believes", "hopes", "wants".
    Think,
    /// Shows: "found", "suggests", "revealed".
    Show,
    /// Judges: "accused", "praised", "described".
    Judge,
    /// Any other verb.
    Verb,
    /// A noun: "statement", "warning".
    Noun,
    /// Anything else.
    Other,
}

/// Shape of the reported clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseForm {
    /// "that …"
    That,
    /// "to …"
    Infinitive,
    /// "whether …", "how …"
    Question,
    /// A subject and a finite verb.
    Clause,
    /// Begins with a preposition: "about …", "for …".
    Prepositional,
    /// "…ing".
    Gerund,
    /// Has no verb.
    Phrase,
}

const CLASSES: &str = include_str!("../../../assets/attribution/en/cue-classes.txt");

/// Classes of reporting words by the hash of the word, from `Assert` to `Judge`.
#[derive(Debug, Default)]
pub struct CueGroups(FxHashMap<u64, CueGroup>);

impl CueGroups {
    /// Loads the bundled list.
    pub fn bundled() -> Self {
        let class = |name: &str| match name {
            "assert" => Some(CueGroup::Assert),
            "ask" => Some(CueGroup::Ask),
            "direct" => Some(CueGroup::Direct),
            "commit" => Some(CueGroup::Commit),
            "think" => Some(CueGroup::Think),
            "show" => Some(CueGroup::Show),
            "judge" => Some(CueGroup::Judge),
            _ => None,
        };
        let lines = CLASSES.lines().filter(|line| !line.starts_with('#'));
        let words = lines
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(name, word)| Some((hash_of(word), class(name)?)));
        Self(words.collect())
    }

    /// The class of a cue.
    pub fn of(&self, page: &Analysis<'_>, cue: Option<&Range<usize>>) -> CueGroup {
        let Some(cue) = cue.filter(|cue| !cue.is_empty()) else { return CueGroup::None };
        if page.says(cue.start, "according") {
            return CueGroup::According;
        }
        let tokens = || cue.clone().rev().filter_map(|at| page.token(at));
        if tokens().any(|t| t.is(WordClass::SAY)) {
            return CueGroup::Say;
        }
        if let Some(known) = tokens().find_map(|t| self.0.get(&t.hash)) {
            return *known;
        }
        if tokens().any(|t| t.is(WordClass::SPEECH | WordClass::STANCE)) {
            return CueGroup::Verb;
        }
        if tokens().any(|t| t.is(WordClass::CUE_NOUN)) { CueGroup::Noun } else { CueGroup::Other }
    }
}

/// Returns the shape of a content's first piece, including the words between the cue and it.
pub fn shape(page: &Analysis<'_>, cue: Option<&Range<usize>>, content: &Range<usize>) -> ClauseForm {
    let word = |at: usize| page.word(at).to_lowercase();
    let before = content.start.checked_sub(1).map(word).unwrap_or_default();
    let first = word(content.start);
    let after_cue = cue.is_some_and(|cue| cue.end <= content.start);
    if first == "that" || before == "that" {
        return ClauseForm::That;
    }
    if first == "to" || before == "to" && after_cue {
        return ClauseForm::Infinitive;
    }
    if matches!(first.as_str(), "whether" | "if" | "how" | "why" | "what" | "who" | "when" | "where") && after_cue {
        return ClauseForm::Question;
    }
    let finite = content.clone().skip(1).filter_map(|at| page.token(at)).any(verb);
    let is = |at: usize, bits: WordClass| page.token(at).is_some_and(|t| t.is(bits));
    if after_cue && (is(content.start, WordClass::PREP) && !is(content.start, WordClass::DET)) {
        return ClauseForm::Prepositional;
    }
    if first.ends_with("ing") && first.len() > 4 {
        return ClauseForm::Gerund;
    }
    if finite { ClauseForm::Clause } else { ClauseForm::Phrase }
}

/// Returns true if the token looks like a finite verb.
pub fn verb(token: &Token) -> bool {
    let lower = token.kind == Kind::Word && !token.capital();
    lower && (token.is(WordClass::AUX) || token.is(WordClass::FINITE) && !token.is(WordClass::CUE_NOUN | PRONOUN))
}
