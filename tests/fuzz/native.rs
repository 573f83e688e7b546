//! Corrupted exports of sayso: a library from another user is as hostile as a page.

use crate::article::{changed, changes};
use crate::properties::{Held, clean, line};
use crate::{config, models};
use proptest::prelude::*;
use sayso::layout::BidiOrder;
use sayso::library::export::{self, LibraryFormat};
use sayso::library::import::{ImportInput, ImportSource, import};
use sayso::library::query::Query;
use sayso::library::{Highlight, Incoming, Library, Sort, UserData};
use sayso::reading::export::text::{TextColumn, text};
use sayso::reading::export::{ExportClutter, html, markdown};
use sayso::reading::json::JsonReading;
use sayso::{declutter, pipeline};
use serde_json::Value;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// A native export of one piece with all fields in use.
fn own() -> &'static str {
    static LINES: OnceLock<String> = OnceLock::new();
    LINES.get_or_init(|| {
        let mut library = Library::in_memory(Arc::new(|| 1_750_000_000)).unwrap();
        let page = sayso::load::from_bytes("a.html", PAGE.into(), &sayso::load::Options::default()).unwrap();
        let reading = pipeline::analyse(&page, models(), &declutter::ClutterOptions::default());
        let passage = Highlight { text: "prices rose".into(), note: Some("so".into()), ..Highlight::default() };
        let marks = UserData { tags: vec!["a".into()], highlights: vec![passage], ..UserData::default() };
        let url = Some("https://a.example/1".into());
        library.save(Incoming { url, reading: Some(reading), user_data: marks, ..Incoming::default() }).unwrap();
        let mut lines = Vec::new();
        export::write(&library, &Query::default(), LibraryFormat::Jsonl, &mut lines).unwrap();
        String::from_utf8(lines).unwrap()
    })
}

const PAGE: &str = "<meta name=author content='Ada Byron'><title>A piece</title><article><h1>A piece</h1><p>“We can’t go on,” \
    <a href=/b>Ada Byron</a>, <b>a minister</b>, said. She said that prices rose.<p>Sign up for our newsletter\
    <table><tr><th>a<th>b<tr><td>c<td>d</table><ul><li>é<li>漢</ul></article><h2>Related</h2><ul><li><a href=/c>Another piece of this kind</a></ul>";

/// Replaces some values in a JSON value, counted in document order.
fn spoil(value: &mut Value, spoils: &[(prop::sample::Index, Value)]) {
    fn leaves(value: &mut Value) -> Vec<&mut Value> {
        match value {
            Value::Array(values) => values.iter_mut().flat_map(leaves).collect(),
            Value::Object(fields) => fields.values_mut().flat_map(leaves).collect(),
            leaf => vec![leaf],
        }
    }
    for (place, spoiled) in spoils {
        let mut leaves = leaves(value);
        let place = place.index(leaves.len());
        *leaves[place] = spoiled.clone();
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0..200_u64).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        2 => "\\PC{0,9}|[\\x00-\\x1f\u{9b}\u{202e}é]{1,6}".prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
    ]
}

proptest! {
    #![proptest_config(config())]

    /// Checks that imported pieces of a corrupted export can be opened, drawn, searched and exported.
    #[test]
    fn corrupted_own_exports_are_imported(
        spoils in prop::collection::vec((any::<prop::sample::Index>(), value()), 1..6), changes in changes(),
    ) {
        let mut lines: Vec<Value> = own().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        spoil(&mut lines[0], &spoils);
        let text = lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        opened(text.as_bytes())?;
        opened(&changed(text.into_bytes(), &changes))?;
    }
}

/// Imports a file, opens the result, and prints all of it.
fn opened(bytes: &[u8]) -> Held {
    let mut library = Library::in_memory(Arc::new(|| 1_750_000_000)).unwrap();
    let Ok(input) = ImportInput::spool("a.jsonl", bytes) else { return Ok(()) };
    if import(&mut library, &ImportSource::File(input), models(), &AtomicBool::new(false), |_| {}).is_err() {
        return Ok(());
    }
    for piece in library.list(&Query::default(), Sort::Oldest, 0, 9).unwrap().pieces {
        line("a title", &piece.title)?;
        if let Some(reading) = library.reading(piece.id).unwrap() {
            for text in [
                text(&reading, Some(TextColumn { width: 40, order: BidiOrder::Logical }), ExportClutter::Shown),
                markdown(&reading, ExportClutter::Shown),
                html(&reading, ExportClutter::Shown),
            ] {
                clean("what is printed", &text)?;
            }
            clean("the JSON", &serde_json::to_string(&JsonReading::of(&reading)).unwrap())?;
        }
        library.highlights(piece.id).unwrap();
    }
    for format in [
        LibraryFormat::Jsonl,
        LibraryFormat::Html,
        LibraryFormat::Netscape,
        LibraryFormat::Quotes,
        LibraryFormat::Bibtex,
        LibraryFormat::Csl,
    ] {
        let mut out = Vec::new();
        export::write(&library, &Query::default(), format, &mut out).unwrap();
        clean("an export", &String::from_utf8(out).unwrap())?;
    }
    Ok(())
}
