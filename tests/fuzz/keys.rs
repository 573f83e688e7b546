//! Sequences of keys, clicks, pastes and sizes, over any article, with the screen drawn after each.

use crate::article::{Form, article};
use crate::config;
use crate::properties::{Held, line};
use crate::support::Stage;
use proptest::prelude::*;
use proptest::sample::select;
use ratatui::crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Size;
use sayso::tui::keys::table::TABLE;
use sayso::tui::keys::{Key, parse_sequence};
use sayso::tui::state::Message;
use sayso::tui::view;

/// An action of the user.
#[derive(Clone, Debug)]
enum Act {
    /// A key of the table, so that most actions have an effect.
    Known(&'static str),
    Key(Key),
    Paste(String),
    Mouse(MouseEvent),
    Resize(u16, u16),
    Turn,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let known: Vec<&'static str> = TABLE.iter().flat_map(|entry| entry.keys.iter().copied()).collect();
    let codes = vec![
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::F(1),
        KeyCode::Null,
    ];
    let code = prop_oneof![select(codes).boxed(), any::<char>().prop_map(KeyCode::Char).boxed()];
    let modifiers = select(vec![KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT]);
    let kinds = select(vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Up(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
    ]);
    let size = || prop_oneof![1 => 1..6_u16, 4 => 6..140_u16];
    let act = prop_oneof![
        10 => select(known).prop_map(Act::Known),
        2 => (code, modifiers).prop_map(|(code, modifiers)| Act::Key(Key { code, modifiers })),
        1 => "\\PC{0,12}|[\\x00-\\x1f\u{9b}]{0,6}".prop_map(Act::Paste),
        2 => (kinds, prop_oneof![9 => 0..150_u16, 1 => Just(u16::MAX)], prop_oneof![9 => 0..60_u16, 1 => Just(u16::MAX)]).prop_map(|(kind, column, row)| {
            Act::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
        }),
        1 => (size(), size()).prop_map(|(width, height)| Act::Resize(width, height)),
        1 => Just(Act::Turn),
    ];
    prop::collection::vec(act, 1..40)
}

fn messages(act: &Act) -> Vec<Message> {
    match act {
        Act::Known(keys) => parse_sequence(keys).unwrap_or_default().into_iter().map(Message::Key).collect(),
        Act::Key(key) => vec![Message::Key(*key)],
        Act::Paste(text) => vec![Message::Paste(text.clone())],
        Act::Mouse(event) => vec![Message::Mouse(*event)],
        &Act::Resize(width, height) => vec![Message::Resize(Size { width, height })],
        Act::Turn => vec![Message::Tick],
    }
}

/// Draws the screen and checks that nothing on it controls the terminal.
fn drawn(stage: &Stage) -> Held {
    let (buffer, _) = view::draw(&stage.app);
    buffer.content.iter().try_for_each(|cell| line("a cell", cell.symbol()))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_keys_on_any_article_draw_clean_screens(page in article(Form::Html), acts in acts()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        std::fs::write(&path, format!("<p>Words.{page}")).unwrap();
        let mut stage = Stage::open(&[path], 100, 30);
        drawn(&stage)?;
        for message in acts.iter().flat_map(messages) {
            stage.send(message);
            drawn(&stage)?;
        }
    }
}
