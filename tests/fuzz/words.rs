//! Text written by users: filters, settings and rules; and bytes in any encoding, with any declared charset.

use crate::article::{Form, article, changed, changes};
use crate::properties::{Held, line};
use crate::{config, models};
use proptest::prelude::*;
use proptest::sample::select;
use sayso::config::DEFAULT;
use sayso::declutter::overrides;
use sayso::library::query::{LastWord, Query};
use sayso::library::{Error, GroupBy, Incoming, Library, Sort};
use sayso::load::{Options, from_bytes};
use sayso::tui::run::apply_config;
use sayso::{declutter, pipeline, sanitize};
use std::cell::RefCell;
use std::sync::Arc;

const PIECES: [&str; 3] = [
    "<h1>One</h1><p>By Ada Byron</p><p>“It’s 20.04, don’t ask @nasa,” the multi-agent Mr Byron said.</p>",
    "<h1>Two</h1><p>李明 said: “日本語の文です。” “Nein”, sagte José Núñez-Ortiz.</p>",
    "<h1>\"AND\" OR (NOT) NEAR</h1><p>The minister denied “it*”.</p>",
];

/// A library with data for every kind of query.
fn library() -> Library {
    let mut library = Library::in_memory(Arc::new(|| 1_750_000_000)).unwrap();
    for (number, page) in PIECES.iter().enumerate() {
        let source = from_bytes("a.html", page.as_bytes().to_vec(), &Options::default()).unwrap();
        let reading = pipeline::analyse(&source, models(), &declutter::ClutterOptions::default());
        let url = Some(format!("https://a.example/{number}"));
        library.save(Incoming { url, reading: Some(reading), ..Incoming::default() }).unwrap();
    }
    library
}

/// Filters of words, terms and characters with a meaning in query languages.
fn filter() -> impl Strategy<Value = String> {
    let known = select(vec![
        "said:",
        "by:",
        "tag:",
        "site:",
        "is:",
        "after:",
        "before:",
        "-",
        "\"",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "*",
        "^",
        "(",
        ")",
        ":",
        "{",
        "}",
        "+",
        "'",
        "--",
        ";",
        "%",
        "_",
        "\\",
        "unread",
        "starred",
        "deleted",
        "2026-01-01",
        "9999999999-99-99",
        "byron",
        "Ada",
        "20.04",
        "don’t",
        "@nasa",
        "李明",
        "日本語",
        "\0",
        "\u{1b}[31m",
        "\u{301}",
        " ",
        " ",
        " ",
    ]);
    let part = prop_oneof![6 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<String>()];
    prop::collection::vec(part, 0..10).prop_map(|parts| parts.concat())
}

fn asked(library: &Library, text: &str) -> Held {
    let query = Query::parse(text, LastWord::Open);
    query.problems.iter().try_for_each(|problem| line("a problem", &sanitize::line(problem)))?;
    for sort in [Sort::Oldest, Sort::Newest] {
        let page = library.list(&query, sort, 0, 9);
        prop_assert!(page.is_ok(), "{text:?}: {:?}", page.err());
    }
    let voices = library.speaker_shares(&query, GroupBy::Speaker, 9);
    prop_assert!(voices.is_ok(), "{text:?}: {:?}", voices.err());
    let speakers = library.speakers(text);
    prop_assert!(speakers.is_ok(), "{text:?}: {:?}", speakers.err());
    // A name that nobody has is also valid.
    let named = library.speaker_named(text);
    prop_assert!(matches!(named, Ok(_) | Err(Error::NotFound(_))), "{text:?}: {named:?}");
    Ok(())
}

/// Encodings for the bytes and for the declared charset.
fn encoding() -> impl Strategy<Value = &'static encoding_rs::Encoding> {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GB18030, IBM866, ISO_2022_JP, KOI8_R, MACINTOSH, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE,
        UTF_16LE, WINDOWS_1251, WINDOWS_1252, WINDOWS_1255, X_USER_DEFINED,
    };
    select(vec![
        BIG5,
        EUC_JP,
        EUC_KR,
        GB18030,
        IBM866,
        ISO_2022_JP,
        KOI8_R,
        MACINTOSH,
        REPLACEMENT,
        SHIFT_JIS,
        UTF_8,
        UTF_16BE,
        UTF_16LE,
        WINDOWS_1251,
        WINDOWS_1252,
        WINDOWS_1255,
        X_USER_DEFINED,
    ])
}

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    match encoding.name() {
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => encoding.encode(text).0.into_owned(),
    }
}

thread_local! {
    static LIBRARY: RefCell<Library> = RefCell::new(library());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_query_is_searched(text in filter()) {
        LIBRARY.with_borrow(|library| asked(library, &text))?;
    }

    #[test]
    fn any_settings_are_read(changes in changes(), rules in "[a-z.]{0,9} (hide|show) \\PC{0,20}\n|\\PC{0,30}\n") {
        let text = String::from_utf8_lossy(&changed(DEFAULT.into(), &changes)).into_owned();
        for problem in apply_config::problems(&text) {
            line("a problem", &sanitize::line(&problem.text))?;
        }
        let (read, _) = overrides::parse(&rules);
        // A rule is read back as the same rule after writing.
        for rule in read {
            prop_assert_eq!(overrides::parse(&rule.to_string()).0, vec![rule]);
        }
    }

    #[test]
    fn any_encoding_is_read(
        page in article(Form::Html),
        (written, claimed) in (encoding(), encoding()),
        mark in any::<bool>(),
        changes in changes(),
    ) {
        let start = if mark { "\u{feff}" } else { "" };
        let text = format!("{start}<meta charset={}><p>Some words that are read.{page}", claimed.name());
        let bytes = changed(encoded(&text, written), &changes);
        if let Ok(source) = from_bytes("a.html", bytes, &Options::default()) {
            crate::all_layers(&source)?;
        }
    }
}
