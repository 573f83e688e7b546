//! The list of speakers that the grades lead to: nobody gets a place by doubtful indirect speech alone, and a person gets
//! one by words in marks that are nearly likely and have the person's name beside them.

use crate::reading::{Grade, Quote, QuoteKind, Speaker, SpeakerKind};

/// Confidence in indirect speech from which it alone gives its speaker a place. Half of those below it are nobody.
const LISTED: f32 = 0.4;
/// Confidence in words in marks from which they give a person a place who is named beside them.
const MARKED: f32 = 0.5;

/// The best quotation that gives a speaker a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Place {
    /// All are uncertain.
    #[default]
    None,
    /// Indirect speech of this confidence.
    Indirect(f32),
    /// Words in marks.
    Marked,
}

impl Place {
    fn better(self, other: Self) -> Self {
        match (self, other) {
            (Self::Marked, _) | (_, Self::Marked) => Self::Marked,
            (Self::Indirect(a), Self::Indirect(b)) => Self::Indirect(a.max(b)),
            (Self::None, one) | (one, Self::None) => one,
        }
    }

    fn is_doubtful(self) -> bool {
        matches!(self, Self::Indirect(confidence) if confidence < LISTED)
    }
}

/// Adapts the grades of a page's quotations, and adds to `doubtful` those that are shown but do not tell who speaks. They
/// lose their speakers. `text`: the page's text.
pub(super) fn settle(text: &str, speakers: &[Speaker], quotes: &mut [Quote], doubtful: &mut Vec<usize>) {
    let mut places = vec![Place::None; speakers.len()];
    let shown = |quote: &Quote| quote.grade != Grade::Uncertain;
    let lost = |doubtful: &[usize], at: usize| doubtful.binary_search(&at).is_ok();
    for (at, quote) in quotes.iter().enumerate().filter(|(_, quote)| shown(quote)) {
        if lost(doubtful, at) {
            continue;
        }
        let indirect = quote.kind == QuoteKind::Indirect;
        let place = if indirect { Place::Indirect(quote.confidence) } else { Place::Marked };
        for &id in &quote.speakers {
            places[id as usize] = places[id as usize].better(place);
        }
    }
    let of = |id: &u32| places[*id as usize];
    let doubted = |id: &u32| of(id).is_doubtful() && !is_known(&speakers[*id as usize]);
    let nobody = |quote: &Quote| !quote.speakers.is_empty() && quote.speakers.iter().all(doubted);
    let added: Vec<usize> =
        (0..quotes.len()).filter(|&at| shown(&quotes[at]) && !lost(doubtful, at) && nobody(&quotes[at])).collect();
    for quote in quotes.iter_mut().filter(|quote| !shown(quote) && quote.kind != QuoteKind::Indirect) {
        let named = |id: &u32| of(id) == Place::None && is_named(text, quote, &speakers[*id as usize]);
        if quote.confidence >= MARKED && quote.speakers.iter().any(named) {
            quote.grade = Grade::Likely;
        }
    }
    doubtful.extend(added);
}

/// Returns true for outlets and for persons with a full name, who seldom are nobody.
fn is_known(speaker: &Speaker) -> bool {
    speaker.kind == SpeakerKind::Outlet || speaker.kind == SpeakerKind::Person && speaker.name.contains(' ')
}

/// Returns true if the words that name the source have the surname of a person known under the full name.
fn is_named(text: &str, quote: &Quote, speaker: &Speaker) -> bool {
    let surname = speaker.name.rsplit_once(' ').map(|(_, surname)| surname);
    let surname = surname.filter(|_| speaker.kind == SpeakerKind::Person);
    surname.zip(quote.mention).is_some_and(|(surname, mention)| mention.of(text).contains(surname))
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::document::Span;
    use crate::reading::{Grade, Quote, QuoteKind, Speaker, SpeakerKind};

    const TEXT: &str = "Lee, he";

    fn speakers() -> Vec<Speaker> {
        let speaker = |id| Speaker {
            id,
            name: "Ann Lee".into(),
            kind: SpeakerKind::Person,
            role: None,
            quotes: Vec::new(),
            mentions: Vec::new(),
        };
        (0..4).map(speaker).collect()
    }

    fn quote(speaker: u32, kind: QuoteKind, confidence: f32, grade: Grade) -> Quote {
        Quote {
            id: 0,
            kind,
            spans: Vec::new(),
            quoted_spans: Vec::new(),
            speakers: vec![speaker],
            mention: Some(Span::new(0, 3)),
            cue: None,
            via: None,
            confidence,
            grade,
            by: String::new(),
        }
    }

    #[test]
    fn doubtful_indirect_speech_alone_gives_no_place() {
        let mut quotes = [
            quote(0, QuoteKind::Indirect, 0.2, Grade::Likely),
            quote(1, QuoteKind::Indirect, 0.2, Grade::Likely),
            quote(1, QuoteKind::Indirect, 0.7, Grade::Likely),
            quote(2, QuoteKind::Indirect, 0.2, Grade::Likely),
            quote(2, QuoteKind::Mixed, 0.6, Grade::Likely),
            quote(3, QuoteKind::Indirect, 0.1, Grade::Uncertain),
        ];
        let mut doubtful = Vec::new();
        settle(TEXT, &speakers(), &mut quotes.clone(), &mut doubtful);
        assert!(doubtful.is_empty(), "a person with a full name keeps the place");
        let unnamed = speakers().into_iter().map(|one| Speaker { kind: SpeakerKind::Unnamed, ..one });
        settle(TEXT, &unnamed.collect::<Vec<_>>(), &mut quotes, &mut doubtful);
        assert_eq!(doubtful, [0]);
    }

    #[test]
    fn words_in_marks_beside_a_name_are_likely_where_nothing_else_gives_a_place() {
        let mut quotes = [
            quote(0, QuoteKind::Direct, 0.6, Grade::Uncertain),
            quote(1, QuoteKind::Direct, 0.6, Grade::Uncertain),
            quote(1, QuoteKind::Direct, 0.8, Grade::Likely),
            quote(2, QuoteKind::Direct, 0.3, Grade::Uncertain),
            Quote { mention: Some(Span::new(5, 7)), ..quote(3, QuoteKind::Direct, 0.6, Grade::Uncertain) },
        ];
        let mut doubtful = Vec::new();
        settle(TEXT, &speakers(), &mut quotes, &mut doubtful);
        let grades = quotes.map(|quote| quote.grade);
        assert_eq!(grades, [Grade::Likely, Grade::Uncertain, Grade::Likely, Grade::Uncertain, Grade::Uncertain]);
        assert!(doubtful.is_empty());
    }
}
