//! What the librarian's answers change.

use super::commands::{look, renew};
use super::{Answer, Listed, Preview, Status, Window};
use crate::library::{Piece, Said, Voice};
use crate::reading::Reading;
use crate::tui::app::{App, Notice, Screen, shelf};
use crate::tui::overlay::{Choice, Entry, List, Overlay};
use crate::tui::theme::Ink;
use std::sync::Arc;

/// Takes an answer in.
pub fn answer(app: &mut App, answer: Answer) {
    match answer {
        Answer::Opened(views, filter, sort) => {
            let state = &mut app.library;
            (state.views, state.status) = (views, Status::Open);
            (state.filter, state.sort) = (state.wanted.take().unwrap_or(filter), sort);
            renew(app);
        }
        Answer::Listed(number, listed) => take_list(app, number, *listed),
        Answer::Preview(preview) => take_preview(app, *preview),
        Answer::Changed(words, pieces, counts) => {
            app.library.counts = counts;
            for piece in pieces {
                refresh(app, piece);
            }
            if !words.is_empty() {
                app.tell(words);
            }
            if app.library.window.pieces.is_empty() {
                renew(app);
            }
        }
        Answer::Read(piece, reading) => open(app, &piece, *reading),
        Answer::Highlights(id, kept) if app.library.open == Some(id) => {
            if let Some(reader) = app.reader_mut() {
                reader.take_highlights(kept);
            }
        }
        Answer::Highlights(..) => {}
        Answer::Fetching(waiting, piece, problem) => {
            app.library.waiting = waiting;
            if let Some(piece) = piece {
                app.library.previewing = None;
                refresh(app, *piece);
                look(app);
            }
            if let Some(problem) = problem {
                app.notice = Some(Notice::Failed(problem));
            }
        }
        Answer::Voices(voices) => show_voices(app, &voices),
        Answer::Said(speaker, name, said) => show_said(app, speaker, &name, &said),
        Answer::Difference(lines) => show_difference(app, lines),
        Answer::Failed(why) => app.notice = Some(Notice::Failed(why)),
        Answer::Shut(why) => app.library.status = Status::Failed(why),
    }
}

fn take_list(app: &mut App, number: u32, listed: Listed) {
    let state = &mut app.library;
    (state.counts, state.now) = (listed.counts, listed.now);
    if number != state.asked {
        return;
    }
    let Listed { offset, page, problems, .. } = listed;
    state.window = Window { offset, pieces: page.pieces, total: page.total, or_more: page.or_more, pending: false };
    if let Some(problem) = problems.into_iter().next() {
        app.notice = Some(Notice::Failed(problem));
    }
    look(app);
}

fn take_preview(app: &mut App, preview: Preview) {
    if app.library.previewing == Some(preview.piece) {
        app.library.preview = Some(preview);
    }
}

/// Puts a piece as it is now in the place of what it was: it stays in sight.
fn refresh(app: &mut App, piece: Piece) {
    if let Some(held) = app.library.window.pieces.iter_mut().find(|held| held.id == piece.id) {
        *held = piece;
    }
}

fn open(app: &mut App, piece: &Piece, reading: Reading) {
    app.screen = Screen::Reader;
    app.library.open = Some(piece.id);
    let location = piece.given_url.clone().or_else(|| piece.url.clone()).unwrap_or_else(|| piece.title.clone());
    shelf::place(app, location.into(), Arc::new(reading), None);
    let place = app.reader().and_then(|reader| reader.place_of(piece.position));
    if let Some((reader, place)) = app.reader_mut().zip(place.filter(|_| piece.position > 0)) {
        reader.go(place, 0);
    }
}

fn show_voices(app: &mut App, voices: &[Voice]) {
    let all: usize = voices.iter().map(|voice| voice.words).sum();
    let most = voices.first().map_or(1, |voice| voice.words.max(1));
    let entry = |voice: &Voice| {
        let bar = "█".repeat((voice.words * 16).div_ceil(most));
        let share = voice.words as f64 * 100.0 / all.max(1) as f64;
        let detail = format!("{bar} {share:.1} %  {} pieces", voice.pieces);
        Entry::new(voice.name.clone(), Choice::Said(voice.id.unwrap_or_default(), voice.name.clone()))
            .detail(detail)
            .right(voice.quotes.to_string())
    };
    app.overlays.push(Overlay::List(List::new("Voices in these pieces", voices.iter().map(entry).collect())));
}

fn show_said(app: &mut App, speaker: i64, name: &str, said: &[Said]) {
    let mut entries = Vec::new();
    for one in said {
        let day = crate::library::import::dates::show(one.day);
        let day = day.get(..10).unwrap_or_default().to_owned();
        let words = if one.kind == crate::reading::QuoteKind::Direct {
            format!("“{}”", one.text)
        } else {
            one.text.clone()
        };
        entries.push(Entry::new(words, Choice::Piece(one.piece)).right(day).detail(one.title.clone()));
    }
    entries.push(Entry::new("Join this speaker to another…", Choice::JoinTo(speaker)).ink(Ink::Dim));
    entries.push(Entry::new("Part those joined", Choice::Part(speaker)).ink(Ink::Dim));
    app.overlays.push(Overlay::List(List::new(format!("What {name} said"), entries)));
}

fn show_difference(app: &mut App, lines: Vec<(char, String)>) {
    let entry = |(mark, words): (char, String)| {
        let ink = match mark {
            '+' => Ink::Accent,
            '-' => Ink::Error,
            _ => Ink::Dim,
        };
        Entry::line(format!("{mark} {words}"), ink)
    };
    app.overlays.push(Overlay::List(List::new("Against the earlier version", lines.into_iter().map(entry).collect())));
}
