//! Tests of the library by value: saving, finding, undoing.

mod annotations;
mod filters;
mod grades;
mod lists;
mod quotation_search;

use super::*;
use crate::article::{Article, Role, ShownBlock};
use crate::document::{Block, Metadata, Span};
use crate::library::query::{LastWord, Query};
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Reading, SpeakerKind};
use std::sync::Arc;

const NOW: Seconds = 1_700_000_000;

fn library() -> Library {
    Library::in_memory(Arc::new(|| NOW)).unwrap()
}

/// Builds a reading of paragraphs; `Name: words` is a direct quote by Name.
fn reading(title: &str, paragraphs: &[&str]) -> Reading {
    let mut article =
        Article { meta: Metadata { title: Some(title.into()), ..Metadata::default() }, ..Article::default() };
    let mut said = Attributions::default();
    for (order, paragraph) in paragraphs.iter().enumerate() {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(paragraph);
        let span = Span::new(start, article.text.len());
        let block = Block { text: (*paragraph).into(), ..Block::default() };
        article.blocks.push(ShownBlock { role: Role::Body, span, block, order: order as u32 });
        if let Some((name, words)) = paragraph.split_once(": ") {
            let id = said.quotes.len() as u32;
            let speaker = said.speakers.iter().position(|s| s.name == name).unwrap_or_else(|| {
                said.speakers.push(crate::reading::Speaker {
                    id: said.speakers.len() as u32,
                    name: name.into(),
                    kind: SpeakerKind::Person,
                    role: None,
                    quotes: vec![],
                    mentions: vec![],
                });
                said.speakers.len() - 1
            });
            said.speakers[speaker].quotes.push(id);
            said.quotes.push(Quote {
                id,
                kind: QuoteKind::Direct,
                spans: vec![Span::new(span.end - words.len(), span.end)],
                quoted_spans: vec![],
                speakers: vec![speaker as u32],
                mention: None,
                cue: None,
                via: None,
                confidence: 0.9,
                grade: Grade::Likely,
                by: "test".into(),
            });
        }
    }
    Reading { article, attributions: said, ..Reading::default() }
}

fn page(url: &str, title: &str, paragraphs: &[&str]) -> Incoming {
    Incoming { url: Some(url.into()), reading: Some(reading(title, paragraphs)), ..Incoming::default() }
}

fn titles(library: &Library, query: &str) -> Vec<String> {
    let page = library.list(&Query::parse(query, LastWord::Open), Sort::Newest, 0, 50).unwrap();
    assert_eq!(page.total, page.pieces.len(), "{query}");
    page.pieces.into_iter().map(|piece| piece.title).collect()
}

fn filled() -> Library {
    let mut library = library();
    let pages = [
        page(
            "https://a.example/1",
            "Harbour strike",
            &[
                "Ada Moreau: I rang the number on the wall and nobody ever answered it.",
                "Don’t panic about Ubuntu 20.04.",
            ],
        ),
        page(
            "https://news.b.example/2",
            "Café talks",
            &["Emil Okafor: We will not be rushed into this.", "The cease fire holds, a multi-agent system says."],
        ),
        page(
            "https://b.example/3",
            "Flooded archive",
            &["On the phone she rang the number on the wall and nobody answered. A fire ceased."],
        ),
    ];
    for (n, mut page) in pages.into_iter().enumerate() {
        page.user_data.saved = Some(NOW - 1_000 + n as i64);
        page.user_data.tags = vec!["Asia".into()];
        library.save(page).unwrap();
    }
    library
}

#[test]
fn the_same_page_twice_is_one_piece_and_a_newer_text_a_version() {
    let mut library = library();
    let kept = library.save(page("https://a.example/x?utm_source=1", "One", &["First text."])).unwrap();
    let SaveOutcome::New(id) = kept else { panic!("{kept:?}") };
    assert_eq!(library.save(page("HTTPS://a.example/x#y", "One", &["First text!"])).unwrap(), SaveOutcome::Same(id));
    assert_eq!(library.save(page("https://a.example/x", "Two", &["Other text."])).unwrap(), SaveOutcome::Changed(id));
    let piece = library.piece(id).unwrap();
    assert_eq!((piece.title.as_str(), piece.given_url.as_deref()), ("Two", Some("https://a.example/x?utm_source=1")));
    let versions = library.versions(id).unwrap();
    assert_eq!(versions.len(), 2);
    let earlier = library.version(versions[1]).unwrap().article.text;
    let later = library.text(id).unwrap().unwrap();
    assert_eq!(difference(&earlier, &later), [DiffLine::Gone("First text."), DiffLine::Come("Other text.")]);
    library.undo().unwrap();
    assert_eq!(library.piece(id).unwrap().title, "One");
    assert_eq!(titles(&library, "first"), ["One"]);
    assert_eq!(titles(&library, "other"), [""; 0]);
}

#[test]
fn what_comes_twice_at_once_is_found_by_all_its_words() {
    let mut library = library();
    let bare = |note: &str| {
        let user_data = UserData { note: Some(note.into()), ..UserData::default() };
        Incoming {
            url: Some("https://a.example/".into()),
            user_data,
            intent: MergePolicy::Import,
            ..Incoming::default()
        }
    };
    let whole =
        Incoming { intent: MergePolicy::Import, ..page("https://a.example/", "Title", &["Ada: The text itself."]) };
    let other = page("https://b.example/", "Other", &["Something else."]);
    let all = [bare("first"), whole, other, bare("last")].map(|incoming| prepare(incoming).unwrap());
    let kept = library.bulk("imported").store(all.into()).unwrap();
    let id = kept[0].id();
    assert!(
        matches!(
            kept[..],
            [SaveOutcome::New(_), SaveOutcome::Changed(_), SaveOutcome::New(_), SaveOutcome::Changed(_)]
        ),
        "{kept:?}"
    );
    for word in ["first", "last", "itself", "said:ada"] {
        assert_eq!(
            library
                .list(&Query::parse(word, LastWord::Open), Sort::Newest, 0, 9)
                .unwrap()
                .pieces
                .first()
                .map(|piece| piece.id),
            Some(id),
            "{word}"
        );
    }
    assert_eq!(titles(&library, "else"), ["Other"]);
}

#[test]
fn the_same_text_under_another_address_is_one_piece() {
    let words = "word ".repeat(50);
    let mut library = library();
    let first = library.save(page("https://a.example/", "T", &[&words])).unwrap().id();
    assert_eq!(library.save(page("https://b.example/amp", "T", &[&words])).unwrap(), SaveOutcome::Same(first));
    assert!(matches!(library.save(page("https://a.example/short", "T", &["Not found"])).unwrap(), SaveOutcome::New(_)));
    assert!(matches!(library.save(page("https://b.example/short", "T", &["Not found"])).unwrap(), SaveOutcome::New(_)));
}

#[test]
fn a_piece_without_a_title_is_called_by_its_first_line() {
    let mut library = library();
    let text = Reading { article: reading("", &["A\tB", "C"]).article, ..Reading::default() };
    library.save(Incoming { reading: Some(text), ..Incoming::default() }).unwrap();
    assert_eq!(titles(&library, ""), ["A B"]);
}

#[test]
fn an_address_gets_its_text_later() {
    let mut library = library();
    let incoming = Incoming { url: Some("https://a.example/".into()), ..Incoming::default() };
    let id = library.save(incoming).unwrap().id();
    assert!(!library.piece(id).unwrap().fetched);
    assert_eq!(library.enqueue_missing().unwrap(), 1);
    let due = library.claim(&[]).unwrap().unwrap();
    assert_eq!((due.piece, due.host.as_str()), (id, "a.example"));
    assert_eq!(library.claim(&[]).unwrap(), None, "claimed once only");
    let fetched = Incoming { intent: MergePolicy::Fetch, ..page("https://a.example/", "Title", &["Text"]) };
    assert_eq!(library.save(fetched).unwrap(), SaveOutcome::Changed(id));
    library.fetched(id).unwrap();
    assert_eq!(library.piece(id).unwrap().title, "Title");
    assert_eq!(library.queue_stats().unwrap(), QueueStats::default());
    assert!(library.save(Incoming { url: Some("javascript:1".into()), ..Incoming::default() }).is_err());
}

#[test]
fn what_nobody_wants_any_more_is_given_up() {
    let library = filled();
    let asked = std::cell::Cell::new(0);
    let wanted = || asked.replace(asked.get() + 1) < 1;
    let page =
        library.list_cancellable(&Query::parse("\"the number\"", LastWord::Open), Sort::Newest, 0, 9, &wanted).unwrap();
    assert_eq!((page.pieces.len(), page.or_more), (1, true));
}

#[test]
fn everything_is_undone_and_redone() {
    let mut library = filled();
    let all: Vec<PieceId> =
        library.list(&Query::default(), Sort::Newest, 0, 9).unwrap().pieces.iter().map(|piece| piece.id).collect();
    let changes = [
        Change::State(PieceState::Archive),
        Change::Star(true),
        Change::Tags { add: vec!["new".into()], remove: vec!["Asia".into()] },
        Change::Note(Some("remember zanzibar".into())),
        Change::Read(true),
        Change::Title("renamed".into()),
        Change::Highlights(vec![Highlight { text: "quokka".into(), ..Highlight::default() }]),
        Change::Delete(true),
    ];
    let states = |library: &Library| {
        let all = all.iter().map(|&id| (library.piece(id).unwrap(), library.highlights(id).unwrap()));
        (all.collect::<Vec<_>>(), titles(library, "zanzibar"), titles(library, "quokka"))
    };
    let mut before = vec![states(&library)];
    for change in &changes {
        assert_eq!(library.change(&all, change).unwrap(), 3, "{change:?}");
        assert_eq!(library.change(&all, change).unwrap(), 0, "{change:?} again");
        before.push(states(&library));
    }
    for n in (0..changes.len()).rev() {
        library.undo().unwrap().unwrap();
        assert_eq!(states(&library), before[n], "undo {:?}", changes[n]);
    }
    for n in 0..changes.len() {
        library.redo().unwrap().unwrap();
        assert_eq!(states(&library), before[n + 1], "redo {:?}", changes[n]);
    }
    assert_eq!(library.redo().unwrap(), None);
}

#[test]
fn a_new_change_ends_redo() {
    let mut library = filled();
    library.change(&[PieceId(1)], &Change::Star(true)).unwrap();
    library.undo().unwrap();
    library.change(&[PieceId(2)], &Change::Star(true)).unwrap();
    assert_eq!(library.redo().unwrap(), None);
    let (step, label) = library.last_step().unwrap().unwrap();
    assert_eq!(label, "starred 1 article");
    let star = library.undo().unwrap().unwrap();
    assert_eq!((star.label, library.last_step().unwrap().is_some_and(|(last, _)| last < step)), (label, true));
    assert_eq!(star.pieces.iter().map(|id| library.concerns_only(step, *id).unwrap()).collect::<Vec<_>>(), [true]);
    assert!(!library.concerns_only(step, PieceId(99)).unwrap());
}

#[test]
fn import_joins_marks() {
    let mut library = library();
    let mut one =
        Incoming { url: Some("https://a.example/".into()), intent: MergePolicy::Import, ..Incoming::default() };
    one.user_data =
        UserData { saved: Some(NOW - 5), tags: vec!["b".into()], note: Some("x".into()), ..UserData::default() };
    let id = library.save(one.clone()).unwrap().id();
    one.user_data = UserData {
        saved: Some(NOW - 50),
        tags: vec!["a ".into(), "b".into()],
        note: Some("y".into()),
        state: Some(PieceState::Archive),
        starred: Some(true),
        ..UserData::default()
    };
    assert_eq!(library.save(one.clone()).unwrap(), SaveOutcome::Changed(id));
    assert_eq!(library.save(one.clone()).unwrap(), SaveOutcome::Same(id));
    one.user_data.state = Some(PieceState::Unread);
    assert_eq!(library.save(one).unwrap(), SaveOutcome::Same(id));
    let piece = library.piece(id).unwrap();
    assert_eq!((piece.saved, piece.tags, piece.starred), (NOW - 50, vec!["a".into(), "b".into()], true));
    assert_eq!((piece.note.as_deref(), piece.state), (Some("x\n---\ny"), PieceState::Archive));
}

#[test]
fn speakers_are_joined_and_parted() {
    let mut library = library();
    library
        .save(page("https://a.example/1", "One", &["Antony J. Blinken: We stand with our partners in the region."]))
        .unwrap();
    library
        .save(page("https://a.example/2", "Two", &["Antony Blinken: No.", "Tony Blinken: Yes, we can say so."]))
        .unwrap();
    let found = library.speakers("blinken").unwrap();
    assert_eq!(found.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Antony J. Blinken", "Tony Blinken"]);
    assert_eq!(library.statements(found[0].id, None, 9).unwrap().len(), 2);
    library.join_speakers(found[1].id, found[0].id).unwrap();
    let joined = library.speakers("tony").unwrap();
    assert_eq!((joined.len(), joined[0].joined.as_slice()), (1, ["Tony Blinken".to_owned()].as_slice()));
    let all = library.statements(joined[0].id, None, 9).unwrap();
    let (mut by_pages, mut after) = (Vec::new(), None);
    while let Some(said) = library.statements(joined[0].id, after, 1).unwrap().pop() {
        after = Some(said.cursor());
        by_pages.push(said);
    }
    assert_eq!((all.len(), &by_pages), (3, &all), "pages of one give each once");
    assert_eq!(titles(&library, "said:tony"), ["Two", "One"]);
    let voices = library.speaker_shares(&Query::default(), GroupBy::Speaker, 9).unwrap();
    assert_eq!((voices.len(), voices[0].quotes, voices[0].pieces), (1, 3, 2));
    library.undo().unwrap();
    assert_eq!(library.speakers("blinken").unwrap().len(), 2);
    library.redo().unwrap();
    library.part_speaker(found[1].id).unwrap();
    assert_eq!(library.speakers("blinken").unwrap().len(), 2);
}

#[test]
fn the_same_quotation_is_found_in_other_words_around() {
    let mut library = filled();
    library
        .save(page(
            "https://c.example/",
            "Echo",
            &["Okafor told us: … I rang the number on the wall and nobody ever answered"],
        ))
        .unwrap();
    let said = "I rang the number on the wall and nobody ever answered it.";
    let found = library.shared_quotes(&[(0, said)], Some(PieceId(1))).unwrap();
    assert_eq!(found.iter().map(|echo| echo.title.as_str()).collect::<Vec<_>>(), ["Echo"]);
    let similar = library.similar(PieceId(1), 5).unwrap();
    assert!(similar.iter().all(|one| one.piece != PieceId(1)));
}

#[test]
fn a_clock_that_jumps_loses_nothing() {
    let clock = Arc::new(std::sync::atomic::AtomicI64::new(NOW));
    let held = clock.clone();
    let mut library = Library::in_memory(Arc::new(move || held.load(std::sync::atomic::Ordering::Relaxed))).unwrap();
    for (n, time) in [NOW, -5, i64::MAX, 0, NOW].into_iter().enumerate() {
        clock.store(time, std::sync::atomic::Ordering::Relaxed);
        library.save(page(&format!("https://a.example/{n}"), &format!("{n}"), &["same words here"])).unwrap();
        library.change(&[PieceId(1)], &Change::Note(Some(format!("note {n}")))).unwrap();
    }
    assert_eq!(library.counts().unwrap().all(), 5);
    assert_eq!(titles(&library, "words").len(), 5);
    library.undo().unwrap();
    library.undo().unwrap();
    assert_eq!(library.piece(PieceId(1)).unwrap().note.as_deref(), Some("note 3"));
}
