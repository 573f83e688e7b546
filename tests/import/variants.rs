//! Variants found in real exports: other versions, encodings, notes, highlights, odd addresses.

use super::{check, empty, fixture, run};
use sayso::library::Sort;
use sayso::library::query::Query;

/// Formats notes and highlights of a fixture: `title: note | highlight (its note) …`, oldest first.
fn marked(name: &str) -> Vec<String> {
    let mut library = empty();
    run(&mut library, &fixture(name));
    let pieces = library.list(&Query::default(), Sort::Oldest, 0, 99).unwrap().pieces;
    let show = |piece: sayso::library::Piece| {
        let mut shown = format!("{}: {}", piece.title, piece.note.unwrap_or_default());
        for one in library.highlights(piece.id).unwrap() {
            shown.extend([" | ", &one.text, " (", &one.note.unwrap_or_default(), ")"]);
        }
        shown
    };
    pieces.into_iter().map(show).collect()
}

#[test]
fn bookmark_files_of_services_are_imported() {
    check(
        "raindrop.html",
        &[
            "unread * 1700000001 [Kitchen / Garden|long reads|soup] Soup & salt <https://a.example/1?x=1&y=2>",
            "unread - 1700000002 [Kitchen / Garden] Undated <https://a.example/2>",
        ],
        &[],
    );
    assert_eq!(marked("raindrop.html")[0], "Soup & salt: first line\nsecond with a link in it");
    check(
        "instapaper.html",
        &[
            "unread - now [Recipes] Bread <https://a.example/1>",
            "unread - now [] Second — and last <https://a.example/2?a=1&b=2>",
            "archive - now [] Third <https://a.example/3>",
        ],
        &[],
    );
    check(
        "shaarli-notes.html",
        &["unread - 971175336 [] Old date <https://a.example/1>", "unread - 1591456706 [dev|php 7.x] A note <>"],
        &["Nothing in it: it has no URL"],
    );
    check(
        "ril_german.html",
        &[
            "unread - 1688628695 [a|b c] Eins <https://a.example/1>",
            "archive - 1688628696 [] Zwei <https://a.example/2>",
        ],
        &[],
    );
}

#[test]
fn json_of_other_versions_is_imported() {
    check(
        "linkwarden-pinned.json",
        &[
            "unread * 1750742671 [label b] You're living on it <https://a.example/1>",
            "unread - 1750742672 [] https://a.example/2 <https://a.example/2>",
        ],
        &[],
    );
    assert_eq!(marked("linkwarden-pinned.json")[0], "You're living on it: what I think of it");
    check(
        "goodlinks-new.json",
        &[
            "archive - 1588601562 [x y] Read <https://a.example/1>",
            "unread * 1588601563 [] Not yet <https://a.example/2>",
        ],
        &[],
    );
    assert_eq!(marked("goodlinks-new.json")[0], "Read:  | A passage (a thought)");
    check(
        "lines.jsonl",
        &["unread * 1705314600 [a] One <https://a.example/1>", "unread - 1705314601 [] Two <https://a.example/2>"],
        &[],
    );
    assert_eq!(marked("lines.jsonl")[0], "One:  | marked (n)");
    check(
        "pocket-api.json",
        &[
            "archive * 1471869712 [2024|ipad] Resolved <https://a.example/1>",
            "unread - 1471869713 [] Given <https://a.example/2>",
        ],
        &[],
    );
    check(
        "wallabag-v1.json",
        &["unread * now [] Starred <https://a.example/1>", "archive - now [one|two words] Read <https://a.example/2>"],
        &[],
    );
    check(
        "delicious.json",
        &[
            "unread - 1358531607 [MAC_address|osx] One <https://a.example/1>",
            "unread - 1358531608 [] Two <https://a.example/2>",
        ],
        &[],
    );
    assert_eq!(marked("delicious.json"), ["One: ", "Two: my words"]);
}

#[test]
fn highlights_with_notes_in_one_cell_are_split() {
    check(
        "raindrop-highlights.csv",
        &[
            "unread * 1724869768 [] Plain <https://a.example/2>",
            "unread - 1725394013 [AI Tools|Apps/Services|ai|text] Two, marked <https://a.example/1>",
        ],
        &[],
    );
    assert_eq!(
        marked("raindrop-highlights.csv"),
        [
            "Plain:  | One () | Another ()",
            "Two, marked: mine | The first passage,\nover two lines (why it matters) | The second ()"
        ]
    );
}

#[test]
fn csv_in_other_encodings_is_imported() {
    check("windows-1252.csv", &["unread - 1704164645 [küche|länger] Café – „Grüße“ <https://a.example/1>"], &[]);
    check("utf-16.csv", &["archive - 1600000000 [a|b] Bücher <https://a.example/1>"], &[]);
}

#[test]
fn non_page_addresses_are_skipped_and_reported() {
    check(
        "onetab-groups.txt",
        &["unread - now [] One <https://a.example/1>", "unread - now [] Two | with a bar <https://a.example/2>"],
        &[
            "skipped chrome-extension://abc/page.html: a page of the browser itself",
            "skipped file:///home/ada/x.pdf: a file on the computer it came from",
        ],
    );
}

#[test]
fn highlights_of_readwise_and_linkwarden_keep_their_notes() {
    check(
        "readwise-highlights.csv",
        &["unread - 1704164645 [light|sea] The Lighthouse <>", "unread - 1704337445 [] On Bees <>"],
        &[],
    );
    assert_eq!(
        marked("readwise-highlights.csv"),
        [
            "The Lighthouse:  | The lamp would burn, she said, as long as the oil lasted. (why it matters) | Nobody came in winter. ()",
            "On Bees:  | A line of another book. ()"
        ]
    );
    assert_eq!(marked("linkwarden-highlights.json"), ["Story:  | A passage (why it matters)"]);
}
