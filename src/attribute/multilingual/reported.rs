//! Reported clauses without marks: "X sagte, dass …", "…, sagte X", "laut X …", and German clauses with a verb in the
//! subjunctive.

use super::candidates::{SAYS, Utterance};
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{PRONOUN, WordClass, hash_of, lines};
use crate::attribute::tokens::Kind;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Fewest tokens of a reported clause.
const SHORTEST: usize = 4;
/// Largest distance from the verb to the word that begins its clause, in tokens.
const NEAR: usize = 7;

/// Adds the reported clauses of a sentence to `out`.
pub fn find(page: &Analysis<'_>, forms: &Subjunctive, number: usize, sentence: &Range<usize>, out: &mut Vec<Found>) {
    if page.language.is_caseless() {
        return;
    }
    let clause = cited(page, sentence)
        .or_else(|| introduced(page, sentence, forms))
        .or_else(|| followed(page, sentence))
        .or_else(|| subjunctive(page, sentence, out.last(), forms));
    let Some(clause) = clause else { return };
    let content = page.trimmed(clause.content);
    let words = page.tokens.list[content.clone()].iter().filter(|t| t.kind == Kind::Word).count();
    if words < SHORTEST || content.clone().all(|at| page.marks.inside(at) || page.tokens.list[at].kind != Kind::Word) {
        return;
    }
    let cue = clause.cue.as_ref().map(|cue| cue.start);
    // A clause that contains words in marks is treated as one in marks.
    let marked = page.quoted(&content).next().is_some();
    let whole = page.quoted(&content).all(|quoted| quoted.whole().end <= content.end);
    if !whole || page.quoted(sentence).any(|quoted| !content.contains(&quoted.open)) {
        return;
    }
    let statement = Utterance { content: content.clone(), paragraph: number, marked, cue, inquit: None };
    out.push(Found { statement, pieces: vec![content], cue: clause.cue, by: clause.by });
}

struct Clause {
    content: Range<usize>,
    cue: Option<Range<usize>>,
    by: &'static str,
}

/// Returns true if a reporting word stands at `at`, outside marks.
fn says(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    token.kind == Kind::Word && token.is(SAYS) && !page.marks.inside(at)
}

/// "Laut X ist …", "…, so X", "… heißt es bei X".
fn cited(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let at = sentence.clone().find(|&at| tokens[at].is(WordClass::CITE) && !page.marks.inside(at))?;
    let cue = Some(at..at + 1);
    let by = "according-to";
    if at <= sentence.start + 1 {
        let comma = (at + 1..sentence.end.min(at + 16)).find(|&at| tokens[at].kind == Kind::Comma);
        let start = match comma {
            Some(comma) if page.language != Language::German => comma + 1,
            _ => verb_behind(page, at + 1..sentence.end.min(at + 16)).unwrap_or(at + 2),
        };
        return Some(Clause { content: start.min(sentence.end)..sentence.end, cue, by });
    }
    let before = sentence.start..at;
    let content = if before.len() > 6 { before } else { at + 2..sentence.end };
    Some(Clause { content, cue, by })
}

/// German only: finds the verb after the source: "Laut der Polizei war …".
fn verb_behind(page: &Analysis<'_>, range: Range<usize>) -> Option<usize> {
    let tokens = &page.tokens.list;
    let noun = range.clone().find(|&at| tokens[at].capital())?;
    let verb = |at: usize| {
        let token = &tokens[at];
        let grammar = WordClass::DET | WordClass::PREP | WordClass::ADV | WordClass::CONJ | WordClass::REL;
        token.kind == Kind::Word && !token.capital() && !token.is(grammar) && !page.marks.inside(at)
    };
    (noun + 1..range.end).find(|&at| verb(at))
}

/// "X sagte, dass …", "X a déclaré que …", and in German "X sagte, die Brücke sei …".
fn introduced(page: &Analysis<'_>, sentence: &Range<usize>, forms: &Subjunctive) -> Option<Clause> {
    let tokens = &page.tokens.list;
    for at in sentence.clone().filter(|&at| says(page, at)) {
        let limit = sentence.end.min(at + 2 * NEAR);
        let that = (at + 1..limit).find(|&at| tokens[at].is(WordClass::THAT) && !page.marks.inside(at));
        let plain =
            that.is_some_and(|that| (at + 1..that).all(|at| tokens[at].kind != Kind::Mark && !page.marks.inside(at)));
        if let Some(that) = that.filter(|_| plain) {
            return Some(Clause { content: that..sentence.end, cue: Some(at..at + 1), by: "that-clause" });
        }
        let comma = (at + 1..sentence.end.min(at + 2 * NEAR)).find(|&at| tokens[at].kind == Kind::Comma);
        if page.language == Language::German
            && let Some(comma) = comma
            && (comma + 1..sentence.end.min(comma + 30)).any(|at| forms.is_at(page, at))
            && (sentence.start..at).any(|at| tokens[at].capital() || tokens[at].is(PRONOUN))
            && page.quoted(&(sentence.start..comma)).next().is_none()
        {
            return Some(Clause { content: comma + 1..sentence.end, cue: Some(at..at + 1), by: "verb-second" });
        }
    }
    None
}

/// "Die Brücke sei sicher, sagte X."
fn followed(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let comma = sentence.clone().rev().find(|&at| {
        let next = at + 1;
        let verb = |at: usize| at < sentence.end && says(page, at);
        let inverted = verb(next) || next < sentence.end && tokens[next].is(WordClass::AUX | PRONOUN) && verb(next + 1);
        tokens[at].kind == Kind::Comma && inverted && sentence.end - at <= 24
    })?;
    let verb = if says(page, comma + 1) { comma + 1 } else { comma + 2 };
    let source = tokens.get(verb + 1).filter(|_| verb + 1 < sentence.end);
    let named = source.is_some_and(|t| t.capital() || t.is(WordClass::DET | PRONOUN | super::mentions::NOUN));
    named.then(|| Clause { content: sentence.start..comma, cue: Some(verb..verb + 1), by: "cue-after" })
}

/// German only: "Die Brücke sei sicher." continues somebody's speech.
fn subjunctive(
    page: &Analysis<'_>,
    sentence: &Range<usize>,
    before: Option<&Found>,
    forms: &Subjunctive,
) -> Option<Clause> {
    if page.language != Language::German || page.quoted(sentence).next().is_some() {
        return None;
    }
    let sure = |at: usize| {
        ["sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "gebe", "gehe"]
            .iter()
            .any(|word| page.says(at, word))
    };
    let goes_on = before.is_some_and(|before| {
        before.statement.content.end + 12 >= sentence.start
            && page.sentences.at(before.statement.content.start).end == sentence.start
    });
    let verb = sentence.clone().take(14).skip(1).find(|&at| sure(at) || goes_on && forms.is_at(page, at))?;
    let plain = !page.tokens.list[sentence.start..verb]
        .iter()
        .any(|t| t.is(WordClass::THAT | WordClass::FIRST) || page.language == Language::German && t.is(WordClass::REL));
    plain.then(|| Clause { content: sentence.clone(), cue: None, by: "subjunctive" })
}

/// German verb forms of reported speech ("sei", "habe"), by their hash; empty for other languages.
#[derive(Debug)]
pub struct Subjunctive(FxHashSet<u64>);

impl Subjunctive {
    /// The forms of a language.
    pub fn of(language: Language) -> Self {
        let list = include_str!("../../../assets/attribution/de/subjunctive.txt");
        Self(if language == Language::German { lines(list).map(hash_of).collect() } else { FxHashSet::default() })
    }

    /// Returns true if the token is such a form outside quotation marks.
    fn is_at(&self, page: &Analysis<'_>, at: usize) -> bool {
        page.token(at).is_some_and(|token| self.0.contains(&token.hash)) && !page.marks.inside(at)
    }
}
