//! The statements of a page: words in marks that are quotations, lines of dialogue, reported clauses.

use super::candidates::{SAYS, Utterance};
use super::dialogue::{self, DialogueLine};
use super::quotations::{MarkModel, Measurer};
use super::reported::{self, Subjunctive};
use super::turns::TurnLabels;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::marks::Quoted;
use crate::attribute::tokens::Kind;
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Words in marks that are less probably a quotation are left alone …
const LEAST: f32 = 0.39;
/// … unless a quotation stands before them in their paragraph: then they may be a few words of the same speaker.
const LEAST_BESIDE: f32 = 0.12;

/// Words in marks inside a reported clause are the speaker's own from this probability on.
const LEAST_MIXED: f32 = 0.3;

/// Probability of words in marks that a reporting word parts from the rest.
const PARTED: f32 = 0.5;

/// A statement with the rule that found it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Content, paragraph and cue of the statement.
    pub statement: Utterance,
    /// Pieces of the statement, including marks.
    pub pieces: Vec<Range<usize>>,
    /// The reporting words, if a rule found them.
    pub cue: Option<Range<usize>>,
    /// Name of the rule.
    pub by: &'static str,
    /// Probability that it is a statement; 1 for what a rule found.
    pub probability: f32,
}

/// All statements of a page, in order.
pub fn find(page: &Analysis<'_>, model: &MarkModel) -> Vec<Found> {
    let mut found = Vec::new();
    let measurer = Measurer::new(page);
    let forms = Subjunctive::of(page.language);
    let labels = TurnLabels::of(page);
    let mut sentence = 0;
    for (number, paragraph) in page.tokens.paragraphs.iter().enumerate() {
        let first = found.len();
        while let Some(range) = page.sentences.list.get(sentence).filter(|range| range.start < paragraph.end) {
            reported::find(page, &forms, number, range, &mut found);
            sentence += 1;
        }
        if let Some(turn) = labels.turn(page, number, paragraph) {
            found.truncate(first);
            found.push(turn);
            continue;
        }
        let chance = |quoted: &Quoted| model.probability(&measurer.features(paragraph, quoted));
        let chances: Vec<(usize, f32)> = page.quoted(paragraph).map(|quoted| (quoted.open, chance(quoted))).collect();
        tell_mixed(&chances, &mut found[first..]);
        if let Some(line) = dialogue::line(page, paragraph) {
            found.truncate(first);
            found.push(in_dialogue(number, line, paragraph.end));
            continue;
        }
        let lines = dialogue::inner(page, paragraph);
        if !lines.is_empty() {
            let spoken: Vec<&Range<usize>> = lines.iter().flat_map(|line| &line.content).collect();
            let clashes = |piece: &Range<usize>| {
                let next = spoken.partition_point(|content| content.end <= piece.start);
                spoken.get(next).is_some_and(|content| content.start < piece.end)
            };
            let clauses: Vec<Found> = found.drain(first..).collect();
            found.extend(clauses.into_iter().filter(|one| !one.pieces.iter().any(clashes)));
            found.extend(lines.into_iter().map(|line| in_dialogue(number, line, paragraph.end)));
        }
        let mut taken: Vec<Range<usize>> = found[first..].iter().flat_map(|one| one.pieces.iter().cloned()).collect();
        taken.small_sort_by_key(|piece| piece.end);
        let mut beside = false;
        for (quoted, &(_, probability)) in page.quoted(paragraph).zip(&chances) {
            let next = taken.partition_point(|piece| piece.end <= quoted.open);
            if taken.get(next).is_some_and(|piece| piece.start <= quoted.open) {
                beside = true;
                continue;
            }
            // Whoever parts words in marks with a reporting word quotes them.
            let told = is_parted(page, quoted) || is_told(page, quoted);
            let probability = if told { probability.max(PARTED) } else { probability };
            if probability < if beside { LEAST_BESIDE } else { LEAST } {
                continue;
            }
            beside = true;
            found.push(Found { probability, ..in_marks(page, number, &quoted.whole()) });
        }
    }
    found.small_sort_by_key(|one| (one.statement.content.start, one.statement.marked));
    found
}

/// A reported clause whose words in marks quote nobody is one without marks.
fn tell_mixed(chances: &[(usize, f32)], clauses: &mut [Found]) {
    for clause in clauses.iter_mut().filter(|clause| clause.statement.marked) {
        let within = |open: usize| clause.pieces.iter().any(|piece| piece.contains(&open));
        let quotes = chances.iter().filter(|(open, _)| within(*open)).any(|&(_, chance)| chance >= LEAST_MIXED);
        clause.statement.marked = quotes;
    }
}

/// Returns true for the first part of `“A”, said X, “B”`.
fn is_parted(page: &Analysis<'_>, quoted: &Quoted) -> bool {
    const REACH: usize = 12;
    let tokens = &page.tokens.list;
    let end = quoted.whole().end;
    let last = page.sentences.at(end.saturating_sub(1)).end.min(end + REACH);
    // The comma stands behind the mark or before it: `“A,” said X, “B”`.
    let comma = end < last && (tokens[end].kind == Kind::Comma || tokens[end.saturating_sub(2)].kind == Kind::Comma);
    let says = (end..last.min(end + 4)).any(|at| tokens[at].kind == Kind::Word && tokens[at].is(SAYS));
    comma && says && page.quoted(&(end..last)).next().is_some_and(|next| tokens[next.open - 1].kind == Kind::Comma)
}

/// Returns true for `“A” dedi X`, a reporting word right behind words in marks that begin a sentence or follow a comma or
/// colon, and for `X: “A.”`, a sentence behind a colon.
fn is_told(page: &Analysis<'_>, quoted: &Quoted) -> bool {
    let tokens = &page.tokens.list;
    let end = quoted.whole().end;
    let sentence = page.sentences.at(end.saturating_sub(1));
    let next = end + usize::from(tokens.get(end).is_some_and(|token| token.kind == Kind::Comma));
    let says = tokens.get(next).filter(|_| next < sentence.end.max(end)).is_some_and(|token| {
        token.kind == Kind::Word && token.is(SAYS) && !token.capital() && !token.is(WordClass::DET | WordClass::AUX)
    });
    let before = quoted.open.checked_sub(1).and_then(|at| page.token(at));
    // "X maçtan sonra “…” dedi": a Turkish verb ends its sentence.
    let begins = page.language == Language::Turkish
        || page.sentences.at(quoted.open).start == quoted.open
        || before.is_none_or(|token| matches!(token.kind, Kind::Comma | Kind::Colon | Kind::Mark));
    let colon = before.is_some_and(|token| token.kind == Kind::Colon);
    let stops = end >= 2 && tokens[end - 2].kind == Kind::Stop && end + 1 >= sentence.end;
    (says && begins || colon && stops) && quoted.inside().len() > 1
}

/// A line of dialogue as a statement.
fn in_dialogue(number: usize, line: DialogueLine, end: usize) -> Found {
    let content = line.content.first().cloned().unwrap_or_default();
    let inquit = line.cue.as_ref().map(|cue| cue.start..line.content.get(1).map_or(end, |next| next.start));
    let cue = line.cue.as_ref().map(|cue| cue.start);
    let statement = Utterance { content, paragraph: number, marked: true, cue, inquit, source: None, rule: 0 };
    Found { statement, pieces: line.content, cue: line.cue, by: "dialogue", probability: 1.0 }
}

/// The stop before reporting words that stand inside the marks, as in French: `« …, répondit le prêtre, … »`.
fn inserted(page: &Analysis<'_>, whole: &Range<usize>) -> Option<usize> {
    let tokens = &page.tokens.list;
    if page.language != Language::French {
        return None;
    }
    whole.clone().skip(2).find(|&at| {
        let verb = tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word && t.is(WordClass::FOREIGN) && !t.capital() && !t.is(WordClass::AUX | WordClass::DET)
        });
        let source = tokens.get(at + 2).is_some_and(|t| {
            t.kind == Kind::Word && (t.capital() || t.is(WordClass::DET | PRONOUN) && !t.is(WordClass::PREP))
        });
        matches!(tokens[at].kind, Kind::Comma | Kind::Stop) && verb && source && at + 3 < whole.end
    })
}

/// A quotation in marks, split at its own reporting words between dashes: `"…, - said X, - …"`.
fn in_marks(page: &Analysis<'_>, number: usize, whole: &Range<usize>) -> Found {
    let tokens = &page.tokens.list;
    let verb = |at: usize| tokens.get(at).is_some_and(|t| t.is(SAYS) && t.kind == Kind::Word);
    let dash = whole
        .clone()
        .skip(3)
        .find(|&at| tokens[at].kind == Kind::Dash && (verb(at + 1) || verb(at + 2)) && at + 3 < whole.end);
    let parted = dash.filter(|_| page.language.is_foreign()).or_else(|| inserted(page, whole));
    let Some(dash) = parted else {
        let statement = Utterance {
            content: whole.clone(),
            paragraph: number,
            marked: true,
            cue: None,
            inquit: None,
            source: None,
            rule: 0,
        };
        return Found { statement, pieces: vec![whole.clone()], cue: None, by: "marks", probability: 1.0 };
    };
    let cue = if verb(dash + 1) { dash + 1 } else { dash + 2 };
    let comma = tokens[dash].kind != Kind::Dash;
    let ends =
        |at: usize| matches!(tokens[at].kind, Kind::Dash | Kind::Stop) || comma && tokens[at].kind == Kind::Comma;
    let end = (cue + 1..whole.end).find(|&at| ends(at)).unwrap_or(whole.end - 1);
    let content = whole.start..dash;
    let mut pieces = vec![content.clone()];
    if end + 2 < whole.end {
        pieces.push(end + 1..whole.end);
    }
    let statement = Utterance {
        content,
        paragraph: number,
        marked: true,
        cue: Some(cue),
        inquit: Some(dash + 1..end),
        source: None,
        rule: 0,
    };
    Found { statement, pieces, cue: Some(cue..cue + 1), by: "marks", probability: 1.0 }
}
