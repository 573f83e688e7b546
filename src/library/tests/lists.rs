//! Tests of lists while they are changed, and of filters with very many matches.

use super::{NOW, library, page};
use crate::library::query::{LastWord, Query};
use crate::library::{Change, Incoming, Library, ListPage, ListRequest, PieceId, PieceState, SavedView, Sort, prepare};

/// Builds a library of `count` unread pieces; the first is saved first.
fn unread(count: i64) -> Library {
    let mut library = library();
    for n in 1..=count {
        let mut piece = page(&format!("https://a.example/{n}"), &format!("Piece {n}"), &["The same few words."]);
        piece.user_data.saved = Some(NOW + n);
        library.save(piece).unwrap();
    }
    library
}

#[test]
fn what_was_decided_on_stays_in_its_place_until_the_view_is_left() {
    for filter in ["is:unread", "is:unread words", "is:unread \"few words\""] {
        let mut library = unread(12);
        let query = Query::parse(filter, LastWord::Open);
        let places = |library: &Library, offset, limit, stays: &[(usize, PieceId)]| {
            let ask = ListRequest { query: &query, sort: Sort::Newest, offset, limit, pinned: stays };
            let page = library.list_pinned(&ask, &|| true).unwrap();
            page.pieces.iter().map(|piece| piece.id).collect::<Vec<_>>()
        };
        let before = places(&library, 0, 12, &[]);
        // Archived at the top, in the middle and at the end; one starred, which still matches the filter.
        let stays: Vec<(usize, PieceId)> = [0, 4, 5, 11].iter().map(|&at| (at, before[at])).collect();
        library.change(&[before[0], before[4], before[11]], &Change::State(PieceState::Archive)).unwrap();
        library.change(&[before[5]], &Change::Star(true)).unwrap();
        assert_eq!(places(&library, 0, 12, &stays), before, "{filter}");
        for (offset, limit) in [(3, 4), (5, 7), (10, 5)] {
            let expected = &before[offset..(offset + limit).min(12)];
            assert_eq!(places(&library, offset, limit, &stays), expected, "{filter} from {offset}");
        }
        let left: Vec<PieceId> =
            before.iter().copied().filter(|id| ![before[0], before[4], before[11]].contains(id)).collect();
        assert_eq!(places(&library, 0, 12, &[]), left, "{filter}, left and come back");
    }
}

#[test]
fn speakers_of_very_many_quotations_are_found_and_counted_up_to_a_limit() {
    let said: Vec<String> = (0..40).map(|n| format!("Ada Moreau: This is what I think of it, {n}.")).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let mut library = library();
    let (mut all, mut batch) = (1_000, Vec::new());
    for n in 0..all {
        let speaks = n % 2 == 0;
        let number = format!("Number {n}.");
        let said = if speaks { &said[..] } else { &["Nobody speaks."] };
        let mut piece = page(&format!("https://a.example/{n}"), "T", &[&[number.as_str()], said].concat());
        piece.user_data.saved = Some(NOW + n);
        batch.push(prepare(piece).unwrap());
    }
    library.bulk("added").store(batch).unwrap();
    all /= 2;
    for (filter, expected) in [("said:m", all), ("said:moreau", all), ("-said:m", all), ("said:m nobody ", 0)] {
        let page = library.list(&Query::parse(filter, LastWord::Open), Sort::Newest, 0, 10).unwrap();
        assert_eq!((page.total as i64, page.or_more), (expected, false), "{filter}");
        assert_eq!(page.pieces.len() as i64, expected.min(10), "{filter}");
        assert!(page.pieces.is_sorted_by_key(|piece| -piece.saved), "{filter}");
    }
}

#[test]
fn nothing_answers_a_filter_that_is_not_understood() {
    let library = unread(3);
    for filter in ["is:foo", "is:foo words", "after:someday ", "\"few words\" is:foo "] {
        let query = Query::parse(filter, LastWord::Open);
        assert_eq!(query.problems.len(), 1, "{filter}");
        assert_eq!(library.list(&query, Sort::Newest, 0, 9).unwrap(), ListPage::default(), "{filter}");
    }
}

#[test]
fn views_are_deleted_and_renamed_as_steps_of_undo() {
    let mut library = library();
    let views = |library: &Library| library.views().unwrap().into_iter().map(|view| view.name).collect::<Vec<_>>();
    let before = views(&library);
    let view = library.views().unwrap().remove(0);
    library.save_view(&SavedView { name: "soon".into(), ..view }).unwrap();
    library.delete_view(2).unwrap();
    assert_eq!(views(&library), ["soon", "starred", "archive", "to download"]);
    let undone = library.undo().unwrap().unwrap();
    assert_eq!(
        (undone.label.as_str(), undone.views_changed, undone.pieces),
        ("deleted view 2 “in progress”", true, vec![])
    );
    assert_eq!(library.undo().unwrap().unwrap().label, "renamed view 1 “soon”");
    assert_eq!(views(&library), before);
    library.redo().unwrap();
    assert_eq!(views(&library)[0], "soon");
}

#[test]
fn what_waits_is_what_will_be_fetched() {
    let mut library = library();
    for n in 1..=3 {
        library.save(Incoming { url: Some(format!("https://a.example/{n}")), ..Incoming::default() }).unwrap();
        library.enqueue(PieceId(n), true).unwrap();
    }
    let text = library.save(page("https://b.example/", "Has its text", &["Some words."])).unwrap().id();
    library.enqueue(text, true).unwrap();
    assert_eq!(library.queue_stats().unwrap().waiting, 4);
    library.change(&[PieceId(3)], &Change::Delete(true)).unwrap();
    assert!(!library.fetch_failed(text, "no answer", Some(NOW + 300)).unwrap(), "it has its text");
    assert!(library.fetch_failed(PieceId(2), "no answer", Some(NOW + 300)).unwrap());
    let waiting = library.queue_stats().unwrap();
    assert_eq!((waiting.waiting, waiting.due, waiting.failed), (2, 1, 1));
    assert_eq!(library.list(&Query::parse("is:waiting", LastWord::Complete), Sort::Newest, 0, 9).unwrap().total, 2);
    assert!(library.enqueue(PieceId(3), true).is_err(), "deleted");
    assert_eq!(library.claim(&[]).unwrap().map(|due| due.piece), Some(PieceId(1)));
    library.fetched(PieceId(1)).unwrap();
    assert_eq!(library.next_due().unwrap(), Some(NOW + 300));
}

#[test]
fn whose_pieces_are_all_deleted_is_not_found() {
    let mut library = library();
    let id = library.save(page("https://a.example/1", "One", &["Ada Moreau: I have said it."])).unwrap().id();
    assert_eq!(library.speakers("moreau").unwrap().len(), 1);
    library.change(&[id], &Change::Delete(true)).unwrap();
    assert_eq!(library.speakers("moreau").unwrap(), []);
}
