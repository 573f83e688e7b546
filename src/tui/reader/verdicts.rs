//! The quotations of a draft that is checked: their verdicts, the words that differ, the current one.

use crate::check::{Gravity, QuoteVerdict};
use crate::document::Span;
use crate::library::{CheckedQuote, DraftCheck};
use crate::tui::reader::Reader;
use crate::tui::theme::Ink;

/// The quotations of a draft and their verdicts.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// All quotations in marks, in the order of the text; empty until they are checked.
    pub all: Vec<CheckedQuote>,
    /// Problems: sources that could not be read, and oddities of the draft, one line each.
    pub notes: Vec<String>,
    /// Words that differ from the source: bytes of the draft's text, disjoint, in order.
    pub changed: Vec<Span>,
    /// True once all are checked.
    pub is_done: bool,
    /// Index in `all` of the quotation chosen last.
    chosen: Option<usize>,
}

/// Sign of a verdict in the gutter; no two are the same, so that colours are not needed.
pub const fn sign(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::Exact => "✓",
        QuoteVerdict::Typography => "≈",
        QuoteVerdict::Elided => "…",
        QuoteVerdict::Reported => "›",
        QuoteVerdict::TooShort => "·",
        QuoteVerdict::Cut => "/",
        QuoteVerdict::Joined => "+",
        QuoteVerdict::Altered => "≠",
        QuoteVerdict::OtherSpeaker => "@",
        QuoteVerdict::NotFound => "✗",
    }
}

/// Ink of a verdict.
pub const fn ink(verdict: QuoteVerdict) -> Ink {
    match verdict.gravity() {
        Gravity::Fine => Ink::Dim,
        Gravity::Doubtful => Ink::Accent,
        Gravity::Wrong => Ink::Error,
    }
}

impl Verdicts {
    /// The verdicts of a check; `text` is the draft's.
    pub fn of(check: DraftCheck, text: &str) -> Self {
        let mut changed = Vec::new();
        for one in &check.quotes {
            let changes = one.found.iter().flat_map(|found| &found.judgement.changes);
            let words: Vec<&str> = changes.map(|change| change.draft.as_str()).collect();
            changed.extend(word_places(text, &one.claim.spans, &words));
        }
        changed.sort_unstable();
        changed.dedup_by(|next, held| next.overlaps(*held));
        Self { all: check.quotes, notes: check.notes, changed, is_done: true, chosen: None }
    }

    /// The gravest verdict among the quotations that begin in a range of the text.
    pub fn starting_in(&self, span: Span) -> Option<QuoteVerdict> {
        let begins = |one: &&CheckedQuote| one.claim.spans.first().is_some_and(|first| span.contains(first.start));
        self.all.iter().filter(begins).map(|one| one.verdict).max()
    }

    /// The gravest verdict on the words of an attribution.
    pub fn of_quote(&self, quote: u32) -> Option<QuoteVerdict> {
        self.all.iter().filter(|one| one.claim.quote == Some(quote)).map(|one| one.verdict).max()
    }

    /// The words that differ and overlap a span.
    pub fn changed_in(&self, span: Span) -> &[Span] {
        let from = self.changed.partition_point(|word| word.end <= span.start);
        let to = from + self.changed[from..].partition_point(|word| word.start < span.end);
        &self.changed[from..to]
    }
}

/// Finds words in a text, in this order, each behind the one before, within these spans; those not found are left out.
pub fn word_places(text: &str, within: &[Span], words: &[&str]) -> Vec<Span> {
    let mut places = Vec::new();
    let mut at = 0;
    for word in words.iter().filter(|word| !word.is_empty()) {
        let in_span = |span: &Span| {
            let start = span.start.max(at);
            let rest = text.get(start..span.end)?;
            let is_whole = |from: usize| {
                let outer = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let before = text.get(..from).and_then(|before| before.chars().next_back());
                outer(before) && outer(text.get(from + word.len()..).and_then(|after| after.chars().next()))
            };
            rest.match_indices(word).map(|(found, _)| start + found).find(|from| is_whole(*from))
        };
        if let Some(from) = within.iter().find_map(in_span) {
            at = from + word.len();
            places.push(Span::new(from, at));
        }
    }
    places
}

impl Reader {
    /// Returns the index of the current quotation among those checked.
    pub fn claim(&self) -> Option<usize> {
        let verdicts = self.verdicts.as_ref()?;
        let is_current = |at: &usize| {
            verdicts.all.get(*at).is_some_and(|one| one.claim.quote == self.current && self.sees_claim(one))
        };
        verdicts.chosen.filter(is_current).or_else(|| {
            let quote = self.current?;
            verdicts.all.iter().position(|one| one.claim.quote == Some(quote))
        })
    }

    /// Returns the current quotation of a draft that is checked.
    pub fn checked(&self) -> Option<&CheckedQuote> {
        self.verdicts.as_ref()?.all.get(self.claim()?)
    }

    fn sees_claim(&self, one: &CheckedQuote) -> bool {
        self.visible().is_some_and(|seen| one.claim.spans.iter().any(|span| span.overlaps(seen)))
    }

    /// Selects a quotation of the draft and scrolls it into view.
    pub fn choose_claim(&mut self, at: usize) {
        let Some(verdicts) = &mut self.verdicts else { return };
        let Some(claim) = verdicts.all.get(at).map(|one| &one.claim) else { return };
        let (quote, span) = (claim.quote, claim.spans.first().copied());
        verdicts.chosen = Some(at);
        match quote {
            Some(quote) => self.choose(quote),
            None => self.current = None,
        }
        if let Some(span) = span {
            self.reveal(span);
        }
    }

    /// Returns the index of the checked quotation `by` steps from the current or the visible one among those wanted,
    /// clamped to the first and last; `None` if none is wanted.
    pub fn claim_beside(&self, by: isize, wanted: impl Fn(&CheckedQuote) -> bool) -> Option<usize> {
        let all = &self.verdicts.as_ref()?.all;
        let those: Vec<usize> = all.iter().enumerate().filter(|(_, one)| wanted(one)).map(|(at, _)| at).collect();
        let current = self.claim().filter(|at| all.get(*at).is_some_and(|one| self.sees_claim(one)));
        let (before, behind) = match current {
            Some(at) => (those.partition_point(|one| *one < at), those.partition_point(|one| *one <= at)),
            None => {
                let top = self.visible().map_or(0, |seen| seen.start);
                let starts =
                    |at: &usize| all.get(*at).and_then(|one| one.claim.spans.first()).map_or(0, |span| span.start);
                let at = those.partition_point(|one| starts(one) < top);
                (at, at)
            }
        };
        let target = if by > 0 { behind as isize + by - 1 } else { before as isize + by };
        those.get(target.clamp(0, those.len().saturating_sub(1) as isize) as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_found_in_order_and_whole() {
        let text = "“It cost 15 and 5 more, not 5,” he said. 5";
        let spoken = [Span::new(0, text.find("he said").unwrap())];
        let found: Vec<usize> =
            word_places(text, &spoken, &["5", "", "not", "5", "gone"]).iter().map(|span| span.start).collect();
        let expected = ["5 more", "not", "5,”"].map(|words| text.find(words).unwrap());
        assert_eq!(found, expected);
    }

    #[test]
    fn signs_differ_without_colours() {
        let mut signs = QuoteVerdict::ALL.map(sign).to_vec();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), QuoteVerdict::ALL.len());
    }
}
