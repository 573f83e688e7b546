//! The library screen without a library thread: invented pieces, and the responses to its requests.

use super::{Stage, feeds};
use ratatui::layout::Size;
use sayso::library::query::{LastWord, Query};
use sayso::library::{
    Counts, ListPage, Piece, PieceId, PieceState, SavedView, Sort, SpeakerId, SpeakerShare, SpeakerShares,
    SpeakerTimeline, Statement, Suggestions, timeline,
};
use sayso::reading::{Grade, QuoteKind};
use sayso::tui::state::library::Preview;
use sayso::tui::state::request::{LastView, Listed, Request, Response, RevisedQuote, VersionDifference};
use sayso::tui::state::{App, Effect, Message, Screen};
use sayso::tui::theme::{Depth, Theme};
use std::collections::HashMap;

/// Time of the library's clock.
pub const NOW: i64 = 1_700_000_000;

pub fn pieces() -> Vec<Piece> {
    let piece = |id: i64, title: &str, site: &str, state, progress, tags: &[&str]| Piece {
        id: PieceId(id),
        title: title.into(),
        site: Some(site.into()),
        authors: vec!["Rosa Lindqvist".into()],
        saved: NOW - id * 26_000,
        words: 500 * id as u32,
        voices: 3 * id as u32,
        state,
        progress,
        starred: id == 2,
        tags: tags.iter().map(|&tag| tag.into()).collect(),
        fetched: id != 5,
        note: (id == 1).then(|| "ask the union for the figures".into()),
        revised: (id == 4).then(|| "2 quotations changed, 1 dropped".into()),
        ..Piece::default()
    };
    vec![
        piece(1, "Harbour strike enters its third week", "Morning Ledger", PieceState::Unread, 0, &["work", "water"]),
        piece(2, "“Nobody told us”: inside the flooded archive", "The Lantern", PieceState::Reading, 420, &[]),
        piece(3, "名古屋の港で何が起きたか", "港湾新聞", PieceState::Unread, 0, &[]),
        piece(4, "What the tide table says", "Coast News", PieceState::Archive, 1000, &["water"]),
        piece(5, "https://quay.example/not-fetched-yet", "quay.example", PieceState::Unread, 0, &[]),
    ]
}

fn preview(piece: PieceId) -> Preview {
    Preview {
        piece,
        lead: "The cranes over the old harbour stood still again on Monday, and the queue of ships grew to eleven."
            .into(),
        voices: vec![
            ("Ada Moreau".into(), Some("chair of the dockers' union".into()), 7),
            ("Bruno Okafor".into(), None, 2),
        ],
        found: None,
        left_at: Some("“My shelves are empty,” said Carla Weiss".into()),
        also: vec![("What the tide table says".into(), "Bruno Okafor · mole".into())],
        problem: None,
        revised: None,
    }
}

/// The library on a screen of this size; its requests are answered from the invented pieces.
pub fn library(width: u16, height: u16) -> Stage {
    let mut app = App::new(Size { width, height }, Theme::dark(Depth::True));
    (app.screen, app.from_library) = (Screen::Library, true);
    let mut stage = Stage { app, asked: Vec::new() };
    let view = SavedView { number: 1, name: "to read".into(), query: "is:unread".into(), sort: Sort::Newest };
    answer(&mut stage, Response::Opened(vec![view], LastView::default()));
    stage
}

/// Delivers a response, and answers the requests that follow.
pub fn answer(stage: &mut Stage, answer: Response) {
    stage.send(Message::Library(answer));
    serve(stage);
}

/// Presses keys, and answers the requests.
pub fn press(stage: &mut Stage, keys: &str) {
    for key in keys.split_whitespace() {
        stage.press(key);
        serve(stage);
    }
}

fn serve(stage: &mut Stage) {
    while let Some(at) = stage.asked.iter().position(|effect| matches!(effect, Effect::Library(_))) {
        let Effect::Library(request) = stage.asked.remove(at) else { continue };
        if let Some(answer) = answer_to(request) {
            stage.send(Message::Library(answer));
        }
    }
}

pub fn answer_to(request: Request) -> Option<Response> {
    let counts = Counts { unread: 3, reading: 1, archive: 1, starred: 1 };
    Some(match request {
        Request::List { number, filter, .. } => {
            let found =
                pieces().into_iter().filter(|piece| piece.title.to_lowercase().contains(filter.to_lowercase().trim()));
            let problems = Query::parse(&filter, LastWord::Open).problems;
            let pieces: Vec<Piece> = match (problems.is_empty(), filter.contains(':')) {
                (false, _) => Vec::new(),
                (true, true) => pieces(),
                (true, false) => found.collect(),
            };
            let page = ListPage { total: pieces.len(), pieces, ..ListPage::default() };
            Response::Page(number, Box::new(Listed { offset: 0, page, counts, now: NOW, problems, more: false }))
        }
        Request::Suggest(_, input) => {
            let words = ["tag:", "title:"].iter().filter(|word| word.starts_with(&input)).map(|&word| word.to_owned());
            Response::Suggestions(input.clone(), Suggestions { start: 0, words: words.collect() })
        }
        Request::Preview(id, _) => Response::Preview(Box::new(preview(id))),
        Request::Change(ids, change) => {
            let changed = |piece: Piece| match change {
                sayso::library::Change::Delete(deleted) => Piece { deleted, ..piece },
                _ => piece,
            };
            let pieces = pieces().into_iter().filter(|piece| ids.contains(&piece.id)).map(changed).collect();
            Response::Changed(format!("{} · u to undo", change.label(ids.len())), pieces, counts)
        }
        Request::Voices(_) => {
            let voice = |id, name: &str, quotes, words| SpeakerShare {
                id: Some(SpeakerId(id)),
                name: name.into(),
                kind: None,
                joined: id == 1,
                quotes,
                words,
                pieces: 2,
            };
            let shares = vec![voice(1, "Ada Moreau", 7, 120), voice(2, "Bruno Okafor", 2, 40)];
            Response::Voices(SpeakerShares { groups: shares.len(), words: 160, shares })
        }
        Request::Said(_, name) => {
            let said = Statement {
                speaker: name.clone(),
                piece: PieceId(1),
                title: "Harbour strike enters its third week".into(),
                site: None,
                url: None,
                day: NOW,
                kind: QuoteKind::Direct,
                text: "We asked for rest, and they sent us a timetable".into(),
                via: None,
                start: 0,
                quote: 0,
                grade: Grade::Sure,
                confidence: 960,
            };
            let other = |days: i64, piece: i64, text: &str, kind| Statement {
                piece: PieceId(piece),
                day: NOW - days * 86_400,
                text: text.into(),
                kind,
                site: Some("Coast News".into()),
                title: "What the tide table says".into(),
                ..said.clone()
            };
            let statements = vec![
                said.clone(),
                other(1, 4, "We asked for rest, and they sent us a timetable", QuoteKind::Direct),
                other(9, 4, "the talks had not begun", QuoteKind::Indirect),
            ];
            let tags = HashMap::from([(PieceId(4), vec!["water".to_owned()])]);
            let timeline = timeline(&statements);
            Response::Said(name, Box::new(SpeakerTimeline { statements, tags, timeline }))
        }
        Request::Difference(_) => Response::Difference(Box::new(VersionDifference {
            summary: Some("1 quotation changed".into()),
            quotes: vec![RevisedQuote {
                kind: "changed".into(),
                earlier: Some("Emil Okafor: “Nine ships are waiting”".into()),
                later: Some("Emil Okafor: “Eleven ships are waiting”".into()),
            }],
            lines: vec![
                (' ', "The cranes stood still on Monday.".into()),
                ('-', "Nine ships wait.".into()),
                ('+', "Eleven ships wait.".into()),
            ],
        })),
        Request::Feeds(request) => return feeds::answer_to(request),
        _ => return None,
    })
}
