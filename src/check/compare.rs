//! [`Comparison`]: the coverage of one event: who is quoted where, with how many words, and in which words the same
//! utterance appears.

use super::changes::WordChange;
use super::draft::all_speakers;
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::utterance::{Spoken, grouped};
use crate::reading::{Least, Quote, QuoteKind, Reading, SpeakerKind};

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
}

/// Compares articles.
pub fn comparison(readings: &[&Reading], least: Least, lists: &WordLists) -> Comparison {
    let quotes: Vec<(QuoteRef, String, Vec<NamedSpeaker>)> = readings
        .iter()
        .enumerate()
        .flat_map(|(article, &reading)| {
            // The same words in marks elsewhere make up for what is uncertain about them here.
            let shown = |it: &&Quote| it.kind != QuoteKind::Indirect || least.admits(it.grade, it.confidence);
            reading.attributions.quotes.iter().filter(shown).map(move |quote| {
                (
                    QuoteRef { article, quote: quote.id },
                    spoken_words(reading, quote),
                    all_speakers(&reading.attributions, quote),
                )
            })
        })
        .collect();
    let mut rows = speaker_rows(readings, least, lists);
    let spoken: Vec<Spoken<'_>> =
        quotes.iter().map(|(_, text, speakers)| Spoken::new(text, speakers.clone(), lists)).collect();
    let groups = grouped(&spoken, |one, other| {
        quotes[one].0.article != quotes[other].0.article && spoken[one].same(&spoken[other], lists).is_some()
    });
    let mut shared: Vec<SharedUtterance> = Vec::new();
    for members in groups.into_iter().filter(|members| members.len() > 1) {
        let at = members[0];
        let member = |other: usize| SharedQuotation {
            at: quotes[other].0,
            changes: spoken[other].same(&spoken[at], lists).filter(|_| other != at).map_or(Vec::new(), |it| it.changes),
        };
        let all: Vec<SharedQuotation> = members.into_iter().map(member).collect();
        let speaker = rows.iter().position(|row| all.iter().any(|it| row.says(it.at)));
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

impl ComparedSpeaker {
    fn says(&self, at: QuoteRef) -> bool {
        self.parts.get(at.article).is_some_and(|part| part.quotes.contains(&at))
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

/// The words that were spoken: of speech partly in marks those in marks.
fn spoken_words(reading: &Reading, quote: &Quote) -> String {
    let text = &reading.article.text;
    if quote.kind == QuoteKind::Mixed && !quote.quoted_spans.is_empty() {
        return quote.quoted_spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    }
    quote.text(text)
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
    numbered.sort_by_key(|(_, row)| std::cmp::Reverse((row.articles(), row.words())));
    let (order, sorted) = numbered.into_iter().unzip();
    *rows = sorted;
    order
}
