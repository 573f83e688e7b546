//! Compares the quotations found with the notes: real quotation or not, right speaker or not.

use super::names::{Agreement, of_quotation};
use crate::article::Article;
use crate::attribute::confidence::WIDTH;
use crate::attribute::{Model, rows};
use crate::dev::annotations::{Annotation, NotedQuotation, NotedSpeaker};
use crate::document::Span;
use crate::reading::{Quote, QuoteKind, Reading, Speaker};

/// Largest distance in bytes by which a quotation may begin before the noted words.
const AHEAD: usize = 200;
/// Longer pieces, in bytes, are not quotations.
const LONGEST: usize = 2_500;
/// Number of words of a noted quotation that are compared.
const WORDS: usize = 12;

/// A quotation found, with its features and labels.
#[derive(Clone, Debug)]
pub struct Case {
    /// Index of the page.
    pub page: usize,
    /// Its first byte in the article's text.
    pub start: usize,
    /// Feature row.
    pub row: [f32; WIDTH],
    /// True if no part is in marks.
    pub indirect: bool,
    /// True if it has a speaker.
    pub named: bool,
    /// True if it is a quotation; `None` if the notes leave it open.
    pub content: Option<bool>,
    /// True if its speaker is right; `None` if it is not a quotation.
    pub speaker: Option<bool>,
}

impl Case {
    /// Returns true if content and speaker are right.
    pub fn right(&self) -> Option<bool> {
        self.content.map(|content| content && self.speaker == Some(true))
    }
}

/// Returns the quotations found on a page, compared with its notes.
pub fn cases(number: usize, note: &Annotation, article: Article, model: &Model) -> Vec<Case> {
    let (attributions, rows) = rows(&article, model);
    let reading = Reading { article, attributions, ..Reading::default() };
    let labelled = label(note, &reading);
    type Labelled<'a> = ((&'a Quote, [f32; WIDTH]), (Option<bool>, Option<bool>));
    let case = |((quote, row), (content, speaker)): Labelled<'_>| Case {
        page: number,
        start: quote.spans.first().map_or(0, |span| span.start),
        row,
        indirect: quote.kind == QuoteKind::Indirect,
        named: !quote.speakers.is_empty(),
        content,
        speaker,
    };
    reading.attributions.quotes.iter().zip(rows).zip(labelled).map(case).collect()
}

pub(in crate::dev) fn speakers_of<'r>(reading: &'r Reading, quote: &Quote) -> Vec<&'r Speaker> {
    quote.speakers.iter().filter_map(|&id| reading.attributions.speakers.get(id as usize)).collect()
}

/// For each quotation, returns whether it is real, and whether its speaker is right.
fn label(note: &Annotation, reading: &Reading) -> Vec<(Option<bool>, Option<bool>)> {
    let text = &reading.article.text;
    let quotes = &reading.attributions.quotes;
    let end = note.end(text);
    // After the annotation's end nothing is known; before it, a quotation without a note is not real.
    let start = |quote: &Quote| quote.spans.first().map_or(0, |span| span.start);
    let mut labels: Vec<(Option<bool>, Option<bool>)> =
        quotes.iter().map(|quote| (Some(false).filter(|_| start(quote) < end), None)).collect();
    let mut opened = Vec::new();
    for noted in &note.quotations {
        let Some(at) = noted.locate(text) else { continue };
        let speaker = &note.speakers[noted.speaker];
        opened.extend(noted.marked.then(|| Span::new(at, paragraph_end(text, at))));
        one(noted, speaker, at, reading, &mut labels);
    }
    for (quote, label) in quotes.iter().zip(&mut labels) {
        let within = opened.iter().any(|span| span.start <= start(quote) && start(quote) <= span.end);
        if label.0 == Some(false) && within {
            *label = (None, None);
        }
    }
    labels
}

fn paragraph_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// Labels the quotations found that match a noted one.
fn one(
    noted: &NotedQuotation,
    speaker: &NotedSpeaker,
    at: usize,
    reading: &Reading,
    labels: &mut [(Option<bool>, Option<bool>)],
) {
    let (touched, best) = overlapping(noted, at, reading);
    // What only touches it is neither right nor wrong.
    for index in touched {
        if labels[index].0 == Some(false) {
            labels[index] = (None, None);
        }
    }
    let Some(index) = best.filter(|_| !noted.debatable()) else { return };
    let quote = &reading.attributions.quotes[index];
    let found = of_quotation(&speakers_of(reading, quote), quote.mention.is_some(), speaker, noted.anonymous());
    labels[index] = (Some(true), Some(found == Agreement::Full));
}

/// The quotations that share words with the noted one, which begins at this byte, and the one that is it.
pub(in crate::dev) fn overlapping(noted: &NotedQuotation, at: usize, reading: &Reading) -> (Vec<usize>, Option<usize>) {
    let words = Span::new(at, content_end(&reading.article.text, at, noted.marked).max(at + 3));
    let mut touched = Vec::new();
    let mut best: Option<((bool, std::cmp::Reverse<usize>), usize)> = None;
    for (index, quote) in reading.attributions.quotes.iter().enumerate() {
        let shared: usize =
            quote.spans.iter().map(|span| span.end.min(words.end).saturating_sub(span.start.max(words.start))).sum();
        let near = quote
            .spans
            .iter()
            .any(|span| at <= span.start + AHEAD && span.start < words.end && span.end > at && span.len() <= LONGEST);
        if shared * 10 >= words.len() * 6 && near {
            let size: usize = quote.spans.iter().map(|span| span.len()).sum();
            let key = (!noted.marked || quote.kind != QuoteKind::Indirect, std::cmp::Reverse(size));
            if best.as_ref().is_none_or(|(known, _)| key > *known) {
                best = Some((key, index));
            }
        }
        if shared > 0 {
            touched.push(index);
        }
    }
    (touched, best.map(|(_, index)| index))
}

/// Returns the end of the first words of a content: its closing mark, else the sentence's end.
fn content_end(text: &str, at: usize, marked: bool) -> usize {
    let part = &text[at..paragraph_end(text, at)];
    let opening = text[..at].trim_end_matches(' ').chars().next_back();
    let close: &[char] = match opening {
        Some('"' | '“' | '”' | '„' | '«' | '»') => &['"', '“', '”', '„', '«', '»'],
        Some('\'' | '‘' | '’' | '‚') => &['\'', '‘', '’'],
        Some('「') => &['」'],
        Some('『') => &['』'],
        _ => &[],
    };
    let letter_follows = |byte: usize| part[byte..].chars().nth(1).is_some_and(char::is_alphanumeric);
    let single = close.contains(&'\'');
    let end = if marked {
        part.char_indices()
            .find(|&(byte, c)| close.contains(&c) && !(single && letter_follows(byte)))
            .map(|(byte, _)| byte)
    } else {
        let stop = |&(byte, c): &(usize, char)| {
            matches!(c, '.' | '!' | '?') && part[byte..].chars().nth(1).is_none_or(char::is_whitespace)
        };
        part.char_indices().find(stop).map(|(byte, c)| byte + c.len_utf8())
    };
    let part = &part[..end.unwrap_or(part.len())];
    let ends = part.split_whitespace().map(|word| word.as_ptr() as usize - part.as_ptr() as usize + word.len());
    at + ends.take(WORDS).last().unwrap_or(part.len())
}
