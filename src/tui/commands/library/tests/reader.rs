//! Tests of annotations and library context in the reader: keys and responses in, requests and cells out.

use crate::article::{Article, Reason, Role, Verdict};
use crate::document::{Block, Document, Metadata, Span};
use crate::library::{BlockAnchor, Change, Correction, Counts, Highlight, PieceId, StepId};
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Reading, Speaker, SpeakerKind};
use crate::tui::commands::library::tests;
use crate::tui::commands::library::tests::{NOW, piece, press, screen};
use crate::tui::commands::texts;
use crate::tui::keys::Key;
use crate::tui::reader::annotations::AnnotationSet;
use crate::tui::reader::library_context::{Echo, SimilarPiece};
use crate::tui::reader::voices::Voices;
use crate::tui::state::request::{ContextResult, OpenedPiece, Request, Response, UndoScope};
use crate::tui::state::{App, Effect, Message, Screen};
use crate::tui::theme::{Depth, Theme};
use crate::tui::values::RuleDirection;
use ratatui::layout::Size;
use std::sync::Arc;

const PARAGRAPHS: [&str; 3] =
    ["“The bridge stays shut,” said Ada Moreau.", "Sign up for our letter.", "“Nobody told us,” said Emil Okafor."];

/// A reading of three paragraphs, the second hidden, with the speakers Moreau and Okafor.
fn reading() -> Reading {
    let blocks = PARAGRAPHS.iter().map(|text| Block { text: (*text).into(), ..Block::default() }).collect();
    let (title, url) = (Some("Shut".into()), Some("https://lantern.example/bridge".into()));
    let meta = Metadata { title, url, ..Metadata::default() };
    let document = Document { blocks, meta, ..Document::default() };
    let body = Verdict::Show(Role::Body);
    let article = Article::assemble(document, &[body, Verdict::Hide(Reason::Newsletter, 0.7), body], None);
    let speaker = |id: u32, name: &str| Speaker {
        id,
        name: name.into(),
        kind: SpeakerKind::Person,
        role: None,
        quotes: vec![id],
        mentions: vec![],
    };
    let quote = |id: u32, words: &str| {
        let start = article.text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        let kind = QuoteKind::Direct;
        let (spans, quoted_spans, speakers) = (vec![span], vec![span], vec![id]);
        let by = String::new();
        Quote {
            id,
            kind,
            spans,
            quoted_spans,
            speakers,
            mention: None,
            cue: None,
            via: None,
            confidence: 0.9,
            grade: Grade::Likely,
            by,
        }
    };
    let quotes = vec![quote(0, "The bridge stays shut,"), quote(1, "Nobody told us,")];
    let speakers = vec![speaker(0, "Ada Moreau"), speaker(1, "Emil Okafor")];
    Reading {
        attributions: Attributions { speakers, quotes, ..Attributions::default() },
        article,
        ..Reading::default()
    }
}

/// The text opened by its name, not saved.
pub(in crate::tui::commands) fn unsaved() -> App {
    let mut app = App::new(Size { width: 120, height: 30 }, Theme::dark(Depth::True));
    texts::begin(&mut app, vec!["bridge.html".into()], None);
    let effects = app.update(Message::Resize(app.size));
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::Load { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let (ticket, reading) = (ticket.unwrap(), reading());
    let voices = Box::new(Voices::of(reading.attributions.clone(), &reading.article, 8));
    let _ = app.update(Message::Text { ticket, result: Ok(Arc::new(reading)) });
    let _ = app.update(Message::Voices { ticket, voices });
    app
}

/// The text opened from the library.
pub(in crate::tui::commands) fn saved() -> App {
    let mut app = tests::shown(120, 30);
    let opened = OpenedPiece { piece: piece(1, "The bridge"), reading: reading(), ..OpenedPiece::default() };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    assert_eq!(app.screen, Screen::Reader);
    app
}

fn rules(app: &mut App, keys: &str) -> Vec<(u32, RuleDirection)> {
    let effects = keys.split(' ').flat_map(|key| app.update(Message::Key(Key::parse(key).unwrap())));
    let rule = |effect| match effect {
        Effect::Rule(decision) => Some((decision.order, decision.standing)),
        _ => None,
    };
    effects.filter_map(rule).collect()
}

#[test]
fn block_toggle_changes_page_and_site_rules() {
    let mut app = unsaved();
    assert!(screen(&app).contains("The bridge stays shut"));
    assert_eq!(rules(&mut app, "X X"), [(0, RuleDirection::Apply)]);
    assert!(!screen(&app).contains("“The bridge stays shut,” said Ada"));
    let whole = app.reader().unwrap().whole();
    assert_eq!((whole.article.blocks.len(), whole.attributions.quotes.len()), (1, 1), "exports leave it out too");
    assert_eq!(rules(&mut app, "u"), [(0, RuleDirection::Revert)]);
    assert!(screen(&app).contains("“The bridge stays shut,” said Ada"));
    // A hidden block is the most likely target.
    assert_eq!(rules(&mut app, "c X X"), [(1, RuleDirection::Apply)]);
    assert_eq!(app.reader().unwrap().whole().article.blocks.len(), 3);
    assert_eq!(rules(&mut app, "X s"), [(2, RuleDirection::Apply)], "any other has a letter");
}

#[test]
fn hidden_blocks_are_shown_with_reason_and_confidence() {
    let mut app = unsaved();
    assert!(screen(&app).contains("1 hidden"));
    press(&mut app, "c");
    let screen = screen(&app);
    assert!(screen.contains("Sign up for our letter.") && screen.contains("newsletter 70 %"), "{screen}");
}

#[test]
fn undo_of_a_step_that_the_text_does_not_show_needs_a_second_press() {
    let mut app = unsaved();
    let asks = || Message::Library(Response::UndoAsked(StepId(7), "import of 3 articles".into()));
    assert_eq!(press(&mut app, "u"), [Request::Undo(UndoScope::Reader(None))]);
    let _ = app.update(asks());
    assert!(screen(&app).contains("u again to undo: import of 3 articles"), "{}", screen(&app));
    assert_eq!(press(&mut app, "u u"), [UndoScope::Step(StepId(7)), UndoScope::Reader(None)].map(Request::Undo));
    let _ = app.update(asks());
    for keys in ["j u", "m a u", "F9 u"] {
        let _ = app.update(asks());
        assert_eq!(
            press(&mut app, keys),
            [Request::Undo(UndoScope::Reader(None))],
            "{keys}: another key forgets the question"
        );
    }
}

#[test]
fn library_that_cannot_be_opened_is_told_in_the_reader() {
    let mut app = unsaved();
    press(&mut app, "s");
    let _ = app.update(Message::Library(Response::OpenFailed("notes.md: this file is not a sayso library".into())));
    assert!(screen(&app).contains("not saved: notes.md: this file is not a sayso library"), "{}", screen(&app));
}

#[test]
fn saved_piece_corrections_are_stored_and_undone() {
    let mut app = saved();
    let asked = press(&mut app, "n = Down Enter");
    let start = PARAGRAPHS[0].find("The").unwrap();
    let spot = BlockAnchor::of(start, "The bridge stays shut,");
    let corrections = vec![Correction::Speaker(spot, Some("Emil Okafor".into()))];
    assert_eq!(asked, [Request::Change(vec![PieceId(1)], Change::Corrections(corrections.clone()))]);
    let said = |app: &App| {
        let speakers = &app.reader().unwrap().voices.as_ref().unwrap().all.speakers;
        speakers.iter().find(|speaker| speaker.name == "Emil Okafor").unwrap().quotes.clone()
    };
    assert_eq!(said(&app), [0, 1]);
    assert_eq!(
        press(&mut app, "u"),
        [Request::Undo(UndoScope::Reader(Some(PieceId(1))))],
        "the library has its history"
    );
    let _ = app.update(Message::Library(Response::AnnotationsChanged(PieceId(1), AnnotationSet::default())));
    assert_eq!(said(&app), [1]);
    let opened = OpenedPiece {
        piece: piece(1, "The bridge"),
        reading: reading(),
        marks: AnnotationSet { corrections, ..AnnotationSet::default() },
        ..OpenedPiece::default()
    };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    assert_eq!(said(&app), [0, 1], "opened again it is as it was set");
}

#[test]
fn unlisted_speaker_can_be_typed() {
    let mut app = unsaved();
    press(&mut app, "n = D a l i a Enter");
    let voices = app.reader().unwrap().voices.as_ref().unwrap().clone();
    assert_eq!(voices.speaker_of(0).unwrap().name, "Dalia");
    press(&mut app, "u");
    assert_eq!(app.reader().unwrap().voices.as_ref().unwrap().speaker_of(0).unwrap().name, "Ada Moreau");
    press(&mut app, "Ctrl-R");
    assert_eq!(app.reader().unwrap().whole().attributions.speakers.len(), 3);
    press(&mut app, "= u n a t t Enter");
    assert!(app.reader().unwrap().voices.as_ref().unwrap().speaker_of(0).is_none());
}

#[test]
fn saved_passage_is_highlight_with_place_and_words() {
    let mut app = saved();
    let asked = press(&mut app, "n v w s");
    let [Request::Change(ids, Change::Highlights(all))] = asked.as_slice() else { panic!("{asked:?}") };
    let start = PARAGRAPHS[0].find("The").unwrap();
    let span = Some(Span::new(start, start + "The b".len()));
    let highlight = Highlight { span, text: "The b".into(), note: None, made: 0 };
    assert_eq!((ids.as_slice(), all.as_slice()), (&[PieceId(1)][..], &[highlight][..]));
    press(&mut app, "V");
    assert!(screen(&app).contains("HIGHLIGHTS") && screen(&app).contains("The b"));
    let asked = press(&mut app, "Enter ; y e s Enter");
    assert!(
        matches!(asked.as_slice(), [Request::Change(_, Change::Highlights(all))] if all[0].note.as_deref() == Some("yes"))
    );
    let asked = press(&mut app, "V Enter s");
    assert!(matches!(asked.as_slice(), [Request::Change(_, Change::Highlights(all))] if all.is_empty()));
}

#[test]
fn annotations_of_unsaved_text_are_saved_with_it() {
    let mut app = unsaved();
    assert_eq!(press(&mut app, "n = Down Enter X X"), []);
    let asked = press(&mut app, "n v w s");
    let [Request::Save(saving)] = asked.as_slice() else { panic!("{asked:?}") };
    let marks = &saving.incoming.user_data;
    assert_eq!((marks.corrections.len(), marks.highlights.len()), (2, 1));
    let stored = saving.incoming.reading.as_ref().unwrap();
    assert_eq!(*stored, reading(), "the stored reading is as the program made it");
    let _ = app.update(Message::Library(Response::Kept(saving.number, Box::new(piece(7, "The bridge")))));
    assert_eq!(press(&mut app, "s"), []);
    assert!(screen(&app).contains("already saved"));
    assert_eq!(press(&mut app, "*").last(), Some(&Request::Change(vec![PieceId(7)], Change::Star(true))));
}

#[test]
fn repeated_quotation_is_shown_and_opened() {
    let mut app = saved();
    let echo = Echo {
        quote: 0,
        piece: PieceId(9),
        start: 44,
        title: "Bridge closed".into(),
        about: "The Courier, 2 days earlier".into(),
    };
    let found = ContextResult { number: app.texts.current, echoes: vec![echo], ..ContextResult::default() };
    let _ = app.update(Message::Library(Response::Context(Box::new(found))));
    press(&mut app, "n");
    let foot = screen(&app);
    assert!(foot.contains("also in Bridge closed, The Courier, 2 days earlier"), "{foot}");
    press(&mut app, "w");
    assert!(screen(&app).contains("THE SAME WORDS ALSO IN"));
    assert_eq!(press(&mut app, "Esc Enter"), [Request::Read(PieceId(9), Some(44))]);
    // The piece opens on top of the text: `q` leads back.
    let opened = OpenedPiece { piece: piece(9, "Bridge closed"), reading: reading(), ..OpenedPiece::default() };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    assert_eq!(app.reader().unwrap().annotations.id(), Some(PieceId(9)));
    press(&mut app, "q");
    assert_eq!((app.screen, app.reader().unwrap().annotations.id()), (Screen::Reader, Some(PieceId(1))));
}

#[test]
fn similar_pieces_are_listed_with_reason() {
    let mut app = saved();
    let neighbour = SimilarPiece {
        piece: PieceId(5),
        title: "Ferry talks".into(),
        about: "Harbour Gazette, 1 day earlier".into(),
        reason: "Moreau speaks in both".into(),
        same_story: vec![],
    };
    let other =
        SimilarPiece { piece: PieceId(6), same_story: vec![(PieceId(7), "Wire Report".into())], ..neighbour.clone() };
    let neighbours = vec![neighbour, other];
    let found = ContextResult { number: app.texts.current, neighbours, ..ContextResult::default() };
    let _ = app.update(Message::Library(Response::Context(Box::new(found))));
    let drawn = screen(&app);
    for words in ["IN YOUR LIBRARY", "Ferry talks", "Moreau speaks in both", "also in Wire Report"] {
        assert!(drawn.contains(words), "{words} in\n{drawn}");
    }
    // The page's own stories stand before them.
    let own = app.reader().unwrap().related.stories.len();
    let down = " j".repeat(own);
    assert_eq!(press(&mut app, &format!("Tab{down} Enter")), [Request::Read(PieceId(5), None)]);
    assert_eq!(press(&mut app, "j Enter"), []);
    assert!(screen(&app).contains("THE SAME STORY"));
    assert_eq!(press(&mut app, "Down Enter"), [Request::Read(PieceId(7), None)]);
}

#[test]
fn end_of_queued_text_offers_next_piece() {
    let mut app = tests::shown(120, 30);
    assert_eq!(press(&mut app, "Q"), [Request::Read(PieceId(1), None)]);
    let opened = OpenedPiece { piece: piece(1, "Harbour strike"), reading: reading(), ..OpenedPiece::default() };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    press(&mut app, "Space");
    assert!(screen(&app).contains("Enter opens “Café talks”"), "{}", screen(&app));
    let asked = press(&mut app, "Enter");
    assert!(matches!(asked.as_slice(), [Request::Left(PieceId(1), ..), Request::Read(PieceId(2), None)]), "{asked:?}");
    let opened = OpenedPiece { piece: piece(2, "Café talks"), reading: reading(), ..OpenedPiece::default() };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    let asked = press(&mut app, "a");
    assert!(matches!(asked.last(), Some(Request::Read(PieceId(3), None))), "a decision opens the next: {asked:?}");
    let opened = OpenedPiece { piece: piece(3, "Flooded archive"), reading: reading(), ..OpenedPiece::default() };
    let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
    press(&mut app, "a");
    assert_eq!((app.screen, app.library.queue), (Screen::Library, false), "after the last one the list is back");
}

#[test]
fn queue_is_shown_used_and_ended_in_text() {
    let queued = |width| {
        let mut app = tests::shown(width, 30);
        press(&mut app, "Q");
        let opened = OpenedPiece { piece: piece(1, "Harbour strike"), reading: reading(), ..OpenedPiece::default() };
        let _ = app.update(Message::Library(Response::Read(Box::new(opened))));
        app
    };
    let mut app = queued(40);
    press(&mut app, "G");
    let drawn = screen(&app);
    assert!(
        drawn.lines().next().unwrap().contains("queue") && drawn.contains("end of the article · a archive"),
        "{drawn}"
    );
    // A piece that has not been fetched yet is skipped.
    app.library.window.pieces[1].fetched = false;
    let asked = press(&mut app, "d");
    let expected = [Request::Change(vec![PieceId(1)], Change::Delete(true)), Request::Read(PieceId(3), None)];
    assert!(matches!(&asked[..], [Request::Left(PieceId(1), ..), rest @ ..] if *rest == expected), "{asked:?}");
    let asked = press(&mut queued(120), "r");
    assert!(asked.contains(&Request::Change(vec![PieceId(1)], Change::Read(true))), "{asked:?}");
    let mut app = queued(120);
    press(&mut app, "Q");
    assert!(!app.library.queue && screen(&app).contains("left the queue"));
    assert_eq!(press(&mut app, "d"), []);
    assert!(screen(&app).contains("works in the queue only"));
    let mut app = queued(120);
    app.from_library = true;
    press(&mut app, "q");
    assert!(!app.library.queue && app.screen == Screen::Library && screen(&app).contains("left the queue"));
}

#[test]
fn change_applies_to_text_on_screen() {
    let mut app = saved();
    let asked = press(&mut app, "a");
    assert!(
        matches!(asked.as_slice(), [Request::Left(PieceId(1), ..), Request::Change(ids, _)] if ids == &[PieceId(1)]),
        "{asked:?}"
    );
    let starred = crate::library::Piece { starred: true, ..piece(1, "The bridge") };
    let _ =
        app.update(Message::Library(Response::Changed("starred 1 article".into(), vec![starred], Counts::default())));
    assert_eq!(press(&mut app, "*").last(), Some(&Request::Change(vec![PieceId(1)], Change::Star(false))));
    assert!(app.reader().unwrap().annotations.piece.as_ref().unwrap().saved < NOW);
}
