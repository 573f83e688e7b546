//! German reported clauses: "laut X ist …", "X sagte, dass …", "X sagte, die Brücke sei …", "X kündigte an, … zu bauen",
//! "…, sagte X", and sentences whose verb stands in the subjunctive of reported speech.

use super::reported::{Clause, Subjunctive, says};
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{PRONOUN, WordClass};
use crate::attribute::tokens::Kind;
use std::ops::Range;

/// A clause begins at most so many tokens behind its verb.
const REACH: usize = 26;
/// A citation at the beginning of a sentence has at most so many tokens.
const CITATION: usize = 22;
/// Words that cite whoever or whatever was named before.
const BEFORE: [&str; 4] = ["demnach", "demzufolge", "danach", "angeblich"];

/// The reported clauses of a sentence.
pub fn find(
    page: &Analysis<'_>,
    sentence: &Range<usize>,
    before: Option<&Found>,
    forms: &Subjunctive,
) -> Option<Clause> {
    as_told(page, sentence)
        .or_else(|| cited(page, sentence))
        .or_else(|| introduced(page, sentence))
        .or_else(|| followed(page, sentence))
        .or_else(|| infinitive(page, sentence))
        .or_else(|| reported_before(page, sentence))
        .or_else(|| subjunctive(page, sentence, before, forms))
}

/// Words that begin a clause to which another clause belongs.
const SUBORDINATE: [&str; 14] = [
    "während", "obwohl", "nachdem", "als", "da", "weil", "wie", "selbst", "um", "seit", "bevor", "indem", "sobald",
    "ohne",
];

fn outside(page: &Analysis<'_>, at: usize) -> bool {
    !page.marks.inside(at) && page.tokens.list[at].kind == Kind::Word
}

/// Returns true if a word is written small and is none of the grammar: a verb or an adjective.
fn small(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    let grammar = WordClass::DET | WordClass::PREP | WordClass::CONJ | WordClass::REL | PRONOUN | WordClass::FIRST;
    outside(page, at) && !token.capital() && (!token.is(grammar | WordClass::ADV) || token.is(WordClass::AUX))
}

/// "Laut der Polizei war …", "… ist nach Angaben des Ministeriums …", "…, so X", "Demnach …".
fn cited(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let by = "according-to";
    let first = sentence.start;
    if BEFORE[..3].iter().any(|word| page.says(first, word)) && sentence.len() > 5 {
        return Some(Clause::new(first + 1..sentence.end, Some(first..first + 1), by));
    }
    let at = sentence.clone().find(|&at| {
        let token = &tokens[at];
        let noun = token.capital() && at > first;
        token.is(WordClass::CITE)
            && outside(page, at)
            && (!noun || (at.saturating_sub(3).max(first)..at).any(|at| matches!(page.word(at), "nach" | "Nach")))
    })?;
    // A quotation of its own stands behind a colon or begins the sentence.
    let own = |open: usize| open == first || page.token(open - 1).is_some_and(|token| token.kind == Kind::Colon);
    if page.quoted(sentence).any(|quoted| quoted.inside().len() > 8 && own(quoted.open)) {
        return None;
    }
    let cue = Some(at..at + 1);
    let start = (at.saturating_sub(3).max(first)..at)
        .rev()
        .find(|&at| matches!(page.word(at), "nach" | "Nach"))
        .filter(|_| tokens[at].capital())
        .unwrap_or(at);
    let behind = page.says(at, "zufolge");
    let verb = |low: usize| (low..sentence.end.min(low + CITATION)).find(|&at| small(page, at) && !says(page, at));
    if start <= first + 1 || behind && at < first + CITATION {
        // "Laut Polizei war …", "Der Polizei zufolge war …": the finite verb comes next.
        let verb =
            if behind { (at + 1 < sentence.end).then_some(at + 1)? } else { noun_then(page, at + 1, sentence, verb)? };
        let begins = if tokens[verb].kind == Kind::Comma { verb + 1 } else { verb };
        return Some(Clause::new(begins..sentence.end, cue, by));
    }
    // At the end, what is reported is the clause before it; in the middle, the clause runs round it.
    let low = start_of_clause(page, sentence, start);
    let low = if start - low < 3 { first } else { low };
    let ends = (at + 1..sentence.end).all(|at| !tokens[at].is(WordClass::AUX) && tokens[at].kind != Kind::Comma);
    let short = sentence.end - at <= 8 && ends && small_words(page, at + 1..sentence.end) == 0;
    Some(Clause::new(low..if short { start } else { sentence.end }, cue, by))
}

/// Number of verbs and adjectives in a range.
fn small_words(page: &Analysis<'_>, range: Range<usize>) -> usize {
    range.filter(|&at| small(page, at)).count()
}

/// The first verb behind the noun that a citation names.
fn noun_then(
    page: &Analysis<'_>,
    from: usize,
    sentence: &Range<usize>,
    verb: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let noun = (from..sentence.end.min(from + 8)).find(|&at| page.tokens.list[at].capital())?;
    verb(noun + 1)
}

/// First token of the clause that `at` stands in: behind the last colon before it.
fn start_of_clause(page: &Analysis<'_>, sentence: &Range<usize>, at: usize) -> usize {
    let cut = (sentence.start..at).rev().find(|&at| page.tokens.list[at].kind == Kind::Colon && !page.marks.inside(at));
    cut.map_or(sentence.start, |cut| cut + 1)
}

/// "X sagte, dass …", "… die Hoffnung, dass …".
fn introduced(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let speaks = |at: usize| outside(page, at) && (says(page, at) || tokens[at].is(WordClass::CUE_NOUN));
    sentence.clone().filter(|&at| speaks(at)).find_map(|at| {
        let limit = sentence.end.min(at + REACH);
        let comma = (at + 1..limit).find(|&at| tokens[at].kind == Kind::Comma && !page.marks.inside(at))?;
        let that = (comma + 1..(comma + 3).min(sentence.end)).find(|&at| tokens[at].is(WordClass::THAT))?;
        let plain = page.quoted(&(at..comma)).next().is_none() && outside(page, that);
        plain.then(|| Clause::new(that..sentence.end, Some(at..at + 1), "that-clause"))
    })
}

/// "Wie die Polizei mitteilte, wurde …"
fn as_told(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    if !page.says(sentence.start, "wie") {
        return None;
    }
    let limit = sentence.end.min(sentence.start + REACH);
    let comma = (sentence.start..limit).find(|&at| tokens[at].kind == Kind::Comma && !page.marks.inside(at))?;
    let verb = (sentence.start + 1..comma).rev().find(|&at| says(page, at))?;
    Some(Clause::new(comma + 1..sentence.end, Some(verb..verb + 1), "as-told"))
}

/// "Die Brücke sei sicher, sagte X.", "…, so X.", "…, wie X mitteilte."
fn followed(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let comma = sentence.clone().rev().find(|&at| {
        if tokens[at].kind != Kind::Comma || page.marks.inside(at) || sentence.end - at > REACH + 4 {
            return false;
        }
        let next = at + 1;
        let verb = |at: usize| at < sentence.end && says(page, at);
        let inverted = verb(next) || next < sentence.end && tokens[next].is(WordClass::AUX | PRONOUN) && verb(next + 1);
        let how = page.says(next, "wie") && (next + 2..sentence.end).any(|at| says(page, at));
        inverted || how
    })?;
    let verb = (comma + 1..sentence.end).find(|&at| says(page, at))?;
    // "Während die Brücke stand, sagte X …": another clause belongs to it. "Die Sprecherin, Anna Lind, sagte …" is none.
    let bound = SUBORDINATE.iter().any(|word| page.says(sentence.start, word));
    if bound || small_words(page, sentence.start..comma) == 0 {
        return None;
    }
    let next = tokens.get(verb + 1).filter(|_| verb + 1 < sentence.end);
    let named = page.says(comma + 1, "wie")
        || next.is_some_and(|t| t.capital() || t.is(WordClass::DET | PRONOUN | super::mentions::NOUN));
    let content = sentence.start..comma;
    // A quotation in marks alone is one already.
    let whole = page.quoted(&content).any(|quoted| quoted.whole().len() + 3 > content.len());
    // "Die Brücke, so X, sei sicher": it goes on behind the source.
    let close = (verb + 1..sentence.end).find(|&at| tokens[at].kind == Kind::Comma && !page.marks.inside(at));
    let more = close.map(|close| close + 1..sentence.end).filter(|more| more.len() > 4);
    let more = more.filter(|more| !tokens[more.start].is(WordClass::REL | WordClass::DET));
    (named && !whole).then(|| Clause { more, ..Clause::new(content, Some(verb..verb + 1), "cue-after") })
}

/// "Die Brücke wird gesperrt. Das teilte die Polizei mit."
fn reported_before(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let first = sentence.start;
    if !matches!(page.word(first), "Das" | "Dies") || sentence.len() > REACH || first == 0 {
        return None;
    }
    let goes_out = || matches!(page.word(first + 1), "geht" | "ging" | "gehe") && page.says(first + 2, "aus");
    let told = (first + 1..sentence.end.min(first + 3)).find(|&at| says(page, at) && !tokens[at].capital());
    let verb = told.or_else(|| goes_out().then_some(first + 1))?;
    let plain = sentence.clone().all(|at| !tokens[at].is(WordClass::THAT) && tokens[at].kind != Kind::Colon);
    let before = page.sentences.at(first - 1);
    let near = page.paragraph(before.start) == page.paragraph(first) && page.quoted(&before).next().is_none();
    (plain && near).then(|| Clause::new(before, Some(verb..verb + 1), "reported-before"))
}

/// "X kündigte an, die Brücke zu sperren."
fn infinitive(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let comma = |at: &usize| tokens[*at].kind == Kind::Comma && !page.marks.inside(*at);
    let to = |at: usize, end: usize| {
        page.says(at, "zu") && at + 1 < end && page.word(at + 1).ends_with('n') && !tokens[at + 1].capital()
            || tokens[at].kind == Kind::Word && !tokens[at].capital() && parted(page.word(at))
    };
    let speaks = |at: &usize| {
        outside(page, *at) && (says(page, *at) && !tokens[*at].capital() || tokens[*at].is(WordClass::CUE_NOUN))
    };
    sentence.clone().filter(speaks).find_map(|verb| {
        let first = (verb + 1..sentence.end.min(verb + REACH)).find(comma)?;
        let stop =
            |at: &usize| comma(at) || matches!(tokens[*at].kind, Kind::Stop | Kind::Colon) && !page.marks.inside(*at);
        let end = (first + 1..sentence.end).find(stop).unwrap_or(sentence.end);
        let bound = tokens.get(first + 1)?.is(WordClass::REL | WordClass::CONJ | WordClass::THAT)
            || SUBORDINATE.iter().any(|word| page.says(first + 1, word));
        let found = !bound && (end.saturating_sub(3).max(first + 1)..end).any(|at| to(at, sentence.end));
        found.then(|| Clause::new(first + 1..sentence.end, Some(verb..verb + 1), "infinitive"))
    })
}

/// "aufzunehmen": an infinitive with its "zu" inside.
fn parted(word: &str) -> bool {
    const PREFIXES: [&str; 24] = [
        "ab", "an", "auf", "aus", "bei", "durch", "ein", "fest", "fort", "frei", "her", "hin", "los", "mit", "nach",
        "um", "unter", "vor", "weg", "weiter", "wieder", "zurück", "zusammen", "zu",
    ];
    word.ends_with('n')
        && PREFIXES.iter().any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.starts_with("zu")))
}

/// "Die Brücke sei sicher." goes on with what somebody said.
fn subjunctive(
    page: &Analysis<'_>,
    sentence: &Range<usize>,
    before: Option<&Found>,
    forms: &Subjunctive,
) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let follows = before.is_some_and(|before| {
        let end = before.pieces.last().map_or(before.statement.content.end, |piece| piece.end);
        end + 12 >= sentence.start && page.sentences.at(end.saturating_sub(1)).end == sentence.start
    });
    // The sentence before quotes somebody, or says who spoke.
    let follows = follows || {
        let before = page.sentences.at(sentence.start.saturating_sub(1));
        before.end == sentence.start
            && page.paragraph(before.start) == page.paragraph(sentence.start)
            && (before.clone().any(|at| says(page, at) && !tokens[at].capital())
                || page.quoted(&before).any(|quoted| quoted.inside().len() > 5))
    };
    let verb = sentence.clone().find(|&at| {
        outside(page, at)
            && (forms.is_sure(page, at)
                || at > sentence.start && forms.is_first(page, at)
                || (follows || sentence.clone().take_while(|&before| before < at).any(|at| says(page, at)))
                    && forms.is_at(page, at)
                || follows && matches!(page.word(at), "soll" | "sollen"))
    })?;
    let idiom = page.says(verb + 1, "denn") && page.says(verb.saturating_sub(1), "es") || verb == sentence.start;
    let first_person = tokens[sentence.start..verb].iter().any(|t| t.is(WordClass::FIRST));
    let long = page.quoted(sentence).any(|quoted| quoted.whole().len() * 4 > sentence.len() * 3);
    if idiom || first_person || long {
        return None;
    }
    // The part of the sentence that the verb stands in is what is reported, with all behind it.
    let cut = |at: &usize| matches!(tokens[*at].kind, Kind::Comma | Kind::Colon) && !page.marks.inside(*at);
    let begins = (sentence.start..verb).rev().find(cut).map_or(sentence.start, |cut| cut + 1);
    // "Die Brücke, die alt ist, sei marode": the clause began before.
    let begins = if begins == verb { sentence.start } else { begins };
    let cue = (sentence.start..begins).rev().find(|&at| says(page, at)).map(|at| at..at + 1);
    let by = if begins == sentence.start { "subjunctive" } else { "verb-second" };
    Some(Clause::new(begins..sentence.end, cue, by))
}
