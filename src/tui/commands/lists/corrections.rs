//! Lists for corrections and highlights of the text, and for related pieces of the library.

use crate::library::fold;
use crate::reading::Speaker;
use crate::small_sort::SmallSort;
use crate::tui::commands::annotations;
use crate::tui::commands::lists::pickers::{open, reader_with_voices, speaker_entries};
use crate::tui::overlay::{Choice, List, ListEntry, TypedChoice};
use crate::tui::reader::Pane;
use crate::tui::reader::library_context::{Echo, SimilarPiece};
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::theme::Ink;
use crate::white_space;

/// Lists candidates for the speaker of the current quotation; other names can be typed (`=`).
pub fn set_speaker(app: &mut App, _: Option<u32>) {
    let Some((reader, voices)) = reader_with_voices(app) else { return };
    let Some(quote) = reader.current else { return };
    let current = voices.speaker_of(quote).map(|speaker| speaker.name.clone());
    let name = |id: Option<u32>| id.and_then(|id| Some(voices.all.speakers.get(id as usize)?.name.clone()));
    let mut entries = speaker_entries(voices, |id| Choice::Correct(quote, name(id)));
    if !voices.unattributed.is_empty() {
        entries.pop();
    }
    entries.push(ListEntry::new("unattributed", Choice::Correct(quote, None)));
    let list = List::new("WHO SAID THIS?", entries)
        .unit("choice", "choices")
        .at(|c| matches!(c, Choice::Correct(_, name) if *name == current));
    let selected = list.selected;
    open(app, List { selected, ..list.or_typed(TypedChoice::Speaker(quote)) });
}

/// Dismisses the current quotation; in the list of speakers, dismisses the selected name as a speaker (`x`).
pub fn dismiss(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let selected = (reader.focus == Pane::Voices).then(|| reader.list.row()).flatten();
    let corrections = if let Some(SpeakerRow::Speaker(Some(speaker)) | SpeakerRow::Role(speaker)) = selected {
        reader.with_speaker_replaced(speaker, None)
    } else {
        let Some(quote) = reader.current else { return };
        reader.with_dismissed(quote)
    };
    annotations::correct(app, corrections);
    app.notify("dismissed for this article · u to undo");
}

/// Lists speakers to merge with the selected one, or with the current quotation's (`M`).
pub fn merge_speaker(app: &mut App, _: Option<u32>) {
    let Some((reader, voices)) = reader_with_voices(app) else { return };
    let selected = (reader.focus == Pane::Voices).then(|| reader.list.row()).flatten();
    let speaker = match selected {
        Some(SpeakerRow::Speaker(Some(speaker)) | SpeakerRow::Role(speaker)) => Some(speaker),
        _ => reader.current.and_then(|quote| voices.speaker_of(quote)).map(|speaker| speaker.id),
    };
    let Some(speaker) = speaker.and_then(|id| voices.all.speakers.get(id as usize)) else {
        return app.notify("this quotation is unattributed");
    };
    let others = voices.all.speakers.iter().filter(|one| one.id != speaker.id && !one.quotes.is_empty());
    let mut others: Vec<&Speaker> = others.collect();
    if others.is_empty() {
        return app.notify("no other speaker in this article");
    }
    others.small_sort_by_key(|one| !may_be_one(&one.name, &speaker.name));
    let entry = |one: &&Speaker| {
        let ink = voices.colours.get(one.id as usize).map_or(Ink::Text, |colour| Ink::Speaker(*colour));
        let entry = ListEntry::new(&one.name, Choice::Merge(speaker.id, one.name.clone())).ink(ink);
        entry.detail(one.role.clone().unwrap_or_default())
    };
    let title = format!("MERGE {} WITH", speaker.name.to_uppercase());
    let entries = others.iter().map(entry).collect();
    open(app, List::new(title, entries).unit("speaker", "speakers"));
}

/// Returns true if two names share their last word, or if one is the initials of the other.
pub fn may_be_one(a: &str, b: &str) -> bool {
    let last = |name: &str| fold::words(name).pop();
    let initials = |name: &str| -> String {
        name.split(' ').filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    let short = |short: &str, long: &str| short.len() > 1 && !short.contains(' ') && initials(long) == short;
    last(a).is_some() && last(a) == last(b) || short(a, b) || short(b, a)
}

/// Lists the highlights of the text (`V`).
pub fn highlights(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let all = &reader.annotations.marks.highlights;
    if all.is_empty() {
        return app.notify("no highlights · v to select text, s to highlight it");
    }
    let entry = |(at, one): (usize, &crate::library::Highlight)| {
        let words = white_space::fold(&one.text);
        let entry = ListEntry::new(words, Choice::Highlight(at)).detail(one.note.clone().unwrap_or_default());
        if one.span.is_none() { entry.below("no longer in the text", Ink::Dim) } else { entry }
    };
    let mut order: Vec<_> = all.iter().enumerate().collect();
    order.small_sort_by_key(|(_, one)| one.span.map_or(usize::MAX, |span| span.start));
    let entries = order.into_iter().map(entry).collect();
    open(app, List::new("HIGHLIGHTS", entries).unit("highlight", "highlights"));
}

/// Opens another piece with the same quotation, after a choice if there are several. Returns true if there is any.
pub fn open_echo(app: &mut App, quote: u32) -> bool {
    let Some(reader) = app.reader() else { return false };
    let echoes: Vec<_> = reader.annotations.context.of(quote).cloned().collect();
    match echoes.as_slice() {
        [] => return false,
        [one] => app.emit(Effect::Library(Request::Read(one.piece, Some(one.start)))),
        several => {
            let entry = |echo: &Echo| {
                ListEntry::new(&echo.title, Choice::Piece(echo.piece, Some(echo.start))).detail(&echo.about)
            };
            let entries = several.iter().map(entry).collect();
            open(app, List::new("ALSO IN", entries).unit("article", "articles"));
        }
    }
    true
}

/// Opens a similar piece, after a choice if several tell the same story.
pub fn open_neighbour(app: &mut App, neighbour: &SimilarPiece) {
    if neighbour.same_story.is_empty() {
        return app.emit(Effect::Library(Request::Read(neighbour.piece, None)));
    }
    let mut entries =
        vec![ListEntry::new(&neighbour.title, Choice::Piece(neighbour.piece, None)).detail(&neighbour.about)];
    entries.extend(neighbour.same_story.iter().map(|(id, site)| ListEntry::new(site, Choice::Piece(*id, None))));
    open(app, List::new("THE SAME STORY", entries).unit("article", "articles"));
}
