//! Commands of the passage selection: caret motions, copying, highlighting.

use crate::tui::commands::annotations;
use crate::tui::overlay::{Overlay, Prompt, Purpose};
use crate::tui::reader::export::with_citation;
use crate::tui::reader::flow::Place;
use crate::tui::reader::page::Text;
use crate::tui::reader::selection::Passage;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::{App, Effect};
use unicode_segmentation::UnicodeSegmentation;

/// Starts a selection at the current quotation, or else at the first visible line (`v`).
pub fn begin(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let seen = reader.visible();
    let start = reader.voices.as_ref().zip(reader.current).and_then(|(v, q)| Some(v.quote(q)?.spans.first()?.start));
    let quoted = start.filter(|at| seen.is_some_and(|s| s.contains(*at))).and_then(|at| reader.place_of(at));
    let place = quoted.unwrap_or_else(|| reader.here());
    reader.focus = Pane::Text;
    reader.passage = Some(Passage { anchor: place, caret: place });
}

/// Ends the selection (`Esc`).
pub fn end(app: &mut App, _: Option<u32>) {
    if let Some(reader) = app.reader_mut() {
        reader.passage = None;
    }
}

/// Moves the caret to the other end of the passage (`o`).
pub fn other_end(app: &mut App, _: Option<u32>) {
    if let Some(passage) = app.reader_mut().and_then(|r| r.passage.as_mut()) {
        std::mem::swap(&mut passage.anchor, &mut passage.caret);
    }
}

/// Copies the passage with its citation (`y`).
pub fn copy(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let Some(passage) = reader.passage.take() else { return };
    let words = reader.words_of(passage);
    let text = with_citation(reader, &format!("“{words}”"), None);
    app.emit(Effect::Copy(text, "selection and citation"));
}

/// Saves the passage as a highlight, or removes the highlight under the caret (`s`).
pub fn keep(app: &mut App, _: Option<u32>) {
    let highlights = app.reader_mut().and_then(|reader| {
        let passage = reader.passage.take()?;
        Some(reader.with_highlight(passage))
    });
    let Some((highlights, come)) = highlights else { return };
    annotations::highlight(app, highlights);
    app.notify(if come { "highlighted · V lists highlights · u to undo" } else { "highlight removed · u to undo" });
}

/// Saves the passage with a note, or edits the note of an existing highlight (`;`).
pub fn note(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let Some(passage) = reader.passage else { return };
    let input = note_at(reader, passage).unwrap_or_default();
    app.overlays.push(Overlay::Prompt(Prompt::new(Purpose::HighlightNote, input)));
}

/// Returns the note on the highlight at a passage.
pub(in crate::tui) fn note_at(reader: &Reader, passage: Passage) -> Option<String> {
    let at = reader.annotations.highlight_at(passage.caret)?;
    reader.annotations.marks.highlights.get(at)?.note.clone()
}

/// Applies the note entered in the prompt.
pub fn noted(app: &mut App, words: &str) {
    let words = words.trim().to_owned();
    let Some(reader) = app.reader_mut() else { return };
    let Some(passage) = reader.passage.take() else { return };
    let mut highlights = match reader.annotations.highlight_at(passage.caret) {
        Some(_) => reader.annotations.marks.highlights.clone(),
        None => reader.with_highlight(passage).0,
    };
    let at = reader.annotations.highlight_at(passage.caret).unwrap_or(highlights.len() - 1);
    highlights[at].note = (!words.is_empty()).then_some(words);
    annotations::highlight(app, highlights);
    app.notify("highlighted with a note · u to undo");
}

/// Goes to the highlight of index `at` and selects it.
pub fn highlighted(reader: &mut Reader, at: usize) {
    let Some(&(first, last, _)) = reader.annotations.places.iter().find(|(.., index)| *index == at) else { return };
    reader.go(first, 3);
    reader.focus = Pane::Text;
    reader.passage = Some(Passage { anchor: first, caret: last });
}

/// Moves the caret `count` characters back (`h`).
pub fn left(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        match text[..caret.byte].grapheme_indices(true).next_back() {
            Some((byte, _)) => Some(Place { byte, ..caret }),
            None => reader.neighbour(caret, -1),
        }
    });
}

/// Moves the caret `count` characters on (`l`).
pub fn right(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        match text[caret.byte..].grapheme_indices(true).nth(1) {
            Some((by, _)) => Some(Place { byte: caret.byte + by, ..caret }),
            None => reader.neighbour(caret, 1),
        }
    });
}

/// Moves the caret to the start of the next word (`w`).
pub fn word_on(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let next = text[caret.byte..].split_word_bound_indices().skip(1).find(|(_, w)| is_word(w));
        next.map(|(by, _)| Place { byte: caret.byte + by, ..caret }).or_else(|| reader.neighbour(caret, 1))
    });
}

/// Moves the caret to the start of the previous word (`b`).
pub fn word_back(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let last = text[..caret.byte].split_word_bound_indices().rfind(|(_, w)| is_word(w));
        last.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, -1))
    });
}

/// Moves the caret to the next sentence (`)`).
pub fn sentence_on(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let next = text.split_sentence_bound_indices().find(|(at, _)| *at > caret.byte);
        next.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, 1))
    });
}

/// Moves the caret to the previous sentence (`(`).
pub fn sentence_back(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| {
        let text = reader.text_at(caret)?;
        let last = text.split_sentence_bound_indices().take_while(|(at, _)| *at < caret.byte).last();
        last.map(|(byte, _)| Place { byte, ..caret }).or_else(|| reader.neighbour(caret, -1))
    });
}

/// Moves the caret to the end of the paragraph (`$`).
pub fn paragraph_end(app: &mut App, _: Option<u32>) {
    repeat(app, None, |reader, caret| {
        let (byte, _) = reader.text_at(caret)?.grapheme_indices(true).next_back()?;
        Some(Place { byte, ..caret })
    });
}

/// Moves the caret to the start of the paragraph (`0`).
pub fn paragraph_start(app: &mut App, _: Option<u32>) {
    repeat(app, None, |_, caret| Some(Place { byte: 0, ..caret }));
}

/// Moves the caret `count` lines down (`j`).
pub fn down(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| reader.line_beside(caret, 1));
}

/// Moves the caret `count` lines up (`k`).
pub fn up(app: &mut App, count: Option<u32>) {
    repeat(app, count, |reader, caret| reader.line_beside(caret, -1));
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn repeat(app: &mut App, count: Option<u32>, motion: fn(&mut Reader, Place) -> Option<Place>) {
    let Some(reader) = app.reader_mut() else { return };
    for _ in 0..count.unwrap_or(1).min(1_000) {
        let Some(passage) = reader.passage else { return };
        let Some(caret) = motion(reader, passage.caret) else { break };
        reader.passage = Some(Passage { caret, ..passage });
        reader.page.reveal_line(Text { flow: &reader.flow, article: &reader.piece.article }, caret);
    }
}
