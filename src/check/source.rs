//! [`SourceText`]: a text in which quotations are looked up: its words, its quote marks, its speakers.

use super::align::WordIndex;
use super::draft::speakers;
use super::lists::WordLists;
use super::names::{NamedSpeaker, SpeakerAgreement, compare};
use super::words::Words;
use crate::attribute;
use crate::document::Span;
use crate::reading::Reading;
use crate::small_sort::SmallSort;

/// Speech in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceUtterance {
    /// All of it: bytes of the text.
    pub spans: Vec<Span>,
    /// The parts in quote marks.
    pub quoted_spans: Vec<Span>,
    /// Those who say it.
    pub speakers: Vec<NamedSpeaker>,
    /// Through whom it reached the source.
    pub via: Option<String>,
    /// Its number in the source's attributions.
    pub id: u32,
}

/// A text in which quotations are looked up.
#[derive(Clone, Debug, Default)]
pub struct SourceText<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words.
    pub words: Words,
    /// The places of each word.
    pub index: WordIndex,
    /// The speech in it.
    pub utterances: Vec<SourceUtterance>,
    /// The authors and the publication: any of its words may be quoted as theirs.
    pub authors: Vec<NamedSpeaker>,
    /// For each word, true if it stands in quote marks.
    quoted: Vec<bool>,
    /// For each word the innermost utterance it belongs to.
    owner: Vec<Option<u32>>,
    /// For each word the utterance around that one.
    outer: Vec<Option<u32>>,
}

impl<'t> SourceText<'t> {
    /// The source that a reading is.
    pub fn of(reading: &'t Reading, model: &attribute::Model) -> Self {
        let article = &reading.article;
        let utterance = |quote: &crate::reading::Quote| SourceUtterance {
            spans: quote.spans.clone(),
            quoted_spans: quote.quoted_spans.clone(),
            speakers: speakers(&reading.attributions, quote),
            via: quote.via.clone(),
            id: quote.id,
        };
        let quoted: Vec<Span> = attribute::marked_passages(article, model).iter().map(|it| it.span).collect();
        let names = article.meta.authors.iter().chain(&article.meta.site);
        let authors = names.map(|name| NamedSpeaker { name: name.clone(), role: None }).collect();
        Self::new(&article.text, reading.attributions.quotes.iter().map(utterance).collect(), &quoted, authors)
    }

    /// A source of this text; `quoted` are the bytes in quote marks, in any order.
    pub fn new(text: &'t str, utterances: Vec<SourceUtterance>, quoted: &[Span], authors: Vec<NamedSpeaker>) -> Self {
        let words = Words::of(text);
        let mut source = Self {
            index: WordIndex::of(&words),
            quoted: vec![false; words.len()],
            owner: vec![None; words.len()],
            outer: vec![None; words.len()],
            text,
            words,
            utterances,
            authors,
        };
        for &span in quoted.iter().chain(source.utterances.iter().flat_map(|one| &one.quoted_spans)) {
            source.words.within(span).for_each(|at| source.quoted[at] = true);
        }
        let length = |one: &SourceUtterance| one.spans.iter().map(|span| span.len()).sum::<usize>();
        let mut order: Vec<usize> = (0..source.utterances.len()).collect();
        order.small_sort_by_key(|&at| std::cmp::Reverse(length(&source.utterances[at])));
        for at in order {
            for &span in &source.utterances[at].spans {
                for word in source.words.within(span) {
                    source.outer[word] = source.owner[word].replace(at as u32);
                }
            }
        }
        source
    }

    /// Returns true if the word stands in quote marks.
    pub fn is_quoted(&self, word: usize) -> bool {
        self.quoted.get(word).copied().unwrap_or(false)
    }

    /// The innermost utterance that a word belongs to.
    pub fn owner(&self, word: usize) -> Option<usize> {
        self.owner.get(word).copied().flatten().map(|at| at as usize)
    }

    /// The utterance around [`SourceText::owner`].
    pub fn outer(&self, word: usize) -> Option<usize> {
        self.outer.get(word).copied().flatten().map(|at| at as usize)
    }

    /// Returns true if the source quotes these speakers elsewhere, as others than those who are described here.
    pub fn quotes_by_name(&self, wanted: &[NamedSpeaker], here: &[NamedSpeaker], lists: &WordLists) -> bool {
        let same = |one: &[NamedSpeaker], other: &[NamedSpeaker]| compare(one, other, lists) == SpeakerAgreement::Same;
        self.utterances.iter().any(|one| same(wanted, &one.speakers) && !same(here, &one.speakers))
    }

    /// Returns true if somebody's speech in quote marks is reported: then the other words are those of the author.
    pub fn has_speech(&self) -> bool {
        self.utterances.iter().any(|one| !one.quoted_spans.is_empty() && !one.speakers.is_empty())
    }
}
