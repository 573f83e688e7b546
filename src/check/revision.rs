//! [`revisions`]: the quotations that a later version of a page added, dropped, changed, or gave to another speaker.

use super::changes::WordChange;
use super::draft::speakers;
use super::lists::WordLists;
use super::names::{SpeakerAgreement, compare};
use super::utterance::Spoken;
use crate::plural::pluralize;
use crate::reading::{Grade, Quote, Reading};

/// A quotation that differs between two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRevision {
    /// The sort of difference.
    pub kind: RevisionKind,
    /// The quotation in the earlier version.
    pub earlier: Option<u32>,
    /// The quotation in the later version.
    pub later: Option<u32>,
    /// Words of the later one that differ (`draft`) from the earlier one (`source`).
    pub changes: Vec<WordChange>,
}

/// The sort of difference between two versions of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RevisionKind {
    /// Its words changed.
    Changed,
    /// It was attributed to another speaker.
    Reattributed,
    /// Only the later version has it.
    Added,
    /// Only the earlier version has it.
    Dropped,
}

impl RevisionKind {
    /// The difference in words, above the quotations.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Reattributed => "attributed to another speaker",
            kind => kind.name(),
        }
    }

    /// The name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Reattributed => "given to another",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }
}

/// Compares the quotations of two versions, in the order of the later one, dropped ones last.
pub fn revisions(earlier: &Reading, later: &Reading, lists: &WordLists) -> Vec<QuoteRevision> {
    let texts = |reading: &Reading| -> Vec<String> {
        reading.attributions.quotes.iter().map(|quote| quote.text(&reading.article.text)).collect()
    };
    let (old_texts, new_texts) = (texts(earlier), texts(later));
    let (old, new) = (spoken(earlier, &old_texts, lists), spoken(later, &new_texts, lists));
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for (at, text) in new_texts.iter().enumerate() {
        if let Some(same) = (0..old.len()).find(|&other| !taken[other] && old_texts[other] == *text) {
            (partner[at], taken[same]) = (Some(same), true);
        }
    }
    for at in 0..new.len() {
        if partner[at].is_some() {
            continue;
        }
        let free = (0..old.len()).filter(|&other| !taken[other]);
        let scored = free.filter_map(|other| Some((new[at].same(&old[other], lists)?.share, other)));
        if let Some((_, same)) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
            (partner[at], taken[same]) = (Some(same), true);
        }
    }
    let mut found = Vec::new();
    for (at, quote) in later.attributions.quotes.iter().enumerate() {
        let Some(same) = partner[at] else {
            if quote.grade >= Grade::Likely {
                found.push(revision(RevisionKind::Added, None, Some(quote), Vec::new()));
            }
            continue;
        };
        let before = &earlier.attributions.quotes[same];
        let (ours, theirs) = (speakers(&later.attributions, quote), speakers(&earlier.attributions, before));
        if new_texts[at] != old_texts[same] {
            let changes = new[at].same(&old[same], lists).map_or(Vec::new(), |it| it.changes);
            found.push(revision(RevisionKind::Changed, Some(before), Some(quote), changes));
        } else if compare(&ours, &theirs, lists) == SpeakerAgreement::Different {
            found.push(revision(RevisionKind::Reattributed, Some(before), Some(quote), Vec::new()));
        }
    }
    for (quote, _) in earlier.attributions.quotes.iter().zip(taken).filter(|(_, taken)| !taken) {
        if quote.grade >= Grade::Likely {
            found.push(revision(RevisionKind::Dropped, Some(quote), None, Vec::new()));
        }
    }
    found
}

/// The quotations of a version, ready to be compared.
fn spoken<'t>(reading: &Reading, texts: &'t [String], lists: &WordLists) -> Vec<Spoken<'t>> {
    let quotes = reading.attributions.quotes.iter().zip(texts);
    quotes.map(|(quote, text)| Spoken::new(text, speakers(&reading.attributions, quote), lists)).collect()
}

fn revision(
    kind: RevisionKind,
    earlier: Option<&Quote>,
    later: Option<&Quote>,
    changes: Vec<WordChange>,
) -> QuoteRevision {
    QuoteRevision { kind, earlier: earlier.map(|it| it.id), later: later.map(|it| it.id), changes }
}

/// "2 quotations changed, 1 added"; `None` if there are no revisions.
pub fn summary(all: &[QuoteRevision]) -> Option<String> {
    let kinds = [RevisionKind::Changed, RevisionKind::Reattributed, RevisionKind::Added, RevisionKind::Dropped];
    let name = |kind| if kind == RevisionKind::Reattributed { "reattributed" } else { RevisionKind::name(kind) };
    let counts = kinds.map(|kind| (all.iter().filter(|it| it.kind == kind).count(), name(kind)));
    let mut parts = counts.iter().filter(|(count, _)| *count > 0);
    let (count, name) = parts.next()?;
    let mut text = format!("{} {name}", pluralize(*count, "quotation", "quotations"));
    for (count, name) in parts {
        text.push_str(&format!(", {count} {name}"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use crate::reading::{Attributions, QuoteKind, Speaker, SpeakerKind};

    /// A reading of lines `Name: words`.
    fn reading(lines: &[&str]) -> Reading {
        let mut reading = Reading::default();
        let Attributions { speakers, quotes, .. } = &mut reading.attributions;
        for (id, line) in (0..).zip(lines) {
            let (name, words) = line.split_once(": ").unwrap_or(("", line));
            let start = reading.article.text.len();
            reading.article.text.push_str(words);
            reading.article.text.push_str("\n\n");
            let span = Span::new(start, start + words.len());
            let (name, kind) = (name.to_owned(), SpeakerKind::Person);
            speakers.push(Speaker { id, name, kind, role: None, quotes: vec![id], mentions: Vec::new() });
            quotes.push(Quote {
                id,
                kind: QuoteKind::Direct,
                spans: vec![span],
                quoted_spans: vec![span],
                speakers: vec![id],
                mention: None,
                cue: None,
                via: None,
                confidence: 0.9,
                grade: Grade::Likely,
                by: String::new(),
            });
        }
        reading
    }

    #[test]
    fn quotations_of_two_versions_are_compared() {
        let earlier = reading(&[
            "Ann Lee: We will pay 12 million for the bridge",
            "Joe Ross: Nobody has ever asked us about it",
            "Ann Lee: The vote is on Monday at noon",
            "Ann Lee: It rains in this town",
        ]);
        let later = reading(&[
            "Ann Lee: We will pay 15 million for the bridge",
            "Bea Kim: Nobody has ever asked us about it",
            "Ann Lee: The vote is on Monday at noon",
            "Joe Ross: Somebody should call the engineer at home",
        ]);
        let found = revisions(&earlier, &later, &WordLists::default());
        let kinds: Vec<_> = found.iter().map(|it| (it.kind.name(), it.earlier, it.later)).collect();
        let expected = [
            ("changed", Some(0), Some(0)),
            ("given to another", Some(1), Some(1)),
            ("added", None, Some(3)),
            ("dropped", Some(3), None),
        ];
        assert_eq!(kinds, expected);
        assert_eq!(found[0].changes[0].draft, "15");
        let told = "1 quotation changed, 1 reattributed, 1 added, 1 dropped";
        assert_eq!(summary(&found).as_deref(), Some(told));
        assert_eq!(summary(&[]), None);
    }
}
