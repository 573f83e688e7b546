//! [`Comparison`]: the coverage of one event: who is quoted where, with how many words, and in which words the same
//! utterance appears.

use super::changes::WordChange;
use super::draft::all_speakers;
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::utterance::{SameUtterance, Spoken, candidates, grouped};
use crate::reading::{Least, Quote, QuoteKind, Reading, SpeakerKind};
use crate::small_sort::SmallSort;
use rustc_hash::{FxHashMap, FxHashSet};

/// Sign of an article in a comparison, by its index: A, B … Z, then numbers.
pub fn letter(article: usize) -> String {
    u8::try_from(article)
        .ok()
        .filter(|&at| at < 26)
        .map_or_else(|| (article + 1).to_string(), |at| char::from(b'A' + at).to_string())
}

/// A quotation in one of the articles compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteRef {
    /// The article: index in the order given.
    pub article: usize,
    /// The quotation's id in its reading.
    pub quote: u32,
}

/// The coverage of one event by several articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Speakers: those in most articles first, then those with most words.
    pub speakers: Vec<ComparedSpeaker>,
    /// Utterances that stand in several articles, in the order of the first article that has them.
    pub shared: Vec<SharedUtterance>,
    /// The first quotation of each article.
    pub first: Vec<Option<QuoteRef>>,
}

/// A speaker and their part in each article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparedSpeaker {
    /// The fullest name.
    pub name: String,
    /// A role, where an article gives one.
    pub role: Option<String>,
    /// For each article what they are quoted with.
    pub parts: Vec<SpeakerPart>,
}

/// A speaker's part in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerPart {
    /// Their quotations.
    pub quotes: Vec<QuoteRef>,
    /// Words of these.
    pub words: usize,
}

/// An utterance that stands in several articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SharedUtterance {
    /// The speaker: index in [`Comparison::speakers`].
    pub speaker: Option<usize>,
    /// Its quotations, in the order of the articles.
    pub quotes: Vec<SharedQuotation>,
}

/// A quotation of a shared utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedQuotation {
    /// The place.
    pub at: QuoteRef,
    /// Words that differ (`draft`) from the first quotation (`source`).
    pub changes: Vec<WordChange>,
    /// The article gives the words to another speaker than most.
    pub is_disputed: bool,
}

/// Compares articles.
pub fn comparison(readings: &[&Reading], least: Least, lists: &WordLists) -> Comparison {
    let quotes: Vec<Passage<'_>> = readings
        .iter()
        .enumerate()
        .flat_map(|(article, &reading)| {
            // The same words in marks elsewhere make up for what is uncertain about them here.
            let shown = |it: &&Quote| it.kind != QuoteKind::Indirect || least.admits(it.grade, it.confidence);
            reading.attributions.quotes.iter().filter(shown).map(move |quote| Passage::of(article, reading, quote))
        })
        .collect();
    let mut rows = speaker_rows(readings, least, lists);
    let spoken: Vec<Spoken<'_>> = quotes
        .iter()
        .map(|it| Spoken::new(&it.text, it.speakers.clone(), lists).within(it.paragraph, it.marked.clone(), lists))
        .collect();
    let articles: Vec<usize> = quotes.iter().map(|it| it.at.article).collect();
    let joined = joined(&spoken, &articles, lists);
    let groups = grouped(&spoken, |one, other| joined.contains(&(one, other)));
    let mut shared: Vec<SharedUtterance> = Vec::new();
    for members in groups.into_iter().filter(|members| members.len() > 1) {
        let at = members[0];
        // Most articles decide whose it is.
        let said = |row: &ComparedSpeaker| members.iter().filter(|&&member| row.says(quotes[member].at)).count();
        let speaker = (0..rows.len()).rev().max_by_key(|&row| said(&rows[row])).filter(|&row| said(&rows[row]) > 0);
        let owner: Vec<NamedSpeaker> = speaker.into_iter().map(|row| rows[row].named()).collect();
        let member = |other: usize| SharedQuotation {
            at: quotes[other].at,
            changes: spoken[other].same(&spoken[at], lists).filter(|_| other != at).map_or(Vec::new(), |it| it.changes),
            is_disputed: compare(&spoken[other].speakers, &owner, lists) == SpeakerAgreement::Different,
        };
        let all: Vec<SharedQuotation> = members.iter().copied().map(member).collect();
        shared.push(SharedUtterance { speaker, quotes: all });
    }
    let first = readings.iter().enumerate().map(|(article, reading)| {
        let quote = reading.attributions.quotes.iter().find(|it| least.admits(it.grade, it.confidence))?;
        Some(QuoteRef { article, quote: quote.id })
    });
    let first = first.collect();
    let order = sort_rows(&mut rows);
    for utterance in &mut shared {
        utterance.speaker = utterance.speaker.and_then(|held| order.iter().position(|&at| at == held));
    }
    Comparison { speakers: rows, shared, first }
}

/// A part of a quotation has all of its words but so many.
const PART: f32 = 0.9;

/// Pairs of quotations in different articles that are one utterance: of several in an article only those that agree best. A
/// part joins whichever is best for it; of two that overlap each must be the best for the other.
fn joined(spoken: &[Spoken<'_>], articles: &[usize], lists: &WordLists) -> FxHashSet<(usize, usize)> {
    // A few words of another speaker that fit several utterances of an article belong to none of them.
    let fits_several = |one: usize, other: usize| {
        let all = (0..spoken.len()).filter(|&at| at != other && articles[at] == articles[other]);
        let mut rivals = all.filter(|&at| spoken[at].has_all_of(&spoken[one], lists));
        rivals.any(|at| spoken[at].same(&spoken[other], lists).is_none())
    };
    let apart = candidates(spoken).into_iter().filter(|&(one, other)| articles[one] != articles[other]);
    let pairs: Vec<(usize, usize, SameUtterance)> = apart
        .filter_map(|(one, other)| Some((one, other, spoken[one].same(&spoken[other], lists)?)))
        .filter(|(one, other, same)| {
            let (part, of) = if same.is_shorter { (*one, *other) } else { (*other, *one) };
            !same.is_disputed || !fits_several(part, of)
        })
        .collect();
    let mut best: FxHashMap<(usize, usize), (usize, u32)> = FxHashMap::default();
    for (one, other, same) in &pairs {
        for place in [(*one, articles[*other]), (*other, articles[*one])] {
            let held = best.entry(place).or_default();
            *held = (*held).max(same.score());
        }
    }
    let is_best = |one: usize, other: usize, same: &SameUtterance| {
        best.get(&(one, articles[other])).is_some_and(|held| *held == same.score())
    };
    let kept = pairs.iter().filter(|(one, other, same)| {
        let (first, second) = (is_best(*one, *other, same), is_best(*other, *one, same));
        let of_part = if same.is_shorter { first } else { second };
        first && second || same.share >= PART && of_part
    });
    kept.map(|(one, other, _)| (*one, *other)).collect()
}

impl ComparedSpeaker {
    fn says(&self, at: QuoteRef) -> bool {
        self.parts.get(at.article).is_some_and(|part| part.quotes.contains(&at))
    }

    fn named(&self) -> NamedSpeaker {
        NamedSpeaker { name: self.name.clone(), role: self.role.clone() }
    }

    /// Number of articles that quote them.
    pub fn articles(&self) -> usize {
        self.parts.iter().filter(|part| !part.quotes.is_empty()).count()
    }

    /// Words in all articles.
    pub fn words(&self) -> usize {
        self.parts.iter().map(|part| part.words).sum()
    }
}

/// A quotation with what is compared of it.
struct Passage<'r> {
    at: QuoteRef,
    text: String,
    /// The words in quote marks; none of indirect speech.
    marked: Option<String>,
    speakers: Vec<NamedSpeaker>,
    paragraph: &'r str,
}

impl<'r> Passage<'r> {
    fn of(article: usize, reading: &'r Reading, quote: &Quote) -> Self {
        let text = &reading.article.text;
        let marked: Vec<&str> = quote.quoted_spans.iter().map(|span| span.of(text)).collect();
        let start = quote.spans.first().map_or(0, |span| span.start);
        let block = reading.article.blocks.iter().find(|block| block.span.contains(start));
        Self {
            at: QuoteRef { article, quote: quote.id },
            text: quote.text(text),
            marked: Some(marked.join(" … ")).filter(|_| !marked.is_empty() && quote.kind != QuoteKind::Indirect),
            speakers: all_speakers(&reading.attributions, quote),
            paragraph: block.map_or("", |block| block.span.of(text)),
        }
    }
}

/// The rows of all speakers; those whom two articles name alike share one.
fn speaker_rows(readings: &[&Reading], least: Least, lists: &WordLists) -> Vec<ComparedSpeaker> {
    let mut rows: Vec<ComparedSpeaker> = Vec::new();
    for (article, reading) in readings.iter().enumerate() {
        let said = &reading.attributions;
        // Speakers of one article are never one: the article itself tells them apart.
        let known = rows.len();
        for speaker in &said.speakers {
            let shown = |quote: &&Quote| least.admits(quote.grade, quote.confidence);
            let own = speaker.quotes.iter().filter_map(|&id| said.quotes.get(id as usize)).filter(shown);
            let quotes: Vec<QuoteRef> = own.clone().map(|quote| QuoteRef { article, quote: quote.id }).collect();
            if quotes.is_empty() {
                continue;
            }
            let words = own.map(|quote| quote.text(&reading.article.text).split_whitespace().count()).sum();
            let named = [NamedSpeaker { name: speaker.name.clone(), role: speaker.role.clone() }];
            let is_named = !matches!(speaker.kind, SpeakerKind::Unnamed | SpeakerKind::Group);
            let held = rows[..known].iter_mut().find(|row| {
                let other = [NamedSpeaker { name: row.name.clone(), role: row.role.clone() }];
                let free = row.parts.get(article).is_none_or(|part| part.quotes.is_empty());
                let same_name = row.name.eq_ignore_ascii_case(&speaker.name);
                free && (same_name || is_named && compare(&named, &other, lists) == SpeakerAgreement::Same)
            });
            let part = SpeakerPart { quotes, words };
            match held {
                Some(row) => {
                    row.parts[article] = part;
                    if speaker.name.chars().count() > row.name.chars().count() {
                        row.name.clone_from(&speaker.name);
                    }
                    row.role = row.role.take().or_else(|| speaker.role.clone());
                }
                None => {
                    let mut parts = vec![SpeakerPart::default(); readings.len()];
                    parts[article] = part;
                    rows.push(ComparedSpeaker { name: speaker.name.clone(), role: speaker.role.clone(), parts });
                }
            }
        }
    }
    rows
}

/// Sorts the rows and returns the index that each had before.
fn sort_rows(rows: &mut Vec<ComparedSpeaker>) -> Vec<usize> {
    let mut numbered: Vec<(usize, ComparedSpeaker)> = std::mem::take(rows).into_iter().enumerate().collect();
    numbered.small_sort_by_key(|(_, row)| std::cmp::Reverse((row.articles(), row.words())));
    let (order, sorted) = numbered.into_iter().unzip();
    *rows = sorted;
    order
}
