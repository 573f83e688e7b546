//! Drafts made of the cases, checked, and counted.

use super::cases::{BenchArticle, BenchCase};
use super::fabricate;
use super::mutate::{self, Chance, Mutation};
use crate::article::{Article, Role, ShownBlock};
use crate::attribute;
use crate::check::{Claim, NamedSpeaker, PreparedClaim, QuoteVerdict, SHORT, SourceText, WordLists, claims, judge};
use crate::document::{Block, Span};
use crate::reading::Reading;
use std::collections::BTreeMap;

/// A quotation in a draft.
struct Planted {
    mutation: Mutation,
    pieces: Vec<String>,
    speaker: Option<String>,
    before: String,
    after: String,
    /// The quote marks of the source.
    marks: (char, char),
}

/// Counts of the verdicts on one mutation.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Drafts with it.
    pub all: usize,
    /// For each verdict how often it was given.
    pub verdicts: BTreeMap<&'static str, usize>,
}

/// Counts of the verdicts by mutation.
pub type VerdictCounts = BTreeMap<Mutation, Counted>;

impl Counted {
    /// The share of right verdicts.
    pub fn right(&self, mutation: Mutation) -> f64 {
        let right = self.verdicts.get(mutation.expected()).copied().unwrap_or_default();
        right as f64 / self.all.max(1) as f64
    }

    /// The share of verdicts that would alarm somebody who quoted truly.
    pub fn alarms(&self) -> f64 {
        let alarm = |name: &&str| ["cut", "joined", "altered", "other speaker", "not found"].contains(name);
        let count: usize = self.verdicts.iter().filter(|(name, _)| alarm(name)).map(|(_, n)| n).sum();
        count as f64 / self.all.max(1) as f64
    }
}

/// The origin of the attributions of draft and source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributed {
    /// Those of the gold.
    Gold,
    /// Those that sayso finds.
    Own,
}

/// Checks all drafts; `tell` gets a line for each wrong verdict.
pub fn run(
    articles: &[BenchArticle],
    attributed: Attributed,
    model: &attribute::Model,
    tell: &mut dyn FnMut(Mutation, String),
) -> VerdictCounts {
    let lists = WordLists::default();
    let mut counts = VerdictCounts::new();
    for (number, article) in articles.iter().enumerate() {
        let foreign = &articles[(number + 7) % articles.len()];
        let foreign: Vec<String> = foreign
            .cases
            .iter()
            .flat_map(|case| case.spans.iter().map(|span| span.of(&foreign.article.text).to_owned()))
            .collect();
        let mut reading = Reading { article: article.article.clone(), ..Reading::default() };
        let source = match attributed {
            Attributed::Gold => SourceText::new(&article.article.text, article.utterances.clone(), &[], Vec::new()),
            Attributed::Own => {
                reading.attributions = attribute::attribute(&article.article, model);
                SourceText::of(&reading, model)
            }
        };
        for mutation in Mutation::ALL {
            let planted = plant(article, mutation, &foreign);
            let checked = match attributed {
                Attributed::Gold => planted.iter().map(|it| check(&claim(it), &source, &lists)).collect(),
                Attributed::Own => check_draft(&planted, &source, &lists, model),
            };
            for (it, verdict) in planted.iter().zip(checked) {
                let words = it.pieces.iter().map(|piece| piece.split_whitespace().count()).sum::<usize>();
                // Three words prove nothing, as they should.
                let verdict = match verdict {
                    QuoteVerdict::TooShort if mutation == Mutation::Untouched && words <= SHORT => QuoteVerdict::Exact,
                    verdict => verdict,
                };
                let counted = counts.entry(it.mutation).or_default();
                counted.all += 1;
                *counted.verdicts.entry(verdict.name()).or_default() += 1;
                if verdict.name() != mutation.expected() {
                    let (name, speaker) = (&article.name, it.speaker.as_deref().unwrap_or("-"));
                    tell(
                        mutation,
                        format!(
                            "{mutation}: {} ({name}) {speaker}: {} “{}” {}",
                            verdict.name(),
                            it.before,
                            it.pieces.join(" / "),
                            it.after
                        ),
                    );
                }
            }
        }
    }
    counts
}

fn check(claim: &Claim, source: &SourceText<'_>, lists: &WordLists) -> QuoteVerdict {
    let prepared = PreparedClaim::of(claim, lists);
    let missing = if prepared.length() <= SHORT { QuoteVerdict::TooShort } else { QuoteVerdict::NotFound };
    judge(&prepared, source, lists).map_or(missing, |judgement| judgement.verdict)
}

fn claim(planted: &Planted) -> Claim {
    let speakers = planted.speaker.iter().map(|name| NamedSpeaker { name: name.clone(), role: None }).collect();
    Claim { pieces: planted.pieces.clone(), speakers, before: planted.before.clone(), after: planted.after.clone() }
}

/// The quotations of an article, each changed in one way where it can be.
fn plant(article: &BenchArticle, mutation: Mutation, foreign: &[String]) -> Vec<Planted> {
    let text = &article.article.text;
    let mut planted = Vec::new();
    for (at, case) in article.cases.iter().enumerate() {
        let mut pieces: Vec<String> = case.spans.iter().map(|span| span.of(text).to_owned()).collect();
        let longest = (0..pieces.len()).max_by_key(|&at| pieces[at].len()).unwrap_or_default();
        let mut it = Planted {
            mutation,
            pieces: Vec::new(),
            speaker: case.speaker.clone(),
            before: case.before.clone(),
            after: case.after.clone(),
            marks: marks(text, case),
        };
        let Some(piece) = pieces.get_mut(longest) else { continue };
        let mut chance = Chance::of(&format!("{mutation}{piece}"));
        if mutation != Mutation::Untouched && piece.split_whitespace().count() < 4 {
            continue;
        }
        let changed = match mutation {
            Mutation::Untouched | Mutation::OtherSpeaker => Some(piece.clone()),
            Mutation::Typography => mutate::typography(piece, &mut chance),
            Mutation::Elision => mutate::elision(piece, &mut chance),
            Mutation::Number => mutate::number(piece, &mut chance),
            Mutation::Negation => mutate::negation(piece, &mut chance),
            Mutation::Name => mutate::name(piece, &mut chance),
            Mutation::Word => mutate::word(piece, &mut chance),
            Mutation::Cut => fabricate::cut(piece, &mut chance),
            Mutation::Joined => article.cases.get(at + 1).and_then(|next| joined(text, case, next)),
            Mutation::Invented => fabricate::invented(text, foreign, &mut chance),
        };
        let Some(changed) = changed else { continue };
        if matches!(mutation, Mutation::Cut | Mutation::Joined | Mutation::Invented) {
            pieces = vec![changed];
            (it.before, it.after) = (String::new(), String::new());
        } else {
            *piece = changed;
        }
        if mutation == Mutation::OtherSpeaker {
            let Some(other) = other_speaker(article, case, &mut chance) else { continue };
            it.speaker = Some(other);
        }
        planted.push(Planted { pieces, ..it });
    }
    planted
}

/// Two quotations of one speaker as one.
fn joined(text: &str, one: &BenchCase, next: &BenchCase) -> Option<String> {
    let ([first], [second]) = (one.spans.as_slice(), next.spans.as_slice()) else { return None };
    let (first, second) = (first.of(text), second.of(text));
    let long = |part: &str| part.split_whitespace().count() >= 4 && !part.contains('…');
    let same = one.speaker.is_some() && one.speaker == next.speaker;
    (same && long(first) && long(second)).then(|| {
        let first = first.trim_end_matches([',', '.', ' ']);
        format!("{first}{} {second}", if first.ends_with(['?', '!']) { "" } else { "." })
    })
}

/// A name from the same article that has nothing in common with the true one.
fn other_speaker(article: &BenchArticle, case: &BenchCase, chance: &mut Chance) -> Option<String> {
    let own = case.speaker.as_deref()?;
    let proper = |name: &str| {
        name.split_whitespace()
            .any(|word| word.starts_with(char::is_uppercase) && !matches!(word, "The" | "A" | "An" | "His" | "Her"))
    };
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2 && *word != "the")
            .map(str::to_owned)
            .collect()
    };
    let known: Vec<String> =
        article.utterances[case.utterance].speakers.iter().flat_map(|one| words(&one.name)).collect();
    let names = article.utterances.iter().filter_map(|one| one.speakers.first()).map(|one| one.name.as_str());
    let others: Vec<&str> = names
        .filter(|name| proper(name) && !words(name).is_empty() && !words(name).iter().any(|word| known.contains(word)))
        .collect();
    if proper(own) { chance.pick(&others).map(|name| (*name).to_owned()) } else { None }
}

/// The marks around a quotation in its source.
fn marks(text: &str, case: &BenchCase) -> (char, char) {
    let is_mark = |c: &char| matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’' | '\'' | '‚');
    let span = case.spans.first().copied().unwrap_or_default();
    let open = text[..span.start].chars().rev().find(|c| !c.is_whitespace()).filter(is_mark);
    let close = text[span.end..].chars().find(|c| !c.is_whitespace()).filter(is_mark);
    open.zip(close).unwrap_or(('“', '”'))
}

/// The draft's paragraph of a quotation.
fn paragraph(it: &Planted) -> String {
    let (open, close) = it.marks;
    let speaker = it.speaker.as_deref().map(|name| {
        let mut letters = name.chars();
        letters.next().map(|c| c.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    let said = speaker.map_or_else(|| "It was said".to_owned(), |name| format!("{name} said"));
    match it.pieces.as_slice() {
        [one] if it.before.is_empty() => format!("{said}: {open}{one}{close}"),
        [one] => format!("{said} {} {open}{one}{close} {}.", it.before, it.after),
        [first, rest @ ..] => {
            let rest: Vec<_> = rest.iter().map(|piece| format!("{open}{piece}{close}")).collect();
            format!("{open}{first}{close} {said}. {}", rest.join(" "))
        }
        [] => String::new(),
    }
}

/// Checks a draft as a reader's own: its quotations are found, its speakers resolved by sayso.
fn check_draft(
    planted: &[Planted],
    source: &SourceText<'_>,
    lists: &WordLists,
    model: &attribute::Model,
) -> Vec<QuoteVerdict> {
    let mut article = Article::default();
    for (order, it) in planted.iter().enumerate() {
        let text = paragraph(it);
        if order > 0 {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(&text);
        let span = Span::new(start, article.text.len());
        article.blocks.push(ShownBlock {
            role: Role::Body,
            span,
            block: Block { text, ..Block::default() },
            order: order as u32,
        });
    }
    let mut draft = Reading { article, ..Reading::default() };
    draft.attributions = attribute::attribute(&draft.article, model);
    let (found, _) = claims(&draft, model);
    let verdict = |block: &ShownBlock| {
        let own = found.iter().filter(|one| one.spans.first().is_some_and(|span| block.span.contains(span.start)));
        own.map(|one| check(&one.claim, source, lists)).max().unwrap_or(QuoteVerdict::TooShort)
    };
    draft.article.blocks.iter().map(verdict).collect()
}
