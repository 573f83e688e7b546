//! A long text shown before it is complete: nothing moves, nothing is lost, and commands that need the whole wait for
//! it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use ratatui::layout::Size;
use sayso::article::ShownBlock;
use sayso::declutter;
use sayso::load::{MediaType, Source};
use sayso::models::Models;
use sayso::pipeline;
use sayso::reading::Reading;
use sayso::tui::commands::texts;
use sayso::tui::keys::Key;
use sayso::tui::keys::table::TABLE;
use sayso::tui::reader::Reader;
use sayso::tui::reader::flow::Place;
use sayso::tui::state::{App, Effect, Message};
use sayso::tui::theme::{Depth, Theme};
use sayso::tui::values::Ticket;
use std::fmt::Write;
use std::sync::{Arc, OnceLock};
use support::Stage;

const SENTENCES: [&str; 11] = [
    " The barges went up the river in the evening, and what was loaded on them at the quays was weighed by lamplight.",
    " Nobody in the town remembers a year in which the water stood so high for so long.",
    " Many of the meadows behind the dyke were left to the herons, which did not seem to mind.",
    " The mills stood still, and the ferry was tied up at its landing from the first week to the last.",
    " In the archive there is a map on which the old channel is drawn in red, with depths that nobody has checked since.",
    " The council met twice, argued about the price of gravel, and decided to wait for the spring.",
    " What the pilots say of the bend below the church is not fit to be printed, but they say it with respect.",
    " A letter from the ministry, dated in March, promised money that had been promised before.",
    " Children learned to tell the boats by their engines, and the engines by their coughing.",
    " When the frost came, the reeds were cut and stacked in rows along the towpath, as they have always been.",
    " It took the engineers eleven days to find the leak, and a twelfth to agree that they had found it.",
];

/// A page of some 400 kB: a menu, an article, a footer.
fn page() -> String {
    let mut html = "<!doctype html><html lang=en><title>The long way</title><body><nav><ul>".to_owned();
    for section in ["News", "Sport", "Culture", "Opinion", "Shop"] {
        let _ = write!(html, "<li><a href='/{section}'>{section}</a>");
    }
    html.push_str("</ul></nav><main><article><h1>The long way</h1><p class=byline>By Rosa Marsh</p>");
    for number in 1..=700 {
        if number % 20 == 0 {
            let _ = write!(html, "<h2>Part {}</h2>", number / 20);
        }
        let _ = write!(
            html,
            "<p>Paragraph {number}. “We counted {number} of them before noon,” said Ann Lee, who keeps the lock."
        );
        for step in 0..6 {
            html.push_str(SENTENCES[(number * 7 + step * (number % 5 + 1)) % SENTENCES.len()]);
        }
        html.push_str("</p>");
    }
    html.push_str("</article></main><footer><p>© The Paper. All rights reserved.</p></footer>");
    html
}

fn source(html: String) -> Source {
    let bytes = html.into_bytes();
    Source { bytes, media_type: MediaType::Html, charset: "utf-8".into(), ..Source::default() }
}

/// The preview and the complete reading of the page.
fn readings() -> &'static (Arc<Reading>, Arc<Reading>) {
    static READINGS: OnceLock<(Arc<Reading>, Arc<Reading>)> = OnceLock::new();
    READINGS.get_or_init(|| {
        let (source, models, options) = (source(page()), Models::default(), declutter::ClutterOptions::default());
        let beginning = pipeline::preview(&source, &models, &options).expect("the page is long enough");
        (Arc::new(beginning), Arc::new(pipeline::analyse_text(&source, &models, &options)))
    })
}

/// A screen with the preview, and the ticket of the rest.
fn begun(width: u16, height: u16) -> (Stage, Ticket) {
    let app = App::new(Size { width, height }, Theme::dark(Depth::True));
    let mut stage = Stage { app, asked: Vec::new() };
    texts::begin(&mut stage.app, vec!["long.html".into()], None);
    let effects = stage.app.update(Message::Resize(Size { width, height }));
    let load = effects.iter().find_map(|e| if let Effect::Load { ticket, .. } = e { Some(*ticket) } else { None });
    let ticket = load.expect("the source is asked for");
    stage.send(Message::Beginning { ticket, reading: Arc::clone(&readings().0) });
    (stage, ticket)
}

fn grow(stage: &mut Stage, ticket: Ticket) {
    stage.send(Message::Whole { ticket, reader: Box::new(Reader::new(Arc::clone(&readings().1))) });
}

/// Returns text from the end of the page, which is not in the preview.
fn last() -> String {
    let words = readings().1.article.blocks.last().map(|placed| placed.block.text.chars().take(14).collect::<String>());
    words.filter(|words| !readings().0.article.text.contains(words)).expect("the whole is longer than its beginning")
}

fn place(stage: &Stage) -> Option<Place> {
    stage.app.reader().map(|reader| reader.page.place())
}

#[test]
fn preview_is_prefix_of_whole() {
    let (beginning, whole) = readings();
    let shown = |placed: &ShownBlock| (placed.order, placed.role, placed.block.text.clone());
    let first: Vec<_> = beginning.article.blocks.iter().map(shown).collect();
    let all: Vec<_> = whole.article.blocks.iter().map(shown).collect();
    assert!(first.len() > 5 && first.len() * 4 < all.len(), "{} of {}", first.len(), all.len());
    assert_eq!(first, all[..first.len()]);
    assert!(!beginning.article.text.contains("Sport"), "no flash of the menu");
}

#[test]
fn short_pages_and_menus_have_no_preview() {
    let (models, options) = (Models::default(), declutter::ClutterOptions::default());
    let none = |html: String| assert!(pipeline::preview(&source(html), &models, &options).is_none());
    none("<h1>Short</h1><p>This is all that there is to it, and it is read at once.</p>".into());
    none(format!("<title>x</title><script>{}</script>{}", "let a = 1;".repeat(40_000), page()));
    let menu: String = (0..4000).fold(String::new(), |all, n| all + &format!("<li><a href='/{n}'>Topic {n}</a>"));
    none(format!("<title>The long way</title><nav><ul>{menu}</ul></nav>{}", page()));
}

#[test]
fn arriving_rest_moves_nothing() {
    for keys in ["z", "z Space Space j", "z 4 0 j", "z C Space", "z / h e r o n s Enter Space"] {
        let (mut stage, ticket) = begun(90, 30);
        stage.press(keys);
        let (before, stood) = (stage.screen(), place(&stage));
        grow(&mut stage, ticket);
        assert_eq!((stage.screen(), place(&stage)), (before, stood), "{keys}");
    }
}

#[test]
fn pending_rest_is_reported_until_complete() {
    let (mut stage, ticket) = begun(120, 40);
    assert!(stage.screen().contains("loading") && stage.app.is_busy());
    insta::assert_snapshot!("growing-120x40", stage.screen());
    let lines = |stage: &Stage| stage.screen().lines().skip(1).take(37).map(str::to_owned).collect::<Vec<_>>();
    let before = lines(&stage);
    grow(&mut stage, ticket);
    assert!(!stage.screen().contains("loading") && stage.app.is_busy());
    let after = lines(&stage);
    assert_eq!(before.len(), after.len());
    assert!(before.iter().zip(&after).all(|(a, b)| a.get(..90) == b.get(..90)), "the text moves\n{}", stage.screen());
    insta::assert_snapshot!("grown-120x40", stage.screen());
    stage.send(Message::Tick);
    assert!(!stage.screen().contains('…'), "who said what is still being found out");
    stage.send(Message::Voices { ticket, voices: Box::default() });
    assert!(!stage.app.is_busy());
}

#[test]
fn search_continues_in_arriving_text() {
    let (mut stage, ticket) = begun(100, 30);
    stage.press("/ b e f o r e Space n o o n Enter n n");
    let hits = |stage: &Stage| stage.app.reader().and_then(|r| r.search.as_ref()).map(|s| (s.at, s.hits.len()));
    let (at, few) = hits(&stage).unwrap();
    let all = readings().1.article.text.matches("before noon").count();
    let stood = place(&stage);
    grow(&mut stage, ticket);
    let (still, many) = hits(&stage).unwrap();
    assert!(still == at && many == all && few < many / 4, "{at} of {few}, then {still} of {many}");
    assert_eq!(place(&stage), stood);
    let (mut stage, ticket) = begun(100, 30);
    stage.press(&format!(
        "/ {} Enter",
        last().chars().map(|c| if c == ' ' { "Space ".into() } else { format!("{c} ") }).collect::<String>()
    ));
    assert_eq!(hits(&stage), Some((0, 0)));
    grow(&mut stage, ticket);
    assert!(stage.screen().contains(&last()), "what is found only now is shown: {} {}", last(), stage.screen());
}

#[test]
fn jump_to_end_waits_for_whole_text() {
    let (mut stage, ticket) = begun(100, 30);
    let before = place(&stage);
    stage.press("G");
    assert_eq!(place(&stage), before);
    assert!(stage.screen().contains("will go there when"));
    let (mut other, its) = begun(100, 30);
    other.press("G Space");
    let moved = place(&other);
    grow(&mut other, its);
    assert_eq!(place(&other), moved, "whoever reads on is not taken away");
    grow(&mut stage, ticket);
    assert!(stage.screen().contains(&last()));
}

#[test]
fn marks_stay_and_commands_wait_for_whole_text() {
    let (mut stage, ticket) = begun(100, 30);
    stage.press("z Space m a");
    let marked = place(&stage);
    stage.press("z");
    stage.asked.clear();
    for keys in ["E", "s", "a", "e Enter"] {
        stage.press(keys);
        assert!(stage.screen().contains("still loading the rest"), "{keys}");
    }
    assert!(!stage.asked.iter().any(|e| matches!(e, Effect::Edit(_) | Effect::Library(_) | Effect::Export(..))));
    grow(&mut stage, ticket);
    stage.press("z G ' a");
    assert_eq!(place(&stage), marked);
    stage.press("E");
    let edited = stage.asked.iter().find_map(|e| if let Effect::Edit(text) = e { Some(text) } else { None });
    assert!(edited.is_some_and(|text| text.contains(&last())));
}

#[test]
fn position_is_restored_by_words_when_whole_differs() {
    let (mut stage, ticket) = begun(90, 30);
    stage.press("z Space Space");
    let before = stage.screen();
    let mut whole = Reading::clone(&readings().1);
    whole.article.blocks.iter_mut().for_each(|placed| placed.order += 3);
    whole.article.clutter.iter_mut().for_each(|hidden| hidden.order += 3);
    stage.send(Message::Whole { ticket, reader: Box::new(Reader::new(Arc::new(whole))) });
    assert_eq!(stage.screen(), before);
}

/// A key of the table, a new size, or the arrival of the rest.
#[derive(Clone, Debug)]
enum Act {
    Key(Key),
    Size(u16, u16),
    Rest,
}

fn act() -> impl Strategy<Value = Act> {
    let keys: Vec<Key> = TABLE
        .iter()
        .filter(|e| e.name != "quit" && e.name != "list-quit" && e.name != "leave")
        .flat_map(|e| e.keys)
        .filter_map(|k| Key::parse(k))
        .collect();
    prop_oneof![
        10 => proptest::sample::select(keys).prop_map(Act::Key),
        1 => (1u16..140, 1u16..50).prop_map(|(w, h)| Act::Size(w, h)),
        1 => Just(Act::Rest),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn keys_sizes_and_streaming_never_panic_or_move(acts in proptest::collection::vec(act(), 1..40)) {
        let (mut stage, ticket) = begun(100, 30);
        for act in acts {
            let before = place(&stage);
            let waits = stage.app.reader().and_then(|r| r.streaming.rest).is_some_and(|g| g.wanted.is_some());
            let seeks = stage.app.reader().and_then(|r| r.search.as_ref()).is_some_and(|s| s.hits.is_empty());
            match act {
                Act::Key(key) => stage.send(Message::Key(key)),
                Act::Size(width, height) => {
                    stage.send(Message::Resize(Size { width, height }));
                    prop_assert_eq!(place(&stage), before);
                }
                Act::Rest => {
                    let grows = stage.app.reader().is_some_and(|r| r.streaming.rest.is_some());
                    if grows {
                        grow(&mut stage, ticket);
                        prop_assert!(waits || seeks || place(&stage) == before);
                    }
                }
            }
            stage.screen();
        }
    }
}
