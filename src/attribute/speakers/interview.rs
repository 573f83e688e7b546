//! Interviews: the author asks in the first person, and one person answers.

use super::{MentionType, Resolution, Resolver};
use crate::attribute::draft::Draft;
use crate::attribute::lexicon::WordClass;
use crate::attribute::tokens::Kind;
use crate::reading::{Quote, SpeakerKind};

/// Fewest quotations of a person that make an interview.
const LEAST: usize = 5;
/// Shorter speech in marks, in bytes, may be a term or a title.
const BRIEF: usize = 20;

impl Resolver<'_> {
    /// If the page is an interview, gives speech in marks without a speaker to the person interviewed.
    pub fn give_to_interviewee(&mut self, quotes: &mut [(Quote, (&Draft, Resolution))]) {
        let Some(speaker) = self.interviewee(quotes) else { return };
        let long = |quote: &Quote| {
            quote.quoted_spans.iter().map(|span| span.len()).sum::<usize>() >= BRIEF
                && quote.quoted_spans.first().map(|span| span.start) == quote.spans.first().map(|span| span.start)
        };
        for (quote, (_, evidence)) in quotes.iter_mut().filter(|(quote, _)| quote.speakers.is_empty() && long(quote)) {
            quote.speakers = vec![speaker];
            *evidence = Resolution { mention: MentionType::Carried, margin: 0.0, ..Resolution::default() };
        }
    }

    /// Returns the speaker of most quotations in marks, if the author asks: "I", "we" or "you" outside marks is a
    /// source more than once, or occurs more often than that in the text.
    fn interviewee(&self, quotes: &[(Quote, (&Draft, Resolution))]) -> Option<u32> {
        let marked = || quotes.iter().filter(|(quote, _)| !quote.quoted_spans.is_empty());
        let mut counts = vec![0; self.speakers.len()];
        for id in marked().flat_map(|(quote, _)| &quote.speakers) {
            counts[*id as usize] += 1;
        }
        let (most, id) = counts.iter().copied().zip(0_u32..).max()?;
        let all: usize = counts.iter().sum();
        let person = self.speakers[id as usize].kind == SpeakerKind::Person;
        let asks = self.page.tokens.list.iter().enumerate().filter(|(at, token)| {
            token.kind == Kind::Word && token.is(WordClass::FIRST) && !self.page.marks.inside(*at)
        });
        (person && most >= LEAST && most * 3 >= all * 2 && asks.take(LEAST).count() == LEAST).then_some(id)
    }
}
