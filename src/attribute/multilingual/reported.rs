//! Reported clauses without marks: "X sagte, dass …", "…, sagte X", "laut X …", and German clauses with a verb in the
//! subjunctive.

use super::candidates::{SAYS, Utterance};
use super::german;
use super::grammar;
use super::statements::Found;
use crate::attribute::draft::Analysis;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass, hash_of, lines};
use crate::attribute::marks::Quoted;
use crate::attribute::tokens::{Kind, Token};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Fewest tokens of a reported clause.
const SHORTEST: usize = 3;
/// Words in marks outside the clause that are no more than this are a name or a title.
const TITLE: usize = 4;
/// Largest distance from the verb to the word that begins its clause, in tokens.
const NEAR: usize = 7;

/// Adds the reported clauses of a sentence to `out`.
pub fn find(page: &Analysis<'_>, forms: &Subjunctive, number: usize, sentence: &Range<usize>, out: &mut Vec<Found>) {
    if let Some(clauses) = grammar::clauses(page, sentence) {
        for clause in clauses {
            add(page, number, sentence, clause, true, out);
        }
        return;
    }
    let clause = match page.language {
        Language::German => german::find(page, sentence, out.last(), forms),
        _ => cited(page, sentence)
            .or_else(|| introduced(page, sentence))
            .or_else(|| followed(page, sentence))
            .or_else(|| bare(page, sentence)),
    };
    if let Some(clause) = clause {
        add(page, number, sentence, clause, false, out);
    }
}

/// Adds a reported clause to `out` if it is long enough and stands in no marks. `own`: a language's own grammar told it from
/// the quotations of the sentence.
fn add(page: &Analysis<'_>, number: usize, sentence: &Range<usize>, clause: Clause, own: bool, out: &mut Vec<Found>) {
    let content = page.trimmed(clause.content);
    let more = clause.more.map(|more| page.trimmed(more)).filter(|more| more.start >= content.end && !more.is_empty());
    let all = content.clone().chain(more.clone().unwrap_or_default());
    let words = all.filter(|&at| page.tokens.list[at].kind == Kind::Word).count();
    // Words of Korean and Turkish hold what others say in two or three.
    let endings = matches!(page.language, Language::Korean | Language::Turkish);
    if words < SHORTEST - usize::from(endings)
        || content.clone().all(|at| page.marks.inside(at) || page.tokens.list[at].kind != Kind::Word)
    {
        return;
    }
    let cue = clause.cue.as_ref().map(|cue| cue.start);
    // A clause that contains words in marks is treated as one in marks.
    let marked = page.quoted(&content).any(|quoted| !own || quoted.inside().len() > TITLE);
    let whole = page.quoted(&content).all(|quoted| quoted.whole().end <= content.end);
    let other = |quoted: &Quoted| !own && !content.contains(&quoted.open) && quoted.inside().len() > TITLE;
    if !whole || page.quoted(sentence).any(other) || out.last().is_some_and(|last| covers(last, &content)) {
        return;
    }
    let statement =
        Utterance { content: content.clone(), paragraph: number, marked, cue, inquit: None, source: None, rule: 0 };
    let pieces = std::iter::once(content).chain(more).collect();
    out.push(Found { statement, pieces, cue: clause.cue, by: clause.by, probability: 1.0 });
}

/// Returns true if a statement has words of a content already.
fn covers(found: &Found, content: &Range<usize>) -> bool {
    found.pieces.iter().any(|piece| piece.start < content.end && content.start < piece.end)
}

/// A reported clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The words that are reported, in tokens.
    pub content: Range<usize>,
    /// The part of it behind its source.
    pub more: Option<Range<usize>>,
    /// The reporting word; `None` where only the verb's mood tells.
    pub cue: Option<Range<usize>>,
    /// The rule.
    pub by: &'static str,
}

impl Clause {
    /// A clause in one piece.
    pub const fn new(content: Range<usize>, cue: Option<Range<usize>>, by: &'static str) -> Self {
        Self { content, more: None, cue, by }
    }
}

/// Returns true if a reporting word stands at `at`, outside marks.
pub fn says(page: &Analysis<'_>, at: usize) -> bool {
    let token = &page.tokens.list[at];
    token.kind == Kind::Word && token.is(SAYS) && !page.marks.inside(at)
}

/// "Laut X ist …", "…, so X", "… heißt es bei X".
fn cited(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let cites = |at: &usize| tokens[*at].is(WordClass::CITE) && !page.marks.inside(*at);
    let Some(at) = sentence.clone().find(cites) else { return viewed(page, sentence) };
    let cue = Some(at..at + 1);
    let by = "according-to";
    if at <= sentence.start + 1 {
        // Where no comma follows the source, the next one is the clause's own: "Podle Stanjury vláda debatovala, ale …"
        let reach = at + if page.language.lacks_articles() { NEAR + 2 } else { 16 };
        let comma = (at + 1..sentence.end.min(reach)).find(|&at| tokens[at].kind == Kind::Comma);
        let start = comma.map_or_else(|| behind_source(page, at, sentence.end), |comma| comma + 1);
        return Some(Clause::new(start.min(sentence.end)..sentence.end, cue, by));
    }
    let before = sentence.start..at;
    // `“…”, a affirmé X, selon Y`: what stands in marks has its own reporting word.
    if page.quoted(&before).next().is_some() && before.clone().any(|at| says(page, at)) {
        return None;
    }
    let content = if before.len() > 6 { before } else { at + 2..sentence.end };
    Some(Clause::new(content, cue, by))
}

/// One past the source that a citation at `cite` names without a comma: "Volgens de politie reed …", "Podle Jana Nováka je …".
fn behind_source(page: &Analysis<'_>, cite: usize, end: usize) -> usize {
    let tokens = &page.tokens.list;
    let capital = |at: usize| tokens[at].kind == Kind::Word && tokens[at].capital();
    let first = cite + 1 + usize::from(page.token(cite + 1).is_some_and(|token| token.is(WordClass::DET)));
    let name = (first..end.min(cite + NEAR - 1)).find(|&at| page.language.lacks_articles() && capital(at));
    let first = name.unwrap_or(first);
    let more = (first + 1..end).take_while(|&at| capital(first) && capital(at)).count();
    first + 1 + more
}

/// "Pour Anna Lind, le pont est sûr": whose view it is.
fn viewed(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    let first = sentence.start;
    let word = match page.language {
        Language::French => "Pour",
        Language::Spanish | Language::Portuguese => "Para",
        Language::Italian => "Per",
        _ => return None,
    };
    let comma = (first + 2..sentence.end.min(first + 2 * NEAR)).find(|&at| tokens[at].kind == Kind::Comma)?;
    let person = |at: usize| tokens[at].is(GIVEN) && tokens[at].capital() || tokens[at].is(WordClass::ROLE);
    let named = person(first + 1) || person(first + 2);
    let plain = page.word(first) == word && page.marks.outermost(first).is_none();
    (named && plain).then(|| Clause::new(comma + 1..sentence.end, Some(first..first + 1), "according-to"))
}

/// "Ông Lâm nói …", "X menambahkan, …": a clause right behind its verb, or behind a comma.
fn bare(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    const SHORT: usize = 4;
    let tokens = &page.tokens.list;
    let comma = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Colon));
    let starts = |at: usize| match page.language {
        Language::Indonesian => comma(at + 1).then_some(at + 2),
        Language::Vietnamese => {
            let whole = match page.word(at) {
                "nói" | "kể" => true,
                "biết" => page.word(at - 1) == "cho",
                "định" => page.word(at - 1) == "khẳng",
                "nhận" => page.word(at - 1) == "xác",
                _ => false,
            };
            whole.then_some(at + 1 + usize::from(comma(at + 1)))
        }
        _ => None,
    };
    let mut verbs = (sentence.start + 1..sentence.end.min(sentence.start + 3 * NEAR)).filter(|&at| says(page, at));
    let (verb, start) = verbs.find_map(|at| Some((at, starts(at)?)))?;
    let plain = page.quoted(&(verb..sentence.end)).next().is_none();
    (plain && start + SHORT < sentence.end)
        .then(|| Clause::new(start..sentence.end, Some(verb..verb + 1), "that-clause"))
}

/// "X a déclaré que …", "X ha detto che …".
fn introduced(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Clause> {
    let tokens = &page.tokens.list;
    for at in sentence.clone().filter(|&at| says(page, at)) {
        let limit = sentence.end.min(at + 2 * NEAR);
        let that = (at + 1..limit).find(|&at| tokens[at].is(WordClass::THAT) && !page.marks.inside(at));
        let plain =
            that.is_some_and(|that| (at + 1..that).all(|at| tokens[at].kind != Kind::Mark && !page.marks.inside(at)));
        if let Some(that) = that.filter(|_| plain) {
            return Some(Clause::new(that..sentence.end, Some(at..at + 1), "that-clause"));
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
    named.then(|| Clause::new(sentence.start..comma, Some(verb..verb + 1), "cue-after"))
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
    pub fn is_at(&self, page: &Analysis<'_>, at: usize) -> bool {
        page.token(at).is_some_and(|token| self.0.contains(&token.hash)) && !page.marks.inside(at)
    }

    /// Returns true if the token is a form that hardly ever means anything but reported speech.
    pub fn is_sure(&self, page: &Analysis<'_>, at: usize) -> bool {
        const SURE: [&str; 12] =
            ["sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "gebe", "gehe", "wisse"];
        let after_first = at > 0 && page.token(at - 1).is_some_and(|token| token.is(WordClass::FIRST));
        !page.marks.inside(at) && !after_first && SURE.iter().any(|word| page.says(at, word))
    }

    /// Returns true if the token is written like a verb in the first subjunctive, third person, right behind a noun or a
    /// pronoun that may be its subject: "die Union benötige".
    pub fn is_first(&self, page: &Analysis<'_>, at: usize) -> bool {
        const PAST: [&str; 12] = [
            "arbeite", "biete", "bedeute", "halte", "erhalte", "enthalte", "gelte", "trete", "leiste", "koste",
            "rechte", "erwarte",
        ];
        let word = page.word(at);
        let Some(token) = page.token(at).filter(|token| token.kind == Kind::Word && !token.capital()) else {
            return false;
        };
        const OTHERS: [&str; 16] = [
            "wurde", "würde", "viele", "alle", "beide", "einige", "mehrere", "solche", "keine", "eigene", "gerne",
            "lange", "nahe", "ohne", "gerade", "beinahe",
        ];
        let plain = !OTHERS.contains(&word)
            && word.len() > 3
            && word.ends_with('e')
            && (!word.ends_with("te") || PAST.contains(&word));
        let grammar = WordClass::DET | WordClass::PREP | WordClass::ADV | WordClass::CONJ | WordClass::REL;
        let before = at.checked_sub(1).and_then(|at| page.token(at));
        let subject = before.is_some_and(|t| {
            t.kind == Kind::Word && (t.capital() || t.is(PRONOUN | WordClass::IT)) && !t.is(WordClass::FIRST)
        });
        let next = page.token(at + 1);
        let attribute = next.is_some_and(Token::capital);
        plain && subject && !attribute && !token.is(grammar) && !page.marks.inside(at)
            || self.0.contains(&token.hash) && word.ends_with('e') && subject && !page.marks.inside(at)
    }
}
