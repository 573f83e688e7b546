//! The comparison of several articles as a list: who is quoted where, the same words side by side, and who comes first.
//! Each quotation can be opened in its article.

use crate::check::compare::{ComparedSpeaker, QuoteRef, letter};
use crate::plural::pluralize;
use crate::reading::QuoteKind;
use crate::tui::commands::library::selection::end_range;
use crate::tui::overlay::{Choice, List, ListEntry, Overlay};
use crate::tui::state::request::{ComparedPieces, Request};
use crate::tui::state::{App, Effect};
use crate::tui::theme::Ink;

/// Compares the selected articles (`C`).
pub fn compare(app: &mut App, _: Option<u32>) {
    if !end_range(app) {
        return;
    }
    let targets = app.library.targets();
    if targets.len() < 2 {
        return app.notify("select two or more articles with x, then press C");
    }
    app.emit(Effect::Library(Request::Compare(targets)));
}

/// Lists a comparison.
pub(super) fn show(app: &mut App, found: &ComparedPieces) {
    let title = format!("{} ARTICLES COMPARED", found.pieces.len());
    let colours = app.theme.voices().max(1);
    app.overlays.push(Overlay::List(List::new(title, entries(found, colours))));
}

fn entries(found: &ComparedPieces, colours: usize) -> Vec<ListEntry> {
    let mut entries = Vec::new();
    for (at, (piece, _)) in found.pieces.iter().enumerate() {
        let site = piece.site.as_deref().map(|site| format!(", {site}")).unwrap_or_default();
        let entry = ListEntry::new(format!("{}{site}", piece.title), Choice::Piece(piece.id, None));
        entries.push(entry.ink(Ink::Strong).lead(letter(at), 3));
    }
    heading(&mut entries, "SPEAKERS");
    for (number, row) in found.comparison.speakers.iter().enumerate() {
        let first = row.parts.iter().find_map(|part| part.quotes.first());
        let words = format!("{} · {}", row.name, shares(row));
        let choice = first.and_then(|at| choice(found, *at));
        entries.push(entry(words, choice).ink(Ink::Speaker(number % colours)));
    }
    heading(&mut entries, "THE SAME WORDS");
    if found.comparison.shared.is_empty() {
        entries.push(ListEntry::line("no quotation appears in two of the articles", Ink::Dim));
    }
    for utterance in &found.comparison.shared {
        let speaker = utterance.speaker.and_then(|at| found.comparison.speakers.get(at).map(|row| (at, row)));
        let (name, ink) =
            speaker.map_or(("unattributed", Ink::Dim), |(at, row)| (row.name.as_str(), Ink::Speaker(at % colours)));
        entries.push(ListEntry::line(name, ink));
        for one in &utterance.quotes {
            let mut entry = quotation(found, one.at);
            if let Some(other) = speakers(found, one.at).filter(|_| one.is_disputed) {
                entry = entry.below(format!("said here by {other}"), Ink::Accent);
            }
            for change in &one.changes {
                entry = entry.below(change.in_words(), Ink::Accent);
            }
            entries.push(entry);
        }
        entries.push(ListEntry::line("", Ink::Dim));
    }
    heading(&mut entries, "QUOTED FIRST");
    for at in found.comparison.first.iter().flatten() {
        entries.push(quotation(found, *at));
    }
    entries
}

/// An entry that can be taken, if there is a place to go to.
fn entry(words: String, choice: Option<Choice>) -> ListEntry {
    match choice {
        Some(choice) => ListEntry::new(words, choice),
        None => ListEntry::line(words, Ink::Text),
    }
}

fn heading(entries: &mut Vec<ListEntry>, words: &str) {
    entries.push(ListEntry::line("", Ink::Dim));
    entries.push(ListEntry::line(words, Ink::Dim));
}

/// "A 3 quotes · B – · C 1 quote": quotations in each article.
fn shares(row: &ComparedSpeaker) -> String {
    let part = |(at, part): (usize, &crate::check::compare::SpeakerPart)| match part.quotes.len() {
        0 => format!("{} –", letter(at)),
        n => format!("{} {}", letter(at), pluralize(n, "quote", "quotes")),
    };
    row.parts.iter().enumerate().map(part).collect::<Vec<_>>().join(" · ")
}

/// The place of a quotation as an entry's choice.
fn choice(found: &ComparedPieces, at: QuoteRef) -> Option<Choice> {
    let (piece, reading) = found.pieces.get(at.article)?;
    let quote = reading.attributions.quotes.get(at.quote as usize)?;
    Some(Choice::Piece(piece.id, quote.spans.first().map(|span| span.start)))
}

/// The speakers whom an article gives a quotation to.
fn speakers(found: &ComparedPieces, at: QuoteRef) -> Option<String> {
    let said = &found.pieces.get(at.article)?.1.attributions;
    let ids = &said.quotes.get(at.quote as usize)?.speakers;
    let names: Vec<&str> = ids.iter().filter_map(|&id| Some(said.speakers.get(id as usize)?.name.as_str())).collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

fn quotation(found: &ComparedPieces, at: QuoteRef) -> ListEntry {
    let quote = found.pieces.get(at.article).and_then(|(_, reading)| {
        let quote = reading.attributions.quotes.get(at.quote as usize)?;
        Some((quote.kind, quote.text(&reading.article.text)))
    });
    let (kind, text) = quote.unwrap_or_default();
    let words = kind.marked(text);
    let ink = if kind == QuoteKind::Indirect { Ink::Indirect } else { Ink::Text };
    entry(words, choice(found, at)).ink(ink).lead(letter(at.article), 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::WordLists;
    use crate::check::compare::comparison;
    use crate::document::Span;
    use crate::library::{Piece, PieceId};
    use crate::reading::{Grade, Least, Quote, Reading, Speaker, SpeakerKind};
    use std::sync::Arc;

    fn piece(id: i64, words: &str) -> (Piece, Arc<Reading>) {
        let mut reading = Reading::default();
        reading.article.text = words.to_owned();
        let (name, kind) = ("Ann Lee".to_owned(), SpeakerKind::Person);
        let speaker = Speaker { id: 0, name, kind, role: None, quotes: vec![0], mentions: Vec::new() };
        reading.attributions.speakers.push(speaker);
        let span = Span::new(0, words.len());
        reading.attributions.quotes.push(Quote {
            id: 0,
            kind: QuoteKind::Direct,
            spans: vec![span],
            quoted_spans: vec![span],
            speakers: vec![0],
            mention: None,
            cue: None,
            via: None,
            confidence: 0.9,
            grade: Grade::Sure,
            by: String::new(),
        });
        (Piece { id: PieceId(id), title: format!("Article {id}"), ..Piece::default() }, Arc::new(reading))
    }

    #[test]
    fn same_words_of_two_articles_can_be_opened() {
        let pieces = vec![piece(7, "We will not be rushed into this"), piece(9, "We will not be pushed into this")];
        let readings: Vec<&Reading> = pieces.iter().map(|(_, reading)| &**reading).collect();
        let comparison = comparison(&readings, Least::default(), &WordLists::default());
        let entries = entries(&ComparedPieces { comparison, pieces }, 4);
        let places: Vec<_> = entries.iter().filter_map(|entry| entry.choice.clone()).collect();
        let at = |id, byte| Choice::Piece(PieceId(id), byte);
        let (seven, nine) = (at(7, Some(0)), at(9, Some(0)));
        let expected = [at(7, None), at(9, None), seven.clone(), seven.clone(), nine.clone(), seven, nine];
        assert_eq!(places, expected);
        assert!(entries.iter().any(|entry| entry.words == "Ann Lee · A 1 quote · B 1 quote"));
        assert!(entries.iter().any(|entry| entry.below.iter().any(|(words, _)| words == "“pushed” for “rushed”")));
    }
}
