//! The verdict on a quotation of a draft as entries: what differs, the source's sentence with those words marked, the
//! place. The pane and the card show the same.

use crate::check::ChangeKind;
use crate::document::Span;
use crate::library::{CheckedQuote, FoundSource};
use crate::tui::overlay::{Choice, ListEntry};
use crate::tui::reader::verdicts::{Verdicts, ink, sign, word_places};
use crate::tui::theme::Ink;
use crate::white_space;

/// Ink of words that differ.
const DIFFERS: Ink = Ink::Error;

/// The verdict on one quotation.
pub fn entries(one: &CheckedQuote) -> Vec<ListEntry> {
    let changes = one.found.as_ref().map_or(&[][..], |found| &found.judgement.changes);
    let words = |of: fn(&crate::check::WordChange) -> &str| -> Vec<String> {
        changes.iter().map(|change| white_space::fold(of(change))).collect()
    };
    let quoted = format!("“{}”", white_space::fold(&one.claim.text()));
    let head = ListEntry::line(one.verdict.name(), ink(one.verdict)).lead(sign(one.verdict), 2);
    let mut entries = vec![marked(head, quoted, &words(|change| &change.draft))];
    let speaker = one.speaker().map_or_else(|| "no speaker named".into(), |name| format!("by {name}"));
    entries.push(ListEntry::line(speaker, Ink::Dim));
    for change in changes {
        let grave = change.kind != ChangeKind::Word;
        entries.push(ListEntry::line(change.report(), if grave { Ink::Strong } else { Ink::Text }));
    }
    entries.extend(one.remarks().into_iter().map(|remark| ListEntry::line(remark, Ink::Strong)));
    if let Some(found) = &one.found {
        entries.push(ListEntry::line("", Ink::Dim));
        let head = ListEntry::line("SOURCE", Ink::Dim);
        let sentence = white_space::fold(&found.sentences());
        entries.push(marked(head, sentence, &words(|change| &change.source)));
        entries.push(place(found));
    } else {
        entries.push(ListEntry::line("", Ink::Dim));
        entries.push(ListEntry::line("no source has these words", Ink::Dim));
    }
    entries
}

/// The place in the source, which can be gone to.
fn place(found: &FoundSource) -> ListEntry {
    ListEntry::new(found.line(), Choice::Source).ink(Ink::Dim)
}

/// Counts and remarks about the whole draft.
pub fn summary(verdicts: &Verdicts) -> Vec<ListEntry> {
    let mut entries = Vec::new();
    if verdicts.is_done && !verdicts.all.is_empty() {
        entries.push(ListEntry::line(CheckedQuote::summary(&verdicts.all), Ink::Dim));
    }
    entries.extend(verdicts.notes.iter().map(|note| ListEntry::line(note, Ink::Error)));
    entries
}

/// Adds a text below a heading, with some of its words marked.
fn marked(head: ListEntry, text: String, words: &[String]) -> ListEntry {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let marks = word_places(&text, &[Span::new(0, text.len())], &words);
    ListEntry { marks: (marks, DIFFERS), ..head.below(text, Ink::Text) }
}
